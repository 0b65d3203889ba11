"""The archive: sorted, dated 1980, with a manifest of every file's hash, signed. And its check, which needs no database."""

from __future__ import annotations

import io
import json
import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

MANIFEST, SIGNATURE = "manifest.json", "manifest.sig"
FORMAT = "handshake-evidence-1"
_DAY = (1980, 1, 1, 0, 0, 0)
_LARGEST = 200_000_000
# One spelling alone: a letter that became a capital is a changed byte, too.
_SIGNATURE = re.compile(rb"[0-9a-f]{128}\n")


@dataclass(frozen=True)
class Fault:
    """What is wrong, and with which file; `what` is changed, missing, added, twice, unreadable, signature, key or format."""

    file: str
    what: str


@dataclass(frozen=True)
class Verdict:
    """`key` is the public key that the archive names; it proves nothing until it is compared with the portal's."""

    faults: tuple[Fault, ...]
    key: str
    compared: bool

    @property
    def sound(self) -> bool:
        return not self.faults


def public_key(secret: bytes) -> str:
    """The public half, as 64 letters, to be printed where people can compare it."""
    key = Ed25519PrivateKey.from_private_bytes(secret).public_key()
    return key.public_bytes(Encoding.Raw, PublicFormat.Raw).hex()


def archive(files: Mapping[str, bytes], facts: Mapping[str, object], secret: bytes) -> bytes:
    """The zip. The same files, facts and secret give the same bytes."""
    told = {
        "format": FORMAT,
        **facts,
        "key": public_key(secret),
        "files": {name: {"sha256": sha256(files[name]).hexdigest(), "bytes": len(files[name])} for name in sorted(files)},
    }
    manifest = json.dumps(told, ensure_ascii=False, sort_keys=True, indent=1).encode() + b"\n"
    signature = Ed25519PrivateKey.from_private_bytes(secret).sign(manifest).hex().encode() + b"\n"
    written = io.BytesIO()
    with ZipFile(written, "w", ZIP_DEFLATED) as out:
        for name, content in sorted({**files, MANIFEST: manifest, SIGNATURE: signature}.items()):
            out.writestr(ZipInfo(name, _DAY), content, ZIP_DEFLATED)
    return written.getvalue()


def verify(content: bytes, key: str | None = None) -> Verdict:
    """Whether every file is the one that was signed, and no other is there. With `key`, also by whom it was signed."""
    try:
        files, faults = _read(content)
    except (BadZipFile, NotImplementedError, ValueError, OSError):
        return Verdict((Fault("", "unreadable"),), "", compared=key is not None)
    manifest = files.get(MANIFEST)
    if manifest is None:
        return Verdict((*faults, Fault(MANIFEST, "missing" if not any(f.file == MANIFEST for f in faults) else "unreadable")), "",
                       compared=key is not None)  # fmt: skip
    told = _told(manifest)
    named = str(told.get("key", ""))
    wanted = key.strip().lower() if key is not None else named
    found = list(faults)
    if key is not None and named != wanted:
        found.append(Fault(MANIFEST, "key"))
    found += _signed(manifest, files.get(SIGNATURE), wanted)
    if told.get("format") != FORMAT or not isinstance(told.get("files"), dict):
        found.append(Fault(MANIFEST, "format"))
    else:
        found += _compared(files, told["files"], {fault.file for fault in faults})
    return Verdict(tuple(dict.fromkeys(found)), named, compared=key is not None)


def _read(content: bytes) -> tuple[dict[str, bytes], list[Fault]]:
    files: dict[str, bytes] = {}
    faults: list[Fault] = []
    with ZipFile(io.BytesIO(content)) as packed:
        if sum(entry.file_size for entry in packed.infolist()) > _LARGEST:
            raise ValueError("too large")
        for entry in packed.infolist():
            if entry.filename in files:
                faults.append(Fault(entry.filename, "twice"))
                continue
            try:
                files[entry.filename] = packed.read(entry)
            except (BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError):
                faults.append(Fault(entry.filename, "unreadable"))
    return files, faults


def _told(manifest: bytes) -> dict[str, object]:
    try:
        told = json.loads(manifest)
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}


def _signed(manifest: bytes, signature: bytes | None, key: str) -> Iterator[Fault]:
    if signature is None:
        yield Fault(SIGNATURE, "missing")
        return
    if not _SIGNATURE.fullmatch(signature):
        yield Fault(SIGNATURE, "signature")
        return
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(key)).verify(bytes.fromhex(signature.decode("ascii")), manifest)
    except (InvalidSignature, ValueError):
        # Either of the two was changed; which, nobody can tell.
        yield Fault(MANIFEST, "signature")
        yield Fault(SIGNATURE, "signature")


def _compared(files: Mapping[str, bytes], told: object, unreadable: set[str]) -> Iterator[Fault]:
    assert isinstance(told, dict)
    for name, one in told.items():
        if name in unreadable:
            continue
        if name not in files:
            yield Fault(name, "missing")
        elif not isinstance(one, dict) or sha256(files[name]).hexdigest() != one.get("sha256"):
            yield Fault(name, "changed")
    for name in files:
        if name not in told and name not in (MANIFEST, SIGNATURE):
            yield Fault(name, "added")
