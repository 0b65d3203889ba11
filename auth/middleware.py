"""Who is at the door, for every request and WebSocket: cookie to live session to a header that only we can set.

Streamlit reads that header once per WebSocket (`server.trustedUserHeaders`) and gives it to scripts as `st.user`.
It also compares it when a browser asks to reconnect, so that a stolen Streamlit session id is worth nothing.
"""

from __future__ import annotations

import logging
import secrets
import time
from collections.abc import Callable
from http.cookies import SimpleCookie
from typing import Final
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from auth.headers import headers
from auth.house import House
from auth.light import RECEIPT_COOKIE
from auth.parts import part_of
from db.errors import PortalError
from db.journal import tell
from db.sessions import digest

SESSION_COOKIE: Final = "portal_session"
BROWSER_COOKIE: Final = "portal_browser"
LANGUAGE_COOKIE: Final = "portal_language"

# Header to the attribute of st.user; scripts read them through the guard alone.
TRUSTED: Final[dict[str, str]] = {
    "X-Portal-User": "sub",
    "X-Portal-Receipt": "receipt",
    "X-Portal-Network": "network",
    "X-Portal-Browser": "browser",
    "X-Portal-Language": "language",
}
_OURS: Final = frozenset(name.lower().encode() for name in TRUSTED)
_NO_STORE: Final = (b"cache-control", b"no-store")
_ASCII: Final = "".join(map(chr, range(128)))
_MEDIA: Final = "/media/"  # pictures and downloads that a script made: a receipt's QR code is one of them

log = logging.getLogger("portal.door")


class Doorkeeper:
    """ASGI middleware: strips forged identity headers, sets true ones, and dresses every answer."""

    def __init__(self, app: ASGIApp, house: Callable[[], House]) -> None:
        self._app = app
        self._house = house

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        kept = [(name, value) for name, value in scope["headers"] if name.lower() not in _OURS]
        cookies = _cookies(kept)
        if scope["type"] == "websocket":
            kept += await run_in_threadpool(self._identity, scope, cookies)
        # Bytes that no browser leaves bare in an address, and that a route could not read.
        scope = {**scope, "headers": kept, "query_string": quote(scope["query_string"], safe=_ASCII).encode()}
        secure = scope["scheme"] in ("https", "wss")
        fresh = "" if BROWSER_COOKIE in cookies else secrets.token_urlsafe(24)

        begun, status = time.perf_counter(), 500

        async def dressed(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                told = list(message["headers"])
                names = {name.lower() for name, _ in told}
                told += [(name, value) for name, value in headers(secure) if name not in names]
                if _is_page(scope["path"], told):
                    told = [(name, value) for name, value in told if name.lower() != b"cache-control"] + [_NO_STORE]
                if fresh and scope["path"].count("/") == 1:
                    told.append((b"set-cookie", _browser_cookie(fresh, secure=secure)))
                message = {**message, "headers": told}
            await send(message)

        if scope["type"] == "websocket":
            await self._app(scope, receive, send)
            return
        try:
            await self._app(scope, receive, dressed)
        finally:
            part = part_of(scope["path"])
            if part != "asset":
                spent = round((time.perf_counter() - begun) * 1000, 1)
                tell("request", part=part, method=scope["method"], status=status, ms=spent)

    def _identity(self, scope: Scope, cookies: dict[str, str]) -> list[tuple[bytes, bytes]]:
        house = self._house()
        client = scope.get("client")
        network = house.network(client[0] if client else None)
        known = {"network": network, "browser": cookies.get(BROWSER_COOKIE), "language": cookies.get(LANGUAGE_COOKIE)}
        token, receipt = cookies.get(SESSION_COOKIE), cookies.get(RECEIPT_COOKIE)
        if token:
            try:
                visit = house.sessions.find(token, network)
            except PortalError as unknown:
                # Not knowing who is here means a stranger; the page then says that we cannot be reached.
                log.warning("session not asked: %s", unknown.key)
                visit = None
            if visit is not None:
                known["sub"] = visit.token_hash
        if receipt:
            known["receipt"] = digest(receipt)
        names = {attribute: name.lower().encode() for name, attribute in TRUSTED.items()}
        return [(names[key], value.encode()) for key, value in known.items() if value and value.isascii()]


def _is_page(path: str, told: list[tuple[bytes, bytes]]) -> bool:
    """Whether this answer may tell who was here: pages and what scripts made, not the files of the library."""
    kind = next((value for name, value in told if name.lower() == b"content-type"), b"")
    return kind.startswith(b"text/html") or path.startswith(_MEDIA)


def _cookies(sent: list[tuple[bytes, bytes]]) -> dict[str, str]:
    jar: SimpleCookie = SimpleCookie()
    for name, value in sent:
        if name.lower() == b"cookie":
            for one in value.decode("latin-1").split(";"):
                try:
                    jar.load(one.strip())
                except Exception:  # noqa: BLE001, S112  (somebody else's broken cookie is no reason to fail)
                    continue
    return {name: morsel.value for name, morsel in jar.items() if len(morsel.value) < 300}


def _browser_cookie(value: str, *, secure: bool) -> bytes:
    # Names no person: it only ties a sign-in ticket to the browser that asked for it.
    return f"{BROWSER_COOKIE}={value}; Path=/; HttpOnly; SameSite=Lax{'; Secure' if secure else ''}".encode()
