-- Storage: who may put and open the bytes of evidence, asked by Supabase Storage itself.
--
-- Storage acts as the caller (role, claims and headers as PostgREST sets them), so these policies
-- are the same authority as everywhere: a worker's upload comes as anon with x-receipt-session.
-- Objects are named `ab/ab…64 hex letters`: evidence by private.file_key, of a random place and its digest, so that whoever
-- reserves a content that somebody else stored finds nothing there; what is sealed by the digest of its sealed bytes. Nobody
-- changes or removes an object. A server without Storage has the functions
-- and no policies; its files lie in a folder behind api.file_content.

create function private.file_digest(name text) returns text
language sql immutable
as $$
  select substring(file_digest.name from '^[0-9a-f]{2}/([0-9a-f]{64})$')
$$;
comment on function private.file_digest is 'The key in the name of a stored object, or null for any other name.';

create function private.sealed_of(key text) returns setof uuid
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
  select a.id from portal.attachment a join portal.party p on p.id = a.party_id, private.me() me
  where a.original_key = sealed_of.key
    and (private.is_handshake() or (p.until is null and not p.hidden and (p.organization_id = me.organization or p.id = me.party)))
$$;
alter function private.sealed_of(text) owner to portal_keeper;
comment on function private.sealed_of is
  'The attachment whose sealed original lies there, if the caller may open it. Nothing for others: whether a content is here at all tells who spoke.';
create index attachment_original on portal.attachment (original_sha256);
create index attachment_cleaned on portal.attachment (cleaned_sha256);
create index attachment_original_key on portal.attachment (original_key);
create index attachment_cleaned_key on portal.attachment (cleaned_key);

create function private.my_reservation(attachment uuid) returns boolean
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
  select exists (
    select from portal.attachment a join portal.party p on p.id = a.party_id, private.me() me
    where a.id = my_reservation.attachment and p.until is null and not p.hidden
      and (p.organization_id = me.organization or p.id = me.party)
  )
$$;
alter function private.my_reservation(uuid) owner to portal_keeper;
comment on function private.my_reservation is 'Whether the caller''s own side reserved this file.';

create function private.may_store_file(name text) returns boolean
language sql stable
as $$
  select exists (
    select from portal.attachment a
    where a.id in (select private.sealed_of(private.file_digest(may_store_file.name)))
      and a.message_id is null and private.my_reservation(a.id)
  ) or exists (
    select from portal.attachment a
    where a.cleaned_key = private.file_digest(may_store_file.name) and a.message_id is null and private.my_reservation(a.id)
  ) or private.may_put_sealed(private.file_digest(may_store_file.name))
$$;
comment on function private.may_store_file is
  'Whether this is the place of a file that the caller reserved and has not posted yet.';

create function private.may_read_file(name text) returns boolean
language sql stable
as $$
  select exists (
    select from portal.attachment a where a.cleaned_key = private.file_digest(may_read_file.name)
  ) or exists (
    select from portal.attachment a where a.id in (select private.sealed_of(private.file_digest(may_read_file.name)))
  ) or private.may_get_sealed(private.file_digest(may_read_file.name))
$$;
comment on function private.may_read_file is
  'Whether a file that the caller may open lies there; the sealed original is for Handshake and its owner.';

revoke all on function private.file_digest(text), private.sealed_of(text), private.my_reservation(uuid),
  private.may_store_file(text), private.may_read_file(text) from public;
grant execute on function private.file_digest(text), private.sealed_of(text), private.my_reservation(uuid),
  private.may_store_file(text), private.may_read_file(text) to anon, authenticated;

do $$
begin
  if to_regclass('storage.objects') is null then
    return;
  end if;
  insert into storage.buckets (id, name, public, file_size_limit)
  values ('evidence', 'evidence', false, 31457280)
  on conflict (id) do update set public = false, file_size_limit = excluded.file_size_limit;
  create policy evidence_put on storage.objects for insert to anon, authenticated
    with check (bucket_id = 'evidence' and private.may_store_file(name));
  create policy evidence_open on storage.objects for select to anon, authenticated
    using (bucket_id = 'evidence' and private.may_read_file(name));
end
$$;
