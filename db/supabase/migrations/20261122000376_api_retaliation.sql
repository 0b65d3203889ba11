-- Retaliation: reported by the worker or by a coordinator for her, asked about on the days that were promised.

create function api.open_retaliation(
  request_id uuid, statement text, reference text default null, violent boolean default false, party uuid default null
) returns jsonb
language plpgsql volatile
as $$
declare
  one uuid := private.my_case(open_retaliation.reference);
begin
  if not private.done_before(open_retaliation.request_id, jsonb_build_array('open_retaliation', one, open_retaliation.statement,
      coalesce(open_retaliation.violent, false), open_retaliation.party)::text) then
    perform private.open_retaliation(one, open_retaliation.statement, open_retaliation.violent, open_retaliation.party);
  end if;
  return private.page_of(one);
end
$$;
comment on function api.open_retaliation is
  'Somebody was put under pressure because of a case: a case of its own. Answers with the page of the first one, which names the new one.';

create function api.record_check_in(request_id uuid, reference text, check_in uuid, how text, answer text) returns jsonb
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  one uuid := private.my_case(record_check_in.reference);
begin
  if not private.done_before(record_check_in.request_id,
      jsonb_build_array('record_check_in', one, record_check_in.check_in, record_check_in.how, record_check_in.answer)::text) then
    perform private.check_in(one, record_check_in.check_in, record_check_in.how, record_check_in.answer);
  end if;
  return private.page_of(one);
end
$$;
comment on function api.record_check_in is 'Handshake asked the worker how it goes: fine, pressure or unreachable.';

create function api.waive_check_ins(request_id uuid, reference text, reason text) returns jsonb
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  one uuid := private.my_case(waive_check_ins.reference);
begin
  if not private.done_before(waive_check_ins.request_id, jsonb_build_array('waive_check_ins', one, waive_check_ins.reason)::text) then
    perform private.waive_check_ins(one, waive_check_ins.reason);
  end if;
  return private.page_of(one);
end
$$;
comment on function api.waive_check_ins is 'The check-ins that are left are not made, with the reason.';

create function api.switch_case(reference text) returns jsonb
language plpgsql volatile
as $$
begin
  perform private.switch_case(switch_case.reference);
  return private.page_of(private.my_case(null));
end
$$;
comment on function api.switch_case is 'A worker goes from her case to one about retaliation that belongs to it, or back. Asked twice it stays there.';

grant execute on function api.open_retaliation(uuid, text, text, boolean, uuid), api.switch_case(text) to anon, authenticated;
grant execute on function api.record_check_in(uuid, text, uuid, text, text), api.waive_check_ins(uuid, text, text) to authenticated;
