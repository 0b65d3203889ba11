-- What a supervisor calls to import a book: look, begin, send chunks, finish or drop, read the report.

create function private.importing() returns uuid
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  me private.actor := private.me();
begin
  if me.role is null then
    perform private.refuse('401', 'sign_in_needed', 'Sign in first.');
  elsif me.role is distinct from 'supervisor' then
    perform private.refuse('403', 'not_allowed', 'Only a supervisor imports.');
  end if;
  return me.person;
end
$$;
alter function private.importing() owner to portal_keeper;
comment on function private.importing is 'The supervisor who asks; refuses everybody else.';

create function private.import_json(one portal.import_file) returns jsonb
language sql stable
as $$
  select jsonb_build_object(
    'id', one.id, 'name', one.name, 'encoding', one.encoding, 'state', one.state,
    'begun_at', private.instant(one.begun_at), 'done_at', private.instant(one.done_at)) || one.summary
$$;
comment on function private.import_json is 'An import as screens show it.';

create function private.my_import(import uuid) returns portal.import_file
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  one portal.import_file;
begin
  select f.* into one from portal.import_file f where f.id = my_import.import and f.by_person = private.importing() for update;
  if one.id is null then
    perform private.refuse('404', 'absent', 'There is no such import, or it is not yours.');
  end if;
  return one;
end
$$;
alter function private.my_import(uuid) owner to portal_keeper;
comment on function private.my_import is 'An import that the calling supervisor began, locked.';

create function api.import_desk(head_key text default null) returns jsonb
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform private.importing();
  return jsonb_build_object(
    -- A book sorts its own rows: what it left unsorted is explained, not taken in.
    'codes', (select jsonb_agg(c.code order by c.code) from portal.issue_code c where c.code <> 'X0'),
    'mapping', (select m.mapping from portal.import_mapping m where m.head_key = import_desk.head_key),
    'files', (select coalesce(jsonb_agg(private.import_json(f) order by f.begun_at desc), '[]')
              from (select * from portal.import_file where state <> 'dropped' order by begun_at desc limit 20) f));
end
$$;
alter function api.import_desk(text) owner to portal_keeper;
comment on function api.import_desk is
  'What a supervisor needs to import: the taxonomy, the kept mapping for these heads, earlier files.';

create function api.import_begin(
  request_id uuid, name text, sha256 text, bytes bigint, encoding text, mapping text, head_key text
) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  who uuid := private.importing();
begin
  if not private.done_before(request_id, jsonb_build_array('import_begin', name, sha256, bytes, encoding, mapping,
    head_key)::text) then
    delete from portal.import_row r using portal.import_file f
      where f.id = r.import_id and f.begun_at < now() - interval '1 day';
    insert into portal.import_file (id, name, sha256, bytes, encoding, mapping, by_person)
      values (request_id, left(private.check_words(name, 'name', 1000), 200), import_begin.sha256,
              import_begin.bytes, import_begin.encoding, import_begin.mapping, who);
    insert into portal.import_mapping (head_key, mapping, by_person)
      values (import_begin.head_key, import_begin.mapping, who)
      on conflict on constraint import_mapping_pkey
      do update set mapping = excluded.mapping, by_person = excluded.by_person, at = now();
  end if;
  return (select private.import_json(f) from portal.import_file f where f.id = import_begin.request_id);
exception when check_violation or not_null_violation then
  perform private.refuse('400', 'value_invalid', 'These facts of a file cannot be.');
end
$$;
alter function api.import_begin(uuid, text, text, bigint, text, text, text) owner to portal_keeper;
comment on function api.import_begin is 'Opens an import and keeps its mapping. Its id is the id of the request.';

create function api.import_chunk(import uuid, rows text[]) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  one portal.import_file := private.my_import(import);
begin
  if one.state not in ('staged', 'rehearsed') then
    perform private.refuse('409', 'import_over', 'This import is over. Begin a new one.');
  end if;
  if rows is null or cardinality(rows) > 2000 then
    perform private.refuse('413', 'import_chunk_too_long', 'Send at most 2,000 rows at a time.', '{"limit": 2000}');
  end if;
  insert into portal.import_row (import_id, line, number, identity, content, opened, channel, city, workplace,
    headcount, brands, codes, description, phone_in_text, sealed, anonymous, status, first_answer, closed, outcome,
    confirmation, satisfaction, amount)
  select one.id, r.line, r.number, r.identity, r.content, r.opened, r.channel, r.city, r.workplace,
    r.headcount, r.brands, r.codes, r.description, r.phone_in_text, r.sealed, r.anonymous, r.status, r.first_answer,
    r.closed, r.outcome, r.confirmation, r.satisfaction, r.amount
  from unnest(rows) as sent (row_words),
    jsonb_to_record(sent.row_words::jsonb) as r (line integer, number text, identity text, content text, opened date,
      channel text, city text, workplace text, headcount integer, brands text[], codes text[], description text,
      phone_in_text boolean, sealed text, anonymous boolean, status text, first_answer date, closed date,
      outcome text, confirmation text, satisfaction smallint, amount numeric)
  on conflict on constraint import_row_pkey do nothing;
  return jsonb_build_object('staged', (select count(*) from portal.import_row r where r.import_id = one.id));
exception when data_exception or integrity_constraint_violation then
  perform private.refuse('400', 'value_invalid', 'A row holds a value that cannot be.', '{"field": "rows"}');
end
$$;
alter function api.import_chunk(uuid, text[]) owner to portal_keeper;
comment on function api.import_chunk is 'Stages rows; a line sent twice is staged once. Nothing of it shows anywhere yet.';

create function api.import_finish(
  import uuid, dry_run boolean, leave_out boolean, total integer, ready integer, repeated integer, refused integer,
  findings text[]
) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
-- One large transaction on purpose: all of a file or nothing of it. PostgREST takes this limit for the call.
set statement_timeout = '300s'
as $$
declare
  one portal.import_file := private.my_import(import);
  staged integer;
begin
  if one.state = 'done' then
    return private.import_json(one);
  end if;
  if one.state = 'dropped' then
    perform private.refuse('409', 'import_over', 'This import is over. Begin a new one.');
  end if;
  -- Two files at once would both find the same contact new.
  perform pg_advisory_xact_lock(hashtextextended('portal.import', 0));
  select count(*) into staged from portal.import_row r where r.import_id = one.id;
  if staged is distinct from ready or total is distinct from ready + repeated + refused then
    perform private.refuse('409', 'import_incomplete', 'Not all rows have arrived. Send them again.',
      jsonb_build_object('staged', staged, 'ready', ready));
  end if;
  if refused > 0 and not dry_run and leave_out is not true then
    perform private.refuse('409', 'import_has_refused',
      'Some rows cannot be taken in. Nothing was imported; agree to leave them out, or mend the file.',
      jsonb_build_object('refused', refused));
  end if;
  if not exists (select from portal.organization o where o.kind = 'handshake') then
    perform private.refuse('409', 'import_no_desk', 'There is no Handshake organisation to run the cases yet.');
  end if;
  perform private.import_weigh(one.id);
  perform private.import_findings(one.id, findings);
  one.summary := (
    select jsonb_build_object('total', total, 'refused', refused, 'repeated', repeated,
      'mended', (select count(distinct f.line) from portal.import_finding f join portal.import_row n
        on n.import_id = f.import_id and n.line = f.line
        where f.import_id = one.id and n.known = 'new' and f.finding ->> 'did' = 'mended'),
      'cases', count(*) filter (where r.known = 'new' and r.codes[1] not like 'X%'),
      'contacts', count(*) filter (where r.known = 'new' and r.codes[1] like 'X%'),
      'there', count(*) filter (where r.known = 'there'),
      'different', count(*) filter (where r.known = 'different'),
      'phones', count(*) filter (where r.known = 'new' and r.phone_in_text),
      'workplaces', (select count(distinct n.workplace) from portal.import_row n where n.import_id = one.id and n.known = 'new'
        and not exists (select from portal.organization o where o.kind = 'workplace' and o.name = n.workplace)))
    from portal.import_row r where r.import_id = one.id);
  if dry_run then
    one.state := 'rehearsed';
  else
    perform private.import_organizations(one.id);
    perform private.import_cases(one.id);
    delete from portal.import_row r where r.import_id = one.id;
    one.state := 'done';
    one.done_at := now();
  end if;
  update portal.import_file f set state = one.state, done_at = one.done_at, summary = one.summary where f.id = one.id;
  return private.import_json(one);
exception when data_exception or integrity_constraint_violation then
  perform private.refuse('400', 'value_invalid', 'A row holds a value that cannot be. Nothing was imported.',
    '{"field": "rows"}');
end
$$;
alter function api.import_finish(uuid, boolean, boolean, integer, integer, integer, integer, text[]) owner to portal_keeper;
comment on function api.import_finish is
  'Takes in all staged rows at once, or only counts them (dry run). Rows that are there add nothing. Again gives the same.';

create function api.import_drop(import uuid) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  one portal.import_file := private.my_import(import);
begin
  if one.state <> 'done' then
    delete from portal.import_row r where r.import_id = one.id;
    update portal.import_file f set state = 'dropped' where f.id = one.id;
    one.state := 'dropped';
  end if;
  return private.import_json(one);
end
$$;
alter function api.import_drop(uuid) owner to portal_keeper;
comment on function api.import_drop is 'Throws away what was staged. What was imported stays.';

create function api.import_report(import uuid) returns jsonb
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform private.importing();
  if not exists (select from portal.import_file f where f.id = import_report.import) then
    perform private.refuse('404', 'absent', 'There is no such import.');
  end if;
  return (select jsonb_build_object('name', f.name, 'findings',
      (select coalesce(jsonb_agg(g.finding order by g.position), '[]') from portal.import_finding g where g.import_id = f.id))
    from portal.import_file f where f.id = import_report.import);
end
$$;
alter function api.import_report(uuid) owner to portal_keeper;
comment on function api.import_report is 'The report by row of an import, for a supervisor.';

grant execute on function private.importing(), private.import_json(portal.import_file), private.my_import(uuid) to portal_keeper;
grant execute on function api.import_desk(text), api.import_begin(uuid, text, text, bigint, text, text, text),
  api.import_chunk(uuid, text[]), api.import_drop(uuid), api.import_report(uuid),
  api.import_finish(uuid, boolean, boolean, integer, integer, integer, integer, text[]) to authenticated;
