-- The case page in one call, the same thread as another party would see it, and the tip for polling.

create function private.readers_of(one_case uuid) returns table (message_id uuid, readers uuid[], author uuid, side text)
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  me private.actor := private.me();
  desk boolean := coalesce(me.role in ('coordinator', 'custodian', 'supervisor'), false);
  known uuid[] := (select array_agg(p.id) from private.parties_of(one_case) p);
  -- To factory and brand every worker of a group is the one whom they know.
  face uuid := case when me.role in ('factory', 'brand') then private.founder(one_case) end;
begin
  return query
    select r.message_id, array_agg(distinct case when w.id is not null then face else x.reader end),
      case when desk or r.author_party = any (known) then r.author_party when a.side = 'worker' then face end, a.side
    from portal.release r join portal.party a on a.id = r.author_party
    cross join lateral unnest(r.audience) as x (reader)
    left join portal.party w on face is not null and w.id = x.reader and w.side = 'worker'
    -- One worker does not read her own words: those who hear their voice are not told apart from her.
    where r.case_id = one_case and (x.reader = any (known) or w.id is not null) and not (w.id is not null and a.side = 'worker')
      and (r.kind = 'statement' or me.role <> 'custodian')
      and (desk or exists (
        select from portal.party p where p.case_id = one_case and p.until is null and not p.hidden
          and (p.organization_id = me.organization or p.id = me.party)
          and (p.id = any (r.audience) or p.id = r.author_party)))
    group by r.message_id, r.author_party, a.side;
end
$$;
alter function private.readers_of(uuid) owner to portal_keeper;
comment on function private.readers_of is 'Who wrote and who read which message, among the parties that the caller may know of. Of a party they may not know they learn its side.';

create function private.author_names(one_case uuid) returns jsonb
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  if not private.is_handshake() then
    return '{}';
  end if;
  return (select coalesce(jsonb_object_agg(m.id, p.name), '{}') from portal.message m join portal.person p on p.id = m.author_person
    where m.case_id = one_case and (private.is_desk() or m.kind in ('statement', 'note')));
end
$$;
alter function private.author_names(uuid) owner to portal_keeper;
comment on function private.author_names is 'Which colleague wrote what; for Handshake alone.';

create function private.thread(one_case uuid) returns jsonb
language plpgsql stable
as $$
declare
  parties jsonb := private.party_names(one_case);
  names jsonb := private.author_names(one_case);
  mine uuid[] := (select coalesce(array_agg((p ->> 'id')::uuid), '{}') from jsonb_array_elements(parties) p where (p ->> 'mine')::boolean);
  seen timestamptz := (select max(r.seen_at) from portal.read_mark r where r.party_id = any (mine));
begin
  return jsonb_build_object('parties', parties, 'messages', (
    with known as (
      select (p ->> 'id')::uuid as id, p ->> 'side' as side from jsonb_array_elements(parties) p
    ), readers as materialized (
      select * from private.readers_of(one_case)
    ), originals as (
      select m.id, m.author_party, (select p.side from portal.party p where p.id = m.author_party) as side, m.kind, m.state, m.body, m.hints, m.entered, m.posted_at, m.wanted, m.revision,
        r.body as released_body, coalesce(r.removed, 0) as removed
      from portal.message m left join lateral (
        select r.body, r.removed from portal.release r where r.message_id = m.id order by r.released_at desc limit 1) r on true
      where m.case_id = one_case
      order by m.posted_at desc, m.id desc limit 200
    ), releases as (
      select distinct on (r.message_id) r.message_id as id, a.author as author_party, a.side, r.kind, 'released'::text as state, r.body, '{}'::text[] as hints, r.entered, r.posted_at,
        null::uuid[] as wanted, 0 as revision, null::text as released_body, r.removed
      from portal.release r left join readers a on a.message_id = r.message_id
      where r.case_id = one_case and not exists (select from originals o where o.id = r.message_id)
      order by r.message_id, r.released_at desc
    ), thread as (
      select * from originals union all select * from releases order by posted_at desc, id desc limit 200
    )
    select coalesce(jsonb_agg(jsonb_build_object(
      'id', t.id,
      'author', coalesce(k.side, t.side, 'handshake'),
      'author_party', k.id,
      'author_name', names ->> t.id::text,
      'mine', coalesce(t.author_party = any (mine), false),
      'kind', t.kind, 'state', t.state, 'body', t.body,
      'released_body', case when t.released_body is distinct from t.body then t.released_body end,
      'removed', t.removed,
      -- A held message names whom it waits to reach: a statement that others have read already waits for the newcomer.
      'readers', case when t.state = 'held' then coalesce(
          (select to_jsonb(array_agg(w)) from unnest(t.wanted) w where w in (select known.id from known)
             and not exists (select from readers r where r.message_id = t.id and w = any (r.readers))), '[]'::jsonb)
        else coalesce((select to_jsonb(r.readers) from readers r where r.message_id = t.id),
          (select to_jsonb(array_agg(w)) from unnest(t.wanted) w where w in (select known.id from known)), '[]'::jsonb) end,
      'posted_at', private.instant(t.posted_at),
      'decided_at', private.instant(d.decided_at), 'reason', d.reason, 'note', d.note,
      'files', (select coalesce(jsonb_agg(jsonb_build_object('id', a.id,
          'name', private.file_name(a.id, a.message_id, a.name, a.media_type, a.by_worker), 'media_type', a.media_type,
          'bytes', case when t.author_party = any (mine) then a.original_bytes else coalesce(a.cleaned_bytes, a.original_bytes) end) order by a.name, a.id), '[]')
        from portal.attachment a where a.message_id = t.id),
      'hints', case when t.state = 'held' then to_jsonb(t.hints) else '[]' end,
      'revision', t.revision, 'entered', t.entered,
      'fresh', not coalesce(t.author_party = any (mine), false) and (seen is null or t.posted_at > seen or coalesce(d.decided_at > seen, false))
    ) order by t.posted_at, t.id), '[]')
    from thread t left join known k on k.id = t.author_party
    left join lateral (
      select d.decided_at, d.reason, d.note from portal.decision d where d.message_id = t.id order by d.decided_at desc limit 1) d on true
  ));
end
$$;
comment on function private.thread is 'Parties and messages of a case as the caller may read them, oldest first, at most 200.';

create function private.case_head(one_case uuid) returns jsonb
language sql stable
as $$
  select jsonb_build_object('id', c.id, 'reference', c.reference, 'revision', private.revision_of(c.id), 'state', c.state, 'phase', c.phase,
    'severity', c.severity, 'anonymous', c.anonymous, 'closed_reason', c.closed_reason,
    'issues', (select jsonb_agg(i.code order by i.position) from portal.case_issue i where i.case_id = c.id),
    'workplace', (select private.organization_json(o) from portal.organization o where o.id = c.workplace_id),
    'zone', (select o.time_zone from portal.organization o where o.id = c.workplace_id),
    'workplace_words', (select d.workplace_words from portal.organization o where o.id = c.workplace_id and o.name = 'Not on the list'),
    'received_at', private.instant(coalesce(d.received_at, own.since)), 'channel', coalesce(d.channel, 'handshake'),
    'badges', coalesce(to_jsonb(own.badges), '[]'))
  from portal.case_ c
  left join portal.case_desk d on d.case_id = c.id
  left join lateral (
    select p.badges, p.since from portal.party p
    where p.case_id = c.id and (p.organization_id = (select private.my_organization()) or p.id = (select private.my_party())) limit 1) own on true
  where c.id = one_case
$$;
comment on function private.case_head is 'The head of a case. A factory or brand learns neither channel nor hour of receipt, nor what the worker calls it.';

create function private.timeline(one_case uuid) returns jsonb
language sql stable
as $$
  -- On which day the worker agreed or not is told to the factory, at which hour is not.
  select coalesce(jsonb_agg(jsonb_build_object('kind', e.kind,
    'at', private.instant(case when e.kind = any ('{plan_accepted,plan_declined}') and e.facts ->> 'side' = 'worker'
      and (select private.my_role()) = 'factory' then private.noon(e.at, (select o.time_zone from portal.case_ c
        join portal.organization o on o.id = c.workplace_id where c.id = one_case)) else e.at end),
    'facts', (select coalesce(jsonb_object_agg(f.key, f.value), '{}') from jsonb_each_text(e.facts) f
              where f.key in ('from', 'to', 'side', 'reason', 'severity', 'channel', 'removed', 'kind', 'level', 'until', 'outcome', 'said',
                'answer'))) order by e.at, e.kind), '[]')
  from portal.event e
  where e.case_id = one_case
    and e.kind in ('case_received', 'party_admitted', 'case_moved', 'zero_tolerance_raised', 'no_tip_off_on', 'no_tip_off_off', 'severity_set', 'imported', 'escalated', 'held', 'resumed',
      'answer_recorded', 'appeal_raised', 'appeal_decided', 'finding_told', 'evidence_shown', 'plan_changed', 'plan_accepted', 'plan_declined',
      'action_done', 'action_verified', 'action_reopened', 'action_disputed', 'evaluated', 'remedy_paid', 'remedy_confirmed', 'remedy_disputed',
      'strike_linked', 'strike_unlinked', 'retaliation_reported', 'retaliation_opened', 'check_in_done', 'check_ins_ended', 'check_ins_again',
      'zero_tolerance_lowered', 'protocol_exited', 'protocol_brand_told', 'protocol_acknowledged', 'group_begun', 'group_joined', 'group_merged', 'group_left', 'group_split',
      'group_shown', 'totals_told')
$$;
comment on function private.timeline is 'The steps of a case that the caller may know, in order.';

create function private.admissible(one_case uuid) returns jsonb
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  if not private.is_desk() then
    return '[]';
  end if;
  return (
    select coalesce(jsonb_agg(private.organization_json(o) order by o.kind desc, o.name), '[]')
    from portal.case_ c join portal.organization o on o.id in (
      select s.recipient_id from portal.consent s where s.case_id = one_case and s.item = 'statement' and s.withdrawn_at is null)
    where c.id = one_case and not c.no_tip_off and c.state not in ('received', 'triage')
      and (o.id = c.workplace_id or exists (select from portal.supply_link l where l.brand_id = o.id and l.workplace_id = c.workplace_id and l.until is null))
      and not exists (select from portal.party p where p.case_id = c.id and p.organization_id = o.id and p.until is null));
end
$$;
alter function private.admissible(uuid) owner to portal_keeper;
comment on function private.admissible is 'Whom a coordinator could admit now: consented, linked, not there yet.';

create function private.mark_read(one_case uuid) returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  me private.actor := private.me();
  own portal.party;
begin
  select * into own from portal.party p
  where p.case_id = one_case and p.until is null and not p.hidden and (p.organization_id = me.organization or p.id = me.party);
  if own.id is null or nullif(current_setting('portal.preview', true), '') is not null then
    return;
  end if;
  if own.unread > 0 then
    perform private.take_case(one_case);
  end if;
  insert into portal.read_mark (party_id, reader, seen_at) values (own.id, coalesce(me.person, own.id), private.clock_now())
  on conflict (party_id, reader) do update set seen_at = excluded.seen_at;
  if own.unread > 0 then
    update portal.party p set unread = 0 where p.id = own.id;
    perform private.refresh_parties(array[one_case]);
  end if;
end
$$;
alter function private.mark_read(uuid) owner to portal_keeper;
comment on function private.mark_read is 'Until now everything was read by the caller.';

create function private.my_case(reference text) returns uuid
language plpgsql stable
as $$
declare
  own uuid := (private.me()).case_id;
  -- Each way by its index: what is computed inside the condition would be asked of every case there is.
  found_case uuid := case when my_case.reference is null
    then (select c.id from portal.case_ c where c.id = own)
    else (select c.id from portal.case_ c where c.reference = my_case.reference) end;
begin
  if found_case is null then
    perform private.refuse('404', 'absent', 'There is no case here for you.');
  end if;
  return found_case;
end
$$;
comment on function private.my_case is 'The one way to reach a case: absent and not yours have the same answer. Null means the worker''s own.';

create function private.tip(one_case uuid) returns text
language sql stable
as $$
  select private.instant(p.last_activity) || ' ' || c.state
  from portal.case_ c join portal.party p on p.case_id = c.id
    and (p.organization_id = (select private.my_organization()) or p.id = (select private.my_party()))
  where c.id = one_case limit 1
$$;
comment on function private.tip is 'Changes when there is something new for the caller, and only then.';

create function private.side_of(role text) returns text language sql immutable
as $$ select case when role in ('coordinator', 'custodian', 'supervisor') then 'handshake' else role end $$;
comment on function private.side_of is 'On which side somebody of that role sits.';

create function private.page_of(one_case uuid) returns jsonb
language plpgsql volatile
as $$
declare
  thread jsonb := private.thread(one_case);
  page jsonb;
begin
  perform private.mark_read(one_case);
  page := thread || private.remedy_of(one_case) || jsonb_build_object(
    'viewer', private.side_of(private.my_role()),
    'case', private.case_head(one_case),
    'clocks', private.clocks(one_case),
    'hold', private.hold_of(one_case),
    'consents', private.consents(one_case),
    'exposures', private.exposures(one_case),
    'identity', private.identity_of(one_case),
    'group', private.group_of(one_case),
    'authorities', private.authorities(),
    'linked', private.linked_of(one_case),
    'causes', private.causes_of(one_case),
    'protocol', private.protocol_of(one_case),
    'timeline', private.timeline(one_case),
    'steps', private.steps(one_case),
    'procedure', private.procedure_of(one_case) || jsonb_build_object('appeal', private.appeal_of(one_case)),
    'admissible', private.admissible(one_case),
    'chain_head', (select h.head from portal.chain h where h.case_id = one_case),
    'tip', private.tip(one_case));
  return page;
end
$$;
comment on function private.page_of is 'Everything the case page draws for the caller; marks it as read.';

create function api.case_page(reference text default null) returns jsonb
language sql volatile
as $$ select private.page_of(private.my_case(case_page.reference)) $$;
comment on function api.case_page is 'Opens a case. Null opens the case of the worker''s receipt.';

create function api.case_tip(reference text default null) returns jsonb
language sql stable
as $$ select to_jsonb(private.tip(private.my_case(case_tip.reference))) $$;
comment on function api.case_tip is 'A short text that changes when there is something new.';

create function api.preview(reference text, party uuid) returns jsonb
language plpgsql volatile
as $$
declare
  one uuid := private.my_case(preview.reference);
  total integer;
  shown jsonb;
begin
  if not private.is_desk() or not exists (
      select from portal.party p where p.id = preview.party and p.case_id = one and p.side <> 'handshake' and p.until is null) then
    perform private.refuse('404', 'absent', 'There is no case here for you.');
  end if;
  select count(*) into total from portal.message m where m.case_id = one;
  shown := (select p from jsonb_array_elements(private.party_names(one)) p where (p ->> 'id')::uuid = preview.party);
  perform set_config('portal.preview', preview.party::text, true);
  return (with t as (select private.thread(one) as thread)
    select t.thread || jsonb_build_object('party', shown, 'seen', jsonb_array_length(t.thread -> 'messages'), 'total', total) from t);
end
$$;
comment on function api.preview is 'The thread as the policies show it to another party of the case. Read only.';

grant execute on function private.readers_of(uuid), private.author_names(uuid), private.thread(uuid), private.case_head(uuid), private.timeline(uuid), private.admissible(uuid), private.mark_read(uuid), private.my_case(text),
  private.tip(uuid), private.side_of(text), private.page_of(uuid), api.case_page(text), api.case_tip(text) to anon, authenticated;
grant execute on function api.preview(text, uuid) to authenticated;
