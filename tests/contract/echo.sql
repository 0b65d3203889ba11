-- A small api that shows how values travel, for tests of the gateways themselves.
create schema api;
create schema private;
grant usage on schema api, private to anon, authenticated;

create function api.echo(words text default 'none', numbers integer[] default null, tags text[] default null,
  id uuid default null, yes boolean default null, day date default null, big bigint default null)
returns jsonb language sql stable as $$
  select jsonb_build_object('words', words, 'bytes', octet_length(words), 'numbers', numbers, 'tags', tags,
    'id', id, 'yes', yes, 'day', day, 'big', big)
$$;
create function api.who() returns jsonb language sql stable as $$
  select jsonb_build_object('role', current_user, 'sub', auth.uid(), 'jwt_role', auth.role(), 'iat', auth.jwt() ->> 'iat',
    'session', current_setting('request.headers', true)::jsonb ->> 'x-portal-session',
    'receipt', current_setting('request.headers', true)::jsonb ->> 'x-receipt-session',
    'network', current_setting('request.headers', true)::jsonb ->> 'x-portal-network')
$$;
create function api.nothing() returns jsonb language sql stable as $$ select null::jsonb $$;
create function api.silence() returns void language sql stable as $$ select $$;
create function api.scalar() returns text language sql stable as $$ select 'a "word"' $$;
create function api.shapes() returns jsonb language sql stable as $$
  select jsonb_build_object('at', timestamptz '2026-11-22 08:30:00.123456+08', 'float', 0.1::float8, 'big', 9007199254740993,
    'exact', 12345678901234567890.123456789::numeric, 'deep', jsonb_build_array(null, true, '{}'::jsonb, '[]'::jsonb),
    'text', E'line\nquote" back\\ \U0001F469‍\U0001F469 工资 ကောင်း ភាសា بنية')
$$;
create function api.refuse(status text, key text, detail text default null, hint text default null)
returns jsonb language plpgsql as $$
begin
  raise exception using errcode = 'PT' || status, message = key, detail = coalesce(detail, ''), hint = coalesce(hint, '');
end $$;
create function api.fail(state text) returns jsonb language plpgsql as $$
begin raise exception using errcode = state, message = 'secret words of a person'; end $$;
create function api.divide() returns jsonb language sql volatile as $$ select to_jsonb(1 / (random() * 0)::integer) $$;
create function api.slow(seconds float8) returns jsonb language plpgsql as $$
begin perform pg_sleep(seconds); return '1'; end $$;
-- Without a setting of its own an SQL function is inlined into a plan that other roles then reuse, and
-- nobody looks at its grants again.
create function api.forbidden() returns jsonb language sql stable set search_path = '' as $$ select '1'::jsonb $$;
create function api.staff_only() returns jsonb language sql stable set search_path = '' as $$ select '1'::jsonb $$;
create table private.kept (id integer primary key);
create function api.keep(id integer) returns jsonb language sql volatile security definer as $$
  insert into private.kept values (keep.id) returning to_jsonb(kept.id) $$;
create function api.kept() returns jsonb language sql stable security definer as $$
  select to_jsonb(count(*)) from private.kept $$;
create function api.keep_then_refuse(id integer) returns jsonb language plpgsql security definer as $$
begin
  insert into private.kept values (keep_then_refuse.id);
  raise exception using errcode = 'PT409', message = 'case_state_changed', detail = '{"revision": 3}';
end $$;
-- The portal's migrations tell PostgREST, for the whole server, to call this before each request.
create function private.check_request() returns void language sql stable as $$ select $$;
revoke execute on all functions in schema api from public;
grant execute on all functions in schema api to anon, authenticated;
revoke execute on function api.forbidden() from anon, authenticated;
revoke execute on function api.staff_only() from anon;
