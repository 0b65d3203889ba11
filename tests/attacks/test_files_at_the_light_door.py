"""ATTACKS 17, 26 to 28 from a worker's phone to the reader's browser: the light door, the store, the one route out."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from html import unescape
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from auth.house import House
from auth.light import RECEIPT_COOKIE, LightKeeper
from auth.middleware import SESSION_COOKIE
from auth.routes import portal_routes
from db.ports import Tokens
from db.sessions import digest
from pages.public.light import light_routes
from tests.auth.conftest import house_on
from tests.policies.scene import Scene
from tests.public.evidence import REFUSED, SERIAL, armed_pdf, photo, places
from tests.public.old_phone import HIDDEN

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


@pytest.fixture
def held(stage: Scene, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> House:
    house = house_on(stage.database, tmp_path, [])
    monkeypatch.setattr("auth.routes.house", lambda: house)
    return house


@pytest.fixture
def browser(stage: Scene, held: House) -> Callable[..., TestClient]:
    """`browser("chen", "worker_open")`: one with the cookies of these people."""

    def of(*people: str) -> TestClient:
        keeper = LightKeeper(held.backend.gateway, b"k" * 40, files=lambda: held.backend.files)
        client = TestClient(Starlette(routes=[*portal_routes(), *light_routes(lambda: keeper)]), follow_redirects=False)
        for who in people:
            one, now = stage.personas[who], datetime.now(UTC)
            if one.user:
                tokens = Tokens(str(one.user), "access", "refresh", now, now + timedelta(hours=1))
                ticket, _ = held.sessions.begin(tokens, "browser", None)
                client.cookies.set(SESSION_COOKIE, held.sessions.redeem(ticket, "browser"))
            else:
                token = secrets.token_urlsafe(16)
                receipt = stage.cases[who.removeprefix("worker_")].receipt
                stage.call("public", "open_receipt", receipt_hash=receipt, session_hash=digest(token))
                client.cookies.set(RECEIPT_COOKIE, token)
        return client

    return of


def write(phone: TestClient, name: str, content: bytes, who: str = "both") -> str:
    """Send one file as her phone does; where to go next, or the page that says no."""
    page = phone.get("/light/mine").text
    form = re.search(r'<form[^>]*action="/light/message".*?</form>', page, re.DOTALL)
    assert form
    fields = {key: unescape(value) for key, value in HIDDEN.findall(form[0])}
    answer = phone.post("/light/message", data={**fields, "body": f"See {uuid4()}.", "who": who}, files={"file": (name, content)})
    return str(answer.headers["location"]) if answer.status_code == 303 else answer.text


def last_file(stage: Scene) -> UUID:
    with stage.database.connect() as admin:
        row = admin.execute(
            "select a.id from portal.attachment a join portal.message m on m.id = a.message_id"
            " order by m.posted_at desc, a.reserved_at desc limit 1"
        ).fetchone()
    assert row
    found: UUID = row[0]
    return found


def let_through(stage: Scene, file: UUID, item: str) -> None:
    """She allows it to the factory, and a coordinator releases the message."""
    stage.write("worker_open", "give_consent", item=item, recipient=stage.organizations["lianfeng"])
    with stage.database.connect() as admin:
        row = admin.execute(
            "select m.id, m.revision from portal.message m join portal.attachment a on a.message_id = m.id where a.id = %s",
            [file],
        ).fetchone()
    assert row
    stage.write(
        "lin", "decide", message=row[0], outcome="release", revision=row[1], body="Released.",
        audience=[stage.seat("open", "lianfeng")],
    )  # fmt: skip


def test_the_factory_gets_the_picture_without_place_and_camera_and_never_the_original(
    stage: Scene, browser: Callable[..., TestClient]
) -> None:
    content = photo()
    assert write(browser("worker_open"), "slip.jpg", content) == "/light/mine?done=both"
    file = last_file(stage)
    address = f"/portal/file/{file}"
    assert browser("chen").get(address).status_code == 404
    let_through(stage, file, "photo")
    got = browser("chen").get(address)
    assert got.status_code == 200
    assert SERIAL not in got.content
    assert not places(got.content)
    assert got.headers["x-content-type-options"] == "nosniff"
    assert got.headers["content-disposition"].startswith("attachment;")
    assert "slip" not in got.headers["content-disposition"], "what she called it stays with her and Handshake"
    assert browser("chen").get(address, params={"original": "1"}).status_code == 404
    # The control: a coordinator and she herself do have it, and it does tell the place
    for who in ("lin", "worker_open"):
        original = browser(who).get(address, params={"original": "1"})
        assert original.content == content
        assert places(original.content)
        assert "slip.jpg" in original.headers["content-disposition"]


def test_a_copied_link_is_worth_nothing(stage: Scene, browser: Callable[..., TestClient]) -> None:
    write(browser("worker_open"), "slip.jpg", photo(), who="only")
    address = f"/portal/file/{last_file(stage)}"
    assert browser("worker_open").get(address).status_code == 200
    absent = browser().get(f"/portal/file/{uuid4()}")
    for people in ((), ("worker_foreign",), ("chen",), ("weber",), ("wu",)):
        answer = browser(*people).get(address)
        assert (answer.status_code, answer.content) == (404, absent.content), people


def test_she_opens_her_file_where_somebody_of_a_factory_is_signed_in_too(
    stage: Scene, browser: Callable[..., TestClient]
) -> None:
    write(browser("worker_open"), "slip.jpg", photo(), who="only")
    address = f"/portal/file/{last_file(stage)}"
    assert browser("wu").get(address).status_code == 404
    assert browser("wu", "worker_open").get(address).status_code == 200
    assert browser("wu", "worker_foreign").get(address).status_code == 404


@pytest.mark.parametrize("kind", REFUSED)
def test_what_is_refused_leaves_no_row_and_no_byte(
    stage: Scene, held: House, browser: Callable[..., TestClient], kind: str
) -> None:
    def rows() -> int:
        with stage.database.connect() as admin:
            row = admin.execute("select count(*) from portal.attachment").fetchone()
        assert row
        return int(row[0])

    phone, before = browser("worker_open"), rows()
    name, content, _ = REFUSED[kind]
    assert "this file must be chosen again" in write(phone, name, content)
    assert rows() == before
    assert not [path for path in held.backend.settings.files_dir.rglob("*") if path.is_file()]


def test_a_script_in_a_pdf_does_not_reach_the_factory(stage: Scene, browser: Callable[..., TestClient]) -> None:
    assert write(browser("worker_open"), "slip.pdf", armed_pdf()) == "/light/mine?done=both"
    file = last_file(stage)
    let_through(stage, file, "file")
    got = browser("chen").get(f"/portal/file/{file}")
    assert got.content.startswith(b"%PDF-")
    assert b"JavaScript" not in got.content
    assert b"canary" not in got.content


def test_a_file_of_another_case_cannot_be_smuggled_into_a_form(stage: Scene, browser: Callable[..., TestClient]) -> None:
    hers = stage.cases["open"].files["waiting"]
    phone = browser("worker_foreign")
    page = phone.get("/light/mine").text
    form = re.search(r'<form[^>]*action="/light/message".*?</form>', page, re.DOTALL)
    assert form
    fields = {key: unescape(value) for key, value in HIDDEN.findall(form[0])}
    answer = phone.post("/light/message", data={**fields, "body": "Mine?", "who": "only", "kept": f"{hers} slip.jpg"})
    assert answer.status_code != 303
    assert "This file cannot be taken." in answer.text
    assert phone.get(f"/portal/file/{hers}").status_code == 404
