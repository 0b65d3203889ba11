"""Which of UTF-8, UTF-8 with mark, UTF-16 and GB18030 a file is written in, never by a guess from statistics.

GB18030 decodes nearly any run of bytes, so that it "works" proves nothing. It is taken only where
UTF-8 is impossible and the result reads like Chinese: nearly every character is one of the 7,445
that GB 2312 has. Text in Big5, Latin-1 or a broken UTF-8 file lands outside of them.
"""

from __future__ import annotations

import codecs

from db.importing.findings import FileRefused

_READS_LIKE_CHINESE = 0.98  # names use a few rare characters; wrong encodings fall below 0.8
UNREADABLE = "\ufffd"  # marks what could not be decoded; a row with it is refused, not the file


def decode(content: bytes) -> tuple[str, str]:
    """The text and the encoding's name; raises FileRefused("encoding_unknown")."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _strict(content, "utf-16"), "utf-16"
    if content.startswith(codecs.BOM_UTF8):
        marked = content[len(codecs.BOM_UTF8) :]
        try:
            return marked.decode("utf-8"), "utf-8-sig"
        except UnicodeDecodeError:
            return _mixed(marked), "mixed"
    try:
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        pass
    try:
        text = content.decode("gb18030")
        if _reads_like_chinese(text):
            return text, "gb18030"
    except UnicodeDecodeError:
        pass
    return _mixed(content), "mixed"


def _strict(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as broken:
        raise FileRefused("encoding_unknown") from broken


def _reads_like_chinese(text: str) -> bool:
    foreign = [letter for letter in text if ord(letter) > 127]
    known = len("".join(foreign).encode("gb2312", errors="ignore")) / 2
    return bool(foreign) and known / len(foreign) >= _READS_LIKE_CHINESE


def _mixed(content: bytes) -> str:
    """A file put together from several: each line by itself; refused when hardly any line can be read."""
    parts: list[str] = []
    unreadable = 0
    for written in content.split(b"\n"):
        line = written.removeprefix(codecs.BOM_UTF8)
        try:
            parts.append(line.decode("utf-8"))
            continue
        except UnicodeDecodeError:
            pass
        try:
            text = line.decode("gb18030")
        except UnicodeDecodeError:
            text = ""
        if text and _reads_like_chinese(text):
            parts.append(text)
        else:
            unreadable += 1
            parts.append(line.decode("utf-8", errors="replace"))
    if unreadable * 2 > len(parts) or UNREADABLE in parts[0]:
        raise FileRefused("encoding_unknown")
    return "\n".join(parts)
