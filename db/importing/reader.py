"""Bytes of a CSV or XLSX file → cells, with the encoding decided safely and said aloud."""

from __future__ import annotations

import csv
import hashlib
import io
from dataclasses import dataclass

from db.importing.encoding import decode
from db.importing.findings import FileRefused
from db.importing.workbook import read_workbook

BYTES_LIMIT = 50_000_000
ROWS_LIMIT = 200_000
COLUMNS_LIMIT = 200
_DELIMITERS = (",", "\t", ";", "|")


@dataclass(frozen=True)
class Line:
    """One row of the file: `number` is what a person sees in an editor or in Excel, counted from 1."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Sheet:
    """A whole file in cells. `encoding` is utf-8, utf-8-sig, utf-16, gb18030, mixed or xlsx."""

    name: str
    sha256: str
    bytes: int
    encoding: str
    head: tuple[str, ...]
    lines: tuple[Line, ...]


def read(content: bytes, name: str) -> Sheet:
    """Read a file; raises FileRefused with a reason when no table can be got from it."""
    if not content.strip():
        raise FileRefused("empty")
    if len(content) > BYTES_LIMIT:
        raise FileRefused("too_large", limit=str(BYTES_LIMIT // 1_000_000))
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise FileRefused("old_excel")
    if content.startswith(b"PK\x03\x04"):
        encoding, rows = "xlsx", [Line(number, cells) for number, cells in read_workbook(content, ROWS_LIMIT)]
    else:
        text, encoding = decode(content)
        rows = _csv_lines(text)
    rows = [row for row in rows if any(cell.strip() for cell in row.cells)]
    if len(rows) < 2:
        raise FileRefused("no_rows")
    if len(rows) > ROWS_LIMIT + 1:
        raise FileRefused("too_many_rows", limit=str(ROWS_LIMIT))
    head = tuple(cell.strip() for cell in rows[0].cells)
    if len(head) > COLUMNS_LIMIT:
        raise FileRefused("too_many_columns", limit=str(COLUMNS_LIMIT))
    digest = hashlib.sha256(content).hexdigest()
    return Sheet(name, digest, len(content), encoding, head, tuple(rows[1:]))


def _csv_lines(text: str) -> list[Line]:
    """Rows with the line on which each starts; a quote that never closes is refused, not swallowed."""
    text = text.replace("\n\ufeff", "\n")  # files pasted together keep their marks in the middle
    first = text.split("\n", 1)[0]
    delimiter = max(_DELIMITERS, key=lambda mark: _outside_quotes(first, mark))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[Line] = []
    start = 1
    try:
        for cells in reader:
            rows.append(Line(start, tuple(cells)))
            start = reader.line_num + 1
    except csv.Error as broken:
        raise FileRefused("quotes_broken", line=str(start)) from broken
    return rows


def _outside_quotes(line: str, mark: str) -> int:
    return sum(part.count(mark) for part in line.split('"')[::2])
