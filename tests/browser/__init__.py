"""Journeys through Sopan in a real browser; a package, so that they share one web process."""
