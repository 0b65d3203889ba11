-- Raising zero tolerance: one deed, whoever or whatever starts it. From here on no factory learns that the case exists.

create function private.start_item_clock(one uuid) returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  found_item record;
begin
  select i.id, i.clock, p.case_id, r.span, c.workplace_id into found_item
  from portal.protocol_item i join portal.protocol p on p.id = i.protocol_id join portal.case_ c on c.id = p.case_id
  join portal.protocol_step_rule r on r.country = p.country and r.version = p.version and r.item = i.item
  where i.id = start_item_clock.one;
  if found_item.clock is null then
    return;
  end if;
  -- Nobody but Handshake may know of these clocks, whatever side owes what they are about.
  if found_item.span is null then
    perform private.start_clock(found_item.case_id, found_item.clock, 'handshake', subject => found_item.id, sides => '{}');
    return;
  end if;
  perform private.start_clock(found_item.case_id, found_item.clock, 'handshake', subject => found_item.id, sides => '{}',
    due => private.due_after(private.clock_now(), found_item.span, null, 'calendar', found_item.workplace_id));
  -- The rule of the country, not a date that somebody agreed on.
  update portal.clock k set basis = 'ours', span = found_item.span
  where k.case_id = found_item.case_id and k.kind = found_item.clock and k.subject = found_item.id and k.stopped_at is null;
end
$$;
alter function private.start_item_clock(uuid) owner to portal_keeper;
comment on function private.start_item_clock is
  'Starts the clock of one thing of a protocol, if it has one: by the country''s rule, else by ours.';

create function private.raise_zero_tolerance(one_case uuid, how text, ground text default null,
  words text default null) returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  one portal.case_;
  live portal.protocol;
  rule portal.protocol_rule;
  child boolean;
  made uuid := gen_random_uuid();
begin
  select * into one from portal.case_ c where c.id = one_case for update;
  rule := private.protocol_rule_of(one.workplace_id);
  child := raise_zero_tolerance.ground in ('under_age', 'worst_forms') or exists (
    select from portal.case_issue i where i.case_id = one_case and i.code = any (rule.child_codes));
  select * into live from portal.protocol p where p.case_id = one_case and p.ended_at is null;
  if live.id is not null then
    -- It runs already. That it is about a child too brings the steps for children back.
    if coalesce(child, false) and not live.about_child then
      update portal.protocol p set about_child = true where p.id = live.id;
      perform private.open_child_steps(live.id);
    end if;
    return;
  end if;
  insert into portal.protocol (id, case_id, country, version, raised_how, raised_by, raised_at, ground, words, about_child)
  values (made, one_case, rule.country, rule.version, raise_zero_tolerance.how, private.my_person(), private.clock_now(),
    raise_zero_tolerance.ground, raise_zero_tolerance.words, coalesce(child, false));
  insert into portal.protocol_item (protocol_id, item, step, place, owner, by_hand, skip, clock, state, at)
  select made, r.item, r.step, r.place, r.owner, r.by_hand, r.skip, r.clock, s.state,
    case when s.state <> 'open' then private.clock_now() end
  from portal.protocol_step_rule r
  cross join lateral (select case when r.item = 'silence' then 'done' when r.skip = 'adult' and child is not true
    then 'not_needed'
    else 'open' end as state) s
  where r.country = rule.country and r.version = rule.version;
  perform private.record(one_case, 'zero_tolerance_raised', jsonb_build_object('by', raise_zero_tolerance.how));
  -- Hides parties and moves lists through the triggers of the case.
  update portal.case_ c set zero_tolerance = true, no_tip_off = true, severity = 1
  where c.id = one_case and not (c.zero_tolerance and c.no_tip_off and c.severity = 1);
  perform private.start_item_clock(i.id)
  from portal.protocol_item i join portal.protocol_step_rule r on r.country = rule.country and r.version = rule.version
    and r.item = i.item
  where i.protocol_id = made and i.state = 'open' and r.at_once;
  perform private.refresh_parties(array[one_case]);
end
$$;
alter function private.raise_zero_tolerance(uuid, text, text, text) owner to portal_keeper;
comment on function private.raise_zero_tolerance is
  'The one deed: severity 1, zero tolerance, no tip-off, a protocol with its steps and clocks. Done twice it changes nothing.';

create function private.open_child_steps(protocol uuid) returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  update portal.protocol_item i set state = 'open', at = null, by_person = null, words = null
  where i.protocol_id = open_child_steps.protocol and i.skip = 'adult' and i.state = 'not_needed' and i.item <> 'age_settled';
  -- Who said that all is done did not say it of these.
  delete from portal.protocol_voice v where v.protocol_id = open_child_steps.protocol and v.about = 'exit' and found;
  perform private.start_item_clock(i.id) from portal.protocol_item i
  where i.protocol_id = open_child_steps.protocol and i.skip = 'adult' and i.state = 'open' and i.item <> 'age_settled';
  if exists (select from portal.protocol p where p.id = open_child_steps.protocol and p.age = 'disputed') then
    update portal.protocol_item i set state = 'open', at = null, by_person = null, words = null
    where i.protocol_id = open_child_steps.protocol and i.item = 'age_settled' and i.state = 'not_needed';
    perform private.start_item_clock(i.id) from portal.protocol_item i
    where i.protocol_id = open_child_steps.protocol and i.item = 'age_settled' and i.state = 'open';
  end if;
end
$$;
alter function private.open_child_steps(uuid) owner to portal_keeper;
comment on function private.open_child_steps is 'The steps for children are due again: somebody may be a child after all. Who said before that all is done is asked anew.';

create function private.suspect_zero_tolerance(one_case uuid, revision integer, ground text, words text) returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  one portal.case_;
  said text;
begin
  if not private.is_desk() or private.previewing() then
    perform private.refuse('403', 'not_allowed', 'Only coordinators raise zero tolerance.');
  end if;
  select * into one from portal.case_ c where c.id = one_case for update;
  if one.id is null then
    perform private.refuse('404', 'absent', 'There is no case here for you.');
  end if;
  if one.revision is distinct from suspect_zero_tolerance.revision then
    perform private.refuse('409', 'revision_stale', 'Somebody changed this case. You see the new state now.',
      jsonb_build_object('revision', one.revision, 'state', one.state));
  end if;
  if exists (select from portal.protocol p where p.case_id = one_case and p.ended_at is null) then
    perform private.refuse('409', 'case_state_changed', 'Zero tolerance is raised already.');
  end if;
  if (suspect_zero_tolerance.ground in ('under_age', 'worst_forms', 'confinement', 'violence', 'punishment',
    'danger')) is not true then
    perform private.refuse('400', 'value_invalid', 'Choose what you suspect.', '{"field": "ground"}');
  end if;
  said := private.check_words(suspect_zero_tolerance.words, 'words', 2000);
  update portal.case_ c set revision = c.revision + 1 where c.id = one_case;
  perform private.raise_zero_tolerance(one_case, 'suspicion', suspect_zero_tolerance.ground, said);
end
$$;
alter function private.suspect_zero_tolerance(uuid, integer, text, text) owner to portal_keeper;
comment on function private.suspect_zero_tolerance is
  'A coordinator raises zero tolerance on suspicion, with a reason. A suspicion is enough.';
grant execute on function private.start_item_clock(uuid), private.raise_zero_tolerance(uuid, text, text, text),
  private.open_child_steps(uuid) to portal_keeper;
grant execute on function private.suspect_zero_tolerance(uuid, integer, text, text) to authenticated;

create function private.want_second(one_case uuid, protocol uuid, about text) returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  -- Once for each decision, however often somebody says the same again. Of an exit one of the two is a supervisor.
  perform private.record(one_case, 'second_voice_wanted', jsonb_build_object('about', want_second.about,
    'decision', want_second.protocol::text || ' ' || want_second.about, 'role',
    case when want_second.about = 'exit' and not exists (select from portal.protocol_voice v join portal.person p on p.id = v.person_id
      where v.protocol_id = want_second.protocol and v.about = 'exit' and p.role = 'supervisor') then 'supervisor' else 'anybody' end));
end
$$;
alter function private.want_second(uuid, uuid, text) owner to portal_keeper;
comment on function private.want_second is 'Somebody has spoken and a second person is needed: those who could be that person are told.';
grant execute on function private.want_second(uuid, uuid, text) to portal_keeper;
