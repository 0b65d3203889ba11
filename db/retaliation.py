"""Cases about retaliation: opened beside their parent, asked about on promised days."""

from __future__ import annotations

from uuid import UUID

from db.gateway import Gateway
from db.models import CasePage
from db.shape import shape


def open_retaliation(gateway: Gateway, request_id: UUID, reference: str | None, statement: str, *, violent: bool) -> CasePage:
    """A case of its own; the answer is the page of the first one. None means the worker's own case."""
    answer = gateway.call("open_retaliation", request_id=request_id, reference=reference, statement=statement, violent=violent)
    return shape(CasePage, answer)


def record_check_in(gateway: Gateway, request_id: UUID, reference: str, check_in: UUID, how: str, answer: str) -> CasePage:  # noqa: PLR0917  (the arguments of the database's function, in its order)
    """She was asked: fine, pressure or unreachable. Conflict when a colleague wrote it down before."""
    return shape(
        CasePage,
        gateway.call(
            "record_check_in", request_id=request_id, reference=reference, check_in=check_in, how=how, answer=answer
        ),
    )  # fmt: skip


def waive_check_ins(gateway: Gateway, request_id: UUID, reference: str, reason: str) -> CasePage:
    """The check-ins that are left are not made, and why."""
    return shape(CasePage, gateway.call("waive_check_ins", request_id=request_id, reference=reference, reason=reason))


def switch_case(gateway: Gateway, reference: str) -> CasePage:
    """Her browser looks at a linked case of hers from now on. Absent for every other case."""
    return shape(CasePage, gateway.call("switch_case", reference=reference))
