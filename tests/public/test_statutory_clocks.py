"""What a worker is told of the law's own limits, and of a case that rests; the same words reach both doors."""

from __future__ import annotations

from typing import Any

import pytest

from components.i18n import Words
from components.mine.story import tell
from db.models import CasePage
from db.shape import shape
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


@pytest.mark.parametrize(("language", "warning"), [("en", "does not stop"), ("zh-Hans", "不会停止")])
def test_each_limit_of_the_law_stands_there_with_its_warning(language: str, warning: str) -> None:
    limit = story(language, clocks=[*LAW]).limit
    assert limit.count(warning) == 2
    assert "2030" in limit
    assert "2031" in limit


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
