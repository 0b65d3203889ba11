"""The ledger notices what it is there for: something lost, stored twice, never sent, bytes without a record and the reverse."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from bench.crash.ledger import Ledger, read_ledgers
from bench.crash.reckoning import Reckoning, orphans, reckon
from db.files_folder import FolderFiles
from db.gateway import Credentials
from tests.procedure.world import Case, World
from tests.real_database import Connection, Database

WORDS = "They did not pay us in March."


@pytest.fixture
def case(database: Database) -> Iterator[tuple[World, Case]]:
    world = World(database)
    world.arrange()
    yield world, world.case_in()
    world.close()


def sent(folder: Path, *, digest: str = "-") -> str:
    request = uuid4()
    with Ledger(folder / "1.ledger") as ledger:
        ledger.sent(request, digest)
        ledger.acknowledged(request)
    return str(request)


def test_what_is_stored_once_is_in_order(case: tuple[World, Case], admin: Connection, tmp_path: Path) -> None:
    world, one = case
    world.post(one, "lin", f"{sent(tmp_path)} {WORDS}", kind="note")
    assert reckon(admin, read_ledgers(tmp_path), tmp_path) == Reckoning(1, 0, 0, 0, 0)


def test_lost_twice_and_never_sent_are_counted(case: tuple[World, Case], admin: Connection, tmp_path: Path) -> None:
    world, one = case
    twice = sent(tmp_path)
    sent(tmp_path)
    for words in (twice, twice, str(uuid4())):
        world.post(one, "lin", f"{words} {WORDS}", kind="note")
    found = reckon(admin, read_ledgers(tmp_path), tmp_path)
    assert (found.acknowledged, found.lost, found.twice, found.strange) == (2, 1, 1, 1)


def test_a_message_without_its_file_is_lost(case: tuple[World, Case], admin: Connection, tmp_path: Path) -> None:
    world, one = case
    world.post(one, "lin", f"{sent(tmp_path, digest='0' * 64)} {WORDS}", kind="note")
    assert reckon(admin, read_ledgers(tmp_path), tmp_path).lost == 1


def test_bytes_without_a_record_are_swept_and_records_without_bytes_counted(
    case: tuple[World, Case], database: Database, tmp_path: Path
) -> None:
    world, one = case
    kept = FolderFiles(tmp_path / "files")
    kept.put(sha256(b"nobody named this").hexdigest(), b"nobody named this", "text/plain", Credentials())
    (tmp_path / "files" / sha256(b"nobody named this").hexdigest()[:2] / ".new-half").write_bytes(b"half")
    for content in (b"somebody named this", b"this never arrived"):
        digest = sha256(content).hexdigest()
        file = world.write("lin", "reserve_file", reference=one.reference, name="a.txt", bytes=len(content), sha256=digest,
            media_type="text/plain", cleaned_sha256=digest, cleaned_bytes=len(content))  # fmt: skip
        if content == b"somebody named this":
            kept.put(file["key"], content, "text/plain", Credentials(), digest=digest)
        world.write("lin", "post_message", reference=one.reference, body="Here.", audience=[], kind="note", files=[file["id"]])
    with psycopg.connect(database.conninfo("postgres")) as owner:
        assert orphans(owner, tmp_path / "files") == (0, 1, 2)
