"""A new key for all that the portal has sealed: names, contact plans, sessions, papers. The old one opens until nothing needs it.

Whatever is sealed with the first key already is left alone, so that a rotation which was broken off goes on where it stopped.
"""

from __future__ import annotations

import os
import secrets
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

import psycopg
from psycopg import sql
from psycopg.rows import TupleRow

from db.errors import Absent
from db.files_folder import FolderFiles
from db.gateway import Credentials
from db.sealing import FileSealer, SealBroken, Sealer

Connection = psycopg.Connection[TupleRow]
Told = Callable[[str], None]

# Table, its key, the sealed column, for what purpose it was sealed.
SEALED = (
    ("identity", "party_id", "sealed", "identity"),
    ("identity", "party_id", "plan", "contact-plan"),
    ("import_row", "case_id", "sealed", "identity"),
    ("session", "id", "sealed", "session"),
)
BATCH = 500
FORMER = "former-pack-keys"  # beside the key: public keys with which evidence packs were signed before
CLOSED = "-"  # what a session that has ended holds


@dataclass
class Rotated:
    """What was sealed anew, what was already, and what no key opens; by `table.column`, papers as `papers`."""

    renewed: Counter[str] = field(default_factory=Counter)
    already: Counter[str] = field(default_factory=Counter)
    unreadable: Counter[str] = field(default_factory=Counter)


def draw_beside(place: Path) -> bytes:
    """The keys to work with: those in the file when a rotation was broken off, else a new one before the one that is there."""
    kept = place.read_bytes()
    if b"," in kept:
        return kept
    keys = secrets.token_urlsafe(48).encode() + b"," + kept.strip()
    replace_keys(place, keys)
    return keys


def replace_keys(place: Path, keys: bytes) -> None:
    """Write them as a whole or not at all: half a key would lose everything."""
    draft = place.with_name(f"{place.name}.new")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(keys)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(place)
    folder = os.open(place.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def seal_anew(connection: Connection, keys: bytes, store: FolderFiles, told: Told = lambda _: None) -> Rotated:
    """Seal all of it with the first of the keys, in small transactions; `connection` is the owner's."""
    rotated = Rotated()
    for table, key, column, purpose in SEALED:
        _renew_texts(connection, Sealer(keys, purpose), (table, key, column), rotated, told)
    _renew_papers(connection, FileSealer(keys), store, rotated, told)
    return rotated


def _renew_texts(connection: Connection, sealer: Sealer, place: tuple[str, str, str], rotated: Rotated, told: Told) -> None:
    table, key, column = place
    name = f"{table}.{column}"
    names = {"table": sql.Identifier("portal", table), "key": sql.Identifier(key), "column": sql.Identifier(column)}
    # Read to the end first: what people seal meanwhile, they seal with the new key.
    ids = [
        row[0]
        for row in connection.execute(
            sql.SQL("select {key} from {table} where {column} is not null and {column} <> %s order by {key}").format(**names),
            [CLOSED],
        )
    ]
    connection.commit()
    for begin in range(0, len(ids), BATCH):
        rows = connection.execute(
            sql.SQL("select {key}, {column} from {table} where {key} = any(%s) and {column} is not null and {column} <> %s"
                    " for update").format(**names), [ids[begin : begin + BATCH], CLOSED]
        ).fetchall()  # fmt: skip
        changed = []
        for one, sealed in rows:
            try:
                again = sealer.renewed(sealed)
            except SealBroken:
                rotated.unreadable[name] += 1
                continue
            (rotated.already if again is None else rotated.renewed)[name] += 1
            if again is not None:
                changed.append((again, one))
        if changed:
            connection.cursor().executemany(sql.SQL("update {table} set {column} = %s where {key} = %s").format(**names), changed)
        connection.commit()
        told(f"{name}, {min(begin + BATCH, len(ids))} of {len(ids)}")


def _renew_papers(connection: Connection, sealer: FileSealer, store: FolderFiles, rotated: Rotated, told: Told) -> None:
    nobody = Credentials()
    keys = connection.execute(
        "select key, bool_or(bound) from (select key, bound_at is not null as bound from portal.sealed_file"
        " union all select original_key, bound_at is not null from portal.sealed_file where original_key is not null"
        ") f group by key order by key"
    ).fetchall()
    connection.commit()
    for number, (key, bound) in enumerate(keys):
        try:
            again = sealer.renewed(store.get(key, nobody))
        except SealBroken:
            rotated.unreadable["papers"] += 1
            continue
        except Absent:
            # What was only reserved may never have been stored.
            rotated.unreadable["papers"] += int(bound)
            continue
        (rotated.already if again is None else rotated.renewed)["papers"] += 1
        if again is not None:
            # The new bytes first, then the record, then the old bytes: whenever it stops, the record finds its bytes.
            new = sha256(again).hexdigest()
            store.put(new, again, "application/octet-stream", nobody)
            connection.execute("update portal.sealed_file set key = %s where key = %s", [new, key])
            connection.execute("update portal.sealed_file set original_key = %s where original_key = %s", [new, key])
            connection.commit()
            store.delete(key, nobody)
        told(f"papers, {number + 1} of {len(keys)}")
