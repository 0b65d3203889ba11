"""The open dataset's addresses: the same bytes for everybody, to be kept by whoever passes them on."""

from __future__ import annotations

import hashlib
from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from auth.answers import NO_STORE, walled
from auth.house import house
from db import open_data
from db.errors import PortalError
from db.publications import public_figures

HOUR: Final = "public, max-age=3600"
# A version never changes.
FOR_GOOD: Final = "public, max-age=31536000, immutable"


def data(request: Request) -> Response:
    """A file of the dataset, its dictionary, its licence or its index."""
    name = request.path_params["name"]
    if name == "licence.txt":
        return _file(request, open_data.LICENCE.encode(), "text/plain; charset=utf-8", HOUR)
    if name == f"{open_data.NAME}-dictionary.csv":
        return _file(request, open_data.dictionary(), "text/csv; charset=utf-8", HOUR, name)
    if not name.startswith((f"{open_data.NAME}.csv", f"{open_data.NAME}-2", "index.json")):
        return _nothing()
    try:
        published = public_figures(house().backend.gateway())
    except PortalError:
        return Response("The figures cannot be read now.", 503, NO_STORE | {"retry-after": "60"}, "text/plain")
    if name == "index.json":
        return _file(request, open_data.index(published), "application/json", HOUR)
    content = open_data.dataset(published, name)
    if content is None:
        return _nothing()
    return _file(request, content, "text/csv; charset=utf-8", HOUR if name == f"{open_data.NAME}.csv" else FOR_GOOD, name)


def data_routes() -> list[Route]:
    return [Route("/data/{name}", walled("/data", data), methods=["GET"])]


def _nothing() -> Response:
    return Response("There is no such file.", 404, NO_STORE, "text/plain")


def _file(request: Request, content: bytes, media_type: str, keep: str, name: str | None = None) -> Response:
    mark = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    headers = {
        "cache-control": keep,
        "etag": mark,
        # Anybody's page may read it: it says nothing about who asks.
        "access-control-allow-origin": "*",
        "cross-origin-resource-policy": "cross-origin",
        "content-security-policy": "default-src 'none'; sandbox",
        "x-content-type-options": "nosniff",
    }
    if name:
        headers["content-disposition"] = f'attachment; filename="{name}"'
    if request.headers.get("if-none-match") == mark:
        return Response(status_code=304, headers=headers)
    return Response(content, headers=headers, media_type=media_type)
