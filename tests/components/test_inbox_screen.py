"""The inbox, drawn from constants; the address is the truth of its filters."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from components.inbox import rows
from tests.components import constants


def draw(language: str = "en", name: str = "Lianfeng Footwear", query: dict[str, str] | None = None) -> AppTest:
    def screen(language: str, name: str) -> None:
        import streamlit as st

        from components import i18n
        from components.inbox import filters, rows
        from tests.components import constants

        i18n.speak(language)
        chosen = filters.read()
        page = constants.inbox(chosen.box, name=name)
        filters.show(page, chosen, "Inbox")
        rows.show(page)
        filters.foot(page)
        st.session_state["chosen"] = chosen

    test = AppTest.from_function(screen, args=(language, name), default_timeout=30)
    for key, value in (query or {}).items():
        test.query_params[key] = value
    return test.run()


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
def test_the_inbox_opens_in_both_languages(language: str) -> None:
    assert not draw(language).exception


def test_rows_stand_under_the_day_they_are_due() -> None:
    groups = [rows.group(row) for row in constants.inbox().rows]
    assert groups == ["overdue", "overdue", "week", "later", "undated", "week"]


def test_the_address_fills_the_filters() -> None:
    chosen = draw(
        query={"box": "closed", "s": "2.9.x", "f": "unread.evil", "q": "wage", "w": "no-id", "m": "2026-13"}
    ).session_state["chosen"]
    assert (chosen.box, chosen.severities, chosen.flags, chosen.words) == ("closed", (2,), ("unread",), "wage")
    assert chosen.workplace is None
    assert chosen.month is None


def test_a_filter_goes_into_the_address_and_back_to_the_first_page() -> None:
    screen = draw(query={"after": "key"})
    screen.text_input(key="inbox-words").set_value("100%_x").run()
    assert screen.query_params["q"] == "100%_x"
    assert "after" not in screen.query_params


def test_older_goes_by_key() -> None:
    screen = draw(query={"q": "wage"})
    screen.button(key="inbox-older").click().run()
    assert screen.query_params["after"] == "key"
    assert screen.query_params["q"] == "wage"


def test_a_workplace_name_is_never_markdown() -> None:
    screen = draw(name=constants.HOSTILE)
    assert not screen.exception
    assert not [each for each in screen.markdown if "evil" in each.value]
    assert any(constants.HOSTILE in each.value for each in screen.text)


@pytest.mark.parametrize(("waiting", "words"), [(7, "7 cases"), (300, "300 cases"), (301, "More than 300 cases")])
def test_what_was_counted_so_far_only_is_not_said_as_a_number(waiting: int, words: str) -> None:
    counted = replace(constants.inbox(), counts={"waiting": waiting})
    assert rows.with_others(replace(counted, next_due=None)).startswith(words)
    assert rows.with_others(replace(counted, next_due=date(2026, 12, 1))).startswith(f"{words} wait for others;")
