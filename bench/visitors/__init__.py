"""People from outside: browsers without scripts and tabs with a WebSocket, cheap enough to be many on one machine."""
