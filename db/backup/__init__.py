"""One archive of all that the portal keeps: database, files, key; sealed, checked before it is used, compared afterwards."""
