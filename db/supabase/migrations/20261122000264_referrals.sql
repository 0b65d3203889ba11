-- Who outside is told of a protocol: an authority by a recorded referral, a brand by a supervisor's release. Never the factory.

create table portal.legal_basis (
  id uuid primary key default gen_random_uuid(),
  case_id uuid not null references portal.case_ (id) on delete restrict,
  recipient_id uuid not null references portal.organization (id) on delete restrict,
  basis text not null check (basis in ('danger', 'child', 'legal_duty', 'court')),
  words text not null check (length(words) between 1 and 2000),
  recorded_by uuid not null references portal.person (id) on delete restrict,
  recorded_at timestamptz not null
);
comment on table portal.legal_basis is
  'Why somebody may be told without the worker''s permission: the exception of zero tolerance, recorded by a supervisor.';
comment on column portal.legal_basis.id is 'Random.';
comment on column portal.legal_basis.case_id is 'The case.';
comment on column portal.legal_basis.recipient_id is 'For which recipient alone.';
comment on column portal.legal_basis.basis is
  'Danger to life or body, protection of a child, a duty by law, an order of a court.';
comment on column portal.legal_basis.words is 'The reasoning.';
comment on column portal.legal_basis.recorded_by is 'The supervisor.';
comment on column portal.legal_basis.recorded_at is 'When.';
create index legal_basis_case on portal.legal_basis (case_id, recipient_id);
create index legal_basis_recipient on portal.legal_basis (recipient_id);
create index legal_basis_recorded_by on portal.legal_basis (recorded_by);

create table portal.referral (
  id uuid primary key default gen_random_uuid(),
  protocol_id uuid not null references portal.protocol (id) on delete restrict,
  authority_id uuid not null references portal.organization (id) on delete restrict,
  officer_role text not null check (length(officer_role) between 1 and 200),
  channel text not null check (channel in ('in_person', 'phone', 'letter', 'mail', 'online')),
  handed_at timestamptz not null,
  words text not null check (length(words) between 1 and 20000),
  content_hash text not null check (content_hash = encode(sha256(convert_to(words, 'UTF8')), 'hex')),
  legal_basis_id uuid references portal.legal_basis (id) on delete restrict,
  consent_id uuid references portal.consent (id) on delete restrict,
  recorded_by uuid not null references portal.person (id) on delete restrict,
  recorded_at timestamptz not null,
  check (num_nonnulls(legal_basis_id, consent_id) = 1)
);
comment on table portal.referral is 'A hand-over to an authority: what, to whom, when, how, and on what ground.';
comment on column portal.referral.id is 'Random; the subject of the authority''s clock.';
comment on column portal.referral.protocol_id is 'In which protocol.';
comment on column portal.referral.authority_id is 'To which authority.';
comment on column portal.referral.officer_role is 'To whom there: an office, never a name.';
comment on column portal.referral.channel is 'How.';
comment on column portal.referral.handed_at is 'When.';
comment on column portal.referral.words is 'The very text that was handed over.';
comment on column portal.referral.content_hash is 'SHA-256 of that text in UTF-8: a copy elsewhere can be held against it.';
comment on column portal.referral.legal_basis_id is 'On which legal basis, when without permission.';
comment on column portal.referral.consent_id is 'Under which permission of the worker.';
comment on column portal.referral.recorded_by is 'Who wrote it down.';
comment on column portal.referral.recorded_at is 'When it was written down.';
create index referral_protocol on portal.referral (protocol_id, handed_at);
create index referral_authority on portal.referral (authority_id);
create index referral_legal_basis on portal.referral (legal_basis_id);
create index referral_consent on portal.referral (consent_id);
create index referral_recorded_by on portal.referral (recorded_by);

create table portal.brand_notice (
  id uuid primary key default gen_random_uuid(),
  protocol_id uuid not null references portal.protocol (id) on delete restrict,
  party_id uuid not null references portal.party (id) on delete restrict,
  message_id uuid not null references portal.message (id) on delete restrict,
  told_by uuid not null references portal.person (id) on delete restrict,
  told_at timestamptz not null,
  acknowledged_by uuid references portal.person (id) on delete restrict,
  acknowledged_at timestamptz,
  unique (protocol_id, party_id)
);
comment on table portal.brand_notice is 'A brand that a supervisor let know, with the written request not to cut and run.';
comment on column portal.brand_notice.id is 'Random.';
comment on column portal.brand_notice.protocol_id is 'Of which protocol.';
comment on column portal.brand_notice.party_id is 'The brand''s seat in the case.';
comment on column portal.brand_notice.message_id is 'The written request.';
comment on column portal.brand_notice.told_by is 'The supervisor.';
comment on column portal.brand_notice.told_at is 'When.';
comment on column portal.brand_notice.acknowledged_by is 'Who of the brand confirmed that it received the request.';
comment on column portal.brand_notice.acknowledged_at is 'When.';
create index brand_notice_party on portal.brand_notice (party_id);
create index brand_notice_message on portal.brand_notice (message_id);
create index brand_notice_told_by on portal.brand_notice (told_by);
create index brand_notice_acknowledged_by on portal.brand_notice (acknowledged_by);

alter table portal.legal_basis enable row level security;
alter table portal.legal_basis force row level security;
alter table portal.referral enable row level security;
alter table portal.referral force row level security;
alter table portal.brand_notice enable row level security;
alter table portal.brand_notice force row level security;
create policy legal_basis_keeper on portal.legal_basis to portal_keeper using (true) with check (true);
create policy referral_keeper on portal.referral to portal_keeper using (true) with check (true);
create policy brand_notice_keeper on portal.brand_notice to portal_keeper using (true) with check (true);
grant select, insert on portal.legal_basis, portal.referral to portal_keeper;
grant select, insert, update on portal.brand_notice to portal_keeper;

create function private.linked_brand(one_case uuid, brand uuid) returns boolean
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
  select exists (select from portal.case_ c join portal.supply_link l on l.workplace_id = c.workplace_id
    join portal.organization o on o.id = l.brand_id and o.ended_at is null
    where c.id = one_case and l.brand_id = brand and l.until is null)
$$;
alter function private.linked_brand(uuid, uuid) owner to portal_keeper;
comment on function private.linked_brand is 'Whether that brand buys from the workplace of the case now.';

create function private.record_basis(one_case uuid, recipient uuid, basis text, words text) returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  live portal.protocol := private.live_protocol(one_case);
begin
  if not private.is_supervisor() then
    perform private.refuse('403', 'guard_supervisor', 'Only a supervisor records a legal basis.');
  end if;
  -- A workplace is no recipient: there is no exception for telling the factory.
  if not private.linked_brand(one_case, recipient)
     and not exists (select from portal.organization o where o.id = recipient and o.kind = 'authority'
       and o.ended_at is null) then
    perform private.refuse('400', 'value_invalid', 'Choose an authority, or a brand that buys from this workplace.',
      '{"field": "recipient"}');
  end if;
  if (record_basis.basis in ('danger', 'child', 'legal_duty', 'court')) is not true then
    perform private.refuse('400', 'value_invalid', 'Choose the legal basis.', '{"field": "basis"}');
  end if;
  insert into portal.legal_basis (case_id, recipient_id, basis, words, recorded_by, recorded_at)
  values (one_case, recipient, record_basis.basis, private.check_words(record_basis.words, 'words', 2000), private.my_person(),
    private.clock_now());
  perform private.record(one_case, 'legal_basis', jsonb_build_object('recipient', recipient, 'basis', record_basis.basis));
  perform private.touch_desk(live.case_id);
end
$$;
alter function private.record_basis(uuid, uuid, text, text) owner to portal_keeper;
comment on function private.record_basis is
  'A supervisor records why one recipient may be told without the worker''s permission.';

create function private.record_referral(
  one_case uuid, authority uuid, officer_role text, channel text, handed_at timestamptz, words text
) returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  live portal.protocol := private.live_protocol(one_case);
  made uuid := gen_random_uuid();
  basis uuid;
  consent uuid;
begin
  if live.refer is not true then
    perform private.refuse('403', 'guard_referral_undecided', 'Two people must decide on the referral first.');
  end if;
  if not exists (select from portal.organization o where o.id = authority and o.kind = 'authority' and o.ended_at is null) then
    perform private.refuse('400', 'value_invalid', 'Choose an authority.', '{"field": "authority"}');
  end if;
  if (record_referral.channel in ('in_person', 'phone', 'letter', 'mail', 'online')) is not true then
    perform private.refuse('400', 'value_invalid', 'Choose how it was handed over.', '{"field": "channel"}');
  end if;
  if (record_referral.handed_at between live.raised_at - interval '1 day'
    and private.clock_now() + interval '5 minutes') is not true then
    perform private.refuse('400', 'value_invalid', 'Say when it was handed over.', '{"field": "handed_at"}');
  end if;
  -- Looked at, not mended: what is kept and hashed is what was handed over.
  perform private.check_words(record_referral.words, 'words', 20000);
  basis := private.basis_of(one_case, authority);
  if basis is null then
    -- The text speaks of everybody in the case: one of a group does not allow it for the others.
    select c.id into consent from portal.consent c join portal.party p on p.id = c.party_id and p.until is null
    where c.case_id = one_case and c.recipient_id = authority and c.item = 'statement' and c.withdrawn_at is null
    order by p.since, p.id limit 1;
    if consent is null or not private.everybody_allows(one_case, authority, 'statement') then
      perform private.refuse('403', 'guard_legal_basis_missing',
        'The worker has not allowed it, and no supervisor recorded a legal basis.');
    end if;
  end if;
  insert into portal.referral (id, protocol_id, authority_id, officer_role, channel, handed_at, words, content_hash,
    legal_basis_id, consent_id,
    recorded_by, recorded_at)
  values (made, live.id, authority, private.check_words(record_referral.officer_role, 'officer_role', 200),
    record_referral.channel,
    record_referral.handed_at, record_referral.words, private.digest(record_referral.words), basis, consent,
    private.my_person(), private.clock_now());
  -- Each reads in her ledger on what ground: her own permission, or the law.
  perform private.disclose(one_case, 'referral', authority, jsonb_build_object('hash', private.digest(record_referral.words)), p.id)
  from portal.party p where p.case_id = one_case and p.side = 'worker' and p.until is null;
  perform private.start_clock(one_case, 'inspectorate_decision', 'authority', subject => made, sides => '{}',
    started => record_referral.handed_at);
  perform private.settle_item(one_case, live.id, 'referral_recorded', 'done', null);
  perform private.touch_desk(one_case);
end
$$;
alter function private.record_referral(uuid, uuid, text, text, timestamptz, text) owner to portal_keeper;
comment on function private.record_referral is
  'Writes a hand-over down, with the hash of the very text, and into the worker''s ledger.';

create function private.tell_brand(one_case uuid, brand uuid, words text) returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  live portal.protocol := private.live_protocol(one_case);
  seat uuid;
  said text;
  sent uuid := gen_random_uuid();
begin
  if not private.is_supervisor() then
    perform private.refuse('403', 'guard_supervisor', 'Only a supervisor lets a brand know.');
  end if;
  if not private.linked_brand(one_case, brand) then
    perform private.refuse('403', 'guard_not_linked', 'That organisation has nothing to do with this workplace.');
  end if;
  -- The request tells of the whole case, hidden from all others: one of a group does not allow it for the others.
  if not private.lawful(one_case, brand) and not private.everybody_allows(one_case, brand, 'statement') then
    perform private.refuse('403', 'guard_legal_basis_missing',
      'The worker has not allowed it, and no supervisor recorded a legal basis.');
  end if;
  said := private.check_words(tell_brand.words, 'words', 10000);
  if exists (select from portal.brand_notice n join portal.party p on p.id = n.party_id
      where n.protocol_id = live.id and p.organization_id = brand and p.until is null) then
    perform private.refuse('409', 'case_state_changed', 'This brand was told already.');
  end if;
  -- The seat is a supervisor's release: no tip-off hides the case from all others. Whose words it reads, allows() and lawful() say.
  update portal.party p set basis = 'legal', hidden = false where p.case_id = one_case and p.organization_id = brand
    and p.until is null
  returning p.id into seat;
  if seat is null then
    insert into portal.party (case_id, side, organization_id, since, basis, last_activity)
    values (one_case, 'brand', brand, private.clock_now(), 'legal', private.clock_now()) returning id into seat;
    perform private.record(one_case, 'party_admitted', jsonb_build_object('organization', brand, 'side', 'brand'),
      (select array_agg(p.id) from portal.party p where p.id = seat or (p.case_id = one_case and p.side = 'worker')));
  end if;
  insert into portal.message (id, case_id, author_party, kind, body, wanted)
  select sent, one_case, p.id, 'message', said, array[seat] from portal.party p where p.case_id = one_case
    and p.side = 'handshake';
  insert into portal.brand_notice (protocol_id, party_id, message_id, told_by, told_at)
  values (live.id, seat, sent, private.my_person(), private.clock_now());
  perform private.disclose(one_case, 'case', brand, '{}', p.id)
  from portal.party p where p.case_id = one_case and p.side = 'worker' and p.until is null;
  perform private.record(one_case, 'protocol_brand_told', jsonb_build_object('recipient', brand));
  perform private.settle_item(one_case, live.id, 'brand_told', 'done', null);
  perform private.start_item_clock(i.id) from portal.protocol_item i
  where i.protocol_id = live.id and i.item = 'brand_acknowledged' and i.state = 'open';
  perform private.touch_desk(one_case);
end
$$;
alter function private.tell_brand(uuid, uuid, text) owner to portal_keeper;
comment on function private.tell_brand is
  'A supervisor lets one brand know, with the written request not to cut and run. No other party learns of it.';

create function private.acknowledge_protocol(one_case uuid) returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  me private.actor := private.me();
  told portal.brand_notice;
begin
  if me.role is distinct from 'brand' or private.previewing() then
    perform private.refuse('403', 'not_allowed', 'Only a brand that was told confirms it.');
  end if;
  -- The case first, as every deed does.
  perform from portal.case_ c where c.id = one_case for update;
  select n.* into told from portal.brand_notice n join portal.party p on p.id = n.party_id
  where p.case_id = one_case and p.organization_id = me.organization and p.until is null and not p.hidden
  order by n.told_at desc limit 1 for update of n;
  if told.id is null then
    perform private.refuse('403', 'not_allowed', 'Only a brand that was told confirms it.');
  end if;
  if told.acknowledged_at is not null then
    return;
  end if;
  update portal.brand_notice n set acknowledged_by = me.person, acknowledged_at = private.clock_now() where n.id = told.id;
  perform private.record(one_case, 'protocol_acknowledged', '{}', array[told.party_id]);
  if not exists (select from portal.brand_notice n join portal.party p on p.id = n.party_id
      where n.protocol_id = told.protocol_id and n.acknowledged_at is null and p.until is null) then
    perform private.settle_item(one_case, told.protocol_id, 'brand_acknowledged', 'done', null);
  end if;
  perform private.touch_desk(one_case);
end
$$;
alter function private.acknowledge_protocol(uuid) owner to portal_keeper;
comment on function private.acknowledge_protocol is 'A brand confirms that it has the request not to cut and run.';

grant execute on function private.linked_brand(uuid, uuid) to portal_keeper;
grant execute on function private.record_basis(uuid, uuid, text, text), private.tell_brand(uuid, uuid, text),
  private.acknowledge_protocol(uuid),
  private.record_referral(uuid, uuid, text, text, timestamptz, text) to authenticated;
