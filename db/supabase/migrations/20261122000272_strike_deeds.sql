-- What the strike desk does. Every deed asks first whether its caller runs the desk.

create function private.at_the_strike_desk() returns void
language plpgsql stable
as $$
begin
  if not private.is_desk() or private.previewing() then
    perform private.refuse('403', 'not_allowed', 'Only coordinators run the strike desk.');
  end if;
end
$$;
comment on function private.at_the_strike_desk is 'Refuses whoever is no coordinator or supervisor.';

create function private.strike_held(strike uuid, revision integer default null) returns portal.strike
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  one portal.strike;
begin
  perform private.at_the_strike_desk();
  select s.* into one from portal.strike s where s.id = strike_held.strike for update;
  if one.id is null then
    perform private.refuse('404', 'absent', 'There is no strike here for you.');
  end if;
  if strike_held.revision is not null and one.revision <> strike_held.revision then
    perform private.refuse('409', 'revision_stale', 'Somebody changed this strike. You see the new state now.',
      jsonb_build_object('revision', one.revision));
  end if;
  return one;
end
$$;
alter function private.strike_held(uuid, integer) owner to portal_keeper;
comment on function private.strike_held is 'The strike, locked for a deed of the desk; refuses everybody else and a stale revision.';

create function private.strike_tells_cases(strike uuid) returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  cases uuid[];
begin
  -- The badge of Handshake's own list alone changes: no other list, hour or count moves.
  with marked as (
    update portal.case_ c set strike_level = s.level
    from portal.strike_case l join portal.strike s on s.id = l.strike_id
    where l.strike_id = strike_tells_cases.strike and l.unlinked_at is null and c.id = l.case_id and c.strike_level is distinct from s.level
    returning c.id
  )
  select array_agg(m.id) into cases from marked m;
  if cases is not null then
    perform private.refresh_parties(cases);
  end if;
end
$$;
alter function private.strike_tells_cases(uuid) owner to portal_keeper;
comment on function private.strike_tells_cases is 'Brings the level of a strike to its linked cases.';

create function private.link_to_strike(one_case uuid, strike uuid) returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  held portal.strike := private.strike_held(strike);
  one portal.case_;
begin
  select c.* into one from portal.case_ c where c.id = one_case for update;
  if one.id is null or one.workplace_id <> held.workplace_id then
    perform private.refuse('403', 'guard_other_workplace', 'That case is about another workplace.');
  end if;
  if exists (select from portal.strike_case l where l.case_id = one.id and l.unlinked_at is null) then
    perform private.refuse('409', 'case_state_changed', 'That case belongs to a strike already.', '{"linked": true}');
  end if;
  insert into portal.strike_case (strike_id, case_id, linked_at, linked_by) values (held.id, one.id, private.clock_now(), private.my_person());
  perform private.record(one.id, 'strike_linked', jsonb_build_object('level', held.level));
  perform private.strike_tells_cases(held.id);
  if held.ended_at is not null and held.watch_over_at is null then
    perform private.watch_case(one.id, held.id);
  end if;
end
$$;
alter function private.link_to_strike(uuid, uuid) owner to portal_keeper;
comment on function private.link_to_strike is 'A case of the same workplace belongs to a strike from now on; known to Handshake alone.';

create function private.unlink_from_strike(one_case uuid, strike uuid) returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  held portal.strike := private.strike_held(strike);
begin
  perform from portal.case_ c where c.id = one_case for update;
  update portal.strike_case l set unlinked_at = private.clock_now()
  where l.strike_id = held.id and l.case_id = one_case and l.unlinked_at is null;
  if not found then
    return;
  end if;
  update portal.case_ c set strike_level = null where c.id = one_case;
  perform private.record(one_case, 'strike_unlinked');
  perform private.unwatch_case(one_case, held.id);
  perform private.refresh_parties(array[one_case]);
end
$$;
alter function private.unlink_from_strike(uuid, uuid) owner to portal_keeper;
comment on function private.unlink_from_strike is 'A case was linked to a strike by mistake.';

create function private.open_strike(workplace uuid, code text, unit text, started_on date) returns uuid
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  site portal.organization;
  made uuid;
  one uuid;
  zone text;
begin
  perform private.at_the_strike_desk();
  select o.* into site from portal.organization o where o.id = open_strike.workplace and o.kind = 'workplace';
  zone := private.zone_of(site.id);
  if site.id is null then
    perform private.refuse('400', 'value_invalid', 'Choose a workplace.', '{"field": "workplace"}');
  end if;
  if open_strike.code is not null and not exists (select from portal.issue_code i where i.code = open_strike.code and i.code <> 'X0') then
    perform private.refuse('400', 'value_invalid', 'Choose what it is about.', '{"field": "code"}');
  end if;
  if open_strike.started_on < date '2000-01-01' or open_strike.started_on > (private.clock_now() at time zone zone)::date then
    perform private.refuse('400', 'value_invalid', 'It cannot begin on that day.', '{"field": "started_on"}');
  end if;
  insert into portal.strike (workplace_id, level, started_at, unit, opened_at, opened_by)
  values (site.id, 0, coalesce(open_strike.started_on::timestamp at time zone zone, private.clock_now()),
    case when open_strike.unit is not null then private.strike_words(open_strike.unit, 'unit', 200) end, private.clock_now(), private.my_person())
  on conflict do nothing returning id into made;
  if made is null then
    perform private.refuse('409', 'strike_open', 'A strike of this workplace is open already.');
  end if;
  insert into portal.strike_level_change (strike_id, to_level, reason, at, changed_by) values (made, 0, 'opened', private.clock_now(), private.my_person());
  if open_strike.code is not null then
    insert into portal.strike_demand (strike_id, code, set_at, set_by) values (made, open_strike.code, private.clock_now(), private.my_person());
    for one in
      select c.id from portal.case_ c join portal.case_issue i on i.case_id = c.id and i.code = open_strike.code
      where c.workplace_id = site.id and private.open_state(c.state)
        and not exists (select from portal.strike_case l where l.case_id = c.id and l.unlinked_at is null) order by c.id
    loop
      perform private.link_to_strike(one, made);
    end loop;
  end if;
  return made;
end
$$;
alter function private.open_strike(uuid, text, text, date) owner to portal_keeper;
comment on function private.open_strike is 'Opens a strike at L0; with a code, that is its first demand and the open cases of the site with it are linked.';

create function private.describe_strike(strike uuid, revision integer, unit text, size_low integer, size_high integer, spokes text, cause text) returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  held portal.strike := private.strike_held(strike, coalesce(revision, 0));
begin
  if (describe_strike.spokes in ('unknown', 'nobody', 'everybody', 'representatives', 'union', 'committee')) is not true then
    perform private.refuse('400', 'value_invalid', 'Choose who speaks: a role, never a name.', '{"field": "spokes"}');
  end if;
  if (describe_strike.size_low is null) <> (describe_strike.size_high is null)
     or (describe_strike.size_low between 1 and 2000000 and describe_strike.size_high between 2 and 2000000
       and describe_strike.size_low < describe_strike.size_high) is false then
    perform private.refuse('400', 'value_invalid', 'Give the number of people as a range.', '{"field": "size"}');
  end if;
  update portal.strike s set size_low = describe_strike.size_low, size_high = describe_strike.size_high, spokes = describe_strike.spokes,
    unit = case when btrim(coalesce(describe_strike.unit, '')) <> '' then private.strike_words(describe_strike.unit, 'unit', 200) end,
    cause = case when btrim(coalesce(describe_strike.cause, '')) <> '' then private.strike_words(describe_strike.cause, 'cause', 4000) end,
    revision = s.revision + 1
  where s.id = held.id;
end
$$;
alter function private.describe_strike(uuid, integer, text, integer, integer, text, text) owner to portal_keeper;
comment on function private.describe_strike is 'Where, how many, who speaks, and why: all without a person.';

create function private.try_strike(strike uuid, with_whom text, outcome text, tried_on date) returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  held portal.strike := private.strike_held(strike);
  today date := (private.clock_now() at time zone private.zone_of(held.workplace_id))::date;
begin
  if (try_strike.with_whom in ('team_leader', 'hr', 'manager', 'owner', 'union', 'brand', 'authority')
      and try_strike.outcome in ('solved', 'partly', 'promised', 'refused', 'no_answer')
      and coalesce(try_strike.tried_on, today) between date '2000-01-01' and today) is not true then
    perform private.refuse('400', 'value_invalid', 'Choose with whom, on which day, and what came of it.', '{"field": "with_whom"}');
  end if;
  insert into portal.strike_attempt (strike_id, level, with_whom, outcome, tried_on, recorded_at, recorded_by)
  values (held.id, held.level, try_strike.with_whom, try_strike.outcome, coalesce(try_strike.tried_on, today), private.clock_now(), private.my_person());
end
$$;
alter function private.try_strike(uuid, text, text, date) owner to portal_keeper;
comment on function private.try_strike is 'Writes down with whom a solution was tried, and what came of it.';

create function private.set_strike_level(strike uuid, revision integer, level integer, reason text) returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  held portal.strike := private.strike_held(strike, coalesce(revision, 0));
begin
  if (set_strike_level.level between 0 and 4 and set_strike_level.level <> held.level
      and set_strike_level.reason in ('grew', 'violence', 'lockout', 'police', 'other_sites', 'calmed')
      and (set_strike_level.reason = 'calmed') = (set_strike_level.level < held.level)) is not true then
    perform private.refuse('400', 'value_invalid', 'Choose another level and why.', '{"field": "level"}');
  end if;
  if held.ended_at is not null then
    perform private.refuse('409', 'case_state_changed', 'This strike is over.', '{"ended": true}');
  end if;
  -- Lowest first (DOMAIN 8), except where waiting would cost somebody's health or wages of the day.
  if set_strike_level.level > held.level and set_strike_level.reason not in ('violence', 'lockout')
     and not exists (select from portal.strike_attempt a where a.strike_id = held.id and a.with_whom = 'team_leader') then
    perform private.refuse('403', 'guard_lowest_level_first', 'Write down first what was tried with the team leader.',
      jsonb_build_object('from', held.level, 'to', set_strike_level.level, 'missing', jsonb_build_array('team_leader')));
  end if;
  insert into portal.strike_level_change (strike_id, from_level, to_level, reason, at, changed_by)
  values (held.id, held.level, set_strike_level.level, set_strike_level.reason, private.clock_now(), private.my_person());
  update portal.strike s set level = set_strike_level.level, revision = s.revision + 1 where s.id = held.id;
  perform private.strike_tells_cases(held.id);
end
$$;
alter function private.set_strike_level(uuid, integer, integer, text) owner to portal_keeper;
comment on function private.set_strike_level is 'One step of the ladder, up or down. Up needs that the lowest level was tried, unless there is violence or a lockout.';

create function private.demand(strike uuid, code text, outcome text) returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  held portal.strike := private.strike_held(strike);
begin
  if (demand.outcome in ('open', 'met', 'partly', 'refused')) is not true
     or not exists (select from portal.issue_code i where i.code = demand.code and i.code not like 'X%') then
    perform private.refuse('400', 'value_invalid', 'Choose what is demanded and what came of it.', '{"field": "code"}');
  end if;
  insert into portal.strike_demand as d (strike_id, code, outcome, set_at, set_by)
  values (held.id, demand.code, demand.outcome, private.clock_now(), private.my_person())
  on conflict on constraint strike_demand_pkey do update set outcome = excluded.outcome, set_at = excluded.set_at, set_by = excluded.set_by;
end
$$;
alter function private.demand(uuid, text, text) owner to portal_keeper;
comment on function private.demand is 'Adds a demand, or says what came of it.';

create function private.end_strike(strike uuid, revision integer) returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  held portal.strike := private.strike_held(strike, coalesce(revision, 0));
begin
  if held.ended_at is not null then
    perform private.refuse('409', 'case_state_changed', 'This strike is over.', '{"ended": true}');
  end if;
  update portal.strike s set ended_at = private.clock_now(), watch_until = private.clock_now() + (private.rule_of('watch', 2)).span, revision = s.revision + 1
  where s.id = held.id;
  perform private.watch_case(l.case_id, held.id)
  from (select c.case_id from portal.strike_case c where c.strike_id = held.id and c.unlinked_at is null order by c.case_id) l;
end
$$;
alter function private.end_strike(uuid, integer) owner to portal_keeper;
comment on function private.end_strike is 'The strike is over; the watch for retaliation begins.';
grant execute on function private.at_the_strike_desk() to authenticated, portal_keeper;
grant execute on function private.strike_held(uuid, integer), private.strike_tells_cases(uuid) to portal_keeper;
grant execute on function private.link_to_strike(uuid, uuid), private.unlink_from_strike(uuid, uuid), private.open_strike(uuid, text, text, date),
  private.describe_strike(uuid, integer, text, integer, integer, text, text), private.try_strike(uuid, text, text, date),
  private.set_strike_level(uuid, integer, integer, text), private.demand(uuid, text, text), private.end_strike(uuid, integer) to authenticated;
