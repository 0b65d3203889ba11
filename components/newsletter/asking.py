"""The public page of the newsletter: an address, a language, one button."""

from __future__ import annotations

from dataclasses import dataclass, field

import streamlit as st

from components.i18n import LANGUAGES, spoken, t
from components.mine import leave

# Whether an address is known cannot be told from the time either, at neither door.
ASKING_SECONDS = 0.4


@dataclass(frozen=True)
class Asked:
    """What the visitor typed."""

    email: str = field(repr=False)
    language: str = "en"


def show(*, asked: bool, staff: bool) -> Asked | None:
    """Draw the page; `asked` says after sending what follows, in the same words for every address."""
    if not staff:
        leave.sign_only()
    st.title(t("newsletter-title"), anchor=False)
    if asked:
        with st.container(border=True, key="due-newsletter"):
            st.header(t("newsletter-asked"), anchor=False)
            st.markdown(t("newsletter-asked-more"))
        return None
    st.markdown(t("newsletter-lead"))
    with st.form("newsletter", border=True):
        email = st.text_input(t("newsletter-email"), max_chars=254, autocomplete="email", key="newsletter-email")
        language = st.radio(
            t("newsletter-language"), LANGUAGES, index=LANGUAGES.index(spoken().language), horizontal=True,
            format_func=lambda tag: t(f"shell-language-{tag}"), key="newsletter-language",
        )  # fmt: skip
        sent = st.form_submit_button(t("newsletter-subscribe"), type="primary", width="stretch")
    st.caption(t("newsletter-privacy"))
    return Asked(email.strip(), language) if sent else None
