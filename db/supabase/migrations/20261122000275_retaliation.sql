-- Retaliation: a case of its own beside its parent, and the days on which Handshake asks how it goes.

create table portal.retaliation (
  case_id uuid primary key references portal.case_ (id) on delete restrict,
  parent_id uuid not null references portal.case_ (id) on delete restrict,
  party_id uuid not null references portal.party (id) on delete restrict,
  parent_party uuid not null references portal.party (id) on delete restrict,
  asked_by text not null check (asked_by in ('worker', 'handshake')),
  violent boolean not null,
  opened_at timestamptz not null,
  waived text check (waived in ('worker_asked', 'left_work', 'unreachable', 'unsafe_to_ask')),
  waived_by uuid references portal.person (id) on delete restrict
);
comment on table portal.retaliation is 'A case that was opened because somebody was put under pressure for another one.';
comment on column portal.retaliation.case_id is 'The case of its own.';
comment on column portal.retaliation.parent_id is 'The case for which somebody was put under pressure.';
comment on column portal.retaliation.party_id is 'The worker in the case of its own.';
comment on column portal.retaliation.parent_party is 'The same worker in the parent: whoever of a group it was, the others do not open it.';
comment on column portal.retaliation.asked_by is 'Who asked for it: worker or handshake.';
comment on column portal.retaliation.violent is 'Whether there was violence or a threat of it: severity 1.';
comment on column portal.retaliation.opened_at is 'When.';
comment on column portal.retaliation.waived is 'Why the check-ins that are left are not made; null while they are.';
comment on column portal.retaliation.waived_by is 'Who of Handshake decided that.';
create index retaliation_parent on portal.retaliation (parent_id);
create index retaliation_party on portal.retaliation (party_id);
create index retaliation_parent_party on portal.retaliation (parent_party);
create index retaliation_waived_by on portal.retaliation (waived_by);

create table portal.check_in (
  id uuid primary key default gen_random_uuid(),
  case_id uuid not null references portal.case_ (id) on delete restrict,
  why text not null check (why in ('retaliation', 'watch', 'asked_who')),
  strike_id uuid references portal.strike (id) on delete restrict,
  due_at timestamptz not null,
  done_at timestamptz,
  done_by uuid references portal.person (id) on delete restrict,
  how text check (how in ('phone', 'chat', 'in_person', 'portal')),
  answer text check (answer in ('fine', 'pressure', 'unreachable')),
  void_at timestamptz,
  check ((why = 'watch') = (strike_id is not null)),
  check ((done_at is null) = (answer is null) and (answer is null) = (how is null)),
  check (void_at is null or done_at is null)
);
comment on table portal.check_in is 'A day on which Handshake asks whether anybody was put under pressure.';
comment on column portal.check_in.id is 'Random; the subject of its clock.';
comment on column portal.check_in.case_id is 'In which case.';
comment on column portal.check_in.why is 'retaliation (7, 30, 90 days), watch (after a strike), asked_who (somebody asked for names).';
comment on column portal.check_in.strike_id is 'After which strike.';
comment on column portal.check_in.due_at is 'By when.';
comment on column portal.check_in.done_at is 'When she was asked.';
comment on column portal.check_in.done_by is 'Who of Handshake asked.';
comment on column portal.check_in.how is 'How.';
comment on column portal.check_in.answer is 'fine, pressure or unreachable.';
comment on column portal.check_in.void_at is 'Since when it is not needed any more.';
create unique index check_in_watch on portal.check_in (case_id, strike_id) where why = 'watch' and void_at is null;
create index check_in_case on portal.check_in (case_id, due_at);
create index check_in_strike on portal.check_in (strike_id);
create index check_in_done_by on portal.check_in (done_by);

alter table portal.retaliation enable row level security;
alter table portal.retaliation force row level security;
alter table portal.check_in enable row level security;
alter table portal.check_in force row level security;
create policy retaliation_keeper on portal.retaliation to portal_keeper using (true) with check (true);
create policy check_in_keeper on portal.check_in to portal_keeper using (true) with check (true);
grant select, insert, update on portal.retaliation, portal.check_in to portal_keeper;

-- One receipt opens a case and what was opened because of it: the browser remembers which of them it looks at.
alter table portal.receipt_session add column case_id uuid references portal.case_ (id) on delete cascade;
alter table portal.receipt_session add column party_id uuid references portal.party (id) on delete cascade;
comment on column portal.receipt_session.case_id is 'The linked case that is looked at; null for the receipt''s own.';
comment on column portal.receipt_session.party_id is 'As whom there.';
create index receipt_session_case on portal.receipt_session (case_id) where case_id is not null;
create index receipt_session_party on portal.receipt_session (party_id) where party_id is not null;

create function private.check_in_json(one portal.check_in) returns jsonb
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
  select jsonb_build_object('id', one.id, 'why', one.why, 'due_at', private.instant(one.due_at), 'done_at', private.instant(one.done_at),
    'how', one.how, 'answer', one.answer, 'void', one.void_at is not null)
$$;
alter function private.check_in_json(portal.check_in) owner to portal_keeper;
comment on function private.check_in_json is 'A check-in as screens show it.';

create function private.plan_check_in(one_case uuid, why text, kind text, due timestamptz, strike uuid default null) returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  made uuid;
begin
  insert into portal.check_in (case_id, why, strike_id, due_at) values (one_case, plan_check_in.why, plan_check_in.strike, due)
  on conflict do nothing returning id into made;
  if made is null then
    return;
  end if;
  perform private.start_clock(one_case, plan_check_in.kind, 'handshake', made, due);
  -- The day is ours to choose, it was agreed with nobody.
  update portal.clock k set basis = 'ours' where k.case_id = one_case and k.kind = plan_check_in.kind and k.subject = made;
end
$$;
alter function private.plan_check_in(uuid, text, text, timestamptz, uuid) owner to portal_keeper;
comment on function private.plan_check_in is 'A check-in and its clock, known to Handshake alone.';

create function private.watch_case(one_case uuid, strike uuid) returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform private.plan_check_in(one_case, 'watch', 'watch', s.watch_until, s.id) from portal.strike s where s.id = watch_case.strike;
  perform private.refresh_parties(array[one_case]);
end
$$;
alter function private.watch_case(uuid, uuid) owner to portal_keeper;
comment on function private.watch_case is 'At the end of the watch after a strike the worker of a linked case is asked.';

create function private.unwatch_case(one_case uuid, strike uuid) returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  gone uuid;
begin
  update portal.check_in k set void_at = private.clock_now()
  where k.case_id = one_case and k.strike_id = unwatch_case.strike and k.done_at is null and k.void_at is null returning k.id into gone;
  if gone is not null then
    perform private.stop_clock(one_case, 'watch', gone, 'void');
  end if;
end
$$;
alter function private.unwatch_case(uuid, uuid) owner to portal_keeper;
comment on function private.unwatch_case is 'A case that left a strike is not watched because of it.';
grant execute on function private.check_in_json(portal.check_in), private.plan_check_in(uuid, text, text, timestamptz, uuid),
  private.watch_case(uuid, uuid), private.unwatch_case(uuid, uuid) to portal_keeper;
