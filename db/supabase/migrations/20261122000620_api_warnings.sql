-- Early warning for coordinators and supervisors. Each write answers with the view that follows.

create function api.early_warning() returns jsonb
language sql stable
set search_path = pg_catalog, pg_temp
as $$ select private.early_warning() $$;
comment on function api.early_warning is 'What is unusual, most unusual first, and which workplaces are silent. For the desk alone.';

create function api.open_warning(request_id uuid, warning uuid) returns jsonb
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  made uuid;
begin
  perform private.at_the_strike_desk();
  if not private.done_before(open_warning.request_id, jsonb_build_array('open_warning', open_warning.warning)::text) then
    made := private.open_warning(open_warning.warning);
  else
    made := private.strike_of_warning(open_warning.warning);
  end if;
  return private.early_warning(made);
end
$$;
comment on function api.open_warning is 'Opens L0 at the strike desk because of a warning, with its cases linked.';

create function private.strike_of_warning(warning uuid) returns uuid
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$ select w.strike_id from portal.warning w where w.id = strike_of_warning.warning and private.is_desk() $$;
alter function private.strike_of_warning(uuid) owner to portal_keeper;
comment on function private.strike_of_warning is 'The strike that was opened because of a warning, for the desk.';

create function api.dismiss_warning(request_id uuid, warning uuid, why text) returns jsonb
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  perform private.at_the_strike_desk();
  if not private.done_before(dismiss_warning.request_id, jsonb_build_array('dismiss_warning', dismiss_warning.warning, dismiss_warning.why)::text) then
    perform private.dismiss_warning(dismiss_warning.warning, dismiss_warning.why);
  end if;
  return private.early_warning();
end
$$;
comment on function api.dismiss_warning is 'Puts a warning aside with a reason.';

grant execute on function private.strike_of_warning(uuid) to authenticated;
grant execute on function api.early_warning(), api.open_warning(uuid, uuid), api.dismiss_warning(uuid, uuid, text) to authenticated;
