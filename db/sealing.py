"""What only this installation may read again: sealed with the application's key before it leaves the process.

Names and telephone numbers of workers, refresh tokens of sessions and the hidden state of forms go
through here. The key is `Settings.app_key()`; several keys parted by commas
rotate it: the first seals, every one of them still opens. Each purpose has keys of its own, so a sealed
form can never be handed in as a sealed token.
"""

from __future__ import annotations

import base64
import contextlib
import zlib
from functools import cache

from cryptography.exceptions import InvalidTag
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from db.settings import read_settings

PACKED = b"z"
PLAIN = b"-"
WORTH_PACKING = 400
MOST_OPENED = 2_000_000


class SealBroken(ValueError):
    """The text was not sealed here, for this purpose, or too long ago."""


class Sealer:
    """Seals and opens text for one purpose, such as `identity` or `session`."""

    def __init__(self, app_key: bytes, purpose: str) -> None:
        keys = [part.strip() for part in app_key.split(b",") if part.strip()]
        if not keys:
            raise ValueError("a sealer needs a secret")
        self._first = Fernet(_key(keys[0], purpose))
        self._fernet = MultiFernet([self._first, *(Fernet(_key(part, purpose)) for part in keys[1:])])

    def seal(self, text: str) -> str:
        """The text as a token that tells nothing but its length and its time; long text is packed first."""
        raw = text.encode("utf-8")
        packed = PACKED + zlib.compress(raw, 9) if len(raw) > WORTH_PACKING else PLAIN + raw
        return self._fernet.encrypt(packed).decode("ascii")

    def unseal(self, token: str, *, within_seconds: int | None = None) -> str:
        """The text again; raises SealBroken for anything else, and for a token older than asked."""
        try:
            packed = self._fernet.decrypt(token.encode("ascii"), ttl=within_seconds)
            return _unpack(packed).decode("utf-8")
        except (InvalidToken, UnicodeError, zlib.error) as broken:
            raise SealBroken("not sealed here, or too long ago") from broken

    def renewed(self, token: str) -> str | None:
        """The token sealed with the first key, its time kept; None when it is already. Raises SealBroken."""
        try:
            self._first.decrypt(token.encode("utf-8"))
            return None
        except InvalidToken:
            pass
        try:
            return self._fernet.rotate(token.encode("utf-8")).decode("ascii")
        except InvalidToken:
            raise SealBroken("not sealed here") from None


class FileSealer:
    """Seals whole files. The same file gives the same sealed bytes, so that sending it twice stores it once; to whoever
    lacks the key they tell nothing but their length."""

    _LABEL = b"paper"

    def __init__(self, app_key: bytes) -> None:
        keys = [part.strip() for part in app_key.split(b",") if part.strip()]
        if not keys:
            raise ValueError("a sealer needs a secret")
        self._ciphers = [AESSIV(derived(part, "papers", 64)) for part in keys]

    def seal(self, content: bytes) -> bytes:
        return self._ciphers[0].encrypt(content, [self._LABEL])

    def unseal(self, sealed: bytes) -> bytes:
        """The file again; raises SealBroken for anything that was not sealed here."""
        for cipher in self._ciphers:
            with contextlib.suppress(InvalidTag, ValueError):
                return cipher.decrypt(sealed, [self._LABEL])
        raise SealBroken("not sealed here")

    def renewed(self, sealed: bytes) -> bytes | None:
        """The file sealed with the first key; None when it is already. Raises SealBroken."""
        again = self.seal(self.unseal(sealed))
        return None if again == sealed else again


def seal(text: str) -> str:
    """A worker's name and the way to her, sealed with this installation's key, ready for the database."""
    return _identities().seal(text)


def seal_plan(text: str) -> str:
    """Her safe-contact plan, sealed apart: whoever may read the one has not yet the other."""
    return _plans().seal(text)


def unseal(sealed: str) -> str:
    """Name and contact again, for somebody to whom the database gave the sealed text. Raises SealBroken."""
    return _identities().unseal(sealed)


def unseal_plan(sealed: str) -> str:
    """The plan again, for herself or for somebody to whom the database gave it. Raises SealBroken."""
    return _plans().unseal(sealed)


@cache
def _identities() -> Sealer:
    return Sealer(read_settings().app_key(), "identity")


@cache
def _plans() -> Sealer:
    return Sealer(read_settings().app_key(), "contact-plan")


@cache
def papers() -> FileSealer:
    """The sealer of files that belong to no case: reports, their copies, evidence packs."""
    return FileSealer(read_settings().app_key())


@cache
def signing_secret() -> bytes:
    """32 bytes from which the key that signs evidence packs is made; the first of several keys signs."""
    return signing_secrets(read_settings().app_key())[0]


def signing_secrets(app_key: bytes) -> list[bytes]:
    """The same for each of the keys: what the others signed stays signed."""
    return [derived(part.strip(), "evidence-signature", 32) for part in app_key.split(b",") if part.strip()]


def _key(secret: bytes, purpose: str) -> bytes:
    return base64.urlsafe_b64encode(derived(secret, purpose, 32))


def derived(secret: bytes, purpose: str, length: int) -> bytes:
    """That many bytes for one purpose; they tell nothing of the secret, nor of what was made for another purpose."""
    return HKDF(algorithm=hashes.SHA256(), length=length, salt=b"handshake-portal", info=purpose.encode()).derive(secret)


def _unpack(packed: bytes) -> bytes:
    mark, rest = packed[:1], packed[1:]
    if mark == PLAIN:
        return rest
    opener = zlib.decompressobj()
    text = opener.decompress(rest, MOST_OPENED)
    if mark != PACKED or opener.unconsumed_tail:
        raise SealBroken("too long when opened")
    return text
