"""Reports, their copies and evidence packs leave the house here: as downloads, to those whom the database lets have them."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from typing import Final
from uuid import UUID, uuid4

from starlette.requests import Request
from starlette.responses import Response

from auth.answers import NO_STORE, download
from auth.house import House, house
from auth.middleware import SESSION_COOKIE
from auth.sessions import SessionGateway
from db import evidence, reports
from db.copies import draft_copy, reader_copy
from db.copies.words import PaperWords, paper_words
from db.errors import PortalError, Refused
from db.gateway import Credentials, Gateway
from db.papers import fetch

PDF: Final = "application/pdf"
Made = tuple[bytes, str, str]
Make = Callable[[House, Gateway, Credentials, UUID, PaperWords], Made]


def _served(request: Request, make: Make) -> Response:
    """What `make` gives to whoever is signed in here. Absent and not yours look the same."""
    held = house()
    network = held.network(request.client.host if request.client else None)
    token = request.cookies.get(SESSION_COOKIE)
    # Each copy is written down: no foreign page may have one made in somebody's name.
    if request.headers.get("sec-fetch-site", "same-origin") in ("same-origin", "none") and token:
        try:
            visit = held.sessions.find(token, network)
            if visit is not None:
                words = paper_words(visit.person.language, "sharing")
                try:
                    content, name, media_type = make(
                        held,
                        SessionGateway(held.sessions, visit),
                        held.sessions.renewed(visit),
                        UUID(request.path_params["thing"]),
                        words,
                    )
                    return download(content, name, media_type)
                except Refused as refused:
                    if refused.key not in ("grant_over", "guard_terms"):
                        raise
                    return Response(words.say("copy-refused"), 403, NO_STORE, "text/plain")
        except (PortalError, ValueError):
            pass
    return Response("There is no file here for you.", 404, NO_STORE, "text/plain")


def copy(request: Request) -> Response:
    """A marked copy of a shared report."""
    return _served(request, _copy)


def _copy(held: House, gateway: Gateway, credentials: Credentials, grant: UUID, words: PaperWords) -> Made:
    recipe = reports.recipe(gateway, uuid4(), grant)
    base = fetch(held.backend.files, credentials, recipe.key)
    answer = fetch(held.backend.files, credentials, recipe.answer.key) if recipe.answer and recipe.answer.key else None
    content = reader_copy(base, answer, recipe, words.say, words.day)
    reports.copy_left(gateway, recipe.download, sha256(content).hexdigest())
    return content, f"report-{str(recipe.download)[:8]}.pdf", PDF


def document(request: Request) -> Response:
    """A brand's own report; `original=1` as it came, sealed otherwise."""
    original = request.query_params.get("original") == "1"

    def make(held: House, gateway: Gateway, credentials: Credentials, report: UUID, _: PaperWords) -> Made:
        place = reports.document(gateway, uuid4(), report, original=original)
        return fetch(held.backend.files, credentials, place.key), place.name, place.media_type

    return _served(request, make)


def draft(request: Request) -> Response:
    """A copy that is about to be shared, as its reader would get it."""
    return _served(request, _draft)


def _draft(held: House, gateway: Gateway, credentials: Credentials, file: UUID, words: PaperWords) -> Made:
    place = reports.draft(gateway, file)
    return draft_copy(fetch(held.backend.files, credentials, place.key), words.say), place.name, PDF


def pack(request: Request) -> Response:
    """A finished evidence pack, to whoever made it."""
    return _served(request, _pack)


def _pack(held: House, gateway: Gateway, credentials: Credentials, one: UUID, _: PaperWords) -> Made:
    place = evidence.archive(gateway, one)
    return fetch(held.backend.files, credentials, place.key), place.name, "application/zip"
