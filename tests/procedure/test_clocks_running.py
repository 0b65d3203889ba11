"""Which clocks a case has: they start and stop with what happens in it, and each side sees its own."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from tests.procedure.timekeeper import clock, live, shown, tick
from tests.procedure.world import World

LAW = {"arbitration", "inspectorate"}
DAY = timedelta(days=1)


def test_each_state_has_its_clocks(world: World) -> None:
    has = {state: live(world, world.case_in(state)) - LAW for state in (
        "received", "triage", "admitted", "notified", "responded", "investigating", "inadmissible", "referred")}  # fmt: skip
    assert has == {
        "received": {"triage", "feedback"},
        "triage": {"triage", "feedback"},
        "admitted": {"feedback"},
        "notified": {"feedback", "first_answer", "brand_plan"},
        "responded": {"feedback", "comment", "brand_plan"},
        "investigating": {"feedback", "brand_plan"},
        "inadmissible": set(),
        "referred": {"inspectorate_decision"},
    }


def test_the_law_s_own_clocks_run_whatever_becomes_of_the_case(world: World) -> None:
    for state in ("received", "investigating", "inadmissible"):
        assert live(world, world.case_in(state)) >= LAW


@pytest.mark.parametrize(("severity", "span"), [(1, DAY), (2, 3 * DAY), (3, 7 * DAY), (4, 7 * DAY)])
def test_the_factory_s_first_answer_is_due_by_severity(world: World, severity: int, span: timedelta) -> None:
    found = clock(world, world.case_in("notified", severity=severity), "first_answer")
    assert found["due_at"] - found["started_at"] == span


def test_an_answer_in_time_keeps_the_clock_and_a_late_one_misses_it(world: World) -> None:
    assert clock(world, world.case_in("responded"), "first_answer")["outcome"] == "kept"
    case = world.case_in("notified")
    world.travel(days=8)
    world.post(case, "chen", "We are late.", "worker")
    assert clock(world, case, "first_answer")["outcome"] == "missed"


def test_the_worker_s_comment_stops_her_clock_and_silence_lets_it_run_out(world: World) -> None:
    case = world.case_in("responded")
    assert not _ran_out(world, case.id, "comment")
    world.post(case, case, "That is not what happened.", "handshake")
    assert clock(world, case, "comment")["outcome"] == "kept"
    assert not _ran_out(world, case.id, "comment")
    silent = world.case_in("responded")
    world.travel(days=20)
    tick(world)
    assert clock(world, silent, "comment")["outcome"] == "missed"
    assert _ran_out(world, silent.id, "comment")
    assert "comment" not in live(world, silent), "it started again"


def _ran_out(world: World, case: object, kind: str) -> bool:
    return bool(world.rows("select private.clock_ran_out(%s, %s)", case, kind)[0][0])


def test_a_clock_that_never_ran_has_not_run_out(world: World) -> None:
    assert not _ran_out(world, world.case_in("received").id, "first_answer")


def test_a_held_message_waits_four_hours_and_its_author_alone_is_told(world: World) -> None:
    case = world.case_in("notified")
    world.post(case, "chen", "We look into it.", "worker")
    found = clock(world, case, "moderation")
    assert found["due_at"] - found["started_at"] == timedelta(hours=4)
    assert "moderation" in shown(world, "chen", case)
    assert "moderation" in shown(world, "lin", case)
    assert "moderation" not in shown(world, "weber", case)
    assert "moderation" not in shown(world, case, case)


def test_each_side_sees_its_own_clocks(world: World) -> None:
    case = world.case_in("notified", brands=("brand_k", "brand_a"))
    assert set(shown(world, "chen", case)) == {"first_answer"}
    assert set(shown(world, case, case)) == {"first_answer", "feedback", *LAW}
    assert set(shown(world, "weber", case)) == {"first_answer", "brand_plan"}
    mine = {who: {kind for kind, one in shown(world, who, case).items() if one["mine"]} for who in ("chen", "weber", "lin")}
    assert mine == {"chen": {"first_answer"}, "weber": {"brand_plan"}, "lin": {"feedback"}}
    plans = [one for one in world.page("weber", case)["clocks"] if one["kind"] == "brand_plan"]
    assert len(plans) == 1, "another brand's plan is shown"


def test_the_page_says_how_much_is_left_and_why(world: World) -> None:
    found = shown(world, "chen", world.case_in("notified"))["first_answer"]
    assert (found["severity"], found["basis"], found["owner"], found["counts"]) == (3, "ours", "factory", "calendar")
    assert found["working_days_left"] in range(2, 8)
    assert (found["escalation"], found["paused"]) == (0, False)


def test_a_graver_severity_shortens_what_runs_and_makes_nobody_late(world: World) -> None:
    case = world.case_in("notified", severity=3)
    world.travel(days=2)
    before = clock(world, case, "first_answer")
    _classify(world, case, 1)
    after = clock(world, case, "first_answer")
    assert after["severity"] == 1
    assert world.now - timedelta(minutes=1) < after["due_at"] - DAY < world.now + timedelta(minutes=1)
    assert after["due_at"] < before["due_at"]


def test_a_milder_severity_counts_from_the_start(world: World) -> None:
    case = world.case_in("notified", severity=2)
    _classify(world, case, 3)
    found = clock(world, case, "first_answer")
    assert found["due_at"] - found["started_at"] == 7 * DAY


def test_what_the_law_sets_does_not_follow_severity(world: World) -> None:
    case = world.case_in("triage", severity=3)
    before = clock(world, case, "arbitration")["due_at"]
    _classify(world, case, 1)
    assert clock(world, case, "arbitration")["due_at"] == before


def _classify(world: World, case: object, severity: int) -> None:
    page = world.page("lin", case)  # type: ignore[arg-type]
    world.write(
        "lin", "classify", reference=page["case"]["reference"], revision=page["case"]["revision"], issues=["F1"],
        severity=severity,
    )  # fmt: skip


def test_silence_towards_the_factory_stops_its_clock_and_starts_it_anew_afterwards(world: World) -> None:
    case = world.case_in("notified")
    world.travel(days=3)
    page = world.page("lin", case)
    world.write(
        "lin", "classify", reference=case.reference, revision=page["case"]["revision"], issues=["B1"], severity=1
    )  # fmt: skip
    assert clock(world, case, "first_answer")["outcome"] == "void"
    world.travel(days=3)
    revision = world.head(case)["revision"]
    world.write("ada", "end_no_tip_off", reference=case.reference, revision=revision, reason="It is safe now.")
    found = clock(world, case, "first_answer")
    assert found["stopped_at"] is None
    assert found["due_at"] > world.now + timedelta(hours=23)


def test_a_case_that_comes_back_is_screened_in_new_time(world: World) -> None:
    case = world.case_in("inadmissible")
    world.travel(days=9)
    world.move(case, "triage", reason="mistake")
    found = clock(world, case, "triage")
    assert found["stopped_at"] is None
    assert found["due_at"] > world.now + 4 * DAY


def test_lists_carry_the_deadline_of_the_clock(world: World) -> None:
    case = world.case_in("notified")
    due = clock(world, case, "first_answer")["due_at"]
    rows = world.rows("select side, due_at from portal.party where case_id = %s and side in ('factory', 'handshake')", case.id)
    assert dict(rows) == {"factory": due, "handshake": due}


def test_a_supervisor_changes_our_own_lengths_for_new_clocks_and_nobody_changes_the_law(world: World) -> None:
    old = world.case_in("notified", severity=4)
    before = clock(world, old, "first_answer")["due_at"]
    change = {"kind": "first_answer", "severity": 4, "version": 1, "hours": 48, "reason": "Agreed with the members."}
    rules = world.write("ada", "set_clock_rule", **change)["clocks"]
    (now,) = [one["versions"][0] for one in rules if (one["kind"], one["severity"]) == ("first_answer", 4)]
    assert (now["version"], now["days"], now["by"], now["reason"]) == (2, 2, "Ada", "Agreed with the members.")
    fresh = clock(world, world.case_in("notified", severity=4), "first_answer")
    assert fresh["due_at"] - fresh["started_at"] == 2 * DAY
    assert clock(world, old, "first_answer")["due_at"] == before
    assert world.refused("ada", "set_clock_rule", **{**change, "kind": "arbitration"}).key == "guard_law"
    for who in ("lin", "mei", "chen", "weber"):
        assert world.refused(who, "set_clock_rule", **change).key == "not_allowed"
    assert world.refused("ada", "set_clock_rule", **{**change, "version": 2, "hours": 0}).key == "value_invalid"
    assert world.refused("ada", "set_clock_rule", **change).key == "revision_stale", "somebody looked at the version before"
    assert world.refused("ada", "set_clock_rule", **{**change, "version": None}).key == "revision_stale"
    assert world.refused("ada", "set_clock_rule", **{**change, "version": 2, "reason": " "}).key == "body_empty"
    kept = world.rows("select version, set_by from portal.clock_rule where kind = 'first_answer' and severity = 4 order by 1")
    assert kept == [(1, None), (2, world.people["ada"].person)]


def test_others_start_and_stop_clocks_with_a_date_of_their_own(world: World) -> None:
    case, subject = world.case_in("investigating"), uuid4()
    with world.database.connect("postgres") as owner:
        for day in ("2027-03-01", "2027-03-05"):
            owner.execute(
                "select private.start_clock(%s, 'action', 'factory', %s, private.end_of_day(%s, %s))",
                [case.id, subject, day, world.organizations["lianfeng"]],
            )
        found = clock(world, case, "action")
        assert (found["basis"], str(found["due_at"].astimezone().date())) in (("agreed", "2027-03-05"), ("agreed", "2027-03-06"))
        assert "action" in shown(world, "chen", case)
        assert "action" not in shown(world, "weber", case)
        owner.execute("select private.stop_clock(%s, 'action', %s)", [case.id, subject])
    assert clock(world, case, "action")["outcome"] == "kept"
