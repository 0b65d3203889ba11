-- People of organisations, how they are invited, and their sessions.

create table portal.person (
  id uuid primary key default gen_random_uuid(),
  user_id uuid unique,
  organization_id uuid not null references portal.organization (id) on delete restrict,
  role text not null check (role in ('factory', 'brand', 'coordinator', 'custodian', 'supervisor')),
  name text not null check (length(name) between 1 and 100),
  email text not null check (length(email) <= 254),
  language text not null default 'en' check (language in ('en', 'zh-Hans')),
  valid_from timestamptz not null default '-infinity',
  suspended_at timestamptz,
  suspended_why text,
  created_at timestamptz not null default now()
);
comment on table portal.person is 'Somebody who signs in: the person behind an account.';
comment on column portal.person.id is 'Random.';
comment on column portal.person.user_id is 'The account (auth.users) that signs in as this person.';
comment on column portal.person.organization_id is 'For whom they act.';
comment on column portal.person.role is 'What they may do.';
comment on column portal.person.name is 'How colleagues call them. Never a label of authority: labels come from the role.';
comment on column portal.person.email is 'Where the invitation went.';
comment on column portal.person.language is 'The language of their screens.';
comment on column portal.person.valid_from is 'Tokens issued before this instant are void (sign-out everywhere, new password).';
comment on column portal.person.suspended_at is 'From then on they see nothing.';
comment on column portal.person.suspended_why is 'Reason given by the supervisor.';
comment on column portal.person.created_at is 'When they accepted.';
create index person_organization on portal.person (organization_id);

create table portal.invitation (
  id uuid primary key default gen_random_uuid(),
  code_hash text not null unique,
  email text not null check (length(email) between 3 and 254),
  organization_id uuid not null references portal.organization (id) on delete restrict,
  role text not null check (role in ('factory', 'brand', 'coordinator', 'custodian', 'supervisor')),
  invited_by uuid references portal.person (id) on delete restrict,
  invited_at timestamptz not null default now(),
  expires_at timestamptz not null default now() + interval '7 days',
  accepted_at timestamptz
);
comment on table portal.invitation is 'A supervisor asks somebody in; the code opens it once.';
comment on column portal.invitation.id is 'Random.';
comment on column portal.invitation.code_hash is 'SHA-256 of the code; the code is shown once.';
comment on column portal.invitation.email is 'To whom.';
comment on column portal.invitation.organization_id is 'For which organisation.';
comment on column portal.invitation.role is 'In which role.';
comment on column portal.invitation.invited_by is 'By which supervisor; null for the first one.';
comment on column portal.invitation.invited_at is 'When.';
comment on column portal.invitation.expires_at is 'Seven days later.';
comment on column portal.invitation.accepted_at is 'When it was used.';
create index invitation_organization on portal.invitation (organization_id);
create index invitation_by on portal.invitation (invited_by);

create table portal.session (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null,
  ticket_hash text unique,
  token_hash text unique,
  sealed text not null check (length(sealed) <= 20000),
  issued_at timestamptz not null default now(),
  expires_at timestamptz not null,
  closed_at timestamptz
);
comment on table portal.session is 'A browser that is signed in. Known by the hash of a random token; read only by functions.';
comment on column portal.session.id is 'Random.';
comment on column portal.session.user_id is 'The account.';
comment on column portal.session.ticket_hash is 'A one-time ticket, until it is redeemed.';
comment on column portal.session.token_hash is 'SHA-256 of the cookie''s hash.';
comment on column portal.session.sealed is 'Tokens of the identity service, encrypted with the application''s key.';
comment on column portal.session.issued_at is 'When it began.';
comment on column portal.session.expires_at is 'When it ends by itself.';
comment on column portal.session.closed_at is 'When it was signed out.';
create index session_of_user on portal.session (user_id) where closed_at is null;
-- By it ended ones are forgotten.
create index session_over on portal.session ((coalesce(closed_at, expires_at)));

create table portal.sign_in_try (
  email_hash text primary key,
  tries integer not null default 0,
  last_at timestamptz not null default now()
);
comment on table portal.sign_in_try is 'Failed sign-ins per e-mail hash: slows guessing, never locks for good.';
comment on column portal.sign_in_try.email_hash is 'SHA-256 of the lower-case e-mail; known and unknown alike.';
comment on column portal.sign_in_try.tries is 'Failures since the last pause.';
comment on column portal.sign_in_try.last_at is 'The last one.';

alter table portal.person enable row level security;
alter table portal.person force row level security;
alter table portal.invitation enable row level security;
alter table portal.invitation force row level security;
alter table portal.session enable row level security;
alter table portal.session force row level security;
alter table portal.sign_in_try enable row level security;
alter table portal.sign_in_try force row level security;

create policy person_self on portal.person for select to authenticated
  using (id = (select private.my_person()));
create policy person_handshake on portal.person for select to authenticated
  using ((select private.is_handshake()));
create policy person_colleague on portal.person for select to authenticated
  using (organization_id = (select private.my_organization()) and (select private.my_person()) is not null);
create policy person_supervisor_mends on portal.person for update to authenticated
  using ((select private.is_supervisor())) with check ((select private.is_supervisor()));
create policy person_keeper on portal.person to portal_keeper using (true) with check (true);
create policy invitation_supervisor on portal.invitation for select to authenticated
  using ((select private.is_supervisor()));
create policy invitation_supervisor_adds on portal.invitation for insert to authenticated
  with check ((select private.is_supervisor()) and invited_by = (select private.my_person()));
create policy invitation_keeper on portal.invitation to portal_keeper using (true) with check (true);
create policy session_keeper on portal.session to portal_keeper using (true) with check (true);
create policy sign_in_try_keeper on portal.sign_in_try to portal_keeper using (true) with check (true);

grant select (id, organization_id, role, name, email, language, suspended_at, suspended_why, created_at),
  update (role, suspended_at, suspended_why) on portal.person to authenticated;
grant select (id, email, organization_id, role, invited_by, invited_at, expires_at, accepted_at),
  insert (code_hash, email, organization_id, role, invited_by) on portal.invitation to authenticated;
grant select, insert, update on portal.person, portal.invitation, portal.session, portal.sign_in_try to portal_keeper;

create function private.role_fits(role text, kind text) returns boolean
language sql immutable
as $$
  select case kind when 'workplace' then role = 'factory' when 'brand' then role = 'brand'
    when 'handshake' then role in ('coordinator', 'custodian', 'supervisor') else false end
$$;
comment on function private.role_fits is 'Which roles people of which kind of organisation may have.';

create function private.tg_person__role_fits() returns trigger
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  if private.role_fits(new.role, (select o.kind from portal.organization o where o.id = new.organization_id)) is not true then
    perform private.refuse('400', 'value_invalid', 'That organisation has no such role.', '{"field": "role"}');
  end if;
  return new;
end
$$;
alter function private.tg_person__role_fits() owner to portal_keeper;
comment on function private.tg_person__role_fits is 'A role belongs to a kind of organisation: no factory manager becomes coordinator.';
create trigger role_fits before insert or update on portal.person
  for each row execute function private.tg_person__role_fits();
create trigger role_fits before insert on portal.invitation
  for each row execute function private.tg_person__role_fits();

grant execute on function private.role_fits(text, text) to authenticated, portal_keeper;
