"""What the figures cost in the database with a thousand, a hundred thousand and a million cases (`python -m bench scale --json`).

One server, one database for each size, the same calls of `api.figures` in turn: medians of many rounds, so that a busy machine
slows all sizes alike. What is made stands in `bench.cases_made`.
"""

from __future__ import annotations

import json
import statistics
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

import psycopg
import typer
from psycopg import sql
from psycopg.rows import TupleRow

from bench.cases_made import People, make_cases, make_people
from bench.telling import say
from db.embedded import EmbeddedServer
from db.migrate import apply_prelude, migrate
from db.rollups import rebuild

SIZES, QUICK = (1_000, 100_000, 1_000_000), (500, 5_000)
TIMES_OF_SMALLEST = 1.5

Connection = psycopg.Connection[TupleRow]


def prepared(server: EmbeddedServer, size: int) -> People:
    """A database of that many cases whose figures the rebuild command made."""
    name = f"cases_{size}"
    with psycopg.connect(server.conninfo("supabase_admin"), autocommit=True) as admin:
        admin.execute(sql.SQL("create database {} owner postgres").format(sql.Identifier(name)))
    with psycopg.connect(server.conninfo("supabase_admin", name), autocommit=True) as admin:
        apply_prelude(admin)
    migrate(server.conninfo("postgres", name))
    with psycopg.connect(server.conninfo("supabase_admin", name)) as owner:
        people = make_people(owner)
        with typer.progressbar(length=size, label=f"{size:,} cases", file=sys.stderr) as bar:
            make_cases(owner, size, bar.update)
        begun = time.perf_counter()
        with typer.progressbar(length=size, label="counting them", file=sys.stderr) as bar:
            rebuild(owner, lambda done, _all: bar.update(done - bar.pos))
        say(f"rebuild_of_{size}", time.perf_counter() - begun, "s")
        owner.autocommit = True
        owner.execute("vacuum analyze")
        cells = owner.execute(
            "select (select count(*) from portal.figure), (select count(*) from portal.figure_total)"
        ).fetchone()
        assert cells
        say(f"cells_of_{size}", cells[0], "rows")
        say(f"totals_of_{size}", cells[1], "rows")
    return people


def asked(connection: Connection, user: object, workplace: object) -> float:
    """Milliseconds of one call of api.figures as that person: the statement alone, as the database answers it."""
    with connection.transaction(force_rollback=True):
        connection.execute(
            "select set_config('role', 'authenticated', true), set_config('request.jwt.claims', %s, true)",
            [json.dumps({"role": "authenticated", "sub": str(user)})],
        )
        begun = time.perf_counter()
        row = connection.execute("select api.figures(workplace => %s)", [workplace]).fetchone()
        took = (time.perf_counter() - begun) * 1000
    assert row
    assert row[0]["scope"]
    return took


def measure(*, quick: bool) -> None:
    """Print every number."""
    sizes, rounds = (QUICK, 25) if quick else (SIZES, 200)
    with tempfile.TemporaryDirectory() as folder, EmbeddedServer(Path(folder), durable=False) as server, ExitStack() as stack:
        people = {size: prepared(server, size) for size in sizes}
        open_ = {size: stack.enter_context(psycopg.connect(server.conninfo("authenticator", f"cases_{size}"))) for size in sizes}
        calls = {
            "supervisor": lambda one: (one.supervisor, None),
            "one_workplace": lambda one: (one.supervisor, one.workplace),
            "coordinator": lambda one: (one.coordinator, None),
            "factory": lambda one: (one.factory, None),
        }
        taken: dict[tuple[str, int], list[float]] = {(call, size): [] for call in calls for size in sizes}
        for number in range(rounds):
            for call, who in calls.items():
                # Who comes first has a warmer machine: in turn.
                for size in sizes if number % 2 else reversed(sizes):
                    taken[call, size].append(asked(open_[size], *who(people[size])))
        for call in calls:
            medians = {size: statistics.median(taken[call, size]) for size in sizes}
            for size in sizes:
                say(f"figures_{call}_of_{size}", medians[size], "ms")
            ratio = medians[sizes[-1]] / medians[sizes[0]]
            say(f"figures_{call}_{sizes[-1]}_to_{sizes[0]}", ratio, "times", TIMES_OF_SMALLEST)
