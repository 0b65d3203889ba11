-- What Handshake does to come to a finding: judge an issue, take in evidence, show it to somebody.

create function private.make_finding(
  one_case uuid, code text, outcome text, reason text, was_outcome text, was_reason text
) returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  one portal.case_;
  words text;
  told timestamptz;
  kept portal.finding;
begin
  if not private.is_desk() or private.previewing() then
    perform private.refuse('403', 'not_allowed', 'Only Handshake judges what was found.');
  end if;
  one := private.working_case(one_case, array['investigating', 'found']);
  if (make_finding.outcome in ('grounded', 'partly', 'not_grounded', 'not_verifiable')) is not true
     or not exists (select from portal.case_issue i where i.case_id = one_case and i.code = make_finding.code) then
    perform private.refuse('400', 'value_invalid', 'Choose an issue of this case and what was found.', '{"field": "outcome"}');
  end if;
  words := private.check_words(make_finding.reason, 'reason', 2000);
  select * into kept from portal.finding f where f.case_id = one_case and f.code = make_finding.code;
  -- A page that was drawn before a colleague judged would put its judgement over hers without having read it.
  if (kept.outcome, kept.reason) is distinct from (make_finding.was_outcome, make_finding.was_reason) then
    perform private.refuse('409', 'revision_stale', 'Somebody judged this issue in the meantime. You see the finding now.',
      jsonb_build_object('outcome', kept.outcome));
  end if;
  told := case when one.state = 'found' then private.clock_now() end;
  insert into portal.finding as f (case_id, code, outcome, reason, found_by, found_at, told_at)
  values (one_case, make_finding.code, make_finding.outcome, words, private.my_person(), private.clock_now(), told)
  on conflict on constraint finding_case_id_code_key do update
  set outcome = excluded.outcome, reason = excluded.reason, found_by = excluded.found_by, found_at = excluded.found_at,
    -- What the parties were told once and is judged anew after a reopening waits until the case is found again.
    told_at = excluded.told_at;
  perform private.record(one_case, 'finding_made', jsonb_build_object('code', make_finding.code, 'outcome', make_finding.outcome),
    private.seats(one_case, array['handshake']));
  if told is not null then
    perform private.record(one_case, 'finding_told', jsonb_build_object('code', make_finding.code, 'outcome',
      make_finding.outcome),
      private.seats(one_case, array['worker', 'factory', 'brand', 'authority', 'handshake']));
    perform private.stir(one_case, private.seats(one_case, array['worker', 'factory', 'brand', 'handshake']));
  else
    perform private.stir(one_case, private.seats(one_case, array['handshake']));
  end if;
end
$$;
alter function private.make_finding(uuid, text, text, text, text, text) owner to portal_keeper;
comment on function private.make_finding is
  'Judges one issue, or judges it anew: then what was read of it is named. Told to the parties once the case is found.';

create function private.keep_evidence(
  one_case uuid, kind text, words text, finding uuid, action uuid, attachment uuid, giver uuid
) returns uuid
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  file portal.attachment;
  made uuid;
begin
  if keep_evidence.attachment is not null then
    select * into file from portal.attachment a where a.id = keep_evidence.attachment and a.case_id = one_case;
    -- A party gives its own files; Handshake may take any file of the case as evidence.
    if file.id is null or (file.party_id <> keep_evidence.giver and not private.is_desk()) then
      perform private.refuse('400', 'file_refused', 'One of the files is not there any more. Attach it again.');
    end if;
  end if;
  insert into portal.evidence (case_id, kind, about_finding, about_action, attachment_id, words, provided_by, at)
  values (one_case, keep_evidence.kind, keep_evidence.finding, keep_evidence.action, file.id, nullif(keep_evidence.words, ''),
    coalesce(file.party_id, keep_evidence.giver), private.clock_now())
  returning id into made;
  return made;
end
$$;
alter function private.keep_evidence(uuid, text, text, uuid, uuid, uuid, uuid) owner to portal_keeper;
comment on function private.keep_evidence is
  'Stores one piece of evidence for a deed that has looked at its caller. A file is its owner''s evidence.';
grant execute on function private.keep_evidence(uuid, text, text, uuid, uuid, uuid, uuid) to portal_keeper;

create function private.add_evidence(one_case uuid, kind text, words text, finding uuid, action uuid, attachment uuid)
  returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  said text;
begin
  if not private.is_desk() or private.previewing() then
    perform private.refuse('403', 'not_allowed', 'Only Handshake takes in evidence. Send yours as a message or with an action.');
  end if;
  perform private.working_case(one_case, array['admitted', 'notified', 'responded', 'investigating', 'found', 'remedy_agreed',
    'remediating',
    'verifying', 'evaluating']);
  if (add_evidence.kind in ('file', 'document', 'interview', 'visit', 'record')) is not true
     or (add_evidence.finding is not null and not exists (select from portal.finding f where f.id = add_evidence.finding
       and f.case_id = one_case))
     or (add_evidence.action is not null and not exists (select from portal.action a where a.id = add_evidence.action
       and a.case_id = one_case)) then
    perform private.refuse('400', 'value_invalid', 'Choose what kind of evidence it is and what it is about.',
      '{"field": "kind"}');
  end if;
  said := case when add_evidence.attachment is null or btrim(add_evidence.words) <> ''
    then private.check_words(add_evidence.words, 'words', 2000) end;
  perform private.keep_evidence(one_case, add_evidence.kind, said, add_evidence.finding, add_evidence.action,
    add_evidence.attachment,
    (private.acting_seat(one_case)).id);
  perform private.record(one_case, 'evidence_added', jsonb_build_object('kind', add_evidence.kind), private.seats(one_case,
    array['handshake']));
  perform private.stir(one_case, private.seats(one_case, array['handshake']));
end
$$;
alter function private.add_evidence(uuid, text, text, uuid, uuid, uuid) owner to portal_keeper;
comment on function private.add_evidence is 'A coordinator takes in evidence: about a finding, an action, or the whole case.';

create function private.show_evidence(one_evidence uuid, readers uuid[]) returns uuid
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  piece portal.evidence;
  file portal.attachment;
  giver portal.party;
  reader portal.party;
  thing text;
begin
  if private.is_desk() and not private.previewing() then
    -- The case first: a permission that its worker takes back at this moment is gone before it is asked for.
    perform private.take_case(e.case_id) from portal.evidence e where e.id = one_evidence;
    select * into piece from portal.evidence e where e.id = one_evidence for update;
  end if;
  if piece.id is null then
    perform private.refuse('404', 'absent', 'There is no case here for you.');
  end if;
  select * into giver from portal.party p where p.id = piece.provided_by;
  select * into file from portal.attachment a where a.id = piece.attachment_id;
  if coalesce(cardinality(readers), 0) = 0 or exists (
      select from unnest(readers) as r (id) left join portal.party p on p.id = r.id and p.case_id = piece.case_id
        and p.until is null and not p.hidden
      where p.id is null or p.side = 'handshake' or (giver.side = p.side and p.side in ('brand', 'worker') and p.id <> giver.id)) then
    perform private.refuse('400', 'audience_invalid', 'Somebody in the list of readers is not a party of this case.');
  end if;
  for reader in select p.* from portal.party p where p.id = any (readers) and p.id <> piece.provided_by
    and not (p.id = any (piece.shown_to)) loop
    if giver.side = 'worker' and reader.side in ('factory', 'brand', 'authority') then
      if (piece.words is not null and not private.lawful(piece.case_id, reader.organization_id)
          and not private.allows(giver.id, reader.organization_id, 'statement'))
         or (file.id is not null and not private.file_open_to(reader, giver.id, file.media_type)) then
        perform private.refuse('403', 'guard_consent_missing', 'The worker has not allowed this reader.');
      end if;
      foreach thing in array array_remove(array[case when piece.words is not null then 'statement' end,
          case when file.media_type like 'image/%' then 'photo' when file.id is not null then 'file' end], null) loop
        perform private.disclose(piece.case_id, thing, reader.organization_id, '{}', giver.id);
      end loop;
    end if;
    update portal.evidence e set shown_to = e.shown_to || reader.id where e.id = piece.id;
    perform private.record(piece.case_id, 'evidence_shown', jsonb_build_object('kind', piece.kind, 'side', reader.side),
      array[reader.id]);
    perform private.stir(piece.case_id, array[reader.id]);
  end loop;
  perform private.stir(piece.case_id, private.seats(piece.case_id, array['handshake']));
  return piece.case_id;
end
$$;
alter function private.show_evidence(uuid, uuid[]) owner to portal_keeper;
comment on function private.show_evidence is
  'Shows evidence to parties; what a worker gave needs her live permission, as her words and files do.';
grant execute on function private.make_finding(uuid, text, text, text, text, text),
  private.add_evidence(uuid, text, text, uuid, uuid, uuid), private.show_evidence(uuid, uuid[]) to authenticated;
