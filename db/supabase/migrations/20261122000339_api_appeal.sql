-- Appeals, and what the panel of next steps shows beside the moves.

create function private.appeal_refused_to(one_case uuid) returns text
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  -- Whoever moved the case, judged in it or declared an interest had a part in what is appealed against.
  return case when private.is_desk() and (exists (select from portal.event e where e.case_id = one_case and e.actor_person = private.my_person()
      and e.kind in ('case_moved', 'finding_made'))
    or exists (select from portal.conflict k where k.case_id = one_case and k.person_id = private.my_person() and k.has_conflict))
    then 'guard_appeal_conflict' end;
end
$$;
alter function private.appeal_refused_to(uuid) owner to portal_keeper;
comment on function private.appeal_refused_to is 'Why the caller may not decide an appeal in this case, or null.';

create function private.appeal_raised(one_case uuid, grounds text) returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  me private.actor := private.me();
  one portal.case_;
  seat uuid;
begin
  if private.may_move(one_case) and me.role in ('worker', 'factory') then
    select p.id into seat from portal.party p where p.case_id = one_case and p.until is null and not p.hidden
      and (p.id = me.party or p.organization_id = me.organization);
  end if;
  if seat is null then
    perform private.refuse('403', 'not_allowed', 'The worker and the factory of a case may appeal.');
  end if;
  select * into one from portal.case_ c where c.id = one_case for update;
  if private.open_state(one.state) then
    perform private.refuse('403', 'guard_stage', 'This case is open. Write what you disagree with.', jsonb_build_object('state', one.state));
  end if;
  if private.clock_now() >= private.window_closes(one) then
    perform private.refuse('403', 'guard_window_closed', 'The time for an appeal is over.');
  end if;
  -- An open one stays open while a case is opened and closed again: it is decided once, and speaks against both.
  if exists (select from portal.appeal a where a.case_id = one_case and a.party_id = seat
      and (a.raised_at >= one.closed_at or a.outcome is null)) then
    perform private.refuse('409', 'case_state_changed', 'You have appealed against this decision already.');
  end if;
  insert into portal.appeal (case_id, party_id, grounds, raised_at)
  values (one_case, seat, private.check_words(appeal_raised.grounds, 'grounds', 4000), private.clock_now());
  perform private.record(one_case, 'appeal_raised', '{}', array[seat]);
  update portal.party p set last_activity = private.clock_now() where p.case_id = one_case and (p.side = 'handshake' or p.id = seat);
  perform private.refresh_parties(array[one_case]);
end
$$;
alter function private.appeal_raised(uuid, text) owner to portal_keeper;
comment on function private.appeal_raised is 'The worker or the factory appeals against how a case closed, once, within the window.';

create function api.appeal(request_id uuid, grounds text, reference text default null) returns jsonb
language plpgsql volatile
as $$
declare
  one uuid := private.my_case(appeal.reference);
begin
  if not private.done_before(appeal.request_id, jsonb_build_array('appeal', one, appeal.grounds)::text) then
    perform private.appeal_raised(one, appeal.grounds);
  end if;
  return private.page_of(one);
end
$$;
comment on function api.appeal is 'Asks that somebody who had no part in it looks at how the case closed.';

create function private.appeal_decided(appeal uuid, outcome text, answer text) returns uuid
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  raised portal.appeal;
  one portal.case_;
begin
  if private.is_desk() and not private.previewing() then
    select * into raised from portal.appeal a where a.id = appeal_decided.appeal for update;
  end if;
  if raised.id is null then
    perform private.refuse('404', 'absent', 'There is no case here for you.');
  end if;
  if raised.outcome is not null then
    perform private.refuse('409', 'case_state_changed', 'This appeal was decided in the meantime.');
  end if;
  if private.appeal_refused_to(raised.case_id) is not null then
    perform private.refuse('403', 'guard_appeal_conflict', 'Somebody who had no part in this case must decide.');
  end if;
  if (appeal_decided.outcome in ('upheld', 'changed')) is not true then
    perform private.refuse('400', 'value_invalid', 'Upheld or changed.', '{"field": "outcome"}');
  end if;
  select * into one from portal.case_ c where c.id = raised.case_id for update;
  update portal.appeal a set outcome = appeal_decided.outcome, answer = private.check_words(appeal_decided.answer, 'answer', 4000),
    decided_by = private.my_person(), decided_at = private.clock_now()
  where a.id = raised.id;
  perform private.record(one.id, 'appeal_decided', jsonb_build_object('outcome', appeal_decided.outcome), array[raised.party_id]);
  if appeal_decided.outcome = 'changed' and not private.open_state(one.state) then
    update portal.case_ c set state = private.reopens_to(one), reopened_for = 'appeal',
      revision = c.revision + 1
    where c.id = one.id;
  end if;
  update portal.party p set last_activity = private.clock_now() where p.case_id = one.id and (p.side = 'handshake' or p.id = raised.party_id);
  perform private.refresh_parties(array[one.id]);
  return one.id;
end
$$;
alter function private.appeal_decided(uuid, text, text) owner to portal_keeper;
comment on function private.appeal_decided is 'Decides an appeal: the outcome stands, or the case is open again. By nobody who had a part in it.';

create function api.decide_appeal(request_id uuid, appeal uuid, outcome text, answer text) returns jsonb
language plpgsql volatile
as $$
begin
  if private.is_desk() and private.done_before(decide_appeal.request_id,
      jsonb_build_array('decide_appeal', decide_appeal.appeal, decide_appeal.outcome, decide_appeal.answer)::text) then
    return private.page_of((select a.case_id from portal.appeal a where a.id = decide_appeal.appeal));
  end if;
  return private.page_of(private.appeal_decided(decide_appeal.appeal, decide_appeal.outcome, decide_appeal.answer));
end
$$;
comment on function api.decide_appeal is 'Somebody of Handshake who had no part in the case decides an appeal.';

create function private.appeal_of(one_case uuid) returns jsonb
language sql stable
as $$
  select jsonb_build_object('id', a.id, 'side', case when s.mine then private.side_of(private.my_role()) else p.side end, 'mine', s.mine,
    'grounds', a.grounds, 'raised_at', private.instant(a.raised_at), 'outcome', a.outcome, 'answer', a.answer,
    'decided_at', private.instant(a.decided_at),
    'why_not', case when a.outcome is null and not s.mine then private.appeal_refused_to(one_case) end)
  from portal.appeal a join portal.party p on p.id = a.party_id,
    lateral (select coalesce(p.organization_id = (select private.my_organization()) or p.id = (select private.my_party()), false) as mine) s
  where a.case_id = one_case
  order by (a.outcome is null) desc, a.raised_at desc limit 1
$$;
comment on function private.appeal_of is 'The last appeal of a case that the caller may read, an undecided one first.';

create function private.procedure_of(one_case uuid) returns jsonb
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  me private.actor := private.me();
  seat portal.party;
  one portal.case_;
begin
  select p.* into seat from portal.party p where p.case_id = one_case and p.until is null and not p.hidden
    and (p.organization_id = me.organization or p.id = me.party) limit 1;
  if seat.id is null then
    return null;
  end if;
  select * into one from portal.case_ c where c.id = one_case;
  return jsonb_build_object(
    'closed_at', private.instant(one.closed_at), 'factory_done_at', private.instant(one.factory_done_at),
    'verified_at', private.instant(one.verified_at), 'worker_says', one.worker_says,
    'reopened_for', case when seat.side in ('worker', 'handshake') then one.reopened_for end,
    'reopen_until', private.instant(private.window_closes(one)),
    'may_appeal', seat.side in ('worker', 'factory') and not private.open_state(one.state) and private.clock_now() < private.window_closes(one)
      and not exists (select from portal.appeal a where a.case_id = one_case and a.party_id = seat.id
        and (a.raised_at >= one.closed_at or a.outcome is null)))
    || case when seat.side = 'handshake' or (seat.side = 'worker' and one.state in ('inadmissible', 'referred')) then
      jsonb_build_object('checklist', (select jsonb_build_object('covered', t.covered, 'specific', t.specific, 'internal_channel', t.internal_channel,
        'told_by_phone', t.told_by_phone, 'refusal', t.refusal, 'elsewhere', t.elsewhere, 'authority', t.authority)
        from portal.triage t where t.case_id = one_case)) else '{}' end
    || case when seat.side = 'worker' then jsonb_build_object('silent', one.no_tip_off, 'zero_tolerance', one.zero_tolerance) else '{}' end
    || case when private.is_desk() then jsonb_build_object(
      'conflict', (select k.has_conflict from portal.conflict k where k.case_id = one_case and k.person_id = me.person
        order by k.declared_at desc, k.id desc limit 1),
      'same_as', (select o.reference from portal.case_ o where o.id = one.same_as)) else '{}' end;
end
$$;
alter function private.procedure_of(uuid) owner to portal_keeper;
comment on function private.procedure_of is
  'Beside the moves: the four truths apart, the screening, one''s own declared conflict, until when the case may be opened again; for its worker, whether the factory may learn of it; for her and Handshake, why it was opened again.';

grant execute on function private.appeal_raised(uuid, text), private.appeal_of(uuid), private.procedure_of(uuid), api.appeal(uuid, text, text)
  to anon, authenticated;
grant execute on function private.appeal_decided(uuid, text, text), private.appeal_refused_to(uuid), api.decide_appeal(uuid, uuid, text, text)
  to authenticated;
grant execute on function private.appeal_refused_to(uuid) to anon;
