-- Taking in: the staged rows of a book become organisations, cases and contacts, set by set in one transaction.
--
-- What the book does not prove is not made up: the statement stays with Handshake, no consent is invented,
-- brands get a supply link but no seat in a case, and a zero-tolerance case seats no factory.

create function private.import_weigh(import uuid) returns void
language sql security definer
set search_path = pg_catalog, pg_temp
as $$
  update portal.import_row r
  set known = case when k.identity is null then 'new' when k.content = r.content then 'there' else 'different' end
  from portal.import_row again left join portal.import_key k on k.identity = again.identity
  where r.import_id = import_weigh.import and again.import_id = r.import_id and again.line = r.line;
$$;
alter function private.import_weigh(uuid) owner to portal_keeper;
comment on function private.import_weigh is 'Marks each staged row: new, there, or there and told differently.';

create function private.import_organizations(import uuid) returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  -- The newest row speaks for a workplace; what the portal knows already is not overwritten by a book.
  insert into portal.organization (kind, name, city, headcount)
  select distinct on (r.workplace) 'workplace', r.workplace, r.city, r.headcount
  from portal.import_row r where r.import_id = import_organizations.import and r.known = 'new'
  order by r.workplace, (r.headcount is null), r.opened desc
  on conflict (kind, name) do nothing;
  insert into portal.organization (kind, name)
  select distinct 'brand', brand
  from portal.import_row r, unnest(r.brands) as brand
  where r.import_id = import_organizations.import and r.known = 'new'
  on conflict (kind, name) do nothing;
  -- A link that was ended stays ended, whatever an old book says.
  insert into portal.supply_link (brand_id, workplace_id, since)
  select b.id, w.id, min(r.opened)
  from portal.import_row r
    join portal.organization w on w.kind = 'workplace' and w.name = r.workplace
    cross join lateral unnest(r.brands) as brand
    join portal.organization b on b.kind = 'brand' and b.name = brand
  where r.import_id = import_organizations.import and r.known = 'new'
    and not exists (select from portal.supply_link l where l.brand_id = b.id and l.workplace_id = w.id)
  group by b.id, w.id;
end
$$;
alter function private.import_organizations(uuid) owner to portal_keeper;
comment on function private.import_organizations is
  'Workplaces, brands and supply links that the staged rows name and the portal lacks.';

create function private.book_noon(day date) returns timestamptz
language sql immutable
as $$ select (day + interval '12 hours') at time zone 'Asia/Shanghai' $$;
comment on function private.book_noon is 'A book has days, no hours: noon in China, which is the same day in UTC.';

create function private.import_steps(import uuid)
returns table (case_id uuid, seq integer, at timestamptz, kind text, audience uuid[], facts jsonb)
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
  -- The first steps are dated as the book dates them and say so; the last one is what happened here, now.
  select r.case_id, row_number() over (partition by r.case_id order by s.place)::integer, s.at, s.kind, s.audience, s.facts
  from portal.import_row r
    join portal.case_ c on c.id = r.case_id
    cross join lateral (values
      (1, private.book_noon(r.opened), 'case_received', array[r.worker_party],
        jsonb_build_object('channel', r.channel, 'book', true), true),
      (2, private.book_noon(r.opened), 'zero_tolerance_raised', '{}', '{"by": "code", "book": true}', c.zero_tolerance),
      (3, private.book_noon(r.closed), 'case_moved',
        (select array_agg(p.id) from portal.party p where p.case_id = r.case_id),
        jsonb_strip_nulls(jsonb_build_object('from', 'received', 'to', c.state, 'reason', c.closed_reason, 'book', true)),
        r.closed is not null),
      (4, private.clock_now(), 'imported', '{}', jsonb_build_object('import', r.import_id, 'line', r.line), true)
    ) as s (place, at, kind, audience, facts, told)
  where r.import_id = import_steps.import and r.known = 'new' and s.told
$$;
alter function private.import_steps(uuid) owner to portal_keeper;
comment on function private.import_steps is 'What goes into the chain of events of each imported case.';

create function private.import_cases(import uuid) returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  me private.actor := private.me();
  desk uuid := (select o.id from portal.organization o where o.kind = 'handshake');
begin
  -- Random references may meet; those that are taken are drawn again.
  loop
    update portal.import_row r set reference = private.new_reference()
    where r.import_id = import_cases.import and r.known = 'new' and r.codes[1] not like 'X%' and r.reference is null;
    exit when not found;
    update portal.import_row r set reference = null
    from (select d.line, row_number() over (partition by d.reference order by d.line) > 1 or c.id is not null as taken
          from portal.import_row d left join portal.case_ c on c.reference = d.reference
          where d.import_id = import_cases.import and d.reference is not null) as drawn
    where r.import_id = import_cases.import and r.line = drawn.line and drawn.taken;
  end loop;

  insert into portal.case_ (id, reference, workplace_id, state, severity, main_issue, anonymous, zero_tolerance,
    no_tip_off, first_answer_at, closed_at, closed_reason, worker_says)
  select r.case_id, r.reference, w.id,
    case r.status when 'withdrawn' then 'closed'
      when 'open' then case when r.first_answer is null then 'triage' else 'responded' end
      else r.status end,
    -- Severity by code (DOMAIN 4); how many workers were concerned the book does not tell.
    case when z.raised then 1 when r.codes[1] like 'C%' or 'E4' = any (r.codes) then 2 when r.codes[1] like 'L%' then 4
      else 3 end,
    r.codes[1], r.anonymous, z.raised, z.raised and r.status = 'open' and r.first_answer is null,
    private.book_noon(r.first_answer), private.book_noon(r.closed),
    case r.status when 'closed' then nullif(r.outcome, 'enquiry') when 'open' then null else r.status end,
    r.confirmation
  from portal.import_row r
    join portal.organization w on w.kind = 'workplace' and w.name = r.workplace
    cross join lateral (select private.raising_codes(w.id, r.codes) <> '{}' as raised) z
  where r.import_id = import_cases.import and r.known = 'new' and r.codes[1] not like 'X%';

  insert into portal.case_desk (case_id, received_at, channel, source, amount_cny, satisfaction)
  select r.case_id, private.book_noon(r.opened), r.channel, r.number, r.amount, r.satisfaction
  from portal.import_row r
  where r.import_id = import_cases.import and r.known = 'new' and r.codes[1] not like 'X%';

  insert into portal.case_issue (case_id, code, position)
  select r.case_id, c.code, c.position
  from portal.import_row r cross join lateral unnest(r.codes) with ordinality as c (code, position)
  where r.import_id = import_cases.import and r.known = 'new' and r.codes[1] not like 'X%';

  insert into portal.party (id, case_id, side, organization_id, since, basis, last_activity, box, badges)
  select s.party, r.case_id, s.side, s.organization, private.book_noon(coalesce(s.since, r.opened)),
    case s.side when 'factory' then 'imported' else 'own' end,
    private.book_noon(coalesce(r.closed, r.first_answer, r.opened)),
    case r.status when 'open' then 'waiting' else 'closed' end,
    case when s.side = 'handshake' and c.zero_tolerance then array['zero_tolerance'] else '{}' end
  from portal.import_row r
    join portal.case_ c on c.id = r.case_id
    cross join lateral (values
      (r.worker_party, 'worker', null::uuid, null::date, true),
      (r.desk_party, 'handshake', desk, null, true),
      -- A factory that answered knows of the case. Zero tolerance is the exception: there a person decides.
      (gen_random_uuid(), 'factory', c.workplace_id, r.first_answer, r.first_answer is not null and not c.zero_tolerance)
    ) as s (party, side, organization, since, seated)
  where r.import_id = import_cases.import and r.known = 'new' and s.seated;

  insert into portal.message (case_id, author_party, kind, body, wanted, state, hints, posted_at)
  select r.case_id, r.worker_party, 'statement', private.check_words(r.description, 'description', 10000), array[r.desk_party],
    'private',
    -- The reader looks with the numbering plans of all countries, the pattern here with its own eyes.
    (select coalesce(array_agg(distinct h), '{}')
     from unnest(private.find_hints(r.description) || case when r.phone_in_text then array['phone'] else '{}' end) h),
    private.book_noon(r.opened)
  from portal.import_row r
  where r.import_id = import_cases.import and r.known = 'new' and r.codes[1] not like 'X%' and r.description <> '';

  insert into portal.identity (party_id, case_id, sealed)
  select r.worker_party, r.case_id, r.sealed from portal.import_row r
  where r.import_id = import_cases.import and r.known = 'new' and r.codes[1] not like 'X%' and r.sealed is not null;

  for step in 1..4 loop
    insert into portal.event
    select (l.link).case_id, (l.link).seq, (l.link).at, (l.link).kind, (l.link).actor_side, (l.link).actor_person,
      (l.link).audience, (l.link).facts, (l.link).previous, private.event_hash(l.link)
    from (
      select (s.case_id, s.seq, s.at, s.kind, 'handshake', me.person, s.audience, s.facts,
        coalesce(e.hash, repeat('0', 64)), '')::portal.event as link
      from private.import_steps(import_cases.import) s
        left join portal.event e on e.case_id = s.case_id and e.seq = s.seq - 1
      where s.seq = step
      offset 0
    ) as l;
  end loop;
  insert into portal.chain (case_id, seq, head)
  select distinct on (e.case_id) e.case_id, e.seq, e.hash
  from portal.import_row r join portal.event e on e.case_id = r.case_id
  where r.import_id = import_cases.import and r.known = 'new'
  order by e.case_id, e.seq desc;
  -- What waits for whom is worked out for open cases alone: in closed ones nothing does, and the rule looks at each by itself.
  perform private.refresh_parties((select array_agg(r.case_id) from portal.import_row r
    where r.import_id = import_cases.import and r.known = 'new' and r.codes[1] not like 'X%' and r.status = 'open'));

  -- X codes are contacts, counted apart from cases: the words and the caller of a contact are not kept.
  insert into portal.contact (id, kind, channel, language, source, at, taken_by)
  select r.case_id, r.codes[1], r.channel, 'zh-Hans', r.number, private.book_noon(r.opened), me.person
  from portal.import_row r
  where r.import_id = import_cases.import and r.known = 'new' and r.codes[1] like 'X%';

  insert into portal.import_key (identity, number, content, import_id, line, case_id, contact_id)
  select r.identity, r.number, r.content, r.import_id, r.line,
    case when r.codes[1] not like 'X%' then r.case_id end, case when r.codes[1] like 'X%' then r.case_id end
  from portal.import_row r where r.import_id = import_cases.import and r.known = 'new';
end
$$;
alter function private.import_cases(uuid) owner to portal_keeper;
comment on function private.import_cases is
  'Makes the cases and contacts of the new staged rows, set by set, with the keys by which they are known again.';

create function private.import_findings(import uuid, findings text[]) returns void
language sql security definer
set search_path = pg_catalog, pg_temp
as $$
  delete from portal.import_finding f where f.import_id = import_findings.import;
  insert into portal.import_finding (import_id, position, line, finding)
  select import_findings.import, row_number() over (order by told.line, told.part), told.line, told.finding
  from (
    select (f.words::jsonb ->> 'line')::integer as line, 0 as part, f.words::jsonb as finding
    from unnest(import_findings.findings) as f (words)
    union all
    select r.line, 1, jsonb_build_object('line', r.line, 'number', r.number, 'did', 'there',
      'problem', case r.known when 'there' then 'already_there' else 'already_there_different' end)
    from portal.import_row r where r.import_id = import_findings.import and r.known <> 'new'
    union all
    select r.line, 2, jsonb_build_object('line', r.line, 'number', r.number, 'did', 'imported', 'problem', 'number_used_twice')
    from portal.import_row r
    where r.import_id = import_findings.import and r.known = 'new'
      and exists (select from portal.import_key k where k.number = r.number and k.import_id <> r.import_id)
  ) as told;
$$;
alter function private.import_findings(uuid, text[]) owner to portal_keeper;
comment on function private.import_findings is 'Keeps the report by row: what the reader found, and what the portal has already.';

grant execute on function private.import_weigh(uuid), private.import_organizations(uuid), private.book_noon(date),
  private.import_steps(uuid), private.import_cases(uuid), private.import_findings(uuid, text[]), private.event_hash(portal.event)
  to portal_keeper;
