"""The moderation desk: which messages wait, and what is decided on one of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from db.gateway import Gateway
from db.models import Moderation
from db.shape import shape


@dataclass(frozen=True)
class Decision:
    """What a moderator decided: `outcome` is release, send_back or withhold; `reason` a code of the catalogue.

    `body` is the text for the readers, `removed` how many passages it lacks; both matter for a release only.
    """

    message: UUID
    outcome: str
    body: str
    removed: int
    reason: str
    note: str
    audience: Sequence[UUID]
    revision: int
    ask_worker: bool = False  # somebody asked for names: she is asked within a day whether she was put under pressure


def moderation(gateway: Gateway, message: UUID | None = None) -> Moderation:
    """The queue, longest waiting first, and the chosen message with its original; the first one by default."""
    return shape(Moderation, gateway.call("moderation", message=message))


def decide(gateway: Gateway, request_id: UUID, decision: Decision) -> Moderation:
    """Store the decision and return the desk with the next message chosen.

    Raises Conflict when somebody decided before, or the author changed the words since `revision`.
    """
    answer = gateway.call(
        "decide",
        request_id=request_id,
        message=decision.message,
        outcome=decision.outcome,
        body=decision.body,
        removed=decision.removed,
        reason=decision.reason,
        note=decision.note or None,
        audience=list(decision.audience),
        revision=decision.revision,
        ask_worker=decision.ask_worker,
    )
    return shape(Moderation, answer)
