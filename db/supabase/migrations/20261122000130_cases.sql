-- Cases: one grievance at one workplace, its issues, and the moves it can make.

create table portal.issue_code (
  code text primary key check (code ~ '^[A-MX][0-9]$')
);
comment on table portal.issue_code is
  'The taxonomy (DOMAIN 11): a letter for the category, a digit for the issue. X0 is none of it: nobody has sorted the case yet.';
comment on column portal.issue_code.code is 'For example F1, wages unpaid or late. Words live in the catalogue.';
insert into portal.issue_code (code)
select letter || n
from (values ('A', 4), ('B', 4), ('C', 5), ('D', 5), ('E', 5), ('F', 7), ('G', 6), ('H', 7), ('I', 4),
             ('J', 7), ('K', 5), ('L', 4), ('M', 3), ('X', 4)) as category (letter, most),
     generate_series(case letter when 'X' then 0 else 1 end, most) as n;

create function private.category_of(code text) returns text
language sql immutable
as $$ select case when code = 'X0' then code else left(code, 1) end $$;
comment on function private.category_of is 'The category of an issue. Not sorted yet is no category, and counts by itself.';
grant execute on function private.category_of(text) to portal_keeper;

create table portal.transition (
  from_state text not null,
  to_state text not null,
  movers text[] not null,
  primary key (from_state, to_state)
);
comment on table portal.transition is
  'The moves of a case (DOMAIN 3). One is ours: a factory that stays silent may not block a case, so it goes on without its answer.';
comment on column portal.transition.from_state is 'State before.';
comment on column portal.transition.to_state is 'State after.';
comment on column portal.transition.movers is 'Roles that may make the move.';
insert into portal.transition (from_state, to_state, movers) values
  ('received', 'triage', '{coordinator,supervisor}'),
  ('triage', 'admitted', '{coordinator,supervisor}'),
  ('triage', 'answered', '{coordinator,supervisor}'),
  ('triage', 'inadmissible', '{coordinator,supervisor}'),
  ('triage', 'referred', '{coordinator,supervisor}'),
  ('admitted', 'notified', '{coordinator,supervisor}'),
  ('admitted', 'investigating', '{coordinator,supervisor}'),
  ('notified', 'responded', '{factory,coordinator,supervisor}'),
  ('responded', 'investigating', '{coordinator,supervisor}'),
  ('responded', 'remedy_agreed', '{coordinator,supervisor}'),
  ('investigating', 'found', '{coordinator,supervisor}'),
  ('found', 'remedy_agreed', '{coordinator,supervisor}'),
  ('notified', 'investigating', '{coordinator,supervisor}'),
  ('remedy_agreed', 'remediating', '{coordinator,supervisor}'),
  ('remediating', 'verifying', '{factory,coordinator,supervisor}'),
  ('verifying', 'evaluating', '{coordinator,supervisor}'),
  ('verifying', 'remediating', '{coordinator,supervisor}'),
  ('evaluating', 'remediating', '{coordinator,supervisor}'),
  ('closed', 'investigating', '{worker,coordinator,supervisor}'),
  -- Taken back before it was screened, it is screened now. A case has one of the two ways, never both.
  ('closed', 'triage', '{worker,coordinator,supervisor}'),
  ('answered', 'triage', '{worker,coordinator,supervisor}'),
  ('inadmissible', 'triage', '{worker,coordinator,supervisor}'),
  ('referred', 'triage', '{worker,coordinator,supervisor}');
-- Any open state may close as withdrawn, duplicate or merged; only a finding or an evaluation ends in another way. The guard asks.
insert into portal.transition (from_state, to_state, movers)
select distinct t.from_state, 'closed', '{worker,coordinator,supervisor}'::text[]
from portal.transition t
where t.from_state not in ('closed', 'answered', 'inadmissible', 'referred');
grant select on portal.transition, portal.issue_code to anon, authenticated, portal_keeper;

create function private.phase_of(state text) returns text
language sql immutable
as $$
  select case
    when state = 'received' then 'received'
    when state in ('triage', 'admitted') then 'screening'
    when state in ('notified', 'responded') then 'factory'
    when state in ('investigating', 'found') then 'finding'
    when state in ('remedy_agreed', 'remediating') then 'remedy'
    when state in ('verifying', 'evaluating') then 'check'
    else 'closed' end
$$;
comment on function private.phase_of is 'The phase that people are shown for a state (DOMAIN 3).';

create table portal.case_ (
  id uuid primary key default gen_random_uuid(),
  reference text not null unique check (reference ~ '^HS-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$'),
  workplace_id uuid not null references portal.organization (id) on delete restrict,
  state text not null default 'received' check (state in (
    'received', 'triage', 'admitted', 'notified', 'responded', 'investigating', 'found', 'remedy_agreed',
    'remediating', 'verifying', 'evaluating', 'closed', 'answered', 'inadmissible', 'referred')),
  phase text not null generated always as (private.phase_of(state)) stored,
  severity smallint not null default 3 check (severity between 1 and 4),
  main_issue text not null references portal.issue_code (code) on delete restrict,
  anonymous boolean not null default true,
  zero_tolerance boolean not null default false,
  no_tip_off boolean not null default false,
  strike_level smallint check (strike_level between 0 and 4),
  retaliation_of uuid references portal.case_ (id) on delete restrict,
  same_as uuid references portal.case_ (id) on delete restrict,
  reopened_for text check (reopened_for in ('not_solved', 'new_facts', 'mistake', 'retaliation', 'non_payment', 'appeal')),
  hold_until date,
  first_answer_at timestamptz,
  closed_at timestamptz,
  closed_reason text check (closed_reason in (
    'remedied', 'partly', 'not_remedied', 'not_grounded', 'not_verifiable', 'withdrawn', 'duplicate', 'merged',
    'answered', 'inadmissible', 'referred')),
  factory_done_at timestamptz,
  verified_at timestamptz,
  worker_says text check (worker_says in ('confirmed', 'disputed', 'unreachable')),
  revision integer not null default 1
);
comment on table portal.case_ is 'One grievance at one workplace: what every admitted party may know of it.';
comment on column portal.case_.id is 'Random.';
comment on column portal.case_.reference is 'Random with a check character; says nothing about order or number.';
comment on column portal.case_.workplace_id is 'Where.';
comment on column portal.case_.state is 'State of DOMAIN 3.';
comment on column portal.case_.phase is 'What people are shown for the state.';
comment on column portal.case_.severity is '1 critical, 2 high, 3 medium, 4 low.';
comment on column portal.case_.main_issue is 'The first of its issues.';
comment on column portal.case_.anonymous is 'Whether the worker stays unnamed to the factory.';
comment on column portal.case_.zero_tolerance is 'Raised on suspicion or by code; only a supervisor lowers it.';
comment on column portal.case_.no_tip_off is 'While true the factory sees nothing, not even that the case exists.';
comment on column portal.case_.strike_level is 'Level of the strike that this case belongs to, if any.';
comment on column portal.case_.retaliation_of is 'The parent case, when this one is about retaliation.';
comment on column portal.case_.same_as is 'The other case of the same workplace, when this one closed as its duplicate or was merged into it.';
comment on column portal.case_.reopened_for is 'Why it was last opened again.';
comment on column portal.case_.hold_until is 'Clocks rest until that day.';
comment on column portal.case_.first_answer_at is 'When the factory first answered.';
comment on column portal.case_.closed_at is 'Truth 1: closed by the coordinator.';
comment on column portal.case_.closed_reason is 'Why it closed.';
comment on column portal.case_.factory_done_at is 'Truth 2: done according to the factory.';
comment on column portal.case_.verified_at is 'Truth 3: verified by evidence.';
comment on column portal.case_.worker_says is 'Truth 4: what the worker says.';
comment on column portal.case_.revision is 'Grows with each change; a stale one is refused.';
create index case_workplace on portal.case_ (workplace_id);
create index case_main_issue on portal.case_ (main_issue);
create index case_same_as on portal.case_ (same_as) where same_as is not null;
create index case_retaliation_of on portal.case_ (retaliation_of) where retaliation_of is not null;

-- Split by reader: channel and hour of receipt could tell a factory who called.
create table portal.case_desk (
  case_id uuid primary key references portal.case_ (id) on delete restrict,
  received_at timestamptz not null default now(),
  channel text not null check (channel in ('phone', 'chat', 'web', 'walk_in', 'letter')),
  language text not null default 'zh-Hans',
  workplace_words text check (length(workplace_words) <= 300),
  queued boolean not null default false,
  source text,
  amount_cny numeric(14, 2),
  satisfaction smallint check (satisfaction between 1 and 5)
);
comment on table portal.case_desk is 'What only the worker and Handshake may know of a case.';
comment on column portal.case_desk.case_id is 'The case.';
comment on column portal.case_desk.received_at is 'When it reached Handshake.';
comment on column portal.case_desk.channel is 'phone, chat, web, walk_in or letter.';
comment on column portal.case_desk.language is 'The worker''s language.';
comment on column portal.case_desk.workplace_words is 'How the worker called the workplace, when it was not on the list.';
comment on column portal.case_desk.queued is 'Filed in a burst: stored, waits behind the others.';
comment on column portal.case_desk.source is 'The number in the book it was imported from.';
comment on column portal.case_desk.amount_cny is 'Paid to the worker, as imported, CNY.';
comment on column portal.case_desk.satisfaction is 'The worker''s answer, 1 to 5.';
create index case_desk_source on portal.case_desk (source) where source is not null;

create table portal.case_issue (
  case_id uuid not null references portal.case_ (id) on delete restrict,
  code text not null references portal.issue_code (code) on delete restrict,
  position smallint not null check (position between 1 and 12),
  primary key (case_id, position),
  unique (case_id, code)
);
comment on table portal.case_issue is 'The issues of a case, the main one first.';
comment on column portal.case_issue.case_id is 'The case.';
comment on column portal.case_issue.code is 'Taxonomy code.';
comment on column portal.case_issue.position is '1 is the main one.';
create index case_issue_code on portal.case_issue (code);

alter table portal.case_ enable row level security;
alter table portal.case_ force row level security;
alter table portal.case_desk enable row level security;
alter table portal.case_desk force row level security;
alter table portal.case_issue enable row level security;
alter table portal.case_issue force row level security;
alter table portal.issue_code enable row level security;
alter table portal.issue_code force row level security;
alter table portal.transition enable row level security;
alter table portal.transition force row level security;
create policy issue_code_everybody on portal.issue_code for select to anon, authenticated, portal_keeper using (true);
create policy transition_everybody on portal.transition for select to anon, authenticated, portal_keeper using (true);

create function private.new_reference() returns text
language plpgsql volatile
as $$
declare
  alphabet constant text := '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
  -- Two random uuids give 244 random bits; seven characters use 35 of them.
  noise bytea := sha256(convert_to(gen_random_uuid()::text || gen_random_uuid()::text, 'UTF8'));
  words text := '';
  total integer := 0;
  value integer;
begin
  for i in 0..6 loop
    value := get_byte(noise, i) % 32;
    total := total + value * (i + 1);
    words := words || substr(alphabet, value + 1, 1);
  end loop;
  words := words || substr(alphabet, total % 31 + 1, 1);
  return 'HS-' || substr(words, 1, 4) || '-' || substr(words, 5, 4);
end
$$;
comment on function private.new_reference is 'A random reference; its last character is a weighted sum modulo 31 and catches slips.';
grant execute on function private.new_reference(), private.phase_of(text) to anon, authenticated, portal_keeper;
