-- Early warning: what is unusual at a workplace, against its own past. Only Handshake's desk ever learns of it, by function alone:
-- hidden cases count here, so one number shown outside would tell that they exist.

create table portal.warning (
  id uuid primary key default gen_random_uuid(),
  kind text not null check (kind in ('cluster', 'spreading', 'severity', 'silent')),
  subject text not null check (length(subject) between 1 and 200),
  workplace_id uuid not null references portal.organization (id) on delete restrict,
  cause text check (cause ~ '^[A-M]$'),
  code text references portal.issue_code (code) on delete restrict,
  since timestamptz not null,
  observed integer not null check (observed >= 0),
  expected numeric not null check (expected >= 0),
  chance numeric not null check (chance <= 0),
  score numeric not null,
  reasons jsonb not null,
  weeks integer[] not null,
  base numeric not null check (base >= 0),
  cases uuid[] not null default '{}',
  first_seen timestamptz not null,
  last_seen timestamptz not null,
  returned_at timestamptz,
  cleared_at timestamptz,
  strike_id uuid references portal.strike (id) on delete restrict,
  dismissed_at timestamptz,
  dismissed_by uuid references portal.person (id) on delete restrict,
  dismissed_why text check (dismissed_why in ('known', 'unrelated', 'explained', 'visited', 'closed')),
  dismissed_score numeric,
  dismissed_observed integer,
  check ((dismissed_at is null) = (dismissed_why is null))
);
comment on table portal.warning is 'One thing that is unusual, from the day it was first seen until it is over. Written by the daily job; counts, never a person.';
comment on column portal.warning.id is 'Random.';
comment on column portal.warning.kind is 'cluster in time, spreading over sites, rising severity, or silent.';
comment on column portal.warning.subject is 'What it is about: site:<id>, brand:<id> or city:<name>.';
comment on column portal.warning.workplace_id is 'The workplace; of several, the one where it is strongest.';
comment on column portal.warning.cause is 'Category of the taxonomy; null where all causes count together.';
comment on column portal.warning.code is 'The issue that most of these cases have, if one does.';
comment on column portal.warning.since is 'Begin of the weeks that are unusual.';
comment on column portal.warning.observed is 'Cases in these weeks.';
comment on column portal.warning.expected is 'Cases that are usual in them.';
comment on column portal.warning.chance is 'Logarithm to 10 of the probability of so many by chance; of none, for a silent site.';
comment on column portal.warning.score is 'The higher, the further up in the list.';
comment on column portal.warning.reasons is 'Why, as keys and facts that screens turn into words.';
comment on column portal.warning.weeks is 'Cases of the last weeks, the latest last.';
comment on column portal.warning.base is 'Usual cases a week.';
comment on column portal.warning.cases is 'The cases behind it when the job last looked, the latest first: no screen searches for them.';
comment on column portal.warning.first_seen is 'When it was raised.';
comment on column portal.warning.last_seen is 'When the job last found it.';
comment on column portal.warning.returned_at is 'When it came back after it was dismissed, because it had got worse.';
comment on column portal.warning.cleared_at is 'When it was over: not found for two weeks, or for ninety days once dismissed.';
comment on column portal.warning.strike_id is 'The strike that was opened because of it.';
comment on column portal.warning.dismissed_at is 'When a coordinator put it aside.';
comment on column portal.warning.dismissed_by is 'Which one.';
comment on column portal.warning.dismissed_why is 'Why, as a code.';
comment on column portal.warning.dismissed_score is 'Its score then: it returns only when it is ten times less likely.';
comment on column portal.warning.dismissed_observed is 'Its cases then: it returns only with two more.';
create unique index warning_live on portal.warning (kind, subject, coalesce(cause, '')) where cleared_at is null;
create index warning_workplace on portal.warning (workplace_id);
create index warning_code on portal.warning (code);
create index warning_strike on portal.warning (strike_id);
create index warning_dismissed_by on portal.warning (dismissed_by);

create table portal.warning_run (
  id uuid primary key default gen_random_uuid(),
  at timestamptz not null,
  sites integer not null,
  raised integer not null
);
comment on table portal.warning_run is 'When early warning last looked. A day without a row is a day on which nobody looked.';
comment on column portal.warning_run.id is 'Random.';
comment on column portal.warning_run.at is 'When.';
comment on column portal.warning_run.sites is 'At how many workplaces.';
comment on column portal.warning_run.raised is 'How many warnings were new or came back.';
create index warning_run_at on portal.warning_run (at desc);

alter table portal.warning enable row level security;
alter table portal.warning force row level security;
alter table portal.warning_run enable row level security;
alter table portal.warning_run force row level security;
create policy warning_keeper on portal.warning to portal_keeper using (true) with check (true);
create policy warning_run_keeper on portal.warning_run to portal_keeper using (true) with check (true);
grant select, insert, update on portal.warning to portal_keeper;
grant select, insert on portal.warning_run to portal_keeper;
