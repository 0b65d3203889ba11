-- Moving a case, and what a move stands on. Each function does one deed once and answers with the page as its caller then sees it.

create function private.may_move(one_case uuid) returns boolean
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  me private.actor := private.me();
begin
  return not private.previewing() and coalesce(case me.role
    when 'coordinator' then true
    when 'supervisor' then true
    -- Of a group the one who speaks for it.
    when 'worker' then me.case_id = one_case and private.voice(one_case) = me.party
    when 'factory' then exists (select from portal.party p join portal.case_ c on c.id = p.case_id
      where p.case_id = one_case and p.side = 'factory' and p.organization_id = me.organization and p.until is null and not p.hidden
        and not c.no_tip_off)
  end, false);
end
$$;
alter function private.may_move(uuid) owner to portal_keeper;
comment on function private.may_move is 'Whether the caller has moves in this case at all: Handshake''s desk, its factory, its worker.';

create function private.last_change(one_case uuid) returns jsonb
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
  -- Names are for colleagues; a party learns the side, and only of moves that it was told of.
  select jsonb_strip_nulls(jsonb_build_object('kind', e.kind, 'to', e.facts ->> 'to', 'at', private.instant(e.at),
    'by', case when private.is_handshake() then n.name end, 'side', e.actor_side))
  from portal.event e left join portal.person n on n.id = e.actor_person
  where e.case_id = one_case and case when private.is_handshake()
    then e.kind in ('case_moved', 'issues_set', 'triage_checked', 'no_tip_off_on', 'no_tip_off_off', 'held', 'resumed', 'severity_set')
    else e.kind = 'case_moved' and exists (select from portal.party p where p.case_id = one_case and p.id = any (e.audience)
      and p.until is null and not p.hidden and (p.organization_id = private.my_organization() or p.id = private.my_party())) end
  order by e.seq desc limit 1
$$;
alter function private.last_change(uuid) owner to portal_keeper;
comment on function private.last_change is 'What changed last in a case, as far as the caller may know: what, when and by whom.';

create function private.locked(one_case uuid, revision integer) returns portal.case_
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  one portal.case_;
  present integer;
begin
  select * into one from portal.case_ c where c.id = one_case for update;
  present := private.revision_of(one_case);
  if present is distinct from locked.revision then
    perform private.refuse('409', 'revision_stale', 'Somebody changed this case. You see the new state now.',
      jsonb_build_object('revision', present, 'state', one.state, 'changed', private.last_change(one_case)));
  end if;
  return one;
end
$$;
alter function private.locked(uuid, integer) owner to portal_keeper;
comment on function private.locked is
  'The case, locked for this transaction; refused with what changed when somebody was faster. For deeds that looked at their caller.';
grant execute on function private.locked(uuid, integer), private.last_change(uuid) to portal_keeper;

create function private.move_case(one_case uuid, to_state text, revision integer, reason text, same_as text) returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  one portal.case_;
begin
  if not private.may_move(one_case) then
    perform private.refuse('403', 'not_allowed', 'You have no moves in this case.');
  end if;
  one := private.locked(one_case, move_case.revision);
  if move_case.to_state = 'reopened' and not private.open_state(one.state) then
    to_state := private.reopens_to(one);
  end if;
  if one.state = move_case.to_state then
    perform private.refuse('403', 'transition_illegal', 'The case is there already.', jsonb_build_object('from', one.state, 'to', one.state));
  end if;
  update portal.case_ c set state = move_case.to_state, revision = c.revision + 1,
    closed_reason = case when private.open_state(one.state) then move_case.reason else c.closed_reason end,
    reopened_for = case when private.open_state(one.state) then c.reopened_for else move_case.reason end,
    same_as = case when move_case.reason in ('duplicate', 'merged') and private.is_desk() then
      (select o.id from portal.case_ o where o.reference = move_case.same_as) end
  where c.id = one_case;
exception when check_violation or not_null_violation then
  perform private.refuse('400', 'value_invalid', 'There is no such state or reason.', '{"field": "to_state"}');
end
$$;
alter function private.move_case(uuid, text, integer, text, text) owner to portal_keeper;
comment on function private.move_case is 'The move itself, with its revision check; whose move it is and its guards are a trigger of the case.';

create function api.move(
  request_id uuid, reference text, to_state text, revision integer, reason text default null, same_as text default null
) returns jsonb
language plpgsql volatile
as $$
declare
  one uuid := private.my_case(move.reference);
begin
  if not private.done_before(move.request_id, jsonb_build_array('move', one, move.to_state, move.revision, move.reason, move.same_as)::text) then
    perform private.move_case(one, move.to_state, move.revision, move.reason, move.same_as);
  end if;
  return private.page_of(one);
end
$$;
comment on function api.move is 'Moves a case to its next state. Refused when a guard stands against it, or somebody changed it since the caller looked.';

create function api.withdraw_case(request_id uuid, revision integer, reference text default null) returns jsonb
language plpgsql volatile
as $$
declare
  one uuid := private.my_case(withdraw_case.reference);
begin
  if not private.done_before(withdraw_case.request_id, jsonb_build_array('withdraw_case', one, withdraw_case.revision)::text) then
    perform private.move_case(one, 'closed', withdraw_case.revision, 'withdrawn', null);
  end if;
  return private.page_of(one);
end
$$;
comment on function api.withdraw_case is 'The worker takes her case back, or a coordinator notes that she wishes so.';

create function api.reopen(request_id uuid, revision integer, reason text, reference text default null) returns jsonb
language plpgsql volatile
as $$
declare
  one uuid := private.my_case(reopen.reference);
begin
  if not private.done_before(reopen.request_id, jsonb_build_array('reopen', one, reopen.revision, reopen.reason)::text) then
    perform private.move_case(one, 'reopened', reopen.revision, reopen.reason, null);
  end if;
  return private.page_of(one);
end
$$;
comment on function api.reopen is 'Opens a closed case again: within the window, or at any time for retaliation or money that did not come.';

create function private.steps(one_case uuid) returns jsonb
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  role text := private.my_role();
  one portal.case_;
begin
  if not private.may_move(one_case) then
    return '[]';
  end if;
  select * into one from portal.case_ c where c.id = one_case;
  return (
    select coalesce(jsonb_agg(jsonb_build_object('to_state', s.to_state, 'kind', s.kind, 'reasons', to_jsonb(s.reasons),
        'allowed', s.why is null, 'why_not', s.why, 'missing', case when s.why is null then '[]' else private.guard_missing(one, s.to_state, s.why) end)
      order by s.place, s.to_state, s.kind desc), '[]')
    from (
      select t.to_state, r.kind, array_position(array['triage', 'admitted', 'notified', 'responded', 'investigating', 'found',
          'remedy_agreed', 'remediating', 'verifying', 'evaluating', 'closed'], t.to_state) as place,
        case when r.kind = 'end' and role = 'worker' then array['withdrawn']
          -- After the window two reasons remain.
          when r.kind = 'reopen' and private.guard_of(one, t.to_state, r.reasons[1]) is not null then array['retaliation', 'non_payment']
          else r.reasons end as reasons,
        case when r.kind not in ('end', 'reopen') or (r.kind = 'end' and role = 'worker')
          then private.guard_of(one, t.to_state, r.reasons[1]) end as why
      from portal.transition t, private.reasons_of(t.from_state, t.to_state) r
      where t.from_state = one.state and (private.open_state(one.state) or t.to_state = private.reopens_to(one))
        and role = any (t.movers) and (role <> 'worker' or r.kind in ('end', 'reopen'))) s);
end
$$;
alter function private.steps(uuid) owner to portal_keeper;
comment on function private.steps is 'The moves of the caller from here: open, or not yet with what is missing, and the reasons that each may carry.';

grant execute on function private.may_move(uuid), private.move_case(uuid, text, integer, text, text), private.steps(uuid) to anon, authenticated;
grant execute on function api.move(uuid, text, text, integer, text, text), api.withdraw_case(uuid, integer, text), api.reopen(uuid, integer, text, text)
  to anon, authenticated;
