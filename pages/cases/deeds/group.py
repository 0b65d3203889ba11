"""A group: who joins, what one of it said on the telephone, what others learn."""

from __future__ import annotations

from uuid import UUID

from components.case.group_deeds import AddCaller, Merge, One, Receipt, ShowSize, TellTotals, tell
from components.identities.texts import Person, to_text
from db import groups, remedy
from db.errors import Conflict, Unavailable
from db.gateway import Gateway
from db.models import CasePage
from db.sealing import seal
from pages.cases.deeds.call import Call, Ways


def add(deed: AddCaller, page: CasePage, gateway: Gateway) -> Call:
    ref, text = page.case.reference, to_text(Person(deed.name, deed.phone))
    caller = groups.Caller(
        deed.code, deed.channel, deed.language, deed.statement, deed.factory, sealed_identity=seal(text) if text else None
    )  # fmt: skip
    before = len(page.group.complainants) if page.group else 1

    def send(request: UUID) -> CasePage:
        """Her code is shown because of this very answer, never because somebody else's caller has joined meanwhile."""
        try:
            answer = groups.add_complainant(gateway, request, ref, caller)
        except Unavailable as lost:
            if lost.maybe_done:
                tell(ref, Receipt(deed.code, before))
            raise
        except Conflict as refused:
            if refused.key == "request_reused":  # stored, its answer was lost, and her words were changed since
                tell(ref, Receipt(deed.code))
            raise
        tell(ref, Receipt(deed.code))
        return answer

    return Call(f"group-add:{ref}:{hash(deed.code)}", send)


def merge(deed: Merge, page: CasePage, gateway: Gateway) -> Call:
    ref = page.case.reference
    return Call(f"group-merge:{ref}:{deed.other}", lambda i: groups.merge_case(gateway, i, ref, deed.other, deed.how))


def one(deed: One, page: CasePage, gateway: Gateway) -> Call:
    ref, party, version = page.case.reference, deed.party, page.plan.version if page.plan else 0
    scope = f"group-one:{ref}:{version}:{hash(deed)}"
    match deed.way:
        case "accept":
            return Call(scope, lambda i: remedy.accept_plan(gateway, i, version, ref, party, deed.how))
        case "decline":
            return Call(scope, lambda i: groups.decline_plan(gateway, i, version, ref, party, deed.how))
        case "voice":
            return Call(scope, lambda i: groups.choose_voice(gateway, i, deed.number, ref, party, deed.how))
        case "heard":
            how = "attempts" if deed.said == "unreachable" else deed.how
            return Call(scope, lambda i: remedy.evaluate(gateway, i, deed.said, ref, how, party=party))
        case "attempt":
            return Call(
                scope, lambda i: remedy.record_attempt(gateway, i, ref, deed.how, deed.said, on_plan=True, party=party)
            )  # fmt: skip
    return Call(scope, lambda i: groups.leave_group(gateway, i, ref, party))


def show_size(deed: ShowSize, page: CasePage, gateway: Gateway) -> Call:
    ref = page.case.reference
    return Call(f"group-size:{ref}:{hash(deed)}", lambda i: groups.show_group(gateway, i, ref, deed.shown, deed.said_size))


def tell_totals(_deed: TellTotals, page: CasePage, gateway: Gateway) -> Call:
    ref = page.case.reference
    return Call(f"group-totals:{ref}:{page.tip}", lambda i: groups.tell_totals(gateway, i, ref))


WAYS: Ways = {AddCaller: add, Merge: merge, One: one, ShowSize: show_size, TellTotals: tell_totals}
