-- The room of zero tolerance, as Handshake calls it. A view is one call; what a deed answers with is the next view.

create function private.protocol_room(one_case uuid default null) returns jsonb
language sql stable
as $$
  select jsonb_build_object('protocols', private.protocol_list(), 'chosen', case when one_case is not null
    then private.protocol_whole(one_case) end)
$$;
comment on function private.protocol_room is 'The protocols of Handshake, and one of them in full.';

create function private.first_protocol() returns text
language sql stable
as $$ select p ->> 'reference' from jsonb_array_elements(private.protocol_list()) with ordinality as l (p,
  place) order by l.place limit 1 $$;
comment on function private.first_protocol is 'The case whose protocol is due first, for Handshake; null when none runs.';

create function private.protocol_case(reference text) returns uuid
language plpgsql stable
as $$
begin
  -- Asked before the case is looked for: to everybody else every case answers the same.
  if not private.is_handshake() then
    perform private.refuse('403', 'not_allowed', 'Only Handshake works here.');
  end if;
  if protocol_case.reference is null then
    return null;
  end if;
  return private.my_case(protocol_case.reference);
end
$$;
comment on function private.protocol_case is 'A case for a deed of Handshake; a factory learns nothing by naming one.';

create function api.zero_tolerance(reference text default null) returns jsonb
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
  if not private.is_handshake() then
    perform private.refuse('403', 'not_allowed', 'Only Handshake works here.');
  end if;
  -- Nobody named: the one whose clock ends first.
  return private.protocol_room(private.protocol_case(coalesce(zero_tolerance.reference, private.first_protocol())));
end
$$;
comment on function api.zero_tolerance is 'The protocols that run, by their clocks, and one of them in full.';

create function api.raise_zero_tolerance(request_id uuid, reference text, revision integer, ground text, words text) returns jsonb
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  one uuid := private.protocol_case(raise_zero_tolerance.reference);
begin
  if not private.done_before(raise_zero_tolerance.request_id, jsonb_build_array('raise_zero_tolerance', one,
    raise_zero_tolerance.revision,
      raise_zero_tolerance.ground, raise_zero_tolerance.words)::text) then
    perform private.suspect_zero_tolerance(one, raise_zero_tolerance.revision, raise_zero_tolerance.ground,
      raise_zero_tolerance.words);
  end if;
  return private.page_of(one);
end
$$;
comment on function api.raise_zero_tolerance is 'A coordinator raises zero tolerance on suspicion, with a reason.';

create function api.acknowledge_protocol(request_id uuid, reference text) returns jsonb
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  one uuid := private.my_case(acknowledge_protocol.reference);
begin
  if not private.done_before(acknowledge_protocol.request_id, jsonb_build_array('acknowledge_protocol', one)::text) then
    perform private.acknowledge_protocol(one);
  end if;
  return private.page_of(one);
end
$$;
comment on function api.acknowledge_protocol is 'A brand confirms that it has the request not to cut and run.';

grant execute on function private.protocol_room(uuid), private.protocol_case(text), private.first_protocol() to authenticated;
grant execute on function api.zero_tolerance(text), api.raise_zero_tolerance(uuid, text, integer, text, text),
  api.acknowledge_protocol(uuid, text) to authenticated;
