"""Sentences by their key, in one language: a folder `words/<language>/` of Fluent files, one per subject.

Keys are unique across files. Numbers, lists and plurals come from Babel and Fluent, so that no sentence is put together by hand.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import cast

from babel import Locale
from babel.lists import format_list
from babel.numbers import format_decimal
from fluent.runtime import FluentBundle, FluentResource

LANGUAGES = ("en", "zh-Hans")
DEFAULT = "en"
FOLDER = Path(__file__).parent / "words"

_HAN = "[\u4e00-\u9fff]"
_LATIN = re.compile("[A-Za-z]")
_BESIDE_LATIN = re.compile(r"(?<=[\u4e00-\u9fff])(?=[A-Za-z0-9])|(?<=[A-Za-z0-9])(?=[\u4e00-\u9fff])")
_ICU = {"en": Locale("en", "GB"), "zh-Hans": Locale("zh", "CN", script="Hans")}

Fact = str | int | float


class MissingWords(KeyError):
    """A key that the catalogue does not have, or a message that lacks one of its facts."""


def nearest(tag: str | None) -> str:
    """The catalogue that fits an IETF tag best: any kind of Chinese reads `zh-Hans`, else English."""
    return "zh-Hans" if (tag or "").lower().startswith("zh") else DEFAULT


class Catalogue:
    """What one language says, and how it writes numbers and lists."""

    def __init__(self, language: str) -> None:
        self.language = nearest(language)
        self.icu = _ICU[self.language]
        self._bundle = FluentBundle([self.language], use_isolating=False)
        for file in sorted((FOLDER / self.language).glob("*.ftl")):
            self._bundle.add_resource(FluentResource(file.read_text(encoding="utf-8")))
        self._plain: dict[str, str] = {}
        self._told = lru_cache(maxsize=4096)(self._tell)
        self._counted = lru_cache(maxsize=4096)(self._write_number)

    def t(self, key: str, /, **facts: Fact) -> str:
        """The sentence of that key with its facts in it. Raises MissingWords, never shows a bare key."""
        if not facts:
            known = self._plain.get(key)
            if known is None:
                known = self._plain[key] = self._tell(key, ())
            return known
        return self._told(key, tuple(facts.items()))

    def has(self, key: str) -> bool:
        return self._bundle.has_message(key)

    def _tell(self, key: str, facts: tuple[tuple[str, Fact], ...]) -> str:
        if not self._bundle.has_message(key):
            raise MissingWords(f"{key} ({self.language})")
        pattern = self._bundle.get_message(key).value
        if pattern is None:
            raise MissingWords(f"{key} ({self.language}) has no text")
        text, faults = self._bundle.format_pattern(pattern, dict(facts))
        if faults:
            raise MissingWords(f"{key} ({self.language}): {faults[0]}")
        return _spaced(str(text), facts) if self.language == "zh-Hans" else str(text)

    def say_number(self, number: float) -> str:
        """ "1,204"."""
        return self._counted(number)

    def _write_number(self, number: float) -> str:
        return format_decimal(number, locale=self.icu)

    def say_list(self, items: Iterable[str]) -> str:
        """ "Worker, Handshake" / "工人、Handshake": readers of a message."""
        return ("、" if self.language == "zh-Hans" else ", ").join(items)

    def say_clauses(self, items: Iterable[str]) -> str:
        """ "23 Nov, received by phone" / "11月23日，收到（电话）": what is no list of equals."""
        return ("，" if self.language == "zh-Hans" else ", ").join(items)

    def say_and(self, items: Iterable[str]) -> str:
        """ "Factory and Brand K" / "工厂和品牌 K": a list inside a sentence."""
        said = format_list(list(items), locale=self.icu)
        return _BESIDE_LATIN.sub(" ", said) if self.language == "zh-Hans" else said

    def say_sentences(self, *sentences: str) -> str:
        """Sentences one after the other; Chinese full stops bring their own space."""
        return ("" if self.language == "zh-Hans" else " ").join(sentences)

    def say_bytes(self, size: int) -> str:
        """ "412 kB", "1.4 MB"."""
        if size < 1_000_000:
            return f"{max(1, round(size / 1000))} kB"
        return f"{format_decimal(round(size / 1_000_000, 1), locale=self.icu)} MB"

    def say_country(self, code: str) -> str:
        """ "Germany" / "德国" for `DE`; the code itself when it is unknown."""
        return cast("str", self.icu.territories.get(code.upper(), code))


def _spaced(text: str, facts: tuple[tuple[str, Fact], ...]) -> str:
    """A name in Latin letters stands off from the Chinese around it; within itself a fact stays as it was given."""
    for _, fact in facts:
        if isinstance(fact, str) and fact:
            before = " " if _LATIN.match(fact[0]) else ""
            after = " " if _LATIN.match(fact[-1]) else ""
            if before or after:
                given = re.escape(fact)
                text = re.sub(rf"(?<={_HAN}){given}", lambda found, gap=before: gap + found[0], text)  # type: ignore[misc]
                text = re.sub(rf"{given}(?={_HAN})", lambda found, gap=after: found[0] + gap, text)  # type: ignore[misc]
    return text
