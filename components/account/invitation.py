"""The page behind an invitation."""

from __future__ import annotations

from dataclasses import dataclass, field

import streamlit as st

from components import plain
from components.i18n import t


@dataclass(frozen=True)
class Acceptance:
    name: str
    password: str = field(repr=False)


def show(email: str, role: str, organization: str) -> Acceptance | None:
    """Draw the invitation; name and password once both are given."""
    st.title(t("invitation-title"), anchor=False)
    st.markdown(t("invitation-lead", role=t(f"signin-role-{role}")))
    plain.strong(organization, key="words-invitation-organization")
    plain.quiet(email, key="quiet-invitation-email")
    with st.form("invitation", border=True):
        name = st.text_input(t("invitation-name"), max_chars=100, autocomplete="name")
        password = st.text_input(t("settings-password-new"), type="password", autocomplete="new-password")
        sent = st.form_submit_button(t("invitation-accept"), type="primary", width="stretch")
    if not sent:
        return None
    if not name.strip() or not password:
        st.caption(f":red[{t('invitation-missing')}]")
        return None
    return Acceptance(name.strip(), password)
