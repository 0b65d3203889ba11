"""Evidence files: judged, reserved in the case, kept by the files port; posting the message binds them."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID, uuid5

from db.cleaning import clean
from db.gateway import Credentials, Gateway
from db.ports import FilesPort
from db.shape import shape


@dataclass(frozen=True)
class FileContent:
    """Where the bytes lie that this caller may have: the sealed original, or the cleaned copy."""

    key: str
    sha256: str
    name: str
    media_type: str
    bytes: int


def file_content(gateway: Gateway, attachment: UUID, *, original: bool = False) -> FileContent:
    """Raises Absent for a file that does not exist or is not the caller's to open."""
    return shape(FileContent, gateway.call("file_content", attachment=attachment, original=original))


def attach(  # noqa: PLR0917  (the arguments of the database's function, in its order)
    gateway: Gateway,
    store: FilesPort,
    on_behalf: Credentials,
    request_id: UUID,
    reference: str | None,
    name: str,
    content: bytes,
) -> UUID:
    """Judge one file, reserve its place, and keep both copies; returns the id to post with a message.

    The id of the reservation follows from the message's request id and the content, so that sending
    the same message again reserves nothing new. Raises BadRequest(file_refused).
    """
    kept = clean(name, content)
    answer = gateway.call(
        "reserve_file",
        request_id=uuid5(request_id, kept.original_sha256 + kept.safe_name),
        reference=reference,
        name=kept.safe_name,
        bytes=kept.original_bytes,
        sha256=kept.original_sha256,
        media_type=kept.media_type,
        cleaned_sha256=kept.cleaned_sha256,
        cleaned_bytes=kept.cleaned_bytes,
    )
    store.put(answer["key"], content, kept.media_type, on_behalf, digest=kept.original_sha256)
    if kept.cleaned_sha256 != kept.original_sha256:
        store.put(answer["cleaned_key"], kept.cleaned, kept.media_type, on_behalf, digest=kept.cleaned_sha256)
    return UUID(answer["id"])
