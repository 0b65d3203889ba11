"""Evidence keeps the same promises in a folder and in Storage; and who may open it, Storage asks the database."""

from __future__ import annotations

import os
import secrets
import stat
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from uuid import uuid4

import httpx
import psycopg
import pytest
from storage3 import SyncStorageClient

from db.embedded import EmbeddedServer
from db.errors import Absent, BadRequest, PortalError, Unavailable
from db.files_folder import FolderFiles
from db.files_supabase import BUCKET, SupabaseFiles
from db.gateway import Credentials
from db.migrate import migrate
from db.ports import FilesPort
from db.supabase_gateway import shared_client
from tests.contract.doors import token
from tests.real_database import Database

CHEN = "11111111-1111-4111-8111-111111111111"
SOMEBODY = Credentials(user_id=CHEN, access_token=token(CHEN))


def _content() -> tuple[str, bytes]:
    content = b"evidence " + secrets.token_bytes(20)
    return sha256(content).hexdigest(), content


@pytest.fixture(scope="module")
def bucket_address(lite_address: str, server: EmbeddedServer) -> str:
    """The private bucket, open to signed-in people alone: what the policies say is tested below."""
    service = {
        "apikey": token(CHEN, role="service_role"),
        "Authorization": f"Bearer {token(CHEN, role='service_role')}",
    }
    with httpx.Client(timeout=8) as client:
        SyncStorageClient(lite_address + "/storage/v1/", service, http_client=client).create_bucket(
            BUCKET, options={"public": False}
        )
    with psycopg.connect(server.conninfo("supabase_admin", "lite"), autocommit=True) as admin:
        for verb, rule in (("select", "using"), ("delete", "using"), ("insert", "with check")):
            admin.execute(
                f"create policy signed_in_{verb} on storage.objects for {verb} to authenticated "
                f"{rule} (bucket_id = '{BUCKET}')".encode()
            )
    return lite_address


class _MendedDownloads(httpx.BaseTransport):
    """`@supabase/lite` 0.10.0 breaks off every download before its first byte.

    Whether this caller may have the object it answers rightly (its `info` route, under the same
    policies); then the bytes are read where it has put them.
    """

    def __init__(self, inner: httpx.BaseTransport, folder: Path) -> None:
        self._inner = inner
        self._folder = folder

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        path = request.url.path
        if request.method != "GET" or "/object/evidence/" not in path:
            return self._inner.handle_request(request)
        request.url = request.url.copy_with(path=path.replace("/object/", "/object/info/"))
        response = self._inner.handle_request(request)
        if not response.is_success:
            return response
        response.read()
        stored = self._folder / "supabase/.temp/storage" / path.partition("/object/")[2]
        return httpx.Response(200, content=stored.read_bytes())


@pytest.fixture(params=["folder", "supabase"])
def files(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[FilesPort]:
    if request.param == "folder":
        yield FolderFiles(tmp_path / "files")
        return
    address = request.getfixturevalue("bucket_address")
    with shared_client() as client:
        client._transport = _MendedDownloads(client._transport, request.getfixturevalue("lite_folder"))
        yield SupabaseFiles(address, "sb_publishable_x", client)


def test_what_was_put_comes_back_to_the_byte(files: FilesPort) -> None:
    key, content = _content()
    assert not files.exists(key, SOMEBODY)
    files.put(key, content, "image/png", SOMEBODY)
    assert files.exists(key, SOMEBODY)
    assert files.get(key, SOMEBODY) == content


def test_putting_the_same_twice_changes_nothing(files: FilesPort) -> None:
    key, content = _content()
    files.put(key, content, "text/plain", SOMEBODY)
    files.put(key, content, "text/plain", SOMEBODY)
    assert files.get(key, SOMEBODY) == content


def test_what_is_not_there_is_absent(files: FilesPort) -> None:
    with pytest.raises(Absent):
        files.get(_content()[0], SOMEBODY)


def test_removing_twice_is_no_error(files: FilesPort) -> None:
    key, content = _content()
    files.put(key, content, "text/plain", SOMEBODY)
    files.delete(key, SOMEBODY)
    files.delete(key, SOMEBODY)
    assert not files.exists(key, SOMEBODY)


@pytest.mark.parametrize("key", ["", "../../etc/passwd", "A" * 64, "a" * 63, "a" * 64 + "\n", "a" * 65, "é" * 64])
def test_only_a_digest_is_a_key(files: FilesPort, key: str) -> None:
    for act in (files.get, files.exists, files.delete):
        with pytest.raises(BadRequest):
            act(key, SOMEBODY)


def test_content_under_a_wrong_digest_is_refused(files: FilesPort) -> None:
    key, content = _content()
    with pytest.raises(BadRequest):
        files.put(key, content + b"x", "text/plain", SOMEBODY)
    assert not files.exists(key, SOMEBODY)


def test_content_may_lie_under_a_key_of_its_own_and_is_checked_against_its_digest(files: FilesPort) -> None:
    digest, content = _content()
    one, other = _content()[0], _content()[0]
    for key in (one, other):
        files.put(key, content, "text/plain", SOMEBODY, digest=digest)
        assert files.get(key, SOMEBODY, digest=digest) == content
    with pytest.raises(Absent):
        files.get(one, SOMEBODY, digest=_content()[0])
    with pytest.raises(BadRequest):
        files.put(_content()[0], content, "text/plain", SOMEBODY, digest=one)


# A folder alone -----------------------------------------------------------------------------------


def test_the_folder_is_closed_to_other_users_of_the_machine(tmp_path: Path) -> None:
    files = FolderFiles(tmp_path / "files")
    key, content = _content()
    files.put(key, content, "text/plain", SOMEBODY)
    for path in (tmp_path / "files", *(tmp_path / "files").rglob("*")):
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path
    assert files.keys() == [key]


def test_a_write_that_breaks_leaves_nothing_that_looks_like_evidence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = FolderFiles(tmp_path / "files")
    key, content = _content()

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(Unavailable):
        files.put(key, content, "text/plain", SOMEBODY)
    monkeypatch.undo()
    assert files.keys() == []
    assert not files.exists(key, SOMEBODY)
    files.put(key, content, "text/plain", SOMEBODY)


def test_what_an_interrupted_write_left_is_swept(tmp_path: Path) -> None:
    files = FolderFiles(tmp_path / "files")
    key, content = _content()
    files.put(key, content, "text/plain", SOMEBODY)
    (tmp_path / "files" / key[:2] / ".new-abc").write_bytes(b"half")
    assert files.sweep_unfinished(datetime.now(UTC) + timedelta(hours=1)) == 1
    assert files.keys() == [key]


def test_a_changed_byte_on_the_disk_is_never_shown_as_evidence(tmp_path: Path) -> None:
    files = FolderFiles(tmp_path / "files")
    key, content = _content()
    files.put(key, content, "text/plain", SOMEBODY)
    (tmp_path / "files" / key[:2] / key).write_bytes(content + b"!")
    with pytest.raises(Absent):
        files.get(key, SOMEBODY)


# Storage alone ------------------------------------------------------------------------------------


def test_nobody_without_a_token_opens_or_puts(bucket_address: str) -> None:
    key, content = _content()
    with shared_client() as client:
        files = SupabaseFiles(bucket_address, "sb_publishable_x", client)
        files.put(key, content, "text/plain", SOMEBODY)
        for who in (
            Credentials(),
            Credentials(access_token=token(CHEN, exp=1)),
            Credentials(access_token="x.y.z"),
        ):
            with pytest.raises(PortalError):
                files.get(key, who)
            with pytest.raises(PortalError):
                files.put(*_content(), "text/plain", who)


# The policies themselves, as Storage would ask them: role, claims and headers set, rows of storage.objects -----


@pytest.fixture(scope="module")
def hosted(server: EmbeddedServer, empty_template: str) -> Iterator[Database]:
    """A database that has Storage's tables when the migrations run, as on a hosted Supabase."""
    made = Database.create(server, empty_template)
    with made.connect() as admin:
        admin.execute(
            b"create schema storage;"
            b"grant usage on schema storage to anon, authenticated, postgres;"
            b"create table storage.buckets (id text primary key, name text not null, public boolean default false,"
            b" file_size_limit bigint);"
            b"create table storage.objects (id uuid primary key default gen_random_uuid(), bucket_id text, name text,"
            b" owner_id text, unique (bucket_id, name));"
            b"alter table storage.objects enable row level security;"
            b"grant all on storage.objects to anon, authenticated;"
            b"alter table storage.buckets owner to postgres; alter table storage.objects owner to postgres"
        )
    migrate(made.conninfo("postgres"))
    yield made
    made.close()


Opened = Callable[[str], bool]


@pytest.fixture(scope="module")
def case(hosted: Database) -> dict[str, str]:
    """A worker with an open receipt at a factory, and another worker elsewhere."""
    story: dict[str, str] = {}
    with hosted.connect("postgres") as owner:
        row = owner.execute(
            "insert into portal.organization (kind, name) values ('workplace', 'Lianfeng'), ('handshake', 'Handshake') "
            "returning id::text"
        ).fetchone()
        code = owner.execute("select code from portal.issue_code where code = 'F1'").fetchone()
    assert row is not None
    assert code is not None
    for who in ("worker", "stranger"):
        receipt, session = sha256(who.encode()).hexdigest(), sha256(b"s" + who.encode()).hexdigest()
        nobody = hosted.gateway(Credentials(network="n"))
        nobody.call(
            "file_case", request_id=uuid4(), receipt_hash=receipt, language="en", statement="Wages.",
            issues=[code[0]], workplace=row[0],
        )  # fmt: skip
        nobody.call("open_receipt", receipt_hash=receipt, session_hash=session)
        story[who] = session
    return story


def _reserve(hosted: Database, session: str, digest: str, content: bytes) -> dict[str, str]:
    """What is answered: where the bytes go."""
    made: dict[str, str] = hosted.gateway(Credentials(receipt=session)).call(
        "reserve_file", request_id=uuid4(), name="photo.jpg", bytes=len(content), sha256=digest, media_type="image/jpeg",
        cleaned_sha256="c" * 64, cleaned_bytes=10,
    )  # fmt: skip
    return made


def _put(hosted: Database, session: str | None, key: str) -> bool:
    headers = {"x-receipt-session": session} if session else {}
    try:
        with hosted.acting(headers=headers, keep=True) as connection:
            connection.execute(
                "insert into storage.objects (bucket_id, name) values (%s, %s) returning id",
                [BUCKET, f"{key[:2]}/{key}"],
            )
    except psycopg.errors.InsufficientPrivilege:
        return False
    return True


def _opens(hosted: Database, session: str | None, key: str) -> bool:
    headers = {"x-receipt-session": session} if session else {}
    with hosted.acting(headers=headers) as connection:
        found = connection.execute(
            "select 1 from storage.objects where bucket_id = %s and name = %s", [BUCKET, f"{key[:2]}/{key}"]
        ).fetchone()
    return found is not None


def test_a_worker_by_receipt_stores_what_she_reserved_and_nothing_else(hosted: Database, case: dict[str, str]) -> None:
    key, content = _content()
    assert not _put(hosted, case["worker"], key), "before it is reserved"
    made = _reserve(hosted, case["worker"], key, content)
    assert not _put(hosted, case["worker"], key), "under a name that others could reckon"
    key = made["key"]
    assert not _put(hosted, None, key), "without her receipt"
    assert not _put(hosted, case["stranger"], key), "with the receipt of another case"
    assert not _put(hosted, case["worker"], _content()[0]), "another content"
    assert _put(hosted, case["worker"], key)
    assert _put(hosted, case["worker"], made["cleaned_key"])
    assert _opens(hosted, case["worker"], key)
    assert not _opens(hosted, case["stranger"], key)
    assert not _opens(hosted, None, key)


def test_whoever_reserves_the_same_content_learns_nothing_of_hers(hosted: Database, case: dict[str, str]) -> None:
    # Given a slip that she stored, and another one who has a copy of it
    digest, content = _content()
    hers = _reserve(hosted, case["worker"], digest, content)
    assert _put(hosted, case["worker"], hers["key"])
    # When the other one reserves that content without sending it
    own = _reserve(hosted, case["stranger"], digest, content)
    # Then the other one finds nothing, and a first upload is a first upload
    with hosted.acting(headers={"x-receipt-session": case["stranger"]}) as connection:
        assert connection.execute("select name from storage.objects").fetchall() == []
    assert not _put(hosted, case["stranger"], hers["key"])
    assert _put(hosted, case["stranger"], own["key"]), "it was there already: so somebody else sent it"
    assert not _opens(hosted, case["stranger"], hers["key"])
    assert _opens(hosted, case["worker"], hers["key"])
    assert not _opens(hosted, case["worker"], own["key"])


def test_nobody_takes_stored_bytes_away_or_changes_them(hosted: Database, case: dict[str, str]) -> None:
    digest, content = _content()
    key = _reserve(hosted, case["worker"], digest, content)["key"]
    assert _put(hosted, case["worker"], key)
    for deed in (b"delete from storage.objects", b"update storage.objects set name = 'x'"):
        with hosted.acting(headers={"x-receipt-session": case["worker"]}, keep=True) as connection:
            assert connection.execute(deed).rowcount == 0
    assert _opens(hosted, case["worker"], key)


def test_a_name_that_is_no_digest_is_never_stored(hosted: Database, case: dict[str, str]) -> None:
    with (
        hosted.acting(headers={"x-receipt-session": case["worker"]}) as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute("insert into storage.objects (bucket_id, name) values (%s, '../x')", [BUCKET])


def test_the_bucket_is_private(hosted: Database) -> None:
    with hosted.connect() as admin:
        assert admin.execute("select public from storage.buckets where id = %s", [BUCKET]).fetchone() == (False,)
