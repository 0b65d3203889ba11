-- The page of figures, in one call: counts of the caller's scope, each as its viewer may see it.

create function private.month_given(month text, otherwise date) returns date
language plpgsql immutable
as $$
begin
  if month is null then
    return otherwise;
  end if;
  if month !~ '^(19|20)[0-9]{2}-(0[1-9]|1[0-2])$' then
    perform private.refuse('400', 'value_invalid', 'A month is written like 2026-10.', '{"field": "month"}');
  end if;
  return (month || '-01')::date;
end
$$;
comment on function private.month_given is 'The first day of a month given as text; refuses what is none.';

create function private.cells_between(scope uuid, site uuid, first date, last date, measures text[])
returns table (measure text, month date, bucket text, n integer)
language sql stable
as $$
  -- A part that has nothing to do with the question is not even looked at.
  select f.measure, f.month, f.bucket, f.n from portal.figure_total f
  where site is null and f.scope_organization = scope and f.month between first and last and (measures is null
    or f.measure = any (measures))
  union all
  select f.measure, f.month, f.bucket, f.n from portal.figure f
  where f.workplace = site and f.scope_organization = scope and f.month between first and last and (measures is null
    or f.measure = any (measures))
  union all
  select f.measure, f.month, f.bucket, f.n from portal.figure_change f
  where f.scope_organization = scope and (site is null or f.workplace = site) and f.month between first and last
    and (measures is null or f.measure = any (measures))
$$;
comment on function private.cells_between is
  'Cells of one scope in these months, of one workplace or of all; what is not folded yet comes as rows of its own.';

create function private.figures(from_month text, to_month text, workplace uuid) returns jsonb
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  me private.actor := private.me();
  site uuid;  -- one workplace, where the figures are about one
  this_month date;
  last date;
  first date;
  shown date;  -- where the chart of months begins
  chosen uuid;
  cells jsonb;
  result jsonb;
begin
  -- A brand reads what was published (api.published): live counts of today and tomorrow could be subtracted.
  if me.role is null or me.role not in ('factory', 'coordinator', 'supervisor') or private.previewing() then
    perform private.refuse('403', 'not_allowed', 'These figures are for the desk, and for a workplace its own. A brand reads published ones.');
  end if;
  -- A factory has one workplace, and a name is not told for an id that somebody sends.
  chosen := case when me.role in ('coordinator', 'supervisor') then figures.workplace end;
  site := case when me.role = 'factory' then me.organization else chosen end;
  this_month := private.month_at(private.clock_now(), private.zone_of(site));
  last := private.month_given(to_month, this_month);
  first := private.month_given(from_month, (last - interval '11 months')::date);
  if first > last or last > first + interval '10 years' then
    perform private.refuse('400', 'value_invalid', 'The first month comes after the last, or they are too far apart.',
      '{"field": "month"}');
  end if;
  shown := coalesce(least(first, greatest((last - interval '23 months')::date,
    (select min(r.month) from private.cells_between(me.organization, site, '1900-01-01', last, array['received']) r
      where r.n > 0))), first);

  with raw as materialized (
    select r.measure, r.bucket, sum(r.n)::integer as n
    from private.cells_between(me.organization, site, first, last, null) r group by 1, 2 having sum(r.n) <> 0
  ), truth as (
    select t.bucket, coalesce(raw.n, 0) as n
    from unnest(array['closed', 'factory_done', 'verified', 'confirmed', 'disputed', 'unreachable']) as t (bucket)
    left join raw on raw.measure = 'truth' and raw.bucket = t.bucket
  ), said as (
    select bucket, n from truth where bucket in ('confirmed', 'disputed', 'unreachable')
    union all
    select 'not_asked',
      greatest(coalesce(sum(case when bucket = 'closed' then n
        when bucket in ('confirmed', 'disputed', 'unreachable') then -n end), 0), 0)::integer
    from truth
  ), category as (
    select i.bucket, coalesce(raw.n, 0) as n
    from (select distinct private.category_of(c.code) as bucket from portal.issue_code c) i
    left join raw on raw.measure = 'category' and raw.bucket = i.bucket
    where i.bucket not like 'X%' or raw.n > 0
  ), phase as (
    select p.bucket, p.place, coalesce(raw.n, 0) as n
    from unnest(array['received', 'screening', 'factory', 'finding', 'remedy', 'check', 'closed'])
      with ordinality as p (bucket, place)
    left join raw on raw.measure = 'phase' and raw.bucket = p.bucket
  ), month as (
    select m::date as month, coalesce(sum(f.n), 0)::integer as n
    from generate_series(shown, last, interval '1 month') m
    left join private.cells_between(me.organization, site, shown, last, array['received']) f on f.month = m::date
    group by 1
  ), place as (
    select f.workplace as id, sum(f.n)::integer as n from (
      select w.workplace, w.n from portal.figure w where site is null and w.scope_organization = me.organization
        and w.measure = 'received' and w.month between first and last
      union all
      select w.workplace, w.n from portal.figure_change w where site is null and w.scope_organization = me.organization
        and w.measure = 'received' and w.month between first and last
      union all
      select site, r.n from raw r where site is not null and r.measure = 'received') f
    group by 1 having sum(f.n) > 0
  )
  select jsonb_build_object(
    'received', coalesce((select n from raw where measure = 'received'), 0),
    'open', coalesce((select n from raw where measure = 'open'), 0),
    'before', (select sum(n) from month where month.month < first
      and month.month >= (first - (last - first) - interval '1 month')::date),
    'truths', (select jsonb_agg(jsonb_build_object('bucket', t.bucket, 'n', t.n)
        order by array_position(array['closed', 'factory_done', 'verified'], t.bucket))
        from truth t where t.bucket in ('closed', 'factory_done', 'verified'))
      || (select jsonb_agg(jsonb_build_object('bucket', y.bucket, 'n', y.n) order by y.bucket) from said y),
    'categories', (select jsonb_agg(jsonb_build_object('bucket', c.bucket, 'n', c.n)
      order by c.bucket = 'X0', c.n desc, c.bucket) from category c),
    'phases', (select jsonb_agg(jsonb_build_object('bucket', p.bucket, 'n', p.n) order by p.place) from phase p),
    'months', (select jsonb_agg(jsonb_build_object('bucket', to_char(month.month, 'YYYY-MM'), 'n', month.n) order by month.month)
      from month),
    'sites', (
      select coalesce(jsonb_agg(jsonb_build_object('id', l.id, 'name', coalesce(o.name, ''), 'n', l.n) order by l.at), '[]')
      from (
        -- Those with most cases, then all others as one.
        select case when p.at <= 15 then p.id end as id, least(p.at, 16) as at, sum(p.n)::integer as n
        from (select q.id, q.n, row_number() over (order by q.n desc, q.id) as at from place q) p group by 1, 2) l
      left join portal.organization o on o.id = l.id)
  ), jsonb_build_object(
    'by', (select jsonb_object_agg(measure, tally) from (
      select measure, jsonb_object_agg(bucket, n) as tally from raw where measure not in ('open', 'open_day',
        'needs', 'outcome', 'answered', 'closed', 'update_day', 'updates', 'principle') group by 1) m),
    -- What is open is open whenever it came.
    'now', (select jsonb_object_agg(measure, tally) from (
      select g.measure, jsonb_object_agg(bucket, n) as tally from (
        select r.measure, r.bucket, sum(r.n) as n from private.cells_between(me.organization, site, '1900-01-01', '9999-01-01',
          array['open', 'open_day', 'brand_silent']) r group by 1, 2 having sum(r.n) > 0) g group by 1) m))
  into result, cells;
  return private.figures_shown(result, first, last, me.role, chosen, me.organization, this_month)
    || private.figures_more(me, chosen, (result ->> 'received')::integer, cells);
end
$$;
comment on function private.figures is
  'Figures of the caller''s scope. Reads the roll-up as its keeper, for nobody may read it themselves.';

create function api.figures(from_month text default null, to_month text default null, workplace uuid default null) returns jsonb
language sql stable
as $$ select private.figures(figures.from_month, figures.to_month, figures.workplace) $$;
comment on function api.figures is
  'Figures of cases received in these months. Not for a brand: api.published.';

alter function private.figures(text, text, uuid) owner to portal_keeper;
grant execute on function private.month_given(text, date), private.cells_between(uuid, uuid, date, date, text[]) to portal_keeper;
grant execute on function private.figures(text, text, uuid), api.figures(text, text, uuid) to authenticated;
