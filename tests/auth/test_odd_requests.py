"""What `python -m bench fuzz` once found: requests that no browser sends are answered, and never with a fault of ours."""

from __future__ import annotations

import pytest
from starlette.requests import Request
from starlette.testclient import TestClient

from auth.house import House
from auth.light_form import _same_site
from auth.middleware import BROWSER_COOKIE
from auth.routes import safe_path
from db.spreadsheets import as_csv, as_xlsx
from tests.public.old_phone import Phone
from tests.public.worker_case import CountingGateway


@pytest.mark.parametrize("wish", ["//[", "http://[", "//[::1", "/\\[", "[", "//evil.example"])
def test_an_address_that_cannot_be_read_leads_home(wish: str) -> None:
    assert safe_path(wish) == "/"


def test_the_language_is_kept_even_with_such_an_address(client: TestClient) -> None:
    answer = client.get("/portal/language", params={"to": "zh-Hans", "next": "//["})
    assert (answer.status_code, answer.headers["location"]) == (303, "/")


def test_bytes_in_an_address_that_are_no_text_break_nothing(client: TestClient) -> None:
    answer = client.get("/portal/language?next=%2Finbox", extensions={"target": b"/portal/language?next=\xe0}\xde"})
    assert answer.status_code == 303


def test_a_ticket_in_a_browser_with_an_odd_cookie_opens_nothing(held: House, client: TestClient) -> None:
    ticket = held.tickets.seal('{"browser": "mine", "token": "t"}')
    cookie = f"{BROWSER_COOKIE}=".encode() + b"\xe9"
    answer = client.get("/portal/receipt/open", params={"ticket": ticket}, headers=[(b"cookie", cookie)])  # type: ignore[arg-type]
    assert (answer.status_code, answer.headers["location"]) == (303, "/")


@pytest.mark.parametrize("origin", ["http://[", "//[", "http://[::1"])
def test_a_form_that_says_nothing_readable_of_its_origin_is_of_another_site(origin: str) -> None:
    headers = [(b"host", b"portal.example"), (b"origin", origin.encode())]
    assert not _same_site(Request({"type": "http", "headers": headers}))
    phone = Phone(CountingGateway())
    phone.get("/light")
    phone.post("/light/open", {"origin": origin}, code="x")
    assert phone.status == 403


def test_a_length_that_is_no_number_is_too_long() -> None:
    phone = Phone(CountingGateway())
    phone.get("/light")
    phone._took(phone.client.post("/light/open", content=b"code=x", headers={"content-length": b"\xb2"}))  # type: ignore[dict-item]
    assert phone.status == 413


@pytest.mark.parametrize("sign", ["\uffff", "\ufffe", "\x01", "\ud800", "\x85", "\U0001f469"])
def test_every_sign_that_a_name_can_hold_leaves_in_both_formats(sign: str) -> None:
    assert as_csv([f"a{sign}b"], [[f"a{sign}b"]])
    assert as_xlsx([f"a{sign}b"], [[f"a{sign}b"]])
