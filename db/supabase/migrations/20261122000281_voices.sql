-- Who speaks for a group, who hears what is said to it, and what all of it say together.

create function private.grouped(one_case uuid) returns boolean
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$ select exists (select from portal.group_ g where g.case_id = one_case) $$;
alter function private.grouped(uuid) owner to portal_keeper;
comment on function private.grouped is 'Whether a case is a group''s. It stays one when others leave.';

create function private.voice(one_case uuid) returns uuid
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
  select coalesce(
    (select p.id from portal.group_ g join portal.party p on p.id = g.voice_party and p.until is null where g.case_id = one_case),
    (select p.id from portal.party p where p.case_id = one_case and p.side = 'worker' and p.until is null order by p.since,
      p.id limit 1))
$$;
alter function private.voice(uuid) owner to portal_keeper;
comment on function private.voice is 'Who speaks for the workers of a case: whom they elected, else the first of those present.';

create function private.widened(one_case uuid, author uuid, kind text, readers uuid[]) returns uuid[]
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  speaker portal.party;
  workers uuid[];
begin
  if not private.grouped(one_case) then
    return readers;
  end if;
  select * into speaker from portal.party p where p.id = widened.author;
  select array_agg(p.id) into workers from portal.party p where p.case_id = one_case and p.side = 'worker'
    and p.id = any (readers);
  if speaker.side in ('factory', 'brand') and workers is not null then
    -- Outside, a group is one worker: what is said to her is said to all who are present.
    return (select coalesce(array_agg(r), '{}') from unnest(readers) as r where r <> all (workers)) || private.seats(one_case,
      array['worker']);
  end if;
  if speaker.side = 'worker' and widened.kind = 'message' and speaker.id = private.voice(one_case) and exists (
      select from portal.party p where p.id = any (readers) and p.side in ('factory', 'brand')) then
    -- Whoever speaks for others is heard by them. What she first said, of herself, is hers.
    return (select array_agg(distinct r) from unnest(readers || array_remove(private.seats(one_case, array['worker']),
      speaker.id)) as r);
  end if;
  -- Handshake writes to whom it chooses: to one of them alone as well.
  return readers;
end
$$;
alter function private.widened(uuid, uuid, text, uuid[]) owner to portal_keeper;
comment on function private.widened is
  'To whom words for these readers go in a group: those from outside to all of it, those of its voice to all of it too.';
grant execute on function private.grouped(uuid), private.voice(uuid), private.widened(uuid, uuid, text, uuid[]) to portal_keeper;

create function private.tg_release__to_group() returns trigger
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  new.audience := private.widened(new.case_id, new.author_party, (select m.kind from portal.message m
    where m.id = new.message_id), new.audience);
  return new;
end
$$;
alter function private.tg_release__to_group() owner to portal_keeper;
comment on function private.tg_release__to_group is 'Whatever lets words through, a group hears what is said to it.';
create trigger to_group before insert on portal.release
  for each row execute function private.tg_release__to_group();

create function private.group_says(one_case uuid) returns text
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
  select case
    when count(*) filter (where l.said is null) > 0 then null
    when count(*) filter (where l.said = 'disputed') > 0 then 'disputed'
    when count(*) filter (where l.said = 'confirmed') > 0 then 'confirmed'
    when count(*) > 0 then 'unreachable' end
  from (
    select (select e.said from portal.evaluation e where e.case_id = one_case and e.party_id = p.id
      and e.at >= private.asked_since(one_case)
      order by e.at desc limit 1) as said
    from portal.party p where p.case_id = one_case and p.side = 'worker' and p.until is null) l
$$;
alter function private.group_says(uuid) owner to portal_keeper;
comment on function private.group_says is
  'What a group says of the outcome once all of it were heard: disputed when one disputes it. Null before.';

create function private.range_of(people integer) returns text
language sql immutable
as $$
  select case
    when people >= 200 then '200+'
    when people >= 50 then '50-199'
    when people >= 10 then '10-49'
    when people >= 5 then '5-9'
    else '2-4' end
$$;
comment on function private.range_of is 'The size of a group as others may know it.';

create function private.count_voices(one_case uuid) returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  chosen portal.complainant;
begin
  select k.* into chosen
  from portal.complainant k join portal.voice_choice v on v.case_id = k.case_id and v.label = k.label
    join portal.complainant by on by.party_id = v.party_id and by.left_at is null
  where k.case_id = one_case and k.left_at is null
  group by k.party_id
  having count(*) * 2 > (select count(*) from portal.complainant n where n.case_id = one_case and n.left_at is null);
  if chosen.party_id is null or chosen.party_id = private.voice(one_case)
     and exists (select from portal.group_ g where g.case_id = one_case and g.voice_party is not null) then
    return;
  end if;
  update portal.group_ g set voice_party = chosen.party_id, elected_at = private.clock_now() where g.case_id = one_case;
  perform private.record(one_case, 'voice_elected', jsonb_build_object('label', chosen.label), private.seats(one_case,
    array['worker', 'handshake']));
  perform private.stir(one_case, private.seats(one_case, array['worker', 'handshake']));
end
$$;
alter function private.count_voices(uuid) owner to portal_keeper;
comment on function private.count_voices is
  'Elects whom more than half of those present chose. Until then, and until another is elected, the voice stays.';
grant execute on function private.group_says(uuid), private.range_of(integer), private.count_voices(uuid) to portal_keeper;
