-- What the daily job of early warning reads, and how it writes down what it found. For a direct connection alone: no API role may call these.

create function private.warning_seasons(at timestamptz) returns jsonb
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
  -- 0 an ordinary week, 1 one of the eight before Spring Festival (elsewhere: December), 2 the festival and the week after.
  with feast as (
    select d.calendar, min(d.day) as day from portal.calendar_day d
    where not d.working and d.name ~* '(chinese|lunar) new year|spring festival' group by d.calendar, extract(year from d.day) having count(*) >= 3
  ),
  middle as (
    select w.week, ((at - w.week * interval '7 days' - interval '84 hours') at time zone 'UTC')::date as day from generate_series(0, 103) as w (week)
  )
  select jsonb_object_agg(c.country, (
    select jsonb_agg(case
      when exists (select from feast f where f.calendar = c.country and m.day between f.day and f.day + 13) then 2
      when exists (select from feast f where f.calendar = c.country and m.day between f.day - 56 and f.day - 1) then 1
      when extract(month from m.day) = 12 and not exists (select from feast f where f.calendar = c.country) then 1
      else 0 end order by m.week) from middle m))
  from (select distinct o.country from portal.organization o where o.kind = 'workplace') c
$$;
alter function private.warning_seasons(timestamptz) owner to portal_keeper;
comment on function private.warning_seasons is 'For each country what each of the last 104 weeks was: ordinary, before the New Year, or the festival.';

create function private.warning_history(at timestamptz) returns jsonb
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
  with late as (
    -- A case that told the same story twice is one voice.
    select c.workplace_id, c.id, floor(extract(epoch from at - d.received_at) / 604800)::integer as week, c.severity <= 2 as high
    from portal.case_desk d join portal.case_ c on c.id = d.case_id
    where d.received_at > at - interval '728 days' and d.received_at <= at and c.closed_reason is distinct from 'duplicate'
  ),
  site as (
    select o.*, least(o.created_at, (select min(l.since)::timestamptz from portal.supply_link l where l.workplace_id = o.id),
      (select min(d.received_at) from portal.case_ c join portal.case_desk d on d.case_id = c.id where c.workplace_id = o.id)) as known
    from portal.organization o
    where o.kind = 'workplace' and o.ended_at is null and o.name <> 'Not on the list'
  ),
  counted as (
    select l.workplace_id, null as cause, l.week, count(*) as n, count(*) filter (where l.high) as high from late l group by 1, 3
    union all
    select l.workplace_id, left(i.code, 1), l.week, count(distinct l.id), count(distinct l.id) filter (where l.high)
    from late l join portal.case_issue i on i.case_id = l.id where i.code not like 'X%' group by 1, 2, 3
  ),
  coded as (
    select l.workplace_id, i.code, count(*) as n from late l join portal.case_issue i on i.case_id = l.id
    where l.week < 8 and i.code not like 'X%' group by 1, 2
  )
  select jsonb_build_object(
    'day', (at at time zone 'UTC')::date, 'season', coalesce(private.warning_seasons(at), '{}'),
    'sites', coalesce((select jsonb_agg(jsonb_build_object('id', s.id, 'headcount', nullif(s.headcount, 0), 'city', s.city, 'country', s.country,
        'weeks', floor(extract(epoch from at - s.known) / 604800)::integer,
        'brands', (select coalesce(jsonb_agg(l.brand_id order by l.brand_id), '[]') from portal.supply_link l where l.workplace_id = s.id and l.until is null))
      order by s.id) from site s), '[]'),
    'weeks', coalesce((select jsonb_agg(jsonb_build_array(k.workplace_id, k.cause, k.week, k.n, k.high))
      from counted k join site s on s.id = k.workplace_id), '[]'),
    'codes', coalesce((select jsonb_agg(jsonb_build_array(k.workplace_id, k.code, k.n)) from coded k join site s on s.id = k.workplace_id), '[]'))
$$;
alter function private.warning_history(timestamptz) owner to portal_keeper;
comment on function private.warning_history is
  'Weekly counts of the last 104 weeks by workplace and category, with headcount, city, country and buyers. Hidden cases count: it is for the job alone.';

create function private.warning_due(at timestamptz) returns boolean
language sql stable security definer
set search_path = pg_catalog, pg_temp
-- No upper limit: whoever waited for a look that just ended began before it.
as $$ select not exists (select from portal.warning_run r where r.at > warning_due.at - interval '20 hours') $$;
alter function private.warning_due(timestamptz) owner to portal_keeper;
comment on function private.warning_due is 'Whether nobody looked for warnings today.';

create function private.behind_warning(one portal.warning) returns uuid[]
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
  select coalesce(array_agg(c.id order by d.received_at desc, c.id), '{}')
  from portal.case_ c join portal.case_desk d on d.case_id = c.id
  where one.kind <> 'silent' and d.received_at > one.since and c.closed_reason is distinct from 'duplicate'
    -- One list of sites, and so by index: with an `or` every case there is would be read for each warning.
    and c.workplace_id = any (array(select one.workplace_id
      union select s::uuid from jsonb_array_elements_text(coalesce(one.reasons #> '{0,sites}', '[]')) s))
    and case when one.kind = 'severity' then c.severity <= 2
      else exists (select from portal.case_issue i where i.case_id = c.id and left(i.code, 1) = one.cause and i.code not like 'X%') end
$$;
alter function private.behind_warning(portal.warning) owner to portal_keeper;
comment on function private.behind_warning is 'The cases that a warning counted, the latest first.';
grant execute on function private.behind_warning(portal.warning) to portal_keeper;

create function private.keep_warnings(warnings jsonb, sites integer, at timestamptz) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  one jsonb;
  live portal.warning;
  again boolean;
  raised integer := 0;
  kept integer := 0;
  cleared integer;
begin
  for one in select e from jsonb_array_elements(warnings) e loop
    select w.* into live from portal.warning w
    where w.cleared_at is null and w.kind = one ->> 'kind' and w.subject = one ->> 'subject' and w.cause is not distinct from one ->> 'cause' for update;
    if live.id is null then
      continue when not (one ->> 'raised')::boolean;
      raised := raised + 1;
      insert into portal.warning (kind, subject, workplace_id, cause, code, since, observed, expected, chance, score, reasons, weeks, base, first_seen, last_seen)
      values (one ->> 'kind', one ->> 'subject', (one ->> 'workplace')::uuid, one ->> 'cause', one ->> 'code', at - (one ->> 'span')::integer * interval '7 days',
        (one ->> 'observed')::integer, (one ->> 'expected')::numeric, (one ->> 'chance')::numeric, (one ->> 'score')::numeric, one -> 'reasons',
        (select array_agg(n::integer) from jsonb_array_elements_text(one -> 'weeks') n), (one ->> 'base')::numeric, at, at);
      continue;
    end if;
    -- What somebody put aside stays aside, unless two more cases came and chance is ten times less likely to have done it.
    again := live.dismissed_at is not null and (one ->> 'raised')::boolean and (one ->> 'score')::numeric >= live.dismissed_score + 1
      and ((one ->> 'observed')::integer >= live.dismissed_observed + 2 or live.kind = 'silent');
    raised := raised + again::integer;
    kept := kept + 1;
    update portal.warning w set
      workplace_id = (one ->> 'workplace')::uuid, code = one ->> 'code', since = at - (one ->> 'span')::integer * interval '7 days',
      observed = (one ->> 'observed')::integer, expected = (one ->> 'expected')::numeric, chance = (one ->> 'chance')::numeric,
      score = (one ->> 'score')::numeric, reasons = one -> 'reasons', base = (one ->> 'base')::numeric, last_seen = at,
      weeks = (select array_agg(n::integer) from jsonb_array_elements_text(one -> 'weeks') n),
      returned_at = case when again then at else w.returned_at end,
      dismissed_at = case when not again then w.dismissed_at end, dismissed_by = case when not again then w.dismissed_by end,
      dismissed_why = case when not again then w.dismissed_why end, dismissed_score = case when not again then w.dismissed_score end,
      dismissed_observed = case when not again then w.dismissed_observed end
    where w.id = live.id;
  end loop;
  update portal.warning w set cases = private.behind_warning(w) where w.cleared_at is null and w.last_seen = at and w.kind <> 'silent';
  update portal.warning w set cleared_at = at
  where w.cleared_at is null and w.last_seen < at - case when w.dismissed_at is null then interval '14 days' else interval '90 days' end;
  get diagnostics cleared = row_count;
  -- A silent workplace that spoke is silent no more.
  update portal.warning w set cleared_at = at where w.cleared_at is null and w.kind = 'silent' and w.last_seen < at
    and exists (select from portal.case_ c join portal.case_desk d on d.case_id = c.id where c.workplace_id = w.workplace_id and d.received_at > w.first_seen);
  insert into portal.warning_run (at, sites, raised) values (keep_warnings.at, keep_warnings.sites, raised);
  return jsonb_build_object('raised', raised, 'kept', kept, 'cleared', cleared);
end
$$;
alter function private.keep_warnings(jsonb, integer, timestamptz) owner to portal_keeper;
comment on function private.keep_warnings is 'Raises what is new, renews what is known, ends what is over. The same twice changes nothing but the hour.';
