"""What a profile leaves of a report: the copy that is shared, before it is marked for a reader.

It is written as a new document into which only the pages that stay are taken, without what the pages of one file share:
outlines, names, layers' texts, pictures that only a removed page showed.
"""

from __future__ import annotations

import io
from collections.abc import Collection

import pikepdf
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from db.copies.letters import draw, wrapped

PDF = "application/pdf"
MARGIN = 56
# Everything else of a page (annotations, threads, structure, hidden data) stays behind.
_STAYS = {
    "/Type",
    "/Parent",
    "/MediaBox",
    "/CropBox",
    "/TrimBox",
    "/BleedBox",
    "/ArtBox",
    "/Rotate",
    "/Contents",
    "/Resources",
    "/Group",
    "/UserUnit",
}


def pages_of(content: bytes, media_type: str) -> int | None:
    """How many pages; one for a picture, None for what has no fixed pages (workbooks, texts)."""
    if media_type == PDF:
        with pikepdf.open(io.BytesIO(content)) as document:
            return len(document.pages)
    return 1 if media_type.startswith("image/") else None


def as_pdf(content: bytes, media_type: str) -> bytes:
    """A picture on a page of its own; a PDF as it is."""
    if media_type == PDF:
        return content
    written = io.BytesIO()
    with Image.open(io.BytesIO(content)) as picture:
        flat = Image.new("RGB", picture.size, "white")
        flat.paste(picture, mask=picture.convert("RGBA").getchannel("A"))
    # On paper of a common size, whatever the camera was.
    flat.save(written, "PDF", resolution=max(72.0, max(flat.size) / 11))
    with pikepdf.open(io.BytesIO(written.getvalue())) as document:
        return _saved(document)


def without(content: bytes, removed: Collection[int]) -> bytes:
    """The pages that stay, numbered from 1 in `removed`; raises ValueError when none stays."""
    with pikepdf.open(io.BytesIO(content)) as source, pikepdf.new() as copy:
        # What was filled in or written beside becomes part of its page, or it would be lost.
        source.flatten_annotations("screen")
        for number, page in enumerate(source.pages, 1):
            if number not in removed:
                for key in set(page.obj.keys()) - _STAYS:
                    del page.obj[key]
                copy.pages.append(page)
        if not copy.pages:
            raise ValueError("nothing is left")
        copy.remove_unreferenced_resources()
        return _saved(copy)


def summary(title: str, words: str, lead: str) -> bytes:
    """The brand's own words instead of the document."""
    written = io.BytesIO()
    canvas = Canvas(written, pagesize=A4, invariant=1, pageCompression=1)
    write(canvas, [(title, 15), (lead, 9), ("", 9), (words, 10.5)])
    canvas.save()
    with pikepdf.open(io.BytesIO(written.getvalue())) as document:
        return _saved(document)


def write(canvas: Canvas, parts: list[tuple[str, float]]) -> None:
    """Text in blocks of one size each, over as many pages as it takes; the last page is shown, too."""
    room, y = A4[0] - 2 * MARGIN, A4[1] - MARGIN
    for words, size in parts:
        for line in wrapped(words, size, room):
            if y < MARGIN:
                canvas.showPage()
                y = A4[1] - MARGIN
            y -= size * 1.45
            draw(canvas, MARGIN, y, line, size)
        y -= size * 0.6
    canvas.showPage()


def _saved(document: pikepdf.Pdf) -> bytes:
    written = io.BytesIO()
    if "/Info" in document.trailer:
        del document.trailer["/Info"]
    document.save(written, deterministic_id=True, fix_metadata_version=False)
    return written.getvalue()
