"""What people do in a group grievance. Each answers with the page as its caller then sees it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from db.gateway import Gateway
from db.models import CasePage
from db.receipts import TEXT_VERSION, hash_code
from db.shape import shape


@dataclass(frozen=True)
class Caller:
    """One more complainant. `code` is the receipt's: its hash is sent, never itself."""

    code: str
    channel: str
    language: str
    statement: str
    consent_factory: bool
    consent_brands: Sequence[UUID] = ()
    sealed_identity: str | None = None
    sealed_plan: str | None = None


def add_complainant(gateway: Gateway, request_id: UUID, reference: str, caller: Caller) -> CasePage:
    """Take one more caller into the case, with a receipt of her own."""
    answer = gateway.call(
        "add_complainant", request_id=request_id, reference=reference, receipt_hash=hash_code(caller.code),
        channel=caller.channel, language=caller.language, statement=caller.statement, consent_factory=caller.consent_factory,
        consent_brands=list(caller.consent_brands), sealed_identity=caller.sealed_identity, sealed_plan=caller.sealed_plan,
        text_version=TEXT_VERSION,
    )  # fmt: skip
    return shape(CasePage, answer)


def merge_case(gateway: Gateway, request_id: UUID, reference: str, other: str, how: str) -> CasePage:
    """The case of another worker becomes part of this one. Refused (guard_group_known) when somebody outside knows it."""
    return shape(CasePage, gateway.call("merge_case", request_id=request_id, reference=reference, other=other, how=how))


def leave_group(gateway: Gateway, request_id: UUID, reference: str | None = None, party: UUID | None = None) -> CasePage:
    """She goes on with a case of her own; for a worker the answer is that case."""
    return shape(CasePage, gateway.call("leave_group", request_id=request_id, reference=reference, party=party))


def choose_voice(  # noqa: PLR0917  (the arguments of the database's function, in its order)
    gateway: Gateway,
    request_id: UUID,
    number: int | None,
    reference: str | None = None,
    party: UUID | None = None,
    how: str = "portal",
) -> CasePage:
    """Say by number who shall speak for the group; None takes it back."""
    answer = gateway.call(
        "choose_voice", request_id=request_id, number=number, reference=reference, party=party, how=how
    )  # fmt: skip
    return shape(CasePage, answer)


def decline_plan(  # noqa: PLR0917  (the arguments of the database's function, in its order)
    gateway: Gateway, request_id: UUID, version: int, reference: str | None, party: UUID | None = None, how: str = "portal"
) -> CasePage:
    """One of a group does not accept the plan for herself."""
    answer = gateway.call(
        "decline_plan", request_id=request_id, version=version, reference=reference, party=party, how=how
    )  # fmt: skip
    return shape(CasePage, answer)


def show_group(gateway: Gateway, request_id: UUID, reference: str, size_shown: str, said_size: int | None) -> CasePage:
    """Others may know from now on that it is a group; its size stays hidden or is told as a range."""
    answer = gateway.call(
        "show_group", request_id=request_id, reference=reference, size_shown=size_shown, said_size=said_size
    )  # fmt: skip
    return shape(CasePage, answer)


def tell_totals(gateway: Gateway, request_id: UUID, reference: str) -> CasePage:
    """Tell the factory in sum what was agreed with the group. Refused (guard_group_untold) before others know of it."""
    return shape(CasePage, gateway.call("tell_totals", request_id=request_id, reference=reference))
