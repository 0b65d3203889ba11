-- In which cells one case counts, for each organisation that may know of it.

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

create function private.month_at(at timestamptz, zone text) returns date
language sql stable
as $$ select date_trunc('month', at at time zone zone)::date $$;
comment on function private.month_at is 'The month of an instant at a workplace, by its first day.';

create function private.counts(seat portal.party) returns boolean
language sql immutable
as $$
  select seat.side in ('handshake', 'factory', 'brand') and seat.organization_id is not null and seat.until is null
    and not seat.hidden
$$;
comment on function private.counts is
  'Whether cases count for this seat: an organisation holds it now, and may know of the case.';

create function private.deed_of(kind text, facts jsonb) returns text
language sql immutable
as $$
  select case
    when facts ? 'book' then null
    when kind = 'triage_checked' then 'screened'
    when kind in ('message_withheld', 'message_sent_back') or (kind = 'message_released' and facts ->> 'from' <> 'handshake')
      then 'decided'
    when kind = 'case_moved' then 'moved'
    when kind = 'finding_made' then 'found'
    when kind in ('contact_attempted', 'evaluated', 'check_in_done', 'followed_up') then 'asked'
    when kind in ('message_released', 'note_written', 'answer_recorded') then 'written' end
$$;
comment on function private.deed_of is 'Which kind of work an event was; null for what counts as none.';

-- By the month in which each party was told, as the case stands now.
create function private.cells_known(one portal.case_, desk portal.case_desk, seat portal.party, zone text)
returns table (measure text, bucket text)
language sql stable
as $$
  select m.measure, m.bucket from (select seat.side = 'handshake' as ours, private.known_since(seat, desk) as known) k
  cross join lateral (values
    ('received', ''),
    ('open', case when private.open_state(one.state) then '' end),
    ('open_day', case when private.open_state(one.state) then to_char(k.known at time zone zone, 'YYYY-MM-DD') end),
    ('phase', one.phase),
    ('category', private.category_of(one.main_issue)),
    ('severity', one.severity::text),
    ('outcome', one.closed_reason),
    ('channel', case when k.ours then desk.channel end),
    ('truth', case when one.closed_at is not null then 'closed' end),
    ('truth', case when one.factory_done_at is not null then 'factory_done' end),
    ('truth', case when one.verified_at is not null then 'verified' end),
    ('truth', one.worker_says),
    ('answer_days', private.whole_days(k.known, one.first_answer_at)),
    ('close_days', private.whole_days(k.known, one.closed_at)),
    ('needs', case when seat.box = 'needs' then seat.waits_for end),
    -- Flags, the screening and what lies behind a case are no news for a factory or a brand.
    ('mark', case when k.ours and one.zero_tolerance then 'zero_tolerance' end),
    ('mark', case when k.ours and one.strike_level is not null then 'strike' end),
    ('mark', case when k.ours and one.retaliation_of is not null then 'retaliation' end),
    ('mark', case when k.ours and one.hold_until is not null then 'held' end),
    ('mark', case when k.ours and one.escalation > 0 then 'escalated' end),
    ('mark', case when k.ours and one.reopened_for is not null then 'reopened' end),
    ('mark', case when k.ours and exists (select from portal.appeal a where a.case_id = one.id) then 'appeal' end),
    ('internal_channel', case when k.ours then (select t.internal_channel from portal.triage t where t.case_id = one.id) end)
  ) as m (measure, bucket)
  where m.bucket is not null
  union all
  select 'cause', b.code from portal.case_cause b where b.case_id = one.id and seat.side in ('handshake', 'brand')
  union all
  select p.measure, p.bucket from private.cells_of_principles(one, seat, zone) p
$$;
comment on function private.cells_known is
  'In which cells of the month in which a party was told a case counts for it. Days to a factory or brand run from then.';

-- By the month in which something happened. What a party may not read of a case is not counted for it either.
create function private.cells_happened(one portal.case_, desk portal.case_desk, seat portal.party)
returns table (at timestamptz, measure text, bucket text)
language sql stable
as $$
  with brand as materialized (
    -- The first word of a brand: its own figure, and Handshake's.
    select b.since, (select min(m.posted_at) from portal.message m
      where m.case_id = one.id and m.author_party = b.id and m.kind = 'message' and m.state <> 'taken_back') as spoke_at
    from portal.party b where b.case_id = one.id and b.side = 'brand' and b.until is null and not b.hidden
      and (b.id = seat.id or seat.side = 'handshake')
  )
  select h.at, h.measure, h.bucket from (values
    (one.first_answer_at, 'answered', private.whole_days(private.known_since(seat, desk), one.first_answer_at)),
    (one.closed_at, 'closed', private.whole_days(private.known_since(seat, desk), one.closed_at)),
    (one.closed_at, 'ending', one.closed_reason),
    (one.closed_at, 'said', coalesce(one.worker_says, 'not_asked'))
  ) as h (at, measure, bucket) where h.at is not null and h.bucket is not null
  union all
  select f.told_at, 'found', f.outcome from portal.finding f where f.case_id = one.id and f.told_at is not null
  union all
  select r.at, 'remedy', r.stage from portal.remedy_entry e
  cross join lateral (values (e.agreed_at, 'agreed'), (e.paid_at, 'paid'), (e.confirmed_at, 'confirmed'), (e.disputed_at,
    'disputed')) as r (at, stage)
  where e.case_id = one.id and r.at is not null and (seat.side = 'handshake' or (seat.side = 'factory'
    and e.agreed_at is not null and not e.apart))
  union all
  -- The law's own clocks and a worker's silence are nobody's fault.
  select k.stopped_at, k.outcome, k.kind || ':' || k.owner_side from portal.clock k
  where k.case_id = one.id and k.outcome in ('kept', 'missed') and k.basis <> 'law' and k.owner_side <> 'worker'
    and (seat.side = 'handshake' or (seat.side = k.owner_side and coalesce(k.for_party, seat.id) = seat.id)
      or (k.kind = 'first_answer' and seat.side = any (k.sides)))
  union all
  select b.spoke_at, 'brand_word', private.whole_days(b.since, b.spoke_at) from brand b where b.spoke_at is not null
  union all
  select b.since, 'brand_silent', '' from brand b where b.spoke_at is null and private.open_state(one.state)
  union all
  select d.at, 'brand_action', d.stage from portal.action a
  cross join lateral (values (a.made_at, 'agreed'), (a.done_at, 'done'), (a.verified_at, 'verified')) as d (at, stage)
  where a.case_id = one.id and a.owner_side = 'brand' and a.dropped_at is null and d.at is not null
    and (seat.side = 'handshake' or a.owner_party = seat.id)
  union all
  select e.at, 'work', e.actor_person || ':' || private.deed_of(e.kind, e.facts) from portal.event e
  where e.case_id = one.id and seat.side = 'handshake' and e.actor_side = 'handshake' and e.actor_person is not null
    and private.deed_of(e.kind, e.facts) is not null
$$;
comment on function private.cells_happened is
  'What happened in a case, as far as this party may know of it, each at its instant.';

create function private.cells_of(cases uuid[])
returns table (case_id uuid, scope_organization uuid, workplace uuid, month date, measure text, bucket text, n integer)
language sql stable
as $$
  select (s.one).id, (s.seat).organization_id, (s.one).workplace_id, m.month, m.measure, m.bucket, count(*)::integer
  from (
    select c as one, d as desk, p as seat, o.time_zone as zone
    from unnest(cases) as given (id) join portal.case_ c on c.id = given.id join portal.case_desk d on d.case_id = c.id
    join portal.organization o on o.id = c.workplace_id join portal.party p on p.case_id = c.id and private.counts(p)
    -- A fence: PostgreSQL 18.6 fails to plan the whole when it takes these rows apart.
    offset 0) s
  cross join lateral (
    select private.month_at(private.known_since(s.seat, s.desk), s.zone) as month, k.measure, k.bucket
    from private.cells_known(s.one, s.desk, s.seat, s.zone) k
    union all
    select private.month_at(h.at, s.zone), h.measure, h.bucket from private.cells_happened(s.one, s.desk, s.seat) h
    union all
    -- A case that somebody worked on in a month, however often.
    select distinct private.month_at(e.at, s.zone), 'worked', e.actor_person::text from portal.event e
    where e.case_id = (s.one).id and (s.seat).side = 'handshake' and e.actor_side = 'handshake' and e.actor_person is not null
      and private.deed_of(e.kind, e.facts) is not null
    union all
    -- What is open now, by its codes: of no month, so that a site has one number to read. For the strike desk alone.
    select date '2000-01-01', 'open_issue', i.code from portal.case_issue i
    where i.case_id = (s.one).id and (s.seat).side = 'handshake' and private.open_state((s.one).state)
  ) m
  group by 1, 2, 3, 4, 5, 6
$$;
comment on function private.cells_of is 'All cells in which these cases count, for every organisation that may know of them.';
grant execute on function private.known_since(portal.party, portal.case_desk), private.whole_days(timestamptz, timestamptz),
  private.month_at(timestamptz, text), private.counts(portal.party), private.deed_of(text, jsonb),
  private.cells_known(portal.case_, portal.case_desk, portal.party, text),
  private.cells_happened(portal.case_, portal.case_desk, portal.party), private.cells_of(uuid[]) to portal_keeper;
