-- A worker's files on their way to others: what is written into her ledger, and what a moderator is told beforehand.

create function private.files_shown(message uuid, readers uuid[]) returns void
language sql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
  select private.disclose(new.case_id, new.item, new.organization_id, jsonb_build_object('message', files_shown.message), new.party_id)
  from (
    select distinct a.case_id, a.party_id, p.organization_id, case when a.media_type like 'image/%' then 'photo' else 'file' end as item
    from portal.attachment a join portal.party owner on owner.id = a.party_id and owner.side = 'worker'
    join portal.party p on p.case_id = a.case_id and p.id = any (files_shown.readers) and p.side in ('factory', 'brand')
    where a.message_id = files_shown.message and private.file_open_to(p, a.party_id, a.media_type)) as new
  -- Her ledger names each disclosure once, however often she allows it again.
  where not exists (select from portal.event e where e.case_id = new.case_id and e.kind = 'disclosed'
    and e.facts @> jsonb_build_object('item', new.item, 'recipient', new.organization_id, 'message', files_shown.message))
  -- In one order, whatever happens in other cases: a record that depended on where rows lie would tell of them.
  order by new.organization_id, new.item
$$;
alter function private.files_shown(uuid, uuid[]) owner to portal_keeper;
comment on function private.files_shown is 'Records for the worker which of these readers can open files of her message from now on.';
grant execute on function private.files_shown(uuid, uuid[]) to portal_keeper;

create function private.files_allowed_late(one_case uuid, recipient uuid, worker uuid) returns void
language sql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
  select private.files_shown(r.message_id, array[p.id])
  from portal.party p join portal.release r on r.case_id = p.case_id and p.id = any (r.audience)
  where p.case_id = one_case and p.organization_id = files_allowed_late.recipient and p.until is null
    and r.author_party = files_allowed_late.worker
  order by r.posted_at, r.message_id
$$;
alter function private.files_allowed_late(uuid, uuid, uuid) owner to portal_keeper;
comment on function private.files_allowed_late is 'Records what a permission opens at once: files of messages that this recipient already reads.';
grant execute on function private.files_allowed_late(uuid, uuid, uuid) to portal_keeper;

create function private.files_kept_back(message uuid) returns jsonb
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  if not private.is_desk() then
    return '[]';
  end if;
  return (
    select coalesce(jsonb_agg(jsonb_build_object('party', p.id, 'file', a.id) order by p.side, p.id, a.id), '[]')
    from portal.attachment a join portal.party p on p.case_id = a.case_id and p.side in ('factory', 'brand') and p.until is null
    where a.message_id = files_kept_back.message and p.id <> a.party_id and not private.file_open_to(p, a.party_id, a.media_type));
end
$$;
alter function private.files_kept_back(uuid) owner to portal_keeper;
comment on function private.files_kept_back is 'Which party would not get which file of a message if it were released to it now; for the moderation desk.';
grant execute on function private.files_kept_back(uuid) to authenticated;

create function private.file_turn(owner uuid) returns void
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  me private.actor := private.me();
begin
  -- A receipt or a stolen session could otherwise fill the disk with files that are never posted.
  if (select count(*) from portal.attachment a join portal.party p on p.id = a.party_id
      where a.party_id = file_turn.owner and (p.organization_id = me.organization or p.id = me.party)
        and a.message_id is null and a.reserved_at > private.clock_now() - interval '1 hour') >= 40 then
    perform private.refuse('429', 'rate_limited', 'Many files wait to be sent. Try again in an hour.', '{"retry_seconds": 3600}');
  end if;
end
$$;
alter function private.file_turn(uuid) owner to portal_keeper;
comment on function private.file_turn is 'Refuses the caller one more reservation when forty of the last hour were never posted.';
grant execute on function private.file_turn(uuid) to anon, authenticated;
