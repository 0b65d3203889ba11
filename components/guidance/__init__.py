"""Guidance sheets: short pages that say how a factory mends a cause of grievances and how a buyer supports it."""
