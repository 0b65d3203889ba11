"""The form in which a supervisor writes the next version, in both languages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import streamlit as st

from components.i18n import LANGUAGES, now, t
from db.models.policies import Policy


@dataclass(frozen=True)
class Next:
    """What a supervisor wants to publish, by language."""

    holds_from: date
    body: dict[str, str]
    changed: dict[str, str]


def show(one: Policy) -> Next | None:
    """The form, folded; returns the version when it is sent. What was typed stays until it is published."""
    key = f"policy-next-{one.id}"
    with st.expander(t("policy-next", version=one.version + 1), icon=":material/edit:"):
        st.markdown(t("policy-next-how"))
        with st.form(key, border=False):
            holds_from = st.date_input(
                t("policy-next-from"), value=now().date() + timedelta(days=14), min_value=now().date(),
                max_value=now().date() + timedelta(days=365), format="YYYY-MM-DD", key=f"{key}-from",
            )  # fmt: skip
            body, changed = {}, {}
            for language in LANGUAGES:
                said = t(f"shell-language-{language}")
                changed[language] = st.text_area(
                    t("policy-next-changed", language=said), max_chars=2000, height=100, key=f"{key}-changed-{language}"
                )
                body[language] = st.text_area(
                    t("policy-next-text", language=said), value=one.words(language).body, max_chars=20000, height=320,
                    key=f"{key}-body-{language}",
                )  # fmt: skip
            sent = st.form_submit_button(t("policy-next-publish", version=one.version + 1), type="primary")
    return Next(holds_from, body, changed) if sent else None
