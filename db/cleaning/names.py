"""A file's name is a label that somebody typed: it proves nothing and must harm nobody."""

from __future__ import annotations

import re
import unicodedata

from db.cleaning.kinds import Kind
from db.cleaning.refusal import refuse

LONGEST_NAME = 120

_ENDINGS: dict[Kind, frozenset[str]] = {
    Kind.JPEG: frozenset({"jpg", "jpeg", "jpe", "jfif"}),
    Kind.PNG: frozenset({"png"}),
    Kind.WEBP: frozenset({"webp"}),
    Kind.GIF: frozenset({"gif"}),
    Kind.PDF: frozenset({"pdf"}),
    Kind.XLSX: frozenset({"xlsx"}),
    Kind.DOCX: frozenset({"docx"}),
    Kind.MP3: frozenset({"mp3"}),
    Kind.M4A: frozenset({"m4a", "m4b"}),
    Kind.TEXT: frozenset({"txt", "text", "log", "csv"}),
}
# Endings that run, or that a browser interprets: they have no place before the last dot either.
_ACTIVE = {
    *(
        "exe",
        "com",
        "bat",
        "cmd",
        "msi",
        "scr",
        "pif",
        "ps1",
        "vbs",
        "vbe",
        "js",
        "jse",
        "jar",
        "wsf",
        "wsh",
        "hta",
        "lnk",
        "reg",
    ),
    *(
        "dll",
        "sh",
        "app",
        "apk",
        "dmg",
        "iso",
        "html",
        "htm",
        "xhtml",
        "shtml",
        "svg",
        "svgz",
        "xml",
        "xsl",
        "php",
        "asp",
        "aspx",
    ),
    *("reg", "aspx", "jsp", "py", "pl", "docm", "xlsm", "pptm", "dotm", "zip", "rar", "7z"),
}
_KNOWN = frozenset().union(*_ENDINGS.values()) | _ACTIVE
_WINDOWS_DEVICE = re.compile(r"^(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)
# Joiners are part of spelling in several scripts; every other format character can only disguise.
_JOINERS = "\u200c\u200d"


def _plain(name: str) -> str:
    base = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    kept = (c for c in base if c in _JOINERS or unicodedata.category(c)[0] != "C")
    spaced = re.sub(r"\s+", " ", "".join(kept))
    return re.sub(r'[<>:"|?*;%]', "_", spaced).strip(" .")


def agreeing_kind(name: str, kind: Kind) -> Kind:
    """Return the kind when the name does not contradict it; text named .csv is a table.

    A name without an ending is believed (phones send them); `photo.jpg.exe`, `photo.exe.jpg` and a
    PDF named .jpg are refused, since somebody made them so or something went wrong.
    """
    parts = _plain(name).lower().split(".")
    ending = parts[-1].strip() if len(parts) > 1 else ""
    if ending and ending not in _ENDINGS[kind]:
        refuse("name_contradicts", is_=kind.value, says=ending[:12])
    if any(part.strip() in _KNOWN for part in parts[1:-1]):
        refuse("name_double")
    return Kind.CSV if ending == "csv" else kind


def safe_name(name: str, kind: Kind) -> str:
    """Return a name of at most 120 characters without path, control or direction characters."""
    plain = _plain(name)
    stem = plain.rpartition(".")[0] if "." in plain else plain
    room = LONGEST_NAME - len(kind.value) - 1
    stem = stem[:room].strip(" .") or "file"
    if _WINDOWS_DEVICE.match(stem):
        stem = f"_{stem}"[:room]
    return f"{stem}.{kind.value}"
