-- What the law gives a worker at the least, beside what was agreed: so that a remedy under it can be seen (target: none).

create table portal.legal_minimum (
  entry_id uuid primary key references portal.remedy_entry (id) on delete restrict,
  case_id uuid not null references portal.case_ (id) on delete restrict,
  amount numeric(14, 2) not null check (amount >= 0),
  source text not null check (length(source) between 1 and 300),
  noted_by uuid not null references portal.person (id) on delete restrict,
  noted_at timestamptz not null
);
comment on table portal.legal_minimum is 'The amount that the law gives for a remedy at the least, as the desk worked it out. Handshake alone reads it.';
comment on column portal.legal_minimum.entry_id is 'Of which remedy; in its currency.';
comment on column portal.legal_minimum.case_id is 'The case.';
comment on column portal.legal_minimum.amount is 'The amount owed by law.';
comment on column portal.legal_minimum.source is 'The rule and how it was counted, in a sentence.';
comment on column portal.legal_minimum.noted_by is 'Who of the desk worked it out.';
comment on column portal.legal_minimum.noted_at is 'When it was last written down.';
create index legal_minimum_case on portal.legal_minimum (case_id);
create index legal_minimum_noted_by on portal.legal_minimum (noted_by);

alter table portal.legal_minimum enable row level security;
alter table portal.legal_minimum force row level security;
create policy legal_minimum_handshake on portal.legal_minimum for select to authenticated using ((select private.is_handshake()));
create policy legal_minimum_keeper on portal.legal_minimum to portal_keeper using (true) with check (true);
-- Everybody reads the ledger through one function, and only Handshake finds these in it.
grant select on portal.legal_minimum to anon, authenticated;
grant select, insert, update on portal.legal_minimum to portal_keeper;

create function private.set_legal_minimum(one_case uuid, one_entry uuid, amount numeric, source text) returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  kept portal.remedy_entry;
  words text;
begin
  if not private.is_desk() or private.previewing() then
    perform private.refuse('403', 'not_allowed', 'Only the desk works out what the law gives.');
  end if;
  select * into kept from portal.remedy_entry e where e.id = one_entry and e.case_id = one_case for update;
  if kept.id is null then
    perform private.refuse('404', 'absent', 'There is no case here for you.');
  end if;
  if kept.currency is null then
    perform private.refuse('400', 'value_invalid', 'This remedy has no amount.', '{"field": "amount"}');
  end if;
  words := private.check_words(set_legal_minimum.source, 'source', 300);
  insert into portal.legal_minimum as m (entry_id, case_id, amount, source, noted_by, noted_at)
  values (kept.id, kept.case_id, private.sum_of(set_legal_minimum.amount), words, private.my_person(), private.clock_now())
  on conflict (entry_id) do update set amount = excluded.amount, source = excluded.source, noted_by = excluded.noted_by,
    noted_at = excluded.noted_at;
  -- For the desk alone: a worker who reads an amount would take it for a promise, a factory for all that it owes.
  perform private.record(one_case, 'minimum_noted', jsonb_build_object('entry', kept.id, 'what', kept.what));
end
$$;
alter function private.set_legal_minimum(uuid, uuid, numeric, text) owner to portal_keeper;
comment on function private.set_legal_minimum is 'Writes down what the law gives at the least for a remedy, and by which rule.';
grant execute on function private.set_legal_minimum(uuid, uuid, numeric, text) to authenticated;
