"""ATTACKS 1 and 3: who may end no tip-off, and what the factory learns before and after. Through both gateways."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from db.errors import Absent, BadRequest, Conflict, PortalError
from tests.policies.scene import Case, Scene

Call = Callable[..., Any]
REASON = "Canary-why the person is safe."


@pytest.fixture
def silent(stage: Scene) -> tuple[str, Case]:
    """A case of harassment at Lianfeng, which its worker allows the factory to know, screened and admitted."""
    name = f"silent{uuid4().hex[:6]}"
    case = stage.file(name, "lianfeng", ["C3"])
    stage.move(name, "triage", "admitted")
    return name, case


def revision(call: Call, case: Case) -> int:
    return int(call("ada", "case_page", reference=case.reference)["case"]["revision"])


def end(call: Call, who: str, case: Case, reason: str | None = REASON, *, seen: int | None = None) -> Any:
    known = revision(call, case) if seen is None else seen
    return call(who, "end_no_tip_off", request_id=uuid4(), reference=case.reference, revision=known, reason=reason)


def is_silent(call: Call, case: Case) -> bool:
    return "no_tip_off" in call("ada", "case_page", reference=case.reference)["case"]["badges"]


def all_that(call: Call, who: str) -> str:
    """Everything that the screens of that person are made of, but for single cases."""
    return json.dumps([*(call(who, "inbox", box=box) for box in ("needs", "waiting", "closed")), call(who, "figures")])


@pytest.mark.parametrize("who", ["lin", "mei", "chen", "wu", "weber", "ben", "worker", "public", "stranger", "zhao"])
def test_nobody_but_a_supervisor_ends_no_tip_off(call: Call, silent: tuple[str, Case], who: str) -> None:
    name, case = silent
    with pytest.raises(PortalError):
        end(call, f"worker_{name}" if who == "worker" else who, case)
    assert is_silent(call, case)
    end(call, "ada", case)
    assert not is_silent(call, case), "a supervisor does"


def test_a_factory_learns_nothing_before_and_the_released_words_after(call: Call, stage: Scene, silent: tuple[str, Case]) -> None:
    name, case = silent
    before = all_that(call, "chen")
    page = end(call, "ada", case)
    assert "no_tip_off" not in page["case"]["badges"]
    # No longer hidden is not yet told: the factory is neither admitted nor has anything been released to it.
    assert all_that(call, "chen") == before
    with pytest.raises(Absent):
        call("chen", "case_page", reference=case.reference)
    stage.admit(name, "lianfeng")
    stage.decide(name, "statement", to=("lianfeng",))
    assert case.reference in all_that(call, "chen")
    told = json.dumps(call("chen", "case_page", reference=case.reference))
    assert f"Canary-release-{name}-statement" in told
    assert f"Canary-statement-{name}" not in told
    assert "Canary-why" not in told, "why the silence ended is for Handshake alone"


def test_the_factory_is_not_admitted_before_the_silence_ends(call: Call, stage: Scene, silent: tuple[str, Case]) -> None:
    case = silent[1]
    asked = {"reference": case.reference, "organization": stage.organizations["lianfeng"]}
    with pytest.raises(PortalError) as refused:
        call("lin", "admit", request_id=uuid4(), **asked)
    assert refused.value.key == "guard_no_tip_off"
    steps = {one["to_state"]: one["why_not"] for one in call("lin", "case_page", reference=case.reference)["steps"]}
    assert steps["notified"] == "guard_no_tip_off"


def test_the_reason_is_a_note_and_stands_in_no_event(call: Call, stage: Scene, silent: tuple[str, Case]) -> None:
    case = silent[1]
    page = end(call, "ada", case)
    assert [m["kind"] for m in page["messages"] if m["body"] == REASON] == ["note"]
    with stage.database.connect() as admin:
        facts = admin.execute("select string_agg(facts::text, '') from portal.event where case_id = %s", [case.id]).fetchone()
    assert facts
    assert "Canary-why" not in facts[0]


def test_an_end_without_reason_or_on_an_old_view_is_refused(call: Call, silent: tuple[str, Case]) -> None:
    case = silent[1]
    for reason in (None, "", " \u200b\n"):
        with pytest.raises(BadRequest) as refused:
            end(call, "ada", case, reason)
        assert refused.value.key == "body_empty"
    with pytest.raises(Conflict):
        end(call, "ada", case, seen=revision(call, case) - 1)
    assert is_silent(call, case)
    end(call, "ada", case)
    with pytest.raises(Conflict):
        end(call, "ada", case)
