-- Running clocks: starting, stopping, and which ones a case has by itself because of its state.

create function private.rule_of(kind text, severity integer) returns portal.clock_rule
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
  select r from portal.clock_rule r where r.kind = rule_of.kind and r.severity = rule_of.severity order by r.version desc limit 1
$$;
alter function private.rule_of(text, integer) owner to portal_keeper;
comment on function private.rule_of is 'The rule that holds now; null where that severity has no such clock.';

create function private.start_clock(
  one_case uuid, kind text, owner_side text, subject uuid default null, due timestamptz default null,
  for_party uuid default null, sides text[] default null, started timestamptz default null
) returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
  one portal.case_;
  rule portal.clock_rule;
  begun timestamptz := coalesce(started, private.clock_now());
begin
  select * into one from portal.case_ c where c.id = one_case;
  rule := private.rule_of(start_clock.kind, one.severity);
  if one.id is null or (start_clock.due is null and rule.kind is null) then
    return;
  end if;
  -- A day that is agreed while the case rests was chosen with the rest in view: it rests from then on.
  update portal.clock k set due_at = coalesce(start_clock.due, k.due_at),
    paused_at = case when k.paused_at is not null and start_clock.due <> k.due_at then private.clock_now() else k.paused_at end
  where k.case_id = one_case and k.kind = start_clock.kind and k.subject is not distinct from start_clock.subject and k.stopped_at is null;
  if found then
    return;
  end if;
  -- Told to nobody but Handshake and whoever owes it, unless the caller says more.
  insert into portal.clock (case_id, kind, owner_side, sides, for_party, subject, severity, started_at, due_at, span, working_days, basis, paused_at)
  values (one_case, start_clock.kind, start_clock.owner_side,
    coalesce(start_clock.sides, case when start_clock.owner_side in ('worker', 'factory') then array[start_clock.owner_side] else '{}' end),
    start_clock.for_party, start_clock.subject, one.severity, begun,
    coalesce(start_clock.due, private.due_after(begun, rule.span, rule.working_days, rule.counts, one.workplace_id)),
    case when start_clock.due is null then rule.span end, case when start_clock.due is null then rule.working_days end,
    case when start_clock.due is not null then 'agreed' else rule.basis end,
    case when one.hold_until is not null and rule.basis is distinct from 'law' then private.clock_now() end)
  on conflict do nothing;
end
$$;
alter function private.start_clock(uuid, text, text, uuid, timestamptz, uuid, text[], timestamptz) owner to portal_keeper;
comment on function private.start_clock is
  'Starts a clock by its rule, or until a due instant (for a date use end_of_day). One that runs already goes on, with the new due instant if one is given.';

create function private.stop_clock(one_case uuid, kind text, subject uuid default null, outcome text default null) returns void
language sql security definer
set search_path = pg_catalog, pg_temp
as $$
  update portal.clock k set stopped_at = private.clock_now(), paused_at = null,
    outcome = coalesce(stop_clock.outcome, case when coalesce(k.paused_at, private.clock_now()) <= k.due_at then 'kept' else 'missed' end)
  where k.case_id = one_case and k.kind = stop_clock.kind and k.subject is not distinct from stop_clock.subject and k.stopped_at is null
$$;
alter function private.stop_clock(uuid, text, uuid, text) owner to portal_keeper;
comment on function private.stop_clock is 'Stops a clock: kept or missed by the time, unless an outcome is given.';

create function private.clock_ran_out(one_case uuid, kind text) returns boolean
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
  select coalesce((
    select case when k.stopped_at is null then coalesce(k.paused_at, private.clock_now()) > k.due_at else k.outcome = 'missed' end
    from portal.clock k where k.case_id = one_case and k.kind = clock_ran_out.kind
    order by k.stopped_at is null desc, k.started_at desc limit 1), false)
$$;
alter function private.clock_ran_out(uuid, text) owner to portal_keeper;
comment on function private.clock_ran_out is 'Whether the last clock of that kind went past its end. While it rests it does not.';

create function private.wanted_clocks(cases uuid[])
returns table (case_id uuid, kind text, owner_side text, sides text[], for_party uuid, subject uuid, started timestamptz, again boolean)
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
#variable_conflict use_column
begin
  return query with one as (
    select c.id, c.state, c.severity, c.no_tip_off, c.closed_at, c.closed_reason, d.received_at, private.open_state(c.state) as open,
      d.source is not null as imported, d.channel in ('web', 'letter') as unheard, f.id as factory, f.since as factory_since, w.id as worker,
      (select min(r.released_at) from portal.release r where r.case_id = c.id and r.author_party = h.id and w.id = any (r.audience)) as spoken_at
    from portal.case_ c join portal.case_desk d on d.case_id = c.id
    left join portal.party f on f.case_id = c.id and f.side = 'factory' and f.until is null
    left join portal.party h on h.case_id = c.id and h.side = 'handshake'
    -- In a group the one who has spoken for it longest.
    left join lateral (select p.id from portal.party p where p.case_id = c.id and p.side = 'worker' and p.until is null order by p.since, p.id limit 1) w on true
    where c.id = any (cases)
  )
  -- A caller was spoken with when she called; the clocks of a book that was imported ran out before we had it.
  select o.id, 'contact', 'handshake', array['worker'], null::uuid, null::uuid, o.received_at, false
  from one o where o.open and o.unheard and not o.imported and o.spoken_at is null
  union all
  select o.id, 'acknowledged', 'handshake', array['worker'], null, null, o.received_at, false
  from one o where o.state in ('received', 'triage') and o.unheard and not o.imported and o.spoken_at is null
  union all
  select o.id, 'triage', 'handshake', array['worker'], null, null, o.received_at, true
  from one o where o.state in ('received', 'triage')
  union all
  select o.id, 'feedback', 'handshake', array['worker'], null, null, o.received_at, false
  from one o where o.open and not o.imported and o.state not in ('found', 'remedy_agreed', 'remediating', 'verifying', 'evaluating')
  union all
  -- Nobody can answer what he may not see: under no tip-off the factory has no clock.
  select o.id, 'first_answer', 'factory', array['worker', 'factory', 'brand'], null, null,
    coalesce((select min(r.released_at) from portal.release r where r.case_id = o.id and o.factory = any (r.audience)), o.factory_since), true
  from one o where o.state = 'notified' and not o.no_tip_off and o.factory is not null
  union all
  -- A statement waits anew from the hour at which a new reader was admitted.
  select o.id, 'moderation', 'handshake', '{}', m.author_party, m.id, greatest(m.posted_at, (
      select max(p.since) from portal.party p where p.id = any (m.wanted) and p.side in ('factory', 'brand'))), false
  from one o join portal.message m on m.case_id = o.id and m.state = 'held'
  union all
  select o.id, 'comment', 'worker', array['worker'], null, a.message_id, a.released_at, false
  from one o cross join lateral (
    select r.message_id, r.released_at from portal.release r
    where r.case_id = o.id and r.author_party = o.factory and o.worker = any (r.audience) order by r.released_at desc limit 1) a
  where o.state = 'responded' and not exists (
    select from portal.message m join portal.party p on p.id = m.author_party and p.side = 'worker'
    where m.case_id = o.id and m.kind = 'message' and m.posted_at > a.released_at)
  union all
  select o.id, 'brand_plan', 'brand', '{}', b.id, b.id, b.since, false
  from one o join portal.party b on b.case_id = o.id and b.side = 'brand' and b.until is null and not b.hidden
  where o.open and o.state not in ('remedy_agreed', 'remediating', 'verifying', 'evaluating')
  union all
  select o.id, 'inspectorate_decision', 'authority', array['worker'], null, null, o.closed_at, false
  from one o where o.state = 'referred'
  union all
  select o.id, 'after_closing', 'handshake', array['worker'], null, null, o.closed_at, false
  from one o where o.state = 'closed' and o.closed_reason in ('remedied', 'partly') and o.closed_at > private.clock_now() - interval '90 days'
    and not exists (select from portal.message m join portal.party p on p.id = m.author_party and p.side in ('worker', 'handshake')
      where m.case_id = o.id and m.posted_at > o.closed_at + interval '21 days' and m.kind = 'message')
  union all
  -- The law's own clocks run whatever becomes of the case here.
  select o.id, s.kind, 'worker', array['worker'], null, null, o.received_at, false
  from one o cross join (values ('arbitration', interval '1 year'), ('inspectorate', interval '2 years')) as s (kind, span)
  where o.received_at + s.span > private.clock_now();
end
$$;
alter function private.wanted_clocks(uuid[]) owner to portal_keeper;
comment on function private.wanted_clocks is
  'The clocks that these cases must have now, because of state, parties and messages. `again`: it may run a second time, from now.';

create function private.sync_clocks(cases uuid[]) returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  at timestamptz := private.clock_now();
begin
  with wanted as materialized (select * from private.wanted_clocks(cases)), stopped as (
    -- Kinds that others start are others' to stop.
    update portal.clock k set stopped_at = at, paused_at = null, outcome = case
        when (c.no_tip_off and k.owner_side = 'factory') or c.closed_reason in ('withdrawn', 'duplicate', 'merged') then 'void'
        when coalesce(k.paused_at, at) <= k.due_at then 'kept' else 'missed' end
    from portal.case_ c
    where c.id = k.case_id and k.case_id = any (cases) and k.stopped_at is null
      and k.kind in ('contact', 'acknowledged', 'triage', 'feedback', 'first_answer', 'moderation', 'comment', 'brand_plan', 'after_closing', 'arbitration', 'inspectorate')
      and not exists (select from wanted w where w.case_id = k.case_id and w.kind = k.kind and w.subject is not distinct from k.subject)
  )
  insert into portal.clock (case_id, kind, owner_side, sides, for_party, subject, severity, started_at, due_at, span, working_days, basis, paused_at)
  select c.id, w.kind, w.owner_side, w.sides, w.for_party, w.subject, c.severity, b.begun,
    private.due_after(b.begun, r.span, r.working_days, r.counts, c.workplace_id), r.span, r.working_days, r.basis,
    case when c.hold_until is not null and r.basis <> 'law' then at end
  from wanted w join portal.case_ c on c.id = w.case_id
  cross join lateral private.rule_of(w.kind, c.severity) r
  cross join lateral (select max(k.started_at) as before, bool_or(k.stopped_at is null) as runs from portal.clock k
    where k.case_id = w.case_id and k.kind = w.kind and k.subject is not distinct from w.subject) e
  cross join lateral (select case when w.again and e.before is not null then at else w.started end as begun) b
  where r.kind is not null and e.runs is not true and (e.before is null or b.begun > e.before)
  on conflict do nothing;

  -- Another severity, another length. Nobody is late by that change alone: a span that would be over already counts from now,
  -- and of a clock that rests from the hour at which it came to rest.
  update portal.clock k set severity = n.severity, span = n.span, working_days = n.working_days, due_at = case
      when n.due >= n.here or k.due_at < n.here then n.due
      else least(k.due_at, private.due_after(n.here, n.span, n.working_days, n.counts, n.workplace_id)) end
  from (
    select o.id, c.severity, c.workplace_id, r.span, r.working_days, r.counts, coalesce(o.paused_at, at) as here,
      private.due_after(o.started_at, r.span, r.working_days, r.counts, c.workplace_id, o.rested) as due
    from portal.clock o join portal.case_ c on c.id = o.case_id and c.severity <> o.severity
    cross join lateral private.rule_of(o.kind, c.severity) r
    where o.case_id = any (cases) and o.stopped_at is null and o.basis = 'ours' and r.kind is not null
  ) as n
  where n.id = k.id;
end
$$;
alter function private.sync_clocks(uuid[]) owner to portal_keeper;
comment on function private.sync_clocks is
  'Starts, stops and measures anew the clocks that follow from a case itself. Doing it twice changes nothing.';

create function private.answer_undone(one_case uuid, read boolean) returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  one portal.case_;
  last portal.clock;
  rest portal.hold;
begin
  select * into one from portal.case_ c where c.id = one_case for update;
  if one.state is distinct from 'responded' or private.guard_answer(one_case) is null then
    return;
  end if;
  select k.* into last from portal.clock k where k.case_id = one_case and k.kind = 'first_answer'
  order by k.stopped_at is null desc, k.started_at desc limit 1;
  if last.stopped_at is not null and last.outcome <> 'void' then
    select h.* into rest from portal.hold h
    where h.case_id = one_case and (h.ended_at is null or last.stopped_at between h.held_at and h.ended_at) order by h.held_at limit 1;
    -- The same clock goes on: a new one would give time to whoever takes a word back every few days.
    -- What Handshake needed to read it is not counted against the factory; what the factory took back itself is.
    update portal.clock k set stopped_at = null, outcome = null, paused_at = greatest(k.started_at,
      case when read then least(rest.held_at, k.stopped_at) else coalesce(rest.held_at, k.stopped_at) end)
    where k.id = last.id;
    if one.hold_until is null then
      perform private.end_rest(one_case, case when read then private.clock_now() else coalesce(rest.ended_at, last.stopped_at) end);
    end if;
  end if;
  update portal.case_ c set state = 'notified', first_answer_at = null, revision = c.revision + 1 where c.id = one_case;
end
$$;
alter function private.answer_undone(uuid, boolean) owner to portal_keeper;
comment on function private.answer_undone is
  'When no answer of the factory is left for the worker, the case waits for one again, on the same clock. `read`: Handshake decided so.';
