-- Guards: what must be so before a case moves (DOMAIN 3). Each says nothing, or the stable key of what is missing.

create function private.guard_intake(one_case uuid) returns text
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  return case when cardinality(private.intake_missing(one_case)) > 0 then 'guard_intake_missing' end;
end
$$;
alter function private.guard_intake(uuid) owner to portal_keeper;
comment on function private.guard_intake is 'received → triage: the case is recorded, and the worker can come back.';

create function private.intake_missing(one_case uuid) returns text[]
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
  -- A case taken over from a book has what the book had.
  select coalesce((select case when d.source is not null then '{}' else array_remove(array[
      case when d.channel is null then 'channel' end,
      case when coalesce(d.language, '') = '' then 'language' end,
      case when o.name = 'Not on the list' and d.workplace_words is null then 'workplace' end,
      case when not exists (select from portal.receipt r where r.case_id = c.id) then 'receipt' end], null) end
    from portal.case_ c join portal.case_desk d on d.case_id = c.id join portal.organization o on o.id = c.workplace_id
    where c.id = one_case), array['channel', 'language', 'workplace', 'receipt'])
$$;
alter function private.intake_missing(uuid) owner to portal_keeper;
comment on function private.intake_missing is 'What was not recorded when the case came in.';

create function private.checklist_missing(one_case uuid, to_state text) returns text[]
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
  select coalesce((select array_remove(case to_state
      when 'admitted' then array[
        case when not t.covered then 'covered' end,
        case when not t.specific then 'specific' end,
        -- Nobody is sent back to the channel of those whom a zero-tolerance case is about.
        case when t.internal_channel = 'not_tried' and not c.zero_tolerance then 'internal_channel' end]
      when 'inadmissible' then array[case when t.refusal is null then 'refusal' end, case when t.elsewhere is null then 'elsewhere' end]
      when 'referred' then array[case when t.refusal is null then 'refusal' end, case when t.elsewhere is null then 'elsewhere' end,
        case when t.authority is null then 'authority' end]
      else '{}' end, null)
    from portal.triage t join portal.case_ c on c.id = t.case_id where t.case_id = one_case), array['checklist'])
$$;
alter function private.checklist_missing(uuid, text) owner to portal_keeper;
comment on function private.checklist_missing is 'What the screening checklist still lacks for that decision; the word checklist when nobody filled it in.';

create function private.guard_triage(one_case uuid, to_state text) returns text
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  missing text[] := private.checklist_missing(one_case, to_state);
begin
  return case
    when missing = array['checklist'] then 'guard_checklist_missing'
    when to_state = 'admitted' and cardinality(missing) > 0 then 'guard_checklist_unmet'
    when 'refusal' = any (missing) then 'guard_reason_missing'
    when cardinality(missing) > 0 then 'guard_elsewhere_missing'
    when to_state = 'answered' and not private.worker_answered(one_case) then 'guard_answer_missing'
  end;
end
$$;
alter function private.guard_triage(uuid, text) owner to portal_keeper;
comment on function private.guard_triage is 'triage → anything: the checklist is filled in, and a worker whose case is not taken learns why and where to go instead.';

create function private.worker_answered(one_case uuid) returns boolean
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  return exists (select from portal.triage t where t.case_id = one_case and t.told_by_phone)
    or exists (select from portal.release r join portal.party a on a.id = r.author_party and a.side = 'handshake'
      join portal.party w on w.case_id = r.case_id and w.side = 'worker' and w.id = any (r.audience)
      where r.case_id = one_case);
end
$$;
alter function private.worker_answered(uuid) owner to portal_keeper;
comment on function private.worker_answered is 'Whether Handshake has answered the worker, in writing or by word of mouth.';

create function private.unconsented(one_case uuid) returns text[]
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
  select coalesce(array_agg(o.name order by o.name), '{}')
  from portal.party p join portal.organization o on o.id = p.organization_id
  -- Whom a supervisor let know sits there whatever she allows: the factory's notice does not wait for a yes to that brand.
  where p.case_id = one_case and p.side in ('factory', 'brand') and p.until is null and p.basis <> 'legal'
    and not private.lawful(one_case, o.id)
    and not private.consented(one_case, o.id, 'statement')
$$;
alter function private.unconsented(uuid) owner to portal_keeper;
comment on function private.unconsented is 'Factory and brands that sit in a case without a live permission of the worker.';

create function private.guard_notice(one portal.case_) returns text
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  return case
    when one.no_tip_off then 'guard_no_tip_off'
    when not exists (select from portal.party p where p.case_id = one.id and p.side = 'factory' and p.until is null)
      or cardinality(private.unconsented(one.id)) > 0 then 'guard_consent_missing'
    when not exists (select from portal.release r join portal.party p on p.id = any (r.audience) and p.side = 'factory'
      where r.case_id = one.id and r.kind = 'statement') then 'guard_statement_missing'
  end;
end
$$;
alter function private.guard_notice(portal.case_) owner to portal_keeper;
comment on function private.guard_notice is 'admitted → notified: allowed by the worker for each recipient, with a released statement, and not under no tip-off.';

create function private.guard_answer(one_case uuid) returns text
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  -- An answer is what the worker reads, or will once it is moderated: not what was taken back, withheld or sent back.
  return case when not exists (select from portal.message m join portal.party p on p.id = m.author_party and p.side = 'factory'
    join portal.party w on w.case_id = m.case_id and w.side = 'worker'
    where m.case_id = one_case and m.kind = 'message' and case m.state
      when 'held' then w.id = any (m.wanted)
      when 'released' then exists (select from portal.release r where r.message_id = m.id and w.id = any (r.audience))
      else false end) then 'guard_answer_missing' end;
end
$$;
alter function private.guard_answer(uuid) owner to portal_keeper;
comment on function private.guard_answer is 'notified → responded: the factory has answered the worker, in writing or on the telephone, and the answer stands.';

create function private.guard_reply(one_case uuid) returns text
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  shown timestamptz := (
    select min(r.released_at) from portal.release r join portal.party a on a.id = r.author_party and a.side = 'factory'
    join portal.party w on w.case_id = r.case_id and w.side = 'worker' and w.id = any (r.audience)
    where r.case_id = one_case);
begin
  return case
    when shown is null then 'guard_answer_not_shown'
    when not exists (select from portal.message m join portal.party w on w.id = m.author_party and w.side = 'worker'
        where m.case_id = one_case and m.kind = 'message' and m.posted_at >= shown)
      and not private.clock_ran_out(one_case, 'comment') then 'guard_comment_due'
  end;
end
$$;
alter function private.guard_reply(uuid) owner to portal_keeper;
comment on function private.guard_reply is 'responded → further: the worker was shown the answer, and commented on it or let the clock run out.';

create function private.guard_conflict(one_case uuid) returns text
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  said boolean := (select k.has_conflict from portal.conflict k
    where k.case_id = one_case and k.person_id = private.my_person() order by k.declared_at desc, k.id desc limit 1);
begin
  return case when said is null then 'guard_conflict_undeclared' when said then 'guard_conflict' end;
end
$$;
alter function private.guard_conflict(uuid) owner to portal_keeper;
comment on function private.guard_conflict is 'investigating → found: whoever finds has said of themselves that they have no interest in the case.';

create function private.guard_reopen(one portal.case_, reason text) returns text
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  return case
    when (reason in ('not_solved', 'new_facts', 'mistake', 'retaliation', 'non_payment', 'appeal')) is not true then 'guard_reason_missing'
    when reason = 'appeal' then case when not exists (select from portal.appeal a
      -- One that was raised against an earlier closing and is decided now opens this one.
      where a.case_id = one.id and a.outcome = 'changed' and a.decided_at >= one.closed_at) then 'guard_reason_missing' end
    when reason not in ('retaliation', 'non_payment') and private.clock_now() >= private.window_closes(one) then 'guard_window_closed'
  end;
end
$$;
alter function private.guard_reopen(portal.case_, text) owner to portal_keeper;
comment on function private.guard_reopen is 'Opening again: within the window, or at any time for retaliation or money that did not come.';

create function private.reopens_to(one portal.case_) returns text
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
  select case when one.state = 'closed' and (select e.facts ->> 'from' from portal.event e
      where e.case_id = one.id and e.kind = 'case_moved' and e.facts ->> 'to' = 'closed' order by e.seq desc limit 1)
    in ('received', 'triage') is not true then 'investigating' else 'triage' end
$$;
alter function private.reopens_to(portal.case_) owner to portal_keeper;
comment on function private.reopens_to is 'Where a case goes on when it is opened again: to its screening if it never had one, else to the finding.';

create function private.window_closes(one portal.case_) returns timestamptz
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
  select one.closed_at + make_interval(days => r.number) from portal.procedure_rule r where r.name = 'reopen_days'
$$;
alter function private.window_closes(portal.case_) owner to portal_keeper;
comment on function private.window_closes is 'Until when a closed case may be opened again or appealed.';

create function private.guard_other(one portal.case_) returns text
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  -- Two cases that are each other's duplicate would both be closed, and nobody would look.
  if not exists (select from portal.case_ o
    where o.id = one.same_as and o.id <> one.id and o.workplace_id = one.workplace_id and o.same_as is distinct from one.id) then
    return 'guard_other_missing';
  end if;
  -- That this case ends as the same as another tells whoever sits here that there is another: nobody is told of a hidden one so.
  return case when exists (select from portal.party p
    where p.case_id = one.id and p.side in ('factory', 'brand') and p.until is null and not p.hidden
      and not exists (select from portal.party o where o.case_id = one.same_as and o.organization_id = p.organization_id
        and o.until is null and not o.hidden))
    then 'guard_other_unknown' end;
end
$$;
alter function private.guard_other(portal.case_) owner to portal_keeper;
comment on function private.guard_other is 'Closing as duplicate or merged: it names another case of the same workplace that does not lead back here,
 and that each factory and brand of this one knows.';
