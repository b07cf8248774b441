"""The store: the only place that speaks SQL to write, on PostgreSQL alone."""
