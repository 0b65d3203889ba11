-- The counts as a page lays them out: what all viewers have first, then what Handshake and a factory have beside it.

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
    'sites', case when not guarded then coalesce(nullif(counted -> 'sites', 'null'), '[]') else private.sites_of(
      array(select jsonb_array_elements_text(coalesce(nullif(counted -> 'site' -> 'ids', 'null'), '[]'))::uuid),
      array(select jsonb_array_elements_text(coalesce(nullif(counted -> 'site' -> 'counts', 'null'), '[]'))::integer),
        guarded) end,
    'choices', case when scope <> 'handshake' then '[]' else (
      select coalesce(jsonb_agg(jsonb_build_object('id', o.id, 'name', o.name) order by o.name), '[]') from (
        select w.id, w.name from portal.organization w where w.kind = 'workplace' and w.ended_at is null order by w.name
          limit 1000) o) end);
end
$$;
comment on function private.figures_shown is 'The counts as the page shows them to this viewer.';

create function private.cells_listed(found jsonb, buckets text[] default null) returns jsonb
language sql immutable
as $$
  select coalesce(jsonb_agg(jsonb_build_object('bucket', c.bucket, 'n', c.n) order by c.place, c.n desc, c.bucket), '[]') from (
    select b.bucket, b.place, coalesce((found ->> b.bucket)::integer, 0) as n from unnest(buckets) with ordinality as b (bucket,
      place)
    union all
    select f.key, 1, f.value::integer from jsonb_each_text(coalesce(found, '{}')) f where buckets is null) c
$$;
comment on function private.cells_listed is
  'Counts by bucket as cells: these buckets in this order with their zeros, or all there are, most first.';

create function private.bins_listed(days integer[], counts integer[], starts integer[]) returns jsonb
language sql immutable
as $$
  select coalesce(jsonb_agg(jsonb_build_object('start', b.start, 'end', b.next - 1, 'n', coalesce(h.n, 0)) order by b.place),
    '[]')
  from (select s as start, lead(s) over (order by s) as next, row_number() over (order by s) as place from unnest(starts) s) b
  left join (select width_bucket(u.d, starts) as place, sum(u.c)::integer as n from unnest(days, counts) as u (d, c) group by 1) h
    using (place)
  where cardinality(counts) > 0
$$;
comment on function private.bins_listed is
  'A histogram of days: all bins with their zeros, the last one open; none at all when nothing is counted.';

create function private.days_listed(found jsonb, starts integer[]) returns jsonb
language sql immutable
as $$
  with day as materialized (
    select f.key::integer as d, f.value::integer as n, sum(f.value::integer) over (order by f.key::integer) as so_far,
      sum(f.value::integer) over () as total
    from jsonb_each_text(coalesce(found, '{}')) f
  )
  select jsonb_build_object('n', coalesce(max(y.total), 0),
    'bins', private.bins_listed(coalesce(array_agg(y.d), '{}'), coalesce(array_agg(y.n), '{}'), starts),
    'median', min(y.d) filter (where y.so_far >= ceil(0.5 * y.total)), 'p90',
      min(y.d) filter (where y.so_far >= ceil(0.9 * y.total)))
  from day y
$$;
comment on function private.days_listed is 'Counts by days as a histogram with median and slow tenth, exact.';

create function private.clocks_listed(told jsonb) returns jsonb
language sql immutable
as $$
  select coalesce(jsonb_agg(jsonb_build_object('kind', split_part(k.key, ':', 1), 'owner', split_part(k.key, ':', 2),
      'kept', k.kept, 'missed', k.missed) order by k.missed desc, k.key), '[]')
  from (
    select key, sum(n) filter (where kept) as kept, sum(n) filter (where not kept) as missed from (
      select e.key, true as kept, e.value::integer as n from jsonb_each_text(coalesce(told -> 'kept', '{}')) e
      union all select e.key, false, e.value::integer from jsonb_each_text(coalesce(told -> 'missed', '{}')) e) a
    group by key) c (key, kept_n, missed_n)
  cross join lateral (select c.key, coalesce(c.kept_n, 0) as kept, coalesce(c.missed_n, 0) as missed) k
$$;
comment on function private.clocks_listed is 'How often each kind of clock was kept and missed, and whose it was.';

create function private.flow_listed(told jsonb, months jsonb, first date, last date) returns jsonb
language sql stable
as $$
  select jsonb_build_object(
    'answered', private.days_listed(told -> 'answered', '{0,1,2,3,4,5,6,7,8,11,14}'),
    'closed', private.days_listed(told -> 'closed', '{0,8,15,31,61,91}'),
    'endings', private.cells_listed(told -> 'ending'),
    'findings', private.cells_listed(told -> 'found', '{grounded,partly,not_grounded,not_verifiable}'),
    'remedies', private.cells_listed(told -> 'remedy', '{agreed,paid,confirmed,disputed}'),
    'clocks', private.clocks_listed(told),
    'months', (
      select jsonb_agg(jsonb_build_object('month', to_char(m, 'YYYY-MM'),
        'answered', coalesce((months -> 'answered' ->> to_char(m, 'YYYY-MM'))::integer, 0),
        'closed', coalesce((months -> 'closed' ->> to_char(m, 'YYYY-MM'))::integer, 0),
        'kept', coalesce((months -> 'kept' ->> to_char(m, 'YYYY-MM'))::integer, 0),
        'missed', coalesce((months -> 'missed' ->> to_char(m, 'YYYY-MM'))::integer, 0)) order by m)
      from generate_series(first, last, interval '1 month') m))
$$;
comment on function private.flow_listed is 'What happened in the period, whenever the cases came.';
grant execute on function private.figures_shown(jsonb, date, date, boolean, text, uuid, uuid, date),
  private.cells_listed(jsonb, text[]), private.bins_listed(integer[], integer[], integer[]), private.days_listed(jsonb,
    integer[]), private.clocks_listed(jsonb),
  private.flow_listed(jsonb, jsonb, date, date) to portal_keeper;
