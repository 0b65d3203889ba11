"""The light door and those who should not come through it: guesses, other sites, hostile text, too much."""

from __future__ import annotations

import re
from html import unescape

import pytest

from db.errors import TooMany
from db.receipts import hash_code
from tests.public.old_phone import HIDDEN, Phone
from tests.public.worker_case import (
    CODE,
    HOSTILE,
    CountingGateway,
    case_page,
    message,
)

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


@pytest.mark.parametrize("typed", ["0000 0000 0000 0000", "nonsense", "<b>", "7k4m-29qx-0a1b-2c3e", "𝟕K4M"])
def test_every_wrong_code_gets_the_same_answer(phone: Phone, typed: str) -> None:
    def answer(code: str) -> tuple[int, str]:
        phone.get("/light")
        page = phone.post("/light/open", code=code)
        return phone.status, HIDDEN.sub("", page)

    phone.gateway.known_hash = hash_code(CODE)
    assert answer(typed) == answer("ZZZZ ZZZZ ZZZZ ZZZZ")


def test_many_tries_are_slowed_politely(phone: Phone, gateway: CountingGateway) -> None:
    gateway.refuse["open_receipt"] = TooMany("rate_limited", {"retry_seconds": 90})
    phone.get("/light")
    assert "Wait 2 minutes" in phone.post("/light/open", code=CODE)
    assert phone.status == 429


@pytest.mark.parametrize("headers", [{"origin": "https://evil.example"}, {"sec-fetch-site": "cross-site"}, {"origin": "null"}])
def test_a_form_of_another_site_does_nothing(opened: Phone, headers: dict[str, str]) -> None:
    opened.post("/light/message", headers, body="Forged.", who="both")
    assert opened.status == 403
    assert opened.gateway.calls == []


def test_a_form_without_this_sessions_token_does_nothing(opened: Phone) -> None:
    stranger = Phone(opened.gateway)
    stranger.get("/light")
    for token in ("", "x", dict(HIDDEN.findall(stranger.html))["form"]):
        opened.get("/light/mine")
        opened.gateway.calls.clear()
        opened.post("/light/message", form=token, body="Forged.", who="only")
        assert (opened.status, opened.gateway.calls) == (403, [])


def test_what_people_write_is_shown_to_the_letter(opened: Phone) -> None:
    opened.gateway.page = case_page(messages=[message(1, "handshake", HOSTILE, [])])
    page = opened.get("/light/mine")
    assert "<img src=x" not in page
    assert HOSTILE in unescape(page)


def test_too_much_and_unreadable_text_are_refused_before_the_backend(opened: Phone) -> None:
    opened.get("/light/mine")
    opened.gateway.calls.clear()
    opened.post("/light/message", body="x" * 1_000_000)
    assert opened.status == 413
    opened.get("/light/mine")
    opened.gateway.calls.clear()
    opened.post("/light/message", body="a\x00b", who="only")
    assert (opened.status, opened.gateway.calls) == (400, [])


def test_a_fault_of_ours_shows_a_number_and_nothing_else(opened: Phone) -> None:
    opened.gateway.page = {"case": "secret"}
    page = opened.get("/light/mine")
    assert opened.status == 500
    assert re.search(r"E-[0-9A-Z]{5}", page)
    assert "secret" not in page
