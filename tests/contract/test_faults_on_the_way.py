"""Between the portal and a hosted Supabase anything may happen; each thing has one meaning (ATTACKS 40)."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx
import pytest

from db import supabase_gateway
from db.errors import BadRequest, Broken, PortalError, SignInNeeded, TooLarge, TooMany, Unavailable
from db.gateway import Credentials
from db.supabase_gateway import SupabaseGateway, shared_client
from tests.real_parts import free_port

Answer = Callable[[BaseHTTPRequestHandler], None]


class Faulty(ThreadingHTTPServer):
    """A server that answers every call as the test says, and counts them."""

    daemon_threads = True
    answer: Answer
    calls = 0

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class _Handler(BaseHTTPRequestHandler):
    server: Faulty
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        self.server.calls += 1
        self.rfile.read(int(self.headers.get("Content-Length", "0")))
        self.server.answer(self)

    def log_message(self, *_: object) -> None:
        """Stay quiet."""


def whole(status: int, body: bytes, **headers: str) -> Answer:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        handler.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(body)

    return answer


def cut_short(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    handler.wfile.write(b'{"reference": "HS-')
    handler.close_connection = True


def hung_up(handler: BaseHTTPRequestHandler) -> None:
    handler.connection.shutdown(socket.SHUT_RDWR)
    handler.close_connection = True


def silent(_: BaseHTTPRequestHandler) -> None:
    time.sleep(3)


def dripping(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    for _ in range(40):
        try:
            handler.wfile.write(b" ")
            handler.wfile.flush()
        except OSError:
            return
        time.sleep(0.1)


@pytest.fixture
def faulty() -> Iterator[Faulty]:
    server = Faulty(("127.0.0.1", 0), _Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def gateway(faulty: Faulty, monkeypatch: pytest.MonkeyPatch) -> Iterator[SupabaseGateway]:
    monkeypatch.setattr(supabase_gateway, "DEADLINE_SECONDS", 1.0)
    with shared_client() as client:
        yield SupabaseGateway(faulty.address, "sb_publishable_x", Credentials(), client)


HTML = b"<html><body>502 Bad Gateway</body></html>"


@pytest.mark.parametrize(
    ("answer", "meaning", "maybe_done"),
    [
        (whole(502, HTML), Unavailable, True),
        (whole(503, HTML), Unavailable, True),
        (whole(504, b""), Unavailable, True),
        (whole(500, b'{"message": "An unexpected error"}'), Unavailable, True),
        (whole(503, b'{"code": "PGRST001", "message": "no connection"}'), Unavailable, False),
        (whole(504, b'{"code": "PGRST003", "message": "pool"}'), Unavailable, False),
        (whole(500, b'{"code": "57014", "message": "canceling statement"}'), Unavailable, False),
        (whole(503, b'{"code": "57P01", "message": "terminating connection"}'), Unavailable, True),
        (whole(200, HTML, Content_Type="text/html"), Unavailable, True),
        (whole(200, b'{"reference": "HS-'), Unavailable, True),
        (whole(200, b""), Unavailable, True),
        (cut_short, Unavailable, True),
        (hung_up, Unavailable, True),
        (silent, Unavailable, True),
        (dripping, Unavailable, True),
        (whole(429, b"slow down", Retry_After="7"), TooMany, None),
        (whole(429, HTML), TooMany, None),
        (whole(413, HTML), TooLarge, None),
        (whole(401, b'{"message": "Invalid API key"}'), SignInNeeded, None),
        (whole(401, b'{"code": "PGRST301", "message": "JWT expired"}'), SignInNeeded, None),
        (whole(404, b'{"code": "PGRST202", "message": "no function"}'), BadRequest, None),
        (whole(302, b"", Location="https://elsewhere.example/"), Broken, None),
        (whole(404, HTML), Broken, None),
        (whole(409, b"[1, 2]"), Broken, None),
        (whole(409, b'{"code": 7}'), Broken, None),
    ],
)
def test_each_fault_has_one_meaning_within_the_deadline(
    faulty: Faulty,
    gateway: SupabaseGateway,
    answer: Answer,
    meaning: type[PortalError],
    maybe_done: bool | None,
) -> None:
    faulty.answer = answer
    began = time.monotonic()
    with pytest.raises(meaning) as fault:
        gateway.call("post_message", body="secret words")
    assert time.monotonic() - began < 2
    if isinstance(fault.value, Unavailable):
        assert fault.value.maybe_done is maybe_done
    assert faulty.calls == 1, "a request that may have been carried out is never sent again by itself"


def test_a_refused_connection_is_surely_not_done(monkeypatch: pytest.MonkeyPatch) -> None:
    address = f"http://127.0.0.1:{free_port()}"
    with shared_client() as client, pytest.raises(Unavailable) as fault:
        SupabaseGateway(address, "k", Credentials(), client).call("whoami")
    assert not fault.value.maybe_done


def test_waiting_seconds_are_told(faulty: Faulty, gateway: SupabaseGateway) -> None:
    faulty.answer = whole(429, b"", Retry_After="7")
    with pytest.raises(TooMany) as fault:
        gateway.call("whoami")
    assert fault.value.facts == {"retry_seconds": 7}


def test_the_eight_seconds_are_the_default() -> None:
    assert supabase_gateway.DEADLINE_SECONDS == 8
    with shared_client() as client:
        assert client.timeout.read == 8


def test_no_cookie_of_one_caller_reaches_the_next(faulty: Faulty, gateway: SupabaseGateway) -> None:
    seen: list[str | None] = []

    def answer(handler: BaseHTTPRequestHandler) -> None:
        seen.append(handler.headers.get("Cookie"))
        whole(200, b"1", Set_Cookie="who=chen; Path=/")(handler)

    faulty.answer = answer
    gateway.call("whoami")
    gateway.call("whoami")
    assert seen == [None, None]


def test_each_call_carries_its_own_caller_and_nothing_shared(faulty: Faulty) -> None:
    seen: list[dict[str, str]] = []

    def answer(handler: BaseHTTPRequestHandler) -> None:
        seen.append({name.lower(): value for name, value in handler.headers.items()})
        whole(200, b"null")(handler)

    faulty.answer = answer
    with shared_client() as client:
        SupabaseGateway(faulty.address, "k", Credentials(access_token="t1", session="s1"), client).call("whoami")
        SupabaseGateway(faulty.address, "k", Credentials(receipt="r2"), client).call("whoami")
        assert not client.headers.keys() & {"authorization", "apikey", "x-portal-session"}
    assert (seen[0]["authorization"], seen[0]["x-portal-session"]) == ("Bearer t1", "s1")
    assert "authorization" not in seen[1]
    assert "x-portal-session" not in seen[1]
    assert (seen[1]["x-receipt-session"], seen[1]["content-profile"], seen[1]["apikey"]) == ("r2", "api", "k")
    assert isinstance(client, httpx.Client)
