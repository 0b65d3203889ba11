"""The application: `streamlit run app.py`. Streamlit's script, our middleware and routes, one backend."""

from __future__ import annotations

import contextlib
import gc
import os
import socket
import sys
import threading
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import psutil
import streamlit as st
from starlette.middleware import Middleware
from streamlit import config

from auth.house import house, open_house
from auth.light import LightKeeper
from auth.middleware import TRUSTED, Doorkeeper
from auth.open_data import data_routes
from auth.routes import portal_routes
from components.warm import freeze, warm
from db.cluster import ServerFailed
from db.connect import Backend, SchemaBehind, open_backend
from db.demo import load_demo, refuse_known_passwords
from db.errors import PortalError, broken
from db.journal import kind_of, open_journal, tell
from db.migrate import MigrationRefused
from db.settings import SettingsRefused, read_settings
from db.ticking import each_minute, ticking
from pages.public.light import light_routes

COLLECT_SECONDS = 60.0  # each time halts a busy process for a part of a second

config.set_option("server.trustedUserHeaders", dict(TRUSTED))


def light_keeper() -> LightKeeper:
    held = house()
    return LightKeeper(
        held.backend.gateway,
        held.backend.settings.app_key(),
        lambda request: held.network(request.client.host if request.client else None),
        lambda: held.backend.files,
    )


@contextlib.asynccontextmanager
async def lifespan(_app: object) -> AsyncIterator[dict[str, object]]:
    """Open the backend before the first visit, and close everything this process started at the end."""
    open_journal()
    begun = time.monotonic()
    # Most of a start is waiting for the database; what pages need is imported meanwhile.
    warming = threading.Thread(target=warm, name="warming")
    warming.start()
    try:
        backend = ready_backend()
    except (SettingsRefused, MigrationRefused, SchemaBehind, ServerFailed, PortalError) as refusal:
        # A sentence to the person at the console; a trace would bury it. Nothing is open by now.
        print(getattr(refusal, "hint", "") or refusal, file=sys.stderr, flush=True)
        os._exit(1)
    try:
        open_house(backend)
        warming.join()
        freeze()
        answer_at_once()
        with collecting(), ticking(backend.owner_conninfo, then=each_minute(backend.settings)):
            print(f"Handshake Portal is open at {_address()} ({backend.settings.kind}).", flush=True)
            tell("opened", backend=str(backend.settings.kind), seconds=round(time.monotonic() - begun, 1))
            yield {}
            tell("closing")
    finally:
        backend.close()


def ready_backend() -> Backend:
    """The backend that the settings ask for, with the demonstration or surely without it."""
    settings = read_settings()
    backend = open_backend(settings)
    try:
        if not settings.demo:
            refuse_known_passwords(backend)
        elif backend.owner_conninfo is not None:
            load_demo(backend)
    except BaseException:
        backend.close()
        raise
    return backend


@contextlib.contextmanager
def collecting() -> Iterator[None]:
    """Collect garbage by the clock. After every run of the script, as Streamlit does it unless told otherwise, each visitor
    pays for the memory of all: with sixty of them that was half of what the process did."""
    over = threading.Event()

    def collect() -> None:
        while not over.wait(COLLECT_SECONDS):
            gc.collect()

    thread = threading.Thread(target=collect, name="collecting", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def answer_at_once() -> None:
    """Let small answers leave without waiting for the one before to be acknowledged: 40 ms each behind a proxy.

    Python does so for sockets that were made as TCP by name; Streamlit's is not. What is set here holds for every visitor's.
    """
    port = config.get_option("server.port")
    for one in psutil.Process().net_connections("tcp"):
        if one.status == psutil.CONN_LISTEN and one.laddr.port == port and one.fd >= 0:
            with socket.socket(fileno=os.dup(one.fd)) as listening:
                listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


def script_failed(fault: Exception) -> bool:
    """A fault outside the page's own wall, in a fragment say: log its kind and place, never its values."""
    broken("a fragment", kind_of(fault))
    return True


def _address() -> str:
    host = config.get_option("browser.serverAddress")
    port = config.get_option("server.port")
    return os.environ.get("PORTAL_ADDRESS") or f"http://{host}:{port}"


app = st.App(
    Path(__file__).parent / "pages" / "portal.py",
    lifespan=lifespan,
    on_script_error=script_failed,
    routes=[*portal_routes(), *data_routes(), *light_routes(light_keeper)],
    middleware=[Middleware(Doorkeeper, house=house)],
)
