-- Foundations: three schemas, one keeper, and who is asking.
--
-- portal   what is kept; never exposed to PostgREST
-- private  helpers that policies and functions use; never exposed
-- api      the only schema that people can call

create schema portal;
create schema private;
create schema api;

comment on schema portal is 'What is kept. Row level security decides; never exposed.';
comment on schema private is 'Helpers of policies and functions. Never exposed.';
comment on schema api is 'The functions that people may call; the only exposed schema.';

-- The keeper owns every security definer function. It may log in nowhere, and has just the
-- rights that each migration gives it by name.
do $$
begin
  -- A role belongs to the whole server: another database of it may have made it already.
  if not exists (select from pg_catalog.pg_roles r where r.rolname = 'portal_keeper') then
    create role portal_keeper nologin noinherit;
  end if;
end
$$;
grant portal_keeper to current_user;

revoke all on schema portal, private, api from public;
grant usage on schema portal, private, api to anon, authenticated, portal_keeper;
grant create on schema private, api to portal_keeper;

-- Supabase hands out default grants in exposed schemas; here everything is granted by name.
alter default privileges revoke execute on functions from public;
-- What is granted by default for all schemas cannot be taken back for one.
alter default privileges revoke all on tables from anon, authenticated, service_role;
alter default privileges revoke all on functions from anon, authenticated, service_role;
alter default privileges in schema portal revoke all on tables from anon, authenticated, service_role;
alter default privileges in schema api revoke all on functions from anon, authenticated, service_role;
alter default privileges in schema private revoke all on functions from anon, authenticated, service_role;

create function private.refuse(status text, key text, hint text, facts jsonb default '{}'::jsonb)
returns void
language plpgsql
as $$
begin
  -- Somebody whose session or receipt has ended is told to come in again, whatever they asked for.
  if status in ('403', '404') and key in ('absent', 'not_allowed') and private.my_role() is null
     and (private.claim('sub') is not null or private.header('x-receipt-session') is not null) then
    raise exception using errcode = 'PT401', message = 'sign_in_needed', detail = '{}', hint = 'Sign in again.';
  end if;
  raise exception using errcode = 'PT' || status, message = key, detail = facts::text, hint = hint;
end
$$;
comment on function private.refuse is 'Raises a refusal: HTTP status, stable key, one sentence, small facts.';

create function private.clock_now() returns timestamptz
language sql stable
as $$
  -- The role of all visitors connects as authenticator, and may not choose the hour at which it writes.
  select coalesce(case when session_user <> 'authenticator' then nullif(current_setting('portal.now', true), '')::timestamptz end, now())
$$;
comment on function private.clock_now is
  'The instant that is written down. Loaders of demonstration data set portal.now; no API can.';

create function private.claim(name text) returns text
language sql stable
as $$
  select nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> claim.name
$$;
comment on function private.claim is 'One claim of the verified token, or null.';

create function private.header(name text) returns text
language sql stable
as $$
  select nullif(nullif(current_setting('request.headers', true), '')::jsonb ->> header.name, '')
$$;
comment on function private.header is 'One header of the request, lower-case name, or null.';

create function private.digest(words text) returns text
language sql immutable
as $$
  select encode(sha256(convert_to(words, 'UTF8')), 'hex')
$$;
comment on function private.digest is 'SHA-256 in hex. Secrets are kept only in this form.';

create function private.previewing() returns boolean
language sql stable
as $$
  select nullif(current_setting('portal.preview', true), '') is not null
$$;
comment on function private.previewing is 'Whether this transaction looks through the eyes of another party; then it writes nothing.';

create type private.actor as (
  person uuid, organization uuid, role text, party uuid, case_id uuid
);
comment on type private.actor is 'Who is asking: a person of an organisation, or the worker of one case.';

create function private.me() returns private.actor
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  who private.actor;
  preview uuid := nullif(current_setting('portal.preview', true), '')::uuid;
begin
  if private.claim('role') = 'authenticated' and private.claim('sub') is not null then
    select p.id, p.organization_id, p.role into who.person, who.organization, who.role
    from portal.person p join portal.organization o on o.id = p.organization_id
    where p.user_id = private.claim('sub')::uuid and p.suspended_at is null and o.ended_at is null
      and coalesce(private.claim('iat')::numeric, extract(epoch from now())) >= extract(epoch from p.valid_from)
      and (
        private.header('x-portal-session') is null
        or exists (
          select from portal.session s
          where s.token_hash = private.digest(private.header('x-portal-session'))
            and s.user_id = p.user_id and s.closed_at is null and s.expires_at > now()
        )
      );
  elsif private.header('x-receipt-session') is not null then
    -- Her receipt also opens a case about retaliation that belongs to it; her browser says at which of them she looks.
    select 'worker', coalesce(rs.party_id, r.party_id), coalesce(rs.case_id, r.case_id) into who.role, who.party, who.case_id
    from portal.receipt_session rs join portal.receipt r on r.id = rs.receipt_id
    where rs.token_hash = private.digest(private.header('x-receipt-session'))
      and rs.closed_at is null and rs.expires_at > now() and r.revoked_at is null;
  end if;
  -- "Preview as": a coordinator becomes one party for the rest of this transaction, and loses all else.
  if preview is not null and who.role in ('coordinator', 'supervisor') then
    select null, p.organization_id, p.side, p.id, p.case_id
      into who.person, who.organization, who.role, who.party, who.case_id
    from portal.party p where p.id = preview and p.side <> 'handshake';
  elsif preview is not null then
    who := null;
  end if;
  return who;
end
$$;
alter function private.me() owner to portal_keeper;
comment on function private.me is
  'Who is asking, looked up for each statement: a dismissed person with a live token is nobody.';

create function private.my_role() returns text language sql stable as $$ select (private.me()).role $$;
create function private.my_person() returns uuid language sql stable as $$ select (private.me()).person $$;
create function private.my_organization() returns uuid language sql stable as $$ select (private.me()).organization $$;
create function private.my_party() returns uuid language sql stable as $$ select (private.me()).party $$;
create function private.is_handshake() returns boolean language sql stable
as $$ select coalesce((private.me()).role in ('coordinator', 'custodian', 'supervisor'), false) $$;
create function private.is_desk() returns boolean language sql stable
as $$ select coalesce((private.me()).role in ('coordinator', 'supervisor'), false) $$;
create function private.is_supervisor() returns boolean language sql stable
as $$ select coalesce((private.me()).role = 'supervisor', false) $$;

comment on function private.my_role is 'factory, brand, coordinator, custodian, supervisor, worker or null.';
comment on function private.my_person is 'The person of the caller, or null.';
comment on function private.my_organization is 'The organisation of the caller, or null.';
comment on function private.my_party is 'The party of a worker with an open receipt, or of a preview.';
comment on function private.is_handshake is 'Whether the caller is a coordinator, custodian or supervisor.';
comment on function private.is_desk is 'Whether the caller runs cases: a coordinator or supervisor.';
comment on function private.is_supervisor is 'Whether the caller is a supervisor.';

-- Once and only once: a write carries the id of its request.
create table portal.request (
  id uuid primary key,
  actor text not null,
  digest text not null,
  at timestamptz not null default now()
);
comment on table portal.request is 'Each write that was done, so that sending it twice does it once.';
comment on column portal.request.id is 'Drawn by the sender, kept until the answer came.';
comment on column portal.request.actor is 'Who sent it: person or party, as text.';
comment on column portal.request.digest is 'SHA-256 of the function and its arguments.';
comment on column portal.request.at is 'When it was done; kept 90 days.';
create index request_at on portal.request (at);
alter table portal.request enable row level security;
alter table portal.request force row level security;
create policy request_keeper on portal.request to portal_keeper using (true) with check (true);
grant select, insert on portal.request to portal_keeper;

create function private.done_before(request_id uuid, words text) returns boolean
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  me private.actor := private.me();
  -- Not the network: a phone that changes from one to another while it sends again is the same worker.
  who text := coalesce(me.person::text, me.party::text, 'nobody');
  fingerprint text := private.digest(words);
  kept portal.request;
begin
  if private.previewing() then
    perform private.refuse('403', 'not_allowed', 'A preview writes nothing.');
  end if;
  if request_id is null then
    perform private.refuse('400', 'value_invalid', 'A write needs the id of its request.', '{"field": "request_id"}');
  end if;
  insert into portal.request (id, actor, digest) values (request_id, who, fingerprint)
  on conflict (id) do nothing;
  if found then
    return false;
  end if;
  select * into kept from portal.request r where r.id = done_before.request_id;
  if kept.digest <> fingerprint or kept.actor <> who then
    perform private.refuse('409', 'request_reused', 'This request was sent before with other words. Send it as a new one.');
  end if;
  return true;
end
$$;
alter function private.done_before(uuid, text) owner to portal_keeper;
comment on function private.done_before is
  'True when this very request was done already; refuses one whose words or sender changed. Waits for a twin under way.';

create function private.check_words(words text, field text, most integer) returns text
language plpgsql immutable
as $$
declare
  -- Controls other than tab and newline, zero-width and direction marks: they hide or disguise words.
  -- U+200C and U+200D stay: Persian, Indic scripts and emoji need them.
  clean text := regexp_replace(
    replace(coalesce(words, ''), E'\r\n', E'\n'),
    '[\u0001-\u0008\u000B-\u001F\u007F-\u009F\u061C\u200B\u200E\u200F\u202A-\u202E\u2060-\u2069\uFEFF]', '', 'g');
begin
  if regexp_replace(clean, '[\s\u00A0\u00AD\u034F\u115F\u1160\u1680\u180B-\u180E\u2000-\u200D\u2028\u2029\u202F\u205F\u2800\u3000\u3164\uFE00-\uFE0F\uFFA0]', '', 'g') = '' then
    perform private.refuse('400', 'body_empty', 'Write something first.', jsonb_build_object('field', field));
  end if;
  if length(clean) > most or octet_length(clean) > 4 * most then
    perform private.refuse('413', 'body_too_long', 'This is too long.',
      jsonb_build_object('field', field, 'limit', most, 'length', length(clean)));
  end if;
  return clean;
end
$$;
comment on function private.check_words is
  'The words without invisible controls; refuses what is empty or longer than `most` characters.';

create function private.instant(at timestamptz) returns text
language sql stable
as $$
  select to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"+00:00"')
$$;
comment on function private.instant is 'An instant as ISO 8601 in UTC, the same text in every session.';

create function private.noon(at timestamptz, zone text) returns timestamptz
language sql stable
as $$ select (date_trunc('day', noon.at at time zone zone) + interval '12 hours') at time zone zone $$;
comment on function private.noon is 'Noon of the day on which it was in that zone: for whoever is told the day and no hour.';

grant execute on function private.refuse(text, text, text, jsonb), private.clock_now(), private.claim(text),
  private.header(text), private.digest(text), private.me(), private.my_role(), private.my_person(),
  private.my_organization(), private.my_party(), private.is_handshake(), private.is_desk(),
  private.is_supervisor(), private.previewing(), private.check_words(text, text, integer),
  private.instant(timestamptz), private.noon(timestamptz, text), private.done_before(uuid, text)
to anon, authenticated, portal_keeper;
