"""The words on paper: from the same catalogue as the screens, read here as files, for db/ imports nothing of ours."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from babel.dates import format_date
from fluent.runtime import FluentBundle, FluentResource

CATALOGUE = Path(__file__).parents[2] / "components" / "words"
LANGUAGES = ("en", "zh-Hans")
# Every workplace is in China for now.
ZONE = ZoneInfo("Asia/Shanghai")
_DAY = {"en": "d MMM y", "zh-Hans": "y年M月d日"}
_MONTH = {"en": "MMMM y", "zh-Hans": "y年M月"}


@dataclass(frozen=True)
class PaperWords:
    """One language."""

    language: str
    bundle: FluentBundle

    def say(self, key: str, /, **facts: object) -> str:
        """The words of a key; raises KeyError for one that the catalogue lacks."""
        message = self.bundle.get_message(key)
        if message is None or message.value is None:
            raise KeyError(key)
        text, faults = self.bundle.format_pattern(message.value, facts)
        assert not faults, f"{key}: {faults}"
        return str(text)

    def has(self, key: str) -> bool:
        return bool(self.bundle.has_message(key))

    def day(self, at: date | datetime) -> str:
        """A day with its year: paper lives longer than a screen."""
        local = at.astimezone(ZONE).date() if isinstance(at, datetime) else at
        return format_date(local, _DAY[self.language], locale=self.icu)

    def month(self, at: date) -> str:
        return format_date(at, _MONTH[self.language], locale=self.icu)

    @property
    def icu(self) -> str:
        return self.language.replace("-", "_")


@cache
def paper_words(language: str, *subjects: str) -> PaperWords:
    """The words of these subjects in the nearest language that there is."""
    spoken = "zh-Hans" if language.startswith("zh") else "en"
    bundle = FluentBundle([spoken], use_isolating=False)
    for subject in subjects:
        bundle.add_resource(FluentResource((CATALOGUE / spoken / f"{subject}.ftl").read_text(encoding="utf-8")))
    return PaperWords(spoken, bundle)
