-- Deeds of the desk: what is done with a held message, and who is admitted to a case.

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
  -- The case first: a permission that its worker takes back at this moment is gone before it is asked for.
  perform private.take_case(m.case_id) from portal.message m where m.id = decide.message;
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
    perform private.answer_undone(held.case_id, true);
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
  perform private.answer_undone(held.case_id, true);
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

grant execute on function private.decide(uuid, text, text, integer, text, text, uuid[], integer), private.admit(text, uuid) to authenticated;
