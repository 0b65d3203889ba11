"""What people do with findings, plan, remedy and hearing of a case. Each answers with the page as they then see it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from db.gateway import Gateway
from db.models import CasePage, Finding
from db.shape import shape


@dataclass(frozen=True)
class Wanted:
    """An action as the desk writes it into the plan; what is None has to follow before the plan can begin."""

    deed: str
    owner: UUID | None
    due_on: date | None
    evidence_wanted: str | None


@dataclass(frozen=True)
class Entry:
    """A new line of the ledger: money in a currency, or a deed without one."""

    what: str
    label: str
    currency: str | None


@dataclass(frozen=True)
class Verified:
    """Whether it holds, who looked, and what was seen; `was` is the state in which the action was read."""

    holds: bool
    verifier: str = "coordinator"
    verifier_name: str | None = None
    words: str | None = None
    was: str = "done"


@dataclass(frozen=True)
class Piece:
    """A piece of evidence: what kind, its words or its file, and what it is about."""

    kind: str
    words: str | None
    finding: UUID | None = None
    action: UUID | None = None
    attachment: UUID | None = None


@dataclass(frozen=True)
class Judged:
    """A judgement of an issue, and the finding that was read before; None when there was none."""

    code: str
    outcome: str
    reason: str
    before: Finding | None = None


def make_finding(gateway: Gateway, request_id: UUID, reference: str, judged: Judged) -> CasePage:
    """Judge one issue. Told to the parties when the case is found. Conflict when somebody judged it since it was read."""
    before = judged.before
    answer = gateway.call(
        "make_finding", request_id=request_id, reference=reference, code=judged.code, outcome=judged.outcome,
        reason=judged.reason, was_outcome=before and before.outcome, was_reason=before and before.reason,
    )  # fmt: skip
    return shape(CasePage, answer)


def add_evidence(gateway: Gateway, request_id: UUID, reference: str, piece: Piece) -> CasePage:
    """Take in evidence; Handshake alone reads it until it is shown."""
    answer = gateway.call(
        "add_evidence", request_id=request_id, reference=reference, kind=piece.kind, words=piece.words, finding=piece.finding,
        action=piece.action, attachment=piece.attachment,
    )  # fmt: skip
    return shape(CasePage, answer)


def show_evidence(gateway: Gateway, request_id: UUID, evidence: UUID, readers: Sequence[UUID]) -> CasePage:
    """Show it to parties. Refused (guard_consent_missing) for a worker's own without her permission."""
    return shape(CasePage, gateway.call("show_evidence", request_id=request_id, evidence=evidence, readers=list(readers)))


def set_action(  # noqa: PLR0917  (the arguments of the database's function, in its order)
    gateway: Gateway, request_id: UUID, reference: str, version: int, wanted: Wanted, action: UUID | None = None
) -> CasePage:
    """Write an action into the plan or change one. Conflict when the plan has changed since; acceptances become void."""
    answer = gateway.call(
        "set_action", request_id=request_id, reference=reference, version=version, deed=wanted.deed, owner=wanted.owner,
        due_on=wanted.due_on, evidence_wanted=wanted.evidence_wanted, action=action,
    )  # fmt: skip
    return shape(CasePage, answer)


def drop_action(gateway: Gateway, request_id: UUID, action: UUID, version: int) -> CasePage:
    """Take an action out of the plan."""
    return shape(CasePage, gateway.call("drop_action", request_id=request_id, action=action, version=version))


def accept_plan(  # noqa: PLR0917  (the arguments of the database's function, in its order)
    gateway: Gateway, request_id: UUID, version: int, reference: str | None, party: UUID | None = None, how: str = "portal"
) -> CasePage:
    """Accept the plan that was read; Handshake names the party for whom it notes how it was said."""
    answer = gateway.call(
        "accept_plan", request_id=request_id, version=version, reference=reference, party=party, how=how
    )  # fmt: skip
    return shape(CasePage, answer)


def claim_done(  # noqa: PLR0917  (the arguments of the database's function, in its order)
    gateway: Gateway, request_id: UUID, action: UUID, words: str | None, files: Sequence[UUID] = (), how: str = "portal"
) -> CasePage:
    """Say that an action of one's own is done, with what shows it."""
    answer = gateway.call("claim_done", request_id=request_id, action=action, words=words, files=list(files), how=how)
    return shape(CasePage, answer)


def verify_action(gateway: Gateway, request_id: UUID, action: UUID, verified: Verified) -> CasePage:
    """Find an action verified, or give it back. Refused (guard_verifier_factory) for the factory, under any name.

    Conflict when it is no longer in the state in which it was read: she may have disputed it."""
    answer = gateway.call(
        "verify_action", request_id=request_id, action=action, verified=verified.holds, verifier=verified.verifier,
        verifier_name=verified.verifier_name, words=verified.words, was=verified.was,
    )  # fmt: skip
    return shape(CasePage, answer)


def dispute_action(gateway: Gateway, request_id: UUID, action: UUID, words: str) -> CasePage:
    """The worker says that it is not so; her words go to Handshake alone."""
    return shape(CasePage, gateway.call("dispute_action", request_id=request_id, action=action, words=words))


def open_entry(gateway: Gateway, request_id: UUID, reference: str, stage: str, entry: Entry, amount: Decimal | None) -> CasePage:  # noqa: PLR0917  (the arguments of the database's function, in its order)
    """Begin a line of the ledger, claimed or agreed at once."""
    answer = gateway.call(
        "record_remedy", request_id=request_id, reference=reference, stage=stage, entry=None, what=entry.what,
        label=entry.label, currency=entry.currency, amount=amount,
    )  # fmt: skip
    return shape(CasePage, answer)


def record_remedy(  # noqa: PLR0917  (the arguments of the database's function, in its order)
    gateway: Gateway, request_id: UUID, reference: str, stage: str, entry: UUID, amount: Decimal | None
) -> CasePage:
    """Write down what was claimed, agreed or paid; a factory says only that it paid what was agreed."""
    answer = gateway.call(
        "record_remedy", request_id=request_id, reference=reference, stage=stage, entry=entry, amount=amount
    )  # fmt: skip
    return shape(CasePage, answer)


def confirm_remedy(
    gateway: Gateway, request_id: UUID, entry: UUID, amount: Decimal | None, *, confirmed: bool, how: str = "portal"
) -> CasePage:
    """The worker has it, or has not; without an amount she has what was paid."""
    answer = gateway.call(
        "confirm_remedy", request_id=request_id, entry=entry, confirmed=confirmed, amount=amount, how=how
    )  # fmt: skip
    return shape(CasePage, answer)


def record_attempt(
    gateway: Gateway, request_id: UUID, reference: str, channel: str, outcome: str, *, on_plan: bool, party: UUID | None = None
) -> CasePage:
    """Write down a try to reach the worker."""
    answer = gateway.call(
        "record_attempt", request_id=request_id, reference=reference, channel=channel, outcome=outcome, on_plan=on_plan,
        party=party,
    )  # fmt: skip
    return shape(CasePage, answer)


def evaluate(  # noqa: PLR0917  (the arguments of the database's function, in its order)
    gateway: Gateway,
    request_id: UUID,
    said: str,
    reference: str | None,
    how: str = "portal",
    words: str | None = None,
    party: UUID | None = None,
) -> CasePage:
    """The worker says confirmed or disputed; Handshake notes it. Refused (guard_attempts_missing) for an early "unreachable"."""
    answer = gateway.call(
        "evaluate", request_id=request_id, said=said, reference=reference, how=how, words=words, party=party
    )  # fmt: skip
    return shape(CasePage, answer)


def set_causes(gateway: Gateway, request_id: UUID, reference: str, causes: Sequence[str]) -> CasePage:
    """Write down what lies behind a case, in place of what was there. For the desk."""
    answer = gateway.call("set_causes", request_id=request_id, reference=reference, causes=list(causes))
    return shape(CasePage, answer)


def set_legal_minimum(  # noqa: PLR0917  (the arguments of the database's function, in its order)
    gateway: Gateway, request_id: UUID, reference: str, entry: UUID, amount: Decimal, source: str
) -> CasePage:
    """Write down what the law gives at the least for a remedy, and by which rule. For the desk."""
    answer = gateway.call(
        "set_legal_minimum", request_id=request_id, reference=reference, entry=entry, amount=amount, source=source
    )  # fmt: skip
    return shape(CasePage, answer)
