-- The moderation desk.

create function private.moderation_desk(message uuid) returns jsonb
language plpgsql stable
as $$
declare
  chosen uuid;
  one uuid;
  thread jsonb;
begin
  if not private.is_desk() then
    perform private.refuse('403', 'not_allowed', 'Only coordinators moderate.');
  end if;
  select m.id, m.case_id into chosen, one from portal.message m where m.id = moderation_desk.message;
  if moderation_desk.message is not null and chosen is null then
    perform private.refuse('404', 'absent', 'There is no case here for you.');
  end if;
  if chosen is null then
    select m.id, m.case_id into chosen, one from portal.message m where m.state = 'held' order by m.posted_at, m.id limit 1;
  end if;
  if one is not null then
    thread := private.thread(one);
  end if;
  return jsonb_build_object(
    'queue', (
      select coalesce(jsonb_agg(q.item order by q.posted_at, q.id), '[]') from (
        select m.id, m.posted_at, jsonb_build_object('message_id', m.id, 'reference', c.reference, 'author', author.side,
          'to_sides', (select coalesce(jsonb_agg(distinct p.side), '[]') from portal.party p where p.id = any (m.wanted) and p.until is null and p.side <> 'handshake'),
          'workplace', o.name, 'posted_at', private.instant(m.posted_at), 'hints', to_jsonb(m.hints)) as item
        -- Fifty first, then their cases: joined before, the cases of a large portal would all be read.
        from (select k.id, k.case_id, k.author_party, k.wanted, k.hints, k.posted_at from portal.message k
          where k.state = 'held' order by k.posted_at, k.id limit 50) m
        join portal.case_ c on c.id = m.case_id join portal.organization o on o.id = c.workplace_id
        join portal.party author on author.id = m.author_party) q),
    -- As in the inbox counting stops at 300.
    'total', (select count(*) from (select from portal.message m where m.state = 'held' limit 301) k),
    'chosen', (select m from jsonb_array_elements(thread -> 'messages') m where (m ->> 'id')::uuid = chosen),
    'case', case when one is not null then private.case_head(one) end,
    'parties', coalesce(thread -> 'parties', '[]'),
    'kept_back', case when chosen is null then '[]' else private.files_kept_back(chosen) end);
end
$$;
comment on function private.moderation_desk is 'The queue, longest waiting first, and one message with its case.';

create function api.moderation(message uuid default null) returns jsonb
language sql stable
as $$ select private.moderation_desk(moderation.message) $$;
comment on function api.moderation is 'What waits for a moderator, and one message in full.';

create function api.decide(
  request_id uuid, message uuid, outcome text, revision integer, body text default null, removed integer default 0,
  reason text default 'nothing', note text default null, audience uuid[] default null, ask_worker boolean default false
) returns jsonb
language plpgsql volatile
as $$
begin
  if not private.is_desk() then
    perform private.refuse('403', 'not_allowed', 'Only coordinators moderate.');
  end if;
  if not private.done_before(decide.request_id, jsonb_build_array('decide', decide.message, decide.outcome, decide.revision, decide.body,
      decide.removed, decide.reason, decide.note, decide.audience::text, coalesce(decide.ask_worker, false))::text) then
    perform private.decide(decide.message, decide.outcome, decide.body, decide.removed, decide.reason, decide.note, decide.audience, decide.revision);
    if decide.ask_worker then
      perform private.open_check((select m.case_id from portal.message m where m.id = decide.message));
    end if;
  end if;
  return private.moderation_desk(null);
end
$$;
comment on function api.decide is
  'Releases, withholds or sends back a held message, and returns the desk with the next one. ask_worker: she is asked whether she was put under pressure.';

grant execute on function private.moderation_desk(uuid), api.moderation(uuid),
  api.decide(uuid, uuid, text, integer, text, integer, text, text, uuid[], boolean) to authenticated;
