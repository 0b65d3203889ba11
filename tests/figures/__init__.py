"""Figures: the roll-ups, what is published of them, and what the pages are told."""
