-- What the desk steers a case with: its issues, its silence, who is admitted.

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

grant execute on function private.set_issues(uuid, integer, text[], integer), private.lift_silence(uuid, integer, text) to authenticated;
grant execute on function api.classify(uuid, text, integer, text[], integer), api.end_no_tip_off(uuid, text, integer, text),
  api.admit(uuid, text, uuid) to authenticated;
