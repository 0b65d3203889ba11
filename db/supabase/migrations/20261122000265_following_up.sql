-- How a protocol goes on and ends: a question every month until legal age, an exit by two people, or a flag taken down.

create function private.note_follow_up(one_case uuid, due_on date, how text, outcome text, words text) returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  live portal.protocol := private.live_protocol(one_case);
  one portal.follow_up;
begin
  select * into one from portal.follow_up f where f.protocol_id = live.id and f.due_on = note_follow_up.due_on;
  if one.id is null then
    perform private.refuse('400', 'value_invalid', 'No question is due on that day.', '{"field": "due_on"}');
  end if;
  if one.at is not null then
    perform private.refuse('409', 'case_state_changed', 'This was asked already.');
  end if;
  if one.due_on > (private.clock_now() + interval '32 days')::date then
    perform private.refuse('400', 'value_invalid', 'That month has not begun.', '{"field": "due_on"}');
  end if;
  if (note_follow_up.how in ('visit', 'phone', 'family', 'school', 'partner')
      and note_follow_up.outcome in ('well', 'at_risk', 'unreachable')) is not true then
    perform private.refuse('400', 'value_invalid', 'Choose how it was asked and what was found.', '{"field": "outcome"}');
  end if;
  update portal.follow_up f set at = private.clock_now(), by_person = private.my_person(), how = note_follow_up.how,
    outcome = note_follow_up.outcome, words = private.check_words(note_follow_up.words, 'words', 2000)
  where f.id = one.id;
  perform private.stop_clock(one_case, 'follow_up', one.id);
  perform private.record(one_case, 'followed_up', jsonb_build_object('outcome', note_follow_up.outcome, 'until',
    note_follow_up.due_on));
  perform private.plan_follow_ups(live.id, private.clock_now());
  perform private.touch_desk(one_case);
end
$$;
alter function private.note_follow_up(uuid, date, text, text, text) owner to portal_keeper;
comment on function private.note_follow_up is 'Writes down how the child was this month.';

create function private.plan_follow_ups(protocol uuid, at timestamptz) returns integer
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  one portal.protocol;
  place uuid;
  begun date;
  next date;
  number integer;
  made uuid;
  planned integer := 0;
begin
  select * into one from portal.protocol p where p.id = plan_follow_ups.protocol and p.ended_at is null;
  -- The months count from the day on which the plan for the child was complete.
  begun := (select (max(i.at) at time zone private.zone_of(c.workplace_id))::date
    from portal.protocol_item i join portal.case_ c on c.id = one.case_id
    where i.protocol_id = one.id and i.step = 9 group by c.workplace_id having bool_and(i.state <> 'open'));
  if begun is null or one.age = 'adult' or not one.about_child or exists (
      select from portal.protocol_item i where i.protocol_id = one.id and i.item = 'followed_up' and i.state <> 'open') then
    return 0;
  end if;
  place := (select c.workplace_id from portal.case_ c where c.id = one.case_id);
  number := (select count(*) from portal.follow_up f where f.protocol_id = one.id);
  loop
    -- From the first day on, so that the 31st comes back after February. One open question is always ahead, none is left out.
    next := (begun + make_interval(months => number + 1))::date;
    exit when next > coalesce(one.follow_until, 'infinity'::date)
      or exists (select from portal.follow_up f where f.protocol_id = one.id and f.at is null
        and f.due_on > (plan_follow_ups.at at time zone private.zone_of(place))::date);
    insert into portal.follow_up (protocol_id, due_on) values (one.id, next) on conflict do nothing returning id into made;
    if made is not null then
      perform private.start_clock(one.case_id, 'follow_up', 'handshake', subject => made, sides => '{}',
        due => private.end_of_day(next, place));
      planned := planned + 1;
    end if;
    number := number + 1;
  end loop;
  if next > one.follow_until and (at at time zone private.zone_of(place))::date >= one.follow_until
     and not exists (select from portal.follow_up f where f.protocol_id = one.id and f.at is null) then
    perform private.settle_item(one.case_id, one.id, 'followed_up', 'done', null);
  end if;
  return planned;
end
$$;
alter function private.plan_follow_ups(uuid, timestamptz) owner to portal_keeper;
comment on function private.plan_follow_ups is
  'The questions due by that instant and the next one, each once, with a clock; at legal age, all answered, the step is done.';

create function private.tick_protocol(at timestamptz) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  one portal.protocol;
  planned integer := 0;
  here integer;
begin
  for one in
    select p.* from portal.protocol p
    where p.ended_at is null and p.about_child and p.age <> 'adult'
      and not exists (select from portal.protocol_item i where i.protocol_id = p.id and i.step = 9 and i.state = 'open')
      and exists (select from portal.protocol_item i where i.protocol_id = p.id and i.item = 'followed_up' and i.state = 'open')
    order by p.case_id
  loop
    -- Whoever works on the case now is not waited for: the next minute comes soon.
    perform from portal.case_ c where c.id = one.case_id for update skip locked;
    continue when not found;
    here := private.plan_follow_ups(one.id, tick_protocol.at);
    if here > 0 then
      perform private.refresh_parties(array[one.case_id]);
    end if;
    planned := planned + here;
  end loop;
  return jsonb_build_object('follow_ups', planned);
end
$$;
alter function private.tick_protocol(timestamptz) owner to portal_keeper;
comment on function private.tick_protocol is 'Plans the monthly questions of all protocols, as often as one likes.';

create function private.end_protocol(one_case uuid, protocol uuid, how text) returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  update portal.protocol p set ended_at = private.clock_now(), ended_how = end_protocol.how where p.id = end_protocol.protocol;
  update portal.clock k set stopped_at = private.clock_now(), paused_at = null, outcome = 'void'
  where k.case_id = one_case and k.stopped_at is null and (
    k.subject in (select i.id from portal.protocol_item i where i.protocol_id = end_protocol.protocol)
    or k.subject in (select f.id from portal.follow_up f where f.protocol_id = end_protocol.protocol));
  -- No tip-off stays: whether the factory may be told is a decision of its own.
  update portal.case_ c set zero_tolerance = false, revision = c.revision + 1 where c.id = one_case;
  perform private.record(one_case, case end_protocol.how when 'lowered' then 'zero_tolerance_lowered' else 'protocol_exited' end);
  perform private.touch_desk(one_case);
end
$$;
alter function private.end_protocol(uuid, uuid, text) owner to portal_keeper;
comment on function private.end_protocol is 'Ends a protocol and its clocks. The silence towards the factory stays.';

create function private.lower_zero_tolerance(one_case uuid, revision integer, words text) returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  live portal.protocol := private.live_protocol(one_case);
  two boolean;
  asked boolean := exists (select from portal.protocol_voice v join portal.person p on p.id = v.person_id
    where v.protocol_id = live.id and v.about = 'lower' and p.role = 'supervisor' and p.suspended_at is null);
begin
  if (select c.revision from portal.case_ c where c.id = one_case) is distinct from lower_zero_tolerance.revision then
    perform private.refuse('409', 'revision_stale', 'Somebody changed this case. You see the new state now.',
      (select jsonb_build_object('revision', c.revision, 'state', c.state) from portal.case_ c where c.id = one_case));
  end if;
  -- A coordinator is the second person for what a supervisor asked, and never the first.
  if not private.is_supervisor() and not (asked and live.raised_how = 'code') then
    perform private.refuse('403', 'guard_supervisor', 'Only a supervisor lowers zero tolerance.');
  end if;
  two := private.two_say(live.id, 'lower', true, lower_zero_tolerance.words);
  if live.raised_how = 'suspicion' or two then
    perform private.end_protocol(one_case, live.id, 'lowered');
  else
    perform private.want_second(one_case, live.id, 'lower');
    perform private.touch_desk(one_case);
  end if;
end
$$;
alter function private.lower_zero_tolerance(uuid, integer, text) owner to portal_keeper;
comment on function private.lower_zero_tolerance is
  'A supervisor takes the flag down, with a reason; where a code raised it, a second person must say so too.';

create function private.exit_protocol(one_case uuid, words text) returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  live portal.protocol := private.live_protocol(one_case);
  missing jsonb := (select jsonb_agg(i.item order by i.place) from portal.protocol_item i
    where i.protocol_id = live.id and i.state = 'open' and i.item <> 'exit');
  two boolean;
begin
  if missing is not null then
    perform private.refuse('403', 'guard_protocol_steps', 'Some steps are still open.', jsonb_build_object('missing', missing));
  end if;
  two := private.two_say(live.id, 'exit', true, exit_protocol.words);
  if two and exists (select from portal.protocol_voice v join portal.person p on p.id = v.person_id
      where v.protocol_id = live.id and v.about = 'exit' and p.role = 'supervisor' and p.suspended_at is null) then
    perform private.settle_item(one_case, live.id, 'exit', 'done', null);
    perform private.end_protocol(one_case, live.id, 'exited');
  else
    perform private.want_second(one_case, live.id, 'exit');
    perform private.touch_desk(one_case);
  end if;
end
$$;
alter function private.exit_protocol(uuid, text) owner to portal_keeper;
comment on function private.exit_protocol is
  'One of two people says that all is done, one of them a supervisor; the second ends the protocol.';

grant execute on function private.plan_follow_ups(uuid, timestamptz), private.tick_protocol(timestamptz),
  private.end_protocol(uuid, uuid, text)
  to portal_keeper;
grant execute on function private.note_follow_up(uuid, date, text, text, text), private.lower_zero_tolerance(uuid, integer, text),
  private.exit_protocol(uuid, text) to authenticated;
