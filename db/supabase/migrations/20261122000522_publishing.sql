-- What is published: the tables of a quarter, who stands behind each number, and the numbers as they are let out.

create function private.published_tables()
returns table (
  kinds text[], total text, place integer, subject text, measures text[], shape text, buckets text[], starts integer[], remainder text
)
language sql stable
as $$
  with t (kinds, total, subject, measures, shape, buckets, starts, remainder) as (values
    -- A row without a subject is the population itself. Days: 'start' begins each band, the last one is open.
    ('{brand,public}'::text[], 'received', '', '{received}'::text[], 'all', '{received}'::text[], null::integer[], null),
    ('{brand,public}', 'received', 'category', '{category}', 'is',
      (select array_agg(distinct private.category_of(c.code) order by private.category_of(c.code)) from portal.issue_code c), null, null),
    ('{brand,public}', 'received', 'severity', '{severity}', 'is', '{1,2,3,4,none}', null, 'none'),
    ('{public}', 'received', 'channel', '{channel}', 'is', '{phone,chat,web,walk_in,letter,none}', null, 'none'),
    ('{brand}', 'received', 'site', '{received}', 'site', null, null, null),
    ('{brand,public,peers}', 'answered', '', '{answered}', 'all', '{answered}', null, null),
    ('{brand,public,peers}', 'answered', 'answer_days', '{answered}', 'days', null, '{0,2,4,8,15}', null),
    ('{brand,public,peers}', 'closed', '', '{closed}', 'all', '{closed}', null, null),
    ('{brand,public,peers}', 'closed', 'close_days', '{closed}', 'days', null, '{0,15,31,61,91}', null),
    ('{brand,public}', 'closed', 'ending', '{ending}', 'is',
      '{remedied,partly,not_remedied,not_grounded,not_verifiable,withdrawn,duplicate,merged,answered,inadmissible,referred,none}',
      null, 'none'),
    ('{brand,public}', 'closed', 'said', '{said}', 'is', '{confirmed,disputed,unreachable,not_asked}', null, 'not_asked'),
    ('{brand,public}', 'found', '', '{found}', 'all', '{found}', null, null),
    ('{brand,public}', 'found', 'outcome', '{found}', 'is', '{grounded,partly,not_grounded,not_verifiable}', null, null),
    ('{brand,public,peers}', 'clocks', '', '{kept,missed}', 'all', '{clocks}', null, null),
    ('{brand,public,peers}', 'clocks', 'clock', '{kept,missed}', 'clock',
      (select array_agg(k.kind || ':' || o.outcome order by k.place, o.outcome) || '{other}' from unnest(
        array['contact', 'triage', 'first_answer', 'moderation', 'acknowledged', 'feedback', 'brand_plan', 'action'])
        with ordinality as k (kind, place) cross join (values ('kept'), ('missed')) as o (outcome)), null, 'other'),
    ('{brand,public}', 'causes', '', '{cause}', 'all', '{causes}', null, null),
    ('{brand,public}', 'causes', 'cause', '{cause}', 'is',
      '{purchasing_price,purchasing_lead_time,purchasing_change,purchasing_payment,purchasing_forecast,management,recruitment,
subcontracting,law,other}', null, 'other'),
    ('{public}', 'remedies', '', '{remedy}', 'all', '{remedies}', null, null),
    ('{public}', 'remedies', 'remedy', '{remedy}', 'is', '{agreed,paid,confirmed,disputed}', null, null),
    ('{brand}', 'brand_words', '', '{brand_word}', 'all', '{brand_words}', null, null),
    ('{brand}', 'brand_words', 'brand_word_days', '{brand_word}', 'days', null, '{0,2,4,8,15}', null),
    ('{brand,public}', 'brand_actions', '', '{brand_action}', 'all', '{brand_actions}', null, null),
    ('{brand,public}', 'brand_actions', 'brand_action', '{brand_action}', 'is', '{agreed,done,verified}', null, null),
    ('{public,peers}', 'screened', '', '{internal_channel}', 'all', '{screened}', null, null),
    ('{public,peers}', 'screened', 'internal_channel', '{internal_channel}', 'is', '{tried,unsafe,not_tried}', null, null)
  )
  select t.kinds, t.total, (count(*) filter (where t.subject <> '') over (partition by t.total order by t.subject))::integer,
    t.subject, t.measures, t.shape,
    coalesce(t.buckets, (select array_agg(s || '-' || coalesce((t.starts[i + 1] - 1)::text, '') order by i)
      from unnest(t.starts) with ordinality as u (s, i))), t.starts, t.remainder
  from t
$$;
comment on function private.published_tables is
  'Every table of every publication: for whom, which population, and all its values, so that absent ones look like few ones.';

create function private.contributions(kind text, scope uuid, quarters date[])
returns table (quarter date, organization uuid, whole boolean, total text, place integer, bucket text, n integer)
language sql stable
as $$
  with t as materialized (
    select * from private.published_tables() t where contributions.kind = any (t.kinds)
  ), raw as materialized (
    -- The workplaces make up the whole. Brands know some of the same cases: they count for what is left when one takes its own out.
    select date_trunc('quarter', f.month)::date as quarter, f.workplace as organization, true as whole, f.measure, f.bucket, sum(f.n)::integer as n
    from portal.figure f
    where f.scope_organization = scope and f.measure in (select unnest(t.measures) from t)
      and f.month between (select min(q) from unnest(quarters) q) and (select max(q) + interval '2 months' from unnest(quarters) q)
      and date_trunc('quarter', f.month)::date = any (quarters)
    group by 1, 2, 3, 4, 5
    union all
    select date_trunc('quarter', f.month)::date, f.scope_organization, false, f.measure, f.bucket, sum(f.n)::integer
    from portal.organization b join portal.figure f on f.scope_organization = b.id and f.measure in (select unnest(t.measures) from t)
      and f.month between (select min(q) from unnest(quarters) q) and (select max(q) + interval '2 months' from unnest(quarters) q)
      and date_trunc('quarter', f.month)::date = any (quarters)
    where contributions.kind = 'public' and b.kind = 'brand'
    group by 1, 2, 3, 4, 5
  ), mapped as materialized (
    select r.quarter, r.organization, r.whole, t.total, t.place, case t.shape
        when 'all' then t.total
        when 'site' then r.organization::text
        when 'days' then t.buckets[width_bucket(r.bucket::integer, t.starts)]
        when 'clock' then split_part(r.bucket, ':', 1) || ':' || r.measure
        else r.bucket end as bucket, t.buckets, t.shape, r.n
    from raw r join (select t.*, unnest(t.measures) as measure from t) t on t.measure = r.measure and (r.whole or 'brand' = any (t.kinds))
  ), listed as materialized (
    select m.quarter, m.organization, m.whole, m.total, m.place, m.bucket, m.n from mapped m
    where m.shape = 'site' or m.bucket = any (m.buckets)
  )
  select c.quarter, c.organization, c.whole, c.total, c.place, c.bucket, sum(c.n)::integer from (
    select * from listed
    union all
    -- What a table does not name is the rest of its population.
    select l.quarter, l.organization, l.whole, l.total, t.place, t.remainder, case when l.place = 0 then l.n else -l.n end
    from listed l join t on t.total = l.total and t.remainder is not null and l.place in (0, t.place)
      and (l.whole or 'brand' = any (t.kinds))
  ) c group by 1, 2, 3, 4, 5, 6 having sum(c.n) > 0
$$;
comment on function private.contributions is
  'How many cases each organisation has in each cell of these quarters: workplaces make up the whole, brands know a part of it.';

create function private.publication_cells(kind text, scope uuid, quarters date[])
returns table (
  quarter date, before uuid, total text, place integer, subject text, bucket text, at integer, starts integer[], behind integer,
  n integer, was integer, drawn integer, shown integer
)
language sql stable
as $$
  with contribution as materialized (
    select * from private.contributions(publication_cells.kind, scope, quarters)
  ), asked as materialized (
    select q.quarter, (select p.id from portal.publication p
        where p.kind = publication_cells.kind and p.quarter = q.quarter
          and p.organization_id is not distinct from case when publication_cells.kind = 'brand' then scope end
        order by p.version desc limit 1) as before
    from unnest(quarters) as q (quarter)
  ), grid as materialized (
    select q.quarter, q.before, t.total, t.place, t.subject, t.starts, b.bucket,
      row_number() over (partition by q.quarter, t.total order by t.place, b.at, b.bucket)::integer as at
    from asked q cross join private.published_tables() t cross join lateral (
      select u.bucket, u.at from unnest(t.buckets) with ordinality as u (bucket, at) where t.shape <> 'site'
      union
      -- Whoever supplies the brand in this quarter, with cases or without: a list of those with cases would tell who has one.
      select l.workplace_id::text, 0 from portal.supply_link l where t.shape = 'site' and l.brand_id = scope
        and l.since < q.quarter + interval '3 months' and coalesce(l.until, q.quarter) >= q.quarter
      union
      select c.bucket, 0 from contribution c where t.shape = 'site' and (c.quarter, c.total, c.place) = (q.quarter, t.total, t.place)
    ) b where publication_cells.kind = any (t.kinds)
  ), cell as materialized (
    select g.quarter, g.before, g.total, g.place, g.subject, g.bucket, g.at, g.starts,
      coalesce(sum(c.n) filter (where c.whole), 0)::integer as n,
      count(c.n) filter (where c.whole)::integer as behind, coalesce(max(c.n), 0) as largest
    from grid g left join contribution c on (c.quarter, c.total, c.place, c.bucket) = (g.quarter, g.total, g.place, g.bucket)
    group by 1, 2, 3, 4, 5, 6, 7, 8
  ), insider as materialized (
    select c.quarter, c.organization, c.total, c.place, c.bucket, c.n from contribution c where publication_cells.kind = 'public'
    union all
    -- Whoever joins with others knows no more than all there is, but not that it is all: that must stay possible, too.
    select g.quarter, '00000000-0000-0000-0000-000000000000'::uuid, g.total, g.place, g.bucket,
      -- To them together no 5 are promised where a number is shown.
      g.n - case when private.too_few(g.n, g.behind, g.n - g.largest, true) then 0 else 5 end
    from cell g where publication_cells.kind = 'public'
  ), known as materialized (
    select k.quarter, k.total, array_agg(k.own order by k.organization) as own from (
      -- A brand counts a case from the day it was told, so that it may seem to know more of a quarter than there is.
      select o.organization, g.quarter, g.total, array_agg(least(coalesce(c.n, 0), g.n) order by g.at) as own
      from (select distinct i.quarter, i.organization, i.total from insider i) o
      join cell g on (g.quarter, g.total) = (o.quarter, o.total)
      left join insider c
        on (c.quarter, c.organization, c.total, c.place, c.bucket) = (o.quarter, o.organization, g.total, g.place, g.bucket)
      group by 1, 2, 3) k group by 1, 2
  ), population as materialized (
    select c.quarter, c.total, array_agg(c.place order by c.at) as places, array_agg(c.subject || '|' || c.bucket order by c.at) as labels,
      array_agg(c.n order by c.at) as counts, array_agg(b.n order by c.at) as was,
      array_agg(b.drawn order by c.at) as was_drawn,
      case when publication_cells.kind = 'public' then array_agg(c.largest order by c.at) end as largest,
      array_agg(case when b.n = c.n then b.drawn is null
        else private.too_few(c.n, c.behind, c.n - c.largest, publication_cells.kind = 'public') end order by c.at) as hidden
    from cell c
    left join portal.publication_count b on b.publication_id = c.before and (b.total, b.subject, b.bucket) = (c.total, c.subject, c.bucket)
    group by 1, 2
  ), drawn as materialized (
    select p.*, private.guarded(p.places, p.labels, p.counts, p.hidden, p.largest, k.own, s.salt, p.was, p.was_drawn) as drawn, s.salt
    from population p left join known k on (k.quarter, k.total) = (p.quarter, p.total)
    cross join lateral (select y.secret || '|' || publication_cells.kind || '|' || scope || '|' || p.quarter || '|' || p.total as salt
      from portal.publication_key y) s
  ), told as materialized (
    select d.quarter, d.total, d.was, d.drawn, private.with_company(d.places, d.labels, d.drawn, d.salt) as shown from drawn d
  )
  select c.quarter, c.before, c.total, c.place, c.subject, c.bucket, c.at, c.starts, c.behind, c.n, t.was[c.at], t.drawn[c.at], t.shown[c.at]
  from cell c join told t on (t.quarter, t.total) = (c.quarter, c.total)
$$;
comment on function private.publication_cells is
  'Each cell of the publications of these quarters: how many, how many there were when it was published last, what rounding drew, and
 what is shown.';
grant execute on function private.published_tables(), private.contributions(text, uuid, date[]),
  private.publication_cells(text, uuid, date[]) to portal_keeper;
