"""One copy for one reader: every page says for whom, when and why, and the factory's answer stands at the end."""

from __future__ import annotations

import io
import math
from dataclasses import dataclass

import pikepdf
from reportlab.lib.colors import Color
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from db.copies.base import write
from db.copies.letters import draw, width, wrapped

SIZE = 7.5
LINE = 10.0
EDGE = 18.0
_INK = Color(0.16, 0.21, 0.2)
_PALE = Color(0.35, 0.4, 0.39, alpha=0.13)
_SMALLEST, _LARGEST = 72.0, 14_400.0


@dataclass(frozen=True)
class Mark:
    """What stands on every page: the lines of the strip under it, and the short words across it."""

    strip: str
    across: str


@dataclass(frozen=True)
class Words:
    """A page of the portal's own, at the end of a copy."""

    parts: tuple[tuple[str, float], ...]


def marked(copy: bytes, mark: Mark, answer: Words, answer_file: bytes | None) -> bytes:
    """The finished copy."""
    with pikepdf.new() as made:
        for content in (copy, _answer_page(answer), answer_file):
            if content is not None:
                with pikepdf.open(io.BytesIO(content)) as source:
                    for page in source.pages:
                        _take_over(made, page, mark)
        written = io.BytesIO()
        made.save(written, deterministic_id=True, fix_metadata_version=False, compress_streams=True)
        return written.getvalue()


def _take_over(made: pikepdf.Pdf, page: pikepdf.Page, mark: Mark) -> None:
    """The page as a picture of itself on a new one that is higher by the strip: the mark covers nothing."""
    left, low, right, high = (float(edge) for edge in page.trimbox)
    wide, tall = abs(right - left), abs(high - low)
    if int(page.obj.get("/Rotate", 0)) % 180:
        wide, tall = tall, wide
    wide, tall = (min(max(side, _SMALLEST), _LARGEST) for side in (wide, tall))
    # Tiny pages get the width that the strip needs.
    broad = max(wide, 280.0)
    lines = wrapped(mark.strip, SIZE, broad - 2 * EDGE)
    strip = LINE * len(lines) + 14
    made.add_blank_page(page_size=(broad, tall + strip))
    target = made.pages[-1]
    target.add_overlay(page, pikepdf.Rectangle(0, strip, wide, tall + strip))
    with pikepdf.open(io.BytesIO(_overlay(broad, tall, strip, lines, mark.across))) as overlay:
        target.add_overlay(overlay.pages[0], pikepdf.Rectangle(0, 0, broad, tall + strip))


def _overlay(wide: float, tall: float, strip: float, lines: list[str], across: str) -> bytes:
    written = io.BytesIO()
    canvas = Canvas(written, pagesize=(wide, tall + strip), invariant=1)
    canvas.setFillColor(Color(1, 1, 1))
    canvas.rect(0, 0, wide, strip, stroke=0, fill=1)
    canvas.setStrokeColor(_INK)
    canvas.setLineWidth(0.5)
    canvas.line(EDGE, strip, wide - EDGE, strip)
    canvas.setFillColor(_INK)
    y = strip - 5 - SIZE
    for line in lines:
        draw(canvas, EDGE, y, line, SIZE)
        y -= LINE
    long = math.hypot(wide, tall)
    size = max(10.0, min(34.0, 34.0 * 0.8 * long / max(width(across, 34.0), 1.0)))
    canvas.setFillColor(_PALE)
    canvas.translate(wide / 2, strip + tall / 2)
    canvas.rotate(math.degrees(math.atan2(tall, wide)))
    draw(canvas, -width(across, size) / 2, -size / 3, across, size)
    canvas.showPage()
    canvas.save()
    return written.getvalue()


def _answer_page(answer: Words) -> bytes:
    written = io.BytesIO()
    canvas = Canvas(written, pagesize=A4, invariant=1)
    write(canvas, list(answer.parts))
    canvas.save()
    return written.getvalue()
