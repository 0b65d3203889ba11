"""Evidence leaves the house through one door, to those whom the database shows it. ATTACKS 1, 10."""

from __future__ import annotations

import io
import secrets
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from PIL import Image
from starlette.applications import Starlette
from starlette.testclient import TestClient

from auth.house import House
from auth.light import RECEIPT_COOKIE
from auth.middleware import SESSION_COOKIE
from auth.routes import portal_routes
from db.files import attach
from db.gateway import Credentials
from db.ports import Tokens
from db.sessions import digest
from tests.auth.conftest import house_on
from tests.policies.scene import Scene
from tests.policies.script import play
from tests.real_database import Database

Fetch = Callable[..., tuple[int, bytes]]


@pytest.fixture(scope="module")
def stage(module_database: Database) -> Scene:
    """One case with a factory and brands, and others that are none of their business."""
    return play(module_database)


@pytest.fixture
def evidence_house(stage: Scene, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> House:
    held = house_on(stage.database, tmp_path, [])
    monkeypatch.setattr("auth.routes.house", lambda: held)
    return held


@pytest.fixture
def fetch(stage: Scene, evidence_house: House) -> Fetch:
    """`fetch(who, file, original=True)`: status and bytes that this person's browser gets."""
    app = Starlette(routes=portal_routes())

    def get(who: str, file: UUID, *, original: bool = False) -> tuple[int, bytes]:
        one = stage.personas[who]
        with TestClient(app, follow_redirects=False) as browser:
            if one.user:
                now = datetime.now(UTC)
                tokens = Tokens(str(one.user), "access", "refresh", now, now + timedelta(hours=1))
                ticket, _ = evidence_house.sessions.begin(tokens, "browser", None)
                browser.cookies.set(SESSION_COOKIE, evidence_house.sessions.redeem(ticket, "browser"))
            elif one.receipt:
                browser.cookies.set(RECEIPT_COOKIE, receipt_of(stage, one.name))
            answer = browser.get(f"/portal/file/{file}", params={"original": "1"} if original else {})
            if answer.status_code == 200:
                assert answer.headers["cache-control"] == "no-store"
                assert answer.headers["content-disposition"].startswith("attachment;")
                assert answer.headers["content-security-policy"] == "default-src 'none'; sandbox"
            return answer.status_code, answer.content

    return get


def receipt_of(stage: Scene, who: str) -> str:
    """A receipt session of this worker, opened as a browser does: the cookie holds the token, the database its hash."""
    token = secrets.token_urlsafe(16)
    case = stage.cases[who.removeprefix("worker_")]
    stage.call("public", "open_receipt", receipt_hash=case.receipt, session_hash=digest(token))
    return token


def photo() -> bytes:
    """A picture that says in its metadata where it was taken."""
    picture = Image.frombytes("RGB", (64, 64), secrets.token_bytes(64 * 64 * 3))
    exif = Image.Exif()
    exif[0x010E] = "taken at home"
    kept = io.BytesIO()
    picture.save(kept, "JPEG", exif=exif)
    return kept.getvalue()


def sent(stage: Scene, held: House, who: str, *readers: str) -> tuple[UUID, bytes]:
    """A photo that somebody sent to these readers in the case `open`."""
    one, content, request = stage.personas[who], photo(), uuid4()
    gateway = held.backend.gateway(one.credentials)
    reference = stage.cases["open"].reference
    file = attach(gateway, held.backend.files, Credentials(), request, reference, "wage slip.jpg", content)
    gateway.call(
        "post_message",
        request_id=request,
        reference=reference,
        body="See the picture.",
        kind="message",
        audience=[stage.seat("open", one_reader) for one_reader in readers],
        files=[file],
    )
    return file, content


def test_a_file_goes_to_its_owner_and_its_readers_and_to_nobody_else(stage: Scene, evidence_house: House, fetch: Fetch) -> None:
    # Given a photo from the coordinator to the factory and the worker
    file, content = sent(stage, evidence_house, "lin", "lianfeng", "worker")
    for who in ("lin", "chen", "worker_open"):
        status, got = fetch(who, file)
        assert status == 200, who
        assert got != content
        assert b"taken at home" not in got
        assert Image.open(io.BytesIO(got)).size == (64, 64)
    # The brand is in the case, and this message is not for it
    for who in ("weber", "wu", "ben", "worker_foreign", "public"):
        assert fetch(who, file)[0] == 404, who


def test_the_sealed_original_goes_to_its_owner_and_handshake_alone(stage: Scene, evidence_house: House, fetch: Fetch) -> None:
    file, content = sent(stage, evidence_house, "lin", "lianfeng", "worker", "brand_k")
    assert fetch("lin", file, original=True) == (200, content)
    for who in ("chen", "weber", "worker_open", "wu", "ben", "worker_foreign", "public"):
        assert fetch(who, file, original=True)[0] == 404, who


def test_a_file_of_a_held_message_is_its_owner_s_until_it_is_released(stage: Scene, evidence_house: House, fetch: Fetch) -> None:
    file, content = sent(stage, evidence_house, "chen", "worker")
    assert fetch("chen", file)[0] == 200
    assert fetch("chen", file, original=True) == (200, content)
    assert fetch("lin", file)[0] == 200
    for who in ("worker_open", "weber", "wu", "public"):
        assert fetch(who, file)[0] == 404, who


def test_whoever_reserves_a_content_without_sending_it_does_not_get_what_another_one_sent(
    stage: Scene, evidence_house: House, fetch: Fetch
) -> None:
    # Given a photo from the coordinator that the factory has a copy of and is not shown
    file, content = sent(stage, evidence_house, "lin", "worker")
    cleaned = fetch("lin", file)[1]
    chen = evidence_house.backend.gateway(stage.personas["chen"].credentials)
    # When the factory reserves the same content in that case
    made = chen.call("reserve_file", request_id=uuid4(), reference=stage.cases["open"].reference, name="slip.jpg",
        bytes=len(content), sha256=sha256(content).hexdigest(), media_type="image/jpeg",
        cleaned_sha256=sha256(cleaned).hexdigest(), cleaned_bytes=len(cleaned))  # fmt: skip
    # Then nothing is there, until it sends it
    assert [fetch("chen", made["id"], original=original)[0] for original in (False, True)] == [404, 404]
    evidence_house.backend.files.put(made["key"], content, "", Credentials(), digest=sha256(content).hexdigest())
    assert fetch("chen", made["id"], original=True) == (200, content)


def test_a_closed_session_opens_no_file(stage: Scene, evidence_house: House, fetch: Fetch) -> None:
    file, _ = sent(stage, evidence_house, "lin", "lianfeng")
    assert fetch("chen", file)[0] == 200
    app = Starlette(routes=portal_routes())
    now = datetime.now(UTC)
    one = stage.personas["chen"]
    ticket, _ = evidence_house.sessions.begin(Tokens(str(one.user), "a", "r", now, now + timedelta(hours=1)), "b", None)
    token = evidence_house.sessions.redeem(ticket, "b")
    evidence_house.sessions.close(token)
    with TestClient(app) as browser:
        browser.cookies.set(SESSION_COOKIE, token)
        assert browser.get(f"/portal/file/{file}").status_code == 404
