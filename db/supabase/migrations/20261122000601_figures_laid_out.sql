-- The counts as the page lays them out, exact: for Handshake and for a factory. A brand reads what was published.

create function private.figures_shown(
  counted jsonb, first date, last date, role text, chosen uuid, organization uuid, this_month date
) returns jsonb
language sql stable
as $$
  select (counted - 'before') || jsonb_build_object(
    'scope', case when role = 'factory' then role else 'handshake' end,
    'organization', (select o.name from portal.organization o where o.id = coalesce(chosen, figures_shown.organization)),
    'workplaces', case when chosen is not null or role = 'factory' then 1
      else (select count(*) from portal.organization o where o.kind = 'workplace' and o.ended_at is null) end,
    'chosen', chosen, 'first', first, 'last', last,
    -- A month that still runs cannot be compared with a whole one.
    'received_before', case when last < this_month then (counted ->> 'before')::integer end,
    'choices', case when role = 'factory' then '[]' else (
      select coalesce(jsonb_agg(jsonb_build_object('id', o.id, 'name', o.name) order by o.name), '[]') from (
        select w.id, w.name from portal.organization w where w.kind = 'workplace' and w.ended_at is null order by w.name
          limit 1000) o) end)
$$;
comment on function private.figures_shown is 'The counts, and of whom and which months they are.';

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

create function private.flow_listed(told jsonb) returns jsonb
language sql stable
as $$
  select jsonb_build_object(
    'endings', private.cells_listed(told -> 'ending'),
    'findings', private.cells_listed(told -> 'found', '{grounded,partly,not_grounded,not_verifiable}'),
    'remedies', private.cells_listed(told -> 'remedy', '{agreed,paid,confirmed,disputed}'),
    'clocks', private.clocks_listed(told))
$$;
comment on function private.flow_listed is 'What happened in the period, whenever the cases came.';
grant execute on function private.figures_shown(jsonb, date, date, text, uuid, uuid, date),
  private.cells_listed(jsonb, text[]), private.bins_listed(integer[], integer[], integer[]), private.days_listed(jsonb,
    integer[]), private.clocks_listed(jsonb),
  private.flow_listed(jsonb) to portal_keeper;
