-- Who is told: what happens in a case becomes notices in the same transaction, and time alone brings others.

create function private.tg_event__notify() returns trigger
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  if not exists (select from portal.notice_rule r where r.event = new.kind) then
    return null;
  end if;
  insert into portal.notice (person_id, kind, case_id, thing, at)
  select w.id, r.kind, case when not r.gathered then new.case_id end,
    case when r.gathered then (new.at at time zone o.time_zone)::date::text
      -- Three findings of one minute are one piece of news.
      else coalesce(new.facts ->> 'message', new.facts ->> 'unlock', new.facts ->> 'decision', private.instant(new.at)) end, new.at
  from portal.notice_rule r
  join portal.case_ c on c.id = new.case_id
  join portal.party p on p.case_id = c.id and p.side = r.side and p.until is null and not p.hidden
  join portal.organization o on o.id = p.organization_id and o.ended_at is null
  join portal.person w on w.organization_id = o.id and w.suspended_at is null and w.user_id is not null
  where r.event = new.kind and new.facts @> r.facts and (r.roles is null or w.role = any (r.roles))
    -- Nobody is told what he did himself.
    and w.id is distinct from new.actor_person
    and (p.side = 'handshake' or p.id = any (new.audience))
    -- A party is hidden a moment after the flag of its case: nothing is written for it in between.
    and (not c.no_tip_off or p.side = 'handshake' or (p.side = 'brand' and p.basis = 'legal'))
    and case r.to_whom
      when 'reader' then p.id is distinct from (select m.author_party from portal.message m where m.id = (new.facts ->> 'message')::uuid)
      when 'organization' then p.organization_id::text = new.facts ->> 'organization'
      when 'owner' then exists (select from portal.action a where a.case_id = c.id and a.owner_party = p.id and a.dropped_at is null
        and (new.facts ->> 'action' is null or a.id::text = new.facts ->> 'action'))
      when 'second' then (new.facts ->> 'role' = 'anybody' or w.role = new.facts ->> 'role')
        and not exists (select from portal.protocol_voice v where v.person_id = w.id
          and v.protocol_id::text || ' ' || v.about = new.facts ->> 'decision')
      when 'asker' then w.id = (select u.asked_by from portal.unlock u where u.id = (new.facts ->> 'unlock')::uuid)
      else true end
  -- In one order: two cases that tell the same people wait for one another, not each for the other.
  order by w.id
  on conflict do nothing;
  return null;
end
$$;
alter function private.tg_event__notify() owner to portal_keeper;
comment on function private.tg_event__notify is
  'Tells the people of those parties that may see an event now, never its author. What was hidden is not told later either.';
create trigger notify after insert on portal.event
  for each row execute function private.tg_event__notify();

create function private.tg_read_mark__seen() returns trigger
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  update portal.notice n set read_at = new.seen_at
  from portal.party p
  where p.id = new.party_id and n.case_id = p.case_id and n.person_id = new.reader and n.read_at is null;
  return null;
end
$$;
alter function private.tg_read_mark__seen() owner to portal_keeper;
comment on function private.tg_read_mark__seen is 'Whoever opens a case has seen what its notices spoke of.';
create trigger seen after insert or update on portal.read_mark
  for each row execute function private.tg_read_mark__seen();

create function private.tg_bulletin_reader__notify() returns trigger
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  insert into portal.notice (person_id, kind, workplace_id, thing, at)
  select w.id, 'bulletin', new.workplace_id, new.bulletin_id::text, private.clock_now()
  from portal.person w join portal.organization o on o.id = w.organization_id and o.ended_at is null
  where w.organization_id = new.brand_id and w.suspended_at is null and w.user_id is not null
  order by w.id
  on conflict do nothing;
  return null;
end
$$;
alter function private.tg_bulletin_reader__notify() owner to portal_keeper;
comment on function private.tg_bulletin_reader__notify is 'Tells a brand that there is a strike bulletin for it.';
create trigger notify after insert on portal.bulletin_reader
  for each row execute function private.tg_bulletin_reader__notify();

create function private.notice_clocks(at timestamptz) returns integer
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  told integer;
begin
  insert into portal.notice (person_id, kind, case_id, thing, at)
  select w.id, case when k.due_at <= notice_clocks.at then 'overdue' else 'due_soon' end, k.case_id, k.id::text, notice_clocks.at
  from portal.clock k
  join portal.case_ c on c.id = k.case_id and private.open_state(c.state)
  join portal.party p on p.case_id = c.id and p.side = k.owner_side and p.until is null and not p.hidden
    and (p.id = k.for_party or (k.for_party is null and p.side = any (k.sides)))
  join portal.organization o on o.id = p.organization_id and o.ended_at is null
  join portal.person w on w.organization_id = o.id and w.suspended_at is null and w.user_id is not null
  where k.stopped_at is null and k.paused_at is null and k.basis <> 'law' and k.owner_side in ('factory', 'brand')
    and (not c.no_tip_off or (p.side = 'brand' and p.basis = 'legal'))
    -- What ran out long ago was told then, or nobody was there to be told: after a pause of the job nobody is flooded.
    and k.due_at > notice_clocks.at - interval '7 days'
    and notice_clocks.at >= k.due_at - least(interval '24 hours', (k.due_at - k.started_at) / 4)
    -- A step of escalation says the same with more weight.
    and (k.due_at > notice_clocks.at or k.escalation = 0)
  order by w.id
  on conflict do nothing;
  get diagnostics told = row_count;
  return told;
end
$$;
alter function private.notice_clocks(timestamptz) owner to portal_keeper;
comment on function private.notice_clocks is
  'Tells once that a deadline of one''s own comes near (a day before, or in its last quarter), and once that it passed.';
grant execute on function private.notice_clocks(timestamptz) to portal_keeper;
