"""Clocks of cases: letting a case rest, and the lengths that a supervisor may change."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from db.gateway import Gateway
from db.models import CasePage, ClockRule
from db.shape import shape


def hold(gateway: Gateway, request_id: UUID, reference: str, revision: int, reason: str, until: date) -> CasePage:  # noqa: PLR0917  (the arguments of the database's function, in its order)
    """Let a case rest until a day. Conflict when it changed since or rests already."""
    answer = gateway.call("hold", request_id=request_id, reference=reference, revision=revision, reason=reason, until=until)
    return shape(CasePage, answer)


def resume(gateway: Gateway, request_id: UUID, reference: str, revision: int) -> CasePage:
    """Let its clocks run again now."""
    return shape(CasePage, gateway.call("resume", request_id=request_id, reference=reference, revision=revision))


def clock_rules(gateway: Gateway) -> tuple[ClockRule, ...]:
    """How long everything may take now; for people with an account."""
    return shape(tuple[ClockRule, ...], gateway.call("clock_rules"))
