"""Databases of several sizes on one server, and what each question costs in each of them."""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import LiteralString

import psycopg
from psycopg import sql
from psycopg.rows import TupleRow
from tqdm import tqdm

from bench.scale.asks import RARE, Ask, Look, Subject, asked, asks, blocks, size_of, subject
from bench.scale.copies import COUNTED, fill
from bench.scale.originals import play
from bench.scale.places import Places, make_places
from bench.scale.plans import flaws
from bench.scale.stencils import Stencil, stencil, tables_of_cases
from bench.telling import say
from db.embedded import EmbeddedServer
from db.migrate import migrate
from db.rollups import wrong_figures
from db.warning.job import look as look_for_warnings
from tests.procedure.world import World
from tests.real_database import Database

Connection = psycopg.Connection[TupleRow]
# Loading writes each row once and nobody copies this server: what belongs to replication is left out.
LOADING = {"wal_level": "minimal", "max_wal_senders": "0", "max_wal_size": "4GB", "autovacuum": "off"}
# What docs/operations.md advises for a million cases. With the 128 MB of a small house keys of chance would be read from disk.
MEMORY = {"shared_buffers": "4GB"}

COUNTED_AGAIN = 1_000  # cases of a database whose figures are compared with its cases
SEEN = 3  # rounds in which blocks are counted
BLOCKS, FEW_BLOCKS = 2.5, 100  # lists are shorter and indexes flatter in the smallest
FRACTION, TINY = 0.3, "0.3 ms more at most, of a question that takes less than one."


@dataclass(frozen=True)
class Played:
    """The stage on which all sizes are made: its people, and the stencils of what they did."""

    server: EmbeddedServer
    world: World
    places: Places
    stencils: list[Stencil]


@contextmanager
def played(brands: int, *, port: int | None = None, large: bool = False) -> Iterator[Played]:
    """A server that is thrown away, with the originals in its first database; `port` for clients that know TCP only."""
    with (
        tempfile.TemporaryDirectory() as folder,
        EmbeddedServer(Path(folder), durable=False, port=port, extra=LOADING | (MEMORY if large else {})) as server,
    ):
        migrate(server.conninfo("postgres"))
        database = Database(server, "postgres")
        world = World(database)
        world.arrange()
        originals = play(world)
        places = make_places(world, brands)
        with database.connect() as owner:
            owner.execute("set timezone = 'UTC'")
            stencils = [stencil(owner, one.case, places.stay, places.replaced) for one in originals]
        world.close()
        database.pool.close()
        yield Played(server, world, places, stencils)


def filled(stage: Played, size: int) -> str:
    """A database of that many cases; its name."""
    name = f"cases_{size}"
    with psycopg.connect(stage.server.conninfo("supabase_admin", "template1"), autocommit=True) as admin:
        admin.execute(sql.SQL("create database {} template postgres owner postgres").format(sql.Identifier(name)))
    begun = time.perf_counter()
    wrong = fill(stage.server.conninfo("supabase_admin", name), stage.stencils, stage.places, size)
    say(f"made_{size}", time.perf_counter() - begun, "s")
    say(f"figures_mended_of_{size}", wrong, "cells", 0)
    with psycopg.connect(stage.server.conninfo("supabase_admin", name)) as owner:
        row = owner.execute(
            "select count(*), count(private.check_chain(c.id)) from (select id from portal.case_ order by id limit 300) c"
        ).fetchone()
        assert row
        say(f"broken_chains_of_{size}", row[1], "of 300", 0)
        if size <= COUNTED_AGAIN:
            say(f"wrong_figures_of_{size}", len(list(wrong_figures(owner))), "cells", 0)
        said = owner.execute("select pg_database_size(current_database()) / 1e9").fetchone()
        assert said
        say(f"disk_of_{size}", float(said[0]), "GB")
    return name


def looked_at(owner: Connection, size: int) -> None:
    """Publish the quarters and look for early warnings, as time passing does."""
    begun = time.perf_counter()
    owner.execute("select private.publish()")
    look_for_warnings(owner)
    owner.commit()
    say(f"published_and_warned_{size}", time.perf_counter() - begun, "s")


def measure(*, sizes: tuple[int, ...], rounds: int, brands: int, timed: bool) -> None:
    """Print every number. On a machine that is busy with other things blocks are compared, not times."""
    with played(brands, large=timed) as stage, ExitStack() as stack:
        names = [filled(stage, size) for size in sizes]
        subjects: dict[int, Subject] = {}
        open_: dict[int, Connection] = {}
        for size, name in zip(sizes, names, strict=True):
            with psycopg.connect(stage.server.conninfo("supabase_admin", name)) as owner:
                looked_at(owner, size)
                subjects[size] = subject(owner, stage.world)
            open_[size] = stack.enter_context(psycopg.connect(stage.server.conninfo("authenticator", name)))
        questions = asks(stage.world)
        owner = stack.enter_context(psycopg.connect(stage.server.conninfo("supabase_admin", names[-1])))
        gate(owner, questions, subjects[sizes[-1]])
        for ask in questions:
            _compare(ask, subjects, open_, rounds, timed=timed)
        _found(open_[sizes[-1]], stage.world)


def gate(owner: Connection, questions: Sequence[Ask], one: Subject) -> None:
    """No plan calls a function for each row, and none reads rows by the number of cases; what is planted is noticed."""
    growing = {*tables_of_cases(owner), *COUNTED}
    owner.rollback()
    called = read = 0
    # A plan that is kept must be as good for whoever comes next as one that is made for the first.
    for mode in ("force_custom_plan", "force_generic_plan"):
        owner.execute(sql.SQL("set plan_cache_mode = {}").format(sql.Literal(mode)))
        owner.commit()
        for ask in questions:
            for flaw in flaws(owner, ask.look(one, 0), growing, ask.rows):
                tqdm.write(f"{ask.name}, {mode}: {flaw}", file=sys.stderr)
                called, read = called + (flaw.what == "function"), read + (flaw.what == "rows")
    say("questions_whose_plans_were_read", len(questions), "questions", 45, bound="at least")
    say("scans_that_call_a_function_for_each_row", called, "scans", 0)
    say("scans_that_read_by_the_number_of_cases", read, "scans", 0)
    for what, planted in PLANTED.items():
        with owner.transaction(force_rollback=True):
            owner.execute(planted)
            watched = [ask for ask in questions if ask.name in WATCHED]
            noticed = {flaw.what for ask in watched for flaw in flaws(owner, ask.look(one, 0), growing, ask.rows)}
        say(f"planted_{what}_is_noticed", int(what in noticed), "of 1", 1, bound="at least")


PLANTED: dict[str, LiteralString] = {
    "function": "alter policy party_handshake on portal.party using (private.is_handshake())",
    "rows": "drop index portal.message_thread",
}
WATCHED = ("export_of_500", "case_page_coordinator")


def _found(connection: Connection, world: World) -> None:
    """Whoever turns the pages of a search comes to what is there, wherever it lies."""
    rows, after, pages = 0, None, 0
    while pages == 0 or after is not None:
        look = Look(world.people["lin"], "inbox", {"box": "closed", "words": RARE, "after_key": after})
        answer = asked(connection, look)[1]
        rows, after, pages = rows + len(answer["rows"]), answer["older"], pages + 1
        if rows:
            break
    say("search_rare_found", rows, "cases", 1, bound="at least")
    say("search_rare_pages_turned", pages, "pages")


def _compare(ask: Ask, subjects: dict[int, Subject], open_: dict[int, Connection], rounds: int, *, timed: bool) -> None:
    """Ask all databases in turn, so that a busy machine slows all alike; medians. `timed`: times have the target, else blocks."""
    sizes = list(subjects)
    taken: dict[int, list[float]] = {size: [] for size in sizes}
    read: dict[int, list[int]] = {size: [] for size in sizes}
    answers: dict[int, int] = {}
    for turn in range(-2, rounds):
        for size in sizes if turn % 2 else reversed(sizes):
            look = ask.look(subjects[size], turn)
            took, answer = asked(open_[size], look)
            answers[size] = size_of(answer)
            if turn >= 0:
                taken[size].append(took)
            if turn in range(SEEN):
                read[size].append(blocks(open_[size], ask.look(subjects[size], turn)))
    smallest, largest = sizes[0], sizes[-1]
    for size in sizes:
        say(f"{ask.name}_of_{size}", statistics.median(taken[size]), "ms")
        say(f"{ask.name}_blocks_of_{size}", statistics.median(read[size]), "blocks")
    say(f"{ask.name}_answer_{largest}_to_{smallest}", answers[largest] / answers[smallest], "times as long")
    more = (statistics.median(read[largest]) + FEW_BLOCKS) / (statistics.median(read[smallest]) + FEW_BLOCKS)
    wide = ask.blocks if ask.blocks is not None else BLOCKS
    say(f"{ask.name}_blocks_{largest}_to_{smallest}", more, "times", None if timed else wide, why=ask.small or ask.why)
    for size in sizes[:-1]:
        here, there = statistics.median(taken[largest]), statistics.median(taken[size])
        tiny = TINY if here - there < FRACTION and there < 1 else ""
        why = ask.why or (ask.small if size == smallest else "") or tiny
        say(f"{ask.name}_{largest}_to_{size}", here / there, "times", ask.most if timed else None, why=why)
