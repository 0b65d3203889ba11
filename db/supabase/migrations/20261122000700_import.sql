-- Import: a hotline's book becomes cases and contacts, all of a file or nothing of it.
--
-- Rows are staged in chunks that nobody but the import sees, then one call takes them in. A contact is known
-- by number, day and workplace, never by the number alone: books reuse numbers and hotlines number alike.
-- What the book does not prove is not made up: the statement stays with Handshake, no consent is invented,
-- brands get a supply link but no seat in a case, and a zero-tolerance case seats no factory.

create table portal.import_file (
  id uuid primary key,
  name text not null check (length(name) between 1 and 200),
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  bytes bigint not null check (bytes > 0),
  encoding text not null check (encoding in ('utf-8', 'utf-8-sig', 'utf-16', 'gb18030', 'mixed', 'xlsx')),
  mapping text not null check (length(mapping) <= 20000),
  by_person uuid not null references portal.person (id) on delete restrict,
  begun_at timestamptz not null default now(),
  state text not null default 'staged' check (state in ('staged', 'rehearsed', 'done', 'dropped')),
  done_at timestamptz,
  summary jsonb not null default '{}'
);
comment on table portal.import_file is 'Each file that a supervisor imported or tried: who, when, what came of it.';
comment on column portal.import_file.id is 'The id of the request that began it.';
comment on column portal.import_file.name is 'Its name, as chosen by the person.';
comment on column portal.import_file.sha256 is 'Of its bytes.';
comment on column portal.import_file.bytes is 'Its size.';
comment on column portal.import_file.encoding is 'How its text was found to be written.';
comment on column portal.import_file.mapping is 'Field to column head, as JSON text.';
comment on column portal.import_file.by_person is 'Which supervisor.';
comment on column portal.import_file.begun_at is 'When.';
comment on column portal.import_file.state is 'staged, rehearsed (dry run), done or dropped.';
comment on column portal.import_file.done_at is 'When its rows went in.';
comment on column portal.import_file.summary is 'The counts that were shown.';
create index import_file_begun on portal.import_file (begun_at desc);
create index import_file_person on portal.import_file (by_person);

create table portal.import_row (
  import_id uuid not null references portal.import_file (id) on delete cascade,
  line integer not null check (line > 0),
  number text not null check (length(number) between 1 and 40),
  identity text not null check (identity ~ '^[0-9a-f]{64}$'),
  content text not null check (content ~ '^[0-9a-f]{64}$'),
  opened date not null,
  channel text not null,
  city text,
  workplace text not null check (length(workplace) between 1 and 200),
  headcount integer,
  brands text[] not null,
  codes text[] not null check (cardinality(codes) between 1 and 12),
  description text not null check (length(description) <= 10000),
  phone_in_text boolean not null,
  sealed text,
  anonymous boolean not null,
  status text not null check (status in ('closed', 'withdrawn', 'inadmissible', 'answered', 'open')),
  first_answer date check (first_answer >= opened),
  closed date check (closed >= opened),
  outcome text,
  confirmation text,
  satisfaction smallint,
  amount numeric(14, 2),
  case_id uuid not null default gen_random_uuid(),
  worker_party uuid not null default gen_random_uuid(),
  desk_party uuid not null default gen_random_uuid(),
  reference text,
  known text check (known in ('new', 'there', 'different')),
  primary key (import_id, line),
  unique (import_id, identity),
  unique (case_id)
);
comment on table portal.import_row is 'Rows waiting for the end of their import; emptied by it, or a day later.';
comment on column portal.import_row.import_id is 'Of which import.';
comment on column portal.import_row.line is 'Line in the file.';
comment on column portal.import_row.number is 'Case number in the book.';
comment on column portal.import_row.identity is 'SHA-256 of number, day and workplace: which contact.';
comment on column portal.import_row.content is 'SHA-256 of all that the row says.';
comment on column portal.import_row.opened is 'Day of the contact.';
comment on column portal.import_row.channel is 'How it came.';
comment on column portal.import_row.city is 'Of the workplace.';
comment on column portal.import_row.workplace is 'By name.';
comment on column portal.import_row.headcount is 'Of the workplace.';
comment on column portal.import_row.brands is 'Who buys there.';
comment on column portal.import_row.codes is 'Taxonomy codes, main one first.';
comment on column portal.import_row.description is 'What the caller said.';
comment on column portal.import_row.phone_in_text is 'Whether a phone number was found in it.';
comment on column portal.import_row.sealed is 'Name and phone of the caller, encrypted before they came here.';
comment on column portal.import_row.anonymous is 'Unnamed to the factory.';
comment on column portal.import_row.status is 'As the book says.';
comment on column portal.import_row.first_answer is 'Day of the factory''s first answer.';
comment on column portal.import_row.closed is 'Day of closing.';
comment on column portal.import_row.outcome is 'Outcome in the book.';
comment on column portal.import_row.confirmation is 'What the worker said of it.';
comment on column portal.import_row.satisfaction is '1 to 5.';
comment on column portal.import_row.amount is 'Paid, CNY.';
comment on column portal.import_row.case_id is 'The id that its case will have.';
comment on column portal.import_row.worker_party is 'The id that the worker''s party will have.';
comment on column portal.import_row.desk_party is 'The id that Handshake''s party will have.';
comment on column portal.import_row.reference is 'The reference that its case will have.';
comment on column portal.import_row.known is 'new, there already, or there and told differently.';

create table portal.import_key (
  identity text primary key check (identity ~ '^[0-9a-f]{64}$'),
  number text not null,
  content text not null,
  import_id uuid not null references portal.import_file (id) on delete restrict,
  line integer not null,
  case_id uuid unique references portal.case_ (id) on delete restrict,
  contact_id uuid unique references portal.contact (id) on delete restrict,
  check (num_nonnulls(case_id, contact_id) = 1)
);
comment on table portal.import_key is 'Which contact of which book became which case; makes repeating an import add nothing.';
comment on column portal.import_key.identity is 'SHA-256 of number, day and workplace.';
comment on column portal.import_key.number is 'Case number in the book.';
comment on column portal.import_key.content is 'What the row said, hashed.';
comment on column portal.import_key.import_id is 'With which file it came.';
comment on column portal.import_key.line is 'On which line.';
comment on column portal.import_key.case_id is 'Its case.';
comment on column portal.import_key.contact_id is 'Or its contact, when it was no case.';
create index import_key_number on portal.import_key (number);
create index import_key_import on portal.import_key (import_id);

create table portal.import_finding (
  import_id uuid not null references portal.import_file (id) on delete cascade,
  position integer not null,
  line integer not null,
  finding jsonb not null check (pg_column_size(finding) <= 8000),
  primary key (import_id, position)
);
comment on table portal.import_finding is 'The report by row of an import: what was wrong with which line and what was done.';
comment on column portal.import_finding.import_id is 'Of which import.';
comment on column portal.import_finding.position is 'Order in the report.';
comment on column portal.import_finding.line is 'Line in the file.';
comment on column portal.import_finding.finding is 'Problem, column, what was done, small facts; no names, no phone numbers.';

create table portal.import_mapping (
  head_key text primary key check (head_key ~ '^[0-9a-f]{64}$'),
  mapping text not null check (length(mapping) <= 20000),
  by_person uuid not null references portal.person (id) on delete restrict,
  at timestamptz not null default now()
);
comment on table portal.import_mapping is 'Which column is what, kept for the next file with the same heads.';
comment on column portal.import_mapping.head_key is 'SHA-256 of the heads in order of the alphabet.';
comment on column portal.import_mapping.mapping is 'Field to column head, as JSON text.';
comment on column portal.import_mapping.by_person is 'Which supervisor settled it.';
comment on column portal.import_mapping.at is 'When.';
create index import_mapping_person on portal.import_mapping (by_person);

alter table portal.import_file enable row level security;
alter table portal.import_file force row level security;
alter table portal.import_row enable row level security;
alter table portal.import_row force row level security;
alter table portal.import_key enable row level security;
alter table portal.import_key force row level security;
alter table portal.import_finding enable row level security;
alter table portal.import_finding force row level security;
alter table portal.import_mapping enable row level security;
alter table portal.import_mapping force row level security;
-- Nobody reads these tables but the functions below, which ask for a supervisor themselves.
create policy import_file_keeper on portal.import_file to portal_keeper using (true) with check (true);
create policy import_row_keeper on portal.import_row to portal_keeper using (true) with check (true);
create policy import_key_keeper on portal.import_key to portal_keeper using (true) with check (true);
create policy import_finding_keeper on portal.import_finding to portal_keeper using (true) with check (true);
create policy import_mapping_keeper on portal.import_mapping to portal_keeper using (true) with check (true);
revoke all on portal.import_file, portal.import_row, portal.import_key, portal.import_finding, portal.import_mapping
  from public, anon, authenticated;
grant select, insert, update on portal.import_file, portal.import_mapping to portal_keeper;
grant select, insert, update, delete on portal.import_row, portal.import_finding to portal_keeper;
grant select, insert on portal.import_key to portal_keeper;

-- One number may stand for two contacts (see above), so that it cannot be unique here; import_key is.
drop index portal.contact_source;
create index contact_source on portal.contact (source) where source is not null;

-- A book's statements keep their day, stand in nobody's queue and have their own events. A case is staged
-- and there only inside the transaction that takes it in, so that nothing else can pass by these rules.
create function private.is_staged(one_case uuid) returns boolean
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$ select exists (select from portal.import_row r where r.case_id = one_case) $$;
alter function private.is_staged(uuid) owner to portal_keeper;
comment on function private.is_staged is 'Whether the case is being imported in this very transaction.';
-- A trigger asks its condition as whoever writes the message.
grant execute on function private.is_staged(uuid) to anon, authenticated, portal_keeper;
-- A trigger's condition runs as whoever posts.
create or replace trigger arrive before insert on portal.message for each row
  when (not private.is_staged(new.case_id)) execute function private.tg_message__arrive();
create or replace trigger arrived after insert on portal.message for each row
  when (not private.is_staged(new.case_id)) execute function private.tg_message__arrived();

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
comment on function api.import_desk is 'What a supervisor needs to import: the taxonomy, the kept mapping for these heads, earlier files.';

create function api.import_begin(
  request_id uuid, name text, sha256 text, bytes bigint, encoding text, mapping text, head_key text
) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  who uuid := private.importing();
begin
  if not private.done_before(request_id, jsonb_build_array('import_begin', name, sha256, bytes, encoding, mapping, head_key)::text) then
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

create function private.import_weigh(import uuid) returns void
language sql security definer
set search_path = pg_catalog, pg_temp
as $$
  update portal.import_row r
  set known = case when k.identity is null then 'new' when k.content = r.content then 'there' else 'different' end
  from portal.import_row again left join portal.import_key k on k.identity = again.identity
  where r.import_id = import_weigh.import and again.import_id = r.import_id and again.line = r.line;
$$;
alter function private.import_weigh(uuid) owner to portal_keeper;
comment on function private.import_weigh is 'Marks each staged row: new, there, or there and told differently.';

create function private.import_organizations(import uuid) returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  -- The newest row speaks for a workplace; what the portal knows already is not overwritten by a book.
  insert into portal.organization (kind, name, city, headcount)
  select distinct on (r.workplace) 'workplace', r.workplace, r.city, r.headcount
  from portal.import_row r where r.import_id = import_organizations.import and r.known = 'new'
  order by r.workplace, (r.headcount is null), r.opened desc
  on conflict (kind, name) do nothing;
  insert into portal.organization (kind, name)
  select distinct 'brand', brand
  from portal.import_row r, unnest(r.brands) as brand
  where r.import_id = import_organizations.import and r.known = 'new'
  on conflict (kind, name) do nothing;
  -- A link that was ended stays ended, whatever an old book says.
  insert into portal.supply_link (brand_id, workplace_id, since)
  select b.id, w.id, min(r.opened)
  from portal.import_row r
    join portal.organization w on w.kind = 'workplace' and w.name = r.workplace
    cross join lateral unnest(r.brands) as brand
    join portal.organization b on b.kind = 'brand' and b.name = brand
  where r.import_id = import_organizations.import and r.known = 'new'
    and not exists (select from portal.supply_link l where l.brand_id = b.id and l.workplace_id = w.id)
  group by b.id, w.id;
end
$$;
alter function private.import_organizations(uuid) owner to portal_keeper;
comment on function private.import_organizations is 'Workplaces, brands and supply links that the staged rows name and the portal lacks.';

create function private.book_noon(day date) returns timestamptz
language sql immutable
as $$ select (day + interval '12 hours') at time zone 'Asia/Shanghai' $$;
comment on function private.book_noon is 'A book has days, no hours: noon in China, which is the same day in UTC.';

create function private.import_steps(import uuid)
returns table (case_id uuid, seq integer, at timestamptz, kind text, audience uuid[], facts jsonb)
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
  -- The first steps are dated as the book dates them and say so; the last one is what happened here, now.
  select r.case_id, row_number() over (partition by r.case_id order by s.place)::integer, s.at, s.kind, s.audience, s.facts
  from portal.import_row r
    join portal.case_ c on c.id = r.case_id
    cross join lateral (values
      (1, private.book_noon(r.opened), 'case_received', array[r.worker_party],
        jsonb_build_object('channel', r.channel, 'book', true), true),
      (2, private.book_noon(r.opened), 'zero_tolerance_raised', '{}', '{"by": "code", "book": true}', c.zero_tolerance),
      (3, private.book_noon(r.closed), 'case_moved',
        (select array_agg(p.id) from portal.party p where p.case_id = r.case_id),
        jsonb_strip_nulls(jsonb_build_object('from', 'received', 'to', c.state, 'reason', c.closed_reason, 'book', true)), r.closed is not null),
      (4, private.clock_now(), 'imported', '{}', jsonb_build_object('import', r.import_id, 'line', r.line), true)
    ) as s (place, at, kind, audience, facts, told)
  where r.import_id = import_steps.import and r.known = 'new' and s.told
$$;
alter function private.import_steps(uuid) owner to portal_keeper;
comment on function private.import_steps is 'What goes into the chain of events of each imported case.';

create function private.import_cases(import uuid) returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  me private.actor := private.me();
  desk uuid := (select o.id from portal.organization o where o.kind = 'handshake');
  step integer;
begin
  -- Random references may meet; those that are taken are drawn again.
  loop
    update portal.import_row r set reference = private.new_reference()
    where r.import_id = import_cases.import and r.known = 'new' and r.codes[1] not like 'X%' and r.reference is null;
    exit when not found;
    update portal.import_row r set reference = null
    from (select d.line, row_number() over (partition by d.reference order by d.line) > 1 or c.id is not null as taken
          from portal.import_row d left join portal.case_ c on c.reference = d.reference
          where d.import_id = import_cases.import and d.reference is not null) as drawn
    where r.import_id = import_cases.import and r.line = drawn.line and drawn.taken;
  end loop;

  insert into portal.case_ (id, reference, workplace_id, state, severity, main_issue, anonymous, zero_tolerance,
    no_tip_off, first_answer_at, closed_at, closed_reason, worker_says)
  select r.case_id, r.reference, w.id,
    case r.status when 'withdrawn' then 'closed'
      when 'open' then case when r.first_answer is null then 'triage' else 'responded' end
      else r.status end,
    -- Severity by code (DOMAIN 4); how many workers were concerned the book does not tell.
    case when z.raised then 1 when r.codes[1] like 'C%' or 'E4' = any (r.codes) then 2 when r.codes[1] like 'L%' then 4 else 3 end,
    r.codes[1], r.anonymous, z.raised, z.raised and r.status = 'open' and r.first_answer is null,
    private.book_noon(r.first_answer), private.book_noon(r.closed),
    case r.status when 'closed' then nullif(r.outcome, 'enquiry') when 'open' then null else r.status end,
    r.confirmation
  from portal.import_row r
    join portal.organization w on w.kind = 'workplace' and w.name = r.workplace
    cross join lateral (select exists (select from portal.issue_code i where i.code = any (r.codes) and i.raises_zero_tolerance) as raised) z
  where r.import_id = import_cases.import and r.known = 'new' and r.codes[1] not like 'X%';

  insert into portal.case_desk (case_id, received_at, channel, source, amount_cny, satisfaction)
  select r.case_id, private.book_noon(r.opened), r.channel, r.number, r.amount, r.satisfaction
  from portal.import_row r
  where r.import_id = import_cases.import and r.known = 'new' and r.codes[1] not like 'X%';

  insert into portal.case_issue (case_id, code, position)
  select r.case_id, c.code, c.position
  from portal.import_row r cross join lateral unnest(r.codes) with ordinality as c (code, position)
  where r.import_id = import_cases.import and r.known = 'new' and r.codes[1] not like 'X%';

  insert into portal.party (id, case_id, side, organization_id, since, basis, last_activity, box, badges)
  select s.party, r.case_id, s.side, s.organization, private.book_noon(coalesce(s.since, r.opened)),
    case s.side when 'factory' then 'imported' else 'own' end,
    private.book_noon(coalesce(r.closed, r.first_answer, r.opened)),
    case r.status when 'open' then 'waiting' else 'closed' end,
    case when s.side = 'handshake' and c.zero_tolerance then array['zero_tolerance'] else '{}' end
  from portal.import_row r
    join portal.case_ c on c.id = r.case_id
    cross join lateral (values
      (r.worker_party, 'worker', null::uuid, null::date, true),
      (r.desk_party, 'handshake', desk, null, true),
      -- A factory that answered knows of the case. Zero tolerance is the exception: there a person decides.
      (gen_random_uuid(), 'factory', c.workplace_id, r.first_answer, r.first_answer is not null and not c.zero_tolerance)
    ) as s (party, side, organization, since, seated)
  where r.import_id = import_cases.import and r.known = 'new' and s.seated;

  insert into portal.message (case_id, author_party, kind, body, wanted, state, hints, posted_at)
  select r.case_id, r.worker_party, 'statement', private.check_words(r.description, 'description', 10000), array[r.desk_party], 'private',
    -- The reader looks with the numbering plans of all countries, the pattern here with its own eyes.
    (select coalesce(array_agg(distinct h), '{}')
     from unnest(private.find_hints(r.description) || case when r.phone_in_text then array['phone'] else '{}' end) h),
    private.book_noon(r.opened)
  from portal.import_row r
  where r.import_id = import_cases.import and r.known = 'new' and r.codes[1] not like 'X%' and r.description <> '';

  insert into portal.identity (case_id, sealed)
  select r.case_id, r.sealed from portal.import_row r
  where r.import_id = import_cases.import and r.known = 'new' and r.codes[1] not like 'X%' and r.sealed is not null;

  for step in 1..4 loop
    insert into portal.event
    select (l.link).case_id, (l.link).seq, (l.link).at, (l.link).kind, (l.link).actor_side, (l.link).actor_person,
      (l.link).audience, (l.link).facts, (l.link).previous, private.event_hash(l.link)
    from (
      select (s.case_id, s.seq, s.at, s.kind, 'handshake', me.person, s.audience, s.facts,
        coalesce(e.hash, repeat('0', 64)), '')::portal.event as link
      from private.import_steps(import_cases.import) s
        left join portal.event e on e.case_id = s.case_id and e.seq = s.seq - 1
      where s.seq = step
      offset 0
    ) as l;
  end loop;
  insert into portal.chain (case_id, seq, head)
  select distinct on (e.case_id) e.case_id, e.seq, e.hash
  from portal.import_row r join portal.event e on e.case_id = r.case_id
  where r.import_id = import_cases.import and r.known = 'new'
  order by e.case_id, e.seq desc;
  -- What waits for whom is worked out for open cases alone: in closed ones nothing does, and the rule looks at each case by itself.
  perform private.refresh_parties((select array_agg(r.case_id) from portal.import_row r
    where r.import_id = import_cases.import and r.known = 'new' and r.codes[1] not like 'X%' and r.status = 'open'));

  -- X codes are contacts, counted apart from cases: the words and the caller of a contact are not kept.
  insert into portal.contact (id, kind, channel, language, source, at, taken_by)
  select r.case_id, r.codes[1], r.channel, 'zh-Hans', r.number, private.book_noon(r.opened), me.person
  from portal.import_row r
  where r.import_id = import_cases.import and r.known = 'new' and r.codes[1] like 'X%';

  insert into portal.import_key (identity, number, content, import_id, line, case_id, contact_id)
  select r.identity, r.number, r.content, r.import_id, r.line,
    case when r.codes[1] not like 'X%' then r.case_id end, case when r.codes[1] like 'X%' then r.case_id end
  from portal.import_row r where r.import_id = import_cases.import and r.known = 'new';
end
$$;
alter function private.import_cases(uuid) owner to portal_keeper;
comment on function private.import_cases is
  'Makes the cases and contacts of the new staged rows, set by set, with the keys by which they are known again.';

create function private.import_findings(import uuid, findings text[]) returns void
language sql security definer
set search_path = pg_catalog, pg_temp
as $$
  delete from portal.import_finding f where f.import_id = import_findings.import;
  insert into portal.import_finding (import_id, position, line, finding)
  select import_findings.import, row_number() over (order by told.line, told.part), told.line, told.finding
  from (
    select (f.words::jsonb ->> 'line')::integer as line, 0 as part, f.words::jsonb as finding
    from unnest(import_findings.findings) as f (words)
    union all
    select r.line, 1, jsonb_build_object('line', r.line, 'number', r.number, 'did', 'there',
      'problem', case r.known when 'there' then 'already_there' else 'already_there_different' end)
    from portal.import_row r where r.import_id = import_findings.import and r.known <> 'new'
    union all
    select r.line, 2, jsonb_build_object('line', r.line, 'number', r.number, 'did', 'imported', 'problem', 'number_used_twice')
    from portal.import_row r
    where r.import_id = import_findings.import and r.known = 'new'
      and exists (select from portal.import_key k where k.number = r.number and k.import_id <> r.import_id)
  ) as told;
$$;
alter function private.import_findings(uuid, text[]) owner to portal_keeper;
comment on function private.import_findings is 'Keeps the report by row: what the reader found, and what the portal has already.';

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
    perform private.refuse('409', 'import_has_refused', 'Some rows cannot be taken in. Nothing was imported; agree to leave them out, or mend the file.',
      jsonb_build_object('refused', refused));
  end if;
  if not exists (select from portal.organization o where o.kind = 'handshake') then
    perform private.refuse('409', 'import_no_desk', 'There is no Handshake organisation to run the cases yet.');
  end if;
  perform private.import_weigh(one.id);
  perform private.import_findings(one.id, findings);
  one.summary := (
    select jsonb_build_object('total', total, 'refused', refused, 'repeated', repeated,
      'mended', (select count(distinct f.line) from portal.import_finding f join portal.import_row n on n.import_id = f.import_id and n.line = f.line
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
  perform private.refuse('400', 'value_invalid', 'A row holds a value that cannot be. Nothing was imported.', '{"field": "rows"}');
end
$$;
alter function api.import_finish(uuid, boolean, boolean, integer, integer, integer, integer, text[]) owner to portal_keeper;
comment on function api.import_finish is
  'Takes in all staged rows at once, or only counts them (dry run). Rows that are there already add nothing. Done once: again gives the same answer.';

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

grant execute on function private.importing(), private.import_json(portal.import_file), private.my_import(uuid),
  private.import_weigh(uuid), private.import_organizations(uuid), private.book_noon(date), private.import_steps(uuid),
  private.import_cases(uuid),
  private.import_findings(uuid, text[]), private.event_hash(portal.event) to portal_keeper;
grant execute on function api.import_desk(text), api.import_begin(uuid, text, text, bigint, text, text, text),
  api.import_chunk(uuid, text[]), api.import_drop(uuid), api.import_report(uuid),
  api.import_finish(uuid, boolean, boolean, integer, integer, integer, integer, text[]) to authenticated;
