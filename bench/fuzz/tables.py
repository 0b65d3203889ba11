"""Files with cells: what an import reads, and what an export writes. No cell of an export may become a formula."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from datetime import date
from typing import Any, Final

import openpyxl
from hypothesis import strategies as st

from bench.fuzz.looking import Tally, Unhandled, each
from bench.fuzz.values import Strategy, days, words
from db.importing.findings import FileRefused
from db.importing.judging import judge
from db.importing.mapping import guess
from db.importing.reader import read
from db.spreadsheets import as_csv, as_xlsx
from tests.importing.books import CODES, GOOD, HEAD

LATEST: Final = date(2026, 11, 22)
# What a spreadsheet program takes for the beginning of a formula, whatever blanks or quotes stand before it.
_BEGINS: Final = tuple("=+-@＝＋－＠\t\r\n|%")
_XML: Final = re.compile(r"[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ENCODINGS: Final = ("utf-8", "utf-8-sig", "utf-16", "gb18030", "latin-1", "big5", "utf-7")

cells: Final[Strategy] = st.one_of(
    words, words, days, st.sampled_from(sorted(CODES)), st.sampled_from([*GOOD.values()]),
    st.sampled_from(("31.12.2025", "12/13/2025", "2024/5/1", "45,000", "￥1000", "about 50", "20人", "是", "no", "closed",
    "R1", "１９９９年５月")),
)  # fmt: skip
numbers: Final[Strategy] = st.integers() | st.floats(allow_nan=True, allow_infinity=True)


def imports(amount: int, *, told: str = "") -> Tally:
    """That many files: rows of odd cells in CSV of every encoding and in workbooks, and bytes that are no table."""
    tally = Tally("imported files")
    row = st.one_of(
        st.lists(cells, max_size=len(HEAD) + 2),
        st.dictionaries(st.sampled_from(list(GOOD)), cells, max_size=4).map(
            lambda change: [{**GOOD, **change}.get(field, "") for field in GOOD]
        ),
    )
    head = st.one_of(st.just(list(HEAD)), st.just(list(HEAD)), st.lists(words, max_size=6))
    rows = st.tuples(head, st.lists(row, max_size=4))
    spoilt = st.one_of(st.just(b""), st.just(b""), st.just(b""), st.binary(max_size=20))
    written = st.tuples(rows, st.sampled_from(("xlsx", *_ENCODINGS)), st.sampled_from(",;\t|"), spoilt, st.integers(0, 4_000))
    content = st.one_of(*[written.map(_written)] * 5, st.binary(max_size=200))

    def look(drawn: bytes) -> None:
        with tally.look("an import", drawn):
            try:
                sheet = read(drawn, "book")
                judged = judge(sheet, guess(sheet.head), CODES, LATEST)
            except FileRefused as refused:
                tally.refuse(refused.key)
                return
            for finding in judged.findings:
                finding.to_json()
            for one in judged.rows:
                one.to_json(None)

    each(content, amount, look, told and f"{told} imports")
    return tally


def exports(amount: int, *, told: str = "") -> Tally:
    """That many tables written in both formats and read again: every cell is text or a number, and none begins a formula."""
    tally = Tally("exported cells")
    table = st.tuples(
        st.lists(words, min_size=1, max_size=3),
        st.lists(st.lists(st.one_of(words, words, numbers, st.none()), max_size=3), max_size=3),
    )

    def look(drawn: tuple[list[str], list[list[Any]]]) -> None:
        head, rows = drawn
        with tally.look("an export", drawn):
            _inert_csv(as_csv(head, rows), len(rows))
            _inert_xlsx(as_xlsx(head, rows))

    each(table, amount, look, told and f"{told} exports")
    return tally


def _written(drawn: tuple[tuple[list[str], list[list[str]]], str, str, bytes, int]) -> bytes:
    (head, rows), encoding, delimiter, spoilt, at = drawn
    if encoding == "xlsx":
        book = openpyxl.Workbook(write_only=True)
        sheet = book.create_sheet()
        for row in [head, *rows]:
            sheet.append([_XML.sub("", _whole(cell))[:30_000] for cell in row])
        out = io.BytesIO()
        book.save(out)
        content = out.getvalue()
    else:
        text = io.StringIO(newline="")
        csv.writer(text, delimiter=delimiter, escapechar="\\").writerows(
            [[_whole(cell) for cell in row] for row in [head, *rows]]
        )
        content = text.getvalue().encode(encoding, "replace")
    return content[:at] + spoilt + content[at:] if spoilt else content


def _whole(cell: str) -> str:
    return cell.encode("utf-8", "replace").decode()


def _inert_csv(content: bytes, rows: int) -> None:
    table = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    if len(table) != rows + 1:
        raise Unhandled("a cell begins a line of its own")
    for cell in (cell for row in table for cell in row):
        if cell.lstrip(" \"'\u3000\ufeff")[:1] in _BEGINS and not cell.startswith("'"):
            raise Unhandled(f"a cell of CSV can become a formula: {cell[:20]!r}")


def _inert_xlsx(content: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as inside:
        if any(b"<f>" in inside.read(name) for name in inside.namelist() if "worksheets" in name):
            raise Unhandled("a workbook holds a formula")
    openpyxl.load_workbook(io.BytesIO(content), read_only=True).close()
