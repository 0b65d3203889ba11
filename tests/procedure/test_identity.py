"""Two keys to an identity: a reason, a custodian and a second person, half an hour, and everything written down."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

import pytest

from db.errors import Absent, PortalError, Refused
from tests.policies.scene import Persona
from tests.procedure.world import Case, World

REASON = "She asked to be called after the shift."


def ask(world: World, case: Case, who: str = "lin", reason: str | None = "contact", words: str | None = REASON) -> dict[str, Any]:
    answer: dict[str, Any] = world.write(who, "ask_identity", reference=case.reference, reason=reason, words=words)
    return answer


def request_of(world: World, case: Case) -> UUID:
    """The latest request in that case."""
    found: UUID = world.rows("select id from portal.unlock where case_id = %s order by asked_at desc limit 1", case.id)[0][0]
    return found


def answer(world: World, who: str, request: UUID, agree: bool = True) -> dict[str, Any]:
    said: dict[str, Any] = world.write(who, "answer_identity", unlock=request, agree=agree)
    return said


def look(world: World, case: Case, who: str | Persona = "lin") -> dict[str, Any]:
    shown: dict[str, Any] = world.write(who, "open_identity", reference=case.reference)
    return shown


def granted(world: World, case: Case, asker: str = "lin", second: str = "mei") -> UUID:
    assert ask(world, case, asker)["done"]
    request = request_of(world, case)
    assert answer(world, second, request)["done"]
    return request


def kinds(world: World, case: Case) -> list[str]:
    """What the record of the case says of the identity, in order."""
    rows = world.rows("select kind from portal.event where case_id = %s and kind like 'identity%%' order by seq", case.id)
    return [row[0] for row in rows]


def denied(world: World, case: Case, shown: dict[str, Any], why: str) -> None:
    """Nothing was opened, the reason is told, and the refusal stands in the record, where the worker finds it."""
    assert shown == {"opened": False, "why": why}
    recorded = world.rows(
        "select facts ->> 'why', audience from portal.event where case_id = %s and kind = 'identity_denied' order by seq desc",
        case.id,
    )[0]
    assert recorded == (why, [world.seat(case, "worker")])
    assert world.page(case, case)["identity"]["history"][-1]["why"] == why


def test_a_coordinator_and_a_custodian_open_it_together(world: World) -> None:
    case = world.case_in("triage")

    granted(world, case)
    shown = look(world, case)

    assert shown["opened"]
    assert shown["sealed"] == "sealed"
    assert shown["plan"] is None
    assert kinds(world, case) == ["identity_asked", "identity_granted", "identity_opened"]


@pytest.mark.parametrize("second", ["lin", "ada", "luo"])
def test_a_custodian_asks_and_any_other_person_of_handshake_is_the_second_key(world: World, second: str) -> None:
    case = world.case_in()
    granted(world, case, "mei", second)
    assert look(world, case, "mei")["opened"]


@pytest.mark.parametrize(
    ("reason", "words"), [("contact", ""), ("contact", " \u200b"), ("contact", None), ("curiosity", REASON), (None, REASON)]
)
def test_without_a_reason_nothing_is_even_asked(world: World, reason: str | None, words: str | None) -> None:
    case = world.case_in()

    said = ask(world, case, "lin", reason, words)

    assert (said["done"], said["why"]) == (False, "identity_reason_missing")
    assert kinds(world, case) == ["identity_denied"]
    denied(world, case, look(world, case), "identity_not_asked")


def test_nobody_opens_without_having_asked(world: World) -> None:
    case = world.case_in()
    for who in ("lin", "mei", "ada"):
        denied(world, case, look(world, case, who), "identity_not_asked")


def test_a_custodian_alone_opens_nothing(world: World) -> None:
    case = world.case_in()
    assert ask(world, case, "mei")["done"]
    said = answer(world, "mei", request_of(world, case))
    assert (said["done"], said["why"]) == (False, "identity_same_person")
    denied(world, case, look(world, case, "mei"), "identity_waiting")


def test_one_person_is_never_both_keys(world: World) -> None:
    case = world.case_in()
    assert ask(world, case)["done"]
    assert answer(world, "lin", request_of(world, case))["why"] == "identity_same_person"
    assert "identity_denied" in kinds(world, case)
    denied(world, case, look(world, case), "identity_waiting")


@pytest.mark.parametrize(("asker", "second"), [("lin", "luo"), ("lin", "ada"), ("ada", "lin")])
def test_two_people_without_a_custodian_open_nothing(world: World, asker: str, second: str) -> None:
    case = world.case_in()
    assert ask(world, case, asker)["done"]
    said = answer(world, second, request_of(world, case))
    assert (said["done"], said["why"]) == (False, "identity_custodian_missing")
    denied(world, case, look(world, case, asker), "identity_waiting")


def test_only_the_one_who_asked_may_open(world: World) -> None:
    case = world.case_in()
    granted(world, case)
    for who in ("mei", "luo", "ada"):
        denied(world, case, look(world, case, who), "identity_not_asked")


def test_a_grant_opens_one_case_and_no_other(world: World) -> None:
    case, other = world.case_in(), world.case_in()
    granted(world, case)
    denied(world, other, look(world, other), "identity_not_asked")


def test_after_half_an_hour_it_is_shut_whether_or_not_a_job_ran(world: World) -> None:
    case = world.case_in()
    granted(world, case)
    world.travel(minutes=29, seconds=50)
    assert look(world, case)["opened"]
    world.travel(seconds=20)
    denied(world, case, look(world, case), "identity_expired")


def test_how_long_it_stays_open_is_a_rule_in_a_table(world: World) -> None:
    world.arranged("update portal.unlock_rule set span = '5 minutes' where kind = 'open'")
    case = world.case_in()
    granted(world, case)
    world.travel(minutes=6)
    denied(world, case, look(world, case), "identity_expired")
    world.arranged("update portal.unlock_rule set span = '30 minutes' where kind = 'open'")


@pytest.mark.parametrize("who", ["lin", "mei", "ada"])
def test_what_was_granted_can_be_taken_back_at_once(world: World, who: str) -> None:
    case = world.case_in()
    request = granted(world, case)
    assert world.write(who, "revoke_identity", unlock=request)["done"]
    denied(world, case, look(world, case), "identity_revoked")


def test_somebody_who_has_nothing_to_do_with_it_takes_nothing_back(world: World) -> None:
    case = world.case_in()
    request = granted(world, case)
    assert world.write("luo", "revoke_identity", unlock=request)["why"] == "identity_not_yours"
    assert look(world, case)["opened"]


def test_declined_is_declined_and_can_be_asked_anew(world: World) -> None:
    case = world.case_in()
    assert ask(world, case)["done"]
    assert answer(world, "mei", request_of(world, case), agree=False)["done"]
    denied(world, case, look(world, case), "identity_declined")
    granted(world, case)
    assert look(world, case)["opened"]


def test_a_request_that_nobody_answers_lapses_after_a_day(world: World) -> None:
    case = world.case_in()
    assert ask(world, case)["done"]
    world.travel(hours=25)
    assert answer(world, "mei", request_of(world, case))["why"] == "identity_not_waiting"
    denied(world, case, look(world, case), "identity_lapsed")


def test_a_person_who_was_dismissed_opens_nothing_with_a_grant_in_hand(world: World) -> None:
    case = world.case_in()
    granted(world, case, "luo")
    world.arranged("update portal.person set suspended_at = now() where name = 'Luo'")
    assert world.refused("luo", "open_identity", reference=case.reference).key in ("absent", "sign_in_needed")
    waiting = world.case_in()
    world.arranged("update portal.person set suspended_at = null where name = 'Luo'")
    assert ask(world, waiting, "luo")["done"]
    world.arranged("update portal.person set suspended_at = now() where name = 'Luo'")
    assert answer(world, "mei", request_of(world, waiting))["why"] == "identity_asker_gone"
    world.arranged("update portal.person set suspended_at = null where name = 'Luo'")


@pytest.mark.parametrize("who", ["chen", "weber"])
def test_a_party_of_the_case_is_refused_and_recorded(world: World, who: str) -> None:
    case = world.case_in("notified")
    assert ask(world, case, who)["why"] == "identity_not_yours"
    denied(world, case, look(world, case, who), "identity_not_yours")


@pytest.mark.parametrize("who", ["wu", "sara", "chen"])
def test_a_stranger_to_the_case_learns_not_even_that_it_exists(world: World, who: str) -> None:
    case = world.case_in()
    before = kinds(world, case)
    for function, more in (("open_identity", {}), ("ask_identity", {"reason": "contact", "words": REASON})):
        with pytest.raises(Absent):
            world.write(who, function, reference=case.reference, **more)
    assert ask(world, case)["done"]
    for function, more in (("answer_identity", {"agree": True}), ("revoke_identity", {})):
        with pytest.raises(Absent) as there:
            world.write(who, function, unlock=request_of(world, case), **more)
        with pytest.raises(Absent) as nowhere:
            world.write(who, function, unlock=uuid4(), **more)
        assert there.value.key == nowhere.value.key
    assert kinds(world, case) == [*before, "identity_asked"]


def test_a_worker_cannot_turn_a_key(world: World) -> None:
    case = world.case_in()
    for function, more in (("open_identity", {}), ("ask_identity", {"reason": "contact", "words": REASON})):
        with pytest.raises(PortalError):
            world.write(case, function, reference=None, **more)


def test_asking_twice_with_one_request_asks_once(world: World) -> None:
    case = world.case_in()
    request = uuid4()
    for _ in range(2):
        said = world.call("lin", "ask_identity", request_id=request, reference=case.reference, reason="contact", words=REASON)
        assert said["done"]
    assert kinds(world, case) == ["identity_asked"]


def test_an_answer_sent_twice_counts_once(world: World) -> None:
    case = world.case_in()
    assert ask(world, case)["done"]
    request, unlock = uuid4(), request_of(world, case)
    for _ in range(2):
        assert world.call("mei", "answer_identity", request_id=request, unlock=unlock, agree=True)["done"]
    assert kinds(world, case) == ["identity_asked", "identity_granted"]


def test_an_opening_whose_answer_was_lost_is_recorded_once_and_a_second_look_again(world: World) -> None:
    case = world.case_in()
    granted(world, case)
    request = uuid4()
    for _ in range(2):
        assert world.call("lin", "open_identity", request_id=request, reference=case.reference)["opened"]
    assert kinds(world, case).count("identity_opened") == 1
    assert look(world, case)["opened"]
    assert kinds(world, case).count("identity_opened") == 2


def test_a_request_refused_before_the_grant_is_recorded_when_it_opens_after_it(world: World) -> None:
    case = world.case_in()
    assert ask(world, case)["done"]
    request = uuid4()
    assert not world.call("lin", "open_identity", request_id=request, reference=case.reference)["opened"]
    assert answer(world, "mei", request_of(world, case))["done"]
    assert world.call("lin", "open_identity", request_id=request, reference=case.reference)["opened"]
    assert kinds(world, case)[-1] == "identity_opened"


def test_the_worker_reads_when_which_role_and_why_and_no_colleagues_name(world: World) -> None:
    case = world.case_in()
    granted(world, case)
    look(world, case)
    page = world.page(case, case)
    told = [(one["kind"], one["role"], one["reason"]) for one in page["identity"]["history"]]
    assert told == [
        ("identity_asked", "coordinator", "contact"),
        ("identity_granted", "custodian", "contact"),
        ("identity_opened", "coordinator", "contact"),
    ]
    assert "Lin" not in str(page)
    assert "Mei" not in str(page)
    assert REASON not in str(page)
    assert page["identity"]["requests"] == []


def test_a_factory_and_a_brand_see_no_trace_of_it(world: World) -> None:
    case = world.case_in("notified")
    for who in ("chen", "weber"):
        world.page(who, case)  # read once, so that nothing is new any more
    before = {who: world.page(who, case) for who in ("chen", "weber")}
    granted(world, case)
    look(world, case)
    for who, page in before.items():
        assert world.page(who, case) == page
        assert page["identity"] is None
        assert page["exposures"] == []


def test_handshake_sees_without_keys_only_that_something_is_kept(world: World) -> None:
    case = world.case_in()
    world.write(case, "keep_identity", plan="sealed-plan")
    for who in ("lin", "ada", "mei"):
        page = world.page(who, case)
        assert (page["identity"]["kept"], page["identity"]["plan_kept"], page["identity"]["plan"]) == (True, True, None)
        assert "sealed-plan" not in str(page)


def test_the_worker_changes_her_plan_and_takes_away_her_name(world: World) -> None:
    case = world.case_in()
    assert world.write(case, "keep_identity", plan="p1")["identity"]["plan"] == "p1"
    page = world.write(case, "keep_identity", sealed="")
    assert (page["identity"]["kept"], page["identity"]["plan_kept"]) == (False, True)
    granted(world, case)
    assert look(world, case)["sealed"] is None


def test_a_custodian_writes_for_her_and_that_opens_nothing(world: World) -> None:
    case = world.case_in()
    page = world.write("mei", "keep_identity", reference=case.reference, sealed="n2", plan="p2")
    assert "n2" not in str(page)
    assert "p2" not in str(page)
    assert [one["kind"] for one in page["identity"]["history"]] == ["identity_kept", "plan_kept"]
    denied(world, case, look(world, case, "mei"), "identity_not_asked")


@pytest.mark.parametrize("who", ["lin", "ada", "chen", "weber"])
def test_nobody_else_writes_her_identity(world: World, who: str) -> None:
    case = world.case_in("notified")
    with pytest.raises(Absent):
        world.write(who, "keep_identity", reference=case.reference, sealed="mine", plan="mine")
    assert world.rows("select sealed, plan from portal.identity where case_id = %s", case.id) == [("sealed", None)]


def test_the_list_of_requests_is_for_custodians_and_supervisors(world: World) -> None:
    case = world.case_in()
    assert ask(world, case)["done"]
    mine = [one for one in world.call("mei", "identities")["requests"] if one["reference"] == case.reference]
    assert [(one["words"], one["may_agree"], one["by"]) for one in mine] == [(REASON, True, "Lin")]
    theirs = [one for one in world.call("ada", "identities")["requests"] if one["reference"] == case.reference]
    assert [one["may_agree"] for one in theirs] == [False]
    for who in ("lin", "chen", "weber"):
        with pytest.raises(Refused, match="not_allowed"):
            world.call(who, "identities")


def test_the_job_closes_what_has_run_out_once(world: World) -> None:
    case, other = world.case_in(), world.case_in()
    granted(world, case)
    assert ask(world, other)["done"]
    for hours, kind, one in ((1, "identity_expired", case), (26, "identity_lapsed", other)):
        for _ in range(2):
            world.rows("select private.tick_identity(now() + make_interval(hours => %s))", hours)
        assert kinds(world, one).count(kind) == 1
    assert request_of(world, case)
    assert not world.page("lin", case)["identity"]["requests"]


def test_hammering_at_the_door_is_slowed_down(world: World) -> None:
    case = world.case_in()
    answers: list[str] = []
    for _ in range(62):
        try:
            answers.append(look(world, case, "ada")["why"])
        except PortalError as error:
            answers.append(error.key)
    assert answers[-1] == "rate_limited"
    assert len(kinds(world, case)) <= 60
