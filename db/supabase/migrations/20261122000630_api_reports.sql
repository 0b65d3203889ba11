-- Reports: one call shows a caller's whole page, each deed answers with it.

create function private.grant_json(one portal.grant_) returns jsonb
language sql stable
as $$
  select jsonb_build_object('id', one.id, 'report', one.report_id, 'state', private.grant_state(one), 'title', one.title,
    'workplace', one.workplace_name, 'brand', one.from_name, 'reader', one.to_name, 'period_from', one.period_from, 'period_to', one.period_to,
    'purpose', one.purpose, 'profile', one.profile, 'removed', one.removed, 'basis', one.basis, 'basis_words', one.basis_words,
    'no_onward', one.no_onward, 'expires_on', one.expires_on, 'made_at', private.instant(one.made_at),
    'notified_at', private.instant(one.notified_at), 'notified_how', one.notified_how, 'answer_until', private.instant(one.answer_until),
    'consented_at', private.instant(one.consented_at), 'acknowledged_at', private.instant(one.acknowledged_at),
    'over_at', private.instant(coalesce(one.revoked_at, one.ended_at, one.withdrawn_at, one.declined_at)),
    'answer', (select jsonb_build_object('words', a.words, 'file', a.file_name, 'at', private.instant(a.at))
      from portal.grant_answer a where a.grant_id = one.id),
    'copies', (select count(*) from portal.report_download d where d.grant_id = one.id),
    'downloads', (select coalesce(jsonb_agg(jsonb_build_object('number', left(d.id::text, 8), 'organization', d.organization_name, 'part', d.as_,
        'at', private.instant(d.at), 'left', d.left_at is not null) order by d.at desc), '[]')
      from (select x.id, x.organization_name, x.as_, x.at, x.left_at from portal.report_download x where x.grant_id = one.id
        order by x.at desc limit 20) d))
$$;
comment on function private.grant_json is 'A grant as the caller''s page shows it, with the answer and the copies that the caller may know of.';

create function private.report_receivers() returns jsonb
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
  select case when me.role in ('brand', 'supervisor') then (
    select coalesce(jsonb_agg(jsonb_build_object('id', o.id, 'name', o.name, 'kind', o.kind) order by o.kind desc, o.name), '[]')
    from portal.organization o where o.kind in ('brand', 'handshake') and o.ended_at is null and o.id is distinct from
      (case when me.role = 'brand' then me.organization end)) else '[]' end
  from private.me() me
$$;
alter function private.report_receivers() owner to portal_keeper;
comment on function private.report_receivers is 'Member brands and Handshake, for a brand that shares. Which brands are members is public; who buys where is not.';

create function private.reports_page() returns jsonb
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
  me private.actor := private.me();
begin
  return jsonb_build_object('role', me.role, 'answer_days', private.report_rule('answer_days'), 'longest_days', private.report_rule('longest_days'),
    'reports', (select coalesce(jsonb_agg(jsonb_build_object('id', r.id, 'title', r.title, 'workplace', private.organization_json(w),
        'brand', case when me.role = 'supervisor' then b.name end, 'brand_id', r.brand_id,
        'period_from', r.period_from, 'period_to', r.period_to, 'name', r.name, 'media_type', r.media_type, 'pages', r.pages,
        'kept_at', private.instant(r.kept_at),
        'grants', (select coalesce(jsonb_agg(private.grant_json(g) order by g.made_at desc, g.id), '[]') from portal.grant_ g
          where g.report_id = r.id)) order by r.kept_at desc, r.id), '[]')
      from (select x.id, x.title, x.workplace_id, x.brand_id, x.period_from, x.period_to, x.name, x.media_type, x.pages, x.kept_at
        from portal.report x order by x.kept_at desc, x.id limit 100) r
      join portal.organization w on w.id = r.workplace_id left join portal.organization b on b.id = r.brand_id),
    'shared', (select coalesce(jsonb_agg(private.grant_json(g) order by g.made_at desc, g.id), '[]') from (
      select x.* from portal.grant_ x where x.to_organization = me.organization and private.grant_ready(x)
      order by x.made_at desc, x.id limit 100) g),
    'about', (select coalesce(jsonb_agg(private.grant_json(g) order by g.made_at desc, g.id), '[]') from (
      select x.* from portal.grant_ x where x.workplace_id = me.organization and me.role = 'factory' order by x.made_at desc, x.id limit 100) g),
    'links', case when me.role = 'factory' then '[]' else (
      select coalesce(jsonb_agg(jsonb_build_object('brand_id', l.brand_id, 'brand', b.name, 'workplace', private.organization_json(w))
        order by b.name, w.name), '[]') from (select x.brand_id, x.workplace_id from portal.supply_link x where x.until is null
          and (me.role = 'supervisor' or x.brand_id = me.organization) limit 1000) l
      join portal.organization w on w.id = l.workplace_id join portal.organization b on b.id = l.brand_id) end,
    'receivers', private.report_receivers());
end
$$;
comment on function private.reports_page is 'What the caller has to do with reports: its own, those shared with it, those about it.';

create function api.reports() returns jsonb
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
  perform private.at_reports('{brand,factory,supervisor}');
  return private.reports_page();
end
$$;
comment on function api.reports is 'Reports of the caller''s brand, those shared with it, those about its workplace; all for a supervisor.';

create function api.reserve_sealed_file(
  request_id uuid, use_ text, name text, media_type text, sha256 text, cleaned_sha256 text, key text, bytes bigint,
  original_key text default null, pages integer default null
) returns jsonb
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  one portal.sealed_file;
begin
  if not private.done_before(reserve_sealed_file.request_id, jsonb_build_array('reserve_sealed_file', use_, name, media_type, sha256,
      cleaned_sha256, key, bytes, original_key, pages)::text) then
    one.id := reserve_sealed_file.request_id;
    one.use_ := reserve_sealed_file.use_;
    one.name := reserve_sealed_file.name;
    one.media_type := reserve_sealed_file.media_type;
    one.sha256 := reserve_sealed_file.sha256;
    one.cleaned_sha256 := reserve_sealed_file.cleaned_sha256;
    one.key := reserve_sealed_file.key;
    one.bytes := reserve_sealed_file.bytes;
    one.original_key := reserve_sealed_file.original_key;
    one.pages := reserve_sealed_file.pages;
    perform private.reserve_sealed_file(one);
  end if;
  return jsonb_build_object('id', reserve_sealed_file.request_id);
end
$$;
comment on function api.reserve_sealed_file is 'Reserves a place for a file that belongs to no case; using it binds it.';

create function api.keep_report(
  request_id uuid, file uuid, workplace uuid, title text, period_from date, period_to date, brand uuid default null
) returns jsonb
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  if not private.done_before(keep_report.request_id, jsonb_build_array('keep_report', file, workplace, title, period_from, period_to, brand)::text) then
    perform private.keep_report(keep_report.file, keep_report.workplace, keep_report.brand, keep_report.title, keep_report.period_from,
      keep_report.period_to);
  end if;
  return api.reports();
end
$$;
comment on function api.keep_report is 'Keeps a report about a workplace, for a brand that sources from it.';

create function api.share_report(
  request_id uuid, report uuid, to_organization uuid, purpose text, profile text, basis text, expires_on date, file uuid,
  left_out integer[] default '{}', basis_words text default null, no_onward boolean default true
) returns jsonb
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  if not private.done_before(share_report.request_id, jsonb_build_array('share_report', report, to_organization, purpose, profile, basis,
      expires_on, file, left_out, basis_words, no_onward)::text) then
    perform private.share_report(share_report.report, share_report.to_organization, share_report.purpose, share_report.profile,
      coalesce(share_report.left_out, '{}'), share_report.basis, share_report.basis_words, share_report.expires_on, share_report.no_onward,
      share_report.file);
  end if;
  return api.reports();
end
$$;
comment on function api.share_report is 'Grants one organisation a report; the factory is told in the same moment.';

create function api.note_factory_told(request_id uuid, grant_id uuid, how text) returns jsonb
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  if not private.done_before(note_factory_told.request_id, jsonb_build_array('note_factory_told', grant_id, how)::text) then
    perform private.note_factory_told(note_factory_told.grant_id, note_factory_told.how);
  end if;
  return api.reports();
end
$$;
comment on function api.note_factory_told is 'A supervisor notes how a factory without an account was told.';

create function api.answer_grant(request_id uuid, grant_id uuid, words text default null, file uuid default null) returns jsonb
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  if not private.done_before(answer_grant.request_id, jsonb_build_array('answer_grant', grant_id, words, file)::text) then
    perform private.answer_grant(answer_grant.grant_id, answer_grant.words, answer_grant.file);
  end if;
  return api.reports();
end
$$;
comment on function api.answer_grant is 'The factory answers a report before others read it.';

create function api.consent_grant(request_id uuid, grant_id uuid, yes boolean) returns jsonb
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  if not private.done_before(consent_grant.request_id, jsonb_build_array('consent_grant', grant_id, yes)::text) then
    perform private.consent_grant(consent_grant.grant_id, consent_grant.yes);
  end if;
  return api.reports();
end
$$;
comment on function api.consent_grant is 'The factory agrees to a grant, or says no, or takes its yes back.';

create function api.acknowledge_grant(request_id uuid, grant_id uuid) returns jsonb
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  if not private.done_before(acknowledge_grant.request_id, jsonb_build_array('acknowledge_grant', grant_id)::text) then
    perform private.acknowledge_grant(acknowledge_grant.grant_id);
  end if;
  return api.reports();
end
$$;
comment on function api.acknowledge_grant is 'The reader agrees to the terms.';

create function api.revoke_grant(request_id uuid, grant_id uuid) returns jsonb
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  if not private.done_before(revoke_grant.request_id, jsonb_build_array('revoke_grant', grant_id)::text) then
    perform private.revoke_grant(revoke_grant.grant_id);
  end if;
  return api.reports();
end
$$;
comment on function api.revoke_grant is 'Ends a grant; no copy leaves from then on.';

create function api.open_copy(request_id uuid, grant_id uuid) returns jsonb
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  -- Each copy is one request: asked again it is no second copy, and the first one's parts are not told twice.
  if private.done_before(open_copy.request_id, jsonb_build_array('open_copy', grant_id)::text) then
    perform private.refuse('404', 'absent', 'There is no report here for you.');
  end if;
  return private.open_copy(open_copy.request_id, open_copy.grant_id);
end
$$;
comment on function api.open_copy is 'Asks for a copy of a shared report: written down, then told what it is made of.';

create function api.copy_left(download uuid, sha256 text) returns jsonb
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  perform private.copy_left(copy_left.download, copy_left.sha256);
  return '{}';
end
$$;
comment on function api.copy_left is 'Writes down the hash of the copy that leaves now; refuses when the grant was taken back meanwhile.';

create function api.open_report(request_id uuid, report uuid, original boolean default false) returns jsonb
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  if private.done_before(open_report.request_id, jsonb_build_array('open_report', report, original)::text) then
    perform private.refuse('404', 'absent', 'There is no report here for you.');
  end if;
  return private.open_report(open_report.request_id, open_report.report, open_report.original);
end
$$;
comment on function api.open_report is 'The document itself, for the brand whose it is and for supervisors.';

create function api.open_draft(file uuid) returns jsonb
language sql stable
set search_path = pg_catalog, pg_temp
as $$ select private.open_draft(open_draft.file) $$;
comment on function api.open_draft is 'The copy that is about to be shared, for a look beforehand.';

grant execute on function private.grant_json(portal.grant_), private.report_receivers(), private.reports_page() to authenticated;
grant execute on function api.reports(), api.reserve_sealed_file(uuid, text, text, text, text, text, text, bigint, text, integer),
  api.keep_report(uuid, uuid, uuid, text, date, date, uuid),
  api.share_report(uuid, uuid, uuid, text, text, text, date, uuid, integer[], text, boolean), api.note_factory_told(uuid, uuid, text),
  api.answer_grant(uuid, uuid, text, uuid), api.consent_grant(uuid, uuid, boolean), api.acknowledge_grant(uuid, uuid),
  api.revoke_grant(uuid, uuid), api.open_copy(uuid, uuid), api.copy_left(uuid, text), api.open_report(uuid, uuid, boolean), api.open_draft(uuid) to authenticated;
