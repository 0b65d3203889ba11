"""What is really stored, read by the owner of everything: the ground on which the oracle judges."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from psycopg import sql

from tests.real_database import Connection

Row = dict[str, Any]


@dataclass(frozen=True)
class Facts:
    """All rows by table: as JSON values to reason about, and as text to compare with what somebody was shown."""

    rows: dict[str, list[Row]]
    texts: dict[str, list[dict[str, str | None]]]
    columns: dict[str, list[str]]

    @classmethod
    def read(cls, admin: Connection) -> Facts:
        found = admin.execute(
            "select c.relname, a.attname from pg_class c join pg_namespace n on n.oid = c.relnamespace "
            "join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped "
            "where n.nspname in ('portal', 'private', 'api', 'public') and c.relkind in ('r', 'p', 'v', 'm', 'f') "
            "order by c.relname, a.attnum"
        ).fetchall()
        columns: dict[str, list[str]] = {}
        for table, column in found:
            columns.setdefault(table, []).append(column)
        rows: dict[str, list[Row]] = {}
        texts: dict[str, list[dict[str, str | None]]] = {}
        for table, names in columns.items():
            query = sql.SQL("select to_jsonb(t), {} from portal.{} t").format(
                sql.SQL(", ").join(sql.SQL("t.{}::text").format(sql.Identifier(name)) for name in names), sql.Identifier(table)
            )
            stored = admin.execute(query).fetchall()
            rows[table] = [row[0] for row in stored]
            texts[table] = [dict(zip(names, row[1:], strict=True)) for row in stored]
        return cls(rows, texts, columns)

    def one(self, table: str, key: object, column: str = "id") -> Row:
        """The row with that key."""
        return next(row for row in self.rows[table] if row[column] == str(key))

    def first_worker(self, case: str) -> str:
        """The worker who began a case: the one whom everybody outside knows of a group."""
        workers = [row for row in self.rows["party"] if row["case_id"] == case and row["side"] == "worker"]
        return str(min(workers, key=lambda row: (row["since"], row["id"]))["id"])
