"""Hotline intake: a coordinator writes down a case for a caller, or counts a contact that is no case."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from db.gateway import Gateway
from db.receipts import TEXT_VERSION, hash_code
from db.shape import shape


@dataclass(frozen=True)
class Taken:
    """The case of a call. `changed`: it was stored before with other words, and those stand; only the answer had been lost."""

    reference: str
    changed: bool = False


@dataclass(frozen=True)
class Call:
    """One finished call; repeating the same one files it once. `code` is the receipt's, never sent itself."""

    request_id: UUID
    code: str
    channel: str
    language: str
    workplace: UUID | None
    workplace_words: str | None
    statement: str
    issues: Sequence[str]
    severity: int
    consent_factory: bool
    consent_brands: Sequence[UUID]
    sealed_identity: str | None
    anonymous: bool
    sealed_plan: str | None = None


def take_call(gateway: Gateway, call: Call) -> Taken:
    """File the caller's case and bind its receipt."""
    answer = gateway.call(
        "take_call",
        request_id=call.request_id,
        receipt_hash=hash_code(call.code),
        channel=call.channel,
        language=call.language,
        workplace=call.workplace,
        workplace_words=call.workplace_words,
        statement=call.statement,
        issues=list(call.issues),
        severity=call.severity,
        consent_factory=call.consent_factory,
        consent_brands=list(call.consent_brands),
        sealed_identity=call.sealed_identity,
        sealed_plan=call.sealed_plan,
        text_version=TEXT_VERSION,
        anonymous=call.anonymous,
    )
    return shape(Taken, answer)


def log_contact(
    gateway: Gateway, request_id: UUID, *, kind: str, channel: str, language: str, minutes: int | None
) -> dict[str, int]:
    """Count one contact that is no case (X1 to X4) and return today's counts."""
    answer = gateway.call("log_contact", request_id=request_id, kind=kind, channel=channel, language=language, minutes=minutes)
    return shape(dict[str, int], answer["today"])


def contacts_today(gateway: Gateway) -> dict[str, int]:
    """Today's contacts that are no case, by kind; a kind without any is absent."""
    return shape(dict[str, int], gateway.call("contacts_today")["today"])
