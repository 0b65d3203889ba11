"""The light door: a worker tells of pressure, or turns to her linked case."""

from __future__ import annotations

from uuid import UUID

from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from components.mine.pressure import MOST, Tell, Turn
from db.errors import BadRequest, SignInNeeded, TooLarge
from pages.public import pressing
from pages.public.light_mine import closed
from pages.public.light_visit import LightVisit


async def told(visit: LightVisit) -> Response:
    """Her words become a case of its own; without words nothing is sent."""
    form = await visit.keeper.form(visit.request, own=True)
    said = form.one("words").strip()
    if not said:
        return visit.on_to("/light/mine#pressure")
    if len(said) > MOST:
        raise TooLarge("body_too_long", facts={"limit": MOST, "length": len(said)})
    return await _send(visit, _id(form.one("request_id")), Tell(said, bool(form.one("violent"))), "/light/mine?done=pressure")


async def turned(visit: LightVisit) -> Response:
    """The linked case, or back."""
    form = await visit.keeper.form(visit.request, own=True)
    return await _send(visit, UUID(int=0), Turn(form.one("reference")[:40]), "/light/mine")


async def _send(visit: LightVisit, request: UUID, deed: Tell | Turn, then: str) -> Response:
    try:
        await run_in_threadpool(pressing.send, visit.gateway, request, deed)
    except SignInNeeded:
        return closed(visit)
    return visit.on_to(then)


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise BadRequest("value_invalid") from None
