-- Groups, as people call for them. Each answers with the page as its caller then sees it.

create function api.add_complainant(
  request_id uuid, reference text, receipt_hash text, channel text, language text, statement text,
    consent_factory boolean default false,
  consent_brands uuid[] default '{}', sealed_identity text default null, sealed_plan text default null,
    text_version text default null
) returns jsonb
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  one uuid := private.my_case(add_complainant.reference);
begin
  if not private.done_before(add_complainant.request_id, jsonb_build_array('add_complainant', one, add_complainant.receipt_hash,
    add_complainant.channel,
      add_complainant.language, add_complainant.statement, add_complainant.consent_factory,
        add_complainant.consent_brands)::text) then
    perform private.add_complainant(one, add_complainant.receipt_hash, add_complainant.channel, add_complainant.language,
      add_complainant.statement,
      add_complainant.consent_factory, add_complainant.consent_brands, add_complainant.sealed_identity,
        add_complainant.sealed_plan,
      add_complainant.text_version);
  end if;
  return private.page_of(one);
end
$$;
comment on function api.add_complainant is 'A coordinator takes one more caller into a case and reads her a receipt of her own.';

create function api.merge_case(request_id uuid, reference text, other text, how text) returns jsonb
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  one uuid := private.my_case(merge_case.reference);
begin
  if not private.done_before(merge_case.request_id, jsonb_build_array('merge_case', one, merge_case.other,
    merge_case.how)::text) then
    perform private.merge_case(one, merge_case.other, merge_case.how);
  end if;
  return private.page_of(one);
end
$$;
comment on function api.merge_case is 'A case of another worker becomes part of this one, as she agreed.';

create function api.leave_group(request_id uuid, reference text default null, party uuid default null) returns jsonb
language plpgsql volatile
as $$
declare
  one uuid := private.my_case(leave_group.reference);
begin
  -- Sent again, her receipt leads to the case of her own already.
  if private.my_role() = 'worker' and private.group_of(one) is null then
    return private.page_of(one);
  end if;
  if not private.done_before(leave_group.request_id, jsonb_build_array('leave_group', one, leave_group.party)::text) then
    perform private.leave_group(one, leave_group.party);
  end if;
  return private.page_of(case when private.my_role() = 'worker' then private.my_case(null) else one end);
end
$$;
comment on function api.leave_group is 'One of a group goes on with a case of her own, by herself or as she told a coordinator.';

create function api.choose_voice(
  request_id uuid, number integer default null, reference text default null, party uuid default null, how text default 'portal'
) returns jsonb
language plpgsql volatile
as $$
declare
  one uuid := private.my_case(choose_voice.reference);
begin
  if not private.done_before(choose_voice.request_id, jsonb_build_array('choose_voice', one, choose_voice.number,
    choose_voice.party, choose_voice.how)::text) then
    perform private.choose_voice(one, choose_voice.party, choose_voice.number, choose_voice.how);
  end if;
  return private.page_of(one);
end
$$;
comment on function api.choose_voice is
  'One of a group says by number who shall speak for it; without a number she takes it back.';

create function api.show_group(request_id uuid, reference text, size_shown text, said_size integer default null) returns jsonb
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  one uuid := private.my_case(show_group.reference);
begin
  if not private.done_before(show_group.request_id, jsonb_build_array('show_group', one, show_group.size_shown,
    show_group.said_size)::text) then
    perform private.show_group(one, show_group.size_shown, show_group.said_size);
  end if;
  return private.page_of(one);
end
$$;
comment on function api.show_group is
  'Handshake says what others may know of a group: that it is one, and its size as a range or not at all.';

create function api.tell_totals(request_id uuid, reference text) returns jsonb
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  one uuid := private.my_case(tell_totals.reference);
begin
  if not private.done_before(tell_totals.request_id, jsonb_build_array('tell_totals', one)::text) then
    perform private.tell_totals(one);
  end if;
  return private.page_of(one);
end
$$;
comment on function api.tell_totals is 'Tells the factory in sum what was agreed with a group.';

create function api.decline_plan(request_id uuid, version integer, reference text default null, party uuid default null,
  how text default 'portal') returns jsonb
language plpgsql volatile
as $$
declare
  one uuid := private.my_case(decline_plan.reference);
begin
  if not private.done_before(decline_plan.request_id, jsonb_build_array('decline_plan', one, decline_plan.version,
    decline_plan.party, decline_plan.how)::text) then
    perform private.accept_plan(one, decline_plan.version, decline_plan.party, decline_plan.how, false);
  end if;
  return private.page_of(one);
end
$$;
comment on function api.decline_plan is 'One of a group does not accept the plan for herself.';

grant execute on function api.leave_group(uuid, text, uuid), api.choose_voice(uuid, integer, text, uuid, text),
  api.decline_plan(uuid, integer, text, uuid, text) to anon, authenticated;
grant execute on function api.add_complainant(uuid, text, text, text, text, text, boolean, uuid[], text, text, text),
  api.merge_case(uuid, text, text, text),
  api.show_group(uuid, text, text, integer), api.tell_totals(uuid, text) to authenticated;
