"""Pieces of the page of early warning."""
