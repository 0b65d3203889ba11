"""Zero tolerance (DOMAIN 7): how it goes up and comes down, how old somebody is, and what belongs to each step."""

from __future__ import annotations

from typing import Any

import pytest

from tests.procedure.child import BY_HAND, Protocol, by_code, in_months, suspected
from tests.procedure.world import World

RAISING = ("A1", "B1", "B2", "B3", "B4", "C1", "C3", "J1")


def flags(world: World, protocol: Protocol) -> tuple[Any, ...]:
    head = world.head(protocol.case)
    return head["zero_tolerance"], head["no_tip_off"], head["severity"]


@pytest.mark.parametrize("code", RAISING)
def test_each_code_of_the_list_raises_it_by_itself(world: World, code: str) -> None:
    protocol = by_code(world, code)
    assert flags(world, protocol) == (True, True, 1)
    seen = protocol.seen()
    assert (seen["raised_how"], seen["ended_at"]) == ("code", None)
    assert seen["about_child"] is (code == "A1")
    assert len({one["step"] for one in seen["items"]}) == 12


@pytest.mark.parametrize("code", ["A2", "C5", "F1", "J2", "X1"])
def test_other_codes_leave_it_to_a_persons_judgement(world: World, code: str) -> None:
    protocol = by_code(world, code)
    assert flags(world, protocol) == (False, False, 3)
    assert protocol.seen() is None


@pytest.mark.parametrize("ground", ["under_age", "worst_forms", "confinement", "violence", "punishment", "danger"])
def test_a_suspicion_is_enough(world: World, ground: str) -> None:
    protocol = suspected(world, ground)
    assert flags(world, protocol) == (True, True, 1)
    seen = protocol.seen()
    assert (seen["raised_how"], seen["ground"], seen["raised_by"]) == ("suspicion", ground, "Lin")
    assert seen["age"] == "disputed"
    assert seen["about_child"] is (ground in ("under_age", "worst_forms"))


def test_a_suspicion_needs_a_reason_and_is_raised_once(world: World) -> None:
    case = world.case_in("triage")
    asked = {"reference": case.reference, "revision": world.head(case)["revision"], "ground": "under_age"}
    assert world.refused("lin", "raise_zero_tolerance", **asked, words=" ").key == "body_empty"
    assert world.refused("lin", "raise_zero_tolerance", **{**asked, "ground": "a hunch"}, words="So.").key == "value_invalid"
    assert world.refused("lin", "raise_zero_tolerance", **{**asked, "revision": 0}, words="So.").key == "revision_stale"
    world.write("lin", "raise_zero_tolerance", **asked, words="So.")
    again = {**asked, "revision": world.head(case)["revision"]}
    assert world.refused("luo", "raise_zero_tolerance", **again, words="So.").key == "case_state_changed"


@pytest.mark.parametrize("who", ["mei", "chen", "wu", "weber", "worker", "public"])
def test_nobody_but_the_desk_raises_or_carries_it(world: World, who: str) -> None:
    protocol = by_code(world)
    person = protocol.case if who == "worker" else who
    revision = world.head(protocol.case)["revision"]
    for function, arguments in (
        ("raise_zero_tolerance", {"revision": revision, "ground": "violence", "words": "So."}),
        ("do_protocol", {"items": ["safe"], "words": "Done."}),
        ("note_age", {"kind": "document", "says": "adult", "words": "A card."}),
        ("decide_referral", {"refer": False, "words": "No."}),
        ("lower_zero_tolerance", {"revision": revision, "words": "None."}),
        ("exit_protocol", {"words": "Done."}),
    ):
        try:
            refused = world.refused(person, function, reference=protocol.case.reference, **arguments)
        except Exception as error:  # noqa: BLE001  (whoever has no account may not even call it)
            assert "permission denied" in str(error)  # noqa: PT017
        else:
            assert refused.key in ("not_allowed", "absent", "sign_in_needed"), function
    assert protocol.item("safe")["state"] == "open"


def test_a_classification_raises_it_too_and_hides_a_case_from_a_factory_that_knew_it(world: World) -> None:
    case = world.case_in("responded")
    assert world.page("chen", case)["case"]["reference"] == case.reference
    world.write(
        "lin", "classify", reference=case.reference, revision=world.head(case)["revision"], issues=["F1", "B1"], severity=3
    )  # fmt: skip
    assert flags(world, Protocol(world, case)) == (True, True, 1)
    assert world.refused("chen", "post_message", reference=case.reference, body="What is this?").key == "absent"


def test_the_severity_stays_critical_while_it_is_raised(world: World) -> None:
    protocol = by_code(world)
    head = world.head(protocol.case)
    world.write("lin", "classify", reference=protocol.case.reference, revision=head["revision"], issues=["A1"], severity=4)
    assert flags(world, protocol) == (True, True, 1)


# Down again -----------------------------------------------------------------------------------------------------------------


def lower(world: World, protocol: Protocol, who: str) -> Any:
    revision = world.head(protocol.case)["revision"]
    return protocol.do(who, "lower_zero_tolerance", revision=revision, words="It was none: the twin sister is meant.")


def test_only_a_supervisor_lowers_what_was_a_suspicion(world: World) -> None:
    protocol = suspected(world)
    revision = world.head(protocol.case)["revision"]
    assert protocol.refused("lin", "lower_zero_tolerance", revision=revision, words="It was none.") == "guard_supervisor"
    assert protocol.refused("ada", "lower_zero_tolerance", revision=revision, words="") == "body_empty"
    after = lower(world, protocol, "ada")
    assert after["ended_how"] == "lowered"
    assert flags(world, protocol) == (False, True, 1), "the silence is a decision of its own"


def test_what_a_code_raised_comes_down_only_when_a_second_person_says_so(world: World) -> None:
    protocol = by_code(world)
    revision = world.head(protocol.case)["revision"]
    assert protocol.refused("luo", "lower_zero_tolerance", revision=revision, words="None.") == "guard_supervisor"
    assert lower(world, protocol, "ada")["ended_at"] is None
    assert lower(world, protocol, "ada")["ended_at"] is None, "the same person twice is one person"
    assert lower(world, protocol, "luo")["ended_how"] == "lowered"
    assert all(outcome is not None for _, outcome in protocol.clocks().values())


def test_a_code_that_was_there_before_raises_it_no_second_time(world: World) -> None:
    protocol = by_code(world)
    lower(world, protocol, "ada")
    lower(world, protocol, "lin")
    for issues, raised in ((["A1", "F1"], False), (["A1", "F1", "B1"], True)):
        revision = world.head(protocol.case)["revision"]
        world.write("lin", "classify", reference=protocol.case.reference, revision=revision, issues=issues, severity=2)
        assert world.head(protocol.case)["zero_tolerance"] is raised
    assert world.rows("select count(*) from portal.protocol where case_id = %s", protocol.case.id) == [(2,)]


def test_it_is_lowered_on_what_is_seen_now_only(world: World) -> None:
    protocol = suspected(world)
    stale = world.head(protocol.case)["revision"] - 1
    assert protocol.refused("ada", "lower_zero_tolerance", revision=stale, words="None.") == "revision_stale"


# Steps ----------------------------------------------------------------------------------------------------------------------


def test_a_step_is_done_with_its_evidence_and_by_a_name(world: World) -> None:
    protocol = by_code(world)
    assert protocol.refused("lin", "do_protocol", items=["safe"], words="  ") == "body_empty"
    protocol.done("safe", who="luo")
    item = protocol.item("safe")
    assert (item["state"], item["by"], item["words"]) == ("done", "Luo", "Seen and noted.")
    assert protocol.refused("lin", "do_protocol", items=["safe"], words="Again.") == "case_state_changed"


@pytest.mark.parametrize(
    "item", ["silence", "age_settled", "referral_decided", "referral_recorded", "brand_told", "followed_up", "exit", "x"]
)
def test_what_follows_from_a_deed_of_its_own_is_not_ticked_off(world: World, item: str) -> None:
    assert by_code(world).refused("lin", "do_protocol", items=[item], words="Done.") == "value_invalid"


@pytest.mark.parametrize("item", ["safe", "heard_language", "heard_alone", "plan_agreed", "cause"])
def test_what_matters_most_cannot_be_left_out(world: World, item: str) -> None:
    assert by_code(world).refused("ada", "do_protocol", items=[item], words="No.", needed=False) == "guard_step_needed"


def test_as_long_as_the_age_is_disputed_the_steps_for_a_child_stay(world: World) -> None:
    protocol = by_code(world)
    assert protocol.refused("ada", "do_protocol", items=["onsite"], words="No.", needed=False) == "guard_age_disputed"
    assert protocol.item("followed_up")["state"] == "open"


def test_a_protocol_about_no_child_asks_for_no_age(world: World) -> None:
    protocol = by_code(world, "C3")
    states = {one["item"]: one["state"] for one in protocol.seen()["items"]}
    assert [states[one] for one in ("age_settled", "onsite", "followed_up")] == ["not_needed"] * 3
    revision = world.head(protocol.case)["revision"]
    world.write("lin", "classify", reference=protocol.case.reference, revision=revision, issues=["C3", "A2"], severity=1)
    assert protocol.seen()["about_child"] is False, "A2 in its worst forms is for a person to judge"
    world.write(
        "lin", "classify", reference=protocol.case.reference, revision=world.head(protocol.case)["revision"],
        issues=["C3", "A1"], severity=1,
    )  # fmt: skip
    states = {one["item"]: one["state"] for one in protocol.seen()["items"]}
    assert [states[one] for one in ("age_settled", "onsite", "followed_up")] == ["open"] * 3


# Age ------------------------------------------------------------------------------------------------------------------------

PIECES = [
    ([], "child", "guard_age_evidence_missing"),
    ([("looks", "child")], "child", None),
    ([("looks", "adult")], "adult", "guard_age_evidence_missing"),
    ([("interview", "adult"), ("family", "adult"), ("looks", "adult")], "adult", "guard_age_evidence_missing"),
    ([("school", "adult")], "adult", "guard_age_evidence_missing"),
    ([("school", "adult"), ("school", "adult")], "adult", "guard_age_evidence_missing"),
    ([("school", "adult"), ("medical", "adult")], "adult", None),
    ([("document", "adult")], "adult", None),
    ([("document", "adult"), ("register", "child")], "adult", "guard_age_disputed"),
    ([("document", "adult"), ("school", "child")], "adult", None),
    ([("school", "adult"), ("medical", "adult"), ("document", "child")], "adult", "guard_age_disputed"),
    ([("document", "young")], "adult", "guard_age_evidence_missing"),
    ([("document", "young")], "young", None),
    ([("document", "adult")], "young", None),
    ([("document", "unclear")], "young", "guard_age_evidence_missing"),
]


@pytest.mark.parametrize(("pieces", "age", "why"), PIECES)
def test_an_age_is_settled_as_far_as_the_evidence_reaches(
    world: World, pieces: list[tuple[str, str]], age: str, why: str | None
) -> None:
    protocol = by_code(world)
    for kind, says in pieces:
        protocol.do("lin", "note_age", kind=kind, says=says, words="Seen.")
    until = None if age == "adult" else in_months(20)
    if why:
        assert protocol.refused("lin", "settle_age", age=age, follow_until=until, words="So.") == why
        assert protocol.seen()["age"] == "disputed"
    else:
        assert protocol.do("lin", "settle_age", age=age, follow_until=until, words="So.")["age"] == age


def test_an_adult_needs_no_follow_up_and_may_turn_out_a_child_after_all(world: World) -> None:
    protocol = by_code(world)
    protocol.do("lin", "note_age", kind="document", says="adult", words="A card.")
    protocol.do("lin", "settle_age", age="adult", follow_until=None, words="The card says so.")
    assert [protocol.item(one)["state"] for one in ("onsite", "followed_up")] == ["not_needed"] * 2
    protocol.do("lin", "note_age", kind="register", says="child", words="The card is her cousin's.")
    protocol.do("lin", "settle_age", age="child", follow_until=in_months(20), words="The register counts.")
    assert [protocol.item(one)["state"] for one in ("onsite", "followed_up")] == ["open"] * 2


def test_a_child_has_a_month_of_coming_of_age_and_no_birthday(world: World) -> None:
    protocol = by_code(world)
    protocol.do("lin", "note_age", kind="register", says="child", words="Seen.")
    for until in (None, "2020-01-01", "2099-01-01"):
        assert protocol.refused("lin", "settle_age", age="child", follow_until=until, words="So.") == "value_invalid"
    protocol.settle_child()
    assert protocol.seen()["follow_until"].endswith("-01")


# Exit -----------------------------------------------------------------------------------------------------------------------


def test_the_exit_waits_for_every_step_and_for_two_people(world: World) -> None:
    protocol = by_code(world)
    refused = world.refused("ada", "exit_protocol", reference=protocol.case.reference, words="Enough.")
    assert refused.key == "guard_protocol_steps"
    assert "safe" in refused.facts["missing"]
    protocol.carry()
    assert world.refused("ada", "exit_protocol", reference=protocol.case.reference, words="Enough.").facts["missing"] == [
        "followed_up"
    ]
    world.travel(days=65)
    world.rows("select private.tick(%s)", world.now)
    for one in protocol.seen()["follow_ups"]:
        protocol.do("lin", "note_follow_up", due_on=one["due_on"], how="phone", outcome="well", words="She goes to school.")
    assert protocol.item("followed_up")["state"] == "done"
    assert protocol.do("lin", "exit_protocol", words="All is done.")["ended_at"] is None
    assert protocol.do("luo", "exit_protocol", words="I think so too.")["ended_at"] is None, "one of the two is a supervisor"
    assert protocol.do("ada", "exit_protocol", words="Agreed.")["ended_how"] == "exited"
    assert world.head(protocol.case)["zero_tolerance"] is False
    assert protocol.refused("lin", "do_protocol", items=["safe"], words="Late.") == "protocol_ended"


def test_who_said_that_all_is_done_is_asked_anew_when_steps_are_due_again(world: World) -> None:
    # Given a supervisor who said that all is done, when the person was taken for an adult
    protocol = by_code(world)
    protocol.do("lin", "note_age", kind="document", says="adult", words="A card.")
    protocol.do("lin", "settle_age", age="adult", follow_until=None, words="The card says so.")
    done = (
        "update portal.protocol_item set state = 'done', at = now() where item <> 'exit' and state = 'open' and protocol_id = ("
    )
    world.arranged(f"{done}select id from portal.protocol where case_id = %s)", protocol.case.id)
    assert protocol.do("ada", "exit_protocol", words="All is done.")["ended_at"] is None
    # When she turns out to be a child, and those steps are done as well
    protocol.do("lin", "note_age", kind="register", says="child", words="The card is her cousin's.")
    protocol.do("lin", "settle_age", age="child", follow_until=in_months(20), words="The register counts.")
    assert [one for one in protocol.seen()["voices"] if one["about"] == "exit"] == []
    world.arranged(f"{done}select id from portal.protocol where case_id = %s)", protocol.case.id)
    # Then it takes two again
    assert protocol.do("lin", "exit_protocol", words="I think so too.")["ended_at"] is None
    assert protocol.do("ada", "exit_protocol", words="Agreed.")["ended_how"] == "exited"


def test_each_step_is_an_event_without_anybodys_words(world: World) -> None:
    protocol = by_code(world)
    protocol.done(*BY_HAND[2])
    protocol.settle_child()
    rows = world.rows(
        "select kind, facts::text, audience from portal.event where case_id = %s and kind in ('protocol_step', 'age_evidence', "
        "'age_settled')", protocol.case.id,
    )  # fmt: skip
    assert len(rows) == len(BY_HAND[2]) + 3
    assert all(audience == [] and "Seen" not in facts and "register says" not in facts for _, facts, audience in rows)
    assert world.rows("select private.check_chain(%s)", protocol.case.id) == [(None,)]
