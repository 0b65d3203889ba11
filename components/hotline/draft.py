"""A call while it is being written down: one value, kept until the case is filed. Nothing here draws."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from uuid import UUID, uuid4

from components.taxonomy import UNSORTED
from db.models import Organization, Workplace
from db.receipts import new_code

CHANNELS = ("phone", "chat", "walk_in")
LANGUAGES = ("zh-Hans", "en", "yue", "bn", "my", "km", "vi", "ar")
STATEMENT_MOST = 10_000
FACTORY = "factory"

# DOMAIN 4 and 7. A suggestion for the coordinator; the database raises zero tolerance by itself.
_CRITICAL = frozenset({"A1", "A2", "B1", "B2", "B3", "B4", "C1", "C3", "J1"})
_HIGH = frozenset({"C2", "C4", "C5", "E4", "E5"})
_LOW = ("L", "M2", "K5", "X")


@dataclass(frozen=True)
class Draft:
    """Everything the caller has said so far; it carries its request id and receipt code from the start."""

    request_id: UUID
    code: str
    channel: str = "phone"
    language: str = "zh-Hans"
    workplace: UUID | None = None
    workplace_name: str = ""
    workplace_words: str = ""
    statement: str = ""
    issues: tuple[str, ...] = ()
    severity: int | None = None  # None while the suggestion stands
    brands: tuple[Organization, ...] = ()
    answers: tuple[tuple[str, bool], ...] = ()  # recipient ("factory" or a brand's id) and the caller's yes or no
    name: str = ""
    phone: str = ""
    hours: str = ""
    anonymous: bool = True

    @property
    def graded(self) -> int:
        """The severity that will be filed."""
        return self.severity or suggested(self.issues)

    @property
    def filed_as(self) -> tuple[str, ...]:
        """The issues that will be filed: a call may be written down before anybody has sorted it."""
        return self.issues or (UNSORTED,)

    @property
    def place(self) -> str:
        return self.workplace_name or self.workplace_words.strip()

    def recipients(self) -> tuple[str, ...]:
        """Who could get to read the story, in the order in which the caller is asked: the factory once it is known which one."""
        factory = (FACTORY,) if self.workplace else ()
        return (*factory, *(str(each.id) for each in self.brands))

    def at_workplace(self, found: Workplace | None) -> Draft:
        """The same draft at this workplace, None when it is not on the list; a yes for another factory does not carry over."""
        ident = found.id if found else None
        kept = self if ident == self.workplace else self.answered(FACTORY, None)
        return replace(kept, workplace=ident, workplace_name=found.name if found else "")

    def answer(self, recipient: str) -> bool | None:
        return dict(self.answers).get(recipient)

    def answered(self, recipient: str, yes: bool | None) -> Draft:
        """The same draft with this answer in place of an earlier one."""
        others = tuple(pair for pair in self.answers if pair[0] != recipient)
        return replace(self, answers=others if yes is None else (*others, (recipient, yes)))

    def allowed_brands(self) -> tuple[UUID, ...]:
        return tuple(each.id for each in self.brands if self.answer(str(each.id)))


def fresh() -> Draft:
    """The next call."""
    return Draft(uuid4(), new_code())


def suggested(issues: tuple[str, ...]) -> int:
    """Critical for the zero-tolerance list, high for harassment and retaliation, low for questions, else medium."""
    if any(code in _CRITICAL for code in issues):
        return 1
    if any(code in _HIGH for code in issues):
        return 2
    if issues and all(code.startswith(_LOW) for code in issues):
        return 4
    return 3


def missing(draft: Draft) -> tuple[str, ...]:
    """Catalogue keys of what must still be asked before the review."""
    found = []
    if not draft.place:
        found.append("hotline-missing-where")
    if not draft.statement.strip():
        found.append("hotline-missing-story")
    if any(draft.answer(each) is None for each in draft.recipients()):
        found.append("hotline-missing-consent")
    return tuple(found)


def identity_text(draft: Draft) -> str:
    """Name and telephone as one text to seal, or nothing when none was given."""
    return _told(name=draft.name, phone=draft.phone)


def plan_text(draft: Draft) -> str:
    """How to reach her safely, as a text of its own to seal, or nothing."""
    return _told(hours=draft.hours)


def _told(**facts: str) -> str:
    given = {key: value.strip() for key, value in facts.items() if value.strip()}
    return json.dumps(given, ensure_ascii=False) if given else ""
