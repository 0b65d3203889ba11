"""The newsletter: asking for it, and the desk where it is written."""
