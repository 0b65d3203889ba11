"""The light front page: one call for the numbers, and doors that open without them."""

from __future__ import annotations

import pytest

from db.errors import Unavailable
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
