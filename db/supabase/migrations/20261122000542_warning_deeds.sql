-- What the desk reads of early warning, and its two deeds: open L0 at the strike desk, or put a warning aside with a reason.

create function private.warning_cases(one portal.warning, most integer default 100) returns jsonb
language sql stable security definer
set search_path = pg_catalog, pg_temp
-- A hundred cases at most, each by its index.
set enable_seqscan = off
as $$
  select coalesce(jsonb_agg(jsonb_build_object('reference', c.reference, 'workplace', o.name, 'severity', c.severity, 'phase', c.phase,
    'issues', (select jsonb_agg(i.code order by i.position) from portal.case_issue i where i.case_id = c.id),
    'received_at', private.instant(d.received_at), 'workplace_id', c.workplace_id) order by d.received_at desc, c.reference), '[]')
  from unnest(one.cases[:least(most, 100)]) b join portal.case_ c on c.id = b join portal.case_desk d on d.case_id = c.id
  join portal.organization o on o.id = c.workplace_id
$$;
alter function private.warning_cases(portal.warning, integer) owner to portal_keeper;
comment on function private.warning_cases is 'The latest cases behind a warning, so many, the latest first.';

create function private.cases_to_link(one portal.warning) returns bigint
language sql stable security definer
set search_path = pg_catalog, pg_temp
set enable_seqscan = off
as $$
  select count(*) from unnest(one.cases[:100]) b join portal.case_ c on c.id = b
  where c.workplace_id = one.workplace_id and private.open_state(c.state)
    and not exists (select from portal.strike_case l where l.case_id = c.id and l.unlinked_at is null)
$$;
alter function private.cases_to_link(portal.warning) owner to portal_keeper;
comment on function private.cases_to_link is 'How many cases L0 would be opened with: those of a hundred that are open at that workplace and at no strike yet.';

create function private.warning_row(one portal.warning) returns jsonb
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
  select jsonb_build_object('id', one.id, 'kind', one.kind, 'workplace', private.organization_json(o), 'headcount', o.headcount,
    'cause', one.cause, 'code', one.code, 'since', private.instant(one.since), 'observed', one.observed, 'expected', one.expected,
    'chance', one.chance, 'weeks', to_jsonb(one.weeks), 'base', one.base, 'first_seen', private.instant(one.first_seen), 'last_seen', private.instant(one.last_seen),
    'returned', one.returned_at is not null, 'cases', private.warning_cases(one, 25), 'behind', cardinality(one.cases), 'to_link', private.cases_to_link(one),
    -- Names are looked up when it is read: a row may outlive them.
    'reasons', (select jsonb_agg(r || jsonb_strip_nulls(jsonb_build_object(
        'brand', (select b.name from portal.organization b where b.id = (r ->> 'brand')::uuid),
        'sites', case when jsonb_typeof(r -> 'sites') = 'array' then (
          select jsonb_agg(w.name order by n) from jsonb_array_elements_text(r -> 'sites') with ordinality as s (id, n)
          join portal.organization w on w.id = s.id::uuid) end)) order by place) from jsonb_array_elements(one.reasons) with ordinality as e (r, place)),
    'strike', (select jsonb_build_object('id', s.id, 'level', s.level) from portal.strike s
      where s.workplace_id = one.workplace_id and s.ended_at is null))
  from portal.organization o where o.id = one.workplace_id
$$;
alter function private.warning_row(portal.warning) owner to portal_keeper;
comment on function private.warning_row is 'A warning as the desk reads it.';

create function private.early_warning(opened uuid default null) returns jsonb
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform private.at_the_strike_desk();
  return jsonb_build_object(
    -- How many there are of each; the lists hold the most unusual.
    'found', (select jsonb_build_object('warnings', count(*) filter (where l.kind <> 'silent' and l.strike_id is null),
        'silent', count(*) filter (where l.kind = 'silent'), 'dismissed', (select count(*) from portal.warning a
          where a.cleared_at is null and a.dismissed_at is not null))
      from portal.warning l where l.cleared_at is null and l.dismissed_at is null),
    'warnings', (select coalesce(jsonb_agg(private.warning_row(w) order by w.score desc, w.id), '[]') from (
      select l.* from portal.warning l
      where l.cleared_at is null and l.dismissed_at is null and l.strike_id is null and l.kind <> 'silent' order by l.score desc, l.id limit 40) w),
    'silent', (select coalesce(jsonb_agg(private.warning_row(w) order by w.score desc, w.id), '[]') from (
      select l.* from portal.warning l
      where l.cleared_at is null and l.dismissed_at is null and l.kind = 'silent' order by l.score desc, l.id limit 60) w),
    'dismissed', (select coalesce(jsonb_agg(jsonb_build_object('kind', w.kind, 'workplace', private.organization_json(o), 'cause', w.cause,
        'why', w.dismissed_why, 'by', p.name, 'at', private.instant(w.dismissed_at)) order by w.dismissed_at desc, w.id), '[]')
      from (select l.* from portal.warning l where l.cleared_at is null and l.dismissed_at is not null order by l.dismissed_at desc, l.id limit 20) w
      join portal.organization o on o.id = w.workplace_id left join portal.person p on p.id = w.dismissed_by),
    'last_run', (select jsonb_build_object('at', private.instant(r.at), 'sites', r.sites) from portal.warning_run r order by r.at desc limit 1),
    'opened', early_warning.opened);
end
$$;
alter function private.early_warning(uuid) owner to portal_keeper;
comment on function private.early_warning is 'The ranked list, silent workplaces, what was put aside, and when somebody last looked. For the desk alone.';

create function private.warning_held(warning uuid) returns portal.warning
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  one portal.warning;
begin
  perform private.at_the_strike_desk();
  select w.* into one from portal.warning w where w.id = warning_held.warning for update;
  if one.id is null then
    perform private.refuse('404', 'absent', 'There is no warning here for you.');
  end if;
  if one.cleared_at is not null or one.dismissed_at is not null or one.strike_id is not null then
    perform private.refuse('409', 'case_state_changed', 'Somebody dealt with this warning already.');
  end if;
  return one;
end
$$;
alter function private.warning_held(uuid) owner to portal_keeper;
comment on function private.warning_held is 'A warning that waits, locked for a deed of the desk; refuses everybody else.';

create function private.open_warning(warning uuid) returns uuid
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  one portal.warning := private.warning_held(warning);
  behind jsonb := private.warning_cases(one);
  made uuid;
  about text;
  linked uuid;
begin
  if one.kind = 'silent' then
    perform private.refuse('400', 'value_invalid', 'Silence is no tension: visit the workplace.', '{"field": "warning"}');
  end if;
  about := coalesce(one.code, (
    select i.code from jsonb_array_elements(behind) b join portal.case_ c on c.reference = b ->> 'reference' and c.workplace_id = one.workplace_id
    join portal.case_issue i on i.case_id = c.id
    where i.code not like 'X%' and (one.cause is null or left(i.code, 1) = one.cause) group by i.code order by count(*) desc, i.code limit 1));
  made := private.open_strike(one.workplace_id, about, null, (one.since at time zone private.zone_of(one.workplace_id))::date);
  for linked in
    select c.id from jsonb_array_elements(behind) b join portal.case_ c on c.reference = b ->> 'reference'
    where c.workplace_id = one.workplace_id and private.open_state(c.state)
      and not exists (select from portal.strike_case l where l.case_id = c.id and l.unlinked_at is null) order by c.id
  loop
    perform private.link_to_strike(linked, made);
  end loop;
  update portal.warning w set strike_id = made where w.id = one.id;
  return made;
end
$$;
alter function private.open_warning(uuid) owner to portal_keeper;
comment on function private.open_warning is 'Opens L0 for a warning: its cause is the first demand, its open cases at that workplace are linked.';

create function private.dismiss_warning(warning uuid, why text) returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  one portal.warning := private.warning_held(warning);
begin
  if (dismiss_warning.why in ('known', 'unrelated', 'explained', 'visited', 'closed')) is not true then
    perform private.refuse('400', 'value_invalid', 'Choose why.', '{"field": "why"}');
  end if;
  update portal.warning w set dismissed_at = private.clock_now(), dismissed_by = private.my_person(), dismissed_why = dismiss_warning.why,
    dismissed_score = w.score, dismissed_observed = w.observed
  where w.id = one.id;
end
$$;
alter function private.dismiss_warning(uuid, text) owner to portal_keeper;
comment on function private.dismiss_warning is 'Puts a warning aside with a reason; it comes back only when it got worse.';

grant execute on function private.warning_cases(portal.warning, integer), private.cases_to_link(portal.warning), private.warning_row(portal.warning) to portal_keeper;
grant execute on function private.early_warning(uuid), private.open_warning(uuid), private.dismiss_warning(uuid, text) to authenticated;
