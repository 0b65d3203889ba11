"""The portal says whether it can serve and whether somebody is to be called, in words that give nothing away."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from db import health
from db.connect import Backend
from db.errors import Unavailable
from db.gateway import Gateway
from db.health import Health, Probe
from db.postgres_gateway import PostgresGateway
from tests.real_database import Connection


@dataclass
class Asked:
    """A backend that counts how often it is asked."""

    gateway_of: Callable[[], Any]
    folder: Path
    times: int = 0
    settings: Any = field(init=False)

    def __post_init__(self) -> None:
        self.settings = SimpleNamespace(data_dir=self.folder)

    def gateway(self) -> Gateway:
        self.times += 1
        return cast("Gateway", self.gateway_of())


@pytest.fixture
def asked(gateway_for: Callable[..., PostgresGateway], tmp_path: Path) -> Asked:
    return Asked(gateway_for, tmp_path)


def look(asked: Asked) -> Health:
    return Probe(cast("Backend", asked)).look()


def test_all_is_well_after_a_tick(asked: Asked, admin: Connection) -> None:
    admin.execute("select private.tick()")
    found = look(asked)
    assert found == Health("answers", "current", "enough", "passes")
    assert found.serves
    assert found.well


def test_before_the_first_tick_nobody_is_called(asked: Asked) -> None:
    assert look(asked).time == "unknown"
    assert look(asked).well


def test_time_that_stands_still_calls_somebody_and_sends_nobody_away(asked: Asked, admin: Connection) -> None:
    admin.execute("select private.tick()")
    admin.execute("update portal.pulse set at = at - interval '11 minutes'")
    found = look(asked)
    assert found.time == "late"
    assert found.serves
    assert not found.well


@pytest.mark.parametrize(
    "change", ["insert into {} (version) values ('29990101000000')", "delete from {} where version > '20261122009'"]
)
def test_another_schema_than_this_code_knows_serves_nobody(asked: Asked, admin: Connection, change: str) -> None:
    admin.execute(change.format("supabase_migrations.schema_migrations").encode())
    found = look(asked)
    assert found.schema == "other"
    assert not found.serves


def test_a_database_that_cannot_be_written_serves_nobody(asked: Asked, admin: Connection) -> None:
    admin.execute(
        "do $$ begin execute format('alter database %I set default_transaction_read_only = on', current_database()); end $$"
    )
    assert look(asked).database == "read only"
    assert not look(asked).serves


def test_a_database_that_is_away_serves_nobody_and_gives_nothing_away(asked: Asked) -> None:
    def away(_function: str) -> None:
        raise Unavailable(hint="host=10.0.0.7 password=secret")

    asked.gateway_of = lambda: SimpleNamespace(call=away)
    assert look(asked) == Health("does not answer", "unknown", "enough", "unknown")
    assert not look(asked).serves


def test_little_room_calls_somebody_and_sends_nobody_away(asked: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health.shutil, "disk_usage", lambda _folder: SimpleNamespace(free=1_000_000))
    found = look(asked)
    assert found.disk == "low"
    assert found.serves
    assert not found.well


def test_a_data_folder_that_is_gone_calls_somebody(asked: Asked) -> None:
    asked.folder.rmdir()
    found = look(asked)
    assert found == Health("answers", "current", "gone", "unknown")
    assert not found.well


def test_whoever_waited_for_a_slow_answer_is_content_with_it(asked: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "FRESH_SECONDS", 0.5)
    real = asked.gateway_of

    def slowly() -> PostgresGateway:
        time.sleep(0.7)
        return cast("PostgresGateway", real())

    asked.gateway_of = slowly
    probe = Probe(cast("Backend", asked))
    with ThreadPoolExecutor(8) as askers:
        told = [each.result() for each in [askers.submit(probe.look) for _ in range(8)]]
    assert asked.times == 1
    assert told[0].serves


def test_however_many_ask_the_database_is_asked_once_in_two_seconds(asked: Asked) -> None:
    probe = Probe(cast("Backend", asked))
    for _ in range(100):
        probe.look()
    assert asked.times == 1
