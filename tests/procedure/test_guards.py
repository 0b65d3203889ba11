"""Each guard of DOMAIN 3 by its name: it refuses, says what is missing, and lets the case go once that is there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest

from db.errors import Absent, Conflict, PortalError
from tests.procedure import walk
from tests.procedure.model import FORWARD, ROLES, Model
from tests.procedure.test_clocks_hold import hold, resume
from tests.procedure.timekeeper import clock
from tests.procedure.world import Case, World


def refused(
    world: World, case: Case, to_state: str, key: str, *, who: str | Case = "lin", reason: str | None = None, **more: object
) -> list[str]:
    """The move is refused by that guard; returns what it misses."""
    reference = None if isinstance(who, Case) else case.reference
    revision = world.page(who, case)["case"]["revision"]
    error = world.refused(who, "move", reference=reference, to_state=to_state, revision=revision, reason=reason, **more)
    assert error.key == key
    assert (error.facts["from"], error.facts["to"]) == (world.head(case)["state"], to_state)
    missing: list[str] = error.facts["missing"]
    return missing


def goes(world: World, case: Case, to_state: str, reason: str | None = None, **more: object) -> None:
    world.move(case, to_state, reason=reason, **more)
    assert world.head(case)["state"] == to_state


def test_guard_intake_missing(world: World) -> None:
    case = world.case_in("received")
    world.arranged("update portal.case_desk set language = '' where case_id = %s", case.id)
    assert refused(world, case, "triage", "guard_intake_missing") == ["language"]
    world.arranged("update portal.case_desk set language = 'zh-Hans' where case_id = %s", case.id)
    goes(world, case, "triage")


def test_a_case_of_a_book_passes_the_intake_with_what_the_book_had(world: World) -> None:
    case = world.case_in("received")
    world.arranged("update portal.case_desk set language = '', source = %s where case_id = %s", str(uuid4()), case.id)
    goes(world, case, "triage")


def test_guard_checklist_missing(world: World) -> None:
    case = world.case_in("triage")
    for to_state in FORWARD["triage"]:
        assert refused(world, case, to_state, "guard_checklist_missing") == ["covered", "specific", "internal_channel"]
    walk.check(world, case)
    goes(world, case, "admitted")


def test_guard_checklist_unmet(world: World) -> None:
    case = world.case_in("triage")
    walk.check(world, case, covered=False, internal_channel="not_tried")
    assert refused(world, case, "admitted", "guard_checklist_unmet") == ["covered", "internal_channel"]


def test_nobody_of_a_zero_tolerance_case_is_sent_back_to_the_internal_channel(world: World) -> None:
    case = world.case_in("received", issues=("B1",))
    world.move(case, "triage")
    walk.check(world, case, internal_channel="not_tried")
    goes(world, case, "admitted")


@pytest.mark.parametrize("to_state", ["inadmissible", "referred"])
def test_guard_reason_and_elsewhere_missing(world: World, to_state: str) -> None:
    case = world.case_in("triage")
    walk.check(world, case)
    refused(world, case, to_state, "guard_reason_missing")
    walk.check(world, case, refusal="authority_competent")
    assert "elsewhere" in refused(world, case, to_state, "guard_elsewhere_missing")
    walk.check(world, case, refusal="authority_competent", elsewhere="The inspectorate, room 4.", authority="Inspectorate")
    goes(world, case, to_state)
    told = world.page(case, case)["procedure"]["checklist"]
    assert (told["refusal"], told["elsewhere"]) == ("authority_competent", "The inspectorate, room 4."), "she is told where to go"


def test_a_referral_names_the_authority(world: World) -> None:
    case = world.case_in("triage")
    walk.check(world, case, refusal="authority_competent", elsewhere="They call you.")
    assert refused(world, case, "referred", "guard_elsewhere_missing") == ["authority"]


def test_what_is_written_for_her_is_no_draft_to_be_read(world: World) -> None:
    case = world.case_in("triage")
    walk.check(world, case, refusal="not_covered", elsewhere="A draft.")
    assert "A draft." not in str(world.page(case, case))


def test_guard_answer_missing_before_a_case_ends_as_answered(world: World) -> None:
    case = world.case_in("triage")
    walk.check(world, case)
    refused(world, case, "answered", "guard_answer_missing")
    world.post(case, "lin", "Ask the hospital for the paper.", "worker")
    goes(world, case, "answered")


def test_guard_consent_missing(world: World) -> None:
    case = world.case_in("admitted", factory=False)
    assert refused(world, case, "notified", "guard_consent_missing") == []


def test_guard_consent_missing_while_the_factory_is_not_allowed_to_know(world: World) -> None:
    case = world.case_in("admitted", factory=False)
    assert refused(world, case, "notified", "guard_consent_missing") == [], "nobody is admitted yet"


def test_guard_statement_missing(world: World) -> None:
    case = world.case_in("admitted")
    world.write("lin", "admit", reference=case.reference, organization=world.organizations["lianfeng"])
    refused(world, case, "notified", "guard_statement_missing")
    world.decide(case)
    assert world.head(case)["state"] == "notified", "releasing it tells the factory"


def test_guard_no_tip_off(world: World) -> None:
    case = world.case_in("received", issues=("C1",))
    world.move(case, "triage")
    walk.check(world, case)
    world.move(case, "admitted")
    refused(world, case, "notified", "guard_no_tip_off")


def test_guard_answer_still_due_and_a_silent_factory_blocks_nothing(world: World) -> None:
    case = world.case_in("notified")
    refused(world, case, "responded", "guard_answer_missing")
    refused(world, case, "investigating", "guard_answer_still_due")
    world.travel(days=6)
    refused(world, case, "investigating", "guard_answer_still_due")
    world.travel(days=2)
    goes(world, case, "investigating")


def test_what_handshake_alone_may_read_is_no_answer_and_the_clock_runs_on(world: World) -> None:
    case = world.case_in("notified")
    world.post(case, "chen", "This is between us.", "handshake")
    assert world.head(case)["state"] == "notified"
    refused(world, case, "responded", "guard_answer_missing")
    world.travel(days=8)
    goes(world, case, "investigating")


@pytest.mark.parametrize("how", ["taken back", "withhold", "send_back"])
def test_an_answer_that_does_not_stand_gives_the_case_back_to_the_same_clock(world: World, how: str) -> None:
    """Not to a new one: a word that is taken back every few days would hold up the case for ever."""
    case = world.case_in("notified")
    due = clock(world, case, "first_answer")["due_at"]
    world.travel(days=6)
    world.write("lin", "record_answer", reference=case.reference, body="No idea.")
    first = world.rows("select id from portal.message where case_id = %s and entered", case.id)[0][0]
    second = world.post(case, "chen", "Another word.", "worker")
    world.travel(hours=3)
    for message in (first, second):
        assert world.head(case)["state"] == "responded", "an answer is left"
        if how == "taken back":
            world.write("chen", "take_back", message=message)
        else:
            world.decide(case, message, how)
    head = world.head(case)
    assert (head["state"], head["first_answer_at"]) == ("notified", None)
    # The hours in which Handshake read it are the factory's; those that it cost itself are not.
    given = timedelta(hours=0 if how == "taken back" else 3)
    found = clock(world, case, "first_answer")
    assert found["stopped_at"] is None
    assert abs(found["due_at"] - due - given) < timedelta(minutes=1)
    refused(world, case, "investigating", "guard_answer_still_due")
    world.travel(days=2)
    goes(world, case, "investigating")


def test_an_answer_that_was_shown_stands_whatever_follows_it(world: World) -> None:
    case = world.case_in("responded")
    more = world.post(case, "chen", "And another thing.", "worker")
    world.write("chen", "take_back", message=more)
    assert world.head(case)["state"] == "responded"
    assert world.refused("chen", "move", reference=case.reference, to_state="notified",
                         revision=world.page("chen", case)["case"]["revision"]).key == "transition_illegal"  # fmt: skip


def test_an_answer_given_while_the_case_rests_costs_the_factory_none_of_the_rest(world: World) -> None:
    case = world.case_in("notified")
    due = clock(world, case, "first_answer")["due_at"]
    world.travel(days=5)
    hold(world, case, 30)
    world.travel(days=4)
    answer = world.post(case, "chen", "We look into it.", "worker")
    world.travel(days=4)
    resume(world, case)
    world.write("chen", "take_back", message=answer)
    found = clock(world, case, "first_answer")
    assert found["paused_at"] is None
    assert abs(found["due_at"] - due - timedelta(days=8)) < timedelta(minutes=1)


def test_an_answer_on_the_telephone_is_kept_word_for_word_as_the_factorys(world: World) -> None:
    case = world.case_in("notified")
    world.write("lin", "record_answer", reference=case.reference, body="We know nothing of this.")
    assert world.head(case)["state"] == "responded"
    for who in ("lin", "chen"):
        (said,) = [one for one in world.page(who, case)["messages"] if one["entered"]]
        assert (said["author"], said["body"], said["state"]) == ("factory", "We know nothing of this.", "held")
    assert "We know nothing" not in str(world.page(case, case)), "it is moderated like any other"
    world.decide(case, world.rows("select id from portal.message where case_id = %s and entered", case.id)[0][0])
    (read,) = [one for one in world.page(case, case)["messages"] if one["entered"]]
    assert read["body"] == "We know nothing of this."


def test_guard_answer_not_shown_and_guard_comment_due(world: World) -> None:
    case = world.case_in("notified")
    answer = world.post(case, "chen", "We pay on Friday.", "worker")
    for to_state in ("investigating", "remedy_agreed"):
        refused(world, case, to_state, "guard_answer_not_shown")
    world.decide(case, answer)
    refused(world, case, "investigating", "guard_comment_due")
    world.post(case, case, "They said so last year.", "handshake")
    goes(world, case, "investigating")


def test_the_time_for_her_comment_runs_out(world: World) -> None:
    case = world.case_in("responded")
    refused(world, case, "remedy_agreed", "guard_comment_due")
    world.travel(days=40)
    goes(world, case, "remedy_agreed")


def test_guard_conflict_undeclared_and_guard_conflict(world: World) -> None:
    case = world.case_in("investigating")
    walk.prove(world, case)
    refused(world, case, "found", "guard_conflict_undeclared", who="luo")
    world.write("luo", "declare_conflict", reference=case.reference, has_conflict=True)
    refused(world, case, "found", "guard_conflict", who="luo")
    world.write("luo", "declare_conflict", reference=case.reference, has_conflict=False)
    world.move(case, "found", who="luo")


LATER: list[tuple[str, str, str]] = [
    ("investigating", "found", "guard_finding_missing"),
    ("found", "closed", "guard_grounded"),
    ("remedy_agreed", "remediating", "guard_action_missing"),
    ("remediating", "verifying", "guard_evidence_wanted"),
    ("verifying", "evaluating", "guard_not_verified"),
    ("evaluating", "closed", "guard_worker_not_heard"),
]


@pytest.mark.parametrize(("state", "to_state", "key"), LATER)
def test_the_guards_of_finding_and_remedy_stand_before_their_moves(world: World, state: str, to_state: str, key: str) -> None:
    case = world.case_in(state)
    refused(world, case, to_state, key, reason={"found": "not_grounded", "evaluating": "remedied"}.get(state))


def test_guard_reason_missing_when_a_case_closes_without_one_that_fits(world: World) -> None:
    case = world.case_in("found")
    for reason in (None, "remedied", "answered"):
        refused(world, case, "closed", "guard_reason_missing", reason=reason)


def test_guard_other_missing(world: World) -> None:
    case, other, elsewhere = world.case_in("triage"), world.case_in("triage"), world.case_in(workplace="tianhe", brands=())
    for named in (None, "HS-0000-0000", case.reference, elsewhere.reference):
        error = world.refused(
            "lin", "move", reference=case.reference, to_state="closed", revision=world.head(case)["revision"],
            reason="duplicate", same_as=named,
        )  # fmt: skip
        assert error.key == "guard_other_missing", named
    world.move(case, "closed", reason="duplicate", same_as=other.reference)
    assert world.page("lin", case)["procedure"]["same_as"] == other.reference
    assert other.reference not in str(world.page(case, case)), "the other case is somebody else's"
    back = world.refused(
        "lin", "move", reference=other.reference, to_state="closed", revision=world.head(other)["revision"], reason="merged",
        same_as=case.reference,
    )  # fmt: skip
    assert back.key == "guard_other_missing", "two cases are not each other's duplicate"


@pytest.mark.parametrize("reason", ["duplicate", "merged"])
def test_guard_other_unknown_keeps_a_hidden_case_from_those_who_know_this_one(world: World, reason: str) -> None:
    case, known = world.case_in("notified"), world.case_in("notified")
    hidden, without_k, nobodys = (
        world.case_in("admitted", issues=("C1",)), world.case_in("notified", brands=()), world.case_in("admitted"),
    )  # fmt: skip
    for other in (hidden, without_k, nobodys):
        refused(world, case, "closed", "guard_other_unknown", reason=reason, same_as=other.reference)
    goes(world, case, "closed", reason=reason, same_as=known.reference)


def test_a_case_that_nobody_outside_knows_may_end_as_the_copy_of_a_hidden_one(world: World) -> None:
    case, hidden = world.case_in("triage"), world.case_in("admitted", issues=("C1",))
    goes(world, case, "closed", reason="duplicate", same_as=hidden.reference)


@pytest.mark.parametrize(("state", "to_state"), [("closed", "investigating"), ("referred", "triage"), ("answered", "triage")])
def test_guard_window_closed(world: World, state: str, to_state: str) -> None:
    case = world.case_in(state)
    world.travel(days=9, hours=23)
    revision = world.page(case, case)["case"]["revision"]
    world.write(case, "reopen", revision=revision, reason="not_solved")
    assert world.head(case)["state"] == to_state
    again = world.case_in(state)
    world.travel(days=10)
    refused(world, again, to_state, "guard_window_closed", reason="new_facts")
    refused(world, again, to_state, "guard_reason_missing")
    goes(world, again, to_state, reason="retaliation")


def test_a_worker_only_withdraws_and_reopens(world: World) -> None:
    case = world.case_in("notified")
    assert {(one["to_state"], *one["reasons"]) for one in world.page(case, case)["steps"]} == {("closed", "withdrawn")}
    for reason in ("duplicate", "merged", None, "remedied"):
        refused(world, case, "closed", "guard_reason_missing", who=case, reason=reason)
    world.write(case, "withdraw_case", revision=world.page(case, case)["case"]["revision"])
    head = world.head(case)
    assert (head["state"], head["closed_reason"]) == ("closed", "withdrawn")


def test_the_factory_moves_by_its_answer_and_its_claim(world: World) -> None:
    case = world.case_in("remediating")
    refused(world, case, "verifying", "guard_evidence_wanted", who="chen")
    for action in world.page("chen", case)["plan"]["actions"]:
        world.write("chen", "claim_done", action=action["id"], words="Paid on Friday.")
    world.move(case, "verifying", who="chen")


def test_the_four_truths_are_four(world: World) -> None:
    case = world.case_in("closed")
    shown = world.page("chen", case)["procedure"]
    assert all(shown[one] for one in ("closed_at", "factory_done_at", "verified_at"))
    assert shown["worker_says"] == "confirmed"
    world.move(case, "investigating", reason="new_facts")
    now = world.page("chen", case)["procedure"]
    assert now["closed_at"] is None
    assert now["factory_done_at"] == shown["factory_done_at"], "opening a case again does not undo what others said"


STARTS = ("received", "triage", "admitted", "notified", "responded", "investigating", "found", "remedy_agreed", "remediating",
          "verifying", "evaluating", "closed", "answered", "inadmissible", "referred")  # fmt: skip


@pytest.mark.parametrize("state", STARTS)
def test_each_move_is_tried_by_every_role(world: World, state: str) -> None:
    """Whose move it is not, is told so whatever else may be missing; whose it is, never is."""
    case = world.case_in(state)
    admitted = state not in ("received", "triage", "admitted", "answered", "inadmissible", "referred")
    model = Model(state=state, factory=admitted)
    for who in ROLES:
        visible = who not in ("chen", "weber") or admitted
        for to_state in STARTS:
            if to_state == state:
                continue
            expected = model.refusal(who, to_state, None, other=False)
            actor: str | Case = case if who == "worker" else who
            try:
                revision = world.page(actor, case)["case"]["revision"]
                world.write(
                    actor, "move", reference=None if who == "worker" else case.reference, to_state=to_state, revision=revision,
                    reason="nonsense",
                )  # fmt: skip
                said = None
            except PortalError as error:
                said = error.key
            if not visible:
                assert said == "absent"
            elif expected in ("not_allowed", "transition_illegal"):
                assert said == expected, (who, to_state)
            else:
                assert said not in ("not_allowed", "transition_illegal", "absent"), (who, to_state)
            if said is None:
                case = world.case_in(state)


def appealed(world: World, case: Case, who: str | Case = "chen") -> str:
    reference = None if isinstance(who, Case) else case.reference
    page = world.write(who, "appeal", reference=reference, grounds="Nobody looked at our book.")
    assert page["procedure"]["appeal"]["mine"]
    return str(page["procedure"]["appeal"]["id"])


def decides(world: World, who: str, which: str, outcome: str = "changed") -> Callable[[], object]:
    return lambda: world.write(who, "decide_appeal", appeal=which, outcome=outcome, answer="We looked again.")


def test_guard_appeal_conflict_keeps_out_whoever_had_a_part(world: World) -> None:
    case = world.case_in("closed")
    which = appealed(world, case)
    assert "Nobody looked" not in str(world.page(case, case)), "the other side does not read it"
    with pytest.raises(PortalError, match="guard_appeal_conflict"):
        decides(world, "lin", which)()
    world.write("luo", "declare_conflict", reference=case.reference, has_conflict=True)
    with pytest.raises(PortalError, match="guard_appeal_conflict"):
        decides(world, "luo", which)()
    for who in ("mei", "chen", "weber"):
        with pytest.raises(Absent):
            decides(world, who, which)()
    decides(world, "ada", which)()
    head = world.head(case)
    assert (head["state"], head["reopened_for"]) == ("investigating", "appeal")
    assert world.page("chen", case)["procedure"]["appeal"]["answer"] == "We looked again."


def test_an_appeal_comes_once_and_in_time_and_may_be_turned_down(world: World) -> None:
    case = world.case_in("inadmissible")
    which = appealed(world, case, who=case)
    with pytest.raises(Conflict):
        appealed(world, case, who=case)
    rows = world.rows("select box, waits_for from portal.party where case_id = %s and side = 'handshake'", case.id)
    assert rows == [("needs", "appeal")]
    decides(world, "ada", which, "upheld")()
    assert world.head(case)["state"] == "inadmissible"
    late = world.case_in("closed")
    world.travel(days=10)
    assert world.refused("chen", "appeal", reference=late.reference, grounds="Late.").key == "guard_window_closed"
    assert world.refused("weber", "appeal", reference=late.reference, grounds="Not hers.").key == "not_allowed"


@pytest.mark.parametrize("outcome", ["changed", "upheld"])
def test_an_appeal_left_open_while_the_case_was_opened_and_closed_again_is_decided_all_the_same(
    world: World, outcome: str
) -> None:
    case = world.case_in("inadmissible")
    which = appealed(world, case, who=case)
    world.move(case, "triage", reason="mistake")
    walk.check(world, case, covered=False, refusal="not_covered", elsewhere="The labour office.")
    goes(world, case, "inadmissible")
    known = world.page(case, case)["procedure"]
    assert (known["may_appeal"], known["appeal"]["id"], known["appeal"]["outcome"]) == (False, which, None)
    with pytest.raises(Conflict):
        appealed(world, case, who=case)
    decides(world, "luo", which, outcome)()
    head = world.head(case)
    if outcome == "changed":
        assert (head["state"], head["reopened_for"]) == ("triage", "appeal")
    else:
        assert head["state"] == "inadmissible"
        assert world.page(case, case)["procedure"]["may_appeal"], "against the second closing nothing was said yet"


def test_a_conflict_is_declared_of_oneself_alone(world: World) -> None:
    case = world.case_in("investigating")
    world.write("luo", "declare_conflict", reference=case.reference, has_conflict=True)
    assert world.page("luo", case)["procedure"]["conflict"] is True
    assert world.page("lin", case)["procedure"]["conflict"] is False
    for who in ("mei", "chen", "weber"):
        assert world.refused(who, "declare_conflict", reference=case.reference, has_conflict=False).key == "not_allowed"
