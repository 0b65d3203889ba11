-- Publications: what brands, workplaces that compare themselves, and everybody may know of cases.
--
-- One per scope and ended quarter, written once and never computed anew: two days, two ranges or two overlapping
-- groups that somebody could choose would be subtracted. The rules stand in 000521, the proof in docs/disclosure-control.md.

create table portal.publication (
  id uuid primary key default gen_random_uuid(),
  kind text not null check (kind in ('brand', 'peers', 'public')),
  organization_id uuid references portal.organization (id) on delete restrict,
  quarter date not null check (extract(day from quarter) = 1 and extract(month from quarter) in (1, 4, 7, 10)),
  version integer not null check (version > 0),
  published_at timestamptz not null,
  tables jsonb not null check (jsonb_typeof(tables) = 'array'),
  check ((kind = 'brand') = (organization_id is not null)),
  unique nulls not distinct (organization_id, kind, quarter, version)
);
comment on table portal.publication is 'The figures of one ended quarter as a brand, comparing workplaces or everybody may know them.';
comment on column portal.publication.id is 'Random.';
comment on column portal.publication.kind is 'brand: its own supply chain; public: everything; peers: of the public one what a workplace compares itself with.';
comment on column portal.publication.organization_id is 'The brand whose scope it is; null for the others.';
comment on column portal.publication.quarter is 'First day of the quarter.';
comment on column portal.publication.version is '1, or more after a correction in which every changed number changed by 5 or more.';
comment on column portal.publication.published_at is 'When it was written; it is never written again.';
comment on column portal.publication.tables is 'The tables as readers get them: numbers are multiples of 5, or null where hidden.';

create table portal.publication_count (
  publication_id uuid not null references portal.publication (id) on delete restrict,
  total text not null,
  subject text not null,
  bucket text not null,
  n integer not null,
  drawn integer,
  primary key (publication_id, total, subject, bucket)
);
comment on table portal.publication_count is
  'The true counts behind a publication, to judge whether a correction may be published. No person reads them.';
comment on column portal.publication_count.publication_id is 'Of which publication.';
comment on column portal.publication_count.total is 'The population that was counted.';
comment on column portal.publication_count.subject is 'The table; empty for the population itself.';
comment on column portal.publication_count.bucket is 'Which value of the subject.';
comment on column portal.publication_count.n is 'How many cases.';
comment on column portal.publication_count.drawn is 'What rounding drew, null where the count is hidden; a cell hidden for the sake of another has one.';

create table portal.publication_key (
  only_one boolean primary key default true check (only_one),
  secret text not null check (length(secret) >= 64)
);
comment on table portal.publication_key is 'The secret that decides which way a number is rounded. No person and no function of api reads it.';
comment on column portal.publication_key.only_one is 'There is one.';
comment on column portal.publication_key.secret is 'Random; another in each database.';
insert into portal.publication_key (secret)
select encode(sha256(convert_to(string_agg(gen_random_uuid()::text, ''), 'UTF8')), 'hex') from generate_series(1, 8);

alter table portal.publication enable row level security;
alter table portal.publication force row level security;
alter table portal.publication_count enable row level security;
alter table portal.publication_count force row level security;
alter table portal.publication_key enable row level security;
alter table portal.publication_key force row level security;

create policy publication_public on portal.publication for select to anon, authenticated using (kind = 'public');
create policy publication_own on portal.publication for select to authenticated
  using (organization_id = (select private.my_organization()) and (select private.my_role()) = 'brand');
create policy publication_peers on portal.publication for select to authenticated
  using (kind = 'peers' and (select private.my_role()) = 'factory');
create policy publication_desk on portal.publication for select to authenticated using ((select private.is_desk()));
-- A preview shows what a party sees of a case, and no figures; what everybody may read is no figure of a party.
create policy publication_not_previewed on portal.publication as restrictive for select to authenticated
  using (kind = 'public' or not (select private.previewing()));
create policy publication_keeper on portal.publication to portal_keeper using (true) with check (true);
create policy publication_count_keeper on portal.publication_count to portal_keeper using (true) with check (true);
create policy publication_key_keeper on portal.publication_key to portal_keeper using (true) with check (true);

grant select on portal.publication to anon, authenticated;
-- No update and no delete, for nobody: what was published stays.
grant select, insert on portal.publication, portal.publication_count to portal_keeper;
grant select on portal.publication_key to portal_keeper;
