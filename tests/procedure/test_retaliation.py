"""Retaliation is a case of its own beside its parent: hers and Handshake's, and nobody else's. DOMAIN 3, 4, 5."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

import pytest

from db.errors import Absent, Conflict, PortalError, Refused
from tests.policies.scene import Persona
from tests.procedure import walk
from tests.procedure.world import Case, World, digest

WORDS = "The line leader moved me to the night shift and said I know why."


def opened(world: World, parent: Case, who: str | Case = "lin", *, violent: bool = False) -> dict[str, Any]:
    """The new case as it is stored."""
    world.write(who, "open_retaliation", reference=None if who is parent else parent.reference, statement=WORDS, violent=violent)
    found: dict[str, Any] = world.rows(
        "select to_jsonb(c) from portal.case_ c where c.retaliation_of = %s order by (select max(at) from portal.event e "
        "where e.case_id = c.id) desc limit 1", parent.id,
    )[0][0]  # fmt: skip
    return found


def checks(world: World, reference: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = world.call("lin", "case_page", reference=reference)["linked"]["check_ins"]
    return found


def closed(world: World, reference: str, **more: object) -> Any:
    page = world.call("lin", "case_page", reference=reference)
    return world.write("lin", "move", reference=reference, to_state="closed", revision=page["case"]["revision"], **more)


@pytest.mark.parametrize("who", ["worker", "lin", "ada"])
def test_the_worker_or_a_coordinator_opens_it(world: World, who: str) -> None:
    parent = world.case_in("responded")
    child = opened(world, parent, parent if who == "worker" else who)
    assert child["severity"] == 2
    assert child["workplace_id"] == str(world.organizations["lianfeng"])
    assert world.rows("select code from portal.case_issue where case_id = %s", child["id"]) == [("E4",)]
    assert child["state"] == "received"
    page = world.call("lin", "case_page", reference=child["reference"])
    assert page["linked"]["parent"]["reference"] == parent.reference
    assert page["messages"][0]["body"] == WORDS
    assert "retaliation" in page["case"]["badges"]
    assert [one["reference"] for one in world.page("lin", parent)["linked"]["children"]] == [child["reference"]]


def test_violence_makes_it_critical_and_keeps_the_factory_in_the_dark(world: World) -> None:
    child = opened(world, world.case_in("responded"), violent=True)
    assert (child["severity"], child["zero_tolerance"], child["no_tip_off"]) == (1, True, True)


def test_what_she_allowed_in_the_parent_is_asked_anew(world: World) -> None:
    parent = world.case_in("responded")
    child = opened(world, parent, parent)
    assert world.rows("select 1 from portal.consent where case_id = %s", child["id"]) == []
    case = Case(UUID(child["id"]), child["reference"], "lianfeng", (), parent.worker, parent.receipt)
    walk.to(world, case, "admitted")
    refused = world.refused("lin", "admit", reference=child["reference"], organization=world.organizations["lianfeng"])
    assert refused.key == "guard_consent_missing"


def test_nobody_outside_learns_of_it_by_the_parent(world: World) -> None:
    parent = world.case_in("responded")
    shown = {who: (world.page(who, parent), world.page(who, parent))[1] for who in ("chen", "weber")}
    lists = {(who, box): world.call(who, "inbox", box=box) for who in shown for box in ("needs", "waiting", "closed")}
    child = opened(world, parent, parent)
    for who, before in shown.items():
        assert world.page(who, parent) == before
        with pytest.raises(Absent):
            world.call(who, "case_page", reference=child["reference"])
    assert lists == {(who, box): world.call(who, "inbox", box=box) for who, box in lists}


@pytest.mark.parametrize("who", ["chen", "weber", "mei"])
def test_nobody_else_opens_one(world: World, who: str) -> None:
    parent = world.case_in("responded")
    assert isinstance(world.refused(who, "open_retaliation", reference=parent.reference, statement=WORDS), Absent)
    assert world.rows("select 1 from portal.retaliation where parent_id = %s", parent.id) == []


def test_sent_twice_it_is_opened_once(world: World) -> None:
    parent, request = world.case_in("triage"), uuid4()
    for _ in range(2):
        world.call(parent, "open_retaliation", request_id=request, reference=None, statement=WORDS)
    assert len(world.rows("select 1 from portal.retaliation where parent_id = %s", parent.id)) == 1


def test_a_quota_keeps_one_worker_from_filling_the_desk(world: World) -> None:
    parent = world.case_in("triage")
    for _ in range(5):
        opened(world, parent, parent)
    assert world.refused(parent, "open_retaliation", statement=WORDS).key == "rate_limited"


# Her receipt ---------------------------------------------------------------------------------------------------------------


def test_her_receipt_opens_the_linked_case_and_the_way_back(world: World) -> None:
    parent = world.case_in("responded")
    child = opened(world, parent, parent)
    assert [one["reference"] for one in world.page(parent, parent)["linked"]["children"]] == [child["reference"]]

    there = world.call(parent, "switch_case", reference=child["reference"])
    assert there["case"]["reference"] == child["reference"]
    assert there["messages"][0]["body"] == WORDS
    # What she does now she does there.
    world.write(parent, "post_message", reference=None, body="It happened again.")
    assert world.call(parent, "case_page", reference=None)["case"]["reference"] == child["reference"]
    assert world.call(parent, "switch_case", reference=child["reference"])["case"]["reference"] == child["reference"]

    back = world.call(parent, "switch_case", reference=parent.reference)
    assert back["case"]["reference"] == parent.reference
    assert "It happened again." not in str(back)


def test_it_opens_no_other_case(world: World) -> None:
    parent, other = world.case_in("responded"), world.case_in("responded")
    theirs = opened(world, other, other)
    said = []
    for reference in (other.reference, theirs["reference"], "HS-0000-0000", "", None):
        with pytest.raises(PortalError) as refused:
            world.call(parent, "switch_case", reference=reference)
        said.append((type(refused.value), refused.value.key, refused.value.facts))
    assert set(map(str, said)) == {str((Absent, "absent", {}))}
    for who in ("lin", "chen", "mei"):
        with pytest.raises(Absent):
            world.call(who, "switch_case", reference=theirs["reference"])


def test_of_a_group_only_she_herself_opens_it(world: World) -> None:
    parent = world.case_in("responded")
    child = opened(world, parent, parent)
    # Another browser of somebody else of the same case: a party of the same side, with a receipt of its own.
    colleague = _colleague(world, parent)
    with pytest.raises(Absent):
        world.call(colleague, "switch_case", reference=child["reference"])
    assert (world.call(colleague, "case_page", reference=None)["linked"] or {}).get("children") is None


def _colleague(world: World, case: Case) -> Persona:
    """Two workers in one case, as a group grievance has them; arranged, so that this test needs no group."""
    party, session = uuid4(), digest(f"colleague {uuid4()}")
    with world.database.connect("postgres") as owner:
        owner.execute("drop index if exists portal.party_one_side")
        owner.execute("insert into portal.party (id, case_id, side, basis) values (%s, %s, 'worker', 'own')", [party, case.id])
        owner.execute("alter table portal.receipt drop constraint if exists receipt_case_id_key")
        owner.execute(
            "insert into portal.receipt (case_id, party_id, code_hash) values (%s, %s, %s)", [case.id, party, digest(session)]
        )
        owner.execute(
            "insert into portal.receipt_session (receipt_id, token_hash) select id, %s from portal.receipt where party_id = %s",
            [digest(session), party],
        )
    return Persona("colleague", "worker", receipt=session, case=case.id)


def test_a_receipt_that_was_revoked_opens_neither(world: World) -> None:
    parent = world.case_in("responded")
    child = opened(world, parent, parent)
    world.call(parent, "switch_case", reference=child["reference"])
    world.arranged("update portal.receipt set revoked_at = now() where case_id = %s", parent.id)
    with pytest.raises(PortalError):
        world.call(parent, "case_page", reference=None)


# Check-ins -----------------------------------------------------------------------------------------------------------------


def test_she_is_asked_after_seven_thirty_and_ninety_days(world: World) -> None:
    child = opened(world, world.case_in("triage"))
    spans = world.rows(
        "select extract(day from k.due_at - r.opened_at)::int from portal.check_in k join portal.retaliation r using (case_id) "
        "where case_id = %s order by 1", child["id"],
    )  # fmt: skip
    assert spans == [(7,), (30,), (90,)]
    clocks = world.rows(
        "select owner_side, sides, basis, stopped_at from portal.clock where case_id = %s and kind = 'check_in'", child["id"]
    )
    assert clocks == [("handshake", [], "ours", None)] * 3


@pytest.mark.parametrize("answer", ["fine", "pressure", "unreachable"])
def test_what_she_said_stops_the_clock_and_stays(world: World, answer: str) -> None:
    child = opened(world, world.case_in("triage"))
    first = checks(world, child["reference"])[0]
    values = {"reference": child["reference"], "check_in": first["id"], "how": "phone", "answer": answer}
    world.write("lin", "record_check_in", **values)
    assert checks(world, child["reference"])[0]["answer"] == answer
    assert world.rows(
        "select outcome from portal.clock where case_id = %s and subject = %s", child["id"], first["id"]
    ) == [("kept",)]  # fmt: skip
    assert isinstance(world.refused("lin", "record_check_in", **values), Conflict)


@pytest.mark.parametrize("who", ["chen", "mei", "worker"])
def test_only_the_desk_writes_down_an_answer(world: World, who: str) -> None:
    parent = world.case_in("triage")
    child = opened(world, parent)
    one = checks(world, child["reference"])[0]["id"]
    for reference in (child["reference"], parent.reference):
        values = {"reference": reference, "check_in": one, "how": "phone", "answer": "fine"}
        refused = world.refused(parent if who == "worker" else who, "record_check_in", **values)
        assert refused.key in {"absent", "not_allowed", "sign_in_needed"}
    assert "answer" not in checks(world, child["reference"])[0]


def test_a_check_in_is_written_into_its_own_case_only(world: World) -> None:
    child, other = opened(world, world.case_in("triage")), opened(world, world.case_in("triage"))
    one = checks(world, child["reference"])[0]["id"]
    refused = world.refused("lin", "record_check_in", reference=other["reference"], check_in=one, how="phone", answer="fine")
    assert isinstance(refused, Absent)


def as_case(world: World, parent: Case, child: dict[str, Any]) -> Case:
    """The child as the builder walks it; her browser looks at it from now on, and she lets the factory know."""
    world.call(parent, "switch_case", reference=child["reference"])
    made = Case(UUID(child["id"]), child["reference"], parent.workplace, (), parent.worker, parent.receipt)
    world.write(made, "give_consent", item="statement", recipient=world.organizations[parent.workplace])
    return made


@pytest.mark.parametrize("end", ["asked", "waived"])
def test_it_closes_after_the_check_ins_or_with_a_reason(world: World, end: str) -> None:
    parent = world.case_in("triage")
    case = as_case(world, parent, opened(world, parent, parent))
    walk.to(world, case, "evaluating")
    world.write(case, "evaluate", said="confirmed")
    head = world.head(case)
    refused = world.refused(
        "lin", "move", reference=case.reference, to_state="closed", revision=head["revision"], reason="remedied"
    )  # fmt: skip
    assert (refused.key, len(refused.facts["missing"])) == ("guard_check_ins_due", 3)
    assert "guard_check_ins_due" in {one["why_not"] for one in world.page("lin", case)["steps"] if one["to_state"] == "closed"}

    if end == "asked":
        for one in checks(world, case.reference):
            world.write("lin", "record_check_in", reference=case.reference, check_in=one["id"], how="chat", answer="fine")
    else:
        assert world.refused("lin", "waive_check_ins", reference=case.reference, reason="busy").key == "value_invalid"
        assert world.refused("chen", "waive_check_ins", reference=case.reference, reason="left_work").key == "not_allowed"
        world.write("lin", "waive_check_ins", reference=case.reference, reason="left_work")

    world.move(case, "closed", reason="remedied")
    assert world.head(case)["state"] == "closed"


def test_she_withdraws_without_being_asked_three_times(world: World) -> None:
    parent = world.case_in("triage")
    child = opened(world, parent, parent)
    page = world.call("lin", "case_page", reference=child["reference"])
    world.write("lin", "move", reference=child["reference"], to_state="triage", revision=page["case"]["revision"])
    assert closed(world, child["reference"], reason="withdrawn")["case"]["state"] == "closed"


def test_when_she_withdraws_the_check_ins_end_without_a_clock_that_was_missed(world: World) -> None:
    parent = world.case_in("triage")
    case = as_case(world, parent, opened(world, parent, parent))
    assert len(checks(world, case.reference)) == 3
    revision = world.page(case, case)["case"]["revision"]
    world.write(case, "withdraw_case", revision=revision)
    assert world.page("lin", case)["linked"].get("check_ins", []) == []
    clocks = world.rows("select outcome, stopped_at is null from portal.clock where case_id = %s and kind = 'check_in'", case.id)
    assert clocks == [("void", False)] * 3
    for who in ("lin", case):
        (ended,) = [one for one in world.page(who, case)["timeline"] if one["kind"] == "check_ins_ended"]
        assert ended["facts"] == {"reason": "withdrawn"}


def test_the_control_of_a_case_that_is_not_withdrawn_they_go_on(world: World) -> None:
    parent = world.case_in("triage")
    case = as_case(world, parent, opened(world, parent, parent))
    walk.to(world, case, "investigating")
    assert len(checks(world, case.reference)) == 3
    assert "check_ins_ended" not in {one["kind"] for one in world.page("lin", case)["timeline"]}


def test_when_it_is_opened_again_the_days_still_to_come_are_kept(world: World) -> None:
    parent = world.case_in("triage")
    case = as_case(world, parent, opened(world, parent, parent))
    world.write(case, "withdraw_case", revision=world.page(case, case)["case"]["revision"])
    world.travel(days=9)
    world.write(case, "reopen", reason="retaliation", revision=world.page(case, case)["case"]["revision"])
    assert len(checks(world, case.reference)) == 2, "the seventh day is over"
    running = world.rows(
        "select count(*) from portal.clock where case_id = %s and kind = 'check_in' and stopped_at is null", case.id
    )
    assert running == [(2,)]
    assert "check_ins_again" in {one["kind"] for one in world.page(case, case)["timeline"]}


def test_what_a_moderator_planned_ends_too_and_she_is_not_told_of_it(world: World) -> None:
    case = world.case_in("notified")
    asked = world.post(case, "chen", "Who complained? Give us the names of those people.", "worker")
    found = world.rows("select revision from portal.message where id = %s", asked)[0]
    world.write(
        "lin", "decide", message=asked, outcome="withhold", revision=found[0], reason="asks_who", note="No.", ask_worker=True
    )
    world.write(case, "withdraw_case", revision=world.page(case, case)["case"]["revision"])
    assert "check_ins_ended" in {one["kind"] for one in world.page("lin", case)["timeline"]}
    for who in ("chen", case):
        assert "check_ins_ended" not in {one["kind"] for one in world.page(who, case)["timeline"]}


# Moderation ----------------------------------------------------------------------------------------------------------------


def test_somebody_asked_for_names_and_the_worker_is_asked_within_a_day(world: World) -> None:
    case = world.case_in("notified")
    asked = world.post(case, "chen", "Who complained? Give us the names of those people.", "worker")
    found = world.rows("select revision from portal.message where id = %s", asked)[0]
    world.write(
        "lin", "decide", message=asked, outcome="withhold", revision=found[0], reason="asks_who", note="No.", ask_worker=True
    )
    check = world.page("lin", case)["linked"]["check_ins"]
    assert [one["why"] for one in check] == ["asked_who"]
    for who in ("chen", "weber", case):
        assert world.page(who, case)["linked"] is None
        assert "check_in" not in str(world.page(who, case)["clocks"])
    with pytest.raises(Refused):
        world.call("weber", "strike_desk")
