-- Figures: roll-ups kept by the writing transaction. No screen scans cases.
--
-- How they are kept, so that writers never wait for each other and nothing is counted twice:
--  1. Whatever changes a case leaves a mark (portal.figure_due); at the end of the transaction the marked cases are counted
--     anew, against what was counted of them before (portal.counted). The order of deeds inside a transaction does not matter.
--  2. The difference is appended to portal.figure_change: an insert, no lock on a number that others add to.
--  3. private.fold_figures adds these up into portal.figure and portal.figure_total, once a minute. Readers add what is not
--     folded yet, so that every figure holds what was acknowledged.
-- Only the owner's commands and functions of the keeper read any of this: api.figures decides who learns what.

-- No foreign keys in what follows: all of it is derived from cases that have them, and the lock of a foreign key, taken as the
-- last thing of a transaction, could make two writers wait for each other.
create table portal.figure (
  scope_organization uuid not null,
  workplace uuid not null,
  month date not null,
  measure text not null,
  bucket text not null,
  n integer not null,
  primary key (scope_organization, measure, month, workplace, bucket)
);
comment on table portal.figure is
  'How many: per organisation that may know of the cases, workplace, month, measure and bucket. What was folded so far.';
comment on column portal.figure.scope_organization is 'Whose figures: the organisation that is party of these cases.';
comment on column portal.figure.workplace is 'At which workplace.';
comment on column portal.figure.month is
  'First day of the month at the workplace: in which the organisation was told of the case, or in which it happened.';
comment on column portal.figure.measure is
  'Cases by the month in which they became known: received, open, open_day, phase, category, severity, channel, truth, outcome,
 mark, internal_channel, cause, needs, answer_days, close_days, brand_silent. What happened in a month: answered, closed, ending,
 found, remedy, kept, missed, brand_word, brand_action, work, worked, repeat. Of no month, under January 2000: open_issue.';
comment on column portal.figure.bucket is 'Which value of the measure; empty where there is just one.';
comment on column portal.figure.n is 'How many.';
-- Where the cases of a period came from is read of all workplaces at once: from the index alone.
create index figure_received on portal.figure (scope_organization, month) include (workplace, n) where measure = 'received';
-- And of one workplace, which else would read the months of all.
create index figure_received_there on portal.figure (scope_organization, workplace, month) include (n) where measure = 'received';
-- Where most cases of one code are open, most first.
create index figure_open_issue on portal.figure (scope_organization, n desc) include (workplace, bucket)
  where measure = 'open_issue' and n >= 3;
create index figure_workplace on portal.figure (workplace, scope_organization, measure, month);

create table portal.figure_total (
  scope_organization uuid not null,
  month date not null,
  measure text not null,
  bucket text not null,
  n integer not null,
  primary key (scope_organization, measure, month, bucket)
);
create index figure_total_month on portal.figure_total (scope_organization, month);
comment on table portal.figure_total is
  'The same over all workplaces of Handshake or a brand: what Handshake reads of a million cases it reads of a thousand.';
comment on column portal.figure_total.scope_organization is 'Whose figures.';
comment on column portal.figure_total.month is 'First day of the month.';
comment on column portal.figure_total.measure is 'As in portal.figure.';
comment on column portal.figure_total.bucket is 'As in portal.figure.';
comment on column portal.figure_total.n is 'How many.';

create table portal.figure_change (
  scope_organization uuid not null,
  workplace uuid not null,
  month date not null,
  measure text not null,
  bucket text not null,
  n integer not null
);
comment on table portal.figure_change is 'What writers added to the figures since these were folded last.';
comment on column portal.figure_change.scope_organization is 'Whose figures.';
comment on column portal.figure_change.workplace is 'At which workplace.';
comment on column portal.figure_change.month is 'First day of the month.';
comment on column portal.figure_change.measure is 'As in portal.figure.';
comment on column portal.figure_change.bucket is 'As in portal.figure.';
comment on column portal.figure_change.n is 'How many more; negative for fewer.';
create index figure_change_scope on portal.figure_change (scope_organization, workplace);

create table portal.counted (
  case_id uuid primary key,
  workplace uuid,
  scopes uuid[] not null default '{}',
  cells text[] not null default '{}'
);
comment on table portal.counted is
  'What was counted of a case, so that it can be taken out again; its row is the lock under which a case is counted.';
comment on column portal.counted.case_id is 'The case.';
comment on column portal.counted.workplace is 'At which workplace it was counted.';
comment on column portal.counted.scopes is 'For which organisations.';
comment on column portal.counted.cells is 'Place of the scope, month, measure, number, bucket: one text each.';

create table portal.figure_due (
  tx xid8 not null,
  case_id uuid not null,
  primary key (tx, case_id)
);
comment on table portal.figure_due is
  'Cases that the running transaction changed, to be counted at its end. Nobody ever sees a row of another transaction.';
comment on column portal.figure_due.tx is 'The transaction.';
comment on column portal.figure_due.case_id is 'The case.';

alter table portal.figure enable row level security;
alter table portal.figure force row level security;
alter table portal.figure_total enable row level security;
alter table portal.figure_total force row level security;
alter table portal.figure_change enable row level security;
alter table portal.figure_change force row level security;
alter table portal.counted enable row level security;
alter table portal.counted force row level security;
alter table portal.figure_due enable row level security;
alter table portal.figure_due force row level security;
create policy figure_keeper on portal.figure to portal_keeper using (true) with check (true);
create policy figure_total_keeper on portal.figure_total to portal_keeper using (true) with check (true);
create policy figure_change_keeper on portal.figure_change to portal_keeper using (true) with check (true);
create policy counted_keeper on portal.counted to portal_keeper using (true) with check (true);
create policy figure_due_keeper on portal.figure_due to portal_keeper using (true) with check (true);
grant select, insert, update, delete on portal.figure, portal.figure_total to portal_keeper;
grant select, insert, delete on portal.figure_change, portal.figure_due to portal_keeper;
grant select, insert, update on portal.counted to portal_keeper;

-- What the desk holds to be behind a case. Not in the finding: that one judges what happened, and the parties read it.
create table portal.cause (
  code text primary key check (code ~ '^[a-z_]+$'),
  of_buyer boolean not null
);
comment on table portal.cause is 'What may be behind a case.';
comment on column portal.cause.code is 'Catalogue key.';
comment on column portal.cause.of_buyer is 'Whether it lies in the purchasing of a buyer.';
insert into portal.cause (code, of_buyer) values
  ('purchasing_price', true), ('purchasing_lead_time', true), ('purchasing_change', true), ('purchasing_payment', true),
  ('purchasing_forecast', true), ('management', false), ('recruitment', false), ('subcontracting', false), ('law', false),
  ('other', false);

create table portal.case_cause (
  case_id uuid not null references portal.case_ (id) on delete restrict,
  code text not null references portal.cause (code) on delete restrict,
  set_by uuid references portal.person (id) on delete restrict,
  set_at timestamptz not null,
  primary key (case_id, code)
);
comment on table portal.case_cause is
  'Causes of a case as the desk sees them, for figures and the talk with buyers; no party reads the row.';
comment on column portal.case_cause.case_id is 'The case.';
comment on column portal.case_cause.code is 'The cause.';
comment on column portal.case_cause.set_by is 'Who of the desk wrote it down.';
comment on column portal.case_cause.set_at is 'When.';
create index case_cause_code on portal.case_cause (code);
create index case_cause_by on portal.case_cause (set_by);
alter table portal.cause enable row level security;
alter table portal.cause force row level security;
alter table portal.case_cause enable row level security;
alter table portal.case_cause force row level security;
create policy cause_keeper on portal.cause for select to portal_keeper using (true);
create policy case_cause_keeper on portal.case_cause to portal_keeper using (true) with check (true);
grant select on portal.cause to portal_keeper;
grant select, insert, delete on portal.case_cause to portal_keeper;
