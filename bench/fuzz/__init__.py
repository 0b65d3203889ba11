"""Input that nobody would type: whatever comes in, the portal takes it or says which rule refuses it."""
