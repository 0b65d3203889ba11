"""The list of cases, per role."""
