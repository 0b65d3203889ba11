-- Unlocking an identity: two keys, a reason, half an hour. One person of Handshake asks, another one agrees; one of the two
-- is a custodian. Whatever is refused is written down like what is allowed, so no refusal here raises an error.

create table portal.unlock_rule (
  kind text primary key check (kind in ('open', 'waits')),
  span interval not null check (span > interval '0')
);
comment on table portal.unlock_rule is 'How long an unlocking lasts; ours, an administrator may change it.';
comment on column portal.unlock_rule.kind is 'open: from the second key on. waits: how long a request may wait for it.';
comment on column portal.unlock_rule.span is 'How long.';
insert into portal.unlock_rule (kind, span) values ('open', '30 minutes'), ('waits', '24 hours');

create table portal.unlock (
  id uuid primary key default gen_random_uuid(),
  case_id uuid not null references portal.case_ (id) on delete restrict,
  party_id uuid not null references portal.party (id) on delete restrict,
  asked_by uuid not null references portal.person (id) on delete restrict,
  asked_at timestamptz not null default now(),
  reason text not null check (reason in ('contact', 'danger', 'referral', 'payment', 'correction')),
  words text not null check (length(words) between 1 and 500),
  lapses_at timestamptz not null,
  answered_by uuid references portal.person (id) on delete restrict,
  answered_at timestamptz,
  agreed boolean,
  expires_at timestamptz,
  ended_at timestamptz,
  ended_how text check (ended_how in ('revoked', 'expired', 'lapsed')),
  ended_by uuid references portal.person (id) on delete restrict,
  check ((agreed is null) = (answered_at is null)),
  check ((agreed is true) = (expires_at is not null)),
  check (answered_by <> asked_by)
);
comment on table portal.unlock is
  'A request to open the identity of one case: the first key, and the second when somebody else agreed.';
comment on column portal.unlock.id is 'Random.';
comment on column portal.unlock.case_id is 'The one case for which it is.';
comment on column portal.unlock.party_id is 'Whose identity: of a group, that of one worker.';
comment on column portal.unlock.asked_by is 'The first key: who asks, and who alone may open.';
comment on column portal.unlock.asked_at is 'When.';
comment on column portal.unlock.reason is 'What kind of reason; the worker reads it on her page.';
comment on column portal.unlock.words is 'The reason in the asker''s words, for the second key alone.';
comment on column portal.unlock.lapses_at is 'Until when it waits for the second key.';
comment on column portal.unlock.answered_by is 'The second key: another person of Handshake.';
comment on column portal.unlock.answered_at is 'When.';
comment on column portal.unlock.agreed is 'What was answered; null while it waits.';
comment on column portal.unlock.expires_at is 'Until when it may be opened.';
comment on column portal.unlock.ended_at is 'When it ended before or at its time.';
comment on column portal.unlock.ended_how is 'revoked by somebody, expired after the grant, or lapsed without an answer.';
comment on column portal.unlock.ended_by is 'Who revoked it.';
create index unlock_case on portal.unlock (case_id, asked_at);
create index unlock_party on portal.unlock (party_id, asked_at);
create index unlock_asked_by on portal.unlock (asked_by);
create index unlock_answered_by on portal.unlock (answered_by);
create index unlock_ended_by on portal.unlock (ended_by);
create index unlock_live on portal.unlock (asked_at) where ended_at is null and agreed is distinct from false;

alter table portal.unlock_rule enable row level security;
alter table portal.unlock_rule force row level security;
alter table portal.unlock enable row level security;
alter table portal.unlock force row level security;
create policy unlock_rule_keeper on portal.unlock_rule for select to portal_keeper using (true);
create policy unlock_keeper on portal.unlock to portal_keeper using (true) with check (true);
grant select on portal.unlock_rule to portal_keeper;
grant select, insert, update on portal.unlock to portal_keeper;

create function private.unlock_state(one portal.unlock, at timestamptz) returns text
language sql immutable
as $$
  select case
    when one.ended_at is not null then one.ended_how
    when one.agreed is null and one.lapses_at <= at then 'lapsed'
    when one.agreed is null then 'waiting'
    when not one.agreed then 'declined'
    when one.expires_at <= at then 'expired'
    else 'open' end
$$;
comment on function private.unlock_state is
  'waiting, open, declined, revoked, expired or lapsed: judged by the hour, so that nothing depends on a job having run.';
grant execute on function private.unlock_state(portal.unlock, timestamptz) to portal_keeper;

create function private.knows_case(one_case uuid) returns boolean
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
  select exists (select from private.parties_of(one_case))
$$;
alter function private.knows_case(uuid) owner to portal_keeper;
comment on function private.knows_case is 'Whether the caller may know that this case exists.';
grant execute on function private.knows_case(uuid) to portal_keeper;

create function private.tell_of_identity(one_case uuid, worker uuid, what text, facts jsonb) returns void
language sql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
  select private.record(one_case, what, facts || jsonb_build_object('role', (private.me()).role),
    array_remove(array[tell_of_identity.worker], null));
  -- The pages of the worker and of Handshake learn that there is something new; nobody else's moves.
  update portal.party p set last_activity = private.clock_now()
  where p.case_id = one_case and (p.side = 'handshake' or p.id = tell_of_identity.worker) and p.until is null;
$$;
alter function private.tell_of_identity(uuid, uuid, text, jsonb) owner to portal_keeper;
comment on function private.tell_of_identity is
  'Writes a step of the two keys into the case, where the worker reads it: when, which role, what kind of reason, no name.';
grant execute on function private.tell_of_identity(uuid, uuid, text, jsonb) to portal_keeper;

create function private.deny_identity(one_case uuid, worker uuid, deed text, why text) returns text
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  -- Each refusal is kept; whoever hammers at the door is slowed down before the record of the case is full of it.
  if private.use_limit('identity:' || coalesce((private.me()).person::text, 'nobody')) > 60 then
    perform private.refuse('429', 'rate_limited', 'Too many tries to open an identity. Try again in an hour.',
      '{"retry_seconds": 3600}');
  end if;
  perform private.tell_of_identity(one_case, deny_identity.worker, 'identity_denied', jsonb_build_object('deed', deed, 'why', why));
  return why;
end
$$;
alter function private.deny_identity(uuid, uuid, text, text) owner to portal_keeper;
comment on function private.deny_identity is
  'Writes a refusal down and returns its key: an exception would roll the record back.';
grant execute on function private.deny_identity(uuid, uuid, text, text) to portal_keeper;
