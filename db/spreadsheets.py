"""Tables as files for spreadsheet programs, in which no cell can become a formula."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import Cell as WrittenCell
from openpyxl.cell import WriteOnlyCell

Cell = str | int | float | None
CSV, XLSX = "text/csv", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# Signs that XML, and with it a workbook, cannot hold; halves of a surrogate pair fit in no file.
_UNWRITABLE = re.compile(r"[^\t\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd\U00010000-\U0010ffff]")
_TRIGGERS = "=+-@＝＋－＠\t\r\n|%"


def inert(cell: str) -> str:
    """The cell as text for Excel, LibreOffice and WPS: whatever could start a formula gets an apostrophe.

    A formula also starts behind spaces, quotation marks and in full width; line breaks would let a cell
    begin a line of its own.
    """
    flat = _UNWRITABLE.sub("", " ".join(cell.split("\n")).replace("\r", " "))
    return "'" + flat if flat.lstrip(" \"'\u3000\ufeff")[:1] in tuple(_TRIGGERS) else flat


def as_csv(head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """The table as CSV, every cell quoted and inert; UTF-8 with mark, so that Excel shows Chinese."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    writer.writerow([inert(name) for name in head])
    writer.writerows([inert(_said(cell)) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def as_xlsx(head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """The table as a workbook of one sheet: numbers are numbers, all else is text, nothing is a formula."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in ([*head], *rows):
        sheet.append([_cell(sheet, value) for value in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _said(cell: Cell) -> str:
    return "" if cell is None else str(cell)


def _cell(sheet: Any, value: Cell) -> WrittenCell | None:
    if value is None:
        return None
    if not isinstance(value, str):
        return WriteOnlyCell(sheet, value)
    cell = WriteOnlyCell(sheet, inert(value))
    cell.data_type = "s"
    return cell
