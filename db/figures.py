"""Figures over cases, exact: for Handshake, and for a factory its own. A brand reads published ones (db/publications.py)."""

from __future__ import annotations

from uuid import UUID

from db.gateway import Gateway
from db.models.figures import Figures
from db.shape import shape


def figures(
    gateway: Gateway, from_month: str | None = None, to_month: str | None = None, workplace: UUID | None = None
) -> Figures:
    """Figures of the cases received in these months ("2025-11" to "2026-10"); by default the last 12 whole ones.

    Raises BadRequest (`value_invalid`) for a month that is none, Refused (`not_allowed`) for a brand: two
    days or periods that it could look at could be subtracted (DOMAIN 5).
    """
    answer = gateway.call("figures", from_month=from_month, to_month=to_month, workplace=workplace)
    return shape(Figures, answer)
