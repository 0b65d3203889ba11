"""Zero tolerance: the list of protocols, one with its twelve steps, and the dialogs of its deeds."""
