-- Opening a case about retaliation, asking how it goes, and going from one's case to the linked one.

create function private.check_in_days() returns integer[]
language sql immutable
as $$ select '{7,30,90}'::integer[] $$;
comment on function private.check_in_days is 'After how many days somebody who was put under pressure is asked how it goes (DOMAIN 4, ours).';

create function private.open_retaliation(parent uuid, statement text, violent boolean, party uuid) returns text
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  me private.actor := private.me();
  one portal.case_;
  desk portal.case_desk;
  who uuid;
  made portal.case_;
  own uuid;
begin
  select c.* into one from portal.case_ c where c.id = open_retaliation.parent for update;
  -- Her own click, or what she told a coordinator. A factory or brand opens nothing here.
  who := case when me.role = 'worker' and me.case_id = one.id then case when coalesce(open_retaliation.party, me.party) = me.party then me.party end
    when private.is_desk() then (select p.id from portal.party p where p.case_id = one.id and p.side = 'worker' and p.until is null
      and (p.id = open_retaliation.party or open_retaliation.party is null) order by p.since, p.id limit 1) end;
  if one.id is null or private.previewing() or not (private.is_desk() or coalesce(me.role = 'worker' and me.case_id = one.id, false)) then
    perform private.refuse('404', 'absent', 'There is no case here for you.');
  end if;
  if who is null then
    perform private.refuse('400', 'value_invalid', 'Choose who was put under pressure.', '{"field": "party"}');
  end if;
  if (select count(*) from portal.retaliation r join portal.case_ c on c.id = r.case_id
      where r.parent_party = who and private.open_state(c.state)) >= 5 then
    perform private.refuse('429', 'rate_limited', 'Five such reports are open. Write into one of them.', '{"retry_seconds": 86400}');
  end if;
  select d.* into desk from portal.case_desk d where d.case_id = one.id;
  -- Nobody knows this receipt: the one of the parent opens the case. Nothing that she allowed there is allowed here.
  made := private.open_case(one.workplace_id, desk.workplace_words, open_retaliation.statement,
    case when coalesce(open_retaliation.violent, false) then '{E4,C1}'::text[] else '{E4}' end,
    case when coalesce(open_retaliation.violent, false) then 1 else 2 end, case when me.role = 'worker' then 'web' else 'phone' end,
    desk.language, true, false, private.digest(gen_random_uuid()::text || gen_random_uuid()::text), null, null, false, '{}',
    case when me.role = 'worker' then 'web' else 'phone' end, null);
  update portal.case_ c set retaliation_of = one.id where c.id = made.id;
  select p.id into own from portal.party p where p.case_id = made.id and p.side = 'worker';
  insert into portal.retaliation (case_id, parent_id, party_id, parent_party, asked_by, violent, opened_at)
  values (made.id, one.id, own, who, case when me.role = 'worker' then 'worker' else 'handshake' end, coalesce(open_retaliation.violent, false), private.clock_now());
  perform private.plan_check_in(made.id, 'retaliation', 'check_in', private.clock_now() + make_interval(days => d))
  from unnest(private.check_in_days()) as d;
  -- In both cases she and Handshake read of it; nobody else's list or record moves.
  perform private.record(one.id, 'retaliation_reported', '{}', array[who]);
  perform private.record(made.id, 'retaliation_opened', '{}', array[own]);
  perform private.refresh_parties(array[one.id, made.id]);
  return made.reference;
end
$$;
alter function private.open_retaliation(uuid, text, boolean, uuid) owner to portal_keeper;
comment on function private.open_retaliation is
  'A case of its own about pressure: severity 2, or 1 with violence; same place, same worker, no permission taken over.';

create function private.open_check(one_case uuid) returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  if not private.is_desk() or private.previewing() or not exists (select from portal.case_ c where c.id = one_case) then
    perform private.refuse('404', 'absent', 'There is no case here for you.');
  end if;
  if exists (select from portal.check_in k where k.case_id = one_case and k.why = 'asked_who' and k.done_at is null and k.void_at is null) then
    return;
  end if;
  -- A day [D]: whoever asks for names today may have found one tomorrow.
  perform private.plan_check_in(one_case, 'asked_who', 'check_in', private.clock_now() + interval '1 day');
  perform private.record(one_case, 'check_in_planned', '{"why": "asked_who"}');
  perform private.refresh_parties(array[one_case]);
end
$$;
alter function private.open_check(uuid) owner to portal_keeper;
comment on function private.open_check is 'Somebody asked for names: Handshake asks the worker within a day whether she was put under pressure.';

create function private.check_in(one_case uuid, which uuid, how text, answer text) returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  one portal.check_in;
begin
  if not private.is_desk() or private.previewing() then
    perform private.refuse('403', 'not_allowed', 'Only Handshake asks how it goes.');
  end if;
  select k.* into one from portal.check_in k where k.id = check_in.which and k.case_id = one_case for update;
  if one.id is null then
    perform private.refuse('404', 'absent', 'There is no check-in here for you.');
  end if;
  if one.done_at is not null or one.void_at is not null then
    perform private.refuse('409', 'case_state_changed', 'She was asked in the meantime.', '{"done": true}');
  end if;
  if (check_in.how in ('phone', 'chat', 'in_person', 'portal') and check_in.answer in ('fine', 'pressure', 'unreachable')) is not true then
    perform private.refuse('400', 'value_invalid', 'Choose how she was asked and what she said.', '{"field": "answer"}');
  end if;
  update portal.check_in k set done_at = private.clock_now(), done_by = private.my_person(), how = check_in.how, answer = check_in.answer where k.id = one.id;
  perform private.stop_clock(one_case, case one.why when 'watch' then 'watch' else 'check_in' end, one.id);
  perform private.record(one_case, 'check_in_done', jsonb_build_object('why', one.why, 'answer', check_in.answer));
  perform private.refresh_parties(array[one_case]);
end
$$;
alter function private.check_in(uuid, uuid, text, text) owner to portal_keeper;
comment on function private.check_in is 'Writes down that she was asked, how, and what she said.';

create function private.waive_check_ins(one_case uuid, reason text) returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  gone uuid;
begin
  if not private.is_desk() or private.previewing() then
    perform private.refuse('403', 'not_allowed', 'Only Handshake decides that.');
  end if;
  if (waive_check_ins.reason in ('worker_asked', 'left_work', 'unreachable', 'unsafe_to_ask')) is not true then
    perform private.refuse('400', 'value_invalid', 'Choose a reason of the list.', '{"field": "reason"}');
  end if;
  update portal.retaliation r set waived = waive_check_ins.reason, waived_by = private.my_person() where r.case_id = one_case and r.waived is null;
  if not found then
    perform private.refuse('409', 'case_state_changed', 'There is nothing to let go here.', '{"done": true}');
  end if;
  for gone in
    update portal.check_in k set void_at = private.clock_now()
    where k.case_id = one_case and k.why = 'retaliation' and k.done_at is null and k.void_at is null returning k.id
  loop
    perform private.stop_clock(one_case, 'check_in', gone, 'void');
  end loop;
  perform private.record(one_case, 'check_ins_waived', jsonb_build_object('reason', waive_check_ins.reason));
  perform private.refresh_parties(array[one_case]);
end
$$;
alter function private.waive_check_ins(uuid, text) owner to portal_keeper;
comment on function private.waive_check_ins is 'The check-ins that are left are not made, and why.';

create function private.tg_case__check_ins() returns trigger
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  one portal.check_in;
  told boolean := false;
  days integer := 0;
begin
  if new.closed_reason = 'withdrawn' and private.open_state(old.state) then
    -- She wished that we stop: nobody calls her any more, and no clock says that somebody failed to.
    for one in
      update portal.check_in k set void_at = new.closed_at
      where k.case_id = new.id and k.done_at is null and k.void_at is null returning k.*
    loop
      perform private.stop_clock(new.id, case one.why when 'watch' then 'watch' else 'check_in' end, one.id, 'void');
      told := told or one.why = 'retaliation';
      days := days + 1;
    end loop;
    if days > 0 then
      perform private.record(new.id, 'check_ins_ended', jsonb_build_object('reason', 'withdrawn'),
        case when told then private.seats(new.id, array['worker', 'handshake']) else private.seats(new.id, array['handshake']) end);
      perform private.refresh_parties(array[new.id]);
    end if;
  elsif old.closed_reason = 'withdrawn' and private.open_state(new.state) and not private.open_state(old.state) then
    -- Open again, the days that are still to come are kept after all: the watch after a strike without a word of it to her.
    for one in
      select k.* from portal.check_in k left join portal.retaliation r on r.case_id = k.case_id and r.waived is null
        left join portal.strike_case l on l.strike_id = k.strike_id and l.case_id = k.case_id and l.unlinked_at is null
      where k.case_id = new.id and k.void_at = old.closed_at and k.due_at > private.clock_now()
        and case k.why when 'retaliation' then r.case_id is not null when 'watch' then l.id is not null else false end
      order by k.due_at
    loop
      perform private.plan_check_in(new.id, one.why, case one.why when 'watch' then 'watch' else 'check_in' end, one.due_at, one.strike_id);
      told := told or one.why = 'retaliation';
      days := days + 1;
    end loop;
    if told then
      perform private.record(new.id, 'check_ins_again', '{}', private.seats(new.id, array['worker', 'handshake']));
    end if;
    if days > 0 then
      perform private.refresh_parties(array[new.id]);
    end if;
  end if;
  return null;
end
$$;
alter function private.tg_case__check_ins() owner to portal_keeper;
comment on function private.tg_case__check_ins is
  'When a worker takes her case back, the check-ins that are left end with it; when it is opened again, those still to come begin again.';
create trigger check_ins after update of state on portal.case_
  for each row when (old.state is distinct from new.state) execute function private.tg_case__check_ins();

create function private.check_ins_due(one_case uuid) returns text[]
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
  select coalesce(array_agg(private.instant(k.due_at) order by k.due_at), '{}')
  from portal.retaliation r join portal.check_in k on k.case_id = r.case_id and k.why = 'retaliation'
  where r.case_id = one_case and r.waived is null and k.done_at is null and k.void_at is null
$$;
alter function private.check_ins_due(uuid) owner to portal_keeper;
comment on function private.check_ins_due is 'When the worker of a case about retaliation is still to be asked; empty once she was, or a reason says why not.';

create function private.guard_check_ins(one_case uuid) returns text
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$ select case when private.check_ins_due(one_case) <> '{}' then 'guard_check_ins_due' end $$;
alter function private.guard_check_ins(uuid) owner to portal_keeper;
comment on function private.guard_check_ins is 'Why a case about retaliation cannot close yet, or null. She withdraws whenever she wants.';

create function private.switch_case(reference text) returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  me private.actor := private.me();
  target uuid;
  seat uuid;
begin
  if me.role = 'worker' and exists (select from portal.case_ c where c.id = me.case_id and c.reference = switch_case.reference) then
    return;
  end if;
  if me.role = 'worker' and private.header('x-receipt-session') is not null and not private.previewing() then
    select c.id as case_id, case when r.case_id = c.id then r.party_id else r.parent_party end as party_id into target, seat
    from portal.retaliation r join portal.case_ c on c.id in (r.case_id, r.parent_id)
    where c.reference = switch_case.reference and c.id <> me.case_id
      -- To a child of this very worker's, or back to where it came from.
      and ((r.case_id = c.id and r.parent_party = me.party) or (r.parent_id = c.id and r.party_id = me.party))
    limit 1;
  end if;
  if target is null then
    perform private.refuse('404', 'absent', 'There is no case here for you.');
  end if;
  update portal.receipt_session s
  set case_id = case when target <> r.case_id then target end, party_id = case when target <> r.case_id then seat end
  from portal.receipt r
  where r.id = s.receipt_id and s.token_hash = private.digest(private.header('x-receipt-session')) and s.closed_at is null;
end
$$;
alter function private.switch_case(text) owner to portal_keeper;
comment on function private.switch_case is 'A worker goes to the linked case of her own, or back; every other case is absent.';
grant execute on function private.check_in_days(), private.check_ins_due(uuid), private.guard_check_ins(uuid) to portal_keeper;
grant execute on function private.open_retaliation(uuid, text, boolean, uuid), private.switch_case(text) to anon, authenticated;
grant execute on function private.open_check(uuid), private.check_in(uuid, uuid, text, text), private.waive_check_ins(uuid, text) to authenticated;
