"""The report by row, as a CSV file that no spreadsheet can be tricked with."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from db.importing.findings import Finding
from db.importing.sentences import DID, sentence

HEAD = (
    "行 Line", "案件编号 Case no.", "列 Column", "内容 Value", "What is wrong", "What was done", "问题", "处理",
)  # fmt: skip
_TRIGGERS = "=+-@＝＋－＠\t\r\n|%"


def inert(cell: str) -> str:
    """The cell as text for Excel, LibreOffice and WPS: whatever could start a formula gets an apostrophe.

    A formula also starts behind spaces, quotation marks and in full width; line breaks would let a cell
    begin a line of its own.
    """
    flat = " ".join(cell.split("\n")).replace("\r", " ").replace("\x00", "")
    return "'" + flat if flat.lstrip(" \"'\u3000\ufeff")[:1] in tuple(_TRIGGERS) else flat


def report(findings: Iterable[Finding]) -> bytes:
    """All findings by line, UTF-8 with mark so that Excel shows the Chinese."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    writer.writerow(HEAD)
    for finding in sorted(findings, key=lambda f: f.line):
        english, chinese = DID[finding.did]
        cells = (
            str(finding.line), finding.number, finding.column, finding.value,
            sentence(finding, chinese=False), english, sentence(finding, chinese=True), chinese,
        )  # fmt: skip
        writer.writerow(inert(cell) for cell in cells)
    return out.getvalue().encode("utf-8-sig")
