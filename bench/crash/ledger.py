"""The ledger outside the database: what was handed in, and what was acknowledged. One file for each sender, only appended to."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self
from uuid import UUID


class Ledger:
    """`sent` is written before the request leaves, `acknowledged` after the answer came; each is on the disk when it returns."""

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def sent(self, request_id: UUID, digest: str) -> None:
        """`digest` is the file's, or `-`."""
        os.write(self._file, f"sent {request_id} {digest}\n".encode())

    def acknowledged(self, request_id: UUID) -> None:
        os.write(self._file, f"acknowledged {request_id} -\n".encode())
        os.fdatasync(self._file)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        os.close(self._file)


@dataclass
class Kept:
    """What all ledgers of a folder say: file digests of what was sent, by request; and what was acknowledged."""

    sent: dict[str, str] = field(default_factory=dict)
    acknowledged: set[str] = field(default_factory=set)


def read_ledgers(folder: Path) -> Kept:
    """Read them from the disk."""
    kept = Kept()
    for path in sorted(folder.glob("*.ledger")):
        for line in path.read_text().splitlines():
            what, request_id, digest = line.split()
            if what == "sent":
                kept.sent[request_id] = digest
            else:
                kept.acknowledged.add(request_id)
    return kept
