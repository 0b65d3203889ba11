"""All rows of a file together: repeated rows, numbers used twice, headcounts against each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection
from collections.abc import Mapping as Facts
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from db.importing.findings import Did, Finding, Problem
from db.importing.mapping import Field, Mapping
from db.importing.reader import Sheet
from db.importing.reading import Desk, Reading
from db.importing.rows import ImportRow
from db.importing.values import DateOrder

ZONE = ZoneInfo("Asia/Shanghai")  # hotlines write down the days of China

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Judged:
    """What would go in, and every remark. `counts` adds up: total = ready + repeated + refused."""

    rows: tuple[ImportRow, ...]
    findings: tuple[Finding, ...]
    total: int
    repeated: int
    refused: int
    mended: int  # of the ready ones
    dates: DateOrder

    @property
    def ready(self) -> int:
        return len(self.rows)

    def by_problem(self) -> Facts[Problem, int]:
        """How many rows each kind of finding touches."""
        return Counter(problem for _, problem in {(f.line, f.problem) for f in self.findings})


def judge(sheet: Sheet, mapping: Mapping, codes: Collection[str], latest: date, progress: Progress | None = None) -> Judged:
    """Read every line of the sheet, with days up to `latest`; rows and findings come in the order of the file."""
    dates = DateOrder.of(_date_cells(sheet, mapping))
    desk = Desk(sheet.head, mapping, codes, dates, latest)
    seen = _Seen()
    rows: list[ImportRow] = []
    findings: list[Finding] = []
    repeated = refused = 0
    for at, line in enumerate(sheet.lines):
        reading = Reading(desk, line)
        earlier = seen.cells.setdefault(tuple(cell.strip() for cell in line.cells), line.number)
        if earlier != line.number:
            reading.note(Problem.ROW_REPEATED, Did.THERE, line=str(earlier))
            row = None
        else:
            row = reading.row()
        if row:
            row = seen.compare(row, reading)
        dids = {finding.did for finding in reading.findings}
        repeated += row is None and Did.REFUSED not in dids
        refused += row is None and Did.REFUSED in dids
        if row:
            rows.append(row)
        findings += reading.findings
        if progress and at % 500 == 0:
            progress(at, len(sheet.lines))
    if progress:
        progress(len(sheet.lines), len(sheet.lines))
    rows, findings = _settle_headcounts(rows, findings)
    taken = {row.line for row in rows}
    mended = len({f.line for f in findings if f.did is Did.MENDED and f.line in taken})
    return Judged(tuple(rows), tuple(findings), len(sheet.lines), repeated, refused, mended, dates)


def today() -> date:
    """The day it is at the hotlines: no contact can have come later."""
    return datetime.now(ZONE).date()


class _Seen:
    """What this file has told so far."""

    def __init__(self) -> None:
        self.cells: dict[tuple[str, ...], int] = {}
        self.identities: dict[str, ImportRow] = {}
        self.numbers: dict[str, ImportRow] = {}

    def compare(self, row: ImportRow, reading: Reading) -> ImportRow | None:
        """The row when it is news; a note in any case that needs one."""
        same = self.identities.setdefault(row.identity, row)
        first = self.numbers.setdefault(row.number, row)
        if same is not row and same.content == row.content:
            reading.note(Problem.ROW_REPEATED, Did.THERE, line=str(same.line))
            return None
        if same is not row:
            reading.note(Problem.NUMBER_CONTRADICTS, Did.REFUSED, line=str(same.line))
            return None
        if first is not row:
            reading.note(Problem.NUMBER_USED_TWICE, Did.MENDED, line=str(first.line))
        return row


def _settle_headcounts(rows: list[ImportRow], findings: list[Finding]) -> tuple[list[ImportRow], list[Finding]]:
    """“About 500” gives way to a figure in digits that the same file has for the same workplace."""
    worded = {f.line: f for f in findings if f.problem is Problem.HEADCOUNT_IN_WORDS}
    exact = {row.workplace: row.headcount for row in rows if row.headcount and row.line not in worded}
    settled = {row.line: exact[row.workplace] for row in rows if row.line in worded and row.workplace in exact}
    rows = [replace(row, headcount=settled[row.line]) if row.line in settled else row for row in rows]
    findings = [
        replace(f, facts={**f.facts, "kept": str(settled[f.line])})
        if f.problem is Problem.HEADCOUNT_IN_WORDS and f.line in settled
        else f
        for f in findings
    ]
    return rows, findings


def _date_cells(sheet: Sheet, mapping: Mapping) -> list[str]:
    """Every cell of the file that should hold a day, to learn how the file writes days."""
    wanted = (Field.OPENED, Field.FIRST_ANSWER, Field.CLOSED)
    columns = [mapping.columns[field] for field in wanted if field in mapping.columns]
    return [line.cells[at] for line in sheet.lines for at in columns if at < len(line.cells)]
