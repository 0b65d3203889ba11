"""Everything that somebody can learn from the portal at one moment, so that two moments can be held against each other.

`everything(scene, who)` calls each function that this person may call, with every thing of the scene that an argument can name,
and reads each column of each table that may be read. Nothing of it stays: every call is rolled back.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

import psycopg
from psycopg import sql

from tests.policies.calls import ABSENT, REQUEST, THINGS, VALUES
from tests.policies.facts import Facts
from tests.policies.functions import Caller, functions
from tests.policies.scene import Scene

# What a fresh deed makes anew each time: ids, instants, hashes, tokens.
FRESH = re.compile(
    r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}|[0-9a-f]{64}|HS-\w{4}-\w{4}|"
    r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d+)?(?:\+\d\d:?\d\d)?"
)
# Seconds since time last passed, which the health route tells everybody: another number at each look.
_TICKED = re.compile(r'(\\*"ticked\\*": )\d+')
Moment = dict[str, str]


def everything(scene: Scene, who: str, facts: Facts, flaw: str = "") -> Moment:
    """What each call and each table says to that person."""
    return dict(look(scene, who, facts, flaw))


def look(scene: Scene, who: str, facts: Facts, flaw: str = "") -> Iterator[tuple[str, str]]:
    """The same one by one; `flaw` is planted first and is gone when the look ends, or is closed before its end."""
    with scene.database.connect() as admin:
        every = functions(admin)
    persona = scene.personas[who]
    with psycopg.connect(scene.database.conninfo("supabase_admin" if flaw else "authenticator")) as connection:
        if flaw:
            connection.execute(flaw.encode())
        caller = Caller(connection, persona)
        for one in every:
            if persona.database_role not in one.roles or not _callable(one.arguments):
                continue
            for values in _ways(one.arguments, scene, facts):
                state, said = caller.answer(one, values)
                named = {name: str(value) for name, value in values.items() if name in THINGS}
                yield f"{one.schema}.{one.name}({named})", _TICKED.sub(r"\1~", f"{state} {said}")
        for table, columns in facts.columns.items():
            for column in columns:
                yield f"{table}.{column}", _column(connection, table, column)
        connection.rollback()


def differences(before: Moment, again: Moment, after: Iterable[tuple[str, str]]) -> Iterator[str]:
    """What differs after something happened, although it was the same in two looks before."""
    gone = set(before)
    for name, now in after:
        gone.discard(name)
        said = before.get(name)
        if said is None:
            yield f"{name} is new"
        elif said == again.get(name):
            if now != said:
                yield f"{name}: {_about(said, now)}"
        elif FRESH.sub("~", now) != FRESH.sub("~", said):
            yield f"{name}: {_about(FRESH.sub('~', said), FRESH.sub('~', now))}"
    yield from (f"{name} is gone" for name in sorted(gone))


def _about(said: str, now: str) -> str:
    at = next((n for n, (one, other) in enumerate(zip(said, now, strict=False)) if one != other), min(len(said), len(now)))
    return f"…{said[max(0, at - 60) : at + 40]}… became …{now[max(0, at - 60) : at + 40]}…"


def _callable(arguments: Iterable[tuple[str, str]]) -> bool:
    return all(name in VALUES or name in THINGS for name, _ in arguments) and not any(
        kind.startswith(("portal.", "private.")) for _, kind in arguments
    )


def _ways(arguments: tuple[tuple[str, str], ...], scene: Scene, facts: Facts) -> list[dict[str, Any]]:
    """Every thing of the scene in turn, for one argument at a time; else a reference and ids that are nobody's."""
    base: dict[str, Any] = {name: VALUES[name] for name, _ in arguments if name not in THINGS}
    if "request_id" in base:
        base["request_id"] = REQUEST
    named = [name for name, _ in arguments if name in THINGS]
    base |= {name: "HS-0000-0000" if name == "reference" else ABSENT for name in named}
    ways = [base]
    for name in named:
        ways += [{**base, name: value} for value in _things(name, scene, facts)]
    if "reference" in named and len(named) > 1:
        ways += [{**way, "reference": scene.cases["open"].reference} for way in ways]
    return ways


def _things(argument: str, scene: Scene, facts: Facts) -> list[Any]:
    table = {"reference": "case_", "one_case": "case_", "owner": "party", "link": "supply_link", "import": "import_file"}.get(
        argument, argument
    )
    if table not in facts.rows:
        table = "organization"
    column = "reference" if argument == "reference" else "id"
    return [row[column] for row in facts.rows[table] if column in row][:40]


def _column(connection: psycopg.Connection[Any], table: str, column: str) -> str:
    query = sql.SQL("select {}::text from portal.{}").format(sql.Identifier(column), sql.Identifier(table))
    try:
        with connection.transaction(force_rollback=True):
            return "\n".join(sorted(str(row[0]) for row in connection.execute(query).fetchall()))
    except psycopg.Error as error:
        return str(error.sqlstate)
