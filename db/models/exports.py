"""What was taken out of the portal as a file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True)
class Export:
    """One export. `person` and `organization` are names; a supervisor sees everybody's, others their own."""

    id: UUID
    list: str  # cases, people, organizations, strikes, bulletins, exports, figures
    format: str  # csv, xlsx
    lines: int
    narrowed: bool  # filters stood; which, is not kept
    at: datetime
    person: str | None
    organization: str | None


@dataclass(frozen=True)
class Exports:
    exports: tuple[Export, ...]  # the newest hundred
