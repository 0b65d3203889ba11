-- Adding up what writers appended, and what the owner of the database checks and mends.

create function private.repeats_of(touched portal.figure[])
returns table (scope_organization uuid, workplace uuid, month date, bucket text, n integer)
language sql stable
as $$
  -- A cause that comes back: cases of a category that this workplace had in the 12 months before, or earlier in the same month.
  select f.scope_organization, f.workplace, f.month, f.bucket,
    case when f.before > 0 then f.n else f.n - 1 end
  from (select g.*, coalesce(sum(g.n) over (partition by g.scope_organization, g.workplace, g.bucket order by g.month
      range between interval '12 months' preceding and interval '1 month' preceding), 0) as before
    from (
      select a.scope_organization, a.workplace, a.month, a.bucket, a.n from portal.figure a where touched is null
        and a.measure = 'category'
      union all
      select c.scope_organization, c.workplace, c.month, c.bucket, c.n
      from (select distinct u.scope_organization, u.workplace, u.bucket from unnest(touched) u where u.measure = 'category') t
      join portal.figure c on c.workplace = t.workplace and c.scope_organization = t.scope_organization and c.measure = 'category'
        and c.bucket = t.bucket) g) f
  where f.n > 0 and f.before + f.n > 1
$$;
comment on function private.repeats_of is
  'Cases of a cause that came back within 12 months, by month: for the categories of these cells, or for all when null is given.';

create function private.add_figures(cells portal.figure[]) returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
-- Cell by cell through the index: after a large import nobody has looked yet how many cells there are, and a plan for an empty
-- table would read the whole of it for each cell.
set enable_seqscan = off
as $$
begin
  insert into portal.figure as f (scope_organization, workplace, month, measure, bucket, n)
  select c.scope_organization, c.workplace, c.month, c.measure, c.bucket, sum(c.n)::integer from unnest(cells) c
  group by 1, 2, 3, 4, 5 having sum(c.n) <> 0
  on conflict on constraint figure_pkey do update set n = f.n + excluded.n;
  insert into portal.figure_total as f (scope_organization, month, measure, bucket, n)
  select c.scope_organization, c.month, c.measure, c.bucket, sum(c.n)::integer from unnest(cells) c
  -- A factory has one workplace: its total is there already.
  where c.workplace <> c.scope_organization
  group by 1, 2, 3, 4 having sum(c.n) <> 0
  on conflict on constraint figure_total_pkey do update set n = f.n + excluded.n;
  delete from portal.figure f using unnest(cells) c
  where (f.scope_organization, f.measure, f.month, f.workplace, f.bucket) = (c.scope_organization, c.measure, c.month,
    c.workplace, c.bucket)
    and f.n = 0;
  delete from portal.figure_total f using unnest(cells) c
  where (f.scope_organization, f.measure, f.month, f.bucket) = (c.scope_organization, c.measure, c.month, c.bucket) and f.n = 0;
end
$$;
alter function private.add_figures(portal.figure[]) owner to portal_keeper;
comment on function private.add_figures is 'Adds these to the figures and to their totals. For the one who folds alone.';

create function private.fold_figures() returns integer
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  cells portal.figure[];
  again portal.figure[];
begin
  -- One at a time; a second one waits and finds nothing left. Writers never wait for it.
  perform pg_advisory_xact_lock(7424);
  with gone as (delete from portal.figure_change returning *)
  select array_agg(row(s.scope_organization, s.workplace, s.month, s.measure, s.bucket, s.n)::portal.figure) into cells
  from (select g.scope_organization, g.workplace, g.month, g.measure, g.bucket, sum(g.n)::integer as n from gone g
    group by 1, 2, 3, 4, 5 having sum(g.n) <> 0) s;
  if cells is null then
    return 0;
  end if;
  perform private.add_figures(cells);
  select array_agg(row(d.scope_organization, d.workplace, d.month, 'repeat', d.bucket, d.n)::portal.figure) into again
  from (
    select x.scope_organization, x.workplace, x.month, x.bucket, sum(x.n)::integer as n from (
      select r.scope_organization, r.workplace, r.month, r.bucket, r.n from private.repeats_of(cells) r
      union all
      select f.scope_organization, f.workplace, f.month, f.bucket, -f.n
      from (select distinct u.scope_organization, u.workplace, u.bucket from unnest(cells) u where u.measure = 'category') t
      join portal.figure f on f.workplace = t.workplace and f.scope_organization = t.scope_organization and f.measure = 'repeat'
        and f.bucket = t.bucket) x
    group by 1, 2, 3, 4 having sum(x.n) <> 0) d;
  if again is not null then
    perform private.add_figures(again);
  end if;
  return cardinality(cells);
end
$$;
alter function private.fold_figures() owner to portal_keeper;
comment on function private.fold_figures is
  'Adds up what writers appended to the figures; returns how many cells changed. As often as one likes.';

create function private.tick_figures(at timestamptz) returns jsonb
language sql
set search_path = pg_catalog, pg_temp
as $$ select jsonb_build_object('cells', private.fold_figures()) $$;
comment on function private.tick_figures is 'Each minute the figures are added up.';

create function private.count_afresh() returns setof portal.figure
language sql stable
set enable_seqscan = off
as $$
  select f.scope_organization, f.workplace, f.month, f.measure, f.bucket, sum(f.n)::integer
  from private.cells_of(array(select c.id from portal.case_ c)) f
  group by 1, 2, 3, 4, 5
$$;
comment on function private.count_afresh is
  'All cells counted from the cases, but for repeats, which follow from the others. For the database''s owner.';

create function private.figures_now() returns setof portal.figure
language sql stable
as $$
  select f.scope_organization, f.workplace, f.month, f.measure, f.bucket, sum(f.n)::integer
  from (select * from portal.figure union all select * from portal.figure_change) f
  group by 1, 2, 3, 4, 5 having sum(f.n) <> 0
$$;
comment on function private.figures_now is 'The figures with what is not folded yet. For the database''s owner.';

create function private.figure_flaws()
returns table (what text, scope_organization uuid, workplace uuid, month date, measure text, bucket text, said integer,
  should_be integer)
language sql stable
as $$
  select 'figure', coalesce(a.scope_organization, b.scope_organization), coalesce(a.workplace, b.workplace), coalesce(a.month,
    b.month),
    coalesce(a.measure, b.measure), coalesce(a.bucket, b.bucket), coalesce(a.n, 0), coalesce(b.n, 0)
  from (select * from private.figures_now() f where f.measure <> 'repeat') a
  full join (select * from private.count_afresh()) b using (scope_organization, workplace, month, measure, bucket)
  where a.n is distinct from b.n
  union all
  select 'repeat', coalesce(a.scope_organization, b.scope_organization), coalesce(a.workplace, b.workplace), coalesce(a.month,
    b.month),
    'repeat', coalesce(a.bucket, b.bucket), coalesce(a.n, 0), coalesce(b.n, 0)
  from (select * from portal.figure f where f.measure = 'repeat') a
  full join private.repeats_of(null) b using (scope_organization, workplace, month, bucket)
  where a.n is distinct from b.n
  union all
  select 'total', coalesce(a.scope_organization, b.scope_organization), null, coalesce(a.month, b.month),
    coalesce(a.measure, b.measure), coalesce(a.bucket, b.bucket), coalesce(a.n, 0), coalesce(b.n, 0)
  from portal.figure_total a
  full join (select f.scope_organization, f.month, f.measure, f.bucket, sum(f.n)::integer as n from portal.figure f
    where f.workplace <> f.scope_organization group by 1,
    2, 3, 4 having sum(f.n) <> 0) b
    using (scope_organization, month, measure, bucket)
  where a.n is distinct from b.n
$$;
comment on function private.figure_flaws is
  'Every figure that differs from a fresh count, in one look at the database: what it is, and what it should be. For the owner.';

create function private.mend_figures() returns integer
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
  mended integer;
begin
  -- What was counted of the cases is right by now: whatever the figures say beyond it is taken back, in one look.
  insert into portal.figure_change (scope_organization, workplace, month, measure, bucket, n)
  select x.scope_organization, x.workplace, x.month, x.measure, x.bucket, sum(x.n)::integer from (
    select k.scope_organization, k.workplace, k.month, k.measure, k.bucket, k.n
      from private.counted_cells(array(select c.case_id from portal.counted c)) k
    union all
    select f.scope_organization, f.workplace, f.month, f.measure, f.bucket, -f.n from private.figures_now() f
      where f.measure <> 'repeat') x
  group by 1, 2, 3, 4, 5 having sum(x.n) <> 0;
  get diagnostics mended = row_count;
  perform private.fold_figures();
  perform pg_advisory_xact_lock(7424);
  perform private.add_figures((
    select array_agg(row(d.scope_organization, d.workplace, d.month, 'repeat', d.bucket, d.n)::portal.figure) from (
      select x.scope_organization, x.workplace, x.month, x.bucket, sum(x.n)::integer as n from (
        select r.scope_organization, r.workplace, r.month, r.bucket, r.n from private.repeats_of(null) r
        union all
        select f.scope_organization, f.workplace, f.month, f.bucket, -f.n from portal.figure f where f.measure = 'repeat') x
      group by 1, 2, 3, 4 having sum(x.n) <> 0) d));
  insert into portal.figure_total as f (scope_organization, month, measure, bucket, n)
  select x.scope_organization, x.month, x.measure, x.bucket, sum(x.n)::integer from (
    select o.scope_organization, o.month, o.measure, o.bucket, o.n from portal.figure o where o.workplace <> o.scope_organization
    union all
    select t.scope_organization, t.month, t.measure, t.bucket, -t.n from portal.figure_total t) x
  group by 1, 2, 3, 4 having sum(x.n) <> 0
  on conflict on constraint figure_total_pkey do update set n = f.n + excluded.n;
  delete from portal.figure_total f where f.n = 0;
  return mended;
end
$$;
comment on function private.mend_figures is
  'Sets the figures to what was counted of the cases, after these were counted anew. For the database''s owner.';
grant execute on function private.repeats_of(portal.figure[]), private.add_figures(portal.figure[]),
  private.fold_figures() to portal_keeper;
