"""The report by row, as a CSV file that no spreadsheet can be tricked with."""

from __future__ import annotations

from collections.abc import Iterable

from db.importing.findings import Finding
from db.importing.sentences import DID, sentence
from db.spreadsheets import as_csv

HEAD = (
    "行 Line", "案件编号 Case no.", "列 Column", "内容 Value", "What is wrong", "What was done", "问题", "处理",
)  # fmt: skip


def report(findings: Iterable[Finding]) -> bytes:
    """All findings by line, UTF-8 with mark so that Excel shows the Chinese."""
    return as_csv(HEAD, (_line(finding) for finding in sorted(findings, key=lambda f: f.line)))


def _line(finding: Finding) -> tuple[str, ...]:
    english, chinese = DID[finding.did]
    return (
        str(finding.line), finding.number, finding.column, finding.value,
        sentence(finding, chinese=False), english, sentence(finding, chinese=True), chinese,
    )  # fmt: skip
