"""Letting a case rest, and letting it go on."""

from __future__ import annotations

from components.case.holding import GoOn, Rest
from db import clocks
from db.gateway import Gateway
from db.models import CasePage
from pages.cases.deeds.call import Call, Ways


def rest(deed: Rest, page: CasePage, gateway: Gateway) -> Call:
    ref, revision = page.case.reference, page.case.revision
    return Call(
        f"hold:{ref}:{deed.until}:{deed.reason}",
        lambda request: clocks.hold(gateway, request, ref, revision, deed.reason, deed.until),
    )


def go_on(_deed: GoOn, page: CasePage, gateway: Gateway) -> Call:
    ref, revision = page.case.reference, page.case.revision
    return Call(f"resume:{ref}:{revision}", lambda request: clocks.resume(gateway, request, ref, revision))


WAYS: Ways = {Rest: rest, GoOn: go_on}
