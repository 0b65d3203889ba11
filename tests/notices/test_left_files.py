"""What was reserved and never posted is forgotten after a day, and bytes that no record names are removed; nothing else is."""

from __future__ import annotations

import hashlib
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import psycopg
import pytest

from db.files_folder import FolderFiles
from db.gateway import Credentials
from db.sweeping import sweep
from db.ticking import tick
from tests.procedure.world import Case, World

NOBODY = Credentials()


@pytest.fixture
def files(tmp_path: Path) -> FolderFiles:
    return FolderFiles(tmp_path / "files")


def put(files: FolderFiles, tmp_path: Path, words: str, *, days: float = 3, key: str | None = None) -> str:
    """Bytes in the store, put there some days ago."""
    digest = hashlib.sha256(words.encode()).hexdigest()
    key = key or digest
    files.put(key, words.encode(), "text/plain", NOBODY, digest=digest)
    place = tmp_path / "files" / key[:2] / key
    at = (datetime.now(UTC) - timedelta(days=days)).timestamp()
    os.utime(place, (at, at))
    return key


def reserve(world: World, case: Case, files: FolderFiles, tmp_path: Path, words: str, *, days: float = 3) -> UUID:
    """A file, reserved and put there some days ago."""
    digest = hashlib.sha256(words.encode()).hexdigest()
    made = world.write(
        "chen", "reserve_file", reference=case.reference, name="list.txt", bytes=10, sha256=digest, media_type="text/plain",
        cleaned_sha256=digest, cleaned_bytes=10,
    )  # fmt: skip
    put(files, tmp_path, words, key=made["key"])
    one = UUID(made["id"])
    world.arranged(
        "update portal.attachment set reserved_at = now() - make_interval(secs => %s) where id = %s", days * 86400, one
    )
    return one


def kept(world: World) -> set[UUID]:
    return {row[0] for row in world.rows("select id from portal.attachment")}


@pytest.fixture
def case(world: World) -> Case:
    return world.case_in("notified")


def test_only_reservations_older_than_a_day_that_nothing_carries_are_forgotten(
    world: World, case: Case, files: FolderFiles, tmp_path: Path
) -> None:
    left = reserve(world, case, files, tmp_path, "left")
    fresh = reserve(world, case, files, tmp_path, "fresh", days=0.9)
    posted = reserve(world, case, files, tmp_path, "posted")
    world.write("chen", "post_message", reference=case.reference, body="The list.", audience=[], files=[posted])
    shown = reserve(world, case, files, tmp_path, "shown")
    world.arranged(
        "insert into portal.evidence (case_id, kind, attachment_id, provided_by, at)"
        " select case_id, 'document', id, party_id, now() from portal.attachment where id = %s", shown,
    )  # fmt: skip
    with psycopg.connect(world.database.conninfo("postgres")) as connection:
        assert tick(connection)["files"] == {"removed": 1}
        assert kept(world) == {fresh, posted, shown}
        assert sweep(connection, files) == 1
        assert sweep(connection, files) == 0
    assert files.keys() == sorted(row[0] for row in world.rows("select original_key from portal.attachment"))
    assert left not in kept(world)


def test_papers_that_stay_do_not_keep_left_files_from_being_forgotten(
    world: World, case: Case, files: FolderFiles, tmp_path: Path
) -> None:
    # Given more papers taken as evidence than one tick looks at, and a file that was left after them
    world.arranged(
        "with made as (insert into portal.attachment (case_id, party_id, name, media_type, original_sha256, original_bytes,"
        " reserved_at) select p.case_id, p.id, 'a.txt', 'text/plain', lpad(to_hex(n), 64, '0'), 1, now() - interval '40 days'"
        " from portal.party p, generate_series(1, 1000) n where p.case_id = %s and p.side = 'factory' returning *)"
        " insert into portal.evidence (case_id, kind, attachment_id, provided_by, at)"
        " select case_id, 'document', id, party_id, now() from made", case.id,
    )  # fmt: skip
    left = reserve(world, case, files, tmp_path, "left", days=30)
    # When one tick passes
    with psycopg.connect(world.database.conninfo("postgres")) as connection:
        assert tick(connection)["files"] == {"removed": 1}
    # Then it is forgotten
    assert left not in kept(world)
    assert len(kept(world)) == 1000


def test_bytes_that_nobody_names_go_after_a_day_and_those_of_an_upload_under_way_stay(
    world: World, files: FolderFiles, tmp_path: Path
) -> None:
    put(files, tmp_path, "orphan")
    young = put(files, tmp_path, "young", days=0.5)
    with psycopg.connect(world.database.conninfo("postgres")) as connection:
        assert sweep(connection, files) == 1
    assert files.keys() == [young]


def test_whoever_reserves_the_same_content_while_it_is_swept_gets_it_back(files: FolderFiles, tmp_path: Path) -> None:
    key = put(files, tmp_path, "same")
    asked: list[list[str]] = []

    def unnamed(keys: object) -> set[str]:
        found = list(keys)  # type: ignore[call-overload]
        asked.append(found)
        return set(found) if len(asked) == 1 else set()

    assert files.sweep(unnamed, datetime.now(UTC)) == 0
    assert len(asked) == 2
    assert files.get(key, NOBODY) == b"same"


def test_a_sweep_that_was_cut_off_loses_nothing(files: FolderFiles, tmp_path: Path) -> None:
    key = put(files, tmp_path, "named")

    def cut(keys: object) -> set[str]:
        if not files.exists(key, NOBODY):
            raise psycopg.OperationalError("the server left")
        return {key}

    with pytest.raises(psycopg.OperationalError):
        files.sweep(cut, datetime.now(UTC))
    assert files.sweep(lambda _: set(), datetime.now(UTC)) == 0
    assert files.get(key, NOBODY) == b"named"


def test_a_file_without_record_is_never_shown(world: World, case: Case) -> None:
    from db.errors import Absent

    with pytest.raises(Absent):
        world.call("chen", "file_content", attachment=uuid4(), original=False)
