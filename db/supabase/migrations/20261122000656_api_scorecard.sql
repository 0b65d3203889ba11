-- The eight criteria of UN Guiding Principle 31, computed from the roll-ups: each line with what it was computed from.

create function private.principle_line(criterion text, key text, part bigint, whole bigint) returns jsonb
language sql immutable
as $$
  select jsonb_build_object('criterion', criterion, 'key', key, 'kind', 'share', 'part', coalesce(part, 0),
    'whole', coalesce(whole, 0))
$$;
comment on function private.principle_line is 'A line that says how many of how many.';

create function private.principle_days(criterion text, key text, found jsonb) returns jsonb
language sql immutable
as $$
  select jsonb_build_object('criterion', principle_days.criterion, 'key', principle_days.key, 'kind', 'spread',
    'whole', d -> 'n', 'median', d -> 'median', 'p90', d -> 'p90')
  from private.days_listed(found, '{}') d
$$;
comment on function private.principle_days is 'A line that says a median and what 1 in 10 exceeds.';

create function private.scorecard(from_month text, to_month text) returns jsonb
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  me private.actor := private.me();
  last date;
  first date;
  tally jsonb;
  said jsonb;
  clocks jsonb;
  site record;
begin
  if not private.is_desk() or private.previewing() then
    perform private.refuse('403', 'not_allowed', 'The scorecard is Handshake''s own.');
  end if;
  last := private.month_given(scorecard.to_month, private.month_at(private.clock_now(), private.zone_of(null)));
  first := private.month_given(scorecard.from_month, (last - interval '11 months')::date);
  if first > last or last > first + interval '10 years' then
    perform private.refuse('400', 'value_invalid', 'The first month comes after the last, or they are too far apart.',
      '{"field": "month"}');
  end if;
  select coalesce(jsonb_object_agg(g.measure, g.cells), '{}') into tally from (
    select k.measure, jsonb_object_agg(k.bucket, k.n) as cells from (
      select c.measure, c.bucket, sum(c.n)::bigint as n
      from private.cells_between(me.organization, null, first, last, array['received', 'principle', 'updates', 'update_day',
        'close_days', 'kept', 'missed', 'repeat', 'mark', 'channel']) c
      group by 1, 2 having sum(c.n) > 0) k
    group by 1) g;
  said := coalesce(tally -> 'principle', '{}');
  select jsonb_agg(private.principle_line('predictable', 'clock_' || (c ->> 'kind'), (c ->> 'kept')::bigint,
      (c ->> 'kept')::bigint + (c ->> 'missed')::bigint) order by c ->> 'kind') into clocks
  from jsonb_array_elements(private.clocks_listed(tally)) c where c ->> 'kind' in ('contact', 'triage', 'first_answer', 'feedback',
    'moderation');
  select count(*) filter (where k.cases > 0) as with_cases, count(*) as sites, sum(k.headcount)::bigint as workers,
      sum(k.cases) filter (where k.headcount > 0) as counted into site
  from (
    -- Summed up once for all sites: asked of each site, it would read the months of all of them a thousand times.
    select o.id, o.headcount, coalesce(t.n, 0) as cases
    from portal.organization o left join (
      select u.workplace, sum(u.n) as n from (
        select f.workplace, f.n from portal.figure f
        where f.scope_organization = me.organization and f.measure = 'received' and f.month between first and last
        union all
        -- What is not folded yet counts as everywhere else.
        select f.workplace, f.n from portal.figure_change f
        where f.scope_organization = me.organization and f.measure = 'received' and f.month between first and last) u
      group by u.workplace) t on t.workplace = o.id
    where o.kind = 'workplace' and o.ended_at is null) k;
  return jsonb_build_object('first', first, 'last', last, 'received', coalesce((tally -> 'received' ->> '')::bigint, 0), 'lines',
    jsonb_build_array(
      private.principle_line('legitimate', 'declared', (said ->> 'declared')::bigint, (said ->> 'found')::bigint),
      private.principle_line('legitimate', 'appeal_changed', (said ->> 'appeal_changed')::bigint, (said ->> 'appeal_decided')::bigint),
      jsonb_build_object('criterion', 'accessible', 'key', 'per_thousand', 'kind', 'rate', 'part', coalesce(site.counted, 0),
        'whole', coalesce(site.workers, 0)),
      private.principle_line('accessible', 'sites', site.with_cases, site.sites),
      private.principle_line('accessible', 'silent', (select count(*) from portal.warning w where w.kind = 'silent'
        and w.cleared_at is null), site.sites))
    || coalesce(clocks, '[]')
    || jsonb_build_array(
      private.principle_days('predictable', 'close_days', tally -> 'close_days'),
      private.principle_line('equitable', 'heard_again', (said ->> 'heard_again')::bigint, (said ->> 'closed')::bigint),
      private.principle_line('equitable', 'advised', (said ->> 'advised')::bigint, (said ->> 'closed')::bigint),
      private.principle_days('transparent', 'updates', tally -> 'updates'),
      private.principle_days('transparent', 'since_update', (
        select jsonb_object_agg(d.days, d.n) from (
          select greatest((private.clock_now() at time zone private.zone_of(null))::date - u.key::date, 0) as days,
            sum(u.value::integer) as n
          from jsonb_each_text(coalesce(tally -> 'update_day', '{}')) u group by 1) d)),
      private.principle_line('compatible', 'under_minimum', (said ->> 'under_minimum')::bigint, (said ->> 'minimum_known')::bigint),
      private.principle_line('compatible', 'short', (said ->> 'short')::bigint, (said ->> 'remedied')::bigint),
      private.principle_line('compatible', 'retaliation', (tally -> 'mark' ->> 'retaliation')::bigint,
        (tally -> 'received' ->> '')::bigint),
      private.principle_line('learning', 'repeats', (select sum(r.value::bigint) from jsonb_each_text(coalesce(tally -> 'repeat', '{}'))
        r)::bigint, (tally -> 'received' ->> '')::bigint),
      private.principle_line('dialogue', 'planned_by_both', (said ->> 'planned_by_both')::bigint, (said ->> 'planned')::bigint)));
end
$$;
alter function private.scorecard(text, text) owner to portal_keeper;
comment on function private.scorecard is 'Each criterion as lines with their base, for cases received in these months.';

create function api.scorecard(from_month text default null, to_month text default null) returns jsonb
language sql stable
set search_path = pg_catalog, pg_temp
as $$ select private.scorecard(scorecard.from_month, scorecard.to_month) $$;
comment on function api.scorecard is 'The eight criteria of UN Guiding Principle 31 as computed lines; by default for the last twelve months.';

grant execute on function private.principle_line(text, text, bigint, bigint), private.principle_days(text, text, jsonb)
  to portal_keeper;
grant execute on function private.scorecard(text, text), api.scorecard(text, text) to authenticated;
