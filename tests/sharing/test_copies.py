"""Every page of every copy names its reader, the day and the purpose; what was taken out is out; the answer stands behind."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import uuid4

import pikepdf
import pytest
from PIL import Image
from starlette.applications import Starlette
from starlette.testclient import TestClient

from auth.middleware import SESSION_COOKIE
from auth.routes import portal_routes
from db.copies import as_pdf, reader_copy, without
from db.copies.words import paper_words
from db.gateway import Credentials
from db.models.reports import Recipe, RecipeAnswer
from db.ports import Tokens
from tests.auth.conftest import house_on
from tests.sharing.conftest import PAGES, SEALER, Sharing
from tests.sharing.paper import has_bytes, pdf, texts

NOON = datetime(2026, 11, 22, 4, tzinfo=UTC)


def recipe(**changes: Any) -> Recipe:
    told = {
        "download": uuid4(), "at": NOON, "key": "", "title": "Audit", "workplace": "联丰鞋业", "brand": "Brand K",
        "purpose": "首单前的尽职调查 Due diligence", "profile": "whole", "expires_on": datetime(2027, 1, 31, tzinfo=UTC).date(),
        "no_onward": True, "person": "Sara 林", "organization": "Brand A", "part": "reader",
        "answer": RecipeAnswer("We paid in June.\n六月已经补发。", NOON, None),
    } | changes  # fmt: skip
    return Recipe(**told)


def copy(base: bytes, one: Recipe, language: str = "en", answer: bytes | None = None) -> bytes:
    words = paper_words(language, "sharing")
    return reader_copy(base, answer, one, words.say, words.day)


def squeezed(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize(("language", "day"), [("en", "22 Nov 2026"), ("zh-Hans", "2026年11月22日")])
def test_reader_day_and_purpose_stand_on_every_page_in_both_languages(language: str, day: str) -> None:
    one = recipe()
    pages = [squeezed(page) for page in texts(copy(without(pdf(*PAGES), ()), one, language, pdf("A file of the factory.")))]
    assert len(pages) == len(PAGES) + 2
    for page in pages:
        for words in ("Sara林", "BrandA", day, one.purpose, str(one.download)[:8], "BrandK"):
            assert squeezed(words) in page, (words, page)
    for text, page in zip(PAGES, pages, strict=False):
        assert squeezed(text) in page
    assert squeezed("We paid in June.") in pages[3]
    assert "六月已经补发。" in pages[3]
    assert squeezed("A file of the factory.") in pages[4]


def test_silence_of_the_factory_is_said_too() -> None:
    assert "gave no answer" in texts(copy(pdf("One."), recipe(answer=None)))[-1]


def test_a_purpose_of_the_greatest_length_stands_there_whole() -> None:
    purpose = "调查 " * 166
    for page in texts(copy(pdf("One."), recipe(purpose=purpose))):
        assert squeezed(page).count("调查") == 166


def test_what_is_taken_out_leaves_no_trace_in_the_copy() -> None:
    secret = "Zhang San 13800138000"
    whole = pdf("One.", "Two.", "Three.", shared=secret)
    cut = without(whole, {3})
    assert [squeezed(page) for page in texts(cut)] == ["One.", "Two."]
    assert not has_bytes(cut, secret.encode())
    # The control: a page alone taken from the list leaves what the pages share.
    with pikepdf.open(io.BytesIO(whole)) as careless:
        del careless.pages[2]
        kept = io.BytesIO()
        careless.save(kept)
    assert has_bytes(kept.getvalue(), secret.encode())


def test_comments_names_and_outlines_do_not_travel() -> None:
    said = pikepdf.String("S3cret")
    with pikepdf.open(io.BytesIO(pdf(*PAGES))) as document:
        document.Root.Outlines = document.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.Outlines, Secret=said))
        page = document.pages[0]
        where = pikepdf.Array([0, 0, 9, 9])
        note = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Popup, Contents=said, Rect=where)
        page.obj.Annots = pikepdf.Array([document.make_indirect(note)])
        page.obj.PieceInfo = pikepdf.Dictionary(Secret=said)
        kept = io.BytesIO()
        document.save(kept)
    assert has_bytes(kept.getvalue(), b"S3cret")
    assert not has_bytes(without(kept.getvalue(), {2}), b"S3cret")


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
@pytest.mark.parametrize("box", [(0, 0, 595, 842), (-100, 50, 700, 300), (0, 0, 90, 60)])
def test_pages_of_any_shape_keep_their_words_and_get_the_mark(turned: int, box: tuple[int, ...]) -> None:
    with pikepdf.open(io.BytesIO(pdf("Words."))) as document:
        # Inherited from the tree of pages, as many writers do it.
        document.Root.Pages.MediaBox = pikepdf.Array(box)
        del document.pages[0].obj["/MediaBox"]
        document.pages[0].obj.Rotate = turned
        kept = io.BytesIO()
        document.save(kept)
    made = copy(without(kept.getvalue(), ()), recipe())
    page = squeezed(texts(made)[0])
    assert "Words." in page
    assert "BrandA" in page
    with pikepdf.open(io.BytesIO(made)) as document:
        left, low, right, high = (float(each) for each in document.pages[0].mediabox)
        tall, wide = (box[3] - box[1], box[2] - box[0]) if turned % 180 == 0 else (box[2] - box[0], box[3] - box[1])
        assert right - left >= wide
        assert high - low > tall, "the mark stands under the page and covers nothing"


def test_a_picture_becomes_a_page() -> None:
    for mode in ("RGB", "RGBA", "L", "P"):
        picture = io.BytesIO()
        Image.new(mode, (640, 400)).save(picture, "PNG")
        assert "BrandA" in squeezed(texts(copy(without(as_pdf(picture.getvalue(), "image/png"), ()), recipe()))[0])


def test_the_same_profile_gives_the_same_copy() -> None:
    assert without(pdf(*PAGES), {2}) == without(pdf(*PAGES), {2})


Fetch = Callable[..., tuple[int, bytes]]


@pytest.fixture
def fetch(sharing: Sharing, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Fetch:
    """`fetch(who, path)`: what this person's browser gets at our own door."""
    held = house_on(sharing.world.database, tmp_path, [])
    monkeypatch.setattr("auth.papers.house", lambda: held)
    monkeypatch.setattr("db.papers.papers", lambda: SEALER)
    sharing.files = held.backend.files  # type: ignore[assignment]
    app = Starlette(routes=portal_routes())

    def get(who: str, path: str, **headers: str) -> tuple[int, bytes]:
        with TestClient(app, follow_redirects=False) as browser:
            one = sharing.world.people[who]
            if one.user:
                now = datetime.now(UTC)
                tokens = Tokens(str(one.user), "access", "refresh", now, now + timedelta(hours=1))
                ticket, _ = held.sessions.begin(tokens, "browser", None)
                browser.cookies.set(SESSION_COOKIE, held.sessions.redeem(ticket, "browser"))
            answer = browser.get(path, headers=headers)
            if answer.status_code == 200:
                assert answer.headers["cache-control"] == "no-store"
                assert answer.headers["x-content-type-options"] == "nosniff"
                assert answer.headers["content-disposition"].startswith("attachment;")
            return answer.status_code, answer.content

    return get


def test_a_copy_leaves_by_our_own_door_marked_and_written_down(sharing: Sharing, fetch: Fetch) -> None:
    grant = sharing.open_to(profile="pages", left_out=[2])
    status, content = fetch("sara", f"/portal/copy/{grant}")
    assert status == 200
    pages = [squeezed(page) for page in texts(content)]
    assert len(pages) == 3
    assert all("brand_a" in page and "Sara" in page for page in pages)
    assert "13800138000" not in "".join(pages)
    assert "已经改正" in pages[-1]
    rows = sharing.world.rows("select id, copy_sha256 from portal.report_download where grant_id = %s", grant)
    assert [row[1] for row in rows] == [sha256(content).hexdigest()]
    assert str(rows[0][0])[:8] in pages[0]


@pytest.mark.parametrize("who", ["public", "lin", "mei", "wu"])
def test_whoever_has_no_part_in_it_finds_nothing_there(sharing: Sharing, fetch: Fetch, who: str) -> None:
    grant, report = sharing.open_to(), sharing.kept()
    absent = fetch(who, f"/portal/copy/{uuid4()}")
    assert absent[0] == 404
    for path in (f"copy/{grant}", f"document/{report}", f"document/{report}?original=1", "copy/nonsense"):
        assert fetch(who, f"/portal/{path}") == absent, path


def test_the_document_itself_is_for_its_owner_and_a_supervisor(sharing: Sharing, fetch: Fetch) -> None:
    report = sharing.kept()
    for who, status in (("weber", 200), ("ada", 200), ("sara", 404), ("chen", 404)):
        assert fetch(who, f"/portal/document/{report}")[0] == status, who
        assert fetch(who, f"/portal/document/{report}?original=1")[0] == status, who
    found = sharing.world.rows("select as_, original from portal.report_download where report_id = %s order by 1, 2", report)
    assert found == [("handshake", False), ("handshake", True), ("owner", False), ("owner", True)]


def test_a_reader_whose_grant_is_over_is_told_so_and_gets_nothing(sharing: Sharing, fetch: Fetch) -> None:
    grant = sharing.open_to()
    sharing.world.write("weber", "revoke_grant", grant_id=grant)
    status, content = fetch("sara", f"/portal/copy/{grant}")
    assert (status, b"permission is over" in content) == (403, True)


def test_no_foreign_page_has_a_copy_made_in_somebodys_name(sharing: Sharing, fetch: Fetch) -> None:
    grant = sharing.open_to()
    assert fetch("sara", f"/portal/copy/{grant}", **{"sec-fetch-site": "cross-site"})[0] == 404
    assert sharing.world.rows("select 1 from portal.report_download where grant_id = %s", grant) == []


def test_a_copy_that_is_not_shared_yet_is_for_its_maker(sharing: Sharing, fetch: Fetch) -> None:
    file = sharing.paper("weber", "copy", without(pdf(*PAGES), {2}), 2)
    assert "Notsharedyet" in squeezed(texts(fetch("weber", f"/portal/copy-draft/{file}")[1])[0])
    for who in ("sara", "chen", "ada", "public"):
        assert fetch(who, f"/portal/copy-draft/{file}")[0] == 404, who


def test_what_lies_in_the_store_tells_nothing_without_the_key(sharing: Sharing) -> None:
    grant = sharing.open_to()
    found = sharing.world.rows(
        "select f.key from portal.grant_ g join portal.sealed_file f on f.id = g.copy_id where g.id = %s", grant
    )
    key = found[0][0]
    kept = sharing.files.get(key, Credentials())
    assert b"%PDF" not in kept
