"""Accounts in a PostgreSQL of our own: what GoTrue does, over the same tables, for one portal.

An access token here is the id of the session: it opens nothing by itself, for the gateway is
told the person by the portal's own session. Tokens and codes are kept as digests only.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Literal
from uuid import UUID

import bcrypt
import psycopg
from psycopg_pool import PoolTimeout, TooManyRequests

from db.errors import BadRequest, Refused, SignInNeeded, Unavailable
from db.gateway import Credentials, readable
from db.identity_sessions import Connection, account, digest, open_session, rotate
from db.ports import (
    AccountExists,
    BadCredentials,
    CodeWrong,
    SessionEnded,
    Tokens,
    check_password,
    folded_email,
)
from db.postgres_gateway import Pool, PostgresGateway

CODE_LASTS = timedelta(hours=24)
MOST_CODE_TRIES = 5
BCRYPT_ROUNDS = 10  # as GoTrue's, so that known and unknown, ours and moved accounts cost the same

_CODE_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_CODE_TYPE = "recovery_token"
# Hashed against when there is no such account, so that the answer takes the same time.
_NOBODY = bcrypt.hashpw(secrets.token_bytes(16).hex().encode(), bcrypt.gensalt(BCRYPT_ROUNDS))


class EmbeddedIdentity:
    """`IdentityPort` over auth.users. The pool's login may `set role supabase_auth_admin` (prelude.sql)."""

    recovery: Literal["mail", "code"] = "code"

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    def sign_in(self, email: str, password: str) -> Tokens:
        with self._as_auth() as connection:
            found = account(connection, email)
        # Hashing takes long on purpose; no connection is held meanwhile.
        known = found[1] if found is not None and found[1] else _NOBODY.decode()
        if not _matches(password, known) or found is None:
            raise BadCredentials
        with self._as_auth() as connection:
            return open_session(connection, found[0])

    def refresh(self, refresh_token: str) -> Tokens:
        with self._as_auth() as connection:
            tokens = rotate(connection, refresh_token)
        if tokens is None:
            raise SessionEnded
        return tokens

    def sign_out(self, access_token: str, *, everywhere: bool = False) -> None:
        session = _session_id(access_token)
        if session is None:
            return
        with self._as_auth() as connection:
            if everywhere:
                connection.execute(
                    "delete from auth.sessions where user_id = (select user_id from auth.sessions where id = %s)",
                    (session,),
                )
            else:
                connection.execute("delete from auth.sessions where id = %s", (session,))

    def sign_up(self, email: str, password: str) -> Tokens:
        check_password(password)
        address = folded_email(readable(email))
        name, _, domain = address.partition("@")
        if not name or not domain or len(address) > 254 or any(c.isspace() for c in address):
            raise BadRequest("value_invalid", {"argument": "email"})
        hashed = _hashed(password)
        with self._as_auth() as connection:
            row = connection.execute(
                "insert into auth.users (email, encrypted_password, email_confirmed_at) values (%s, %s, now()) "
                "on conflict do nothing returning id",
                (address, hashed),
            ).fetchone()
            if row is None:
                raise AccountExists
            return open_session(connection, row[0])

    def change_password(self, access_token: str, old: str, new: str) -> Tokens:
        check_password(new)
        session = _session_id(access_token)
        with self._as_auth() as connection:
            row = connection.execute(
                "select u.id, u.encrypted_password from auth.sessions s join auth.users u on u.id = s.user_id "
                "where s.id = %s and (s.not_after is null or s.not_after > now())",
                (session,),
            ).fetchone()
        if row is None:
            raise SessionEnded
        if not _matches(old, row[1] or _NOBODY.decode()):
            raise BadCredentials
        return self._set_password(row[0], new)

    def start_recovery(self, email: str) -> None:
        """No mail leaves this server: whoever asks is told to ask a supervisor for a code."""

    def issue_recovery_code(self, email: str, issuer: Credentials) -> str:
        person = PostgresGateway(self._pool, issuer).call("whoami")
        if not isinstance(person, dict):
            raise SignInNeeded
        if person.get("role") != "supervisor":
            raise Refused
        code = "".join(secrets.choice(_CODE_ALPHABET) for _ in range(16))
        with self._as_auth() as connection:
            found = account(connection, email)
            if found is None:
                raise BadRequest("value_invalid", {"argument": "email"})
            connection.execute(
                "insert into auth.one_time_tokens (user_id, token_type, token_hash, relates_to) "
                "values (%s, %s, %s, '0') on conflict (user_id, token_type) do update "
                "set token_hash = excluded.token_hash, relates_to = '0', created_at = now(), updated_at = now()",
                (found[0], _CODE_TYPE, digest(code)),
            )
        return "-".join(code[at : at + 4] for at in range(0, 16, 4))

    def redeem_recovery(self, email: str, code: str, new: str) -> Tokens:
        check_password(new)
        given = digest(_normal(code))
        with self._as_auth() as connection:
            found = account(connection, email)
            row = None
            if found is not None:
                # Counting the try and taking the code are one statement: two at once cannot both win.
                row = connection.execute(
                    "update auth.one_time_tokens set relates_to = (relates_to::int + 1)::text, updated_at = now() "
                    "where user_id = %s and token_type = %s and relates_to::int < %s "
                    "and created_at > now() - %s returning id, token_hash",
                    (found[0], _CODE_TYPE, MOST_CODE_TRIES, CODE_LASTS),
                ).fetchone()
            good = row is not None and secrets.compare_digest(row[1], given)
            if good and row is not None:
                connection.execute("delete from auth.one_time_tokens where id = %s", (row[0],))
        if not good or found is None:
            raise CodeWrong
        return self._set_password(found[0], new)

    def _set_password(self, user: UUID, new: str) -> Tokens:
        hashed = _hashed(new)
        with self._as_auth() as connection:
            connection.execute(
                "update auth.users set encrypted_password = %s, updated_at = now() where id = %s",
                (hashed, user),
            )
            connection.execute("delete from auth.sessions where user_id = %s", (user,))
            return open_session(connection, user)

    @contextmanager
    def _as_auth(self) -> Iterator[Connection]:
        """One transaction as the owner of the schema auth, and as nobody else."""
        try:
            with self._pool.connection() as connection, connection.transaction():
                connection.execute("set local role supabase_auth_admin")
                yield connection
        except (PoolTimeout, TooManyRequests):
            raise Unavailable(facts={"busy": True}) from None
        except psycopg.OperationalError:
            raise Unavailable(maybe_done=True) from None


def _matches(password: str, hashed: str) -> bool:
    """Compare in bcrypt's time, whatever was typed: too long or unreadable is wrong, not faster."""
    typed = password.encode("utf-8", "surrogatepass").replace(b"\x00", b"")
    same = bcrypt.checkpw(typed[:72], hashed.encode())
    return same and len(typed) <= 72 and "\x00" not in password


def _hashed(password: str) -> str:
    # GoTrue writes and reads the prefix 2a, which is the same as 2b for what bcrypt hashes here.
    return bcrypt.hashpw(password.encode(), bcrypt.gensalt(BCRYPT_ROUNDS, prefix=b"2a")).decode()


def _normal(code: str) -> str:
    """Crockford's reading: case, spaces and dashes do not matter; O is 0, I and L are 1."""
    read = code.upper().replace(" ", "").replace("-", "")
    return read.replace("O", "0").replace("I", "1").replace("L", "1")


def _session_id(access_token: str) -> UUID | None:
    try:
        return UUID(access_token)
    except ValueError:
        return None
