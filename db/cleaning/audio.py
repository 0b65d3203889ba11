"""Voice recordings keep their sound and lose their tags: a phone writes place and owner into them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from db.cleaning.refusal import refuse

if TYPE_CHECKING:
    from db.cleaning.kinds import Kind

_CONTAINERS = (b"moov", b"trak", b"mdia", b"minf", b"stbl", b"edts", b"moof", b"traf")
_TELLING = (b"udta", b"meta", b"uuid", b"free", b"skip")
_STAMPED = (b"mvhd", b"tkhd", b"mdhd")


def clean(content: bytes, kind: Kind) -> bytes:
    """Return the same sound without tags, places and times."""
    if kind.value == "mp3":
        return _bare_mp3(content)
    bare = bytearray(content)
    _blank_boxes(bare, 0, len(bare))
    return bytes(bare)


def _bare_mp3(content: bytes) -> bytes:
    start = 0
    while content[start : start + 3] == b"ID3" and len(content) >= start + 10:
        size = content[start + 6 : start + 10]
        if any(byte & 0x80 for byte in size):
            refuse("damaged")
        footer = 10 if content[start + 5] & 0x10 else 0
        start += 10 + footer + (size[0] << 21 | size[1] << 14 | size[2] << 7 | size[3])
    end = len(content) - 128 if content[-128:-125] == b"TAG" else len(content)
    sound = content[start:end]
    if not sound or b"\xff" not in sound[:4096]:
        refuse("damaged")
    return sound


def _blank_boxes(bare: bytearray, at: int, end: int) -> None:
    """Overwrite telling boxes with free space of the same length, so that no offset moves."""
    while at + 8 <= end:
        size, kind, head = int.from_bytes(bare[at : at + 4], "big"), bytes(bare[at + 4 : at + 8]), 8
        if size == 1:
            size, head = int.from_bytes(bare[at + 8 : at + 16], "big"), 16
        elif size == 0:
            size = end - at
        if size < head or at + size > end:
            refuse("damaged")
        if kind in _TELLING:
            bare[at + 4 : at + 8] = b"free"
            bare[at + head : at + size] = bytes(size - head)
        elif kind in _CONTAINERS:
            _blank_boxes(bare, at + head, at + size)
        elif kind in _STAMPED and size >= head + 20:
            width = 16 if bare[at + head] == 1 else 8
            bare[at + head + 4 : at + head + 4 + width] = bytes(width)
        at += size
