"""Sign-in through streamlit-authenticator's form, with its model and its cookie replaced by ours.

Of that library only the form is used. Its own model compares hashes in a dictionary, its cookie can be read by scripts and
outlives a sign-out, and its registration, reset, second factor, guest and hint features are never called.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import streamlit as st
from streamlit_authenticator.controllers.authentication_controller import AuthenticationController
from streamlit_authenticator.controllers.cookie_controller import CookieController
from streamlit_authenticator.views.authentication_view import Authenticate

from auth import guard
from auth.house import house
from db import sessions
from db.errors import PortalError, SignInNeeded
from db.gateway import Credentials
from db.journal import tell
from db.ports import BadCredentials, Tokens

if TYPE_CHECKING:
    from db.demo.cast import Player

REFUSAL = "sign-in-refusal"


@dataclass(frozen=True)
class Refusal:
    """Why nobody was signed in: a stable key and small facts, the same for known and unknown people."""

    key: str
    facts: Mapping[str, Any]


class PortalModel:
    """Stands where the library's AuthenticationModel stands: the password goes to the identity port."""

    def __init__(self, address: str) -> None:
        self._address = address

    def login(self, username: str | None, password: str | None, *_: object, **__: object) -> bool:
        """Sign in and send the browser through the door; False with a refusal kept for the next words."""
        signed_in = self._login(username, password)
        refused = refusal()
        tell("sign_in", outcome="ok" if signed_in else refused.key if refused else "refused")
        return signed_in

    def _login(self, username: str | None, password: str | None) -> bool:
        if not username or not password:
            st.session_state[REFUSAL] = Refusal("credentials_missing", {})
            return False
        anonymous = house().backend.gateway(Credentials(network=guard.network()))
        try:
            tries = sessions.sign_in_attempt(anonymous, username)
            if tries.wait_seconds:
                st.session_state[REFUSAL] = Refusal("sign_in_paused", {"seconds": tries.wait_seconds})
                return False
            try:
                tokens = house().backend.identity.sign_in(username, password)
            except SignInNeeded as wrong:
                st.session_state[REFUSAL] = Refusal(wrong.key, {"tries_left": tries.tries_left})
                return False
            guard.sign_in(tokens, self._address)
        except PortalError as refused:
            st.session_state[REFUSAL] = Refusal(refused.key, dict(refused.facts))
            return False
        st.session_state.pop(REFUSAL, None)
        return True

    def logout(self, *_: object) -> None:
        """Sign out at the door, where the cookie is."""
        guard.sign_out()


class PortalCookie:
    """Stands where the library's CookieModel stands and keeps nothing: routes set an HttpOnly cookie."""

    def get_cookie(self) -> None:
        return None

    def set_cookie(self) -> None:
        return None

    def delete_cookie(self) -> None:
        return None


class _Controller(AuthenticationController):  # type: ignore[misc]  # the library has no types
    def __init__(self, model: PortalModel) -> None:
        # Its own constructor would make its own model.
        self.authentication_model = model

    def login(self, username: str | None = None, password: str | None = None, *_: object, **__: object) -> bool:
        # The library strips blanks off passwords; they may be meant.
        return self.authentication_model.login(username.strip() if username else None, password)


class _Cookies(CookieController):  # type: ignore[misc]
    def __init__(self) -> None:
        self.cookie_model = PortalCookie()


class SignInForm(Authenticate):  # type: ignore[misc]
    """The library's form on our model. `show` draws it; a right password leaves the page."""

    def __init__(self, address: str) -> None:
        self.path = None
        self.attrs = {"login_sleep_time": 0}
        self.authentication_controller = _Controller(PortalModel(address))
        self.cookie_controller = _Cookies()

    def show(self, fields: Mapping[str, str]) -> None:
        """Draw the form; `fields` are the words for Form name, Username, Password, Login."""
        for known in ("name", "authentication_status", "username", "email", "roles", "logout"):
            st.session_state.setdefault(known, None)
        self.login(location="main", fields=dict(fields), key="sign-in")


def refusal() -> Refusal | None:
    """Why the last try failed, once."""
    kept: Refusal | None = st.session_state.get(REFUSAL)
    return kept


def enter_as(email: str, password: str, address: str) -> None:
    """Sign a demonstration person in; only where the settings say so."""
    if house().backend.settings.demo:
        with contextlib.suppress(PortalError):
            guard.sign_in(house().backend.identity.sign_in(email, password), address)


def demo_people() -> tuple[Player, ...]:
    """The people of the demonstration; nobody in any other mode."""
    if not house().backend.settings.demo:
        return ()
    from db.demo import DEMO_PEOPLE  # noqa: PLC0415  (words that no other mode needs)

    return DEMO_PEOPLE


def demo_password() -> str:
    from db.demo import DEMO_PASSWORD  # noqa: PLC0415

    return DEMO_PASSWORD


def sign_up(code: str, email: str, name: str, password: str, language: str) -> Tokens:
    """Make the account of an invited person and bind it; raises PortalError.

    Where mail must be confirmed first, the same form with the same password goes on after that: the account
    is there by then, and not bound to anybody.
    """
    identity = house().backend.identity
    try:
        tokens = identity.sign_in(email, password)
    except BadCredentials:
        tokens = identity.sign_up(email, password)
    sessions.accept_invitation(_gateway(tokens), code, name, language)
    return tokens


def change_password(old: str, new: str) -> Callable[[], None]:
    """Change the password of the person who is here and end every session; returns the way back in.

    Raises PortalError when the old one is wrong or the new one is weak.
    """
    visit = guard.here()
    access = visit.credentials().access_token or ""
    tokens = house().backend.identity.change_password(access, old, new)
    sessions.close_every_session(visit.gateway)
    del tokens  # void as well: every tab signs in again with the new password
    return guard.sign_out


def _gateway(tokens: Tokens) -> Any:
    return house().backend.gateway(
        Credentials(user_id=tokens.user_id, access_token=tokens.access_token, issued_at=int(tokens.issued_at.timestamp()))
    )
