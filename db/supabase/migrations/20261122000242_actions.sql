-- The plan: actions with owner, day and the evidence wanted; and who accepted it.

create table portal.plan (
  case_id uuid primary key references portal.case_ (id) on delete restrict,
  version integer not null default 1 check (version > 0),
  changed_at timestamptz not null
);
comment on table portal.plan is 'That a case has a plan, and which version of it is the present one.';
comment on column portal.plan.case_id is 'The case.';
comment on column portal.plan.version is 'Grows with each change; whoever accepts names the version that was read.';
comment on column portal.plan.changed_at is 'When it was last changed.';

create table portal.action (
  id uuid primary key default gen_random_uuid(),
  case_id uuid not null references portal.case_ (id) on delete restrict,
  deed text not null check (length(deed) between 1 and 300),
  owner_party uuid references portal.party (id) on delete restrict,
  owner_side text check (owner_side in ('worker', 'factory', 'brand', 'authority', 'handshake')),
  due_on date,
  evidence_wanted text check (length(evidence_wanted) between 1 and 300),
  state text not null default 'open' check (state in ('open', 'done', 'verified', 'disputed')),
  done_at timestamptz,
  done_how text check (done_how in ('portal', 'phone', 'chat', 'walk_in', 'letter')),
  verified_at timestamptz,
  verifier text check (verifier in ('coordinator', 'third_party')),
  verifier_name text check (length(verifier_name) between 1 and 120),
  verified_by uuid references portal.person (id) on delete restrict,
  disputed_at timestamptz,
  dropped_at timestamptz,
  made_at timestamptz not null,
  check ((owner_party is null) = (owner_side is null)),
  check ((verified_at is null) = (verifier is null) and (verified_at is null) = (verified_by is null)),
  check ((verifier = 'third_party') = (verifier_name is not null))
);
comment on table portal.action is 'One step of the remedy: what, by whom, until when, shown by what.';
comment on column portal.action.id is 'Random.';
comment on column portal.action.case_id is 'The case.';
comment on column portal.action.deed is 'What is to be done, in Handshake''s words.';
comment on column portal.action.owner_party is 'Who owes it.';
comment on column portal.action.owner_side is 'On which side the owner sits.';
comment on column portal.action.due_on is 'Until the end of that day, at the workplace.';
comment on column portal.action.evidence_wanted is 'What would show that it is done.';
comment on column portal.action.state is 'open, done according to its owner, verified, or disputed by the worker.';
comment on column portal.action.done_at is 'When its owner said it was done; empty again when that was not accepted.';
comment on column portal.action.done_how is 'portal, or how the owner told Handshake.';
comment on column portal.action.verified_at is 'When it was verified. A dispute leaves it standing: two truths.';
comment on column portal.action.verifier is 'coordinator or third_party; never the factory.';
comment on column portal.action.verifier_name is 'The third party''s name.';
comment on column portal.action.verified_by is 'Who of Handshake wrote the verification down; not readable by parties.';
comment on column portal.action.disputed_at is 'When the worker last said that it is not so.';
comment on column portal.action.dropped_at is 'When it was taken out of the plan.';
comment on column portal.action.made_at is 'When it was written into the plan.';
create index action_case on portal.action (case_id, due_on);
create index action_owner on portal.action (owner_party);
create index action_verified_by on portal.action (verified_by);
alter table portal.evidence add constraint evidence_about_action_fkey
  foreign key (about_action) references portal.action (id) on delete restrict;

create table portal.acceptance (
  id uuid primary key default gen_random_uuid(),
  case_id uuid not null references portal.case_ (id) on delete restrict,
  party_id uuid not null references portal.party (id) on delete restrict,
  version integer not null,
  accepted boolean not null default true,
  how text not null check (how in ('portal', 'phone', 'chat', 'walk_in', 'letter')),
  at timestamptz not null,
  noted_by uuid references portal.person (id) on delete restrict,
  void_at timestamptz
);
comment on table portal.acceptance is 'That a party accepted the plan, or one of a group did not. A changed plan has to be accepted again.';
comment on column portal.acceptance.id is 'Random.';
comment on column portal.acceptance.case_id is 'The case.';
comment on column portal.acceptance.party_id is 'Who accepted: a factory or a worker.';
comment on column portal.acceptance.version is 'Which version of the plan.';
comment on column portal.acceptance.accepted is 'False for one of a group who was asked and declined.';
comment on column portal.acceptance.how is 'portal, or how it was said to Handshake.';
comment on column portal.acceptance.at is 'When.';
comment on column portal.acceptance.noted_by is
  'Who of Handshake noted it; null when the party did it itself. Not readable by parties.';
comment on column portal.acceptance.void_at is 'When a change of the plan undid it.';
create unique index acceptance_live on portal.acceptance (case_id, party_id) where void_at is null;
create index acceptance_party on portal.acceptance (party_id);
create index acceptance_noted_by on portal.acceptance (noted_by);

alter table portal.plan enable row level security;
alter table portal.plan force row level security;
alter table portal.action enable row level security;
alter table portal.action force row level security;
alter table portal.acceptance enable row level security;
alter table portal.acceptance force row level security;
-- A version number that grows would tell one brand of another's action.
create policy plan_party on portal.plan for select to anon, authenticated
  using (exists (select from portal.party p where p.case_id = plan.case_id and p.side in ('worker', 'factory', 'handshake')));
create policy plan_keeper on portal.plan to portal_keeper using (true) with check (true);
create policy action_handshake on portal.action for select to authenticated using ((select private.is_handshake()));
create policy action_owner on portal.action for select to anon, authenticated
  using (dropped_at is null and exists (select from portal.party p where p.case_id = action.case_id
    and p.id = action.owner_party));
create policy action_worker on portal.action for select to anon, authenticated
  using (dropped_at is null and exists (select from portal.party p where p.case_id = action.case_id and p.side = 'worker'
    and p.id = (select private.my_party())));
create policy action_brand on portal.action for select to authenticated
  using (dropped_at is null and owner_side = 'factory'
    and exists (select from portal.party p where p.case_id = action.case_id and p.side = 'brand'));
create policy action_keeper on portal.action to portal_keeper using (true) with check (true);
create policy acceptance_own on portal.acceptance for select to anon, authenticated
  using (exists (select from portal.party p where p.case_id = acceptance.case_id and p.id = acceptance.party_id));
create policy acceptance_keeper on portal.acceptance to portal_keeper using (true) with check (true);
grant select on portal.plan to anon, authenticated;
grant select (id, case_id, deed, owner_party, owner_side, due_on, evidence_wanted, state, done_at, done_how, verified_at,
  verifier, verifier_name,
  disputed_at, dropped_at, made_at) on portal.action to anon, authenticated;
grant select (id, case_id, party_id, version, accepted, how, at, void_at) on portal.acceptance to anon, authenticated;
grant select, insert, update on portal.plan, portal.action, portal.acceptance to portal_keeper;

create function private.set_truths(one_case uuid) returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  done timestamptz;
  proved timestamptz;
begin
  select case when bool_and(a.done_at is not null) filter (where a.owner_side = 'factory') then max(a.done_at)
    filter (where a.owner_side = 'factory') end,
    case when bool_and(a.verified_at is not null) then max(a.verified_at) end
    into done, proved
  from portal.action a where a.case_id = one_case and a.dropped_at is null;
  update portal.case_ c set factory_done_at = done, verified_at = proved, revision = c.revision + 1
  where c.id = one_case and (c.factory_done_at, c.verified_at) is distinct from (done, proved);
end
$$;
alter function private.set_truths(uuid) owner to portal_keeper;
comment on function private.set_truths is
  'Truths 2 and 3 follow from the actions: all done according to the factory, all verified.';
grant execute on function private.set_truths(uuid) to portal_keeper;

create function private.side_accepts(one_case uuid, one_side text) returns boolean
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  -- A group accepts by its voice, once each of it has said yes or no; everybody else by all of their side.
  return (
    select coalesce(bool_and(a.id is not null and (a.accepted or (p.side = 'worker' and p.id <> private.voice(one_case)))), false)
    from portal.party p left join portal.acceptance a on a.party_id = p.id and a.case_id = one_case and a.void_at is null
    where p.case_id = one_case and p.until is null and not p.hidden and p.side = side_accepts.one_side);
end
$$;
alter function private.side_accepts(uuid, text) owner to portal_keeper;
comment on function private.side_accepts is 'Whether a side accepted the plan as it is now.';

create function private.plan_accepted(one_case uuid) returns boolean
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
  -- Under no tip-off the factory is not asked: it may not even know.
  select private.side_accepts(one_case, 'worker') and (c.no_tip_off or private.side_accepts(one_case, 'factory'))
  from portal.case_ c where c.id = one_case
$$;
alter function private.plan_accepted(uuid) owner to portal_keeper;
comment on function private.plan_accepted is 'Whether the worker and the factory both accepted the plan as it is now.';
grant execute on function private.side_accepts(uuid, text), private.plan_accepted(uuid) to portal_keeper;
