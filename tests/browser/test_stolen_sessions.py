"""A Streamlit session id is no proof of anything: a socket is who its cookie says. ATTACKS 12, 13."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect

from db.sessions import digest
from tests.browser.conftest import COORDINATOR, PASSWORD, Portal
from tests.browser.walker import Walker


@contextmanager
def socket(portal: Portal, *, cookie: str = "", resume: str = "", **headers: str) -> Iterator[ClientConnection]:
    """A socket as the browser opens it: protocol, a token, and the session it would like to have again."""
    protocols = ["streamlit", "no-token", *([resume] if resume else [])]
    sent = {**headers, **({"Cookie": f"portal_session={cookie}"} if cookie else {})}
    address = portal.address.replace("http", "ws", 1) + "/_stcore/stream"
    with connect(address, subprotocols=protocols, additional_headers=sent, origin=portal.address) as opened:  # type: ignore[arg-type]
        yield opened


def look(opened: ClientConnection, page: str) -> tuple[str, bytes]:
    """Ask for a page; the session's id and everything that was sent until the script had run."""
    asked = BackMsg()
    asked.rerun_script.page_name = page
    opened.send(asked.SerializeToString())
    session, seen = "", b""
    while True:
        raw = opened.recv(timeout=30)
        assert isinstance(raw, bytes)
        seen += raw
        message = ForwardMsg.FromString(raw)
        if message.WhichOneof("type") == "new_session":
            session = message.new_session.initialize.session_id
        if message.WhichOneof("type") == "script_finished":
            return session, seen


@pytest.fixture
def cookie(browser: Callable[..., Walker]) -> str:
    walker = browser()
    walker.open("/inbox")
    walker.sign_in(COORDINATOR, PASSWORD)
    kept = walker.cookie("portal_session")
    assert kept is not None
    return str(kept["value"])


def test_a_stolen_session_id_opens_a_fresh_session_that_sees_nothing(portal: Portal, cookie: str) -> None:
    with socket(portal, cookie=cookie) as own:
        session, seen = look(own, "inbox")
        assert b"HS-" in seen  # the control: with the cookie there is something to steal

        with socket(portal, resume=session) as thief:
            got, shown = look(thief, "inbox")
        assert got
        assert got != session
        assert b"HS-" not in shown

        # And whoever owns the session never notices.
        again, still = look(own, "inbox")
        assert again == session
        assert b"HS-" in still


def test_a_forged_header_with_a_stolen_session_id_sees_nothing(portal: Portal, cookie: str) -> None:
    with socket(portal, cookie=cookie) as own:
        session, _ = look(own, "inbox")
        forged = {"X-Portal-User": digest(cookie), "x-portal-user": digest(cookie)}
        with socket(portal, resume=session, **forged) as thief:
            got, shown = look(thief, "inbox")
    assert got != session
    assert b"HS-" not in shown


def test_the_owner_of_a_session_may_come_back_to_it(portal: Portal, cookie: str) -> None:
    with socket(portal, cookie=cookie) as own:
        session, _ = look(own, "inbox")
    with socket(portal, cookie=cookie, resume=session) as again:
        assert look(again, "inbox")[0] == session


def test_a_socket_from_another_site_is_turned_away(portal: Portal, cookie: str) -> None:
    address = portal.address.replace("http", "ws", 1) + "/_stcore/stream"
    with (
        pytest.raises(Exception, match=r"40[0-9]|1008|close"),
        connect(
            address,
            additional_headers={"Cookie": f"portal_session={cookie}"},
            origin="https://evil.example",  # type: ignore[arg-type]
        ) as opened,
    ):
        look(opened, "inbox")
