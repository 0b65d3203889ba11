"""Messages of a case: write, and change or take back while they are held."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from db.gateway import Gateway
from db.models import CasePage, MessageKind
from db.shape import shape


def post_message(  # noqa: PLR0917  (the arguments of the database's function, in its order)
    gateway: Gateway,
    request_id: UUID,
    reference: str | None,
    body: str,
    audience: Sequence[UUID],
    kind: MessageKind = MessageKind.MESSAGE,
    files: Sequence[UUID] = (),
) -> CasePage:
    """Store a message with its files, once however often it is sent. Raises Conflict(request_reused)
    when the same id comes with other words."""
    answer = gateway.call(
        "post_message",
        request_id=request_id,
        reference=reference,
        body=body,
        audience=list(audience),
        kind=kind,
        files=list(files),
    )
    return shape(CasePage, answer)


def change_held(gateway: Gateway, request_id: UUID, message: UUID, body: str) -> CasePage:
    """Change one's own message while Handshake has not decided; afterwards Conflict(case_state_changed)."""
    return shape(CasePage, gateway.call("change_held", request_id=request_id, message=message, body=body))


def take_back(gateway: Gateway, request_id: UUID, message: UUID) -> CasePage:
    """Take one's own held message back; afterwards Conflict(case_state_changed)."""
    return shape(CasePage, gateway.call("take_back", request_id=request_id, message=message))
