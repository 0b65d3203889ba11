"""The whole matrix: every persona × every table, function and file. `wrong_…` count the cells and name those that are wrong.

`python -m bench matrix` measures with it, the tests beside it hold it, and the mutants of `bench.mutants` are looked for with it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cache, partial

import psycopg

from tests.policies import files, rows_written, tables
from tests.policies.facts import Facts
from tests.policies.functions import Caller, Function, Knowing, calls, functions
from tests.policies.oracle import Oracle
from tests.policies.scene import Persona, Scene
from tests.policies.tables import Door

Cells = Callable[[Door, Oracle, Facts], Iterator[str]]
OfTable = Callable[[Door, Oracle, Facts, str], Iterator[str]]
Found = tuple[int, list[str]]


def wrong_reads(scene: Scene, facts: Facts, flaw: str = "", who: Iterable[str] = ()) -> Found:
    """Every table and column read. A flaw is planted first, and rolled back; then one wrong cell is enough."""
    return _wrong(scene, facts, partial(_each, tables.reads), flaw, who)


def wrong_writes(scene: Scene, facts: Facts, flaw: str = "", who: Iterable[str] = ()) -> Found:
    """The same for update of each column, insert of each column, delete and truncate."""
    return _wrong(scene, facts, partial(_each, tables.writes), flaw, who)


def wrong_rows(scene: Scene, facts: Facts, flaw: str = "", who: Iterable[str] = ()) -> Found:
    """Whole rows inserted and changed, in everybody's name."""
    return _wrong(scene, facts, rows_written.cells, flaw, who)


def wrong_files(scene: Scene, facts: Facts, flaw: str = "", who: Iterable[str] = ()) -> Found:
    """Every file, every way to it."""

    def both(door: Door, oracle: Oracle, facts: Facts) -> Iterator[str]:
        yield from files.cells(door, oracle, facts)
        yield from files.sealed(door, oracle, facts)

    return _wrong(scene, facts, both, flaw, who)


def wrong_calls(scene: Scene, facts: Facts, schema: str, flaw: str = "", *, who: Iterable[str] = (), most: int = 0) -> Found:
    """Every function of a schema with everything that its arguments can name; `most` of each where it need not be all.

    Those who are nobody differ by the reason alone, which the portal looks at in one place: three things of each kind will do.
    """
    every = every_function(scene, schema)

    def cells(door: Door, oracle: Oracle, facts: Facts) -> Iterator[str]:
        knowing, caller = Knowing(scene, facts, door.who), Caller(door.connection, door.who)
        for function in every:
            yield from calls(caller, knowing, function, most or (0 if door.who.role or door.who.name == "public" else 3))

    return _wrong(scene, facts, cells, flaw, who)


@cache
def every_function(scene: Scene, schema: str) -> list[Function]:
    with scene.database.connect() as admin:
        return [one for one in functions(admin) if one.schema == schema]


def chosen(scene: Scene, who: Iterable[str]) -> list[Persona]:
    """Those personas; all of them without names."""
    return [scene.personas[name] for name in who] or list(scene.personas.values())


def wrong_previews(scene: Scene, facts: Facts, flaw: str = "") -> Found:
    """What somebody of the desk reads and writes who looks as a party does."""

    def both(door: Door, oracle: Oracle, facts: Facts) -> Iterator[str]:
        yield from _each(tables.reads, door, oracle, facts)
        yield from rows_written.cells(door, oracle, facts)

    return _wrong_for(list(scene.previews.values()), scene, facts, both, flaw)


def _each(of_table: OfTable, door: Door, oracle: Oracle, facts: Facts) -> Iterator[str]:
    for table in facts.columns:
        yield from of_table(door, oracle, facts, table)


def _wrong(scene: Scene, facts: Facts, cells: Cells, flaw: str, who: Iterable[str]) -> Found:
    return _wrong_for(chosen(scene, who), scene, facts, cells, flaw)


def _wrong_for(people: list[Persona], scene: Scene, facts: Facts, cells: Cells, flaw: str) -> Found:
    count, wrong = 0, []
    for one in people:
        with psycopg.connect(scene.database.conninfo("supabase_admin" if flaw else "authenticator")) as connection:
            if flaw:
                connection.execute(flaw.encode())
            for said in cells(Door(connection, one), Oracle(facts, one), facts):
                count += 1
                wrong += [said] if said else []
                if flaw and wrong:  # a control asks whether the flaw is found, not how often
                    break
            connection.rollback()
        if flaw and wrong:
            break
    return count, wrong
