-- What lies behind a case: written down by the desk, read by nobody else, counted for buyers.

create function private.causes_of(one_case uuid) returns jsonb
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  if not private.is_desk() or private.previewing() then
    return null;
  end if;
  return jsonb_build_object(
    'chosen', (select coalesce(jsonb_agg(b.code order by b.code), '[]') from portal.case_cause b where b.case_id = one_case),
    'choices', (select jsonb_agg(c.code order by c.of_buyer desc, c.code) from portal.cause c));
end
$$;
alter function private.causes_of(uuid) owner to portal_keeper;
comment on function private.causes_of is
  'The causes of a case and those there are to choose from; null for everybody but the desk.';
grant execute on function private.causes_of(uuid) to anon, authenticated;

create function private.set_causes(one_case uuid, causes text[]) returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  one portal.case_;
begin
  if not private.is_desk() or private.previewing() then
    perform private.refuse('403', 'not_allowed', 'Only Handshake says what lies behind a case.');
  end if;
  select * into one from portal.case_ c where c.id = one_case for update;
  if one.id is null then
    perform private.refuse('404', 'absent', 'There is no case here for you.');
  end if;
  if causes is null or cardinality(causes) > 10
     or exists (select from unnest(causes) as given (code) where not exists (select from portal.cause c
       where c.code = given.code)) then
    perform private.refuse('400', 'value_invalid', 'Choose causes of the list.', '{"field": "causes"}');
  end if;
  delete from portal.case_cause b where b.case_id = one_case and b.code <> all (causes);
  insert into portal.case_cause (case_id, code, set_by, set_at)
  select distinct one_case, given.code, private.my_person(), private.clock_now() from unnest(causes) as given (code)
  on conflict do nothing;
  -- For the desk alone: what it thinks lies behind a case is no finding that parties read.
  perform private.record(one_case, 'causes_set', jsonb_build_object('causes', (
    select coalesce(jsonb_agg(b.code order by b.code), '[]') from portal.case_cause b where b.case_id = one_case)));
end
$$;
alter function private.set_causes(uuid, text[]) owner to portal_keeper;
comment on function private.set_causes is 'Writes down what lies behind a case, in place of what was there.';
grant execute on function private.set_causes(uuid, text[]) to authenticated;

create function api.set_causes(request_id uuid, reference text, causes text[]) returns jsonb
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  one uuid := private.my_case(set_causes.reference);
begin
  if not private.done_before(set_causes.request_id, jsonb_build_array('set_causes', one, set_causes.causes::text)::text) then
    perform private.set_causes(one, set_causes.causes);
  end if;
  return private.page_of(one);
end
$$;
comment on function api.set_causes is 'Writes down what lies behind a case: purchasing, management, the law and so on.';
grant execute on function api.set_causes(uuid, text, text[]) to authenticated;
