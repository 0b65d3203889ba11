"""What to say when the backend refused or did not answer: two sentences by stable key, never a detail."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from components.i18n import Words


@dataclass(frozen=True)
class Trouble:
    """What happened, and what follows."""

    head: str
    more: str


def trouble(words: Words, key: str, facts: Mapping[str, Any], *, maybe_done: bool = False) -> Trouble:
    """The sentences for an error of the backend; an unknown key gets the general ones."""
    if maybe_done:
        return _pair(words, "not_known")
    if key == "broken":
        more = words.t("error-broken-more", incident=str(facts.get("incident", "")))
        return Trouble(words.t("error-broken"), more)
    if key == "rate_limited":
        return Trouble(words.t("error-rate_limited"), slow(words, facts))
    return _pair(words, key if words.has(f"error-{key}") else "other")


def slow(words: Words, facts: Mapping[str, Any]) -> str:
    """How long to wait after too many tries, in whole minutes."""
    seconds = facts.get("retry_seconds", 60)
    minutes = max(1, -(-int(seconds) // 60)) if isinstance(seconds, int | float) else 1
    return words.t("front-return-slow", minutes=minutes)


def _pair(words: Words, name: str) -> Trouble:
    return Trouble(words.t(f"error-{name}"), words.t(f"error-{name}-more"))
