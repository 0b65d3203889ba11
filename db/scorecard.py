"""The scorecard of the mechanism itself, from the roll-ups. For Handshake's desk."""

from __future__ import annotations

from db.gateway import Gateway
from db.models.scorecard import Scorecard
from db.shape import shape


def scorecard(gateway: Gateway, from_month: str | None = None, to_month: str | None = None) -> Scorecard:
    """Cases received in these months ("2025-11"), by default the last twelve. Raises BadRequest, Refused."""
    return shape(Scorecard, gateway.call("scorecard", from_month=from_month, to_month=to_month))
