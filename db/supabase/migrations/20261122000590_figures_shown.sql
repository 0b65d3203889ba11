-- Cells of the figures as a viewer may see them. Handshake and a factory get exact counts; a brand gets protected ones.
--
-- Protected means (DOMAIN 5: cells of 5 or more; no two figures that can be subtracted to reveal a smaller one):
-- a count of 1 to 4 is hidden; within its group a second one is hidden with it, and more until the hidden ones
-- are 5 together; every other count is rounded to 5; neighbouring bins of a histogram are joined until each has 5;
-- a median needs 10 cases, a slow tenth 5 cases beyond it; months and workplaces cannot be chosen, so that no two
-- views of one day overlap.

create function private.rounded(n integer) returns integer
language sql immutable
as $$
  select case when n is null or n between 1 and 4 then null else (round(n / 5.0) * 5)::integer end
$$;
comment on function private.rounded is 'A protected count: hidden (null) from 1 to 4, else the nearest multiple of 5.';

create function private.protected(buckets text[], counts integer[]) returns jsonb
language plpgsql immutable
as $$
declare
  hidden boolean[] := array(select c between 1 and 4 from unnest(counts) with ordinality as u (c, place) order by place);
  next integer;
begin
  if true = any (hidden) then
    loop
      exit when (select count(*) >= 2 and coalesce(sum(counts[i]), 0) >= 5 from generate_subscripts(counts, 1) i where hidden[i]);
      -- The smallest visible one, and of equal ones any: a rule by name would let the rest be worked out.
      next := (select i from generate_subscripts(counts, 1) i where not hidden[i] and counts[i] > 0
        order by counts[i], md5(buckets[i] || counts::text) limit 1);
      exit when next is null;
      hidden[next] := true;
    end loop;
  end if;
  return (select coalesce(jsonb_agg(jsonb_build_object('bucket', buckets[i],
    'n', case when not hidden[i] then private.rounded(counts[i]) end) order by i), '[]')
    from generate_subscripts(counts, 1) i);
end
$$;
comment on function private.protected is 'The cells of one group whose sum is shown elsewhere, protected; in the order given.';

create function private.exact_cells(buckets text[], counts integer[]) returns jsonb
language sql immutable
as $$
  select coalesce(jsonb_agg(jsonb_build_object('bucket', buckets[i], 'n', counts[i]) order by i), '[]')
    from generate_subscripts(counts, 1) i
$$;
comment on function private.exact_cells is 'The cells of one group as they are.';

create function private.within_days(days integer[], counts integer[], part numeric) returns integer
language sql immutable
as $$
  select min(d) from (
    select u.d, sum(u.c) over (order by u.d) as so_far, sum(u.c) over () as total
    from unnest(days, counts) as u (d, c)) t
  where t.so_far >= ceil(part * t.total)
$$;
comment on function private.within_days is
  'In how many days that part of all was done: the smallest number of days that reaches it.';

create function private.spread(days integer[], counts integer[], starts integer[], guarded boolean, wall integer default null)
  returns jsonb
language plpgsql immutable
as $$
declare
  total integer := (select coalesce(sum(c), 0) from unnest(counts) c);
  bins jsonb := '[]';
  bin_start integer;
  in_bin integer := 0;
  here integer;
begin
  if total > 0 and (total >= 5 or not guarded) then
    for i in 1 .. cardinality(starts) loop
      if starts[i] = wall and bin_start is not null and bins <> '[]' then
        -- A bin that reached over the wall (the week's end) would leave nothing to say about the week.
        bins := jsonb_set(bins, '{-1}', (bins -> -1) || jsonb_build_object('end', wall - 1,
          'n', (bins -> -1 ->> 'n')::integer + in_bin));
        bin_start := null;
        in_bin := 0;
      end if;
      here := (select coalesce(sum(u.c), 0) from unnest(days, counts) as u (d, c)
        where u.d >= starts[i] and (i = cardinality(starts) or u.d < starts[i + 1]));
      bin_start := coalesce(bin_start, starts[i]);
      in_bin := in_bin + here;
      if not guarded or in_bin >= 5 then
        bins := bins || jsonb_build_object('start', bin_start, 'end', starts[i + 1] - 1, 'n', in_bin);
        bin_start := null;
        in_bin := 0;
      end if;
    end loop;
    if bin_start is not null then
      -- What is left over is too few to stand alone: it joins the bin before, which is open at its end from now on.
      bins := jsonb_set(bins, '{-1}', (bins -> -1) || jsonb_build_object('end', null,
        'n', (bins -> -1 ->> 'n')::integer + in_bin));
    end if;
  end if;
  return jsonb_build_object(
    'n', case when guarded then private.rounded(total) else total end,
    'bins', (select coalesce(jsonb_agg(
        case when guarded then b || jsonb_build_object('n', private.rounded((b ->> 'n')::integer)) else b end
        order by place), '[]')
      from jsonb_array_elements(bins) with ordinality as u (b, place)),
    'median', case when not guarded or total >= 10 then private.within_days(days, counts, 0.5) end,
    'p90', case when not guarded or total - ceil(0.9 * total) >= 5 then private.within_days(days, counts, 0.9) end);
end
$$;
comment on function private.spread is 'A histogram of days with median and slow tenth; joined and rounded when guarded.';

create function private.sites_of(ids uuid[], counts integer[], guarded boolean) returns jsonb
language sql stable
as $$
  with cell as (
    select (c ->> 'bucket')::uuid as id, (c ->> 'n')::integer as n, counts[place] as really, o.name
    from jsonb_array_elements(case when guarded then private.protected(ids::text[], counts)
      else private.exact_cells(ids::text[], counts) end)
      with ordinality as u (c, place)
    join portal.organization o on o.id = (c ->> 'bucket')::uuid
  ), placed as (
    -- Hidden ones stand last, by name: their order must not tell which is larger.
    select *, row_number() over (order by n desc nulls last, name, id) as place from cell
  )
  select coalesce(jsonb_agg(line order by at), '[]') from (
    select place as at, jsonb_build_object('id', id, 'name', name, 'n', n) as line from placed where place <= 15
    union all
    select 16, jsonb_build_object('id', null, 'name', '',
      'n', case when guarded then private.rounded(sum(really)::integer) else sum(really) end)
    from placed where place > 15 having count(*) > 0) lines
$$;
comment on function private.sites_of is 'The 15 workplaces with most cases, and all others as one.';

create function private.group_shown(cells jsonb, guarded boolean) returns jsonb
language plpgsql immutable
as $$
declare
  buckets text[] := array(select jsonb_array_elements_text(coalesce(nullif(cells -> 'buckets', 'null'), '[]')));
  counts integer[] := array(select jsonb_array_elements_text(coalesce(nullif(cells -> 'counts', 'null'), '[]'))::integer);
begin
  return case when guarded then private.protected(buckets, counts) else private.exact_cells(buckets, counts) end;
end
$$;
comment on function private.group_shown is 'The cells of one group as this viewer may see them.';

create function private.days_shown(cells jsonb, starts integer[], guarded boolean, wall integer default null) returns jsonb
language sql immutable
as $$
  select private.spread(
    array(select jsonb_array_elements_text(cells -> 'days')::integer),
      array(select jsonb_array_elements_text(cells -> 'counts')::integer), starts, guarded, wall)
$$;
comment on function private.days_shown is 'A histogram as this viewer may see it.';

create function private.months_shown(cells jsonb, first date, guarded boolean) returns jsonb
language sql immutable
as $$
  -- The months of the period sum up to what was received, those before to what was received before: two groups.
  select coalesce(private.group_shown(jsonb_build_object(
      'buckets', jsonb_agg(b order by b) filter (where b < to_char(first, 'YYYY-MM')),
        'counts', jsonb_agg(c order by b) filter (where b < to_char(first, 'YYYY-MM'))), guarded), '[]')
    || private.group_shown(jsonb_build_object(
      'buckets', jsonb_agg(b order by b) filter (where b >= to_char(first, 'YYYY-MM')),
        'counts', jsonb_agg(c order by b) filter (where b >= to_char(first, 'YYYY-MM'))), guarded)
  from rows from (jsonb_array_elements_text(cells -> 'buckets'), jsonb_array_elements(cells -> 'counts')) as u (b, c)
$$;
comment on function private.months_shown is 'Cases by month as this viewer may see them.';

create function private.shown(n integer, guarded boolean) returns integer
language sql immutable
as $$ select case when guarded then private.rounded(n) else n end $$;
comment on function private.shown is 'One count as this viewer may see it.';

grant execute on function private.rounded(integer), private.protected(text[], integer[]), private.exact_cells(text[], integer[]),
  private.within_days(integer[], integer[], numeric), private.spread(integer[], integer[], integer[], boolean, integer),
  private.sites_of(uuid[], integer[], boolean), private.group_shown(jsonb, boolean),
  private.days_shown(jsonb, integer[], boolean, integer), private.months_shown(jsonb, date, boolean),
  private.shown(integer, boolean) to portal_keeper;
