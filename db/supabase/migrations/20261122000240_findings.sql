-- Findings: what Handshake holds to be so, issue by issue, and the evidence for it, piece by piece.

create table portal.finding (
  id uuid primary key default gen_random_uuid(),
  case_id uuid not null references portal.case_ (id) on delete restrict,
  code text not null references portal.issue_code (code) on delete restrict,
  outcome text not null check (outcome in ('grounded', 'partly', 'not_grounded', 'not_verifiable')),
  reason text not null check (length(reason) between 1 and 2000),
  found_by uuid not null references portal.person (id) on delete restrict,
  found_at timestamptz not null,
  told_at timestamptz,
  unique (case_id, code)
);
comment on table portal.finding is
  'What was found on one issue of a case. The parties read it once the case is found, or when it changes after that.';
comment on column portal.finding.id is 'Random.';
comment on column portal.finding.case_id is 'The case.';
comment on column portal.finding.code is 'The issue.';
comment on column portal.finding.outcome is 'grounded, partly, not_grounded or not_verifiable.';
comment on column portal.finding.reason is 'Why, in Handshake''s words, written for the parties.';
comment on column portal.finding.found_by is 'Who judged; not readable by parties.';
comment on column portal.finding.found_at is 'When it was last judged.';
comment on column portal.finding.told_at is 'Since when the parties may read it; null before.';
create index finding_code on portal.finding (code);
create index finding_by on portal.finding (found_by);

create table portal.evidence (
  id uuid primary key default gen_random_uuid(),
  case_id uuid not null references portal.case_ (id) on delete restrict,
  kind text not null check (kind in ('file', 'document', 'interview', 'visit', 'record')),
  about_finding uuid references portal.finding (id) on delete restrict,
  about_action uuid,
  attachment_id uuid references portal.attachment (id) on delete restrict,
  words text check (length(words) between 1 and 2000),
  provided_by uuid not null references portal.party (id) on delete restrict,
  shown_to uuid[] not null default '{}',
  at timestamptz not null,
  check (words is not null or attachment_id is not null)
);
comment on table portal.evidence is
  'One piece of evidence: words, a file, or both. Its own party and Handshake read it; others when Handshake shows it.';
comment on column portal.evidence.id is 'Random.';
comment on column portal.evidence.case_id is 'The case.';
comment on column portal.evidence.kind is 'file, document, interview, visit or record.';
comment on column portal.evidence.about_finding is
  'The finding that it carries; null when it speaks to the whole case or to an action.';
comment on column portal.evidence.about_action is 'The action that it proves or disputes.';
comment on column portal.evidence.attachment_id is 'Its file.';
comment on column portal.evidence.words is 'What it says, in the words of whoever gave it.';
comment on column portal.evidence.provided_by is 'Who gave it: for a file, whose file it is.';
comment on column portal.evidence.shown_to is
  'Parties to whom Handshake showed it; not readable itself, for it would name other brands.';
comment on column portal.evidence.at is 'When it was taken in.';
create index evidence_case on portal.evidence (case_id, at);
create index evidence_finding on portal.evidence (about_finding);
create index evidence_action on portal.evidence (about_action);
create index evidence_attachment on portal.evidence (attachment_id);
create index evidence_provided on portal.evidence (provided_by);

alter table portal.finding enable row level security;
alter table portal.finding force row level security;
alter table portal.evidence enable row level security;
alter table portal.evidence force row level security;
create policy finding_handshake on portal.finding for select to authenticated using ((select private.is_handshake()));
create policy finding_told on portal.finding for select to anon, authenticated
  using (told_at is not null and exists (select from portal.party p where p.case_id = finding.case_id));
create policy finding_keeper on portal.finding to portal_keeper using (true) with check (true);
create policy evidence_handshake on portal.evidence for select to authenticated using ((select private.is_handshake()));
create policy evidence_reader on portal.evidence for select to anon, authenticated
  using (exists (select from portal.party p where p.case_id = evidence.case_id
    and (p.id = evidence.provided_by or p.id = any (evidence.shown_to))));
create policy evidence_keeper on portal.evidence to portal_keeper using (true) with check (true);
grant select (id, case_id, code, outcome, reason, told_at) on portal.finding to anon, authenticated;
-- provided_by is not granted: of a group it would tell apart, and count, those who gave something.
grant select (id, case_id, kind, about_finding, about_action, attachment_id, words, at) on portal.evidence to anon, authenticated;
grant select, insert, update on portal.finding, portal.evidence to portal_keeper;

-- A file of evidence may be had by whoever may read that evidence; a worker's file needs her permission for files as well.
create policy attachment_evidence on portal.attachment for select to anon, authenticated
  using (exists (select from portal.evidence e where e.attachment_id = attachment.id)
    and private.file_allowed(case_id, party_id, media_type));
create policy attachment_note on portal.attachment as restrictive for select to anon, authenticated
  using (message_id is null or (select private.is_handshake())
    or exists (select from portal.message m where m.id = attachment.message_id)
    or exists (select from portal.release r where r.message_id = attachment.message_id)
    -- What came with words for Handshake alone, and was then shown as evidence.
    or exists (select from portal.evidence e where e.attachment_id = attachment.id));

create function private.acting_seat(one_case uuid) returns portal.party
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  me private.actor := private.me();
  mine portal.party;
begin
  -- A preview writes nothing, and neither does the guardian of identities.
  if private.previewing() or me.role is null or me.role = 'custodian' then
    return null;
  end if;
  select p.* into mine from portal.party p
  where p.case_id = one_case and p.until is null and not p.hidden and (p.organization_id = me.organization or p.id = me.party)
  limit 1;
  return mine;
end
$$;
alter function private.acting_seat(uuid) owner to portal_keeper;
comment on function private.acting_seat is
  'The party as which the caller may do something in a case; null for a stranger, a custodian, a preview.';

create function private.seats(one_case uuid, sides text[]) returns uuid[]
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
  select coalesce(array_agg(p.id order by p.id), '{}') from portal.party p
  where p.case_id = one_case and p.until is null and not p.hidden and p.side = any (sides)
$$;
alter function private.seats(uuid, text[]) owner to portal_keeper;
comment on function private.seats is 'The parties of these sides that may learn something now: live and not hidden.';

create function private.stir(one_case uuid, readers uuid[]) returns void
language sql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
  update portal.party p set last_activity = private.clock_now()
  where p.case_id = one_case and p.until is null and not p.hidden and p.id = any (readers)
$$;
alter function private.stir(uuid, uuid[]) owner to portal_keeper;
comment on function private.stir is 'Something changed that these parties may see; nobody else''s list or poll may move.';

create function private.working_case(one_case uuid, states text[]) returns portal.case_
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  one portal.case_;
begin
  -- The lock comes first: two people who act on one case act one after the other.
  select * into one from portal.case_ c where c.id = one_case for update;
  if one.id is null then
    perform private.refuse('404', 'absent', 'There is no case here for you.');
  end if;
  if not (one.state = any (states)) then
    perform private.refuse('403', 'guard_stage', 'This belongs to another stage of the case.', jsonb_build_object('state',
      one.state));
  end if;
  return one;
end
$$;
alter function private.working_case(uuid, text[]) owner to portal_keeper;
comment on function private.working_case is 'The case, locked, when it is in one of these states; otherwise a refusal.';
grant execute on function private.acting_seat(uuid), private.seats(uuid, text[]), private.stir(uuid, uuid[]),
  private.working_case(uuid, text[])
  to portal_keeper;

create function private.tg_case__tell_findings() returns trigger
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  if new.state = 'found' and old.state <> 'found' then
    perform private.record(new.id, 'finding_told', jsonb_build_object('code', f.code, 'outcome', f.outcome),
      private.seats(new.id, array['worker', 'factory', 'brand', 'authority', 'handshake']))
    from portal.finding f where f.case_id = new.id and f.told_at is null;
    update portal.finding f set told_at = private.clock_now() where f.case_id = new.id and f.told_at is null;
  end if;
  return null;
end
$$;
alter function private.tg_case__tell_findings() owner to portal_keeper;
comment on function private.tg_case__tell_findings is 'When a case is found, its parties may read what was found.';
create trigger tell_findings after update of state on portal.case_
  for each row execute function private.tg_case__tell_findings();

create function private.tg_consent__hide_evidence() returns trigger
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  if new.withdrawn_at is not null and old.withdrawn_at is null then
    update portal.evidence e set shown_to = array_remove(e.shown_to, p.id)
    from portal.party p, portal.party giver
    where e.case_id = new.case_id and p.case_id = new.case_id and p.organization_id = new.recipient_id
      and giver.id = e.provided_by and giver.id = new.party_id and e.shown_to && array[p.id]
      -- A paper or a picture as soon as nothing opens it any more: not even that it is there is told then.
      and (new.item = 'statement' or exists (select from portal.attachment a
        where a.id = e.attachment_id and not private.file_open_to(p, giver.id, a.media_type)));
  end if;
  return null;
end
$$;
alter function private.tg_consent__hide_evidence() owner to portal_keeper;
comment on function private.tg_consent__hide_evidence is
  'Withdrawal stops disclosure: what the worker gave as evidence leaves that reader''s screen.';
create trigger hide_evidence after update of withdrawn_at on portal.consent
  for each row execute function private.tg_consent__hide_evidence();
