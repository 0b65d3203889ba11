-- The deeds of the two keys: ask, answer, take back, and the end by itself. Each returns null, or why it was not done.

create function private.ask_unlock(one_case uuid, reason text, words text, party uuid) returns text
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  me private.actor := private.me();
  said text;
  made uuid := gen_random_uuid();
  worker uuid := private.worker_of(one_case, ask_unlock.party);
begin
  if not private.knows_case(one_case) or me.person is null then
    perform private.refuse('404', 'absent', 'There is no case here for you.');
  end if;
  if not private.is_handshake() then
    return private.deny_identity(one_case, worker, 'ask', 'identity_not_yours');
  end if;
  if worker is null then
    perform private.refuse('400', 'value_invalid', 'Choose whose name it is about.', '{"field": "party"}');
  end if;
  perform from portal.case_ c where c.id = one_case for update;
  if not exists (select from portal.identity i where i.party_id = worker and (i.sealed is not null or i.plan is not null)) then
    return private.deny_identity(one_case, worker, 'ask', 'identity_not_kept');
  end if;
  begin
    said := private.check_words(ask_unlock.words, 'words', 500);
  exception when sqlstate 'PT400' then
    said := null;
  end;
  if said is null or (ask_unlock.reason in ('contact', 'danger', 'referral', 'payment', 'correction')) is not true then
    return private.deny_identity(one_case, worker, 'ask', 'identity_reason_missing');
  end if;
  if exists (select from portal.unlock u where u.party_id = worker and u.asked_by = me.person
      and private.unlock_state(u, private.clock_now()) in ('waiting', 'open')) then
    return private.deny_identity(one_case, worker, 'ask', 'identity_asked_already');
  end if;
  insert into portal.unlock (id, case_id, party_id, asked_by, asked_at, reason, words, lapses_at)
  select made, one_case, worker, me.person, private.clock_now(), ask_unlock.reason, said, private.clock_now() + r.span
  from portal.unlock_rule r where r.kind = 'waits';
  perform private.tell_of_identity(one_case, worker, 'identity_asked', jsonb_build_object('unlock', made, 'reason', ask_unlock.reason));
  return null;
end
$$;
alter function private.ask_unlock(uuid, text, text, uuid) owner to portal_keeper;
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
    return private.deny_identity(one.case_id, one.party_id, 'answer', 'identity_same_person');
  end if;
  if private.unlock_state(one, private.clock_now()) <> 'waiting' then
    -- Said twice is said once: the answer that stands is the one that was wanted.
    return case when one.answered_by = me.person and one.agreed = answer_unlock.agree then null
      else private.deny_identity(one.case_id, one.party_id, 'answer', 'identity_not_waiting') end;
  end if;
  if answer_unlock.agree and (asker.suspended_at is not null or asker.role not in ('coordinator', 'custodian', 'supervisor')) then
    return private.deny_identity(one.case_id, one.party_id, 'answer', 'identity_asker_gone');
  end if;
  if answer_unlock.agree and 'custodian' not in (asker.role, me.role) then
    return private.deny_identity(one.case_id, one.party_id, 'answer', 'identity_custodian_missing');
  end if;
  update portal.unlock u set answered_by = me.person, answered_at = private.clock_now(), agreed = answer_unlock.agree,
    expires_at = case when answer_unlock.agree then private.clock_now() + (select r.span from portal.unlock_rule r
      where r.kind = 'open') end
  where u.id = one.id;
  perform private.tell_of_identity(one.case_id, one.party_id, case when answer_unlock.agree
    then 'identity_granted' else 'identity_declined' end,
    jsonb_build_object('unlock', one.id, 'reason', one.reason));
  return null;
end
$$;
alter function private.answer_unlock(uuid, boolean) owner to portal_keeper;
comment on function private.answer_unlock is
  'The second key: somebody else agrees or declines, and one of the two is a custodian. Returns null, or why not.';

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
    return private.deny_identity(one.case_id, one.party_id, 'revoke', 'identity_not_yours');
  end if;
  if private.unlock_state(one, private.clock_now()) not in ('waiting', 'open') then
    return case when one.ended_by = me.person then null else private.deny_identity(one.case_id, one.party_id, 'revoke',
      'identity_not_waiting') end;
  end if;
  update portal.unlock u set ended_at = private.clock_now(), ended_how = 'revoked', ended_by = me.person where u.id = one.id;
  perform private.tell_of_identity(one.case_id, one.party_id, 'identity_revoked', jsonb_build_object('unlock', one.id, 'reason', one.reason));
  return null;
end
$$;
alter function private.revoke_unlock(uuid) owner to portal_keeper;
comment on function private.revoke_unlock is 'Ends a request or an open identity at once. Returns null, or why not.';

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
    perform private.tell_of_identity(one.case_id, one.party_id, 'identity_' || how, jsonb_build_object('unlock', one.id, 'reason', one.reason));
    ended := ended + 1;
  end loop;
  return jsonb_build_object('unlocks_ended', ended);
end
$$;
alter function private.tick_identity(timestamptz) owner to portal_keeper;
comment on function private.tick_identity is
  'Closes what has run out and says so in the case, each once. What has run out opens nothing even before that.';
grant execute on function private.tick_identity(timestamptz) to portal_keeper;

grant execute on function private.ask_unlock(uuid, text, text, uuid), private.answer_unlock(uuid, boolean), private.revoke_unlock(uuid)
to authenticated;
