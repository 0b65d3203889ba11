"""XLSX and DOCX: kept for download, without macros, embedded objects, far links or their author."""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from db.cleaning.images import without_hidden_segments
from db.cleaning.refusal import refuse
from db.errors import PortalError

if TYPE_CHECKING:
    from db.cleaning.kinds import Kind

MOST_ENTRIES = 2_000
MOST_UNPACKED = 100 * 1024 * 1024

_ACTIVE = re.compile(r"vbaproject|vbadata|activex|/embeddings/|oleobject|/ctrlprops/|macrosheets|customui", re.IGNORECASE)
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>", re.IGNORECASE)
_EXTERNAL = re.compile(rb"TargetMode\s*=\s*[\"']External", re.IGNORECASE)
_HYPERLINK = re.compile(rb"Type\s*=\s*[\"'][^\"']*/hyperlink[\"']", re.IGNORECASE)
_XML = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_EMPTY = {
    "docProps/core.xml": _XML
    + b'<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>',
    "docProps/app.xml": _XML + b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>',
    "docProps/custom.xml": _XML
    + b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"/>',
}
_THUMBNAIL = re.compile(r"^docProps/thumbnail", re.IGNORECASE)
_FIXED_DAY = (1980, 1, 1, 0, 0, 0)


def clean(content: bytes, _kind: Kind) -> bytes:
    """Return the package written anew; names in comments and tracked changes stay, they are content."""
    try:
        return _written_anew(content)
    except PortalError:
        raise
    except Exception:  # noqa: BLE001 - a crafted archive may raise anything; each means the same here
        refuse("damaged")


def _written_anew(content: bytes) -> bytes:
    written = BytesIO()
    with ZipFile(BytesIO(content)) as archive, ZipFile(written, "w", ZIP_DEFLATED) as copy:
        entries = archive.infolist()
        if len(entries) > MOST_ENTRIES or len({e.filename for e in entries}) != len(entries):
            refuse("damaged")
        if sum(entry.file_size for entry in entries) > MOST_UNPACKED:
            refuse("too_large", limit=MOST_UNPACKED)
        for entry in entries:
            if _ACTIVE.search("/" + entry.filename):
                refuse("active_content")
            part = archive.read(entry)
            if entry.filename.endswith(".rels"):
                _refuse_far_parts(part)
            copy.writestr(ZipInfo(entry.filename, _FIXED_DAY), _bare(entry.filename, part), ZIP_DEFLATED)
    return written.getvalue()


def _bare(name: str, part: bytes) -> bytes:
    if name in _EMPTY:
        return _EMPTY[name]
    if _THUMBNAIL.match(name):
        return b""
    if part.startswith(b"\xff\xd8\xff"):
        return without_hidden_segments(part)
    return part


def _refuse_far_parts(relations: bytes) -> None:
    """A picture or template at an address is fetched on opening and tells who reads; a link waits for a click."""
    for relation in _RELATION.findall(relations):
        if _EXTERNAL.search(relation) and not _HYPERLINK.search(relation):
            refuse("active_content")
