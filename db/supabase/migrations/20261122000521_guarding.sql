-- Which numbers of a publication are hidden, and how the others are rounded. Pure functions of counts: what publishes
-- and what the attacker of tests/figures tries are these.
--
-- A population (cases received, answers, closings …) has a number and one-way tables that share it. Place 0 is the number
-- itself, 1 and up are the tables. In this order, because each step may use only what the one before would tell anyway:
--  1. A count is hidden by a rule that looks at the count alone (private.too_few).
--  2. All others go up or down to a multiple of 5, by a draw with a secret key: 10 says no more than "6 to 14".
--  3. Nobody may narrow a cell to one value, neither from this alone nor by taking out his own cases (private.withstands):
--     else all is drawn once more. Whether it withstands can be seen from what is published, so that a second draw tells nothing.
--  4. A hidden cell that would be alone in its table gets company (private.with_company): the smallest one shown.

create function private.too_few(n integer, behind integer, rest integer, shared boolean) returns boolean
language sql immutable
as $$ select n < 5 or (shared and (behind < 3 or rest < 5)) is not false $$;
comment on function private.too_few is
  'Whether a count stays hidden: under 5 (0 too); where several workplaces share it also with fewer than 3 of them behind it, or
 with fewer than 5 left for whichever organisation takes its own out.';

create function private.drawn(n integer, label text, salt text) returns integer
language sql immutable
as $$
  -- The remainder is the chance in fifths of going up: on average a number stays what it is.
  select n - n % 5 + case when n % 5 > (get_byte(h, 0) * 256 + get_byte(h, 1)) % 5 then 5 else 0 end
  from sha256(convert_to(salt || '|' || label, 'UTF8')) h
$$;
comment on function private.drawn is 'A count rounded to a neighbouring multiple of 5, repeatably for a label and a secret salt.';

create function private.withstands(
  places integer[], shown integer[], few boolean[], own integer[], shared boolean, slack integer,
  more integer[] default null, was integer[] default null, was_few boolean[] default null
) returns boolean
language plpgsql immutable
as $$
declare
  last constant integer := (select max(p) + 1 from unnest(places) p);
  -- A table that this scope has not, bounds nothing.
  nothing constant integer[] := array(select case when p = any (places) then 0 end from generate_series(0, last - 1) p order by p);
  low integer[];
  high integer[];
  least_ integer;
  most integer;
  at integer;
  l integer;
  u integer;
begin
  if shown[1] is null then
    return true;  -- nothing shown that could be subtracted
  end if;
  -- Somebody outside first, then each one who knows its own cases.
  for who in 0 .. coalesce(array_length(own, 1), 0) loop
    low := array_fill(0, array[last]);
    high := nothing;
    for i in 1 .. cardinality(places) loop
      at := places[i] + 1;
      l := case
        when shown[i] is null then case when who > 0 then own[who][i] else 0 end
        -- What is shared and shown leaves 5 for each who takes its own out; that is a rule which everybody knows.
        when who > 0 and shared then greatest(5, shown[i] - 4, own[who][i] + 5)
        else greatest(5, shown[i] - 4) end;
      -- Null is without an end: hidden for another reason than being few.
      u := case when shown[i] is not null then shown[i] + 4 when few[i] then 4 end;
      -- The version before says something of this one, to whoever knows how many came in between.
      if was[i] is not null then
        l := greatest(l, was[i] - 4 + more[i], 5 + more[i]);
        u := least(u, was[i] + 4 + more[i]);
      elsif was_few[i] then
        l := greatest(l, more[i]);
        u := least(u, 4 + more[i]);
      end if;
      low[at] := low[at] + l;
      high[at] := high[at] + u;
    end loop;
    least_ := (select max(x) from unnest(low) x);
    most := (select min(x) from unnest(high) x);
    if most < least_ + slack then
      return false;
    end if;
    for t in 2 .. last loop
      if high[t] < least_ + slack or low[t] > most - slack then
        return false;
      end if;
    end loop;
  end loop;
  return true;
end
$$;
comment on function private.withstands is
  'Whether each cell keeps at least slack + 1 possible values for whoever knows all that is published of a population, and his own
 cases. One-way tables that share one number decouple, so these three inequalities are exact.';

create function private.guarded(
  places integer[], labels text[], counts integer[], hidden boolean[], largest integer[], own integer[], salt text,
  was_counts integer[], was_drawn integer[]
) returns integer[]
language plpgsql immutable
as $$
declare
  shared constant boolean := largest is not null;
  shown integer[];
  more integer[] := array(select counts[i] - was_counts[i] from generate_subscripts(counts, 1) i order by i);
  was_few boolean[] := array(select was_drawn[i] is null and was_counts[i] < 5 from generate_subscripts(counts, 1) i order by i);
  few boolean[] := array(select n < 5 from unnest(counts) with ordinality as u (n, i) order by i);
begin
  for attempt in 0 .. 39 loop
    shown := array(select case when hidden[i] then null when more[i] = 0 then was_drawn[i]
        -- Whoever has most of a cell knows that 5 are left beside: rounded down, that could be the only number possible.
        when d < largest[i] + 3 then d + 5 else d end
      from generate_subscripts(counts, 1) i cross join lateral private.drawn(counts[i], labels[i], salt || '|' || attempt) d order by i);
    if private.withstands(places, shown, few, own, shared, case when attempt < 20 then 2 else 1 end,
        more, was_drawn, was_few) then
      return shown;
    end if;
  end loop;
  -- Never seen outside of made-up cases; then nothing of this population is told.
  return array_fill(null::integer, array[cardinality(counts)]);
end
$$;
comment on function private.guarded is
  'The numbers of one population after hiding and rounding: null or a multiple of 5, in the order given. `largest` is what one organisation
 has of each where several share it, and `own` what each has. What an earlier version counted and drew is drawn anew only where it changed.';

create function private.with_company(places integer[], labels text[], drawn integer[], salt text) returns integer[]
language sql immutable
as $$
  select array_agg(case when c.i is null then drawn[i] end order by i)
  from generate_subscripts(drawn, 1) i
  left join (
    select distinct on (places[j]) j as i from generate_subscripts(drawn, 1) j
    where places[j] > 0 and drawn[j] is not null
      and (select count(*) from generate_subscripts(drawn, 1) k where places[k] = places[j] and drawn[k] is null) = 1
    -- Of equal ones any: a rule by name would be one more thing to reason from.
    order by places[j], drawn[j], private.drawn(2, labels[j], salt), labels[j]
  ) c using (i)
$$;
comment on function private.with_company is
  'Where just one cell of a table is hidden, the smallest shown one is hidden too. Looks at nothing but what would be shown.';

create function private.band_of(starts integer[], shown integer[], n integer, part numeric) returns jsonb
language sql immutable
as $$
  with known as (
    -- What is hidden is spread evenly over the hidden bands. If that is much, nothing is said.
    select greatest(n - coalesce(sum(x), 0), 0) / greatest(count(*) filter (where x is null), 1)::numeric as each,
      coalesce(sum(x), 0) >= greatest(part, 0.75) * n and n >= case when part > 0.5 then 20 else 10 end as enough
    from unnest(shown) x
  ), band as (
    select starts[i] as start, starts[i + 1] as next, sum(coalesce(shown[i], k.each)) over (order by i) as so_far,
      sum(coalesce(shown[i], k.each)) over () as whole
    from known k, generate_subscripts(starts, 1) i where k.enough
  )
  select jsonb_build_object('start', b.start, 'end', b.next - 1) from band b where b.so_far >= part * b.whole order by b.start limit 1
$$;
comment on function private.band_of is
  'Between how many days that part of all was done, read from the published table of days alone: it tells nothing that the table does not.';

grant execute on function private.too_few(integer, integer, integer, boolean), private.drawn(integer, text, text),
  private.withstands(integer[], integer[], boolean[], integer[], boolean, integer, integer[], integer[], boolean[]),
  private.guarded(integer[], text[], integer[], boolean[], integer[], integer[], text, integer[], integer[]),
  private.with_company(integer[], text[], integer[], text), private.band_of(integer[], integer[], integer, numeric) to portal_keeper;
