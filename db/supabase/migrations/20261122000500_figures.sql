-- Figures: a roll-up kept by the writing transaction. No screen scans cases.
--
-- A case counts for each organisation that is a party of it now; Handshake is a party of all.

create table portal.figure (
  scope_organization uuid not null references portal.organization (id) on delete restrict,
  workplace uuid not null references portal.organization (id) on delete restrict,
  month date not null,
  measure text not null,
  bucket text not null,
  n integer not null,
  primary key (scope_organization, measure, month, workplace, bucket)
);
comment on table portal.figure is
  'How many cases: per organisation that may see them, workplace, month of receipt, measure and bucket.';
comment on column portal.figure.scope_organization is 'Who may read it: the organisation that is party of these cases.';
comment on column portal.figure.workplace is 'At which workplace.';
comment on column portal.figure.month is 'First day of the month; for a factory or brand the month in which it was told.';
comment on column portal.figure.measure is
  'received, open, phase, category, channel, severity, truth, answer_days or close_days.';
comment on column portal.figure.bucket is 'Which value of the measure; empty where there is just one.';
comment on column portal.figure.n is 'How many cases.';
create index figure_workplace on portal.figure (workplace);
alter table portal.figure enable row level security;
alter table portal.figure force row level security;
create policy figure_scope on portal.figure for select to authenticated
  using (scope_organization = (select private.my_organization()));
create policy figure_keeper on portal.figure to portal_keeper using (true) with check (true);
-- A brand reads its figures through api.figures alone, where small cells are hidden: see there. A custodian reads none.
create policy figure_not_raw on portal.figure as restrictive for select to authenticated
  using ((select private.my_role()) in ('factory', 'coordinator', 'supervisor') and not (select private.previewing()));
grant select on portal.figure to authenticated;
grant select, insert, update, delete on portal.figure to portal_keeper;

create function private.known_since(seat portal.party, desk portal.case_desk) returns timestamptz
language sql immutable
as $$ select case when seat.side = 'handshake' then desk.received_at else seat.since end $$;
comment on function private.known_since is
  'Since when a party knows of a case: Handshake from its receipt, the others from when they were told.';

create function private.whole_days(since timestamptz, at timestamptz) returns text
language sql immutable
as $$
  select case when at is not null then least(greatest(floor(extract(epoch from at - since) / 86400), 0), 400)::integer::text end
$$;
comment on function private.whole_days is 'How many days it took, 0 to 400, as a bucket; null when it has not happened.';

create function private.measures_of(one portal.case_, desk portal.case_desk, seat portal.party)
returns table (measure text, bucket text)
language sql immutable
as $$
  select m.measure, m.bucket from (values
    ('received', ''),
    ('open', case when one.closed_at is null and one.state not in ('closed', 'answered', 'inadmissible', 'referred') then '' end),
    ('phase', one.phase),
    ('category', private.category_of(one.main_issue)),
    ('severity', one.severity::text),
    ('channel', case when seat.side = 'handshake' then desk.channel end),
    ('truth', case when one.closed_at is not null then 'closed' end),
    ('truth', case when one.factory_done_at is not null then 'factory_done' end),
    ('truth', case when one.verified_at is not null then 'verified' end),
    ('truth', one.worker_says),
    ('answer_days', private.whole_days(private.known_since(seat, desk), one.first_answer_at)),
    ('close_days', private.whole_days(private.known_since(seat, desk), one.closed_at))
  ) as m (measure, bucket) where m.bucket is not null
$$;
comment on function private.measures_of is
  'In which cells one case counts for one party. Days to a factory or brand run from the day it was told.';

create function private.month_of(seat portal.party, desk portal.case_desk) returns date
language sql immutable
as $$
  select date_trunc('month', private.known_since(seat, desk) at time zone 'Asia/Shanghai')::date
$$;
comment on function private.month_of is 'In which month a case counts for a party.';

create function private.counts(seat portal.party) returns boolean
language sql immutable
as $$ select seat.organization_id is not null and seat.until is null and not seat.hidden $$;
comment on function private.counts is
  'Whether cases count for this seat: an organisation holds it now, and may know of the case.';

create function private.cells_of(one portal.case_, desk portal.case_desk, seat portal.party, n integer)
  returns setof portal.figure
language sql immutable
as $$
  select seat.organization_id, one.workplace_id, private.month_of(seat, desk), m.measure, m.bucket, n
  from private.measures_of(one, desk, seat) m where private.counts(seat)
$$;
comment on function private.cells_of is
  'The cells of one case for one seat, if it counts there: 1 to count it, -1 to take it out.';

create function private.add_cells(cells portal.figure[]) returns void
language sql
as $$
  insert into portal.figure as f (scope_organization, workplace, month, measure, bucket, n)
  select c.scope_organization, c.workplace, c.month, c.measure, c.bucket, sum(c.n)::integer
  from unnest(cells) c
  group by 1, 2, 3, 4, 5 having sum(c.n) <> 0
  -- One order for all writers, so that two of them never wait for each other in a circle.
  order by 1, 4, 3, 2, 5
  on conflict on constraint figure_pkey do update set n = f.n + excluded.n
$$;
comment on function private.add_cells is 'Adds these to the figures; what cancels out is not touched.';

create function private.tg_party__count() returns trigger
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform private.add_cells(array(
    select row(f.*)::portal.figure
    from new_parties p join portal.case_ c on c.id = p.case_id join portal.case_desk d on d.case_id = c.id
    cross join lateral private.cells_of(c, d, row(p.*)::portal.party, 1) f));
  return null;
end
$$;
alter function private.tg_party__count() owner to portal_keeper;
comment on function private.tg_party__count is 'A case counts for an organisation from its admission on.';
create trigger count after insert on portal.party
  referencing new table as new_parties for each statement execute function private.tg_party__count();

create function private.tg_party__recount() returns trigger
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform private.add_cells(array(
    select row(f.*)::portal.figure
    from portal.case_ c join portal.case_desk d on d.case_id = c.id
    cross join lateral (select * from private.cells_of(c, d, old, -1) union all select * from private.cells_of(c, d, new, 1)) f
    where c.id = new.case_id));
  return null;
end
$$;
alter function private.tg_party__recount() owner to portal_keeper;
comment on function private.tg_party__recount is 'A party that leaves or is hidden takes its case out of its figures, and back.';
create trigger recount after update on portal.party for each row
  when (private.counts(old) is distinct from private.counts(new)) execute function private.tg_party__recount();

create function private.tg_case__recount() returns trigger
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform private.add_cells(array(
    select row(f.*)::portal.figure
    from (select row(o.*)::portal.case_ as one, -1 as n from old_cases o
          union all select row(o.*)::portal.case_, 1 from new_cases o) as change
    join portal.case_desk d on d.case_id = (change.one).id join portal.party p on p.case_id = d.case_id
    cross join lateral private.cells_of(change.one, d, p, change.n) f));
  return null;
end
$$;
alter function private.tg_case__recount() owner to portal_keeper;
comment on function private.tg_case__recount is 'A change of a case moves it from cell to cell.';
-- Its name sorts before "moved": parties are hidden there, and that counts by itself with the new state.
create trigger a_recount after update on portal.case_
  referencing old table as old_cases new table as new_cases for each statement execute function private.tg_case__recount();

create function private.count_afresh() returns setof portal.figure
language sql stable
as $$
  select f.scope_organization, f.workplace, f.month, f.measure, f.bucket, sum(f.n)::integer
  from portal.case_ c join portal.case_desk d on d.case_id = c.id join portal.party p on p.case_id = c.id
  cross join lateral private.cells_of(c, d, p, 1) f
  group by 1, 2, 3, 4, 5
$$;
comment on function private.count_afresh is
  'All cells counted from the cases; must equal portal.figure. For the database''s owner.';
grant execute on function private.known_since(portal.party, portal.case_desk), private.whole_days(timestamptz, timestamptz),
  private.measures_of(portal.case_, portal.case_desk, portal.party), private.month_of(portal.party, portal.case_desk),
  private.counts(portal.party), private.cells_of(portal.case_, portal.case_desk, portal.party, integer),
  private.add_cells(portal.figure[]) to portal_keeper;
