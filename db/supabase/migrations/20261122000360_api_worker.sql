-- What a worker does without an account, and what the hotline does for her.

create function api.covered_brands() returns jsonb
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
  select coalesce(jsonb_agg(private.organization_json(o) order by o.name), '[]')
  from portal.organization o where o.kind = 'brand' and o.ended_at is null
$$;
alter function api.covered_brands() owner to portal_keeper;
comment on function api.covered_brands is 'All member brands, for everybody. Who buys where is told to nobody.';

create function api.find_workplaces(words text) returns jsonb
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  pattern text := '%' || replace(replace(replace(normalize(btrim(coalesce(find_workplaces.words, '')), nfc), '\', '\\'), '%', '\%'), '_', '\_') || '%';
begin
  if length(pattern) > 102 then
    return '[]';
  end if;
  return (select coalesce(jsonb_agg(jsonb_build_object('id', w.id, 'name', w.name, 'city', w.city) order by w.name), '[]') from (
    select o.id, o.name, o.city from portal.organization o
    where o.kind = 'workplace' and o.ended_at is null and o.name <> 'Not on the list'
      and (normalize(o.name, nfc) ilike pattern or o.city ilike pattern) order by o.name limit 20) w);
end
$$;
alter function api.find_workplaces(text) owner to portal_keeper;
comment on function api.find_workplaces is 'At most 20 workplaces whose name or city holds these words.';

create function api.file_case(
  request_id uuid, receipt_hash text, language text, statement text, issues text[], workplace uuid default null, workplace_words text default null,
  consent_factory boolean default false, consent_brands uuid[] default '{}', sealed_identity text default null, text_version text default null,
  sealed_plan text default null
) returns jsonb
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  made portal.case_;
  again boolean;
  changed boolean := false;
begin
  begin
    again := private.done_before(file_case.request_id, jsonb_build_array('file_case', file_case.receipt_hash, file_case.language, file_case.statement,
      file_case.issues, file_case.workplace, file_case.workplace_words, file_case.consent_factory, file_case.consent_brands)::text);
  exception when sqlstate 'PT409' then
    -- The answer was lost and she went on writing. Her code opens the case that is stored: it must not stay unknown to her.
    again := true;
    changed := true;
  end;
  if again then
    select c.* into made from portal.receipt r join portal.case_ c on c.id = r.case_id where r.code_hash = private.digest(file_case.receipt_hash);
    if made.id is null then
      perform private.refuse('409', 'request_reused', 'This request was sent before with other words. Send it as a new one.');
    end if;
    changed := changed or exists (
      select from portal.receipt r left join portal.identity i on i.party_id = r.party_id
      where r.code_hash = private.digest(file_case.receipt_hash)
        and (i.sealed is distinct from file_case.sealed_identity or i.plan is distinct from file_case.sealed_plan));
    return jsonb_build_object('reference', made.reference, 'changed', changed,
      'queued', coalesce((select d.queued from portal.case_desk d where d.case_id = made.id), false));
  end if;
  return private.file_case(file_case.receipt_hash, file_case.language, file_case.workplace, file_case.workplace_words, file_case.statement,
    file_case.issues, file_case.consent_factory, file_case.consent_brands, file_case.sealed_identity, file_case.sealed_plan, file_case.text_version);
end
$$;
alter function api.file_case(uuid, text, text, text, text[], uuid, text, boolean, uuid[], text, text, text) owner to portal_keeper;
comment on function api.file_case is
  'Files a case without an account. The receipt''s hash was drawn by the portal. Sent again with other words, the first ones stand: changed.';

create function api.open_receipt(receipt_hash text, session_hash text) returns jsonb
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  one portal.receipt;
begin
  -- Known and unknown take the same way; 80 random bits are beyond guessing, so nobody is ever locked out.
  update portal.receipt r set opened_at = coalesce(r.opened_at, now())
  where r.code_hash = private.digest(open_receipt.receipt_hash) and r.revoked_at is null and open_receipt.session_hash ~ '^[0-9a-f]{64}$'
  returning * into one;
  if one.id is null then
    perform private.refuse('404', 'receipt_unknown', 'This code opens nothing. Check each sign; O is zero, I and L are one.');
  end if;
  insert into portal.receipt_session (receipt_id, token_hash) values (one.id, private.digest(open_receipt.session_hash))
  on conflict on constraint receipt_session_token_hash_key do nothing;
  if not found then
    -- Sent twice because the first answer was lost: the same browser, the same receipt, nothing new.
    if not exists (select from portal.receipt_session s where s.token_hash = private.digest(open_receipt.session_hash) and s.receipt_id = one.id) then
      perform private.refuse('404', 'receipt_unknown', 'This code opens nothing. Check each sign; O is zero, I and L are one.');
    end if;
    return jsonb_build_object('reference', (select c.reference from portal.case_ c where c.id = one.case_id));
  end if;
  perform private.record(one.case_id, 'receipt_opened', '{}', array[one.party_id]);
  return jsonb_build_object('reference', (select c.reference from portal.case_ c where c.id = one.case_id));
end
$$;
alter function api.open_receipt(text, text) owner to portal_keeper;
comment on function api.open_receipt is 'Opens a receipt for two hours in one browser.';

create function api.close_receipt() returns jsonb
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  update portal.receipt_session s set closed_at = now()
  where s.token_hash = private.digest(private.header('x-receipt-session')) and s.closed_at is null;
  return to_jsonb(found);
end
$$;
alter function api.close_receipt() owner to portal_keeper;
comment on function api.close_receipt is 'Leaves: the browser opens nothing any more.';

create function api.take_call(
  request_id uuid, receipt_hash text, channel text, language text, statement text, issues text[], severity integer, workplace uuid default null,
  workplace_words text default null, consent_factory boolean default false, consent_brands uuid[] default '{}', sealed_identity text default null,
  text_version text default null, anonymous boolean default true, sealed_plan text default null
) returns jsonb
language plpgsql volatile
as $$
declare
  one text;
begin
  if not private.is_desk() then
    perform private.refuse('403', 'not_allowed', 'Only coordinators take calls.');
  end if;
  begin
    if private.done_before(take_call.request_id, jsonb_build_array('take_call', take_call.receipt_hash, take_call.channel, take_call.language, take_call.statement,
        take_call.issues, take_call.severity, take_call.workplace, take_call.workplace_words, take_call.consent_factory, take_call.consent_brands, take_call.anonymous)::text) then
      one := private.reference_of_receipt(take_call.receipt_hash);
      return jsonb_build_object('reference', one, 'changed', false);
    end if;
  exception when sqlstate 'PT409' then
    -- Stored, its answer lost, and changed since: a refusal would leave the caller with a case and no way back to it.
    one := private.reference_of_receipt(take_call.receipt_hash);
    if one is null then
      raise;
    end if;
    return jsonb_build_object('reference', one, 'changed', true);
  end;
  return private.take_call(take_call.receipt_hash, take_call.channel, take_call.language, take_call.workplace, take_call.workplace_words,
    take_call.statement, take_call.issues, take_call.severity, take_call.consent_factory, take_call.consent_brands,
    take_call.sealed_identity, take_call.sealed_plan, take_call.text_version, take_call.anonymous);
end
$$;
comment on function api.take_call is
  'A coordinator files a case for a caller and reads the receipt to her. Sent again with other words, the first ones stand, and it says so.';

create function private.reference_of_receipt(receipt_hash text) returns text
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
  select c.reference from portal.receipt r join portal.case_ c on c.id = r.case_id
  where r.code_hash = private.digest(reference_of_receipt.receipt_hash) and private.is_desk()
$$;
alter function private.reference_of_receipt(text) owner to portal_keeper;
comment on function private.reference_of_receipt is 'The case of a receipt that a coordinator holds.';

create function private.contacts_of_today() returns jsonb
language sql stable
as $$
  select jsonb_build_object('today', (select coalesce(jsonb_object_agg(k.kind, k.n), '{}') from (
    select c.kind, count(*) as n from portal.contact c
    where c.at >= date_trunc('day', now() at time zone 'Asia/Shanghai') at time zone 'Asia/Shanghai' group by c.kind) k))
$$;
comment on function private.contacts_of_today is 'Contacts of today that are no case, by kind.';

create function api.log_contact(request_id uuid, kind text, channel text, language text, minutes integer default null) returns jsonb
language plpgsql volatile
as $$
begin
  if not private.is_desk() then
    perform private.refuse('403', 'not_allowed', 'Only coordinators take calls.');
  end if;
  if (log_contact.kind in ('X1', 'X2', 'X3', 'X4') and log_contact.channel in ('phone', 'chat', 'web', 'walk_in', 'letter')
      and length(log_contact.language) between 2 and 35) is not true
     or log_contact.minutes not between 0 and 600 then
    perform private.refuse('400', 'value_invalid', 'Choose what it was and how long it took.', '{"field": "kind"}');
  end if;
  if not private.done_before(log_contact.request_id, jsonb_build_array('log_contact', log_contact.kind, log_contact.channel, log_contact.language, log_contact.minutes)::text) then
    insert into portal.contact (kind, channel, language, minutes, taken_by)
    values (log_contact.kind, log_contact.channel, log_contact.language, log_contact.minutes, private.my_person());
  end if;
  return private.contacts_of_today();
end
$$;
comment on function api.log_contact is 'Counts a contact that is no case.';

create function api.contacts_today() returns jsonb
language plpgsql stable
as $$
begin
  if not private.is_handshake() then
    perform private.refuse('403', 'not_allowed', 'Only Handshake counts contacts.');
  end if;
  return private.contacts_of_today();
end
$$;
comment on function api.contacts_today is 'Contacts of today that are no case, by kind.';

grant execute on function api.covered_brands(), api.find_workplaces(text),
  api.file_case(uuid, text, text, text, text[], uuid, text, boolean, uuid[], text, text, text), api.open_receipt(text, text), api.close_receipt() to anon, authenticated;
grant execute on function private.reference_of_receipt(text), private.contacts_of_today(), api.log_contact(uuid, text, text, text, integer), api.contacts_today(),
  api.take_call(uuid, text, text, text, text, text[], integer, uuid, text, boolean, uuid[], text, text, boolean, text) to authenticated;
