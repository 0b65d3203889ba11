-- The strike desk, and the bulletins of a brand. Each write answers with the view that follows.

create function api.strike_desk(strike uuid default null) returns jsonb
language sql stable
set search_path = pg_catalog, pg_temp
as $$ select private.strike_desk(strike_desk.strike) $$;
comment on function api.strike_desk is 'Strikes by level and site, tensions that nobody has opened, and one strike in full.';

create function api.open_strike(
  request_id uuid, workplace uuid, code text default null, unit text default null, started_on date default null
) returns jsonb
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  made uuid;
begin
  perform private.at_the_strike_desk();
  if private.done_before(open_strike.request_id, jsonb_build_array('open_strike', open_strike.workplace, open_strike.code, open_strike.unit,
      open_strike.started_on)::text) then
    made := private.strike_at(open_strike.workplace);
  else
    made := private.open_strike(open_strike.workplace, open_strike.code, open_strike.unit, open_strike.started_on);
  end if;
  return private.strike_desk(made);
end
$$;
comment on function api.open_strike is 'Opens a strike at L0. With a code, the open cases of the site with that cause are linked.';

create function private.strike_at(workplace uuid) returns uuid
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
  select s.id from portal.strike s where s.workplace_id = strike_at.workplace and private.is_desk() order by s.opened_at desc limit 1
$$;
alter function private.strike_at(uuid) owner to portal_keeper;
comment on function private.strike_at is 'The latest strike of a workplace, for the desk.';

create function api.describe_strike(
  request_id uuid, strike uuid, revision integer, unit text default null, size_low integer default null, size_high integer default null,
  spokes text default 'unknown', cause text default null
) returns jsonb
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  perform private.at_the_strike_desk();
  if not private.done_before(describe_strike.request_id, jsonb_build_array('describe_strike', describe_strike.strike, describe_strike.revision,
      describe_strike.unit, describe_strike.size_low, describe_strike.size_high, describe_strike.spokes, describe_strike.cause)::text) then
    perform private.describe_strike(describe_strike.strike, describe_strike.revision, describe_strike.unit, describe_strike.size_low,
      describe_strike.size_high, describe_strike.spokes, describe_strike.cause);
  end if;
  return private.strike_desk(describe_strike.strike);
end
$$;
comment on function api.describe_strike is 'Unit, size as a range, who speaks (a role) and the analysis of the cause.';

create function api.set_strike_level(request_id uuid, strike uuid, revision integer, level integer, reason text) returns jsonb
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  perform private.at_the_strike_desk();
  if not private.done_before(set_strike_level.request_id, jsonb_build_array('set_strike_level', set_strike_level.strike, set_strike_level.revision,
      set_strike_level.level, set_strike_level.reason)::text) then
    perform private.set_strike_level(set_strike_level.strike, set_strike_level.revision, set_strike_level.level, set_strike_level.reason);
  end if;
  return private.strike_desk(set_strike_level.strike);
end
$$;
comment on function api.set_strike_level is 'One step of the ladder, with its reason. The lowest level is tried first.';

create function api.record_strike_attempt(request_id uuid, strike uuid, with_whom text, outcome text, tried_on date default null) returns jsonb
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  perform private.at_the_strike_desk();
  if not private.done_before(record_strike_attempt.request_id, jsonb_build_array('record_strike_attempt', record_strike_attempt.strike,
      record_strike_attempt.with_whom, record_strike_attempt.outcome, record_strike_attempt.tried_on)::text) then
    perform private.try_strike(record_strike_attempt.strike, record_strike_attempt.with_whom, record_strike_attempt.outcome, record_strike_attempt.tried_on);
  end if;
  return private.strike_desk(record_strike_attempt.strike);
end
$$;
comment on function api.record_strike_attempt is 'With whom a solution was tried, and what came of it.';

create function api.set_strike_demand(request_id uuid, strike uuid, code text, outcome text default 'open') returns jsonb
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  perform private.at_the_strike_desk();
  if not private.done_before(set_strike_demand.request_id,
      jsonb_build_array('set_strike_demand', set_strike_demand.strike, set_strike_demand.code, set_strike_demand.outcome)::text) then
    perform private.demand(set_strike_demand.strike, set_strike_demand.code, set_strike_demand.outcome);
  end if;
  return private.strike_desk(set_strike_demand.strike);
end
$$;
comment on function api.set_strike_demand is 'Adds a demand by its code, or says what came of it.';

create function api.link_strike_case(request_id uuid, strike uuid, reference text, linked boolean default true) returns jsonb
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  one uuid;
begin
  perform private.at_the_strike_desk();
  select c.id into one from portal.case_ c where c.reference = link_strike_case.reference;
  if one is null then
    perform private.refuse('404', 'absent', 'There is no case here for you.');
  end if;
  if not private.done_before(link_strike_case.request_id,
      jsonb_build_array('link_strike_case', link_strike_case.strike, one, coalesce(link_strike_case.linked, true))::text) then
    if coalesce(link_strike_case.linked, true) then
      perform private.link_to_strike(one, link_strike_case.strike);
    else
      perform private.unlink_from_strike(one, link_strike_case.strike);
    end if;
  end if;
  return private.strike_desk(link_strike_case.strike);
end
$$;
comment on function api.link_strike_case is 'A case of the site belongs to a strike, or does not any more. Known to Handshake alone.';

create function api.end_strike(request_id uuid, strike uuid, revision integer) returns jsonb
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  perform private.at_the_strike_desk();
  if not private.done_before(end_strike.request_id, jsonb_build_array('end_strike', end_strike.strike, end_strike.revision)::text) then
    perform private.end_strike(end_strike.strike, end_strike.revision);
  end if;
  return private.strike_desk(end_strike.strike);
end
$$;
comment on function api.end_strike is 'The strike is over; Handshake watches for retaliation for 30 days and asks in every linked case.';

create function api.draft_bulletin(
  request_id uuid, strike uuid, facts text, unknown text, ask text, bulletin uuid default null, revision integer default null
) returns jsonb
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  perform private.at_the_strike_desk();
  if not private.done_before(draft_bulletin.request_id, jsonb_build_array('draft_bulletin', draft_bulletin.strike, draft_bulletin.facts,
      draft_bulletin.unknown, draft_bulletin.ask, draft_bulletin.bulletin, draft_bulletin.revision)::text) then
    perform private.draft_bulletin(draft_bulletin.strike, draft_bulletin.bulletin, draft_bulletin.revision, draft_bulletin.facts,
      draft_bulletin.unknown, draft_bulletin.ask);
  end if;
  return private.strike_desk(draft_bulletin.strike);
end
$$;
comment on function api.draft_bulletin is 'Writes a bulletin, or changes one that was not released yet: facts, unknown, ask.';

create function api.release_bulletin(request_id uuid, bulletin uuid, revision integer) returns jsonb
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  perform private.at_the_strike_desk();
  if not private.done_before(release_bulletin.request_id, jsonb_build_array('release_bulletin', release_bulletin.bulletin, release_bulletin.revision)::text) then
    -- On its own: an answer asked for in the same breath would still show the draft.
    perform private.release_bulletin(release_bulletin.bulletin, release_bulletin.revision);
  end if;
  return private.strike_desk(private.strike_of_bulletin(release_bulletin.bulletin));
end
$$;
comment on function api.release_bulletin is 'Somebody else than its author gives a bulletin to the brands that source from the site now.';

create function private.strike_of_bulletin(bulletin uuid) returns uuid
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$ select b.strike_id from portal.bulletin b where b.id = strike_of_bulletin.bulletin and private.is_desk() $$;
alter function private.strike_of_bulletin(uuid) owner to portal_keeper;
comment on function private.strike_of_bulletin is 'The strike that a bulletin is about, for the desk.';

create function api.bulletins() returns jsonb
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
  if private.my_role() is distinct from 'brand' then
    perform private.refuse('403', 'not_allowed', 'Bulletins go to brands.');
  end if;
  return private.my_bulletins();
end
$$;
comment on function api.bulletins is 'Bulletins about strikes at sites that the caller''s brand sources from.';

create function api.acknowledge_bulletin(request_id uuid, bulletin uuid) returns jsonb
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  if private.my_role() is distinct from 'brand' then
    perform private.refuse('403', 'not_allowed', 'Bulletins go to brands.');
  end if;
  if not private.done_before(acknowledge_bulletin.request_id, jsonb_build_array('acknowledge_bulletin', acknowledge_bulletin.bulletin)::text) then
    perform private.acknowledge_bulletin(acknowledge_bulletin.bulletin);
  end if;
  return private.my_bulletins();
end
$$;
comment on function api.acknowledge_bulletin is 'A brand confirms that it received a bulletin.';

grant execute on function private.strike_at(uuid), private.strike_of_bulletin(uuid) to authenticated;
grant execute on function api.strike_desk(uuid), api.open_strike(uuid, uuid, text, text, date),
  api.describe_strike(uuid, uuid, integer, text, integer, integer, text, text), api.set_strike_level(uuid, uuid, integer, integer, text),
  api.record_strike_attempt(uuid, uuid, text, text, date), api.set_strike_demand(uuid, uuid, text, text),
  api.link_strike_case(uuid, uuid, text, boolean), api.end_strike(uuid, uuid, integer),
  api.draft_bulletin(uuid, uuid, text, text, text, uuid, integer), api.release_bulletin(uuid, uuid, integer),
  api.bulletins(), api.acknowledge_bulletin(uuid, uuid) to authenticated;
