"""Files on a worker's page as Streamlit runs it: chosen beside the answer, kept when one is refused, asked about by name."""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
from streamlit.testing.v1 import AppTest

import auth
from components.i18n import speak, words
from components.mine.permissions import about_files, given
from db.errors import SignInNeeded
from db.files import attach
from db.files_folder import FolderFiles
from db.gateway import Credentials
from db.models import CasePage, ConsentItem
from db.shape import shape
from tests.public.evidence import SERIAL, photo
from tests.public.test_worker_pages import page, press, said
from tests.public.worker_case import BRAND_K, BRANDS, FACTORY, HANDSHAKE, LIANFENG, CountingGateway, case_page, message
from tests.public.worker_case import reserved as places_of


@pytest.fixture
def gateway(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> CountingGateway:
    """A guard that lets the worker in, with a backend that counts and a folder for her files."""
    counting, store = CountingGateway(), FolderFiles(tmp_path)
    guard = ModuleType("auth.guard")

    def put(request: UUID, reference: str | None, name: str, content: bytes) -> UUID:
        return attach(counting, store, Credentials(), request, reference=reference, name=name, content=content)

    def require(_page: str) -> SimpleNamespace:
        speak("en")
        return SimpleNamespace(person=None, gateway=counting, language="en", side=None, attach=put)

    guard.__dict__.update(require=require, worker=lambda visit: visit, receipt_code_once=lambda visit: None)
    monkeypatch.setattr(auth, "guard", guard, raising=False)
    monkeypatch.setitem(sys.modules, "auth.guard", guard)
    return counting


def write(app: AppTest, body: str, *files: tuple[str, bytes]) -> AppTest:
    app.file_uploader[0].set_value([(name, content, "image/jpeg") for name, content in files])
    app.text_area[0].input(body)
    return press(app, "Send")


def deeds(gateway: CountingGateway) -> list[str]:
    """What was done; AppTest draws the whole page anew where a browser runs a fragment."""
    return [name for name in gateway.names if name != "case_page"]


def arguments(gateway: CountingGateway, function: str) -> list[dict[str, Any]]:
    return [asked for name, asked in gateway.calls if name == function]


def test_she_sends_a_picture_with_her_words(gateway: CountingGateway, tmp_path: Path) -> None:
    app = page("mine")
    assert "Place and device data are taken out of pictures" in said(app)
    write(app, "My wage slip.", ("slip.jpg", photo()))
    assert deeds(gateway) == ["reserve_file", "post_message"]
    (reserved,), (posted,) = (arguments(gateway, name) for name in ("reserve_file", "post_message"))
    assert posted["files"] == [reserved["request_id"]]
    assert [str(each) for each in posted["audience"]] == [HANDSHAKE]
    assert SERIAL not in FolderFiles(tmp_path)._place(places_of(reserved)["cleaned_key"]).read_bytes()


def test_a_refused_file_is_named_with_its_reason_and_her_text_stays(gateway: CountingGateway) -> None:
    app = write(page("mine"), "My wage slip.", ("slip.exe.jpg", photo()))
    assert "slip.exe.jpg: its name has two endings" in said(app)
    assert app.text_area[0].value == "My wage slip."
    assert not arguments(gateway, "post_message")


def test_a_file_alone_asks_for_a_sentence_and_stays_chosen(gateway: CountingGateway) -> None:
    app = write(page("mine"), " ", ("slip.jpg", photo()))
    assert "Write a sentence about it first" in said(app)
    assert deeds(gateway) == []
    app.text_area[0].input("My wage slip.")
    press(app, "Send")
    assert len(arguments(gateway, "post_message")[0]["files"]) == 1


def test_that_the_factory_needs_a_second_yes_is_said_when_she_writes_to_it(gateway: CountingGateway) -> None:
    app = page("mine")
    app.file_uploader[0].set_value([("slip.jpg", photo(), "image/jpeg")]).run()
    told = "sees it only if you allow that"
    assert told not in said(app)
    app.radio[0].set_value("both").run()
    assert told in said(app)


def test_her_file_stands_in_her_thread_with_a_link_to_our_own_door(gateway: CountingGateway) -> None:
    file = {"id": str(UUID(int=7)), "name": "![x](https://evil.example/x.png).jpg", "bytes": 412_000, "media_type": "image/jpeg"}
    gateway.page = case_page(messages=[message(1, "worker", "My slip.", [], files=[file])])
    link = next(part.value for part in page("mine").markdown if "/portal/file/" in part.value)
    assert f"](/portal/file/{UUID(int=7)}), 412 kB" in link
    assert "](https://evil.example" not in link
    assert "Opening a file saves a copy on this device." in said(page("mine"))


def test_a_yes_about_pictures_is_one_call_for_that_reader_and_that_item(gateway: CountingGateway) -> None:
    app = page("mine")
    press(app, "Yes, may see pictures")
    (asked,) = arguments(gateway, "give_consent")
    assert (asked["item"], str(asked["recipient"]), asked["given_how"]) == ("photo", LIANFENG, "web")
    assert deeds(gateway) == ["give_consent"]


def test_a_permission_about_files_can_be_taken_back(gateway: CountingGateway) -> None:
    yes = case_page()["consents"][0]
    gateway.page = case_page(consents=[{**yes, "id": str(UUID(int=502)), "item": "photo"}])
    app = press(page("mine"), "Take this back")
    assert str(arguments(gateway, "withdraw_consent")[0]["consent"]) == str(UUID(int=502))
    assert "It cannot open them any more." in said(app)


def told(**more: Any) -> CasePage:
    return shape(CasePage, case_page(**more))


def consent(recipient: dict[str, Any], item: str = "statement", **more: Any) -> dict[str, Any]:
    return {**case_page()["consents"][0], "id": str(UUID(int=len(item) + 700)), "recipient": recipient, "item": item, **more}


def test_only_those_who_read_her_case_are_asked_about() -> None:
    factory = case_page()["case"]["workplace"]
    known, other = BRANDS
    asked = about_files(told(consents=[consent(factory), consent(known), consent(other)]), words("en"))
    # Brand A has a permission and no seat: nothing of hers could reach it
    assert {str(each.id) for each in asked} == {LIANFENG, BRAND_K}
    assert [each.item for each in asked] == [ConsentItem.PHOTO, ConsentItem.FILE] * 2
    # The factory has a seat and its permission was taken back
    gone = consent(factory, withdrawn_at="2026-11-20T00:00:00+00:00")
    assert {str(each.id) for each in about_files(told(consents=[gone, consent(known)]), words("en"))} == {BRAND_K}
    assert FACTORY in {str(each.id) for each in told().parties}


def test_the_larger_yes_settles_the_smaller_and_not_the_other_way_round() -> None:
    factory = case_page()["case"]["workplace"]
    assert about_files(told(consents=[consent(factory), consent(factory, "file")]), words("en")) == ()
    (left,) = about_files(told(consents=[consent(factory), consent(factory, "photo")]), words("en"))
    assert left.item is ConsentItem.FILE


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
@pytest.mark.parametrize("item", list(ConsentItem))
def test_whatever_was_allowed_is_listed_so_that_it_can_be_taken_back(item: ConsentItem, language: str) -> None:
    (one,) = given(told(consents=[consent(case_page()["case"]["workplace"], item.value)]), words(language))
    assert one.text.startswith("Lianfeng Footwear")
    assert one.item is item


def test_when_her_two_hours_end_while_she_writes_she_is_told_so_and_can_copy_her_words(
    gateway: CountingGateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A page alone knows no other page to link to.
    monkeypatch.setattr("streamlit.page_link", lambda *_, **_more: None)
    app = page("mine")
    app.text_area[0].input("The line leader <b>asked</b> again.")
    known = gateway.call

    def over(function: str, /, **given: object) -> Any:
        if function == "post_message":
            gateway.refuse = {"post_message": SignInNeeded(), "case_page": SignInNeeded()}
        return known(function, **given)

    monkeypatch.setattr(gateway, "call", over)
    press(app, "Send")
    assert not app.exception
    assert "Your page is closed." in said(app)
    assert "The line leader <b>asked</b> again." in [part.value for part in app.text]
    assert "sign in" not in said(app).lower()
