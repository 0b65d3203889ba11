"""What everybody may know, as sections with a finding, rows and words: the same for the full page and the light one."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date

from components.figures import quarters
from components.i18n import Words
from db.models.publication import Publication, Published, PublishedTable, total

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
    summed = len(latest) - shown.hidden
    return words.t("transparency-sum", n=words.say_number(shown.n), quarters=summed, until=words.say_date(until))


def _section(words: Words, one: Publication, table: PublishedTable) -> Section:
    told = quarters.tell(words, (one,), table.subject)
    assert told is not None
    title, marked = (told.title, told.marked) if told.marked else (words.t(f"transparency-title-{table.subject}"), told.marked)
    if table.subject == "said":
        title, marked = _confirmed(words, table)
    lines = tuple(
        Line(
            words.t(f"transparency-said-{each.bucket}") if table.subject == "said" else each.name,
            each.n, quarters.number(words, each.n), each.bucket in marked,
        )
        for each in told.lines
        if each.bucket not in ("none", "X", "X0")  # no cases, and what is not sorted yet: the dataset has them
    )  # fmt: skip
    period = quarters.quarter(words, one.quarter)
    base = words.t(f"transparency-base-{table.total}", n=quarters.number(words, table.n), period=period)
    rows = words.say_list(words.t("figures-alt-row", name=line.name, n=line.said) for line in lines)
    return Section(
        table.subject, title, base, words.t(f"transparency-means-{table.subject}"), lines,
        words.t("figures-alt", title=title, rows=rows),
    )  # fmt: skip


def _confirmed(words: Words, table: PublishedTable) -> tuple[str, frozenset[str]]:
    """What workers confirmed, in the numbers that stand there; a neutral title where they are hidden."""
    yes = next((cell.n for cell in table.cells if cell.bucket == "confirmed"), None)
    if not yes or not table.n:
        return words.t("transparency-title-said"), frozenset()
    facts = {"n": quarters.number(words, yes), "all": quarters.number(words, table.n)}
    return words.t("transparency-found-said", **facts), frozenset({"confirmed"})
