"""The hotline desk: taking a call."""
