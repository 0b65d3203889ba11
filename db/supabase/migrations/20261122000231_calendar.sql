-- Calendars: which days are off. One for a country; the days themselves are written by `python -m db calendars`.

create table portal.calendar (
  code text primary key check (code ~ '^[A-Z]{2}$'),
  weekend smallint[] not null,
  last_year integer not null
);
comment on table portal.calendar is 'The days off of a country. A workplace uses that of its country.';
comment on column portal.calendar.code is 'ISO 3166 code of the country.';
comment on column portal.calendar.weekend is 'Days off of each week, 1 Monday to 7 Sunday.';
comment on column portal.calendar.last_year is 'The last year whose days are known; beyond it only weekends are off.';

create table portal.calendar_day (
  calendar text not null references portal.calendar (code) on delete cascade,
  day date not null,
  working boolean not null,
  name text not null check (length(name) between 1 and 200),
  primary key (calendar, day)
);
comment on table portal.calendar_day is 'The exceptions of a calendar: holidays, and days of a weekend on which people work to make up for one.';
comment on column portal.calendar_day.calendar is 'The calendar.';
comment on column portal.calendar_day.day is 'The day.';
comment on column portal.calendar_day.working is 'False for a holiday, true for a day of a weekend that is worked.';
comment on column portal.calendar_day.name is 'What it is, in English.';

alter table portal.calendar enable row level security;
alter table portal.calendar force row level security;
alter table portal.calendar_day enable row level security;
alter table portal.calendar_day force row level security;
create policy calendar_keeper on portal.calendar for select to portal_keeper using (true);
create policy calendar_day_keeper on portal.calendar_day for select to portal_keeper using (true);
grant select on portal.calendar, portal.calendar_day to portal_keeper;
