-- What time alone brings about: the end of a hold, what is overdue, and the steps that follow. One job does it, as often as it likes.

create function private.end_rest(one_case uuid, at timestamptz) returns void
language sql security definer
set search_path = pg_catalog, pg_temp
as $$
  -- What was late before the hold stays late; all else gets back the time that it rested, counted from its end as that stands now:
  -- from its start it would be another one wherever a graver severity had shortened it.
  update portal.clock k set paused_at = null, rested = k.rested + n.rest, due_at = case
      when k.due_at < k.paused_at or n.rest = interval '0' then k.due_at
      when k.counts = 'working' then private.due_after(k.due_at, null, extract(day from n.rest)::integer, k.counts, n.workplace_id)
      else k.due_at + n.rest end
  from (
    select o.id, c.workplace_id, case when o.counts = 'working' then make_interval(days => private.working_days_between(
        private.calendar_of(c.workplace_id), (o.paused_at at time zone z.name)::date - 1, (end_rest.at at time zone z.name)::date - 1))
      else greatest(end_rest.at - o.paused_at, interval '0') end as rest
    from portal.clock o join portal.case_ c on c.id = o.case_id cross join lateral (select private.zone_of(c.workplace_id) as name) z
    where o.case_id = one_case and o.stopped_at is null and o.paused_at is not null
  ) as n
  where n.id = k.id
$$;
alter function private.end_rest(uuid, timestamptz) owner to portal_keeper;
comment on function private.end_rest is 'The resting clocks of a case run again, with the time that they rested added.';

create function private.resume_clocks(one_case uuid, at timestamptz) returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  one portal.case_;
begin
  select * into one from portal.case_ c where c.id = one_case for update;
  if one.hold_until is null then
    return;
  end if;
  perform private.end_rest(one_case, at);
  -- The plan says the day that counts: else its next change would take the time back again.
  update portal.action a set due_on = (k.due_at at time zone private.zone_of(one.workplace_id))::date
  from portal.clock k where k.case_id = one_case and k.kind = 'action' and k.subject = a.id and k.stopped_at is null;
  perform private.action_clock(k.subject) from portal.clock k where k.case_id = one_case and k.kind = 'action' and k.stopped_at is null;
  update portal.hold h set ended_at = at where h.case_id = one_case and h.ended_at is null;
  update portal.case_ c set hold_until = null, revision = c.revision + 1 where c.id = one_case;
  perform private.record(one_case, 'resumed', '{}',
    (select coalesce(array_agg(p.id), '{}') from portal.party p where p.case_id = one_case and p.until is null and not p.hidden));
  perform private.refresh_parties(array[one_case]);
end
$$;
alter function private.resume_clocks(uuid, timestamptz) owner to portal_keeper;
comment on function private.resume_clocks is 'Ends a hold: its clocks run again, with the time that they rested added.';

create function private.tick_holds(at timestamptz) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  one portal.case_;
  ended integer := 0;
begin
  for one in
    select c.* from portal.case_ c
    where c.hold_until <= (at at time zone private.zone_of(c.workplace_id))::date order by c.id for update skip locked
  loop
    -- At the start of the day that was said, however late the job comes.
    perform private.resume_clocks(one.id, one.hold_until::timestamp at time zone private.zone_of(one.workplace_id));
    ended := ended + 1;
  end loop;
  return jsonb_build_object('resumed', ended);
end
$$;
alter function private.tick_holds(timestamptz) owner to portal_keeper;
comment on function private.tick_holds is 'Resumes the cases whose hold ends on this day or ended before.';

create function private.escalate(one_case uuid, at timestamptz) returns integer
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  late portal.clock;
  told uuid[];
  steps integer := 0;
begin
  for late in
    select k.* from portal.clock k join portal.case_ c on c.id = k.case_id
    where k.case_id = one_case and k.stopped_at is null and k.paused_at is null and k.owner_side = 'factory' and k.basis <> 'law'
      and k.due_at <= at and k.escalation < 3 and private.open_state(c.state)
      -- One step at a time, also after a pause of the job: nobody gets a letter and a sanction in the same minute.
      and (k.escalated_at is null or k.escalated_at + least(k.due_at - k.started_at, interval '7 days') <= at)
      -- Whoever may not know of the case owes it nothing.
      and not c.no_tip_off and exists (select from portal.party f where f.case_id = c.id and f.side = 'factory' and f.until is null and not f.hidden)
    order by k.due_at for update of k
  loop
    update portal.clock k set escalation = k.escalation + 1, escalated_at = at, called_at = coalesce(k.called_at, at) where k.id = late.id;
    update portal.case_ c set escalation = greatest(c.escalation, late.escalation + 1) where c.id = one_case;
    told := (select coalesce(array_agg(p.id), '{}') from portal.party p where p.case_id = one_case and p.until is null and not p.hidden
      and (p.side in ('factory') or p.side = any (late.sides) or p.id = late.for_party));
    update portal.party p set last_activity = private.clock_now() where p.id = any (told) or (p.case_id = one_case and p.side = 'handshake');
    perform private.record(one_case, 'escalated', jsonb_build_object('kind', late.kind, 'level', late.escalation + 1), told);
    steps := steps + 1;
  end loop;
  return steps;
end
$$;
alter function private.escalate(uuid, timestamptz) owner to portal_keeper;
comment on function private.escalate is 'The next step for each clock that the factory let run out: 1 letter, 2 mandatory meeting, 3 sanction.';

create function private.call_overdue(one_case uuid, at timestamptz) returns integer
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  late portal.clock;
  called integer := 0;
begin
  for late in
    update portal.clock k set called_at = at
    where k.case_id = one_case and k.stopped_at is null and k.paused_at is null and k.called_at is null and k.due_at <= at
    returning k.*
  loop
    called := called + 1;
    -- Her silence is her right, and the law's clocks are nobody's fault here: both just end.
    if late.kind = 'comment' or late.basis = 'law' then
      perform private.stop_clock(one_case, late.kind, late.subject, case when late.kind = 'comment' then 'missed' end);
    elsif late.owner_side = 'handshake' then
      perform private.record(one_case, 'clock_missed', jsonb_build_object('kind', late.kind));
    end if;
  end loop;
  return called;
end
$$;
alter function private.call_overdue(uuid, timestamptz) owner to portal_keeper;
comment on function private.call_overdue is 'Notes once for each clock that it went past its end.';

create function private.tick_clocks(at timestamptz) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  one uuid;
  called integer := 0;
  escalated integer := 0;
begin
  for one in
    select distinct k.case_id from portal.clock k join portal.case_ c on c.id = k.case_id
    where k.stopped_at is null and k.paused_at is null and k.due_at <= at
      and (k.called_at is null or (k.owner_side = 'factory' and k.basis <> 'law' and k.escalation < 3 and private.open_state(c.state) and not c.no_tip_off
        and (k.escalated_at is null or k.escalated_at + least(k.due_at - k.started_at, interval '7 days') <= at)))
    order by k.case_id
  loop
    -- The case first, as every deed does: whoever works on it now is not waited for, the next minute comes soon.
    perform from portal.case_ c where c.id = one for update skip locked;
    continue when not found;
    escalated := escalated + private.escalate(one, at);
    called := called + private.call_overdue(one, at);
    perform private.refresh_parties(array[one]);
  end loop;
  return jsonb_build_object('called', called, 'escalated', escalated);
end
$$;
alter function private.tick_clocks(timestamptz) owner to portal_keeper;
comment on function private.tick_clocks is 'Says of each clock once that it ran out, and takes the steps that follow.';

-- Not a definer: it finds by name what every subject does when time passes, and only a direct connection may run it.
create function private.tick(at timestamptz default private.clock_now()) returns jsonb
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
  before text := current_setting('portal.now', true);
  subject text;
  done jsonb := '{}';
  part jsonb;
begin
  -- One at a time: a second one waits, and then finds nothing left to do.
  perform pg_advisory_xact_lock(7421);
  perform set_config('portal.now', at::text, true);
  for subject in
    select p.proname from pg_proc p
    where p.pronamespace = 'private'::regnamespace and p.proname like 'tick\_%' and p.oid = to_regprocedure(format('private.%I(timestamptz)', p.proname))
    order by p.proname <> 'tick_holds', p.proname
  loop
    begin
      execute format('select to_jsonb(private.%I($1))', subject) into part using at;
      done := done || jsonb_build_object(substr(subject, 6), part);
    exception when others then
      -- What fails for one subject must not keep time from passing for the others. Only the kind of fault is told.
      done := done || jsonb_build_object(substr(subject, 6), jsonb_build_object('failed', sqlstate));
    end;
  end loop;
  perform set_config('portal.now', coalesce(before, ''), true);
  return done;
end
$$;
comment on function private.tick is
  'Does what is due: calls every private.tick_<subject>(timestamptz). As often as one likes, several at once, after any pause: each thing happens once.';
