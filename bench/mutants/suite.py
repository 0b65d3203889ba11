"""The suite as a detector: the first cell that a flaw makes wrong, in the transaction that planted it."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain

from psycopg import sql

from bench.mutants.planting import Mutant
from bench.permissions.stage import Stage
from tests.policies import catalogue, files, rows_written, tables
from tests.policies.functions import Caller, Function, Knowing, calls, functions
from tests.policies.scene import Persona
from tests.policies.tables import Door
from tests.real_database import Connection

# One for each kind of person; the others differ from them by rows alone.
CALLING = ("weber", "chen", "worker_open", "lin", "public", "mei", "ada", "stranger", "sara", "worker_second", "wu", "una")
WRITABLE = ("message", "attachment", "organization", "supply_link", "person", "invitation", "contact")


@dataclass
class Suite:
    """The cells of tests/policies, asked in the order in which they find most."""

    stage: Stage
    admin: Connection
    knowing: dict[str, Knowing] = field(default_factory=dict)
    expected: dict[tuple[str, str], tuple[sql.Composed, Counter[tuple[str | None, ...]] | None]] = field(default_factory=dict)
    functions: dict[str, list[Function]] = field(default_factory=dict)
    bodies: dict[str, str] = field(default_factory=dict)
    policies: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        scene, facts = self.stage.scene, self.stage.facts
        for who in (scene.personas | scene.previews).values():
            self.knowing[who.name] = one = Knowing(scene, facts, who)
            for table in facts.columns:
                columns = tables.open_columns(facts, who, table)
                told = Counter(tuple(row[name] for name in columns) for row in one.oracle.visible(table)) if columns else None
                self.expected[who.name, table] = tables.select(table, columns or facts.columns[table]), told
        for function in functions(self.admin):
            self.functions.setdefault(function.name, []).append(function)
        for name, body in self.admin.execute(
            "select proname, prosrc from pg_proc where pronamespace::regnamespace::text in ('api', 'private')"
        ).fetchall():
            self.bodies[name] = f"{self.bodies.get(name, '')} {body}"
        for table, words in self.admin.execute(
            "select tablename, string_agg(coalesce(qual, ''), ' ') from pg_policies where schemaname = 'portal' group by 1"
        ).fetchall():
            self.policies[table] = words

    def behaviour(self, mutant: Mutant) -> str:
        """The first cell that is wrong, or ''."""
        return next((said for said in self._cells(mutant) if said), "")

    def catalogue(self) -> str:
        """The first rule of the catalogue that is broken, or ''."""
        return next(iter(catalogue.broken(self.admin)), "")

    def _cells(self, mutant: Mutant) -> Iterator[str]:
        everybody = [*self.stage.scene.personas.values(), *self.stage.scene.previews.values()]
        some = [self.stage.scene.personas[name] for name in CALLING]
        if mutant.looks == "catalogue":
            return
        if mutant.looks == "calls":
            yield from self._calls([mutant.near], most=1)
        elif mutant.looks == "guards":
            yield from self._calls(self._callers_of(mutant.near), most=12)
        elif mutant.looks == "helpers":
            yield from self._rows(everybody, sorted(self.stage.facts.columns))
            yield from chain.from_iterable(self._files(who) for who in everybody)
            for table in WRITABLE:
                yield from chain.from_iterable(self._written(who, table) for who in some)
            yield from self._calls(self._callers_of(mutant.near), most=3)
        else:
            yield from self._rows(everybody, [mutant.near])
            if mutant.looks == "grants":
                yield from chain.from_iterable(self._whole(who, mutant.near) for who in some[:4])
            if mutant.looks == "written":
                writers = [*some, *self.stage.scene.previews.values()]
                yield from chain.from_iterable(self._written(who, mutant.near) for who in writers)
            if mutant.looks == "tables":
                yield from self._rows(some, self._looking_through(mutant.near))
                if mutant.near in ("attachment", "party", "release", "message", "evidence"):
                    yield from chain.from_iterable(self._files(who) for who in some)

    def _looking_through(self, table: str) -> list[str]:
        """The tables whose policies look at this one, or at one that does."""
        reached, edge = {table}, {table}
        while edge:
            asked = re.compile(rf"\bportal\.(?:{'|'.join(edge)})\b")
            edge = {each for each, words in self.policies.items() if each not in reached and asked.search(words)}
            reached |= edge
        return sorted(reached - {table})

    def _rows(self, people: list[Persona], names: list[str]) -> Iterator[str]:
        for who in people:
            door = Door(self.admin, who)
            for table in names:
                query, told = self.expected[who.name, table]
                state, found, _ = door.attempt(query)
                right = state == tables.DENIED if told is None else not state and Counter(map(tuple, found)) == told
                yield "" if right else f"{who.name} sees other rows of {table} {state}"

    def _whole(self, who: Persona, table: str) -> Iterator[str]:
        oracle, facts = self.knowing[who.name].oracle, self.stage.facts
        yield from tables.reads(Door(self.admin, who), oracle, facts, table)
        yield from tables.writes(Door(self.admin, who), oracle, facts, table)

    def _written(self, who: Persona, table: str) -> Iterator[str]:
        oracle, facts = self.knowing[who.name].oracle, self.stage.facts
        yield from rows_written.cells(Door(self.admin, who), oracle, facts, table)
        yield from tables.writes(Door(self.admin, who), oracle, facts, table)

    def _files(self, who: Persona) -> Iterator[str]:
        oracle, facts = self.knowing[who.name].oracle, self.stage.facts
        yield from files.cells(Door(self.admin, who), oracle, facts)

    def _calls(self, names: list[str], most: int) -> Iterator[str]:
        for who in CALLING:
            knowing = self.knowing[who]
            caller = Caller(self.admin, knowing.who)
            for name in names:
                for function in self.functions.get(name, []):
                    yield from calls(caller, knowing, function, most)

    def _callers_of(self, name: str) -> list[str]:
        """The functions that somebody outside may call and that reach this one, the nearest first."""
        reached, edge = [name], [name]
        while edge:
            asked = re.compile(rf"\b(?:private|api)\.(?:{'|'.join(map(re.escape, edge))})\(")
            edge = [each for each, body in sorted(self.bodies.items()) if each not in reached and asked.search(body)]
            reached += edge
        return [each for each in reached if any(one.roles for one in self.functions.get(each, []))][:12]


def sample(every: list[Mutant], size: int) -> list[Mutant]:
    """So many of them, of every kind alike; a mutant that is added later displaces few."""
    kinds: dict[str, list[Mutant]] = {}
    for one in sorted(every, key=lambda one: hashlib.sha256(one.key.encode()).digest()):
        kinds.setdefault(one.kind, []).append(one)
    turns = [some[number] for number in range(max(map(len, kinds.values()))) for some in kinds.values() if number < len(some)]
    return turns[:size]
