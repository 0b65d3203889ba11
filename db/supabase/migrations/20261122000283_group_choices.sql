-- What each of a group decides for herself: who speaks, and whether she stays. What Handshake decides: what others learn of it.

create function private.choose_voice(one_case uuid, party uuid, number integer, how text) returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  me private.actor := private.me();
  chooser portal.complainant;
begin
  if private.previewing() or not (private.is_desk() or coalesce(me.role = 'worker' and me.case_id = one_case, false)) then
    perform private.refuse('404', 'absent', 'There is no case here for you.');
  end if;
  perform from portal.group_ g where g.case_id = one_case for update;
  select k.* into chooser from portal.complainant k
  where k.case_id = one_case and k.left_at is null and k.party_id = case when me.role = 'worker'
    then me.party else choose_voice.party end;
  -- A number that nobody has is taken like any other: the answer must not count the group.
  if chooser.party_id is null or choose_voice.number not between 1 and 9999
     or (me.role <> 'worker' and (choose_voice.how in ('phone', 'chat', 'walk_in', 'letter')) is not true) then
    perform private.refuse('400', 'value_invalid', 'Choose the number of a worker of this group.', '{"field": "number"}');
  end if;
  insert into portal.voice_choice as v (party_id, case_id, label, how, at)
  values (chooser.party_id, one_case, choose_voice.number, case when me.role = 'worker' then 'portal' else choose_voice.how end,
    private.clock_now())
  on conflict (party_id) do update set label = excluded.label, how = excluded.how, at = excluded.at;
  perform private.record(one_case, case when choose_voice.number is null then 'voice_choice_withdrawn' else 'voice_chosen' end,
    '{}',
    array[chooser.party_id]);
  perform private.stir(one_case, private.seats(one_case, array['handshake']) || chooser.party_id);
  perform private.count_voices(one_case);
end
$$;
alter function private.choose_voice(uuid, uuid, integer, text) owner to portal_keeper;
comment on function private.choose_voice is
  'One of a group says by number who shall speak for it, or takes that back; on the phone Handshake notes it.';

create function private.leave_group(one_case uuid, party uuid) returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  me private.actor := private.me();
  gone portal.complainant;
  one portal.case_;
  made portal.case_;
  seat uuid;
  words text;
  code text;
  held portal.receipt;
  carried uuid;
begin
  if private.previewing() or not (private.is_desk() or coalesce(me.role = 'worker' and me.case_id = one_case, false)) then
    perform private.refuse('404', 'absent', 'There is no case here for you.');
  end if;
  one := private.working_case(one_case, array['received', 'triage', 'admitted', 'notified', 'responded', 'investigating', 'found',
    'remedy_agreed', 'remediating', 'verifying', 'evaluating']);
  select k.* into gone from portal.complainant k
  where k.case_id = one_case and k.left_at is null and k.party_id = case when me.role = 'worker'
    then me.party else leave_group.party end;
  if gone.party_id is null or (me.role = 'worker' and leave_group.party is not null) then
    perform private.refuse('400', 'value_invalid', 'Choose who leaves the group.', '{"field": "party"}');
  end if;
  if not exists (select from portal.complainant k where k.case_id = one_case and k.left_at is null
    and k.party_id <> gone.party_id) then
    perform private.refuse('403', 'guard_group_last', 'The last of a group cannot leave it. Withdraw the case instead.');
  end if;
  select m.body into words from portal.message m where m.author_party = gone.party_id
    and m.kind = 'statement' order by m.posted_at, m.id limit 1;
  code := private.digest(gen_random_uuid()::text || gen_random_uuid()::text);
  made := private.open_case(one.workplace_id, null, coalesce(words, '–'), (select array_agg(i.code order by i.position)
    from portal.case_issue i where i.case_id = one_case),
    one.severity, gone.channel, gone.language, one.anonymous, false, code, (select i.sealed from portal.identity i
      where i.party_id = gone.party_id),
    (select i.plan from portal.identity i where i.party_id = gone.party_id), false, '{}', 'phone', null);
  -- What is silent towards the factory stays so where she goes on alone, with the zero tolerance: a supervisor ends either.
  perform private.raise_zero_tolerance(made.id, p.raised_how, p.ground, p.words) from portal.protocol p
  where p.case_id = one_case and p.ended_at is null;
  update portal.case_ c set no_tip_off = true where c.id = made.id and one.no_tip_off and not c.no_tip_off;
  seat := private.founder(made.id);
  insert into portal.consent (case_id, party_id, item, recipient_id, purpose, text_version, language, guardian, child_agreed,
    given_how, given_at)
  select made.id, seat, c.item, c.recipient_id, c.purpose, c.text_version, c.language, c.guardian, c.child_agreed, c.given_how,
    c.given_at
  from portal.consent c where c.party_id = gone.party_id and c.withdrawn_at is null;
  perform private.carry_words(made.id, seat, one_case, gone.party_id, (select m.id from portal.message m
    where m.author_party = seat and m.kind = 'statement'));
  -- Her own receipt, also where it is open now, leads to the new case from here on.
  select * into held from portal.receipt r where r.party_id = gone.party_id;
  if held.id is not null then
    select r.id into carried from portal.receipt r where r.party_id = seat;
    update portal.receipt r set code_hash = private.digest(gen_random_uuid()::text || code), revoked_at = private.clock_now()
      where r.id = held.id;
    update portal.receipt r set code_hash = held.code_hash, opened_at = held.opened_at, revoked_at = held.revoked_at
      where r.id = carried;
    update portal.receipt_session s set receipt_id = carried where s.receipt_id = held.id;
  end if;
  -- Nothing of hers is shown any longer in a matter that is not hers.
  update portal.consent c set withdrawn_at = private.clock_now() where c.party_id = gone.party_id and c.withdrawn_at is null;
  update portal.identity i set sealed = null, plan = null where i.party_id = gone.party_id;
  update portal.complainant k set left_at = private.clock_now(), own_case = made.id where k.party_id = gone.party_id;
  update portal.party p set until = private.clock_now() where p.id = gone.party_id;
  update portal.retaliation r set parent_id = made.id, parent_party = seat where r.parent_party = gone.party_id;
  update portal.case_ c set retaliation_of = made.id where c.id in (select r.case_id from portal.retaliation r
    where r.parent_party = seat);
  update portal.group_ g set voice_party = null, elected_at = null where g.case_id = one_case and g.voice_party = gone.party_id;
  perform private.record(one_case, 'group_left', jsonb_build_object('label', gone.label));
  perform private.record(made.id, 'group_split', '{}', array[seat]);
  perform private.count_voices(one_case);
  perform private.stir(one_case, private.seats(one_case, array['handshake']));
  perform private.refresh_parties(array[one_case, made.id]);
end
$$;
alter function private.leave_group(uuid, uuid) owner to portal_keeper;
comment on function private.leave_group is
  'One of a group goes on with a case of her own: same receipt, words, permissions and silence, screened anew. Nobody outside learns of it.';

create function private.show_group(one_case uuid, size_shown text, said_size integer) returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  people integer;
  told text;
begin
  if not private.is_desk() or private.previewing() then
    perform private.refuse('403', 'not_allowed', 'Only Handshake says what others learn of a group.');
  end if;
  perform from portal.group_ g where g.case_id = one_case for update;
  if not found or (show_group.size_shown in ('hidden', 'range')) is not true or show_group.said_size not between 2
    and 2000000 then
    perform private.refuse('400', 'value_invalid', 'Hide the size, or show it as a range.', '{"field": "size_shown"}');
  end if;
  select greatest(count(*), show_group.said_size) into people from portal.complainant k where k.case_id = one_case
    and k.left_at is null;
  told := case when show_group.size_shown = 'range' then private.range_of(people) end;
  update portal.group_ g set size_shown = show_group.size_shown, said_size = show_group.said_size, size_range = told,
    told_at = coalesce(g.told_at, private.clock_now())
  where g.case_id = one_case;
  perform private.record(one_case, 'group_shown', jsonb_strip_nulls(jsonb_build_object('size', told)),
    private.seats(one_case, array['worker', 'factory', 'brand', 'handshake']));
  perform private.stir(one_case, private.seats(one_case, array['worker', 'factory', 'brand', 'handshake']));
end
$$;
alter function private.show_group(uuid, text, integer) owner to portal_keeper;
comment on function private.show_group is
  'From now on others know that this is a group, its size hidden or as a range. The range is worked out now and stays until Handshake says so again.';

create function private.tell_totals(one_case uuid) returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  if not private.is_desk() or private.previewing() then
    perform private.refuse('403', 'not_allowed', 'Handshake keeps the ledger.');
  end if;
  perform from portal.group_ g where g.case_id = one_case for update;
  if not found or not exists (select from portal.remedy_entry e where e.case_id = one_case and e.apart
    and e.agreed_at is not null) then
    perform private.refuse('403', 'guard_not_agreed', 'First it is agreed, then it is told.');
  end if;
  -- A sum says that there are several.
  if not exists (select from portal.group_ g where g.case_id = one_case and g.told_at is not null) then
    perform private.refuse('403', 'guard_group_untold', 'First others are told that this is a group: a sum says so.');
  end if;
  delete from portal.group_total t where t.case_id = one_case;
  insert into portal.group_total (case_id, what, currency, agreed, paid, agreed_at, paid_at, told_at)
  select one_case, e.what, e.currency, sum(e.agreed), sum(e.paid), max(e.agreed_at),
    case when bool_and(e.paid_at is not null) then max(e.paid_at) end, private.clock_now()
  from portal.remedy_entry e where e.case_id = one_case and e.apart and e.agreed_at is not null
  group by e.what, e.currency;
  perform private.record(one_case, 'totals_told', '{}', private.seats(one_case, array['factory', 'handshake']));
  perform private.stir(one_case, private.seats(one_case, array['factory', 'handshake']));
end
$$;
alter function private.tell_totals(uuid) owner to portal_keeper;
comment on function private.tell_totals is
  'Tells the factory the sums that it agreed to pay a group. They stay as told until they are told anew.';
grant execute on function private.choose_voice(uuid, uuid, integer, text), private.leave_group(uuid, uuid) to anon, authenticated;
grant execute on function private.show_group(uuid, text, integer), private.tell_totals(uuid) to authenticated;
