"""Moves, the screening, a declared interest, an answer on the telephone, appeals."""

from __future__ import annotations

from components.case.moves import CheckTriage, Decide, Declare, Move, Raise, TakeDown
from db import procedure
from db.gateway import Gateway
from db.models import CasePage
from pages.cases.deeds.call import Call, Ways


def move(deed: Move, page: CasePage, gateway: Gateway) -> Call:
    ref, revision = page.case.reference, page.case.revision
    return Call(
        f"move:{ref}:{deed.to_state}",
        lambda request: procedure.move(gateway, request, ref, deed.to_state, revision, deed.reason, deed.same_as),
    )


def check(deed: CheckTriage, page: CasePage, gateway: Gateway) -> Call:
    ref, revision = page.case.reference, page.case.revision
    return Call(f"triage:{ref}", lambda request: procedure.check_triage(gateway, request, ref, revision, deed.answers))


def declare(deed: Declare, page: CasePage, gateway: Gateway) -> Call:
    ref = page.case.reference
    return Call(
        f"conflict:{ref}:{deed.has_conflict}",
        lambda request: procedure.declare_conflict(gateway, request, ref, has_conflict=deed.has_conflict),
    )


def take_down(deed: TakeDown, page: CasePage, gateway: Gateway) -> Call:
    ref = page.case.reference
    return Call(f"phone:{ref}:{hash(deed.body)}", lambda request: procedure.record_answer(gateway, request, ref, deed.body))


def appeal(deed: Raise, page: CasePage, gateway: Gateway) -> Call:
    ref = page.case.reference
    return Call(f"appeal:{ref}:{hash(deed.grounds)}", lambda request: procedure.appeal(gateway, request, ref, deed.grounds))


def decide(deed: Decide, _page: CasePage, gateway: Gateway) -> Call:
    return Call(
        f"decide-appeal:{deed.appeal}:{hash(deed)}",
        lambda request: procedure.decide_appeal(gateway, request, deed.appeal, deed.outcome, deed.answer),
    )


WAYS: Ways = {Move: move, CheckTriage: check, Declare: declare, TakeDown: take_down, Raise: appeal, Decide: decide}
