-- Deeds that write into several tables at once. Each is a security definer function that checks its caller
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

create function private.file_case(
  receipt_hash text, language text, workplace uuid, workplace_words text, statement text, issues text[],
  consent_factory boolean, consent_brands uuid[], sealed_identity text, sealed_plan text, text_version text
) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  made portal.case_;
  filed integer := private.use_limit('file:' || coalesce(private.header('x-portal-network'), 'none'));
  place uuid := workplace;
begin
  if filed > 5000 then
    perform private.refuse('429', 'rate_limited', 'Very many reports came from this network. Try again in an hour, or call us.', '{"retry_seconds": 3600}');
  end if;
  if place is null then
    -- A workplace that is not on the list waits under one neutral name until a coordinator finds it.
    perform private.check_words(file_case.workplace_words, 'workplace', 300);
    select o.id into place from portal.organization o where o.kind = 'workplace' and o.name = 'Not on the list';
    if place is null then
      insert into portal.organization (kind, name) values ('workplace', 'Not on the list')
      on conflict (kind, name) do update set name = excluded.name returning id into place;
    end if;
  end if;
  made := private.open_case(place, file_case.workplace_words, file_case.statement, file_case.issues, 3, 'web', file_case.language, true,
    filed > 1000, file_case.receipt_hash, file_case.sealed_identity, file_case.sealed_plan, coalesce(file_case.consent_factory, false) and workplace is not null,
    coalesce(file_case.consent_brands, '{}'), 'web', file_case.text_version);
  return jsonb_build_object('reference', made.reference, 'queued', filed > 1000);
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
  made := private.open_case(take_call.workplace, take_call.workplace_words, take_call.statement, take_call.issues, take_call.severity,
    take_call.channel, take_call.language, coalesce(take_call.anonymous, true), false, take_call.receipt_hash, take_call.sealed_identity, take_call.sealed_plan,
    coalesce(take_call.consent_factory, false), coalesce(take_call.consent_brands, '{}'), 'phone', take_call.text_version);
  return jsonb_build_object('reference', made.reference);
end
$$;
alter function private.take_call(text, text, text, uuid, text, text, text[], integer, boolean, uuid[], text, text, text, boolean) owner to portal_keeper;
comment on function private.take_call is 'A coordinator files a case for a caller.';

create function private.decide(
  message uuid, outcome text, body text, removed integer, reason text, note text, audience uuid[], revision integer
) returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  me private.actor := private.me();
  held portal.message;
  author portal.party;
  asked uuid[];
  readers uuid[];
  words text;
  missing text;
begin
  if not private.is_desk() then
    perform private.refuse('404', 'absent', 'There is no case here for you.');
  end if;
  select * into held from portal.message m where m.id = decide.message for update;
  if held.id is null then
    perform private.refuse('404', 'absent', 'There is no case here for you.');
  end if;
  if held.state <> 'held' or held.revision is distinct from decide.revision then
    perform private.refuse('409', 'case_state_changed', 'Somebody was faster.', coalesce((
      select jsonb_build_object('by', p.name, 'at', private.instant(d.decided_at), 'outcome', d.outcome)
      from portal.decision d join portal.person p on p.id = d.decided_by
      where d.message_id = held.id order by d.decided_at desc limit 1), jsonb_build_object('state', held.state, 'revision', held.revision)));
  end if;
  if (decide.outcome in ('release', 'withhold', 'send_back')) is not true then
    perform private.refuse('400', 'value_invalid', 'Release, withhold or send back.', '{"field": "outcome"}');
  end if;
  if coalesce(decide.reason, 'nothing') not in ('nothing', 'identifies', 'asks_who', 'insult', 'threat', 'settlement', 'other_case', 'unreadable')
     or length(decide.note) > 2000 then
    perform private.refuse('400', 'value_invalid', 'Choose a reason of the list; a note has at most 2,000 characters.', '{"field": "reason"}');
  end if;
  select * into author from portal.party p where p.id = held.author_party;
  insert into portal.decision (message_id, case_id, outcome, reason, note, decided_by, decided_at)
  values (held.id, held.case_id, decide.outcome, coalesce(decide.reason, 'nothing'), nullif(btrim(decide.note), ''), me.person, private.clock_now());
  update portal.message m set state = case decide.outcome when 'release' then 'released' when 'withhold' then 'withheld' else 'sent_back' end
  where m.id = held.id;
  if decide.outcome <> 'release' then
    perform private.touch(held.case_id, array[held.author_party], null);
    perform private.record(held.case_id, case decide.outcome when 'withhold' then 'message_withheld' else 'message_sent_back' end,
      jsonb_build_object('message', held.id, 'reason', coalesce(decide.reason, 'nothing')), array[held.author_party]);
    perform private.refresh_parties(array[held.case_id]);
    return;
  end if;
  words := private.check_words(decide.body, 'body', 12000);
  asked := private.widened(held.case_id, held.author_party, held.kind, coalesce(decide.audience, held.wanted));
  readers := (select coalesce(array_agg(p.id), '{}') from portal.party p
    where p.case_id = held.case_id and p.id = any (asked) and p.until is null and not p.hidden
      and p.id <> held.author_party and not (author.side = 'brand' and p.side = 'brand'));
  if cardinality(readers) < cardinality(array_remove(asked, held.author_party)) or readers = '{}' then
    perform private.refuse('400', 'audience_invalid', 'Somebody in the list of readers is not a party of this case.');
  end if;
  if author.side = 'worker' then
    select o.name into missing from portal.party p join portal.organization o on o.id = p.organization_id
    where p.id = any (readers) and p.side in ('factory', 'brand') and not private.lawful(held.case_id, p.organization_id)
      and not private.allows(author.id, p.organization_id, 'statement') limit 1;
    if missing is not null then
      perform private.refuse('403', 'guard_consent_missing', 'The worker has not allowed this reader.', jsonb_build_object('recipient', missing));
    end if;
  end if;
  insert into portal.release (message_id, case_id, author_party, kind, audience, body, removed, entered, posted_at, released_at, released_by)
  -- A second statement would tell that there is a second worker: what those who joined first said goes out like any message.
  values (held.id, held.case_id, held.author_party,
    case when held.author_party = private.founder(held.case_id) or author.side <> 'worker' then held.kind else 'message' end, readers, words, greatest(coalesce(decide.removed, 0), (words <> held.body)::integer),
    held.entered,
    -- The hour at which a worker wrote could tell who she is: others read the hour of the release.
    case when author.side = 'worker' then private.clock_now() else held.posted_at end, private.clock_now(), me.person);
  perform private.touch(held.case_id, (select coalesce(array_agg(p.id), '{}') from portal.party p where p.id = any (readers) and p.side <> 'handshake'), null);
  perform private.record(held.case_id, 'message_released',
    jsonb_build_object('message', held.id, 'from', author.side, 'removed', coalesce(decide.removed, 0)), readers || held.author_party);
  if author.side = 'worker' then
    perform private.disclose(held.case_id, held.kind, p.organization_id, jsonb_build_object('message', held.id, 'removed', coalesce(decide.removed, 0)), author.id)
    from portal.party p where p.id = any (readers) and p.side in ('factory', 'brand');
    perform private.files_shown(held.id, readers);
  end if;
  update portal.case_ c set state = 'notified', revision = c.revision + 1
  where c.id = held.case_id and c.state = 'admitted' and private.guard_of(c, 'notified', null) is null
    and exists (select from portal.party p where p.id = any (readers) and p.side = 'factory');
  perform private.refresh_parties(array[held.case_id]);
end
$$;
alter function private.decide(uuid, text, text, integer, text, text, uuid[], integer) owner to portal_keeper;
comment on function private.decide is 'Releases, withholds or sends back a held message; the first to decide wins.';

create function private.admit(reference text, organization uuid) returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  one portal.case_;
  who portal.organization;
  made uuid;
begin
  if private.is_desk() then
    select * into one from portal.case_ c where c.reference = admit.reference for update;
  end if;
  if one.id is null then
    perform private.refuse('404', 'absent', 'There is no case here for you.');
  end if;
  select * into who from portal.organization o where o.id = admit.organization and o.ended_at is null;
  if who.id is null or (not (who.kind = 'workplace' and who.id = one.workplace_id) and not (who.kind = 'brand' and exists (
      select from portal.supply_link l where l.brand_id = who.id and l.workplace_id = one.workplace_id and l.until is null))) then
    perform private.refuse('403', 'guard_not_linked', 'That organisation has nothing to do with this workplace.');
  end if;
  if one.no_tip_off then
    perform private.refuse('403', 'guard_no_tip_off', 'No tip-off is on: nobody outside may be told.');
  end if;
  if one.state in ('received', 'triage') then
    perform private.refuse('403', 'guard_not_screened', 'Decide the screening first.');
  end if;
  if not private.consented(one.id, who.id, 'statement') then
    perform private.refuse('403', 'guard_consent_missing', 'The worker has not allowed this reader.', jsonb_build_object('recipient', who.name));
  end if;
  insert into portal.party (case_id, side, organization_id, since, basis, last_activity)
  values (one.id, case who.kind when 'workplace' then 'factory' else 'brand' end, who.id, private.clock_now(), 'consent', private.clock_now())
  on conflict do nothing returning id into made;
  if made is null then
    return;
  end if;
  -- Her statement now waits to be released to the new reader, whatever was decided for those before.
  update portal.message m set wanted = m.wanted || made, state = 'held'
  where m.case_id = one.id and m.kind = 'statement' and private.allows(m.author_party, who.id, 'statement');
  perform private.record(one.id, 'party_admitted', jsonb_build_object('organization', who.id, 'side', who.kind),
    (select array_agg(p.id) from portal.party p where p.id = made or (p.case_id = one.id and (p.side = 'worker' or (p.side = 'factory' and who.kind = 'brand')))));
  perform private.refresh_parties(array[one.id]);
end
$$;
alter function private.admit(text, uuid) owner to portal_keeper;
comment on function private.admit is 'Admits the factory or a brand that sources there, with the worker''s live consent only.';

create function private.consent_given(
  one_case uuid, item text, recipient uuid, given_how text, text_version text, language text, guardian text default null, child_agreed boolean default null,
  party uuid default null
) returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  me private.actor := private.me();
  how text;
  asked portal.consent_version;
  worker uuid;
begin
  if not (private.is_desk() or coalesce(me.role = 'worker' and me.case_id = one_case, false)) or private.previewing() then
    perform private.refuse('404', 'absent', 'There is no case here for you.');
  end if;
  if (consent_given.item in ('statement', 'name', 'contact', 'photo', 'file') and consent_given.given_how in ('web', 'phone', 'guardian')
      and coalesce(consent_given.language ~ '^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$', false)
      and exists (select from portal.case_ c where c.id = one_case)) is not true then
    perform private.refuse('400', 'value_invalid', 'Choose what may be known.', '{"field": "item"}');
  end if;
  if not exists (select from portal.organization o where o.id = recipient and o.ended_at is null
      and (o.kind in ('brand', 'authority') or exists (select from portal.case_ c where c.id = one_case and c.workplace_id = o.id))) then
    perform private.refuse('400', 'value_invalid', 'Choose who may know.', '{"field": "recipient"}');
  end if;
  how := case when me.role = 'worker' then 'web' else consent_given.given_how end;
  if how = 'guardian' and (consent_given.guardian in ('mother', 'father', 'grandparent', 'relative', 'legal_guardian')) is not true then
    perform private.refuse('400', 'value_invalid', 'Say how the guardian is related to the child.', '{"field": "guardian"}');
  end if;
  if how = 'guardian' and consent_given.child_agreed is not true then
    perform private.refuse('403', 'guard_child_not_asked', 'Ask the child too. Without her own yes nothing is shown.');
  end if;
  worker := case when me.role = 'worker' then me.party else private.worker_of(one_case, consent_given.party) end;
  if worker is null then
    perform private.refuse('400', 'value_invalid', 'Choose which worker allows it.', '{"field": "party"}');
  end if;
  asked := private.asked_in(consent_given.text_version, consent_given.language);
  insert into portal.consent (case_id, party_id, item, recipient_id, purpose, text_version, language, given_how, guardian, child_agreed, given_at)
  select one_case, worker, consent_given.item, o.id, case when o.kind = 'authority' then 'refer' else 'resolve' end, asked.version, asked.language,
    how, case when how = 'guardian' then consent_given.guardian end, case when how = 'guardian' then true end, private.clock_now()
  from portal.organization o where o.id = consent_given.recipient
  on conflict do nothing;
  perform private.record(one_case, 'consent_given', jsonb_build_object('item', consent_given.item, 'recipient', recipient), array[worker]);
  if consent_given.item in ('photo', 'file') then
    perform private.files_allowed_late(one_case, recipient, worker);
  end if;
end
$$;
alter function private.consent_given(uuid, text, uuid, text, text, text, text, boolean, uuid) owner to portal_keeper;
comment on function private.consent_given is 'Writes down a permission: the worker''s own click, or what she said to a coordinator.';

create function private.consent_withdrawn(consent uuid) returns uuid
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  me private.actor := private.me();
  one portal.consent;
begin
  select * into one from portal.consent c where c.id = consent_withdrawn.consent for update;
  if one.id is null or not (private.is_desk() or coalesce(me.role = 'worker' and me.party = one.party_id, false)) or private.previewing() then
    perform private.refuse('404', 'absent', 'There is no case here for you.');
  end if;
  if one.withdrawn_at is null then
    update portal.consent c set withdrawn_at = private.clock_now() where c.id = one.id;
    perform private.record(one.case_id, 'consent_withdrawn', jsonb_build_object('item', one.item, 'recipient', one.recipient_id), array[one.party_id]);
  end if;
  return one.case_id;
end
$$;
alter function private.consent_withdrawn(uuid) owner to portal_keeper;
comment on function private.consent_withdrawn is 'Takes a permission back; disclosure stops from now on.';
grant execute on function private.file_case(text, text, uuid, text, text, text[], boolean, uuid[], text, text, text) to anon, authenticated;
grant execute on function private.take_call(text, text, text, uuid, text, text, text[], integer, boolean, uuid[], text, text, text, boolean),
  private.decide(uuid, text, text, integer, text, text, uuid[], integer), private.admit(text, uuid) to authenticated;
grant execute on function private.consent_given(uuid, text, uuid, text, text, text, text, boolean, uuid), private.consent_withdrawn(uuid) to anon, authenticated;
