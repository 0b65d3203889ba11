"""A moderator's unfinished work on one message, kept while they look at another one or the connection breaks."""

from __future__ import annotations

from dataclasses import dataclass, replace
from uuid import UUID

import streamlit as st

from components.moderation.marks import Mark, find
from components.moderation.passages import Passage, Released, cut, release
from db.models import Message

_DRAFTS = "moderation-drafts"


@dataclass(frozen=True)
class Draft:
    """What was chosen so far. `by_hand` is the text as somebody typed it, which then stands instead of the cuts."""

    text: str  # the original it was made for: when the author changes the words, a draft is void
    marks: tuple[Mark, ...] = ()
    kept: frozenset[str] = frozenset()
    by_hand: str | None = None
    reason: str | None = None
    note: str = ""
    readers: tuple[UUID, ...] | None = None

    def passages(self) -> tuple[Passage, ...]:
        """The original in passages, those marked by hand included."""
        return cut(self.text, (*find(self.text), *self.marks))

    def released(self) -> Released:
        """The text for the readers."""
        by_cuts = release(self.text, (*find(self.text), *self.marks), self.kept)
        return by_cuts if self.by_hand is None else Released(self.by_hand, by_cuts.removed)

    def asks_who(self) -> bool:
        """Whether the text asks who complained."""
        return any(passage.kind == "asks_who" for passage in self.passages())


def draft(message: Message) -> Draft:
    """The work in hand on this message, or a fresh one."""
    known = _drafts().get(message.id)
    return known if known is not None and known.text == message.body else Draft(message.body)


def keep(message: Message, **changes: object) -> None:
    """Remember these changes."""
    _drafts()[message.id] = replace(draft(message), **changes)  # type: ignore[arg-type]  # fields by name


def forget(message: UUID) -> None:
    """The message is decided."""
    _drafts().pop(message, None)


def _drafts() -> dict[UUID, Draft]:
    kept: dict[UUID, Draft] = st.session_state.setdefault(_DRAFTS, {})
    return kept
