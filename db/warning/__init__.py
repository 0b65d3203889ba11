"""Early warning: which workplaces and causes are unlike their own past, which fell silent. Counts go in, no case, no person."""
