"""What everybody may know, as sections with a finding, rows and words: the same for the full page and the light one."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date

from components.i18n import Words
from db.models.publication import Publication, Published, PublishedCell, PublishedTable, total

# Which tables stand on the page, in this order. The dataset has all.
SUBJECTS = ("category", "answer_days", "said", "close_days")


@dataclass(frozen=True)
class Line:
    """A row: its name, its number (None is hidden), and the number as it is said."""

    name: str
    n: int | None
    said: str
    marked: bool


@dataclass(frozen=True)
class Section:
    """One table with everything around it."""

    subject: str
    title: str
    base: str
    definition: str
    lines: tuple[Line, ...]
    alt: str

    @property
    def drawable(self) -> bool:
        return any(line.n for line in self.lines)


def quarter_said(words: Words, quarter: date) -> str:
    """ "1 Jul to 30 Sep 2026"."""
    last = date(quarter.year, quarter.month + 2, calendar.monthrange(quarter.year, quarter.month + 2)[1])
    return words.t("transparency-quarter", number=(quarter.month + 2) // 3, year=str(quarter.year), month=last.month)


def sections(words: Words, one: Publication) -> tuple[Section, ...]:
    """The sections of one quarter; a table that this quarter does not have is left out."""
    found = [(subject, one.table(subject)) for subject in SUBJECTS]
    return tuple(_section(words, one, table) for _, table in found if table is not None)


def sum_said(words: Words, published: Published) -> str:
    """How many cases were received in all published quarters, computed from what is shown; empty before the first."""
    latest = published.latest()
    shown = total(latest, "received")
    if not shown.n:
        return ""
    newest = latest[0].quarter
    until = date(newest.year, newest.month + 2, calendar.monthrange(newest.year, newest.month + 2)[1])
    quarters = len(latest) - shown.hidden
    return words.t("transparency-sum", n=words.say_number(shown.n), quarters=quarters, until=words.say_date(until))


def number(words: Words, n: int | None) -> str:
    return words.t("transparency-hidden") if n is None else words.say_number(n)


def _section(words: Words, one: Publication, table: PublishedTable) -> Section:
    title, marked = _finding(words, table)
    lines = tuple(
        Line(_name(words, table.subject, cell.bucket), cell.n, number(words, cell.n), cell.bucket in marked)
        for cell in table.cells
        if cell.bucket not in ("none", "X", "X0")  # no cases, and what is not sorted yet: the dataset has them
    )
    base = words.t(f"transparency-base-{table.total}", n=number(words, table.n), period=quarter_said(words, one.quarter))
    told = words.say_list(words.t("figures-alt-row", name=line.name, n=line.said) for line in lines)
    return Section(
        table.subject, title, base, words.t(f"transparency-means-{table.subject}"), lines,
        words.t("figures-alt", title=title, rows=told),
    )  # fmt: skip


def _finding(words: Words, table: PublishedTable) -> tuple[str, set[str]]:
    """The sentence that the numbers bear, and which rows it speaks of; a neutral title where they bear none."""
    shown = [cell for cell in table.cells if cell.n]
    neutral = words.t(f"transparency-title-{table.subject}")
    if table.subject.endswith("_days"):
        if table.median is None or table.median.end is None:
            return neutral, set()
        fast = {cell.bucket for cell in table.cells if int(cell.bucket.partition("-")[0]) <= table.median.start}
        return words.t(f"transparency-found-{table.subject}", days=table.median.end), fast
    if table.subject == "said":
        return _confirmed(words, table, neutral)
    first = max(shown, key=_size, default=None)
    if first is None or sum(cell.n == first.n for cell in shown) > 1 or not table.n:
        return neutral, set()
    facts = {"name": _name(words, table.subject, first.bucket), "n": number(words, first.n), "all": number(words, table.n)}
    return words.t("transparency-found-category", **facts), {first.bucket}


def _confirmed(words: Words, table: PublishedTable, neutral: str) -> tuple[str, set[str]]:
    yes = next((cell.n for cell in table.cells if cell.bucket == "confirmed"), None)
    if not yes or not table.n:
        return neutral, set()
    return words.t("transparency-found-said", n=number(words, yes), all=number(words, table.n)), {"confirmed"}


def _size(cell: PublishedCell) -> int:
    return cell.n or 0


def _name(words: Words, subject: str, bucket: str) -> str:
    if subject == "category":
        return words.t(f"category-{bucket}") if words.has(f"category-{bucket}") else bucket
    if subject == "said":
        return words.t(f"transparency-said-{bucket}")
    first, _, last = bucket.partition("-")
    return words.t("transparency-days", first=first, last=last) if last else words.t("transparency-days-more", first=first)
