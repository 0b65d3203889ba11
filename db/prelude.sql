-- What a hosted Supabase has before the first migration runs: its roles, and the schema auth.
-- Runs as the superuser supabase_admin, before every migration; repeating it changes nothing.
-- Nothing of ours belongs here: whatever Supabase does not give out of the box is a migration.

-- Roles -----------------------------------------------------------------------------------------------------------------

do $$
declare
  wanted text;
begin
  foreach wanted in array array['anon', 'authenticated', 'service_role', 'authenticator', 'supabase_auth_admin', 'postgres'] loop
    if not exists (select from pg_catalog.pg_roles where rolname = wanted) then
      execute format('create role %I nologin', wanted);
    end if;
  end loop;
end
$$;

alter role anon nologin noinherit;
alter role authenticated nologin noinherit;
alter role service_role nologin noinherit bypassrls;
alter role supabase_auth_admin nologin noinherit;
-- The app connects as this one: no right of its own, it becomes somebody for the length of one transaction.
alter role authenticator login noinherit nosuperuser;
-- Migrations run as this one, which is deliberately no superuser: what works here works on a hosted Supabase.
-- Only a server that was made by a superuser of that name keeps it one: it would be left without any.
do $$
begin
  alter role postgres login createrole createdb bypassrls;
  if (select r.oid from pg_catalog.pg_roles r where r.rolname = 'postgres') <> 10 then
    alter role postgres nosuperuser;
  end if;
end
$$;

grant anon, authenticated, service_role to authenticator;
-- The identity port of this process plays GoTrue, which on Supabase has a connection of its own.
grant supabase_auth_admin to authenticator;
grant anon, authenticated, service_role, authenticator to postgres with admin option;

-- A hosted Supabase lets postgres configure PostgREST from a migration.
grant set on parameter "pgrst.db_pre_request", "pgrst.db_schemas", "pgrst.db_max_rows" to postgres;

alter role authenticator set statement_timeout = '8s';
alter role authenticator set lock_timeout = '8s';
alter role authenticator set idle_in_transaction_session_timeout = '60s';
alter role postgres set search_path = "$user", public, extensions;

-- Schemas ---------------------------------------------------------------------------------------------------------------

do $$
begin
  execute format('grant create, connect, temporary on database %I to postgres', current_database());
  execute format('alter database %I owner to postgres', current_database());
end
$$;

revoke create on schema public from public;

create schema if not exists extensions authorization postgres;
grant usage on schema extensions to anon, authenticated, service_role;

create schema if not exists auth authorization supabase_auth_admin;
grant usage on schema auth to anon, authenticated, service_role, postgres;

-- Accounts, in the shape that GoTrue keeps them, so that they can move to a hosted Supabase with their passwords ---------

create table if not exists auth.users (
  instance_id uuid,
  id uuid primary key default gen_random_uuid(),
  aud varchar(255) default 'authenticated',
  role varchar(255) default 'authenticated',
  email varchar(255),
  encrypted_password varchar(255),
  email_confirmed_at timestamptz,
  invited_at timestamptz,
  confirmation_token varchar(255),
  confirmation_sent_at timestamptz,
  recovery_token varchar(255),
  recovery_sent_at timestamptz,
  email_change_token_new varchar(255),
  email_change varchar(255),
  email_change_sent_at timestamptz,
  last_sign_in_at timestamptz,
  raw_app_meta_data jsonb not null default '{"provider": "email", "providers": ["email"]}',
  raw_user_meta_data jsonb not null default '{}',
  is_super_admin boolean,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  phone text unique,
  phone_confirmed_at timestamptz,
  confirmed_at timestamptz generated always as (least(email_confirmed_at, phone_confirmed_at)) stored,
  banned_until timestamptz,
  reauthentication_token varchar(255) default '',
  reauthentication_sent_at timestamptz,
  is_sso_user boolean not null default false,
  deleted_at timestamptz,
  is_anonymous boolean not null default false
);
alter table auth.users owner to supabase_auth_admin;
create unique index if not exists users_email_partial_key on auth.users (email) where not is_sso_user;
create index if not exists users_lower_email on auth.users (lower(email));
comment on table auth.users is 'Accounts as GoTrue keeps them; encrypted_password is bcrypt.';

create table if not exists auth.one_time_tokens (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null references auth.users (id) on delete cascade,
  token_type text not null,
  token_hash text not null check (token_hash <> ''),
  relates_to text not null default '',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (user_id, token_type)
);
alter table auth.one_time_tokens owner to supabase_auth_admin;
create index if not exists one_time_tokens_token_hash on auth.one_time_tokens using hash (token_hash);
comment on table auth.one_time_tokens is 'Codes that work once, such as the one to set a new password; kept as hashes.';

revoke all on all tables in schema auth from public, anon, authenticated;
grant select, insert, update, delete, references, trigger on auth.users, auth.one_time_tokens to postgres;

-- Who is asking, as PostgREST tells it ------------------------------------------------------------------------------------

create or replace function auth.jwt() returns jsonb
language sql stable
as $$
  select coalesce(
    nullif(current_setting('request.jwt.claim', true), ''),
    nullif(current_setting('request.jwt.claims', true), '')
  )::jsonb
$$;

create or replace function auth.uid() returns uuid
language sql stable
as $$
  select coalesce(
    nullif(current_setting('request.jwt.claim.sub', true), ''),
    nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub'
  )::uuid
$$;

create or replace function auth.role() returns text
language sql stable
as $$
  select coalesce(
    nullif(current_setting('request.jwt.claim.role', true), ''),
    nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'role'
  )
$$;

alter function auth.jwt() owner to supabase_auth_admin;
alter function auth.uid() owner to supabase_auth_admin;
alter function auth.role() owner to supabase_auth_admin;
