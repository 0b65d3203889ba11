"""The rows behind `EmbeddedIdentity`: who an e-mail belongs to, and the sessions and refresh tokens of GoTrue's shape.

Every function works inside the transaction of its caller, who acts as the owner of the schema auth.
"""

from __future__ import annotations

import secrets
from datetime import UTC, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

import psycopg

from db.gateway import readable
from db.ports import Tokens, folded_email

ACCESS_LASTS = timedelta(hours=1)
SESSION_LASTS = timedelta(days=30)

Connection = psycopg.Connection[Any]


def account(connection: Connection, email: str) -> tuple[UUID, str | None] | None:
    """The id and the bcrypt hash of a live account, or None."""
    row = connection.execute(
        "select id, encrypted_password from auth.users where lower(email) = %s and not is_sso_user "
        "and deleted_at is null and (banned_until is null or banned_until < now())",
        (folded_email(readable(email)),),
    ).fetchone()
    return None if row is None else (row[0], row[1])


def open_session(connection: Connection, user: UUID) -> Tokens:
    """Begin a new family of refresh tokens."""
    row = connection.execute(
        "insert into auth.sessions (user_id, not_after) values (%s, now() + %s) returning id",
        (user, SESSION_LASTS),
    ).fetchone()
    assert row is not None
    connection.execute("update auth.users set last_sign_in_at = now() where id = %s", (user,))
    return _issue(connection, user, row[0], parent=None)


def _issue(connection: Connection, user: UUID, session: UUID, parent: str | None) -> Tokens:
    refresh = secrets.token_urlsafe(32)
    # The database's clock, which revocation is written by, in whole seconds as a JWT's.
    row = connection.execute(
        "insert into auth.refresh_tokens (token, user_id, session_id, parent) values (%s, %s, %s, %s) "
        "returning date_trunc('second', now())",
        (digest(refresh), str(user), session, parent),
    ).fetchone()
    assert row is not None
    now = row[0].astimezone(UTC)
    return Tokens(str(user), str(session), refresh, issued_at=now, expires_at=now + ACCESS_LASTS)


def rotate(connection: Connection, refresh: str) -> Tokens | None:
    """Exchange a live token; for a replayed one end the session. The lock makes two at once take turns."""
    row = connection.execute(
        "select t.revoked, s.id, u.id from auth.refresh_tokens t join auth.sessions s on s.id = t.session_id "
        "join auth.users u on u.id = s.user_id where t.token = %s and (s.not_after is null or s.not_after > now()) "
        "and u.deleted_at is null and (u.banned_until is null or u.banned_until < now()) for update of s",
        (digest(refresh),),
    ).fetchone()
    if row is None:
        return None
    _, session, user = row
    # Read again under the lock: the other one may have used it while we waited.
    taken = connection.execute(
        "update auth.refresh_tokens set revoked = true, updated_at = now() where token = %s and not revoked returning 1",
        (digest(refresh),),
    ).fetchone()
    if taken is None:
        connection.execute("delete from auth.sessions where id = %s", (session,))
        return None
    connection.execute("update auth.sessions set refreshed_at = now(), updated_at = now() where id = %s", (session,))
    return _issue(connection, user, session, parent=digest(refresh))


def digest(token: str) -> str:
    """How tokens and codes are kept: 256 random bits need no slow hash."""
    return sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
