"""Small PDFs to share, and what stands on the pages of a PDF: read from its drawing commands, forms within forms included."""

from __future__ import annotations

import io
from typing import Any

import pikepdf
from reportlab.pdfgen.canvas import Canvas

from db.copies.letters import draw


def pdf(*pages: str, shared: str = "") -> bytes:
    """One page for each text; with `shared`, a resource that every page names and only the last one draws."""
    written = io.BytesIO()
    canvas = Canvas(written, invariant=1)
    if shared:
        canvas.beginForm("secret")
        canvas.drawString(10, 10, shared)
        canvas.endForm()
    for number, text in enumerate(pages, 1):
        draw(canvas, 72, 700, text, 12)
        if shared and number == len(pages):
            canvas.doForm("secret")
        canvas.showPage()
    canvas.save()
    return _sharing(written.getvalue()) if shared else written.getvalue()


def _sharing(content: bytes) -> bytes:
    """All pages have one dictionary of resources, as many writers make it."""
    with pikepdf.open(io.BytesIO(content)) as document:
        one = document.make_indirect(document.pages[-1].obj.Resources)
        for page in document.pages:
            page.obj.Resources = one
        written = io.BytesIO()
        document.save(written)
        return written.getvalue()


def texts(content: bytes) -> list[str]:
    """What is written on each page, in the order of drawing, without spaces between pieces."""
    with pikepdf.open(io.BytesIO(content)) as document:
        return ["".join(_drawn(page.obj, page.resources)) for page in document.pages]


def _drawn(drawn: Any, resources: Any) -> list[str]:
    font: Any = None
    said: list[str] = []
    for operands, operator in pikepdf.parse_content_stream(drawn):
        match str(operator):
            case "Tf":
                font = resources["/Font"][str(operands[0])]
            case "Tj":
                said.append(_letters(bytes(operands[0]), font))
            case "TJ":
                said += [_letters(bytes(each), font) for each in operands[0] if isinstance(each, pikepdf.String)]
            case "Do":
                form = resources["/XObject"][str(operands[0])]
                if form.get("/Subtype") == "/Form":
                    said += _drawn(form, form.get("/Resources", resources))
    return said


def _letters(raw: bytes, font: Any) -> str:
    """Two bytes a letter in the Chinese face, one in the Latin."""
    return raw.decode("utf-16-be") if font.get("/Subtype") == "/Type0" else raw.decode("cp1252")


def has_bytes(content: bytes, words: bytes) -> bool:
    """Whether any stream or string of the file holds these bytes, packed or not."""
    with pikepdf.open(io.BytesIO(content)) as document:
        for one in document.objects:
            if isinstance(one, pikepdf.Stream) and words in one.read_bytes():
                return True
        return words in content or any(words in repr(one).encode() for one in document.objects)
