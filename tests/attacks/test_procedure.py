"""Attacks on the procedure (ATTACKS 1, 6, 8, 34, 35) through both doors: every move by whom it does not belong to, guards
skipped, old revisions, forged actors, and ids of other cases. Each detector has a control."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest

from db.errors import Conflict, PortalError
from tests.attacks.conftest import rows
from tests.policies.scene import Scene

Call = Callable[..., Any]
ABSENT = UUID(int=7)
NOWHERE = "HS-0000-0000"
STATES = (
    "received", "triage", "admitted", "notified", "responded", "investigating", "found", "remedy_agreed", "remediating",
    "verifying", "evaluating", "closed", "answered", "inadmissible", "referred",
)  # fmt: skip
NOBODY = ["public", "stranger", "zhao", "old", "worker_left"]
# Whoever sits in `open`, in `settled`, and elsewhere; a custodian looks on and moves nothing.
OTHERS = ["weber", "sara", "ben", "una", "mei", "wu", "worker_foreign", *NOBODY]
# Every deed of the procedure that names a case, with arguments that would do.
DEEDS: dict[str, dict[str, Any]] = {
    "move": {"to_state": "closed", "revision": 1, "reason": "withdrawn"}, "withdraw_case": {"revision": 1},
    "reopen": {"revision": 1, "reason": "retaliation"}, "appeal": {"grounds": "It is wrong."},
    "check_triage": {"revision": 1, "covered": True, "specific": True, "internal_channel": "unsafe"},
    "declare_conflict": {"has_conflict": False}, "record_answer": {"body": "They say it is true."},
    "hold": {"revision": 1, "reason": "evidence", "until": "2027-01-04"}, "resume": {"revision": 1},
}  # fmt: skip


def state(stage: Scene, case: str) -> tuple[Any, ...]:
    """All that a move would change."""
    found: tuple[Any, ...] = rows(
        stage, "select state, revision, closed_reason, hold_until, factory_done_at, verified_at, worker_says "
        "from portal.case_ where id = %s", stage.cases[case].id,
    )[0]  # fmt: skip
    return found


@pytest.fixture(scope="module")
def fresh(stage: Scene) -> Callable[..., str]:
    """`fresh("admitted")`: the name of a new case of Lianfeng and Brand K, moved that far."""

    def made(*states: str) -> str:
        name = f"new{len(stage.cases)}"
        stage.file(name, "lianfeng", ["F1"], ("brand_k",))
        stage.move(name, *states)
        return name

    return made


# Whose move it is -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", OTHERS)
def test_no_move_of_anybody_else_changes_a_case(call: Call, stage: Scene, who: str) -> None:
    for case in ("open", "settled", "refused"):
        before = state(stage, case)
        for to_state in STATES:
            for reason in (None, "withdrawn", "retaliation"):
                with pytest.raises(PortalError):
                    call(
                        who, "move", request_id=uuid4(), reference=stage.cases[case].reference, to_state=to_state,
                        revision=before[1], reason=reason,
                    )  # fmt: skip
        assert state(stage, case) == before


@pytest.mark.parametrize(("who", "allowed"), [("chen", {"responded", "verifying"}), ("worker_open", {"closed"})])
def test_factory_and_worker_have_their_own_moves_and_no_more(call: Call, stage: Scene, who: str, allowed: set[str]) -> None:
    before = state(stage, "open")
    for to_state in STATES:
        for reason in (None, "remedied", "not_grounded", "duplicate", "merged"):
            if to_state in allowed and reason is None:
                continue
            with pytest.raises(PortalError):
                call(
                    who, "move", request_id=uuid4(), reference=stage.cases["open"].reference, to_state=to_state,
                    revision=before[1], reason=reason,
                )  # fmt: skip
    assert state(stage, "open") == before


def test_the_control_whose_move_it_is_moves(call: Call, stage: Scene, fresh: Callable[..., str]) -> None:
    case = fresh()
    at = state(stage, case)[1]
    call("lin", "move", request_id=uuid4(), reference=stage.cases[case].reference, to_state="triage", revision=at)
    assert state(stage, case)[:2] == ("triage", at + 1)
    hers = call(f"worker_{case}", "case_page")["case"]["revision"]
    call(f"worker_{case}", "withdraw_case", request_id=uuid4(), revision=hers)
    assert state(stage, case)[:3] == ("closed", at + 2, "withdrawn")


@pytest.mark.parametrize("who", NOBODY)
@pytest.mark.parametrize("function", DEEDS)
def test_who_is_nobody_learns_nothing_from_any_deed(said: Call, stage: Scene, who: str, function: str) -> None:
    answers = [
        said(who, function, request_id=uuid4(), reference=one, **DEEDS[function])
        for one in (stage.cases["open"].reference, stage.cases["hidden"].reference, NOWHERE)
    ]
    assert answers[0] == answers[1] == answers[2]
    assert answers[0][0] in ("Absent", "SignInNeeded", "Refused")


@pytest.mark.parametrize("function", DEEDS)
@pytest.mark.parametrize(("who", "case"), [
    ("chen", "hidden"), ("chen", "child"), ("chen", "foreign"), ("weber", "hidden"), ("weber", "foreign"), ("ben", "open"),
    ("wu", "open"), ("worker_open", "foreign"), ("worker_foreign", "open"), ("una", "open"),
])  # fmt: skip
def test_the_case_of_another_answers_as_one_that_is_not_there(
    said: Call, stage: Scene, who: str, case: str, function: str
) -> None:
    before, own = state(stage, case), state(stage, "foreign" if case == "open" else "open")
    answers = [
        said(who, function, request_id=uuid4(), reference=one, **{**DEEDS[function], **_now(before, function)})
        for one in (stage.cases[case].reference, NOWHERE)
    ]
    assert answers[0] == answers[1]
    assert state(stage, case) == before
    assert state(stage, "foreign" if case == "open" else "open") == own, "nor is it done to her own instead"


def _now(before: tuple[Any, ...], function: str) -> dict[str, Any]:
    return {"revision": before[1]} if "revision" in DEEDS[function] else {}


# Guards, revisions ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("reached", [(), ("triage",), ("triage", "admitted")])
def test_no_guard_and_no_state_is_skipped(call: Call, stage: Scene, fresh: Callable[..., str], reached: tuple[str, ...]) -> None:
    case = fresh(*reached)
    before, next_ones = state(stage, case), {(): {"triage"}, ("triage",): {"admitted"}}.get(reached, {"investigating"})
    for to_state in STATES:
        if to_state in next_ones:
            continue
        for reason in (None, "remedied", "not_verifiable"):
            with pytest.raises(PortalError):
                call(
                    "lin", "move", request_id=uuid4(), reference=stage.cases[case].reference, to_state=to_state,
                    revision=before[1], reason=reason,
                )  # fmt: skip
    assert state(stage, case) == before


@pytest.mark.parametrize("function", ["move", "withdraw_case", "check_triage", "hold"])
@pytest.mark.parametrize("off", [-1, 1, None, 2_000_000_000])
def test_an_old_or_guessed_revision_moves_nothing_and_tells_the_present_one(
    call: Call, stage: Scene, fresh: Callable[..., str], function: str, off: int | None
) -> None:
    case = fresh("triage")
    before = state(stage, case)
    wrong = off if off is None or abs(off) > 1 else before[1] + off
    with pytest.raises(Conflict) as refused:
        call(
            "lin", function, request_id=uuid4(), reference=stage.cases[case].reference,
            **{**DEEDS[function], "revision": wrong},
        )  # fmt: skip
    assert refused.value.key == "revision_stale"
    assert refused.value.facts["revision"] == before[1]
    assert state(stage, case) == before


# Forged actors --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("forged", ["actor", "actor_person", "actor_side", "person", "author", "role", "by", "set_by"])
@pytest.mark.parametrize("function", DEEDS)
def test_there_is_no_argument_for_who_did_it(call: Call, stage: Scene, function: str, forged: str) -> None:
    before = state(stage, "open")
    with pytest.raises(PortalError):
        call(
            "chen", function, request_id=uuid4(), reference=stage.cases["open"].reference,
            **{**DEEDS[function], **_now(before, function), forged: str(stage.personas["lin"].person)},
        )  # fmt: skip
    assert state(stage, "open") == before


def test_the_record_names_whoever_called(call: Call, stage: Scene, fresh: Callable[..., str]) -> None:
    case = fresh()
    at = state(stage, case)[1]
    call("ada", "move", request_id=uuid4(), reference=stage.cases[case].reference, to_state="triage", revision=at)
    moved = rows(stage, "select actor_person, actor_side from portal.event where case_id = %s and kind = 'case_moved'",
                 stage.cases[case].id)  # fmt: skip
    assert moved == [(stage.personas["ada"].person, "handshake")]


# Ids of other cases ---------------------------------------------------------------------------------------------------------


def an(stage: Scene, table: str, case: str) -> UUID:
    """Some row of that table in that case."""
    query = f"select id from portal.{table} where case_id = %s order by id limit 1"
    found: UUID = rows(stage, query.encode(), stage.cases[case].id)[0][0]
    return found


ACTION: dict[str, Any] = {"version": 0, "deed": "x", "due_on": "2027-01-04", "evidence_wanted": "x"}


@pytest.mark.parametrize(("function", "more"), [
    ("add_evidence", {"kind": "visit", "words": "x", "finding": "finding"}),
    ("add_evidence", {"kind": "visit", "words": "x", "action": "action"}),
    ("set_action", {**ACTION, "owner": "party"}), ("set_action", {**ACTION, "owner": None, "action": "action"}),
    ("record_remedy", {"stage": "agreed", "entry": "remedy_entry", "what": "wages", "currency": "CNY", "amount": "1"}),
    ("give_consent", {"item": "name", "recipient": "recipient", "given_how": "phone", "party": "party"}),
    ("accept_plan", {"version": 1, "party": "party", "how": "phone"}),
    ("evaluate", {"said": "confirmed", "how": "phone", "party": "party"}),
    ("record_attempt", {"channel": "phone", "outcome": "no_answer", "on_plan": True, "party": "party"}),
    ("ask_identity", {"reason": "contact", "words": "x", "party": "party"}),
    ("open_identity", {"party": "party"}),
    ("record_check_in", {"check_in": "check_in", "how": "phone", "answer": "fine"}),
])  # fmt: skip
def test_a_thing_of_another_case_is_not_taken_for_one_of_this(
    said: Call, stage: Scene, fresh: Callable[..., str], function: str, more: dict[str, Any]
) -> None:
    """A coordinator's own door, too, keeps cases apart: what belongs to one is not moved into another by its id."""
    case = fresh("triage", "admitted")
    things = {
        "party": stage.seat("settled", "worker"), "recipient": stage.organizations["lianfeng"],
        "finding": an(stage, "finding", "settled"),
        "action": an(stage, "action", "open"), "remedy_entry": an(stage, "remedy_entry", "open"),
        "check_in": rows(stage, "select id from portal.check_in order by id limit 1")[0][0],
    }  # fmt: skip
    given = {key: things.get(value, value) if isinstance(value, str) else value for key, value in more.items()}
    if given.get("owner", "") is None:
        given["owner"] = stage.seat(case, "handshake")
    kept = _kept(stage)
    answer = said("lin", function, request_id=uuid4(), reference=stage.cases[case].reference, **given)
    assert isinstance(answer, tuple) or answer.get("opened") is False or answer.get("done") is False, answer
    assert _kept(stage) == kept


def _kept(stage: Scene) -> list[Any]:
    """How much there is of everything that such a call could write."""
    tables = ("action", "acceptance", "consent", "contact_attempt", "evaluation", "evidence", "remedy_entry", "unlock")
    counted = [rows(stage, f"select count(*) from portal.{one}".encode())[0] for one in tables]
    return [*counted, rows(stage, "select count(*) from portal.check_in where done_at is not null")]


@pytest.mark.parametrize("who", ["chen", "wu", "weber", "mei", "worker_open", "worker_refused", "public", "stranger", "zhao"])
@pytest.mark.parametrize(("function", "table", "more"), [
    ("decide_appeal", "appeal", {"outcome": "changed", "answer": "x"}),
    ("verify_action", "action", {"verified": True, "verifier": "coordinator"}),
    ("show_evidence", "evidence", {"readers": []}),
])  # fmt: skip
def test_by_its_id_alone_nobody_outside_the_desk_reaches_a_thing(  # noqa: PLR0917  (pytest names them)
    said: Call, stage: Scene, who: str, function: str, table: str, more: dict[str, Any]
) -> None:
    case = "ended" if table == "appeal" else "settled"
    before = rows(stage, f"select * from portal.{table} where case_id = %s order by id".encode(), stage.cases[case].id)
    answers = [said(who, function, request_id=uuid4(), **{table: one}, **more) for one in (an(stage, table, case), ABSENT)]
    assert {answer[0] for answer in answers} <= {"Absent", "SignInNeeded", "Refused"}
    if who not in ("mei", "worker_refused") and answers[0][0] != "Refused":
        assert answers[0] == answers[1]
    assert rows(stage, f"select * from portal.{table} where case_id = %s order by id".encode(), stage.cases[case].id) == before


# Rules of the house ---------------------------------------------------------------------------------------------------------

CLOCK = {"kind": "triage", "severity": 1, "version": 1, "hours": 900, "reason": "x"}
LAND = {
    "country": "CN",
    "national_age": 12,
    "codes": ["A1", "B1", "B2", "B3", "B4", "C1", "C3", "J1"],
    "version": 1,
    "reason": "x",
}


@pytest.mark.parametrize("who", ["chen", "weber", "lin", "mei", "worker_open", *NOBODY])
def test_nobody_but_a_supervisor_reads_or_writes_a_rule(said: Call, stage: Scene, who: str) -> None:
    before = rows(stage, "select count(*) from portal.clock_rule union all select count(*) from portal.protocol_rule")
    for function, more in (("rules", {}), ("set_clock_rule", CLOCK), ("set_protocol_rule", LAND)):
        request = {} if function == "rules" else {"request_id": uuid4()}
        answer = said(who, function, **request, **more)
        assert isinstance(answer, tuple), (who, function)
        assert answer[0] in ("Refused", "SignInNeeded", "Absent"), answer
    assert rows(stage, "select count(*) from portal.clock_rule union all select count(*) from portal.protocol_rule") == before


def test_the_control_a_supervisor_does(call: Call, stage: Scene) -> None:
    (version,) = rows(stage, "select max(version) from portal.clock_rule where kind = 'triage' and severity = 1")[0]
    view = call("ada", "set_clock_rule", request_id=uuid4(), **{**CLOCK, "version": version})
    (line,) = [one for one in view["clocks"] if (one["kind"], one["severity"]) == ("triage", 1)]
    assert line["versions"][0]["version"] == version + 1
    with pytest.raises(PortalError, match="guard_law"):
        call("ada", "set_clock_rule", request_id=uuid4(), **{**CLOCK, "kind": "arbitration"})


# The back door --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["chen", "weber", "worker_open", "lin", "mei", "ada", "public"])
@pytest.mark.parametrize("change", [
    "update portal.case_ set state = 'closed'", "update portal.case_ set revision = 1",
    "update portal.case_ set hold_until = null", "insert into portal.appeal default values",
    "update portal.appeal set outcome = 'changed'", "delete from portal.conflict", "insert into portal.conflict default values",
    "insert into portal.triage default values", "update portal.clock set due_at = now()", "delete from portal.hold",
    "insert into portal.clock_rule default values", "update portal.protocol_rule set national_age = 12",
    "update portal.transition set mover = '{factory}'", "select private.locked(gen_random_uuid(), 1)",
    "select private.stop_clock(gen_random_uuid(), 'triage')", "select private.tick(now())",
    "select private.start_clock(gen_random_uuid(), 'triage', 'factory')", "select reason from portal.clock_rule",
    "select private.want_second(gen_random_uuid(), gen_random_uuid(), 'exit')", "select set_by from portal.clock_rule",
    "select private.record(gen_random_uuid(), 'x')",
])  # fmt: skip
def test_nobody_moves_a_case_past_its_deeds(raw: Call, who: str, change: str) -> None:
    with raw(who) as connection, pytest.raises(psycopg.Error) as refused:
        connection.execute(change)
    assert refused.value.sqlstate in ("42501", "42703"), change


@pytest.mark.parametrize("who", ["chen", "weber", "mei", "public"])
def test_the_helper_behind_a_move_looks_at_its_caller_itself(raw: Call, stage: Scene, who: str) -> None:
    before = state(stage, "open")
    with raw(who) as connection, pytest.raises(psycopg.Error):
        connection.execute("select private.move_case(%s, 'closed', %s, 'withdrawn', null)", [stage.cases["open"].id, before[1]])
    assert state(stage, "open") == before
