-- The page of policies: what holds, what changed, who has read it. Everybody reads; acknowledging needs an account.

create function private.policy_line(one portal.policy) returns jsonb
language sql stable
as $$
  select jsonb_build_object(
    'id', one.id, 'kind', one.kind, 'country', one.country, 'version', one.version,
    'published_on', (one.published_at at time zone 'Asia/Shanghai')::date, 'holds_from', one.holds_from)
$$;
comment on function private.policy_line is 'A version in a list.';

create function private.policy_list() returns jsonb
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
  select coalesce(jsonb_agg(private.policy_line(p) || jsonb_build_object(
      'binds', o.id is not null and private.policy_binds(p, o), 'read_at', private.instant(r.at))
    order by array_position(array['procedure', 'zero_tolerance', 'strike', 'report_sharing'], p.kind), p.country nulls first), '[]')
  from portal.policy p
  left join portal.organization o on o.id = private.my_organization() and private.my_person() is not null
  left join portal.policy_reading r on r.policy_id = p.id and r.person_id = private.my_person()
  where private.policy_holds(p)
$$;
alter function private.policy_list() owner to portal_keeper;
comment on function private.policy_list is 'The versions that hold, which of them bind the caller, and when the caller said so.';

create function private.policy_readers(policy uuid) returns jsonb
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
  -- A supervisor sees every organisation that is bound, all others only their own.
  select coalesce(jsonb_agg(jsonb_build_object('name', k.name, 'kind', k.kind, 'people', k.people, 'read', k.read)
      order by k.read > 0, k.kind, k.name), '[]')
  from (
    select o.name, o.kind, count(*)::integer as people, count(r.at)::integer as read
    from portal.policy p
    join portal.organization o on private.policy_binds(p, o)
      and ((select private.is_supervisor()) or o.id = (select private.my_organization()))
    join portal.person w on w.organization_id = o.id and w.suspended_at is null and w.user_id is not null
    left join portal.policy_reading r on r.policy_id = p.id and r.person_id = w.id
    where p.id = policy_readers.policy and private.my_person() is not null and not private.previewing()
    group by o.id
  ) k
$$;
alter function private.policy_readers(uuid) owner to portal_keeper;
comment on function private.policy_readers is 'How many people of each bound organisation have read a version, as far as the caller may know.';

create function private.policy_page(kind text, country text, version integer) returns jsonb
language plpgsql stable
as $$
declare
  one portal.policy;
begin
  select p.id, p.kind, p.country, p.version, p.published_at, p.holds_from, p.binds
    into one.id, one.kind, one.country, one.version, one.published_at, one.holds_from, one.binds
  from portal.policy p
  where p.kind = coalesce(policy_page.kind, 'procedure') and p.country is not distinct from policy_page.country
    and (policy_page.version is null or p.version = policy_page.version)
  order by p.version desc limit 1;
  if one.id is null then
    perform private.refuse('404', 'absent', 'There is no such policy. Choose one of the list.');
  end if;
  return jsonb_build_object(
    'policies', private.policy_list(),
    'shown', private.policy_line(one) || jsonb_build_object(
      'holds', private.policy_holds(one),
      'texts', (select jsonb_agg(jsonb_build_object('language', t.language, 'body', t.body, 'changed', t.changed) order by t.language)
        from portal.policy_text t where t.policy_id = one.id),
      'versions', (select jsonb_agg(private.policy_line(
          row(v.id, v.kind, v.country, v.version, v.published_at, v.holds_from, v.binds, null)::portal.policy)
          || jsonb_build_object('changes', (select jsonb_agg(jsonb_build_object('language', t.language, 'words', t.changed)
            order by t.language) from portal.policy_text t where t.policy_id = v.id))
          order by v.version desc)
        from portal.policy v where v.kind = one.kind and v.country is not distinct from one.country),
      'readers', private.policy_readers(one.id)),
    'publishes', coalesce(private.is_supervisor(), false));
end
$$;
comment on function private.policy_page is 'The list, and one version in full: words, history, and who has read it as far as the caller may know.';

create function api.policies(kind text default null, country text default null, version integer default null) returns jsonb
language sql stable
as $$ select private.policy_page(policies.kind, policies.country, policies.version) $$;
comment on function api.policies is 'The policies that hold, and one of them in full; without arguments the general procedure. For everybody.';

create function private.read_policy(policy uuid) returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  me private.actor := private.me();
  one portal.policy;
begin
  if me.person is null or private.previewing() then
    perform private.refuse('401', 'sign_in_needed', 'Sign in first.');
  end if;
  select * into one from portal.policy p where p.id = read_policy.policy;
  if one.id is null then
    perform private.refuse('404', 'absent', 'There is no such policy. Choose one of the list.');
  end if;
  if not exists (select from portal.organization o where o.id = me.organization and private.policy_binds(one, o)) then
    perform private.refuse('403', 'policy_not_yours', 'This text does not bind your organisation.');
  end if;
  if not private.policy_holds(one) then
    perform private.refuse('409', 'policy_changed', 'There is a newer version. Read that one.',
      jsonb_build_object('version', (select max(p.version) from portal.policy p
        where p.kind = one.kind and p.country is not distinct from one.country)));
  end if;
  insert into portal.policy_reading (policy_id, person_id, organization_id, at)
  values (one.id, me.person, me.organization, private.clock_now())
  on conflict do nothing;
  update portal.notice n set read_at = private.clock_now()
  where n.person_id = me.person and n.kind = 'policy' and n.thing = one.id::text and n.read_at is null;
end
$$;
alter function private.read_policy(uuid) owner to portal_keeper;
comment on function private.read_policy is 'The caller says "I have read this and work by it".';

create function api.acknowledge_policy(request_id uuid, policy uuid) returns jsonb
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  one record;
begin
  if private.my_person() is null then
    perform private.refuse('401', 'sign_in_needed', 'Sign in first.');
  end if;
  if not private.done_before(acknowledge_policy.request_id, jsonb_build_array('acknowledge_policy', acknowledge_policy.policy)::text) then
    perform private.read_policy(acknowledge_policy.policy);
  end if;
  select p.kind, p.country into one from portal.policy p where p.id = acknowledge_policy.policy;
  return private.policy_page(one.kind, one.country, null);
end
$$;
comment on function api.acknowledge_policy is 'Notes that the caller has read a version. Saying it twice is saying it once.';

create function private.publish_policy(
  kind text, country text, after_version integer, holds_from date, body_en text, body_zh text, changed_en text, changed_zh text
) returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  field text;
begin
  if not private.is_supervisor() or private.previewing() then
    perform private.refuse('403', 'not_allowed', 'A supervisor publishes policies.');
  end if;
  field := case
    when (publish_policy.kind in ('procedure', 'zero_tolerance', 'strike', 'report_sharing')) is not true then 'kind'
    when publish_policy.country !~ '^[A-Z]{2}$' then 'country'
    when publish_policy.after_version is null then 'after_version'
    when (publish_policy.holds_from between (private.clock_now() at time zone 'Asia/Shanghai')::date
      and (private.clock_now() at time zone 'Asia/Shanghai')::date + 366) is not true then 'holds_from'
    when (length(btrim(publish_policy.body_en)) between 1 and 20000) is not true then 'body_en'
    when (length(btrim(publish_policy.body_zh)) between 1 and 20000) is not true then 'body_zh'
    when (length(btrim(publish_policy.changed_en)) between 1 and 2000) is not true then 'changed_en'
    when (length(btrim(publish_policy.changed_zh)) between 1 and 2000) is not true then 'changed_zh'
  end;
  if field is not null then
    perform private.refuse('400', 'value_invalid', 'A version needs its text and what changed in both languages, and a day within a year.',
      jsonb_build_object('field', field));
  end if;
  perform private.keep_policy(publish_policy.kind, publish_policy.country, publish_policy.after_version, publish_policy.holds_from,
    array[row(null, 'en', btrim(publish_policy.body_en), btrim(publish_policy.changed_en))::portal.policy_text,
      row(null, 'zh-Hans', btrim(publish_policy.body_zh), btrim(publish_policy.changed_zh))::portal.policy_text],
    private.my_person());
end
$$;
alter function private.publish_policy(text, text, integer, date, text, text, text, text) owner to portal_keeper;
comment on function private.publish_policy is 'Publishes the next version, for a supervisor.';

create function api.publish_policy(
  request_id uuid, kind text, after_version integer, holds_from date, body_en text, body_zh text, changed_en text, changed_zh text,
  country text default null
) returns jsonb
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  if not private.is_supervisor() then
    perform private.refuse('403', 'not_allowed', 'A supervisor publishes policies.');
  end if;
  if not private.done_before(publish_policy.request_id, jsonb_build_array('publish_policy', publish_policy.kind, publish_policy.country,
      publish_policy.after_version, publish_policy.holds_from, publish_policy.body_en, publish_policy.body_zh, publish_policy.changed_en,
      publish_policy.changed_zh)::text) then
    perform private.publish_policy(publish_policy.kind, publish_policy.country, publish_policy.after_version, publish_policy.holds_from,
      publish_policy.body_en, publish_policy.body_zh, publish_policy.changed_en, publish_policy.changed_zh);
  end if;
  return private.policy_page(publish_policy.kind, publish_policy.country, null);
end
$$;
comment on function api.publish_policy is 'The next version of a policy: told to everybody whom it binds. `after_version` is the one it follows, 0 for none.';

grant execute on function private.policy_line(portal.policy) to anon, authenticated, portal_keeper;
grant execute on function private.policy_list(), private.policy_readers(uuid), private.policy_page(text, text, integer),
  api.policies(text, text, integer) to anon, authenticated;
grant execute on function private.read_policy(uuid), private.publish_policy(text, text, integer, date, text, text, text, text),
  api.acknowledge_policy(uuid, uuid),
  api.publish_policy(uuid, text, integer, date, text, text, text, text, text) to authenticated;
