"""Time passes by itself on the embedded server, in one process at a time, and its faults tell nothing."""

from __future__ import annotations

import json
import logging
import threading
import time
from collections.abc import Callable, Iterator

import pytest
from typer.testing import CliRunner

from db.__main__ import app
from db.embedded import EmbeddedServer
from db.ticking import ticking
from tests.real_database import Database


@pytest.fixture
def database(server: EmbeddedServer, template: str) -> Iterator[Database]:
    made = Database.create(server, template)
    with made.connect() as admin:
        # Each tick leaves a row: what is counted below.
        admin.execute(
            "create table portal.ticked (at timestamptz default clock_timestamp(), who integer default pg_backend_pid())"
        )
        admin.execute(
            "create function private.tick_counted(at timestamptz) returns jsonb language sql as "
            "$$ insert into portal.ticked default values returning '1'::jsonb $$"
        )
        admin.execute("alter table portal.ticked owner to postgres")
        admin.execute("alter function private.tick_counted(timestamptz) owner to postgres")
    yield made
    made.close()


def _ticks(database: Database) -> list[int]:
    with database.connect() as admin:
        return [row[0] for row in admin.execute("select who from portal.ticked order by at").fetchall()]


def _until(met: Callable[[], bool]) -> bool:
    for _ in range(200):
        if met():
            return True
        time.sleep(0.05)
    return False


def test_it_ticks_as_long_as_the_block_runs_and_no_longer(database: Database) -> None:
    with ticking(database.conninfo("postgres"), every=0.05, first=0):
        assert _until(lambda: len(_ticks(database)) >= 3)
    count = len(_ticks(database))
    assert not [thread for thread in threading.enumerate() if thread.name == "ticking"]
    time.sleep(0.2)
    assert len(_ticks(database)) == count


def test_of_two_processes_one_does_it_and_the_other_takes_over(database: Database) -> None:
    conninfo = database.conninfo("postgres")
    with ticking(conninfo, every=0.05, first=0):
        with ticking(conninfo, every=0.05, first=0):
            assert _until(lambda: len(_ticks(database)) >= 5)
            assert len(set(_ticks(database))) == 1
        time.sleep(0.2)
        count = len(_ticks(database))
        assert _until(lambda: len(_ticks(database)) >= count + 3), "nobody took over"


def test_a_fault_is_logged_without_content_and_the_next_minute_comes(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    with database.connect() as admin:
        admin.execute(
            "create function private.tick_broken(at timestamptz) returns jsonb language plpgsql as "
            "$$ begin raise exception 'Canary: words of a person'; end $$"
        )
        admin.execute("alter function private.tick_broken(timestamptz) owner to postgres")
    with caplog.at_level(logging.WARNING), ticking(database.conninfo("postgres"), every=0.05, first=0):
        assert _until(lambda: len(_ticks(database)) >= 3)
    assert "Time did not pass for broken: P0001" in caplog.text
    assert "Canary" not in caplog.text


def test_a_server_that_is_away_stops_nothing(caplog: pytest.LogCaptureFixture) -> None:
    with (
        caplog.at_level(logging.WARNING),
        ticking("host=/nowhere dbname=none", every=0.05, first=0),
    ):
        assert _until(lambda: caplog.text.count("Time did not pass") >= 2)
    assert "/nowhere" not in caplog.text


def test_the_command_says_what_was_done(database: Database) -> None:
    told = CliRunner().invoke(app, ["tick", "--json", "--url", database.conninfo("postgres")])
    assert told.exit_code == 0, told.output
    done = json.loads(told.output)
    assert done["clocks"] == {"called": 0, "escalated": 0}
    assert done["holds"] == {"resumed": 0}
    assert len(_ticks(database)) == 1


def test_the_command_fails_when_a_part_failed(database: Database) -> None:
    with database.connect() as admin:
        admin.execute("drop table portal.ticked")
    told = CliRunner().invoke(app, ["tick", "--url", database.conninfo("postgres")])
    assert told.exit_code == 1
    assert "counted: failed 42P01" in told.output
