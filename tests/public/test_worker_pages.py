"""The worker's pages as Streamlit runs them: step by step, by name, once."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

import auth
from components.i18n import speak
from db.errors import Absent, Unavailable
from tests.public.worker_case import BRAND_K, FACTORY, HANDSHAKE, HOSTILE, CountingGateway, case_page, message

PAGES = Path(__file__).parents[2] / "pages" / "public"


@pytest.fixture
def gateway(monkeypatch: pytest.MonkeyPatch) -> Iterator[CountingGateway]:
    """A guard that lets the worker in, with a backend that counts."""
    counting = CountingGateway()
    guard = ModuleType("auth.guard")
    language = "en"

    def require(page: str) -> SimpleNamespace:
        speak(language)
        return SimpleNamespace(person=None, gateway=counting, language=language, side=None)

    opened: list[str] = []
    guard.__dict__.update(
        require=require,
        worker=lambda visit: visit,
        receipt_code_once=lambda visit: None,
        open_receipt=lambda visit, code: opened.append(code),
        choose_language=lambda visit, language: None,
        opened=opened,
    )
    monkeypatch.setattr(auth, "guard", guard, raising=False)
    monkeypatch.setitem(sys.modules, "auth.guard", guard)
    monkeypatch.setenv("PORTAL_SECRET_KEY", "k" * 40)
    st.cache_data.clear()
    yield counting
    st.cache_data.clear()


def page(name: str) -> AppTest:
    return AppTest.from_file(str(PAGES / f"{name}.py"), default_timeout=15).run()


def said(app: AppTest) -> str:
    parts: list[Any] = [*app.markdown, *app.text, *app.title, *app.header, *app.caption]
    return "\n".join(str(part.value) for part in parts)


def press(app: AppTest, words: str) -> AppTest:
    found = next(button for button in app.button if words in button.label)
    return found.click().run()


def to_readers(app: AppTest) -> AppTest:
    app.text_area[0].input("No wages since August.")
    press(app, "Continue")
    app.text_input(key="where-words").input("Lian").run()
    press(app, "This one")
    return press(app, "Continue")


def choose_labels(app: AppTest, *brands: str) -> AppTest:
    group = next(each for each in app.button_group if each.key and each.key.startswith("labels-"))
    return group.set_value(list(brands)).run()


def answer(app: AppTest, recipient: str, yes: bool) -> AppTest:
    group = next(each for each in app.button_group if each.key and f"-{recipient}-" in each.key)
    return group.set_value("yes" if yes else "no").run()


def filed(gateway: CountingGateway) -> list[dict[str, Any]]:
    return [arguments for name, arguments in gateway.calls if name == "file_case"]


def test_a_report_asks_one_question_a_step_and_sends_nothing_before_the_last(
    gateway: CountingGateway,
) -> None:
    app = to_readers(page("report"))
    assert "Step 3 of 5" in said(app)
    choose_labels(app, BRAND_K)
    answer(app, "factory", True)
    answer(app, BRAND_K, False)
    press(app, "Continue")
    app.text_input(key="contact-phone").input("138 1234 5678")
    press(app, "Continue")
    assert not filed(gateway)
    press(app, "Send to Handshake")
    (sent,) = filed(gateway)
    assert sent["consent_factory"] is True
    assert sent["consent_brands"] == []
    assert "5678" not in str(sent)
    assert "This is your receipt" in said(app)


def test_nothing_is_chosen_for_her_and_every_name_must_be_answered(gateway: CountingGateway) -> None:
    app = to_readers(page("report"))
    assert all(not group.value for group in app.button_group)
    answer(app, "factory", True)
    press(app, "Continue")
    assert "Choose a name, or say that you do not know." in said(app)
    choose_labels(app, BRAND_K)
    press(app, "Continue")
    assert "Answer yes or no for each one." in said(app)


def test_a_report_that_may_not_have_arrived_is_kept_and_sent_again_as_the_same(
    gateway: CountingGateway,
) -> None:
    app = to_readers(page("report"))
    app.checkbox[0].check().run()
    answer(app, "factory", False)
    press(press(app, "Continue"), "Continue")
    gateway.refuse["file_case"] = Unavailable(maybe_done=True)
    press(app, "Send to Handshake")
    assert "We do not know yet whether it arrived." in said(app)
    gateway.refuse.clear()
    press(app, "Send to Handshake")
    one, two = filed(gateway)
    assert one == two


def test_a_number_in_the_story_is_pointed_out_before_it_is_sent(gateway: CountingGateway) -> None:
    app = page("report")
    app.text_area[0].input("Call 138 1234 5678").run()
    assert "It seems to hold a telephone number." in said(app)


def test_her_page_asks_the_backend_once_and_posts_once(gateway: CountingGateway) -> None:
    app = page("mine")
    assert gateway.names == ["case_page"]
    assert app.radio[0].value == "only"
    app.text_area[0].input("The foreman asks who called.")
    press(app, "Send")
    assert gateway.names.count("post_message") == 1
    sent = next(arguments for name, arguments in gateway.calls if name == "post_message")
    assert [str(each) for each in sent["audience"]] == [HANDSHAKE]
    assert "Sent. Handshake reads it, nobody else." in said(app)


def test_the_factory_reads_only_what_she_sends_to_it(gateway: CountingGateway) -> None:
    app = page("mine")
    app.radio[0].set_value("both")
    app.text_area[0].input("The gates are still locked.")
    press(app, "Send")
    sent = next(arguments for name, arguments in gateway.calls if name == "post_message")
    assert [str(each) for each in sent["audience"]] == [HANDSHAKE, FACTORY]


def test_she_can_take_back_a_permission(gateway: CountingGateway) -> None:
    app = press(page("mine"), "Take this back")
    assert gateway.names.count("withdraw_consent") == 1
    assert "Taken back." in said(app)


def test_that_nobody_opened_her_name_is_said_only_while_it_is_true(gateway: CountingGateway) -> None:
    assert "Nobody has opened them." in said(page("mine"))
    opened = {"item": "identity", "recipient_side": "handshake", "recipient_name": None,
              "at": "2026-11-20T02:00:00+00:00", "consent_at": None}  # fmt: skip
    gateway.page = case_page(exposures=[opened])
    told = said(page("mine"))
    assert "Nobody has opened them." not in told
    assert "opened your name and phone number" in told


def test_a_session_that_ended_shows_no_case(gateway: CountingGateway) -> None:
    gateway.refuse["case_page"] = Absent()
    app = page("mine")
    assert [title.value for title in app.title] == ["Your page is closed."]


def test_words_of_people_are_never_markdown(gateway: CountingGateway) -> None:
    gateway.page = case_page(messages=[message(1, "handshake", HOSTILE, [])])
    app = page("mine")
    assert HOSTILE in [text.value for text in app.text]
    assert not any("evil.example" in str(part.value) for part in app.markdown)
