-- Rules of the thread: what follows from a message, a decision, a move; whatever the client.

create function private.open_state(state text) returns boolean language sql immutable
as $$ select state not in ('closed', 'answered', 'inadmissible', 'referred') $$;
comment on function private.open_state is 'Whether a case in that state is still open.';

create function private.find_hints(words text) returns text[]
language sql immutable
as $$
  select array_remove(array[
    case when words ~ '(\+?\d[\s-]?){7,}' then 'phone' end,
    case when words ~ '\d{17}[\dXx]' then 'id_number' end,
    case when words ~* '(who (has )?(complain|report|call|told)|names? of (those|the (worker|person|people)|who)|谁(反映|投诉|举报|打|说|告)|(反映|投诉|举报)的?(人|是谁)|哪些人(反映|投诉))' then 'asks_who' end
  ], null)
$$;
comment on function private.find_hints is 'What a moderator should look at in a text; the moderation screen looks closer.';

create function private.tg_message__arrive() returns trigger
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  author portal.party;
  desk uuid;
begin
  select * into author from portal.party p where p.id = new.author_party and p.case_id = new.case_id;
  select p.id into desk from portal.party p where p.case_id = new.case_id and p.side = 'handshake';
  if author.id is null or author.until is not null then
    perform private.refuse('404', 'absent', 'There is no case here for you.');
  end if;
  new.body := private.check_words(new.body, 'body', 10000);
  new.posted_at := private.clock_now();
  new.author_person := (private.me()).person;
  new.hints := private.find_hints(new.body);
  if new.kind = 'note' then
    new.wanted := array[desk];
    new.state := 'private';
    return new;
  end if;
  new.wanted := (select coalesce(array_agg(distinct w order by w), '{}') from unnest(new.wanted || desk) as w where w <> author.id);
  if exists (
    select from unnest(new.wanted) as w left join portal.party p on p.id = w and p.case_id = new.case_id and not p.hidden
    where p.id is null or (author.side = 'brand' and p.side = 'brand')
      or (p.until is not null and not (p.side = 'worker' and author.side in ('factory', 'brand')))
      -- Outside, a group is the one worker that is known there; in it, the voice speaks beyond Handshake and nobody writes to another.
      or (p.side = 'worker' and (author.side = 'worker' or (author.side in ('factory', 'brand') and p.id <> private.founder(new.case_id))))
      or (author.side = 'worker' and p.side <> 'handshake' and author.id <> private.voice(new.case_id))
  ) then
    perform private.refuse('400', 'audience_invalid', 'Somebody in the list of readers is not a party of this case.');
  end if;
  if author.side = 'handshake' and new.wanted = '{}' then
    perform private.refuse('400', 'audience_invalid', 'Choose who will read this.');
  end if;
  new.state := case
    when author.side = 'handshake' then 'released'
    when new.wanted = array[desk] then 'private'
    else 'held' end;
  return new;
end
$$;
alter function private.tg_message__arrive() owner to portal_keeper;
comment on function private.tg_message__arrive is 'Sets author, time, hints and state; the client cannot.';
create trigger arrive before insert on portal.message
  for each row execute function private.tg_message__arrive();

create function private.touch(one_case uuid, readers uuid[], author uuid) returns void
language sql security definer
set search_path = pg_catalog, pg_temp
as $$
  select private.take_case(one_case);
  update portal.party p
  set last_activity = private.clock_now(), unread = p.unread + case when p.id = author then 0 else 1 end
  where p.case_id = one_case and p.until is null and (p.id = any (readers) or p.id = author)
$$;
alter function private.touch(uuid, uuid[], uuid) owner to portal_keeper;
comment on function private.touch is 'Something new for these readers; nobody else''s list may move.';

create function private.tg_message__arrived() returns trigger
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  author portal.party;
  desk uuid;
begin
  select * into author from portal.party p where p.id = new.author_party;
  select p.id into desk from portal.party p where p.case_id = new.case_id and p.side = 'handshake';
  if new.state = 'released' then
    insert into portal.release (message_id, case_id, author_party, kind, audience, body, posted_at, released_at, released_by)
    values (new.id, new.case_id, new.author_party, 'message', new.wanted, new.body, new.posted_at, new.posted_at, new.author_person);
    perform private.touch(new.case_id, new.wanted, new.author_party);
    perform private.record(new.case_id, 'message_released', jsonb_build_object('message', new.id, 'from', author.side, 'removed', 0), new.wanted || new.author_party);
    if author.side = 'handshake' then
      update portal.case_ c set state = 'notified', revision = c.revision + 1
      where c.id = new.case_id and c.state = 'admitted' and private.guard_of(c, 'notified', null) is null
        and exists (select from portal.party p where p.id = any (new.wanted) and p.side = 'factory');
    end if;
  else
    perform private.touch(new.case_id, case when new.kind = 'note' then '{}' else array[desk] end, new.author_party);
    perform private.record(new.case_id, case new.kind when 'note' then 'note_written' when 'statement' then 'statement_taken' else 'message_posted' end,
      jsonb_build_object('message', new.id, 'state', new.state), case when new.kind = 'note' then '{}' else array[new.author_party] end);
    -- What only Handshake may read is no answer to her: it would stop the clock, and she could be shown nothing.
    if author.side = 'factory' and new.kind = 'message'
       and exists (select from portal.party p where p.id = any (new.wanted) and p.side = 'worker') then
      update portal.case_ c set state = 'responded', first_answer_at = coalesce(c.first_answer_at, new.posted_at), revision = c.revision + 1
      where c.id = new.case_id and c.state = 'notified';
    end if;
  end if;
  perform private.refresh_parties(array[new.case_id]);
  return null;
end
$$;
alter function private.tg_message__arrived() owner to portal_keeper;
comment on function private.tg_message__arrived is 'What follows from a message: release of Handshake''s own words, unread marks, event, the factory''s answer.';
create trigger arrived after insert on portal.message
  for each row execute function private.tg_message__arrived();

create function private.tg_message__mend() returns trigger
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  -- A statement waits again when a new reader is admitted; its words stay.
  if old.state <> 'held' and not (old.kind = 'statement' and new.state = 'held' and new.body = old.body) then
    perform private.refuse('409', 'case_state_changed', 'This message was decided in the meantime.', jsonb_build_object('state', old.state));
  end if;
  if (new.body is distinct from old.body or new.state = 'taken_back') and exists (select from portal.release r where r.message_id = old.id) then
    perform private.refuse('409', 'case_state_changed', 'Somebody has read these words already.', jsonb_build_object('state', old.state));
  end if;
  if new.body is distinct from old.body then
    new.body := private.check_words(new.body, 'body', 10000);
    new.hints := private.find_hints(new.body);
  end if;
  new.revision := old.revision + 1;
  return new;
end
$$;
alter function private.tg_message__mend() owner to portal_keeper;
comment on function private.tg_message__mend is 'A held message can be changed, taken back or decided; any other stays as it is.';
create trigger mend before update of body, state on portal.message
  for each row execute function private.tg_message__mend();

create function private.tg_message__mended() returns trigger
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  if new.state = 'taken_back' then
    perform private.record(new.case_id, 'message_taken_back', jsonb_build_object('message', new.id), array[new.author_party]);
    perform private.answer_undone(new.case_id, false);
  elsif new.state = 'held' and new.body <> old.body then
    perform private.record(new.case_id, 'message_changed',
      jsonb_build_object('message', new.id, 'before', private.digest(old.body)), array[new.author_party]);
  end if;
  perform private.refresh_parties(array[new.case_id]);
  return null;
end
$$;
alter function private.tg_message__mended() owner to portal_keeper;
comment on function private.tg_message__mended is 'Writes down that a held message was changed or taken back.';
create trigger mended after update of body, state on portal.message
  for each row execute function private.tg_message__mended();

-- Moves of a case.
create function private.tg_case__move() returns trigger
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  me private.actor := private.me();
  rule portal.transition;
  before portal.case_ := new;
  refused text;
begin
  if new.state = old.state then
    return new;
  end if;
  -- The only way back that nobody chooses: the last answer was taken back or not let through, so there is none.
  if old.state = 'responded' and new.state = 'notified' and me.role in ('factory', 'coordinator', 'supervisor')
     and private.guard_answer(old.id) is not null then
    return new;
  end if;
  select * into rule from portal.transition t where t.from_state = old.state and t.to_state = new.state;
  if (me.role = any (rule.movers)) is not true or (not private.open_state(old.state) and new.state <> private.reopens_to(old)) then
    perform private.refuse('403', 'transition_illegal', 'A case cannot make this move now, or not by you.',
      jsonb_build_object('from', old.state, 'to', new.state));
  end if;
  before.state := old.state;
  refused := private.guard_of(before, new.state, case when private.open_state(old.state) then new.closed_reason else new.reopened_for end);
  if refused is not null then
    perform private.refuse('403', refused, 'Something must be done first.', jsonb_build_object('from', old.state, 'to', new.state,
      'missing', private.guard_missing(before, new.state, refused)));
  end if;
  new.closed_at := case when private.open_state(new.state) then null else private.clock_now() end;
  if private.open_state(new.state) then
    new.closed_reason := null;
    new.same_as := null;
  elsif new.state <> 'closed' then
    new.closed_reason := new.state;
  end if;
  return new;
end
$$;
alter function private.tg_case__move() owner to portal_keeper;
comment on function private.tg_case__move is 'Refuses an illegal move and says which guard failed.';
create trigger move before update of state on portal.case_
  for each row execute function private.tg_case__move();

create function private.tg_case__moved() returns trigger
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  if new.state <> old.state then
    perform private.record(new.id, 'case_moved', jsonb_strip_nulls(jsonb_build_object('from', old.state, 'to', new.state,
        'reason', case when private.open_state(old.state) then new.closed_reason end)),
      (select coalesce(array_agg(p.id), '{}') from portal.party p where p.case_id = new.id and p.until is null and not p.hidden));
    -- Outside it is told that a case is open again. Why is what somebody clicked, unread by Handshake, and perhaps about pressure.
    if not private.open_state(old.state) then
      perform private.record(new.id, 'reopened_for', jsonb_build_object('reason', new.reopened_for));
    end if;
  end if;
  if new.no_tip_off <> old.no_tip_off then
    -- A brand stays only when a supervisor let it know (DOMAIN 5): its basis is then a legal one.
    update portal.party p set hidden = new.no_tip_off
    where p.case_id = new.id and (p.side = 'factory' or (p.side = 'brand' and p.basis <> 'legal'));
    perform private.record(new.id, case when new.no_tip_off then 'no_tip_off_on' else 'no_tip_off_off' end);
  end if;
  if new.severity <> old.severity then
    perform private.record(new.id, 'severity_set', jsonb_build_object('severity', new.severity));
  end if;
  perform private.refresh_parties(array[new.id]);
  return null;
end
$$;
alter function private.tg_case__moved() owner to portal_keeper;
comment on function private.tg_case__moved is 'Writes down a move for those who may know of it, and hides a case under no tip-off.';
create trigger moved after update of state, severity, no_tip_off on portal.case_
  for each row execute function private.tg_case__moved();

grant execute on function private.open_state(text), private.find_hints(text) to anon, authenticated, portal_keeper;
