-- What people write in a case. Each function does one deed once and returns the page as its caller then sees it.

create function private.my_seat(one_case uuid) returns uuid
language sql stable
as $$
  select p.id from portal.party p
  where p.case_id = one_case and p.until is null
    and (p.organization_id = (select private.my_organization()) or p.id = (select private.my_party()))
$$;
comment on function private.my_seat is 'The party as which the caller acts in a case.';

create function private.bind_files(message uuid, files uuid[]) returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  me private.actor := private.me();
  bound integer;
begin
  if coalesce(cardinality(files), 0) = 0 then
    return;
  end if;
  update portal.attachment a set message_id = m.id
  from portal.message m join portal.party p on p.id = m.author_party
  where m.id = bind_files.message and a.id = any (files) and a.message_id is null and a.party_id = m.author_party and a.case_id = m.case_id
    -- Only to a message of this very transaction: what was read and released gets no file afterwards.
    and m.xmin::text = pg_current_xact_id()::xid::text
    and (p.organization_id = me.organization or p.id = me.party);
  get diagnostics bound = row_count;
  if bound <> cardinality(files) or bound > 10 then
    perform private.refuse('400', 'file_refused', 'One of the files is not there any more. Attach it again.');
  end if;
end
$$;
alter function private.bind_files(uuid, uuid[]) owner to portal_keeper;
comment on function private.bind_files is 'Binds files that the caller reserved to the message being posted, in the same transaction.';

create function api.post_message(
  request_id uuid, reference text, body text, audience uuid[] default '{}', kind text default 'message', files uuid[] default '{}'
) returns jsonb
language plpgsql volatile
as $$
declare
  one uuid := private.my_case(post_message.reference);
  posted uuid := gen_random_uuid();
begin
  if (post_message.kind in ('message', 'note')) is not true then
    perform private.refuse('400', 'value_invalid', 'A message or a note.', '{"field": "kind"}');
  end if;
  if private.my_seat(one) is null or (private.my_role() = 'custodian') then
    perform private.refuse('403', 'not_allowed', 'You can read this case but not write in it.');
  end if;
  if not private.done_before(post_message.request_id, jsonb_build_array('post_message', one, post_message.body, post_message.audience::text, post_message.kind, post_message.files::text)::text) then
    insert into portal.message (id, case_id, author_party, kind, body, wanted)
    values (posted, one, private.my_seat(one), post_message.kind, post_message.body, coalesce(post_message.audience, '{}'));
    perform private.bind_files(posted, post_message.files);
  end if;
  return private.page_of(one);
end
$$;
comment on function api.post_message is 'Posts as the caller. Words for another side are held until Handshake has read them.';

create function private.own_held(message uuid) returns uuid
language plpgsql stable
as $$
declare
  found_case uuid := (select m.case_id from portal.message m join portal.party p on p.id = m.author_party
    where m.id = own_held.message and (p.organization_id = (select private.my_organization()) or p.id = (select private.my_party())));
begin
  if found_case is null then
    perform private.refuse('404', 'absent', 'There is no case here for you.');
  end if;
  return found_case;
end
$$;
comment on function private.own_held is 'The case of a message of the caller''s own.';

create function api.change_held(request_id uuid, message uuid, body text) returns jsonb
language plpgsql volatile
as $$
declare
  one uuid := private.own_held(change_held.message);
begin
  if not private.done_before(change_held.request_id, jsonb_build_array('change_held', change_held.message, change_held.body)::text) then
    update portal.message m set body = change_held.body, state = 'held' where m.id = change_held.message;
    if not found then
      perform private.refuse('409', 'case_state_changed', 'This message was decided in the meantime.');
    end if;
  end if;
  return private.page_of(one);
end
$$;
comment on function api.change_held is 'Changes a message of one''s own that nobody else has seen yet.';

create function api.take_back(request_id uuid, message uuid) returns jsonb
language plpgsql volatile
as $$
declare
  one uuid := private.own_held(take_back.message);
begin
  if not private.done_before(take_back.request_id, jsonb_build_array('take_back', take_back.message)::text) then
    update portal.message m set state = 'taken_back' where m.id = take_back.message;
    if not found then
      perform private.refuse('409', 'case_state_changed', 'This message was decided in the meantime.');
    end if;
  end if;
  return private.page_of(one);
end
$$;
comment on function api.take_back is 'Takes back a message of one''s own that nobody else has seen yet.';

grant execute on function private.my_seat(uuid), private.bind_files(uuid, uuid[]), private.own_held(uuid) to anon, authenticated;
grant execute on function api.post_message(uuid, text, text, uuid[], text, uuid[]), api.change_held(uuid, uuid, text), api.take_back(uuid, uuid)
  to anon, authenticated;
