-- What the factory, the reader and time itself do with a grant.

create function private.note_factory_told(grant_id uuid, how text) returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  one portal.grant_;
begin
  perform private.at_reports('{supervisor}');
  one := private.held_grant(note_factory_told.grant_id, 'grantor');
  if (note_factory_told.how in ('phone', 'letter', 'meeting')) is not true then
    perform private.refuse('400', 'value_invalid', 'Say how the factory was told.', '{"field": "how"}');
  end if;
  perform private.factory_told(one.id, note_factory_told.how);
end
$$;
alter function private.note_factory_told(uuid, text) owner to portal_keeper;
comment on function private.note_factory_told is 'A supervisor notes that a factory without an account was told; its time to answer begins.';

create function private.answer_grant(grant_id uuid, words text, file uuid) returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  one portal.grant_;
  said text;
  kept portal.sealed_file;
begin
  perform private.at_reports('{factory}');
  one := private.held_grant(answer_grant.grant_id, 'factory');
  if one.answered_at is not null then
    perform private.refuse('409', 'answered_already', 'The answer to this report is written already.');
  end if;
  if answer_grant.file is null or btrim(coalesce(answer_grant.words, '')) <> '' then
    said := private.report_words(answer_grant.words, 'words', 5000);
  end if;
  if answer_grant.file is not null then
    kept := private.bind_sealed_file(answer_grant.file, 'answer');
    if kept.media_type <> 'application/pdf' then
      perform private.refuse('400', 'file_refused', 'Only a PDF or a picture can stand at the end of a copy.', '{"reason": "kind_unknown"}');
    end if;
  end if;
  insert into portal.grant_answer (grant_id, words, file_id, file_name, at, by_)
  values (one.id, said, kept.id, kept.name, private.clock_now(), private.my_person());
  update portal.grant_ g set answered_at = private.clock_now() where g.id = one.id;
  perform private.tell_organization(one.from_brand, 'report_answered', one.id::text);
  perform private.tell_reader(one.id);
end
$$;
alter function private.answer_grant(uuid, text, uuid) owner to portal_keeper;
comment on function private.answer_grant is 'The factory answers, once, in words or with a file; the answer stands at the end of every copy.';

create function private.consent_grant(grant_id uuid, yes boolean) returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  one portal.grant_;
begin
  perform private.at_reports('{factory}');
  one := private.held_grant(consent_grant.grant_id, 'factory');
  if one.basis <> 'consent' then
    perform private.refuse('409', 'guard_no_consent', 'This report is shared on a legal basis; you can answer it.');
  end if;
  if consent_grant.yes is null then
    perform private.refuse('400', 'value_invalid', 'Say yes or no.', '{"field": "yes"}');
  end if;
  update portal.grant_ g set
    consented_at = case when consent_grant.yes then coalesce(g.consented_at, private.clock_now()) else g.consented_at end,
    declined_at = case when not consent_grant.yes and g.consented_at is null then private.clock_now() end,
    withdrawn_at = case when not consent_grant.yes and g.consented_at is not null then private.clock_now() end
  where g.id = one.id;
  perform private.tell_organization(one.from_brand, 'report_answered', one.id::text || case when consent_grant.yes then ' yes' else ' no' end);
  perform private.tell_reader(one.id);
end
$$;
alter function private.consent_grant(uuid, boolean) owner to portal_keeper;
comment on function private.consent_grant is 'The factory agrees, says no, or takes its yes back: then no copy leaves any more.';

create function private.acknowledge_grant(grant_id uuid) returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  one portal.grant_;
begin
  perform private.at_reports('{brand,factory,supervisor}');
  one := private.held_grant(acknowledge_grant.grant_id, 'reader');
  update portal.grant_ g set acknowledged_at = coalesce(g.acknowledged_at, private.clock_now()),
    acknowledged_by = coalesce(g.acknowledged_by, private.my_person()), reader_told_at = coalesce(g.reader_told_at, private.clock_now())
  where g.id = one.id;
end
$$;
alter function private.acknowledge_grant(uuid) owner to portal_keeper;
comment on function private.acknowledge_grant is 'The reader agrees to the terms of a grant; the first time counts.';

create function private.revoke_grant(grant_id uuid) returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  one portal.grant_;
begin
  perform private.at_reports('{brand,supervisor}');
  one := private.held_grant(revoke_grant.grant_id, 'grantor');
  update portal.grant_ g set revoked_at = private.clock_now(), revoked_by = private.my_person() where g.id = one.id;
end
$$;
alter function private.revoke_grant(uuid) owner to portal_keeper;
comment on function private.revoke_grant is 'The brand that shares, or a supervisor, ends a grant. What was read cannot be unread.';

create function private.tell_reader(grant_id uuid) returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  one portal.grant_;
begin
  update portal.grant_ g set reader_told_at = private.clock_now()
  where g.id = tell_reader.grant_id and g.reader_told_at is null and private.grant_state(g) in ('terms', 'open')
  returning g.* into one;
  if one.id is not null then
    perform private.tell_organization(one.to_organization, 'report_shared', one.id::text);
  end if;
end
$$;
alter function private.tell_reader(uuid) owner to portal_keeper;
comment on function private.tell_reader is 'Tells the reader of a grant, once, as soon as it may be read.';

create function private.tick_reports(at timestamptz) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  one uuid;
  removed integer;
  told integer := 0;
begin
  delete from portal.sealed_file f where f.bound_at is null and f.reserved_at < tick_reports.at - interval '1 day';
  get diagnostics removed = row_count;
  for one in
    select g.id from portal.grant_ g
    where g.reader_told_at is null and g.answer_until <= tick_reports.at and private.grant_state(g) in ('terms', 'open')
    order by g.id limit 1000
  loop
    perform private.tell_reader(one);
    told := told + 1;
  end loop;
  return jsonb_build_object('removed', removed, 'told', told);
end
$$;
alter function private.tick_reports(timestamptz) owner to portal_keeper;
comment on function private.tick_reports is 'Forgets files that were never used, and tells readers whose waiting is over.';
grant execute on function private.tell_reader(uuid) to portal_keeper;
grant execute on function private.note_factory_told(uuid, text), private.answer_grant(uuid, text, uuid), private.consent_grant(uuid, boolean),
  private.acknowledge_grant(uuid), private.revoke_grant(uuid) to authenticated;
