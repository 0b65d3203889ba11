-- Identities under two keys, as people call for them. A refusal is an answer here, not an error: it must stay in the record.

create function api.ask_identity(request_id uuid, reference text, reason text, words text, party uuid default null) returns jsonb
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  one uuid := private.my_case(ask_identity.reference);
  why text;
begin
  -- Sent again, it asks only when the first one did not.
  if not private.done_before(ask_identity.request_id, jsonb_build_array('ask_identity', one, ask_identity.reason,
    ask_identity.words, ask_identity.party)::text)
     or not exists (select from jsonb_array_elements(private.unlocks(one)) u where (u ->> 'mine')::boolean) then
    why := private.ask_unlock(one, ask_identity.reason, ask_identity.words, ask_identity.party);
  end if;
  return jsonb_build_object('done', why is null, 'why', why, 'page', private.page_of(one));
end
$$;
comment on function api.ask_identity is 'The first key: asks to open the identity of one case, with a reason.';

create function api.open_identity(request_id uuid, reference text, party uuid default null) returns jsonb
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  one uuid := private.my_case(open_identity.reference);
begin
  return private.opened_identity(one, not private.done_before(open_identity.request_id, jsonb_build_array('open_identity',
    one, open_identity.party)::text), open_identity.party);
end
$$;
comment on function api.open_identity is
  'The sealed texts for the one who asked, while both keys turn. Each opening and each refusal is recorded.';

create function api.answer_identity(request_id uuid, unlock uuid, agree boolean) returns jsonb
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  why text;
begin
  -- Sent again, the deed finds itself done and changes nothing.
  perform private.done_before(answer_identity.request_id, jsonb_build_array('answer_identity', answer_identity.unlock,
    answer_identity.agree)::text);
  why := private.answer_unlock(answer_identity.unlock, answer_identity.agree);
  return jsonb_build_object('done', why is null, 'why', why, 'requests', private.unlocks());
end
$$;
comment on function api.answer_identity is 'The second key: agrees or declines, by somebody else, one of the two a custodian.';

create function api.revoke_identity(request_id uuid, unlock uuid, reference text default null) returns jsonb
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  -- From the case page the answer is that page.
  one uuid := case when revoke_identity.reference is not null then private.my_case(revoke_identity.reference) end;
  why text;
begin
  -- Sent again, the deed finds itself done and changes nothing.
  perform private.done_before(revoke_identity.request_id, jsonb_build_array('revoke_identity', revoke_identity.unlock, revoke_identity.reference)::text);
  why := private.revoke_unlock(revoke_identity.unlock);
  return jsonb_build_object('done', why is null, 'why', why)
    || case when one is null then jsonb_build_object('requests', private.unlocks()) else jsonb_build_object('page', private.page_of(one)) end;
end
$$;
comment on function api.revoke_identity is 'Ends a request or an open identity at once.';

create function api.identities() returns jsonb
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
  if (private.my_role() in ('custodian', 'supervisor')) is not true then
    perform private.refuse('403', 'not_allowed', 'Custodians and supervisors look after identities.');
  end if;
  return jsonb_build_object('done', true, 'why', null, 'requests', private.unlocks());
end
$$;
comment on function api.identities is 'What waits for a second key and what is open now, in all cases.';

create function api.keep_identity(request_id uuid, reference text default null, sealed text default null,
  plan text default null, party uuid default null) returns jsonb
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  one uuid := private.my_case(keep_identity.reference);
begin
  -- The same words sealed twice are two texts: what is compared is which of them are sent.
  if not private.done_before(keep_identity.request_id, jsonb_build_array('keep_identity', one, keep_identity.sealed is null,
    keep_identity.plan is null, keep_identity.party)::text) then
    perform private.write_identity(one, keep_identity.sealed, keep_identity.plan, keep_identity.party);
  end if;
  return private.page_of(one);
end
$$;
comment on function api.keep_identity is
  'The worker or the custodian writes name and contact or the safe-contact plan anew, sealed. The empty text takes it away.';

create function api.pass_on_identity(request_id uuid, reference text, item text, recipient uuid, party uuid default null) returns jsonb
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  one uuid := private.my_case(pass_on_identity.reference);
begin
  if not private.done_before(pass_on_identity.request_id, jsonb_build_array('pass_on_identity', one, pass_on_identity.item,
    pass_on_identity.recipient, pass_on_identity.party)::text) then
    perform private.told_identity(one, pass_on_identity.item, pass_on_identity.recipient, pass_on_identity.party);
  end if;
  return private.page_of(one);
end
$$;
comment on function api.pass_on_identity is
  'Handshake tells one recipient her name or contact, as she allowed; it enters her ledger.';

grant execute on function api.ask_identity(uuid, text, text, text, uuid), api.open_identity(uuid, text, uuid), api.answer_identity(uuid,
  uuid, boolean),
  api.revoke_identity(uuid, uuid, text), api.identities(), api.pass_on_identity(uuid, text, text, uuid, uuid) to authenticated;
grant execute on function api.keep_identity(uuid, text, text, text, uuid) to anon, authenticated;
