-- The deeds on which moves stand: the screening checklist, a declared conflict, an answer taken down on the telephone, an appeal.

create function private.triage_checked(
  one_case uuid, revision integer, covered boolean, specific boolean, internal_channel text, told_by_phone boolean, refusal text, elsewhere text,
  authority text
) returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  one portal.case_;
begin
  if not private.is_desk() or private.previewing() then
    perform private.refuse('403', 'not_allowed', 'Only Handshake screens a case.');
  end if;
  one := private.locked(one_case, triage_checked.revision);
  if one.state not in ('received', 'triage') then
    perform private.refuse('403', 'guard_stage', 'The screening of this case is decided.', jsonb_build_object('state', one.state));
  end if;
  if (triage_checked.covered is not null and triage_checked.specific is not null
      and triage_checked.internal_channel in ('tried', 'unsafe', 'not_tried')
      and coalesce(triage_checked.refusal, 'not_covered') in
        ('not_covered', 'not_specific', 'internal_first', 'out_of_scope', 'elsewhere_already', 'authority_competent')) is not true then
    perform private.refuse('400', 'value_invalid', 'Answer each question of the checklist.', '{"field": "checklist"}');
  end if;
  insert into portal.triage as t (case_id, covered, specific, internal_channel, told_by_phone, refusal, elsewhere, authority, checked_by, checked_at)
  values (one_case, triage_checked.covered, triage_checked.specific, triage_checked.internal_channel, coalesce(triage_checked.told_by_phone, false),
    triage_checked.refusal,
    case when btrim(triage_checked.elsewhere) <> '' then private.check_words(triage_checked.elsewhere, 'elsewhere', 1000) end,
    case when btrim(triage_checked.authority) <> '' then private.check_words(triage_checked.authority, 'authority', 200) end,
    private.my_person(), private.clock_now())
  on conflict (case_id) do update set covered = excluded.covered, specific = excluded.specific, internal_channel = excluded.internal_channel,
    told_by_phone = excluded.told_by_phone, refusal = excluded.refusal, elsewhere = excluded.elsewhere, authority = excluded.authority,
    checked_by = excluded.checked_by, checked_at = excluded.checked_at;
  update portal.case_ c set revision = c.revision + 1 where c.id = one_case;
  perform private.record(one_case, 'triage_checked', jsonb_build_object('covered', triage_checked.covered, 'specific', triage_checked.specific,
    'internal_channel', triage_checked.internal_channel));
end
$$;
alter function private.triage_checked(uuid, integer, boolean, boolean, text, boolean, text, text, text) owner to portal_keeper;
comment on function private.triage_checked is 'Fills in the screening checklist, or anew as long as the screening is not decided.';

create function api.check_triage(
  request_id uuid, reference text, revision integer, covered boolean, specific boolean, internal_channel text, told_by_phone boolean default false,
  refusal text default null, elsewhere text default null, authority text default null
) returns jsonb
language plpgsql volatile
as $$
declare
  one uuid := private.my_case(check_triage.reference);
begin
  if not private.done_before(check_triage.request_id, jsonb_build_array('check_triage', one, check_triage.revision, check_triage.covered, check_triage.specific,
      check_triage.internal_channel, check_triage.told_by_phone, check_triage.refusal, check_triage.elsewhere, check_triage.authority)::text) then
    perform private.triage_checked(one, check_triage.revision, check_triage.covered, check_triage.specific, check_triage.internal_channel,
      check_triage.told_by_phone, check_triage.refusal, check_triage.elsewhere, check_triage.authority);
  end if;
  return private.page_of(one);
end
$$;
comment on function api.check_triage is 'A coordinator answers the questions of the screening.';

create function private.conflict_declared(one_case uuid, has_conflict boolean) returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  if not private.is_desk() or private.previewing() or not exists (select from portal.case_ c where c.id = one_case) then
    perform private.refuse('403', 'not_allowed', 'Only those who run cases declare this, each of themselves.');
  end if;
  if conflict_declared.has_conflict is null then
    perform private.refuse('400', 'value_invalid', 'Yes or no.', '{"field": "has_conflict"}');
  end if;
  insert into portal.conflict (case_id, person_id, has_conflict, declared_at)
  values (one_case, private.my_person(), conflict_declared.has_conflict, private.clock_now());
  perform private.record(one_case, 'conflict_declared', jsonb_build_object('has_conflict', conflict_declared.has_conflict));
end
$$;
alter function private.conflict_declared(uuid, boolean) owner to portal_keeper;
comment on function private.conflict_declared is 'Somebody of Handshake says of themselves whether they have an interest in a case.';

create function api.declare_conflict(request_id uuid, reference text, has_conflict boolean) returns jsonb
language plpgsql volatile
as $$
declare
  one uuid := private.my_case(declare_conflict.reference);
begin
  if not private.done_before(declare_conflict.request_id, jsonb_build_array('declare_conflict', one, declare_conflict.has_conflict)::text) then
    perform private.conflict_declared(one, declare_conflict.has_conflict);
  end if;
  return private.page_of(one);
end
$$;
comment on function api.declare_conflict is 'Declares, of oneself alone, whether one has an interest in a case. Without it nobody finds on it.';

create function private.answer_recorded(one_case uuid, body text) returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  one portal.case_;
  factory uuid;
begin
  if not private.is_desk() or private.previewing() then
    perform private.refuse('403', 'not_allowed', 'Only Handshake takes down an answer.');
  end if;
  select * into one from portal.case_ c where c.id = one_case for update;
  select p.id into factory from portal.party p where p.case_id = one_case and p.side = 'factory' and p.until is null and not p.hidden;
  if factory is null or one.state in ('received', 'triage', 'admitted') or not private.open_state(one.state) then
    perform private.refuse('403', 'guard_stage', 'The factory is not asked for an answer in this stage.', jsonb_build_object('state', one.state));
  end if;
  -- The words are the factory's: it reads them as its own, may correct them while they are held, and they are moderated like any other.
  insert into portal.message (case_id, author_party, kind, body, wanted, entered)
  values (one_case, factory, 'message', answer_recorded.body, array[private.founder(one_case)], true);
  perform private.record(one_case, 'answer_recorded', '{}', array[factory]);
end
$$;
alter function private.answer_recorded(uuid, text) owner to portal_keeper;
comment on function private.answer_recorded is 'Takes down word for word what the factory said on the telephone, as a message of the factory entered by Handshake.';

create function api.record_answer(request_id uuid, reference text, body text) returns jsonb
language plpgsql volatile
as $$
declare
  one uuid := private.my_case(record_answer.reference);
begin
  if not private.done_before(record_answer.request_id, jsonb_build_array('record_answer', one, record_answer.body)::text) then
    perform private.answer_recorded(one, record_answer.body);
  end if;
  return private.page_of(one);
end
$$;
comment on function api.record_answer is 'A coordinator takes down the factory''s answer on the telephone, word for word.';

grant execute on function private.triage_checked(uuid, integer, boolean, boolean, text, boolean, text, text, text), private.conflict_declared(uuid, boolean),
  private.answer_recorded(uuid, text) to authenticated;
grant execute on function api.check_triage(uuid, text, integer, boolean, boolean, text, boolean, text, text, text), api.declare_conflict(uuid, text, boolean),
  api.record_answer(uuid, text, text) to authenticated;
