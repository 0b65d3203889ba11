-- The one place that knows all guards: the move itself asks it, and so does the panel of next steps.

create function private.guard_of(one portal.case_, to_state text, reason text) returns text
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  if not private.open_state(one.state) then
    return private.guard_reopen(one, reason);
  end if;
  if to_state = 'closed' and reason = 'withdrawn' and private.my_role() = 'worker' and private.grouped(one.id) then
    return 'guard_group_together';
  end if;
  if to_state = 'closed' and reason in ('withdrawn', 'duplicate', 'merged') then
    return case when reason <> 'withdrawn' then
      case when private.my_role() = 'worker' then 'guard_reason_missing' else private.guard_other(one) end end;
  end if;
  if to_state = 'closed' and (private.my_role() = 'worker' or (case one.state when 'found' then reason in ('not_grounded', 'not_verifiable')
      when 'evaluating' then reason in ('remedied', 'partly', 'not_remedied') end) is not true) then
    return 'guard_reason_missing';
  end if;
  return case
    when one.state = 'received' then private.guard_intake(one.id)
    when one.state = 'triage' then private.guard_triage(one.id, to_state)
    when to_state = 'notified' then private.guard_notice(one)
    when to_state = 'responded' then private.guard_answer(one.id)
    when one.state = 'notified' then case when not private.clock_ran_out(one.id, 'first_answer') then 'guard_answer_still_due' end
    when one.state = 'responded' then private.guard_reply(one.id)
    when to_state = 'found' then coalesce(private.guard_conflict(one.id), private.guard_found(one.id))
    when one.state = 'found' and to_state = 'closed' then coalesce(private.guard_not_grounded(one.id), private.guard_check_ins(one.id))
    when one.state = 'remedy_agreed' then private.guard_plan(one.id)
    when to_state = 'verifying' then private.guard_done(one.id)
    when to_state = 'evaluating' then private.guard_verified(one.id)
    when one.state = 'evaluating' and to_state = 'closed' then coalesce(private.guard_heard(one.id), private.guard_check_ins(one.id))
  end;
end
$$;
alter function private.guard_of(portal.case_, text, text) owner to portal_keeper;
comment on function private.guard_of is 'The stable key of the guard that refuses this move of this case to the caller, or null. Whose move it is, the table of transitions says.';

create function private.guard_missing(one portal.case_, to_state text, key text) returns jsonb
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  return coalesce(to_jsonb(case key
    when 'guard_intake_missing' then private.intake_missing(one.id)
    when 'guard_consent_missing' then private.unconsented(one.id)
    when 'guard_checklist_missing' then array['covered', 'specific', 'internal_channel']
    when 'guard_checklist_unmet' then private.checklist_missing(one.id, to_state)
    when 'guard_elsewhere_missing' then private.checklist_missing(one.id, to_state)
    when 'guard_reason_missing' then array['reason']
    when 'guard_check_ins_due' then private.check_ins_due(one.id)
  end), '[]');
end
$$;
alter function private.guard_missing(portal.case_, text, text) owner to portal_keeper;
comment on function private.guard_missing is 'What a guard misses, one by one: codes, and for permissions the recipients.';

create function private.reasons_of(from_state text, to_state text) returns table (kind text, reasons text[])
language sql immutable
as $$
  select 'end', array['withdrawn', 'duplicate', 'merged'] where to_state = 'closed'
  union all select 'finding', array['not_grounded', 'not_verifiable'] where to_state = 'closed' and from_state = 'found'
  union all select 'result', array['remedied', 'partly', 'not_remedied'] where to_state = 'closed' and from_state = 'evaluating'
  union all select 'reopen', array['not_solved', 'new_facts', 'mistake', 'retaliation', 'non_payment']
    where from_state in ('closed', 'answered', 'inadmissible', 'referred')
  union all select 'step', '{}'::text[] where to_state <> 'closed' and from_state not in ('closed', 'answered', 'inadmissible', 'referred')
$$;
comment on function private.reasons_of is 'The reason codes that a move must carry one of, by kind: an end that any open case allows, a finding, a result, a reopening.';
grant execute on function private.reasons_of(text, text) to portal_keeper;
