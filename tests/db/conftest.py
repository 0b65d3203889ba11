"""Toy functions to call, on a database of one's own or on a server that a test may freeze and kill."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from db.embedded import EmbeddedServer
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
create table public.slow (word text);
create function public.tg_slow() returns trigger language plpgsql as $$ begin perform pg_sleep(2); return null; end $$;
create constraint trigger tg_slow after insert on public.slow deferrable initially deferred
  for each row execute function public.tg_slow();
create function api.commit_slowly() returns jsonb language sql security definer as $$
  insert into public.slow values ('x') returning to_jsonb(word) $$;
create function api.peek() returns jsonb language sql as $$ select to_jsonb(count(*)) from public.kept $$;
create function api."old"(a int) returns jsonb language sql as $$ select to_jsonb(a) $$;
"""


@pytest.fixture
def toys(empty_database: Database) -> Database:
    with empty_database.connect("postgres") as owner:
        owner.execute(TOYS)
    return empty_database


@pytest.fixture
def own_server(tmp_path: Path) -> Iterator[EmbeddedServer]:
    """A server that a test may stop, freeze and kill; as durable as the real one."""
    with EmbeddedServer(tmp_path / "data") as server:
        with psycopg.connect(server.conninfo("postgres"), autocommit=True) as owner:
            owner.execute(TOYS)
        yield server
