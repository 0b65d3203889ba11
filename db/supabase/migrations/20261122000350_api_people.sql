-- The supervisor's desk: people, organisations, supply links, invitations.

create function private.directory() returns jsonb
language plpgsql stable
as $$
begin
  if not private.is_supervisor() then
    perform private.refuse('403', 'not_allowed', 'Only supervisors see people and organisations.');
  end if;
  return jsonb_build_object(
    'people', (select coalesce(jsonb_agg(jsonb_build_object('id', p.id, 'name', p.name, 'email', p.email, 'role', p.role,
      'organization', p.organization_id, 'language', p.language, 'suspended_at', private.instant(p.suspended_at),
        'suspended_why', p.suspended_why)
      order by p.name, p.id), '[]') from portal.person p),
    'organizations', (select coalesce(jsonb_agg(jsonb_build_object('id', o.id, 'kind', o.kind, 'name', o.name, 'city', o.city,
      'country', o.country, 'headcount', o.headcount, 'time_zone', o.time_zone, 'ended_at', private.instant(o.ended_at))
        order by o.kind, o.name), '[]') from portal.organization o),
    'links', (select coalesce(jsonb_agg(jsonb_build_object('id', l.id, 'brand', l.brand_id, 'workplace', l.workplace_id,
      'since', l.since, 'until', l.until) order by l.since desc, l.id), '[]') from portal.supply_link l),
    'invitations', (select coalesce(jsonb_agg(jsonb_build_object('id', i.id, 'email', i.email,
      'organization', i.organization_id, 'role', i.role,
      'invited_at', private.instant(i.invited_at), 'expires_at', private.instant(i.expires_at),
        'accepted_at', private.instant(i.accepted_at))
      order by i.invited_at desc), '[]') from portal.invitation i));
end
$$;
comment on function private.directory is 'Everybody and every organisation; for supervisors.';

create function api.people() returns jsonb language sql stable as $$ select private.directory() $$;
comment on function api.people is 'Everybody and every organisation; for supervisors.';

create function private.for_supervisor() returns void
language plpgsql stable
as $$
begin
  if private.previewing() or not private.is_supervisor() then
    perform private.refuse('403', 'not_allowed', 'This is for supervisors alone.');
  end if;
end
$$;
comment on function private.for_supervisor is 'Refuses everybody but a supervisor.';

create function api.save_organization(
  request_id uuid, kind text, name text, organization uuid default null, city text default null, country text default 'CN',
  headcount integer default null, time_zone text default 'Asia/Shanghai'
) returns jsonb
language plpgsql volatile
as $$
declare
  called text := private.check_words(save_organization.name, 'name', 200);
begin
  perform private.for_supervisor();
  if (save_organization.country ~ '^[A-Z]{2}$' and save_organization.kind in ('workplace', 'brand', 'authority')) is not true
     or not exists (select from pg_catalog.pg_timezone_names z where z.name = save_organization.time_zone)
     or save_organization.headcount not between 0 and 2000000 or length(save_organization.city) > 100 then
    perform private.refuse('400', 'value_invalid', 'Kind, country, headcount or time zone is not right.',
      '{"field": "organization"}');
  end if;
  if not private.done_before(save_organization.request_id,
      jsonb_build_array('save_organization', save_organization.organization, save_organization.kind, called,
      save_organization.city, save_organization.country, save_organization.headcount, save_organization.time_zone)::text) then
    if save_organization.organization is null then
      insert into portal.organization (kind, name, city, country, headcount, time_zone)
      values (save_organization.kind, called, save_organization.city, save_organization.country, save_organization.headcount,
        save_organization.time_zone);
    else
      update portal.organization o set name = called, city = save_organization.city, country = save_organization.country,
        headcount = save_organization.headcount, time_zone = save_organization.time_zone
      where o.id = save_organization.organization;
    end if;
  end if;
  return private.directory();
exception when unique_violation then
  perform private.refuse('409', 'name_taken', 'There is an organisation of that kind and name already.', '{"field": "name"}');
end
$$;
comment on function api.save_organization is 'Adds an organisation, or mends one.';

create function api.link_supply(request_id uuid, brand uuid, workplace uuid, since date default current_date) returns jsonb
language plpgsql volatile
as $$
begin
  perform private.for_supervisor();
  if not exists (select from portal.organization o where o.id = link_supply.brand and o.kind = 'brand')
     or not exists (select from portal.organization o where o.id = link_supply.workplace and o.kind = 'workplace')
     or (link_supply.since between '1990-01-01' and '2100-01-01') is not true then
    perform private.refuse('400', 'value_invalid', 'Choose a brand and a workplace.', '{"field": "brand"}');
  end if;
  if not private.done_before(link_supply.request_id,
      jsonb_build_array('link_supply', link_supply.brand, link_supply.workplace, link_supply.since)::text) then
    insert into portal.supply_link (brand_id, workplace_id, since)
      values (link_supply.brand, link_supply.workplace, link_supply.since) on conflict do nothing;
  end if;
  return private.directory();
end
$$;
comment on function api.link_supply is 'A brand sources from a workplace from that day on.';

create function api.end_supply(request_id uuid, link uuid, until date default current_date) returns jsonb
language plpgsql volatile
as $$
begin
  perform private.for_supervisor();
  if not private.done_before(end_supply.request_id, jsonb_build_array('end_supply', end_supply.link, end_supply.until)::text) then
    update portal.supply_link l set until = greatest(end_supply.until, l.since) where l.id = end_supply.link and l.until is null;
  end if;
  return private.directory();
end
$$;
comment on function api.end_supply is 'A brand stops sourcing; it leaves the cases of that workplace at once.';

create function api.invite(request_id uuid, email text, organization uuid, role text, code_hash text) returns jsonb
language plpgsql volatile
as $$
declare
  address text;
begin
  perform private.for_supervisor();
  address := private.check_email(invite.email);
  if (invite.code_hash ~ '^[0-9a-f]{64}$') is not true then
    perform private.refuse('400', 'value_invalid', 'A code is the SHA-256 of 32 random bytes.', '{"field": "code_hash"}');
  end if;
  if private.role_fits(invite.role,
      (select o.kind from portal.organization o where o.id = invite.organization and o.ended_at is null)) is not true then
    perform private.refuse('400', 'value_invalid', 'That organisation has no such role.', '{"field": "role"}');
  end if;
  if not private.done_before(invite.request_id,
      jsonb_build_array('invite', invite.email, invite.organization, invite.role, invite.code_hash)::text) then
    insert into portal.invitation (code_hash, email, organization_id, role, invited_by)
    values (private.digest(invite.code_hash), address, invite.organization, invite.role, private.my_person())
    on conflict do nothing;
    if not found then
      perform private.refuse('400', 'value_invalid', 'This code was given out already. Draw another.', '{"field": "code_hash"}');
    end if;
  end if;
  return private.directory();
end
$$;
comment on function api.invite is 'Asks somebody in; the code was drawn by the portal and is shown once.';

create function private.mend_person(person uuid) returns void
language plpgsql stable
as $$
begin
  perform private.for_supervisor();
  if mend_person.person = private.my_person() then
    perform private.refuse('403', 'not_allowed', 'Ask another supervisor to change your own role.');
  end if;
  if not exists (select from portal.person p where p.id = mend_person.person) then
    perform private.refuse('404', 'absent', 'There is nobody here for you.');
  end if;
end
$$;
comment on function private.mend_person is 'Refuses everybody but a supervisor, and a supervisor for themselves.';

create function api.set_role(person uuid, role text) returns jsonb
language plpgsql volatile
as $$
begin
  perform private.mend_person(set_role.person);
  if (set_role.role in ('factory', 'brand', 'coordinator', 'custodian', 'supervisor')) is not true then
    perform private.refuse('400', 'value_invalid', 'There is no such role.', '{"field": "role"}');
  end if;
  update portal.person p set role = set_role.role where p.id = set_role.person;
  return private.directory();
end
$$;
comment on function api.set_role is 'Changes what somebody may do, within their kind of organisation.';

create function api.suspend(person uuid, reason text) returns jsonb
language plpgsql volatile
as $$
begin
  perform private.mend_person(suspend.person);
  update portal.person p set suspended_at = now(), suspended_why = private.check_words(suspend.reason, 'reason', 300)
  where p.id = suspend.person;
  return private.directory();
end
$$;
comment on function api.suspend is 'From now on that person sees nothing, in every tab.';

create function api.restore(person uuid) returns jsonb
language plpgsql volatile
as $$
begin
  perform private.mend_person(restore.person);
  update portal.person p set suspended_at = null, suspended_why = null where p.id = restore.person;
  return private.directory();
end
$$;
comment on function api.restore is 'That person may come back.';

grant execute on function private.for_supervisor() to portal_keeper;
grant execute on function private.directory(), private.for_supervisor(), private.mend_person(uuid), api.people(),
  api.save_organization(uuid, text, text, uuid, text, text, integer, text), api.link_supply(uuid, uuid, uuid, date),
    api.end_supply(uuid, uuid, date),
  api.invite(uuid, text, uuid, text, text), api.set_role(uuid, text), api.suspend(uuid, text), api.restore(uuid) to authenticated;
