"""The office in plain values: SOPs, cases, facts, people, working time; no database, no clock."""
