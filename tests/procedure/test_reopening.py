"""Where a case goes on when it is opened again, and what others learn of it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.procedure.world import Case, World


def known(world: World, who: str | Case, case: Case) -> tuple[str | None, dict[str, Any]]:
    """The reason on their page, and the facts of the last move in their timeline."""
    page = world.page(who, case)
    moves = [one["facts"] for one in page["timeline"] if one["kind"] == "case_moved"]
    return page["procedure"]["reopened_for"], moves[-1]


@pytest.mark.parametrize("reason", ["retaliation", "non_payment", "not_solved"])
def test_outside_it_is_told_that_a_case_is_open_again_and_not_why(world: World, reason: str) -> None:
    case = world.case_in("closed")
    world.write(case, "reopen", revision=world.page(case, case)["case"]["revision"], reason=reason)
    for who in ("chen", "weber"):
        assert known(world, who, case) == (None, {"from": "closed", "to": "investigating"})
        assert reason not in str(world.page(who, case)["timeline"])
    for who in ("lin", case):
        assert known(world, who, case)[0] == reason
    kept = world.rows(
        "select facts ->> 'reason', audience from portal.event where case_id = %s and kind = 'reopened_for'", case.id
    )
    assert kept == [(reason, [])], "it stays in the record, for Handshake"


def test_an_appeal_that_was_heard_is_not_told_to_the_other_side(world: World) -> None:
    case = world.case_in("closed")
    world.write(case, "appeal", grounds="Nobody looked at the pay slips.")
    which = world.page("ada", case)["procedure"]["appeal"]["id"]
    world.write("ada", "decide_appeal", appeal=which, outcome="changed", answer="We looked again.")
    for who in ("chen", "weber"):
        assert known(world, who, case) == (None, {"from": "closed", "to": "investigating"})
        assert "appeal" not in str(world.page(who, case)["timeline"])
    assert known(world, case, case)[0] == "appeal"


def test_the_control_why_a_case_closed_is_told(world: World) -> None:
    case = world.case_in("closed")
    for who in ("chen", "weber", "lin", case):
        assert known(world, who, case)[1].get("reason") == world.head(case)["closed_reason"]


@pytest.mark.parametrize(("state", "again"), [
    ("received", "triage"), ("triage", "triage"), ("admitted", "investigating"), ("notified", "investigating"),
])  # fmt: skip
def test_a_case_taken_back_before_its_screening_is_screened_when_she_opens_it_again(world: World, state: str, again: str) -> None:
    case = world.case_in(state)
    world.write(case, "withdraw_case", revision=world.page(case, case)["case"]["revision"])
    (offered,) = [one["to_state"] for one in world.page("lin", case)["steps"] if one["kind"] == "reopen"]
    assert offered == again
    other = {"triage": "investigating", "investigating": "triage"}[again]
    refused = world.refused(
        "lin", "move", reference=case.reference, to_state=other, revision=world.head(case)["revision"], reason="not_solved"
    )  # fmt: skip
    assert refused.key == "transition_illegal"
    world.write(case, "reopen", revision=world.page(case, case)["case"]["revision"], reason="not_solved")
    assert world.head(case)["state"] == again
