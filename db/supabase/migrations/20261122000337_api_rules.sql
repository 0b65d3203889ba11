-- What an administrator may change: how long things may take, and what is zero tolerance where. A change is a new version.

create function private.rules_view() returns jsonb
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  if not private.is_supervisor() or private.previewing() then
    perform private.refuse('403', 'not_allowed', 'Only a supervisor looks after the rules.');
  end if;
  return jsonb_build_object(
    'clocks', (
      select jsonb_agg(jsonb_build_object('kind', k.kind, 'severity', k.severity, 'basis', k.basis, 'versions', k.versions)
        order by k.kind, k.severity)
      from (
        select r.kind, r.severity, min(r.basis) as basis, jsonb_agg(jsonb_build_object('version', r.version,
          'months', (extract(year from r.span) * 12 + extract(month from r.span))::integer, 'days', extract(day from r.span)::integer,
          'hours', extract(hour from r.span)::integer, 'working_days', r.working_days, 'since', private.instant(r.since),
          'by', p.name, 'reason', r.reason) order by r.version desc) as versions
        from portal.clock_rule r left join portal.person p on p.id = r.set_by group by r.kind, r.severity) k),
    'countries', (
      select jsonb_agg(jsonb_build_object('country', c.country, 'judged', c.judged, 'versions', c.versions) order by c.country)
      from (
        select r.country, (array_agg(to_jsonb(r.judged) order by r.version desc))[1] as judged, jsonb_agg(jsonb_build_object(
          'version', r.version, 'national_age', r.national_age, 'minimum_age', r.minimum_age, 'basis', r.basis, 'codes', r.codes,
          'since', private.instant(r.since), 'by', p.name, 'reason', r.reason) order by r.version desc) as versions
        from portal.protocol_rule r left join portal.person p on p.id = r.set_by group by r.country) c),
    'general', (select to_jsonb(r.codes) from portal.protocol_rule r where r.country = 'ZZ' and r.version = 1));
end
$$;
alter function private.rules_view() owner to portal_keeper;
comment on function private.rules_view is 'Every rule that a supervisor may change, with all its versions: since when, by whom, why. For supervisors alone.';

create function private.set_rule(
  kind text, severity integer, version integer, hours integer, working_days integer, reason text
) returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  rule portal.clock_rule;
  said text;
begin
  if not private.is_supervisor() or private.previewing() then
    perform private.refuse('403', 'not_allowed', 'Only a supervisor changes how long things may take.');
  end if;
  perform pg_advisory_xact_lock(7422);
  rule := private.rule_of(set_rule.kind, set_rule.severity);
  if rule.kind is null then
    perform private.refuse('400', 'value_invalid', 'There is no such clock.', '{"field": "kind"}');
  end if;
  if rule.basis = 'law' then
    perform private.refuse('403', 'guard_law', 'This time is set by law.');
  end if;
  if (set_rule.hours between 1 and 8784 and set_rule.working_days is null)
     is not true and (set_rule.working_days between 1 and 250 and set_rule.hours is null) is not true then
    perform private.refuse('400', 'value_invalid', 'Give hours or working days.', '{"field": "hours"}');
  end if;
  if set_rule.version is distinct from rule.version then
    perform private.refuse('409', 'revision_stale', 'Somebody changed this rule. You see the new one now.',
      jsonb_build_object('version', rule.version));
  end if;
  said := private.check_words(set_rule.reason, 'reason', 500);
  insert into portal.clock_rule (kind, severity, version, span, working_days, basis, since, set_by, reason)
  values (rule.kind, rule.severity, rule.version + 1,
    -- Whole days go by the wall clock.
    case when set_rule.hours % 24 = 0 and set_rule.hours > 24 then make_interval(days => set_rule.hours / 24)
      else make_interval(hours => set_rule.hours) end,
    set_rule.working_days, rule.basis, private.clock_now(), private.my_person(), said);
end
$$;
alter function private.set_rule(text, integer, integer, integer, integer, text) owner to portal_keeper;
comment on function private.set_rule is 'A new version of one of our own lengths, and why; clocks that run keep theirs.';

create function private.write_protocol_rule(
  country text, version integer, national_age integer, codes text[], reason text
) returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  before portal.protocol_rule;
  said text;
begin
  if not private.is_supervisor() or private.previewing() then
    perform private.refuse('403', 'not_allowed', 'Only a supervisor changes the rules of zero tolerance.');
  end if;
  if (write_protocol_rule.country ~ '^[A-Z]{2}$' and write_protocol_rule.national_age between 12 and 18) is not true then
    perform private.refuse('400', 'value_invalid', 'Choose a country and its minimum age.', '{"field": "national_age"}');
  end if;
  perform pg_advisory_xact_lock(7423);
  select * into before from portal.protocol_rule r where r.country in (write_protocol_rule.country, 'ZZ')
  order by r.country = 'ZZ', r.version desc limit 1;
  -- A country without a line of its own goes by the general one: its version is 0.
  if write_protocol_rule.version is distinct from (case when before.country = write_protocol_rule.country then before.version else 0 end) then
    perform private.refuse('409', 'revision_stale', 'Somebody changed this rule. You see the new one now.',
      jsonb_build_object('version', before.version));
  end if;
  said := private.check_words(write_protocol_rule.reason, 'reason', 500);
  -- What DOMAIN 7 names raises it everywhere; a country may add codes, and never take one away.
  if (select coalesce(bool_and(c.code in (select i.code from portal.issue_code i)), true)
    from unnest(codes) as c (code)) is not true
     or not coalesce(codes, '{}') @> (select r.codes from portal.protocol_rule r where r.country = 'ZZ' and r.version = 1) then
    perform private.refuse('400', 'value_invalid', 'The codes of the general list stay.', '{"field": "codes"}');
  end if;
  insert into portal.protocol_rule (country, version, national_age, basis, codes, judged, child_codes, since, set_by, reason)
  values (write_protocol_rule.country, case when before.country = 'ZZ' and write_protocol_rule.country <> 'ZZ'
    then 1 else before.version + 1 end,
    write_protocol_rule.national_age, case when write_protocol_rule.country = 'ZZ' then 'ours' else 'law' end,
    write_protocol_rule.codes, before.judged, before.child_codes, private.clock_now(), private.my_person(), said);
  insert into portal.protocol_step_rule (country, version, item, step, place, owner, by_hand, skip, clock, span, at_once)
  select write_protocol_rule.country, r.version, s.item, s.step, s.place, s.owner, s.by_hand, s.skip, s.clock, s.span, s.at_once
  from portal.protocol_step_rule s
  cross join lateral (select max(r.version) as version from portal.protocol_rule r
    where r.country = write_protocol_rule.country) r
  where s.country = before.country and s.version = before.version;
end
$$;
alter function private.write_protocol_rule(text, integer, integer, text[], text) owner to portal_keeper;
comment on function private.write_protocol_rule is
  'A supervisor writes a new version for a country; protocols that run keep theirs.';

create function api.rules() returns jsonb
language sql stable
set search_path = pg_catalog, pg_temp
as $$ select private.rules_view() $$;
comment on function api.rules is 'What a supervisor may change, with every version of it.';

create function api.set_clock_rule(
  request_id uuid, kind text, severity integer, version integer default null, hours integer default null,
  working_days integer default null, reason text default null
) returns jsonb
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  if not private.done_before(set_clock_rule.request_id, jsonb_build_array('set_clock_rule', set_clock_rule.kind, set_clock_rule.severity,
      set_clock_rule.version, set_clock_rule.hours, set_clock_rule.working_days, set_clock_rule.reason)::text) then
    perform private.set_rule(set_clock_rule.kind, set_clock_rule.severity, set_clock_rule.version, set_clock_rule.hours,
      set_clock_rule.working_days, set_clock_rule.reason);
  end if;
  return private.rules_view();
end
$$;
comment on function api.set_clock_rule is
  'A supervisor changes one of our own lengths, from the version looked at, with a reason; what the law sets stays.';

create function api.set_protocol_rule(
  request_id uuid, country text, national_age integer, codes text[], version integer default null, reason text default null
) returns jsonb
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  if not private.done_before(set_protocol_rule.request_id, jsonb_build_array('set_protocol_rule', set_protocol_rule.country,
      set_protocol_rule.national_age, set_protocol_rule.codes::text, set_protocol_rule.version, set_protocol_rule.reason)::text) then
    perform private.write_protocol_rule(set_protocol_rule.country, set_protocol_rule.version, set_protocol_rule.national_age,
      set_protocol_rule.codes, set_protocol_rule.reason);
  end if;
  return private.rules_view();
end
$$;
comment on function api.set_protocol_rule is
  'A supervisor writes a new version of the rule of a country, from the version looked at, with its source.';

grant execute on function private.rules_view(), private.set_rule(text, integer, integer, integer, integer, text),
  private.write_protocol_rule(text, integer, integer, text[], text) to authenticated;
grant execute on function api.rules(), api.set_clock_rule(uuid, text, integer, integer, integer, integer, text),
  api.set_protocol_rule(uuid, text, integer, text[], integer, text) to authenticated;
