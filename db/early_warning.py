"""Early warning for the desk: the ranked list and its two deeds. Each write answers with the view that follows it."""

from __future__ import annotations

from uuid import UUID

from db.gateway import Gateway
from db.models.warning import EarlyWarning
from db.shape import shape


def early_warning(gateway: Gateway) -> EarlyWarning:
    """What is unusual, most unusual first. Raises Refused(not_allowed) for anybody but coordinators and supervisors."""
    return shape(EarlyWarning, gateway.call("early_warning"))


def open_l0(gateway: Gateway, request_id: UUID, warning: UUID) -> EarlyWarning:
    """Open L0 at the strike desk with its cases. Conflict(strike_open, case_state_changed) when somebody was faster."""
    return shape(EarlyWarning, gateway.call("open_warning", request_id=request_id, warning=warning))


def dismiss(gateway: Gateway, request_id: UUID, warning: UUID, why: str) -> EarlyWarning:
    """Put it aside; it comes back only when it got worse."""
    return shape(EarlyWarning, gateway.call("dismiss_warning", request_id=request_id, warning=warning, why=why))
