-- Sites where several open cases have one cause, for the strike desk.

create function private.in_tension(site uuid) returns boolean
language sql stable
as $$
  select exists (select from portal.organization o where o.id = site and o.name <> 'Not on the list')
    and not exists (select from portal.strike s where s.workplace_id = site and s.ended_at is null)
$$;
comment on function private.in_tension is 'Whether a strike could be opened there: it is a known site, and has none yet.';

create function private.tensions() returns jsonb
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
  -- Three open cases of one cause at one site are worth a look [D]. The figures know how many there are: counting the open cases
  -- here would take as long as there are cases.
  with moved as materialized (
    select c.workplace, c.bucket as code, sum(c.n)::integer as n from portal.figure_change c
    where c.scope_organization = (select private.my_organization()) and c.measure = 'open_issue' group by 1, 2
  ), many as (
    select f.workplace, f.bucket as code, f.n from portal.figure f
    where f.scope_organization = (select private.my_organization()) and f.measure = 'open_issue' and f.n >= 3
      and f.bucket not like 'X%' and not exists (select from moved m where m.workplace = f.workplace and m.code = f.bucket)
      and private.in_tension(f.workplace)
    order by f.n desc limit 20
  ), found as (
    select y.workplace, y.code, y.n from many y
    union all
    select m.workplace, m.code, m.n + coalesce(f.n, 0) from moved m
    left join portal.figure f on f.scope_organization = (select private.my_organization()) and f.measure = 'open_issue'
      and f.month = date '2000-01-01' and f.workplace = m.workplace and f.bucket = m.code
    where m.n + coalesce(f.n, 0) >= 3 and m.code not like 'X%' and private.in_tension(m.workplace)
    order by 3 desc limit 20
  )
  select coalesce(jsonb_agg(jsonb_build_object('workplace', private.organization_json(o), 'code', t.code, 'cases', t.n)
    order by t.n desc, o.name, t.code), '[]')
  from found t join portal.organization o on o.id = t.workplace where private.is_desk()
$$;
alter function private.tensions() owner to portal_keeper;
comment on function private.tensions is 'Sites without an open strike where three or more open cases have one cause, the twenty with most.';
grant execute on function private.in_tension(uuid), private.tensions() to portal_keeper;
