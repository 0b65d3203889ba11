"""ATTACKS 31 to 36: once and only once, in order, and nobody rewrites what happened."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID, uuid4

import pytest

from db.errors import Conflict, PortalError, Refused
from tests.policies.scene import Scene, digest
from tests.real_database import Connection

Call = Callable[..., Any]


def _together(*deeds: Callable[[], Any]) -> list[Any]:
    """What each deed answered or raised, all begun at the same moment."""
    gate = threading.Barrier(len(deeds), timeout=60)
    results: list[Any] = [None] * len(deeds)

    def run(place: int, deed: Callable[[], Any]) -> None:
        gate.wait()
        try:
            results[place] = deed()
        except PortalError as error:
            results[place] = error

    threads = [threading.Thread(target=run, args=(place, deed)) for place, deed in enumerate(deeds)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(30)
    return results


def _count(stage: Scene, words: str) -> int:
    with stage.database.connect() as admin:
        row = admin.execute("select count(*) from portal.message where body = %s", [words]).fetchone()
    assert row
    return int(row[0])


def test_a_double_click_is_one_message(call: Call, stage: Scene) -> None:
    words, request, reference = f"once {uuid4()}", uuid4(), stage.cases["open"].reference
    first = call("chen", "post_message", request_id=request, reference=reference, body=words)
    again = call("chen", "post_message", request_id=request, reference=reference, body=words)
    assert [m["id"] for m in first["messages"]] == [m["id"] for m in again["messages"]]
    assert _count(stage, words) == 1


def test_four_at_the_same_moment_are_one_message(call: Call, stage: Scene) -> None:
    words, request, reference = f"at once {uuid4()}", uuid4(), stage.cases["open"].reference
    results = _together(*[lambda: call("chen", "post_message", request_id=request, reference=reference, body=words)] * 4)
    assert not [one for one in results if isinstance(one, Exception)]
    assert _count(stage, words) == 1


@pytest.mark.parametrize("change", ["body", "audience", "kind", "reference", "function", "person"])
def test_a_request_id_with_other_words_is_refused(call: Call, stage: Scene, change: str) -> None:
    words, request, reference = f"first {uuid4()}", uuid4(), stage.cases["open"].reference
    call("chen", "post_message", request_id=request, reference=reference, body=words, audience=[])
    who, function = "chen", "post_message"
    other: dict[str, Any] = {"request_id": request, "reference": reference, "body": words, "audience": []}
    if change == "body":
        other["body"] = words + "!"
    elif change == "audience":
        other["audience"] = [stage.seat("open", "worker")]
    elif change == "kind":
        who, other["kind"] = "chen", "note"
    elif change == "reference":
        who, other["reference"] = "lin", stage.cases["fresh"].reference
    elif change == "function":
        function, other = "change_held", {"request_id": request, "message": stage.cases["open"].messages["held"], "body": words}
    else:
        who = "weber"
    with pytest.raises(Conflict) as refused:
        call(who, function, **other)
    assert (refused.value.key, refused.value.facts) == ("request_reused", {}), "nothing is told of the first"
    assert _count(stage, words) == 1


def test_words_cannot_be_moved_between_arguments_of_one_request(call: Call, stage: Scene) -> None:
    request = uuid4()
    message = stage.post("open", "chen", f"shift{uuid4().hex[:6]}", ("worker",))
    call(
        "lin",
        "decide",
        request_id=request,
        message=message,
        outcome="withhold",
        revision=1,
        body=None,
        reason="insult",
        note="a|b",
    )
    with pytest.raises(Conflict):
        call(
            "lin",
            "decide",
            request_id=request,
            message=message,
            outcome="withhold",
            revision=1,
            body="insult",
            reason="insult",
            note="b",
        )


def test_a_report_sent_twice_is_one_case_even_from_another_network(stage: Scene) -> None:
    from db.gateway import Credentials

    code, request = digest(f"twice {uuid4()}"), uuid4()
    sent = {
        "request_id": request, "receipt_hash": code, "language": "en", "statement": "Twice.", "issues": ["F1"],
        "workplace": stage.organizations["lianfeng"],
    }  # fmt: skip
    answers = [stage.database.gateway(Credentials(network=network)).call("file_case", **sent) for network in ("wifi", "mobile")]
    assert answers[0]["reference"] == answers[1]["reference"]


@pytest.mark.parametrize(
    "later", [{"statement": "Twice, and a word more."}, {"consent_factory": False}, {"sealed_identity": "other"}]
)
def test_a_report_changed_after_a_lost_answer_still_leads_to_its_case(stage: Scene, later: dict[str, Any]) -> None:
    sent = {
        "request_id": uuid4(), "receipt_hash": digest(f"changed {uuid4()}"), "language": "en", "statement": "Twice.",
        "issues": ["F1"], "workplace": stage.organizations["lianfeng"], "consent_factory": True, "sealed_identity": "first",
    }  # fmt: skip
    call = stage.database.gateway().call
    first, same, changed = (call("file_case", **{**sent, **more}) for more in ({}, {}, later))
    assert first["reference"] == same["reference"] == changed["reference"]
    assert (same["changed"], changed["changed"]) == (False, True)
    with pytest.raises(Conflict, match="request_reused"):
        call("file_case", **{**sent, **later, "receipt_hash": digest(f"other {uuid4()}")})


def test_two_coordinators_decide_and_the_first_wins(call: Call, stage: Scene) -> None:
    message = stage.post("open", "chen", f"race{uuid4().hex[:6]}", ("worker",))

    def decide(who: str, outcome: str) -> Callable[[], Any]:
        return lambda: call(who, "decide", request_id=uuid4(), message=message, outcome=outcome, revision=1, body="Released.")

    results = _together(decide("lin", "release"), decide("ada", "withhold"))
    lost = [one for one in results if isinstance(one, Conflict)]
    assert len(lost) == 1
    assert lost[0].key == "case_state_changed"
    assert set(lost[0].facts) == {"by", "at", "outcome"}
    with stage.database.connect() as admin:
        assert admin.execute("select count(*) from portal.decision where message_id = %s", [message]).fetchone() == (1,)


def test_two_coordinators_move_and_the_second_sees_what_changed(call: Call, stage: Scene) -> None:
    case = stage.file(f"moved{uuid4().hex[:6]}", "lianfeng", ["F1"])
    results = _together(
        *[
            lambda who=who: call(who, "move", request_id=uuid4(), reference=case.reference, to_state="triage", revision=1)
            for who in ("lin", "ada")
        ]
    )
    lost = [one for one in results if isinstance(one, Conflict)]
    assert len(lost) == 1
    assert lost[0].key == "revision_stale"
    change = lost[0].facts.pop("changed")
    assert lost[0].facts == {"revision": 2, "state": "triage"}
    assert (change["to"], change["side"]) == ("triage", "handshake")
    assert change["by"] in ("Canary-person-lin", "Canary-person-ada")


@pytest.mark.parametrize("revision", [0, 2, 99, None])
def test_a_form_an_hour_old_moves_nothing(call: Call, stage: Scene, revision: int | None) -> None:
    reference = stage.cases["fresh"].reference
    for function, more in (("move", {"to_state": "triage"}), ("classify", {"issues": ["F1"], "severity": 3})):
        with pytest.raises(Conflict) as refused:
            call("lin", function, request_id=uuid4(), reference=reference, revision=revision, **more)
        assert refused.value.key == "revision_stale"


STATES = [
    "received",
    "triage",
    "admitted",
    "notified",
    "responded",
    "investigating",
    "found",
    "remedy_agreed",
    "remediating",
    "verifying",
    "evaluating",
    "closed",
    "answered",
]


def test_no_step_is_skipped(call: Call, stage: Scene) -> None:
    reference = stage.cases["fresh"].reference
    for state in [*STATES, "nonsense", "", None]:
        if state in ("triage", "received"):
            continue
        with pytest.raises(PortalError) as refused:
            call("lin", "move", request_id=uuid4(), reference=reference, to_state=state, revision=1)
        assert isinstance(refused.value, Refused), state
        assert refused.value.key in ("transition_illegal", "guard_reason_missing"), state


@pytest.fixture
def admin(stage: Scene) -> Iterator[Connection]:
    with stage.database.connect() as connection:
        yield connection


FORGERIES = {
    "edit": ("update portal.event set facts = '{\"x\": 1}' where case_id = %(case)s and seq = 3", 3),
    "edit and hash again": (
        """update portal.event e set facts = '{"x": 1}', hash = private.event_hash((e.case_id, e.seq, e.at, e.kind, e.actor_side,
        e.actor_person, e.audience, '{"x": 1}', e.previous, '')::portal.event) where case_id = %(case)s and seq = 3""", 4,
    ),
    "delete in the middle": ("delete from portal.event where case_id = %(case)s and seq = 3", 3),
    "reorder": ("update portal.event set seq = case seq when 3 then 4 else 3 end where case_id = %(case)s and seq in (3, 4)", 3),
    "insert": (
        """insert into portal.event select case_id, 10000, at, kind, actor_side, actor_person, audience, facts, hash, hash
        from portal.event where case_id = %(case)s and seq = 3""", None,
    ),
    "cut the tail": (
        """delete from portal.event where case_id = %(case)s
        and seq = (select max(seq) from portal.event where case_id = %(case)s)""", None,
    ),
    "remove all": ("delete from portal.event where case_id = %(case)s", 1),
    "another actor": ("update portal.event set actor_side = 'authority' where case_id = %(case)s and seq = 5", 5),
    "another hour": ("update portal.event set at = at - interval '1 microsecond' where case_id = %(case)s and seq = 2", 2),
    "another reader": ("update portal.event set audience = '{}' where case_id = %(case)s and seq = 1", 1),
}  # fmt: skip


@pytest.mark.parametrize("forgery", FORGERIES)
def test_the_verifier_names_the_event_that_somebody_forged(stage: Scene, admin: Connection, forgery: str) -> None:
    case = stage.cases["open"].id
    order, expected = FORGERIES[forgery]
    last = _last(admin, case)
    with admin.transaction(force_rollback=True):
        admin.execute("alter table portal.event drop constraint event_pkey")
        admin.execute(order.encode(), {"case": case})
        named = admin.execute("select private.check_chain(%s)", [case]).fetchone()
    assert named
    assert named[0] is not None
    assert named[0] == (expected if expected is not None else {"cut the tail": last, "insert": last + 1}[forgery])


def test_the_control_an_untouched_chain_is_whole(stage: Scene, admin: Connection) -> None:
    broken = admin.execute("select id from portal.case_ where private.check_chain(id) is not null").fetchall()
    assert broken == []


def test_a_tail_cut_together_with_its_head_differs_from_the_head_that_the_worker_keeps(
    call: Call, stage: Scene, admin: Connection
) -> None:
    case = stage.cases["open"].id
    kept = call("worker_open", "case_page")["chain_head"]
    with admin.transaction(force_rollback=True):
        admin.execute("delete from portal.event where case_id = %s and seq = %s", [case, _last(admin, case)])
        admin.execute(
            "update portal.chain c set seq = e.seq, head = e.hash from portal.event e where c.case_id = e.case_id and "
            "e.case_id = %s "
            "and e.seq = (select max(seq) from portal.event where case_id = %s)", [case, case],
        )  # fmt: skip
        assert admin.execute("select private.check_chain(%s)", [case]).fetchone() == (None,)
        assert admin.execute("select head from portal.chain where case_id = %s", [case]).fetchone() != (kept,)


def test_an_event_holds_no_words_of_a_person(admin: Connection) -> None:
    said = json.dumps([row[0] for row in admin.execute("select facts from portal.event").fetchall()])
    assert "Canary-message" not in said
    assert "Canary-statement" not in said


def _last(admin: Connection, case: UUID) -> int:
    row = admin.execute("select max(seq) from portal.event where case_id = %s", [case]).fetchone()
    assert row
    return int(row[0])
