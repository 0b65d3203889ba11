"""What a worker answers about plan, money and outcome becomes its one call: the same through both doors."""

from __future__ import annotations

from uuid import UUID

from components.mine.outcome import Accept, Answer, Dispute, End, Have
from db import remedy
from db.gateway import Gateway
from db.models import CasePage


def send(gateway: Gateway, request: UUID, answer: Answer) -> CasePage:
    """Carry it out, once; the answer is her page as it then is."""
    match answer:
        case Accept(version):
            return remedy.accept_plan(gateway, request, version, None)
        case Dispute(action, words):
            return remedy.dispute_action(gateway, request, action, words)
        case Have(entry, confirmed):
            return remedy.confirm_remedy(gateway, request, entry, None, confirmed=confirmed)
        case End(said):
            return remedy.evaluate(gateway, request, said, None)


def scope(answer: Answer) -> str:
    """Names the deed, so that its request id stays the same until it was acknowledged."""
    return f"mine:{hash(answer)}"
