-- Clocks: what is due in a case, by whom, by when and by whose rule (DOMAIN 4).

create table portal.clock_rule (
  kind text not null check (kind ~ '^[a-z_]{1,40}$'),
  severity smallint not null check (severity between 1 and 4),
  version integer not null default 1 check (version > 0),
  span interval check (span > interval '0'),
  working_days integer check (working_days between 1 and 400),
  counts text not null generated always as (case when working_days is null then 'calendar' else 'working' end) stored,
  basis text not null check (basis in ('ours', 'law')),
  since timestamptz not null default now(),
  set_by uuid references portal.person (id) on delete restrict,
  reason text check (length(reason) between 1 and 500),
  primary key (kind, severity, version),
  check ((span is null) <> (working_days is null))
);
comment on table portal.clock_rule is 'How long something may take. The highest version holds; the earlier ones stay to explain old clocks.';
comment on column portal.clock_rule.kind is 'What for, a catalogue key.';
comment on column portal.clock_rule.severity is 'For which severity.';
comment on column portal.clock_rule.version is '1 is the default of DOMAIN 4.';
comment on column portal.clock_rule.span is 'How long in calendar time; null when working days are counted.';
comment on column portal.clock_rule.working_days is 'How many working days; null when calendar time is counted.';
comment on column portal.clock_rule.counts is 'calendar or working.';
comment on column portal.clock_rule.basis is 'ours (a supervisor may change it) or law (nobody here may).';
comment on column portal.clock_rule.since is 'When this version was written.';
comment on column portal.clock_rule.set_by is 'The supervisor who wrote it; null for the defaults.';
comment on column portal.clock_rule.reason is 'Why, in the words of whoever wrote it; null for the defaults.';
create index clock_rule_set_by on portal.clock_rule (set_by);

-- One line of the table of DOMAIN 4 each: kind, basis, then S1 to S4; a number alone is working days, a dash is no clock.
insert into portal.clock_rule (kind, basis, severity, span, working_days)
select r.kind, r.basis, s.severity,
  case when s.words ~ '[a-z]' then s.words::interval end, case when s.words !~ '[a-z]' then s.words::integer end
from (values
  ('contact', 'ours', '2 hours', '1 day', '3 days', '3 days'),
  ('triage', 'ours', '24 hours', '3 days', '5', '5'),
  ('first_answer', 'ours', '24 hours', '3 days', '7 days', '7 days'),
  ('comment', 'ours', '5', '5', '5', '5'),
  ('moderation', 'ours', '4 hours', '4 hours', '4 hours', '4 hours'),
  ('acknowledged', 'ours', '7 days', '7 days', '7 days', '7 days'),
  ('feedback', 'ours', '3 months', '3 months', '3 months', '3 months'),
  ('brand_plan', 'ours', '45 days', '45 days', '45 days', '-'),
  ('plan_start', 'ours', '48 hours', '-', '-', '-'),
  ('plan_agreed', 'ours', '72 hours', '-', '-', '-'),
  ('onsite', 'ours', '72 hours', '-', '-', '-'),
  ('referral', 'ours', '24 hours', '-', '-', '-'),
  ('watch', 'ours', '30 days', '30 days', '30 days', '30 days'),
  ('after_closing', 'ours', '28 days', '28 days', '28 days', '-'),
  ('arbitration', 'law', '1 year', '1 year', '1 year', '1 year'),
  ('inspectorate', 'law', '2 years', '2 years', '2 years', '2 years'),
  ('inspectorate_decision', 'law', '60', '60', '60', '60')
) as r (kind, basis, s1, s2, s3, s4)
cross join lateral (values (1, r.s1), (2, r.s2), (3, r.s3), (4, r.s4)) as s (severity, words)
where s.words <> '-';

create table portal.clock (
  id uuid primary key default gen_random_uuid(),
  case_id uuid not null references portal.case_ (id) on delete restrict,
  kind text not null check (kind ~ '^[a-z_]{1,40}$'),
  owner_side text not null check (owner_side in ('worker', 'factory', 'brand', 'handshake', 'authority')),
  sides text[] not null default '{}',
  for_party uuid references portal.party (id) on delete restrict,
  subject uuid,
  severity smallint not null check (severity between 1 and 4),
  started_at timestamptz not null,
  due_at timestamptz not null,
  span interval,
  working_days integer,
  counts text not null generated always as (case when working_days is null then 'calendar' else 'working' end) stored,
  basis text not null check (basis in ('ours', 'law', 'agreed')),
  paused_at timestamptz,
  rested interval not null default '0',
  stopped_at timestamptz,
  outcome text check (outcome in ('kept', 'missed', 'void')),
  called_at timestamptz,
  escalation smallint not null default 0 check (escalation between 0 and 3),
  escalated_at timestamptz,
  check ((stopped_at is null) = (outcome is null))
);
comment on table portal.clock is 'Something that is due in a case, or was.';
comment on column portal.clock.id is 'Random.';
comment on column portal.clock.case_id is 'The case.';
comment on column portal.clock.kind is 'What is due, a catalogue key.';
comment on column portal.clock.owner_side is 'Who owes it.';
comment on column portal.clock.sides is 'Sides of the case that may know of it, beside Handshake.';
comment on column portal.clock.for_party is 'One party that may know of it although its side may not: the author of a held message, a brand.';
comment on column portal.clock.subject is 'What it is about, when a case has several of the kind: a message, an action.';
comment on column portal.clock.severity is 'The severity it was computed for: the reason of its length.';
comment on column portal.clock.started_at is 'From when it counts. For Handshake: the hour of receipt could tell who she is.';
comment on column portal.clock.due_at is 'By when.';
comment on column portal.clock.span is 'How long, in calendar time.';
comment on column portal.clock.working_days is 'How long, in working days.';
comment on column portal.clock.counts is 'calendar or working.';
comment on column portal.clock.basis is 'ours, law, or agreed (a date of the plan).';
comment on column portal.clock.paused_at is 'Since when it rests with the case.';
comment on column portal.clock.rested is 'How long it rested before: calendar time, or as many days as working days went by.';
comment on column portal.clock.stopped_at is 'When what was due was done, or was due no longer.';
comment on column portal.clock.outcome is 'kept, missed or void; null while it runs.';
comment on column portal.clock.called_at is 'When the tick found it past due and said so.';
comment on column portal.clock.escalation is '1 letter, 2 mandatory meeting, 3 sanction.';
comment on column portal.clock.escalated_at is 'When the last of these steps was taken.';
create unique index clock_live on portal.clock (case_id, kind, subject) nulls not distinct where stopped_at is null;
create index clock_case on portal.clock (case_id, kind);
create index clock_due on portal.clock (due_at) where stopped_at is null;
create index clock_for_party on portal.clock (for_party) where for_party is not null;

alter table portal.case_ add column if not exists escalation smallint not null default 0 check (escalation between 0 and 3);
comment on column portal.case_.escalation is 'The highest step that an overdue clock of the factory has reached: 1 letter, 2 meeting, 3 sanction.';

create table portal.hold (
  id uuid primary key default gen_random_uuid(),
  case_id uuid not null references portal.case_ (id) on delete restrict,
  reason text not null check (reason in ('worker_asked', 'authority', 'evidence', 'safety', 'force_majeure')),
  held_at timestamptz not null,
  held_by uuid references portal.person (id) on delete restrict,
  until date not null,
  ended_at timestamptz
);
comment on table portal.hold is 'A time in which the clocks of a case rest. Those of the law run on.';
comment on column portal.hold.id is 'Random.';
comment on column portal.hold.case_id is 'The case.';
comment on column portal.hold.reason is 'Why, a code: people''s words would stand in no other list.';
comment on column portal.hold.held_at is 'From when.';
comment on column portal.hold.held_by is 'Who of Handshake decided it.';
comment on column portal.hold.until is 'On that day the clocks run again, by themselves.';
comment on column portal.hold.ended_at is 'When it ended; null while it lasts.';
create unique index hold_live on portal.hold (case_id) where ended_at is null;
create index hold_case on portal.hold (case_id);
create index hold_held_by on portal.hold (held_by);

alter table portal.clock_rule enable row level security;
alter table portal.clock_rule force row level security;
alter table portal.clock enable row level security;
alter table portal.clock force row level security;
alter table portal.hold enable row level security;
alter table portal.hold force row level security;
create policy clock_rule_everybody on portal.clock_rule for select to anon, authenticated using (true);
create policy clock_rule_keeper on portal.clock_rule to portal_keeper using (true) with check (true);
create policy clock_handshake on portal.clock for select to authenticated using ((select private.is_handshake()));
create policy clock_party on portal.clock for select to anon, authenticated
  using (exists (select from portal.party p where p.case_id = clock.case_id and (p.id = clock.for_party or p.side = any (clock.sides))));
-- What runs from the first call on would tell those who joined a group when it was made; the law's limits of each are her own.
create policy clock_first_call on portal.clock as restrictive for select to anon, authenticated
  using (kind not in ('contact', 'acknowledged', 'triage', 'feedback', 'arbitration', 'inspectorate')
    or (select private.my_role()) is distinct from 'worker' or (select private.my_founding()) is not null);
-- Which brands sit in a case is no business of the guardian of identities (DOMAIN 5).
create policy clock_no_brands on portal.clock as restrictive for select to authenticated
  using (owner_side <> 'brand' or (select private.my_role()) is distinct from 'custodian');
create policy clock_keeper on portal.clock to portal_keeper using (true) with check (true);
-- Why a case rests could tell a factory what the worker asked for: it learns the end alone, from the case.
create policy hold_handshake on portal.hold for select to authenticated using ((select private.is_handshake()));
create policy hold_worker on portal.hold for select to anon, authenticated
  using (exists (select from portal.party p where p.case_id = hold.case_id and p.side = 'worker' and p.id = (select private.my_party())));
create policy hold_keeper on portal.hold to portal_keeper using (true) with check (true);
grant select (kind, severity, version, span, working_days, counts, basis, since) on portal.clock_rule to anon, authenticated;
grant select (case_id, kind, owner_side, for_party, severity, due_at, counts, basis, paused_at, stopped_at, escalation) on portal.clock to anon, authenticated;
grant select (case_id, reason, held_at, until, ended_at) on portal.hold to anon, authenticated;
grant select, insert on portal.clock_rule to portal_keeper;
grant select, insert, update on portal.clock, portal.hold to portal_keeper;
