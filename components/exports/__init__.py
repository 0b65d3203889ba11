"""Lists as files: what can be exported, its lines, and what was exported before."""
