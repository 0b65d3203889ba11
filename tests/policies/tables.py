"""The cells of tables: one persona, one table, every column and every verb. Each cell yields "" or what is wrong with it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import psycopg
from psycopg import sql

from tests.policies.facts import Facts
from tests.policies.oracle import HIDDEN, INSERTS, RULES, UPDATES, Oracle, may_update
from tests.policies.scene import Persona
from tests.real_database import Connection

DENIED = "42501"
GENERATED = "428C9"  # a computed column is refused to everybody, before rights are looked at


class Door:
    """Raw SQL as one persona; each attempt is rolled back."""

    def __init__(self, connection: Connection, who: Persona) -> None:
        self.connection = connection
        self.who = who
        connection.execute(
            "select set_config('role', %s, true), set_config('request.jwt.claims', %s, true), set_config('request.headers', "
            "%s, true), set_config('portal.preview', %s, true)",
            [*who.settings(), str(who.preview or "")],
        )

    def attempt(self, query: sql.Composed, values: Any = None) -> tuple[str, list[Any], int]:
        """SQLSTATE (or ''), the rows, and how many were touched."""
        try:
            with self.connection.transaction(force_rollback=True):
                cursor = self.connection.execute(query, values)
                return "", cursor.fetchall() if cursor.description else [], cursor.rowcount
        except psycopg.Error as error:
            return error.sqlstate or "?", [], 0


def select(table: str, columns: list[str]) -> sql.Composed:
    shown = sql.SQL(", ").join(sql.SQL("{}::text").format(sql.Identifier(name)) for name in columns)
    return sql.SQL("select {} from portal.{}").format(shown, sql.Identifier(table))


def open_columns(facts: Facts, who: Persona, table: str) -> list[str]:
    """The columns of a table that this persona's role may read at all."""
    hidden = HIDDEN[who.database_role].get(table, set(facts.columns[table]))
    return [name for name in facts.columns[table] if name not in hidden]


def rows(door: Door, oracle: Oracle, facts: Facts, table: str) -> Iterator[str]:
    """All open columns together, row by row, so that a right number of wrong rows does not pass."""
    columns = open_columns(facts, door.who, table)
    state, found, _ = door.attempt(select(table, columns or facts.columns[table]))
    if not columns:
        yield "" if state == DENIED else f"{door.who.name} may read {table}"
        return
    seen = Counter(tuple(row) for row in found)
    told = Counter(tuple(row[name] for name in columns) for row in oracle.visible(table))
    more, less = list((seen - told).elements())[:3], list((told - seen).elements())[:3]
    right = not state and seen == told
    yield "" if right else f"{door.who.name} sees in {table}: too many {more}, too few {less} {state}"


def reads(door: Door, oracle: Oracle, facts: Facts, table: str) -> Iterator[str]:
    """The rows together, each column alone, and the star."""
    yield from rows(door, oracle, facts, table)
    visible = open_columns(facts, door.who, table)
    expected = oracle.visible(table)
    for name in facts.columns[table]:
        state, found, _ = door.attempt(select(table, [name]))
        if name not in visible:
            yield "" if state == DENIED else f"{door.who.name} may read {table}.{name}"
        else:
            right = not state and Counter(row[0] for row in found) == Counter(row[name] for row in expected)
            yield "" if right else f"{door.who.name} reads {table}.{name} otherwise than the oracle"
    state, found, _ = door.attempt(sql.SQL("select * from portal.{}").format(sql.Identifier(table)))
    wanted = ("", len(expected)) if visible == facts.columns[table] else (DENIED, 0)
    right = (state, len(found)) == wanted
    yield "" if right else f"{door.who.name}: select * from {table} gives {len(found)} rows {state}"


def writes(door: Door, oracle: Oracle, facts: Facts, table: str) -> Iterator[str]:
    """Update of each column, insert of each column, delete and truncate."""
    who, name = door.who, sql.Identifier(table)
    updates = UPDATES[who.database_role].get(table, set())
    inserts = INSERTS[who.database_role].get(table, set())
    mine = [row for row in facts.rows[table] if RULES[table](oracle, row) and may_update(oracle, table, row)]
    for column in facts.columns[table]:
        one = sql.Identifier(column)
        # `default` asks for the right to write alone; a column set to itself would ask for the right to read, too.
        value = one if column in updates else sql.SQL("default")
        state, _, touched = door.attempt(sql.SQL("update portal.{} set {} = {}").format(name, one, value))
        if column in updates:
            right = not state and touched == len(mine)
            yield "" if right else f"{who.name} updates {touched} rows of {table}.{column}, not {len(mine)} {state}"
        else:
            yield "" if state == DENIED else f"{who.name} may update {table}.{column} {state}"
        state, _, _ = door.attempt(sql.SQL("insert into portal.{} ({}) values (null)").format(name, one))
        # Allowed columns fail later, at a rule of the row; `rows_written.py` looks at those.
        right = state != "" and (column in inserts or state in (DENIED, GENERATED))
        yield "" if right else f"{who.name} may insert {table}.{column} {state}"
    for verb in ("delete from portal.{}", "truncate portal.{} cascade", "insert into portal.{} default values"):
        state, _, _ = door.attempt(sql.SQL(verb).format(name))
        # In a writable table an empty row may fail at a trigger or at a missing value before its policy is asked.
        refused = inserts and verb.startswith("insert") and (state.startswith("PT4") or state == "23502")
        yield "" if state == DENIED or refused else f"{who.name}: {verb.format(table)} gives {state!r}"
