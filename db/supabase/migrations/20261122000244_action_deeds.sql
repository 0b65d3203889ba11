-- What becomes of an action: its owner claims it done, Handshake verifies it, the worker may dispute it.

create function private.action_clock(one_action uuid) returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  one portal.action;
  theirs portal.case_;
  last portal.clock;
begin
  select * into one from portal.action a where a.id = one_action;
  select * into theirs from portal.case_ c where c.id = one.case_id;
  if one.dropped_at is not null or one.due_on is null or one.owner_party is null then
    perform private.stop_clock(one.case_id, 'action', one.id, 'void');
  elsif one.state <> 'open' then
    perform private.stop_clock(one.case_id, 'action', one.id);
  elsif theirs.state in ('remediating', 'verifying') then
    -- A clock keeps its owner: an action that went to somebody else has a clock of theirs.
    if exists (select from portal.clock k where k.subject = one.id and k.stopped_at is null and k.for_party is distinct
      from one.owner_party) then
      perform private.stop_clock(one.case_id, 'action', one.id, 'void');
    end if;
    -- What was called done and was not goes on where it stood: else a claim in every week would end each step with a letter.
    select k.* into last from portal.clock k where k.subject = one.id and k.stopped_at is not null and k.for_party = one.owner_party
    order by k.stopped_at desc limit 1;
    perform private.start_clock(one.case_id, 'action', one.owner_side, one.id, private.end_of_day(one.due_on,
      theirs.workplace_id), one.owner_party,
      case when one.owner_side = 'factory' then array['worker', 'factory', 'brand'] else array['worker'] end,
      case when last.outcome = 'missed' then last.started_at end);
    -- The time in which Handshake looked at the claim brings no step nearer.
    update portal.clock k set escalation = last.escalation, called_at = last.called_at,
      escalated_at = last.escalated_at + (private.clock_now() - last.stopped_at)
    where k.subject = one.id and k.stopped_at is null and k.escalated_at is null and last.outcome = 'missed';
  end if;
end
$$;
alter function private.action_clock(uuid) owner to portal_keeper;
comment on function private.action_clock is
  'Starts, moves or stops the clock of an action after a change; it runs while the remedy does.';
grant execute on function private.action_clock(uuid) to portal_keeper;

create function private.tg_case__begin_plan() returns trigger
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  -- What nobody accepted yet binds nobody: the days of a plan count from the move to its remedy on.
  if new.state in ('remediating', 'verifying') and old.state not in ('remediating', 'verifying') then
    perform private.action_clock(a.id) from portal.action a where a.case_id = new.id and a.dropped_at is null;
  elsif not private.open_state(new.state) and private.open_state(old.state) then
    perform private.stop_clock(new.id, 'action', a.id, 'void') from portal.action a where a.case_id = new.id;
  end if;
  return null;
end
$$;
alter function private.tg_case__begin_plan() owner to portal_keeper;
comment on function private.tg_case__begin_plan is 'The clocks of the actions begin with the remedy and end with the case.';
create trigger begin_plan after update of state on portal.case_
  for each row execute function private.tg_case__begin_plan();

create function private.action_changed(one portal.action, what text, facts jsonb) returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  readers uuid[] := (
    select coalesce(array_agg(p.id), '{}') from portal.party p
    where p.case_id = one.case_id and p.until is null and not p.hidden
      and (p.side in ('worker', 'handshake') or p.id = one.owner_party or (p.side = 'brand' and one.owner_side = 'factory')));
begin
  perform private.action_clock(one.id);
  perform private.set_truths(one.case_id);
  perform private.record(one.case_id, what, jsonb_build_object('action', one.id, 'side', one.owner_side)
    || action_changed.facts, readers);
  perform private.stir(one.case_id, readers);
  perform private.refresh_parties(array[one.case_id]);
end
$$;
alter function private.action_changed(portal.action, text, jsonb) owner to portal_keeper;
comment on function private.action_changed is
  'What follows from a step of an action: its clock, the truths of the case, an event for those who see it.';
grant execute on function private.action_changed(portal.action, text, jsonb) to portal_keeper;

create function private.seen_action(one_action uuid, states text[]) returns portal.action
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  kept portal.action;
  seat portal.party;
begin
  select * into kept from portal.action a where a.id = one_action and a.dropped_at is null;
  seat := private.acting_seat(kept.case_id);
  -- The same answer for an action that is not there and for one of another party.
  if seat.id is null or not (seat.side in ('worker', 'handshake') or seat.id = kept.owner_party or (seat.side = 'brand'
    and kept.owner_side = 'factory')) then
    perform private.refuse('404', 'absent', 'There is no case here for you.');
  end if;
  perform private.working_case(kept.case_id, states);
  select * into kept from portal.action a where a.id = one_action and a.dropped_at is null for update;
  return kept;
end
$$;
alter function private.seen_action(uuid, text[]) owner to portal_keeper;
comment on function private.seen_action is
  'The action, locked with its case, when the caller sees it and the case is in one of these states.';
grant execute on function private.seen_action(uuid, text[]) to portal_keeper;

create function private.claim_done(one_action uuid, words text, files uuid[], how text) returns uuid
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  kept portal.action := private.seen_action(one_action, array['remedy_agreed', 'remediating', 'verifying']);
  seat portal.party := private.acting_seat(kept.case_id);
  noted boolean := coalesce(seat.side = 'handshake' and kept.owner_side <> 'handshake', false);
  said text;
  file uuid;
begin
  if seat.id is distinct from kept.owner_party and not noted then
    perform private.refuse('403', 'not_allowed', 'Only its owner says that an action is done.');
  end if;
  if noted and (claim_done.how in ('phone', 'chat', 'walk_in', 'letter')) is not true then
    perform private.refuse('400', 'value_invalid', 'Say how the owner told you.', '{"field": "how"}');
  end if;
  if kept.state = 'verified' then
    perform private.refuse('409', 'case_state_changed', 'This is verified already.', jsonb_build_object('state', kept.state));
  end if;
  if coalesce(cardinality(claim_done.files), 0) = 0 and coalesce(btrim(claim_done.words), '') = '' then
    perform private.refuse('403', 'guard_evidence_wanted', 'Say or show what proves it.');
  end if;
  if cardinality(claim_done.files) > 10 then
    perform private.refuse('400', 'file_refused', 'At most ten files at once.');
  end if;
  said := case when coalesce(btrim(claim_done.words), '') <> '' then private.check_words(claim_done.words, 'words', 2000) end;
  if said is not null then
    perform private.keep_evidence(kept.case_id, 'record', said, null, kept.id, null, kept.owner_party);
  end if;
  foreach file in array coalesce(claim_done.files, '{}') loop
    perform private.keep_evidence(kept.case_id, 'file', null, null, kept.id, coalesce(file, gen_random_uuid()), seat.id);
  end loop;
  update portal.action a set state = 'done', done_at = private.clock_now(), done_how = case when noted then claim_done.how
    else 'portal' end,
    verified_at = null, verifier = null, verifier_name = null, verified_by = null
  where a.id = kept.id returning * into kept;
  if seat.side <> 'handshake' then
    perform private.touch(kept.case_id, private.seats(kept.case_id, array['handshake']), seat.id);
  end if;
  perform private.action_changed(kept, 'action_done', jsonb_build_object('how', kept.done_how));
  return kept.case_id;
end
$$;
alter function private.claim_done(uuid, text, uuid[], text) owner to portal_keeper;
comment on function private.claim_done is
  'Its owner says that an action is done and gives evidence, or Handshake notes that the owner said so.';

create function private.verify_action(
  one_action uuid, verified boolean, verifier text, verifier_name text, words text, was text
) returns uuid
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  kept portal.action := private.seen_action(one_action, array['remediating', 'verifying']);
  third text;
begin
  if not private.is_desk() then
    perform private.refuse('403', 'guard_verifier_factory', 'Handshake or a third party verifies, never the one who did it.');
  end if;
  if verify_action.verified is null or (verify_action.verifier in ('coordinator', 'third_party')) is not true then
    perform private.refuse('400', 'value_invalid', 'Choose who verified it.', '{"field": "verifier"}');
  end if;
  if verify_action.verifier = 'third_party' then
    third := btrim(private.check_words(verify_action.verifier_name, 'verifier_name', 120));
    if exists (select from portal.party p join portal.organization o on o.id = p.organization_id
        where p.case_id = kept.case_id and p.side = 'factory' and normalize(lower(btrim(o.name)), nfc) = normalize(lower(third),
          nfc))
       or exists (select from portal.case_ c join portal.organization o on o.id = c.workplace_id
        where c.id = kept.case_id and normalize(lower(btrim(o.name)), nfc) = normalize(lower(third), nfc)) then
      perform private.refuse('403', 'guard_verifier_factory', 'Handshake or a third party verifies, never the one who did it.');
    end if;
  end if;
  -- She may have disputed it since the page was drawn: nobody verifies over words that they have not seen.
  if kept.state is distinct from verify_action.was then
    perform private.refuse('409', 'case_state_changed', 'Something happened to this action in the meantime. You see it now.',
      jsonb_build_object('state', kept.state));
  end if;
  if kept.done_at is null or not exists (select from portal.evidence e where e.about_action = kept.id) then
    perform private.refuse('403', 'guard_evidence_wanted', 'Nobody has shown yet that it is done.');
  end if;
  if coalesce(btrim(verify_action.words), '') <> '' then
    perform private.keep_evidence(kept.case_id, 'record', private.check_words(verify_action.words, 'words', 2000), null,
      kept.id, null,
      (private.acting_seat(kept.case_id)).id);
  end if;
  if verify_action.verified then
    update portal.action a set state = 'verified', verified_at = private.clock_now(), verifier = verify_action.verifier,
      verifier_name = third,
      verified_by = private.my_person()
    where a.id = kept.id returning * into kept;
  else
    update portal.action a set state = 'open', done_at = null, done_how = null, verified_at = null, verifier = null,
      verifier_name = null, verified_by = null
    where a.id = kept.id returning * into kept;
  end if;
  perform private.action_changed(kept, case when verify_action.verified then 'action_verified' else 'action_reopened' end,
    case when verify_action.verified then jsonb_build_object('verifier', kept.verifier) else '{}' end);
  return kept.case_id;
end
$$;
alter function private.verify_action(uuid, boolean, text, text, text, text) owner to portal_keeper;
comment on function private.verify_action is
  'Handshake, itself or for a named third party, finds an action verified, or gives it back as not done.';

create function private.dispute_action(one_action uuid, words text) returns uuid
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  kept portal.action := private.seen_action(one_action, array['remediating', 'verifying', 'evaluating']);
  seat portal.party := private.acting_seat(kept.case_id);
begin
  if seat.side <> 'worker' then
    perform private.refuse('403', 'not_allowed', 'The worker says whether it is so.');
  end if;
  if kept.done_at is null then
    perform private.refuse('403', 'guard_stage', 'Nobody said yet that it is done.', jsonb_build_object('state', kept.state));
  end if;
  -- Her words are for Handshake; that she disputes it is seen by everybody who sees the action.
  perform private.keep_evidence(kept.case_id, 'record', private.check_words(dispute_action.words, 'words', 2000), null, kept.id,
    null, seat.id);
  perform private.touch(kept.case_id, private.seats(kept.case_id, array['handshake']), seat.id);
  -- That a second one of a group disputes it too tells nobody outside anything new.
  if kept.state = 'disputed' and private.grouped(kept.case_id) then
    perform private.record(kept.case_id, 'action_disputed', jsonb_build_object('action', kept.id, 'side', kept.owner_side),
      private.seats(kept.case_id, array['handshake']) || seat.id);
    perform private.refresh_parties(array[kept.case_id]);
    return kept.case_id;
  end if;
  update portal.action a set state = 'disputed', disputed_at = private.clock_now() where a.id = kept.id returning * into kept;
  perform private.action_changed(kept, 'action_disputed', '{}');
  return kept.case_id;
end
$$;
alter function private.dispute_action(uuid, text) owner to portal_keeper;
comment on function private.dispute_action is 'The worker says that what was called done is not so.';
grant execute on function private.claim_done(uuid, text, uuid[], text), private.dispute_action(uuid, text) to anon, authenticated;
grant execute on function private.verify_action(uuid, boolean, text, text, text, text) to authenticated;
