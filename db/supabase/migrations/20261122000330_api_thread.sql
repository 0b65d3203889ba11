-- What people do in a case. Each function does one deed once and returns the page as its caller then sees it.

create function private.my_seat(one_case uuid) returns uuid
language sql stable
as $$
  select p.id from portal.party p
  where p.case_id = one_case and p.until is null
    and (p.organization_id = (select private.my_organization()) or p.id = (select private.my_party()))
$$;
comment on function private.my_seat is 'The party as which the caller acts in a case.';

create function private.bind_files(message uuid, files uuid[]) returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  me private.actor := private.me();
  bound integer;
begin
  if coalesce(cardinality(files), 0) = 0 then
    return;
  end if;
  update portal.attachment a set message_id = m.id
  from portal.message m join portal.party p on p.id = m.author_party
  where m.id = bind_files.message and a.id = any (files) and a.message_id is null and a.party_id = m.author_party and a.case_id = m.case_id
    -- Only to a message of this very transaction: what was read and released gets no file afterwards.
    and m.xmin::text = pg_current_xact_id()::xid::text
    and (p.organization_id = me.organization or p.id = me.party);
  get diagnostics bound = row_count;
  if bound <> cardinality(files) or bound > 10 then
    perform private.refuse('400', 'file_refused', 'One of the files is not there any more. Attach it again.');
  end if;
end
$$;
alter function private.bind_files(uuid, uuid[]) owner to portal_keeper;
comment on function private.bind_files is 'Binds files that the caller reserved to the message being posted, in the same transaction.';

create function api.post_message(
  request_id uuid, reference text, body text, audience uuid[] default '{}', kind text default 'message', files uuid[] default '{}'
) returns jsonb
language plpgsql volatile
as $$
declare
  one uuid := private.my_case(post_message.reference);
  posted uuid := gen_random_uuid();
begin
  if (post_message.kind in ('message', 'note')) is not true then
    perform private.refuse('400', 'value_invalid', 'A message or a note.', '{"field": "kind"}');
  end if;
  if private.my_seat(one) is null or (private.my_role() = 'custodian') then
    perform private.refuse('403', 'not_allowed', 'You can read this case but not write in it.');
  end if;
  if not private.done_before(post_message.request_id, jsonb_build_array('post_message', one, post_message.body, post_message.audience::text, post_message.kind, post_message.files::text)::text) then
    insert into portal.message (id, case_id, author_party, kind, body, wanted)
    values (posted, one, private.my_seat(one), post_message.kind, post_message.body, coalesce(post_message.audience, '{}'));
    perform private.bind_files(posted, post_message.files);
  end if;
  return private.page_of(one);
end
$$;
comment on function api.post_message is 'Posts as the caller. Words for another side are held until Handshake has read them.';

create function private.own_held(message uuid) returns uuid
language plpgsql stable
as $$
declare
  found_case uuid := (select m.case_id from portal.message m join portal.party p on p.id = m.author_party
    where m.id = own_held.message and (p.organization_id = (select private.my_organization()) or p.id = (select private.my_party())));
begin
  if found_case is null then
    perform private.refuse('404', 'absent', 'There is no case here for you.');
  end if;
  return found_case;
end
$$;
comment on function private.own_held is 'The case of a message of the caller''s own.';

create function api.change_held(request_id uuid, message uuid, body text) returns jsonb
language plpgsql volatile
as $$
declare
  one uuid := private.own_held(change_held.message);
begin
  if not private.done_before(change_held.request_id, jsonb_build_array('change_held', change_held.message, change_held.body)::text) then
    update portal.message m set body = change_held.body, state = 'held' where m.id = change_held.message;
    if not found then
      perform private.refuse('409', 'case_state_changed', 'This message was decided in the meantime.');
    end if;
  end if;
  return private.page_of(one);
end
$$;
comment on function api.change_held is 'Changes a message of one''s own that nobody else has seen yet.';

create function api.take_back(request_id uuid, message uuid) returns jsonb
language plpgsql volatile
as $$
declare
  one uuid := private.own_held(take_back.message);
begin
  if not private.done_before(take_back.request_id, jsonb_build_array('take_back', take_back.message)::text) then
    update portal.message m set state = 'taken_back' where m.id = take_back.message;
    if not found then
      perform private.refuse('409', 'case_state_changed', 'This message was decided in the meantime.');
    end if;
  end if;
  return private.page_of(one);
end
$$;
comment on function api.take_back is 'Takes back a message of one''s own that nobody else has seen yet.';

create function private.set_issues(one_case uuid, revision integer, issues text[], severity integer) returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  one portal.case_;
  flagged boolean;
begin
  select * into one from portal.case_ c where c.id = one_case for update;
  if not private.is_desk() or one.id is null then
    perform private.refuse('403', 'not_allowed', 'Only Handshake classifies a case.');
  end if;
  if one.revision is distinct from set_issues.revision then
    perform private.refuse('409', 'revision_stale', 'Somebody changed this case. You see the new state now.',
      jsonb_build_object('revision', one.revision, 'state', one.state));
  end if;
  if coalesce(cardinality(set_issues.issues), 0) not between 1 and 12 or (set_issues.severity between 1 and 4) is not true
     or 'X0' = any (set_issues.issues)
     or exists (select from unnest(set_issues.issues) as given (code) where not exists (select from portal.issue_code i where i.code = given.code)) then
    perform private.refuse('400', 'value_invalid', 'Choose at least one issue and a severity.', '{"field": "issues"}');
  end if;
  -- A code that raised it once raises it no second time: a supervisor may have taken it down since.
  flagged := exists (select from unnest(private.raising_codes(one.workplace_id, set_issues.issues)) as r (code)
    where not exists (select from portal.case_issue i where i.case_id = one_case and i.code = r.code)
      or not exists (select from portal.protocol p where p.case_id = one_case));
  delete from portal.case_issue i where i.case_id = one_case;
  insert into portal.case_issue (case_id, code, position)
  select one_case, g.code, row_number() over (order by g.place) from (
    select u.code, min(u.place) as place from unnest(set_issues.issues) with ordinality as u (code, place) group by u.code) g;
  perform private.record(one_case, 'issues_set', jsonb_build_object('issues', to_jsonb(set_issues.issues)));
  -- Under zero tolerance a case is critical, whatever was chosen.
  update portal.case_ c set main_issue = set_issues.issues[1], revision = c.revision + 1,
    severity = case when c.zero_tolerance or flagged then 1 else set_issues.severity end
  where c.id = one_case;
  if flagged then
    perform private.raise_zero_tolerance(one_case, 'code');
  end if;
end
$$;
alter function private.set_issues(uuid, integer, text[], integer) owner to portal_keeper;
comment on function private.set_issues is 'Sets issues and severity; zero-tolerance codes raise the flag by themselves.';

create function api.classify(request_id uuid, reference text, revision integer, issues text[], severity integer) returns jsonb
language plpgsql volatile
as $$
declare
  one uuid := private.my_case(classify.reference);
begin
  if not private.done_before(classify.request_id, jsonb_build_array('classify', one, classify.revision, classify.issues::text, classify.severity)::text) then
    perform private.set_issues(one, classify.revision, classify.issues, classify.severity);
  end if;
  return private.page_of(one);
end
$$;
comment on function api.classify is 'Sets the issues and the severity of a case.';

create function private.lift_silence(one_case uuid, revision integer, why text) returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  one portal.case_;
begin
  select * into one from portal.case_ c where c.id = one_case for update;
  if not private.is_supervisor() or one.id is null then
    perform private.refuse('403', 'not_allowed', 'Only a supervisor ends the silence towards the factory.');
  end if;
  if one.revision is distinct from lift_silence.revision then
    perform private.refuse('409', 'revision_stale', 'Somebody changed this case. You see the new state now.', jsonb_build_object('revision', one.revision));
  end if;
  if not one.no_tip_off then
    perform private.refuse('409', 'case_state_changed', 'No tip-off has ended already.');
  end if;
  -- An event never carries words, so the reason is a note: it stands in the thread, where only Handshake reads it.
  insert into portal.message (case_id, author_party, kind, body)
  select p.case_id, p.id, 'note', private.check_words(lift_silence.why, 'reason', 500)
  from portal.party p where p.case_id = one_case and p.side = 'handshake';
  update portal.case_ c set no_tip_off = false, revision = c.revision + 1 where c.id = one_case;
end
$$;
alter function private.lift_silence(uuid, integer, text) owner to portal_keeper;
comment on function private.lift_silence is 'Ends no tip-off, by a supervisor with a reason, which stays as an internal note.';

create function api.end_no_tip_off(request_id uuid, reference text, revision integer, reason text) returns jsonb
language plpgsql volatile
as $$
declare
  one uuid := private.my_case(end_no_tip_off.reference);
begin
  if not private.done_before(end_no_tip_off.request_id, jsonb_build_array('end_no_tip_off', one, end_no_tip_off.revision, end_no_tip_off.reason)::text) then
    perform private.lift_silence(one, end_no_tip_off.revision, end_no_tip_off.reason);
  end if;
  return private.page_of(one);
end
$$;
comment on function api.end_no_tip_off is 'A supervisor ends no tip-off with a reason.';

create function api.admit(request_id uuid, reference text, organization uuid) returns jsonb
language plpgsql volatile
as $$
declare
  one uuid := private.my_case(admit.reference);
begin
  if not private.done_before(admit.request_id, jsonb_build_array('admit', one, admit.organization)::text) then
    perform private.admit(admit.reference, admit.organization);
  end if;
  return private.page_of(one);
end
$$;
comment on function api.admit is 'Admits an organisation to a case, with the worker''s consent.';

create function api.give_consent(
  request_id uuid, item text, recipient uuid, reference text default null, given_how text default 'web',
  text_version text default null, language text default 'en', guardian text default null, child_agreed boolean default null,
  party uuid default null
) returns jsonb
language plpgsql volatile
as $$
declare
  one uuid := private.my_case(give_consent.reference);
begin
  if (give_consent.item in ('statement', 'name', 'contact', 'photo', 'file') and give_consent.given_how in ('web', 'phone', 'guardian')) is not true then
    perform private.refuse('400', 'value_invalid', 'Choose what may be known.', '{"field": "item"}');
  end if;
  if not private.done_before(give_consent.request_id, jsonb_build_array('give_consent', one, give_consent.item, give_consent.recipient, give_consent.given_how, give_consent.text_version, give_consent.language,
      give_consent.guardian, give_consent.child_agreed, give_consent.party)::text) then
    perform private.consent_given(one, give_consent.item, give_consent.recipient, give_consent.given_how, give_consent.text_version, give_consent.language,
      give_consent.guardian, give_consent.child_agreed, give_consent.party);
  end if;
  return private.page_of(one);
end
$$;
comment on function api.give_consent is 'The worker, or a coordinator who spoke with her, gives one permission to one recipient.';

create function api.withdraw_consent(request_id uuid, consent uuid) returns jsonb
language plpgsql volatile
as $$
declare
  one uuid;
begin
  if private.done_before(withdraw_consent.request_id, jsonb_build_array('withdraw_consent', withdraw_consent.consent)::text) then
    one := (select c.case_id from portal.consent c where c.id = withdraw_consent.consent);
    return private.page_of(one);
  end if;
  return private.page_of(private.consent_withdrawn(withdraw_consent.consent));
end
$$;
comment on function api.withdraw_consent is 'Takes a permission back.';

create function api.reserve_file(
  request_id uuid, name text, bytes bigint, sha256 text, media_type text, cleaned_sha256 text default null,
  cleaned_bytes bigint default null, reference text default null
) returns jsonb
language plpgsql volatile
as $$
declare
  one uuid := private.my_case(reserve_file.reference);
  seat uuid := private.my_seat(one);
begin
  if seat is null or private.my_role() = 'custodian' then
    perform private.refuse('403', 'not_allowed', 'You can read this case but not write in it.');
  end if;
  if (reserve_file.bytes between 1 and 10485760 and reserve_file.sha256 ~ '^[0-9a-f]{64}$' and reserve_file.media_type ~ '^[a-z]+/[a-z0-9.+-]+$'
      and length(reserve_file.name) between 1 and 120) is not true
     or reserve_file.cleaned_sha256 !~ '^[0-9a-f]{64}$' or reserve_file.cleaned_bytes not between 1 and 31457280 then
    perform private.refuse('400', 'file_refused', 'This file cannot be taken.', '{"limit": 10485760}');
  end if;
  if not private.done_before(reserve_file.request_id, jsonb_build_array('reserve_file', one, reserve_file.name, reserve_file.bytes, reserve_file.sha256, reserve_file.media_type,
      reserve_file.cleaned_sha256, reserve_file.cleaned_bytes)::text) then
    perform private.file_turn(seat);
    insert into portal.attachment (id, case_id, party_id, name, media_type, original_sha256, original_bytes, cleaned_sha256, cleaned_bytes)
    values (reserve_file.request_id, one, seat, reserve_file.name, reserve_file.media_type, reserve_file.sha256, reserve_file.bytes, reserve_file.cleaned_sha256, reserve_file.cleaned_bytes);
  end if;
  -- The id of the request is random too: asked again, the answer is the same.
  return jsonb_build_object('id', reserve_file.request_id);
end
$$;
comment on function api.reserve_file is 'Reserves a place for a file; posting a message binds it.';

create function private.sealed_original(attachment uuid) returns text
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  me private.actor := private.me();
begin
  return (select a.original_sha256 from portal.attachment a join portal.party p on p.id = a.party_id
    where a.id = sealed_original.attachment
      and (private.is_handshake() or (p.until is null and not p.hidden and (p.organization_id = me.organization or p.id = me.party))));
end
$$;
alter function private.sealed_original(uuid) owner to portal_keeper;
comment on function private.sealed_original is 'Key of the sealed original, for its owner and Handshake; null for everybody else.';

create function api.file_content(attachment uuid, original boolean default false) returns jsonb
language plpgsql stable
as $$
declare
  one record;
  key text;
begin
  select a.name, a.media_type, a.cleaned_sha256, a.cleaned_bytes, a.original_bytes into one
  from portal.attachment a where a.id = file_content.attachment;
  -- Others than its owner and Handshake get the cleaned copy or nothing.
  if one.name is not null then
    key := case when file_content.original or one.cleaned_sha256 is null then private.sealed_original(file_content.attachment) else one.cleaned_sha256 end;
  end if;
  if key is null then
    perform private.refuse('404', 'absent', 'There is no file here for you.');
  end if;
  return jsonb_build_object('key', key, 'name', one.name, 'media_type', one.media_type,
    'bytes', case when key = one.cleaned_sha256 then one.cleaned_bytes else one.original_bytes end);
end
$$;
comment on function api.file_content is 'Where the bytes of a file lie that the caller may read.';

grant execute on function private.my_seat(uuid), private.bind_files(uuid, uuid[]), private.own_held(uuid), private.sealed_original(uuid) to anon, authenticated;
grant execute on function private.set_issues(uuid, integer, text[], integer), private.lift_silence(uuid, integer, text) to authenticated;
grant execute on function api.post_message(uuid, text, text, uuid[], text, uuid[]), api.change_held(uuid, uuid, text), api.take_back(uuid, uuid),
  api.give_consent(uuid, text, uuid, text, text, text, text, text, boolean, uuid), api.withdraw_consent(uuid, uuid),
  api.reserve_file(uuid, text, bigint, text, text, text, bigint, text), api.file_content(uuid, boolean) to anon, authenticated;
grant execute on function api.classify(uuid, text, integer, text[], integer), api.end_no_tip_off(uuid, text, integer, text),
  api.admit(uuid, text, uuid) to authenticated;
