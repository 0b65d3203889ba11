-- Events: what happened in a case, append-only, each chained to the one before.

create table portal.chain (
  case_id uuid primary key references portal.case_ (id) on delete restrict,
  seq integer not null,
  head text not null
);
comment on table portal.chain is 'The head of each case''s chain: shown to the worker and exported, so that a cut tail shows.';
comment on column portal.chain.case_id is 'The case.';
comment on column portal.chain.seq is 'Number of its last event.';
comment on column portal.chain.head is 'Hash of its last event.';

create table portal.event (
  case_id uuid not null references portal.case_ (id) on delete restrict,
  seq integer not null,
  at timestamptz not null,
  kind text not null check (kind ~ '^[a-z_]+$'),
  actor_side text,
  actor_person uuid references portal.person (id) on delete restrict,
  audience uuid[] not null default '{}',
  facts jsonb not null default '{}',
  previous text not null,
  hash text not null,
  primary key (case_id, seq)
);
comment on table portal.event is 'One step in the life of a case. Never changed, never removed.';
comment on column portal.event.case_id is 'The case.';
comment on column portal.event.seq is 'Number in the case, from 1 without gaps.';
comment on column portal.event.at is 'When.';
comment on column portal.event.kind is 'What happened, a catalogue key.';
comment on column portal.event.actor_side is 'On which side the actor sits.';
comment on column portal.event.actor_person is 'Who; for Handshake only.';
comment on column portal.event.audience is 'Parties that may see it in their timeline; empty means Handshake alone.';
comment on column portal.event.facts is 'Small facts, never words of a person.';
comment on column portal.event.previous is 'Hash of the event before; 64 zeros for the first.';
comment on column portal.event.hash is 'SHA-256 over all of the above.';
create index event_person on portal.event (actor_person);

alter table portal.chain enable row level security;
alter table portal.chain force row level security;
alter table portal.event enable row level security;
alter table portal.event force row level security;
create policy chain_worker on portal.chain for select to anon, authenticated
  using (exists (select from portal.party p where p.case_id = chain.case_id and p.id = (select private.my_party())
    and p.side = 'worker'));
create policy chain_handshake on portal.chain for select to authenticated using ((select private.is_handshake()));
create policy chain_keeper on portal.chain to portal_keeper using (true) with check (true);
create policy event_handshake on portal.event for select to authenticated using ((select private.is_handshake()));
create policy event_party on portal.event for select to anon, authenticated
  using (exists (select from portal.party p where p.case_id = event.case_id and p.id = any (event.audience)));
create policy event_keeper on portal.event to portal_keeper using (true) with check (true);
-- seq is not granted: gaps in it would tell a factory that something was kept from it.
grant select on portal.chain to anon, authenticated;
grant select (case_id, at, kind, actor_side, facts) on portal.event to anon, authenticated;
grant select, insert, update on portal.chain to portal_keeper;
grant select, insert on portal.event to portal_keeper;

create function private.event_hash(one portal.event) returns text
language sql stable
as $$
  select private.digest(concat_ws('|', one.previous, one.case_id, one.seq, private.instant(one.at), one.kind,
    coalesce(one.actor_side, '-'), coalesce(one.actor_person::text, '-'), one.audience::text, one.facts::text))
$$;
comment on function private.event_hash is 'The hash that an event must carry.';

create function private.take_case(one_case uuid) returns void
language sql volatile security definer
set search_path = pg_catalog, pg_temp
as $$ select from portal.case_ c where c.id = one_case for no key update $$;
alter function private.take_case(uuid) owner to portal_keeper;
comment on function private.take_case is
  'Whoever changes several rows of a case takes the case before them: two writers then wait one for the other, never each for each.';

create function private.record(one_case uuid, what text, facts jsonb default '{}', audience uuid[] default '{}')
returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  me private.actor := private.me();
  tail portal.chain;
  link portal.event;
begin
  perform private.take_case(one_case);
  insert into portal.chain (case_id, seq, head) values (one_case, 0, repeat('0', 64)) on conflict (case_id) do nothing;
  select * into tail from portal.chain c where c.case_id = one_case for update;
  link.case_id := one_case;
  link.seq := tail.seq + 1;
  link.at := private.clock_now();
  link.kind := what;
  link.actor_side := case when me.role in ('coordinator', 'custodian', 'supervisor') then 'handshake' else me.role end;
  link.actor_person := me.person;
  link.audience := record.audience;
  link.facts := record.facts;
  link.previous := tail.head;
  link.hash := private.event_hash(link);
  insert into portal.event select link.*;
  update portal.chain c set seq = link.seq, head = link.hash where c.case_id = one_case;
end
$$;
alter function private.record(uuid, text, jsonb, uuid[]) owner to portal_keeper;
comment on function private.record is 'Appends an event to the chain of a case; one writer at a time per case.';

create function private.disclose(one_case uuid, item text, recipient uuid, more jsonb default '{}', worker uuid default null) returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  -- Who may have her files may see her pictures; her messages go where her words may go.
  basis portal.consent;
begin
  select c.* into basis from portal.consent c
  where c.case_id = one_case and (disclose.worker is null or c.party_id = disclose.worker)
    and c.recipient_id = disclose.recipient and c.withdrawn_at is null
    and (c.item = disclose.item or (disclose.item = 'photo' and c.item = 'file') or (disclose.item in ('message', 'referral', 'case') and c.item = 'statement'))
  order by (c.item = disclose.item) desc, c.given_at limit 1;
  perform private.record(one_case, 'disclosed',
    jsonb_build_object('item', disclose.item, 'recipient', disclose.recipient, 'basis',
      case when basis.id is not null then 'consent'
        when disclose.item = 'referral' or private.lawful(one_case, disclose.recipient)
          then 'legal' else 'none' end)
      || case when basis.id is null then '{}'::jsonb else jsonb_build_object('consent', basis.id) end || disclose.more,
    (select coalesce(array_agg(p.id), '{}') from portal.party p where p.case_id = one_case and p.side = 'worker'
      and (disclose.worker is null or p.id = disclose.worker)));
end
$$;
alter function private.disclose(uuid, text, uuid, jsonb, uuid) owner to portal_keeper;
comment on function private.disclose is
  'The one way into a worker''s ledger: somebody outside learnt an item now, under the permission or legal basis that stood then. Without a worker it was about all of the case.';
grant execute on function private.disclose(uuid, text, uuid, jsonb, uuid) to portal_keeper;

create function private.check_chain(one_case uuid) returns integer
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  link portal.event;
  expected text := repeat('0', 64);
  number integer := 0;
begin
  for link in select * from portal.event e where e.case_id = one_case order by e.seq loop
    number := number + 1;
    if link.seq <> number or link.previous <> expected or link.hash <> private.event_hash(link) then
      return number;
    end if;
    expected := link.hash;
  end loop;
  if not exists (select from portal.chain c where c.case_id = one_case and c.seq = number and c.head = expected) then
    return number + 1;
  end if;
  return null;
end
$$;
alter function private.check_chain(uuid) owner to portal_keeper;
comment on function private.check_chain is 'The number of the first event that is not as it was written; null when all are.';

create table portal.read_mark (
  party_id uuid not null references portal.party (id) on delete cascade,
  reader uuid not null,
  seen_at timestamptz not null,
  primary key (party_id, reader)
);
comment on table portal.read_mark is 'Until when somebody has read a thread.';
comment on column portal.read_mark.party_id is 'As which party.';
comment on column portal.read_mark.reader is 'The person; for a worker the party itself.';
comment on column portal.read_mark.seen_at is 'Until then everything was seen.';
alter table portal.read_mark enable row level security;
alter table portal.read_mark force row level security;
create policy read_mark_own on portal.read_mark for select to anon, authenticated
  using (reader = (select private.my_person()) or reader = (select private.my_party()));
create policy read_mark_keeper on portal.read_mark to portal_keeper using (true) with check (true);
grant select on portal.read_mark to anon, authenticated;
grant select, insert, update on portal.read_mark to portal_keeper;
