"""Two small doors beside the gateway: who somebody is (identity) and where evidence lies (files).

Each has two sides: `identity_supabase` and `files_supabase` speak to GoTrue and Storage,
`identity_embedded` and `files_folder` to a plain PostgreSQL and a private folder. One contract
suite (tests/contract) holds both to what is promised here.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, Protocol

from db.errors import BadRequest, Conflict, SignInNeeded
from db.gateway import Credentials

SHORTEST_PASSWORD = 10
# bcrypt reads no further; a longer one would be cut in silence.
LONGEST_PASSWORD_BYTES = 72


@dataclass(frozen=True)
class Tokens:
    """What signing in gives. It never leaves the server: the session row keeps it sealed."""

    user_id: str
    access_token: str = field(repr=False)
    refresh_token: str = field(repr=False)
    issued_at: datetime
    expires_at: datetime


class BadCredentials(SignInNeeded):
    """E-mail or password is wrong, or there is no such account: which of them, nobody learns."""

    def __init__(self) -> None:
        super().__init__("credentials_wrong", {}, "Check e-mail and password.")


class SessionEnded(SignInNeeded):
    """The refresh or access token is unknown, used, revoked or too old: sign in again."""

    def __init__(self) -> None:
        super().__init__("sign_in_needed", {}, "Sign in again.")


class WeakPassword(BadRequest):
    """The new password is too short, too long or known to be common."""

    def __init__(self) -> None:
        facts = {"shortest": SHORTEST_PASSWORD, "longest_bytes": LONGEST_PASSWORD_BYTES}
        super().__init__("password_weak", facts, "Choose a longer password.")


class AccountExists(Conflict):
    """This e-mail has an account already: sign in, or recover the password."""

    def __init__(self) -> None:
        super().__init__("account_exists", {}, "Sign in with the password you have, or recover it.")


class MailUnconfirmed(SignInNeeded):
    """The account is made and waits for the link in its owner's mail."""

    def __init__(self) -> None:
        super().__init__("mail_unconfirmed", {}, "Open the link in the mail, then sign in.")


class CodeWrong(BadRequest):
    """The recovery code is wrong, used or too old."""

    def __init__(self) -> None:
        super().__init__("recovery_code_wrong", {}, "Ask for a new code.")


class IdentityPort(Protocol):
    """Accounts and their tokens. Every method may raise `Unavailable`.

    `recovery` says how a forgotten password is mended: by a mail that the person asks for, or
    by a code that a supervisor hands out.
    """

    recovery: Literal["mail", "code"]

    def sign_in(self, email: str, password: str) -> Tokens:
        """Return tokens, or raise `BadCredentials` in the same time for known and unknown people."""
        ...

    def refresh(self, refresh_token: str) -> Tokens:
        """Exchange a refresh token, once. Replaying an old one revokes its family: `SessionEnded`."""
        ...

    def sign_out(self, access_token: str, *, everywhere: bool = False) -> None:
        """End this session, or every one of the person; one that has ended already is no error."""
        ...

    def sign_up(self, email: str, password: str) -> Tokens:
        """Make an account that sees nothing yet. Raise `AccountExists`, `WeakPassword` or `MailUnconfirmed`."""
        ...

    def change_password(self, access_token: str, old: str, new: str) -> Tokens:
        """Change it and end every other session; raise `BadCredentials` when `old` is wrong."""
        ...

    def start_recovery(self, email: str) -> None:
        """Send the recovery mail if the account exists; whether it does, nobody learns."""
        ...

    def issue_recovery_code(self, email: str, issuer: Credentials) -> str:
        """Return a code for a supervisor to hand out; the database decides that the issuer is one."""
        ...

    def redeem_recovery(self, email: str, code: str, new: str) -> Tokens:
        """Set a new password with the code, end every session; raise `CodeWrong` or `WeakPassword`."""
        ...


class FilesPort(Protocol):
    """Bytes by a key of 64 hex letters. The records are the database's matter.

    The key is the SHA-256 of the content, unless `digest` is given: a file of a case lies under a key of its own reservation,
    so that the same content put by two people lies there twice, and neither learns of the other.

    `on_behalf` is the person or the receipt session: Storage decides by it, a folder ignores it
    because the page asked the database first (`file_content`). Every method may raise `Unavailable`.
    """

    def put(self, key: str, content: bytes, media_type: str, on_behalf: Credentials, *, digest: str | None = None) -> None:
        """Keep the content durably; the same key again changes nothing. A wrong key or digest is `BadRequest`."""
        ...

    def get(self, key: str, on_behalf: Credentials, *, digest: str | None = None) -> bytes:
        """Return the content, checked against its digest, or raise `Absent`."""
        ...

    def exists(self, key: str, on_behalf: Credentials) -> bool:
        """Say whether the content is there for this person."""
        ...

    def delete(self, key: str, on_behalf: Credentials) -> None:
        """Remove the content; nothing to remove is no error."""
        ...


def check_password(new: str) -> None:
    """Raise `WeakPassword` unless it has 10 characters or more and fits bcrypt."""
    try:
        size = len(new.encode("utf-8"))
    except UnicodeEncodeError:
        raise WeakPassword from None
    if len(new) < SHORTEST_PASSWORD or size > LONGEST_PASSWORD_BYTES or "\x00" in new:
        raise WeakPassword


def folded_email(email: str) -> str:
    """Return the e-mail as accounts are found by it: no space around, lower case (as GoTrue does)."""
    return email.strip().lower()
