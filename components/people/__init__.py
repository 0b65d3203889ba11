"""People, organisations, supply links."""
