-- What Handshake does in a protocol. Each deed is done once and answers with the room as it then is.

create function api.do_protocol(
  request_id uuid, reference text, items text[], words text, needed boolean default true
) returns jsonb
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  one uuid := private.protocol_case(do_protocol.reference);
begin
  if not private.done_before(do_protocol.request_id, jsonb_build_array('do_protocol', one,
      do_protocol.items::text, do_protocol.words, do_protocol.needed)::text) then
    perform private.do_protocol(one, do_protocol.items, do_protocol.words, do_protocol.needed);
  end if;
  return private.protocol_room(one);
end
$$;
comment on function api.do_protocol is 'Writes down that things of a step are done, with the evidence, or not needed and why.';

create function api.note_age(
  request_id uuid, reference text, kind text, says text, words text
) returns jsonb
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  one uuid := private.protocol_case(note_age.reference);
begin
  if not private.done_before(note_age.request_id, jsonb_build_array('note_age', one,
      note_age.kind, note_age.says, note_age.words)::text) then
    perform private.note_age(one, note_age.kind, note_age.says, note_age.words);
  end if;
  return private.protocol_room(one);
end
$$;
comment on function api.note_age is 'Notes a piece of evidence of how old the person is.';

create function api.settle_age(
  request_id uuid, reference text, age text, follow_until date, words text
) returns jsonb
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  one uuid := private.protocol_case(settle_age.reference);
begin
  if not private.done_before(settle_age.request_id, jsonb_build_array('settle_age', one,
      settle_age.age, settle_age.follow_until, settle_age.words)::text) then
    perform private.settle_age(one, settle_age.age, settle_age.follow_until, settle_age.words);
  end if;
  return private.protocol_room(one);
end
$$;
comment on function api.settle_age is 'Settles how old the person is, as far as the evidence reaches.';

create function api.decide_referral(
  request_id uuid, reference text, refer boolean, words text
) returns jsonb
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  one uuid := private.protocol_case(decide_referral.reference);
begin
  if not private.done_before(decide_referral.request_id, jsonb_build_array('decide_referral', one,
      decide_referral.refer, decide_referral.words)::text) then
    perform private.decide_referral(one, decide_referral.refer, decide_referral.words);
  end if;
  return private.protocol_room(one);
end
$$;
comment on function api.decide_referral is 'One of two people says whether an authority is told.';

create function api.record_basis(
  request_id uuid, reference text, recipient uuid, basis text, words text
) returns jsonb
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  one uuid := private.protocol_case(record_basis.reference);
begin
  if not private.done_before(record_basis.request_id, jsonb_build_array('record_basis', one,
      record_basis.recipient, record_basis.basis, record_basis.words)::text) then
    perform private.record_basis(one, record_basis.recipient, record_basis.basis, record_basis.words);
  end if;
  return private.protocol_room(one);
end
$$;
comment on function api.record_basis is 'A supervisor records on what legal basis one recipient may be told.';

create function api.record_referral(
  request_id uuid, reference text, authority uuid, officer_role text, channel text, handed_at timestamptz, words text
) returns jsonb
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  one uuid := private.protocol_case(record_referral.reference);
begin
  if not private.done_before(record_referral.request_id, jsonb_build_array('record_referral', one,
      record_referral.authority, record_referral.officer_role, record_referral.channel, record_referral.handed_at,
        record_referral.words)::text) then
    perform private.record_referral(one, record_referral.authority, record_referral.officer_role, record_referral.channel,
      record_referral.handed_at, record_referral.words);
  end if;
  return private.protocol_room(one);
end
$$;
comment on function api.record_referral is 'Records a hand-over to an authority, with the hash of its very text.';

create function api.tell_brand(
  request_id uuid, reference text, brand uuid, words text
) returns jsonb
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  one uuid := private.protocol_case(tell_brand.reference);
begin
  if not private.done_before(tell_brand.request_id, jsonb_build_array('tell_brand', one,
      tell_brand.brand, tell_brand.words)::text) then
    perform private.tell_brand(one, tell_brand.brand, tell_brand.words);
  end if;
  return private.protocol_room(one);
end
$$;
comment on function api.tell_brand is 'A supervisor lets a brand know, with the written request not to cut and run.';

create function api.note_follow_up(
  request_id uuid, reference text, due_on date, how text, outcome text, words text
) returns jsonb
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  one uuid := private.protocol_case(note_follow_up.reference);
begin
  if not private.done_before(note_follow_up.request_id, jsonb_build_array('note_follow_up', one,
      note_follow_up.due_on, note_follow_up.how, note_follow_up.outcome, note_follow_up.words)::text) then
    perform private.note_follow_up(one, note_follow_up.due_on, note_follow_up.how, note_follow_up.outcome, note_follow_up.words);
  end if;
  return private.protocol_room(one);
end
$$;
comment on function api.note_follow_up is 'Writes down how the child was this month.';

create function api.lower_zero_tolerance(
  request_id uuid, reference text, revision integer, words text
) returns jsonb
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  one uuid := private.protocol_case(lower_zero_tolerance.reference);
begin
  if not private.done_before(lower_zero_tolerance.request_id, jsonb_build_array('lower_zero_tolerance', one,
      lower_zero_tolerance.revision, lower_zero_tolerance.words)::text) then
    perform private.lower_zero_tolerance(one, lower_zero_tolerance.revision, lower_zero_tolerance.words);
  end if;
  return private.protocol_room(one);
end
$$;
comment on function api.lower_zero_tolerance is 'A supervisor takes the flag down; where a code raised it, a second person too.';

create function api.exit_protocol(
  request_id uuid, reference text, words text
) returns jsonb
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  one uuid := private.protocol_case(exit_protocol.reference);
begin
  if not private.done_before(exit_protocol.request_id, jsonb_build_array('exit_protocol', one,
      exit_protocol.words)::text) then
    perform private.exit_protocol(one, exit_protocol.words);
  end if;
  return private.protocol_room(one);
end
$$;
comment on function api.exit_protocol is 'One of two people says that all steps are done; the second ends the protocol.';

grant execute on function api.do_protocol(uuid, text, text[], text, boolean),
  api.note_age(uuid, text, text, text, text),
  api.settle_age(uuid, text, text, date, text),
  api.decide_referral(uuid, text, boolean, text),
  api.record_basis(uuid, text, uuid, text, text),
  api.record_referral(uuid, text, uuid, text, text, timestamptz, text),
  api.tell_brand(uuid, text, uuid, text),
  api.note_follow_up(uuid, text, date, text, text, text),
  api.lower_zero_tolerance(uuid, text, integer, text),
  api.exit_protocol(uuid, text, text) to authenticated;
