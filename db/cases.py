"""One case: its page, the moves of a coordinator, permissions, and the view of another party."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from db.gateway import Gateway
from db.models import CasePage, ConsentItem, Preview
from db.shape import shape


def case_page(gateway: Gateway, reference: str | None) -> CasePage:
    """Everything the case page shows this caller; None means the worker's own case. Raises Absent."""
    return shape(CasePage, gateway.call("case_page", reference=reference))


def case_tip(gateway: Gateway, reference: str | None) -> str:
    """A short text that changes whenever this caller would see something new."""
    return shape(str, gateway.call("case_tip", reference=reference))


def preview(gateway: Gateway, reference: str, party: UUID) -> Preview:
    """The thread through the policies of another party; for coordinators of the case only."""
    return shape(Preview, gateway.call("preview", reference=reference, party=party))


def admit(gateway: Gateway, request_id: UUID, reference: str, organization: UUID) -> CasePage:
    """Let an organisation into the case. Refused without a live consent (guard_consent_missing)."""
    return shape(CasePage, gateway.call("admit", request_id=request_id, reference=reference, organization=organization))


def classify(gateway: Gateway, request_id: UUID, reference: str, revision: int, issues: Sequence[str], severity: int) -> CasePage:  # noqa: PLR0917  (the arguments of the database's function, in its order)
    """Set the issues, the main one first, and the severity."""
    answer = gateway.call(
        "classify",
        request_id=request_id,
        reference=reference,
        revision=revision,
        issues=list(issues),
        severity=severity,
    )
    return shape(CasePage, answer)


def end_no_tip_off(gateway: Gateway, request_id: UUID, reference: str, revision: int, reason: str) -> CasePage:
    """A supervisor lets the factory be told from now on; the reason stays as an internal note. Refused for all others."""
    answer = gateway.call("end_no_tip_off", request_id=request_id, reference=reference, revision=revision, reason=reason)
    return shape(CasePage, answer)


def give_consent(  # noqa: PLR0917  (the arguments of the database's function, in its order)
    gateway: Gateway,
    request_id: UUID,
    reference: str | None,
    item: ConsentItem,
    recipient: UUID,
    given_how: str,
    text_version: str,
    language: str,
    guardian: str | None = None,
    child_agreed: bool | None = None,
    party: UUID | None = None,
) -> CasePage:
    """Write down a permission: the worker's own click, or what was said to a coordinator, of a group by whom. For a child
    a guardian speaks, and the child is asked too (guard_child_not_asked)."""
    answer = gateway.call(
        "give_consent",
        request_id=request_id,
        reference=reference,
        item=item,
        recipient=recipient,
        given_how=given_how,
        text_version=text_version,
        language=language,
        guardian=guardian,
        child_agreed=child_agreed,
        party=party,
    )
    return shape(CasePage, answer)


def withdraw_consent(gateway: Gateway, request_id: UUID, consent: UUID) -> CasePage:
    """Take a permission back: disclosure stops from now on, what was read cannot be unread."""
    return shape(CasePage, gateway.call("withdraw_consent", request_id=request_id, consent=consent))
