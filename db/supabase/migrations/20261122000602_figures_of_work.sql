-- How the work lies: what is open, what needs hands today, what brands did, and the load among coordinators.

create function private.hands_today(organization uuid, site uuid) returns jsonb
language sql stable
as $$
  -- The head of the list that the inbox keeps in order; for one workplace that of the 200 most urgent.
  select coalesce(jsonb_agg(jsonb_build_object('reference', h.reference, 'workplace', h.name, 'waits_for', h.waits_for,
    'severity', h.severity, 'due_at', private.instant(h.due_at)) order by coalesce(h.due_at, 'infinity'::timestamptz),
      h.case_id), '[]')
  from (
    select c.reference, o.name, p.waits_for, c.severity, p.due_at, p.case_id
    from (
      select q.case_id, q.waits_for, q.due_at from portal.party q
      where q.organization_id = organization and q.box = 'needs' and q.until is null and not q.hidden
      order by coalesce(q.due_at, 'infinity'::timestamptz), q.case_id
      limit case when site is null then 8 else 200 end) p
    join portal.case_ c on c.id = p.case_id join portal.organization o on o.id = c.workplace_id
    where site is null or c.workplace_id = site
    order by coalesce(p.due_at, 'infinity'::timestamptz), p.case_id limit 8) h
$$;
comment on function private.hands_today is 'The first eight cases that wait for this side''s hands, by their day.';

create function private.backlog_listed(standing jsonb, organization uuid, site uuid) returns jsonb
language sql stable
as $$
  with today as materialized (
    select (private.clock_now() at time zone private.zone_of(site))::date as today
  ), age as materialized (
    select array_agg(greatest(t.today - d.key::date, 0)) as days, array_agg(d.value::integer) as counts
    from jsonb_each_text(coalesce(standing -> 'open_day', '{}')) d cross join today t
  )
  select jsonb_build_object('open', coalesce((standing -> 'open' ->> '')::integer, 0),
    'oldest', (select max(d) from age a, unnest(a.days) d),
    'ages', (select private.bins_listed(coalesce(a.days, '{}'), coalesce(a.counts, '{}'), '{0,8,15,31,61,91,181}') from age a),
    'today', private.hands_today(organization, site))
$$;
comment on function private.backlog_listed is 'What is open now, by age, and the first that waits for this side''s hands.';

create function private.brands_listed(told jsonb, standing jsonb) returns jsonb
language sql stable
as $$
  select jsonb_build_object('words', private.days_listed(told -> 'brand_word', '{0,1,2,3,4,5,6,7,8,11,14}'),
    'silent', coalesce((standing -> 'brand_silent' ->> '')::integer, 0),
    'plan', (select c from jsonb_array_elements(private.clocks_listed(told)) c where c ->> 'kind' = 'brand_plan'),
    'actions', private.cells_listed(told -> 'brand_action', '{agreed,done,verified}'))
$$;
comment on function private.brands_listed is
  'What brands themselves did: first word, assessment and plan, steps taken on.';

create function private.team_listed(me private.actor, told jsonb) returns jsonb
language sql stable
as $$
  -- By name, never by number; a coordinator reads the own line, and how the middle half of at least five people lies.
  with load as (
    select w.key::uuid as person, w.value::integer as cases, sum(w.value::integer) over () as total
      from jsonb_each_text(coalesce(told -> 'worked', '{}')) w
  )
  select jsonb_build_object('people', (select count(*) from load),
    'low', (select case when count(*) >= 5 then percentile_disc(0.25) within group (order by l.cases) end from load l),
    'high', (select case when count(*) >= 5 then percentile_disc(0.75) within group (order by l.cases) end from load l),
    'lines', (
      select coalesce(jsonb_agg(jsonb_build_object('name', p.name, 'mine', p.id = me.person, 'cases', l.cases,
        'share', round(100.0 * l.cases / l.total)::integer,
        'deeds', (select jsonb_agg(jsonb_build_object('bucket', d.deed, 'n',
          coalesce((told -> 'work' ->> (p.id || ':' || d.deed))::integer, 0)) order by d.place)
          from unnest(array['screened', 'decided', 'moved', 'found', 'asked', 'written']) with ordinality as d (deed, place)))
        order by p.name, p.id), '[]')
      from load l join portal.person p on p.id = l.person where me.role = 'supervisor' or p.id = me.person))
$$;
comment on function private.team_listed is
  'How the load lies among coordinators: cases and kinds of work, no worker and no place.';

create function private.figures_more(
  me private.actor, chosen uuid, received integer, cells jsonb
) returns jsonb
language plpgsql stable
as $$
declare
  ours boolean := me.role in ('coordinator', 'supervisor');
  told jsonb := coalesce(nullif(cells -> 'by', 'null'), '{}');
  standing jsonb := coalesce(nullif(cells -> 'now', 'null'), '{}');
  asked integer := (select coalesce(sum(e.value::integer), 0) from jsonb_each_text(coalesce(told -> 'internal_channel', '{}')) e);
begin
  return jsonb_build_object(
    'severities', private.cells_listed(told -> 'severity', '{1,2,3,4}'),
    'answers', private.days_listed(told -> 'answer_days', '{0,1,2,3,4,5,6,7,8,11,14}'),
    'closings', private.days_listed(told -> 'close_days', '{0,8,15,31,61,91}'),
    'repeats', private.cells_listed(told -> 'repeat'),
    'flow', private.flow_listed(told),
    'backlog', private.backlog_listed(standing, me.organization, case when ours then chosen end))
  || case when not ours then jsonb_build_object(
    -- As published, the same for every workplace: nothing here depends on who asks.
    'peers', (select jsonb_build_object('quarter', p.quarter, 'table', t.one)
      from portal.publication p cross join lateral jsonb_array_elements(p.tables) as t (one)
      where p.kind = 'peers' and t.one ->> 'subject' = 'answer_days' order by p.quarter desc, p.version desc limit 1))
  else jsonb_build_object(
    'channels', private.cells_listed(told -> 'channel', '{phone,chat,web,walk_in,letter}'),
    'marks', private.cells_listed(told -> 'mark', '{zero_tolerance,strike,retaliation,held,escalated,reopened,appeal}'),
    'internal_channel', private.cells_listed((coalesce(nullif(told -> 'internal_channel', 'null'), '{}'))
      || jsonb_build_object('not_asked', greatest(received - asked, 0)), '{tried,unsafe,not_tried,not_asked}'),
    'causes', private.cells_listed(told -> 'cause', array(select c.code from portal.cause c order by c.of_buyer desc, c.code)),
    'brands', private.brands_listed(told, standing),
    -- How people's work lies is no figure of one workplace.
    'team', case when chosen is null then private.team_listed(me, told) end) end;
end
$$;
comment on function private.figures_more is 'How the work went and lies: what stands beside the counts of cases.';
grant execute on function private.hands_today(uuid, uuid), private.backlog_listed(jsonb, uuid, uuid),
  private.brands_listed(jsonb, jsonb),
  private.team_listed(private.actor, jsonb), private.figures_more(private.actor, uuid, integer, jsonb) to portal_keeper;
