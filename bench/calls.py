"""How often one view of each page asks the backend, counted through Streamlit's own session on the demonstration."""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path

from streamlit.runtime.scriptrunner.script_cache import ScriptCache

from auth.roles import PAGES, may_open
from bench.crowd import Crowd, crowd
from bench.pages import PORTAL
from bench.stage import Tab, open_runtime
from bench.telling import say
from db.demo.cast import PLAYERS
from db.models import Role

TARGET = 1


def measure(*, quick: bool) -> None:
    """Print one line for each page and each role that may open it, or in a hurry for one of them."""
    with tempfile.TemporaryDirectory() as folder, crowd(Path(folder), cases=0) as made:
        open_runtime(PORTAL)
        asyncio.run(_measure(made, quick=quick))


async def _measure(made: Crowd, *, quick: bool) -> None:
    emails = {player.role: player.email for player in reversed(PLAYERS)}
    seen = set()
    for role, email in sorted(emails.items()):
        told = made.sign_in(email)
        for page in PAGES:
            if not may_open(page, Role(role)) or (quick and page.key in seen):
                continue
            seen.add(page.key)
            query = {"ref": made.reference} if page.key == "case" else {}
            tab = Tab(PORTAL, ScriptCache(), told, page.address, **query)
            made.noted.clear()
            await tab.rerun()
            tab.close()
            say(f"calls.{page.key}.{role}", len(made.noted), "calls", TARGET)
