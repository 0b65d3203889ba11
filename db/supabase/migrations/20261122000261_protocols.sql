-- Protocols of zero tolerance: one round for a case, what was done in it, and by whom. Nobody reads these tables: functions do,
-- for Handshake alone.

create table portal.protocol (
  id uuid primary key default gen_random_uuid(),
  case_id uuid not null references portal.case_ (id) on delete restrict,
  country text not null,
  version integer not null,
  raised_how text not null check (raised_how in ('code', 'suspicion')),
  raised_by uuid references portal.person (id) on delete restrict,
  raised_at timestamptz not null,
  ground text check (ground in ('under_age', 'worst_forms', 'confinement', 'violence', 'punishment', 'danger')),
  words text check (length(words) <= 2000),
  about_child boolean not null,
  age text not null default 'disputed' check (age in ('disputed', 'child', 'young', 'adult')),
  follow_until date,
  refer boolean,
  ended_at timestamptz,
  ended_how text check (ended_how in ('lowered', 'exited')),
  foreign key (country, version) references portal.protocol_rule (country, version) on delete restrict,
  check ((raised_how = 'suspicion') = (ground is not null)),
  check ((ended_at is null) = (ended_how is null))
);
comment on table portal.protocol is
  'A round of zero tolerance for one case: from the flag that goes up to the exit by two people.';
comment on column portal.protocol.id is 'Random.';
comment on column portal.protocol.case_id is 'The case.';
comment on column portal.protocol.country is 'Whose rule it was raised under.';
comment on column portal.protocol.version is 'Which version of it.';
comment on column portal.protocol.raised_how is 'By a code of the taxonomy, or by somebody of Handshake on suspicion.';
comment on column portal.protocol.raised_by is 'Who; null when a worker''s own report raised it.';
comment on column portal.protocol.raised_at is 'When.';
comment on column portal.protocol.ground is 'What is suspected, a catalogue key; null when a code raised it.';
comment on column portal.protocol.words is 'Why, in the words of whoever raised it.';
comment on column portal.protocol.about_child is 'Whether it is about somebody who may be a child.';
comment on column portal.protocol.age is
  'disputed until shown otherwise, and then like a child; child, young (old enough to work, under 18) or adult.';
comment on column portal.protocol.follow_until is
  'The month in which the child comes of age: until then somebody asks every month.';
comment on column portal.protocol.refer is 'What two people decided about an authority; null while undecided.';
comment on column portal.protocol.ended_at is 'When it ended.';
comment on column portal.protocol.ended_how is 'lowered: it was none. exited: every step is done.';
create unique index protocol_live on portal.protocol (case_id) where ended_at is null;
create index protocol_case on portal.protocol (case_id, raised_at);
create index protocol_rule_used on portal.protocol (country, version);
create index protocol_raised_by on portal.protocol (raised_by);

create table portal.protocol_item (
  id uuid primary key default gen_random_uuid(),
  protocol_id uuid not null references portal.protocol (id) on delete restrict,
  item text not null,
  step smallint not null,
  place smallint not null,
  owner text not null,
  by_hand boolean not null,
  skip text not null,
  clock text,
  state text not null default 'open' check (state in ('open', 'done', 'not_needed')),
  at timestamptz,
  by_person uuid references portal.person (id) on delete restrict,
  words text check (length(words) <= 2000),
  unique (protocol_id, item),
  check ((state = 'open') = (at is null))
);
comment on table portal.protocol_item is 'One thing of a step: open, done with its evidence, or not needed and why.';
comment on column portal.protocol_item.id is 'Random; the subject of its clock.';
comment on column portal.protocol_item.protocol_id is 'Of which protocol.';
comment on column portal.protocol_item.item is 'What, a catalogue key.';
comment on column portal.protocol_item.step is 'Of which step.';
comment on column portal.protocol_item.place is 'Order.';
comment on column portal.protocol_item.owner is 'Who owes it.';
comment on column portal.protocol_item.by_hand is 'Whether it is written down by hand.';
comment on column portal.protocol_item.skip is 'When it may be found not needed.';
comment on column portal.protocol_item.clock is 'Kind of its clock.';
comment on column portal.protocol_item.state is 'open, done or not_needed.';
comment on column portal.protocol_item.at is 'When it was settled.';
comment on column portal.protocol_item.by_person is 'By whom; null when it followed by itself.';
comment on column portal.protocol_item.words is 'The evidence, or why it is not needed.';
create index protocol_item_by on portal.protocol_item (by_person);

create table portal.age_evidence_kind (
  kind text primary key check (kind ~ '^[a-z_]{1,40}$'),
  grade smallint not null check (grade between 1 and 3)
);
comment on table portal.age_evidence_kind is 'What can speak for an age, and how much it weighs.';
comment on column portal.age_evidence_kind.kind is 'A catalogue key.';
comment on column portal.age_evidence_kind.grade is '1 settles it alone, 2 settles it together with another kind, 3 never does.';
insert into portal.age_evidence_kind (kind, grade) values
  ('document', 1), ('register', 1), ('school', 2), ('medical', 2), ('interview', 3), ('family', 3), ('looks', 3);

create table portal.age_evidence (
  id uuid primary key default gen_random_uuid(),
  protocol_id uuid not null references portal.protocol (id) on delete restrict,
  kind text not null references portal.age_evidence_kind (kind) on delete restrict,
  says text not null check (says in ('child', 'young', 'adult', 'unclear')),
  words text not null check (length(words) between 1 and 2000),
  noted_by uuid not null references portal.person (id) on delete restrict,
  noted_at timestamptz not null
);
comment on table portal.age_evidence is
  'What speaks for which age. A document can be a cousin''s: what says less stays here beside what says more.';
comment on column portal.age_evidence.id is 'Random.';
comment on column portal.age_evidence.protocol_id is 'In which protocol.';
comment on column portal.age_evidence.kind is 'What kind, which gives its grade.';
comment on column portal.age_evidence.says is 'child (under the minimum age), young (up to 18), adult, or unclear.';
comment on column portal.age_evidence.words is 'What was seen, and how. No birth date and no number of a document.';
comment on column portal.age_evidence.noted_by is 'Who noted it.';
comment on column portal.age_evidence.noted_at is 'When.';
create index age_evidence_protocol on portal.age_evidence (protocol_id, noted_at);
create index age_evidence_kind_used on portal.age_evidence (kind);
create index age_evidence_noted_by on portal.age_evidence (noted_by);

create table portal.protocol_voice (
  protocol_id uuid not null references portal.protocol (id) on delete restrict,
  about text not null check (about in ('referral', 'lower', 'exit')),
  person_id uuid not null references portal.person (id) on delete restrict,
  says boolean not null,
  words text not null check (length(words) between 1 and 2000),
  at timestamptz not null,
  primary key (protocol_id, about, person_id)
);
comment on table portal.protocol_voice is 'What one of two people said where two must say the same.';
comment on column portal.protocol_voice.protocol_id is 'In which protocol.';
comment on column portal.protocol_voice.about is 'About a referral, lowering the flag, or the exit.';
comment on column portal.protocol_voice.person_id is 'Who: each person has one voice.';
comment on column portal.protocol_voice.says is 'Yes or no.';
comment on column portal.protocol_voice.words is 'Why.';
comment on column portal.protocol_voice.at is 'When.';
create index protocol_voice_person on portal.protocol_voice (person_id);

create table portal.follow_up (
  id uuid primary key default gen_random_uuid(),
  protocol_id uuid not null references portal.protocol (id) on delete restrict,
  due_on date not null,
  at timestamptz,
  by_person uuid references portal.person (id) on delete restrict,
  how text check (how in ('visit', 'phone', 'family', 'school', 'partner')),
  outcome text check (outcome in ('well', 'at_risk', 'unreachable')),
  words text check (length(words) <= 2000),
  unique (protocol_id, due_on),
  check ((at is null) = (outcome is null))
);
comment on table portal.follow_up is 'The monthly question how the child is, until legal age.';
comment on column portal.follow_up.id is 'Random; the subject of its clock.';
comment on column portal.follow_up.protocol_id is 'In which protocol.';
comment on column portal.follow_up.due_on is 'By which day.';
comment on column portal.follow_up.at is 'When it was asked.';
comment on column portal.follow_up.by_person is 'Who wrote it down.';
comment on column portal.follow_up.how is 'How it was asked.';
comment on column portal.follow_up.outcome is 'What was found.';
comment on column portal.follow_up.words is 'More of it.';
create index follow_up_by on portal.follow_up (by_person);

alter table portal.protocol enable row level security;
alter table portal.protocol force row level security;
alter table portal.protocol_item enable row level security;
alter table portal.protocol_item force row level security;
alter table portal.age_evidence_kind enable row level security;
alter table portal.age_evidence_kind force row level security;
alter table portal.age_evidence enable row level security;
alter table portal.age_evidence force row level security;
alter table portal.protocol_voice enable row level security;
alter table portal.protocol_voice force row level security;
alter table portal.follow_up enable row level security;
alter table portal.follow_up force row level security;
create policy protocol_keeper on portal.protocol to portal_keeper using (true) with check (true);
create policy protocol_item_keeper on portal.protocol_item to portal_keeper using (true) with check (true);
create policy age_evidence_kind_keeper on portal.age_evidence_kind for select to portal_keeper using (true);
create policy age_evidence_keeper on portal.age_evidence to portal_keeper using (true) with check (true);
create policy protocol_voice_keeper on portal.protocol_voice to portal_keeper using (true) with check (true);
create policy follow_up_keeper on portal.follow_up to portal_keeper using (true) with check (true);
grant select on portal.age_evidence_kind to portal_keeper;
grant select, insert on portal.age_evidence to portal_keeper;
grant select, insert, update on portal.protocol, portal.protocol_item, portal.protocol_voice, portal.follow_up to portal_keeper;
grant delete on portal.protocol_voice to portal_keeper;
