-- What the worker allowed, and what has really been disclosed: the first she writes, the second only the record of events does.

create function private.exposures(one_case uuid) returns jsonb
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
  select coalesce(jsonb_agg(jsonb_build_object(
    'item', case when e.kind = 'identity_opened' then 'identity' else e.facts ->> 'item' end,
    'recipient_side', case when e.kind = 'identity_opened' then 'handshake' when o.kind = 'workplace'
      then 'factory' else coalesce(o.kind, 'authority') end,
    'recipient_name', o.name, 'at', private.instant(e.at),
    'basis', case when e.kind = 'identity_opened' then 'two_keys' else e.facts ->> 'basis' end,
    'consent_at', private.instant(c.given_at), 'role', e.facts ->> 'role', 'reason', e.facts ->> 'reason',
    'label', case when cardinality(e.audience) = 1 then private.label_of(e.audience[1]) end) order by e.seq), '[]')
  from portal.event e
  left join portal.organization o on o.id = (e.facts ->> 'recipient')::uuid
  left join portal.consent c on c.id = (e.facts ->> 'consent')::uuid and c.case_id = e.case_id
  where e.case_id = one_case and e.kind in ('disclosed', 'identity_opened')
    and (private.is_handshake() or exists (select from private.me() m
      where m.role = 'worker' and m.case_id = one_case and m.party = any (e.audience)))
$$;
alter function private.exposures(uuid) owner to portal_keeper;
comment on function private.exposures is
  'Every disclosure of something of the worker''s, from the record of events and from nothing else; for her and Handshake.';

create function private.consents(one_case uuid) returns jsonb
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
  select coalesce(jsonb_agg(jsonb_build_object('id', c.id, 'item', c.item, 'recipient', private.organization_json(o),
    'given_how', c.given_how,
    'given_at', private.instant(c.given_at), 'withdrawn_at', private.instant(c.withdrawn_at), 'purpose', c.purpose,
      'text_version', c.text_version,
    'guardian', c.guardian, 'party', c.party_id, 'label', private.label_of(c.party_id)) order by c.given_at, c.id), '[]')
  from portal.consent c join portal.organization o on o.id = c.recipient_id
  where c.case_id = one_case
    and (private.is_handshake() or exists (select from private.me() m
      where m.role = 'worker' and m.case_id = one_case and m.party = c.party_id))
$$;
alter function private.consents(uuid) owner to portal_keeper;
comment on function private.consents is 'The permissions of a case with their recipients; for the worker and Handshake.';

create function private.authorities() returns jsonb
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  if not private.is_desk() then
    return '[]';
  end if;
  return (select coalesce(jsonb_agg(private.organization_json(o) order by o.name), '[]')
    from portal.organization o where o.kind = 'authority' and o.ended_at is null);
end
$$;
alter function private.authorities() owner to portal_keeper;
comment on function private.authorities is 'The authorities to which a worker could be asked to let her case be referred; for coordinators.';

grant execute on function private.exposures(uuid), private.consents(uuid), private.authorities() to anon, authenticated;
