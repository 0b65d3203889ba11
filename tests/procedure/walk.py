"""How a case comes from one state to the next when everybody does what DOMAIN 3 asks of them.

`STEPS` holds, for each state, the state before it and the deeds that lead there. Whoever adds a guard adds here what
satisfies it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.procedure.world import Case, World

Deeds = Callable[["World", "Case"], None]


def to(world: World, case: Case, state: str) -> None:
    """Walk a case from `received` to that state."""
    if state == "received":
        return
    before, deeds = STEPS[state]
    to(world, case, before)
    deeds(world, case)
    arrived = world.head(case)["state"]
    assert arrived == state, f"the walk to {state} ended in {arrived}"


def _manager(case: Case) -> str:
    return "chen" if case.workplace == "lianfeng" else "wu"


def _triage(world: World, case: Case) -> None:
    world.move(case, "triage")


def check(world: World, case: Case, **answers: object) -> None:
    """Fill in the screening checklist; what is not named is as good as can be."""
    answers = {"covered": True, "specific": True, "internal_channel": "tried"} | answers
    world.write("lin", "check_triage", reference=case.reference, revision=world.head(case)["revision"], **answers)


def _admitted(world: World, case: Case) -> None:
    check(world, case)
    world.move(case, "admitted")


def _notified(world: World, case: Case) -> None:
    for one in (case.workplace, *case.brands):
        world.write("lin", "admit", reference=case.reference, organization=world.organizations[one])
    world.decide(case)


def _responded(world: World, case: Case) -> None:
    answer = world.post(case, _manager(case), "It is true. We pay on Friday.", "worker")
    world.decide(case, answer)


def _investigating(world: World, case: Case) -> None:
    world.post(case, case, "Please ask them for the day.", "handshake")
    world.move(case, "investigating")
    world.write("lin", "declare_conflict", reference=case.reference, has_conflict=False)


def prove(world: World, case: Case) -> None:
    """Evidence, and a finding on each issue."""
    world.write("lin", "add_evidence", reference=case.reference, kind="record", words="The payroll of March shows it.")
    for code in world.page("lin", case)["case"]["issues"]:
        world.write("lin", "make_finding", reference=case.reference, code=code, outcome="grounded", reason="Not paid in March.")


def _found(world: World, case: Case) -> None:
    prove(world, case)
    world.move(case, "found")


def _remedy_agreed(world: World, case: Case) -> None:
    world.move(case, "remedy_agreed")


def _remediating(world: World, case: Case) -> None:
    world.write(
        "lin", "set_action", reference=case.reference, version=0, deed="Pay the wages of March",
        owner=world.seat(case, case.workplace), due_on=(world.now + timedelta(days=14)).date(), evidence_wanted="Bank slips",
    )  # fmt: skip
    world.write(_manager(case), "accept_plan", reference=case.reference, version=1)
    world.write(case, "accept_plan", version=1)
    world.move(case, "remediating")


def _verifying(world: World, case: Case) -> None:
    for action in world.page("lin", case)["plan"]["actions"]:
        world.write(_manager(case), "claim_done", action=action["id"], words="Paid on Friday.")
    world.move(case, "verifying")


def _evaluating(world: World, case: Case) -> None:
    for action in world.page("lin", case)["plan"]["actions"]:
        world.write("lin", "verify_action", action=action["id"], verified=True)
    world.move(case, "evaluating")


def _closed(world: World, case: Case) -> None:
    world.write(case, "evaluate", said="confirmed")
    world.move(case, "closed", reason="remedied")


def _answered(world: World, case: Case) -> None:
    check(world, case, told_by_phone=True)
    world.move(case, "answered")


def _inadmissible(world: World, case: Case) -> None:
    check(world, case, covered=False, refusal="not_covered", elsewhere="The labour office of the district takes this.")
    world.move(case, "inadmissible")


def _referred(world: World, case: Case) -> None:
    words = {
        "refusal": "authority_competent",
        "elsewhere": "The inspectorate calls you.",
        "authority": "Labour inspectorate, Huizhou",
    }
    check(world, case, **words)
    world.move(case, "referred")


STEPS: dict[str, tuple[str, Deeds]] = {
    "triage": ("received", _triage),
    "admitted": ("triage", _admitted),
    "notified": ("admitted", _notified),
    "responded": ("notified", _responded),
    "investigating": ("responded", _investigating),
    "found": ("investigating", _found),
    "remedy_agreed": ("found", _remedy_agreed),
    "remediating": ("remedy_agreed", _remediating),
    "verifying": ("remediating", _verifying),
    "evaluating": ("verifying", _evaluating),
    "closed": ("evaluating", _closed),
    "answered": ("triage", _answered),
    "inadmissible": ("triage", _inadmissible),
    "referred": ("triage", _referred),
}
