"""A stream that is sealed as it is written, and opened as it is read: nothing of it lies open on a disk, and a cut end shows.

ChaCha20-Poly1305 over pieces of 1 MiB, numbered, the last one marked: the scheme of age's payloads (STREAM). Each archive has a
key of its own, derived from the key file and 16 random bytes in its head.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import IO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

MAGIC = b"handshake-backup-1\n"
PIECE = 1 << 20
_SALT, _TAG, _SHORTEST_KEY = 16, 16, 32


class BackupRefused(RuntimeError):
    """No backup can be made or restored; the message says why and what to do."""


def draw_key(file: Path) -> None:
    """Write a new key. Raises FileExistsError rather than replacing one."""
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        out.write(secrets.token_urlsafe(48).encode() + b"\n")


def read_key(file: Path) -> bytes:
    """The key in a file. Raises BackupRefused."""
    try:
        key = file.read_bytes().strip()
    except OSError:
        raise BackupRefused(f"{file} cannot be read. Draw a key with: python -m db backup-key {file}") from None
    if len(key) < _SHORTEST_KEY:
        raise BackupRefused(f"{file} holds less than {_SHORTEST_KEY} bytes. Draw a key with: python -m db backup-key FILE")
    return key


class SealingWriter:
    """Writes to `out`; `close` marks the end and leaves `out` open."""

    def __init__(self, out: IO[bytes], key: bytes) -> None:
        salt = secrets.token_bytes(_SALT)
        self._out, self._cipher, self._number, self._held = out, _cipher(key, salt), 0, bytearray()
        out.write(MAGIC + salt)

    def write(self, content: bytes) -> int:
        self._held += content
        # One piece is always held back: the last one is sealed otherwise.
        while len(self._held) > PIECE:
            self._put(bytes(self._held[:PIECE]), last=False)
            del self._held[:PIECE]
        return len(content)

    def close(self) -> None:
        self._put(bytes(self._held), last=True)
        self._held.clear()

    def _put(self, piece: bytes, *, last: bool) -> None:
        self._out.write(self._cipher.encrypt(_nonce(self._number, last=last), piece, None))
        self._number += 1


class OpeningReader:
    """Reads what was sealed. Raises BackupRefused for another key, a changed byte, a cut end."""

    def __init__(self, source: IO[bytes], key: bytes) -> None:
        head = source.read(len(MAGIC) + _SALT)
        if not head.startswith(MAGIC) or len(head) < len(MAGIC) + _SALT:
            raise BackupRefused("This file is no backup of the portal.")
        self._source, self._cipher, self._number = source, _cipher(key, head[len(MAGIC) :]), 0
        self._next = source.read(PIECE + _TAG)
        self._open = bytearray()
        self._ended = False

    def read(self, size: int) -> bytes:
        """That many bytes, fewer only at the end."""
        while len(self._open) < size and not self._ended:
            self._open += self._piece()
        part = bytes(self._open[:size])
        del self._open[:size]
        return part

    def _piece(self) -> bytes:
        sealed, self._next = self._next, self._source.read(PIECE + _TAG)
        self._ended = not self._next
        try:
            piece = self._cipher.decrypt(_nonce(self._number, last=self._ended), sealed, None)
        except InvalidTag:
            if self._number == 0:
                raise BackupRefused("The key does not open this backup, or its beginning was changed.") from None
            raise BackupRefused(f"The backup was changed or cut off after {self._number} MiB. Nothing was restored.") from None
        self._number += 1
        return piece


def _cipher(key: bytes, salt: bytes) -> ChaCha20Poly1305:
    return ChaCha20Poly1305(HKDF(algorithm=hashes.SHA256(), length=32, salt=salt, info=b"handshake-backup").derive(key))


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])
