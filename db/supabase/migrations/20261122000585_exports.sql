-- Exports: what somebody took out of the portal as a file. What was in it stands nowhere here; the list and the filters say enough.

create table portal.export_log (
  id uuid primary key default gen_random_uuid(),
  person_id uuid not null references portal.person (id) on delete restrict,
  organization_id uuid not null references portal.organization (id) on delete restrict,
  list text not null check (list in ('cases', 'people', 'organizations', 'strikes', 'bulletins', 'exports', 'figures')),
  format text not null check (format in ('csv', 'xlsx')),
  lines integer not null check (lines >= 0),
  narrowed boolean not null,
  at timestamptz not null
);
comment on table portal.export_log is 'Each list that somebody took away as a file.';
comment on column portal.export_log.id is 'Random.';
comment on column portal.export_log.person_id is 'Who.';
comment on column portal.export_log.organization_id is 'For which organisation: that of the person at that time.';
comment on column portal.export_log.list is 'Which list.';
comment on column portal.export_log.format is 'csv or xlsx.';
comment on column portal.export_log.lines is 'How many lines.';
comment on column portal.export_log.narrowed is 'Whether filters narrowed it. Which, is not kept: a search may hold a name.';
comment on column portal.export_log.at is 'When.';
create index export_log_person on portal.export_log (person_id, at desc);
create index export_log_organization on portal.export_log (organization_id);
create index export_log_at on portal.export_log (at desc);

alter table portal.export_log enable row level security;
alter table portal.export_log force row level security;
create policy export_log_own on portal.export_log for select to authenticated using (person_id = (select private.my_person()));
create policy export_log_supervisor on portal.export_log for select to authenticated using ((select private.is_supervisor()));
create policy export_log_not_previewed on portal.export_log as restrictive for select to authenticated
  using (not (select private.previewing()));
create policy export_log_keeper on portal.export_log to portal_keeper using (true) with check (true);
grant select on portal.export_log to authenticated;
grant select, insert on portal.export_log to portal_keeper;
