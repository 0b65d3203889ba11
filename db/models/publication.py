"""Publications: what brands, workplaces that compare themselves, and everybody may know of cases. Written once per quarter.

A number that is None is hidden: it is under 5 (0 included), or would help to work out one that is. All others are multiples of 5.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID


@dataclass(frozen=True)
class PublishedCell:
    """One value of a table. `name` is set where the bucket is a workplace; None for one that the reader no longer buys from."""

    bucket: str
    n: int | None
    name: str | None = None


@dataclass(frozen=True)
class Band:
    """A number of days, as far as the published table tells: from `start` to `end`; the last band is open (`end` None)."""

    start: int
    end: int | None


@dataclass(frozen=True)
class PublishedTable:
    """One dimension alone: `cells` sum up to about `n`, the cases of the population `total`; all in the table's fixed order.

    `median` and `p90` are read from the published cells of a table of days, so they tell nothing that these do not.
    """

    subject: str  # category, severity, channel, site, answer_days, close_days, …
    total: str  # received, answered, closed, …
    n: int | None
    cells: tuple[PublishedCell, ...]
    median: Band | None = None
    p90: Band | None = None

    @property
    def hidden(self) -> int:
        """How many cells are hidden."""
        return sum(cell.n is None for cell in self.cells)


@dataclass(frozen=True)
class Publication:
    """One ended quarter (`quarter` is its first day) as it was published; a corrected `version` replaces no earlier one."""

    quarter: date
    version: int
    published_at: datetime
    tables: tuple[PublishedTable, ...]

    @property
    def quarter_name(self) -> str:
        """2026-Q3, as files and addresses name it."""
        return f"{self.quarter.year}-Q{(self.quarter.month + 2) // 3}"

    def table(self, subject: str) -> PublishedTable | None:
        """The table of that subject, or None where this scope has none."""
        return next((table for table in self.tables if table.subject == subject), None)


@dataclass(frozen=True)
class Published:
    """Everything published for one reader: newest quarter first, the latest version of a quarter before earlier ones."""

    kind: str  # brand: its own supply chain; peers: all workplaces together; public: the same, with all tables
    organization: UUID | None
    publications: tuple[Publication, ...]

    def latest(self) -> tuple[Publication, ...]:
        """The latest version of each quarter, newest quarter first."""
        seen: dict[date, Publication] = {}
        for each in self.publications:
            seen.setdefault(each.quarter, each)
        return tuple(seen.values())


@dataclass(frozen=True)
class Summed:
    """A longer period: the sum of what its quarters show; in `hidden` of them the number is hidden and not in the sum."""

    bucket: str
    n: int
    hidden: int
    name: str | None = None


def summed(publications: tuple[Publication, ...], subject: str) -> tuple[Summed, ...]:
    """The cells of one table over several quarters, each the sum of what is shown: no other figure of a year exists."""
    found: dict[str, Summed] = {}
    for publication in publications:
        table = publication.table(subject)
        for cell in table.cells if table else ():
            before = found.get(cell.bucket, Summed(cell.bucket, 0, 0, cell.name))
            found[cell.bucket] = Summed(cell.bucket, before.n + (cell.n or 0), before.hidden + (cell.n is None), before.name)
    return tuple(found.values())


def total(publications: tuple[Publication, ...], population: str) -> Summed:
    """How many cases of a population over several quarters: the sum of what is shown."""
    shown = [next((t.n for t in each.tables if t.total == population), None) for each in publications]
    return Summed(population, sum(n or 0 for n in shown), sum(n is None for n in shown))
