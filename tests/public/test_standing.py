"""Where a case stands: two sentences in both languages, for every state and whatever lies over it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from components.i18n import LANGUAGES, words
from components.mine.story import Story, tell
from db.models import CasePage
from db.shape import shape
from tests.public.old_phone import Phone
from tests.public.worker_case import HOSTILE, CountingGateway, case_page
from tests.real_database import Database

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")

PHASES = {
    "received": "received", "triage": "screening", "admitted": "screening", "notified": "factory", "responded": "factory",
    "investigating": "finding", "found": "finding", "remedy_agreed": "remedy", "remediating": "remedy", "verifying": "check",
    "evaluating": "check", "closed": "closed", "answered": "closed", "inadmissible": "closed", "referred": "closed",
}  # fmt: skip
REASONS = ("remedied", "partly", "not_remedied", "not_grounded", "not_verifiable", "withdrawn", "duplicate", "merged")
STAMP = "2026-11-20T02:00:00+00:00"
LATE = {
    "kind": "first_answer", "due_at": STAMP, "owner": "factory", "basis": "ours", "counts": "calendar", "severity": 3,
    "working_days_left": None, "paused": False, "mine": False,
}  # fmt: skip


def procedure(**more: Any) -> dict[str, Any]:
    return {
        "closed_at": None, "factory_done_at": None, "verified_at": None, "worker_says": None, "reopened_for": None,
        "reopen_until": None, "may_appeal": False, **more,
    }  # fmt: skip


def appeal(**more: Any) -> dict[str, Any]:
    return {
        "id": str(UUID(int=5)), "side": "worker", "mine": True, "grounds": HOSTILE, "raised_at": STAMP, "outcome": None,
        "answer": None, "decided_at": None, "why_not": None, **more,
    }  # fmt: skip


def checklist(**more: Any) -> dict[str, Any]:
    return {
        "covered": True, "specific": True, "internal_channel": "tried", "told_by_phone": False, "refusal": "authority_competent",
        "elsewhere": "Go to the labour office.", "authority": "Labour inspectorate, Huizhou", **more,
    }  # fmt: skip


OVER: dict[str, dict[str, Any]] = {
    "nothing": {},
    "hold": {"hold": {"until": "2030-12-01", "reason": "evidence", "since": STAMP, "overdue": ["first_answer", "unheard_of"]}},
    "appeal": {"procedure": procedure(appeal=appeal())},
    "secret": {"procedure": procedure(silent=True, zero_tolerance=True)},
    "emergency": {"procedure": procedure(zero_tolerance=True)},
    "letter": {"clocks": [{**LATE, "escalation": 1}]},
    "meeting": {"clocks": [{**LATE, "escalation": 2}]},
    "sanction": {"clocks": [{**LATE, "escalation": 3}]},
    "pressure": {"linked": {"children": [{"reference": "HS-AAAA-AAAA", "phase": "received", "state": "received"}]}},
    "about pressure": {"linked": {"parent": {"reference": "HS-AAAA-AAAA", "phase": "received", "state": "received"}}},
    "told why": {"procedure": procedure(checklist=checklist())},
}


def page(state: str, reason: str | None = None, **more: Any) -> dict[str, Any]:
    known = case_page(clocks=[])
    head = {**known["case"], "state": state, "phase": PHASES[state], "closed_reason": reason}
    return {**known, "case": head, **more}


def told(language: str, raw: dict[str, Any]) -> Story:
    return tell(shape(CasePage, raw), words(language))


def test_these_are_all_the_states_there_are(database: Database) -> None:
    with database.connect() as admin:
        states = {
            row[0]
            for row in admin.execute("select from_state from portal.transition union select to_state from portal.transition")
        }
    assert states == set(PHASES)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("over", OVER)
@pytest.mark.parametrize("state", PHASES)
def test_every_state_and_what_lies_over_it_is_told_in_two_sentences(language: str, state: str, over: str) -> None:
    story = told(language, page(state, **OVER[over]))
    first, second = story.standing
    stop = "。" if language == "zh-Hans" else "."
    for sentence in (first, second, *story.also):
        assert sentence.rstrip("？?").strip(), (state, over)
        assert sentence[-1] in f"{stop}?？:：", sentence
    assert first != second
    assert len(first) + len(second) < 260


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("reason", REASONS)
def test_each_way_in_which_a_case_closes_has_its_own_sentence(language: str, reason: str) -> None:
    own = told(language, page("closed", reason)).standing[0]
    others = {told(language, page("closed", each)).standing[0] for each in REASONS if each != reason}
    assert own not in others
    assert own != told(language, page("closed")).standing[0]


def test_what_lies_over_a_state_says_what_follows() -> None:
    assert "letter" in told("en", page("notified", **OVER["letter"])).standing[1]
    assert "meeting" in told("en", page("notified", **OVER["meeting"])).standing[1]
    assert "sanction" in told("en", page("notified", **OVER["sanction"])).standing[1]
    assert "tell the factory nothing" in told("en", page("triage", **OVER["secret"])).standing[1]
    assert "rest until" in told("en", page("notified", **OVER["hold"])).standing[1]
    assert "had no part" in told("en", page("closed", **OVER["appeal"])).standing[1]


def test_of_several_things_over_a_state_none_is_left_out() -> None:
    both = page("notified", **OVER["hold"], **OVER["letter"], **OVER["pressure"])
    story = told("en", both)
    assert "rest until" in story.standing[1]
    for piece in ("a letter demands it", "a case of its own", "still on its way", "gives its first answer"):
        assert any(piece in sentence for sentence in story.also), piece


def test_a_case_that_ended_is_no_emergency_and_nobody_is_late_in_it() -> None:
    over = {**OVER["emergency"], **OVER["letter"]}
    assert told("en", page("closed", "remedied", **over)).also == ()
    assert "emergency" not in told("en", page("closed", "remedied", **over)).standing[1]


def test_an_appeal_of_the_factory_is_none_of_hers() -> None:
    story = told("en", page("closed", procedure=procedure(appeal=appeal(mine=False, side="factory"))))
    assert story.told == ()
    assert "asked for another look" not in story.standing[1]


@pytest.mark.parametrize("state", ["inadmissible", "referred"])
def test_she_reads_why_and_where_to_go_in_the_words_that_were_written_for_her(
    opened: Phone, gateway: CountingGateway, state: str
) -> None:
    gateway.page = page(state, procedure=procedure(checklist=checklist(elsewhere=HOSTILE)))
    body = opened.get("/light/mine")
    assert "Labour inspectorate, Huizhou" in body
    assert "An authority must decide it." in body
    assert "&lt;script&gt;alert(1)" in body
    assert "<img src=x" not in body


def test_until_when_it_can_be_opened_again_is_said_only_while_it_can() -> None:
    open_, over = (procedure(reopen_until=f"{year}-12-01T02:00:00+00:00") for year in (2030, 2020))
    assert "opened again" in told("en", page("closed", "remedied", procedure=open_)).standing[1]
    assert "opened again" not in told("en", page("closed", "remedied", procedure=over)).standing[1]
