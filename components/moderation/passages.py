"""A message cut into passages, and the text that others read once some of them are taken out.

Pure: text and choices in, passages and text out. What is taken out leaves words in brackets, in the message's own
language, so that a reader, a screen reader and a translator all learn that something stood there.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from components.moderation.marks import Mark, sentences, without_overlap

_HAN = re.compile(r"[㐀-鿿]")
_TAIL = re.compile(r"[\s.,;:!?。，、；：！？)）\]”’\"']*")
_OUTSIDE = " \t\n"


@dataclass(frozen=True)
class Passage:
    """A piece of the original. `kind` is None for plain text; `tail` is punctuation that follows and stays."""

    start: int
    end: int
    text: str
    kind: str | None
    tail: str = ""

    @property
    def name(self) -> str:
        """Stable for this message: where it stands."""
        return f"{self.start}-{self.end}"


@dataclass(frozen=True)
class Released:
    """The text for the readers, and how many passages it lacks."""

    body: str
    removed: int


def cut(text: str, marks: Collection[Mark]) -> tuple[Passage, ...]:
    """The whole text as passages in order, marked and plain ones; joined again they are the text."""
    passages: list[Passage] = []
    at = 0
    for mark in without_overlap(list(marks)):
        if mark.start > at:
            passages.append(Passage(at, mark.start, text[at : mark.start], None))
        found = _TAIL.match(text, mark.end)
        tail = found.group() if found else ""
        passages.append(Passage(mark.start, mark.end, text[mark.start : mark.end], mark.kind, tail))
        at = mark.end + len(tail)
    if at < len(text):
        passages.append(Passage(at, len(text), text[at:], None))
    return tuple(passages)


def release(text: str, marks: Collection[Mark], kept: Collection[str]) -> Released:
    """The text with every marked passage replaced by its words in brackets, except those whose name is in `kept`."""
    chinese = bool(_HAN.search(text))
    parts: list[str] = []
    removed = 0
    for passage in cut(text, marks):
        if passage.kind is None or passage.name in kept:
            parts.append(passage.text + passage.tail)
            continue
        removed += 1
        parts.append(bracket(passage.kind, chinese) + passage.tail)
    return Released("".join(parts), removed)


def bracket(kind: str, chinese: bool) -> str:
    """The words that stand where a passage stood."""
    return _BRACKETS[kind][1 if chinese else 0]


def chosen(text: str, words: str) -> tuple[Mark, ...]:
    """A mark for every place where exactly these words stand; none for blanks only."""
    words = words.strip(_OUTSIDE)
    if not words:
        return ()
    return tuple(Mark(each.start(), each.end(), "chosen") for each in re.finditer(re.escape(words), text))


def choices(passage: Passage) -> tuple[Mark, ...]:
    """The sentences of a plain passage, each of which a moderator may mark."""
    return tuple(Mark(passage.start + start, passage.start + end, "chosen") for start, end in sentences(passage.text))


# In the message's language, not the moderator's: the reader of this text is somebody else.
_BRACKETS: dict[str, tuple[str, str]] = {
    "asks_who": ("[question about people removed]", "[打听是谁的话已删去]"),
    "id_number": ("[ID number removed]", "[证件号码已删去]"),
    "phone": ("[phone number removed]", "[电话号码已删去]"),
    "contact": ("[contact removed]", "[联系方式已删去]"),
    "name": ("[name removed]", "[姓名已删去]"),
    "chosen": ("[passage removed]", "[此处已删去]"),
}
