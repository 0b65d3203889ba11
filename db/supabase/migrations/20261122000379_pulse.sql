-- Whether time passes: the one row that each tick writes, and that the portal's health is asked by.

create table portal.pulse (
  only_one boolean primary key default true check (only_one),
  at timestamptz not null
);
comment on table portal.pulse is 'When time last passed: deadlines, holds and mails stand still while this row does.';
comment on column portal.pulse.only_one is 'There is one row.';
comment on column portal.pulse.at is 'Until when the last tick did what was due.';

alter table portal.pulse enable row level security;
alter table portal.pulse force row level security;
create policy pulse_keeper on portal.pulse to portal_keeper using (true) with check (true);
grant select, insert, update on portal.pulse to portal_keeper;

create function private.tick_pulse(at timestamptz) returns boolean
language sql security definer
set search_path = pg_catalog, pg_temp
as $$
  insert into portal.pulse as p (at) values (tick_pulse.at)
  on conflict (only_one) do update set at = greatest(p.at, excluded.at) returning true
$$;
alter function private.tick_pulse(timestamptz) owner to portal_keeper;
comment on function private.tick_pulse is 'Notes that time passed. Doing it twice changes nothing.';
