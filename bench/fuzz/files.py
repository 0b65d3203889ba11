"""Uploads: bytes that pretend to be a picture, paper or recording, under names that pretend to be anything."""

from __future__ import annotations

import io
from typing import Any, Final

from hypothesis import strategies as st
from PIL import Image

from auth.answers import download
from bench.fuzz.looking import Tally, Unhandled, each
from bench.fuzz.values import Strategy, words
from db.cleaning import clean
from db.cleaning.names import LONGEST_NAME
from tests.public.evidence import photo

ENDINGS: Final = (
    "",
    ".jpg",
    ".png",
    ".pdf",
    ".xlsx",
    ".docx",
    ".mp3",
    ".m4a",
    ".txt",
    ".csv",
    ".gif",
    ".webp",
    ".exe",
    ".jpg.exe",
    ".JPG ",
    ".p\u200bng",
)
HEADS: Final = (
    b"", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0\0\x10JFIF", b"%PDF-1.7\n", b"PK\x03\x04", b"GIF89a", b"ID3\x03\0",
    b"RIFF\xff\0\0\0WEBPVP8 ",
    b"\0\0\0\x18ftypM4A ", b"\xff\xfb\x90", b"words of a letter\n", b"a,b\n1,2\n", b"<svg onload=x>", b"<html>", b"MZ",
    b"#!/bin/sh\n", b"{\\rtf1",
)  # fmt: skip


def run(amount: int, *, told: str = "") -> Tally:
    """That many uploads; what is taken leaves under a name that fits any header and any disk."""
    tally = Tally("uploaded files and their names")
    upload = st.tuples(words, st.sampled_from(ENDINGS), _contents())

    def look(drawn: tuple[str, str, bytes]) -> None:
        name, ending, content = drawn
        with tally.look("an upload", (name[:40], ending, content[:60])):
            cleaned = clean(f"{name}{ending}", content)
            said = cleaned.safe_name
            if len(said) > LONGEST_NAME or any(sign in said for sign in '/\\\0\r\n"<>:|?*') or said.startswith("."):
                raise Unhandled(f"a name that harms: {said!r}")
            for header, value in download(cleaned.cleaned, said, cleaned.media_type).raw_headers:
                if b"\n" in header + value or b"\r" in header + value:
                    raise Unhandled("a header of two lines")

    each(upload, amount, look, told and f"{told} uploads")
    return tally


def _contents() -> Strategy:
    """Real files with bytes changed, cut or added, and beginnings of files with anything behind them."""
    real = (
        photo(),
        _small("PNG"),
        _small("GIF"),
        _small("WEBP"),
        b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF",
        b"a letter\n" * 20,
    )
    whole = st.sampled_from(real)
    changed = st.tuples(whole, st.lists(st.tuples(st.integers(0, 3_000), st.integers(0, 255)), max_size=6)).map(_changed)
    cut = st.tuples(whole, st.integers(0, 3_000)).map(lambda one: one[0][: one[1]])
    made = st.tuples(st.sampled_from(HEADS), st.binary(max_size=300)).map(lambda one: one[0] + one[1])
    return st.one_of(changed, changed, cut, made, made, words.map(lambda text: text.encode("utf-8", "surrogatepass")))


def _changed(drawn: tuple[bytes, list[tuple[int, int]]]) -> bytes:
    content = bytearray(drawn[0])
    for at, value in drawn[1]:
        if at < len(content):
            content[at] = value
    return bytes(content)


def _small(kind: str) -> bytes:
    out = io.BytesIO()
    picture: Any = Image.new("RGB", (20, 20), (200, 30, 30))
    picture.save(out, kind)
    return out.getvalue()
