"""Pieces of the sign-in page, around the form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import streamlit as st

from components import plain
from components.i18n import spoken, t
from components.mine import leave

# In the order in which the demonstration offers them: the story begins with the coordinator.
_ICONS = {
    "coordinator": "handshake",
    "factory": "factory",
    "brand": "sell",
    "supervisor": "supervisor_account",
    "custodian": "lock",
}


@dataclass(frozen=True)
class Player:
    """Somebody of the demonstration who can be entered as."""

    email: str
    role: str
    organization: str


def head() -> None:
    st.html("<style>:root{--portal-width:479px}</style>")
    st.space(40)
    leave.sign_only()  # a picture of Streamlit has no words for those who do not see
    with st.container(gap="xxsmall"):
        st.title(t("signin-title"), anchor=False)
        st.markdown(t("signin-lead"))


@contextmanager
def form() -> Iterator[None]:
    """The card that holds the library's form and, under its button, what is said about the last try."""
    with st.container(border=True, key="sign-in-form"):
        yield


def refused(key: str, facts: Mapping[str, Any]) -> None:
    """Why nobody was signed in and what follows; the same for people we know and people we do not."""
    if key == "credentials_wrong":
        more = t("signin-tries", count=int(facts.get("tries_left", 0)))
        st.markdown(spoken().say_sentences(f":red[:material/error: {t('signin-wrong')}]", more))
    elif key == "sign_in_paused":
        minutes = -(-int(facts.get("seconds", 60)) // 60)
        paused = f":red[:material/error: {t('signin-paused')}]"
        st.markdown(spoken().say_sentences(paused, t("signin-paused-more", minutes=minutes)))
    elif key == "credentials_missing":
        st.markdown(f":red[:material/error: {t('signin-missing')}]")
    elif key == "mail_unconfirmed":
        st.markdown(f":red[:material/error: {t('signin-unconfirmed')}]")
    elif key == "sign_in_needed":
        st.markdown(f":red[:material/error: {t('signin-nobody')}]")
    else:
        st.markdown(f":red[:material/error: {t('signin-unreachable')}]")


def demonstration(people: Sequence[Player]) -> str | None:
    """Buttons to enter as one of the people of the demonstration, one of each role first; the e-mail that was chosen."""
    if not people:
        return None
    first = [next(one for one in people if one.role == role) for role in _ICONS if any(one.role == role for one in people)]
    others = [one for one in people if one not in first]
    chosen = None
    with st.expander(t("signin-demo"), expanded=True), st.container(horizontal=True, gap="xsmall"):
        for one in first:
            if _enter(one, t(f"signin-role-{one.role}")):
                chosen = one.email
        if others:
            with st.popover(t("signin-demo-more"), type="tertiary"):
                for one in others:
                    words = t("signin-demo-other", role=t(f"signin-role-{one.role}"), organization=plain.label(one.organization))
                    if _enter(one, words):
                        chosen = one.email
    return chosen


def _enter(one: Player, words: str) -> bool:
    return st.button(words, icon=f":material/{_ICONS[one.role]}:", key=f"enter-{one.email}")


def foot() -> None:
    st.markdown(spoken().say_sentences(t("signin-worker"), f"[{t('signin-worker-link')}](/)"))
