"""Rules that a supervisor may change: pieces of their page."""
