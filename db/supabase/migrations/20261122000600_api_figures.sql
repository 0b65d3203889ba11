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

create function private.figures(from_month text, to_month text, workplace uuid) returns jsonb
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  me private.actor := private.me();
  guarded boolean := me.role = 'brand';
  this_month date := date_trunc('month', private.clock_now() at time zone 'Asia/Shanghai')::date;
  last date;
  first date;
  shown date;  -- where the chart of months begins
  chosen uuid;
  cells jsonb;
  received integer;
  result jsonb;
begin
  if me.role is null or me.role not in ('factory', 'brand', 'coordinator', 'supervisor') or private.previewing() then
    perform private.refuse('403', 'not_allowed', 'Figures are for those who run cases or answer them.');
  end if;
  last := case when guarded then (this_month - interval '1 month')::date else private.month_given(to_month, this_month) end;
  first := case when guarded then (last - interval '11 months')::date
    else private.month_given(from_month, (last - interval '11 months')::date) end;
  -- A factory has one workplace, and a name is not told for an id that somebody sends.
  chosen := case when me.role in ('coordinator', 'supervisor') then figures.workplace end;
  if first > last or last > first + interval '10 years' then
    perform private.refuse('400', 'value_invalid', 'The first month comes after the last, or they are too far apart.',
      '{"field": "month"}');
  end if;
  shown := (select least(first, greatest((last - interval '23 months')::date, min(f.month))) from portal.figure f
    where f.scope_organization = me.organization and f.measure = 'received' and f.n > 0);
  shown := coalesce(shown, first);

  with raw as materialized (
    select f.measure, f.bucket, sum(f.n)::integer as n from portal.figure f
    where f.scope_organization = me.organization and f.month between first and last
      and (chosen is null or f.workplace = chosen)
    group by 1, 2
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
    left join portal.figure f on f.scope_organization = me.organization and f.measure = 'received' and f.bucket = ''
      and f.month = m::date
      and (chosen is null or f.workplace = chosen)
    group by 1
  ), site as (
    select f.workplace as id, sum(f.n)::integer as n from portal.figure f
    where f.scope_organization = me.organization and f.measure = 'received' and f.month between first and last
      and (chosen is null or f.workplace = chosen)
    group by 1 having sum(f.n) > 0
  )
  select jsonb_build_object(
    'received', coalesce((select n from raw where measure = 'received'), 0),
    'open', coalesce((select n from raw where measure = 'open'), 0),
    'before', (select sum(n) from month where month.month < first
      and month.month >= (first - (last - first) - interval '1 month')::date),
    'truth', (select jsonb_object_agg(bucket, n) from truth),
    'said', (select jsonb_build_object('buckets', array_agg(bucket order by bucket), 'counts', array_agg(n order by bucket))
      from said),
    'category', (select jsonb_build_object('buckets', array_agg(bucket order by n desc, bucket),
      'counts', array_agg(n order by n desc, bucket)) from category),
    'phase', (select jsonb_build_object('buckets', array_agg(bucket order by place), 'counts', array_agg(n order by place))
      from phase),
    'month', (select jsonb_build_object('buckets', array_agg(to_char(month.month, 'YYYY-MM') order by month.month),
      'counts', array_agg(n order by month.month)) from month),
    'site', (select jsonb_build_object('ids', array_agg(id), 'counts', array_agg(n)) from site),
    'answer', (select jsonb_build_object('days', coalesce(array_agg(bucket::integer), '{}'),
      'counts', coalesce(array_agg(n), '{}')) from raw where measure = 'answer_days' and n > 0),
    'close', (select jsonb_build_object('days', coalesce(array_agg(bucket::integer), '{}'),
      'counts', coalesce(array_agg(n), '{}')) from raw where measure = 'close_days' and n > 0)
  ) into result;
  return private.figures_shown(result, first, last, guarded, me.role, chosen, me.organization, this_month);
end
$$;
comment on function private.figures is
  'Figures of the caller''s scope. Reads the roll-up as its keeper, for a brand may not read it itself.';

create function private.figures_shown(
  counted jsonb, first date, last date, guarded boolean, role text, chosen uuid, organization uuid, this_month date
) returns jsonb
language plpgsql stable
as $$
declare
  truth jsonb := counted -> 'truth';
  scope text := case when role in ('brand', 'factory') then role else 'handshake' end;
begin
  return jsonb_build_object(
    'scope', scope,
    'organization', (select o.name from portal.organization o where o.id = coalesce(chosen, figures_shown.organization)),
    'workplaces', case
      when chosen is not null or scope = 'factory' then 1
      when scope = 'brand' then (select count(distinct l.workplace_id) from portal.supply_link l
        where l.brand_id = figures_shown.organization and l.until is null)
      else (select count(*) from portal.organization o where o.kind = 'workplace' and o.ended_at is null) end,
    'chosen', chosen, 'first', first, 'last', last, 'protected', guarded,
    'received', private.shown((counted ->> 'received')::integer, guarded),
    -- A month that still runs cannot be compared with a whole one.
    'received_before', case when last < this_month then private.shown((counted ->> 'before')::integer, guarded) end,
    'open', private.shown((counted ->> 'open')::integer, guarded),
    'answers', private.days_shown(counted -> 'answer', '{0,1,2,3,4,5,6,7,8,11,14}', guarded, 8),
    'closings', private.days_shown(counted -> 'close', '{0,8,15,31,61,91}', guarded),
    'truths', (
        select jsonb_agg(jsonb_build_object('bucket', b, 'n', private.shown((truth ->> b)::integer, guarded)) order by place)
        from unnest(array['closed', 'factory_done', 'verified']) with ordinality as u (b, place))
      || private.group_shown(counted -> 'said', guarded),
    'categories', (select jsonb_agg(c order by c ->> 'bucket' = 'X0', (c ->> 'n')::integer desc nulls last, c ->> 'bucket')
      from jsonb_array_elements(private.group_shown(counted -> 'category', guarded)) c),
    'phases', private.group_shown(counted -> 'phase', guarded),
    'months', private.months_shown(counted -> 'month', first, guarded),
    'sites', private.sites_of(
      array(select jsonb_array_elements_text(coalesce(nullif(counted -> 'site' -> 'ids', 'null'), '[]'))::uuid),
      array(select jsonb_array_elements_text(coalesce(nullif(counted -> 'site' -> 'counts', 'null'), '[]'))::integer), guarded),
    'choices', case when scope <> 'handshake' then '[]' else (
      select coalesce(jsonb_agg(jsonb_build_object('id', o.id, 'name', o.name) order by o.name), '[]') from (
        select w.id, w.name from portal.organization w where w.kind = 'workplace' and w.ended_at is null order by w.name
          limit 1000) o) end);
end
$$;
comment on function private.figures_shown is 'The counts as the page shows them to this viewer.';

create function api.figures(from_month text default null, to_month text default null, workplace uuid default null) returns jsonb
language sql stable
as $$ select private.figures(figures.from_month, figures.to_month, figures.workplace) $$;
comment on function api.figures is
  'Figures of cases received in these months. A brand always gets its last 12 whole months over all its workplaces, protected.';

alter function private.figures(text, text, uuid) owner to portal_keeper;
grant execute on function private.month_given(text, date),
  private.figures_shown(jsonb, date, date, boolean, text, uuid, uuid, date) to portal_keeper;
grant execute on function private.figures(text, text, uuid), api.figures(text, text, uuid) to authenticated;
