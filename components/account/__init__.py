"""Sign-in, settings, invitations."""
