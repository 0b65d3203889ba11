"""The settings page: a few small wishes."""

from __future__ import annotations

from dataclasses import dataclass, field

import streamlit as st

from components import plain
from components.i18n import spoken, t
from db.models import Person
from db.models.notices import NoticeChoice

LANGUAGES = ("en", "zh-Hans")
SHORTEST = 10
MAILS = ("digest", "each", "none")
HOURS = tuple(f"{hour:02d}:{minute}" for hour in range(24) for minute in ("00", "30"))


@dataclass(frozen=True)
class Language:
    language: str


@dataclass(frozen=True)
class Password:
    old: str = field(repr=False)
    new: str = field(repr=False)


@dataclass(frozen=True)
class Everywhere:
    """Sign out in every browser."""


Wish = Language | Password | Everywhere
_CHOSEN = "settings-mail-chosen"


def show(person: Person, choice: NoticeChoice) -> Wish | None:
    """Draw the page; what the person wished, or None."""
    st.title(t("settings-title"), anchor=False)
    with st.container(border=True, key="card-me", gap="xxsmall"):
        plain.strong(person.name, key="words-me-name")
        plain.quiet(person.organization.name, key="quiet-me-organization")
    wish: Wish | None = None
    with st.container(border=True, key="card-language"):
        language = st.segmented_control(
            t("shell-language"),
            LANGUAGES,
            default=person.language if person.language in LANGUAGES else "en",
            format_func=lambda one: (
                f"✓ **{t(f'shell-language-{one}')}**" if one == person.language else t(f"shell-language-{one}")
            ),
            required=True,
            key="settings-language",
        )
        if language and language != person.language:
            wish = Language(language)
    _mail(choice)
    with st.form("password", border=True):
        st.subheader(t("settings-password"), anchor=False)
        st.caption(t("settings-password-more", count=SHORTEST))
        old = st.text_input(t("settings-password-old"), type="password", autocomplete="current-password")
        new = st.text_input(t("settings-password-new"), type="password", autocomplete="new-password")
        if st.form_submit_button(t("settings-password-change"), type="primary"):
            wish = Password(old, new)
    with st.container(border=True, key="card-everywhere"):
        st.subheader(t("settings-everywhere"), anchor=False)
        st.caption(t("settings-everywhere-more"))
        if st.button(t("settings-everywhere-do"), icon=":material/logout:"):
            wish = Everywhere()
    return wish


def mail() -> NoticeChoice | None:
    """What the viewer has just chosen of mails; asked before the page is loaded, so that a deed is one call."""
    state = st.session_state
    if not state.pop(_CHOSEN, False):
        return None
    quiet = state["settings-quiet"]
    return NoticeChoice(
        state["settings-mail"],
        state["settings-digest-at"],
        state["settings-quiet-from"] if quiet else None,
        state["settings-quiet-until"] if quiet else None,
        "",
    )


def _choose() -> None:
    st.session_state[_CHOSEN] = True


def _mail(choice: NoticeChoice) -> None:
    """Once a day, as it comes, or not at all; and when never."""
    with st.form("mail", border=True):
        st.subheader(t("settings-mail"), anchor=False)
        st.caption(t("settings-mail-more"))
        st.radio(
            t("settings-mail"), MAILS, index=MAILS.index(choice.mail), key="settings-mail",
            format_func=lambda one: t(f"settings-mail-{one}"), label_visibility="collapsed",
        )  # fmt: skip
        st.selectbox(t("settings-digest-at"), HOURS, index=_place(choice.digest_at), key="settings-digest-at")
        st.toggle(t("settings-quiet"), value=choice.quiet_from is not None, key="settings-quiet")
        since, until = st.columns(2)
        since.selectbox(t("settings-quiet-from"), HOURS, index=_place(choice.quiet_from or "20:00"), key="settings-quiet-from")
        until.selectbox(t("settings-quiet-until"), HOURS, index=_place(choice.quiet_until or "08:00"), key="settings-quiet-until")
        st.caption(t("settings-mail-zone", zone=spoken().say_zone(choice.time_zone)))
        st.form_submit_button(t("settings-mail-keep"), on_click=_choose)


def _place(hour: str) -> int:
    return HOURS.index(hour) if hour in HOURS else 0
