"""Documents in and out: what offices write and read, turned into the domain's values."""
