"""The procedure of a case: its moves, and the deeds on which they stand."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from db.gateway import Gateway
from db.models import CasePage, Checklist
from db.shape import shape


def move(  # noqa: PLR0917  (the arguments of the database's function, in its order)
    gateway: Gateway,
    request_id: UUID,
    reference: str | None,
    to_state: str,
    revision: int,
    reason: str | None,
    same_as: str | None = None,
) -> CasePage:
    """Move the case (DOMAIN 3). Conflict when it has changed since; Refused names the guard and what is missing."""
    return _page(
        gateway, "move", request_id, reference=reference, to_state=to_state, revision=revision, reason=reason, same_as=same_as
    )


def withdraw(gateway: Gateway, request_id: UUID, reference: str | None, revision: int) -> CasePage:
    """Take the case back: its worker does, or Handshake notes that she wishes so."""
    return _page(gateway, "withdraw_case", request_id, revision=revision, reference=reference)


def reopen(gateway: Gateway, request_id: UUID, reference: str | None, revision: int, reason: str) -> CasePage:
    """Open a closed case again. Refused after the window, unless for retaliation or money that did not come."""
    return _page(gateway, "reopen", request_id, revision=revision, reason=reason, reference=reference)


def check_triage(gateway: Gateway, request_id: UUID, reference: str, revision: int, answers: Checklist) -> CasePage:
    """Answer the questions of the screening."""
    return _page(
        gateway, "check_triage", request_id, reference=reference, revision=revision, covered=answers.covered,
        specific=answers.specific, internal_channel=answers.internal_channel, told_by_phone=answers.told_by_phone,
        refusal=answers.refusal, elsewhere=answers.elsewhere, authority=answers.authority,
    )  # fmt: skip


def declare_conflict(gateway: Gateway, request_id: UUID, reference: str, *, has_conflict: bool) -> CasePage:
    """Say of oneself whether one has an interest in the case."""
    return _page(gateway, "declare_conflict", request_id, reference=reference, has_conflict=has_conflict)


def record_answer(gateway: Gateway, request_id: UUID, reference: str, body: str) -> CasePage:
    """Take down word for word what the factory said on the telephone."""
    return _page(gateway, "record_answer", request_id, reference=reference, body=body)


def appeal(gateway: Gateway, request_id: UUID, reference: str | None, grounds: str) -> CasePage:
    """Ask that somebody who had no part in it looks at how the case closed."""
    return _page(gateway, "appeal", request_id, grounds=grounds, reference=reference)


def decide_appeal(gateway: Gateway, request_id: UUID, which: UUID, outcome: str, answer: str) -> CasePage:
    """Decide an appeal: upheld or changed. Refused to whoever had a part in the case."""
    return _page(gateway, "decide_appeal", request_id, appeal=which, outcome=outcome, answer=answer)


def _page(gateway: Gateway, function: str, request_id: UUID, **arguments: Any) -> CasePage:
    return shape(CasePage, gateway.call(function, request_id=request_id, **arguments))
