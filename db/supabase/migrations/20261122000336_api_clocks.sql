-- What people see of clocks, the hold of a case, and the lengths that a supervisor may change.

create function private.clocks(one_case uuid) returns jsonb
language sql stable
as $$
  with mine as (
    select p.id, p.side from portal.party p
    where p.case_id = one_case and (p.organization_id = (select private.my_organization()) or p.id = (select private.my_party())) limit 1
  ), live as (
    -- Of several held messages the one that waits longest speaks for all.
    select distinct on (k.kind, case when k.kind = 'moderation' then null else k.due_at end, k.for_party)
      k.kind, k.owner_side, k.due_at, k.basis, k.counts, k.severity, k.escalation, k.paused_at, k.for_party
    from portal.clock k where k.case_id = one_case and k.stopped_at is null
    order by k.kind, case when k.kind = 'moderation' then null else k.due_at end, k.for_party, k.due_at
  )
  select coalesce(jsonb_agg(jsonb_build_object('kind', l.kind, 'due_at', private.instant(l.due_at), 'owner', l.owner_side, 'basis', l.basis,
      'counts', l.counts, 'working_days_left', private.days_left(c.workplace_id, l.due_at), 'severity', l.severity, 'escalation', l.escalation,
      'paused', l.paused_at is not null, 'party', case when m.side = 'handshake' then l.for_party end,
      'mine', coalesce(l.owner_side = m.side and (l.for_party is null or l.for_party = m.id or m.side = 'handshake'), false))
    order by l.due_at, l.kind), '[]')
  from portal.case_ c cross join live l left join mine m on true
  where c.id = one_case
$$;
comment on function private.clocks is 'The running deadlines of a case that the caller may know of, soonest first.';

create function private.hold_of(one_case uuid) returns jsonb
language sql stable
as $$
  select jsonb_build_object('until', c.hold_until, 'reason', h.reason, 'since', private.instant(h.held_at),
    'overdue', (select coalesce(jsonb_agg(distinct k.kind), '[]') from portal.clock k where k.case_id = one_case and k.stopped_at is null
      and (k.due_at < k.paused_at or (k.basis = 'law' and k.due_at < c.hold_until))))
  from portal.case_ c left join portal.hold h on h.case_id = c.id and h.ended_at is null
  where c.id = one_case and c.hold_until is not null
$$;
comment on function private.hold_of is 'The hold of a case, with what will be overdue when it ends; null while its clocks run.';

create function private.hold_case(one_case uuid, revision integer, reason text, until date) returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  one portal.case_;
  today date;
begin
  select * into one from portal.case_ c where c.id = one_case for update;
  if not private.is_desk() or one.id is null then
    perform private.refuse('403', 'not_allowed', 'Only Handshake lets a case rest.');
  end if;
  if one.revision is distinct from hold_case.revision then
    perform private.refuse('409', 'revision_stale', 'Somebody changed this case. You see the new state now.',
      jsonb_build_object('revision', one.revision, 'state', one.state));
  end if;
  if not private.open_state(one.state) or one.hold_until is not null then
    perform private.refuse('409', 'case_state_changed', 'This case rests already, or is closed.', jsonb_build_object('state', one.state));
  end if;
  today := (private.clock_now() at time zone private.zone_of(one.workplace_id))::date;
  if (hold_case.reason in ('worker_asked', 'authority', 'evidence', 'safety', 'force_majeure')) is not true then
    perform private.refuse('400', 'value_invalid', 'Choose a reason of the list.', '{"field": "reason"}');
  end if;
  -- A case that rests without an end is a case that is buried.
  if (hold_case.until between today + 1 and today + 90) is not true then
    perform private.refuse('400', 'value_invalid', 'Choose a day of the next 90 days.', '{"field": "until"}');
  end if;
  insert into portal.hold (case_id, reason, held_at, held_by, until)
  values (one_case, hold_case.reason, private.clock_now(), private.my_person(), hold_case.until);
  update portal.case_ c set hold_until = hold_case.until, revision = c.revision + 1 where c.id = one_case;
  update portal.clock k set paused_at = private.clock_now()
  where k.case_id = one_case and k.stopped_at is null and k.paused_at is null and k.basis <> 'law';
  perform private.record(one_case, 'held', jsonb_build_object('until', hold_case.until),
    (select coalesce(array_agg(p.id), '{}') from portal.party p where p.case_id = one_case and p.until is null and not p.hidden));
  perform private.refresh_parties(array[one_case]);
end
$$;
alter function private.hold_case(uuid, integer, text, date) owner to portal_keeper;
comment on function private.hold_case is 'Lets the clocks of a case rest until a day, with a reason. Those of the law run on.';

create function private.end_hold(one_case uuid, revision integer) returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  one portal.case_;
begin
  select * into one from portal.case_ c where c.id = one_case for update;
  if not private.is_desk() or one.id is null then
    perform private.refuse('403', 'not_allowed', 'Only Handshake lets a case go on.');
  end if;
  if one.revision is distinct from end_hold.revision then
    perform private.refuse('409', 'revision_stale', 'Somebody changed this case. You see the new state now.',
      jsonb_build_object('revision', one.revision, 'state', one.state));
  end if;
  if one.hold_until is null then
    perform private.refuse('409', 'case_state_changed', 'This case does not rest.', jsonb_build_object('state', one.state));
  end if;
  perform private.resume_clocks(one_case, private.clock_now());
end
$$;
alter function private.end_hold(uuid, integer) owner to portal_keeper;
comment on function private.end_hold is 'Ends a hold before its day.';

create function api.hold(request_id uuid, reference text, revision integer, reason text, until date) returns jsonb
language plpgsql volatile
as $$
declare
  one uuid := private.my_case(hold.reference);
begin
  if not private.done_before(hold.request_id, jsonb_build_array('hold', one, hold.revision, hold.reason, hold.until)::text) then
    perform private.hold_case(one, hold.revision, hold.reason, hold.until);
  end if;
  return private.page_of(one);
end
$$;
comment on function api.hold is 'Lets a case rest until a day; its page said beforehand what will be overdue then.';

create function api.resume(request_id uuid, reference text, revision integer) returns jsonb
language plpgsql volatile
as $$
declare
  one uuid := private.my_case(resume.reference);
begin
  if not private.done_before(resume.request_id, jsonb_build_array('resume', one, resume.revision)::text) then
    perform private.end_hold(one, resume.revision);
  end if;
  return private.page_of(one);
end
$$;
comment on function api.resume is 'Lets the clocks of a case run again now.';

create function api.clock_rules() returns jsonb
language sql stable
set search_path = pg_catalog, pg_temp
as $$
  select coalesce(jsonb_agg(jsonb_build_object('kind', r.kind, 'severity', r.severity, 'version', r.version,
    'hours', (extract(epoch from r.span) / 3600)::integer, 'working_days', r.working_days, 'basis', r.basis,
    'since', private.instant(r.since)) order by r.kind, r.severity), '[]')
  from (select distinct on (k.kind, k.severity) k.kind, k.severity, k.version, k.span, k.working_days, k.basis, k.since
    from portal.clock_rule k order by k.kind, k.severity, k.version desc) r
$$;
comment on function api.clock_rules is 'How long everything may take now.';

grant execute on function private.clocks(uuid), private.hold_of(uuid) to anon, authenticated;
grant execute on function private.hold_case(uuid, integer, text, date), private.end_hold(uuid, integer) to authenticated;
grant execute on function api.hold(uuid, text, integer, text, date), api.resume(uuid, text, integer), api.clock_rules() to authenticated;
