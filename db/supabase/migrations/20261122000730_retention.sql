-- Retention: what is forgotten, and when. Words, events and figures of a case stay; who she is does not.
--
-- Two kinds of rules. A trace (a session, a count of tries, the id of a request) is forgotten by time itself. What a person
-- left of herself is forgotten by a job that somebody runs, after a dry run has told how much it would be.

create table portal.retention_rule (
  subject text primary key check (subject ~ '^[a-z_]{1,40}$'),
  days integer not null check (days between 1 and 36500),
  why text not null check (length(why) between 1 and 300)
);
comment on table portal.retention_rule is 'How long something is kept after it was needed last: a default of ours.';
comment on column portal.retention_rule.subject is 'What.';
comment on column portal.retention_rule.days is 'For so many days.';
comment on column portal.retention_rule.why is 'Why so long.';
alter table portal.retention_rule enable row level security;
alter table portal.retention_rule force row level security;
create policy retention_rule_keeper on portal.retention_rule to portal_keeper using (true) with check (true);
grant select on portal.retention_rule to portal_keeper;
insert into portal.retention_rule (subject, days, why) values
  ('request', 90, 'Nobody sends the same form again after a quarter.'),
  ('session', 30, 'An ended session shows for a month where somebody was signed in.'),
  ('sign_in_try', 30, 'It slows guessing for minutes.'),
  ('limit', 2, 'Limits are counted by the hour.'),
  ('invitation', 90, 'An invitation opens for a week; afterwards its address is of no use.'),
  ('import', 7, 'A file that was tried and never taken in holds names and complaints.'),
  ('identity', 730, 'An inspectorate looks back two years; afterwards nobody needs to reach her.');

create index case_closed on portal.case_ (closed_at) where closed_at is not null;

create function private.kept_until(subject text, at timestamptz) returns timestamptz
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
  select kept_until.at - make_interval(days => r.days) from portal.retention_rule r where r.subject = kept_until.subject
$$;
alter function private.kept_until(text, timestamptz) owner to portal_keeper;
comment on function private.kept_until is 'What was needed last before this instant is forgotten.';

create function private.still_needed(one portal.case_, at timestamptz) returns text
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
  select case
    when private.open_state(one.state) then 'open'
    when one.hold_until is not null
      or exists (select from portal.hold h where h.case_id = one.id and h.ended_at is null) then 'hold'
    when exists (select from portal.appeal a where a.case_id = one.id and a.outcome is null) then 'appeal'
    when exists (select from portal.check_in k
      where k.case_id = one.id and k.done_at is null and k.void_at is null) then 'check_in'
    when exists (select from portal.protocol p where p.case_id = one.id and (p.ended_at is null
      or exists (select from portal.follow_up f where f.protocol_id = p.id and f.at is null))) then 'protocol'
    when exists (select from portal.strike_case s join portal.strike t on t.id = s.strike_id
      where s.case_id = one.id and s.unlinked_at is null and t.watch_over_at is null) then 'strike'
    when exists (select from portal.unlock u
      where u.case_id = one.id and u.ended_at is null and u.agreed is distinct from false) then 'unlock'
    -- Not paid: she may open it again at any time (DOMAIN 3), and has to be reached for it.
    when exists (select from portal.remedy_entry e
      where e.case_id = one.id and e.agreed_at is not null and e.confirmed_at is null) then 'remedy'
    when exists (select from portal.clock k where k.case_id = one.id and k.stopped_at is null) then 'clock'
    -- A case that belongs to it, whichever is the parent, is needed still.
    when exists (select from portal.case_ o
      where (o.retaliation_of = one.id or o.id = one.retaliation_of or o.same_as = one.id or o.id = one.same_as)
        and (private.open_state(o.state) or o.hold_until is not null
          or o.closed_at >= private.kept_until('identity', still_needed.at))) then 'linked'
  end
$$;
alter function private.still_needed(portal.case_, timestamptz) owner to portal_keeper;
comment on function private.still_needed is
  'Why nothing of a person is forgotten in this case, however long ago it closed; null when it may be.';

create function private.forget_identities(at timestamptz) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  one portal.case_;
  hers portal.identity;
  reason text;
  names integer := 0;
  plans integer := 0;
  held jsonb := '{}';
begin
  for one in
    select c.* from portal.case_ c
    where c.closed_at < (select private.kept_until('identity', forget_identities.at))
      and exists (select from portal.identity i where i.case_id = c.id and (i.sealed is not null or i.plan is not null))
    order by c.id for update skip locked
  loop
    reason := private.still_needed(one, forget_identities.at);
    if reason is not null then
      held := held || jsonb_build_object(reason, coalesce((held ->> reason)::integer, 0) + 1);
      continue;
    end if;
    for hers in
      select i.* from portal.identity i where i.case_id = one.id and (i.sealed is not null or i.plan is not null)
      order by i.party_id for update
    loop
      update portal.identity i set sealed = null, plan = null where i.party_id = hers.party_id;
      names := names + (hers.sealed is not null)::integer;
      plans := plans + (hers.plan is not null)::integer;
      -- She reads it on her page; nothing moves in anybody's list.
      perform private.record(one.id, 'identity_forgotten', '{}', array[hers.party_id]);
    end loop;
  end loop;
  return jsonb_build_object('names', names, 'contact_plans', plans, 'held_back', held);
end
$$;
alter function private.forget_identities(timestamptz) owner to portal_keeper;
comment on function private.forget_identities is
  'Removes names, contacts and contact plans of cases closed long ago that nothing needs any more; says why others stay.';

create function private.forget_traces(at timestamptz) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  done jsonb := '{}';
  n integer;
begin
  delete from portal.request r where r.at < (select private.kept_until('request', forget_traces.at));
  get diagnostics n = row_count;
  done := done || jsonb_build_object('requests', n);
  delete from portal.session s
  where coalesce(s.closed_at, s.expires_at) < (select private.kept_until('session', forget_traces.at));
  get diagnostics n = row_count;
  done := done || jsonb_build_object('sessions', n);
  delete from portal.receipt_session s
  where coalesce(s.closed_at, s.expires_at) < (select private.kept_until('session', forget_traces.at));
  get diagnostics n = row_count;
  done := done || jsonb_build_object('receipt_sessions', n);
  delete from portal.sign_in_try t where t.last_at < (select private.kept_until('sign_in_try', forget_traces.at));
  get diagnostics n = row_count;
  done := done || jsonb_build_object('sign_in_tries', n);
  delete from portal.limit_ l where l.hour < (select private.kept_until('limit', forget_traces.at));
  get diagnostics n = row_count;
  done := done || jsonb_build_object('limits', n);
  delete from portal.invitation i
  where i.accepted_at is null and i.expires_at < (select private.kept_until('invitation', forget_traces.at));
  get diagnostics n = row_count;
  return done || jsonb_build_object('invitations', n);
end
$$;
alter function private.forget_traces(timestamptz) owner to portal_keeper;
comment on function private.forget_traces is
  'Removes what only served a visit: ids of requests, ended sessions, counts of tries, invitations that nobody used.';

create function private.tick_retention(at timestamptz) returns jsonb
language sql security definer
set search_path = pg_catalog, pg_temp
as $$
  -- Visits go by the true hour, also where a loader of demonstration data chooses another one.
  select private.forget_traces(least(tick_retention.at, now()))
$$;
alter function private.tick_retention(timestamptz) owner to portal_keeper;
comment on function private.tick_retention is 'What time alone may forget.';

create function private.retain(at timestamptz default private.clock_now()) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  n integer;
  done jsonb;
begin
  -- One at a time, and not while time passes.
  perform pg_advisory_xact_lock(7421);
  delete from portal.import_row r using portal.import_file f
  where f.id = r.import_id and f.state in ('staged', 'rehearsed') and f.begun_at < (select private.kept_until('import', retain.at));
  get diagnostics n = row_count;
  done := jsonb_build_object('import', jsonb_build_object('rows', n));
  return done || jsonb_build_object('traces', private.forget_traces(least(retain.at, now())),
    'identity', private.forget_identities(retain.at));
end
$$;
alter function private.retain(timestamptz) owner to portal_keeper;
comment on function private.retain is
  'The job of retention: forgets what its rules name, and counts it by rule and kind. Twice is once.';
grant delete on portal.request, portal.session, portal.receipt_session, portal.invitation to portal_keeper;
