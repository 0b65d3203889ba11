-- What a case tells of the eight criteria of UN Guiding Principle 31. Counted for Handshake alone, with the other figures.

create function private.cells_of_principles(one portal.case_, seat portal.party, zone text)
returns table (measure text, bucket text)
language sql stable
as $$
  with worker as materialized (
    select array(select p.id from portal.party p where p.case_id = one.id and p.side = 'worker') as parties
  ), done as materialized (
    select one.closed_at is not null and one.closed_reason not in ('withdrawn', 'duplicate', 'merged',
        'answered', 'inadmissible', 'referred') as closed,
      exists (select from portal.finding f where f.case_id = one.id) as found,
      exists (select from portal.plan p where p.case_id = one.id) as planned,
      exists (select from portal.remedy_entry e where e.case_id = one.id and (e.confirmed_at is not null
        or e.disputed_at is not null)) as remedied
  ), told as materialized (
    select count(*)::integer as times, max(e.at) as last_at from portal.event e, worker w
    where e.case_id = one.id and e.audience && w.parties and e.actor_side is distinct from 'worker'
  )
  select m.measure, m.bucket from worker w, done d, told t cross join lateral (values
    ('principle', case when d.found then 'found' end),
    ('principle', case when d.found and not exists (select from portal.finding f where f.case_id = one.id
      and not exists (select from portal.conflict c where c.case_id = one.id and c.person_id = f.found_by)) then 'declared' end),
    ('principle', case when exists (select from portal.appeal a where a.case_id = one.id and a.outcome is not null)
      then 'appeal_decided' end),
    ('principle', case when exists (select from portal.appeal a where a.case_id = one.id and a.outcome = 'changed')
      then 'appeal_changed' end),
    ('principle', case when d.closed then 'closed' end),
    ('principle', case when d.closed and (one.worker_says in ('confirmed', 'disputed')
        or exists (select from portal.message g where g.case_id = one.id and g.author_party = any (w.parties)
          and g.kind = 'message' and g.state <> 'taken_back')
        or exists (select from portal.acceptance a where a.case_id = one.id and a.party_id = any (w.parties)))
      then 'heard_again' end),
    ('principle', case when d.closed and exists (select from portal.release r join portal.party p on p.id = r.author_party
        and p.side = 'handshake' where r.case_id = one.id and r.audience && w.parties) then 'advised' end),
    ('principle', case when d.planned then 'planned' end),
    ('principle', case when d.planned
        and exists (select from portal.acceptance a where a.case_id = one.id and a.party_id = any (w.parties)
          and a.accepted and a.void_at is null)
        and exists (select from portal.acceptance a join portal.party p on p.id = a.party_id and p.side = 'factory'
          where a.case_id = one.id and a.accepted and a.void_at is null) then 'planned_by_both' end),
    ('principle', case when d.remedied then 'remedied' end),
    ('principle', case when d.remedied and exists (select from portal.remedy_entry e where e.case_id = one.id
        and (e.disputed_at is not null or e.confirmed < e.agreed)) then 'short' end),
    ('principle', case when exists (select from portal.legal_minimum l join portal.remedy_entry e on e.id = l.entry_id
      where l.case_id = one.id and e.agreed is not null) then 'minimum_known' end),
    ('principle', case when exists (select from portal.legal_minimum l join portal.remedy_entry e on e.id = l.entry_id
      where l.case_id = one.id and e.agreed < l.amount) then 'under_minimum' end),
    ('updates', least(t.times, 60)::text),
    ('update_day', case when private.open_state(one.state) then to_char(t.last_at at time zone zone, 'YYYY-MM-DD') end)
  ) as m (measure, bucket)
  where seat.side = 'handshake' and m.bucket is not null
$$;
comment on function private.cells_of_principles is
  'Whether it was found without a conflict, appealed, heard again, advised, planned by both, paid short; and how often the worker was told.';
grant execute on function private.cells_of_principles(portal.case_, portal.party, text) to portal_keeper;
