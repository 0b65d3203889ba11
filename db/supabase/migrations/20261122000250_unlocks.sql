-- Unlocking an identity: two keys, a reason, half an hour. One person of Handshake asks, another one agrees; one of the two
-- is a custodian. Whatever is refused is written down like what is allowed, so no refusal here raises an error.

create table portal.unlock_rule (
  kind text primary key check (kind in ('open', 'waits')),
  span interval not null check (span > interval '0')
);
comment on table portal.unlock_rule is 'How long an unlocking lasts; ours, an administrator may change it.';
comment on column portal.unlock_rule.kind is 'open: from the second key on. waits: how long a request may wait for it.';
comment on column portal.unlock_rule.span is 'How long.';
insert into portal.unlock_rule (kind, span) values ('open', '30 minutes'), ('waits', '24 hours');

create table portal.unlock (
  id uuid primary key default gen_random_uuid(),
  case_id uuid not null references portal.case_ (id) on delete restrict,
  asked_by uuid not null references portal.person (id) on delete restrict,
  asked_at timestamptz not null default now(),
  reason text not null check (reason in ('contact', 'danger', 'referral', 'payment', 'correction')),
  words text not null check (length(words) between 1 and 500),
  lapses_at timestamptz not null,
  answered_by uuid references portal.person (id) on delete restrict,
  answered_at timestamptz,
  agreed boolean,
  expires_at timestamptz,
  ended_at timestamptz,
  ended_how text check (ended_how in ('revoked', 'expired', 'lapsed')),
  ended_by uuid references portal.person (id) on delete restrict,
  check ((agreed is null) = (answered_at is null)),
  check ((agreed is true) = (expires_at is not null)),
  check (answered_by <> asked_by)
);
comment on table portal.unlock is 'A request to open the identity of one case: the first key, and the second when somebody else agreed.';
comment on column portal.unlock.id is 'Random.';
comment on column portal.unlock.case_id is 'The one case for which it is.';
comment on column portal.unlock.asked_by is 'The first key: who asks, and who alone may open.';
comment on column portal.unlock.asked_at is 'When.';
comment on column portal.unlock.reason is 'What kind of reason; the worker reads it on her page.';
comment on column portal.unlock.words is 'The reason in the asker''s words, for the second key alone.';
comment on column portal.unlock.lapses_at is 'Until when it waits for the second key.';
comment on column portal.unlock.answered_by is 'The second key: another person of Handshake.';
comment on column portal.unlock.answered_at is 'When.';
comment on column portal.unlock.agreed is 'What was answered; null while it waits.';
comment on column portal.unlock.expires_at is 'Until when it may be opened.';
comment on column portal.unlock.ended_at is 'When it ended before or at its time.';
comment on column portal.unlock.ended_how is 'revoked by somebody, expired after the grant, or lapsed without an answer.';
comment on column portal.unlock.ended_by is 'Who revoked it.';
create index unlock_case on portal.unlock (case_id, asked_at);
create index unlock_asked_by on portal.unlock (asked_by);
create index unlock_answered_by on portal.unlock (answered_by);
create index unlock_ended_by on portal.unlock (ended_by);
create index unlock_live on portal.unlock (asked_at) where ended_at is null and agreed is distinct from false;

alter table portal.unlock_rule enable row level security;
alter table portal.unlock_rule force row level security;
alter table portal.unlock enable row level security;
alter table portal.unlock force row level security;
create policy unlock_rule_keeper on portal.unlock_rule for select to portal_keeper using (true);
create policy unlock_keeper on portal.unlock to portal_keeper using (true) with check (true);
grant select on portal.unlock_rule to portal_keeper;
grant select, insert, update on portal.unlock to portal_keeper;

create function private.unlock_state(one portal.unlock, at timestamptz) returns text
language sql immutable
as $$
  select case
    when one.ended_at is not null then one.ended_how
    when one.agreed is null and one.lapses_at <= at then 'lapsed'
    when one.agreed is null then 'waiting'
    when not one.agreed then 'declined'
    when one.expires_at <= at then 'expired'
    else 'open' end
$$;
comment on function private.unlock_state is 'waiting, open, declined, revoked, expired or lapsed: judged by the hour, so that nothing depends on a job having run.';
grant execute on function private.unlock_state(portal.unlock, timestamptz) to portal_keeper;

create function private.knows_case(one_case uuid) returns boolean
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
  select exists (select from private.parties_of(one_case))
$$;
alter function private.knows_case(uuid) owner to portal_keeper;
comment on function private.knows_case is 'Whether the caller may know that this case exists.';
grant execute on function private.knows_case(uuid) to portal_keeper;

create function private.tell_of_identity(one_case uuid, what text, facts jsonb) returns void
language sql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
  select private.record(one_case, what, facts || jsonb_build_object('role', (private.me()).role),
    (select coalesce(array_agg(p.id), '{}') from portal.party p where p.case_id = one_case and p.side = 'worker'));
  -- The pages of the worker and of Handshake learn that there is something new; nobody else's moves.
  update portal.party p set last_activity = private.clock_now()
  where p.case_id = one_case and p.side in ('worker', 'handshake') and p.until is null;
$$;
alter function private.tell_of_identity(uuid, text, jsonb) owner to portal_keeper;
comment on function private.tell_of_identity is 'Writes a step of the two keys into the case, where the worker reads it: when, which role, what kind of reason, no name.';
grant execute on function private.tell_of_identity(uuid, text, jsonb) to portal_keeper;

create function private.deny_identity(one_case uuid, deed text, why text) returns text
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  -- Each refusal is kept; whoever hammers at the door is slowed down before the record of the case is full of it.
  if private.use_limit('identity:' || coalesce((private.me()).person::text, 'nobody')) > 60 then
    perform private.refuse('429', 'rate_limited', 'Too many tries to open an identity. Try again in an hour.', '{"retry_seconds": 3600}');
  end if;
  perform private.tell_of_identity(one_case, 'identity_denied', jsonb_build_object('deed', deed, 'why', why));
  return why;
end
$$;
alter function private.deny_identity(uuid, text, text) owner to portal_keeper;
comment on function private.deny_identity is 'Writes a refusal down and returns its key: an exception would roll the record back.';
grant execute on function private.deny_identity(uuid, text, text) to portal_keeper;

create function private.ask_unlock(one_case uuid, reason text, words text) returns text
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  me private.actor := private.me();
  said text;
  made uuid := gen_random_uuid();
begin
  if not private.knows_case(one_case) or me.person is null then
    perform private.refuse('404', 'absent', 'There is no case here for you.');
  end if;
  if not private.is_handshake() then
    return private.deny_identity(one_case, 'ask', 'identity_not_yours');
  end if;
  perform from portal.case_ c where c.id = one_case for update;
  if not exists (select from portal.identity i where i.case_id = one_case and (i.sealed is not null or i.plan is not null)) then
    return private.deny_identity(one_case, 'ask', 'identity_not_kept');
  end if;
  begin
    said := private.check_words(ask_unlock.words, 'words', 500);
  exception when sqlstate 'PT400' then
    said := null;
  end;
  if said is null or (ask_unlock.reason in ('contact', 'danger', 'referral', 'payment', 'correction')) is not true then
    return private.deny_identity(one_case, 'ask', 'identity_reason_missing');
  end if;
  if exists (select from portal.unlock u where u.case_id = one_case and u.asked_by = me.person
      and private.unlock_state(u, private.clock_now()) in ('waiting', 'open')) then
    return private.deny_identity(one_case, 'ask', 'identity_asked_already');
  end if;
  insert into portal.unlock (id, case_id, asked_by, asked_at, reason, words, lapses_at)
  select made, one_case, me.person, private.clock_now(), ask_unlock.reason, said, private.clock_now() + r.span
  from portal.unlock_rule r where r.kind = 'waits';
  perform private.tell_of_identity(one_case, 'identity_asked', jsonb_build_object('unlock', made, 'reason', ask_unlock.reason));
  return null;
end
$$;
alter function private.ask_unlock(uuid, text, text) owner to portal_keeper;
comment on function private.ask_unlock is 'The first key: asks with a reason. Returns null, or why not.';

create function private.answer_unlock(unlock uuid, agree boolean) returns text
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  me private.actor := private.me();
  one portal.unlock;
  asker portal.person;
begin
  if private.is_handshake() and me.person is not null then
    select * into one from portal.unlock u where u.id = answer_unlock.unlock for update;
  end if;
  if one.id is null then
    perform private.refuse('404', 'absent', 'There is no case here for you.');
  end if;
  if answer_unlock.agree is null then
    perform private.refuse('400', 'value_invalid', 'Agree or decline.', '{"field": "agree"}');
  end if;
  select * into asker from portal.person p where p.id = one.asked_by;
  if one.asked_by = me.person then
    return private.deny_identity(one.case_id, 'answer', 'identity_same_person');
  end if;
  if private.unlock_state(one, private.clock_now()) <> 'waiting' then
    -- Said twice is said once: the answer that stands is the one that was wanted.
    return case when one.answered_by = me.person and one.agreed = answer_unlock.agree then null
      else private.deny_identity(one.case_id, 'answer', 'identity_not_waiting') end;
  end if;
  if answer_unlock.agree and (asker.suspended_at is not null or asker.role not in ('coordinator', 'custodian', 'supervisor')) then
    return private.deny_identity(one.case_id, 'answer', 'identity_asker_gone');
  end if;
  if answer_unlock.agree and 'custodian' not in (asker.role, me.role) then
    return private.deny_identity(one.case_id, 'answer', 'identity_custodian_missing');
  end if;
  update portal.unlock u set answered_by = me.person, answered_at = private.clock_now(), agreed = answer_unlock.agree,
    expires_at = case when answer_unlock.agree then private.clock_now() + (select r.span from portal.unlock_rule r where r.kind = 'open') end
  where u.id = one.id;
  perform private.tell_of_identity(one.case_id, case when answer_unlock.agree then 'identity_granted' else 'identity_declined' end,
    jsonb_build_object('unlock', one.id, 'reason', one.reason));
  return null;
end
$$;
alter function private.answer_unlock(uuid, boolean) owner to portal_keeper;
comment on function private.answer_unlock is 'The second key: somebody else agrees or declines, and one of the two is a custodian. Returns null, or why not.';

create function private.revoke_unlock(unlock uuid) returns text
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  me private.actor := private.me();
  one portal.unlock;
begin
  if private.is_handshake() and me.person is not null then
    select * into one from portal.unlock u where u.id = revoke_unlock.unlock for update;
  end if;
  if one.id is null then
    perform private.refuse('404', 'absent', 'There is no case here for you.');
  end if;
  if not (me.person in (one.asked_by, coalesce(one.answered_by, one.asked_by)) or me.role in ('custodian', 'supervisor')) then
    return private.deny_identity(one.case_id, 'revoke', 'identity_not_yours');
  end if;
  if private.unlock_state(one, private.clock_now()) not in ('waiting', 'open') then
    return case when one.ended_by = me.person then null else private.deny_identity(one.case_id, 'revoke', 'identity_not_waiting') end;
  end if;
  update portal.unlock u set ended_at = private.clock_now(), ended_how = 'revoked', ended_by = me.person where u.id = one.id;
  perform private.tell_of_identity(one.case_id, 'identity_revoked', jsonb_build_object('unlock', one.id, 'reason', one.reason));
  return null;
end
$$;
alter function private.revoke_unlock(uuid) owner to portal_keeper;
comment on function private.revoke_unlock is 'Ends a request or an open identity at once. Returns null, or why not.';

create function private.opened_identity(one_case uuid, anew boolean) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  me private.actor := private.me();
  one portal.unlock;
  state text;
begin
  if not private.knows_case(one_case) or me.person is null then
    perform private.refuse('404', 'absent', 'There is no case here for you.');
  end if;
  if not private.is_handshake() then
    return jsonb_build_object('opened', false, 'why', private.deny_identity(one_case, 'open', 'identity_not_yours'));
  end if;
  select u.* into one from portal.unlock u where u.case_id = one_case and u.asked_by = me.person
  order by (private.unlock_state(u, private.clock_now()) = 'open') desc, u.asked_at desc limit 1 for update;
  state := case when one.id is null then 'not_asked' else private.unlock_state(one, private.clock_now()) end;
  if state <> 'open' then
    return jsonb_build_object('opened', false, 'why', private.deny_identity(one_case, 'open', 'identity_' || state));
  end if;
  -- The same request sent again shows the same once more; a first showing is always written down.
  if opened_identity.anew or not exists (select from portal.event e where e.case_id = one_case and e.kind = 'identity_opened'
      and e.facts @> jsonb_build_object('unlock', one.id)) then
    perform private.tell_of_identity(one_case, 'identity_opened', jsonb_build_object('unlock', one.id, 'reason', one.reason));
  end if;
  return (select jsonb_build_object('opened', true, 'why', null, 'sealed', i.sealed, 'plan', i.plan, 'until', private.instant(one.expires_at))
    from portal.identity i where i.case_id = one_case);
end
$$;
alter function private.opened_identity(uuid, boolean) owner to portal_keeper;
comment on function private.opened_identity is 'The sealed texts for the one who asked, while both keys turn; written down each time, as is every refusal.';

create function private.write_identity(one_case uuid, sealed text, plan text) returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  me private.actor := private.me();
begin
  if not private.knows_case(one_case) or private.previewing()
     or (me.role = 'custodian' or (me.role = 'worker' and me.case_id = one_case)) is not true then
    perform private.refuse('404', 'absent', 'There is no case here for you.');
  end if;
  if coalesce(write_identity.sealed, write_identity.plan) is null or length(write_identity.sealed) > 20000 or length(write_identity.plan) > 20000 then
    perform private.refuse('400', 'value_invalid', 'This form was not filled in by the portal.', '{"field": "sealed"}');
  end if;
  -- Null leaves what is there; the empty text takes it away.
  insert into portal.identity as i (case_id, sealed, kept_at, plan, plan_kept_at)
  values (one_case, nullif(write_identity.sealed, ''), private.clock_now(), nullif(write_identity.plan, ''), private.clock_now())
  on conflict (case_id) do update set
    sealed = case when write_identity.sealed is null then i.sealed else excluded.sealed end,
    kept_at = case when write_identity.sealed is null then i.kept_at else excluded.kept_at end,
    plan = case when write_identity.plan is null then i.plan else excluded.plan end,
    plan_kept_at = case when write_identity.plan is null then i.plan_kept_at else excluded.plan_kept_at end;
  if write_identity.sealed is not null then
    perform private.tell_of_identity(one_case, case when write_identity.sealed = '' then 'identity_removed' else 'identity_kept' end, '{}');
  end if;
  if write_identity.plan is not null then
    perform private.tell_of_identity(one_case, case when write_identity.plan = '' then 'plan_removed' else 'plan_kept' end, '{}');
  end if;
end
$$;
alter function private.write_identity(uuid, text, text) owner to portal_keeper;
comment on function private.write_identity is 'The worker, or the custodian for her, writes name and contact or the plan anew; writing opens nothing.';

create function private.told_identity(one_case uuid, item text, recipient uuid) returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  me private.actor := private.me();
  who portal.organization;
begin
  if not private.is_desk() or not private.knows_case(one_case) or me.person is null then
    perform private.refuse('404', 'absent', 'There is no case here for you.');
  end if;
  if (told_identity.item in ('name', 'contact')) is not true then
    perform private.refuse('400', 'value_invalid', 'Her name, or the way to her.', '{"field": "item"}');
  end if;
  select o.* into who from portal.organization o where o.id = told_identity.recipient and (o.kind = 'authority' or exists (
    select from portal.party p where p.case_id = one_case and p.organization_id = o.id and p.until is null and not p.hidden));
  if who.id is null then
    perform private.refuse('400', 'audience_invalid', 'Somebody in the list of readers is not a party of this case.');
  end if;
  -- What she has not allowed is not told, whatever a supervisor let a party know of the case.
  if not private.consented(one_case, who.id, told_identity.item) then
    perform private.refuse('403', 'guard_consent_missing', 'The worker has not allowed this reader.', jsonb_build_object('recipient', who.name));
  end if;
  if not exists (select from portal.unlock u where u.case_id = one_case and u.asked_by = me.person and private.unlock_state(u, private.clock_now()) = 'open') then
    perform private.refuse('403', 'guard_identity_sealed', 'Her name and contact are sealed. Ask for the second key first.');
  end if;
  perform private.disclose(one_case, told_identity.item, who.id);
end
$$;
alter function private.told_identity(uuid, text, uuid) owner to portal_keeper;
comment on function private.told_identity is
  'Her name or contact goes to one recipient: with her permission for that very item, by somebody for whom both keys turn now.';

create function private.tick_identity(at timestamptz) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  one portal.unlock;
  how text;
  ended integer := 0;
begin
  for one in select u.* from portal.unlock u where u.ended_at is null and u.agreed is distinct from false
      and coalesce(u.expires_at, u.lapses_at) <= tick_identity.at for update skip locked loop
    how := case when one.agreed then 'expired' else 'lapsed' end;
    update portal.unlock u set ended_at = coalesce(one.expires_at, one.lapses_at), ended_how = how where u.id = one.id;
    perform private.tell_of_identity(one.case_id, 'identity_' || how, jsonb_build_object('unlock', one.id, 'reason', one.reason));
    ended := ended + 1;
  end loop;
  return jsonb_build_object('unlocks_ended', ended);
end
$$;
alter function private.tick_identity(timestamptz) owner to portal_keeper;
comment on function private.tick_identity is 'Closes what has run out and says so in the case, each once. What has run out opens nothing even before that.';
grant execute on function private.tick_identity(timestamptz) to portal_keeper;

create function private.identity_of(one_case uuid) returns jsonb
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  me private.actor := private.me();
  hers boolean := coalesce(me.role = 'worker' and me.case_id = one_case, false);
begin
  if not (hers or private.is_handshake()) then
    return null;
  end if;
  return jsonb_build_object(
    'kept', exists (select from portal.identity i where i.case_id = one_case and i.sealed is not null),
    'plan_kept', exists (select from portal.identity i where i.case_id = one_case and i.plan is not null),
    -- Her own plan, so that she can mend it; never her name: somebody may have found the receipt.
    'plan', case when hers and not private.previewing() then (select i.plan from portal.identity i where i.case_id = one_case) end,
    'requests', case when hers then '[]' else private.unlocks(one_case) end,
    'history', (
      select coalesce(jsonb_agg(jsonb_build_object('kind', h.kind, 'at', private.instant(h.at), 'side', h.actor_side,
        'role', h.facts ->> 'role', 'reason', h.facts ->> 'reason', 'why', h.facts ->> 'why') order by h.seq), '[]')
      from (select e.* from portal.event e where e.case_id = one_case and (e.kind like 'identity\_%' or e.kind like 'plan\_%')
        order by e.seq desc limit 60) h));
end
$$;
alter function private.identity_of(uuid) owner to portal_keeper;
comment on function private.identity_of is 'What the worker and Handshake may know of the sealed texts: that they are there, who asked, who opened. Null for everybody else.';

create function private.unlocks(one_case uuid default null) returns jsonb
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  me private.actor := private.me();
begin
  if not private.is_handshake() then
    return '[]';
  end if;
  return (
    select coalesce(jsonb_agg(jsonb_build_object('id', u.id, 'state', s.state, 'reference', c.reference, 'workplace', w.name,
      'by', p.name, 'by_role', p.role, 'mine', u.asked_by = me.person, 'reason', u.reason, 'words', u.words,
      'asked_at', private.instant(u.asked_at), 'until', private.instant(coalesce(u.expires_at, u.lapses_at)),
      'may_agree', s.state = 'waiting' and u.asked_by is distinct from me.person and 'custodian' in (p.role, me.role),
      'may_revoke', u.asked_by = me.person or coalesce(u.answered_by = me.person, false) or me.role in ('custodian', 'supervisor'))
      order by u.asked_at, u.id), '[]')
    from portal.unlock u join portal.person p on p.id = u.asked_by join portal.case_ c on c.id = u.case_id
    join portal.organization w on w.id = c.workplace_id
    cross join lateral (select private.unlock_state(u, private.clock_now()) as state) s
    where u.ended_at is null and u.agreed is distinct from false and s.state in ('waiting', 'open')
      and (unlocks.one_case is null or u.case_id = unlocks.one_case));
end
$$;
alter function private.unlocks(uuid) owner to portal_keeper;
comment on function private.unlocks is 'Requests that wait for the second key and identities that are open now, of one case or of all; for Handshake alone.';

grant execute on function private.ask_unlock(uuid, text, text), private.answer_unlock(uuid, boolean), private.revoke_unlock(uuid),
  private.opened_identity(uuid, boolean), private.told_identity(uuid, text, uuid), private.unlocks(uuid) to authenticated;
grant execute on function private.write_identity(uuid, text, text), private.identity_of(uuid) to anon, authenticated;
