"""What a worker can say to us by a button, and the hidden fields by which a form says it: the same through both doors.

What she writes or chooses herself is in fields of its own: `words`, `reason`, `tick`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

# Signs that each may hold.
MOST = {"dispute": 2000, "appeal": 4000, "pressure": 10_000}
REOPENING = ("not_solved", "new_facts", "mistake", "retaliation", "non_payment")


@dataclass(frozen=True)
class Accept:
    """The plan of this version."""

    version: int

    def fields(self) -> dict[str, str]:
        return {"answer": "accept", "version": str(self.version)}


@dataclass(frozen=True)
class Dispute:
    """Something that is called done is not so."""

    action: UUID
    words: str

    def fields(self) -> dict[str, str]:
        return {"answer": "dispute", "thing": str(self.action)}


@dataclass(frozen=True)
class Have:
    """Whether she has what the ledger says she got."""

    entry: UUID
    confirmed: bool

    def fields(self) -> dict[str, str]:
        return {"answer": "have" if self.confirmed else "have_not", "thing": str(self.entry)}


@dataclass(frozen=True)
class End:
    """Whether it is solved: confirmed or disputed."""

    said: str

    def fields(self) -> dict[str, str]:
        return {"answer": self.said}


@dataclass(frozen=True)
class Say:
    """One of our own sentences, as a message of hers to these readers."""

    what: str
    readers: tuple[UUID, ...]

    def fields(self) -> dict[str, str]:
        return {"answer": self.what, "readers": " ".join(map(str, self.readers))}


@dataclass(frozen=True)
class Withdraw:
    revision: int

    def fields(self) -> dict[str, str]:
        return {"answer": "withdraw", "version": str(self.revision)}


@dataclass(frozen=True)
class Reopen:
    revision: int
    reason: str

    def fields(self) -> dict[str, str]:
        return {"answer": "reopen", "version": str(self.revision)}


@dataclass(frozen=True)
class Appeal:
    grounds: str

    def fields(self) -> dict[str, str]:
        return {"answer": "appeal"}


@dataclass(frozen=True)
class Pressure:
    """Somebody put pressure on her because she wrote to us."""

    words: str
    violent: bool

    def fields(self) -> dict[str, str]:
        return {"answer": "pressure"}


@dataclass(frozen=True)
class Switch:
    """Look at a linked case of hers."""

    reference: str

    def fields(self) -> dict[str, str]:
        return {"answer": "switch", "thing": self.reference}


@dataclass(frozen=True)
class Speak:
    """Whom of the group she wants to speak for it, by number; None takes it back."""

    number: int | None

    def fields(self) -> dict[str, str]:
        return {"answer": "speak" if self.number else "speak_back"}


@dataclass(frozen=True)
class Decline:
    """One of a group does not accept the plan of this version."""

    version: int

    def fields(self) -> dict[str, str]:
        return {"answer": "decline", "version": str(self.version)}


@dataclass(frozen=True)
class Leave:
    """She goes on without the group, with a case of her own."""

    def fields(self) -> dict[str, str]:
        return {"answer": "leave"}


InGroup = Speak | Decline | Leave
Answer = Accept | Dispute | Have | End | Say | Withdraw | Reopen | Appeal | Pressure | Switch | InGroup


def read(one: Callable[[str], str]) -> Answer | None:
    """What the fields say; None when they say nothing that a button of ours would."""
    try:
        return _READ[one("answer")](one)
    except (KeyError, ValueError):
        return None


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 9):
        raise ValueError(text)
    return int(text)


def _ids(text: str) -> tuple[UUID, ...]:
    return tuple(UUID(each) for each in text.split())


def _reason(text: str) -> str:
    if text not in REOPENING:
        raise ValueError(text)
    return text


_READ: dict[str, Callable[[Callable[[str], str]], Answer]] = {
    "accept": lambda one: Accept(_number(one("version"))),
    "dispute": lambda one: Dispute(UUID(one("thing")), one("words").strip()),
    "have": lambda one: Have(UUID(one("thing")), confirmed=True),
    "have_not": lambda one: Have(UUID(one("thing")), confirmed=False),
    "confirmed": lambda _: End("confirmed"),
    "disputed": lambda _: End("disputed"),
    "nothing": lambda one: Say("nothing", _ids(one("readers"))),
    "still": lambda one: Say("still", _ids(one("readers"))),
    "withdraw": lambda one: Withdraw(_number(one("version"))),
    "reopen": lambda one: Reopen(_number(one("version")), _reason(one("reason"))),
    "appeal": lambda one: Appeal(one("words").strip()),
    "pressure": lambda one: Pressure(one("words").strip(), violent=bool(one("tick"))),
    "switch": lambda one: Switch(one("thing")),
    "speak": lambda one: Speak(_number(one("number").strip())),
    "speak_back": lambda _: Speak(None),
    "decline": lambda one: Decline(_number(one("version"))),
    "leave": lambda _: Leave(),
}


def unsent(answer: Answer) -> tuple[str, str] | None:
    """Where she wrote, and what: to be kept when it could not be sent. None for an answer without words."""
    match answer:
        case Dispute(action, words):
            return str(action), words
        case Appeal(words):
            return "appeal", words
        case Pressure(words, _):
            return "pressure", words
    return None


def wordless(answer: Answer) -> str | None:
    """The key of what is wrong with its words: there are none, or too many. None when nothing is."""
    match answer:
        case Dispute(_, words):
            most = MOST["dispute"]
        case Appeal(words):
            most = MOST["appeal"]
        case Pressure(words, _):
            most = MOST["pressure"]
        case _:
            return None
    return "body_empty" if not words else "body_too_long" if len(words) > most else None
