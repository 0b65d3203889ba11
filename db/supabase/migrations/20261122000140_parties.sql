-- Parties: who sits in a case, and therefore who may read it.
--
-- One rule carries the house: a person sees a case when a party row of the case is visible to them.
-- The policies of all other tables ask just that, so the rule stands here once.

create table portal.party (
  id uuid primary key default gen_random_uuid(),
  case_id uuid not null references portal.case_ (id) on delete restrict,
  side text not null check (side in ('worker', 'factory', 'brand', 'handshake', 'authority')),
  organization_id uuid references portal.organization (id) on delete restrict,
  since timestamptz not null default now(),
  until timestamptz,
  hidden boolean not null default false,
  basis text not null default 'consent' check (basis in ('own', 'consent', 'legal', 'imported')),
  last_activity timestamptz not null default now(),
  unread integer not null default 0 check (unread >= 0),
  box text not null default 'waiting' check (box in ('needs', 'waiting', 'closed')),
  waits_for text not null default 'nothing',
  due_at timestamptz,
  badges text[] not null default '{}',
  severity smallint not null default 3,
  check ((side = 'worker') = (organization_id is null))
);
comment on table portal.party is 'An organisation or the worker, admitted to a case; carries what lists sort by.';
comment on column portal.party.id is 'Random; the unit of an audience.';
comment on column portal.party.case_id is 'The case.';
comment on column portal.party.side is 'worker, factory, brand, handshake or authority.';
comment on column portal.party.organization_id is 'For whom; null for the worker.';
comment on column portal.party.since is 'Admitted at.';
comment on column portal.party.until is 'Left at; from then on it sees nothing.';
comment on column portal.party.hidden is 'No tip-off: the party may not learn that the case exists.';
comment on column portal.party.basis is 'own, consent of the worker, legal basis recorded by a supervisor, or imported.';
comment on column portal.party.last_activity is 'Last thing that this party may know of.';
comment on column portal.party.unread is 'Messages it has not opened yet.';
comment on column portal.party.box is 'Which box of its inbox: needs, waiting or closed.';
comment on column portal.party.waits_for is 'Catalogue key: what waits, seen from its side.';
comment on column portal.party.due_at is 'When that is due.';
comment on column portal.party.badges is 'Flags of the case that this party may know.';
comment on column portal.party.severity is 'Severity of the case, so that a list can be counted by it.';
create unique index party_once on portal.party (case_id, organization_id) where until is null and organization_id is not null;
create unique index party_one_desk on portal.party (case_id) where side = 'handshake';
-- In a group case several workers sit; the first who came stands for all of them outside.
create index party_worker on portal.party (case_id, since, id) where side = 'worker';
create index party_case on portal.party (case_id);
-- Their conditions name only columns that people may read: the planner uses an index when the query says the same.
create index party_inbox on portal.party (organization_id, box, last_activity desc, case_id desc) where until is null;
create index party_due on portal.party (organization_id, box, coalesce(due_at, 'infinity'::timestamptz), case_id) where until is null;
create index party_severity on portal.party (organization_id, box, severity) where until is null;
create index party_unread on portal.party (organization_id, box) where until is null and unread > 0;
create index party_flagged on portal.party (organization_id, box) where until is null and badges <> '{}';

alter table portal.party enable row level security;
alter table portal.party force row level security;
create policy party_own on portal.party for select to anon, authenticated
  using (organization_id = (select private.my_organization()) or id = (select private.my_party()));
create policy party_handshake on portal.party for select to authenticated
  using ((select private.is_handshake()));
-- Restrictive: whatever is added above, these hold.
create policy party_live on portal.party as restrictive for select to anon, authenticated
  using ((until is null and not hidden) or (select private.is_handshake()));
-- Which brands sit in a case is no business of the guardian of identities (DOMAIN 5).
create policy party_no_brands on portal.party as restrictive for select to authenticated
  using (side <> 'brand' or (select private.my_role()) is distinct from 'custodian');
create policy party_keeper on portal.party to portal_keeper using (true) with check (true);
grant select (id, case_id, side, organization_id, since, until, basis, last_activity, unread, box, waits_for, due_at, badges, severity)
  on portal.party to anon, authenticated;
grant select, insert, update on portal.party to portal_keeper;

create function private.founder(one_case uuid) returns uuid
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
  select p.id from portal.party p where p.case_id = one_case and p.side = 'worker' order by p.since, p.id limit 1
$$;
alter function private.founder(uuid) owner to portal_keeper;
comment on function private.founder is 'The first worker of a case, also when she has left the group since.';
grant execute on function private.founder(uuid) to portal_keeper;

create function private.my_founding() returns uuid
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  me private.actor := private.me();
begin
  return case when me.role = 'worker' and private.founder(me.case_id) = me.party then me.party end;
end
$$;
alter function private.my_founding() owner to portal_keeper;
comment on function private.my_founding is 'The party of a worker who began her case; null for one who joined, and for everybody else.';
grant execute on function private.my_founding() to anon, authenticated, portal_keeper;

create policy case_party on portal.case_ for select to anon, authenticated
  using (exists (select from portal.party p where p.case_id = case_.id));
create policy case_no_tip_off on portal.case_ as restrictive for select to anon, authenticated
  using (not no_tip_off or (select private.my_role()) is distinct from 'factory');
create policy case_keeper on portal.case_ to portal_keeper using (true) with check (true);
-- Channel and hour of the first call are known to the one who made it, not to those who joined her.
create policy case_desk_worker on portal.case_desk for select to anon, authenticated
  using (exists (select from portal.party p where p.case_id = case_desk.case_id and p.side = 'worker'
    and p.id = (select private.my_founding())));
create policy case_desk_handshake on portal.case_desk for select to authenticated
  using ((select private.is_handshake()));
create policy case_desk_keeper on portal.case_desk to portal_keeper using (true) with check (true);
create policy case_issue_party on portal.case_issue for select to anon, authenticated
  using (exists (select from portal.case_ c where c.id = case_issue.case_id));
create policy case_issue_keeper on portal.case_issue to portal_keeper using (true) with check (true);

-- zero_tolerance, no_tip_off, strike_level and retaliation_of are not granted: a party learns flags from its own row.
-- Nor is revision: it grows with work at the desk that changes nothing a party may see, and each jump would tell of it.
grant select (id, reference, workplace_id, state, phase, severity, main_issue, anonymous, hold_until, first_answer_at,
  closed_at, closed_reason, factory_done_at, verified_at, worker_says) on portal.case_ to anon, authenticated;
grant select on portal.case_issue to anon, authenticated;
grant select (case_id, received_at, channel, language, workplace_words) on portal.case_desk to anon;
grant select on portal.case_desk to authenticated;
grant select, insert, update, delete on portal.case_issue to portal_keeper;
grant select, insert, update on portal.case_, portal.case_desk to portal_keeper;

create function private.revision_of(one_case uuid) returns integer
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  if private.is_handshake() then
    return (select c.revision from portal.case_ c where c.id = one_case);
  end if;
  return (select count(*) from portal.event e where e.case_id = one_case and e.kind = 'case_moved' and exists (
    select from portal.party p where p.case_id = one_case and p.id = any (e.audience) and p.until is null and not p.hidden
      and (p.organization_id = private.my_organization() or p.id = private.my_party())));
end
$$;
alter function private.revision_of(uuid) owner to portal_keeper;
comment on function private.revision_of is
  'What a deed sends back so that a stale one is refused: the revision for Handshake; for a party how many moves it was told of.';
grant execute on function private.revision_of(uuid) to anon, authenticated;

-- The workplace of one's case may be known by name to every party of it.
create policy organization_of_my_case on portal.organization for select to authenticated
  using (kind = 'workplace' and (select private.my_role()) = 'brand'
    and exists (select from portal.case_ c where c.workplace_id = organization.id));
-- From her seat to the one workplace: the other way round each case of the workplace would be asked whether it is hers.
create policy organization_of_her_case on portal.organization for select to anon, authenticated
  using (kind = 'workplace' and (select private.my_role()) = 'worker' and id in (
    select c.workplace_id from portal.party p join portal.case_ c on c.id = p.case_id where p.id = (select private.my_party())));
grant select on portal.organization to anon;

create function private.tg_party__severity() returns trigger
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  new.severity := coalesce((select c.severity from portal.case_ c where c.id = new.case_id), new.severity);
  return new;
end
$$;
alter function private.tg_party__severity() owner to portal_keeper;
comment on function private.tg_party__severity is 'A party starts with the severity of its case; later changes come with the case''s own.';
create trigger severity before insert on portal.party
  for each row execute function private.tg_party__severity();

create function private.tg_supply_link__leave() returns trigger
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  if new.until is not null and old.until is null then
    -- The cases first, always in one order: whoever admits the brand to one at this moment has done so, or reads that it left.
    perform from portal.case_ c where c.workplace_id = new.workplace_id order by c.id for no key update;
    update portal.party p set until = private.clock_now()
    from portal.case_ c
    where p.organization_id = new.brand_id and p.until is null and c.id = p.case_id and c.workplace_id = new.workplace_id;
  end if;
  return null;
end
$$;
alter function private.tg_supply_link__leave() owner to portal_keeper;
comment on function private.tg_supply_link__leave is 'A brand that stops sourcing leaves the cases of that workplace at once.';
create trigger leave after update of until on portal.supply_link
  for each row execute function private.tg_supply_link__leave();

create function private.label_of(party uuid) returns smallint
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  return (select k.label from portal.complainant k where k.party_id = label_of.party);
end
$$;
alter function private.label_of(uuid) owner to portal_keeper;
comment on function private.label_of is 'The number of one of a group; null where there is no group.';
grant execute on function private.label_of(uuid) to portal_keeper;

-- The brands of a case are known to its worker, its factory and Handshake, never to one another.
create function private.parties_of(one_case uuid) returns setof portal.party
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  me private.actor := private.me();
  mine portal.party;
  workers uuid[];
begin
  if me.role is null then
    return;
  end if;
  if me.role in ('coordinator', 'custodian', 'supervisor') then
    return query select p.* from portal.party p where p.case_id = one_case
      and (p.side <> 'brand' or me.role <> 'custodian') order by p.since, p.id;
    return;
  end if;
  select p.* into mine from portal.party p
  where p.case_id = one_case and p.until is null and not p.hidden
    and (p.organization_id = me.organization or p.id = me.party);
  if mine.id is null then
    return;
  end if;
  -- A group is one worker to factory and brand: always the same one, whoever speaks. One of the group knows herself and the voice.
  workers := case when mine.side = 'worker' then array[mine.id, private.voice(one_case)] else array[private.founder(one_case)] end;
  return query select p.* from portal.party p
    where p.case_id = one_case and not p.hidden
      and case when p.side = 'worker' then p.id = any (workers) else p.until is null end
      and (p.side <> 'brand' or mine.side <> 'brand' or p.id = mine.id)
    order by p.since, p.id;
end
$$;
alter function private.parties_of(uuid) owner to portal_keeper;
comment on function private.parties_of is 'The parties of a case that the caller may know of; nothing for a stranger.';

create function private.party_names(one_case uuid) returns jsonb
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  me private.actor := private.me();
begin
  return (
    select coalesce(jsonb_agg(jsonb_build_object(
      'id', p.id, 'side', p.side,
      'name', case when p.side in ('factory', 'brand', 'authority') then o.name end,
      'country', case when p.side in ('factory', 'brand', 'authority') then o.country end,
      'mine', coalesce(p.organization_id = me.organization or p.id = me.party, false),
      'since', private.instant(case when me.role in ('factory', 'brand') and p.side <> me.role then
          (select m.since from portal.party m where m.case_id = one_case and m.organization_id = me.organization and m.until is null)
        else p.since end),
      'label', case when me.role not in ('factory', 'brand') then private.label_of(p.id) end)
      order by array_position(array['worker', 'factory', 'brand', 'authority', 'handshake'], p.side), p.since, p.id), '[]')
    from private.parties_of(one_case) p left join portal.organization o on o.id = p.organization_id
    where p.until is null or not private.is_handshake());
end
$$;
alter function private.party_names(uuid) owner to portal_keeper;
comment on function private.party_names is
  'The same with names, as JSON. A factory or brand is not told since when the others sit there.';
-- Whole rows carry what each list says of the case: nobody but the keeper's own functions reads them so.
grant execute on function private.parties_of(uuid) to portal_keeper;
grant execute on function private.party_names(uuid) to anon, authenticated, portal_keeper;
