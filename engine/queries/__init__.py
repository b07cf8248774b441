"""What people want to see: reads only, a constant number of queries, every list scoped in SQL."""
