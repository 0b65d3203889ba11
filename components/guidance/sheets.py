"""The sheets as they stand in `sheets/<language>/<name>.md`: our own Markdown below a few facts in TOML."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).with_name("sheets")


@dataclass(frozen=True)
class Sheet:
    """One sheet in one language. `codes` are categories ("G") or codes ("B2") of the taxonomy that it is about."""

    name: str  # its address
    title: str
    codes: tuple[str, ...]
    reviewed: date
    sources: tuple[str, ...]
    text: str  # Markdown of ours

    def fits(self, code: str) -> int:
        """How closely it is about a code: 2 for the code itself, 1 for its category, 0 for not at all."""
        return 2 if code in self.codes else int(code[:1] in self.codes)


@cache
def sheets(language: str) -> tuple[Sheet, ...]:
    """All sheets of that language by title; read once, they are files of the program."""
    found = (_read(path) for path in (FOLDER / language).glob("*.md"))
    return tuple(sorted(found, key=lambda one: one.title))


def _read(path: Path) -> Sheet:
    _, facts, text = path.read_text(encoding="utf-8").split("+++\n", 2)
    told = tomllib.loads(facts)
    return Sheet(path.stem, told["title"], tuple(told["codes"]), told["reviewed"], tuple(told["sources"]), text.strip())


def suggested(issues: Sequence[str], language: str, most: int = 2) -> tuple[Sheet, ...]:
    """The sheets for a case with these issue codes, the closest for its main issue first."""

    def closeness(one: Sheet) -> tuple[int, ...]:
        return tuple(one.fits(code) for code in issues)

    fitting = (one for one in sheets(language) if any(closeness(one)))
    return tuple(sorted(fitting, key=closeness, reverse=True)[:most])
