"""A row of a hotline's book, read: what the database takes in, and in which words it is asked to."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from db.importing.choices import Channel, Confirmation, Outcome, Status


@dataclass(frozen=True)
class ImportRow:
    """One contact that may be taken in. `caller` and `phone` never leave this process unsealed."""

    line: int
    number: str
    opened: date
    channel: Channel
    city: str
    workplace: str
    headcount: int | None
    brands: tuple[str, ...]
    codes: tuple[str, ...]  # main category first
    description: str
    phone_in_text: bool
    caller: str
    phone: str
    anonymous: bool
    status: Status
    first_answer: date | None
    closed: date | None
    outcome: Outcome | None
    confirmation: Confirmation | None
    satisfaction: int | None
    amount: Decimal | None

    @property
    def is_contact(self) -> bool:
        """X codes are contacts that are no case, and are counted apart (DOMAIN 11)."""
        return self.codes[0].startswith("X")

    @property
    def identity(self) -> str:
        """Which contact this is. Books reuse numbers, and two hotlines number alike, so the number alone
        would silently swallow a worker's case; day and workplace tell them apart."""
        return _digest(self.number, self.opened.isoformat(), self.workplace)

    @property
    def content(self) -> str:
        """What the row says, to notice a contact that is told differently the next time.

        The headcount is left out: it belongs to the workplace, and may be mended.
        """
        return _digest(
            self.identity, self.channel, self.city, "|".join(sorted(self.brands)), " ".join(self.codes),
            self.description, self.caller, self.phone, str(self.anonymous), self.status,
            str(self.first_answer or ""), str(self.closed or ""), self.outcome or "", self.confirmation or "",
            str(self.satisfaction or ""), str(self.amount.normalize() if self.amount is not None else ""),
        )  # fmt: skip

    def to_json(self, sealed_identity: str | None) -> str:
        """The row as `api.import_chunk` takes it; who called goes only sealed."""
        return json.dumps(
            {
                "line": self.line, "number": self.number, "identity": self.identity, "content": self.content,
                "opened": self.opened.isoformat(), "channel": self.channel.value,
                "city": self.city or None, "workplace": self.workplace, "headcount": self.headcount,
                "brands": self.brands, "codes": self.codes, "description": self.description,
                "phone_in_text": self.phone_in_text, "sealed": sealed_identity, "anonymous": self.anonymous,
                "status": self.status.value,
                "first_answer": self.first_answer.isoformat() if self.first_answer else None,
                "closed": self.closed.isoformat() if self.closed else None,
                "outcome": self.outcome.value if self.outcome else None,
                "confirmation": self.confirmation.value if self.confirmation else None,
                "satisfaction": self.satisfaction,
                "amount": str(self.amount) if self.amount is not None else None,
            },
            ensure_ascii=False,
        )  # fmt: skip


def _digest(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()
