"""What a worker is told of the law's own limits, and of a case that rests; the same words reach both doors."""

from __future__ import annotations

from typing import Any

import pytest

from components.i18n import LANGUAGES, Words
from components.mine.story import tell
from db.models import CasePage
from db.shape import shape
from tests.public.old_phone import Phone
from tests.public.worker_case import case_page

LAW = (
    {"kind": "arbitration", "due_at": "2030-11-02T08:00:00+00:00", "owner": "worker", "basis": "law"},
    {"kind": "inspectorate", "due_at": "2031-11-02T08:00:00+00:00", "owner": "worker", "basis": "law"},
)
ANSWER = {
    "kind": "first_answer", "due_at": "2030-11-27T10:00:00+00:00", "owner": "factory", "basis": "ours", "counts": "calendar",
    "working_days_left": 2, "severity": 3,
}  # fmt: skip


def story(language: str, **more: Any) -> Any:
    return tell(shape(CasePage, case_page(**more)), Words(language))


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_limit_of_the_law_stands_there_by_its_name_and_day(language: str) -> None:
    arbitration, inspectorate, decision = story(language, clocks=[*LAW]).law
    assert "2030" in arbitration.text
    assert "2031" in inspectorate.text
    assert "60" in decision.text
    assert "30" in decision.text


def test_a_limit_that_is_over_is_not_promised_any_more() -> None:
    old = case_page()
    old["case"] = {**old["case"], "received_at": "2020-02-29T08:00:00+00:00"}
    arbitration, inspectorate, _ = story("en", **{**old, "clocks": []}).law
    assert "was over about 28 Feb 2021" in arbitration.text
    assert "were over about 28 Feb 2022" in inspectorate.text


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_both_doors_warn_that_talking_stops_no_limit(opened: Phone) -> None:
    assert "Talking here does not stop these time limits." in opened.get("/light/mine")


def test_the_law_s_limits_are_nobody_s_next_step() -> None:
    told = story("en", clocks=[*LAW, ANSWER])
    assert [line.head for line in told.owed] == ["Factory: gives its first answer"]
    assert told.owed[0].text.startswith("2 working days left, until ")


def test_a_decision_that_an_authority_owes_is_shown() -> None:
    due = {"kind": "inspectorate_decision", "due_at": "2031-01-02T08:00:00+00:00", "owner": "authority", "basis": "law"}
    assert [line.head for line in story("en", clocks=[due]).owed] == ["Authority: decides"]


def test_a_case_that_rests_says_until_when_and_that_the_law_does_not() -> None:
    resting = {"until": "2030-12-01", "reason": "evidence", "since": "2030-11-01T08:00:00+00:00", "overdue": []}
    told = story("en", clocks=[*LAW], hold=resting)
    assert told.standing[1].startswith("We let your case rest until ")
    assert "do not" in told.standing[1]
