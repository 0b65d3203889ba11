"""Files through the light door: a plain form, judged by content, kept while the text is mended. ATTACKS 26 to 28."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from db.errors import TooLarge, Unavailable
from db.files_folder import FolderFiles
from db.receipts import hash_code
from tests.public.evidence import REFUSED, SERIAL, photo, places
from tests.public.old_phone import CHECKED, Phone
from tests.public.worker_case import BRAND_K, CODE, LIANFENG, CountingGateway, case_page, message
from tests.public.worker_case import reserved as places_of

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")
WRITE = "/light/message"


@pytest.fixture
def opened(gateway: CountingGateway, tmp_path: Path) -> Phone:
    phone = Phone(gateway, tmp_path)
    gateway.known_hash = hash_code(CODE)
    phone.get("/light")
    phone.post("/light/open", code=CODE)
    phone.get("/light/mine")
    gateway.calls.clear()
    return phone


def arguments(gateway: CountingGateway, function: str) -> list[dict[str, Any]]:
    return [given for name, given in gateway.calls if name == function]


def test_a_picture_goes_with_her_message_without_the_place_it_was_taken(opened: Phone, tmp_path: Path) -> None:
    content = photo()
    assert places(content)
    assert opened.send(WRITE, ("slip.jpg", content), body="My slip.", who="only") == "/light/mine?done=only"
    assert opened.gateway.names == ["reserve_file", "post_message"]
    (reserved,), (posted,) = (arguments(opened.gateway, name) for name in ("reserve_file", "post_message"))
    assert posted["files"] == [reserved["request_id"]]
    assert reserved["reference"] is None
    store = FolderFiles(tmp_path)
    cleaned = store._place(places_of(reserved)["cleaned_key"]).read_bytes()
    assert SERIAL not in cleaned
    assert not places(cleaned)
    # The original stays as it was, for coordinators
    assert store._place(places_of(reserved)["key"]).read_bytes() == content


def test_without_a_file_nothing_is_reserved(opened: Phone) -> None:
    opened.send(WRITE, body="Only words.", who="only")
    assert opened.gateway.names == ["post_message"]
    assert arguments(opened.gateway, "post_message")[0]["files"] == []


@pytest.mark.parametrize("kind", REFUSED)
def test_a_file_that_is_not_what_it_should_be_is_refused_in_words(opened: Phone, kind: str) -> None:
    name, content, why = REFUSED[kind]
    page = opened.send(WRITE, (name, content), body="See the picture.", who="only")
    assert why in page
    assert "See the picture.</textarea>" in page
    assert "this file must be chosen again" in page
    assert opened.gateway.names == ["case_page"]


def test_of_two_files_the_good_one_has_arrived_and_need_not_be_chosen_again(opened: Phone) -> None:
    page = opened.send(WRITE, ("slip.jpg", photo()), ("bad.jpg", b"MZ\0\xff"), body="Two.", who="only")
    assert "slip.jpg has arrived" in page
    assert "bad.jpg" in page
    assert not arguments(opened.gateway, "post_message")
    opened.send(WRITE, body="Two.", who="only")
    (reserved,), (posted,) = (arguments(opened.gateway, name) for name in ("reserve_file", "post_message"))
    assert posted["files"] == [reserved["request_id"]]


@pytest.mark.parametrize("body", ["", "Call me at 138 1234 5678."])
def test_a_text_that_must_be_mended_loses_no_file(opened: Phone, body: str) -> None:
    page = opened.send(WRITE, ("slip.jpg", photo()), body=body, who="only")
    assert "slip.jpg has arrived" in page
    assert not arguments(opened.gateway, "post_message")
    opened.send(WRITE, body="My slip.", who="only")
    (reserved,), (posted,) = (arguments(opened.gateway, name) for name in ("reserve_file", "post_message"))
    assert posted["files"] == [reserved["request_id"]]


def test_a_text_that_the_database_refuses_loses_neither_words_nor_file(opened: Phone) -> None:
    opened.gateway.refuse["post_message"] = TooLarge("body_too_long", {"limit": 10_000})
    page = opened.send(WRITE, ("slip.jpg", photo()), body="Very long.", who="both")
    assert "A message holds 10,000 characters." in page
    assert "Very long.</textarea>" in page
    assert "slip.jpg has arrived" in page
    assert 'value="both" checked' in page


def test_a_file_can_be_left_out_again(opened: Phone) -> None:
    opened.send(WRITE, ("slip.jpg", photo()), body="", who="only")
    opened.send(WRITE, body="Without it.", who="only", kept=[])
    assert arguments(opened.gateway, "post_message")[0]["files"] == []


def test_the_same_form_twice_reserves_one_file(opened: Phone) -> None:
    page, content = opened.html, photo()
    for _ in range(2):
        opened.html = page
        opened.send(WRITE, ("slip.jpg", content), body="Once.", who="only")
    one, two = arguments(opened.gateway, "reserve_file")
    assert one["request_id"] == two["request_id"]
    assert len({str(each) for each in arguments(opened.gateway, "post_message")}) == 1


@pytest.mark.parametrize(
    "name", ["../../../etc/slip.jpg", "..\\..\\slip.jpg", "C:\\Users\\li\\slip.jpg", "a" * 300 + ".jpg", "sl\x1bip.jpg"]
)
def test_a_name_decides_nothing_about_where_a_file_lies(opened: Phone, tmp_path: Path, name: str) -> None:
    opened.send(WRITE, (name, photo()), body="My slip.", who="only")
    (reserved,) = arguments(opened.gateway, "reserve_file")
    assert not set(reserved["name"]) & set("/\\\x1b")
    assert len(reserved["name"]) <= 120
    kept = {path.name for path in tmp_path.rglob("*") if path.is_file()}
    assert kept == {places_of(reserved)["key"], places_of(reserved)["cleaned_key"]}


def test_more_files_than_five_are_refused(opened: Phone) -> None:
    page = opened.send(WRITE, *[(f"{number}.txt", b"412") for number in range(6)], body="Six.", who="only")
    assert opened.status == 400
    assert "Up to 5 can be sent at a time." in page
    assert opened.gateway.calls == []


def test_more_bytes_than_the_form_may_hold_are_not_read(opened: Phone, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("auth.light_form.MOST_BYTES_WITH_FILES", 5_000)
    page = opened.send(WRITE, ("slip.txt", b"a" * 6_000), body="Big.", who="only")
    assert opened.status == 413
    assert "they must be chosen again" in page
    assert opened.gateway.calls == []


def test_a_form_with_files_of_another_site_or_session_does_nothing(opened: Phone, tmp_path: Path) -> None:
    opened.send(WRITE, ("slip.jpg", photo()), headers={"origin": "https://evil.example"}, body="Forged.", who="both")
    assert opened.status == 403
    opened.get("/light/mine")
    opened.gateway.calls.clear()
    opened.send(WRITE, ("slip.jpg", photo()), form="x", body="Forged.", who="both")
    assert (opened.status, opened.gateway.calls) == (403, [])
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_a_form_that_takes_no_files_takes_none(opened: Phone) -> None:
    opened.send("/light/consent", ("slip.jpg", photo()))
    assert (opened.status, opened.gateway.calls) == (400, [])


def test_a_kept_file_that_is_no_id_is_refused(opened: Phone) -> None:
    opened.send(WRITE, body="My slip.", who="only", kept=["../x slip.jpg"])
    assert (opened.status, opened.gateway.calls) == (400, [])


def test_her_files_stand_in_the_thread_with_links_to_our_own_door(opened: Phone) -> None:
    file = {"id": str(UUID(int=7)), "name": "<b>slip</b>.jpg", "bytes": 412_000, "media_type": "image/jpeg"}
    opened.gateway.page = case_page(messages=[message(1, "worker", "My slip.", [], files=[file])])
    page = opened.get("/light/mine")
    assert f'<a href="/portal/file/{UUID(int=7)}">&lt;b&gt;slip&lt;/b&gt;.jpg</a>, 412 kB' in page


def test_she_is_asked_about_each_reader_and_nothing_is_chosen_for_her(opened: Phone) -> None:
    page = opened.get("/light/mine")
    assert "May Lianfeng Footwear see the pictures you add?" in page
    assert "Brand K" not in page.split("Who may see your pictures and files")[1].split("Allow somebody else")[0]
    assert not CHECKED.findall(page)
    form = page.split("May Lianfeng Footwear see the pictures you add?")[1]
    opened.html = form[: form.index("</form>") + 7]
    assert opened.post("/light/consent") == "/light/mine?done=yes-files"
    (given,) = arguments(opened.gateway, "give_consent")
    assert (given["item"], str(given["recipient"]), given["given_how"]) == ("photo", LIANFENG, "web")
    assert given["language"] == "en"


def test_she_takes_back_what_she_allowed_about_files(opened: Phone) -> None:
    page = case_page()
    given = {**page["consents"][0], "id": str(UUID(int=502)), "item": "file"}
    opened.gateway.page = case_page(consents=[page["consents"][0], given])
    told = opened.get("/light/mine")
    assert "Lianfeng Footwear may open the files you add, pictures too." in told
    # Who may open every file is not asked about pictures
    assert "see the pictures you add?" not in told
    opened.html = told[told.index("may open the files you add") :]
    assert opened.post("/light/consent") == "/light/mine?done=back-files"
    assert str(arguments(opened.gateway, "withdraw_consent")[0]["consent"]) == str(UUID(int=502))
    assert "It cannot open them any more." in opened.get("/light/mine?done=back-files")


def test_a_page_full_of_files_in_either_language_stays_small(opened: Phone) -> None:
    files = [{"id": str(UUID(int=n)), "name": "工" * 100 + ".jpg", "bytes": 9, "media_type": "image/jpeg"} for n in range(10)]
    said = [message(n, "worker", "字" * 500, [], files=files) for n in range(12)]
    consents = [
        {**case_page()["consents"][0], "id": str(UUID(int=600 + n)),
         "recipient": {"id": ident, "kind": kind, "name": name, "city": None, "country": "CN"}}
        for n, (ident, kind, name) in enumerate([(LIANFENG, "workplace", "Lianfeng Footwear"), (BRAND_K, "brand", "Brand K")])
    ]  # fmt: skip
    opened.gateway.page = case_page(messages=said, consents=consents)
    for language in ("en", "zh-Hans"):
        opened.get(f"/light/language?to={language}&next=/light/mine")
        opened.get("/light/mine")  # the phone itself asserts what a page may weigh
        assert "Brand K" in opened.html


@pytest.mark.parametrize("size", [0, 300_000, 2_000_000])
def test_after_her_two_hours_she_gets_her_words_back_whatever_she_chose_with_them(opened: Phone, size: int) -> None:
    words = "线长今天又问是谁打的电话，<b>我很害怕</b>。\n第二行。"
    opened.forget_receipt()
    files = (("slip.jpg", b"x" * size),) if size else ()
    opened.send(WRITE, *files, body=words, who="only")
    assert (opened.status, opened.gateway.calls) == (401, [])
    assert "Your page is closed." in opened.html
    assert opened.reads() == [words]
    assert "Your text is still here" not in opened.html


def test_words_beside_files_that_are_too_many_or_too_large_come_back(opened: Phone, monkeypatch: pytest.MonkeyPatch) -> None:
    opened.send(WRITE, *[(f"{number}.txt", b"412") for number in range(6)], body="Six.", who="only")
    assert (opened.status, opened.reads()) == (400, ["Six."])
    opened.get("/light/mine")
    monkeypatch.setattr("auth.light_form.MOST_BYTES_WITH_FILES", 5_000)
    opened.send(WRITE, ("slip.txt", b"a" * 6_000), body="Big.", who="only")
    assert (opened.status, opened.reads()) == (413, ["Big."])


def test_a_message_of_which_nobody_knows_goes_again_with_its_files_as_the_same(opened: Phone) -> None:
    opened.gateway.refuse["post_message"] = Unavailable(maybe_done=True)
    opened.send(WRITE, ("slip.jpg", photo()), body="My slip.\nOf May.", who="both")
    assert "We do not know yet whether it arrived." in opened.html
    assert opened.reads() == ["My slip.\nOf May."]
    opened.gateway.refuse.clear()
    assert opened.post(WRITE, body="My slip.\nOf May.") == "/light/mine?done=both"
    one, two = arguments(opened.gateway, "post_message")
    assert one == two
    assert one["files"] == [arguments(opened.gateway, "reserve_file")[0]["request_id"]]


def test_nothing_goes_without_a_file_that_was_not_stored(opened: Phone) -> None:
    opened.gateway.refuse["reserve_file"] = Unavailable()
    page = opened.send(WRITE, ("slip.jpg", photo()), body="My slip.", who="only")
    assert "this file must be chosen again" in page
    assert "My slip.</textarea>" in page
    opened.gateway.refuse["case_page"] = Unavailable()
    opened.send(WRITE, ("slip.jpg", photo()), body="My slip.", who="only")
    assert opened.reads() == ["My slip."]
    assert not opened.form(WRITE)
    assert not arguments(opened.gateway, "post_message")
