-- The inbox: lists start from the party row, which carries what they sort and filter by.

create function private.count_capped(organization uuid, box text, flag text, severity integer) returns integer
language sql stable
as $$
  -- Counting stops at 1,000: the screen then says "1,000+", and a large inbox costs what a small one does.
  select count(*)::integer from (
    select from portal.party p
    where p.organization_id = organization and p.until is null and p.box = count_capped.box
      and (flag is null or (flag = 'unread' and p.unread > 0) or flag = any (p.badges))
      and (count_capped.severity is null or exists (select from portal.case_ c where c.id = p.case_id and c.severity = count_capped.severity))
    limit 1001) counted
$$;
comment on function private.count_capped is 'How many cases lie in a box, at most 1,001.';

create function api.inbox(
  box text default 'needs', words text default null, severities integer[] default null, flags text[] default null,
  workplace uuid default null, brand uuid default null, month text default null, after_key text default null, before_key text default null
) returns jsonb
language plpgsql stable
as $$
declare
  me private.actor := private.me();
  by_due boolean := inbox.box in ('needs', 'waiting');
  pattern text := '%' || replace(replace(replace(normalize(btrim(inbox.words), nfc), '\', '\\'), '%', '\%'), '_', '\_') || '%';
  back boolean := inbox.before_key is not null;
  key_at timestamptz;
  key_case uuid;
  page_size constant integer := 25;
  from_day timestamptz;
  found_rows jsonb;
  more boolean;
begin
  if me.organization is null then
    perform private.refuse('401', 'sign_in_needed', 'Sign in first.');
  end if;
  if (inbox.box in ('needs', 'waiting', 'closed')) is not true or inbox.month !~ '^[0-9]{4}-(0[1-9]|1[0-2])$' then
    perform private.refuse('400', 'value_invalid', 'That filter is not of the right form.', '{"field": "filter"}');
  end if;
  from_day := (inbox.month || '-01')::timestamptz;
  if coalesce(inbox.after_key, inbox.before_key) is not null then
    begin
      key_at := split_part(coalesce(inbox.after_key, inbox.before_key), '|', 1)::timestamptz;
      key_case := split_part(coalesce(inbox.after_key, inbox.before_key), '|', 2)::uuid;
    exception when others then
      perform private.refuse('400', 'value_invalid', 'That page is not of the right form.', '{"field": "page"}');
    end;
  end if;
  with candidates as (
    select p.case_id, p.severity, p.reference, p.main_issue, p.phase, p.workplace_id, p.badges, p.waits_for, p.due_at, p.unread, p.last_activity,
      p.sort_at
    from (
      select q.case_id, q.badges, q.waits_for, q.due_at, q.unread, q.last_activity, q.since,
        c.severity, c.reference, c.main_issue, c.phase, c.workplace_id,
        case when by_due then coalesce(q.due_at, 'infinity'::timestamptz) else q.last_activity end as sort_at
      from portal.party q join portal.case_ c on c.id = q.case_id
      where q.organization_id = me.organization and q.until is null and q.box = inbox.box
        and (key_at is null
          or (by_due and not back and (coalesce(q.due_at, 'infinity'::timestamptz), q.case_id) > (key_at, key_case))
          or (by_due and back and (coalesce(q.due_at, 'infinity'::timestamptz), q.case_id) < (key_at, key_case))
          or (not by_due and not back and (q.last_activity, q.case_id) < (key_at, key_case))
          or (not by_due and back and (q.last_activity, q.case_id) > (key_at, key_case)))
        and (inbox.severities is null or c.severity = any (inbox.severities))
        and (inbox.flags is null or not exists (select from unnest(inbox.flags) f where not (f = any (q.badges) or (f = 'unread' and q.unread > 0))))
        and (inbox.workplace is null or c.workplace_id = inbox.workplace)
        and (inbox.brand is null or exists (select from portal.party b where b.case_id = c.id and b.organization_id = inbox.brand and b.until is null))
        and (from_day is null or coalesce((select d.received_at from portal.case_desk d where d.case_id = c.id), q.since) >= from_day
          and coalesce((select d.received_at from portal.case_desk d where d.case_id = c.id), q.since) < from_day + interval '1 month')
        and (pattern is null
          or c.reference ilike pattern
          or exists (select from portal.organization o where o.id = c.workplace_id and normalize(o.name, nfc) ilike pattern)
          or exists (select from portal.release r where r.case_id = c.id and normalize(r.body, nfc) ilike pattern)
          or exists (select from portal.message m where m.case_id = c.id and normalize(m.body, nfc) ilike pattern))
    ) p
    order by
      case when by_due and not back then p.sort_at end asc, case when by_due and back then p.sort_at end desc,
      case when not by_due and not back then p.sort_at end desc, case when not by_due and back then p.sort_at end asc,
      case when by_due <> back then p.case_id end asc, case when by_due = back then p.case_id end desc
    limit page_size + 1
  ), cut as (
    select c.*, row_number() over () as place from candidates c
  )
  select coalesce(jsonb_agg(jsonb_build_object('reference', c.reference,
      'issues', coalesce((select jsonb_agg(i.code order by i.position) from portal.case_issue i where i.case_id = c.case_id), jsonb_build_array(c.main_issue)),
      'workplace', o.name, 'city', o.city, 'severity', c.severity, 'phase', c.phase, 'badges', to_jsonb(c.badges), 'waits_for', c.waits_for,
      'due_at', private.instant(c.due_at), 'unread', c.unread, 'last_activity', private.instant(c.last_activity),
      'key', (case when c.sort_at = 'infinity' then 'infinity' else private.instant(c.sort_at) end) || '|' || c.case_id
    ) order by case when back then -c.place else c.place end) filter (where c.place <= page_size), '[]'), count(*) > page_size
    into found_rows, more
  from cut c join portal.organization o on o.id = c.workplace_id;
  return jsonb_build_object('box', inbox.box, 'rows', found_rows,
    'newer', case when jsonb_array_length(found_rows) > 0 and ((back and more) or (not back and inbox.after_key is not null)) then found_rows -> 0 -> 'key' end,
    'older', case when jsonb_array_length(found_rows) > 0 and ((not back and more) or back) then found_rows -> -1 -> 'key' end,
    'counts', (select jsonb_object_agg(k.name, private.count_capped(me.organization, k.box, k.flag, k.severity))
      from (values ('needs', 'needs', null, null), ('waiting', 'waiting', null, null), ('closed', 'closed', null, null),
        ('unread', inbox.box, 'unread', null), ('zero_tolerance', inbox.box, 'zero_tolerance', null), ('strike', inbox.box, 'strike', null),
        ('severity_1', inbox.box, null, 1), ('severity_2', inbox.box, null, 2), ('severity_3', inbox.box, null, 3), ('severity_4', inbox.box, null, 4)
      ) as k (name, box, flag, severity)),
    'workplaces', (select coalesce(jsonb_agg(private.organization_json(o) order by o.name), '[]') from (
      select o.* from portal.organization o where o.kind = 'workplace' order by o.name limit 200) o),
    'brands', (select coalesce(jsonb_agg(private.organization_json(o) order by o.name), '[]') from (
      select o.* from portal.organization o where o.kind = 'brand' order by o.name limit 200) o),
    'next_due', (select min(p.due_at)::date from portal.party p
      where p.organization_id = me.organization and p.until is null and p.box in ('needs', 'waiting')));
end
$$;
comment on function api.inbox is 'One page of the caller''s cases in a box, with counts and filters; 25 rows, paged by key.';
grant execute on function private.count_capped(uuid, text, text, integer) to authenticated;
grant execute on function api.inbox(text, text, integer[], text[], uuid, uuid, text, text, text) to authenticated;
