"""The scorecard of UN Guiding Principle 31."""
