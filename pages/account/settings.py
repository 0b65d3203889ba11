"""Settings: the language of one's screens, mails, the password, and signing out everywhere."""

from __future__ import annotations

import streamlit as st

from auth import guard, sign_in_form
from components import once, states
from components.account import settings
from components.i18n import t
from db.errors import PortalError, SignInNeeded
from db.models.notices import NoticeChoice
from db.notices import choose_notices, notice_choice

MAIL = "settings:mail"

visit = guard.require("settings")
assert visit.person is not None


def keep(chosen: NoticeChoice) -> NoticeChoice | None:
    """One deed, one call; None when the refusal was said instead."""
    try:
        kept = choose_notices(visit.gateway, once.request_id(MAIL), chosen)
    except SignInNeeded:
        raise
    except PortalError as refused:
        maybe = getattr(refused, "maybe_done", False)
        states.refusal(refused.key, refused.facts, writing=True, maybe_done=maybe)
        if not maybe:
            once.done(MAIL)
        return None
    once.done(MAIL)
    st.success(t("settings-mail-kept"))
    return kept


chosen = settings.mail()
choice = keep(chosen) if chosen is not None else None
wish = settings.show(visit.person, choice or notice_choice(visit.gateway))
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
