-- Counting time: calendar or working time, in the zone and with the calendar of the workplace.

create function private.weekend_of(calendar text) returns smallint[]
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
  select coalesce((select c.weekend from portal.calendar c where c.code = calendar), '{6,7}')
$$;
alter function private.weekend_of(text) owner to portal_keeper;
comment on function private.weekend_of is 'The days off of a week, 1 Monday to 7 Sunday; Saturday and Sunday where nothing is known.';

create function private.working_days_between(calendar text, from_day date, to_day date) returns integer
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
  select count(*)::integer
  from generate_series(from_day + 1, to_day, interval '1 day') as s (day)
  left join portal.calendar_day d on d.calendar = working_days_between.calendar and d.day = s.day::date
  where coalesce(d.working, not extract(isodow from s.day)::smallint = any (private.weekend_of(working_days_between.calendar)))
$$;
alter function private.working_days_between(text, date, date) owner to portal_keeper;
comment on function private.working_days_between is 'How many working days lie after the first day, up to and with the second.';

create function private.add_working_days(calendar text, from_day date, days integer) returns date
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
  select s.day::date
  -- Twice the days and six weeks on top: no holiday is longer than that.
  from generate_series(from_day + 1, from_day + days * 2 + 42, interval '1 day') as s (day)
  left join portal.calendar_day d on d.calendar = add_working_days.calendar and d.day = s.day::date
  where coalesce(d.working, not extract(isodow from s.day)::smallint = any (private.weekend_of(add_working_days.calendar)))
  order by s.day offset days - 1 limit 1
$$;
alter function private.add_working_days(text, date, integer) owner to portal_keeper;
comment on function private.add_working_days is 'The working day so many working days after a day; the day itself does not count.';

create function private.zone_of(workplace uuid) returns text
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
  select coalesce((select o.time_zone from portal.organization o where o.id = workplace), 'Asia/Shanghai')
$$;
alter function private.zone_of(uuid) owner to portal_keeper;
comment on function private.zone_of is 'The time zone in which the clocks of a workplace run.';

create function private.calendar_of(workplace uuid) returns text
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
  select o.country from portal.organization o where o.id = workplace
$$;
alter function private.calendar_of(uuid) owner to portal_keeper;
comment on function private.calendar_of is 'The calendar of a workplace: that of its country.';

create function private.end_of_day(day date, workplace uuid) returns timestamptz
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
  select ((day + 1)::timestamp - interval '1 second') at time zone private.zone_of(workplace)
$$;
alter function private.end_of_day(date, uuid) owner to portal_keeper;
comment on function private.end_of_day is 'The last second of a day at a workplace: a date of a plan means all of that day.';

create function private.due_after(
  from_at timestamptz, span interval, working_days integer, counts text, workplace uuid, rested interval default '0'
) returns timestamptz
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  zone text := private.zone_of(workplace);
begin
  if counts = 'working' then
    return private.end_of_day(private.add_working_days(private.calendar_of(workplace), (from_at at time zone zone)::date,
      due_after.working_days + extract(day from rested)::integer), workplace);
  end if;
  -- Days and months go by the wall clock of the workplace, hours by the true hour: a change to summer time alters neither.
  return ((from_at at time zone zone) + date_trunc('day', span)) at time zone zone + (span - date_trunc('day', span)) + rested;
end
$$;
alter function private.due_after(timestamptz, interval, integer, text, uuid, interval) owner to portal_keeper;
comment on function private.due_after is
  'When so much calendar or working time has gone by. The day on which it starts is no working day of it, the last one counts to its end.';

create function private.days_left(workplace uuid, due_at timestamptz) returns integer
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
  select case when due_at - private.clock_now() between interval '0' and interval '100 days' then private.working_days_between(
    private.calendar_of(workplace), (private.clock_now() at time zone private.zone_of(workplace))::date,
    (due_at at time zone private.zone_of(workplace))::date) end
$$;
alter function private.days_left(uuid, timestamptz) owner to portal_keeper;
comment on function private.days_left is 'How many working days lie between today and a deadline, with its own; null once it is past, or far away.';
grant execute on function private.days_left(uuid, timestamptz) to anon, authenticated;
