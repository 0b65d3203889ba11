"""What is in a backup, told beside it: how many rows of each table and their sum, heads of the chains, files by their hash."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime

import psycopg
from psycopg import sql
from psycopg.rows import TupleRow

from db.sealing import derived

Connection = psycopg.Connection[TupleRow]


@dataclass
class Manifest:
    """`tables`: rows, and a sum over the hashes of all of them. `members`: SHA-256 and size of each part of the archive.
    `lacking`: files that a record names and the store did not have. `key_mark` tells whether a key is the application's."""

    made_at: str
    migrations: list[str]
    tables: dict[str, tuple[int, str]]
    cases: int
    events: int
    key_mark: str
    members: dict[str, tuple[str, int]] = field(default_factory=dict)
    lacking: list[str] = field(default_factory=list)

    def to_json(self) -> bytes:
        return json.dumps(asdict(self), indent=1, sort_keys=True).encode()

    @classmethod
    def from_json(cls, text: bytes) -> Manifest:
        told = json.loads(text)
        for name in ("tables", "members"):
            told[name] = {key: (value[0], value[1]) for key, value in told[name].items()}
        return cls(**told)

    @property
    def rows(self) -> int:
        return sum(rows for rows, _ in self.tables.values())

    @property
    def files(self) -> int:
        return sum(name.startswith("files/") for name in self.members)


def describe(connection: Connection, app_key: bytes) -> Manifest:
    """The manifest of what this connection's snapshot shows; members come later."""
    versions = connection.execute("select version from supabase_migrations.schema_migrations order by version").fetchall()
    counted = connection.execute("select (select count(*) from portal.chain), (select count(*) from portal.event)").fetchone()
    assert counted
    return Manifest(
        made_at=datetime.now(UTC).isoformat(timespec="seconds"),
        migrations=[row[0] for row in versions],
        tables=sums(connection),
        cases=counted[0],
        events=counted[1],
        key_mark=key_mark(app_key),
    )


def sums(connection: Connection) -> dict[str, tuple[int, str]]:
    """Rows of each table, and a sum over the hashes of its rows that does not depend on their order."""
    # A row as text must read the same wherever it is asked.
    connection.execute("set timezone = 'UTC'; set datestyle = 'ISO'; set intervalstyle = 'postgres'; set bytea_output = 'hex'")
    names = connection.execute(
        "select n.nspname, c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind = 'r'"
        " and c.relpersistence = 'p' and n.nspname not in ('pg_catalog', 'information_schema') order by 1, 2"
    ).fetchall()
    found = {}
    for schema, table in names:
        row = connection.execute(
            sql.SQL(
                "select count(*), coalesce(sum(('x' || substr(md5(t::text), 1, 15))::bit(60)::bigint), 0)::text from {} t"
            ).format(sql.Identifier(schema, table))
        ).fetchone()
        assert row
        found[f"{schema}.{table}"] = (int(row[0]), str(row[1]))
    return found


def named_files(connection: Connection) -> list[tuple[str, str, bool]]:
    """Keys of the file store that records name, the digest of what lies there, and whether the bytes must be there: what is only
    reserved may lack them."""
    return connection.execute(
        "select key, digest, bool_or(kept) from ("
        "select original_key as key, original_sha256 as digest, message_id is not null as kept from portal.attachment"
        " union all select cleaned_key, cleaned_sha256, message_id is not null from portal.attachment"
        " union all select key, key, bound_at is not null from portal.sealed_file"
        " union all select original_key, original_key, bound_at is not null from portal.sealed_file"
        ") f where key is not null group by key, digest order by key"
    ).fetchall()


def key_mark(app_key: bytes) -> str:
    """Tells keys apart and nothing about them; of several keys parted by commas it is the first one's."""
    first = next(part.strip() for part in app_key.split(b",") if part.strip())
    return derived(first, "backup-mark", 16).hex()
