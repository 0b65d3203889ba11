"""Pieces of the sign-in page, around the form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from components import style
from components.i18n import spoken, t

_ICONS = {"coordinator": "handshake", "supervisor": "supervisor_account", "custodian": "lock", "factory": "factory", "brand": "sell"}


def head() -> None:
    st.html("<style>:root{--portal-width:479px}</style>")
    st.image(str(style.LOGO), width=141)
    st.title(t("signin-title"), anchor=False)
    st.markdown(t("signin-lead"))


def refused(key: str, facts: Mapping[str, Any]) -> None:
    """Why nobody was signed in and what follows; the same for people we know and people we do not."""
    if key == "credentials_wrong":
        more = t("signin-tries", count=int(facts.get("tries_left", 0)))
        st.markdown(f":red[:material/error: {t('signin-wrong')}] {more}")
    elif key == "sign_in_paused":
        minutes = -(-int(facts.get("seconds", 60)) // 60)
        st.markdown(f":red[:material/error: {t('signin-paused')}] {t('signin-paused-more', minutes=minutes)}")
    elif key == "credentials_missing":
        st.markdown(f":red[:material/error: {t('signin-missing')}]")
    elif key == "mail_unconfirmed":
        st.markdown(f":red[:material/error: {t('signin-unconfirmed')}]")
    elif key == "sign_in_needed":
        st.markdown(f":red[:material/error: {t('signin-nobody')}]")
    else:
        st.markdown(f":red[:material/error: {t('signin-unreachable')}]")


def demonstration(people: Sequence[tuple[str, str]]) -> str | None:
    """Buttons to enter as one of the people of the demonstration; the e-mail that was chosen."""
    if not people:
        return None
    chosen = None
    with st.expander(t("signin-demo"), expanded=True), st.container(horizontal=True, gap="xsmall"):
        counts: dict[str, int] = {}
        for email, role in people:
            counts[role] = counts.get(role, 0) + 1
            words = t(f"signin-role-{role}") + (f" {spoken().say_number(counts[role])}" if counts[role] > 1 else "")
            if st.button(words, icon=f":material/{_ICONS[role]}:", key=f"enter-{email}"):
                chosen = email
    return chosen


def foot() -> None:
    st.markdown(f"{t('signin-worker')} [{t('signin-worker-link')}](/)")
