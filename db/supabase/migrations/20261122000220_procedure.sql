-- What the moves of a case stand on: the screening checklist, declared conflicts of interest, appeals, and how long one may come back.

create table portal.procedure_rule (
  name text primary key check (name in ('reopen_days')),
  number integer not null check (number between 0 and 3650),
  basis text not null check (basis in ('ours', 'law'))
);
comment on table portal.procedure_rule is 'Numbers of the procedure that an administrator may change (DOMAIN 3).';
comment on column portal.procedure_rule.name is 'reopen_days: so long a closed case may be opened again, or appealed.';
comment on column portal.procedure_rule.number is 'The number.';
comment on column portal.procedure_rule.basis is 'Whose rule: ours, or the law.';
insert into portal.procedure_rule (name, number, basis) values ('reopen_days', 10, 'ours');

create table portal.triage (
  case_id uuid primary key references portal.case_ (id) on delete restrict,
  covered boolean not null,
  specific boolean not null,
  internal_channel text not null check (internal_channel in ('tried', 'unsafe', 'not_tried')),
  told_by_phone boolean not null default false,
  refusal text check (refusal in ('not_covered', 'not_specific', 'internal_first', 'out_of_scope', 'elsewhere_already', 'authority_competent')),
  elsewhere text check (length(elsewhere) between 1 and 1000),
  authority text check (length(authority) between 1 and 200),
  checked_by uuid not null references portal.person (id) on delete restrict,
  checked_at timestamptz not null
);
comment on table portal.triage is 'The screening checklist of a case, and what a worker whose case is not taken is told.';
comment on column portal.triage.case_id is 'The case.';
comment on column portal.triage.covered is 'Whether Handshake covers the workplace and the matter.';
comment on column portal.triage.specific is 'Whether it is specific enough to be looked into.';
comment on column portal.triage.internal_channel is 'The factory''s own channel: tried, unsafe, or not_tried.';
comment on column portal.triage.told_by_phone is 'Whether the worker was given the answer by word of mouth.';
comment on column portal.triage.refusal is 'Why it is not taken, or handed over.';
comment on column portal.triage.elsewhere is 'Where she can go instead, in words for her.';
comment on column portal.triage.authority is 'To which authority it was handed over.';
comment on column portal.triage.checked_by is 'Who looked; not readable by the worker.';
comment on column portal.triage.checked_at is 'When.';
create index triage_by on portal.triage (checked_by);

create table portal.conflict (
  id uuid primary key default gen_random_uuid(),
  case_id uuid not null references portal.case_ (id) on delete restrict,
  person_id uuid not null references portal.person (id) on delete restrict,
  has_conflict boolean not null,
  declared_at timestamptz not null
);
comment on table portal.conflict is 'What somebody of Handshake declared of themselves: whether they have an interest in a case. A row, never an edit.';
comment on column portal.conflict.id is 'Random.';
comment on column portal.conflict.case_id is 'The case.';
comment on column portal.conflict.person_id is 'Who declares, of nobody but themselves.';
comment on column portal.conflict.has_conflict is 'Whether there is one; the last declaration counts.';
comment on column portal.conflict.declared_at is 'When.';
create index conflict_case on portal.conflict (case_id, person_id, declared_at);
create index conflict_person on portal.conflict (person_id);

create table portal.appeal (
  id uuid primary key default gen_random_uuid(),
  case_id uuid not null references portal.case_ (id) on delete restrict,
  party_id uuid not null references portal.party (id) on delete restrict,
  grounds text not null check (length(grounds) between 1 and 4000),
  raised_at timestamptz not null,
  outcome text check (outcome in ('upheld', 'changed')),
  answer text check (length(answer) between 1 and 4000),
  decided_by uuid references portal.person (id) on delete restrict,
  decided_at timestamptz,
  check ((outcome is null) = (decided_at is null) and (outcome is null) = (answer is null))
);
comment on table portal.appeal is 'The worker or the factory asks that a decision be looked at by somebody who had no part in it.';
comment on column portal.appeal.id is 'Random.';
comment on column portal.appeal.case_id is 'The case.';
comment on column portal.appeal.party_id is 'Who appeals.';
comment on column portal.appeal.grounds is 'Why, in their words; for them and Handshake.';
comment on column portal.appeal.raised_at is 'When.';
comment on column portal.appeal.outcome is 'upheld (the decision stands) or changed (the case is open again).';
comment on column portal.appeal.answer is 'What they were answered.';
comment on column portal.appeal.decided_by is 'By whom; not readable by parties.';
comment on column portal.appeal.decided_at is 'When.';
create unique index appeal_one_open on portal.appeal (case_id, party_id) where outcome is null;
create index appeal_case on portal.appeal (case_id);
create index appeal_party on portal.appeal (party_id);
create index appeal_by on portal.appeal (decided_by);

alter table portal.procedure_rule enable row level security;
alter table portal.procedure_rule force row level security;
alter table portal.triage enable row level security;
alter table portal.triage force row level security;
alter table portal.conflict enable row level security;
alter table portal.conflict force row level security;
alter table portal.appeal enable row level security;
alter table portal.appeal force row level security;
create policy procedure_rule_everybody on portal.procedure_rule for select to anon, authenticated, portal_keeper using (true);
create policy triage_handshake on portal.triage for select to authenticated using ((select private.is_handshake()));
-- The worker reads what is told to her once it is decided, not a draft.
create policy triage_worker on portal.triage for select to anon, authenticated
  using (exists (select from portal.party p join portal.case_ c on c.id = p.case_id
    where p.case_id = triage.case_id and p.side = 'worker' and p.id = (select private.my_party()) and c.state in ('inadmissible', 'referred')));
create policy triage_keeper on portal.triage to portal_keeper using (true) with check (true);
create policy conflict_handshake on portal.conflict for select to authenticated using ((select private.is_handshake()));
create policy conflict_keeper on portal.conflict to portal_keeper using (true) with check (true);
-- Grounds may name people: the appellant and the desk read them, no other party and no custodian.
create policy appeal_desk on portal.appeal for select to authenticated using ((select private.is_desk()));
create policy appeal_own on portal.appeal for select to anon, authenticated
  using (exists (select from portal.party p where p.id = appeal.party_id
    and (p.organization_id = (select private.my_organization()) or p.id = (select private.my_party()))));
create policy appeal_keeper on portal.appeal to portal_keeper using (true) with check (true);
grant select on portal.procedure_rule to anon, authenticated, portal_keeper;
grant select (case_id, covered, specific, internal_channel, told_by_phone, refusal, elsewhere, authority, checked_at)
  on portal.triage to anon, authenticated;
grant select (id, case_id, person_id, has_conflict, declared_at) on portal.conflict to authenticated;
grant select (id, case_id, party_id, grounds, raised_at, outcome, answer, decided_at) on portal.appeal to anon, authenticated;
grant select, insert, update on portal.triage, portal.appeal to portal_keeper;
grant select, insert on portal.conflict to portal_keeper;
