-- Who may know of a report and its grants. A reader learns who shares, and nothing of other readers; the factory learns of all.

create function private.report_rule(name text) returns integer
language sql immutable
as $$ select case report_rule.name when 'answer_days' then 10 when 'longest_days' then 366 end $$;
comment on function private.report_rule is
  'Numbers of report sharing, ours: answer_days a factory has to answer before anybody reads; longest_days that a grant may last.';

create function private.grant_ready(one portal.grant_) returns boolean
language sql stable
as $$
  select one.notified_at is not null and (one.basis <> 'consent' or one.consented_at is not null)
    and (one.answered_at is not null or one.to_organization = one.workplace_id or one.answer_until <= private.clock_now())
    -- What was over before it could be read was never there for the reader.
    and (coalesce(one.revoked_at, one.ended_at) is null or one.reader_told_at is not null)
$$;
comment on function private.grant_ready is
  'Whether the factory was told, agreed where it must, and answered or had its time. Before that the reader learns nothing of it.';

create function private.grant_state(one portal.grant_) returns text
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
  select case
    when one.revoked_at is not null then 'revoked'
    when one.ended_at is not null then 'ended'
    when one.withdrawn_at is not null then 'withdrawn'
    when one.declined_at is not null then 'declined'
    when one.expires_on < (private.clock_now() at time zone private.zone_of(one.workplace_id))::date then 'expired'
    when one.notified_at is null then 'not_notified'
    when one.basis = 'consent' and one.consented_at is null then 'consent'
    when private.grant_ready(one) is not true then 'answer'
    when one.acknowledged_at is null then 'terms'
    else 'open' end
$$;
alter function private.grant_state(portal.grant_) owner to portal_keeper;
comment on function private.grant_state is 'Where a grant stands; only `open` can be read.';

alter table portal.sealed_file enable row level security;
alter table portal.sealed_file force row level security;
alter table portal.report enable row level security;
alter table portal.report force row level security;
alter table portal.grant_ enable row level security;
alter table portal.grant_ force row level security;
alter table portal.grant_answer enable row level security;
alter table portal.grant_answer force row level security;
alter table portal.report_download enable row level security;
alter table portal.report_download force row level security;

create policy sealed_file_keeper on portal.sealed_file to portal_keeper using (true) with check (true);
-- A brand that stopped sourcing from a workplace has no more to do with it, its own papers about it included.
create policy report_brand on portal.report for select to authenticated
  using (brand_id = (select private.my_organization()) and (select private.my_role()) = 'brand'
    and exists (select from portal.supply_link l
      where l.brand_id = report.brand_id and l.workplace_id = report.workplace_id and l.until is null));
create policy report_supervisor on portal.report for select to authenticated using ((select private.is_supervisor()));
create policy report_keeper on portal.report to portal_keeper using (true) with check (true);

create policy grant_brand on portal.grant_ for select to authenticated
  using (from_brand = (select private.my_organization()) and (select private.my_role()) = 'brand'
    and exists (select from portal.report r where r.id = grant_.report_id));
create policy grant_reader on portal.grant_ for select to authenticated
  using (to_organization = (select private.my_organization()) and (select private.my_role()) = 'brand' and private.grant_ready(grant_));
create policy grant_factory on portal.grant_ for select to authenticated
  using (workplace_id = (select private.my_organization()) and (select private.my_role()) = 'factory' and notified_at is not null);
create policy grant_supervisor on portal.grant_ for select to authenticated using ((select private.is_supervisor()));
create policy grant_keeper on portal.grant_ to portal_keeper using (true) with check (true);

-- The answer speaks of what stands in the report: a reader gets it with the report, and no longer than the report.
create policy grant_answer_with_grant on portal.grant_answer for select to authenticated
  using (exists (select from portal.grant_ g where g.id = grant_answer.grant_id
    and (g.to_organization is distinct from (select private.my_organization()) or private.grant_state(g) = 'open'
      or g.workplace_id = (select private.my_organization()) or (select private.is_supervisor()))));
create policy grant_answer_keeper on portal.grant_answer to portal_keeper using (true) with check (true);

-- Copies under a grant: the brand that shares and the factory see all of them, a reader its own.
create policy report_download_grant on portal.report_download for select to authenticated
  using (exists (select from portal.grant_ g where g.id = report_download.grant_id
    and (g.to_organization is distinct from (select private.my_organization())
      or g.workplace_id = (select private.my_organization()) or (select private.is_supervisor())
      or report_download.organization_id = (select private.my_organization()))));
create policy report_download_own on portal.report_download for select to authenticated
  using (grant_id is null and exists (select from portal.report r where r.id = report_download.report_id));
create policy report_download_keeper on portal.report_download to portal_keeper using (true) with check (true);

grant select (id, brand_id, workplace_id, title, period_from, period_to, name, media_type, pages, kept_at) on portal.report to authenticated;
grant select on portal.grant_ to authenticated;
grant select (grant_id, words, file_name, at) on portal.grant_answer to authenticated;
grant select (id, report_id, grant_id, organization_id, organization_name, as_, original, at, left_at) on portal.report_download
  to authenticated;
grant select, insert, update, delete on portal.sealed_file to portal_keeper;
grant select, insert, update on portal.report, portal.grant_, portal.grant_answer, portal.report_download to portal_keeper;
grant execute on function private.report_rule(text), private.grant_ready(portal.grant_), private.grant_state(portal.grant_)
to authenticated, portal_keeper;

-- A link that ends takes its grants with it, once and for all: a new link needs new grants.
create function private.tg_supply_link__grants() returns trigger
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  update portal.grant_ g set ended_at = private.clock_now()
  where g.from_brand = new.brand_id and g.workplace_id = new.workplace_id and g.ended_at is null
    and not exists (select from portal.supply_link l where l.brand_id = g.from_brand and l.workplace_id = g.workplace_id and l.until is null);
  return null;
end
$$;
alter function private.tg_supply_link__grants() owner to portal_keeper;
comment on function private.tg_supply_link__grants is 'Ends what a brand shared about a workplace that it does not source from any more.';
create trigger grants after update of until on portal.supply_link
  for each row when (new.until is not null) execute function private.tg_supply_link__grants();

create function private.tg_organization__grants() returns trigger
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  update portal.grant_ g set ended_at = private.clock_now()
  where new.id in (g.from_brand, g.to_organization) and g.ended_at is null;
  return null;
end
$$;
alter function private.tg_organization__grants() owner to portal_keeper;
comment on function private.tg_organization__grants is 'Ends what an organisation that left has shared, and what was shared with it.';
create trigger grants after update of ended_at on portal.organization
  for each row when (new.ended_at is not null) execute function private.tg_organization__grants();
