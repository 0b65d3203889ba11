-- Consents: a worker's dated, withdrawable permission, recipient by recipient.

create table portal.consent_version (
  version text not null check (length(version) between 1 and 40),
  language text not null check (language in ('en', 'zh-Hans')),
  since date not null,
  primary key (version, language)
);
comment on table portal.consent_version is 'The versions of the words with which a permission is asked for.';
comment on column portal.consent_version.version is 'Its name.';
comment on column portal.consent_version.language is 'In which language the words stand.';
comment on column portal.consent_version.since is 'From when on they were shown; the latest is the one in force.';
insert into portal.consent_version (version, language, since) values ('2026-11', 'en', '2026-11-01'), ('2026-11', 'zh-Hans', '2026-11-01');

create table portal.consent_text (
  version text not null,
  language text not null,
  item text not null check (item in ('statement', 'name', 'contact', 'photo', 'file')),
  recipient text not null check (recipient in ('workplace', 'brand', 'authority', 'anybody')),
  words text not null check (length(words) between 1 and 1000),
  primary key (version, language, item, recipient),
  foreign key (version, language) references portal.consent_version (version, language) on delete restrict
);
comment on table portal.consent_text is 'The very words that a worker reads, or hears on the telephone, before she says yes. A new wording is a new version.';
comment on column portal.consent_text.version is 'Of which version.';
comment on column portal.consent_text.language is 'In which language.';
comment on column portal.consent_text.item is 'What she is asked for.';
comment on column portal.consent_text.recipient is 'For what kind of recipient.';
comment on column portal.consent_text.words is 'The question; {who} stands for the recipient''s name.';
insert into portal.consent_text (version, language, item, recipient, words) values
  ('2026-11', 'en', 'statement', 'workplace', 'May {who} read what you told us, so that it can answer? We first take out what could show who you are.'),
  ('2026-11', 'en', 'statement', 'brand', 'May {who} read what you told us? If it buys from your factory, it can press for a solution. We first take out what could show who you are.'),
  ('2026-11', 'en', 'statement', 'authority', 'May we hand what you told us to {who}, so that it can act? Your name goes with it only if you say yes to that too.'),
  ('2026-11', 'en', 'name', 'anybody', 'May {who} learn your name? What was learnt cannot be unlearnt.'),
  ('2026-11', 'en', 'contact', 'anybody', 'May {who} learn how to reach you? What was learnt cannot be unlearnt.'),
  ('2026-11', 'en', 'photo', 'anybody', 'May {who} see the pictures you add? We take out what the camera wrote into them; what is to be seen on them stays.'),
  ('2026-11', 'en', 'file', 'anybody', 'May {who} open every file you add, pictures too? We take out what is hidden in them; what stands in them stays.'),
  ('2026-11', 'zh-Hans', 'statement', 'workplace', '{who}可以看您告诉我们的内容，以便答复吗？我们会先删去能认出您的内容。'),
  ('2026-11', 'zh-Hans', 'statement', 'brand', '{who}可以看您告诉我们的内容吗？如果它向您的工厂采购，可以推动解决。我们会先删去能认出您的内容。'),
  ('2026-11', 'zh-Hans', 'statement', 'authority', '我们可以把您告诉我们的内容转交给{who}，由它处理吗？您的姓名只有在您另外同意时才一起转交。'),
  ('2026-11', 'zh-Hans', 'name', 'anybody', '{who}可以知道您的姓名吗？知道了就无法收回。'),
  ('2026-11', 'zh-Hans', 'contact', 'anybody', '{who}可以知道怎样联系您吗？知道了就无法收回。'),
  ('2026-11', 'zh-Hans', 'photo', 'anybody', '{who}可以看您添加的照片吗？我们会删去相机写进去的信息，画面上能看到的会保留。'),
  ('2026-11', 'zh-Hans', 'file', 'anybody', '{who}可以打开您添加的所有文件（包括照片）吗？我们会删去文件里隐藏的信息，文件里写的会保留。');

create table portal.consent (
  id uuid primary key default gen_random_uuid(),
  case_id uuid not null references portal.case_ (id) on delete restrict,
  party_id uuid not null references portal.party (id) on delete restrict,
  item text not null check (item in ('statement', 'name', 'contact', 'photo', 'file')),
  recipient_id uuid not null references portal.organization (id) on delete restrict,
  purpose text not null default 'resolve' check (purpose in ('resolve', 'refer')),
  text_version text not null,
  language text not null,
  guardian text check (guardian in ('mother', 'father', 'grandparent', 'relative', 'legal_guardian')),
  child_agreed boolean,
  given_how text not null check (given_how in ('web', 'phone', 'guardian', 'imported')),
  given_at timestamptz not null default now(),
  withdrawn_at timestamptz,
  foreign key (text_version, language) references portal.consent_version (version, language) on delete restrict,
  -- Nobody gives a child's permission over her head: she is asked too, and her no is a no.
  check ((given_how = 'guardian') = (guardian is not null) and (given_how = 'guardian') = (child_agreed is true))
);
comment on table portal.consent is 'What the worker allows whom to learn, and for what.';
comment on column portal.consent.id is 'Random.';
comment on column portal.consent.case_id is 'The case.';
comment on column portal.consent.party_id is 'Which worker: in a group each allows for herself.';
comment on column portal.consent.item is 'statement, name, contact, photo or file.';
comment on column portal.consent.recipient_id is 'The organisation that may learn it.';
comment on column portal.consent.purpose is 'resolve the case, or refer it.';
comment on column portal.consent.text_version is 'Version of the words that were read to her.';
comment on column portal.consent.language is 'Their language.';
comment on column portal.consent.guardian is 'Who spoke for a child: how they are related, never a name.';
comment on column portal.consent.child_agreed is 'True when the child herself was asked too and said yes.';
comment on column portal.consent.given_how is 'web, phone, guardian or imported.';
comment on column portal.consent.given_at is 'When.';
comment on column portal.consent.withdrawn_at is 'When she took it back. What was read cannot be unread.';
create unique index consent_live on portal.consent (party_id, recipient_id, item) where withdrawn_at is null;
create index consent_case on portal.consent (case_id);
create index consent_recipient on portal.consent (recipient_id);
create index consent_text_version on portal.consent (text_version, language);

alter table portal.consent_version enable row level security;
alter table portal.consent_version force row level security;
alter table portal.consent_text enable row level security;
alter table portal.consent_text force row level security;
create policy consent_version_keeper on portal.consent_version for select to portal_keeper using (true);
create policy consent_text_keeper on portal.consent_text for select to portal_keeper using (true);
grant select on portal.consent_version to portal_keeper;
grant select on portal.consent_text to portal_keeper;
alter table portal.consent enable row level security;
alter table portal.consent force row level security;
create policy consent_worker on portal.consent for select to anon, authenticated
  using (exists (select from portal.party p where p.id = consent.party_id and p.case_id = consent.case_id and p.side = 'worker'
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
    where c.case_id = one_case and c.recipient_id = organization and c.item = thing and c.withdrawn_at is null
      and exists (select from portal.party p where p.id = c.party_id and p.until is null))
$$;
alter function private.consented(uuid, uuid, text) owner to portal_keeper;
comment on function private.consented is
  'Whether a live consent of some worker of the case lets that organisation learn that item. Whose words it may read, allows() says.';
grant execute on function private.consented(uuid, uuid, text) to portal_keeper;

create function private.allows(worker uuid, organization uuid, thing text) returns boolean
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
  select exists (select from portal.consent c
    where c.party_id = worker and c.recipient_id = organization and c.item = thing and c.withdrawn_at is null)
$$;
alter function private.allows(uuid, uuid, text) owner to portal_keeper;
comment on function private.allows is 'Whether this worker''s own live consent lets that organisation learn that item.';
grant execute on function private.allows(uuid, uuid, text) to portal_keeper;

create function private.everybody_allows(one_case uuid, organization uuid, thing text) returns boolean
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
  -- Of a case that nobody sits in any longer nobody has said yes.
  select coalesce(bool_and(private.allows(p.id, organization, thing)), false) from portal.party p
  where p.case_id = one_case and p.side = 'worker' and p.until is null
$$;
alter function private.everybody_allows(uuid, uuid, text) owner to portal_keeper;
comment on function private.everybody_allows is
  'Whether every worker of the case lets that organisation learn that item: what tells of all of them, one yes does not carry.';

create function private.basis_of(one_case uuid, recipient uuid) returns uuid
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  -- It is good for the zero tolerance in which it was recorded, and after its exit. A lowered one was none: its exception goes with it.
  return (select b.id from portal.legal_basis b join portal.protocol p on p.case_id = b.case_id
      and b.recorded_at between p.raised_at and coalesce(p.ended_at, b.recorded_at)
    where b.case_id = one_case and b.recipient_id = recipient and p.ended_how is distinct from 'lowered'
    order by b.recorded_at desc limit 1);
end
$$;
alter function private.basis_of(uuid, uuid) owner to portal_keeper;
comment on function private.basis_of is
  'The legal basis on which that organisation may be told without permission: the latest that did not fall with a lowered zero tolerance.';

create function private.lawful(one_case uuid, organization uuid) returns boolean
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  return private.basis_of(one_case, organization) is not null;
end
$$;
alter function private.lawful(uuid, uuid) owner to portal_keeper;
comment on function private.lawful is
  'Whether a supervisor recorded why that organisation may be told without permission: the one exception of DOMAIN 6.';
grant execute on function private.everybody_allows(uuid, uuid, text), private.lawful(uuid, uuid), private.basis_of(uuid, uuid)
  to portal_keeper;

create function private.asked_in(version text, language text) returns portal.consent_version
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  found_one portal.consent_version;
begin
  -- Whoever speaks another language is asked in one of ours by somebody who interprets.
  select v.* into found_one from portal.consent_version v
  where v.version = coalesce(asked_in.version, (select w.version from portal.consent_version w order by w.since desc, w.version desc limit 1))
    and v.language = case when asked_in.language ~* '^(zh|yue)' then 'zh-Hans' else 'en' end;
  if found_one.version is null then
    perform private.refuse('400', 'value_invalid', 'These words were never shown to anybody.', '{"field": "text_version"}');
  end if;
  return found_one;
end
$$;
alter function private.asked_in(text, text) owner to portal_keeper;
comment on function private.asked_in is 'The version of the words that were shown, and their language; null means those in force. Refuses one that does not exist.';
grant execute on function private.asked_in(text, text) to portal_keeper;

create function private.tg_consent__withdraw() returns trigger
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  seat uuid;
begin
  if new.withdrawn_at is not null and old.withdrawn_at is null and new.item = 'statement' then
    -- Her own words leave that reader's screen, nobody else's; the event says that they had been read.
    update portal.release r set audience = array_remove(r.audience, p.id)
    from portal.party p, portal.party author
    where r.case_id = new.case_id and p.case_id = new.case_id and p.organization_id = new.recipient_id
      and author.id = r.author_party and author.id = new.party_id and r.audience && array[p.id];
    -- Whoever learnt nothing yet leaves: an empty seat would hold up the case, and wait for words that must not come.
    for seat in
      update portal.party p set until = private.clock_now()
      where p.case_id = new.case_id and p.organization_id = new.recipient_id and p.until is null and p.basis = 'consent'
        and not private.consented(new.case_id, new.recipient_id, 'statement')
        and not exists (select from portal.event e where e.case_id = new.case_id and e.kind = 'disclosed'
          and e.facts ->> 'recipient' = new.recipient_id::text)
        and not exists (select from portal.release r where r.case_id = new.case_id and p.id = any (r.audience))
      returning p.id
    loop
      update portal.message m set wanted = array_remove(m.wanted, seat)
      where m.case_id = new.case_id and m.state = 'held' and seat = any (m.wanted);
    end loop;
  end if;
  return null;
end
$$;
alter function private.tg_consent__withdraw() owner to portal_keeper;
comment on function private.tg_consent__withdraw is 'Withdrawal stops disclosure from now on.';
create trigger withdraw after update of withdrawn_at on portal.consent
  for each row execute function private.tg_consent__withdraw();
