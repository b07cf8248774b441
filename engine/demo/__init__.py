"""The demonstration: a fictional regency's people and two believable months of cases."""
