"""The light front page: the doors at once, and below them what was reached, kept for everybody."""

from __future__ import annotations

import asyncio
import time

from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from components.public.impact import lines
from db.errors import PortalError, broken
from db.gateway import Gateway
from db.impact import impact
from db.journal import kind_of
from db.models.impact import Counter
from pages.public.light_visit import LightVisit

KEPT_SECONDS = 60
# The one who asks gets the numbers too where the database is quick; a slow one keeps nobody before the doors.
PATIENCE_SECONDS = 0.3


class Front:
    """The page. Its numbers are the same for everybody: once a minute one visit asks for them, no other waits."""

    def __init__(self) -> None:
        self._reached: tuple[Counter, ...] = ()
        self._ask_at = 0.0
        self._asking: asyncio.Task[None] | None = None

    async def __call__(self, visit: LightVisit) -> Response:
        """The doors open without the numbers when the database does not answer."""
        if time.monotonic() >= self._ask_at:
            self._ask_at = time.monotonic() + KEPT_SECONDS
            self._asking = asyncio.create_task(self._ask(visit.gateway))
            await asyncio.wait({self._asking}, timeout=PATIENCE_SECONDS)
        return visit.page("front", wrong="", reached=lines(visit.words, self._reached))

    async def _ask(self, gateway: Gateway) -> None:
        try:
            self._reached = await run_in_threadpool(impact, gateway)
        except PortalError:
            pass  # what was known stays; the next minute's visit asks again
        except Exception as fault:  # noqa: BLE001  nobody waits for this task: say the kind only, as at the door
            broken("the light front page", kind_of(fault))
