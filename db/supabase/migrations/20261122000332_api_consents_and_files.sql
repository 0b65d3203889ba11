-- A worker's permissions, and the files of a case.

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
  answer jsonb;
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
  answer := (select jsonb_build_object('id', a.id, 'key', a.original_key, 'cleaned_key', a.cleaned_key)
    from portal.attachment a where a.id = reserve_file.request_id);
  if answer is null then
    perform private.refuse('400', 'file_refused', 'One of the files is not there any more. Attach it again.');
  end if;
  return answer;
end
$$;
comment on function api.reserve_file is 'Reserves a place for a file and says where its bytes go; posting a message binds it.';

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
comment on function private.sealed_original is 'Digest of the sealed original, for its owner and Handshake; null for everybody else.';

create function api.file_content(attachment uuid, original boolean default false) returns jsonb
language plpgsql stable
as $$
declare
  one record;
  sealed boolean;
  digest text;
begin
  select private.file_name(a.id, a.message_id, a.name, a.media_type, a.by_worker) as name, a.media_type, a.cleaned_sha256, a.cleaned_bytes, a.original_bytes,
    a.original_key, a.cleaned_key into one
  from portal.attachment a where a.id = file_content.attachment;
  -- Others than its owner and Handshake get the cleaned copy or nothing.
  if one.name is not null then
    sealed := file_content.original or one.cleaned_sha256 is null;
    digest := case when sealed then private.sealed_original(file_content.attachment) else one.cleaned_sha256 end;
  end if;
  if digest is null then
    perform private.refuse('404', 'absent', 'There is no file here for you.');
  end if;
  return jsonb_build_object('key', case when sealed then one.original_key else one.cleaned_key end, 'sha256', digest,
    'name', one.name, 'media_type', one.media_type,
    'bytes', case when digest = one.cleaned_sha256 then one.cleaned_bytes else one.original_bytes end);
end
$$;
comment on function api.file_content is 'Where the bytes of a file lie that the caller may read.';

grant execute on function private.sealed_original(uuid) to anon, authenticated;
grant execute on function api.give_consent(uuid, text, uuid, text, text, text, text, text, boolean, uuid), api.withdraw_consent(uuid, uuid),
  api.reserve_file(uuid, text, bigint, text, text, text, bigint, text), api.file_content(uuid, boolean) to anon, authenticated;
