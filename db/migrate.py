"""Bring a database to the schema that this code knows, or refuse and say why.

The ledger is the one that the Supabase CLI keeps, so both can work on the same database in turn.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import psycopg
from psycopg import sql
from psycopg.rows import TupleRow

MIGRATIONS = Path(__file__).parent / "supabase" / "migrations"
# In this order: roles and accounts, then the sessions of accounts.
PRELUDES = tuple(Path(__file__).parent / name for name in ("prelude.sql", "prelude_auth.sql"))
PRELUDE_AUTH = Path(__file__).parent / "prelude_auth.sql"

# Any number will do, as long as every version of this program uses the same: "handshake" on a telephone.
_LOCK = 426347425
_ENDS_TRANSACTION = re.compile(r"^\s*(begin|start transaction|commit|end|rollback)\s*;", re.IGNORECASE | re.MULTILINE)
_DOLLAR_QUOTED = re.compile(r"(\$\w*\$).*?\1", re.DOTALL)
_FILE_NAME = re.compile(r"(\d+)_([\w-]+)\.sql", re.ASCII)

Connection = psycopg.Connection[TupleRow]


class MigrationRefused(RuntimeError):
    """The schema cannot be brought to what this code knows; the message says why and what to do."""


@dataclass(frozen=True)
class Migration:
    version: str
    name: str
    text: str

    @property
    def mark(self) -> str:
        return fingerprint([self.text])


def fingerprint(statements: Sequence[str]) -> str:
    """SHA-256 of SQL without white space and semicolons, which the Supabase CLI drops."""
    return hashlib.sha256(re.sub(r"[\s;]+", "", "".join(statements)).encode()).hexdigest()


def known_migrations(folder: Path = MIGRATIONS) -> list[Migration]:
    """The migrations of this code, in order. Raises `MigrationRefused` for two files of one version."""
    found = []
    for path in sorted(folder.glob("*.sql")):
        match = _FILE_NAME.fullmatch(path.name)
        if match is None:
            raise MigrationRefused(f"{path.name} is not named VERSION_subject.sql")
        found.append(Migration(match[1], match[2], path.read_text(encoding="utf-8")))
    found.sort(key=lambda each: each.version)
    for before, after in pairwise(found):
        if before.version == after.version:
            raise MigrationRefused(f"Two migrations have the version {after.version}: {before.name} and {after.name}.")
    return found


def migrate(conninfo: str, folder: Path = MIGRATIONS) -> list[str]:
    """Apply what is missing, each file in a transaction of its own; returns the versions applied now.

    `conninfo` signs in as `postgres`, the owner of our schemas and no superuser. Processes that start
    together wait for one another.
    Raises `MigrationRefused`; a failing file leaves the ones before it applied.
    """
    known = known_migrations(folder)
    with psycopg.connect(conninfo, autocommit=True, application_name="handshake-portal migrations") as connection:
        connection.execute("select pg_advisory_lock(%s)", [_LOCK])
        try:
            _make_ledger(connection)
        except psycopg.errors.InsufficientPrivilege as error:
            raise MigrationRefused(f"This login may not change the schema; sign in as postgres ({error}).") from None
        waiting = _missing(connection, known)
        for each in waiting:
            # A power cut may take files before the last one back, each as a whole: then they are applied again.
            connection.execute("set synchronous_commit = on" if each is waiting[-1] else "set synchronous_commit = off")
            _apply(connection, each)
    return [each.version for each in waiting]


def pending(conninfo: str, folder: Path = MIGRATIONS) -> list[str]:
    """Versions that `migrate` would apply; raises `MigrationRefused` as it would."""
    with psycopg.connect(conninfo, autocommit=True) as connection:
        return [each.version for each in _missing(connection, known_migrations(folder))]


def apply_prelude(connection: Connection, passwords: dict[str, str] | None = None) -> None:
    """Make a plain PostgreSQL look like a new Supabase. Needs a superuser; repeats harmlessly."""
    with connection.transaction():
        connection.execute("select pg_advisory_xact_lock(%s)", [_LOCK])
        connection.execute("set local client_min_messages = warning")
        for prelude in PRELUDES:
            connection.execute(prelude.read_bytes())
        connection.execute(PRELUDE_AUTH.read_bytes())
        for role, password in (passwords or {}).items():
            # The server gets the finished verifier, so the password itself can reach no log.
            verifier = connection.pgconn.encrypt_password(password.encode(), role.encode(), b"scram-sha-256")
            name = sql.Identifier(role)
            connection.execute(sql.SQL("alter role {} password {}").format(name, verifier.decode()))


def _make_ledger(connection: Connection) -> None:
    with connection.transaction():
        connection.execute("set local client_min_messages = warning")
        connection.execute(
            b"create schema if not exists supabase_migrations;"
            b"create table if not exists supabase_migrations.schema_migrations"
            b" (version text not null primary key);"
            b"alter table supabase_migrations.schema_migrations add column if not exists statements text[];"
            b"alter table supabase_migrations.schema_migrations add column if not exists name text;"
            # The app looks whether the schema is the one it knows, before it serves anybody.
            b"grant usage on schema supabase_migrations to authenticator;"
            b"grant select on supabase_migrations.schema_migrations to authenticator"
        )


def _missing(connection: Connection, known: list[Migration]) -> list[Migration]:
    """The migrations to apply, after the ledger has been compared with the files."""
    exists = connection.execute("select to_regclass('supabase_migrations.schema_migrations')").fetchone()
    if exists is None or exists[0] is None:
        return known
    rows = connection.execute(
        "select version, coalesce(name, ''), statements from supabase_migrations.schema_migrations order by version"
    ).fetchall()
    by_version = {each.version: each for each in known}
    unknown = [f"{version}_{name}" for version, name, _ in rows if version not in by_version]
    if unknown:
        raise MigrationRefused(
            "This database has migrations that this version of the portal does not know "
            f"({', '.join(unknown)}). "
            "It was opened by a newer version: start that one, or restore a backup from before the update."
        )
    for version, _, statements in rows:
        if statements is not None and fingerprint(statements) != by_version[version].mark:
            raise MigrationRefused(
                f"Migration {version}_{by_version[version].name} has changed since it was applied here. "
                "A released migration is never edited: restore the file, and put the change into a new one."
            )
    applied = {version for version, _, _ in rows}
    missing = [each for each in known if each.version not in applied]
    newest = max(applied, default="")
    late = [f"{each.version}_{each.name}" for each in missing if each.version < newest]
    if late:
        raise MigrationRefused(
            f"{', '.join(late)} is older than {newest}, which this database already has. "
            "Give it a version after that one, so that every database runs the same files in the same order."
        )
    return missing


def _apply(connection: Connection, migration: Migration) -> None:
    label = f"{migration.version}_{migration.name}"
    # `end;` closes blocks of PL/pgSQL too, but those stand inside dollar quotes.
    if _ENDS_TRANSACTION.search(_DOLLAR_QUOTED.sub("", migration.text)):
        raise MigrationRefused(f"{label} ends its transaction itself; leave out begin and commit.")
    try:
        with connection.transaction():
            connection.execute(migration.text.encode())
            connection.execute(
                "insert into supabase_migrations.schema_migrations (version, name, statements) values (%s, %s, %s)",
                [migration.version, migration.name, [migration.text]],
            )
    except psycopg.Error as error:
        place = f" at line {_line(migration.text, error.diag.statement_position)}" if error.diag.statement_position else ""
        raise MigrationRefused(f"{label} failed{place} and was rolled back: {error}") from error


def _line(text: str, position: str) -> int:
    return text.count("\n", 0, int(position) - 1) + 1
