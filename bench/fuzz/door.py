"""The door as a server would call it: bare ASGI, so that headers, paths and bodies arrive that no client library would send."""

from __future__ import annotations

import asyncio
import hashlib
import logging
import re
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any
from unittest.mock import patch

from starlette.applications import Starlette
from starlette.middleware import Middleware

from auth.house import House, open_house
from auth.light import LightKeeper
from auth.light_form import form_token
from auth.middleware import Doorkeeper
from auth.open_data import data_routes
from auth.routes import portal_routes
from auth.sessions import Sessions
from bench.fuzz.looking import TRACES, Unhandled
from bench.fuzz.world import Undone, World
from db.connect import Backend
from db.files_folder import FolderFiles
from db.gateway import Credentials
from db.identity_embedded import EmbeddedIdentity
from db.sealing import Sealer
from db.settings import BackendKind, Settings
from pages.public.light import light_routes

KEY = b"k" * 40
TOKEN = "worker-token-of-the-scene-0123456789"
PASSWORD = "correct horse battery"
STAFF = ("ada", "lin", "chen", "weber")
Headers = Sequence[tuple[bytes, bytes]]


@dataclass
class Answer:
    """What came back."""

    status: int = 0
    headers: list[tuple[bytes, bytes]] = field(default_factory=list)
    body: bytes = b""


class Door:
    """Routes, middleware and house of the portal on the scene. `send` is one request, whose writes do not stay."""

    def __init__(self, app: Any, sessions: dict[str, str], keeper: LightKeeper) -> None:
        self._app = app
        self._loop = asyncio.new_event_loop()
        self.sessions = sessions
        self.session = sessions["ada"]
        self.keeper = keeper
        self.form = form_token(Sealer(KEY, "form"), TOKEN)

    def send(self, method: str, path: bytes, query: bytes = b"", headers: Headers = (), body: bytes = b"") -> Answer:
        """The answer to it, whatever it says; an exception of the application comes through."""
        answer = Answer()
        scope = {
            "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": method, "scheme": "http",
            "path": path.decode("utf-8", "replace"), "raw_path": path, "query_string": query, "root_path": "",
            "headers": [(b"host", b"portal.example"), *headers], "client": ("192.0.2.1", 4711), "server": ("portal.example", 80),
        }  # fmt: skip
        waiting = [{"type": "http.request", "body": body, "more_body": False}]

        async def receive() -> dict[str, Any]:
            return waiting.pop() if waiting else {"type": "http.disconnect"}

        async def taken(message: Any) -> None:
            if message["type"] == "http.response.start":
                answer.status, answer.headers = message["status"], list(message["headers"])
            else:
                answer.body += message.get("body", b"")

        self._loop.run_until_complete(self._app(scope, receive, taken))
        return answer

    def close(self) -> None:
        self._loop.run_until_complete(self._loop.shutdown_default_executor())
        self._loop.close()


def judge(answer: Answer) -> str:
    """Raises Unhandled for what is our fault; otherwise the rule: its status."""
    if answer.status >= 500 or answer.status < 200:
        said = re.search(rb"E-[0-9A-Z]{5}", answer.body)
        raise Unhandled(f"status {answer.status} {said.group().decode() if said else ''}".strip())
    for name, value in answer.headers:
        if re.search(rb"[\r\n\x00]", name + value):
            raise Unhandled(f"a header of two lines: {name!r}")
    told = answer.body.decode("utf-8", "replace")
    for trace in TRACES:
        if trace in told:
            raise Unhandled(f"status {answer.status} tells {trace!r}")
    return str(answer.status)


@contextmanager
def door(world: World) -> Iterator[Door]:
    """The door, with a worker's receipt and a supervisor's session that are open, and no pauses."""
    identity = EmbeddedIdentity(world.scene.database.pool)
    with world.scene.database.connect() as admin:
        for name in STAFF:
            tokens, one = identity.sign_up(f"{name}@example.org", PASSWORD), world.scene.personas[name]
            admin.execute("update portal.person set user_id = %s where id = %s", [tokens.user_id, one.person])
    home = world.folder / "house"
    home.mkdir()
    settings = Settings(BackendKind.POSTGRES, home, demo=False, secret_key=KEY.decode())
    kept = True

    def gateway(credentials: Credentials) -> Any:
        return world.scene.database.gateway(credentials) if kept else Undone(world.connection, credentials)

    backend = Backend(
        settings, gateway=gateway, identity=lambda: identity, files=lambda: FolderFiles(settings.files_dir), closing=ExitStack()
    )
    house = open_house(backend)
    sessions = {name: _signed_in(house.sessions, identity, name) for name in STAFF}
    case = world.scene.cases["open"]
    gateway(Credentials()).call(
        "open_receipt", receipt_hash=case.receipt, session_hash=hashlib.sha256(TOKEN.encode()).hexdigest()
    )
    kept = False
    keeper = _keeper(house)
    app = Starlette(
        routes=[*portal_routes(), *data_routes(), *light_routes(lambda: keeper)],
        middleware=[Middleware(Doorkeeper, house=lambda: house)],
    )
    made = Door(app, sessions, keeper)
    logging.getLogger("portal").setLevel(logging.CRITICAL)
    with patch("pages.public.light.OPENING_SECONDS", 0), patch("pages.public.light_newsletter.ASKING_SECONDS", 0):
        yield made
    made.close()


def _signed_in(sessions: Sessions, identity: EmbeddedIdentity, name: str) -> str:
    ticket, _ = sessions.begin(identity.sign_in(f"{name}@example.org", PASSWORD), "bench", None)
    token = sessions.redeem(ticket, "bench")
    assert sessions.find(token, None) is not None
    return token


def _keeper(house: House) -> LightKeeper:
    return LightKeeper(house.backend.gateway, KEY, lambda _request: house.network("192.0.2.1"), lambda: house.backend.files)
