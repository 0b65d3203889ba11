"""An invitation: whoever holds its code sets a name and a password, and the new account belongs to the invited person."""

from __future__ import annotations

import streamlit as st

from auth import guard, sign_in_form
from components import states
from components.account import invitation as invitation_page
from components.i18n import t
from db.errors import PortalError
from db.sessions import find_invitation

visit = guard.require("invitation")
code = st.query_params.get("code", "")[:100]

found = st.session_state.get("invitation-found")
if found is None or found[0] != code:
    found = st.session_state["invitation-found"] = (code, find_invitation(visit.gateway, code) if code else None)
invitation = found[1]
if invitation is None:
    states.empty(t("invitation-unknown"), t("invitation-unknown-more"))
else:
    wish = invitation_page.show(invitation.email, invitation.role, invitation.organization)
    if wish is not None:
        try:
            tokens = sign_in_form.sign_up(code, invitation.email, wish.name, wish.password, visit.language)
            guard.sign_in(tokens, "/inbox")
        except PortalError as refused:
            states.refusal(refused.key, refused.facts, writing=True)
