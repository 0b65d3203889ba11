-- Organisations, and who buys where.

create table portal.organization (
  id uuid primary key default gen_random_uuid(),
  kind text not null check (kind in ('workplace', 'brand', 'handshake', 'authority')),
  name text not null check (length(name) between 1 and 200),
  city text check (length(city) <= 100),
  country text not null default 'CN' check (country ~ '^[A-Z]{2}$'),
  headcount integer check (headcount between 0 and 2000000),
  time_zone text not null default 'Asia/Shanghai',
  created_at timestamptz not null default now(),
  ended_at timestamptz,
  unique (kind, name)
);
comment on table portal.organization is 'A workplace, a brand, Handshake itself or a public authority.';
comment on column portal.organization.id is 'Random.';
comment on column portal.organization.kind is 'workplace, brand, handshake or authority.';
comment on column portal.organization.name is 'As people say it; any script.';
comment on column portal.organization.city is 'Where it stands.';
comment on column portal.organization.country is 'ISO 3166 code of two letters.';
comment on column portal.organization.headcount is 'People working there, if known.';
comment on column portal.organization.time_zone is 'IANA name; clocks run in it.';
comment on column portal.organization.created_at is 'When we wrote it down.';
comment on column portal.organization.ended_at is 'When it left Handshake; its people see nothing from then on.';
create unique index organization_one_handshake on portal.organization (kind) where kind = 'handshake';
create index organization_name_words on portal.organization (lower(name) text_pattern_ops);

create table portal.supply_link (
  id uuid primary key default gen_random_uuid(),
  brand_id uuid not null references portal.organization (id) on delete restrict,
  workplace_id uuid not null references portal.organization (id) on delete restrict,
  since date not null default current_date,
  until date,
  check (until is null or until >= since)
);
comment on table portal.supply_link is 'A brand sources from a workplace, from a day to a day.';
comment on column portal.supply_link.id is 'Random.';
comment on column portal.supply_link.brand_id is 'The buyer.';
comment on column portal.supply_link.workplace_id is 'The supplier.';
comment on column portal.supply_link.since is 'First day.';
comment on column portal.supply_link.until is 'Last day; null while it goes on.';
create unique index supply_link_live on portal.supply_link (brand_id, workplace_id) where until is null;
create index supply_link_workplace on portal.supply_link (workplace_id, brand_id);

alter table portal.organization enable row level security;
alter table portal.organization force row level security;
alter table portal.supply_link enable row level security;
alter table portal.supply_link force row level security;

create policy organization_handshake on portal.organization for select to authenticated
  using ((select private.is_handshake()));
create policy organization_own on portal.organization for select to authenticated
  using (id = (select private.my_organization()));
-- A brand knows whom it buys from. A workplace does not read brands here: it learns of one as a party of a case.
create policy organization_supplier on portal.organization for select to authenticated
  using (exists (
    select from portal.supply_link l
    where l.workplace_id = organization.id and l.brand_id = (select private.my_organization()) and l.until is null));
create policy organization_supervisor_adds on portal.organization for insert to authenticated
  with check ((select private.is_supervisor()));
create policy organization_supervisor_mends on portal.organization for update to authenticated
  using ((select private.is_supervisor())) with check ((select private.is_supervisor()));
create policy organization_keeper on portal.organization to portal_keeper using (true) with check (true);

create policy supply_link_handshake on portal.supply_link for select to authenticated
  using ((select private.is_handshake()));
create policy supply_link_buyer on portal.supply_link for select to authenticated
  using (brand_id = (select private.my_organization()));
create policy supply_link_supervisor_adds on portal.supply_link for insert to authenticated
  with check ((select private.is_supervisor()));
create policy supply_link_supervisor_ends on portal.supply_link for update to authenticated
  using ((select private.is_supervisor())) with check ((select private.is_supervisor()));
create policy supply_link_keeper on portal.supply_link to portal_keeper using (true) with check (true);

grant select, insert (kind, name, city, country, headcount, time_zone),
  update (name, city, country, headcount, time_zone, ended_at) on portal.organization to authenticated;
grant select, insert (brand_id, workplace_id, since), update (until) on portal.supply_link to authenticated;
grant select, insert, update on portal.organization, portal.supply_link to portal_keeper;

create function private.organization_json(one portal.organization) returns jsonb
language sql stable
as $$
  select jsonb_build_object('id', one.id, 'kind', one.kind, 'name', one.name, 'city', one.city, 'country', one.country)
$$;
comment on function private.organization_json is 'An organisation as screens show it.';
grant execute on function private.organization_json(portal.organization) to anon, authenticated, portal_keeper;
