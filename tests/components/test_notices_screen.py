"""Notices drawn from constants: what is new, where it leads, and what a supervisor is told of mails."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from components.i18n import words


def draw(language: str = "en", *, waiting: int = 0, empty: bool = False, name: str = "Lianfeng Footwear") -> AppTest:
    def screen(language: str, waiting: int, empty: bool, name: str) -> None:
        from datetime import UTC, datetime
        from uuid import uuid4

        import streamlit as st

        from components import i18n
        from components.account import notices
        from components.inbox import bell
        from db.models.notices import MailState, Notice, Notices

        i18n.speak(language)
        now = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
        rows = () if empty else (
            Notice(uuid4(), "message", now, False, "HS-7K4M-29QX", ("G1",), name, "Huizhou"),
            Notice(uuid4(), "moderate", now, True, None, (), None, None),
            Notice(uuid4(), "from_a_newer_database", now, True, None, (), None, None),
        )  # fmt: skip
        bell.show(0 if empty else 100)
        page = Notices(rows, 0 if empty else 1, now, MailState(waiting, now if waiting else None, waiting))
        if (until := notices.seen()) is not None:
            st.session_state["told"] = until
        notices.show(page)

    return AppTest.from_function(screen, args=(language, waiting, empty, name), default_timeout=30).run()


def says(screen: AppTest) -> str:
    return "\n".join(str(one.value) for kind in (screen.markdown, screen.text, screen.title, screen.caption) for one in kind)


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
def test_notices_open_in_both_languages(language: str) -> None:
    screen = draw(language, waiting=3)
    assert not screen.exception
    for key in ("notice-message", "notice-moderate", "notice-other"):
        assert words(language).t(key) in says(screen)


def test_marking_all_as_seen_is_offered_only_while_something_is_new() -> None:
    screen = draw()
    assert "told" not in screen.session_state
    assert screen.button(key="notices-seen").click().run().session_state["told"].isoformat() == "2026-11-22T03:00:00+00:00"
    assert not draw(empty=True).button


def test_a_supervisor_reads_that_mails_do_not_leave() -> None:
    assert "PORTAL_SMTP_URL" in says(draw(waiting=3))
    assert "PORTAL_SMTP_URL" not in says(draw(waiting=0))


def test_the_bell_stops_counting_and_is_silent_without_news() -> None:
    assert "100+" in says(draw())
    assert words("en").t("notice-empty") in says(draw(empty=True))


def test_a_hostile_name_of_a_workplace_is_text() -> None:
    evil = "![x](https://evil.example/a.png)"
    screen = draw(name=evil)
    assert any(evil in one.value for one in screen.text)
    assert not any(evil in one.value for one in screen.markdown)


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
def test_every_kind_that_the_database_tells_has_words(language: str) -> None:
    import re
    from pathlib import Path

    folder = Path(__file__).parents[2] / "db" / "supabase" / "migrations"
    rules = (folder / "20261122000290_notices.sql").read_text()
    kinds = set(re.findall(r"^  \('[a-z_]+', (?:'(?:handshake)', )?'([a-z_]+)', '\{", rules, re.MULTILINE))
    assert len(kinds) >= 20
    kinds |= {"plan", "due_soon", "overdue", "bulletin", "mail_waits"}
    assert [one for one in kinds if not words(language).has(f"notice-{one}")] == []
