"""Sign in: for people at factories, brands and Handshake. Workers need no account."""

from __future__ import annotations

from auth import guard, sign_in_form
from auth.roles import BY_KEY
from components.account import sign_in
from components.i18n import t

visit = guard.require("sign_in")
wanted = guard.address()
after = wanted if not wanted.startswith(f"/{BY_KEY['sign_in'].address}") else "/inbox"

sign_in.head()
with sign_in.form():
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
        sign_in.refused(refused.key, refused.facts)
players = (sign_in.Player(one.email, one.role, one.organization) for one in sign_in_form.demo_people())
chosen = sign_in.demonstration(tuple(players))
if chosen is not None:
    sign_in_form.enter_as(chosen, sign_in_form.demo_password(), after)
sign_in.foot()
