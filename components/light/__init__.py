"""The light HTML door."""
