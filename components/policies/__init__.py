"""Policies and protocols: the list, one version in full, and the form of the next."""
