"""Raising zero tolerance on suspicion, and a brand's confirmation of the request it got."""

from __future__ import annotations

from components.protocol.deeds import Acknowledge, RaiseOnSuspicion
from db import protocols
from db.gateway import Gateway
from db.models import CasePage
from pages.cases.deeds.call import Call, Ways


def raise_on_suspicion(deed: RaiseOnSuspicion, page: CasePage, gateway: Gateway) -> Call:
    ref, revision = page.case.reference, page.case.revision
    return Call(
        f"zero-tolerance:{ref}:{hash((deed.ground, deed.words))}",
        lambda request: protocols.raise_on_suspicion(gateway, request, ref, revision, deed.ground, deed.words),
    )


def acknowledge(_deed: Acknowledge, page: CasePage, gateway: Gateway) -> Call:
    ref = page.case.reference
    return Call(f"acknowledge:{ref}", lambda request: protocols.acknowledge(gateway, request, ref))


WAYS: Ways = {RaiseOnSuspicion: raise_on_suspicion, Acknowledge: acknowledge}
