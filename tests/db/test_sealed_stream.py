"""A sealed stream: what went in comes out, and no piece can be left out, moved or repeated."""

from __future__ import annotations

import io
import secrets

import pytest

from db.backup.sealed_stream import PIECE, BackupRefused, OpeningReader, SealingWriter


@pytest.mark.parametrize("size", [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE])
def test_a_sealed_stream_opens_to_what_went_in(size: int) -> None:
    content, out = secrets.token_bytes(size), io.BytesIO()
    writer = SealingWriter(out, b"k" * 32)
    for at in range(0, size, 70_001):
        writer.write(content[at : at + 70_001])
    writer.close()
    reader = OpeningReader(io.BytesIO(out.getvalue()), b"k" * 32)
    assert b"".join(iter(lambda: reader.read(65_536), b"")) == content


def test_pieces_of_a_stream_cannot_be_left_out_or_put_elsewhere() -> None:
    out = io.BytesIO()
    writer = SealingWriter(out, b"k" * 32)
    writer.write(bytes(3 * PIECE))
    writer.close()
    whole, head, one = out.getvalue(), len(out.getvalue()) - 3 * (PIECE + 16), PIECE + 16
    first, second, third = (whole[head + one * n : head + one * (n + 1)] for n in range(3))
    for harmed in (second + first + third, first + third, first + second, first + second + third + third):
        reader = OpeningReader(io.BytesIO(whole[:head] + harmed), b"k" * 32)
        with pytest.raises(BackupRefused):
            reader.read(4 * PIECE)
