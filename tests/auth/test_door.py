"""The door: what a client says about itself is not believed, what a cookie proves is. ATTACKS 11, 12."""

from __future__ import annotations

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from auth.house import House
from auth.middleware import BROWSER_COOKIE, SESSION_COOKIE, TRUSTED
from auth.routes import safe_path
from db.errors import SignInNeeded
from db.gateway import Credentials
from db.sessions import close_every_session, digest
from tests.auth.conftest import LIN, PASSWORD, house_on, let_in
from tests.real_database import Database


def on_the_socket(client: TestClient, **headers: str) -> dict[str, list[str]]:
    with client.websocket_connect("/socket", headers=headers) as socket:
        told: dict[str, list[str]] = socket.receive_json()
    return told


@pytest.mark.parametrize("name", [*TRUSTED, *(name.upper() for name in TRUSTED), *(name.lower() for name in TRUSTED)])
def test_a_forged_identity_header_never_arrives(client: TestClient, name: str) -> None:
    canonical = next(one for one in TRUSTED if one.lower() == name.lower())
    assert "forged" not in client.get("/told", headers={name: "forged"}).json()[canonical]
    assert "forged" not in on_the_socket(client, **{name: "forged"})[canonical]


def test_a_live_cookie_becomes_the_hash_of_its_token_and_never_the_token(held: House, client: TestClient) -> None:
    token = let_in(held, client)
    told = on_the_socket(client)
    assert told["X-Portal-User"] == [digest(token)]
    assert token not in str(told)


def test_a_cookie_that_was_never_given_out_is_nobody(client: TestClient) -> None:
    client.cookies.set(SESSION_COOKIE, "x" * 43)
    assert on_the_socket(client)["X-Portal-User"] == []


def test_a_ticket_works_once(held: House, client: TestClient) -> None:
    client.get("/told")
    browser = client.cookies[BROWSER_COOKIE]
    ticket, _ = held.sessions.begin(held.backend.identity.sign_in(LIN, PASSWORD), browser, None)
    held.sessions.redeem(ticket, browser)
    with pytest.raises(SignInNeeded):
        held.sessions.redeem(ticket, browser)


def test_a_ticket_opens_nothing_in_another_browser(held: House, client: TestClient) -> None:
    # Given a ticket made for somebody's own browser, and put into a link for somebody else
    ticket, _ = held.sessions.begin(held.backend.identity.sign_in(LIN, PASSWORD), "attacker", None)
    client.get("/told")
    answer = client.get("/portal/session/open", params={"ticket": ticket})
    assert answer.headers["location"] == "/sign-in"
    assert SESSION_COOKIE not in client.cookies


def test_each_sign_in_draws_another_token(held: House, client: TestClient) -> None:
    # Given a session id that somebody set before she signed in
    client.cookies.set(SESSION_COOKIE, "preset-by-somebody-else-0123456789")
    first = let_in(held, client)
    client.cookies.clear()
    assert len({first, let_in(held, client), "preset-by-somebody-else-0123456789"}) == 3


def test_the_cookie_is_for_http_only_and_for_https_secure(held: House, client: TestClient) -> None:
    client.base_url = client.base_url.copy_with(scheme="https")
    client.get("/told")
    browser = client.cookies[BROWSER_COOKIE]
    ticket, _ = held.sessions.begin(held.backend.identity.sign_in(LIN, PASSWORD), browser, None)
    given = client.get("/portal/session/open", params={"ticket": ticket}).headers["set-cookie"]
    assert "HttpOnly" in given
    assert "SameSite=lax" in given
    assert "Secure" in given


def test_a_cookie_replayed_after_sign_out_is_nobody(held: House, client: TestClient) -> None:
    token = let_in(held, client)
    client.get("/portal/session/close")
    client.cookies.set(SESSION_COOKIE, token)
    assert on_the_socket(client)["X-Portal-User"] == []


def test_another_site_cannot_sign_somebody_out(held: House, client: TestClient) -> None:
    token = let_in(held, client)
    client.get("/portal/session/close", headers={"sec-fetch-site": "cross-site"})
    client.cookies.set(SESSION_COOKIE, token)
    assert on_the_socket(client)["X-Portal-User"] == [digest(token)]


def test_signing_out_everywhere_ends_every_browser(held: House, client: TestClient) -> None:
    first = let_in(held, client)
    client.cookies.clear()
    second = let_in(held, client)
    visit = held.sessions.find(second, None)
    assert visit is not None
    close_every_session(held.backend.gateway(visit.credentials()))
    assert held.sessions.find(first, None) is None
    assert held.sessions.find(second, None) is None


def test_a_suspended_person_is_nobody_at_once(held: House, client: TestClient, database: Database) -> None:
    let_in(held, client)
    with database.connect() as admin:
        admin.execute("update portal.person set suspended_at = now()")
    assert on_the_socket(client)["X-Portal-User"] == []


def test_tokens_lie_sealed_in_the_database(held: House, client: TestClient, database: Database) -> None:
    token = let_in(held, client)
    visit = held.sessions.find(token, None)
    assert visit is not None
    with database.connect() as admin:
        rows = str(admin.execute("select to_jsonb(s) from portal.session s").fetchall())
    for secret in (token, digest(token), visit.tokens.refresh_token, visit.tokens.access_token):
        assert secret not in rows


def test_no_representation_shows_a_token(held: House, client: TestClient) -> None:
    token = let_in(held, client)
    visit = held.sessions.find(token, None)
    assert visit is not None
    shown = repr(visit) + repr(visit.credentials())
    for secret in (visit.tokens.access_token, visit.tokens.refresh_token, token):
        assert secret not in shown


def test_a_file_without_a_session_is_absent_in_the_same_words(held: House, client: TestClient) -> None:
    unknown = "00000000-0000-4000-8000-000000000000"
    stranger = client.get(f"/portal/file/{unknown}")
    malformed = client.get("/portal/file/not-an-id")
    let_in(held, client)
    known = client.get(f"/portal/file/{unknown}")
    assert {answer.status_code for answer in (stranger, malformed, known)} == {404}
    assert len({answer.text for answer in (stranger, malformed, known)}) == 1
    assert known.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    "wish",
    [
        "//evil.example",
        "https://evil.example/",
        "/\\evil.example",
        "\\\\evil.example",
        "javascript:alert(1)",
        "/a\r\nb",
        "",
        "/" + "a" * 600,
    ],
)
def test_no_redirect_leaves_the_site(wish: str) -> None:
    assert safe_path(wish) == "/"


@pytest.mark.parametrize("wish", ["/", "/case?ref=HS-7KQ2-M4XD", "/inbox?box=waiting&q=%E5%B7%A5"])
def test_a_redirect_keeps_path_and_query(wish: str) -> None:
    assert safe_path(wish) == wish


def test_a_network_is_a_keyed_hash(held: House, database: Database, tmp_path: Path) -> None:
    told = held.network("203.0.113.9")
    assert told is not None
    assert told == held.network("203.0.113.9")
    assert told != house_on(database, tmp_path, [], key="j" * 40).network("203.0.113.9")


@pytest.mark.parametrize("address", ["/", "/inbox"])
def test_a_page_is_kept_in_no_cache(client: TestClient, address: str) -> None:
    assert client.get(address).headers.get_list("cache-control") == ["no-store"]


def test_a_file_of_the_library_may_be_cached(client: TestClient) -> None:
    assert "cache-control" not in client.get("/static/app.js").headers


def test_a_call_with_a_closed_session_is_refused_by_the_database(held: House, client: TestClient) -> None:
    token = let_in(held, client)
    visit = held.sessions.find(token, None)
    assert visit is not None
    credentials = visit.credentials()
    held.sessions.close(token)
    with pytest.raises(SignInNeeded):
        held.backend.gateway(Credentials(**vars(credentials))).call("inbox")
