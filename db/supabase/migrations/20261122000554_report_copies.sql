-- Copies: each is asked for here, written down before its bytes leave, and looked at once more when it is finished.

create function private.open_copy(download uuid, grant_id uuid) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  me private.actor := private.me();
  one portal.grant_;
  part text;
  state text;
begin
  perform private.at_reports('{brand,factory,supervisor}');
  -- Locked against being taken back in the same moment: either the copy comes first, or there is none.
  select g.* into one from portal.grant_ g where g.id = open_copy.grant_id for share;
  part := case
    when one.to_organization = me.organization and me.role in ('brand', 'supervisor') and private.grant_ready(one) then 'reader'
    when one.workplace_id = me.organization and me.role = 'factory' and one.notified_at is not null then 'factory'
    when one.from_brand = me.organization and me.role = 'brand' and exists (select from portal.supply_link l
      where l.brand_id = one.from_brand and l.workplace_id = one.workplace_id and l.until is null) then 'owner'
    when me.role = 'supervisor' and one.to_organization <> me.organization then 'handshake' end;
  if part is null then
    perform private.refuse('404', 'absent', 'There is no report here for you.');
  end if;
  state := private.grant_state(one);
  if part = 'reader' and state <> 'open' then
    perform private.refuse('403', case when state = 'terms' then 'guard_terms' else 'grant_over' end,
      case when state = 'terms' then 'Agree to the terms first.' else 'This permission is over.' end, jsonb_build_object('state', state));
  end if;
  insert into portal.report_download (id, report_id, grant_id, organization_id, organization_name, person_id, as_, at)
  select open_copy.download, one.report_id, one.id, me.organization, o.name, me.person, part, private.clock_now()
  from portal.organization o where o.id = me.organization;
  return (
    select jsonb_build_object('download', open_copy.download, 'at', private.instant(private.clock_now()), 'key', f.key, 'title', one.title,
      'workplace', one.workplace_name, 'brand', one.from_name, 'purpose', one.purpose, 'profile', one.profile, 'expires_on', one.expires_on,
      'no_onward', one.no_onward, 'person', w.name, 'organization', o.name, 'part', part,
      'answer', (select jsonb_build_object('words', a.words, 'at', private.instant(a.at), 'key', af.key)
        from portal.grant_answer a left join portal.sealed_file af on af.id = a.file_id where a.grant_id = one.id))
    from portal.sealed_file f, portal.person w join portal.organization o on o.id = w.organization_id
    where f.id = one.copy_id and w.id = me.person);
end
$$;
alter function private.open_copy(uuid, uuid) owner to portal_keeper;
comment on function private.open_copy is 'Writes down that the caller asks for a copy, and says what it is made of. Refuses a reader whose grant does not stand.';

create function private.copy_left(download uuid, sha256 text) returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  me private.actor := private.me();
  asked portal.report_download;
  one portal.grant_;
begin
  select d.* into asked from portal.report_download d where d.id = copy_left.download and d.person_id = me.person and d.left_at is null;
  if asked.id is null or copy_left.sha256 !~ '^[0-9a-f]{64}$' or copy_left.sha256 is null then
    perform private.refuse('404', 'absent', 'There is no report here for you.');
  end if;
  if asked.as_ = 'reader' then
    -- While it was being made the grant may have been taken back.
    select g.* into one from portal.grant_ g where g.id = asked.grant_id for share;
    if private.grant_state(one) <> 'open' or one.to_organization is distinct from me.organization then
      perform private.refuse('403', 'grant_over', 'This permission is over.', jsonb_build_object('state', private.grant_state(one)));
    end if;
  end if;
  update portal.report_download d set left_at = private.clock_now(), copy_sha256 = copy_left.sha256 where d.id = asked.id;
end
$$;
alter function private.copy_left(uuid, text) owner to portal_keeper;
comment on function private.copy_left is 'Writes down the very copy that leaves now; refuses when the grant was taken back while it was made.';

create function private.open_report(download uuid, report uuid, original boolean) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  me private.actor := private.me();
  one portal.report;
  kept portal.sealed_file;
begin
  perform private.at_reports('{brand,supervisor}');
  select r.* into one from portal.report r where r.id = open_report.report and (me.role = 'supervisor' or (r.brand_id = me.organization
    and exists (select from portal.supply_link l where l.brand_id = r.brand_id and l.workplace_id = r.workplace_id and l.until is null)));
  if one.id is null then
    perform private.refuse('404', 'absent', 'There is no report here for you.');
  end if;
  select f.* into kept from portal.sealed_file f where f.id = one.file_id;
  insert into portal.report_download (id, report_id, organization_id, organization_name, person_id, as_, original, at)
  select open_report.download, one.id, o.id, o.name, me.person, case when me.role = 'brand' then 'owner' else 'handshake' end,
    coalesce(open_report.original, false), private.clock_now()
  from portal.organization o where o.id = me.organization;
  return jsonb_build_object('key', case when open_report.original then kept.original_key else kept.key end, 'name', kept.name,
    'media_type', kept.media_type);
end
$$;
alter function private.open_report(uuid, uuid, boolean) owner to portal_keeper;
comment on function private.open_report is 'The brand''s own document, or a supervisor''s look at it: written down, too.';

create function private.may_put_sealed(digest text) returns boolean
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
  select exists (select from portal.sealed_file f
    where may_put_sealed.digest in (f.key, f.original_key) and f.bound_at is null and f.person_id = private.my_person())
$$;
alter function private.may_put_sealed(text) owner to portal_keeper;
comment on function private.may_put_sealed is 'Whether the caller reserved this sealed content and has not used it yet; for the store.';

create function private.may_get_sealed(digest text) returns boolean
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
  -- Sealed bytes: who gets them from the store can do nothing with them without the portal, which asked before.
  select exists (select from portal.sealed_file f where may_get_sealed.digest in (f.key, f.original_key) and (
    f.person_id = private.my_person()
    or exists (select from portal.report_download d join portal.report r on r.id = d.report_id
      left join portal.grant_ g on g.id = d.grant_id left join portal.grant_answer a on a.grant_id = g.id
      where d.person_id = private.my_person() and d.left_at is null and d.at > private.clock_now() - interval '15 minutes'
        and f.id in (case when d.grant_id is null then r.file_id end, g.copy_id, a.file_id))))
$$;
alter function private.may_get_sealed(text) owner to portal_keeper;
comment on function private.may_get_sealed is 'Whether the caller has just been given a copy that is made of this sealed content; for the store.';
grant execute on function private.open_copy(uuid, uuid), private.copy_left(uuid, text), private.open_report(uuid, uuid, boolean),
  private.may_put_sealed(text), private.may_get_sealed(text) to authenticated;
-- The store asks these of everybody who knocks.
grant execute on function private.may_put_sealed(text), private.may_get_sealed(text) to anon;

create function private.open_draft(file uuid) returns jsonb
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  kept portal.sealed_file;
begin
  perform private.at_reports('{brand,supervisor}');
  select f.* into kept from portal.sealed_file f
  where f.id = open_draft.file and f.use_ = 'copy' and f.bound_at is null and f.person_id = private.my_person();
  if kept.id is null then
    perform private.refuse('404', 'absent', 'There is no report here for you.');
  end if;
  return jsonb_build_object('key', kept.key, 'name', kept.name);
end
$$;
alter function private.open_draft(uuid) owner to portal_keeper;
comment on function private.open_draft is 'A copy that the caller has made and not shared yet: to be looked at first.';
grant execute on function private.open_draft(uuid) to authenticated;
