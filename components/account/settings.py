"""The settings page: three small wishes."""

from __future__ import annotations

from dataclasses import dataclass, field

import streamlit as st

from components import plain
from components.i18n import t
from db.models import Person

LANGUAGES = ("en", "zh-Hans")
SHORTEST = 10


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


def show(person: Person) -> Language | Password | Everywhere | None:
    """Draw the page; what the person wished, or None."""
    st.title(t("settings-title"), anchor=False)
    with st.container(border=True, key="card-me", gap="xxsmall"):
        plain.strong(person.name, key="words-me-name")
        plain.quiet(person.organization.name, key="quiet-me-organization")
    wish: Language | Password | Everywhere | None = None
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
