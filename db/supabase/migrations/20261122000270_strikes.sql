-- The strike desk (DOMAIN 8): what Handshake writes down of a work stoppage. Nobody outside the desk reads any of it here.
-- Handshake stays neutral: there is no column for whoever leads, and no text may hint at a person.

create table portal.strike (
  id uuid primary key default gen_random_uuid(),
  workplace_id uuid not null references portal.organization (id) on delete restrict,
  level smallint not null default 0 check (level between 0 and 4),
  started_at timestamptz not null,
  ended_at timestamptz,
  unit text check (length(unit) between 1 and 200),
  size_low integer check (size_low >= 1),
  size_high integer check (size_high <= 2000000),
  spokes text not null default 'unknown' check (spokes in ('unknown', 'nobody', 'everybody', 'representatives', 'union', 'committee')),
  cause text check (length(cause) between 1 and 4000),
  opened_at timestamptz not null,
  opened_by uuid references portal.person (id) on delete restrict,
  watch_until timestamptz,
  watch_over_at timestamptz,
  revision integer not null default 1,
  -- A number of people is always a range: an exact one could be counted against a list of who was absent.
  check ((size_low is null) = (size_high is null) and coalesce(size_low < size_high, true)),
  check ((ended_at is null) = (watch_until is null))
);
comment on table portal.strike is 'A tension or stoppage at one workplace, from its first signs to the end of the watch after it.';
comment on column portal.strike.id is 'Random.';
comment on column portal.strike.workplace_id is 'Where.';
comment on column portal.strike.level is '0 tension, 1 one unit under a shift, 2 a workshop or over a shift, 3 whole site, 4 several sites.';
comment on column portal.strike.started_at is 'When it began, as far as known.';
comment on column portal.strike.ended_at is 'When it was over.';
comment on column portal.strike.unit is 'Which part of the site, in words; never a person.';
comment on column portal.strike.size_low is 'At least so many people.';
comment on column portal.strike.size_high is 'At most so many people.';
comment on column portal.strike.spokes is 'Who speaks: a role, never a name.';
comment on column portal.strike.cause is 'The analysis of its cause.';
comment on column portal.strike.opened_at is 'When the desk wrote it down.';
comment on column portal.strike.opened_by is 'Which coordinator did.';
comment on column portal.strike.watch_until is 'Until then Handshake watches for retaliation.';
comment on column portal.strike.watch_over_at is 'When the watch was over and everybody had been asked.';
comment on column portal.strike.revision is 'Grows with each change of its head; a stale one is refused.';
create unique index strike_open on portal.strike (workplace_id) where ended_at is null;
create index strike_workplace on portal.strike (workplace_id, started_at desc);
create index strike_opened_by on portal.strike (opened_by);
create index strike_watch on portal.strike (watch_until) where watch_over_at is null;

create table portal.strike_level_change (
  id uuid primary key default gen_random_uuid(),
  strike_id uuid not null references portal.strike (id) on delete restrict,
  from_level smallint check (from_level between 0 and 4),
  to_level smallint not null check (to_level between 0 and 4),
  reason text not null check (reason in ('opened', 'grew', 'violence', 'lockout', 'police', 'other_sites', 'calmed')),
  at timestamptz not null,
  changed_by uuid references portal.person (id) on delete restrict
);
comment on table portal.strike_level_change is 'Each step of the ladder. A row, never an edit.';
comment on column portal.strike_level_change.id is 'Random.';
comment on column portal.strike_level_change.strike_id is 'Of which strike.';
comment on column portal.strike_level_change.from_level is 'Before; null when it was opened.';
comment on column portal.strike_level_change.to_level is 'After.';
comment on column portal.strike_level_change.reason is 'Why, as a code.';
comment on column portal.strike_level_change.at is 'When.';
comment on column portal.strike_level_change.changed_by is 'By which coordinator.';
create index strike_level_change_strike on portal.strike_level_change (strike_id, at);
create index strike_level_change_by on portal.strike_level_change (changed_by);

create table portal.strike_attempt (
  id uuid primary key default gen_random_uuid(),
  strike_id uuid not null references portal.strike (id) on delete restrict,
  level smallint not null check (level between 0 and 4),
  with_whom text not null check (with_whom in ('team_leader', 'hr', 'manager', 'owner', 'union', 'brand', 'authority')),
  outcome text not null check (outcome in ('solved', 'partly', 'promised', 'refused', 'no_answer')),
  tried_on date not null,
  recorded_at timestamptz not null,
  recorded_by uuid references portal.person (id) on delete restrict
);
comment on table portal.strike_attempt is 'What was tried, with whom and at which level, lowest first.';
comment on column portal.strike_attempt.id is 'Random.';
comment on column portal.strike_attempt.strike_id is 'In which strike.';
comment on column portal.strike_attempt.level is 'The level of the strike when it was written down.';
comment on column portal.strike_attempt.with_whom is 'With whom it was tried: a role. The first of the list is the lowest.';
comment on column portal.strike_attempt.outcome is 'What came of it.';
comment on column portal.strike_attempt.tried_on is 'On which day.';
comment on column portal.strike_attempt.recorded_at is 'When it was written down.';
comment on column portal.strike_attempt.recorded_by is 'By which coordinator.';
create index strike_attempt_strike on portal.strike_attempt (strike_id, tried_on);
create index strike_attempt_by on portal.strike_attempt (recorded_by);

create table portal.strike_demand (
  strike_id uuid not null references portal.strike (id) on delete restrict,
  code text not null references portal.issue_code (code) on delete restrict,
  outcome text not null default 'open' check (outcome in ('open', 'met', 'partly', 'refused')),
  set_at timestamptz not null,
  set_by uuid references portal.person (id) on delete restrict,
  primary key (strike_id, code)
);
comment on table portal.strike_demand is 'What is demanded, as taxonomy codes, and what came of each.';
comment on column portal.strike_demand.strike_id is 'In which strike.';
comment on column portal.strike_demand.code is 'What for.';
comment on column portal.strike_demand.outcome is 'open, met, partly or refused.';
comment on column portal.strike_demand.set_at is 'When that was written down.';
comment on column portal.strike_demand.set_by is 'By which coordinator.';
create index strike_demand_code on portal.strike_demand (code);
create index strike_demand_by on portal.strike_demand (set_by);

create table portal.strike_case (
  id uuid primary key default gen_random_uuid(),
  strike_id uuid not null references portal.strike (id) on delete restrict,
  case_id uuid not null references portal.case_ (id) on delete restrict,
  linked_at timestamptz not null,
  linked_by uuid references portal.person (id) on delete restrict,
  unlinked_at timestamptz
);
comment on table portal.strike_case is 'Which grievances belong to a strike. No factory, brand or worker learns of the link.';
comment on column portal.strike_case.id is 'Random.';
comment on column portal.strike_case.strike_id is 'The strike.';
comment on column portal.strike_case.case_id is 'The case.';
comment on column portal.strike_case.linked_at is 'Since when.';
comment on column portal.strike_case.linked_by is 'By which coordinator.';
comment on column portal.strike_case.unlinked_at is 'Until when.';
create unique index strike_case_live on portal.strike_case (case_id) where unlinked_at is null;
create index strike_case_case on portal.strike_case (case_id);
create index strike_case_strike on portal.strike_case (strike_id);
create index strike_case_by on portal.strike_case (linked_by);

alter table portal.strike enable row level security;
alter table portal.strike force row level security;
alter table portal.strike_level_change enable row level security;
alter table portal.strike_level_change force row level security;
alter table portal.strike_attempt enable row level security;
alter table portal.strike_attempt force row level security;
alter table portal.strike_demand enable row level security;
alter table portal.strike_demand force row level security;
alter table portal.strike_case enable row level security;
alter table portal.strike_case force row level security;
create policy strike_keeper on portal.strike to portal_keeper using (true) with check (true);
create policy strike_level_change_keeper on portal.strike_level_change to portal_keeper using (true) with check (true);
create policy strike_attempt_keeper on portal.strike_attempt to portal_keeper using (true) with check (true);
create policy strike_demand_keeper on portal.strike_demand to portal_keeper using (true) with check (true);
create policy strike_case_keeper on portal.strike_case to portal_keeper using (true) with check (true);
grant select, insert, update on portal.strike, portal.strike_demand, portal.strike_case to portal_keeper;
grant select, insert on portal.strike_level_change, portal.strike_attempt to portal_keeper;
