-- Truth 4: what the worker says in the end, and how often we tried to ask her.

create table portal.contact_attempt (
  id uuid primary key default gen_random_uuid(),
  case_id uuid not null references portal.case_ (id) on delete restrict,
  party_id uuid not null references portal.party (id) on delete restrict,
  at timestamptz not null,
  channel text not null check (channel in ('phone', 'chat', 'portal', 'walk_in', 'letter')),
  outcome text not null check (outcome in ('reached', 'no_answer', 'switched_off', 'wrong_person', 'not_safe')),
  on_plan boolean not null,
  made_by uuid not null references portal.person (id) on delete restrict
);
comment on table portal.contact_attempt is 'One try to reach a worker.';
comment on column portal.contact_attempt.id is 'Random.';
comment on column portal.contact_attempt.case_id is 'The case.';
comment on column portal.contact_attempt.party_id is 'Which worker.';
comment on column portal.contact_attempt.at is
  'When; the hour of the entry itself, so that three days cannot be written down in one.';
comment on column portal.contact_attempt.channel is 'phone, chat, portal, walk_in or letter.';
comment on column portal.contact_attempt.outcome is 'reached, no_answer, switched_off, wrong_person or not_safe.';
comment on column portal.contact_attempt.on_plan is 'Whether it was made as her safe-contact plan asks.';
comment on column portal.contact_attempt.made_by is 'Who tried; not readable by parties.';
create index contact_attempt_case on portal.contact_attempt (case_id, at);
create index contact_attempt_party on portal.contact_attempt (party_id);
create index contact_attempt_made_by on portal.contact_attempt (made_by);

create table portal.evaluation (
  id uuid primary key default gen_random_uuid(),
  case_id uuid not null references portal.case_ (id) on delete restrict,
  party_id uuid not null references portal.party (id) on delete restrict,
  said text not null check (said in ('confirmed', 'disputed', 'unreachable')),
  how text not null check (how in ('portal', 'phone', 'chat', 'walk_in', 'letter', 'attempts')),
  words text check (length(words) between 1 and 2000),
  at timestamptz not null,
  noted_by uuid references portal.person (id) on delete restrict
);
comment on table portal.evaluation is 'What a worker says of the outcome: a row each time she is asked.';
comment on column portal.evaluation.id is 'Random.';
comment on column portal.evaluation.case_id is 'The case.';
comment on column portal.evaluation.party_id is 'Which worker.';
comment on column portal.evaluation.said is 'confirmed, disputed or unreachable.';
comment on column portal.evaluation.how is 'portal, how she told Handshake, or attempts when she was not reached.';
comment on column portal.evaluation.words is 'Her words, for Handshake.';
comment on column portal.evaluation.at is 'When.';
comment on column portal.evaluation.noted_by is
  'Who of Handshake noted it; null when she said it herself. Not readable by parties.';
create index evaluation_case on portal.evaluation (case_id, at);
create index evaluation_party on portal.evaluation (party_id);
create index evaluation_noted_by on portal.evaluation (noted_by);

alter table portal.contact_attempt enable row level security;
alter table portal.contact_attempt force row level security;
alter table portal.evaluation enable row level security;
alter table portal.evaluation force row level security;
create policy contact_attempt_handshake on portal.contact_attempt for
  select to authenticated using ((select private.is_handshake()));
create policy contact_attempt_own on portal.contact_attempt for select to anon, authenticated
  using (exists (select from portal.party p where p.id = contact_attempt.party_id and p.side = 'worker'
    and p.id = (select private.my_party())));
create policy contact_attempt_keeper on portal.contact_attempt to portal_keeper using (true) with check (true);
create policy evaluation_handshake on portal.evaluation for select to authenticated using ((select private.is_handshake()));
create policy evaluation_own on portal.evaluation for select to anon, authenticated
  using (exists (select from portal.party p where p.id = evaluation.party_id and p.side = 'worker'
    and p.id = (select private.my_party())));
create policy evaluation_keeper on portal.evaluation to portal_keeper using (true) with check (true);
grant select (id, case_id, party_id, at, channel, outcome, on_plan) on portal.contact_attempt to anon, authenticated;
grant select (id, case_id, party_id, said, how, words, at) on portal.evaluation to anon, authenticated;
grant select, insert on portal.contact_attempt, portal.evaluation to portal_keeper;

create function private.asked_since(one_case uuid) returns timestamptz
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
  select coalesce(max(e.at), '-infinity') from portal.event e
  where e.case_id = one_case and e.kind = 'case_moved' and e.facts ->> 'to' = 'evaluating'
$$;
alter function private.asked_since(uuid) owner to portal_keeper;
comment on function private.asked_since is
  'Since when the worker is being asked: the last time that the case came to its evaluation.';

create function private.spoke(one_case uuid, worker uuid) returns boolean
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
  select exists (select from portal.evaluation e where e.case_id = one_case and e.party_id = spoke.worker
    and e.said <> 'unreachable' and e.at >= private.asked_since(one_case))
$$;
alter function private.spoke(uuid, uuid) owner to portal_keeper;
comment on function private.spoke is 'Whether she has said something of the outcome since she is being asked.';

create function private.failed_attempts(one_case uuid, worker uuid) returns integer
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
  -- Three calls in one hour are one try; a try outside her safe-contact plan is none; having reached her starts anew.
  -- Whoever has answered is not unreachable, however often she was tried before.
  select count(distinct (a.at at time zone coalesce(o.time_zone, 'Asia/Shanghai'))::date)::integer
  from portal.contact_attempt a join portal.case_ c on c.id = a.case_id join portal.organization o on o.id = c.workplace_id
  where a.case_id = one_case and a.party_id = failed_attempts.worker and a.on_plan and a.outcome <> 'reached'
    and not private.spoke(one_case, failed_attempts.worker)
    and a.at >= private.asked_since(one_case)
    and a.at > coalesce((select max(r.at) from portal.contact_attempt r
      where r.case_id = one_case and r.party_id = failed_attempts.worker and r.outcome = 'reached'), '-infinity')
$$;
alter function private.failed_attempts(uuid, uuid) owner to portal_keeper;
comment on function private.failed_attempts is
  'On how many days she could not be reached on her safe-contact plan since she is being asked; none once she answered.';
grant execute on function private.asked_since(uuid), private.spoke(uuid, uuid), private.failed_attempts(uuid, uuid) to portal_keeper;

create function private.worker_of(one_case uuid, party uuid) returns uuid
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
  select p.id from portal.party p
  where p.case_id = one_case and p.side = 'worker' and p.until is null and p.id = coalesce(worker_of.party, p.id)
  order by p.since, p.id limit 1
$$;
alter function private.worker_of(uuid, uuid) owner to portal_keeper;
comment on function private.worker_of is 'The worker of a case; in a group the one that is meant.';
grant execute on function private.worker_of(uuid, uuid) to portal_keeper;

create function private.record_attempt(one_case uuid, channel text, outcome text, on_plan boolean, party uuid) returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  worker uuid;
begin
  if not private.is_desk() or private.previewing() then
    perform private.refuse('403', 'not_allowed', 'Only Handshake calls a worker.');
  end if;
  worker := private.worker_of(one_case, record_attempt.party);
  if worker is null or record_attempt.on_plan is null
     or (record_attempt.channel in ('phone', 'chat', 'portal', 'walk_in', 'letter')) is not true
     or (record_attempt.outcome in ('reached', 'no_answer', 'switched_off', 'wrong_person', 'not_safe')) is not true then
    perform private.refuse('400', 'value_invalid', 'Choose how you tried and what came of it.', '{"field": "outcome"}');
  end if;
  insert into portal.contact_attempt (case_id, party_id, at, channel, outcome, on_plan, made_by)
  values (one_case, worker, private.clock_now(), record_attempt.channel, record_attempt.outcome, record_attempt.on_plan,
    private.my_person());
  perform private.record(one_case, 'contact_attempted', jsonb_build_object('channel', record_attempt.channel, 'outcome',
    record_attempt.outcome,
    'on_plan', record_attempt.on_plan), array[worker]);
  perform private.stir(one_case, private.seats(one_case, array['handshake']) || worker);
end
$$;
alter function private.record_attempt(uuid, text, text, boolean, uuid) owner to portal_keeper;
comment on function private.record_attempt is 'A coordinator writes down that she tried to reach the worker.';

create function private.evaluate(one_case uuid, said text, how text, words text, party uuid) returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  seat portal.party := private.acting_seat(one_case);
  worker uuid;
  tries integer;
  kept text;
begin
  if seat.id is null or seat.side not in ('worker', 'handshake') then
    perform private.refuse('403', 'not_allowed', 'Only the worker says whether it is solved.');
  end if;
  perform private.working_case(one_case, array['evaluating', 'closed']);
  worker := case when seat.side = 'worker' then seat.id else private.worker_of(one_case, evaluate.party) end;
  kept := case when seat.side = 'worker' then 'portal' when evaluate.said = 'unreachable' then 'attempts' else evaluate.how end;
  if worker is null or (evaluate.said in ('confirmed', 'disputed', 'unreachable')) is not true
     or (seat.side = 'worker' and evaluate.said = 'unreachable')
     or (seat.side = 'handshake' and (kept in ('phone', 'chat', 'walk_in', 'letter', 'attempts')) is not true) then
    perform private.refuse('400', 'value_invalid', 'Choose what she says, and how she told you.', '{"field": "said"}');
  end if;
  if evaluate.said = 'unreachable' then
    if private.spoke(one_case, worker) then
      perform private.refuse('409', 'case_state_changed', 'She has answered in the meantime. You see what she says now.');
    end if;
    tries := private.failed_attempts(one_case, worker);
    if tries < 3 then
      perform private.refuse('403', 'guard_attempts_missing',
        'Three failed attempts on her safe-contact plan, on different days, come first.',
        jsonb_build_object('have', tries, 'need', 3));
    end if;
  end if;
  insert into portal.evaluation (case_id, party_id, said, how, words, at, noted_by)
  values (one_case, worker, evaluate.said, kept,
    case when coalesce(btrim(evaluate.words), '') <> '' then private.check_words(evaluate.words, 'words', 2000) end,
    private.clock_now(), case when seat.side = 'handshake' then private.my_person() end);
  -- Of a group it is said what all say, once all were heard: a sum of single answers would count them.
  update portal.case_ c set worker_says = case when private.grouped(one_case) then private.group_says(one_case) else evaluate.said end, revision = c.revision + 1
  where c.id = one_case;
  perform private.record(one_case, 'evaluated', jsonb_build_object('said', evaluate.said, 'how', kept), array[worker]
    || private.seats(one_case, array['handshake']));
  if seat.side = 'worker' then
    perform private.touch(one_case, private.seats(one_case, array['handshake']), seat.id);
    perform private.refresh_parties(array[one_case]);
  else
    perform private.stir(one_case, private.seats(one_case, array['handshake']) || worker);
  end if;
end
$$;
alter function private.evaluate(uuid, text, text, text, uuid) owner to portal_keeper;
comment on function private.evaluate is
  'The worker says whether it is solved; Handshake notes what she said, or that three tries failed.';
grant execute on function private.record_attempt(uuid, text, text, boolean, uuid) to authenticated;
grant execute on function private.evaluate(uuid, text, text, text, uuid) to anon, authenticated;

create function private.tg_case__ask_again() returns trigger
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  -- What she said of an earlier outcome stands in the evaluations; of this one she is asked anew.
  if new.state = 'evaluating' and old.state <> 'evaluating' then
    new.worker_says := null;
  end if;
  return new;
end
$$;
alter function private.tg_case__ask_again() owner to portal_keeper;
comment on function private.tg_case__ask_again is 'Each time a case comes to its evaluation the worker is asked anew.';
create trigger ask_again before update of state on portal.case_
  for each row execute function private.tg_case__ask_again();
