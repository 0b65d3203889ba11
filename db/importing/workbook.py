"""XLSX → cells as text. A formula stays the text that somebody typed and is never computed."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from db.importing.findings import FileRefused

_UNPACKED_LIMIT = 400_000_000  # a workbook is a zip file; a small one can unpack to terabytes


def read_workbook(content: bytes, rows_limit: int) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The rows of the first sheet with their Excel row numbers; raises FileRefused."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(part.file_size for part in packed.infolist()) > _UNPACKED_LIMIT:
                raise FileRefused("too_large", limit=str(_UNPACKED_LIMIT // 1_000_000))
            if any("vbaProject" in part.filename for part in packed.infolist()):
                raise FileRefused("has_macros")
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, OSError) as broken:
        raise FileRefused("workbook_broken") from broken
    try:
        if not book.worksheets:
            raise FileRefused("no_rows")
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # the size that a file claims is not to be believed
        for number, row in enumerate(sheet.iter_rows(values_only=True), start=1):
            if number > rows_limit + 1:
                raise FileRefused("too_many_rows", limit=str(rows_limit))
            yield number, tuple(_text(value) for value in row)
    finally:
        book.close()


def _text(value: Any) -> str:
    """A cell as a person would have typed it into a CSV file."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
