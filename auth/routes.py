"""Routes beside the script: sessions open and close here, and files leave the house here."""

from __future__ import annotations

import contextlib
import json
import secrets
from collections.abc import Callable, Iterator
from dataclasses import asdict
from typing import Final
from urllib.parse import urlsplit
from uuid import UUID

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from auth import papers
from auth.answers import NO_STORE, download, walled
from auth.house import House, house
from auth.light import CODE_COOKIE, CODE_PATH, RECEIPT_COOKIE, RECEIPT_LIVES_SECONDS
from auth.middleware import BROWSER_COOKIE, LANGUAGE_COOKIE, SESSION_COOKIE
from auth.sessions import SESSION_SECONDS, SessionGateway
from db.errors import PortalError
from db.files import file_content
from db.gateway import Credentials, Gateway
from db.health import Health
from db.imports import import_report
from db.newsletter import addresses_csv, export
from db.receipts import close_receipt
from db.sealing import SealBroken
from db.sessions import digest

RECEIPT_TICKET_SECONDS: Final = 60


def safe_path(wish: str) -> str:
    """The path that was wished for if it stays on this site, else the start."""
    try:
        parts = urlsplit(wish)
    except ValueError:  # `//[` begins an address that cannot be read
        return "/"
    plain = wish.startswith("/") and not wish.startswith(("//", "/\\")) and not parts.scheme and not parts.netloc
    return wish if plain and "\\" not in wish and wish.isprintable() and len(wish) < 500 else "/"


def redirect(address: str) -> RedirectResponse:
    return RedirectResponse(address, 303, NO_STORE)


def open_session(request: Request) -> Response:
    """Redeem the ticket of a sign-in: the cookie is set by this answer and by no script."""
    browser = request.cookies.get(BROWSER_COOKIE, "")
    try:
        token = house().sessions.redeem(request.query_params.get("ticket", ""), browser)
    except PortalError:
        return redirect("/sign-in")
    answer = redirect(safe_path(request.query_params.get("next", "/")))
    _cookie(answer, request, SESSION_COOKIE, token, SESSION_SECONDS)
    return answer


def close_session(request: Request) -> Response:
    """Sign out: every tab of this browser."""
    token = request.cookies.get(SESSION_COOKIE, "")
    # A foreign page could otherwise sign somebody out with a picture.
    if token and request.headers.get("sec-fetch-site", "same-origin") in ("same-origin", "none"):
        house().sessions.close(token)
    answer = redirect("/sign-in")
    answer.delete_cookie(SESSION_COOKIE, path="/", httponly=True, samesite="lax")
    return answer


def open_receipt(request: Request) -> Response:
    """Give this browser its receipt session; the ticket is sealed, a minute old at most, and for this browser."""
    try:
        ticket = json.loads(house().tickets.unseal(request.query_params.get("ticket", ""), within_seconds=RECEIPT_TICKET_SECONDS))
    except SealBroken:
        return redirect("/")
    if not secrets.compare_digest(ticket["browser"].encode(), request.cookies.get(BROWSER_COOKIE, "").encode()):
        return redirect("/")
    answer = redirect("/mine")
    _cookie(answer, request, RECEIPT_COOKIE, ticket["token"], RECEIPT_LIVES_SECONDS)
    return answer


def leave(request: Request) -> Response:
    """Leave now: the receipt session ends, nothing stays in the browser, a page that says nothing opens."""
    receipt = request.cookies.get(RECEIPT_COOKIE)
    if receipt:
        # Leaving comes first; the session ends by itself within two hours.
        with contextlib.suppress(PortalError):
            close_receipt(house().backend.gateway(Credentials(receipt=digest(receipt))))
    answer = redirect("/left")
    answer.delete_cookie(RECEIPT_COOKIE, path="/", httponly=True, samesite="lax")
    answer.delete_cookie(CODE_COOKIE, path=CODE_PATH, httponly=True, samesite="strict")
    answer.headers["clear-site-data"] = '"cache", "storage"'
    return answer


def left(_request: Request) -> Response:
    """A page like any other, with nothing of ours on it."""
    page = (
        '<!doctype html><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        "<title>New tab</title><style>html{color-scheme:light dark}</style>"
    )
    return Response(page, media_type="text/html", headers=NO_STORE)


def language(request: Request) -> Response:
    """Remember the language of somebody without an account."""
    wish = request.query_params.get("to", "en")
    answer = redirect(safe_path(request.query_params.get("next", "/")))
    _cookie(answer, request, LANGUAGE_COOKIE, "zh-Hans" if wish.startswith("zh") else "en", 365 * 86_400)
    return answer


def _acting(request: Request, held: House) -> Iterator[tuple[Gateway, Credentials]]:
    """The backend as whoever holds this browser: staff first, then the worker whose receipt is open in it."""
    network = held.network(request.client.host if request.client else None)
    token, receipt = request.cookies.get(SESSION_COOKIE), request.cookies.get(RECEIPT_COOKIE)
    visit = held.sessions.find(token, network) if token else None
    if visit is not None:
        yield SessionGateway(held.sessions, visit), held.sessions.renewed(visit)
    if receipt:
        credentials = Credentials(receipt=digest(receipt), network=network)
        yield held.backend.gateway(credentials), credentials


def evidence(request: Request) -> Response:
    """One file, as a download, to those whom the database shows it. Absent and not yours look the same."""
    held = house()
    original = request.query_params.get("original") == "1"
    with contextlib.suppress(PortalError, ValueError):
        file = UUID(request.path_params["file"])
        for gateway, credentials in _acting(request, held):
            with contextlib.suppress(PortalError):
                one = file_content(gateway, file, original=original)
                return download(held.backend.files.get(one.key, credentials, digest=one.sha256), one.name, one.media_type)
    return Response("There is no file here for you.", 404, NO_STORE, "text/plain")


def report(request: Request) -> Response:
    """The report by row of an import, to a supervisor."""
    with contextlib.suppress(PortalError, ValueError):
        for gateway, _ in _acting(request, house()):
            told = import_report(gateway, UUID(request.path_params["report"]))
            return download(told.as_csv(), f"import-{request.path_params['report'][:8]}.csv", "text/csv")
    return Response("There is no file here for you.", 404, NO_STORE, "text/plain")


def handout(request: Request) -> Response:
    """A file that was made for whoever is signed in here, and for nobody else."""
    held = house()
    token = request.cookies.get(SESSION_COOKIE)
    with contextlib.suppress(PortalError):
        visit = held.sessions.find(token, held.network(request.client.host if request.client else None)) if token else None
        one = held.handouts.fetch(visit.person.id, request.path_params["handout"]) if visit is not None else None
        if one is not None:
            return download(one.content, one.name, one.media_type)
    return Response("There is no file here for you.", 404, NO_STORE, "text/plain")


def addresses(request: Request) -> Response:
    """The addresses of the newsletter, to a supervisor; the database notes who took them."""
    # A picture on a foreign page could otherwise fill the log in somebody's name.
    if request.headers.get("sec-fetch-site", "same-origin") in ("same-origin", "none"):
        with contextlib.suppress(PortalError):
            for gateway, _ in _acting(request, house()):
                return download(addresses_csv(export(gateway)), "newsletter-addresses.csv", "text/csv")
    return Response("There is no file here for you.", 404, NO_STORE, "text/plain")


def serves(_request: Request) -> Response:
    """Whether people can be sent here: for a proxy, or what keeps the process running."""
    return _told(house().health.look(), well=False)


def health(_request: Request) -> Response:
    """The same, and whether time passes: for whoever is to be called."""
    return _told(house().health.look(), well=True)


def _told(found: Health, *, well: bool) -> Response:
    return JSONResponse(asdict(found), 200 if (found.well if well else found.serves) else 503, NO_STORE)


def _cookie(answer: Response, request: Request, name: str, value: str, seconds: int) -> None:
    secure = request.url.scheme == "https"
    answer.set_cookie(name, value, max_age=seconds, path="/", httponly=True, samesite="lax", secure=secure)


def portal_routes() -> list[Route]:
    """All routes of this part, for app.py."""

    def off_loop(path: str, answer: Callable[[Request], Response]) -> Route:
        return Route(path, walled(path, answer), methods=["GET"])

    return [
        off_loop("/portal/session/open", open_session),
        off_loop("/portal/session/close", close_session),
        off_loop("/portal/receipt/open", open_receipt),
        off_loop("/portal/language", language),
        off_loop("/portal/file/{file}", evidence),
        off_loop("/portal/report/{report}", report),
        off_loop("/portal/copy/{thing}", papers.copy),
        off_loop("/portal/copy-draft/{thing}", papers.draft),
        off_loop("/portal/document/{thing}", papers.document),
        off_loop("/portal/evidence/{thing}", papers.pack),
        off_loop("/portal/handout/{handout}", handout),
        off_loop("/portal/newsletter/addresses", addresses),
        off_loop("/leave", leave),
        off_loop("/left", left),
        off_loop("/healthz", serves),
        off_loop("/health", health),
    ]
