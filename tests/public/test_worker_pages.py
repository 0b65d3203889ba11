"""The worker's pages as Streamlit runs them: step by step, by name, once."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

import auth
from components.i18n import speak, words
from components.mine.story import tell
from db.errors import Absent, Conflict, Unavailable
from db.models import CasePage
from db.receipts import hash_code
from db.shape import shape
from tests.public.old_phone import Phone
from tests.public.test_answers import raw_page
from tests.public.test_choices import OPEN, REOPEN
from tests.public.test_light_door import walk_to_review
from tests.public.test_pressure import LINKED
from tests.public.test_reaching_her import identity
from tests.public.test_standing import PHASES, appeal, checklist, procedure
from tests.public.test_standing import page as standing_in
from tests.public.worker_case import BRAND_K, CODE, FACTORY, HANDSHAKE, HOSTILE, CountingGateway, case_page, message

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


@pytest.mark.parametrize("arrived_before", [False, True])
def test_both_doors_give_her_code_and_say_when_an_earlier_version_is_the_stored_one(
    gateway: CountingGateway, arrived_before: bool
) -> None:
    gateway.arrived_before = arrived_before
    app = to_readers(page("report"))
    app.checkbox[0].check().run()
    answer(app, "factory", False)
    press(press(app, "Continue"), "Continue")
    press(app, "Send to Handshake")
    phone = Phone(gateway)
    walk_to_review(phone)
    light = phone.post("/light/report", go="send")
    for shown in (said(app), light):
        assert "This is your receipt" in shown
        assert ("That first version is stored" in shown) is arrived_before


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


@pytest.mark.parametrize("state", PHASES)
def test_every_state_is_drawn_with_one_call_and_two_sentences(gateway: CountingGateway, state: str) -> None:
    gateway.page = standing_in(state)
    app = page("mine")
    assert not app.exception
    assert gateway.names == ["case_page"]
    for sentence in tell(shape(CasePage, gateway.page), words("en")).standing:
        assert sentence in said(app)


@pytest.mark.parametrize("state", ["received", "responded", "remediating", "evaluating", "closed", "referred"])
def test_both_doors_show_the_same_blocks_in_the_same_order(gateway: CountingGateway, state: str) -> None:
    full = raw_page(state, linked=LINKED, identity=identity(), procedure=procedure(checklist=checklist()))
    gateway.page = full
    app = page("mine")
    blocks = [header.value for header in app.header]
    phone = Phone(gateway)
    gateway.known_hash = hash_code(CODE)
    phone.get("/light")
    phone.post("/light/open", code=CODE)
    light = [unescape(each) for each in re.findall(r"<h2[^>]*>([^<]+)</h2>", phone.get("/light/mine"))]
    assert light == blocks
    assert len(blocks) >= 8


def test_opening_a_choice_calls_nothing_and_a_missing_word_is_asked_for(gateway: CountingGateway) -> None:
    gateway.page = standing_in("closed", "remedied", steps=[REOPEN], procedure=OPEN)
    app = page("mine")
    app.session_state["choice-appeal-0"] = True
    app.session_state["choice-reopen-0"] = True
    app.run()
    gateway.calls.clear()
    press(app, "Ask for another look")
    assert "Write a few words first." in said(app)
    press(app, "Open it again")
    assert "Choose a reason first." in said(app)
    assert [name for name in gateway.names if name != "case_page"] == []


def test_opening_a_case_again_is_one_call(gateway: CountingGateway) -> None:
    gateway.page = standing_in("closed", "remedied", steps=[REOPEN], procedure=OPEN)
    app = page("mine")
    app.session_state["choice-reopen-0"] = True
    app.run()
    next(radio for radio in app.radio if str(radio.key).startswith("why-reopen")).set_value("non_payment").run()
    gateway.calls.clear()
    press(app, "Open it again")
    assert [name for name in gateway.names if name != "case_page"] == ["reopen"]
    assert "Your case is open again." in said(app)


def test_somebody_who_was_faster_leaves_her_words_where_they_are(gateway: CountingGateway) -> None:
    gateway.page = standing_in("closed", "remedied", steps=[REOPEN], procedure=OPEN)
    app = page("mine")
    app.session_state["choice-appeal-0"] = True
    app.run()
    next(area for area in app.text_area if str(area.key).startswith("words-appeal")).input("You never asked me.")
    gateway.refuse["appeal"] = Conflict("case_state_changed")
    press(app, "Ask for another look")
    assert gateway.names[-1] == "case_page", "she sees the new state"
    assert "Somebody was faster." in said(app)
    assert "You never asked me." in [area.value for area in app.text_area]


def test_words_written_for_her_are_never_markdown(gateway: CountingGateway) -> None:
    gateway.page = standing_in(
        "referred",
        procedure=procedure(checklist=checklist(elsewhere=HOSTILE, authority=HOSTILE), appeal=appeal(grounds=HOSTILE)),
        messages=[message(1, "handshake", HOSTILE + "?", [])],
    )  # fmt: skip
    app = page("mine")
    assert [text.value for text in app.text].count(HOSTILE) == 3
    assert HOSTILE + "?" in [text.value for text in app.text]
    drawn = [*app.markdown, *app.caption, *app.header, *app.expander, *app.button]
    assert not any("evil.example" in str(getattr(part, "value", None) or part.label) for part in drawn)
