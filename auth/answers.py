"""How answers of our own routes look: never kept, never shown in the page's place."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Final
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from db.errors import broken
from db.journal import kind_of

NO_STORE: Final = {"cache-control": "no-store"}


def download(content: bytes, name: str, media_type: str) -> Response:
    """A file to be saved, whatever a browser thinks that it is."""
    return Response(
        content,
        media_type=media_type,
        headers=NO_STORE
        | {
            "content-disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}",
            "content-security-policy": "default-src 'none'; sandbox",
            "x-content-type-options": "nosniff",
        },
    )


def walled(path: str, answer: Callable[[Request], Response]) -> Callable[[Request], Awaitable[Response]]:
    """The answer as an endpoint, off the loop; whatever goes wrong becomes a number, and neither page nor log tells more."""

    async def endpoint(request: Request) -> Response:
        try:
            return await run_in_threadpool(answer, request)
        except Exception as fault:  # noqa: BLE001  the last wall before a person
            told = broken(f"the route {path}", kind_of(fault))
            return Response(f"Something went wrong on our side. Its number is {told.incident}.", 500, NO_STORE, "text/plain")

    return endpoint
