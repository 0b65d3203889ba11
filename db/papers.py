"""Files that belong to no case, in the store: sealed with the application's key, under the hash of the sealed bytes.

Who may have one is decided by the database; sealed, so that the store's own door, which knows people and not readers of
one marked copy, gives nothing away.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import Literal
from uuid import UUID, uuid5

from db.errors import Absent
from db.gateway import Credentials, Gateway
from db.ports import FilesPort
from db.sealing import FileSealer, SealBroken, papers

_SEALED = "application/octet-stream"


@dataclass(frozen=True)
class Paper:
    """What is kept: the cleaned content, the file as it came (None for what the portal made), how many pages."""

    use: Literal["report", "copy", "answer", "pack"]
    name: str
    media_type: str
    content: bytes
    original: bytes | None = None
    pages: int | None = None


def reserve(  # noqa: PLR0917  (the doors, then what goes through them)
    gateway: Gateway, store: FilesPort, on_behalf: Credentials, request_id: UUID, paper: Paper, sealer: FileSealer | None = None
) -> UUID:
    """Reserve a place and put the bytes there; the file to name in the deed that uses it. Sent again it is one file."""
    sealer = sealer or papers()
    sealed = sealer.seal(paper.content)
    sealed_original = sealer.seal(paper.original) if paper.original is not None else None
    key = _digest(sealed)
    original_key = _digest(sealed_original) if sealed_original is not None else None
    answer = gateway.call(
        "reserve_sealed_file", request_id=uuid5(request_id, paper.use + key), use_=paper.use, name=paper.name,
        media_type=paper.media_type, sha256=_digest(paper.content if paper.original is None else paper.original),
        cleaned_sha256=_digest(paper.content), key=key, bytes=len(paper.content), original_key=original_key, pages=paper.pages,
    )  # fmt: skip
    store.put(key, sealed, _SEALED, on_behalf)
    if original_key is not None and sealed_original is not None and original_key != key:
        store.put(original_key, sealed_original, _SEALED, on_behalf)
    return UUID(answer["id"])


def fetch(store: FilesPort, on_behalf: Credentials, key: str, sealer: FileSealer | None = None) -> bytes:
    """The content again. Raises Absent for what is not there, or was sealed with another key."""
    try:
        return (sealer or papers()).unseal(store.get(key, on_behalf))
    except SealBroken:
        raise Absent("absent", {}, "") from None


def _digest(content: bytes) -> str:
    return sha256(content).hexdigest()
