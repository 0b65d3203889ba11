-- The steps of a protocol: what is written down by hand, how old the person is, and what two people decide.

create function private.live_protocol(one_case uuid) returns portal.protocol
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  one portal.protocol;
begin
  if not private.is_desk() or private.previewing() then
    perform private.refuse('403', 'not_allowed', 'Only coordinators carry a protocol.');
  end if;
  -- The case first, as every deed does.
  perform from portal.case_ c where c.id = one_case for update;
  if not found then
    perform private.refuse('404', 'absent', 'There is no case here for you.');
  end if;
  select * into one from portal.protocol p where p.case_id = one_case and p.ended_at is null for update;
  if one.id is null then
    perform private.refuse('409', 'protocol_ended', 'No protocol of zero tolerance runs in this case.');
  end if;
  return one;
end
$$;
alter function private.live_protocol(uuid) owner to portal_keeper;
comment on function private.live_protocol is
  'The protocol that runs in a case, locked for a deed of the desk; refuses everybody else first.';

create function private.settle_item(one_case uuid, protocol uuid, item text, state text, words text) returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  settled portal.protocol_item;
begin
  update portal.protocol_item i set state = settle_item.state, at = private.clock_now(), by_person = private.my_person(),
    words = settle_item.words
  where i.protocol_id = settle_item.protocol and i.item = settle_item.item and i.state = 'open'
  returning * into settled;
  if settled.id is null then
    return;
  end if;
  -- The clock of a step with several things runs until the last of them.
  if settled.clock is not null and (settled.step = 7 or settled.step = 8
      or not exists (select from portal.protocol_item i where i.protocol_id = settled.protocol_id and i.step = settled.step
        and i.state = 'open')) then
    perform private.stop_clock(one_case, settled.clock, settled.id, case when settle_item.state = 'not_needed' and not exists (
        select from portal.protocol_item i where i.protocol_id = settled.protocol_id and i.step = settled.step
          and i.state = 'done') then 'void' end);
  elsif settled.clock is null and not exists (
      select from portal.protocol_item i where i.protocol_id = settled.protocol_id and i.step = settled.step
        and i.state = 'open') then
    perform private.stop_clock(one_case, i.clock, i.id) from portal.protocol_item i
    where i.protocol_id = settled.protocol_id and i.step = settled.step and i.clock is not null;
  end if;
  perform private.record(one_case, 'protocol_step',
    jsonb_build_object('level', settled.step, 'item', settled.item, 'outcome', settle_item.state));
end
$$;
alter function private.settle_item(uuid, uuid, text, text, text) owner to portal_keeper;
comment on function private.settle_item is
  'One thing of a step is settled: who, when, with what evidence; its clock stops, and only Handshake''s record says so.';

create function private.touch_desk(one_case uuid) returns void
language sql security definer
set search_path = pg_catalog, pg_temp
as $$
  update portal.party p set last_activity = private.clock_now() where p.case_id = one_case and p.side = 'handshake'
    and p.until is null;
  select private.refresh_parties(array[one_case]);
$$;
alter function private.touch_desk(uuid) owner to portal_keeper;
comment on function private.touch_desk is 'Something new for Handshake alone; nobody else''s list moves.';

create function private.do_protocol(one_case uuid, items text[], words text, needed boolean) returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  live portal.protocol := private.live_protocol(one_case);
  said text;
  one portal.protocol_item;
begin
  if coalesce(cardinality(items), 0) not between 1 and 24 or exists (
      select from unnest(items) as g (item) where not exists (
        select from portal.protocol_item i where i.protocol_id = live.id and i.item = g.item and (i.by_hand
          or (i.item = 'brand_told' and not needed)))) then
    perform private.refuse('400', 'value_invalid', 'Choose what was done.', '{"field": "items"}');
  end if;
  said := private.check_words(do_protocol.words, 'words', 2000);
  for one in select i.* from portal.protocol_item i where i.protocol_id = live.id and i.item = any (items) order by i.place loop
    if one.state <> 'open' then
      perform private.refuse('409', 'case_state_changed', 'This step was settled in the meantime.');
    end if;
    if one.owner = 'supervisor' and not private.is_supervisor() then
      perform private.refuse('403', 'guard_supervisor', 'Only a supervisor decides this.');
    end if;
    if needed is not true and one.skip = 'never' then
      perform private.refuse('403', 'guard_step_needed', 'This step cannot be left out.', jsonb_build_object('item', one.item));
    end if;
    if needed is not true and one.skip = 'adult' and live.age <> 'adult' and live.about_child then
      perform private.refuse('403', 'guard_age_disputed', 'As long as the age is disputed, the person is treated as a child.');
    end if;
    if one.item = 'authority_started' and not exists (select from portal.referral r where r.protocol_id = live.id) then
      perform private.refuse('403', 'guard_referral_missing', 'Record the referral first.');
    end if;
    perform private.settle_item(one_case, live.id, one.item, case when needed then 'done' else 'not_needed' end, said);
    if one.item = 'brand_told' then
      perform private.settle_item(one_case, live.id, 'brand_acknowledged', 'not_needed', null);
    end if;
  end loop;
  -- With the plan for the child the months begin.
  perform private.plan_follow_ups(live.id, private.clock_now());
  perform private.touch_desk(one_case);
end
$$;
alter function private.do_protocol(uuid, text[], text, boolean) owner to portal_keeper;
comment on function private.do_protocol is
  'Writes down that things of a step are done, with the evidence, or not needed and why.';

create function private.note_age(one_case uuid, kind text, says text, words text) returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  live portal.protocol := private.live_protocol(one_case);
begin
  if not exists (select from portal.age_evidence_kind k where k.kind = note_age.kind)
     or (note_age.says in ('child', 'young', 'adult', 'unclear')) is not true then
    perform private.refuse('400', 'value_invalid', 'Choose what it is and what it says.', '{"field": "kind"}');
  end if;
  insert into portal.age_evidence (protocol_id, kind, says, words, noted_by, noted_at)
  values (live.id, note_age.kind, note_age.says, private.check_words(note_age.words, 'words', 2000), private.my_person(),
    private.clock_now());
  perform private.record(one_case, 'age_evidence', jsonb_build_object('kind', note_age.kind));
  perform private.touch_desk(one_case);
end
$$;
alter function private.note_age(uuid, text, text, text) owner to portal_keeper;
comment on function private.note_age is 'Notes a piece of evidence of an age: what kind, and what it speaks for.';

create function private.age_guard(protocol uuid, age text) returns text
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
  -- Whoever is said to be older must be shown to be; whoever is taken for a child needs no proof beyond one piece.
  with pieces as (
    select e.kind, k.grade, array_position(array['child', 'young', 'adult'], e.says) as old from portal.age_evidence e
    join portal.age_evidence_kind k on k.kind = e.kind where e.protocol_id = age_guard.protocol
  ), wanted as (
    select array_position(array['child', 'young', 'adult'], age_guard.age) as old
  ), speaks as (
    select min(p.grade) as best, count(distinct p.kind) filter (where p.grade <= 2) as kinds from pieces p, wanted w
      where p.old >= w.old
  )
  select case
    when not exists (select from pieces) then 'guard_age_evidence_missing'
    when w.old = 1 then null
    when s.best is null or (s.best > 1 and s.kinds < 2) then 'guard_age_evidence_missing'
    when exists (select from pieces p where p.old < w.old and p.grade <= s.best) then 'guard_age_disputed'
  end
  from wanted w, speaks s
$$;
alter function private.age_guard(uuid, text) owner to portal_keeper;
comment on function private.age_guard is
  'Why an age cannot be settled yet, or null: grade 1 or two kinds of grade 2 speak for it, nothing as strong against it.';

create function private.settle_age(one_case uuid, age text, follow_until date, words text) returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  live portal.protocol := private.live_protocol(one_case);
  why text;
  said text := private.check_words(settle_age.words, 'words', 2000);
  today date := private.clock_now()::date;
begin
  if (settle_age.age in ('child', 'young', 'adult')) is not true then
    perform private.refuse('400', 'value_invalid', 'Choose an age.', '{"field": "age"}');
  end if;
  if settle_age.age <> 'adult' and (settle_age.follow_until between today and today + 6600) is not true then
    perform private.refuse('400', 'value_invalid', 'Say in which month the person comes of age.', '{"field": "follow_until"}');
  end if;
  why := private.age_guard(live.id, settle_age.age);
  if why is not null then
    perform private.refuse('403', why, 'The evidence does not show that age. Until it does, the person is treated as a child.');
  end if;
  -- The month, never the day: a birthday would name her.
  update portal.protocol p set age = settle_age.age, about_child = p.about_child or settle_age.age <> 'adult',
    follow_until = case when settle_age.age <> 'adult' then date_trunc('month', settle_age.follow_until)::date end
  where p.id = live.id;
  if settle_age.age = 'adult' then
    perform private.settle_item(one_case, live.id, i.item, 'not_needed', null) from portal.protocol_item i
    where i.protocol_id = live.id and i.skip = 'adult' and i.state = 'open' and i.item <> 'age_settled';
    perform private.stop_clock(one_case, 'follow_up', f.id, 'void') from portal.follow_up f where f.protocol_id = live.id
      and f.at is null;
    delete from portal.follow_up f where f.protocol_id = live.id and f.at is null;
  else
    perform private.open_child_steps(live.id);
  end if;
  update portal.protocol_item i set state = 'open', at = null, by_person = null, words = null
  where i.protocol_id = live.id and i.item = 'age_settled' and i.state <> 'open';
  perform private.settle_item(one_case, live.id, 'age_settled', 'done', said);
  perform private.record(one_case, 'age_settled', jsonb_build_object('kind', settle_age.age));
  perform private.touch_desk(one_case);
end
$$;
alter function private.settle_age(uuid, text, date, text) owner to portal_keeper;
comment on function private.settle_age is
  'Settles how old the person is, as far as the evidence reaches; can be settled anew when there is more.';

create function private.two_say(protocol uuid, about text, says boolean, words text) returns boolean
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  if says is null then
    perform private.refuse('400', 'value_invalid', 'Say yes or no.', '{"field": "says"}');
  end if;
  -- A voice is a person: whoever says it twice has still said it once.
  insert into portal.protocol_voice (protocol_id, about, person_id, says, words, at)
  values (two_say.protocol, two_say.about, private.my_person(), two_say.says, private.check_words(two_say.words, 'words', 2000),
    private.clock_now())
  on conflict on constraint protocol_voice_pkey do update set says = excluded.says, words = excluded.words, at = excluded.at;
  -- A person who has left Handshake since does not count.
  return (select count(*) >= 2 from portal.protocol_voice v join portal.person p on p.id = v.person_id
    where v.protocol_id = two_say.protocol and v.about = two_say.about and v.says = two_say.says
      and p.suspended_at is null and p.role in ('coordinator', 'supervisor'));
end
$$;
alter function private.two_say(uuid, text, boolean, text) owner to portal_keeper;
comment on function private.two_say is 'One person''s voice; true once two different people say the same.';

create function private.decide_referral(one_case uuid, refer boolean, words text) returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  live portal.protocol := private.live_protocol(one_case);
begin
  if live.refer is not null then
    perform private.refuse('409', 'case_state_changed', 'Two people have decided this already.');
  end if;
  if private.two_say(live.id, 'referral', decide_referral.refer, decide_referral.words) then
    update portal.protocol p set refer = decide_referral.refer where p.id = live.id;
    perform private.settle_item(one_case, live.id, 'referral_decided', 'done', null);
    if decide_referral.refer then
      perform private.start_item_clock(i.id) from portal.protocol_item i where i.protocol_id = live.id
        and i.item = 'referral_recorded';
    else
      perform private.settle_item(one_case, live.id, i.item, 'not_needed', null) from portal.protocol_item i
      where i.protocol_id = live.id and i.item in ('referral_recorded', 'authority_started') and i.state = 'open';
    end if;
  else
    perform private.want_second(one_case, live.id, 'referral');
  end if;
  perform private.touch_desk(one_case);
end
$$;
alter function private.decide_referral(uuid, boolean, text) owner to portal_keeper;
comment on function private.decide_referral is
  'One of two people says whether an authority is told; decided once two different people say the same.';

grant delete on portal.follow_up to portal_keeper;
grant execute on function private.live_protocol(uuid), private.settle_item(uuid, uuid, text, text, text),
  private.touch_desk(uuid),
  private.age_guard(uuid, text), private.two_say(uuid, text, boolean, text) to portal_keeper;
grant execute on function private.do_protocol(uuid, text[], text, boolean), private.note_age(uuid, text, text, text),
  private.settle_age(uuid, text, date, text), private.decide_referral(uuid, boolean, text) to authenticated;
