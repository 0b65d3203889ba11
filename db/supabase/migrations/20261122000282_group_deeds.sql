-- How somebody comes into a group: by a call of her own, or with a case that becomes part of it.

create function private.begin_group(one_case uuid) returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  insert into portal.group_ (case_id, begun_at) values (one_case, private.clock_now()) on conflict do nothing;
  if found then
    insert into portal.complainant (party_id, case_id, label, channel, language, joined_at)
    select p.id, one_case, 1, d.channel, d.language, p.since
    from portal.case_desk d join portal.party p on p.id = private.founder(d.case_id) where d.case_id = one_case;
    perform private.record(one_case, 'group_begun');
  end if;
end
$$;
alter function private.begin_group(uuid) owner to portal_keeper;
comment on function private.begin_group is 'Makes a case a group''s; its worker becomes number 1. Nobody outside learns of it.';

create function private.seat_complainant(one_case uuid, came text, spoken text) returns portal.complainant
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  seat uuid;
  made portal.complainant;
begin
  perform private.begin_group(one_case);
  insert into portal.party (case_id, side, since, basis, last_activity)
  values (one_case, 'worker', private.clock_now(), 'own', private.clock_now()) returning id into seat;
  insert into portal.complainant (party_id, case_id, label, channel, language, joined_at)
  select seat, one_case, max(k.label) + 1, came, spoken, private.clock_now() from portal.complainant k where k.case_id = one_case
  returning * into made;
  perform private.record(one_case, 'group_joined', jsonb_build_object('label', made.label), array[seat]);
  return made;
end
$$;
alter function private.seat_complainant(uuid, text, text) owner to portal_keeper;
comment on function private.seat_complainant is 'One more in a group: her party and her number.';

create function private.take_in_words(one_case uuid, worker uuid, words text) returns uuid
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  said uuid := gen_random_uuid();
  readers uuid[];
begin
  insert into portal.message (id, case_id, author_party, kind, body, wanted) values (said, one_case, worker, 'statement', words,
    '{}');
  -- To those who may read them, and sit there already, they go the way of every statement: past a moderator.
  select array_agg(p.id) into readers from portal.party p
  where p.case_id = one_case and p.until is null and not p.hidden and p.side in ('factory', 'brand')
    and private.allows(worker, p.organization_id, 'statement');
  if readers is not null then
    update portal.message m set wanted = m.wanted || readers, state = 'held' where m.id = said;
  end if;
  return said;
end
$$;
alter function private.take_in_words(uuid, uuid, text) owner to portal_keeper;
comment on function private.take_in_words is
  'Her own words: between her and Handshake, and held for those whom she allows to read them.';

create function private.carry_words(one_case uuid, seat uuid, other uuid, old uuid, begun uuid default null) returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  said portal.message;
  kept uuid;
  carried integer := 0;
begin
  for said in
    select * from portal.message m where m.case_id = carry_words.other and m.author_party = carry_words.old and m.kind <> 'note'
      and m.state <> 'taken_back'
    order by m.kind = 'statement' desc, m.posted_at, m.id
  loop
    if said.kind = 'statement' and carry_words.begun is not null and carried = 0 then
      kept := carry_words.begun;
    elsif said.kind = 'statement' then
      kept := private.take_in_words(one_case, carry_words.seat, said.body);
    else
      kept := gen_random_uuid();
      insert into portal.message (id, case_id, author_party, kind, body, wanted, entered)
      values (kept, one_case, carry_words.seat, 'message', said.body, '{}', said.entered);
    end if;
    -- All of it arrives now; a blink apart, so that it stands in the order in which she said it.
    update portal.message m set posted_at = m.posted_at + carried * interval '1 microsecond' where m.id = kept;
    insert into portal.attachment (case_id, party_id, message_id, name, media_type, original_sha256, original_bytes,
      cleaned_sha256, cleaned_bytes, reserved_at, place)
    select one_case, carry_words.seat, kept, a.name, a.media_type, a.original_sha256, a.original_bytes, a.cleaned_sha256,
      a.cleaned_bytes, a.reserved_at, a.place
    from portal.attachment a where a.message_id = said.id and a.party_id = carry_words.old;
    carried := carried + 1;
  end loop;
end
$$;
alter function private.carry_words(uuid, uuid, uuid, uuid, uuid) owner to portal_keeper;
comment on function private.carry_words is
  'What she said and sent in one case, said and sent in another: to Handshake, as it was there. `begun` is her statement where it stands there already.';
grant execute on function private.begin_group(uuid), private.seat_complainant(uuid, text, text),
  private.take_in_words(uuid, uuid, text), private.carry_words(uuid, uuid, uuid, uuid, uuid) to portal_keeper;

create function private.add_complainant(
  one_case uuid, receipt_hash text, channel text, language text, statement text, consent_factory boolean, consent_brands uuid[],
  sealed_identity text, sealed_plan text, text_version text
) returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  one portal.case_;
  made portal.complainant;
  asked portal.consent_version;
begin
  if not private.is_desk() or private.previewing() then
    perform private.refuse('403', 'not_allowed', 'Only coordinators take calls.');
  end if;
  one := private.working_case(one_case, array['received', 'triage', 'admitted', 'notified', 'responded', 'investigating', 'found',
    'remedy_agreed', 'remediating']);
  if coalesce(add_complainant.receipt_hash ~ '^[0-9a-f]{64}$', false) is not true
     or exists (select from portal.receipt r where r.code_hash = private.digest(add_complainant.receipt_hash)) then
    perform private.refuse('400', 'value_invalid', 'This receipt is not of the right form, or belongs to another report.',
      '{"field": "receipt"}');
  end if;
  if (add_complainant.channel in ('phone', 'chat', 'web', 'walk_in', 'letter')
      and add_complainant.language ~ '^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$'
        and length(add_complainant.language) <= 35) is not true then
    perform private.refuse('400', 'value_invalid', 'Choose how she came and her language.', '{"field": "channel"}');
  end if;
  if length(add_complainant.sealed_identity) not between 1 and 20000 or length(add_complainant.sealed_plan) not between 1
    and 20000 then
    perform private.refuse('400', 'value_invalid', 'This form was not filled in by the portal.', '{"field": "sealed_identity"}');
  end if;
  asked := private.asked_in(add_complainant.text_version, add_complainant.language);
  made := private.seat_complainant(one_case, add_complainant.channel, add_complainant.language);
  insert into portal.receipt (case_id, party_id, code_hash, issued_at)
  values (one_case, made.party_id, private.digest(add_complainant.receipt_hash), private.clock_now());
  if coalesce(add_complainant.sealed_identity, add_complainant.sealed_plan) is not null then
    insert into portal.identity (party_id, case_id, sealed, kept_at, plan, plan_kept_at)
    values (made.party_id, one_case, add_complainant.sealed_identity, private.clock_now(), add_complainant.sealed_plan,
      case when add_complainant.sealed_plan is not null then private.clock_now() end);
  end if;
  insert into portal.consent (case_id, party_id, item, recipient_id, text_version, language, given_how, given_at)
  select one_case, made.party_id, 'statement', r.id, asked.version, asked.language, 'phone', private.clock_now()
  from (select one.workplace_id as id where coalesce(add_complainant.consent_factory, false)
        union select o.id from portal.organization o where o.id = any (coalesce(add_complainant.consent_brands, '{}'))
          and o.kind = 'brand') as r;
  perform private.record(one_case, 'consent_given', jsonb_build_object('item', 'statement', 'recipient', c.recipient_id),
    array[made.party_id])
  from portal.consent c where c.party_id = made.party_id;
  perform private.take_in_words(one_case, made.party_id, add_complainant.statement);
  perform private.stir(one_case, private.seats(one_case, array['handshake']));
  perform private.refresh_parties(array[one_case]);
end
$$;
alter function private.add_complainant(uuid, text, text, text, text, boolean, uuid[], text, text, text) owner to portal_keeper;
comment on function private.add_complainant is
  'A caller joins a case: with a receipt, words, permissions and a sealed name of her own.';

create function private.merge_case(one_case uuid, other_reference text, how text) returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  one portal.case_;
  other portal.case_;
  made portal.complainant;
  old uuid;
  seat uuid;
begin
  if not private.is_desk() or private.previewing() then
    perform private.refuse('403', 'not_allowed', 'Only coordinators join cases.');
  end if;
  one := private.working_case(one_case, array['received', 'triage', 'admitted', 'notified', 'responded', 'investigating', 'found',
    'remedy_agreed', 'remediating']);
  if (merge_case.how in ('phone', 'chat', 'walk_in', 'letter')) is not true then
    perform private.refuse('400', 'value_invalid', 'Say how she agreed.', '{"field": "how"}');
  end if;
  select * into other from portal.case_ c where c.reference = merge_case.other_reference for update;
  if other.id is null or other.id = one_case or other.workplace_id <> one.workplace_id or not private.open_state(other.state)
     -- A silence towards the factory is a supervisor's to end: it does not end because the case becomes part of another.
     or private.grouped(other.id) or other.zero_tolerance or other.no_tip_off or other.retaliation_of is not null then
    perform private.refuse('400', 'guard_other_missing', 'Name an open case of one worker of the same workplace.',
      '{"field": "other"}');
  end if;
  if exists (select from portal.party p where p.case_id = other.id and p.side in ('factory', 'brand', 'authority')) then
    -- Whoever sits there would see that case end, and count.
    perform private.refuse('403', 'guard_group_known', 'Somebody outside knows that case already. It stays a case of its own.');
  end if;
  old := private.founder(other.id);
  select made_one.* into made from portal.case_desk d, private.seat_complainant(one_case, d.channel, d.language) made_one
    where d.case_id = other.id;
  seat := made.party_id;
  update portal.complainant k set own_case = other.id where k.party_id = seat;
  update portal.receipt r set case_id = one_case, party_id = seat where r.party_id = old;
  insert into portal.identity (party_id, case_id, sealed, kept_at, plan, plan_kept_at)
  select seat, one_case, i.sealed, i.kept_at, i.plan, i.plan_kept_at from portal.identity i where i.party_id = old;
  update portal.identity i set sealed = null, plan = null where i.party_id = old;
  insert into portal.consent (case_id, party_id, item, recipient_id, purpose, text_version, language, guardian, child_agreed,
    given_how, given_at)
  select one_case, seat, c.item, c.recipient_id, c.purpose, c.text_version, c.language, c.guardian, c.child_agreed, c.given_how,
    c.given_at
  from portal.consent c where c.party_id = old and c.withdrawn_at is null;
  perform private.carry_words(one_case, seat, other.id, old);
  update portal.retaliation r set parent_id = one_case, parent_party = seat where r.parent_party = old;
  update portal.case_ c set retaliation_of = one_case where c.id in (select r.case_id from portal.retaliation r
    where r.parent_party = seat);
  perform private.record(one_case, 'group_merged', jsonb_build_object('label', made.label, 'how', merge_case.how));
  update portal.case_ c set state = 'closed', closed_reason = 'merged', same_as = one_case, revision = c.revision + 1
    where c.id = other.id;
  perform private.stir(one_case, private.seats(one_case, array['handshake']));
  perform private.refresh_parties(array[one_case, other.id]);
end
$$;
alter function private.merge_case(uuid, text, text) owner to portal_keeper;
comment on function private.merge_case is
  'A case that nobody outside knows becomes part of a group, as its worker agreed. Her receipt, words, files and permissions come with her.';
grant execute on function private.add_complainant(uuid, text, text, text, text, boolean, uuid[], text, text, text),
  private.merge_case(uuid, text, text) to authenticated;
