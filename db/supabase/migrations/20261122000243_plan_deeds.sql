-- Writing the plan and accepting it.

create function private.plan_changed(one_case uuid) returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  now_version integer;
begin
  insert into portal.plan as p (case_id, changed_at) values (one_case, private.clock_now())
  on conflict (case_id) do update set version = p.version + 1, changed_at = excluded.changed_at
  returning version into now_version;
  update portal.acceptance a set void_at = private.clock_now() where a.case_id = one_case and a.void_at is null;
  perform private.record(one_case, 'plan_changed', jsonb_build_object('version', now_version),
    private.seats(one_case, array['worker', 'factory', 'handshake']));
  perform private.stir(one_case, private.seats(one_case, array['worker', 'factory', 'handshake']));
  perform private.set_truths(one_case);
  perform private.refresh_parties(array[one_case]);
end
$$;
alter function private.plan_changed(uuid) owner to portal_keeper;
comment on function private.plan_changed is 'A new version of the plan: whoever had accepted is asked again.';

create function private.check_plan(one_case uuid, version integer) returns portal.case_
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  one portal.case_;
  have integer;
begin
  one := private.working_case(one_case, array['admitted', 'notified', 'responded', 'investigating', 'found', 'remedy_agreed',
    'remediating', 'verifying']);
  have := coalesce((select p.version from portal.plan p where p.case_id = one_case), 0);
  if check_plan.version is distinct from have then
    perform private.refuse('409', 'revision_stale', 'Somebody changed the plan. You see the new one now.',
      jsonb_build_object('version', have));
  end if;
  return one;
end
$$;
alter function private.check_plan(uuid, integer) owner to portal_keeper;
comment on function private.check_plan is
  'The case, locked, when its plan is still the version that the caller looked at (0: none yet).';
grant execute on function private.plan_changed(uuid), private.check_plan(uuid, integer) to portal_keeper;

create function private.set_action(
  one_case uuid, one_action uuid, deed text, owner uuid, due_on date, evidence_wanted text, version integer
) returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  one portal.case_;
  kept portal.action;
  seat portal.party;
  words text;
  wanted text;
  today date;
begin
  if not private.is_desk() or private.previewing() then
    perform private.refuse('403', 'not_allowed', 'Only Handshake writes the plan.');
  end if;
  one := private.check_plan(one_case, version);
  words := private.check_words(set_action.deed, 'deed', 300);
  wanted := case when btrim(set_action.evidence_wanted) <> '' then private.check_words(set_action.evidence_wanted,
    'evidence_wanted', 300) end;
  select * into seat from portal.party p where p.id = set_action.owner and p.case_id = one_case and p.until is null;
  if set_action.owner is not null and seat.id is null then
    perform private.refuse('400', 'audience_invalid', 'The owner of an action is a party of this case.');
  end if;
  if one_action is not null then
    select * into kept from portal.action a where a.id = one_action and a.case_id = one_case and a.dropped_at is null;
    if kept.id is null then
      perform private.refuse('404', 'absent', 'There is no case here for you.');
    end if;
  end if;
  -- A day of the past would be overdue when it is written; one that was there before may stay.
  select (private.clock_now() at time zone o.time_zone)::date into today from portal.organization o where o.id = one.workplace_id;
  if set_action.due_on is distinct from kept.due_on and set_action.due_on not between today and today + 3653 then
    perform private.refuse('400', 'value_invalid', 'Choose a day from today on.', '{"field": "due_on"}');
  end if;
  if kept.id is null then
    insert into portal.action (case_id, deed, owner_party, owner_side, due_on, evidence_wanted, made_at)
    values (one_case, words, seat.id, seat.side, set_action.due_on, wanted, private.clock_now()) returning * into kept;
  elsif (kept.deed, kept.owner_party, kept.due_on, kept.evidence_wanted) is not distinct from (words, seat.id,
    set_action.due_on, wanted) then
    return;
  else
    -- What was said of another deed, or by another owner, says nothing of this one.
    update portal.action a set deed = words, owner_party = seat.id, owner_side = seat.side, due_on = set_action.due_on,
      evidence_wanted = wanted,
      state = case when o.other then 'open' else a.state end,
      done_at = case when not o.other then a.done_at end, done_how = case when not o.other then a.done_how end,
      verified_at = case when not o.other then a.verified_at end, verifier = case when not o.other then a.verifier end,
      verifier_name = case when not o.other then a.verifier_name end, verified_by = case when not o.other then a.verified_by end,
      disputed_at = case when not o.other then a.disputed_at end
    from (select kept.deed <> words or kept.owner_party is distinct from seat.id as other) o
    where a.id = kept.id;
  end if;
  perform private.action_clock(kept.id);
  perform private.plan_changed(one_case);
end
$$;
alter function private.set_action(uuid, uuid, text, uuid, date, text, integer) owner to portal_keeper;
comment on function private.set_action is
  'Writes an action into the plan or changes it; either way the plan has to be accepted again.';

create function private.drop_action(one_action uuid, version integer) returns uuid
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  kept portal.action;
begin
  if private.is_desk() and not private.previewing() then
    select * into kept from portal.action a where a.id = one_action;
  end if;
  if kept.id is null then
    perform private.refuse('404', 'absent', 'There is no case here for you.');
  end if;
  perform private.check_plan(kept.case_id, version);
  update portal.action a set dropped_at = private.clock_now() where a.id = kept.id and a.dropped_at is null;
  if found then
    perform private.action_clock(kept.id);
    perform private.plan_changed(kept.case_id);
  end if;
  return kept.case_id;
end
$$;
alter function private.drop_action(uuid, integer) owner to portal_keeper;
comment on function private.drop_action is 'Takes an action out of the plan.';

create function private.accept_plan(one_case uuid, version integer, party uuid, how text, yes boolean default true) returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  seat portal.party := private.acting_seat(one_case);
  accepting portal.party;
  told uuid[];
  agreed boolean;
  agrees boolean;
begin
  if seat.side in ('worker', 'factory') then
    accepting := seat;
  elsif seat.side = 'handshake' then
    select * into accepting from portal.party p
    where p.id = accept_plan.party and p.case_id = one_case and p.until is null and not p.hidden and p.side in ('worker',
      'factory');
    if accepting.id is null or (accept_plan.how in ('phone', 'chat', 'walk_in', 'letter')) is not true then
      perform private.refuse('400', 'value_invalid', 'Choose who accepted, and how that was said.', '{"field": "how"}');
    end if;
  else
    perform private.refuse('403', 'not_allowed', 'The factory and the worker accept the plan.');
  end if;
  perform private.check_plan(one_case, version);
  if not exists (select from portal.action a where a.case_id = one_case and a.dropped_at is null) then
    perform private.refuse('403', 'guard_action_missing', 'There is no plan yet.');
  end if;
  if not accept_plan.yes and not (accepting.side = 'worker' and private.grouped(one_case)) then
    perform private.refuse('403', 'guard_stage', 'Only one of a group declines for herself; otherwise the plan is changed.');
  end if;
  agreed := private.side_accepts(one_case, accepting.side);
  -- Whoever thinks better of it is asked no second time: the last word stands.
  update portal.acceptance a set void_at = private.clock_now()
  where a.case_id = one_case and a.party_id = accepting.id and a.void_at is null and a.accepted <> accept_plan.yes;
  insert into portal.acceptance (case_id, party_id, version, accepted, how, at, noted_by)
  values (one_case, accepting.id, accept_plan.version, accept_plan.yes,
    case when accepting.id = seat.id then 'portal' else accept_plan.how end, private.clock_now(),
    case when accepting.id <> seat.id then private.my_person() end)
  on conflict (case_id, party_id) where void_at is null do nothing;
  if found then
    -- What one of a group says is between her and Handshake; the others learn when it makes the side agree, or not any more.
    agrees := private.side_accepts(one_case, accepting.side);
    told := case when accepting.side = 'worker' and private.grouped(one_case) and agrees = agreed
      then private.seats(one_case, array['handshake']) || accepting.id
      else private.seats(one_case, array['worker', 'factory', 'handshake']) end;
    perform private.record(one_case,
      case when case when agrees = agreed then accept_plan.yes else agrees end then 'plan_accepted' else 'plan_declined' end,
      jsonb_build_object('side', accepting.side, 'version', accept_plan.version), told);
    perform private.stir(one_case, told);
  end if;
end
$$;
alter function private.accept_plan(uuid, integer, uuid, text, boolean) owner to portal_keeper;
comment on function private.accept_plan is
  'The factory or the worker accepts the plan as it stands; on the phone Handshake notes how it was said.';
grant execute on function private.set_action(uuid, uuid, text, uuid, date, text, integer), private.drop_action(uuid,
  integer) to authenticated;
grant execute on function private.accept_plan(uuid, integer, uuid, text, boolean) to anon, authenticated;
