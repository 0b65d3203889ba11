"""Sessions over time: renewed once, found again when forgotten, void after a new password. ATTACKS 10, 12."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from auth import guard, sign_in_form
from auth.actor import Visit
from auth.house import House
from auth.sessions import SessionGateway, Sessions
from db.errors import PortalError, SignInNeeded
from db.sessions import digest
from tests.auth.conftest import LIN, PASSWORD, house_on, let_in
from tests.real_database import Database

NEW = "another fine password"
MANY = 16


@pytest.fixture
def old(held: House, client: TestClient, monkeypatch: pytest.MonkeyPatch) -> str:
    """The cookie of a session whose access token is about to end; tokens made from now on last an hour."""
    with monkeypatch.context() as patch:
        patch.setattr("db.identity_sessions.ACCESS_LASTS", timedelta(seconds=60))
        return let_in(held, client)


@pytest.fixture
def refreshed(held: House, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The refresh tokens that were exchanged."""
    exchanged: list[str] = []
    refresh = type(held.backend.identity).refresh

    def noting(identity: object, token: str) -> object:
        exchanged.append(token)
        return refresh(identity, token)  # type: ignore[arg-type]

    monkeypatch.setattr(type(held.backend.identity), "refresh", noting)
    return exchanged


def test_many_threads_and_tabs_renew_a_token_once(held: House, old: str, refreshed: list[str]) -> None:
    tabs = [held.sessions.find(old, None) for _ in range(4)]

    def use(number: int) -> str | None:
        visit = tabs[number % len(tabs)]
        assert visit is not None
        return held.sessions.renewed(visit).access_token

    with ThreadPoolExecutor(MANY) as threads:
        tokens = set(threads.map(use, range(MANY)))
    assert len(tokens) == 1
    assert len(refreshed) == 1
    assert held.sessions.find(old, None) is not None


def test_a_second_process_takes_the_renewed_token_instead_of_using_the_old_one_twice(
    held: House, database: Database, tmp_path: Path, old: str, refreshed: list[str]
) -> None:
    other = house_on(database, tmp_path, [])
    here, there = held.sessions.find(old, None), other.sessions.find(old, None)
    assert here is not None
    assert there is not None
    assert held.sessions.renewed(here) == other.sessions.renewed(there)
    assert len(refreshed) == 1


def test_a_renewed_session_that_was_closed_meanwhile_is_over(held: House, old: str) -> None:
    visit = held.sessions.find(old, None)
    assert visit is not None
    held.sessions.close(old)
    with pytest.raises(SignInNeeded):
        held.sessions.renewed(visit)


def test_a_forgotten_session_is_asked_for_once_by_its_hash(
    held: House, client: TestClient, noted: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("auth.sessions.REMEMBERED", 1)
    first = let_in(held, client)
    held.sessions.find(first, None)
    client.cookies.clear()
    held.sessions.find(let_in(held, client), None)
    gc.collect()
    assert held.sessions.known(digest(first)) is None

    noted.clear()
    found = held.sessions.recall(digest(first), None)
    assert found is not None
    assert found.person.name == "Lin Yue"
    assert noted == ["find_session"]
    assert held.sessions.recall(digest(first), None) is found
    assert noted == ["find_session"]


def test_a_session_that_a_tab_still_holds_is_not_forgotten(
    held: House, client: TestClient, noted: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("auth.sessions.REMEMBERED", 1)
    tab = held.sessions.find(let_in(held, client), None)
    assert tab is not None
    client.cookies.clear()
    held.sessions.find(let_in(held, client), None)
    noted.clear()
    assert held.sessions.recall(tab.token_hash, None) is tab
    assert noted == []


def test_a_closed_session_is_not_recalled(held: House, client: TestClient) -> None:
    token = let_in(held, client)
    held.sessions.close(token)
    assert held.sessions.recall(digest(token), None) is None


@pytest.fixture
def change_password(held: House, client: TestClient, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Lin changes her password in the browser with that cookie."""

    def change(token: str) -> None:
        live = held.sessions.find(token, None)
        assert live is not None
        visit = Visit(live.person, SessionGateway(held.sessions, live), "en", credentials=lambda: held.sessions.renewed(live))
        monkeypatch.setattr(guard, "here", lambda: visit)
        monkeypatch.setattr(sign_in_form, "house", lambda: held)
        sign_in_form.change_password(PASSWORD, NEW)

    return change


def test_a_new_password_ends_every_session_and_voids_every_token(
    held: House, client: TestClient, change_password: Callable[[str], None]
) -> None:
    first = let_in(held, client)
    client.cookies.clear()
    second = let_in(held, client)
    visits = [held.sessions.find(one, None) for one in (first, second)]
    change_password(second)
    for token, visit in zip((first, second), visits, strict=True):
        assert visit is not None
        assert held.sessions.find(token, None) is None
        with pytest.raises(PortalError):
            held.backend.identity.refresh(visit.tokens.refresh_token)
        with pytest.raises(SignInNeeded):
            held.backend.gateway(visit.credentials()).call("inbox")


def test_signing_in_within_the_same_second_as_a_new_password_works(
    held: House, client: TestClient, change_password: Callable[[str], None]
) -> None:
    # Given a password changed early in a second, so that signing in falls into the same one
    token = let_in(held, client)
    time.sleep(1.05 - time.time() % 1)
    change_password(token)

    # When she signs in at once
    tokens = held.backend.identity.sign_in(LIN, NEW)
    ticket, person = held.sessions.begin(tokens, "browser", None)
    fresh = held.sessions.redeem(ticket, "browser")

    # Then her session lives, and works
    visit = held.sessions.find(fresh, None)
    assert visit is not None
    assert person.name == "Lin Yue"
    assert SessionGateway(held.sessions, visit).call("whoami")["name"] == "Lin Yue"


def test_an_account_of_nobody_gets_no_session(held: House, sessions_wait: list[float]) -> None:
    tokens = held.backend.identity.sign_up("nobody@example.org", PASSWORD)
    with pytest.raises(SignInNeeded):
        held.sessions.begin(tokens, "browser", None)
    assert len(sessions_wait) <= 1


@pytest.fixture
def sessions_wait(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """How long was waited for the next second, without waiting."""
    waited: list[float] = []
    monkeypatch.setattr("auth.sessions.time.sleep", waited.append)
    return waited


def test_the_visits_of_one_session_are_one(held: House, client: TestClient) -> None:
    token = let_in(held, client)
    assert held.sessions.find(token, None) is held.sessions.find(token, None)
    assert isinstance(held.sessions, Sessions)
