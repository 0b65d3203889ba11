"""Roll-ups: kept by the writers themselves, whoever writes what at once, and equal to a count of the cases."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import LiteralString
from uuid import UUID

import psycopg
import pytest
import typer

from db.commands.figures import run as command
from db.embedded import EmbeddedServer
from db.rollups import rebuild, wrong_figures
from tests.figures.changes import ONE_STATEMENT, Coordinators, change
from tests.procedure.world import World
from tests.real_database import Database

WRITERS, EVENTS = 8, 10_000
STATES = ("received", "admitted", "notified", "responded", "found", "remediating", "evaluating", "closed")


@pytest.fixture
def world(server: EmbeddedServer, template: str) -> Iterator[World]:
    """Two factories and cases in eight states, some of one and some of two brands; then anything may become anything."""
    database = Database.create(server, template)
    made = World(database)
    made.arrange()
    for number, state in enumerate(STATES):
        both = number % 2 == 0
        made.case_in(state, brands=("brand_k", "brand_a") if both else ("brand_k",), workplace="lianfeng")
        made.case_in("received", workplace="tianhe", brands=("brand_a",))
    # What is looked at here are the figures, not who may move what.
    made.arranged("alter table portal.case_ disable trigger move")
    yield made
    made.close()
    database.close()


def wrong(world: World) -> list[str]:
    with world.database.connect() as admin:
        admin.execute("select private.fold_figures()")
        return [f"{one.what} {one.measure} {one.bucket}: {one.said}, not {one.should_be}" for one in wrong_figures(admin)]


def cases_of(world: World) -> list[UUID]:
    return [row[0] for row in world.rows("select id from portal.case_ order by id")]


def write(world: World, seed: int, times: int) -> Counter[str]:
    """One writer with a connection of its own; what it did. A deadlock, or any other error, is the test's failure."""
    draw, done = random.Random(seed), Counter[str]()
    cases, who = cases_of(world), Coordinators((world.people["lin"].user, world.people["luo"].user))  # type: ignore[arg-type]
    with psycopg.connect(world.database.conninfo("supabase_admin"), autocommit=True) as connection:
        while done.total() < times:
            done += Counter(change(connection, draw, cases, who))
    return done


def fold_until(world: World, over: Event) -> int:
    folded = 0
    with world.database.connect() as connection:
        while not over.wait(0.2):
            connection.execute("select private.fold_figures()")
            folded += 1
    return folded


def test_roll_ups_equal_a_fresh_count_after_10_000_changes_by_eight_writers_at_once(world: World) -> None:
    assert wrong(world) == []
    over = Event()
    with ThreadPoolExecutor(WRITERS + 1) as pool:
        folding = pool.submit(fold_until, world, over)
        done: Counter[str] = Counter()
        try:
            for each in [pool.submit(write, world, seed, EVENTS // WRITERS) for seed in range(WRITERS)]:
                done += each.result()
        finally:
            over.set()
        assert folding.result() > 3, "figures were folded while others wrote"
    assert done.total() >= EVENTS
    assert set(done) == {*ONE_STATEMENT, "event"}, "every kind of change was made"
    assert wrong(world) == []
    counted = world.rows("select measure, sum(n) from private.figures_now() group by 1")
    assert {measure for measure, number in counted if number} >= {
        "received", "open", "phase", "category", "severity", "truth", "outcome", "mark", "cause", "needs", "answered", "closed",
        "ending", "found", "remedy", "kept", "missed", "brand_word", "brand_action", "work", "worked", "repeat",
        "internal_channel",
    }  # fmt: skip


PLANTED: dict[str, tuple[LiteralString, LiteralString, str]] = {
    "a clock that ends": (
        "alter table portal.clock disable trigger count_changed",
        "update portal.clock set stopped_at = now(), outcome = 'missed' where stopped_at is null and kind = 'triage'",
        "missed",
    ),
    "a party that leaves": (
        "alter table portal.party disable trigger count_changed",
        "update portal.party set until = now() where side = 'factory'",
        "received",
    ),
    "a case that rests": (
        "alter table portal.case_ disable trigger count_changed",
        "update portal.case_ set hold_until = '2030-01-01'",
        "mark",
    ),
    "nothing is counted at the end": (
        "alter table portal.figure_due disable trigger count",
        "update portal.case_ set hold_until = '2030-01-01'",
        "mark",
    ),
    "one more in a figure": ("select 1", "update portal.figure set n = n + 1 where measure = 'category'", "category"),
    "one more in a total": ("select 1", "update portal.figure_total set n = n + 1 where measure = 'kept'", "kept"),
    "a repeat that is none": ("select 1", "update portal.figure set n = n + 1 where measure = 'repeat'", "repeat"),
}


@pytest.mark.parametrize("planted", PLANTED)
def test_the_control_a_planted_error_is_found_and_a_rebuild_mends_it(world: World, planted: str) -> None:
    plant, deed, measure = PLANTED[planted]
    assert wrong(world) == []
    world.arranged(plant)
    world.arranged(deed)
    assert measure in {each.split()[1] for each in wrong(world)}
    with psycopg.connect(world.database.conninfo("supabase_admin")) as owner:
        rebuild(owner)
        assert list(wrong_figures(owner)) == []
        before = owner.execute("select * from portal.figure order by 1, 2, 3, 4, 5").fetchall()
        assert rebuild(owner) == 0, "a second time there is nothing to mend"
        assert owner.execute("select * from portal.figure order by 1, 2, 3, 4, 5").fetchall() == before


def test_a_rebuild_while_others_write_leaves_the_figures_right(world: World) -> None:
    world.arranged("update portal.counted set cells = '{}', scopes = '{}' where random() < 0.5")
    with ThreadPoolExecutor(5) as pool:
        writers = [pool.submit(write, world, 100 + seed, 120) for seed in range(4)]
        with psycopg.connect(world.database.conninfo("supabase_admin")) as owner:
            rebuild(owner)
        assert sum(each.result().total() for each in writers) >= 480
    assert wrong(world) == []


def test_what_is_not_folded_yet_counts_already(world: World) -> None:
    assert wrong(world) == []
    world.arranged("update portal.case_ set main_issue = 'L2', severity = 4")
    assert world.rows("select count(*) from portal.figure_change")[0][0] > 0
    before = world.call("lin", "figures", from_month="2020-01")
    assert {each["bucket"]: each["n"] for each in before["severities"]}["4"] == len(cases_of(world))
    assert wrong(world) == []
    assert world.rows("select count(*) from portal.figure_change") == [(0,)]
    after = world.call("lin", "figures", from_month="2020-01")
    # What came back within a year is worked out when figures are folded.
    assert before.pop("repeats") != after.pop("repeats")
    assert after == before


def test_a_change_that_is_taken_back_counts_nothing(world: World) -> None:
    before = world.rows("select * from private.figures_now() order by 1, 2, 3, 4, 5")
    with world.database.connect() as admin:
        admin.autocommit = False
        admin.execute("update portal.case_ set main_issue = 'L2', severity = 4")
        admin.rollback()
    assert world.rows("select * from private.figures_now() order by 1, 2, 3, 4, 5") == before


def test_the_command_names_what_is_wrong_and_mends_it(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    owner = world.database.conninfo("supabase_admin")
    command(url=owner)
    assert capsys.readouterr().out == "Every figure equals a fresh count.\n"
    world.arranged("insert into portal.figure_change select id, id, '2026-01-01', 'open', '', 3 from portal.organization")
    with pytest.raises(typer.Exit) as refused:
        command(url=owner)
    assert refused.value.exit_code == 1
    assert "figure open  of 2026-01" in capsys.readouterr().out
    command(rebuild=True, url=owner)
    assert "Every figure equals a fresh count." in capsys.readouterr().out
