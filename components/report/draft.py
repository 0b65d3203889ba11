"""A report while it is being written: five questions, one value, the same on both doors.

Nothing here draws. A draft knows what is missing before the next step, and what a report will be.
It carries its request id and its receipt code from the start, so that sending it twice files it once
and shows the same code.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace

from components.taxonomy import UNSORTED

STEPS = 5
STORY, WHERE, READERS, CONTACT, REVIEW = 1, 2, 3, 4, 5
STORY_MOST = 10_000
WORDS_MOST = 200
BRANDS_MOST = 12
FACTORY = "factory"

# What the worker taps, in her words, and the issue code a coordinator will see (DOMAIN 11).
CATEGORIES: dict[str, str] = {
    "pay": "F1",
    "insurance": "G1",
    "overtime": "I1",
    "dismissed": "H3",
    "contract": "H1",
    "insults": "C2",
    "violence": "C1",
    "harassment": "C3",
    "danger": "J3",
    "injury": "J5",
    "child": "A1",
    "locked": "B1",
    "unequal": "D1",
    "punished": "E4",
    "living": "L1",
}


@dataclass(frozen=True)
class Brand:
    """A member brand whose name the worker has seen on labels."""

    id: str
    name: str
    country: str


@dataclass(frozen=True)
class Draft:
    """Everything the worker has answered so far; the empty value of a field means not answered."""

    request_id: str
    code: str
    story: str = ""
    categories: tuple[str, ...] = ()
    workplace: str = ""
    workplace_name: str = ""
    workplace_words: str = ""
    brands: tuple[Brand, ...] = ()
    labels_unknown: bool = False
    answers: tuple[tuple[str, bool], ...] = ()
    name: str = ""
    phone: str = ""
    hours: str = ""
    sealed: str = ""
    sealed_plan: str = ""

    @property
    def issues(self) -> tuple[str, ...]:
        chosen = tuple(CATEGORIES[name] for name in self.categories if name in CATEGORIES)
        return chosen or (UNSORTED,)

    @property
    def factory_name(self) -> str:
        return self.workplace_name or self.workplace_words

    @property
    def recipients(self) -> tuple[str, ...]:
        """Everyone the worker is asked about by name: the factory, once it is known which one, then brands."""
        factory = (FACTORY,) if self.workplace else ()
        return (*factory, *(brand.id for brand in self.brands))

    def says(self, recipient: str) -> bool | None:
        """Yes, no, or None when not answered: there is no answer she did not give."""
        return dict(self.answers).get(recipient)

    def answered(self, recipient: str, yes: bool) -> Draft:
        kept = {name: value for name, value in self.answers if name in self.recipients}
        return replace(self, answers=tuple({**kept, recipient: yes}.items()))

    def unanswered(self, recipient: str) -> Draft:
        return replace(self, answers=tuple(pair for pair in self.answers if pair[0] != recipient))

    def at_workplace(self, ident: str, name: str) -> Draft:
        """The same draft at another workplace; a yes given for another factory does not carry over."""
        same = ident == self.workplace and (bool(ident) or name == self.workplace_words)
        kept = self.answers if same else tuple(pair for pair in self.answers if pair[0] != FACTORY)
        return replace(
            self,
            workplace=ident,
            workplace_name=name if ident else "",
            workplace_words="" if ident else name,
            answers=kept,
        )


def missing(draft: Draft, step: int) -> str | None:
    """The catalogue key of what is missing before the worker can leave this step, or None."""
    if step == STORY:
        if not readable(draft.story):
            return "report-missing-story"
        return "report-missing-shorter" if len(draft.story) > STORY_MOST else None
    if step == WHERE:
        return None if readable(draft.factory_name) else "report-missing-where"
    if step == READERS:
        if not draft.brands and not draft.labels_unknown:
            return "report-missing-labels"
        if any(draft.says(recipient) is None for recipient in draft.recipients):
            return "report-missing-answer"
    return None


def first_open_step(draft: Draft) -> int:
    """The first step with something missing, or the review."""
    return next((step for step in range(STORY, REVIEW) if missing(draft, step)), REVIEW)


def readable(text: str) -> bool:
    """Whether a person would see anything: not only spaces, zero-width or direction signs."""
    return any(sign.isprintable() and not sign.isspace() for sign in text)


def identity_text(draft: Draft) -> str:
    """Name and telephone as one text to seal, or nothing when none was given."""
    return _told(name=draft.name, phone=draft.phone)


def plan_text(draft: Draft) -> str:
    """How to reach her safely, as a text of its own to seal, or nothing."""
    return _told(hours=draft.hours)


def _told(**facts: str) -> str:
    given = {key: value.strip() for key, value in facts.items() if value.strip()}
    return json.dumps(given, ensure_ascii=False) if given else ""


def to_json(draft: Draft) -> str:
    return json.dumps(asdict(draft), ensure_ascii=False, separators=(",", ":"))


def from_json(text: str) -> Draft:
    """The draft again from its own JSON; the text must come from `to_json` (it travels sealed)."""
    facts = json.loads(text)
    facts["categories"] = tuple(facts["categories"])
    facts["brands"] = tuple(Brand(**brand) for brand in facts["brands"])
    facts["answers"] = tuple((str(name), bool(yes)) for name, yes in facts["answers"])
    return Draft(**facts)
