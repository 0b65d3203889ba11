-- What is done with reports: kept, granted, answered by the factory, agreed to by the reader, taken back.

create function private.at_reports(roles text[]) returns void
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  if ((private.me()).role = any (at_reports.roles)) is not true or private.previewing() then
    perform private.refuse('403', 'not_allowed', 'Reports are for brands, the factories they are about, and supervisors.');
  end if;
end
$$;
alter function private.at_reports(text[]) owner to portal_keeper;
comment on function private.at_reports is 'Refuses everybody who has no such role.';

create function private.report_words(words text, field text, most integer) returns text
language plpgsql immutable
as $$
declare
  clean text := private.check_words(words, field, most);
begin
  -- Whatever names a case would carry it to somebody who is no party of it.
  if clean ~* 'HS[-\s]?[0-9A-Z]{4}[-\s]?[0-9A-Z]{4}' then
    perform private.refuse('403', 'guard_case_material', 'Nothing of a case travels with a report.', jsonb_build_object('field', field));
  end if;
  return clean;
end
$$;
comment on function private.report_words is 'The words without invisible controls; refuses those that name a case.';

create function private.is_case_file(hashes text[]) returns boolean
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
  -- Only among files that the caller may know of: the answer tells nobody whether a content is here.
  select exists (
    select from portal.attachment a, private.me() me
    where (a.original_sha256 = any (is_case_file.hashes) or a.cleaned_sha256 = any (is_case_file.hashes))
      and (private.is_handshake()
        or exists (select from portal.party p where p.id = a.party_id and p.organization_id = me.organization)
        or exists (select from portal.release r join portal.party p on p.id = any (r.audience)
          where r.message_id = a.message_id and p.organization_id = me.organization)
        or exists (select from portal.evidence e join portal.party p on p.id = any (e.shown_to)
          where e.attachment_id = a.id and p.organization_id = me.organization)))
$$;
alter function private.is_case_file(text[]) owner to portal_keeper;
comment on function private.is_case_file is 'Whether one of these contents is a file of a case that the caller has or had.';

create function private.reserve_sealed_file(one portal.sealed_file) returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  me private.actor := private.me();
begin
  perform private.at_reports('{brand,factory,supervisor}');
  if (one.use_ in ('report', 'copy', 'answer', 'pack') and length(one.name) between 1 and 120 and one.media_type ~ '^[a-z]+/[a-z0-9.+-]+$'
      and one.bytes between 1 and 31457280 and one.sha256 ~ '^[0-9a-f]{64}$' and one.cleaned_sha256 ~ '^[0-9a-f]{64}$'
      and one.key ~ '^[0-9a-f]{64}$' and (one.original_key is null or one.original_key ~ '^[0-9a-f]{64}$')
      and (one.pages is null or one.pages between 1 and 5000)) is not true then
    perform private.refuse('400', 'file_refused', 'This file cannot be taken.', '{"limit": 10485760}');
  end if;
  if one.use_ in ('report', 'copy', 'answer') and private.is_case_file(array[one.sha256, one.cleaned_sha256]) then
    perform private.refuse('403', 'guard_case_material', 'Nothing of a case travels with a report.', '{"field": "file"}');
  end if;
  if (select count(*) from portal.sealed_file f
      where f.person_id = me.person and f.bound_at is null and f.reserved_at > private.clock_now() - interval '1 hour') >= 40 then
    perform private.refuse('429', 'rate_limited', 'Many files wait to be sent. Try again in an hour.', '{"retry_seconds": 3600}');
  end if;
  insert into portal.sealed_file (id, organization_id, person_id, use_, name, media_type, sha256, cleaned_sha256, key, original_key,
    bytes, pages, reserved_at)
  values (one.id, me.organization, me.person, one.use_, one.name, one.media_type, one.sha256, one.cleaned_sha256, one.key,
    one.original_key, one.bytes, one.pages, private.clock_now());
end
$$;
alter function private.reserve_sealed_file(portal.sealed_file) owner to portal_keeper;
comment on function private.reserve_sealed_file is 'Makes a place for a file that the caller is about to put into the store, sealed.';

create function private.bind_sealed_file(file uuid, use_ text) returns portal.sealed_file
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  found_file portal.sealed_file;
begin
  update portal.sealed_file f set bound_at = private.clock_now()
  where f.id = bind_sealed_file.file and f.use_ = bind_sealed_file.use_ and f.bound_at is null and f.person_id = private.my_person()
  returning f.* into found_file;
  if found_file.id is null then
    perform private.refuse('404', 'absent', 'There is no such file of yours. Choose it again.');
  end if;
  return found_file;
end
$$;
alter function private.bind_sealed_file(uuid, text) owner to portal_keeper;
comment on function private.bind_sealed_file is 'Takes a reserved file of the caller into use, once.';

create function private.tell_organization(organization uuid, kind text, thing text) returns integer
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  told integer;
begin
  insert into portal.notice (person_id, kind, thing, at)
  select w.id, tell_organization.kind, tell_organization.thing, private.clock_now()
  from portal.person w join portal.organization o on o.id = w.organization_id and o.ended_at is null
  where w.organization_id = tell_organization.organization and w.suspended_at is null and w.user_id is not null
    and (o.kind <> 'handshake' or w.role = 'supervisor') and w.id is distinct from private.my_person()
  order by w.id
  on conflict do nothing;
  get diagnostics told = row_count;
  return told;
end
$$;
alter function private.tell_organization(uuid, text, text) owner to portal_keeper;
comment on function private.tell_organization is 'A notice to everybody of an organisation who has an account, but not to the caller; how many were told.';

create function private.keep_report(file uuid, workplace uuid, brand uuid, title text, period_from date, period_to date) returns uuid
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  me private.actor := private.me();
  owner uuid := case when me.role = 'brand' then me.organization else keep_report.brand end;
  words text;
  kept portal.sealed_file;
  made uuid;
begin
  perform private.at_reports('{brand,supervisor}');
  if keep_report.brand is distinct from owner and keep_report.brand is not null
     or not exists (select from portal.supply_link l join portal.organization o on o.id = l.brand_id and o.ended_at is null
       where l.brand_id = owner and l.workplace_id = keep_report.workplace and l.until is null) then
    perform private.refuse('404', 'absent', 'There is no such workplace among those that the brand sources from.');
  end if;
  words := private.report_words(keep_report.title, 'title', 200);
  if (keep_report.period_from between '2000-01-01' and keep_report.period_to and keep_report.period_to <= private.clock_now()::date + 1)
      is not true then
    perform private.refuse('400', 'value_invalid', 'The report speaks of a time from one day to a later one.', '{"field": "period"}');
  end if;
  kept := private.bind_sealed_file(keep_report.file, 'report');
  insert into portal.report (file_id, brand_id, workplace_id, title, period_from, period_to, name, media_type, pages, kept_at, kept_by)
  values (kept.id, owner, keep_report.workplace, words, keep_report.period_from, keep_report.period_to, kept.name, kept.media_type,
    kept.pages, private.clock_now(), me.person)
  returning id into made;
  return made;
end
$$;
alter function private.keep_report(uuid, uuid, uuid, text, date, date) owner to portal_keeper;
comment on function private.keep_report is 'Keeps a report about a workplace for the brand that sources from it.';

create function private.share_report(
  report uuid, to_organization uuid, purpose text, profile text, left_out integer[], basis text, basis_words text, expires_on date,
  no_onward boolean, file uuid
) returns uuid
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  me private.actor := private.me();
  one portal.report;
  reader portal.organization;
  words text;
  ground text;
  copy portal.sealed_file;
  cut integer[] := array(select distinct n from unnest(share_report.left_out) n order by n);
  today date := (private.clock_now() at time zone 'Asia/Shanghai')::date;
  made uuid;
begin
  perform private.at_reports('{brand,supervisor}');
  select r.* into one from portal.report r
  where r.id = share_report.report and (me.role = 'supervisor' or r.brand_id = me.organization)
    and exists (select from portal.supply_link l where l.brand_id = r.brand_id and l.workplace_id = r.workplace_id and l.until is null);
  if one.id is null then
    perform private.refuse('404', 'absent', 'There is no report here for you.');
  end if;
  select o.* into reader from portal.organization o
  where o.id = share_report.to_organization and o.ended_at is null and o.id <> one.brand_id
    and (o.kind in ('brand', 'handshake') or o.id = one.workplace_id);
  if reader.id is null then
    perform private.refuse('403', 'guard_reader_unknown', 'Reports go to member brands, to Handshake, and to the factory they are about.');
  end if;
  words := private.report_words(share_report.purpose, 'purpose', 500);
  if (share_report.basis in ('consent', 'contract', 'law')) is not true then
    perform private.refuse('403', 'guard_basis_missing', 'A report is shared with the consent of the factory, or on a legal basis.');
  end if;
  if share_report.basis <> 'consent' then
    if length(btrim(coalesce(share_report.basis_words, ''))) < 10 then
      perform private.refuse('403', 'guard_basis_missing', 'Say which contract, or which law.', '{"field": "basis_words"}');
    end if;
    ground := private.report_words(share_report.basis_words, 'basis_words', 500);
  end if;
  if (share_report.expires_on between today + 1 and today + private.report_rule('longest_days')) is not true then
    perform private.refuse('400', 'value_invalid', 'Choose a last day within a year.', '{"field": "expires_on"}');
  end if;
  if one.pages is null and share_report.profile is distinct from 'summary' then
    perform private.refuse('403', 'guard_summary_only', 'A document that has no fixed pages is shared as a summary, or uploaded anew as PDF.');
  end if;
  if (case share_report.profile
      when 'pages' then cardinality(cut) between 1 and one.pages - 1 and not exists (select from unnest(cut) n where (n between 1 and one.pages) is not true)
      when 'whole' then cardinality(cut) = 0 when 'summary' then cardinality(cut) = 0 else false end) is not true then
    perform private.refuse('400', 'value_invalid', 'Choose what is left out, and leave something in.', '{"field": "left_out"}');
  end if;
  copy := private.bind_sealed_file(share_report.file, 'copy');
  insert into portal.grant_ (report_id, copy_id, from_brand, workplace_id, to_organization, from_name, workplace_name, to_name, title,
    period_from, period_to, purpose, profile, removed, basis, basis_words, no_onward, expires_on, made_at, made_by)
  select one.id, copy.id, one.brand_id, one.workplace_id, reader.id, b.name, w.name, reader.name, one.title, one.period_from, one.period_to,
    words, share_report.profile, cut, share_report.basis, ground, coalesce(share_report.no_onward, true), share_report.expires_on,
    private.clock_now(), me.person
  from portal.organization b, portal.organization w where b.id = one.brand_id and w.id = one.workplace_id
  returning id into made;
  -- Told is whom a notice reached; a factory without an account is told by Handshake, which notes it.
  if private.tell_organization(one.workplace_id, 'report_about', made::text) > 0 then
    perform private.factory_told(made, 'portal');
  end if;
  return made;
end
$$;
alter function private.share_report(uuid, uuid, text, text, integer[], text, text, date, boolean, uuid) owner to portal_keeper;
comment on function private.share_report is 'Grants one organisation a report, and tells the factory. Nobody reads before the factory answered or had its time.';

create function private.factory_told(grant_id uuid, how text) returns void
language sql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
  update portal.grant_ g set notified_at = private.clock_now(), notified_how = factory_told.how,
    answer_until = private.clock_now() + make_interval(days => private.report_rule('answer_days'))
  where g.id = factory_told.grant_id and g.notified_at is null
$$;
alter function private.factory_told(uuid, text) owner to portal_keeper;
comment on function private.factory_told is 'The factory was told: its time to answer begins.';

create function private.held_grant(grant_id uuid, part text) returns portal.grant_
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  me private.actor := private.me();
  one portal.grant_;
begin
  select g.* into one from portal.grant_ g where g.id = held_grant.grant_id
    and case held_grant.part
      when 'grantor' then me.role = 'supervisor' or (me.role = 'brand' and g.from_brand = me.organization
        and exists (select from portal.supply_link l where l.brand_id = g.from_brand and l.workplace_id = g.workplace_id and l.until is null))
      when 'factory' then me.role = 'factory' and g.workplace_id = me.organization and g.notified_at is not null
      when 'reader' then g.to_organization = me.organization and me.role in ('brand', 'supervisor', 'factory') and private.grant_ready(g)
      else false end
  for update;
  if one.id is null then
    perform private.refuse('404', 'absent', 'There is no report here for you.');
  end if;
  if private.grant_state(one) in ('revoked', 'ended', 'withdrawn', 'declined', 'expired') then
    perform private.refuse('409', 'grant_over', 'This permission is over.', jsonb_build_object('state', private.grant_state(one)));
  end if;
  return one;
end
$$;
alter function private.held_grant(uuid, text) owner to portal_keeper;
comment on function private.held_grant is 'A grant that still stands, locked, for a caller who has that part in it.';
grant execute on function private.report_words(text, text, integer), private.is_case_file(text[]),
  private.bind_sealed_file(uuid, text), private.tell_organization(uuid, text, text), private.factory_told(uuid, text),
  private.held_grant(uuid, text) to portal_keeper;
grant execute on function private.at_reports(text[]), private.reserve_sealed_file(portal.sealed_file),
  private.keep_report(uuid, uuid, uuid, text, date, date),
  private.share_report(uuid, uuid, text, text, integer[], text, text, date, boolean, uuid) to authenticated;
