"""PostgresGateway when the server is slow, silent, restarted or killed: nothing acknowledged is lost."""

from __future__ import annotations

import os
import signal
import threading
import time
from uuid import uuid4

import psycopg
import pytest

from db.embedded import EmbeddedServer
from db.errors import (
    Unavailable,
)
from db.gateway import Credentials
from db.postgres_gateway import PostgresGateway, open_pool
from tests.real_database import Database


def test_a_slow_call_is_ended_and_was_certainly_not_done(toys: Database) -> None:
    began = time.monotonic()
    with pytest.raises(Unavailable) as caught:
        PostgresGateway(toys.pool, Credentials(), patience=0.4).call("nap", seconds=20)
    assert time.monotonic() - began < 3
    assert not caught.value.maybe_done


def test_an_exhausted_pool_is_a_polite_refusal(toys: Database) -> None:
    pool = open_pool(toys.conninfo(), size=1)
    try:
        slow = threading.Thread(target=lambda: PostgresGateway(pool, Credentials()).call("nap", seconds=2))
        slow.start()
        time.sleep(0.3)
        with pytest.raises(Unavailable) as caught:
            PostgresGateway(pool, Credentials(), patience=0.3).call("nothing")
        assert not caught.value.maybe_done
        slow.join()
    finally:
        pool.close()


def test_connections_lost_between_calls_are_replaced_without_the_caller_noticing(toys: Database) -> None:
    toys.gateway().call("nothing")
    with toys.connect() as admin:
        admin.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity where usename = 'authenticator' and datname = %s",
            [toys.name],
        )
    assert toys.gateway().call("keep", word="after") == "after"


def test_a_silent_server_does_not_hold_the_caller(own_server: EmbeddedServer) -> None:
    pool = open_pool(own_server.conninfo(), size=2)
    try:
        gateway = PostgresGateway(pool, Credentials(), patience=0.5)
        gateway.call("nothing")
        with psycopg.connect(own_server.conninfo("supabase_admin"), autocommit=True) as admin:
            backends = [row[0] for row in admin.execute(
                "select pid from pg_stat_activity where usename = 'authenticator'")]  # fmt: skip
        processes = [*backends, own_server.pid() or 0]
        for process in processes:
            os.kill(process, signal.SIGSTOP)
        try:
            began = time.monotonic()
            with pytest.raises(Unavailable) as caught:
                gateway.call("keep", word="silence")
            assert time.monotonic() - began < 6
            assert not caught.value.maybe_done
        finally:
            for process in processes:
                os.kill(process, signal.SIGCONT)
    finally:
        pool.close()


def test_a_server_lost_while_committing_leaves_it_open_whether_the_write_was_done(toys: Database) -> None:
    toys.gateway().call("nothing")

    def end_the_connection() -> None:
        time.sleep(0.6)
        with toys.connect() as admin:
            admin.execute(
                "select pg_terminate_backend(pid) from pg_stat_activity where query = 'COMMIT' and datname = %s", [toys.name]
            )

    killer = threading.Thread(target=end_the_connection)
    killer.start()
    with pytest.raises(Unavailable) as caught:
        toys.gateway().call("commit_slowly")
    killer.join()
    assert caught.value.maybe_done


def test_a_commit_slower_than_our_patience_leaves_it_open_too(toys: Database) -> None:
    began = time.monotonic()
    with pytest.raises(Unavailable) as caught:
        PostgresGateway(toys.pool, Credentials(), patience=0.2).call("commit_slowly")
    assert caught.value.maybe_done
    assert time.monotonic() - began < 4


def test_calls_work_again_soon_after_the_server_came_back(own_server: EmbeddedServer) -> None:
    pool = open_pool(own_server.conninfo(), size=2)
    try:
        gateway = PostgresGateway(pool, Credentials(), patience=1)
        gateway.call("keep", word="before")
        own_server.stop()
        with pytest.raises(Unavailable) as caught:
            gateway.call("keep", word="meanwhile")
        assert not caught.value.maybe_done
        time.sleep(6)  # longer than the pool tries by itself
        with EmbeddedServer(own_server.data_dir):
            assert PostgresGateway(pool, Credentials(), patience=3).call("keep", word="after") == "after"
    finally:
        pool.close()


def test_what_was_acknowledged_survives_the_death_of_the_server(own_server: EmbeddedServer) -> None:
    """The server is killed under writing: acknowledged words are there, refused ones are not."""
    pool = open_pool(own_server.conninfo(), size=4)
    acknowledged: list[str] = []
    refused: list[str] = []
    stop = threading.Event()

    def write() -> None:
        gateway = PostgresGateway(pool, Credentials(), patience=1.0)
        while not stop.is_set():
            word = str(uuid4())
            try:
                gateway.call("keep", word=word)
                acknowledged.append(word)
            except Unavailable as error:
                if not error.maybe_done:
                    refused.append(word)

    writers = [threading.Thread(target=write) for _ in range(4)]
    for each in writers:
        each.start()
    time.sleep(0.7)
    os.kill(own_server.pid() or 0, signal.SIGKILL)
    time.sleep(0.3)
    stop.set()
    for each in writers:
        each.join()
    pool.close()
    with (
        EmbeddedServer(own_server.data_dir) as again,
        psycopg.connect(again.conninfo("supabase_admin")) as admin,
    ):
        stored = {row[0] for row in admin.execute("select word from public.kept")}
    assert len(acknowledged) > 20
    assert set(acknowledged) <= stored
    assert not set(refused) & stored
