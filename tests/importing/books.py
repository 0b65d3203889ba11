"""Books for tests: the sample beside this file, and single rows with one cell changed."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path

from db.importing.findings import Finding, Problem
from db.importing.judging import Judged, judge
from db.importing.mapping import Field, guess
from db.importing.reader import Sheet, read

SAMPLE = Path(__file__).with_name("sample.csv")
SHARED = Path(__file__).parents[3] / "shared" / "data"
LATEST = date(2026, 11, 22)
CODES = frozenset(
    f"{letter}{number}"
    for letter, most in zip("ABCDEFGHIJKLMX", (4, 4, 5, 5, 5, 7, 6, 7, 4, 7, 5, 4, 3, 4), strict=True)
    for number in range(1, most + 1)
)
HEAD = tuple(next(csv.reader(io.StringIO(SAMPLE.read_text(encoding="utf-8")))))
GOOD = {
    Field.NUMBER: "R1", Field.OPENED: "2024-05-01", Field.CHANNEL: "电话 phone", Field.CITY: "惠州",
    Field.WORKPLACE: "惠州样本鞋业有限公司", Field.HEADCOUNT: "1200", Field.BRANDS: "Brand S", Field.CATEGORY: "F1",
    Field.DESCRIPTION: "没发工资", Field.ANONYMOUS: "是 yes", Field.STATUS: "结案 closed", Field.FIRST_ANSWER: "2024-05-03",
    Field.CLOSED: "2024-05-09", Field.OUTCOME: "已解决 remedied", Field.CONFIRMATION: "确认 confirmed",
}  # fmt: skip


def book(*changes: dict[Field, str], extra: list[list[str]] | None = None) -> bytes:
    """A CSV file with one row per change of the good row; `extra` are raw rows."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(HEAD)
    for at, change in enumerate(changes):
        row = {**GOOD, Field.NUMBER: f"R{at + 1}", **change}
        writer.writerow([row.get(field, "") for field in Field])
    writer.writerows(extra or [])
    return out.getvalue().encode()


def judged(content: bytes, name: str = "book.csv") -> Judged:
    sheet = read(content, name)
    return judge(sheet, guess(sheet.head), CODES, LATEST)


def sample() -> tuple[Sheet, Judged]:
    sheet = read(SAMPLE.read_bytes(), SAMPLE.name)
    return sheet, judge(sheet, guess(sheet.head), CODES, LATEST)


def only(findings: tuple[Finding, ...], problem: Problem) -> list[Finding]:
    return [finding for finding in findings if finding.problem is problem]
