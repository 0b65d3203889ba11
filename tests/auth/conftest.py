"""A house on a real database, its door, and people who come in through it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket

from auth.house import House
from auth.middleware import BROWSER_COOKIE, SESSION_COOKIE, TRUSTED, Doorkeeper
from auth.routes import portal_routes
from db.connect import Backend
from db.files_folder import FolderFiles
from db.gateway import Credentials, Gateway
from db.identity_embedded import EmbeddedIdentity
from db.settings import BackendKind, Settings
from tests.real_database import Database

PASSWORD = "correct horse battery"
LIN = "lin@handshake.example"


class Noting:
    """A gateway that writes down the name of each function it is asked for."""

    def __init__(self, inner: Gateway, noted: list[str]) -> None:
        self._inner, self._noted = inner, noted

    def call(self, function: str, /, **arguments: object) -> Any:
        self._noted.append(function)
        return self._inner.call(function, **arguments)


@pytest.fixture
def noted() -> list[str]:
    """The functions that the house has called, in order."""
    return []


async def _told(request: Request) -> JSONResponse:
    return JSONResponse({name: request.headers.getlist(name) for name in TRUSTED})


async def _a_page(_request: Request) -> Response:
    return HTMLResponse("<!doctype html>", headers={"cache-control": "no-cache"})


async def _told_on_a_socket(socket: WebSocket) -> None:
    await socket.accept()
    await socket.send_json({name: socket.headers.getlist(name) for name in TRUSTED})
    await socket.close()


def house_on(database: Database, folder: Path, noted: list[str], key: str = "k" * 40) -> House:
    """A house as one process holds it."""
    settings = Settings(BackendKind.POSTGRES, folder, demo=False, secret_key=key)

    def gateway(credentials: Credentials) -> Gateway:
        return Noting(database.gateway(credentials), noted)

    backend = Backend(
        settings,
        gateway=gateway,
        identity=lambda: EmbeddedIdentity(database.pool),
        files=lambda: FolderFiles(settings.files_dir),
        closing=ExitStack(),
    )
    return House(backend)


@pytest.fixture
def held(database: Database, tmp_path: Path, noted: list[str]) -> House:
    """A house on a real database, with one coordinator: lin@handshake.example."""
    house = house_on(database, tmp_path, noted)
    tokens = house.backend.identity.sign_up(LIN, PASSWORD)
    with database.connect() as admin:
        admin.execute(
            "with o as (insert into portal.organization (kind, name) values ('handshake', 'Handshake') returning id)"
            " insert into portal.person (user_id, organization_id, role, name, email, language)"
            " select %s, o.id, 'coordinator', 'Lin Yue', 'lin@handshake.example', 'en' from o",
            [tokens.user_id],
        )
    noted.clear()
    return house


@pytest.fixture
def client(held: House, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    monkeypatch.setattr("auth.routes.house", lambda: held)
    routes = [
        Route("/told", _told),
        Route("/", _a_page),
        Route("/inbox", _a_page),
        Route("/static/app.js", _told),
        WebSocketRoute("/socket", _told_on_a_socket),
        *portal_routes(),
    ]
    app = Starlette(routes=routes, middleware=[Middleware(Doorkeeper, house=lambda: held)])
    with TestClient(app, follow_redirects=False) as client:
        yield client


def let_in(held: House, client: TestClient) -> str:
    """Sign Lin in through the door; the value of her cookie."""
    client.get("/told")
    browser = client.cookies[BROWSER_COOKIE]
    ticket, _ = held.sessions.begin(held.backend.identity.sign_in(LIN, PASSWORD), browser, None)
    answer = client.get("/portal/session/open", params={"ticket": ticket, "next": "/inbox?box=closed"})
    assert answer.status_code == 303
    assert answer.headers["location"] == "/inbox?box=closed"
    return str(answer.cookies[SESSION_COOKIE])
