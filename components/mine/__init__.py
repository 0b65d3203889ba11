"""A worker's own page."""
