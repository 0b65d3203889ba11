"""PostgresGateway: the promises of `db.gateway.Gateway`, against toy functions on a real PostgreSQL."""

from __future__ import annotations

import enum
import logging
import os
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from db.embedded import EmbeddedServer
from db.errors import (
    Absent,
    BadRequest,
    Broken,
    Conflict,
    PortalError,
    Refused,
    SignInNeeded,
    TooLarge,
    TooMany,
    Unavailable,
)
from db.gateway import Credentials
from db.postgres_gateway import PostgresGateway, open_pool
from tests.real_database import Database

TOYS = """
create schema api;
grant usage on schema api to anon, authenticated;
create table public.kept (word text primary key check (word <> 'forbidden'));
create function api.mirror(words text[] default null, ids uuid[] default null, numbers int[] default null,
    word text default null, flag boolean default null, id uuid default null, amount bigint default null,
    facts jsonb default null) returns jsonb language sql as $$
  select jsonb_build_object('words', words, 'ids', ids, 'numbers', numbers, 'word', word, 'flag', flag,
    'id', id, 'amount', amount, 'facts', facts) $$;
create function api.setting() returns jsonb language sql as $$
  select jsonb_build_object('user', current_user, 'uid', auth.uid(),
    'claims', current_setting('request.jwt.claims', true)::jsonb,
    'headers', current_setting('request.headers', true)::jsonb,
    'timeout', current_setting('statement_timeout')) $$;
create function api.refuse(code text, detail text default null) returns jsonb language plpgsql as $$
  begin
    raise exception using errcode = code, message = 'the_key', hint = 'A sentence.',
      detail = coalesce(detail, '');
  end $$;
create function api.keep(word text, refuse_after boolean default false) returns jsonb
  language plpgsql security definer as $$
  begin
    insert into public.kept values (word);
    if refuse_after then raise exception using errcode = 'PT409', message = 'case_state_changed'; end if;
    return to_jsonb(word);
  end $$;
create function api.nap(seconds double precision) returns jsonb language sql as $$
  select to_jsonb(true) from pg_sleep(seconds) $$;
create function api.nothing() returns void language sql as $$ select $$;
create function api.peek() returns jsonb language sql as $$ select to_jsonb(count(*)) from public.kept $$;
create function api."old"(a int) returns jsonb language sql as $$ select to_jsonb(a) $$;
"""


@pytest.fixture
def toys(empty_database: Database) -> Database:
    with empty_database.connect("postgres") as owner:
        owner.execute(TOYS)
    return empty_database


ODD = "\\ % _ $$ 伤口 👩‍👧"


class Mood(enum.StrEnum):
    CALM = "calm-value"


def kept_words(database: Database) -> list[str]:
    with database.connect() as admin:
        return [row[0] for row in admin.execute("select word from public.kept order by 1")]


def test_arguments_arrive_as_they_were_given(toys: Database) -> None:
    one, two = uuid4(), uuid4()
    got = toys.gateway().call(
        "mirror", words=("a", "b'; --", "%s {}"), ids=[one, str(two)], numbers=[1, 40000, 3], word=ODD,
        flag=False, id=one, amount=2**40, facts={"deep": ["x"]},
    )  # fmt: skip
    assert got == {
        "words": ["a", "b'; --", "%s {}"], "ids": [str(one), str(two)], "numbers": [1, 40000, 3], "word": ODD,
        "flag": False, "id": str(one), "amount": 2**40, "facts": {"deep": ["x"]},
    }  # fmt: skip


def test_none_empty_lists_and_enums_arrive_as_values(toys: Database) -> None:
    got = toys.gateway().call("mirror", words=[], ids=[], numbers=[], word=Mood.CALM, id=None)
    assert (got["words"], got["ids"], got["numbers"], got["word"], got["id"]) == (
        [],
        [],
        [],
        "calm-value",
        None,
    )


def test_a_function_without_a_result_gives_none(toys: Database) -> None:
    assert toys.gateway().call("nothing") is None


def test_nobody_is_anon_and_a_person_is_authenticated_with_claims_and_headers(toys: Database) -> None:
    person = str(uuid4())
    nobody = toys.gateway().call("setting")
    somebody = toys.gateway(Credentials(user_id=person, session="s", receipt="r", network="n", issued_at=17)).call("setting")
    assert (nobody["user"], nobody["claims"], nobody["headers"], nobody["uid"]) == (
        "anon",
        {"role": "anon"},
        {},
        None,
    )
    assert somebody == {
        "user": "authenticated",
        "uid": person,
        "claims": {"sub": person, "role": "authenticated", "iat": 17},
        "headers": {"x-portal-session": "s", "x-receipt-session": "r", "x-portal-network": "n"},
        "timeout": "8s",
    }


def test_nothing_of_one_caller_stays_on_the_connection_for_the_next(toys: Database) -> None:
    pool = open_pool(toys.conninfo(), size=1)
    try:
        PostgresGateway(pool, Credentials(user_id=str(uuid4()), session="s")).call("setting")
        assert PostgresGateway(pool, Credentials()).call("setting")["headers"] == {}
        with pool.connection() as connection:
            row = connection.execute("select current_user, current_setting('request.jwt.claims', true)").fetchone()
        assert row == ("authenticator", "")
    finally:
        pool.close()


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("PT400", BadRequest), ("PT401", SignInNeeded), ("PT403", Refused), ("PT404", Absent),
        ("PT409", Conflict),
        ("PT413", TooLarge), ("PT429", TooMany), ("PT422", BadRequest),
    ],
)  # fmt: skip
def test_a_refusal_of_the_database_keeps_its_key_facts_and_sentence(toys: Database, code: str, kind: type[PortalError]) -> None:
    with pytest.raises(kind) as caught:
        toys.gateway().call("refuse", code=code, detail='{"revision": 3}')
    assert (caught.value.key, caught.value.facts, caught.value.hint) == (
        "the_key",
        {"revision": 3},
        "A sentence.",
    )


@pytest.mark.parametrize("detail", ["not json", "[1]", "", None])
def test_facts_that_are_no_object_are_dropped(toys: Database, detail: str | None) -> None:
    with pytest.raises(Conflict) as caught:
        toys.gateway().call("refuse", code="PT409", detail=detail)
    assert caught.value.facts == {}


def test_an_unknown_fault_shows_an_incident_and_logs_nothing_that_a_person_typed(
    toys: Database, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG), pytest.raises(Broken) as caught:
        toys.gateway().call("keep", word="forbidden")
    assert caught.value.incident in caplog.text
    assert "23514" in caplog.text
    assert "forbidden" not in caplog.text
    assert "forbidden" not in str(caught.value) + str(caught.value.facts)
    assert caught.value.__cause__ is None


def test_a_free_text_exception_is_not_logged(toys: Database, caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(Broken):
        toys.gateway().call("refuse", code="P0001", detail="the worker's phone")
    assert "the_key" not in caplog.text
    assert "phone" not in caplog.text


@pytest.mark.parametrize("text", ["a\x00b", "\ud800", "ok \udfff"])
def test_text_that_cannot_be_stored_is_refused_before_it_is_sent(toys: Database, text: str) -> None:
    for arguments in (
        {"word": text},
        {"words": ["fine", text]},
        {"facts": {"deep": [text]}},
        {"facts": {text: 1}},
    ):
        with pytest.raises(BadRequest) as caught:
            toys.gateway().call("mirror", **arguments)
        assert caught.value.key == "body_unreadable"


@pytest.mark.parametrize(
    ("function", "arguments"),
    [
        ("mirror", {"id": "not-a-uuid"}),
        ("mirror", {"amount": "many"}),
        ("mirror", {"amount": 10**30}),
        ("mirror", {"extra": 1}),
        ("old", {}),
        ("old", {"a": 2**40}),
        ("no_such_function", {}),
        ('mirror"(); drop table kept; --', {}),
        ("mirror", {'word" => 1); --': "x"}),
        ("mirror", {"word": object()}),
    ],
)
def test_wrong_arguments_are_a_bad_request_with_a_stable_key(toys: Database, function: str, arguments: dict[str, object]) -> None:
    with pytest.raises(BadRequest) as caught:
        toys.gateway().call(function, **arguments)
    assert caught.value.key == "value_invalid"


def test_what_the_role_may_not_do_is_refused_and_anon_is_asked_to_sign_in(toys: Database) -> None:
    with pytest.raises(SignInNeeded):
        toys.gateway().call("peek")
    with pytest.raises(Refused):
        toys.gateway(Credentials(user_id=str(uuid4()))).call("peek")


def test_a_call_that_returns_is_stored_and_one_that_raises_is_not(toys: Database) -> None:
    assert toys.gateway().call("keep", word="here") == "here"
    with pytest.raises(Conflict):
        toys.gateway().call("keep", word="gone", refuse_after=True)
    assert kept_words(toys) == ["here"]


def test_the_gateway_counts_its_calls(toys: Database) -> None:
    gateway = toys.gateway()
    gateway.call("nothing")
    gateway.call("nothing")
    assert gateway.calls == 2


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


@pytest.fixture
def own_server(tmp_path: Path) -> Iterator[EmbeddedServer]:
    """A server that a test may stop, freeze and kill; as durable as the real one."""
    with EmbeddedServer(tmp_path / "data") as server:
        with psycopg.connect(server.conninfo("postgres"), autocommit=True) as owner:
            owner.execute(TOYS)
        yield server


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


def test_secrets_of_a_caller_stay_out_of_its_text() -> None:
    shown = repr(Credentials(user_id="u", access_token="TOKEN", session="SESSION", receipt="RECEIPT", network="NETWORK"))
    assert not {"TOKEN", "SESSION", "RECEIPT", "NETWORK"} & set(shown.replace("'", " ").split())
