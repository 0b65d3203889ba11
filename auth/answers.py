"""How answers of our own routes look: never kept, never shown in the page's place."""

from __future__ import annotations

from typing import Final
from urllib.parse import quote

from starlette.responses import Response

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
