"""A worker tells of pressure, or turns to her linked case: one call, the same through both doors."""

from __future__ import annotations

from uuid import UUID

from components.mine.pressure import Tell, Turn
from db import retaliation
from db.gateway import Gateway
from db.models import CasePage


def send(gateway: Gateway, request: UUID, deed: Tell | Turn) -> CasePage:
    """Carry it out, once; the answer is her page as it then is."""
    if isinstance(deed, Turn):
        return retaliation.switch_case(gateway, deed.reference)
    return retaliation.open_retaliation(gateway, request, None, deed.statement, violent=deed.violent)
