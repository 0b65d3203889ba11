"""Accounts on a hosted Supabase, through GoTrue, with the publishable key alone.

A client is made for each call and thrown away: supabase-py's client remembers who signed in,
and a shared one would hand one person's session to the next. Only the connections are shared.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, Literal

import httpx
import jwt
from pydantic import ValidationError
from supabase_auth import SyncGoTrueClient, SyncMemoryStorage
from supabase_auth.errors import (
    AuthApiError,
    AuthError,
    AuthRetryableError,
    AuthSessionMissingError,
    AuthWeakPasswordError,
)
from supabase_auth.types import Session

from db.errors import BadRequest, PortalError, TooMany, Unavailable, broken
from db.gateway import Credentials, readable
from db.ports import (
    AccountExists,
    BadCredentials,
    CodeWrong,
    MailUnconfirmed,
    SessionEnded,
    Tokens,
    WeakPassword,
    check_password,
    folded_email,
)

_REFRESH_ENDED = (
    "refresh_token_not_found",
    "refresh_token_already_used",
    "session_not_found",
    "session_expired",
    "bad_jwt",
    "user_not_found",
    "user_banned",
    "no_authorization",
)
_RATE_LIMITS = ("over_request_rate_limit", "over_email_send_rate_limit")


class SupabaseIdentity:
    """`IdentityPort` over GoTrue. `client` is the process's pool (`supabase_gateway.shared_client`)."""

    recovery: Literal["mail", "code"] = "mail"

    def __init__(self, url: str, key: str, client: httpx.Client, *, mail_returns_to: str | None = None) -> None:
        self._auth_url = url.rstrip("/") + "/auth/v1"
        self._key = key
        self._client = client
        self._mail_returns_to = mail_returns_to

    def sign_in(self, email: str, password: str) -> Tokens:
        with self._asking(BadCredentials) as auth:
            if not password:
                raise BadCredentials
            given = {"email": folded_email(readable(email)), "password": readable(password)}
            return _tokens(auth.sign_in_with_password(given).session)  # type: ignore[arg-type]

    def refresh(self, refresh_token: str) -> Tokens:
        with self._asking(SessionEnded) as auth:
            return _tokens(auth.refresh_session(refresh_token).session)

    def sign_out(self, access_token: str, *, everywhere: bool = False) -> None:
        try:
            with self._asking(SessionEnded) as auth:
                auth.admin.sign_out(access_token, "global" if everywhere else "local")
        except SessionEnded:
            return

    def sign_up(self, email: str, password: str) -> Tokens:
        check_password(password)
        with self._asking(BadCredentials) as auth:
            given = {"email": folded_email(readable(email)), "password": password}
            answer = auth.sign_up(given)  # type: ignore[arg-type]
            if answer.session is None:
                # GoTrue answers the same for an account that exists already, on purpose.
                raise MailUnconfirmed
            return _tokens(answer.session)

    def change_password(self, access_token: str, old: str, new: str) -> Tokens:
        check_password(new)
        email = _claims(access_token).get("email")
        if not isinstance(email, str) or not email:
            raise SessionEnded
        with self._asking(BadCredentials) as auth:
            # GoTrue asks for the old password only when so configured: signing in proves it always.
            auth.sign_in_with_password({"email": email, "password": readable(old)})
            return _with_new_password(auth, new)

    def start_recovery(self, email: str) -> None:
        with self._asking(BadCredentials) as auth:
            options: Any = {"redirect_to": self._mail_returns_to} if self._mail_returns_to else {}
            auth.reset_password_for_email(folded_email(readable(email)), options)

    def issue_recovery_code(self, email: str, issuer: Credentials) -> str:  # noqa: ARG002
        raise BadRequest("recovery_by_mail", {}, "Here a forgotten password is mended by mail.")

    def redeem_recovery(self, email: str, code: str, new: str) -> Tokens:
        check_password(new)
        with self._asking(CodeWrong) as auth:
            given = {
                "email": folded_email(readable(email)),
                "token": readable(code.strip()),
                "type": "recovery",
            }
            auth.verify_otp(given)  # type: ignore[arg-type]
            return _with_new_password(auth, new)

    @contextmanager
    def _asking(self, otherwise: type[PortalError]) -> Iterator[SyncGoTrueClient]:
        """Lend a fresh client and turn GoTrue's errors into ours; `otherwise` names a plain refusal."""
        auth = SyncGoTrueClient(
            url=self._auth_url,
            # A new-style key is no JWT: as a bearer it would be refused, `apikey` alone is right.
            headers={"apikey": self._key},
            auto_refresh_token=False,
            persist_session=False,
            storage=SyncMemoryStorage(),
            http_client=self._client,
            flow_type="implicit",
        )
        try:
            yield auth
        except AuthWeakPasswordError:
            raise WeakPassword from None
        except AuthRetryableError as fault:
            raise Unavailable("unavailable", {}, "Sign-in does not answer.", maybe_done=fault.status != 0) from None
        except AuthApiError as fault:
            raise _meaning(fault, otherwise) from None
        except AuthSessionMissingError:
            raise SessionEnded from None
        except (AuthError, ValidationError) as fault:
            raise broken("identity", type(fault).__name__) from None


def _meaning(fault: AuthApiError, otherwise: type[PortalError]) -> PortalError:
    code = str(fault.code or "")
    if fault.status == httpx.codes.TOO_MANY_REQUESTS or code in _RATE_LIMITS:
        return TooMany("rate_limited", {"retry_seconds": 60}, "Wait a minute.")
    if code in ("user_already_exists", "email_exists"):
        return AccountExists()
    if code == "email_not_confirmed":
        return MailUnconfirmed()
    if code in ("weak_password", "same_password"):
        return WeakPassword()
    if otherwise is SessionEnded and code in _REFRESH_ENDED:
        return SessionEnded()
    if fault.status >= httpx.codes.INTERNAL_SERVER_ERROR:
        return Unavailable("unavailable", {}, "Sign-in does not answer.", maybe_done=True)
    return otherwise()


def _with_new_password(auth: SyncGoTrueClient, new: str) -> Tokens:
    """Set it in the session that was just opened, then end all others."""
    auth.update_user({"password": new})
    session = auth.get_session()
    tokens = _tokens(session)
    auth.admin.sign_out(tokens.access_token, "others")
    return tokens


def _claims(access_token: str) -> dict[str, Any]:
    """Read a token that GoTrue gave us over TLS; whoever acts on it (PostgREST) checks the signature."""
    try:
        claims: dict[str, Any] = jwt.decode(access_token, options={"verify_signature": False})
    except jwt.PyJWTError:
        raise SessionEnded from None
    return claims


def _tokens(session: Session | None) -> Tokens:
    if session is None:
        raise SessionEnded
    claims = _claims(session.access_token)
    return Tokens(
        user_id=str(claims["sub"]),
        access_token=session.access_token,
        refresh_token=session.refresh_token,
        issued_at=datetime.fromtimestamp(int(claims["iat"]), UTC),
        expires_at=datetime.fromtimestamp(int(claims["exp"]), UTC),
    )
