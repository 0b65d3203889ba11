-- Published figures, as pages and the open dataset read them. The policies of portal.publication decide whose these are.

create function private.publications_json(kind text, brand uuid) returns jsonb
language sql stable
as $$
  select jsonb_build_object('kind', publications_json.kind, 'organization', publications_json.brand,
    'publications', coalesce(jsonb_agg(jsonb_build_object('quarter', p.quarter, 'version', p.version,
      'published_at', private.instant(p.published_at), 'tables', case when p.kind = 'brand' then (
        -- The names of its workplaces, as far as the reader may know them.
        select coalesce(jsonb_agg(case when t ->> 'subject' <> 'site' then t else jsonb_set(t, '{cells}', (
            select coalesce(jsonb_agg(c || jsonb_build_object('name', o.name) order by o.name, c ->> 'bucket'), '[]')
            -- The id is read first: compared as it is read, it would be looked for in every organisation there is.
            from (select k as c, (k ->> 'bucket')::uuid as site from jsonb_array_elements(t -> 'cells') k offset 0) k
            left join portal.organization o on o.id = k.site)) end order by n), '[]')
        from jsonb_array_elements(p.tables) with ordinality as u (t, n)) else p.tables end)
      order by p.quarter desc, p.version desc), '[]'))
  from portal.publication p
  where p.kind = publications_json.kind and p.organization_id is not distinct from publications_json.brand
$$;
comment on function private.publications_json is 'All publications of one scope that the caller may read, newest first.';
grant execute on function private.publications_json(text, uuid) to anon, authenticated;

create function api.public_figures() returns jsonb
language sql stable
as $$ select private.publications_json('public', null) $$;
comment on function api.public_figures is 'What everybody may know, by quarter and version.';
grant execute on function api.public_figures() to anon, authenticated;

create function api.published(brand uuid default null) returns jsonb
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
  me private.actor := private.me();
begin
  if me.role is null or me.role not in ('factory', 'brand', 'coordinator', 'supervisor') or private.previewing() then
    perform private.refuse('403', 'not_allowed', 'Figures are for those who run cases or answer them.');
  end if;
  -- A brand reads its own, whatever it asks for.
  return case
    when me.role = 'brand' then private.publications_json('brand', me.organization)
    when me.role = 'factory' then private.publications_json('peers', null)
    when published.brand is not null then private.publications_json('brand', published.brand)
    else private.publications_json('public', null) end;
end
$$;
comment on function api.published is
  'Published figures of the caller: a brand its own scope, a workplace what it compares itself with, the desk those of everybody or of a brand.';
grant execute on function api.published(uuid) to authenticated;
