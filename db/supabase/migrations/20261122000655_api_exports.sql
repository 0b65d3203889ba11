-- The log of exports. The lines themselves come through the functions of their screens, so an export shows no more than they do.

create function private.export_list() returns jsonb
language plpgsql stable
as $$
begin
  if private.my_person() is null then
    perform private.refuse('401', 'sign_in_needed', 'Sign in first.');
  end if;
  return jsonb_build_object('exports', (
    select coalesce(jsonb_agg(jsonb_build_object('id', k.id, 'list', k.list, 'format', k.format, 'lines', k.lines,
        'narrowed', k.narrowed, 'at', private.instant(k.at), 'person', w.name, 'organization', o.name) order by k.at desc, k.id), '[]')
    from (select l.* from portal.export_log l order by l.at desc, l.id limit 100) k
    left join portal.person w on w.id = k.person_id
    left join portal.organization o on o.id = k.organization_id));
end
$$;
comment on function private.export_list is 'The newest hundred exports of the caller; of everybody for a supervisor.';

create function api.exports() returns jsonb
language sql stable
set search_path = pg_catalog, pg_temp
as $$ select private.export_list() $$;
comment on function api.exports is 'What was exported by the caller; by everybody for a supervisor.';

create function private.keep_export(list text, format text, lines integer, narrowed boolean) returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  me private.actor := private.me();
begin
  if me.person is null or private.previewing() then
    perform private.refuse('401', 'sign_in_needed', 'Sign in first.');
  end if;
  if (keep_export.list in ('cases', 'people', 'organizations', 'strikes', 'bulletins', 'exports', 'figures')
      and keep_export.format in ('csv', 'xlsx') and keep_export.lines >= 0 and keep_export.narrowed is not null) is not true then
    perform private.refuse('400', 'value_invalid', 'Say which list, in which format, and how many lines.', '{"field": "list"}');
  end if;
  insert into portal.export_log (person_id, organization_id, list, format, lines, narrowed, at)
  values (me.person, me.organization, keep_export.list, keep_export.format, keep_export.lines, keep_export.narrowed,
    private.clock_now());
end
$$;
alter function private.keep_export(text, text, integer, boolean) owner to portal_keeper;
comment on function private.keep_export is 'Notes that the caller takes a list away.';

create function api.log_export(request_id uuid, list text, format text, lines integer, narrowed boolean) returns jsonb
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  if private.my_person() is null then
    perform private.refuse('401', 'sign_in_needed', 'Sign in first.');
  end if;
  if not private.done_before(log_export.request_id, jsonb_build_array('log_export', log_export.list, log_export.format,
      log_export.lines, log_export.narrowed)::text) then
    perform private.keep_export(log_export.list, log_export.format, log_export.lines, log_export.narrowed);
  end if;
  return private.export_list();
end
$$;
comment on function api.log_export is 'Notes an export before its file is handed out.';

grant execute on function private.export_list(), private.keep_export(text, text, integer, boolean), api.exports(),
  api.log_export(uuid, text, text, integer, boolean) to authenticated;
