-- Findings, plan, remedy and hearing: the deeds as people call them. Each answers with the page as its caller then sees it.

create function api.make_finding(
  request_id uuid, reference text, code text, outcome text, reason text, was_outcome text default null, was_reason text default null
) returns jsonb
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  one uuid := private.my_case(make_finding.reference);
begin
  if not private.done_before(make_finding.request_id, jsonb_build_array('make_finding', one, make_finding.code,
    make_finding.outcome, make_finding.reason, make_finding.was_outcome, make_finding.was_reason)::text) then
    perform private.make_finding(one, make_finding.code, make_finding.outcome, make_finding.reason, make_finding.was_outcome,
      make_finding.was_reason);
  end if;
  return private.page_of(one);
end
$$;
comment on function api.make_finding is
  'Judges one issue of a case. What was read of it before is named; nothing when nobody had judged it.';

create function api.add_evidence(
  request_id uuid, reference text, kind text, words text default null, finding uuid default null, action uuid default null,
    attachment uuid default null
) returns jsonb
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  one uuid := private.my_case(add_evidence.reference);
begin
  if not private.done_before(add_evidence.request_id, jsonb_build_array('add_evidence', one, add_evidence.kind,
    add_evidence.words, add_evidence.finding,
      add_evidence.action, add_evidence.attachment)::text) then
    perform private.add_evidence(one, add_evidence.kind, add_evidence.words, add_evidence.finding, add_evidence.action,
      add_evidence.attachment);
  end if;
  return private.page_of(one);
end
$$;
comment on function api.add_evidence is 'Takes in a piece of evidence. Only Handshake reads it until it is shown.';

create function private.case_of_evidence(evidence uuid) returns uuid
language sql stable
as $$ select e.case_id from portal.evidence e where e.id = case_of_evidence.evidence $$;
comment on function private.case_of_evidence is 'The case of a piece of evidence that the caller sees, or null.';

create function api.show_evidence(request_id uuid, evidence uuid, readers uuid[]) returns jsonb
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  one uuid := private.case_of_evidence(show_evidence.evidence);
begin
  if one is null then
    perform private.refuse('404', 'absent', 'There is no case here for you.');
  end if;
  if not private.done_before(show_evidence.request_id, jsonb_build_array('show_evidence', show_evidence.evidence,
    show_evidence.readers::text)::text) then
    perform private.show_evidence(show_evidence.evidence, show_evidence.readers);
  end if;
  return private.page_of(one);
end
$$;
comment on function api.show_evidence is 'Shows a piece of evidence to parties of the case.';

create function api.set_action(
  request_id uuid, reference text, version integer, deed text, owner uuid default null, due_on date default null,
    evidence_wanted text default null,
  action uuid default null
) returns jsonb
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  one uuid := private.my_case(set_action.reference);
begin
  if not private.done_before(set_action.request_id, jsonb_build_array('set_action', one, set_action.version, set_action.deed,
    set_action.owner,
      set_action.due_on::text, set_action.evidence_wanted, set_action.action)::text) then
    perform private.set_action(one, set_action.action, set_action.deed, set_action.owner, set_action.due_on,
      set_action.evidence_wanted, set_action.version);
  end if;
  return private.page_of(one);
end
$$;
comment on function api.set_action is 'Writes an action into the plan, or changes the one that is named.';

create function private.case_of_action(action uuid) returns uuid
language plpgsql stable
as $$
declare
  one uuid := (select a.case_id from portal.action a where a.id = case_of_action.action and a.dropped_at is null);
begin
  if one is null then
    perform private.refuse('404', 'absent', 'There is no case here for you.');
  end if;
  return one;
end
$$;
comment on function private.case_of_action is
  'The case of an action that the caller sees; absent and not yours have the same answer.';

create function api.drop_action(request_id uuid, action uuid, version integer) returns jsonb
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  one uuid := (select a.case_id from portal.action a where a.id = drop_action.action);
begin
  if one is null then
    perform private.refuse('404', 'absent', 'There is no case here for you.');
  end if;
  if not private.done_before(drop_action.request_id, jsonb_build_array('drop_action', drop_action.action,
    drop_action.version)::text) then
    perform private.drop_action(drop_action.action, drop_action.version);
  end if;
  return private.page_of(one);
end
$$;
comment on function api.drop_action is 'Takes an action out of the plan.';

create function api.accept_plan(request_id uuid, version integer, reference text default null, party uuid default null,
  how text default 'portal') returns jsonb
language plpgsql volatile
as $$
declare
  one uuid := private.my_case(accept_plan.reference);
begin
  if not private.done_before(accept_plan.request_id, jsonb_build_array('accept_plan', one, accept_plan.version,
    accept_plan.party, accept_plan.how)::text) then
    perform private.accept_plan(one, accept_plan.version, accept_plan.party, accept_plan.how);
  end if;
  return private.page_of(one);
end
$$;
comment on function api.accept_plan is 'The factory or the worker accepts the plan; Handshake notes an acceptance told to it.';

create function api.claim_done(request_id uuid, action uuid, words text default null, files uuid[] default '{}',
  how text default 'portal') returns jsonb
language plpgsql volatile
as $$
declare
  one uuid := private.case_of_action(claim_done.action);
begin
  if not private.done_before(claim_done.request_id, jsonb_build_array('claim_done', claim_done.action, claim_done.words,
    claim_done.files::text, claim_done.how)::text) then
    perform private.claim_done(claim_done.action, claim_done.words, claim_done.files, claim_done.how);
  end if;
  return private.page_of(one);
end
$$;
comment on function api.claim_done is
  'The owner of an action says that it is done and shows it. Only Handshake reads that first.';

create function api.verify_action(
  request_id uuid, action uuid, verified boolean, verifier text default 'coordinator', verifier_name text default null,
    words text default null, was text default 'done'
) returns jsonb
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  one uuid := private.case_of_action(verify_action.action);
begin
  if not private.done_before(verify_action.request_id, jsonb_build_array('verify_action', verify_action.action,
    verify_action.verified, verify_action.verifier,
      verify_action.verifier_name, verify_action.words, verify_action.was)::text) then
    perform private.verify_action(verify_action.action, verify_action.verified, verify_action.verifier,
      verify_action.verifier_name, verify_action.words, verify_action.was);
  end if;
  return private.page_of(one);
end
$$;
comment on function api.verify_action is
  'Handshake or a third party finds an action verified, or not done. Refused when it is no longer in the state that was read.';

create function api.dispute_action(request_id uuid, action uuid, words text) returns jsonb
language plpgsql volatile
as $$
declare
  one uuid := private.case_of_action(dispute_action.action);
begin
  if not private.done_before(dispute_action.request_id, jsonb_build_array('dispute_action', dispute_action.action,
    dispute_action.words)::text) then
    perform private.dispute_action(dispute_action.action, dispute_action.words);
  end if;
  return private.page_of(one);
end
$$;
comment on function api.dispute_action is 'The worker says that what was called done is not so. Her words go to Handshake.';

create function api.record_remedy(
  request_id uuid, reference text, stage text, entry uuid default null, what text default null, label text default '',
    currency text default null,
  amount numeric default null, beneficiary uuid default null
) returns jsonb
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  one uuid := private.my_case(record_remedy.reference);
begin
  if not private.done_before(record_remedy.request_id, jsonb_build_array('record_remedy', one, record_remedy.stage,
    record_remedy.entry, record_remedy.what,
      record_remedy.label, record_remedy.currency, record_remedy.amount::text, record_remedy.beneficiary)::text) then
    perform private.record_remedy(one, record_remedy.stage, record_remedy.entry, record_remedy.what, record_remedy.label,
      record_remedy.currency,
      record_remedy.amount, record_remedy.beneficiary);
  end if;
  return private.page_of(one);
end
$$;
comment on function api.record_remedy is
  'Writes down what was claimed, agreed or paid. A factory says only that it paid what was agreed.';

create function api.confirm_remedy(request_id uuid, entry uuid, confirmed boolean, amount numeric default null,
  how text default 'portal') returns jsonb
language plpgsql volatile
as $$
declare
  one uuid := (select r.case_id from portal.remedy_entry r where r.id = confirm_remedy.entry);
begin
  if one is null then
    perform private.refuse('404', 'absent', 'There is no case here for you.');
  end if;
  if not private.done_before(confirm_remedy.request_id, jsonb_build_array('confirm_remedy', confirm_remedy.entry,
    confirm_remedy.confirmed,
      confirm_remedy.amount::text, confirm_remedy.how)::text) then
    perform private.confirm_remedy(confirm_remedy.entry, confirm_remedy.confirmed, confirm_remedy.amount, confirm_remedy.how);
  end if;
  return private.page_of(one);
end
$$;
comment on function api.confirm_remedy is 'The worker says that she has it, or has not.';

create function api.record_attempt(request_id uuid, reference text, channel text, outcome text, on_plan boolean,
  party uuid default null) returns jsonb
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  one uuid := private.my_case(record_attempt.reference);
begin
  if not private.done_before(record_attempt.request_id, jsonb_build_array('record_attempt', one, record_attempt.channel,
    record_attempt.outcome,
      record_attempt.on_plan, record_attempt.party)::text) then
    perform private.record_attempt(one, record_attempt.channel, record_attempt.outcome, record_attempt.on_plan,
      record_attempt.party);
  end if;
  return private.page_of(one);
end
$$;
comment on function api.record_attempt is 'Writes down a try to reach the worker.';

create function api.evaluate(
  request_id uuid, said text, reference text default null, how text default 'portal', words text default null,
    party uuid default null
) returns jsonb
language plpgsql volatile
as $$
declare
  one uuid := private.my_case(evaluate.reference);
begin
  if not private.done_before(evaluate.request_id, jsonb_build_array('evaluate', one, evaluate.said, evaluate.how,
    evaluate.words, evaluate.party)::text) then
    perform private.evaluate(one, evaluate.said, evaluate.how, evaluate.words, evaluate.party);
  end if;
  return private.page_of(one);
end
$$;
comment on function api.evaluate is
  'The worker says whether it is solved: confirmed or disputed. Handshake notes it, or that she was not reached.';

grant execute on function private.case_of_evidence(uuid), private.case_of_action(uuid) to anon, authenticated;
grant execute on function api.make_finding(uuid, text, text, text, text, text, text), api.add_evidence(uuid, text, text, text, uuid, uuid,
  uuid),
  api.show_evidence(uuid, uuid, uuid[]), api.set_action(uuid, text, integer, text, uuid, date, text, uuid),
    api.drop_action(uuid, uuid, integer),
  api.verify_action(uuid, uuid, boolean, text, text, text, text),
  api.record_remedy(uuid, text, text, uuid, text, text, text, numeric, uuid), api.record_attempt(uuid, text, text, text,
    boolean, uuid) to authenticated;
grant execute on function api.accept_plan(uuid, integer, text, uuid, text), api.claim_done(uuid, uuid, text, uuid[], text),
  api.dispute_action(uuid, uuid, text),
  api.confirm_remedy(uuid, uuid, boolean, numeric, text), api.evaluate(uuid, text, text, text, text, uuid) to anon, authenticated;

create function api.set_legal_minimum(request_id uuid, reference text, entry uuid, amount numeric, source text) returns jsonb
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  one uuid := private.my_case(set_legal_minimum.reference);
begin
  if not private.done_before(set_legal_minimum.request_id, jsonb_build_array('set_legal_minimum', one, set_legal_minimum.entry,
      set_legal_minimum.amount::text, set_legal_minimum.source)::text) then
    perform private.set_legal_minimum(one, set_legal_minimum.entry, set_legal_minimum.amount, set_legal_minimum.source);
  end if;
  return private.page_of(one);
end
$$;
comment on function api.set_legal_minimum is 'Writes down what the law gives at the least for a remedy, and by which rule. For the desk.';
grant execute on function api.set_legal_minimum(uuid, text, uuid, numeric, text) to authenticated;
