"""The ledger against what is stored: nothing lost, nothing twice, no bytes without a record, no record without bytes."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import psycopg
from psycopg.rows import TupleRow

from bench.crash.ledger import Kept
from db.files_folder import FolderFiles
from db.sweeping import sweep
from db.ticking import tick


@dataclass(frozen=True)
class Reckoning:
    """`lost`: acknowledged and not stored, words or file. `strange`: stored and never sent."""

    acknowledged: int
    files: int
    lost: int
    twice: int
    strange: int


def reckon(owner: psycopg.Connection[TupleRow], kept: Kept, folder: Path) -> Reckoning:
    """Compare; `owner` sees every row."""
    stored: Counter[str] = Counter()
    digests: dict[str, list[str]] = {}
    keys: dict[str, str] = {}
    for token, found, key in owner.execute(
        "select substr(m.body, 1, 36), array(select a.original_sha256 from portal.attachment a where a.message_id = m.id),"
        " (select a.original_key from portal.attachment a where a.message_id = m.id limit 1)"
        " from portal.message m where m.body like '%They did not pay us in March.' and length(m.body) > 60"
    ):
        stored[token] += 1
        digests.setdefault(token, []).extend(found)
        keys[token] = key
    with_file = {token for token in kept.acknowledged if kept.sent[token] != "-"}
    lost = {token for token in kept.acknowledged if not stored[token]}
    lost |= {
        token
        for token in with_file
        if kept.sent[token] not in digests.get(token, []) or not _whole(folder, keys[token], kept.sent[token])
    }
    twice = {token for token, times in stored.items() if times > 1 or len(digests[token]) > 1}
    return Reckoning(len(kept.acknowledged), len(with_file), len(lost), len(twice), len(set(stored) - set(kept.sent)))


def _whole(folder: Path, key: str, digest: str) -> bool:
    place = folder / key[:2] / key
    return place.is_file() and sha256(place.read_bytes()).hexdigest() == digest


def orphans(owner: psycopg.Connection[TupleRow], folder: Path) -> tuple[int, int, int]:
    """Two days later, after time has passed and the store was swept: what is left over in the store, what records lack their
    bytes; and how many files the sweep took away."""
    owner.execute("select set_config('portal.now', %s, false)", [(datetime.now(UTC) + timedelta(days=2)).isoformat()])
    tick(owner)
    owner.execute("select set_config('portal.now', '', false)")
    swept = sweep(owner, FolderFiles(folder), before=datetime.now(UTC) + timedelta(days=1))
    named = {
        row[0]
        for row in owner.execute(
            "select original_key from portal.attachment union select cleaned_key from portal.attachment"
            " where cleaned_key is not null union select key from portal.sealed_file"
        )
    }
    there = {each.name for each in folder.glob("??/*") if each.is_file()} | {each.name for each in folder.glob("??/.*")}
    return len(there - named), len(named - there), swept
