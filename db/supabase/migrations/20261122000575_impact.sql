-- What stands on the front page of what Handshake reached: four numbers, each with its day and where it comes from.
-- Entered by a supervisor, or added up from publications: never counted live, for two days of a live number could be subtracted.

create table portal.impact_entry (
  id uuid primary key default gen_random_uuid(),
  counter text not null check (counter in ('workers', 'workplaces', 'cases', 'cities')),
  revision integer not null check (revision > 0),
  how text not null check (how in ('entered', 'computed', 'hidden')),
  n bigint check (n between 1 and 999999999999),
  more boolean,
  as_of date,
  source_en text check (length(source_en) between 1 and 200 and source_en !~ '[[:cntrl:]]'),
  source_zh text check (length(source_zh) between 1 and 200 and source_zh !~ '[[:cntrl:]]'),
  person_id uuid not null references portal.person (id) on delete restrict,
  at timestamptz not null,
  unique (counter, revision),
  check ((how = 'entered') = (n is not null)),
  check (num_nulls(n, more, as_of, source_en, source_zh) in (0, 5)),
  -- How many workers, workplaces and cities there are is in no publication.
  check (how <> 'computed' or counter = 'cases')
);
comment on table portal.impact_entry is 'What was said for a number of the front page, one row each time; the highest revision is what counts. Never changed.';
comment on column portal.impact_entry.id is 'Random.';
comment on column portal.impact_entry.counter is 'Which number: workers reached, workplaces, cases, cities.';
comment on column portal.impact_entry.revision is 'Counts what was said for that number, so that nobody overwrites what somebody else has just entered.';
comment on column portal.impact_entry.how is 'entered: this number; computed: the sum of what publications show; hidden: not on the front page.';
comment on column portal.impact_entry.n is 'The number that was entered.';
comment on column portal.impact_entry.more is 'Whether it is "more than" that.';
comment on column portal.impact_entry.as_of is 'The day for which it holds.';
comment on column portal.impact_entry.source_en is 'Where it comes from, in English, one line.';
comment on column portal.impact_entry.source_zh is 'Where it comes from, in Chinese, one line.';
comment on column portal.impact_entry.person_id is 'Which supervisor said so.';
comment on column portal.impact_entry.at is 'When.';
create index impact_entry_person on portal.impact_entry (person_id);
create index impact_entry_list on portal.impact_entry (at desc, id);

alter table portal.impact_entry enable row level security;
alter table portal.impact_entry force row level security;
create policy impact_entry_keeper on portal.impact_entry to portal_keeper using (true) with check (true);
grant select, insert on portal.impact_entry to portal_keeper;

create function private.published_cases() returns table (n bigint, as_of date, quarters bigint)
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
  -- The latest version of each quarter; hidden ones add nothing. Everybody can add this up from the open dataset.
  select sum((t ->> 'n')::bigint), (max(p.quarter) + interval '3 months' - interval '1 day')::date, count(*)
  from (select distinct on (p.quarter) p.quarter, p.tables from portal.publication p where p.kind = 'public'
    order by p.quarter, p.version desc) p
  cross join lateral (select t from jsonb_array_elements(p.tables) t where t ->> 'total' = 'received' limit 1) f
  where t ->> 'n' is not null
$$;
alter function private.published_cases() owner to portal_keeper;
comment on function private.published_cases is 'Cases in all published quarters, as the sum of what is shown; the day to which it goes; how many quarters.';

create function private.impact() returns jsonb
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
  select coalesce(jsonb_agg(jsonb_build_object('counter', e.counter, 'how', e.how, 'n', coalesce(e.n, s.n),
    'more', coalesce(e.more, false), 'as_of', coalesce(e.as_of, s.as_of), 'source_en', e.source_en, 'source_zh', e.source_zh,
    'quarters', case e.how when 'computed' then s.quarters end)
    order by array_position(array['workers', 'workplaces', 'cases', 'cities'], e.counter)), '[]')
  from (select distinct on (e.counter) * from portal.impact_entry e order by e.counter, e.revision desc) e
  left join private.published_cases() s on e.how = 'computed'
  where coalesce(e.n, s.n) > 0
$$;
alter function private.impact() owner to portal_keeper;
comment on function private.impact is 'The numbers of the front page as everybody may read them. It names nobody who entered them.';

create function private.impact_desk() returns jsonb
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform private.for_supervisor();
  return jsonb_build_object('shown', private.impact(),
    'published', (select case when s.n > 0 then jsonb_build_object('n', s.n, 'as_of', s.as_of, 'quarters', s.quarters) end
      from private.published_cases() s),
    'revisions', (select coalesce(jsonb_object_agg(f.counter, f.revision), '{}')
      from (select e.counter, max(e.revision) as revision from portal.impact_entry e group by e.counter) f),
    'entries', (select coalesce(jsonb_agg(jsonb_build_object('counter', l.counter, 'how', l.how, 'n', l.n, 'more', l.more,
        'as_of', l.as_of, 'source_en', l.source_en, 'source_zh', l.source_zh, 'by', w.name, 'at', private.instant(l.at))
        order by l.at desc, l.id), '[]')
      from (select * from portal.impact_entry e order by e.at desc, e.id limit 20) l join portal.person w on w.id = l.person_id));
end
$$;
alter function private.impact_desk() owner to portal_keeper;
comment on function private.impact_desk is 'The numbers of the front page, what publications would give, and who entered what.';

create function private.enter_impact(
  counter text, how text, revision integer, n bigint, more boolean, as_of date, source_en text, source_zh text
) returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  last integer;
  lines text[];
begin
  perform private.for_supervisor();
  if (enter_impact.counter in ('workers', 'workplaces', 'cases', 'cities')) is not true
    or (enter_impact.how in ('entered', 'computed', 'hidden')) is not true
    or (enter_impact.how = 'computed' and enter_impact.counter <> 'cases') then
    perform private.refuse('400', 'value_invalid', 'This number cannot be said in that way.', '{"field": "how"}');
  end if;
  -- Two at once: the second waits here and then finds its revision stale.
  perform pg_advisory_xact_lock(hashtextextended('impact:' || enter_impact.counter, 0));
  select coalesce(max(e.revision), 0) into last from portal.impact_entry e where e.counter = enter_impact.counter;
  if enter_impact.revision is distinct from last then
    perform private.refuse('409', 'revision_stale', 'Somebody changed this meanwhile.', jsonb_build_object('revision', last));
  end if;
  if enter_impact.how = 'entered' then
    if (enter_impact.n between 1 and 999999999999) is not true then
      perform private.refuse('400', 'value_invalid', 'A number of at least 1.', '{"field": "n"}');
    end if;
    if (enter_impact.as_of between '2000-01-01' and private.clock_now()::date + 1) is not true then
      perform private.refuse('400', 'impact_day', 'A day that has come already.', '{"field": "as_of"}');
    end if;
    lines := array[private.check_words(enter_impact.source_en, 'source_en', 200), private.check_words(enter_impact.source_zh, 'source_zh', 200)];
    if array_to_string(lines, '') ~ '[[:cntrl:]]' then
      perform private.refuse('400', 'impact_source_lines', 'A source is one line.', '{"field": "source_en"}');
    end if;
    insert into portal.impact_entry (counter, revision, how, n, more, as_of, source_en, source_zh, person_id, at)
    values (enter_impact.counter, last + 1, 'entered', enter_impact.n, coalesce(enter_impact.more, false), enter_impact.as_of,
      lines[1], lines[2], private.my_person(), private.clock_now());
  else
    insert into portal.impact_entry (counter, revision, how, person_id, at)
    values (enter_impact.counter, last + 1, enter_impact.how, private.my_person(), private.clock_now());
  end if;
end
$$;
alter function private.enter_impact(text, text, integer, bigint, boolean, date, text, text) owner to portal_keeper;
comment on function private.enter_impact is 'Says for a number of the front page what it is, or that publications give it, or that it is not shown.';

grant execute on function private.published_cases(), private.impact() to portal_keeper;
grant execute on function private.impact() to anon, authenticated;
grant execute on function private.impact_desk(),
  private.enter_impact(text, text, integer, bigint, boolean, date, text, text) to authenticated;
