"""Receipts: how a worker files a case without an account, and comes back to it.

A receipt code is 16 characters of Crockford's base32: 80 random bits, drawn here, never stored. The
database keeps its hash only, so nobody, not even Handshake, can read a code out of it.
"""

from __future__ import annotations

import hashlib
import re
import secrets
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from db.gateway import Gateway
from db.models import CasePage, ConsentItem, Organization, Workplace
from db.shape import shape

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 16
TEXT_VERSION = "2026-11"

_SEPARATORS = re.compile(r"[\s\-‐-―−_.·]+")
_LOOKALIKES = str.maketrans({"O": "0", "I": "1", "L": "1"})


@dataclass(frozen=True)
class Filed:
    """What the database says after a case was filed: `queued` when it came in a burst and waits its turn.

    `changed` when an earlier version of it had arrived already: that one is stored, under the same code.
    """

    reference: str
    queued: bool
    changed: bool = False


@dataclass(frozen=True)
class Report:
    """One finished report of a worker, ready to be filed; repeating the same one files it once."""

    request_id: UUID
    code: str
    language: str
    workplace: UUID | None
    workplace_words: str | None
    statement: str
    issues: Sequence[str]
    consent_factory: bool
    consent_brands: Sequence[UUID]
    sealed_identity: str | None
    sealed_plan: str | None = None


def new_code() -> str:
    """A fresh receipt code of 80 random bits, without separators."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def grouped(code: str) -> str:
    """The code as people read it: four groups of four."""
    return " ".join(code[start : start + 4] for start in range(0, len(code), 4))


def normalise(typed: str) -> str | None:
    """The code meant by what was typed, or None when it cannot be one.

    Lower case, spaces, dashes, full-width characters and the usual mistakes (O for 0, I or L for 1) are fine.
    """
    if len(typed) > 200:
        return None
    plain = _SEPARATORS.sub("", unicodedata.normalize("NFKC", typed)).upper().translate(_LOOKALIKES)
    return plain if len(plain) == LENGTH and all(sign in ALPHABET for sign in plain) else None


def hash_code(code: str) -> str:
    """What the database keeps instead of the code."""
    return hashlib.sha256(f"receipt:{code}".encode()).hexdigest()


def guess_hash(typed: str) -> str:
    """A hash for anything typed, so that a malformed guess takes the same way as a well-formed one."""
    code = normalise(typed)
    if code is not None:
        return hash_code(code)
    return hashlib.sha256(b"receipt?" + typed[:200].encode("utf-8", "replace")).hexdigest()


def file_case(gateway: Gateway, report: Report) -> Filed:
    """File the report and bind its receipt; raises BadRequest for a body the database refuses."""
    answer = gateway.call(
        "file_case",
        request_id=report.request_id,
        receipt_hash=hash_code(report.code),
        language=report.language,
        workplace=report.workplace,
        workplace_words=report.workplace_words,
        statement=report.statement,
        issues=list(report.issues),
        consent_factory=report.consent_factory,
        consent_brands=list(report.consent_brands),
        sealed_identity=report.sealed_identity,
        sealed_plan=report.sealed_plan,
        text_version=TEXT_VERSION,
    )
    return shape(Filed, answer)


def open_receipt(gateway: Gateway, receipt_hash: str, session_hash: str) -> str:
    """Bind a new receipt session to the receipt's case and return the reference.

    Raises Absent (`receipt_unknown`) for every wrong code alike, TooMany when there were many tries.
    """
    return str(gateway.call("open_receipt", receipt_hash=receipt_hash, session_hash=session_hash)["reference"])


def close_receipt(gateway: Gateway) -> None:
    """End the receipt session that the gateway carries."""
    gateway.call("close_receipt")


def find_workplaces(gateway: Gateway, words: str) -> tuple[Workplace, ...]:
    """At most 20 workplaces that match the words, best first."""
    return shape(tuple[Workplace, ...], gateway.call("find_workplaces", words=words))


def covered_brands(gateway: Gateway) -> tuple[Organization, ...]:
    """The public list of member brands: the same for everyone, whatever factory they buy from."""
    return shape(tuple[Organization, ...], gateway.call("covered_brands"))


def my_case(gateway: Gateway) -> CasePage:
    """The case of the receipt session that the gateway carries; Absent when the session has ended."""
    return shape(CasePage, gateway.call("case_page", reference=None))


def write(gateway: Gateway, request_id: UUID, body: str, readers: Sequence[UUID], files: Sequence[UUID] = ()) -> CasePage:
    """Post as the worker; what is meant for more than Handshake is held until a coordinator has read it."""
    answer = gateway.call(
        "post_message",
        request_id=request_id, reference=None, body=body, audience=list(readers), kind="message", files=list(files),
    )  # fmt: skip
    return shape(CasePage, answer)


def allow(
    gateway: Gateway, request_id: UUID, recipient: UUID, language: str, item: ConsentItem = ConsentItem.STATEMENT
) -> CasePage:
    """Let one recipient read what she told us, or see her pictures or files, in the words of this version and language."""
    answer = gateway.call(
        "give_consent",
        request_id=request_id, reference=None, item=item, recipient=recipient,
        given_how="web", text_version=TEXT_VERSION, language=language,
    )  # fmt: skip
    return shape(CasePage, answer)


def take_back(gateway: Gateway, request_id: UUID, consent: UUID) -> CasePage:
    """Withdraw a permission: nothing more is shown from now on."""
    return shape(CasePage, gateway.call("withdraw_consent", request_id=request_id, consent=consent))
