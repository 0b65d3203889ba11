"""The plan: who writes it, who accepts it, what becomes of an action, and what each party sees of it."""

from __future__ import annotations

import threading
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest

from db.errors import Absent, BadRequest, Conflict, PortalError, Refused
from tests.procedure.world import Case, World

HUIZHOU = ZoneInfo("Asia/Shanghai")


def guard(world: World, case: Case, name: str) -> str | None:
    found: str | None = world.rows(
        {"plan": "select private.guard_plan(%s)", "done": "select private.guard_done(%s)",
         "verified": "select private.guard_verified(%s)"}[name], case.id,
    )[0][0]  # fmt: skip
    return found


def act(world: World, case: Case, deed: str = "Pay the arrears", owner: str = "lianfeng", **more: Any) -> UUID:
    """Lin writes an action into the plan; complete unless told otherwise."""
    plan = world.page("lin", case)["plan"] or {"version": 0}
    page = world.write(
        "lin", "set_action", reference=case.reference, version=plan["version"], deed=deed,
        owner=world.seat(case, owner) if owner else None,
        **{"due_on": world.now.date().replace(year=world.now.year + 1), "evidence_wanted": "Bank slips"} | more,
    )  # fmt: skip
    return next(UUID(one["id"]) for one in page["plan"]["actions"] if one["deed"] == deed)


def accepted(world: World, case: Case) -> Case:
    version = world.page("lin", case)["plan"]["version"]
    world.write("chen", "accept_plan", reference=case.reference, version=version)
    world.write(case, "accept_plan", version=version)
    return case


def state(world: World, case: Case, action: UUID) -> str:
    return next(str(one["state"]) for one in world.page("lin", case)["plan"]["actions"] if one["id"] == str(action))


def test_a_plan_needs_an_action_with_owner_day_and_evidence_wanted(world: World) -> None:
    case = world.case_in("remedy_agreed")
    assert guard(world, case, "plan") == "guard_action_missing"
    for missing in ({"owner": ""}, {"due_on": None}, {"evidence_wanted": None}):
        action = act(world, case, f"Without {next(iter(missing))}", **missing)
        accepted(world, case)
        assert guard(world, case, "plan") == "guard_action_incomplete", missing
        world.write("lin", "drop_action", action=action, version=world.page("lin", case)["plan"]["version"])
    act(world, case)
    assert guard(world, case, "plan") == "guard_plan_not_accepted"
    assert guard(world, accepted(world, case), "plan") is None


def test_a_remedy_agreed_in_words_asks_nothing_of_the_factory_until_there_is_a_plan(world: World) -> None:
    case = world.case_in("remedy_agreed")

    def waits() -> tuple[str, str]:
        return world.rows("select box, waits_for from portal.party where id = %s", world.seat(case, "lianfeng"))[0]

    world.page("chen", case)
    assert waits() == ("waiting", "nothing")
    act(world, case)
    world.page("chen", case)
    assert waits() == ("needs", "remedy"), "a plan to accept"
    world.move(accepted(world, case), "remediating")
    world.page("chen", case)
    assert waits() == ("needs", "remedy")


@pytest.mark.parametrize("only", ["chen", "worker"])
def test_one_side_alone_does_not_accept_a_plan(world: World, only: str) -> None:
    case = world.case_in("remedy_agreed")
    act(world, case)
    world.write(case if only == "worker" else "chen", "accept_plan", reference=case.reference, version=1)
    assert guard(world, case, "plan") == "guard_plan_not_accepted"


def test_a_changed_plan_is_to_be_accepted_again(world: World) -> None:
    case = world.case_in("remedy_agreed")
    action = act(world, case)
    accepted(world, case)
    plan = world.page("lin", case)["plan"]
    same = {key: plan["actions"][0][key] for key in ("deed", "due_on", "evidence_wanted")} | {
        "owner": world.seat(case, "lianfeng")
    }
    world.write("lin", "set_action", reference=case.reference, version=plan["version"], action=action, **same)
    assert guard(world, case, "plan") is None, "nothing changed"
    world.write(
        "lin", "set_action", reference=case.reference, version=plan["version"], action=action, **same | {"deed": "Pay half"}
    )  # fmt: skip
    assert guard(world, case, "plan") == "guard_plan_not_accepted"
    assert world.page("chen", case)["plan"]["accepted_by_me"] is False


def test_nobody_accepts_a_plan_other_than_the_one_that_was_read(world: World) -> None:
    case = world.case_in("remedy_agreed")
    act(world, case)
    act(world, case, "And the interest")
    for who in ("chen", case):
        refused = world.refused(who, "accept_plan", reference=case.reference, version=1)
        assert isinstance(refused, Conflict)
        assert refused.key == "revision_stale"


def test_an_acceptance_on_the_phone_is_noted_with_how(world: World) -> None:
    case = world.case_in("remedy_agreed")
    act(world, case)
    worker = world.seat(case, "worker")
    for how in ("portal", None, "rumour"):
        assert (
            world.refused("lin", "accept_plan", reference=case.reference, version=1, party=worker, how=how).key == "value_invalid"
        )
    assert world.refused("lin", "accept_plan", reference=case.reference, version=1, how="phone").key == "value_invalid"
    page = world.write("lin", "accept_plan", reference=case.reference, version=1, party=worker, how="phone")
    assert [(one["side"], one["how"]) for one in page["plan"]["accepted"]] == [("worker", "phone")]
    assert world.rows("select noted_by from portal.acceptance where case_id = %s", case.id) == [(world.people["lin"].person,)]


def test_the_factory_learns_on_which_day_she_agreed_and_neither_the_hour_nor_how(world: World) -> None:
    case = world.case_in("remedy_agreed")
    act(world, case)
    accepted(world, case)

    def told(who: str | Case) -> tuple[dict[str, Any], datetime]:
        page = world.page(who, case)
        steps = [one for one in page["timeline"] if one["kind"] == "plan_accepted" and one["facts"]["side"] == "worker"]
        agreed = next(one for one in page["plan"]["accepted"] if one["side"] == "worker")
        return agreed, datetime.fromisoformat(steps[-1]["at"])

    noon = datetime.combine(world.now.astimezone(HUIZHOU), time(12), HUIZHOU)
    agreed, step = told("chen")
    assert (agreed["how"], datetime.fromisoformat(agreed["at"]), step) == (None, noon, noon)
    for who in ("lin", case):
        agreed, step = told(who)
        assert agreed["how"] == "portal"
        assert datetime.fromisoformat(agreed["at"]) == step
        assert abs(world.now - step) < timedelta(minutes=10), "she and Handshake keep the hour"


@pytest.mark.parametrize("who", ["chen", "weber", "mei", "worker"])
def test_only_handshake_writes_the_plan(world: World, who: str) -> None:
    case = world.case_in("remedy_agreed")
    action = act(world, case)
    asking = case if who == "worker" else who
    deed = {"reference": case.reference, "version": 1, "deed": "Nothing"}
    assert isinstance(world.refused(asking, "set_action", **deed), PortalError)
    assert isinstance(world.refused(asking, "drop_action", action=action, version=1), PortalError)
    assert world.page("lin", case)["plan"]["version"] == 1


def test_a_day_of_the_past_is_no_due_date(world: World) -> None:
    case = world.case_in("remedy_agreed")
    for day in ("2020-01-01", "infinity", "9999-12-31"):
        refused = world.refused("lin", "set_action", reference=case.reference, version=0, deed="Pay", due_on=day)
        assert (type(refused), refused.facts) == (BadRequest, {"field": "due_on"})


def test_only_the_owner_or_handshake_for_him_says_that_it_is_done(world: World) -> None:
    case = world.case_in("remediating")
    action = world.page("lin", case)["plan"]["actions"][0]["id"]
    assert isinstance(world.refused("weber", "claim_done", action=action, words="Done."), Refused)
    assert isinstance(world.refused("wu", "claim_done", action=action, words="Done."), Absent)
    assert isinstance(world.refused(case, "claim_done", action=action, words="Done."), Refused)
    assert world.refused("lin", "claim_done", action=action, words="Done.").key == "value_invalid", "how was it told?"
    page = world.write("lin", "claim_done", action=action, words="He says that it is done.", how="phone")
    assert page["plan"]["actions"][0]["done_how"] == "phone"


def test_done_without_evidence_is_refused(world: World) -> None:
    case = world.case_in("remediating")
    action = world.page("lin", case)["plan"]["actions"][0]["id"]
    for words in (None, "", "  "):
        assert world.refused("chen", "claim_done", action=action, words=words).key == "guard_evidence_wanted"
    assert guard(world, case, "done") == "guard_evidence_wanted"
    world.write("chen", "claim_done", action=action, words="Slip 1.")
    assert guard(world, case, "done") is None
    assert world.head(case)["factory_done_at"] is not None


def test_the_factory_never_verifies(world: World) -> None:
    case = world.case_in("verifying")
    action = world.page("lin", case)["plan"]["actions"][0]["id"]
    for verifier, name in (("coordinator", None), ("third_party", "An auditor")):
        for who in ("chen", case, "weber"):
            refused = world.refused(who, "verify_action", action=action, verified=True, verifier=verifier, verifier_name=name)
            assert isinstance(refused, PortalError)
    for name in ("lianfeng", " LIANFENG "):
        refused = world.refused("lin", "verify_action", action=action, verified=True, verifier="third_party", verifier_name=name)
        assert refused.key == "guard_verifier_factory"
    assert guard(world, case, "verified") == "guard_not_verified"
    assert world.head(case)["verified_at"] is None
    world.write("lin", "verify_action", action=action, verified=True, verifier="third_party", verifier_name="Fair Audit")
    assert guard(world, case, "verified") is None
    assert world.head(case)["verified_at"] is not None


def test_what_is_not_verified_goes_back_to_its_owner(world: World) -> None:
    case = world.case_in("verifying")
    action = UUID(world.page("lin", case)["plan"]["actions"][0]["id"])
    world.write("lin", "verify_action", action=action, verified=False, words="The slips are of another month.")
    assert state(world, case, action) == "open"
    assert world.head(case)["factory_done_at"] is None


def test_the_worker_disputes_and_the_verification_stands_beside_it(world: World) -> None:
    case = world.case_in("verifying")
    action = UUID(world.page("lin", case)["plan"]["actions"][0]["id"])
    world.write("lin", "verify_action", action=action, verified=True)
    assert isinstance(world.refused("chen", "dispute_action", action=action, words="No."), Refused)
    world.write(case, "dispute_action", action=action, words="I got nothing, says somebody of line 3.")
    assert state(world, case, action) == "disputed"
    assert guard(world, case, "verified") == "guard_not_verified"
    assert world.head(case)["verified_at"] is not None, "truth 3 is not truth 4"
    told = [one["words"] for who in ("chen", "weber") for one in world.page(who, case)["evidence"]]
    assert not [words for words in told if words and "line 3" in words]
    assert [one["state"] for one in world.page("chen", case)["plan"]["actions"]] == ["disputed"]


def test_what_she_disputes_is_not_verified_by_whoever_has_not_read_it(world: World) -> None:
    case = world.case_in("verifying")
    action = UUID(world.page("lin", case)["plan"]["actions"][0]["id"])
    world.write(case, "dispute_action", action=action, words="Nobody paid.")
    for verified in (True, False):
        refused = world.refused("lin", "verify_action", action=action, verified=verified)
        assert (type(refused), refused.key, refused.facts) == (Conflict, "case_state_changed", {"state": "disputed"})
    assert state(world, case, action) == "disputed"
    assert guard(world, case, "verified") == "guard_not_verified"
    world.write("lin", "verify_action", action=action, verified=True, words="The bank shows it.", was="disputed")
    assert state(world, case, action) == "verified", "whoever has read it may"


def test_each_party_sees_its_own_part_of_the_plan(world: World) -> None:
    case = world.case_in("remedy_agreed", brands=("brand_k", "brand_a"))
    for owner in ("lianfeng", "brand_k", "brand_a", "worker", "handshake"):
        act(world, case, f"{owner} does it", owner)

    def seen(who: Any) -> set[str]:
        return {one["deed"].split()[0] for one in world.page(who, case)["plan"]["actions"]}

    assert seen(case) == seen("lin") == seen("mei") == {"lianfeng", "brand_k", "brand_a", "worker", "handshake"}
    assert seen("chen") == {"lianfeng"}
    assert seen("weber") == {"lianfeng", "brand_k"}
    assert seen("sara") == {"lianfeng", "brand_a"}


def test_a_claim_made_twice_is_made_once(world: World) -> None:
    case = world.case_in("remediating")
    action, request = world.page("lin", case)["plan"]["actions"][0]["id"], uuid4()
    for _ in range(2):
        world.call("chen", "claim_done", request_id=request, action=action, words="Paid.")
    assert world.rows("select count(*) from portal.evidence where about_action = %s", action) == [(1,)]


def test_two_coordinators_who_change_one_plan_at_once_make_one_change(world: World) -> None:
    case = world.case_in("remedy_agreed")
    act(world, case)
    said: list[str] = []

    def change(deed: str) -> None:
        try:
            world.write("lin", "set_action", reference=case.reference, version=1, deed=deed)
            said.append("made")
        except Conflict as error:
            said.append(error.key)

    threads = [threading.Thread(target=change, args=(f"Deed {n}",)) for n in range(6)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(said) == ["made"] + ["revision_stale"] * 5
    assert world.page("lin", case)["plan"]["version"] == 2


def test_an_action_has_a_clock_from_the_remedy_on_and_until_it_is_done(world: World) -> None:
    case = world.case_in("remedy_agreed")
    action = act(world, case, due_on=(world.now + timedelta(days=5)).date())

    def running() -> list[Any]:
        return world.rows(
            "select due_at - now() between interval '4 days' and interval '6 days', outcome from portal.clock where subject = %s",
            action,
        )  # fmt: skip

    assert running() == []
    world.move(accepted(world, case), "remediating")
    assert running() == [(True, None)]
    world.write("chen", "claim_done", action=action, words="Paid.")
    assert running() == [(True, "kept")]
