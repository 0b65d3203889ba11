"""The one job, run twice, by several at once, after a pause: each thing happens once, and no hidden party learns."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from psycopg.errors import InsufficientPrivilege

from db.errors import PortalError
from tests.procedure.timekeeper import clock, events, tick
from tests.procedure.world import Case, World

LETTER, MEETING, SANCTION = ({"kind": "first_answer", "level": level} for level in (1, 2, 3))


def steps(world: World, case: Case) -> list[dict[str, Any]]:
    return [facts for _, facts in events(world, case, "escalated")]


def test_an_overdue_answer_escalates_one_step_after_another_and_no_further(world: World) -> None:
    case = world.case_in("notified")
    due = clock(world, case, "first_answer")["due_at"]
    tick(world, due - timedelta(seconds=1))
    assert steps(world, case) == []
    tick(world, due)
    assert steps(world, case) == [LETTER]
    tick(world, due + timedelta(days=6))
    assert steps(world, case) == [LETTER]
    tick(world, due + timedelta(days=7))
    tick(world, due + timedelta(days=14))
    tick(world, due + timedelta(days=90))
    assert steps(world, case) == [LETTER, MEETING, SANCTION]
    assert world.head(case)["escalation"] == 3


def test_a_short_clock_escalates_in_its_own_steps(world: World) -> None:
    case = world.case_in("notified", severity=1)
    due = clock(world, case, "first_answer")["due_at"]
    for hours in (0, 24, 48):
        tick(world, due + timedelta(hours=hours))
    assert steps(world, case) == [LETTER, MEETING, SANCTION]


def test_after_weeks_without_the_job_nobody_gets_two_steps_at_once(world: World) -> None:
    case = world.case_in("notified")
    late = clock(world, case, "first_answer")["due_at"] + timedelta(days=40)
    tick(world, late)
    tick(world, late)
    tick(world, late + timedelta(minutes=1))
    assert steps(world, case) == [LETTER]


def test_an_answer_ends_the_steps(world: World) -> None:
    case = world.case_in("notified")
    tick(world, clock(world, case, "first_answer")["due_at"])
    world.travel(days=8)
    world.post(case, "chen", "Here is our answer.", "worker")
    world.travel(days=30)
    tick(world)
    assert steps(world, case) == [LETTER]


def test_run_twice_and_after_a_week_s_pause_each_thing_happens_once(world: World) -> None:
    case, resting = world.case_in("notified"), world.case_in("notified")
    world.write(
        "lin", "hold", reference=resting.reference, revision=world.head(resting)["revision"], reason="evidence",
        until=world.now.date() + timedelta(days=3),
    )  # fmt: skip
    later = clock(world, case, "first_answer")["due_at"] + timedelta(days=7)
    first, second = tick(world, later), tick(world, later)
    assert first["clocks"]["escalated"] >= 1
    assert first["holds"]["resumed"] >= 1
    # What the first look wrote is folded into the figures by the second.
    assert {**second, "figures": 0} == {**first, "clocks": {"called": 0, "escalated": 0}, "holds": {"resumed": 0}, "figures": 0}
    kinds = [kind for kind, _ in events(world, resting, "held", "resumed")]
    assert kinds == ["held", "resumed"]


def test_eight_at_once_do_each_thing_once(world: World) -> None:
    cases = [world.case_in("notified") for _ in range(4)]
    at = max(clock(world, case, "first_answer")["due_at"] for case in cases) + timedelta(days=1)
    with ThreadPoolExecutor(8) as pool:
        done = list(pool.map(lambda _: tick(world, at), range(8)))
    assert [steps(world, case) for case in cases] == [[LETTER]] * 4
    assert sorted(part["clocks"]["escalated"] > 0 for part in done) == [False] * 7 + [True]
    assert world.rows("select count(*) from portal.case_ where private.check_chain(id) is not null") == [(0,)]


def test_our_own_lateness_is_written_down_once_for_handshake_alone(world: World) -> None:
    case = world.case_in("triage")
    at = clock(world, case, "triage")["due_at"] + timedelta(days=1)
    tick(world, at)
    tick(world, at)
    found = world.rows("select facts, audience from portal.event where case_id = %s and kind = 'clock_missed'", case.id)
    assert found == [({"kind": "triage"}, [])]


def test_the_factory_reads_each_step_in_its_timeline_and_its_list(world: World) -> None:
    case = world.case_in("notified")
    tip = world.call("chen", "case_tip", reference=case.reference)
    tick(world, clock(world, case, "first_answer")["due_at"])
    told = [one for one in world.page("chen", case)["timeline"] if one["kind"] == "escalated"]
    assert [one["facts"] for one in told] == [{"kind": "first_answer", "level": "1"}]
    assert world.call("chen", "case_tip", reference=case.reference) != tip


def _under_silence(world: World) -> Case:
    """A case that the factory knew until zero tolerance was raised, with an action of the factory that will be overdue."""
    case = world.case_in("notified")
    with world.database.connect("postgres") as owner:
        owner.execute(
            "select private.start_clock(%s, 'action', 'factory', %s, %s)", [case.id, uuid4(), world.now + timedelta(days=1)]
        )  # fmt: skip
    page = world.page("lin", case)
    world.write(
        "lin", "classify", reference=case.reference, revision=page["case"]["revision"], issues=["B1"], severity=1
    )  # fmt: skip
    return case


def test_a_hidden_party_is_told_nothing_whatever_runs_out(world: World) -> None:
    case = _under_silence(world)
    factory, brand = world.seat(case, "lianfeng"), world.seat(case, "brand_k")
    before = world.rows("select to_jsonb(p) from portal.party p where id = any(%s) order by id", [factory, brand])
    tick(world, world.now + timedelta(days=60))
    assert steps(world, case) == []
    told = world.rows(
        "select audience from portal.event where case_id = %s and kind in ('escalated', 'held', 'resumed')", case.id
    )
    assert not any(factory in audience or brand in audience for (audience,) in told)
    after = world.rows("select to_jsonb(p) from portal.party p where id = any(%s) order by id", [factory, brand])
    moved = {key for old, new in zip(before, after, strict=True) for key in old[0] if old[0][key] != new[0][key]}
    assert not moved & {"last_activity", "unread"}
    assert not any(case.reference in str(world.call("chen", "inbox", box=box)) for box in ("needs", "waiting", "closed"))
    with pytest.raises(PortalError):
        world.page("chen", case)


def test_the_control_without_silence_the_same_action_escalates(world: World) -> None:
    case = world.case_in("notified")
    with world.database.connect("postgres") as owner:
        owner.execute(
            "select private.start_clock(%s, 'action', 'factory', %s, %s)", [case.id, uuid4(), world.now + timedelta(days=1)]
        )  # fmt: skip
    tick(world, world.now + timedelta(days=2))
    assert steps(world, case) == [{"kind": "action", "level": 1}]


def test_a_hold_under_silence_is_no_secret_to_the_worker_and_none_of_the_factory_s_business(world: World) -> None:
    case = _under_silence(world)
    world.write(
        "lin", "hold", reference=case.reference, revision=world.head(case)["revision"], reason="safety",
        until=world.now.date() + timedelta(days=3),
    )  # fmt: skip
    tick(world, world.now + timedelta(days=10))
    told = world.rows("select audience from portal.event where case_id = %s and kind in ('held', 'resumed')", case.id)
    assert len(told) == 2
    assert all(world.seat(case, "lianfeng") not in audience and world.seat(case, "worker") in audience for (audience,) in told)


def test_one_broken_part_does_not_stop_the_others(world: World) -> None:
    case = world.case_in("notified")
    world.arranged(
        "create function private.tick_broken(at timestamptz) returns jsonb language plpgsql as "
        "$$ begin raise exception 'words of a person'; end $$"
    )
    try:
        done = tick(world, clock(world, case, "first_answer")["due_at"])
    finally:
        world.arranged("drop function private.tick_broken(timestamptz)")
    assert done["broken"] == {"failed": "P0001"}
    assert steps(world, case) == [LETTER]


def test_nobody_but_a_direct_connection_lets_time_pass(world: World) -> None:
    for user in (None, world.people["ada"].user):
        with world.database.acting(user) as door, pytest.raises(InsufficientPrivilege):
            door.execute("select private.tick()")


def test_an_hour_chosen_for_the_job_does_not_outlive_it(world: World) -> None:
    with world.database.connect("postgres") as owner, owner.transaction():
        owner.execute("select private.tick('2040-01-01')")
        row = owner.execute("select private.clock_now() < '2039-01-01'").fetchone()
    assert row == (True,)


def test_what_was_called_done_and_was_not_goes_on_at_the_step_that_it_had_reached(world: World) -> None:
    case = world.case_in("remediating")
    one = world.page("lin", case)["plan"]["actions"][0]
    levels = [1, 2]
    for days in (16, 8):
        world.travel(days=days)
        tick(world)
    assert [facts["level"] for facts in steps(world, case)] == levels
    world.write("chen", "claim_done", action=one["id"], words="Done.")
    # However long Handshake looks at it, no step comes nearer; and none is taken back.
    world.travel(days=20)
    world.write("lin", "verify_action", action=one["id"], verified=False)
    tick(world)
    assert [facts["level"] for facts in steps(world, case)] == levels
    assert clock(world, case, "action")["escalation"] == 2
    world.travel(days=8)
    tick(world)
    tick(world)
    assert [facts["level"] for facts in steps(world, case)] == [1, 2, 3]
