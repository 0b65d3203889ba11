-- Attachments: files of messages. Bytes lie in the file store, each reservation's by themselves: of the same content put twice
-- nobody learns that it was there before. Here is who may have them.

create function private.file_key(place uuid, digest text) returns text
language sql immutable
as $$
  select encode(sha256(uuid_send(file_key.place) || decode(file_key.digest, 'hex')), 'hex')
$$;
comment on function private.file_key is
  'Where the store keeps the bytes of a file: no reservation names what another one put there, be it the same content.';
grant execute on function private.file_key(uuid, text) to anon, authenticated, portal_keeper;

create table portal.attachment (
  id uuid primary key default gen_random_uuid(),
  case_id uuid not null references portal.case_ (id) on delete restrict,
  party_id uuid not null references portal.party (id) on delete restrict,
  message_id uuid references portal.message (id) on delete restrict,
  name text not null check (length(name) between 1 and 120),
  media_type text not null check (media_type ~ '^[a-z]+/[a-z0-9.+-]+$'),
  original_sha256 text not null check (original_sha256 ~ '^[0-9a-f]{64}$'),
  original_bytes bigint not null check (original_bytes between 1 and 10485760),
  cleaned_sha256 text check (cleaned_sha256 ~ '^[0-9a-f]{64}$'),
  cleaned_bytes bigint check (cleaned_bytes between 1 and 31457280),
  reserved_at timestamptz not null default now(),
  place uuid not null default gen_random_uuid(),
  by_worker boolean not null default true,
  original_key text not null generated always as (private.file_key(place, original_sha256)) stored,
  cleaned_key text generated always as (private.file_key(place, cleaned_sha256)) stored
);
comment on table portal.attachment is 'A file: reserved, then put into the store, then bound to a message when that is posted.';
comment on column portal.attachment.id is 'Random; the address of the file.';
comment on column portal.attachment.case_id is 'The case.';
comment on column portal.attachment.party_id is 'Whose file it is; not readable itself, for it would count a group.';
comment on column portal.attachment.message_id is 'The message that carries it; null until posted, and then not shown to anybody.';
comment on column portal.attachment.name is 'Its safe name, as typed: of a worker''s file for her and Handshake, others get private.file_name.';
comment on column portal.attachment.media_type is 'Found by content, not by name.';
comment on column portal.attachment.original_sha256 is 'Digest of the sealed original: for Handshake and its owner.';
comment on column portal.attachment.original_bytes is 'Its size.';
comment on column portal.attachment.cleaned_sha256 is 'Digest of the copy without metadata that others get; null while there is none.';
comment on column portal.attachment.cleaned_bytes is 'Its size.';
comment on column portal.attachment.reserved_at is 'When, which readers do not learn; a sweeper removes what was not posted within a day.';
comment on column portal.attachment.place is 'Random, what tells its keys from those of the same content elsewhere; carried on with her words into a group.';
comment on column portal.attachment.by_worker is 'Whether a worker named it, whoever she is; written by a trigger, and where none ran taken for hers.';
comment on column portal.attachment.original_key is 'Where the store keeps the sealed original.';
comment on column portal.attachment.cleaned_key is 'Where the store keeps the copy without metadata.';
create index attachment_message on portal.attachment (message_id);
create index attachment_case on portal.attachment (case_id);
create index attachment_party on portal.attachment (party_id);
create index attachment_left on portal.attachment (reserved_at) where message_id is null;

create function private.tg_attachment__named() returns trigger
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  new.by_worker := exists (select from portal.party p where p.id = new.party_id and p.side = 'worker');
  return new;
end
$$;
alter function private.tg_attachment__named() owner to portal_keeper;
comment on function private.tg_attachment__named is 'Whoever puts it in, the row says whether a worker did.';
create trigger named before insert on portal.attachment
  for each row execute function private.tg_attachment__named();

alter table portal.attachment enable row level security;
alter table portal.attachment force row level security;
create policy attachment_owner on portal.attachment for select to anon, authenticated
  using (exists (select from portal.party p where p.id = attachment.party_id
    and (p.organization_id = (select private.my_organization()) or p.id = (select private.my_party()))));
create function private.file_open_to(reader portal.party, owner uuid, media_type text) returns boolean
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
  select reader.until is null and not reader.hidden
    and (reader.side not in ('factory', 'brand') or private.lawful(reader.case_id, reader.organization_id)
      or not exists (select from portal.party p where p.id = owner and p.case_id = reader.case_id and p.side = 'worker')
      or private.allows(owner, reader.organization_id, 'file')
      or (media_type like 'image/%' and private.allows(owner, reader.organization_id, 'photo')))
    -- Nor does one of a group get what another of it added: words may be for all, papers have names on them.
    and (reader.side <> 'worker' or reader.id = owner
      or not exists (select from portal.party p where p.id = owner and p.side = 'worker'))
$$;
alter function private.file_open_to(portal.party, uuid, text) owner to portal_keeper;
comment on function private.file_open_to is 'Whether a party may have a file of that owner: a worker''s words are one permission, her files another (DOMAIN 6).';
grant execute on function private.file_open_to(portal.party, uuid, text) to portal_keeper;

create function private.file_allowed(one_case uuid, owner uuid, media_type text) returns boolean
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
  select exists (
    select from portal.party mine, private.me() me
    where mine.case_id = one_case and (mine.organization_id = me.organization or mine.id = me.party)
      and private.file_open_to(mine, owner, media_type))
$$;
alter function private.file_allowed(uuid, uuid, text) owner to portal_keeper;
comment on function private.file_allowed is 'Whether a file of that owner may be shown to the caller.';
grant execute on function private.file_allowed(uuid, uuid, text) to anon, authenticated;

create policy attachment_reader on portal.attachment for select to anon, authenticated
  using (message_id is not null
    and exists (select from portal.release r where r.message_id = attachment.message_id)
    and private.file_allowed(case_id, party_id, media_type));
create policy attachment_handshake on portal.attachment for select to authenticated
  using ((select private.is_handshake()));
create policy attachment_reserves on portal.attachment for insert to anon, authenticated
  with check (message_id is null and exists (select from portal.party p
    where p.id = attachment.party_id and p.case_id = attachment.case_id
    and (p.organization_id = (select private.my_organization()) or p.id = (select private.my_party()))));
create policy attachment_writers on portal.attachment as restrictive for insert to anon, authenticated
  with check ((select private.my_role()) in ('worker', 'factory', 'brand', 'coordinator', 'supervisor') and not (select private.previewing()));
create policy attachment_keeper on portal.attachment to portal_keeper using (true) with check (true);
-- party_id is not granted: of a group it would tell apart, and count, those whose files somebody has.
grant select (id, case_id, message_id, name, media_type, by_worker, original_bytes, cleaned_sha256, cleaned_bytes, original_key, cleaned_key),
  insert (id, case_id, party_id, name, media_type, original_sha256, original_bytes, cleaned_sha256, cleaned_bytes)
  on portal.attachment to anon, authenticated;
grant select, insert, update, delete on portal.attachment to portal_keeper;

create function private.file_name(one uuid, carried_by uuid, typed text, media_type text, by_worker boolean) returns text
language sql stable
as $$
  -- What she called a file may say who she is or when a picture was taken: others get a name that says nothing. Numbered among
  -- the files of the message that the caller may have, so that it does not count those that they may not. A worker has of workers'
  -- files her own alone.
  select case when not file_name.by_worker or private.is_handshake() or private.my_role() is not distinct from 'worker' then typed
    else case when file_name.media_type like 'image/%' then 'photo' else 'file' end
      || case when file_name.carried_by is null then '' else ' ' || (select count(*) from portal.attachment b
        where b.message_id = file_name.carried_by and (b.name, b.id) <= (typed, one)) end
      || coalesce(substring(typed from '\.[a-z0-9]{2,4}$'), '') end
$$;
comment on function private.file_name is 'The name under which the caller gets a file: the typed one for its owner and Handshake, "photo 1.jpg" instead of a worker''s.';
grant execute on function private.file_name(uuid, uuid, text, text, boolean) to anon, authenticated;
