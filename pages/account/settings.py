"""Settings: the language of one's screens, the password, and signing out everywhere."""

from __future__ import annotations

import streamlit as st

from auth import guard, sign_in_form
from components import states
from components.account import settings
from components.i18n import t
from db.errors import PortalError, SignInNeeded

visit = guard.require("settings")
assert visit.person is not None

wish = settings.show(visit.person)
if isinstance(wish, settings.Language):
    guard.choose_language(visit, wish.language)
elif isinstance(wish, settings.Password):
    try:
        leave = sign_in_form.change_password(wish.old, wish.new)
    except SignInNeeded as wrong:
        if wrong.key != "credentials_wrong":
            raise
        states.refusal(wrong.key, {}, writing=True)
    except PortalError as refused:
        states.refusal(refused.key, refused.facts, writing=True)
    else:
        st.success(t("settings-password-changed"))
        leave()
elif isinstance(wish, settings.Everywhere):
    guard.sign_out_everywhere(visit)
    guard.sign_out()
