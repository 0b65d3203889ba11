-- Counting a case when the transaction that changed it ends: in one order for all writers, as the last thing they do, so that
-- two of them never wait for each other in a circle.

create function private.counted_cells(cases uuid[])
returns table (case_id uuid, scope_organization uuid, workplace uuid, month date, measure text, bucket text, n integer)
language sql stable
as $$
  select k.case_id, k.scopes[split_part(c, ' ', 1)::integer], k.workplace, to_date(split_part(c, ' ', 2), 'YYYYMM'),
    split_part(c, ' ', 3),
    split_part(c, ' ', 5), split_part(c, ' ', 4)::integer
  from portal.counted k cross join lateral unnest(k.cells) as c where k.case_id = any (cases)
$$;
comment on function private.counted_cells is 'The cells in which these cases were counted.';

create function private.recount(cases uuid[]) returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
-- Case by case through the indexes, planned once: rows that came in this very transaction have no statistics yet, and a plan
-- that reads whole tables for each of many new cases would never end.
set enable_seqscan = off
set plan_cache_mode = force_generic_plan
as $$
begin
  insert into portal.counted (case_id) select distinct c from unnest(cases) c order by 1 on conflict do nothing;
  perform from portal.counted k where k.case_id = any (cases) order by k.case_id for update;
  -- Read after the lock is held: what another writer of the same case has counted is seen here.
  with fresh as materialized (
    select f.*, dense_rank() over (partition by f.case_id order by f.scope_organization) as place from private.cells_of(cases) f
  ), change as (
    insert into portal.figure_change (scope_organization, workplace, month, measure, bucket, n)
    select c.scope_organization, c.workplace, c.month, c.measure, c.bucket, sum(c.n)::integer
    from (select f.scope_organization, f.workplace, f.month, f.measure, f.bucket, f.n from fresh f
          union all select b.scope_organization, b.workplace, b.month, b.measure, b.bucket, -b.n
            from private.counted_cells(cases) b) c
    group by 1, 2, 3, 4, 5 having sum(c.n) <> 0
    returning 1
  ), told as (
    select f.case_id, min(f.workplace::text)::uuid as workplace,
      array_agg(concat_ws(' ', f.place, to_char(f.month, 'YYYYMM'), f.measure, f.n, f.bucket)
        order by f.place, f.measure, f.month, f.bucket) as cells
    from fresh f group by f.case_id
  ), scope as (
    select f.case_id, array_agg(f.scope_organization order by f.place) as scopes
    from (select distinct g.case_id, g.scope_organization, g.place from fresh g) f group by f.case_id
  )
  update portal.counted k set workplace = t.workplace, scopes = coalesce(t.scopes, '{}'), cells = coalesce(t.cells, '{}')
  from unnest(cases) as given (id)
    left join (select o.case_id, o.workplace, o.cells, c.scopes from told o join scope c using (case_id)) t on t.case_id = given.id
  where k.case_id = given.id and (k.workplace, k.scopes, k.cells) is distinct from (t.workplace, coalesce(t.scopes, '{}'),
    coalesce(t.cells, '{}'));
end
$$;
alter function private.recount(uuid[]) owner to portal_keeper;
comment on function private.recount is
  'Counts these cases anew and writes the difference to what was counted of them. Doing it twice changes nothing.';
grant execute on function private.counted_cells(uuid[]), private.recount(uuid[]) to portal_keeper;

create function private.tg_figure_due__count() returns trigger
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  cases uuid[];
begin
  -- The first of a transaction counts all its cases; the others then find nothing left.
  with gone as (delete from portal.figure_due d where d.tx = pg_current_xact_id() returning d.case_id)
  select array_agg(g.case_id order by g.case_id) into cases from gone g;
  if cases is not null then
    perform private.recount(cases);
  end if;
  return null;
end
$$;
alter function private.tg_figure_due__count() owner to portal_keeper;
comment on function private.tg_figure_due__count is 'At the end of a transaction the cases that it changed are counted.';
create constraint trigger count after insert on portal.figure_due deferrable initially deferred
  for each row execute function private.tg_figure_due__count();

create function private.tg_any__count_added() returns trigger
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  insert into portal.figure_due (tx, case_id) select distinct pg_current_xact_id(), a.case_id from added a on conflict do nothing;
  return null;
end
$$;
alter function private.tg_any__count_added() owner to portal_keeper;
comment on function private.tg_any__count_added is 'Rows came to these cases, or left them: they are to be counted.';

create function private.tg_any__count_changed() returns trigger
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  insert into portal.figure_due (tx, case_id) values (pg_current_xact_id(), new.case_id) on conflict do nothing;
  return null;
end
$$;
alter function private.tg_any__count_changed() owner to portal_keeper;
comment on function private.tg_any__count_changed is 'A row of this case changed: it is to be counted.';

create function private.tg_case__count() returns trigger
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  insert into portal.figure_due (tx, case_id) values (pg_current_xact_id(), new.id) on conflict do nothing;
  return null;
end
$$;
alter function private.tg_case__count() owner to portal_keeper;
comment on function private.tg_case__count is 'A case changed: it is to be counted.';

create function private.tg_organization__count() returns trigger
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  insert into portal.figure_due (tx, case_id) select pg_current_xact_id(), c.id from portal.case_ c where c.workplace_id = new.id
  on conflict do nothing;
  return null;
end
$$;
alter function private.tg_organization__count() owner to portal_keeper;
comment on function private.tg_organization__count is
  'In another time zone a month begins at another hour: the cases of the workplace are counted anew.';

create trigger count_added after insert on portal.party referencing new table as added
  for each statement execute function private.tg_any__count_added();
create trigger count_added after insert on portal.case_issue referencing new table as added
  for each statement execute function private.tg_any__count_added();
create trigger count_removed after delete on portal.case_issue referencing old table as added
  for each statement execute function private.tg_any__count_added();
create trigger count_added after insert on portal.event referencing new table as added
  for each statement execute function private.tg_any__count_added();
create trigger count_added after insert on portal.message referencing new table as added
  for each statement execute function private.tg_any__count_added();
create trigger count_added after insert on portal.triage referencing new table as added
  for each statement execute function private.tg_any__count_added();
create trigger count_added after insert on portal.finding referencing new table as added
  for each statement execute function private.tg_any__count_added();
create trigger count_added after insert on portal.remedy_entry referencing new table as added
  for each statement execute function private.tg_any__count_added();
create trigger count_added after insert on portal.action referencing new table as added
  for each statement execute function private.tg_any__count_added();
create trigger count_added after insert on portal.appeal referencing new table as added
  for each statement execute function private.tg_any__count_added();
create trigger count_added after insert on portal.case_cause referencing new table as added
  for each statement execute function private.tg_any__count_added();
create trigger count_removed after delete on portal.case_cause referencing old table as added
  for each statement execute function private.tg_any__count_added();
-- What a list sorts by and who has read what change often, and count for nothing.
create trigger count_changed after update on portal.party for each row
  when ((private.counts(old), old.since, old.box, old.waits_for) is distinct from (private.counts(new), new.since, new.box,
    new.waits_for))
  execute function private.tg_any__count_changed();
create trigger count_changed after update on portal.message for each row when ((old.state = 'taken_back') is distinct
  from (new.state = 'taken_back'))
  execute function private.tg_any__count_changed();
create trigger count_changed after update on portal.clock for each row when (old.outcome is distinct from new.outcome)
  execute function private.tg_any__count_changed();
create trigger count_changed after update on portal.case_desk for each row execute function private.tg_any__count_changed();
create trigger count_changed after update on portal.triage for each row execute function private.tg_any__count_changed();
create trigger count_changed after update on portal.finding for each row execute function private.tg_any__count_changed();
create trigger count_changed after update on portal.remedy_entry for each row execute function private.tg_any__count_changed();
create trigger count_changed after update on portal.action for each row execute function private.tg_any__count_changed();
create trigger count_changed after update on portal.case_ for each row when (old.* is distinct from new.*)
  execute function private.tg_case__count();
create trigger count_changed after update on portal.organization for each row when (old.time_zone is distinct from new.time_zone)
  execute function private.tg_organization__count();
