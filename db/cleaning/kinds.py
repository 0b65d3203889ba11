"""Which kind of file this is, read from its bytes and never from its name."""

from __future__ import annotations

from enum import StrEnum
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from db.cleaning.refusal import refuse
from db.cleaning.text import decoded


class Kind(StrEnum):
    """The kinds that we keep; the value is the extension a stored name ends with."""

    JPEG = "jpg"
    PNG = "png"
    WEBP = "webp"
    GIF = "gif"
    PDF = "pdf"
    XLSX = "xlsx"
    DOCX = "docx"
    MP3 = "mp3"
    M4A = "m4a"
    TEXT = "txt"
    CSV = "csv"

    @property
    def media_type(self) -> str:
        return _MEDIA_TYPES[self]


_OPEN_XML = "application/vnd.openxmlformats-officedocument."
_MEDIA_TYPES = {
    Kind.JPEG: "image/jpeg",
    Kind.PNG: "image/png",
    Kind.WEBP: "image/webp",
    Kind.GIF: "image/gif",
    Kind.PDF: "application/pdf",
    Kind.XLSX: _OPEN_XML + "spreadsheetml.sheet",
    Kind.DOCX: _OPEN_XML + "wordprocessingml.document",
    Kind.MP3: "audio/mpeg",
    Kind.M4A: "audio/mp4",
    Kind.TEXT: "text/plain",
    Kind.CSV: "text/csv",
}

# A phone's recordings carry one of these; video is not accepted, its brands are not here.
_AUDIO_BRANDS = (b"M4A ", b"M4B ")


def kind_of(content: bytes) -> Kind:
    """Return the kind that these bytes are, or refuse with `kind_unknown`."""
    if content.startswith(b"\xff\xd8\xff"):
        return Kind.JPEG
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return Kind.PNG
    if content[:6] in (b"GIF87a", b"GIF89a"):
        return Kind.GIF
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return Kind.WEBP
    if content.startswith(b"%PDF-"):
        return Kind.PDF
    if content.startswith(b"PK\x03\x04"):
        return _office_kind(content)
    if content[4:8] == b"ftyp" and content[8:12] in _AUDIO_BRANDS:
        return Kind.M4A
    if content.startswith(b"ID3") or _is_mpeg_audio(content):
        return Kind.MP3
    if decoded(content) is None:
        refuse("kind_unknown")
    return Kind.TEXT


def _is_mpeg_audio(content: bytes) -> bool:
    """A frame of MPEG layer III: eleven sync bits, a layer, and no reserved rate."""
    if len(content) < 4 or content[0] != 0xFF or content[1] & 0xE0 != 0xE0:
        return False
    layer_three = content[1] & 0x06 == 0x02
    return layer_three and content[2] & 0xF0 not in (0x00, 0xF0) and content[2] & 0x0C != 0x0C


def _office_kind(content: bytes) -> Kind:
    try:
        with ZipFile(BytesIO(content)) as archive:
            entries = set(archive.namelist())
    except (BadZipFile, ValueError, NotImplementedError):
        refuse("damaged")
    if "[Content_Types].xml" not in entries:
        refuse("kind_unknown")
    if "xl/workbook.xml" in entries:
        return Kind.XLSX
    if "word/document.xml" not in entries:
        refuse("kind_unknown")
    return Kind.DOCX
