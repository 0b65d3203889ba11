"""Sessions of browsers, sign-in tries and invitations: what the database knows of who is here."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import datetime

from db.gateway import Gateway
from db.models import Person
from db.shape import shape


@dataclass(frozen=True)
class LiveSession:
    """A session that is neither closed nor over; `issued_at` in seconds since 1970."""

    user_id: str
    sealed: str = field(repr=False)
    expires_at: datetime
    issued_at: int
    person: Person


@dataclass(frozen=True)
class Tries:
    """`wait_seconds` above 0 means: do not even look at the password now."""

    wait_seconds: int
    tries_left: int


@dataclass(frozen=True)
class OpenInvitation:
    email: str
    role: str
    organization: str


def digest(secret: str) -> str:
    """The hash under which a token or ticket travels to the database."""
    return hashlib.sha256(secret.encode()).hexdigest()


def email_digest(email: str) -> str:
    """The hash under which tries are counted, the same however the address is typed."""
    return digest(email.strip().lower())


def open_session(gateway: Gateway, ticket_hash: str, sealed: str, seconds: int) -> Person:
    """Begin a session for the signed-in person; raises SignInNeeded for an account that belongs to nobody."""
    return shape(Person, gateway.call("open_session", ticket_hash=ticket_hash, sealed=sealed, seconds=seconds))


def redeem_session(gateway: Gateway, ticket_hash: str, token_hash: str) -> None:
    """Turn a ticket into the session of a browser, once; raises SignInNeeded."""
    gateway.call("redeem_session", ticket_hash=ticket_hash, token_hash=token_hash)


def find_session(gateway: Gateway, token_hash: str) -> LiveSession | None:
    """The live session behind a token, or None."""
    found = gateway.call("find_session", token_hash=token_hash)
    return None if found is None else shape(LiveSession, found)


def renew_session(gateway: Gateway, token_hash: str, sealed: str) -> bool:
    """Keep renewed tokens; False when the session has ended."""
    return bool(gateway.call("renew_session", token_hash=token_hash, sealed=sealed))


def close_session(gateway: Gateway, token_hash: str) -> None:
    """Sign out: every tab of that browser. Closing twice is fine."""
    gateway.call("close_session", token_hash=token_hash)


def close_every_session(gateway: Gateway) -> None:
    """Sign out everywhere, and void every token issued so far."""
    gateway.call("close_every_session")


def sign_in_attempt(gateway: Gateway, email: str) -> Tries:
    """Count a try before the password is looked at; known and unknown addresses alike."""
    return shape(Tries, gateway.call("sign_in_attempt", email_hash=email_digest(email)))


def sign_in_succeeded(gateway: Gateway) -> None:
    """Forget the failed tries of the person who just signed in."""
    gateway.call("sign_in_succeeded")


def set_language(gateway: Gateway, language: str) -> None:
    gateway.call("set_language", language=language)


def find_invitation(gateway: Gateway, code: str) -> OpenInvitation | None:
    """What an invitation says to whoever holds its code, or None."""
    found = gateway.call("find_invitation", code_hash=digest(code))
    return None if found is None else shape(OpenInvitation, found)


def accept_invitation(gateway: Gateway, code: str, name: str, language: str) -> Person:
    """Bind the new account to the invited person; raises Absent or Conflict."""
    answer = gateway.call("accept_invitation", code_hash=digest(code), name=name, language=language)
    return shape(Person, answer)
