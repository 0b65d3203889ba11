-- Import: where a hotline's book waits, what came of it, and by what its contacts are known again.
--
-- Rows are staged in chunks that nobody but the import sees, then one call takes them in. A contact is known
-- by number, day and workplace, never by the number alone: books reuse numbers and hotlines number alike.

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
-- Nobody reads these tables but the import's own functions, which ask for a supervisor themselves.
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
create or replace trigger arrive before insert on portal.message for each row
  when (not private.is_staged(new.case_id)) execute function private.tg_message__arrive();
create or replace trigger arrived after insert on portal.message for each row
  when (not private.is_staged(new.case_id)) execute function private.tg_message__arrived();
