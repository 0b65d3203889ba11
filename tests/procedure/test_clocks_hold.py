"""A case that rests: its clocks rest with it, the law's do not, and everybody is told beforehand what will be overdue."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from tests.procedure.timekeeper import clock, events, shown, tick
from tests.procedure.world import Case, World

CHINA = ZoneInfo("Asia/Shanghai")


def hold(world: World, case: Case, days: int, who: str = "lin", reason: str = "evidence") -> Any:
    until = world.now.astimezone(CHINA).date() + timedelta(days=days)
    return world.write(
        who, "hold", reference=case.reference, revision=world.head(case)["revision"], reason=reason, until=until
    )  # fmt: skip


def resume(world: World, case: Case) -> Any:
    return world.write("lin", "resume", reference=case.reference, revision=world.head(case)["revision"])


def test_the_clocks_rest_and_get_their_time_back(world: World) -> None:
    case = world.case_in("notified")
    due, law = clock(world, case, "first_answer")["due_at"], clock(world, case, "arbitration")["due_at"]
    world.travel(days=1)
    hold(world, case, 30)
    assert shown(world, "chen", case)["first_answer"]["paused"]
    assert not shown(world, case, case)["arbitration"]["paused"]
    world.travel(days=10)
    assert tick(world)["clocks"]["escalated"] == 0, "a resting clock was escalated"
    resume(world, case)
    found = clock(world, case, "first_answer")
    assert abs(found["due_at"] - due - timedelta(days=10)) < timedelta(minutes=1)
    assert found["paused_at"] is None
    assert clock(world, case, "arbitration")["due_at"] == law


def test_working_days_get_working_days_back(world: World) -> None:
    """Held from the day of receipt over two whole weeks: ten working days later."""
    case = world.case_in("triage")
    before = clock(world, case, "triage")["due_at"].astimezone(CHINA).date()
    hold(world, case, 30)
    world.travel(days=14)
    resume(world, case)
    after = clock(world, case, "triage")["due_at"].astimezone(CHINA).date()
    today = world.now.astimezone(CHINA).date()
    counted = world.rows(
        "select private.working_days_between('CN', %s, %s), private.working_days_between('CN', %s, %s)",
        before, after, today - timedelta(days=15), today - timedelta(days=1),
    )[0]  # fmt: skip
    assert counted[0] == counted[1]
    assert counted[0] in range(8, 12)


def test_what_was_late_before_stays_late(world: World) -> None:
    case = world.case_in("notified")
    world.travel(days=9)
    due = clock(world, case, "first_answer")["due_at"]
    page = hold(world, case, 10)
    assert page["hold"]["overdue"] == ["first_answer"]
    world.travel(days=3)
    resume(world, case)
    assert clock(world, case, "first_answer")["due_at"] == due


def test_a_hold_makes_no_factory_late_whose_clock_a_graver_severity_had_shortened(world: World) -> None:
    case = world.case_in("notified", severity=3)
    world.travel(days=5)
    _graver(world, case)
    world.travel(hours=12)
    assert hold(world, case, 5)["hold"]["overdue"] == []
    world.travel(days=3)
    resume(world, case)
    assert _left(world, case) == timedelta(hours=12)
    tick(world)
    assert events(world, case, "escalated") == []


def test_a_graver_severity_during_a_hold_makes_nobody_late_when_it_ends(world: World) -> None:
    case = world.case_in("notified", severity=3)
    world.travel(days=3)
    hold(world, case, 30)
    world.travel(days=10)
    _graver(world, case)
    assert world.page("lin", case)["hold"]["overdue"] == []
    world.travel(days=5)
    resume(world, case)
    assert _left(world, case) == timedelta(hours=24)
    tick(world)
    assert events(world, case, "escalated") == []


def test_the_plan_says_the_day_to_which_a_rest_moved_it_and_a_word_changed_takes_none_of_it_back(world: World) -> None:
    case = world.case_in("remediating")
    day = date.fromisoformat(world.page("lin", case)["plan"]["actions"][0]["due_on"])
    world.travel(days=10)
    hold(world, case, 25)
    world.travel(days=20)
    resume(world, case)
    (one,) = world.page("lin", case)["plan"]["actions"]
    moved = date.fromisoformat(one["due_on"])
    assert day + timedelta(days=20) <= moved <= day + timedelta(days=21)
    due = clock(world, case, "action")["due_at"]
    assert due.astimezone(CHINA).date() == moved
    world.write(
        "lin", "set_action", reference=case.reference, version=1, deed=one["deed"], owner=world.seat(case, "lianfeng"),
        due_on=one["due_on"], evidence_wanted="Bank slips, both pages", action=one["id"],
    )  # fmt: skip
    assert clock(world, case, "action")["due_at"] == due


def test_a_day_of_the_plan_that_was_late_before_the_rest_or_is_agreed_in_it_is_not_moved_by_it(world: World) -> None:
    late, agreed = world.case_in("remediating"), world.case_in("remediating")
    before = world.page("lin", late)["plan"]["actions"][0]["due_on"]
    world.travel(days=16)
    hold(world, late, 25)
    hold(world, agreed, 25)
    world.travel(days=20)
    one = world.page("lin", agreed)["plan"]["actions"][0]
    later = (world.now.astimezone(CHINA) + timedelta(days=9)).date().isoformat()
    world.write(
        "lin", "set_action", reference=agreed.reference, version=1, deed=one["deed"], owner=world.seat(agreed, "lianfeng"),
        due_on=later, evidence_wanted=one["evidence_wanted"], action=one["id"],
    )  # fmt: skip
    for case, day in ((late, before), (agreed, later)):
        resume(world, case)
        assert world.page("lin", case)["plan"]["actions"][0]["due_on"] == day


def _graver(world: World, case: Case) -> None:
    world.write("lin", "classify", reference=case.reference, revision=world.head(case)["revision"], issues=["F1"], severity=1)


def _left(world: World, case: Case) -> timedelta:
    """To the minute."""
    left = clock(world, case, "first_answer")["due_at"] - world.now
    return timedelta(minutes=round(left / timedelta(minutes=1)))


def test_the_page_says_what_of_the_law_runs_out_meanwhile(world: World) -> None:
    case = world.case_in("triage")
    world.travel(days=350)
    assert set(hold(world, case, 10)["hold"]["overdue"]) == {"triage", "feedback"}
    world.travel(days=1)
    resume(world, case)
    assert set(hold(world, case, 30)["hold"]["overdue"]) == {"triage", "feedback", "arbitration"}


def test_a_hold_ends_by_itself_at_the_start_of_its_day(world: World) -> None:
    case = world.case_in("notified")
    due = clock(world, case, "first_answer")["due_at"]
    hold(world, case, 5)
    held_at = world.now
    morning = datetime.combine(world.now.astimezone(CHINA).date() + timedelta(days=5), datetime.min.time(), CHINA)
    assert tick(world, morning - timedelta(seconds=1))["holds"] == {"resumed": 0}
    assert tick(world, morning + timedelta(days=2))["holds"] == {"resumed": 1}
    found = clock(world, case, "first_answer")
    rested = found["due_at"] - due
    assert abs(rested - (morning - held_at)) < timedelta(minutes=1), "a late job gave time away"
    assert world.head(case)["hold_until"] is None
    assert [kind for kind, _ in events(world, case, "held", "resumed")] == ["held", "resumed"]
    assert tick(world, morning + timedelta(days=2))["holds"] == {"resumed": 0}


def test_why_a_case_rests_is_for_the_worker_and_handshake(world: World) -> None:
    case = world.case_in("notified")
    hold(world, case, 5, reason="worker_asked")
    assert world.page(case, case)["hold"]["reason"] == "worker_asked"
    for who in ("chen", "weber"):
        told = world.page(who, case)["hold"]
        assert told["until"]
        assert told["reason"] is None
        assert "worker_asked" not in str(world.page(who, case))


def test_only_handshake_s_desk_lets_a_case_rest_for_at_most_ninety_days(world: World) -> None:
    case = world.case_in("notified")
    revision = world.head(case)["revision"]
    soon = world.now.astimezone(CHINA).date() + timedelta(days=5)
    for who in ("chen", "weber", "mei"):
        arguments = {"reference": case.reference, "revision": revision, "reason": "evidence", "until": soon}
        assert world.refused(who, "hold", **arguments).key == "not_allowed"
    for days in (0, -1, 91):
        far = world.now.astimezone(CHINA).date() + timedelta(days=days)
        refused = world.refused("lin", "hold", reference=case.reference, revision=revision, reason="evidence", until=far)
        assert refused.key == "value_invalid"
    refused = world.refused("lin", "hold", reference=case.reference, revision=revision, reason="we feel like it", until=soon)
    assert refused.key == "value_invalid"
    stale = world.refused("lin", "hold", reference=case.reference, revision=revision - 1, reason="evidence", until=soon)
    assert stale.key == "revision_stale"
    hold(world, case, 5)
    again = world.refused("luo", "hold", reference=case.reference, revision=revision + 1, reason="evidence", until=soon)
    assert again.key == "case_state_changed"
    closed = world.case_in("inadmissible")
    refused = world.refused(
        "lin", "hold", reference=closed.reference, revision=world.head(closed)["revision"], reason="evidence", until=soon
    )
    assert refused.key == "case_state_changed"
