-- Publishing: each scope and ended quarter once; who may ask for it, and when time does.

create function private.table_shown(subject text, total text, n integer, buckets text[], shown integer[], starts integer[]) returns jsonb
language sql immutable
as $$
  select jsonb_build_object('subject', subject, 'total', total, 'n', n,
    'cells', (select jsonb_agg(jsonb_build_object('bucket', buckets[i], 'n', shown[i]) order by i) from generate_subscripts(buckets, 1) i),
    'median', case when starts is not null then private.band_of(starts, shown, n, 0.5) end,
    'p90', case when starts is not null then private.band_of(starts, shown, n, 0.9) end)
$$;
comment on function private.table_shown is 'One table as readers get it. It knows nothing but what is shown.';
grant execute on function private.table_shown(text, text, integer, text[], integer[], integer[]) to portal_keeper;

create function private.publish_scope(kind text, scope uuid, quarters date[], at timestamptz) returns integer
language plpgsql security definer
set search_path = pg_catalog, pg_temp
-- Lists of unknown length, joined by equality.
set enable_nestloop = off
as $$
declare
  brand uuid := case when publish_scope.kind = 'brand' then scope end;
  made integer;
begin
  with cell as materialized (
    select * from private.publication_cells(publish_scope.kind, scope, quarters)
  ), due as materialized (
    -- A correction of fewer than 5 anywhere could be read off the difference of the two versions.
    select c.quarter, gen_random_uuid() as id, gen_random_uuid() as peers_id, coalesce(max(p.version), 0) + 1 as version
    from cell c left join portal.publication p on p.id = c.before
    group by c.quarter, c.before
    having c.before is null or (bool_or(c.n is distinct from coalesce(c.was, 0)) and not bool_or(abs(c.n - coalesce(c.was, 0)) between 1 and 4)
      and (select count(*) from portal.publication_count b where b.publication_id = c.before and b.n > 0) = count(*) filter (where c.was > 0))
  ), one as materialized (
    select c.quarter, c.total, c.place, c.subject, private.table_shown(c.subject, c.total, min(t.shown), array_agg(c.bucket order by c.at),
        array_agg(c.shown order by c.at), c.starts) as shown,
      -- A workplace compares itself with three others at least.
      min(t.behind) >= 4 and min(t.shown) is not null and bool_or(s.subject is not null) as peers
    from cell c join due d on d.quarter = c.quarter
    join (select quarter, total, behind, shown from cell where place = 0) t on (t.quarter, t.total) = (c.quarter, c.total)
    left join (select k.subject from private.published_tables() k where 'peers' = any (k.kinds)) s on s.subject = c.subject
    where c.place > 0
    group by c.quarter, c.total, c.place, c.subject, c.starts
  ), page as materialized (
    select o.quarter, coalesce(jsonb_agg(o.shown order by o.rank, o.place), '[]') as tables,
      coalesce(jsonb_agg(o.shown order by o.rank, o.place) filter (where o.peers), '[]') as peers
    from (select x.*, array_position(array['received', 'answered', 'closed', 'found', 'clocks', 'causes', 'remedies', 'brand_words',
        'brand_actions', 'screened'], x.total) as rank from one x) o
    group by 1
  ), written as (
    insert into portal.publication (id, kind, organization_id, quarter, version, published_at, tables)
    select d.id, publish_scope.kind, brand, d.quarter, d.version, at, g.tables from due d join page g on g.quarter = d.quarter
    union all
    select d.peers_id, 'peers', null, d.quarter, d.version, at, g.peers from due d join page g on g.quarter = d.quarter
    where publish_scope.kind = 'public'
    returning portal.publication.kind
  ), remembered as (
    insert into portal.publication_count (publication_id, total, subject, bucket, n, drawn)
    select d.id, c.total, c.subject, c.bucket, c.n, c.drawn from cell c join due d on d.quarter = c.quarter
  )
  select count(*) filter (where w.kind <> 'peers') into made from written w;
  return made;
end
$$;
alter function private.publish_scope(text, uuid, date[], timestamptz) owner to portal_keeper;
comment on function private.publish_scope is
  'Publishes these quarters of a scope, or corrections of them where every number that changed changed by 5 or more; how many.';

create function private.publication_scopes(at timestamptz)
returns table (kind text, scope uuid, first date, last date, published date)
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
  with our as (
    select o.id, (select date_trunc('quarter', min(f.month))::date from portal.figure f
      where f.scope_organization = o.id and f.measure = 'received') as first
    from portal.organization o where o.kind = 'handshake'
  ), span as (
    -- 15 days after its end: what was done in the last days of a quarter is written down by then.
    select (date_trunc('quarter', (at at time zone 'Asia/Shanghai') - interval '15 days') - interval '3 months')::date as last
  )
  select s.kind, s.scope, s.first, span.last, (select max(p.quarter) from portal.publication p
    where p.kind = s.kind and p.organization_id is not distinct from case when s.kind = 'brand' then s.scope end)
  from span cross join (
    select 'public' as kind, our.id as scope, our.first from our
    union all
    -- From when it buys here on, not from its first case: the first publication must not tell that there is one.
    select 'brand', b.id, greatest(our.first, (select date_trunc('quarter', min(l.since))::date from portal.supply_link l where l.brand_id = b.id))
    from our cross join portal.organization b
    where our.first is not null and b.kind = 'brand' and b.ended_at is null and exists (select from portal.supply_link l where l.brand_id = b.id)
  ) s where s.first <= span.last
$$;
alter function private.publication_scopes(timestamptz) owner to portal_keeper;
comment on function private.publication_scopes is
  'For whom is published: first and last quarter that has ended, and the last one published so far.';

create function private.publish(at timestamptz default private.clock_now(), corrections boolean default false) returns integer
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
  made integer;
begin
  perform pg_advisory_xact_lock(7421);
  perform private.fold_figures();
  select coalesce(sum(private.publish_scope(s.kind, s.scope, s.quarters, at)), 0) into made from (
    select s.kind, s.scope, array_agg(q::date order by q) as quarters
    from private.publication_scopes(at) s
    cross join lateral generate_series(greatest(s.first, (s.last - interval '20 years')::date), s.last, interval '3 months') q
    where corrections or not exists (
      select from portal.publication p where p.kind = s.kind and p.quarter = q::date
        and p.organization_id is not distinct from case when s.kind = 'brand' then s.scope end)
    group by 1, 2) s;
  return made;
end
$$;
comment on function private.publish is
  'Publishes every ended quarter that is not published, after an import for example; with corrections also new versions of those that
 may be corrected. For the database''s owner; returns how many.';

create function private.tick_publications(at timestamptz) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  made integer := 0;
begin
  -- Half an import must not be frozen. A file that nobody finished for a day holds nothing up.
  if not exists (select from portal.import_file i where i.state in ('staged', 'rehearsed') and i.begun_at > at - interval '1 day') then
    perform private.fold_figures();
    -- Earlier quarters of a portal that has published nothing yet wait for `python -m db publish`: their cases may still be imported.
    select coalesce(sum(private.publish_scope(s.kind, s.scope, s.quarters, at)), 0) into made from (
      select s.kind, s.scope, array_agg(q::date order by q) as quarters
      from private.publication_scopes(at) s
      cross join lateral generate_series(coalesce(s.published + interval '3 months', s.last), s.last, interval '3 months') q
      group by 1, 2) s;
  end if;
  return jsonb_build_object('made', made);
end
$$;
alter function private.tick_publications(timestamptz) owner to portal_keeper;
comment on function private.tick_publications is 'Publishes a quarter 15 days after its end, once.';
