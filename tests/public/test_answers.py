"""A worker's answers about plan, money and outcome, through both doors, and what others make of them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from components.i18n import LANGUAGES, words
from components.mine.story import tell
from db.models import CasePage
from db.shape import shape
from tests.public.old_phone import Phone
from tests.public.worker_case import CountingGateway, case_page

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")

ACTION, ENTRY = str(UUID(int=801)), str(UUID(int=802))


def page(state: str = "evaluating", **more: Any) -> CasePage:
    """Her case with a plan, one line of money, one finding."""
    return shape(CasePage, raw_page(state, **more))


def raw_page(state: str = "evaluating", **more: Any) -> dict[str, Any]:
    known = case_page()
    return {
        **known, "case": {**known["case"], "state": state, "phase": "check"},
        "findings": [{"id": ENTRY, "code": "G1", "outcome": "grounded", "reason": "<b>It is so.</b>", "told_at": None}],
        "plan": {
            "version": 3, "changed_at": None, "accepted": [], "accepted_by_me": False,
            "actions": [{
                "id": ACTION, "deed": "Enrol 412 people", "owner": "factory", "owner_party": None, "mine": False,
                "due_on": "2030-11-27", "evidence_wanted": None, "state": "done", "done_at": "2026-11-20T02:00:00+00:00",
                "done_how": "portal", "verified_at": None, "verifier": None, "verifier_name": None, "disputed_at": None,
            }],
        },
        "remedy": [{
            "id": ENTRY, "what": "wages", "currency": "CNY", "label": "March", "beneficiary": None, "claimed": "1200.50",
            "agreed": "1200.50", "paid": "1200.50", "confirmed": None, "claimed_at": "2026-11-02T02:00:00+00:00",
            "agreed_at": "2026-11-03T02:00:00+00:00", "paid_at": "2026-11-04T02:00:00+00:00", "confirmed_at": None,
            "disputed_at": None,
        }],
        "hearing": {"said": None, "failed": None, "attempts": []}, **more,
    }  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_she_reads_deed_day_and_amount_to_the_cent_in_her_language(language: str) -> None:
    told = tell(page(), words(language)).outcome
    assert "Enrol 412 people" in told.steps[0].line.head
    assert "CNY 1,200.50" in told.benefits[0].line.text
    assert told.asks_end


@pytest.mark.parametrize(("state", "asked"), [("evaluating", True), ("remediating", False), ("closed", False)])
def test_she_is_asked_whether_it_is_solved_only_at_the_end(state: str, asked: bool) -> None:
    assert tell(page(state), words("en")).outcome.asks_end is asked


def test_what_she_said_is_not_asked_again() -> None:
    said = {"said": "confirmed", "how": "portal", "words": None, "at": "2026-11-21T02:00:00+00:00"}
    told = tell(page(hearing={"said": said, "failed": None, "attempts": []}), words("en")).outcome
    assert (told.asks_end, "solved" in told.said_end) == (False, True)


def test_whoever_was_not_reached_may_still_answer() -> None:
    said = {"said": "unreachable", "how": "attempts", "words": None, "at": "2026-11-21T02:00:00+00:00"}
    assert tell(page(hearing={"said": said, "failed": None, "attempts": []}), words("en")).outcome.asks_end


def test_only_what_is_called_done_can_be_disputed() -> None:
    assert [one.may_dispute for one in tell(page(), words("en")).outcome.steps] == [True]
    open_ = page().plan
    assert open_
    assert [one.may_dispute for one in tell(page("remedy_agreed"), words("en")).outcome.steps] == [False]


@pytest.mark.parametrize(("sent", "function", "arguments"), [
    ({"answer": "accept", "version": "3"}, "accept_plan", {"version": 3, "reference": None}),
    ({"answer": "dispute", "thing": ACTION, "words": "It is not so."}, "dispute_action", {"words": "It is not so."}),
    ({"answer": "have", "thing": ENTRY}, "confirm_remedy", {"confirmed": True, "amount": None}),
    ({"answer": "have_not", "thing": ENTRY}, "confirm_remedy", {"confirmed": False, "amount": None}),
    ({"answer": "confirmed"}, "evaluate", {"said": "confirmed", "reference": None}),
    ({"answer": "disputed"}, "evaluate", {"said": "disputed", "reference": None}),
])  # fmt: skip
def test_each_button_of_the_light_page_is_one_call(
    opened: Phone, gateway: CountingGateway, sent: dict[str, str], function: str, arguments: dict[str, Any]
) -> None:
    gateway.page = raw_page()
    body = opened.get("/light/mine")
    for words_ in ("Yes, it is solved", "Enrol 412 people", "CNY 1,200.50", "Yes, I have it"):
        assert words_ in body
    assert "&lt;b&gt;It is so.&lt;/b&gt;" in body, "what Handshake wrote is text"
    gateway.calls.clear()
    assert opened.post("/light/answer", request_id=str(UUID(int=7)), **sent) == "/light/mine?done=answered"
    ((name, said),) = gateway.calls
    assert name == function
    assert {key: said[key] for key in arguments} == arguments
    assert "Thank you. We have noted it." in opened.get("/light/mine?done=answered")


def test_she_is_asked_for_her_yes_while_the_plan_can_still_be_accepted(opened: Phone, gateway: CountingGateway) -> None:
    for state, asked in (("remedy_agreed", True), ("evaluating", False)):
        gateway.page = raw_page(state)
        assert ("Yes, I accept the plan" in opened.get("/light/mine")) is asked


@pytest.mark.parametrize("answer", ["", "unreachable", "accept"])
def test_an_answer_that_is_none_calls_nothing(opened: Phone, gateway: CountingGateway, answer: str) -> None:
    opened.get("/light/mine")
    gateway.calls.clear()
    opened.post("/light/answer", request_id=str(UUID(int=7)), answer=answer)
    assert gateway.calls == []
