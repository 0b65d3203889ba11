-- The inbox: lists start from the party row, which carries what they sort and filter by.

create function private.inbox_counts(organization uuid, box text) returns jsonb
language sql stable
-- A bitmap is made of all that is there before the first few hundred are counted.
set enable_bitmapscan = off
set enable_seqscan = off
as $$
  -- Counting stops at 300: the screen then says "300+", and a large inbox costs what a small one does.
  select jsonb_build_object(
    'needs', (select count(*) from (select from portal.party p
      where p.organization_id = organization and p.until is null and p.box = 'needs' limit 301) k),
    'waiting', (select count(*) from (select from portal.party p
      where p.organization_id = organization and p.until is null and p.box = 'waiting' limit 301) k),
    'closed', (select count(*) from (select from portal.party p
      where p.organization_id = organization and p.until is null and p.box = 'closed' limit 301) k),
    'unread', (select count(*) from (select from portal.party p
      where p.organization_id = organization and p.until is null and p.box = inbox_counts.box and p.unread > 0 limit 301) k),
    'zero_tolerance', (select count(*) from (select from portal.party p
      where p.organization_id = organization and p.until is null and p.box = inbox_counts.box
        and p.badges <> '{}' and p.badges @> '{zero_tolerance}' limit 301) k),
    'strike', (select count(*) from (select from portal.party p
      where p.organization_id = organization and p.until is null and p.box = inbox_counts.box
        and p.badges <> '{}' and p.badges @> '{strike}' limit 301) k))
    || (select jsonb_object_agg('severity_' || grade, (select count(*) from (select from portal.party p
      where p.organization_id = organization and p.until is null and p.box = inbox_counts.box and p.severity = grade
        limit 301) k))
      from generate_series(1, 4) as grade)
$$;
comment on function private.inbox_counts is 'How many cases lie where, each at most 301.';

-- Planned once per connection: a plan for each call costs ten times the work itself, half of the whole inbox.
create function private.inbox_filters(organization uuid) returns jsonb
language plpgsql stable
set plan_cache_mode = force_generic_plan
as $$
begin
  -- Each side starts from what leads to few rows: asking the policy about every workplace would cost a large portal dearly.
  return jsonb_build_object(
    'workplaces', case
      when private.is_handshake() then (select coalesce(jsonb_agg(private.organization_json(o) order by o.name), '[]') from (
        select o.* from portal.organization o where o.kind = 'workplace' order by o.name limit 200) o)
      else (select coalesce(jsonb_agg(private.organization_json(o) order by o.name), '[]') from (
        select o.* from portal.supply_link l join portal.organization o on o.id = l.workplace_id
        where l.brand_id = inbox_filters.organization and l.until is null
        union
        select o.* from portal.organization o where o.id = inbox_filters.organization and o.kind = 'workplace'
        order by name limit 200) o) end,
    'brands', case when private.is_handshake()
      then (select coalesce(jsonb_agg(private.organization_json(o) order by o.name), '[]') from (
      select o.* from portal.organization o where o.kind = 'brand' order by o.name limit 200) o) else '[]' end);
end
$$;
comment on function private.inbox_filters is 'Workplaces and brands that the caller may filter by.';

create function private.inbox_place(by_due boolean, back boolean, paged boolean, named boolean) returns text
language sql immutable
as $$
  select concat_ws(' and ', 'true',
    case when paged and by_due then format($c$(coalesce(q.due_at, 'infinity'::timestamptz), q.case_id) %s ($3, $4)$c$,
      case when back then '<' else '>' end) end,
    case when paged and not by_due then format('(q.last_activity, q.case_id) %s ($3, $4)',
      case when back then '>' else '<' end) end,
    -- Who types a whole number of a case wants that one.
    case when named then 'q.case_id = (select n.id from portal.case_ n where n.reference = upper($11))' end)
$$;
comment on function private.inbox_place is 'Where in the list a page begins, or which case was named: conditions on the party row alone.';

create function private.inbox_conditions(
  words text, severities integer[], flags text[], workplace uuid, brand uuid, month text
) returns text
language sql immutable
as $$
  -- Only constants of this text and the numbers of parameters go into the query; what people typed travels as parameters.
  select concat_ws(' and ', 'true',
    case when severities is not null then 'q.severity = any ($5)' end,
    case when flags is not null
      then $c$not exists (select from unnest($6) f where not (f = any (q.badges) or (f = 'unread' and q.unread > 0)))$c$ end,
    case when workplace is not null then 'c.workplace_id = $7' end,
    case when brand is not null
      then 'exists (select from portal.party b where b.case_id = c.id and b.organization_id = $8 and b.until is null)' end,
    case when month is not null then
      $c$coalesce((select d.received_at from portal.case_desk d where d.case_id = c.id), q.since) >= $9
        and coalesce((select d.received_at from portal.case_desk d where d.case_id = c.id), q.since)
          < $9 + interval '1 month'$c$ end,
    case when words is not null then
      $c$(c.reference ilike $10
        or exists (select from portal.organization o where o.id = c.workplace_id and normalize(o.name, nfc) ilike $10)
        or exists (select from portal.release r where r.case_id = c.id and normalize(r.body, nfc) ilike $10)
        or exists (select from portal.message m where m.case_id = c.id and normalize(m.body, nfc) ilike $10))$c$ end)
$$;
comment on function private.inbox_conditions is
  'The conditions of one page of the inbox, so that each page is planned for just what it asks.';

create function api.inbox(
  box text default 'needs', words text default null, severities integer[] default null, flags text[] default null,
  workplace uuid default null, brand uuid default null, month text default null, after_key text default null,
    before_key text default null, most integer default 25
) returns jsonb
language plpgsql stable
as $$
declare
  me private.actor := private.me();
  by_due boolean := inbox.box in ('needs', 'waiting');
  wanted text := nullif(btrim(inbox.words), '');
  pattern text := '%' || replace(replace(replace(normalize(wanted, nfc), '\', '\\'), '%', '\%'), '_', '\_') || '%';
  back boolean := inbox.before_key is not null;
  -- Words are read in a thousand cases at a time: whoever looks for something rare goes on from there.
  reads constant integer := 1000;
  named boolean := wanted ~* '^HS-[0-9A-Z]{4}-[0-9A-Z]{4}$';
  key_at timestamptz;
  key_case uuid;
  searched boolean := wanted is not null and named is not true;
  sorted text := case when by_due then $c$coalesce(q.due_at, 'infinity'::timestamptz)$c$ else 'q.last_activity' end;
  direction text := case when by_due <> back then 'asc' else 'desc' end;
  reached text;
  shown boolean;
  found_rows jsonb;
  more boolean;
begin
  if me.organization is null then
    perform private.refuse('401', 'sign_in_needed', 'Sign in first.');
  end if;
  if (inbox.box in ('needs', 'waiting', 'closed')) is not true or inbox.month !~ '^[1-9][0-9]{3}-(0[1-9]|1[0-2])$'
    or length(wanted) > 200 or (inbox.most between 1 and 500) is not true then
    perform private.refuse('400', 'value_invalid', 'That filter is not of the right form.', '{"field": "filter"}');
  end if;
  if coalesce(inbox.after_key, inbox.before_key) is not null then
    begin
      key_at := split_part(coalesce(inbox.after_key, inbox.before_key), '|', 1)::timestamptz;
      key_case := split_part(coalesce(inbox.after_key, inbox.before_key), '|', 2)::uuid;
    exception when others then
      perform private.refuse('400', 'value_invalid', 'That page is not of the right form.', '{"field": "page"}');
    end;
  end if;
  execute format($q$
    with listed as (
      select q.case_id, q.badges, q.waits_for, q.due_at, q.unread, q.last_activity, q.severity, q.since, %1$s as sort_at
      from portal.party q
      where q.organization_id = $1 and q.until is null and q.box = $2 and %6$s
      %7$s
    ), candidates as (
      select q.case_id, q.badges, q.waits_for, q.due_at, q.unread, q.last_activity, q.severity,
        c.reference, c.main_issue, c.phase, c.workplace_id, q.sort_at
      from listed q join portal.case_ c on c.id = q.case_id
      where %2$s
      order by q.sort_at %3$s, q.case_id %3$s
      limit %4$s + 1
    ), cut as (
      select c.*, row_number() over (order by c.sort_at %3$s, c.case_id %3$s) as place from candidates c
    )
    select coalesce(jsonb_agg(jsonb_build_object('reference', c.reference,
        'issues', coalesce((select jsonb_agg(i.code order by i.position) from portal.case_issue i where i.case_id = c.case_id),
          jsonb_build_array(c.main_issue)),
        'workplace', o.name, 'city', o.city, 'severity', c.severity, 'phase', c.phase, 'badges', to_jsonb(c.badges),
          'waits_for', c.waits_for,
        'due_at', private.instant(c.due_at), 'unread', c.unread, 'last_activity', private.instant(c.last_activity),
        'key', (case when c.sort_at = 'infinity' then 'infinity' else private.instant(c.sort_at) end) || '|' || c.case_id
      ) order by case when %5$L then -c.place else c.place end) filter (where c.place <= %4$s), '[]'), count(*) > %4$s,
      %8$s
    from cut c join portal.organization o on o.id = c.workplace_id
  $q$,
    sorted, private.inbox_conditions(case when not named then wanted end, inbox.severities, inbox.flags, inbox.workplace,
      inbox.brand, inbox.month),
    direction, inbox.most, back, private.inbox_place(by_due, back, key_at is not null, coalesce(named, false)),
    case when searched then format('order by %s %s, q.case_id %2$s limit %s', sorted, direction, reads) else '' end,
    case when searched then format($c$(select (case when l.sort_at = 'infinity' then 'infinity' else private.instant(l.sort_at) end)
      || '|' || l.case_id from listed l order by l.sort_at %1$s, l.case_id %1$s offset %2$s limit 1)$c$, direction, reads - 1)
      else 'null' end)
  into found_rows, more, reached
  using me.organization, inbox.box, key_at, key_case, inbox.severities, inbox.flags, inbox.workplace, inbox.brand,
    (inbox.month || '-01')::timestamptz, pattern, wanted;
  shown := jsonb_array_length(found_rows) > 0;
  reached := case when not more then reached end;
  return jsonb_build_object('box', inbox.box, 'rows', found_rows, 'reads', case when reached is not null then reads end,
    'newer', case when back and reached is not null then reached
      when shown and ((back and more) or (not back and inbox.after_key is not null)) then found_rows -> 0 ->> 'key' end,
    'older', case when not back and reached is not null then reached
      when shown and ((not back and more) or back) then found_rows -> -1 ->> 'key' end,
    'counts', private.inbox_counts(me.organization, inbox.box), 'notices', private.notice_count(),
    -- As the index sorts: the first of each box, not the least of all.
    'next_due', (select nullif(min(d.first), 'infinity')::date
      from unnest(array['needs', 'waiting']) as b (name) cross join lateral (
        select coalesce(p.due_at, 'infinity'::timestamptz) as first from portal.party p
        where p.organization_id = me.organization and p.until is null and p.box = b.name
        order by coalesce(p.due_at, 'infinity'::timestamptz), p.case_id limit 1) d))
    || private.inbox_filters(me.organization);
end
$$;
comment on function api.inbox is 'One page of the caller''s cases in a box, with counts and filters; 25 rows, or up to 500 for an export, paged by key.';
grant execute on function private.inbox_counts(uuid, text), private.inbox_filters(uuid),
  private.inbox_place(boolean, boolean, boolean, boolean),
  private.inbox_conditions(text, integer[], text[], uuid, uuid, text) to authenticated;
grant execute on function api.inbox(text, text, integer[], text[], uuid, uuid, text, text, text, integer) to authenticated;
