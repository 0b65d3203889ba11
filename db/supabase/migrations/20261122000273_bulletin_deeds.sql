-- A bulletin is written by one of the desk, released by another, and confirmed by each brand for itself.

create function private.draft_bulletin(strike uuid, bulletin uuid, revision integer, facts text, unknown text, ask text) returns uuid
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  held portal.strike := private.strike_held(strike);
  kept portal.bulletin;
  words text[] := array[private.strike_words(draft_bulletin.facts, 'facts', 3000),
    private.strike_words(draft_bulletin.unknown, 'unknown', 3000), private.strike_words(draft_bulletin.ask, 'ask', 3000)];
  made uuid := draft_bulletin.bulletin;
begin
  if private.asks_to_withdraw(words[3]) or private.asks_to_withdraw(words[1]) or private.asks_to_withdraw(words[2]) then
    perform private.refuse('403', 'guard_order_withdrawal', 'A bulletin never asks a brand to take orders away: those who work there would pay for it.');
  end if;
  if made is null then
    insert into portal.bulletin (strike_id, workplace_id, level, facts, unknown, ask, drafted_at, drafted_by)
    values (held.id, held.workplace_id, held.level, words[1], words[2], words[3], private.clock_now(), private.my_person())
    returning id into made;
    return made;
  end if;
  select b.* into kept from portal.bulletin b where b.id = made and b.strike_id = held.id for update;
  if kept.id is null then
    perform private.refuse('404', 'absent', 'There is no bulletin here for you.');
  end if;
  if kept.released_at is not null or kept.revision is distinct from draft_bulletin.revision then
    perform private.refuse('409', 'revision_stale', 'Somebody changed or released this bulletin.', jsonb_build_object('revision', kept.revision));
  end if;
  update portal.bulletin b set facts = words[1], unknown = words[2], ask = words[3], level = held.level,
    drafted_at = private.clock_now(), drafted_by = private.my_person(), revision = b.revision + 1
  where b.id = kept.id;
  return made;
end
$$;
alter function private.draft_bulletin(uuid, uuid, integer, text, text, text) owner to portal_keeper;
comment on function private.draft_bulletin is 'Writes a bulletin, or changes one that was not released yet.';

create function private.release_bulletin(bulletin uuid, revision integer) returns uuid
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  kept portal.bulletin;
  held portal.strike;
begin
  perform private.at_the_strike_desk();
  select s.* into held from portal.strike s join portal.bulletin b on b.strike_id = s.id where b.id = release_bulletin.bulletin for update of s;
  select b.* into kept from portal.bulletin b where b.id = release_bulletin.bulletin for update;
  if kept.id is null then
    perform private.refuse('404', 'absent', 'There is no bulletin here for you.');
  end if;
  if kept.released_at is not null or kept.revision is distinct from release_bulletin.revision then
    perform private.refuse('409', 'revision_stale', 'Somebody changed or released this bulletin.', jsonb_build_object('revision', kept.revision));
  end if;
  if kept.drafted_by is not distinct from private.my_person() then
    perform private.refuse('403', 'guard_second_person', 'Somebody else of the desk releases what you wrote.');
  end if;
  if kept.level <> held.level then
    perform private.refuse('403', 'guard_level_changed', 'The level changed since this was written. Bring the bulletin up to date.',
      jsonb_build_object('from', kept.level, 'to', held.level));
  end if;
  update portal.bulletin b set released_at = private.clock_now(), released_by = private.my_person(), revision = b.revision + 1 where b.id = kept.id;
  insert into portal.bulletin_reader (bulletin_id, brand_id, workplace_id, told_at)
  select kept.id, l.brand_id, kept.workplace_id, private.clock_now()
  from portal.supply_link l join portal.organization o on o.id = l.brand_id and o.ended_at is null
  where l.workplace_id = kept.workplace_id and l.until is null
  on conflict do nothing;
  return held.id;
end
$$;
alter function private.release_bulletin(uuid, integer) owner to portal_keeper;
comment on function private.release_bulletin is
  'Somebody else than its author gives a bulletin to each brand that sources from the site at this moment.';

create function private.acknowledge_bulletin(bulletin uuid) returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  me private.actor := private.me();
begin
  update portal.bulletin_reader r
  set acknowledged_at = coalesce(r.acknowledged_at, private.clock_now()), acknowledged_by = coalesce(r.acknowledged_by, me.person)
  where r.bulletin_id = acknowledge_bulletin.bulletin and r.brand_id = me.organization and me.role = 'brand' and not private.previewing()
    and exists (select from portal.supply_link l where l.brand_id = r.brand_id and l.workplace_id = r.workplace_id and l.until is null);
  if not found then
    perform private.refuse('404', 'absent', 'There is no bulletin here for you.');
  end if;
end
$$;
alter function private.acknowledge_bulletin(uuid) owner to portal_keeper;
comment on function private.acknowledge_bulletin is 'A brand confirms that it received a bulletin; the first time counts.';

create function private.my_bulletins() returns jsonb
language sql stable
as $$
  select jsonb_build_object('bulletins', coalesce(jsonb_agg(jsonb_build_object('id', b.id, 'level', b.level,
      'workplace', private.organization_json(o), 'facts', b.facts, 'unknown', b.unknown, 'ask', b.ask,
      'released_at', private.instant(b.released_at), 'acknowledged_at', private.instant(r.acknowledged_at))
    order by r.acknowledged_at is not null, b.released_at desc, b.id), '[]'))
  from portal.bulletin_reader r join portal.bulletin b on b.id = r.bulletin_id join portal.organization o on o.id = b.workplace_id
$$;
comment on function private.my_bulletins is 'The bulletins that the caller''s brand was given, those first that it has not confirmed. Who else got them is not told.';
grant execute on function private.draft_bulletin(uuid, uuid, integer, text, text, text), private.release_bulletin(uuid, integer),
  private.acknowledge_bulletin(uuid), private.my_bulletins() to authenticated;
