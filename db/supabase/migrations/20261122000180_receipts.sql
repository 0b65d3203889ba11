-- Receipts: how a worker comes back without an account; her sealed identity; calls that are no case.

create table portal.receipt (
  id uuid primary key default gen_random_uuid(),
  case_id uuid not null references portal.case_ (id) on delete restrict,
  party_id uuid not null unique references portal.party (id) on delete restrict,
  code_hash text not null unique,
  issued_at timestamptz not null default now(),
  opened_at timestamptz,
  revoked_at timestamptz
);
comment on table portal.receipt is 'The code with which a worker comes back. 80 random bits, kept as a hash.';
comment on column portal.receipt.id is 'Random.';
comment on column portal.receipt.case_id is 'The one case that it opens.';
comment on column portal.receipt.party_id is 'As whom.';
comment on column portal.receipt.code_hash is 'SHA-256 of the hash that the portal sends.';
comment on column portal.receipt.issued_at is 'When.';
comment on column portal.receipt.opened_at is 'First opened.';
comment on column portal.receipt.revoked_at is 'When it was replaced.';
create index receipt_case on portal.receipt (case_id);

create table portal.receipt_session (
  id uuid primary key default gen_random_uuid(),
  receipt_id uuid not null references portal.receipt (id) on delete cascade,
  token_hash text not null unique,
  opened_at timestamptz not null default now(),
  expires_at timestamptz not null default now() + interval '2 hours',
  closed_at timestamptz
);
comment on table portal.receipt_session is 'A browser in which a receipt is open, for two hours.';
comment on column portal.receipt_session.id is 'Random.';
comment on column portal.receipt_session.receipt_id is 'Which receipt.';
comment on column portal.receipt_session.token_hash is 'SHA-256 of what travels in the request header.';
comment on column portal.receipt_session.opened_at is 'When.';
comment on column portal.receipt_session.expires_at is 'When it ends by itself.';
comment on column portal.receipt_session.closed_at is 'When she left.';
create index receipt_session_receipt on portal.receipt_session (receipt_id);
create index receipt_session_over on portal.receipt_session ((coalesce(closed_at, expires_at)));

create table portal.identity (
  party_id uuid primary key references portal.party (id) on delete restrict,
  case_id uuid not null references portal.case_ (id) on delete restrict,
  sealed text check (length(sealed) between 1 and 20000),
  kept_at timestamptz not null default now(),
  plan text check (length(plan) between 1 and 20000),
  plan_kept_at timestamptz
);
comment on table portal.identity is 'Name, contact and safe-contact plan, encrypted with a key that the database does not have. No policy of another table may read it.';
comment on column portal.identity.party_id is 'Whose.';
comment on column portal.identity.case_id is 'The case.';
comment on column portal.identity.sealed is 'Name and contact, as cipher text; null when none was given.';
comment on column portal.identity.kept_at is 'When it was written last.';
comment on column portal.identity.plan is 'The safe-contact plan, sealed apart from the name: she can change it and is never asked for the rest.';
comment on column portal.identity.plan_kept_at is 'When the plan was written last.';

create index identity_case on portal.identity (case_id);

create table portal.contact (
  id uuid primary key default gen_random_uuid(),
  kind text not null check (kind in ('X1', 'X2', 'X3', 'X4')),
  channel text not null check (channel in ('phone', 'chat', 'web', 'walk_in', 'letter')),
  language text not null,
  minutes smallint check (minutes between 0 and 600),
  source text,
  at timestamptz not null default now(),
  taken_by uuid references portal.person (id) on delete restrict
);
comment on table portal.contact is 'A call or visit that is not a case: information, praise, wrong number. Counted apart from cases.';
comment on column portal.contact.id is 'Random.';
comment on column portal.contact.kind is 'X1 information, X2 praise or suggestion, X3 test or wrong call, X4 out of scope.';
comment on column portal.contact.channel is 'How it came.';
comment on column portal.contact.language is 'In which language.';
comment on column portal.contact.minutes is 'How long it took.';
comment on column portal.contact.source is 'The number in the book it was imported from.';
comment on column portal.contact.at is 'When.';
comment on column portal.contact.taken_by is 'By which coordinator.';
create index contact_at on portal.contact (at);
create index contact_taken_by on portal.contact (taken_by);
create unique index contact_source on portal.contact (source) where source is not null;

alter table portal.receipt enable row level security;
alter table portal.receipt force row level security;
alter table portal.receipt_session enable row level security;
alter table portal.receipt_session force row level security;
alter table portal.identity enable row level security;
alter table portal.identity force row level security;
alter table portal.contact enable row level security;
alter table portal.contact force row level security;
create policy receipt_keeper on portal.receipt to portal_keeper using (true) with check (true);
create policy receipt_session_keeper on portal.receipt_session to portal_keeper using (true) with check (true);
create policy identity_keeper on portal.identity to portal_keeper using (true) with check (true);
create policy contact_handshake on portal.contact for select to authenticated using ((select private.is_handshake()));
create policy contact_desk on portal.contact for insert to authenticated
  with check ((select private.is_desk()) and taken_by = (select private.my_person()));
create policy contact_keeper on portal.contact to portal_keeper using (true) with check (true);
grant select (id, kind, channel, language, minutes, at), insert (kind, channel, language, minutes, taken_by)
  on portal.contact to authenticated;
grant select, insert, update on portal.receipt, portal.receipt_session, portal.contact to portal_keeper;
-- Only the functions of the two keys read it: see the file on unlocking.
grant select, insert, update on portal.identity to portal_keeper;

create table portal.limit_ (
  bucket text not null,
  hour timestamptz not null,
  used integer not null default 0,
  primary key (bucket, hour)
);
comment on table portal.limit_ is 'How often something was done per hour: filings per network, wrong receipts per network.';
comment on column portal.limit_.bucket is 'What and by whom, hashed.';
comment on column portal.limit_.hour is 'In which hour.';
comment on column portal.limit_.used is 'How often.';
create index limit_hour on portal.limit_ (hour);
alter table portal.limit_ enable row level security;
alter table portal.limit_ force row level security;
create policy limit_keeper on portal.limit_ to portal_keeper using (true) with check (true);
grant select, insert, update, delete on portal.limit_ to portal_keeper;

create function private.use_limit(bucket text) returns integer
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  so_far integer;
begin
  insert into portal.limit_ as l (bucket, hour, used)
  values (private.digest(use_limit.bucket), date_trunc('hour', now()), 1)
  on conflict on constraint limit__pkey do update set used = l.used + 1
  returning l.used into so_far;
  return so_far;
end
$$;
alter function private.use_limit(text) owner to portal_keeper;
comment on function private.use_limit is 'Counts one use in this hour and returns how many there were.';
grant execute on function private.use_limit(text) to portal_keeper;
