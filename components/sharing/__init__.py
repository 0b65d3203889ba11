"""Factory reports and evidence packs on the screen."""
