"""One file for each measurement that `python -m bench NAME` knows."""
