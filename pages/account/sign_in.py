"""Sign in: for people at factories, brands and Handshake. Workers need no account."""

from __future__ import annotations

import streamlit as st

from auth import guard, sign_in_form
from auth.roles import BY_KEY
from components import sign_in_page
from components.i18n import t

visit = guard.require("sign_in")
wanted = guard.address()
after = wanted if not wanted.startswith(f"/{BY_KEY['sign_in'].address}") else "/inbox"

sign_in_page.head()
with st.container(key="sign-in-form"):
    sign_in_form.SignInForm(after).show(
        {
            "Form name": " ",
            "Username": t("signin-email"),
            "Password": t("signin-password"),
            "Login": t("signin-enter"),
        }
    )
refused = sign_in_form.refusal()
if refused is not None:
    sign_in_page.refused(refused.key, refused.facts)
chosen = sign_in_page.demonstration(sign_in_form.demo_people())
if chosen is not None:
    sign_in_form.enter_as(chosen, sign_in_form.demo_password(), after)
sign_in_page.foot()
