-- Zero tolerance (DOMAIN 7): what raises it, from what age on somebody may work, and its twelve steps; by country, in versions.

create table portal.protocol_rule (
  country text not null check (country ~ '^[A-Z]{2}$'),
  version integer not null check (version > 0),
  national_age smallint not null check (national_age between 12 and 18),
  minimum_age smallint not null generated always as (greatest(national_age, 15)) stored,
  basis text not null check (basis in ('law', 'unchecked', 'ours')),
  codes text[] not null,
  judged text[] not null,
  child_codes text[] not null,
  since timestamptz not null default now(),
  set_by uuid references portal.person (id) on delete restrict,
  reason text check (length(reason) between 1 and 500),
  primary key (country, version)
);
comment on table portal.protocol_rule is
  'What is zero tolerance in a country. The highest version holds; a protocol keeps the one under which it was raised.';
comment on column portal.protocol_rule.country is 'Of the workplace. ZZ stands for every country that has no line of its own.';
comment on column portal.protocol_rule.version is '1 is the default of DOMAIN 7.';
comment on column portal.protocol_rule.national_age is 'The national minimum age for work.';
comment on column portal.protocol_rule.minimum_age is
  'Who is younger raises the protocol: under 15 everywhere, under the national age where that is higher.';
comment on column portal.protocol_rule.basis is
  'law: read in a source. unchecked: as far as we know, nobody of us has read the law. ours: our own default.';
comment on column portal.protocol_rule.codes is 'Codes that raise it by themselves.';
comment on column portal.protocol_rule.judged is 'Codes that raise it in their worst forms alone, which a coordinator judges.';
comment on column portal.protocol_rule.child_codes is 'Codes that make it a protocol about somebody who may be a child.';
comment on column portal.protocol_rule.since is 'When this version was written.';
comment on column portal.protocol_rule.set_by is 'The supervisor who wrote it; null for the defaults.';
comment on column portal.protocol_rule.reason is 'Which law or source says so, in the words of whoever wrote it; null for the defaults.';
create index protocol_rule_set_by on portal.protocol_rule (set_by);

create table portal.protocol_step_rule (
  country text not null,
  version integer not null,
  item text not null check (item ~ '^[a-z_]{1,40}$'),
  step smallint not null check (step between 1 and 12),
  place smallint not null,
  owner text not null check (owner in ('portal', 'coordinator', 'supervisor', 'two', 'brand')),
  by_hand boolean not null,
  skip text not null check (skip in ('never', 'reason', 'adult')),
  clock text check (clock ~ '^[a-z_]{1,40}$'),
  span interval check (span > interval '0'),
  at_once boolean not null default true,
  primary key (country, version, item),
  foreign key (country, version) references portal.protocol_rule (country, version) on delete restrict
);
comment on table portal.protocol_step_rule is 'What belongs to each of the twelve steps: one line a thing that must be so.';
comment on column portal.protocol_step_rule.country is 'Of which rule.';
comment on column portal.protocol_step_rule.version is 'Of which version.';
comment on column portal.protocol_step_rule.item is 'What must be so, a catalogue key.';
comment on column portal.protocol_step_rule.step is 'Of which step, 1 to 12.';
comment on column portal.protocol_step_rule.place is 'Order within the protocol.';
comment on column portal.protocol_step_rule.owner is
  'Who owes it: the portal itself, a coordinator, a supervisor, two people, a brand.';
comment on column portal.protocol_step_rule.by_hand is 'Whether it is written down by hand, or follows from a deed of its own.';
comment on column portal.protocol_step_rule.skip is
  'When it may be found not needed: never, with a reason, or only when the person was shown to be an adult.';
comment on column portal.protocol_step_rule.clock is 'Kind of its clock, if it has one.';
comment on column portal.protocol_step_rule.span is 'How long; null where the clock has a rule of its own in clock_rule.';
comment on column portal.protocol_step_rule.at_once is 'Whether its clock starts with the protocol, or with the deed before it.';

alter table portal.protocol_rule enable row level security;
alter table portal.protocol_rule force row level security;
alter table portal.protocol_step_rule enable row level security;
alter table portal.protocol_step_rule force row level security;
create policy protocol_rule_keeper on portal.protocol_rule to portal_keeper using (true) with check (true);
create policy protocol_step_rule_keeper on portal.protocol_step_rule to portal_keeper using (true) with check (true);
grant select, insert on portal.protocol_rule, portal.protocol_step_rule to portal_keeper;

-- China's age was read in a source; of the other countries we know it, and a supervisor who reads the law writes a new version.
insert into portal.protocol_rule (country, version, national_age, basis, codes, judged, child_codes)
select r.country, 1, r.age, r.basis, '{A1,B1,B2,B3,B4,C1,C3,J1}', '{A2,C5}', '{A1,A2,A3,A4}'
from (values ('CN', 16, 'law'), ('BD', 14, 'unchecked'), ('EG', 15, 'unchecked'), ('ID', 15, 'unchecked'), ('IN', 14,
  'unchecked'),
  ('JO', 16, 'unchecked'), ('KH', 15, 'unchecked'), ('LK', 16, 'unchecked'), ('MM', 14, 'unchecked'), ('PK', 14, 'unchecked'),
  ('TR', 15, 'unchecked'), ('VN', 15, 'unchecked'), ('ZZ', 15, 'ours')) as r (country, age, basis);

insert into portal.protocol_step_rule (country, version, item, step, place, owner, by_hand, skip, clock, span, at_once)
select r.country, r.version, i.item, i.step, row_number() over (partition by r.country order by i.place), i.owner, i.by_hand,
  i.skip,
  i.clock, i.span::interval, i.at_once
from portal.protocol_rule r cross join (values
  (1, 1, 'silence', 'portal', false, 'never', null, null, true),
  (2, 2, 'safe', 'coordinator', true, 'never', 'protocol_safe', '24 hours', true),
  (3, 2, 'contacts', 'coordinator', true, 'reason', null, null, true),
  (4, 2, 'off_hazard', 'coordinator', true, 'reason', null, null, true),
  (5, 2, 'not_dismissed', 'coordinator', true, 'reason', null, null, true),
  (6, 3, 'age_settled', 'coordinator', false, 'adult', 'protocol_age', '72 hours', true),
  (7, 4, 'heard_language', 'coordinator', true, 'never', 'protocol_heard', '48 hours', true),
  (8, 4, 'heard_alone', 'coordinator', true, 'never', null, null, true),
  (9, 5, 'referral_decided', 'two', false, 'never', 'referral', null, true),
  (10, 6, 'referral_recorded', 'coordinator', false, 'never', 'protocol_handover', '24 hours', false),
  (11, 7, 'authority_started', 'coordinator', true, 'never', 'plan_start', null, true),
  (12, 7, 'plan_agreed', 'coordinator', true, 'never', 'plan_agreed', null, true),
  (13, 7, 'onsite', 'coordinator', true, 'adult', 'onsite', null, true),
  (14, 8, 'brand_told', 'supervisor', false, 'reason', 'protocol_brand', '7 days', true),
  (15, 8, 'brand_acknowledged', 'brand', false, 'never', 'protocol_receipt', '3 days', false),
  (16, 9, 'stipend', 'coordinator', true, 'reason', 'protocol_plan', '14 days', true),
  (17, 9, 'school', 'coordinator', true, 'reason', null, null, true),
  (18, 9, 'travel_home', 'coordinator', true, 'reason', null, null, true),
  (19, 9, 'job_at_age', 'coordinator', true, 'reason', null, null, true),
  (20, 9, 'relative_job', 'coordinator', true, 'reason', null, null, true),
  (21, 10, 'followed_up', 'coordinator', false, 'adult', null, null, true),
  (22, 11, 'cause', 'coordinator', true, 'never', 'protocol_cause', '60 days', true),
  (23, 11, 'age_check', 'coordinator', true, 'reason', null, null, true),
  (24, 12, 'exit', 'two', false, 'never', null, null, true)
) as i (place, step, item, owner, by_hand, skip, clock, span, at_once);

create function private.protocol_rule_of(workplace uuid) returns portal.protocol_rule
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
  select r from portal.protocol_rule r left join portal.organization o on o.id = workplace
  where r.country in (o.country, 'ZZ')
  order by r.country = 'ZZ', r.version desc limit 1
$$;
alter function private.protocol_rule_of(uuid) owner to portal_keeper;
comment on function private.protocol_rule_of is 'The rule that holds now where a workplace stands.';

create function private.raising_codes(workplace uuid, issues text[]) returns text[]
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
  select coalesce(array_agg(i.code), '{}') from unnest(issues) as i (code)
  where i.code = any ((private.protocol_rule_of(workplace)).codes)
$$;
alter function private.raising_codes(uuid, text[]) owner to portal_keeper;
comment on function private.raising_codes is 'Those of the codes that raise zero tolerance by themselves at that workplace.';
grant execute on function private.protocol_rule_of(uuid), private.raising_codes(uuid, text[]) to portal_keeper;
