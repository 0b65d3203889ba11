"""The portal's words: every sentence a screen shows comes from a Fluent catalogue by its key.

`t("case-held-note")` speaks the language of this script run, which the router sets with `speak`.
`Words("zh-Hans")` is the same for callers without a script run, such as the light page.
A catalogue is a folder `words/<language>/` of files, one per subject; keys are unique across files.
Dates, numbers and plurals come from Babel, so that no sentence is put together by hand.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta
from functools import cache, lru_cache
from pathlib import Path
from typing import cast
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_interval
from babel.lists import format_list
from babel.numbers import format_decimal
from fluent.runtime import FluentBundle, FluentResource

LANGUAGES = ("en", "zh-Hans")
DEFAULT = "en"
FOLDER = Path(__file__).parent / "words"

# Deadlines are kept in the workplace's time zone (DOMAIN 4); every workplace is in China for now.
ZONE = ZoneInfo("Asia/Shanghai")
_HAN = "[\u4e00-\u9fff]"
_LATIN = re.compile("[A-Za-z]")
_BESIDE_LATIN = re.compile(r"(?<=[\u4e00-\u9fff])(?=[A-Za-z0-9])|(?<=[A-Za-z0-9])(?=[\u4e00-\u9fff])")

_ICU = {"en": Locale("en", "GB"), "zh-Hans": Locale("zh", "CN", script="Hans")}
_DAY = {"en": "EEE d MMM", "zh-Hans": "M月d日（EEE）"}
_LONG_DAY = {"en": "EEEE d MMMM", "zh-Hans": "M月d日（EEE）"}
_DAY_AND_YEAR = {"en": "d MMM y", "zh-Hans": "y年M月d日"}
_SHORT_DAY = {"en": "d MMM", "zh-Hans": "M月d日"}
_STAMP_DAY = {"en": "EEE d MMM", "zh-Hans": "M月d日 EEE"}
_MONTH = {"en": "MMMM y", "zh-Hans": "y年M月"}

Fact = str | int | float


class MissingWords(KeyError):
    """A key that the catalogue does not have, or a message that lacks one of its facts."""


def nearest(tag: str | None) -> str:
    """The catalogue that fits an IETF tag best: any kind of Chinese reads `zh-Hans`, else English."""
    return "zh-Hans" if (tag or "").lower().startswith("zh") else DEFAULT


class Words:
    """The catalogue of one language; made once per process by `words`."""

    def __init__(self, language: str) -> None:
        self.language = nearest(language)
        self._icu = _ICU[self.language]
        self._bundle = FluentBundle([self.language], use_isolating=False)
        for file in sorted((FOLDER / self.language).glob("*.ftl")):
            self._bundle.add_resource(FluentResource(file.read_text(encoding="utf-8")))
        self._plain: dict[str, str] = {}
        self._told = lru_cache(maxsize=4096)(self._tell)
        # The same few days stand on every row; formatting one costs as much as drawing an element.
        self._dated = lru_cache(maxsize=4096)(self._write_date)
        self._spanned = lru_cache(maxsize=1024)(self._write_span)
        self._stamped = lru_cache(maxsize=4096)(self._write_instant)
        self._counted = lru_cache(maxsize=4096)(self._write_number)

    def t(self, key: str, /, **facts: Fact) -> str:
        """The sentence of that key with its facts in it. Raises MissingWords, never shows a bare key."""
        if not facts:
            known = self._plain.get(key)
            if known is None:
                known = self._plain[key] = self._tell(key, ())
            return known
        return self._told(key, tuple(facts.items()))

    def _write_date(self, day: date, pattern: str) -> str:
        return format_date(day, pattern, locale=self._icu)

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

    def say_date(self, day: date | datetime) -> str:
        """ "Fri 27 Nov" / "11月27日（周五）"; with the year once it is not this year's."""
        day = _day(day)
        pattern = _DAY if day.year == now().year else _DAY_AND_YEAR
        return self._dated(day, pattern[self.language])

    def say_short_date(self, day: date | datetime) -> str:
        """ "27 Nov" / "11月27日", where the weekday would be noise."""
        day = _day(day)
        pattern = _SHORT_DAY if day.year == now().year else _DAY_AND_YEAR
        return self._dated(day, pattern[self.language])

    def say_long_date(self, day: date | datetime) -> str:
        """ "Thursday 26 November" / "11月26日（周四）", inside a sentence."""
        return self._dated(_day(day), _LONG_DAY[self.language])

    def say_month(self, day: date | datetime) -> str:
        """ "November 2026" / "2026年11月"."""
        return self._dated(_day(day), _MONTH[self.language])

    def say_time(self, instant: datetime) -> str:
        """ "08:31", on the workplace's clock."""
        return instant.astimezone(ZONE).strftime("%H:%M")

    def say_instant(self, instant: datetime) -> str:
        """When something was written: "Today, 08:31", "Fri 20 Nov, 11:05" / "今天 08:31"."""
        return self._stamped(instant, now().date())

    def say_moment(self, instant: datetime) -> str:
        """The same inside a sentence: "today, 08:31"."""
        local = instant.astimezone(ZONE)
        if local.date() == now().date():
            return self.t("shell-today-inside", time=local.strftime("%H:%M"))
        return self.say_instant(instant)

    def _write_instant(self, instant: datetime, today: date) -> str:
        local = instant.astimezone(ZONE)
        time = local.strftime("%H:%M")
        if local.date() == today:
            return self.t("shell-today-at", time=time)
        pattern = _STAMP_DAY if local.year == today.year else _DAY_AND_YEAR
        day = self._dated(local.date(), pattern[self.language])
        return self.t("shell-day-at", day=day, time=time)

    def say_due(self, due: datetime | date) -> str:
        """A deadline in words: "Fri 27 Nov, in 3 days", "Today 12:31", "Overdue by 40 min, was due 09:03"."""
        if not isinstance(due, datetime):
            days = (due - now().date()).days
            if days < 0:
                return self.t("shell-overdue-days", day=self.say_date(due), days=-days)
            return self.t("shell-due-days", day=self.say_date(due), days=days)
        local = due.astimezone(ZONE)
        if local < now():
            return self._overdue(local)
        days = (local.date() - now().date()).days
        if days == 0:
            return self.t("shell-due-today", time=self.say_time(local))
        return self.t("shell-due-days", day=self.say_date(local), days=days)

    def _overdue(self, due: datetime) -> str:
        late = now() - due
        if due.date() == now().date():
            return self.t("shell-overdue-today", late=self.say_span(late), time=self.say_time(due))
        if late < timedelta(days=2):
            hours = timedelta(hours=late.total_seconds() // 3600)
            return self.t("shell-overdue", late=self.say_span(hours), day=self.say_date(due))
        return self.t("shell-overdue-days", day=self.say_date(due), days=late.days)

    def say_span(self, span: timedelta) -> str:
        """ "40 min", "1 h 12 min", "3 days"."""
        minutes = max(0, int(span.total_seconds() // 60))
        if minutes < 60:
            return self.t("shell-minutes", minutes=minutes)
        if minutes < 48 * 60:
            hours, rest = divmod(minutes, 60)
            return self.t("shell-hours", hours=hours, minutes=rest)
        return self.t("shell-days", days=minutes // (24 * 60))

    def say_number(self, number: float) -> str:
        """ "1,204"."""
        return self._counted(number)

    def _write_number(self, number: float) -> str:
        return format_decimal(number, locale=self._icu)

    def say_list(self, items: Iterable[str]) -> str:
        """ "Worker, Handshake" / "工人、Handshake": readers of a message."""
        return ("、" if self.language == "zh-Hans" else ", ").join(items)

    def say_clauses(self, items: Iterable[str]) -> str:
        """ "23 Nov, received by phone" / "11月23日，收到（电话）": what is no list of equals."""
        return ("，" if self.language == "zh-Hans" else ", ").join(items)

    def say_and(self, items: Iterable[str]) -> str:
        """ "Factory and Brand K" / "工厂和品牌 K": a list inside a sentence."""
        said = format_list(list(items), locale=self._icu)
        return _BESIDE_LATIN.sub(" ", said) if self.language == "zh-Hans" else said

    def say_sentences(self, *sentences: str) -> str:
        """Sentences one after the other; Chinese full stops bring their own space."""
        return ("" if self.language == "zh-Hans" else " ").join(sentences)

    def say_bytes(self, size: int) -> str:
        """ "412 kB", "1.4 MB"."""
        if size < 1_000_000:
            return f"{max(1, round(size / 1000))} kB"
        return f"{format_decimal(round(size / 1_000_000, 1), locale=self._icu)} MB"

    def say_country(self, code: str) -> str:
        """ "Germany" / "德国" for `DE`; the code itself when it is unknown."""
        return cast("str", self._icu.territories.get(code.upper(), code))

    def say_days(self, first: datetime, last: datetime) -> str:
        """ "3 – 18 November" / "11月3日至18日": from one day to another."""
        return self._spanned(_day(first), _day(last))

    def _write_span(self, start: date, end: date) -> str:
        skeleton = "MMMMd" if start.year == end.year else "yMMMd"
        return str(format_interval(start, end, skeleton, locale=self._icu))


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


def now() -> datetime:
    """This instant on the workplace's clock."""
    return datetime.now(ZONE)


def _day(day: date | datetime) -> date:
    if isinstance(day, datetime):
        aware = day if day.tzinfo else day.replace(tzinfo=UTC)
        return aware.astimezone(ZONE).date()
    return day


@cache
def words(language: str) -> Words:
    """The one catalogue of that language in this process."""
    return Words(language)


_spoken: ContextVar[Words | None] = ContextVar("spoken", default=None)
_REMEMBERED = "spoken_language"


def speak(language: str) -> Words:
    """Set the language of this script run; the router calls it before anything is drawn."""
    import streamlit as st  # noqa: PLC0415  (the light page uses this module without a script run)

    chosen = words(nearest(language))
    _spoken.set(chosen)
    st.session_state[_REMEMBERED] = chosen.language
    return chosen


def spoken() -> Words:
    """The catalogue of this script run. A callback runs before the router: then the last run's."""
    chosen = _spoken.get()
    if chosen is None:
        import streamlit as st  # noqa: PLC0415  (as above)

        chosen = words(str(st.session_state.get(_REMEMBERED, DEFAULT)))
        _spoken.set(chosen)
    return chosen


def t(key: str, /, **facts: Fact) -> str:
    return spoken().t(key, **facts)


def say_date(day: date | datetime) -> str:
    return spoken().say_date(day)


def say_instant(instant: datetime) -> str:
    return spoken().say_instant(instant)


def say_number(number: float) -> str:
    return spoken().say_number(number)


def say_due(due: datetime | date) -> str:
    return spoken().say_due(due)
