"""Identities under two keys: requests, grants, and what is shown while both turn."""
