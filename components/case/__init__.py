"""The case page, piece by piece."""
