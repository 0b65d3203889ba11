-- Consents: a worker's dated, withdrawable permission, recipient by recipient.

create table portal.consent (
  id uuid primary key default gen_random_uuid(),
  case_id uuid not null references portal.case_ (id) on delete restrict,
  item text not null check (item in ('statement', 'name', 'contact', 'photo', 'file')),
  recipient_id uuid not null references portal.organization (id) on delete restrict,
  purpose text not null default 'resolve' check (purpose in ('resolve', 'refer')),
  text_version text not null check (length(text_version) between 1 and 40),
  language text not null,
  given_how text not null check (given_how in ('web', 'phone', 'guardian', 'imported')),
  given_at timestamptz not null default now(),
  withdrawn_at timestamptz
);
comment on table portal.consent is 'What the worker allows whom to learn, and for what.';
comment on column portal.consent.id is 'Random.';
comment on column portal.consent.case_id is 'The case.';
comment on column portal.consent.item is 'statement, name, contact, photo or file.';
comment on column portal.consent.recipient_id is 'The organisation that may learn it.';
comment on column portal.consent.purpose is 'resolve the case, or refer it.';
comment on column portal.consent.text_version is 'Version of the words that were read to her.';
comment on column portal.consent.language is 'Their language.';
comment on column portal.consent.given_how is 'web, phone, guardian or imported.';
comment on column portal.consent.given_at is 'When.';
comment on column portal.consent.withdrawn_at is 'When she took it back. What was read cannot be unread.';
create unique index consent_live on portal.consent (case_id, recipient_id, item) where withdrawn_at is null;
create index consent_case on portal.consent (case_id);
create index consent_recipient on portal.consent (recipient_id);

alter table portal.consent enable row level security;
alter table portal.consent force row level security;
create policy consent_worker on portal.consent for select to anon, authenticated
  using (exists (select from portal.party p where p.case_id = consent.case_id and p.side = 'worker'
    and p.id = (select private.my_party())));
create policy consent_handshake on portal.consent for select to authenticated using ((select private.is_handshake()));
create policy consent_keeper on portal.consent to portal_keeper using (true) with check (true);
grant select on portal.consent to anon, authenticated;
grant select, insert, update on portal.consent to portal_keeper;

create function private.consented(one_case uuid, organization uuid, thing text) returns boolean
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
  select exists (select from portal.consent c
    where c.case_id = one_case and c.recipient_id = organization and c.item = thing and c.withdrawn_at is null)
$$;
alter function private.consented(uuid, uuid, text) owner to portal_keeper;
comment on function private.consented is 'Whether a live consent lets that organisation learn that item.';
grant execute on function private.consented(uuid, uuid, text) to portal_keeper;

create function private.tg_consent__withdraw() returns trigger
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  if new.withdrawn_at is not null and old.withdrawn_at is null and new.item = 'statement' then
    -- The worker's words leave that reader's screen; the event says that they had been read.
    update portal.release r set audience = array_remove(r.audience, p.id)
    from portal.party p, portal.party author
    where r.case_id = new.case_id and p.case_id = new.case_id and p.organization_id = new.recipient_id
      and author.id = r.author_party and author.side = 'worker' and r.audience && array[p.id];
  end if;
  return null;
end
$$;
alter function private.tg_consent__withdraw() owner to portal_keeper;
comment on function private.tg_consent__withdraw is 'Withdrawal stops disclosure from now on.';
create trigger withdraw after update of withdrawn_at on portal.consent
  for each row execute function private.tg_consent__withdraw();
