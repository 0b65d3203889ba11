-- The remedy ledger: what the worker asked, what was agreed, what was given, what she confirms to have.

create table portal.remedy_kind (
  what text primary key check (what ~ '^[a-z_]+$'),
  money boolean not null
);
comment on table portal.remedy_kind is 'What a remedy may be.';
comment on column portal.remedy_kind.what is 'Catalogue key.';
comment on column portal.remedy_kind.money is 'Whether it is an amount, or a deed.';
insert into portal.remedy_kind (what, money) values
  ('wages', true), ('overtime_pay', true), ('social_insurance', true), ('housing_fund', true), ('severance', true),
    ('compensation', true),
  ('medical_costs', true), ('deductions_returned', true), ('stipend', true), ('other_money', true),
  ('reinstated', false), ('contract_corrected', false), ('enrolled', false), ('apology', false), ('machine_guard', false),
    ('safety_fixed', false),
  ('papers_returned', false), ('hours_corrected', false), ('transferred', false), ('school', false), ('rule_changed', false),
    ('other_deed', false);

create table portal.remedy_entry (
  id uuid primary key default gen_random_uuid(),
  case_id uuid not null references portal.case_ (id) on delete restrict,
  what text not null references portal.remedy_kind (what) on delete restrict,
  currency text check (currency ~ '^[A-Z]{3}$'),
  agreed numeric(14, 2) check (agreed >= 0),
  paid numeric(14, 2) check (paid >= 0),
  confirmed numeric(14, 2) check (confirmed >= 0),
  apart boolean not null default false,
  agreed_at timestamptz,
  paid_at timestamptz,
  confirmed_at timestamptz,
  disputed_at timestamptz,
  confirmed_how text check (confirmed_how in ('portal', 'phone', 'chat', 'walk_in', 'letter')),
  check (currency is not null or (agreed is null and paid is null and confirmed is null)),
  check (agreed_at is not null or (agreed is null and paid_at is null)),
  check (currency is null or (agreed is null) = (agreed_at is null)),
  check (paid_at is not null or (confirmed_at is null and disputed_at is null)),
  check (confirmed_at is null or disputed_at is null)
);
comment on table portal.remedy_entry is 'One remedy for one worker. The factory reads it once it is agreed; a brand never does.';
comment on column portal.remedy_entry.id is 'Random.';
comment on column portal.remedy_entry.case_id is 'The case.';
comment on column portal.remedy_entry.what is 'What: an amount or a deed of the list.';
comment on column portal.remedy_entry.currency is 'Of the amounts; null for a deed.';
comment on column portal.remedy_entry.agreed is 'The amount that the factory agreed to.';
comment on column portal.remedy_entry.paid is 'The amount paid, according to the factory.';
comment on column portal.remedy_entry.confirmed is 'The amount that the worker says she has.';
comment on column portal.remedy_entry.apart is
  'One of many of a group: the factory reads their sum when Handshake tells it, for the lines would count the group.';
comment on column portal.remedy_entry.agreed_at is 'When it was agreed.';
comment on column portal.remedy_entry.paid_at is 'When it was paid or done, according to the factory.';
comment on column portal.remedy_entry.confirmed_at is 'When the worker confirmed it.';
comment on column portal.remedy_entry.disputed_at is 'When the worker said that she does not have it.';
comment on column portal.remedy_entry.confirmed_how is 'portal, or how she told Handshake.';
create index remedy_entry_case on portal.remedy_entry (case_id);
create index remedy_entry_what on portal.remedy_entry (what);

-- Split by reader: what was asked, and for whom, is no business of the factory.
create table portal.remedy_claim (
  entry_id uuid primary key references portal.remedy_entry (id) on delete restrict,
  case_id uuid not null references portal.case_ (id) on delete restrict,
  beneficiary_party uuid not null references portal.party (id) on delete restrict,
  label text not null default '' check (length(label) <= 120),
  claimed numeric(14, 2) check (claimed >= 0),
  claimed_at timestamptz
);
comment on table portal.remedy_claim is 'For whom a remedy is, and what was asked: for the worker and Handshake.';
comment on column portal.remedy_claim.entry_id is 'The remedy.';
comment on column portal.remedy_claim.case_id is 'The case.';
comment on column portal.remedy_claim.beneficiary_party is 'The worker, by her party; never a name.';
comment on column portal.remedy_claim.label is 'A few words of Handshake, such as the months.';
comment on column portal.remedy_claim.claimed is 'The amount asked for.';
comment on column portal.remedy_claim.claimed_at is 'When it was asked.';
create index remedy_claim_case on portal.remedy_claim (case_id);
create index remedy_claim_beneficiary on portal.remedy_claim (beneficiary_party);

alter table portal.remedy_kind enable row level security;
alter table portal.remedy_kind force row level security;
alter table portal.remedy_entry enable row level security;
alter table portal.remedy_entry force row level security;
alter table portal.remedy_claim enable row level security;
alter table portal.remedy_claim force row level security;
create policy remedy_kind_everybody on portal.remedy_kind for select to anon, authenticated, portal_keeper using (true);
create policy remedy_claim_handshake on portal.remedy_claim for select to authenticated using ((select private.is_handshake()));
create policy remedy_claim_own on portal.remedy_claim for select to anon, authenticated
  using (exists (select from portal.party p where p.id = remedy_claim.beneficiary_party and p.case_id = remedy_claim.case_id
    and p.side = 'worker'
    and p.id = (select private.my_party())));
create policy remedy_claim_keeper on portal.remedy_claim to portal_keeper using (true) with check (true);
create policy remedy_entry_handshake on portal.remedy_entry for select to authenticated using ((select private.is_handshake()));
create policy remedy_entry_own on portal.remedy_entry for select to anon, authenticated
  using (exists (select from portal.remedy_claim c where c.entry_id = remedy_entry.id));
create policy remedy_entry_factory on portal.remedy_entry for select to authenticated
  using (agreed_at is not null and not apart and exists (select from portal.party p where p.case_id = remedy_entry.case_id
    and p.side = 'factory'
    and p.organization_id = (select private.my_organization())));
create policy remedy_entry_keeper on portal.remedy_entry to portal_keeper using (true) with check (true);
grant select on portal.remedy_kind to anon, authenticated, portal_keeper;
grant select on portal.remedy_entry, portal.remedy_claim to anon, authenticated;
grant select, insert, update on portal.remedy_entry, portal.remedy_claim to portal_keeper;

create function private.remedy_changed(one portal.remedy_entry, what text) returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  readers uuid[] := private.seats(one.case_id, case when one.agreed_at is not null and not one.apart then array['factory', 'handshake']
    else array['handshake'] end)
    || (select c.beneficiary_party from portal.remedy_claim c where c.entry_id = one.id);
begin
  perform private.record(one.case_id, remedy_changed.what, jsonb_build_object('entry', one.id, 'what', one.what), readers);
  perform private.stir(one.case_id, readers);
end
$$;
alter function private.remedy_changed(portal.remedy_entry, text) owner to portal_keeper;
comment on function private.remedy_changed is 'An event for those who read this remedy, and a sign for their polls.';
grant execute on function private.remedy_changed(portal.remedy_entry, text) to portal_keeper;

create function private.sum_of(amount numeric) returns numeric
language plpgsql immutable
as $$
begin
  if (sum_of.amount between 0 and 999999999999.99 and sum_of.amount = round(sum_of.amount, 2)) is not true then
    perform private.refuse('400', 'value_invalid', 'An amount has at most two decimals and is not negative.',
      '{"field": "amount"}');
  end if;
  return sum_of.amount;
end
$$;
comment on function private.sum_of is 'The amount, or a refusal of what is none: negative, more than two decimals, no number.';
grant execute on function private.sum_of(numeric) to portal_keeper;

create function private.record_remedy(
  one_case uuid, stage text, one_entry uuid, what text, label text, currency text, amount numeric, beneficiary uuid
) returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  seat portal.party := private.acting_seat(one_case);
  kind portal.remedy_kind;
  kept portal.remedy_entry;
  worker uuid;
  value numeric;
  at timestamptz := private.clock_now();
begin
  if seat.id is null or not (seat.side = 'handshake' or (seat.side = 'factory' and coalesce(record_remedy.stage = 'paid',
    false) and one_entry is not null)) then
    perform private.refuse('403', 'not_allowed', 'Handshake keeps the ledger; the factory says what it paid.');
  end if;
  perform private.working_case(one_case, array['admitted', 'notified', 'responded', 'investigating', 'found', 'remedy_agreed',
    'remediating',
    'verifying', 'evaluating']);
  if (record_remedy.stage in ('claimed', 'agreed', 'paid')) is not true then
    perform private.refuse('400', 'value_invalid', 'Choose what happened: claimed, agreed or paid.', '{"field": "stage"}');
  end if;
  if one_entry is null then
    select k.* into kind from portal.remedy_kind k where k.what = record_remedy.what;
    select p.id into worker from portal.party p
    where p.case_id = one_case and p.side = 'worker' and p.until is null and p.id = coalesce(record_remedy.beneficiary, p.id)
    order by p.since, p.id limit 1;
    if kind.what is null or worker is null or record_remedy.stage = 'paid' or length(record_remedy.label) > 120
       or (kind.money and (record_remedy.currency ~ '^[A-Z]{3}$') is not true) then
      perform private.refuse('400', 'value_invalid', 'Choose what the remedy is and, for money, its currency.',
        '{"field": "what"}');
    end if;
    insert into portal.remedy_entry (case_id, what, currency, apart) values (one_case, kind.what, case when kind.money
      then record_remedy.currency end, private.grouped(one_case))
    returning * into kept;
    insert into portal.remedy_claim (entry_id, case_id, beneficiary_party, label)
    values (kept.id, one_case, worker, coalesce(nullif(btrim(record_remedy.label), ''), ''));
  else
    select * into kept from portal.remedy_entry e where e.id = one_entry and e.case_id = one_case for update;
    -- To a factory a remedy that is not agreed is not there.
    if kept.id is null or (seat.side = 'factory' and (kept.agreed_at is null or kept.apart)) then
      perform private.refuse('404', 'absent', 'There is no case here for you.');
    end if;
  end if;
  if kept.currency is not null then
    value := private.sum_of(record_remedy.amount);
  end if;
  if record_remedy.stage = 'claimed' then
    update portal.remedy_claim c set claimed = value, claimed_at = at where c.entry_id = kept.id;
  elsif record_remedy.stage = 'agreed' then
    update portal.remedy_entry e set agreed = value, agreed_at = at where e.id = kept.id returning * into kept;
  elsif kept.agreed_at is null then
    perform private.refuse('403', 'guard_not_agreed', 'First it is agreed, then it is paid.');
  else
    -- Another amount or another day is for the worker to confirm anew.
    update portal.remedy_entry e set paid = value, paid_at = at, confirmed = null, confirmed_at = null, confirmed_how = null,
      disputed_at = null
    where e.id = kept.id returning * into kept;
  end if;
  perform private.remedy_changed(kept, 'remedy_' || record_remedy.stage);
end
$$;
alter function private.record_remedy(uuid, text, uuid, text, text, text, numeric, uuid) owner to portal_keeper;
comment on function private.record_remedy is
  'Writes into the ledger what was claimed, agreed or paid; a factory only that it paid what was agreed.';

create function private.confirm_remedy(one_entry uuid, confirmed boolean, amount numeric, how text) returns uuid
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  kept portal.remedy_entry;
  seat portal.party;
  worker uuid;
  value numeric;
begin
  select * into kept from portal.remedy_entry e where e.id = one_entry;
  select c.beneficiary_party into worker from portal.remedy_claim c where c.entry_id = kept.id;
  seat := private.acting_seat(kept.case_id);
  if seat.id is null or (seat.side = 'factory' and (kept.agreed_at is null or kept.apart)) or seat.side in ('brand', 'authority')
     or (seat.side = 'worker' and seat.id <> worker) then
    perform private.refuse('404', 'absent', 'There is no case here for you.');
  end if;
  if seat.side not in ('worker', 'handshake') then
    perform private.refuse('403', 'not_allowed', 'Only the worker says that she has it.');
  end if;
  perform private.working_case(kept.case_id, array['remedy_agreed', 'remediating', 'verifying', 'evaluating', 'closed']);
  select * into kept from portal.remedy_entry e where e.id = one_entry for update;
  if confirm_remedy.confirmed is null
     or (seat.side = 'handshake' and (confirm_remedy.how in ('phone', 'chat', 'walk_in', 'letter')) is not true) then
    perform private.refuse('400', 'value_invalid', 'Say whether she has it, and how she told you.', '{"field": "how"}');
  end if;
  if kept.paid_at is null then
    perform private.refuse('403', 'guard_stage', 'Nobody said yet that it was paid.');
  end if;
  value := case when kept.currency is not null and confirm_remedy.confirmed then private.sum_of(coalesce(confirm_remedy.amount,
    kept.paid)) end;
  update portal.remedy_entry e set confirmed = value,
    confirmed_at = case when confirm_remedy.confirmed then private.clock_now() end,
    disputed_at = case when not confirm_remedy.confirmed then private.clock_now() end,
    confirmed_how = case when seat.side = 'worker' then 'portal' else confirm_remedy.how end
  where e.id = kept.id returning * into kept;
  if seat.side = 'worker' then
    perform private.touch(kept.case_id, private.seats(kept.case_id, array['handshake']), seat.id);
    perform private.refresh_parties(array[kept.case_id]);
  end if;
  perform private.remedy_changed(kept, case when confirm_remedy.confirmed then 'remedy_confirmed' else 'remedy_disputed' end);
  return kept.case_id;
end
$$;
alter function private.confirm_remedy(uuid, boolean, numeric, text) owner to portal_keeper;
comment on function private.confirm_remedy is
  'The worker says that she has what was paid, or that she has not; on the phone Handshake notes it.';
grant execute on function private.record_remedy(uuid, text, uuid, text, text, text, numeric, uuid) to authenticated;
grant execute on function private.confirm_remedy(uuid, boolean, numeric, text) to anon, authenticated;
