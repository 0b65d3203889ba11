"""Conditions taken out of SQL text, one at a time."""

from __future__ import annotations

import re
from collections.abc import Iterator

_WORD = re.compile(
    r"\(|\)|\[|\]|'(?:[^']|'')*'|--[^\n]*|;"
    r"|\b(?:and|or|between|then|loop|where|from|return|case|when|order|group|end)\b",
    re.IGNORECASE,
)
_ENDS = {"and", "or", "then", "loop", "where", "from", "return", ";", "order", "group", "end", "when"}


def without_each_condition(text: str, *, first: bool) -> Iterator[tuple[str, str]]:
    """Each text that lacks one operand of an `and`, with that operand; `first` also drops the operand before the first `and`."""
    words = [(found.group().lower(), found.start(), found.end()) for found in _WORD.finditer(text)]
    for number, (word, begin, end) in enumerate(words):
        if word != "and" or _is_range(words, number):
            continue
        stop = _end_of_operand(words, number, len(text))
        if stop is not None:
            yield text[:begin] + text[stop:], _short(text[end:stop])
        if first and (start := _start_of_operand(words, number)) is not None:
            yield text[:start] + " " + text[end:], _short(text[start:begin])


def _is_range(words: list[tuple[str, int, int]], number: int) -> bool:
    """Whether this `and` belongs to a `between`."""
    depth = 0
    for word, _, _ in reversed(words[:number]):
        depth += (word in ")]") - (word in "([")
        if depth < 0:
            return False
        if depth == 0 and word in {"and", "or", "where", "then", ";"}:
            return False
        if depth == 0 and word == "between":
            return True
    return False


def _end_of_operand(words: list[tuple[str, int, int]], number: int, length: int) -> int | None:
    depth = 0
    for word, begin, _ in words[number + 1 :]:
        if word in "([":
            depth += 1
        elif word in ")]":
            if depth == 0:
                return begin
            depth -= 1
        elif depth == 0 and word == "case":
            return None  # a case expression has an `end` of its own
        elif depth == 0 and word in _ENDS:
            return begin
    return length if depth == 0 else None


def _start_of_operand(words: list[tuple[str, int, int]], number: int) -> int | None:
    """Where the operand before the first `and` of a chain begins; None where it is not the first."""
    depth = 0
    for word, _, end in reversed(words[:number]):
        if word in ")]":
            depth += 1
        elif word in "([":
            if depth == 0:
                return end
            depth -= 1
        elif depth == 0 and word == "where":
            return end
        elif depth == 0 and word in _ENDS | {"case", "between"}:
            return None
    return None


def _short(words: str) -> str:
    return " ".join(words.split())[:100]


def without_each_guard(body: str, keys: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Each body in which one `if … then perform private.refuse(… one of the keys …)` never refuses."""
    guard = re.compile(
        r"\bif\b((?:(?!\bthen\b|\bif\b).)*?)\bthen\s+perform\s+private\.refuse\('\d+',\s*'(\w+)'", re.IGNORECASE | re.DOTALL
    )
    for found in guard.finditer(body):
        if found[2] in keys:
            yield body[: found.start(1)] + " false " + body[found.end(1) :], f"{found[2]} if {_short(found[1])}"
