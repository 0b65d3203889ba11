"""Who may see what, measured: the permission matrix, and the mutants that it has to find."""
