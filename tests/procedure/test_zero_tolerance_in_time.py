"""The clocks of zero tolerance (DOMAIN 4 and 7), the monthly question until legal age, and rules by country."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest

from tests.procedure.child import BY_HAND, Protocol, by_code
from tests.procedure.world import World

# Kind: hours after the flag went up. The first four are read in sources or said by DOMAIN 7, the others are our own.
HOURS = {
    "referral": 24, "plan_start": 48, "plan_agreed": 72, "onsite": 72, "protocol_safe": 24, "protocol_heard": 48,
    "protocol_age": 72,
}  # fmt: skip


def test_each_clock_runs_as_long_as_the_protocol_says(world: World) -> None:
    protocol = by_code(world)
    clocks = protocol.clocks()
    raised = world.rows("select raised_at from portal.protocol where case_id = %s", protocol.case.id)[0][0]
    for kind, hours in HOURS.items():
        assert abs(clocks[kind][0] - raised - timedelta(hours=hours)) < timedelta(seconds=5), kind


def test_no_child_no_assessment_on_site(world: World) -> None:
    assert "onsite" not in by_code(world, "B1").clocks()


def test_a_clock_stops_with_its_deed_kept_or_missed(world: World) -> None:
    protocol = by_code(world)
    protocol.done("plan_agreed")
    world.travel(hours=80)
    protocol.done("onsite")
    assert (protocol.clocks()["plan_agreed"][1], protocol.clocks()["onsite"][1]) == ("kept", "missed")


def test_the_clock_of_a_step_stops_with_the_last_of_its_things(world: World) -> None:
    protocol = by_code(world)
    protocol.done(*BY_HAND[2][:-1])
    assert protocol.clocks()["protocol_safe"][1] is None
    protocol.done(BY_HAND[2][-1])
    assert protocol.clocks()["protocol_safe"][1] == "kept"


def test_the_hand_over_is_due_a_day_after_it_was_decided(world: World) -> None:
    protocol = by_code(world)
    assert "protocol_handover" not in protocol.clocks()
    world.travel(hours=20)
    protocol.decide(refer=True)
    assert abs(protocol.clocks()["protocol_handover"][0] - world.now - timedelta(hours=24)) < timedelta(seconds=10)


def test_only_handshake_knows_of_these_clocks(world: World) -> None:
    protocol = by_code(world)
    kinds = {one["kind"] for one in world.page("lin", protocol.case)["clocks"]}
    assert set(HOURS) <= kinds
    assert not set(HOURS) & {one["kind"] for one in world.page(protocol.case, protocol.case)["clocks"]}


def test_the_list_of_protocols_is_sorted_by_what_is_due_next(world: World) -> None:
    first, second = by_code(world), by_code(world)
    first.done(*BY_HAND[2])
    first.decide(refer=False)
    order = [one["reference"] for one in world.call("lin", "zero_tolerance")["protocols"] if one["ended_at"] is None]
    assert order.index(second.case.reference) < order.index(first.case.reference)


# Every month ----------------------------------------------------------------------------------------------------------------


def followed(world: World, months: int = 20) -> Protocol:
    protocol = by_code(world)
    protocol.settle_child(months)
    protocol.done(*BY_HAND[9])
    return protocol


def tick(world: World) -> Any:
    with world.database.connect() as admin:
        return admin.execute("select private.tick(%s)", [world.now]).fetchone()


def due(protocol: Protocol) -> list[date]:
    return [date.fromisoformat(one["due_on"]) for one in protocol.seen()["follow_ups"]]


def test_no_question_is_due_before_there_is_a_plan_for_the_child(world: World) -> None:
    protocol = by_code(world)
    protocol.settle_child()
    tick(world)
    assert due(protocol) == []


def test_every_month_one_question_is_ahead(world: World) -> None:
    protocol = followed(world)
    tick(world)
    tick(world)
    assert len(due(protocol)) == 1, "a job that runs twice asks once"
    assert 27 <= (due(protocol)[0] - world.now.date()).days <= 32


def test_after_a_pause_of_the_job_no_month_is_left_out(world: World) -> None:
    protocol = followed(world)
    tick(world)
    world.travel(days=200)
    tick(world)
    days = due(protocol)
    assert len(days) == 7
    assert all(27 <= (later - earlier).days <= 32 for earlier, later in pairwise(days))


def test_the_questions_end_with_legal_age(world: World) -> None:
    protocol = followed(world, months=4)
    world.travel(days=400)
    tick(world)
    until = date.fromisoformat(protocol.seen()["follow_until"])
    assert due(protocol)
    assert max(due(protocol)) <= until
    for day in due(protocol):
        protocol.do("lin", "note_follow_up", due_on=day, how="visit", outcome="well", words="At school.")
    assert protocol.item("followed_up")["state"] == "done"


def test_a_question_is_answered_once_and_with_words(world: World) -> None:
    protocol = followed(world)
    tick(world)
    (day,) = due(protocol)
    asked = {"due_on": day, "how": "phone", "outcome": "well"}
    assert protocol.refused("lin", "note_follow_up", **asked, words="") == "body_empty"
    assert protocol.refused("lin", "note_follow_up", **{**asked, "due_on": "2020-01-01"}, words="So.") == "value_invalid"
    protocol.do("lin", "note_follow_up", **asked, words="At school.")
    assert protocol.refused("lin", "note_follow_up", **asked, words="Again.") == "case_state_changed"


def test_the_clock_of_a_missed_question_is_called(world: World) -> None:
    protocol = followed(world)
    tick(world)
    world.travel(days=40)
    tick(world)
    kinds = world.rows(
        "select facts ->> 'kind' from portal.event where case_id = %s and kind = 'clock_missed'", protocol.case.id
    )  # fmt: skip
    assert ("follow_up",) in kinds


# By country -----------------------------------------------------------------------------------------------------------------


def test_china_comes_first_and_nowhere_may_a_child_under_fifteen_work(world: World) -> None:
    rules = {one["country"]: one["versions"][0] for one in world.call("ada", "rules")["countries"]}
    assert (rules["CN"]["minimum_age"], rules["CN"]["basis"]) == (16, "law")
    assert (rules["BD"]["national_age"], rules["BD"]["minimum_age"], rules["BD"]["basis"]) == (14, 15, "unchecked")
    assert rules["ZZ"]["minimum_age"] == 15


@pytest.mark.parametrize("who", ["lin", "mei", "chen", "weber"])
def test_only_a_supervisor_writes_a_new_version(world: World, who: str) -> None:
    codes = ["A1", "B1", "B2", "B3", "B4", "C1", "C3", "J1"]
    assert (
        world.refused(who, "set_protocol_rule", country="VN", national_age=16, codes=codes, version=1, reason="So.").key
        == "not_allowed"
    )


def test_a_running_protocol_keeps_the_version_under_which_it_was_raised(world: World) -> None:
    before = by_code(world)
    codes = ["A1", "A2", "B1", "B2", "B3", "B4", "C1", "C3", "J1"]
    world.write("ada", "set_protocol_rule", country="CN", national_age=16, codes=codes, version=1, reason="Labour Law 15.")
    after = by_code(world, "A2")
    assert (before.seen()["version"], after.seen()["version"]) == (1, 2)
    assert [one["item"] for one in before.seen()["items"]] == [one["item"] for one in after.seen()["items"]]


def test_a_country_without_a_line_gets_its_first_and_keeps_who_wrote_it_and_why(world: World) -> None:
    codes = ["A1", "B1", "B2", "B3", "B4", "C1", "C3", "J1"]
    change = {"country": "PH", "national_age": 15, "codes": codes, "version": 0, "reason": "Republic Act 9231."}
    countries = world.write("ada", "set_protocol_rule", **change)["countries"]
    (line,) = [one for one in countries if one["country"] == "PH"]
    assert [(one["version"], one["by"], one["reason"], one["basis"]) for one in line["versions"]] == [
        (1, "Ada", "Republic Act 9231.", "law")
    ]
    assert world.refused("ada", "set_protocol_rule", **change).key == "revision_stale"
    assert world.refused("ada", "set_protocol_rule", **{**change, "version": 1, "reason": ""}).key == "body_empty"


@pytest.mark.parametrize("codes", [[], ["A1"], ["A1", "B1", "B2", "B3", "B4", "C1", "C3", "J1", "Q9"]])
def test_no_country_takes_a_code_of_the_general_list_away(world: World, codes: list[str]) -> None:
    assert (
        world.refused("ada", "set_protocol_rule", country="KH", national_age=15, codes=codes, version=1, reason="So.").key
        == "value_invalid"
    )
