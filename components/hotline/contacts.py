"""Contacts that are no case: counted by kind, apart from cases (DOMAIN 11). Nothing about the caller is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st

from components.hotline.draft import CHANNELS, LANGUAGES
from components.i18n import say_number, t

KINDS = ("X1", "X2", "X3", "X4")


@dataclass(frozen=True)
class Contact:
    """One contact to count."""

    kind: str
    channel: str
    language: str
    minutes: int | None


def counts(today: Mapping[str, int]) -> None:
    """Today's counts, by kind."""
    with st.grid(4, min_column_width=150):
        for kind in KINDS:
            with st.container(border=True, key=f"card-contact-{kind}", gap="xxsmall"):
                st.metric(t(f"issue-{kind}"), say_number(today.get(kind, 0)))
                st.caption(t("hotline-today"))


def form() -> Contact | None:
    """The form; returns the contact when it was counted just now."""
    with st.form("hotline-contact", border=True):
        chosen = st.segmented_control(
            t("hotline-kind"), KINDS, default=None, format_func=lambda one: t(f"issue-{one}"), wrap=True
        )
        with st.container(horizontal=True, gap="medium"):
            channel = st.segmented_control(
                t("hotline-channel"),
                CHANNELS,
                default="phone",
                required=True,
                format_func=lambda one: t(f"hotline-channel-{one}"),
                wrap=True,
            )
            language = st.selectbox(
                t("hotline-language"),
                LANGUAGES,
                format_func=lambda one: t(f"hotline-language-{one}"),
                width=200,
            )
            minutes = st.number_input(t("hotline-minutes"), min_value=0, max_value=600, value=None, step=1, width=160)
        counted = st.form_submit_button(t("hotline-count"), type="primary", icon=":material/add:")
    if not counted:
        return None
    if chosen is None:
        st.caption(t("hotline-kind-missing"))
        return None
    return Contact(chosen, channel or "phone", language, None if minutes is None else int(minutes))
