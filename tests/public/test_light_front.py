"""The light front page: one call for the numbers, and doors that open without them."""

from __future__ import annotations

import threading
import time
from types import SimpleNamespace

import pytest

from db.errors import Unavailable
from db.models.impact import Counter
from pages.public.light_front import KEPT_SECONDS
from tests.public.old_phone import Phone
from tests.public.worker_case import HOSTILE

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")
CITIES = {
    "counter": "cities", "how": "entered", "n": 1956, "more": True, "as_of": "2026-06-30", "source_en": "A public page",
    "source_zh": "公开网页", "quarters": None,
}  # fmt: skip


def test_the_numbers_stand_with_day_and_source_after_one_call(phone: Phone) -> None:
    phone.gateway.reached = [CITIES]
    page = phone.get("/light")
    assert phone.gateway.names == ["impact"]
    assert "1,956+" in page
    assert "As of 30 Jun 2026" in page
    assert "Source: A public page" in page
    assert page.index("/light/report") < page.index("1,956+"), "the doors first"


def test_the_numbers_are_kept_for_everybody_for_a_minute(phone: Phone, monkeypatch: pytest.MonkeyPatch) -> None:
    phone.gateway.reached = [CITIES]
    phone.get("/light")
    other = phone.client.get("/light", headers={"cookie": "", "accept-language": "zh-CN"}).text
    assert "1,956" in other
    assert phone.gateway.names == ["impact"], "one asks"
    later = time.monotonic() + KEPT_SECONDS
    monkeypatch.setattr("pages.public.light_front.time", SimpleNamespace(monotonic=lambda: later))
    phone.gateway.refuse["impact"] = Unavailable("unavailable")
    assert "1,956+" in phone.get("/light"), "and what was known stays when the database does not answer"
    assert phone.gateway.names == ["impact", "impact"]


def test_the_doors_do_not_wait_for_a_slow_database(phone: Phone, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = threading.Event()

    def slow(_gateway: object) -> tuple[Counter, ...]:
        answers.wait(20)
        return ()

    monkeypatch.setattr("pages.public.light_front.impact", slow)
    with phone.client:  # one loop for all of these, as in a server
        began = time.monotonic()
        pages = [phone.get("/light") for _ in range(3)]
        took = time.monotonic() - began
        answers.set()
    assert all("/light/report" in page for page in pages)
    assert took < 5, "the one who asks waits a little, the others not at all"


def test_what_publications_give_says_so(phone: Phone) -> None:
    phone.gateway.reached = [
        CITIES | {"counter": "cases", "how": "computed", "source_en": None, "source_zh": None, "quarters": 2}
    ]
    page = phone.get("/light")
    assert "about 1,956" in page
    assert "the 2 published quarters show" in page


def test_a_source_is_text_and_nothing_else(phone: Phone) -> None:
    phone.gateway.reached = [CITIES | {"source_en": HOSTILE}]
    page = phone.get("/light")
    assert "<script>" not in page
    assert "<img" not in page


def test_the_doors_open_without_numbers_when_the_database_does_not_answer(phone: Phone) -> None:
    phone.gateway.refuse["impact"] = Unavailable("unavailable")
    page = phone.get("/light")
    assert phone.status == 200
    assert "/light/report" in page
    assert "What Handshake has reached" not in page
