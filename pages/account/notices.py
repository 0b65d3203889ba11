"""Notices: what is new for the viewer, and since when."""

from __future__ import annotations

from auth import guard
from components.account import notices as screen
from db.notices import notices, read_notices

visit = guard.require("notices")

seen = screen.seen()
screen.show(notices(visit.gateway) if seen is None else read_notices(visit.gateway, seen))
