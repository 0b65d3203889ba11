"""Evidence is judged by what it contains; everybody but coordinators gets a copy that tells nothing extra.

`clean(name, content)` is the whole promise: it returns a `Cleaned`, or raises `BadRequest` with
the key `file_refused` and the fact `reason`, one of `REASONS`, in words a screen can translate.
The original is kept sealed for coordinators; the cleaned copy is what the other parties open
(ATTACKS 26 to 28). Nothing here touches a disk or a network.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

from db.cleaning import audio, images, names, office, pdf, text
from db.cleaning.kinds import Kind, kind_of
from db.cleaning.refusal import refuse

LARGEST_BYTES = 10 * 1024 * 1024

__all__ = ["LARGEST_BYTES", "Cleaned", "Kind", "clean"]


@dataclass(frozen=True)
class Cleaned:
    """One file that may be kept: two digests, the copy for everybody, and a name safe in any header."""

    safe_name: str
    media_type: str
    original_sha256: str
    original_bytes: int
    cleaned_sha256: str
    cleaned: bytes

    @property
    def cleaned_bytes(self) -> int:
        return len(self.cleaned)


_CLEANERS = {
    Kind.JPEG: images.clean,
    Kind.PNG: images.clean,
    Kind.WEBP: images.clean,
    Kind.GIF: images.clean,
    Kind.PDF: pdf.clean,
    Kind.XLSX: office.clean,
    Kind.DOCX: office.clean,
    Kind.MP3: audio.clean,
    Kind.M4A: audio.clean,
    Kind.TEXT: text.clean,
    Kind.CSV: text.clean,
}


def clean(name: str, content: bytes) -> Cleaned:
    """Return the file with a safe name and a copy without hidden facts; refuse what we cannot judge."""
    if not content:
        refuse("empty")
    if len(content) > LARGEST_BYTES:
        refuse("too_large", limit=LARGEST_BYTES, bytes=len(content))
    kind = names.agreeing_kind(name, kind_of(content))
    cleaned = _CLEANERS[kind](content, kind)
    return Cleaned(
        safe_name=names.safe_name(name, kind),
        media_type=kind.media_type,
        original_sha256=sha256(content).hexdigest(),
        original_bytes=len(content),
        cleaned_sha256=sha256(cleaned).hexdigest(),
        cleaned=cleaned,
    )
