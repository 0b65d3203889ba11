-- Notices: that something new waits, told once to each person who may see the case now. What it is stands in the case.

create table portal.notice (
  id uuid primary key default gen_random_uuid(),
  person_id uuid not null references portal.person (id) on delete restrict,
  kind text not null check (kind ~ '^[a-z_]{1,40}$'),
  case_id uuid references portal.case_ (id) on delete restrict,
  workplace_id uuid references portal.organization (id) on delete restrict,
  thing text not null check (length(thing) <= 100),
  at timestamptz not null,
  read_at timestamptz,
  unique nulls not distinct (person_id, kind, case_id, thing)
);
comment on table portal.notice is 'Something new that waits for a person. Kept half a year; the case keeps what really happened.';
comment on column portal.notice.id is 'Random.';
comment on column portal.notice.person_id is 'For whom.';
comment on column portal.notice.kind is 'What waits, a catalogue key.';
comment on column portal.notice.case_id is 'In which case; null for what is gathered once a day, and for what is no case.';
comment on column portal.notice.workplace_id is 'About which workplace, when it is about no case: a strike bulletin.';
comment on column portal.notice.thing is 'What must not be told twice: a message, a clock, an instant, a day.';
comment on column portal.notice.at is 'When it was told.';
comment on column portal.notice.read_at is 'When the person saw it, here or by opening the case; a fortnight later it counts as seen.';
create index notice_list on portal.notice (person_id, at desc, id);
create index notice_unread on portal.notice (person_id, case_id) where read_at is null;
create index notice_old on portal.notice (at) where read_at is null;
create index notice_case on portal.notice (case_id);
create index notice_workplace on portal.notice (workplace_id);

alter table portal.notice enable row level security;
alter table portal.notice force row level security;
create policy notice_own on portal.notice for select to authenticated using (person_id = (select private.my_person()));
-- Whoever may not see the case any more has no notice of it either: it leaves the list and the count, with the case.
create policy notice_case on portal.notice as restrictive for select to authenticated
  using (case_id is null or exists (select from portal.case_ c where c.id = notice.case_id));
create policy notice_workplace on portal.notice as restrictive for select to authenticated
  using (workplace_id is null or exists (select from portal.supply_link l
    where l.workplace_id = notice.workplace_id and l.brand_id = (select private.my_organization()) and l.until is null));
create policy notice_keeper on portal.notice to portal_keeper using (true) with check (true);
grant select (id, person_id, kind, case_id, workplace_id, at, read_at) on portal.notice to authenticated;
grant select, insert, update, delete on portal.notice to portal_keeper;

create table portal.notice_rule (
  event text not null check (event ~ '^[a-z_]+$'),
  side text not null check (side in ('factory', 'brand', 'handshake')),
  kind text not null check (kind ~ '^[a-z_]{1,40}$'),
  facts jsonb not null default '{}',
  roles text[],
  to_whom text not null default 'audience' check (to_whom in ('audience', 'reader', 'organization', 'owner', 'asker', 'second')),
  gathered boolean not null default false,
  primary key (event, side, kind)
);
comment on table portal.notice_rule is 'Which step of a case is told to whom. A worker has no notices: she comes back when she likes.';
comment on column portal.notice_rule.event is 'Kind of the event.';
comment on column portal.notice_rule.side is 'To people of which side, if the event is for their eyes.';
comment on column portal.notice_rule.kind is 'As what, a catalogue key.';
comment on column portal.notice_rule.facts is 'Only when the event carries these facts.';
comment on column portal.notice_rule.roles is 'Only to these roles; null for all of that side.';
comment on column portal.notice_rule.to_whom is
  'audience: who may see the event. reader: but not the author. organization, owner, asker: only whom it is about. second: who could be the second of two.';
comment on column portal.notice_rule.gathered is 'Told once a day without a case: Handshake''s desk has hundreds.';
alter table portal.notice_rule enable row level security;
alter table portal.notice_rule force row level security;
create policy notice_rule_keeper on portal.notice_rule for select to portal_keeper using (true);
grant select on portal.notice_rule to portal_keeper;

insert into portal.notice_rule (event, side, kind, facts, to_whom)
select r.event, side, r.kind, r.facts::jsonb, r.to_whom
from (values
  ('message_released', 'message', '{}', 'reader'),
  ('message_withheld', 'not_passed', '{}', 'audience'),
  ('message_sent_back', 'sent_back', '{}', 'audience'),
  ('party_admitted', 'admitted', '{}', 'organization'),
  ('escalated', 'escalated', '{}', 'audience'),
  ('finding_told', 'finding', '{}', 'audience'),
  ('evidence_shown', 'evidence', '{}', 'audience'),
  ('case_moved', 'action', '{"to": "remediating"}', 'owner'),
  ('case_moved', 'closed', '{"to": "closed"}', 'audience'),
  ('case_moved', 'reopened', '{"from": "closed"}', 'audience'),
  ('action_disputed', 'action_again', '{}', 'owner'),
  ('action_reopened', 'action_again', '{}', 'owner')
) as r (event, kind, facts, to_whom) cross join unnest(array['factory', 'brand']) as side;
insert into portal.notice_rule (event, side, kind) values ('plan_changed', 'factory', 'plan');
insert into portal.notice_rule (event, side, kind, facts, roles, to_whom, gathered) values
  ('case_received', 'handshake', 'new_case', '{}', '{coordinator,supervisor}', 'audience', true),
  ('message_posted', 'handshake', 'moderate', '{"state": "held"}', '{coordinator,supervisor}', 'audience', true),
  ('message_posted', 'handshake', 'to_us', '{"state": "private"}', '{coordinator,supervisor}', 'audience', true),
  ('action_done', 'handshake', 'verify', '{}', '{coordinator,supervisor}', 'audience', true),
  ('clock_missed', 'handshake', 'late', '{}', '{coordinator,supervisor}', 'audience', true),
  ('escalated', 'handshake', 'escalations', '{}', '{coordinator,supervisor}', 'audience', true),
  ('zero_tolerance_raised', 'handshake', 'zero_tolerance', '{}', '{coordinator,supervisor}', 'audience', false),
  ('retaliation_opened', 'handshake', 'retaliation', '{}', '{coordinator,supervisor}', 'audience', false),
  ('second_voice_wanted', 'handshake', 'second_voice', '{}', '{coordinator,supervisor}', 'second', false),
  ('identity_asked', 'handshake', 'unlock', '{}', null, 'audience', false),
  ('identity_granted', 'handshake', 'unlock_answered', '{}', null, 'asker', false),
  ('identity_declined', 'handshake', 'unlock_answered', '{}', null, 'asker', false);

create function private.notice_stands(one portal.notice) returns boolean
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
  select exists (
    select from portal.person w join portal.organization o on o.id = w.organization_id
    where w.id = one.person_id and w.user_id is not null and w.suspended_at is null and o.ended_at is null
      and (one.case_id is null or exists (
        select from portal.party p join portal.case_ c on c.id = p.case_id
        where p.case_id = one.case_id and p.organization_id = o.id and p.until is null and not p.hidden
          and (not c.no_tip_off or p.side <> 'factory')))
      and (one.workplace_id is null or exists (
        select from portal.supply_link l where l.workplace_id = one.workplace_id and l.brand_id = o.id and l.until is null)))
$$;
alter function private.notice_stands(portal.notice) owner to portal_keeper;
comment on function private.notice_stands is 'Whether that person may know now what the notice is about: the same as its policies, for jobs that are nobody.';
grant execute on function private.notice_stands(portal.notice) to portal_keeper;
