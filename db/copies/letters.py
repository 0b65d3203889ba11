"""Writing on paper in both languages: Latin letters in Helvetica, Chinese in the song face that every reader brings.

Both are standard fonts of PDF, so that no font file travels with a copy.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.pdfmetrics import registerFont, stringWidth
from reportlab.pdfgen.canvas import Canvas

LATIN = "Helvetica"
CHINESE = "STSong-Light"
_RUNS = re.compile(r"[\x20-\x7e\xa0-\xff]+|[^\x20-\x7e\xa0-\xff]+")
_CONTROL = re.compile(r"[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+")


@cache
def ready() -> None:
    """Make the Chinese face known, once per process."""
    registerFont(UnicodeCIDFont(CHINESE))


def runs(text: str) -> Iterator[tuple[str, str]]:
    """Font and letters, piece by piece."""
    for piece in _RUNS.findall(_CONTROL.sub(" ", text)):
        yield (LATIN if piece.isascii() or max(piece) <= "\xff" else CHINESE), piece


def width(text: str, size: float) -> float:
    ready()
    return sum(stringWidth(piece, font, size) for font, piece in runs(text))


def wrapped(text: str, size: float, room: float) -> list[str]:
    """Lines that fit; Chinese breaks anywhere, other words at their spaces, a longer word wherever it must."""
    lines: list[str] = []
    for paragraph in text.splitlines() or [""]:
        line = ""
        for word in re.findall(
            r"\s+|[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]|[^\s\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]+", paragraph
        ):
            rest = word
            while rest:
                if width(line + rest, size) <= room:
                    line, rest = line + rest, ""
                elif line.strip():
                    lines.append(line.rstrip())
                    line, rest = "", rest.lstrip()
                else:
                    fits = _fitting(rest, size, room)
                    lines.append(rest[:fits])
                    rest = rest[fits:]
        lines.append(line.rstrip())
    return lines


def _fitting(word: str, size: float, room: float) -> int:
    """How many letters of one endless word fit, at least one."""
    count = len(word)
    while count > 1 and width(word[:count], size) > room:
        count -= 1
    return count


def draw(canvas: Canvas, x: float, y: float, text: str, size: float) -> None:
    """One line from x on."""
    ready()
    for font, piece in runs(text):
        canvas.setFont(font, size)
        canvas.drawString(x, y, piece)
        x += stringWidth(piece, font, size)
