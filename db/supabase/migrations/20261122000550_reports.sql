-- Factory reports and who may read them: the report of a brand, its grants, the factory's answer, each copy that left (DOMAIN 9).
--
-- Nothing of a case is here: no column names one. Bytes lie in the file store sealed with the application's key, so that
-- whoever may fetch an object of the store still needs the portal, which marks each copy with its reader.

create table portal.sealed_file (
  id uuid primary key,
  organization_id uuid not null references portal.organization (id) on delete restrict,
  person_id uuid not null references portal.person (id) on delete restrict,
  use_ text not null check (use_ in ('report', 'copy', 'answer', 'pack')),
  name text not null check (length(name) between 1 and 120),
  media_type text not null check (media_type ~ '^[a-z]+/[a-z0-9.+-]+$'),
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  cleaned_sha256 text not null check (cleaned_sha256 ~ '^[0-9a-f]{64}$'),
  key text not null check (key ~ '^[0-9a-f]{64}$'),
  original_key text check (original_key ~ '^[0-9a-f]{64}$'),
  bytes bigint not null check (bytes between 1 and 31457280),
  pages integer check (pages between 1 and 5000),
  reserved_at timestamptz not null,
  bound_at timestamptz
);
comment on table portal.sealed_file is 'A file that belongs to no case: reserved, put into the store sealed, then bound to what it is for.';
comment on column portal.sealed_file.id is 'The id of the request that reserved it.';
comment on column portal.sealed_file.organization_id is 'Whose file it is.';
comment on column portal.sealed_file.person_id is 'Who brought it.';
comment on column portal.sealed_file.use_ is 'What it is for: a report, the copy of a grant, a factory''s answer, an evidence pack.';
comment on column portal.sealed_file.name is 'Its safe name.';
comment on column portal.sealed_file.media_type is 'Found by content, not by name.';
comment on column portal.sealed_file.sha256 is 'Hash of the file as it came.';
comment on column portal.sealed_file.cleaned_sha256 is 'Hash of its cleaned copy.';
comment on column portal.sealed_file.key is 'Where the cleaned copy lies: hash of the sealed bytes.';
comment on column portal.sealed_file.original_key is 'Where the file as it came lies, sealed; null for what the portal made itself.';
comment on column portal.sealed_file.bytes is 'Size of the cleaned copy.';
comment on column portal.sealed_file.pages is 'Pages of a PDF; null for what has none.';
comment on column portal.sealed_file.reserved_at is 'When; what is not bound within a day is forgotten.';
comment on column portal.sealed_file.bound_at is 'When it was bound to what it is for.';
create index sealed_file_organization on portal.sealed_file (organization_id);
create index sealed_file_person on portal.sealed_file (person_id, reserved_at);
create index sealed_file_key on portal.sealed_file (key);
create index sealed_file_original on portal.sealed_file (original_key);
create index sealed_file_left on portal.sealed_file (reserved_at) where bound_at is null;

create table portal.report (
  id uuid primary key default gen_random_uuid(),
  file_id uuid not null unique references portal.sealed_file (id) on delete restrict,
  brand_id uuid not null references portal.organization (id) on delete restrict,
  workplace_id uuid not null references portal.organization (id) on delete restrict,
  title text not null check (length(title) between 1 and 200),
  period_from date not null,
  period_to date not null check (period_to >= period_from),
  name text not null,
  media_type text not null,
  pages integer,
  kept_at timestamptz not null,
  kept_by uuid not null references portal.person (id) on delete restrict
);
comment on table portal.report is 'A report about a workplace that a brand keeps here. Never material of a case.';
comment on column portal.report.id is 'Random.';
comment on column portal.report.file_id is 'Its file.';
comment on column portal.report.brand_id is 'Whose report it is.';
comment on column portal.report.workplace_id is 'About which workplace.';
comment on column portal.report.title is 'As the brand calls it.';
comment on column portal.report.period_from is 'First day of the time that it speaks of.';
comment on column portal.report.period_to is 'Last day.';
comment on column portal.report.name is 'Safe name of the file.';
comment on column portal.report.media_type is 'Kind of the file.';
comment on column portal.report.pages is 'Pages; null for what can only be shared as a summary.';
comment on column portal.report.kept_at is 'When it was uploaded.';
comment on column portal.report.kept_by is 'By whom: somebody of the brand, or a supervisor for it.';
create index report_brand on portal.report (brand_id, kept_at desc);
create index report_workplace on portal.report (workplace_id);
create index report_kept_by on portal.report (kept_by);

create table portal.grant_ (
  id uuid primary key default gen_random_uuid(),
  report_id uuid not null references portal.report (id) on delete restrict,
  copy_id uuid not null unique references portal.sealed_file (id) on delete restrict,
  from_brand uuid not null references portal.organization (id) on delete restrict,
  workplace_id uuid not null references portal.organization (id) on delete restrict,
  to_organization uuid not null references portal.organization (id) on delete restrict,
  from_name text not null,
  workplace_name text not null,
  to_name text not null,
  title text not null,
  period_from date not null,
  period_to date not null,
  purpose text not null check (length(purpose) between 1 and 500),
  profile text not null check (profile in ('whole', 'pages', 'summary')),
  removed integer[] not null default '{}' check ((profile = 'pages') = (cardinality(removed) > 0)),
  basis text not null check (basis in ('consent', 'contract', 'law')),
  basis_words text check (length(basis_words) between 1 and 500),
  watermark boolean not null default true check (watermark),
  no_onward boolean not null,
  expires_on date not null,
  made_at timestamptz not null,
  made_by uuid not null references portal.person (id) on delete restrict,
  notified_at timestamptz,
  notified_how text check (notified_how in ('portal', 'phone', 'letter', 'meeting')),
  answer_until timestamptz,
  answered_at timestamptz,
  consented_at timestamptz,
  declined_at timestamptz,
  withdrawn_at timestamptz,
  acknowledged_at timestamptz,
  acknowledged_by uuid references portal.person (id) on delete restrict,
  revoked_at timestamptz,
  revoked_by uuid references portal.person (id) on delete restrict,
  ended_at timestamptz,
  reader_told_at timestamptz,
  check (from_brand <> to_organization),
  check ((basis = 'consent') = (basis_words is null)),
  check (basis = 'consent' or (consented_at is null and declined_at is null and withdrawn_at is null)),
  check ((notified_at is null) = (notified_how is null) and (notified_at is null) = (answer_until is null)),
  check (withdrawn_at is null or consented_at is not null)
);
comment on table portal.grant_ is 'A report is shown to one other organisation: which part of it, why, on what ground, until when (DOMAIN 9).';
comment on column portal.grant_.id is 'Random.';
comment on column portal.grant_.report_id is 'Which report.';
comment on column portal.grant_.copy_id is 'The copy that is shared: what the profile leaves of the report, made by the brand that shares it.';
comment on column portal.grant_.from_brand is 'Who shares it.';
comment on column portal.grant_.workplace_id is 'Whom the report is about; it is told, and answers.';
comment on column portal.grant_.to_organization is 'Who may read it. It never learns who else may.';
comment on column portal.grant_.from_name is 'Name of the sharing brand at that time.';
comment on column portal.grant_.workplace_name is 'Name of the workplace at that time.';
comment on column portal.grant_.to_name is 'Name of the reader at that time.';
comment on column portal.grant_.title is 'Title of the report.';
comment on column portal.grant_.period_from is 'First day that the report speaks of.';
comment on column portal.grant_.period_to is 'Last day.';
comment on column portal.grant_.purpose is 'What for; stands on every page of every copy.';
comment on column portal.grant_.profile is 'whole: the cleaned report. pages: without those removed. summary: words of the brand alone.';
comment on column portal.grant_.removed is 'Numbers of the pages that were taken out.';
comment on column portal.grant_.basis is 'On what ground: consent of the factory, a contract with it, or a duty by law.';
comment on column portal.grant_.basis_words is 'Which contract or law; null for consent.';
comment on column portal.grant_.watermark is 'Every copy names its reader, day and purpose on every page; there are no others.';
comment on column portal.grant_.no_onward is 'The reader may not pass it on.';
comment on column portal.grant_.expires_on is 'Last day of reading, in the time zone of the workplace.';
comment on column portal.grant_.made_at is 'When it was granted.';
comment on column portal.grant_.made_by is 'By whom.';
comment on column portal.grant_.notified_at is 'When the factory was told; null while nobody of it has been reached.';
comment on column portal.grant_.notified_how is 'How.';
comment on column portal.grant_.answer_until is 'Until when nobody reads, for the factory may answer first.';
comment on column portal.grant_.answered_at is 'When the factory answered.';
comment on column portal.grant_.consented_at is 'When the factory agreed.';
comment on column portal.grant_.declined_at is 'When it said no.';
comment on column portal.grant_.withdrawn_at is 'When it took its consent back: no more copies from then on.';
comment on column portal.grant_.acknowledged_at is 'When the reader agreed to the terms.';
comment on column portal.grant_.acknowledged_by is 'Who of the reader.';
comment on column portal.grant_.revoked_at is 'When the brand, or Handshake, took the grant back.';
comment on column portal.grant_.revoked_by is 'Who did.';
comment on column portal.grant_.ended_at is 'When the brand that shares stopped sourcing there, or left.';
comment on column portal.grant_.reader_told_at is 'When the reader was told that it can be read.';
create index grant_report on portal.grant_ (report_id);
create index grant_from on portal.grant_ (from_brand, made_at desc);
create index grant_workplace on portal.grant_ (workplace_id, made_at desc);
create index grant_to on portal.grant_ (to_organization, made_at desc);
create index grant_made_by on portal.grant_ (made_by);
create index grant_acknowledged_by on portal.grant_ (acknowledged_by);
create index grant_revoked_by on portal.grant_ (revoked_by);
create index grant_waiting on portal.grant_ (answer_until) where reader_told_at is null;

create table portal.grant_answer (
  grant_id uuid primary key references portal.grant_ (id) on delete restrict,
  words text check (length(words) between 1 and 5000),
  file_id uuid unique references portal.sealed_file (id) on delete restrict,
  file_name text,
  at timestamptz not null,
  by_ uuid not null references portal.person (id) on delete restrict,
  check (words is not null or file_id is not null),
  check ((file_id is null) = (file_name is null))
);
comment on table portal.grant_answer is 'What the factory answers; it is bound to the end of every copy.';
comment on column portal.grant_answer.grant_id is 'To which grant.';
comment on column portal.grant_answer.words is 'Its words, to the letter.';
comment on column portal.grant_answer.file_id is 'Its file, if it sent one.';
comment on column portal.grant_answer.file_name is 'Name of that file.';
comment on column portal.grant_answer.at is 'When.';
comment on column portal.grant_answer.by_ is 'Who of the factory.';
create index grant_answer_by on portal.grant_answer (by_);

create table portal.report_download (
  id uuid primary key,
  report_id uuid not null references portal.report (id) on delete restrict,
  grant_id uuid references portal.grant_ (id) on delete restrict,
  organization_id uuid not null references portal.organization (id) on delete restrict,
  organization_name text not null,
  person_id uuid not null references portal.person (id) on delete restrict,
  as_ text not null check (as_ in ('reader', 'factory', 'owner', 'handshake')),
  original boolean not null default false,
  at timestamptz not null,
  left_at timestamptz,
  copy_sha256 text check (copy_sha256 ~ '^[0-9a-f]{64}$'),
  check ((left_at is null) = (copy_sha256 is null))
);
comment on table portal.report_download is 'Each time somebody asked for a copy. Written before the bytes leave.';
comment on column portal.report_download.id is 'Random; its first eight letters stand on every page of the copy.';
comment on column portal.report_download.report_id is 'Of which report.';
comment on column portal.report_download.grant_id is 'Under which grant; null for the brand''s own document.';
comment on column portal.report_download.organization_id is 'Of which organisation.';
comment on column portal.report_download.organization_name is 'Its name at that time.';
comment on column portal.report_download.person_id is 'Who.';
comment on column portal.report_download.as_ is 'In which part: reader, factory, owner of the report, or Handshake.';
comment on column portal.report_download.original is 'Whether it was the file as it came, which its owner and a supervisor may have.';
comment on column portal.report_download.at is 'When it was asked for.';
comment on column portal.report_download.left_at is 'When the finished copy left the house; null when it never did.';
comment on column portal.report_download.copy_sha256 is 'Hash of the very copy: one that is found elsewhere can be told apart.';
create index report_download_report on portal.report_download (report_id);
create index report_download_grant on portal.report_download (grant_id, at desc);
create index report_download_organization on portal.report_download (organization_id);
create index report_download_person on portal.report_download (person_id);
