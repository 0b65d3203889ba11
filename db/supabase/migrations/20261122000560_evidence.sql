-- Due-diligence evidence: what a brand did about the cases that it is a party of, month by month, fit to be handed on.
--
-- It holds what the brand's own case pages show, less every word of people, every amount and every hour. There is no other
-- source: nothing can be learnt from a pack that the brand has not read before, and no figure of it counts anybody else's case.

create table portal.evidence_pack (
  id uuid primary key,
  brand_id uuid not null references portal.organization (id) on delete restrict,
  from_month date not null check (date_trunc('month', from_month) = from_month),
  to_month date not null check (date_trunc('month', to_month) = to_month and to_month >= from_month),
  made_at timestamptz not null,
  made_by uuid not null references portal.person (id) on delete restrict,
  cases uuid[] not null,
  file_id uuid unique references portal.sealed_file (id) on delete restrict,
  zip_sha256 text check (zip_sha256 ~ '^[0-9a-f]{64}$'),
  check ((file_id is null) = (zip_sha256 is null))
);
comment on table portal.evidence_pack is 'Each evidence pack that was made: for which brand and months, by whom, and the hash of the archive.';
comment on column portal.evidence_pack.id is 'The id of the request; it blinds the heads of chains in the pack.';
comment on column portal.evidence_pack.brand_id is 'For which brand.';
comment on column portal.evidence_pack.from_month is 'First month.';
comment on column portal.evidence_pack.to_month is 'Last month.';
comment on column portal.evidence_pack.made_at is 'When.';
comment on column portal.evidence_pack.made_by is 'By whom: somebody of the brand, or a supervisor.';
comment on column portal.evidence_pack.cases is 'The cases in it: when the brand may not see one of them any more, the archive is given out no more.';
comment on column portal.evidence_pack.file_id is 'The finished archive; null until it is finished.';
comment on column portal.evidence_pack.zip_sha256 is 'Hash of the archive.';
create index evidence_pack_brand on portal.evidence_pack (brand_id, made_at desc);
create index evidence_pack_made_by on portal.evidence_pack (made_by);

alter table portal.evidence_pack enable row level security;
alter table portal.evidence_pack force row level security;
create policy evidence_pack_brand on portal.evidence_pack for select to authenticated
  using (brand_id = (select private.my_organization()) and (select private.my_role()) = 'brand');
create policy evidence_pack_supervisor on portal.evidence_pack for select to authenticated using ((select private.is_supervisor()));
create policy evidence_pack_keeper on portal.evidence_pack to portal_keeper using (true) with check (true);
grant select (id, brand_id, from_month, to_month, made_at, zip_sha256) on portal.evidence_pack to authenticated;
grant select, insert, update on portal.evidence_pack to portal_keeper;

create function private.evidence_seats(brand uuid) returns table (party_id uuid, case_id uuid, since timestamptz)
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
  select p.id, p.case_id, p.since
  from portal.party p join portal.case_ c on c.id = p.case_id
  where p.organization_id = evidence_seats.brand and p.side = 'brand' and p.until is null and not p.hidden
    and (not c.no_tip_off or p.basis = 'legal')
    and exists (select from portal.supply_link l where l.brand_id = p.organization_id and l.workplace_id = c.workplace_id and l.until is null)
$$;
alter function private.evidence_seats(uuid) owner to portal_keeper;
comment on function private.evidence_seats is 'The seats that a brand has in cases now: what its policies let it see, for a pack that a supervisor makes.';

create function private.evidence_facts(brand uuid, pack uuid, first date, last date) returns jsonb
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
  with mine as (
    select s.party_id, s.since, k.made_at, c.*, (c.first_answer_at at time zone w.time_zone)::date as answered_on,
      (c.closed_at at time zone w.time_zone)::date as closed_on, (s.since at time zone w.time_zone)::date as since_on,
      w.name as workplace, w.city, w.time_zone as tz
    from private.evidence_seats(evidence_facts.brand) s join portal.case_ c on c.id = s.case_id
    join portal.organization w on w.id = c.workplace_id
    -- A case that the brand learnt of after that is for the next pack.
    join portal.evidence_pack k on k.id = evidence_facts.pack and s.case_id = any (k.cases)
    where (s.since at time zone w.time_zone)::date <= evidence_facts.last
      and (c.closed_at is null or (c.closed_at at time zone w.time_zone)::date >= evidence_facts.first)
  )
  select jsonb_build_object(
    'brand', (select o.name from portal.organization o where o.id = evidence_facts.brand), 'first', evidence_facts.first, 'last', evidence_facts.last,
    'cases', (select coalesce(jsonb_agg(jsonb_build_object('reference', m.reference, 'workplace', m.workplace, 'city', m.city,
        'issues', (select jsonb_agg(i.code order by i.position) from portal.case_issue i where i.case_id = m.id), 'severity', m.severity,
        'phase', m.phase, 'known_since', m.since_on, 'answered_on', m.answered_on, 'closed_on', m.closed_on, 'closed_reason', m.closed_reason,
        'factory_done_on', (m.factory_done_at at time zone m.tz)::date, 'verified_on', (m.verified_at at time zone m.tz)::date,
        'worker_says', m.worker_says,
        'findings', (select coalesce(jsonb_agg(jsonb_build_object('code', f.code, 'outcome', f.outcome) order by f.code), '[]')
          from portal.finding f where f.case_id = m.id and f.told_at is not null),
        -- Blinded by the pack, and as it was when the pack was made: neither two packs nor one that is asked for again tell
        -- whether something happened in between that the brand may not see.
        'head', private.digest(evidence_facts.pack || '|' || (select e.hash from portal.event e
          where e.case_id = m.id and e.at <= m.made_at order by e.seq desc limit 1)))
      order by m.reference), '[]') from mine m),
    'clocks', (select coalesce(jsonb_agg(jsonb_build_object('reference', m.reference, 'kind', k.kind, 'owner', k.owner_side,
        'due_on', (k.due_at at time zone m.tz)::date, 'ended_on', (k.stopped_at at time zone m.tz)::date,
        'outcome', coalesce(k.outcome, case when k.paused_at is not null then 'resting' when k.due_at <= private.clock_now() then 'late'
          else 'running' end)) order by m.reference, k.due_at, k.kind, k.id), '[]')
      from mine m join portal.clock k on k.case_id = m.id and (k.for_party = m.party_id or 'brand' = any (k.sides))
      where k.basis <> 'law' and k.outcome is distinct from 'void'
        and (k.due_at at time zone m.tz)::date between evidence_facts.first and evidence_facts.last),
    'actions', (select coalesce(jsonb_agg(jsonb_build_object('reference', m.reference,
        'owner', case when a.owner_party = m.party_id then 'brand' else 'factory' end, 'due_on', a.due_on, 'state', a.state,
        'done_on', (a.done_at at time zone m.tz)::date, 'verified_on', (a.verified_at at time zone m.tz)::date, 'verifier', a.verifier)
        order by m.reference, a.due_on, a.made_at, a.id), '[]')
      from mine m join portal.action a on a.case_id = m.id and a.dropped_at is null
        and (a.owner_party = m.party_id or a.owner_side = 'factory')),
    'messages', (select count(*) from mine m join portal.release r on r.case_id = m.id and r.author_party = m.party_id
      where (r.posted_at at time zone m.tz)::date between evidence_facts.first and evidence_facts.last),
    'bulletins', (select jsonb_build_object('told', count(*), 'confirmed', count(r.acknowledged_at))
      from portal.bulletin_reader r where r.brand_id = evidence_facts.brand
        and exists (select from portal.supply_link l where l.brand_id = r.brand_id and l.workplace_id = r.workplace_id and l.until is null)
        and (r.told_at at time zone 'Asia/Shanghai')::date between evidence_facts.first and evidence_facts.last),
    'reports', (select jsonb_build_object('shared', count(*), 'answered', count(g.answered_at))
      from portal.grant_ g where g.from_brand = evidence_facts.brand
        and exists (select from portal.supply_link l where l.brand_id = g.from_brand and l.workplace_id = g.workplace_id and l.until is null)
        and (g.made_at at time zone 'Asia/Shanghai')::date between evidence_facts.first and evidence_facts.last))
$$;
alter function private.evidence_facts(uuid, uuid, date, date) owner to portal_keeper;
comment on function private.evidence_facts is
  'The content of a pack: the cases that a brand sees and that were open in these months, their clocks, actions and outcomes, in days, without words.';

create function private.make_evidence(pack uuid, from_month text, to_month text, brand uuid) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  me private.actor := private.me();
  owner uuid := case when me.role = 'brand' then me.organization else make_evidence.brand end;
  this_month date := date_trunc('month', private.clock_now() at time zone 'Asia/Shanghai')::date;
  first date := private.month_given(make_evidence.from_month, this_month);
  last date := private.month_given(make_evidence.to_month, this_month);
begin
  perform private.at_reports('{brand,supervisor}');
  if make_evidence.brand is distinct from owner and make_evidence.brand is not null
     or not exists (select from portal.organization o where o.id = owner and o.kind = 'brand' and o.ended_at is null) then
    perform private.refuse('404', 'absent', 'There is no such brand here for you.');
  end if;
  if first > last or last > this_month or last >= first + interval '3 years' then
    perform private.refuse('400', 'value_invalid', 'Choose months from one to a later one, three years at most.', '{"field": "month"}');
  end if;
  insert into portal.evidence_pack (id, brand_id, from_month, to_month, made_at, made_by, cases)
  values (make_evidence.pack, owner, first, last, private.clock_now(), me.person,
    array(select s.case_id from private.evidence_seats(owner) s order by s.case_id))
  on conflict (id) do nothing;
  -- Asked again after a lost answer, it is of the same hour.
  return (select private.evidence_facts(p.brand_id, p.id, p.from_month, (p.to_month + interval '1 month')::date - 1)
      || jsonb_build_object('pack', p.id, 'made_at', private.instant(p.made_at))
    from portal.evidence_pack p where p.id = make_evidence.pack and p.made_by = me.person);
end
$$;
alter function private.make_evidence(uuid, text, text, uuid) owner to portal_keeper;
comment on function private.make_evidence is 'Writes down that a pack is made, and answers with its content.';

create function private.finish_evidence(pack uuid, file uuid) returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  kept portal.sealed_file;
begin
  perform private.at_reports('{brand,supervisor}');
  if not exists (select from portal.evidence_pack p where p.id = finish_evidence.pack and p.made_by = private.my_person() and p.file_id is null) then
    perform private.refuse('404', 'absent', 'There is no such pack of yours. Make it anew.');
  end if;
  kept := private.bind_sealed_file(finish_evidence.file, 'pack');
  update portal.evidence_pack p set file_id = kept.id, zip_sha256 = kept.sha256 where p.id = finish_evidence.pack;
end
$$;
alter function private.finish_evidence(uuid, uuid) owner to portal_keeper;
comment on function private.finish_evidence is 'The archive of a pack is finished: its hash is written down.';

create function private.open_evidence(pack uuid) returns jsonb
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  one portal.evidence_pack;
begin
  perform private.at_reports('{brand,supervisor}');
  -- For whoever made it, for a day, and while the brand still sees every case of it: afterwards a fresh one says what holds then.
  select p.* into one from portal.evidence_pack p
  where p.id = open_evidence.pack and p.made_by = private.my_person() and p.file_id is not null
    and p.made_at > private.clock_now() - interval '1 day'
    and p.cases <@ array(select s.case_id from private.evidence_seats(p.brand_id) s);
  if one.id is null then
    perform private.refuse('404', 'absent', 'There is no archive here for you. Make it anew.');
  end if;
  return (select jsonb_build_object('key', f.key, 'name', f.name) from portal.sealed_file f where f.id = one.file_id);
end
$$;
alter function private.open_evidence(uuid) owner to portal_keeper;
comment on function private.open_evidence is 'Where the archive lies, for the person who made it within a day.';

create function private.evidence_packs() returns jsonb
language sql stable
as $$
  select jsonb_build_object('role', private.my_role(),
    'brands', case when private.is_supervisor() then (select coalesce(jsonb_agg(jsonb_build_object('id', o.id, 'name', o.name) order by o.name), '[]')
      from portal.organization o where o.kind = 'brand' and o.ended_at is null) else '[]' end,
    'packs', (select coalesce(jsonb_agg(jsonb_build_object('id', p.id, 'brand', o.name, 'first', p.from_month, 'last', p.to_month,
        'made_at', private.instant(p.made_at), 'sha256', p.zip_sha256) order by p.made_at desc, p.id), '[]')
      from (select x.id, x.brand_id, x.from_month, x.to_month, x.made_at, x.zip_sha256 from portal.evidence_pack x
        where x.zip_sha256 is not null order by x.made_at desc, x.id limit 20) p join portal.organization o on o.id = p.brand_id))
$$;
comment on function private.evidence_packs is 'The packs that were made for the caller''s brand, and for whom one can be made.';

create function private.evidence_heads(pack uuid) returns table (reference text, head text)
language sql stable
as $$
  select c.reference, private.digest(evidence_heads.pack || '|' || e.hash)
  from portal.event e join portal.case_ c on c.id = e.case_id
$$;
comment on function private.evidence_heads is 'Every head that a chain ever had, blinded as in that pack; for the owner of the database, who holds a pack against it.';

grant execute on function private.evidence_seats(uuid), private.evidence_facts(uuid, uuid, date, date)
to portal_keeper;
grant execute on function private.make_evidence(uuid, text, text, uuid), private.finish_evidence(uuid, uuid), private.open_evidence(uuid),
  private.evidence_packs() to authenticated;
