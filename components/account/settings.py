"""The settings page: a few small wishes."""

from __future__ import annotations

from dataclasses import dataclass, field

import streamlit as st

from components import plain
from components.i18n import t
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


@dataclass(frozen=True)
class Mail:
    """How to be told by mail from now on."""

    choice: NoticeChoice


Wish = Language | Password | Everywhere | Mail


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
    wish = _mail(choice) or wish
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


def _mail(choice: NoticeChoice) -> Mail | None:
    """Once a day, as it comes, or not at all; and when never."""
    with st.form("mail", border=True):
        st.subheader(t("settings-mail"), anchor=False)
        st.caption(t("settings-mail-more"))
        how = st.radio(
            t("settings-mail"), MAILS, index=MAILS.index(choice.mail), key="settings-mail",
            format_func=lambda one: t(f"settings-mail-{one}"), label_visibility="collapsed",
        )  # fmt: skip
        digest_at = st.selectbox(t("settings-digest-at"), HOURS, index=_place(choice.digest_at), key="settings-digest-at")
        quiet = st.toggle(t("settings-quiet"), value=choice.quiet_from is not None, key="settings-quiet")
        since, until = st.columns(2)
        quiet_from = since.selectbox(
            t("settings-quiet-from"), HOURS, index=_place(choice.quiet_from or "20:00"), key="settings-quiet-from"
        )
        quiet_until = until.selectbox(
            t("settings-quiet-until"), HOURS, index=_place(choice.quiet_until or "08:00"), key="settings-quiet-until"
        )
        st.caption(t("settings-mail-zone", zone=plain.label(choice.time_zone)))
        if not st.form_submit_button(t("settings-mail-keep")):
            return None
    return Mail(
        NoticeChoice(
            how or choice.mail, digest_at, quiet_from if quiet else None, quiet_until if quiet else None, choice.time_zone
        )
    )


def _place(hour: str) -> int:
    return HOURS.index(hour) if hour in HOURS else 0
