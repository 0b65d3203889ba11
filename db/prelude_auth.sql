-- What GoTrue keeps beside auth.users, in its shape, so that accounts and sessions can move to
-- Supabase and back. Run by the embedded server after prelude.sql (which makes schema auth,
-- auth.users and supabase_auth_admin); never a migration, for Supabase has these tables.
-- Safe to run again.

create table if not exists auth.sessions (
    id uuid primary key default gen_random_uuid(),
    user_id uuid not null references auth.users (id) on delete cascade,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    not_after timestamptz,
    refreshed_at timestamp
);
create index if not exists sessions_user_id_idx on auth.sessions (user_id);
comment on table auth.sessions is 'One sign-in; every refresh token of its family hangs on it.';

create table if not exists auth.refresh_tokens (
    id bigint generated always as identity primary key,
    token varchar(255) not null unique,
    user_id varchar(255) not null,
    revoked boolean not null default false,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    parent varchar(255),
    session_id uuid not null references auth.sessions (id) on delete cascade
);
create index if not exists refresh_tokens_session_id_idx on auth.refresh_tokens (session_id);
comment on table auth.refresh_tokens is
'Digests of refresh tokens. A revoked one that comes back was copied: its whole session is ended.';

alter table auth.sessions owner to supabase_auth_admin;
alter table auth.refresh_tokens owner to supabase_auth_admin;

revoke all on auth.sessions, auth.refresh_tokens
from public, anon, authenticated, service_role;
grant select, insert, update, delete, references, trigger on auth.sessions, auth.refresh_tokens to postgres;

-- On Supabase postgres may configure PostgREST through its login role.
grant set on parameter "pgrst.db_pre_request" to postgres;
