"""A worker tells of pressure and turns to her linked case on the light pages."""

from __future__ import annotations

from uuid import UUID

import pytest

from components.i18n import LANGUAGES, words
from components.mine.deeds import MOST
from components.mine.story import tell
from db.models import CasePage
from db.shape import shape
from tests.public.old_phone import Phone
from tests.public.worker_case import CountingGateway, case_page

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")

LINKED = {
    "parent": {"reference": "HS-AAAA-AAAA", "phase": "factory", "state": "notified"},
    "check_ins": [
        {"id": str(UUID(int=1)), "why": "retaliation", "void": False, "due_at": "2030-12-01T02:00:00+00:00"},
        {"id": str(UUID(int=2)), "why": "retaliation", "void": False, "due_at": "2030-11-01T02:00:00+00:00", "how": "phone",
         "done_at": "2030-11-01T02:00:00+00:00", "answer": "fine"},
    ],
}  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_she_reads_on_which_days_she_is_still_asked(language: str) -> None:
    page = shape(CasePage, case_page(linked=LINKED))
    assert page.linked
    told = tell(page, words(language))
    assert [one.reference for one in told.linked] == ["HS-AAAA-AAAA"]
    days = [line.text for line in told.owed if words(language).t("mine-why-check_in") == line.more]
    assert days == [words(language).say_due(page.linked.check_ins[0].due_at.date())]


def test_telling_is_one_call(opened: Phone, gateway: CountingGateway) -> None:
    assert "Did somebody put pressure on you?" in opened.get("/light/mine")
    gateway.calls.clear()
    sent = opened.post(
        "/light/answer", answer="pressure", request_id=str(UUID(int=7)), words="<b>He threatened me.</b>", tick="1"
    )
    assert sent == "/light/mine?done=pressure"
    ((name, said),) = gateway.calls
    assert (name, said["statement"], said["violent"]) == ("open_retaliation", "<b>He threatened me.</b>", True)
    assert said["reference"] is None
    assert "Nobody else was told." in opened.get("/light/mine?done=pressure")


@pytest.mark.parametrize("body", ["", "   ", "x" * (MOST["pressure"] + 1)])
def test_nothing_or_too_much_is_not_sent(opened: Phone, gateway: CountingGateway, body: str) -> None:
    opened.get("/light/mine")
    gateway.calls.clear()
    opened.post("/light/answer", answer="pressure", request_id=str(UUID(int=7)), words=body)
    assert "open_retaliation" not in gateway.names


def test_turning_to_the_linked_case_is_one_call(opened: Phone, gateway: CountingGateway) -> None:
    gateway.page = case_page(linked=LINKED)
    assert "HS-AAAA-AAAA" in opened.get("/light/mine")
    gateway.calls.clear()
    assert opened.post("/light/answer", answer="switch", thing="HS-AAAA-AAAA", request_id=str(UUID(int=7))) == "/light/mine"
    assert gateway.calls == [("switch_case", {"reference": "HS-AAAA-AAAA"})]
