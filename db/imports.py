"""Imports: a judged file goes to the database in chunks that nobody sees, then all at once or not at all."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, runtime_checkable
from uuid import UUID

from db.errors import Unavailable
from db.gateway import Gateway
from db.importing.findings import Finding
from db.importing.judging import Judged, Progress
from db.importing.mapping import Mapping, head_key
from db.importing.reader import Sheet
from db.importing.report import report
from db.importing.rows import ImportRow
from db.shape import shape

CHUNK_ROWS = 1000
PATIENCE_SECONDS = 300.0
_ASK_AGAIN = 30  # times: a proxy may give up on a call that the database still works at

Seal = Callable[[str], str]


@runtime_checkable
class Patient(Protocol):
    """A gateway that can wait longer than a screen does."""

    def patient(self, seconds: float) -> Gateway: ...


@dataclass(frozen=True)
class ImportFile:
    """What came of one file; the counts are 0 until it was rehearsed or done."""

    id: UUID
    name: str
    encoding: str
    state: str  # staged, rehearsed, done, dropped
    begun_at: datetime
    done_at: datetime | None
    total: int = 0
    cases: int = 0
    contacts: int = 0
    there: int = 0  # already in the portal, the same
    different: int = 0  # already in the portal, told differently here
    repeated: int = 0  # twice in the file
    refused: int = 0
    mended: int = 0  # among those taken in
    phones: int = 0  # statements with a phone number in them
    workplaces: int = 0  # new ones


@dataclass(frozen=True)
class ImportDesk:
    """What importing starts from."""

    codes: tuple[str, ...]  # the taxonomy
    mapping: str | None  # kept for a file with these heads
    files: tuple[ImportFile, ...]  # the last twenty


@dataclass(frozen=True)
class ImportReport:
    name: str
    findings: tuple[Finding, ...]

    def as_csv(self) -> bytes:
        """The report as a file for a spreadsheet, every cell inert."""
        return report(self.findings)


def import_desk(gateway: Gateway, head: Sequence[str] | None = None) -> ImportDesk:
    """The taxonomy, the mapping kept for these heads, and earlier files. Raises Refused for all but supervisors."""
    return shape(ImportDesk, gateway.call("import_desk", head_key=head_key(head) if head else None))


def stage(
    gateway: Gateway,
    request_id: UUID,
    sheet: Sheet,
    mapping: Mapping,
    judged: Judged,
    *,
    seal: Seal,
    progress: Progress | None = None,
) -> ImportFile:
    """Open the import `request_id` and send its rows. Sending them again changes nothing; nothing shows yet."""
    answer = gateway.call(
        "import_begin",
        request_id=request_id,
        name=sheet.name,
        sha256=sheet.sha256,
        bytes=sheet.bytes,
        encoding=sheet.encoding,
        mapping=mapping.to_json(sheet.head),
        head_key=head_key(sheet.head),
    )
    for start in range(0, len(judged.rows), CHUNK_ROWS):
        rows = [row.to_json(_sealed(row, seal)) for row in judged.rows[start : start + CHUNK_ROWS]]
        gateway.call("import_chunk", **{"import": request_id, "rows": rows})
        if progress:
            progress(min(start + CHUNK_ROWS, judged.ready), judged.ready)
    return shape(ImportFile, answer)


def finish(gateway: Gateway, request_id: UUID, judged: Judged, *, dry_run: bool, leave_out: bool) -> ImportFile:
    """Count what would go in, or take all of it in at once.

    Raises Conflict: `import_has_refused` when rows were refused and nobody agreed to leave them out,
    `import_incomplete` when rows are missing; then nothing was imported.
    """
    patient = gateway.patient(PATIENCE_SECONDS) if isinstance(gateway, Patient) else gateway
    for asked in range(_ASK_AGAIN + 1):
        try:
            answer = patient.call(
                "import_finish",
                **{"import": request_id},
                dry_run=dry_run,
                leave_out=leave_out,
                total=judged.total,
                ready=judged.ready,
                repeated=judged.repeated,
                refused=judged.refused,
                findings=[finding.to_json() for finding in judged.findings],
            )
            return shape(ImportFile, answer)
        except Unavailable as silence:
            # Asking again waits for the one under way and then gets its answer: it is done only once.
            if not silence.maybe_done or asked == _ASK_AGAIN:
                raise
    raise AssertionError("unreachable")


def drop(gateway: Gateway, request_id: UUID) -> None:
    """Throw away what was staged; what was imported stays."""
    gateway.call("import_drop", **{"import": request_id})


def import_report(gateway: Gateway, import_id: UUID) -> ImportReport:
    """The report by row that was kept with an import. Raises Absent."""
    answer = gateway.call("import_report", **{"import": import_id})
    findings = tuple(Finding.from_json(each) for each in answer["findings"])
    return ImportReport(str(answer["name"]), findings)


def _sealed(row: ImportRow, seal: Seal) -> str | None:
    """Who called, encrypted; of a contact that is no case nobody's name is kept."""
    known = {"name": row.caller, "phone": row.phone}
    told = {item: words for item, words in known.items() if words}
    return seal(json.dumps(told, ensure_ascii=False)) if told and not row.is_contact else None
