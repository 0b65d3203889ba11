-- Deeds that write into several tables at once: how a case begins. Each is a security definer function that checks its caller
-- first; the functions of api call them and then read the result as the person, under the policies.

create function private.open_case(
  workplace uuid, words text, statement text, issues text[], severity integer, channel text, language text,
  anonymous boolean, queued boolean, receipt_hash text, sealed_identity text, sealed_plan text,
  consent_factory boolean, consent_brands uuid[], given_how text, text_version text
) returns portal.case_
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  made portal.case_;
  desk uuid;
  worker uuid;
  one_code text;
  place smallint := 0;
  flagged boolean;
  asked portal.consent_version := private.asked_in(text_version, language);
begin
  if private.previewing() or receipt_hash is null or receipt_hash !~ '^[0-9a-f]{64}$' then
    perform private.refuse('400', 'value_invalid', 'The receipt is not of the right form.', '{"field": "receipt"}');
  end if;
  if not exists (select from portal.organization o where o.id = workplace and o.kind = 'workplace') then
    perform private.refuse('400', 'value_invalid', 'Choose a workplace.', '{"field": "workplace"}');
  end if;
  if coalesce(cardinality(issues), 0) = 0 or cardinality(issues) > 12
     or exists (select from unnest(issues) as given (code) where not exists (select from portal.issue_code i where i.code = given.code)) then
    perform private.refuse('400', 'value_invalid', 'Choose what it is about.', '{"field": "issues"}');
  end if;
  if language is null or language !~ '^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$' or length(language) > 35 then
    perform private.refuse('400', 'value_invalid', 'Choose a language.', '{"field": "language"}');
  end if;
  if length(sealed_identity) not between 1 and 20000 or length(sealed_plan) not between 1 and 20000 then
    perform private.refuse('400', 'value_invalid', 'This form was not filled in by the portal.', '{"field": "sealed_identity"}');
  end if;
  if exists (select from portal.receipt r where r.code_hash = private.digest(receipt_hash)) then
    perform private.refuse('400', 'value_invalid', 'This receipt belongs to another report.', '{"field": "receipt"}');
  end if;
  flagged := private.raising_codes(workplace, issues) <> '{}';
  insert into portal.case_ (reference, workplace_id, state, severity, main_issue, anonymous, zero_tolerance, no_tip_off)
  values (private.new_reference(), workplace, 'received', case when flagged then 1 else severity end, issues[1], anonymous, flagged, flagged)
  returning * into made;
  insert into portal.case_desk (case_id, received_at, channel, language, workplace_words, queued)
  values (made.id, private.clock_now(), channel, language, nullif(left(words, 300), ''), queued);
  foreach one_code in array issues loop
    place := place + 1;
    insert into portal.case_issue (case_id, code, position) values (made.id, one_code, place) on conflict do nothing;
  end loop;
  insert into portal.party (case_id, side, organization_id, since, basis, last_activity)
  select made.id, 'handshake', o.id, private.clock_now(), 'own', private.clock_now() from portal.organization o where o.kind = 'handshake'
  returning id into desk;
  insert into portal.party (case_id, side, since, basis, last_activity)
  values (made.id, 'worker', private.clock_now(), 'own', private.clock_now()) returning id into worker;
  insert into portal.receipt (case_id, party_id, code_hash, issued_at)
  values (made.id, worker, private.digest(receipt_hash), private.clock_now());
  if coalesce(sealed_identity, sealed_plan) is not null then
    insert into portal.identity (party_id, case_id, sealed, kept_at, plan, plan_kept_at)
    values (worker, made.id, sealed_identity, private.clock_now(), sealed_plan, case when sealed_plan is not null then private.clock_now() end);
  end if;
  perform private.record(made.id, 'case_received', jsonb_build_object('channel', channel), array[worker]);
  if flagged then
    perform private.raise_zero_tolerance(made.id, 'code');
  end if;
  insert into portal.message (case_id, author_party, kind, body, wanted) values (made.id, worker, 'statement', statement, array[desk]);
  insert into portal.consent (case_id, party_id, item, recipient_id, text_version, language, given_how, given_at)
  select made.id, worker, 'statement', r.id, asked.version, asked.language, given_how, private.clock_now()
  from (select workplace as id where consent_factory
        union select o.id from portal.organization o where o.id = any (consent_brands) and o.kind = 'brand') as r;
  perform private.record(made.id, 'consent_given', jsonb_build_object('item', 'statement', 'recipient', c.recipient_id), array[worker])
  from portal.consent c where c.case_id = made.id;
  return made;
end
$$;
alter function private.open_case(uuid, text, text, text[], integer, text, text, boolean, boolean, text, text, text, boolean, uuid[], text, text)
  owner to portal_keeper;
comment on function private.open_case is 'Makes a case with its parties, statement, consents, receipt and first events, in one transaction.';

create function private.unlisted_place(words text) returns uuid
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  place uuid;
begin
  perform private.check_words(unlisted_place.words, 'workplace', 300);
  select o.id into place from portal.organization o where o.kind = 'workplace' and o.name = 'Not on the list';
  if place is null then
    insert into portal.organization (kind, name) values ('workplace', 'Not on the list')
    on conflict (kind, name) do update set name = excluded.name returning id into place;
  end if;
  return place;
end
$$;
alter function private.unlisted_place(text) owner to portal_keeper;
comment on function private.unlisted_place is
  'A workplace that is not on the list waits under one neutral name, with what the worker calls it, until a coordinator finds it.';

create function private.file_case(
  receipt_hash text, language text, workplace uuid, workplace_words text, statement text, issues text[],
  consent_factory boolean, consent_brands uuid[], sealed_identity text, sealed_plan text, text_version text
) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  made portal.case_;
  -- Counted on one of sixteen rows drawn by lot, and taken times sixteen: on a single row everybody of a dormitory would wait
  -- until the one before has been stored.
  filed integer := 16 * private.use_limit('file:' || floor(random() * 16) || ':' || coalesce(private.header('x-portal-network'), 'none'));
begin
  -- A dormitory has one address, and so has who floods it: what comes in a burst waits aside, and nobody is turned away for a
  -- flood of ten thousand. The end is far beyond the workers of any dormitory, for the sake of the disk.
  if filed > 20000 then
    perform private.refuse('429', 'rate_limited', 'Very many reports came from this network. Try again in an hour, or call us.', '{"retry_seconds": 3600}');
  end if;
  made := private.open_case(coalesce(file_case.workplace, private.unlisted_place(file_case.workplace_words)),
    file_case.workplace_words, file_case.statement, file_case.issues, 3, 'web', file_case.language, true,
    filed > 1000, file_case.receipt_hash, file_case.sealed_identity, file_case.sealed_plan, coalesce(file_case.consent_factory, false) and workplace is not null,
    coalesce(file_case.consent_brands, '{}'), 'web', file_case.text_version);
  return jsonb_build_object('reference', made.reference, 'changed', false, 'queued', filed > 1000);
end
$$;
alter function private.file_case(text, text, uuid, text, text, text[], boolean, uuid[], text, text, text) owner to portal_keeper;
comment on function private.file_case is 'A worker files a case without an account. A burst from one network is stored and queued, not blocked.';

create function private.take_call(
  receipt_hash text, channel text, language text, workplace uuid, workplace_words text, statement text, issues text[],
  severity integer, consent_factory boolean, consent_brands uuid[], sealed_identity text, sealed_plan text, text_version text, anonymous boolean
) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  made portal.case_;
begin
  if not private.is_desk() then
    perform private.refuse('403', 'not_allowed', 'Only coordinators take calls.');
  end if;
  if (take_call.severity between 1 and 4 and take_call.channel in ('phone', 'chat', 'web', 'walk_in', 'letter')) is not true then
    perform private.refuse('400', 'value_invalid', 'Choose channel and severity.', '{"field": "severity"}');
  end if;
  made := private.open_case(coalesce(take_call.workplace, private.unlisted_place(take_call.workplace_words)),
    take_call.workplace_words, take_call.statement, take_call.issues, take_call.severity,
    take_call.channel, take_call.language, coalesce(take_call.anonymous, true), false, take_call.receipt_hash, take_call.sealed_identity, take_call.sealed_plan,
    coalesce(take_call.consent_factory, false) and take_call.workplace is not null, coalesce(take_call.consent_brands, '{}'), 'phone', take_call.text_version);
  return jsonb_build_object('reference', made.reference);
end
$$;
alter function private.take_call(text, text, text, uuid, text, text, text[], integer, boolean, uuid[], text, text, text, boolean) owner to portal_keeper;
comment on function private.take_call is 'A coordinator files a case for a caller.';

grant execute on function private.file_case(text, text, uuid, text, text, text[], boolean, uuid[], text, text, text) to anon, authenticated;
grant execute on function private.take_call(text, text, text, uuid, text, text, text[], integer, boolean, uuid[], text, text, text, boolean)
  to authenticated;
