"""Saying what stands on the front page: what is shown, the form, and what was said before."""
