"""A call as Streamlit runs it: a yes belongs to the factory it was given for, and no caller goes without her code."""

from __future__ import annotations

import secrets
from typing import Any
from uuid import uuid4

import pytest

from auth import guard
from db.errors import Unavailable
from db.hotline import Taken
from db.receipts import hash_code
from tests.pages.conftest import demo_of_one_test as demo_database  # noqa: F401  (a call becomes a case)
from tests.pages.visitor import Counting, Portal, Visitor


def field(desk: Visitor, kind: str, part: str) -> Any:
    return next(each for each in getattr(desk.app, kind) if part in str(each.key))


def put(desk: Visitor, kind: str, part: str, value: object) -> None:
    one = field(desk, kind, part)
    one.set_value(value)
    desk.run(desk.fragment_of(one.proto.id))


def search(desk: Visitor, words: str) -> None:
    put(desk, "text_input", "hotline-where-", words)
    desk.click("", key=field(desk, "button", "hotline-search-").key)


def choose(desk: Visitor, words: str) -> None:
    """Look for a factory and take the first that is found."""
    search(desk, words)
    put(desk, "radio", "hotline-which-", str(desk.app.session_state["hotline-found"][1][0].id))


def answered(desk: Visitor) -> object:
    return field(desk, "button_group", "hotline-consent-factory").value


@pytest.fixture
def desk(portal: Portal) -> Visitor:
    """A coordinator who has written down what a caller says."""
    found = portal.visitor("coordinator").open("hotline")
    put(found, "text_area", "hotline-story-", "No insurance since May.")
    found.forget()
    return found


def filed(desk: Visitor) -> None:
    desk.click("Review with the caller")
    desk.click("File this case")


def test_a_yes_for_one_factory_does_not_stand_at_the_question_about_another(desk: Visitor) -> None:
    choose(desk, "Lianfeng")
    put(desk, "button_group", "hotline-consent-factory", "yes")
    assert answered(desk) == "yes"
    choose(desk, "Tianhe")
    assert answered(desk) is None
    assert desk.tells("hotline-missing-consent")


def test_a_search_that_finds_nothing_keeps_the_words_and_lets_go_of_the_factory_chosen_before(desk: Visitor) -> None:
    choose(desk, "Lianfeng")
    search(desk, "Nobody Shoes")
    assert desk.tells("hotline-where-none")
    assert "Lianfeng" not in desk.says()
    draft = desk.app.session_state["hotline-draft"]
    assert (draft.workplace, draft.place) == (None, "Nobody Shoes")


def test_a_factory_that_is_not_on_the_list_is_filed_with_the_words_that_the_caller_used(desk: Visitor, portal: Portal) -> None:
    search(desk, "Nobody Shoes")
    assert desk.tells("hotline-factory-later"), "nobody can be asked about a factory that is not known"
    filed(desk)
    assert desk.tells("hotline-receipt-title")
    taken = desk.app.session_state["hotline-filed"]
    head = portal.gateway("coordinator").call("case_page", reference=taken.reference)["case"]
    assert head["workplace_words"] == "Nobody Shoes"
    page = portal.visitor("coordinator").open("case", ref=taken.reference)
    assert "Nobody Shoes" in page.says()
    assert "Not on the list" not in page.says(), "what the database calls it is no word for a screen"


def test_a_yes_for_a_factory_that_is_not_on_the_list_is_no_permission(portal: Portal) -> None:
    taken = portal.gateway("coordinator").call(
        "take_call", request_id=uuid4(), receipt_hash=hash_code(secrets.token_hex(8)), channel="phone", language="zh-Hans",
        statement="No insurance.", issues=["G1"], severity=3, workplace=None, workplace_words="Nobody Shoes",
        consent_factory=True, consent_brands=[], text_version="2026-11",
    )  # fmt: skip
    assert portal.gateway("coordinator").call("case_page", reference=taken["reference"])["consents"] == []


def lost(monkeypatch: pytest.MonkeyPatch, function: str) -> None:
    """The answer of the next such call is lost on its way, after the database has stored it."""
    real, waiting = Counting.call, [function]

    def loses(gateway: Counting, name: str, /, **arguments: object) -> object:
        answer = real(gateway, name, **arguments)
        if name in waiting:
            waiting.remove(name)
            raise Unavailable(maybe_done=True)
        return answer

    monkeypatch.setattr(Counting, "call", loses)


def test_a_caller_whose_answer_was_lost_gets_her_code_also_after_a_word_was_changed(
    desk: Visitor, portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose(desk, "Lianfeng")
    put(desk, "button_group", "hotline-consent-factory", "yes")
    lost(monkeypatch, "take_call")
    filed(desk)
    assert desk.tells("error-not_known")
    desk.click("Change something")
    put(desk, "text_area", "hotline-story-", "No insurance since June.")
    filed(desk)
    assert desk.tells("hotline-receipt-title")
    assert desk.tells("hotline-receipt-changed"), "the first words stand, and whoever reads the code aloud knows it"
    reference = desk.app.session_state["hotline-filed"].reference
    case = portal.gateway("coordinator").call("case_page", reference=reference)
    assert [each["body"] for each in case["messages"]] == ["No insurance since May."]


def test_the_same_call_sent_again_says_nothing_of_changes(desk: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    search(desk, "Nobody Shoes")
    lost(monkeypatch, "take_call")
    filed(desk)
    desk.click("File this case")
    assert desk.tells("hotline-receipt-title")
    assert not desk.tells("hotline-receipt-changed")


def test_after_a_lost_answer_the_next_contact_is_refused_once_and_then_counted(
    portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = portal.gateway("coordinator").call("contacts_today")["today"]
    desk = portal.visitor("coordinator").open("hotline")
    field(desk, "button_group", "hotline-view").set_value("contacts")
    desk.run()
    lost(monkeypatch, "log_contact")
    contact(desk, "X1")
    assert desk.tells("error-not_known")
    contact(desk, "X2")
    assert desk.tells("error-request_reused")
    contact(desk, "X2")
    assert not desk.tells("error-request_reused")
    today = portal.gateway("coordinator").call("contacts_today")["today"]
    assert {kind: today[kind] - before.get(kind, 0) for kind in ("X1", "X2")} == {"X1": 1, "X2": 1}


def contact(desk: Visitor, kind: str) -> None:
    next(each for each in desk.app.button_group if each.key != "hotline-view" and len(each.options) == 4).set_value(kind)
    desk.click("Count it")


def test_a_code_still_to_be_read_aloud_comes_back_after_signing_in_again() -> None:
    owner = str(uuid4())
    state: dict[Any, Any] = {
        "hotline-draft": "a call", "hotline-stage": "receipt", "hotline-filed": Taken("HS-7K4M-29QX"),
        "group-receipt:HS-7K4M-29QX": "a code", "inbox-words": "nothing that was written",
    }  # fmt: skip
    guard._drafts_away(owner, state)
    again: dict[Any, Any] = {}
    guard._drafts_back(owner, again)
    assert again == {key: value for key, value in state.items() if key != "inbox-words"}
