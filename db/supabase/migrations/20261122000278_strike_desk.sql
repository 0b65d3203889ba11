-- What the strike desk shows: a list, tensions that nobody has opened yet, and one strike in full. For the desk alone.

create index case_open on portal.case_ (workplace_id) where private.open_state(state);

create function private.strike_row(one portal.strike) returns jsonb
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
  select jsonb_build_object('id', one.id, 'workplace', (select private.organization_json(o) from portal.organization o where o.id = one.workplace_id),
    'level', one.level, 'started_at', private.instant(one.started_at), 'ended_at', private.instant(one.ended_at),
    'unit', one.unit, 'size_low', one.size_low, 'size_high', one.size_high,
    'watch_until', private.instant(one.watch_until), 'watch_over_at', private.instant(one.watch_over_at),
    'demands', (select coalesce(jsonb_agg(jsonb_build_object('code', d.code, 'outcome', d.outcome) order by d.set_at, d.code), '[]')
      from portal.strike_demand d where d.strike_id = one.id),
    'cases', (select count(*) from portal.strike_case l where l.strike_id = one.id and l.unlinked_at is null),
    'drafts', (select count(*) from portal.bulletin b where b.strike_id = one.id and b.released_at is null))
$$;
alter function private.strike_row(portal.strike) owner to portal_keeper;
comment on function private.strike_row is 'A strike as the list shows it.';

create function private.strike_cases(one portal.strike) returns jsonb
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
  select coalesce(jsonb_agg(jsonb_build_object('reference', c.reference, 'state', c.state, 'severity', c.severity, 'linked', l.id is not null,
      'issues', (select jsonb_agg(i.code order by i.position) from portal.case_issue i where i.case_id = c.id),
      -- DOMAIN 4: level 2 or more is severity 2. It is proposed, never set: a jump in a factory's list would tell of the link.
      'severity_due', l.id is not null and one.level >= 2 and c.severity > 2 and private.open_state(c.state),
      'check_in', (select private.check_in_json(k) from portal.check_in k where k.case_id = c.id and k.strike_id = one.id
        order by k.due_at desc limit 1))
    order by l.id is null, l.linked_at, c.reference), '[]')
  from portal.case_ c left join portal.strike_case l on l.case_id = c.id and l.unlinked_at is null
  where c.workplace_id = one.workplace_id and (l.strike_id = one.id or (l.id is null and private.open_state(c.state)
    and exists (select from portal.case_issue i join portal.strike_demand d on d.strike_id = one.id and d.code = i.code where i.case_id = c.id)))
$$;
alter function private.strike_cases(portal.strike) owner to portal_keeper;
comment on function private.strike_cases is 'The linked cases of a strike, then the open ones of the site that share a demand.';

create function private.strike_full(one portal.strike) returns jsonb
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
  select private.strike_row(one) || jsonb_build_object('revision', one.revision, 'spokes', one.spokes, 'cause', one.cause,
    'linked', private.strike_cases(one),
    'ladder', (select coalesce(jsonb_agg(jsonb_build_object('from_level', h.from_level, 'to_level', h.to_level, 'reason', h.reason,
        'at', private.instant(h.at), 'by', p.name) order by h.at, h.to_level), '[]')
      from portal.strike_level_change h left join portal.person p on p.id = h.changed_by where h.strike_id = one.id),
    'attempts', (select coalesce(jsonb_agg(jsonb_build_object('with_whom', a.with_whom, 'outcome', a.outcome, 'tried_on', a.tried_on, 'level', a.level)
        order by a.tried_on, a.recorded_at), '[]')
      from portal.strike_attempt a where a.strike_id = one.id),
    'bulletins', (select coalesce(jsonb_agg(jsonb_build_object('id', b.id, 'level', b.level, 'facts', b.facts, 'unknown', b.unknown, 'ask', b.ask,
        'revision', b.revision, 'drafted_by', w.name, 'mine', b.drafted_by is not distinct from private.my_person(),
        'drafted_at', private.instant(b.drafted_at), 'released_by', q.name, 'released_at', private.instant(b.released_at),
        'readers', (select coalesce(jsonb_agg(jsonb_build_object('name', o.name, 'acknowledged_at', private.instant(r.acknowledged_at)) order by o.name), '[]')
          from portal.bulletin_reader r join portal.organization o on o.id = r.brand_id where r.bulletin_id = b.id)) order by b.drafted_at desc, b.id), '[]')
      from portal.bulletin b left join portal.person w on w.id = b.drafted_by left join portal.person q on q.id = b.released_by
      where b.strike_id = one.id),
    'brands', (select coalesce(jsonb_agg(o.name order by o.name), '[]') from portal.supply_link l
      join portal.organization o on o.id = l.brand_id and o.ended_at is null where l.workplace_id = one.workplace_id and l.until is null))
$$;
alter function private.strike_full(portal.strike) owner to portal_keeper;
comment on function private.strike_full is 'Everything that is known of one strike.';

create function private.strike_desk(strike uuid) returns jsonb
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  chosen portal.strike;
begin
  perform private.at_the_strike_desk();
  if strike_desk.strike is not null then
    select s.* into chosen from portal.strike s where s.id = strike_desk.strike;
    if chosen.id is null then
      perform private.refuse('404', 'absent', 'There is no strike here for you.');
    end if;
  end if;
  return jsonb_build_object(
    'strikes', (select coalesce(jsonb_agg(private.strike_row(s) order by s.ended_at is not null, s.watch_over_at is not null, s.level desc, s.started_at desc, s.id), '[]')
      from (select t.* from portal.strike t order by t.ended_at is not null, t.started_at desc limit 100) s),
    'tensions', private.tensions(),
    'chosen', case when chosen.id is not null then private.strike_full(chosen) end);
end
$$;
alter function private.strike_desk(uuid) owner to portal_keeper;
comment on function private.strike_desk is 'The list of strikes, sites with tension, and the chosen strike.';
grant execute on function private.strike_row(portal.strike), private.strike_cases(portal.strike), private.strike_full(portal.strike)
to portal_keeper;
grant execute on function private.strike_desk(uuid) to authenticated;
