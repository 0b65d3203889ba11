"""The strike desk on the screen, and bulletins as brands read them."""
