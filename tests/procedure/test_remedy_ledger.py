"""The remedy ledger and the hearing: amounts to the cent, who reads them, and that the worker has the last word."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from db.errors import Absent, Conflict, PortalError, Refused
from tests.procedure.world import Case, World


def book(world: World, case: Case, *stages: str, amount: str | None = "1200.55", **more: Any) -> UUID:
    """Lin writes an entry through these stages."""
    entry: UUID | None = None
    for stage in stages:
        known = {one["id"] for one in world.page("lin", case)["remedy"]}
        page = world.write(
            "lin", "record_remedy", reference=case.reference, stage=stage, entry=entry, amount=amount,
            **{"what": "wages", "currency": "CNY"} | more,
        )  # fmt: skip
        entry = entry or next(UUID(one["id"]) for one in page["remedy"] if one["id"] not in known)
    assert entry
    return entry


def line(world: World, who: Any, case: Case, entry: UUID) -> dict[str, Any] | None:
    return next((one for one in world.page(who, case)["remedy"] if one["id"] == str(entry)), None)


def test_money_goes_from_claimed_to_confirmed_without_losing_a_cent(world: World) -> None:
    case = world.case_in("remediating")
    entry = book(world, case, "claimed", "agreed", amount="999999999999.99")
    world.write("chen", "record_remedy", reference=case.reference, stage="paid", entry=entry, amount="0.01")
    world.write(case, "confirm_remedy", entry=entry, confirmed=True)
    found = line(world, "lin", case, entry)
    assert found
    amounts = {key: found[key] for key in ("claimed", "agreed", "paid", "confirmed")}
    assert amounts == {"claimed": "999999999999.99", "agreed": "999999999999.99", "paid": "0.01", "confirmed": "0.01"}


def test_a_deed_has_no_amount_and_is_confirmed_like_money(world: World) -> None:
    case = world.case_in("remediating")
    entry = book(world, case, "agreed", "paid", what="machine_guard", currency=None, amount=None)
    world.write(case, "confirm_remedy", entry=entry, confirmed=True)
    found = line(world, case, case, entry)
    assert found
    assert (found["currency"], found["confirmed"], found["confirmed_at"] is None) == (None, None, False)


@pytest.mark.parametrize("amount", ["-1", "1.005", "NaN", "1e13", None])
def test_what_is_no_amount_is_refused(world: World, amount: str | None) -> None:
    case = world.case_in("remediating")
    refused = world.refused(
        "lin", "record_remedy", reference=case.reference, stage="claimed", what="wages", currency="CNY", amount=amount
    )  # fmt: skip
    assert (refused.key, refused.facts) == ("value_invalid", {"field": "amount"})


def test_who_reads_which_amounts(world: World) -> None:
    case = world.case_in("remediating", brands=("brand_k", "brand_a"))
    asked, agreed = book(world, case, "claimed", amount="500"), book(world, case, "claimed", "agreed", amount="300")
    for who in ("lin", "mei", case):
        assert line(world, who, case, asked)
    assert line(world, "chen", case, asked) is None
    told = line(world, "chen", case, agreed)
    assert told
    assert (told["claimed"], told["agreed"], told["beneficiary"]) == (None, "300.00", None)
    for who in ("weber", "sara"):
        assert world.page(who, case)["remedy"] == []


def test_a_factory_learns_nothing_of_what_is_not_agreed(world: World) -> None:
    case = world.case_in("remediating")
    entry = book(world, case, "claimed")
    absent = UUID(int=5)
    for function, more in (
        ("record_remedy", {"reference": case.reference, "stage": "paid", "amount": "1"}), ("confirm_remedy", {"confirmed": True})
    ):  # fmt: skip
        said = [world.refused("chen", function, entry=one, **more) for one in (entry, absent)]
        assert {(type(one), one.key) for one in said} == {(Absent, "absent")}


@pytest.mark.parametrize("stage", ["claimed", "agreed"])
def test_a_factory_agrees_to_nothing_in_the_ledger_itself(world: World, stage: str) -> None:
    case = world.case_in("remediating")
    entry = book(world, case, "agreed")
    refused = world.refused("chen", "record_remedy", reference=case.reference, stage=stage, entry=entry, amount="1")
    assert isinstance(refused, Refused)


def test_only_the_worker_says_that_she_has_it_or_handshake_for_her(world: World) -> None:
    case = world.case_in("remediating")
    entry = book(world, case, "agreed", "paid")
    other = world.case_in("remediating")
    assert isinstance(world.refused("chen", "confirm_remedy", entry=entry, confirmed=True), Refused)
    assert isinstance(world.refused("weber", "confirm_remedy", entry=entry, confirmed=True), Absent)
    assert isinstance(world.refused(other, "confirm_remedy", entry=entry, confirmed=True), Absent)
    assert world.refused("lin", "confirm_remedy", entry=entry, confirmed=True).key == "value_invalid", "how did she say it?"
    world.write("lin", "confirm_remedy", entry=entry, confirmed=True, how="phone")
    assert line(world, "lin", case, entry)


def test_a_payment_that_changes_is_confirmed_anew(world: World) -> None:
    case = world.case_in("remediating")
    entry = book(world, case, "agreed", "paid")
    world.write(case, "confirm_remedy", entry=entry, confirmed=False)
    found = line(world, "chen", case, entry)
    assert found
    assert found["disputed_at"]
    world.write("chen", "record_remedy", reference=case.reference, stage="paid", entry=entry, amount="1200.55")
    found = line(world, case, case, entry)
    assert found
    assert (found["disputed_at"], found["confirmed_at"]) == (None, None)


def heard(world: World, case: Case) -> str | None:
    found: str | None = world.rows("select private.guard_heard(%s)", case.id)[0][0]
    return found


@pytest.mark.parametrize("said", ["confirmed", "disputed"])
def test_a_case_waits_for_what_the_worker_says(world: World, said: str) -> None:
    case = world.case_in("evaluating")
    assert heard(world, case) == "guard_worker_not_heard"
    world.write(case, "evaluate", said=said)
    assert heard(world, case) is None
    assert world.head(case)["worker_says"] == said


def test_what_she_said_of_an_earlier_outcome_does_not_count(world: World) -> None:
    case = world.case_in("evaluating")
    world.write(case, "evaluate", said="disputed")
    world.move(case, "remediating")
    for state in ("verifying", "evaluating"):
        world.move(case, state)
    assert heard(world, case) == "guard_worker_not_heard"
    assert world.head(case)["worker_says"] is None
    assert len(world.rows("select from portal.evaluation where case_id = %s", case.id)) == 1


def attempt(world: World, case: Case, *, outcome: str = "no_answer", on_plan: bool = True) -> None:
    world.write("lin", "record_attempt", reference=case.reference, channel="phone", outcome=outcome, on_plan=on_plan)


def unreachable(world: World, case: Case) -> PortalError | None:
    try:
        world.write("lin", "evaluate", reference=case.reference, said="unreachable")
    except PortalError as error:
        return error
    return None


def test_unreachable_is_three_failed_days_on_her_plan(world: World) -> None:
    case = world.case_in("evaluating")
    for _ in range(3):
        attempt(world, case)
    refused = unreachable(world, case)
    assert refused
    assert (refused.key, refused.facts) == ("guard_attempts_missing", {"have": 1, "need": 3}), "three calls in a day are one"
    world.travel(days=1)
    attempt(world, case, on_plan=False)
    assert unreachable(world, case), "outside her plan"
    attempt(world, case)
    world.travel(days=1)
    assert unreachable(world, case)
    attempt(world, case)
    assert unreachable(world, case) is None
    assert heard(world, case) is None
    assert world.head(case)["worker_says"] == "unreachable"


def test_whoever_was_reached_is_not_unreachable(world: World) -> None:
    case = world.case_in("evaluating")
    for outcome in ("no_answer", "no_answer", "reached", "no_answer"):
        attempt(world, case, outcome=outcome)
        world.travel(days=1)
    refused = unreachable(world, case)
    assert refused
    assert refused.facts["have"] == 1


@pytest.mark.parametrize("said", ["disputed", "confirmed"])
def test_whoever_has_answered_is_not_unreachable(world: World, said: str) -> None:
    case = world.case_in("evaluating")
    for _ in range(3):
        attempt(world, case)
        world.travel(days=1)
    assert world.page("lin", case)["hearing"]["failed"] == 3
    world.write(case, "evaluate", said=said, words="I was at home.")
    assert world.page("lin", case)["hearing"]["failed"] == 0, "and the desk is no longer offered it"
    attempt(world, case)
    refused = unreachable(world, case)
    assert (type(refused), refused and refused.key) == (Conflict, "case_state_changed")
    assert world.head(case)["worker_says"] == said


def test_attempts_of_an_earlier_time_do_not_count(world: World) -> None:
    case = world.case_in("remediating")
    for _ in range(3):
        attempt(world, case)
        world.travel(days=1)
    for action in world.page("lin", case)["plan"]["actions"]:
        world.write("chen", "claim_done", action=action["id"], words="Paid.")
        world.move(case, "verifying")
        world.write("lin", "verify_action", action=action["id"], verified=True)
    world.move(case, "evaluating")
    refused = unreachable(world, case)
    assert refused
    assert refused.facts["have"] == 0


@pytest.mark.parametrize("who", ["chen", "weber", "mei"])
def test_nobody_speaks_for_the_worker(world: World, who: str) -> None:
    case = world.case_in("evaluating")
    assert isinstance(world.refused(who, "evaluate", reference=case.reference, said="confirmed", how="phone"), Refused)
    assert isinstance(
        world.refused(who, "record_attempt", reference=case.reference, channel="phone", outcome="no_answer", on_plan=True),
        Refused,
    )
    assert world.refused(case, "evaluate", said="unreachable").key == "value_invalid"
    assert world.head(case)["worker_says"] is None


def test_what_she_adds_in_words_is_read_by_handshake_alone(world: World) -> None:
    case = world.case_in("evaluating")
    world.write(case, "evaluate", said="disputed", words="The foreman of line 3 shouted.")
    assert world.page("lin", case)["hearing"]["said"]["words"] == "The foreman of line 3 shouted."
    for who in ("chen", "weber"):
        assert world.page(who, case)["hearing"] is None
        assert "line 3" not in str(world.page(who, case))
