"""Figures over cases, each viewer's own: exact for Handshake and a factory, protected for a brand."""

from __future__ import annotations

from uuid import UUID

from db.gateway import Gateway
from db.models.figures import Figures
from db.shape import shape


def figures(
    gateway: Gateway, from_month: str | None = None, to_month: str | None = None, workplace: UUID | None = None
) -> Figures:
    """Figures of the cases received in these months ("2025-11" to "2026-10"); by default the last 12 whole ones.

    A brand always gets the default months of all its workplaces: two views that overlap could be
    subtracted (DOMAIN 5). Raises BadRequest (`value_invalid`) for a month that is none.
    """
    answer = gateway.call("figures", from_month=from_month, to_month=to_month, workplace=workplace)
    return shape(Figures, answer)
