-- The numbers of the front page: everybody reads them, a supervisor says what they are.

create function api.impact() returns jsonb
language sql stable
as $$ select private.impact() $$;
comment on function api.impact is 'The numbers of the front page, each with its day and source.';
grant execute on function api.impact() to anon, authenticated;

create function api.impact_desk() returns jsonb
language sql stable
set search_path = pg_catalog, pg_temp
as $$ select private.impact_desk() $$;
comment on function api.impact_desk is 'The numbers of the front page with who entered what. For supervisors.';

create function api.enter_impact(
  request_id uuid, counter text, how text, revision integer, n bigint, more boolean, as_of date, source_en text, source_zh text
) returns jsonb
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  perform private.for_supervisor();
  if not private.done_before(enter_impact.request_id, jsonb_build_array('enter_impact', enter_impact.counter, enter_impact.how,
      enter_impact.revision, enter_impact.n, enter_impact.more, enter_impact.as_of, enter_impact.source_en, enter_impact.source_zh)::text) then
    perform private.enter_impact(enter_impact.counter, enter_impact.how, enter_impact.revision, enter_impact.n, enter_impact.more,
      enter_impact.as_of, enter_impact.source_en, enter_impact.source_zh);
  end if;
  return private.impact_desk();
end
$$;
comment on function api.enter_impact is 'Says what a number of the front page is; the page as it then is.';
grant execute on function api.impact_desk(),
  api.enter_impact(uuid, text, text, integer, bigint, boolean, date, text, text) to authenticated;
