"""The figures page: findings, their drawings, filters."""
