"""Files as a worker's phone sends them, honest ones and others."""

from __future__ import annotations

import io
import struct
import zlib

import pikepdf
from PIL import Image

SERIAL = b"CanaryCamera4711"
LARGEST = 10 * 1024 * 1024


def photo() -> bytes:
    """A picture that tells the place, the camera and its number, and carries a thumbnail's worth of words."""
    exif = Image.Exif()
    exif[0x0110] = SERIAL.decode()
    exif.get_ifd(0x8825).update({1: "N", 2: (22.0, 33.0, 44.0), 3: "E", 4: (114.0, 4.0, 5.0)})
    kept = io.BytesIO()
    Image.effect_noise((80, 60), 60).convert("RGB").save(kept, "JPEG", exif=exif)
    assert SERIAL in kept.getvalue()
    return kept.getvalue()


def places(content: bytes) -> dict[int, object]:
    """What a picture says about where it was taken."""
    return dict(Image.open(io.BytesIO(content)).getexif().get_ifd(0x8825))


def huge() -> bytes:
    """A small PNG that claims 900 megapixels."""

    def part(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    head = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + part(b"IHDR", head) + part(b"IDAT", zlib.compress(b"\0" * 100)) + part(b"IEND", b"")


def armed_pdf() -> bytes:
    """A PDF that runs a script when it is opened."""
    document = pikepdf.new()
    document.add_blank_page()
    document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert('canary')")
    kept = io.BytesIO()
    document.save(kept)
    assert b"canary" in kept.getvalue()
    return kept.getvalue()


# ATTACKS 26 to 28: name, content, and the sentence that she reads.
REFUSED = {
    "empty": ("slip.jpg", b"", "this file is empty"),
    "limit + 1": ("slip.txt", b"a" * (LARGEST + 1), "larger than 10 MB"),
    "wrong ending": ("slip.pdf", photo(), "its name says something else"),
    "wrong type": ("slip.jpg", b"MZ\x90\0\xff\xfe program", "cannot be taken"),
    "double ending": ("slip.exe.jpg", photo(), "two endings"),
    "900 megapixels": ("slip.png", huge(), "too large"),
    "svg": ("slip.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", ""),
    "html": ("slip.html", b"<!doctype html><script>alert(1)</script>", ""),
    "half": ("slip.jpg", photo()[:200], "damaged"),
}
