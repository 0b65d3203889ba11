"""Whatever the database records of a case has words on its timeline, or is told in a place of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from components.i18n import Words

MIGRATIONS = Path(__file__).resolve().parents[2] / "db" / "supabase" / "migrations"
# Functions that record an event, and which of their arguments is its kind.
RECORDERS = {"record": 1, "action_changed": 1, "remedy_changed": 1, "tell_of_identity": 2}
# Kinds that are told elsewhere than on the timeline, and where.
ELSEWHERE = {
    **dict.fromkeys(
        ("message_posted", "message_released", "message_withheld", "message_sent_back", "message_taken_back", "message_changed",
         "note_written", "statement_taken"), "the thread",
    ),
    **dict.fromkeys(("consent_given", "consent_withdrawn"), "the card of permissions"),
    **dict.fromkeys(("disclosed", "receipt_opened"), "the ledger of exposure"),
    **dict.fromkeys(
        ("identity_", "identity_asked", "identity_granted", "identity_declined", "identity_denied", "identity_revoked",
         "identity_opened", "identity_kept", "identity_removed", "identity_forgotten",
         "plan_kept", "plan_removed"), "the card of identity",
    ),
    **dict.fromkeys(("finding_made", "evidence_added", "conflict_declared"), "the card of findings"),
    **dict.fromkeys(("remedy_", "remedy_claimed", "remedy_agreed"), "the ledger of remedies"),
    **dict.fromkeys(("contact_attempted", "check_in_planned", "check_ins_waived"), "the cards of hearing and pressure"),
    **dict.fromkeys(
        ("protocol_step", "age_evidence", "age_settled", "legal_basis", "followed_up", "second_voice_wanted"),
        "the room of zero tolerance",
    ),
    **dict.fromkeys(("voice_elected", "voice_chosen", "voice_choice_withdrawn"), "the card of the group"),
    **dict.fromkeys(("clock_missed", "issues_set", "causes_set", "triage_checked"), "clocks, title and checklist"),
    "minimum_noted": "the ledger of remedies",
    "reopened_for": "the record, for Handshake alone: outside it is told that a case is open again, not why",
}  # fmt: skip
# Told with more than their name: by the state that was reached, by the side that joined.
COMPOSED = {"case_moved": "event-moved-closed", "party_admitted": "event-sent", "finding_told": "event-found-as",
            "escalated": "event-escalated-1"}  # fmt: skip


def arguments(text: str) -> list[str]:
    """The arguments of a call whose opening bracket was just read."""
    found, depth, quoted, now = [], 0, False, ""
    for each in text:
        if each == "'":
            quoted = not quoted
        elif not quoted and each == "(":
            depth += 1
        elif not quoted and each == ")":
            if depth == 0:
                return [*found, now]
            depth -= 1
        elif not quoted and each == "," and depth == 0:
            found.append(now)
            now = ""
            continue
        now += each
    raise AssertionError("a call without an end")


def results(what: str) -> str:
    """Of `case a when 'x' then 'y' end` only what it can come to."""
    return re.sub(r"(case\s+\S+\s+)?when .*? then", "", what, flags=re.DOTALL)


def recorded() -> Iterator[str]:
    """Every kind that a function of the database writes down; one that is put together gives its beginning."""
    for file in sorted(MIGRATIONS.glob("*.sql")):
        sql = re.sub(r"--.*", "", file.read_text())
        for call in re.finditer(r"perform private\.(record|action_changed|remedy_changed|tell_of_identity)\(", sql):
            what = arguments(sql[call.end() :])[RECORDERS[call.group(1)]]
            yield from re.findall(r"'([a-z_]+)'", results(what))


def shown() -> set[str]:
    """The kinds that the timeline of a case lets through."""
    sql = next(MIGRATIONS.glob("*_api_case.sql")).read_text()
    body = sql[sql.index("function private.timeline") :]
    return set(re.findall(r"'([a-z_]+)'", body[body.index("e.kind in (") : body.index("$$;")]))


def test_the_search_for_what_is_recorded_finds_what_is_known_to_be() -> None:
    assert {"case_moved", "finding_told", "plan_accepted", "plan_declined", "action_verified", "evaluated", "strike_linked",
            "identity_opened", "note_written", "message_posted", "remedy_confirmed"} <= set(recorded())  # fmt: skip


def test_everything_recorded_is_on_the_timeline_or_told_in_a_place_of_its_own() -> None:
    assert set(recorded()) - shown() - set(ELSEWHERE) == set()


def test_nothing_is_named_for_another_place_that_stands_on_the_timeline() -> None:
    assert shown() & set(ELSEWHERE) == set()


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
def test_whatever_the_timeline_shows_has_words(language: str) -> None:
    words = Words(language)
    assert [kind for kind in shown() if not words.has(COMPOSED.get(kind, f"event-{kind}"))] == []
