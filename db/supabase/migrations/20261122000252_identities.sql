-- What the keys open, who may write it, and what is told of it.

create function private.opened_identity(one_case uuid, anew boolean, party uuid) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  me private.actor := private.me();
  one portal.unlock;
  state text;
  worker uuid := private.worker_of(one_case, opened_identity.party);
begin
  if not private.knows_case(one_case) or me.person is null then
    perform private.refuse('404', 'absent', 'There is no case here for you.');
  end if;
  if not private.is_handshake() then
    return jsonb_build_object('opened', false, 'why', private.deny_identity(one_case, worker, 'open', 'identity_not_yours'));
  end if;
  select u.* into one from portal.unlock u where u.party_id = worker and u.asked_by = me.person
  order by (private.unlock_state(u, private.clock_now()) = 'open') desc, u.asked_at desc limit 1 for update;
  state := case when one.id is null then 'not_asked' else private.unlock_state(one, private.clock_now()) end;
  if state <> 'open' then
    return jsonb_build_object('opened', false, 'why', private.deny_identity(one_case, worker, 'open', 'identity_' || state));
  end if;
  -- The same request sent again shows the same once more; a first showing is always written down.
  if opened_identity.anew or not exists (select from portal.event e where e.case_id = one_case and e.kind = 'identity_opened'
      and e.facts @> jsonb_build_object('unlock', one.id)) then
    perform private.tell_of_identity(one_case, worker, 'identity_opened', jsonb_build_object('unlock', one.id, 'reason', one.reason));
  end if;
  return (select jsonb_build_object('opened', true, 'why', null, 'sealed', i.sealed, 'plan', i.plan, 'until',
    private.instant(one.expires_at))
    from portal.identity i where i.party_id = worker);
end
$$;
alter function private.opened_identity(uuid, boolean, uuid) owner to portal_keeper;
comment on function private.opened_identity is
  'The sealed texts for the one who asked, while both keys turn; written down each time, as is every refusal.';

create function private.write_identity(one_case uuid, sealed text, plan text, party uuid) returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  me private.actor := private.me();
  worker uuid;
begin
  if not private.knows_case(one_case) or private.previewing()
     or (me.role = 'custodian' or (me.role = 'worker' and me.case_id = one_case)) is not true then
    perform private.refuse('404', 'absent', 'There is no case here for you.');
  end if;
  if coalesce(write_identity.sealed, write_identity.plan) is null or length(write_identity.sealed) > 20000
    or length(write_identity.plan) > 20000 then
    perform private.refuse('400', 'value_invalid', 'This form was not filled in by the portal.', '{"field": "sealed"}');
  end if;
  worker := case when me.role = 'worker' then me.party else private.worker_of(one_case, write_identity.party) end;
  if worker is null then
    perform private.refuse('400', 'value_invalid', 'Choose whose name it is.', '{"field": "party"}');
  end if;
  -- Null leaves what is there; the empty text takes it away.
  insert into portal.identity as i (party_id, case_id, sealed, kept_at, plan, plan_kept_at)
  values (worker, one_case, nullif(write_identity.sealed, ''), private.clock_now(), nullif(write_identity.plan, ''), private.clock_now())
  on conflict (party_id) do update set
    sealed = case when write_identity.sealed is null then i.sealed else excluded.sealed end,
    kept_at = case when write_identity.sealed is null then i.kept_at else excluded.kept_at end,
    plan = case when write_identity.plan is null then i.plan else excluded.plan end,
    plan_kept_at = case when write_identity.plan is null then i.plan_kept_at else excluded.plan_kept_at end;
  if write_identity.sealed is not null then
    perform private.tell_of_identity(one_case, worker, case when write_identity.sealed = ''
      then 'identity_removed' else 'identity_kept' end, '{}');
  end if;
  if write_identity.plan is not null then
    perform private.tell_of_identity(one_case, worker, case when write_identity.plan = '' then 'plan_removed' else 'plan_kept' end, '{}');
  end if;
end
$$;
alter function private.write_identity(uuid, text, text, uuid) owner to portal_keeper;
comment on function private.write_identity is
  'The worker, or the custodian for her, writes name and contact or the plan anew; writing opens nothing.';

create function private.told_identity(one_case uuid, item text, recipient uuid, party uuid) returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  me private.actor := private.me();
  who portal.organization;
  worker uuid := private.worker_of(one_case, told_identity.party);
begin
  if not private.is_desk() or not private.knows_case(one_case) or me.person is null then
    perform private.refuse('404', 'absent', 'There is no case here for you.');
  end if;
  if (told_identity.item in ('name', 'contact')) is not true then
    perform private.refuse('400', 'value_invalid', 'Her name, or the way to her.', '{"field": "item"}');
  end if;
  select o.* into who from portal.organization o where o.id = told_identity.recipient and (o.kind = 'authority' or exists (
    select from portal.party p where p.case_id = one_case and p.organization_id = o.id and p.until is null and not p.hidden));
  if who.id is null then
    perform private.refuse('400', 'audience_invalid', 'Somebody in the list of readers is not a party of this case.');
  end if;
  perform private.take_case(one_case);
  -- What she has not allowed is not told, whatever a supervisor let a party know of the case.
  if private.allows(worker, who.id, told_identity.item) is not true then
    perform private.refuse('403', 'guard_consent_missing', 'The worker has not allowed this reader.',
      jsonb_build_object('recipient', who.name));
  end if;
  if not exists (select from portal.unlock u where u.party_id = worker and u.asked_by = me.person and private.unlock_state(u,
    private.clock_now()) = 'open') then
    perform private.refuse('403', 'guard_identity_sealed', 'Her name and contact are sealed. Ask for the second key first.');
  end if;
  perform private.disclose(one_case, told_identity.item, who.id, '{}', worker);
end
$$;
alter function private.told_identity(uuid, text, uuid, uuid) owner to portal_keeper;
comment on function private.told_identity is
  'Her name or contact goes to one recipient: with her permission for that very item, by somebody for whom both keys turn now.';

create function private.identity_of(one_case uuid) returns jsonb
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  me private.actor := private.me();
  hers boolean := coalesce(me.role = 'worker' and me.case_id = one_case, false);
begin
  if not (hers or private.is_handshake()) then
    return null;
  end if;
  return jsonb_build_object(
    'kept', exists (select from portal.identity i where i.case_id = one_case and i.sealed is not null
      and (not hers or i.party_id = me.party)),
    'plan_kept', exists (select from portal.identity i where i.case_id = one_case and i.plan is not null
      and (not hers or i.party_id = me.party)),
    -- Her own plan, so that she can mend it; never her name: somebody may have found the receipt.
    'plan', case when hers and not private.previewing() then (select i.plan from portal.identity i
      where i.party_id = me.party) end,
    'requests', case when hers then '[]' else private.unlocks(one_case) end,
    'history', (
      select coalesce(jsonb_agg(jsonb_build_object('kind', h.kind, 'at', private.instant(h.at), 'side', h.actor_side,
        'role', h.facts ->> 'role', 'reason', h.facts ->> 'reason', 'why', h.facts ->> 'why') order by h.seq), '[]')
      from (select e.* from portal.event e where e.case_id = one_case and (e.kind like 'identity\_%' or e.kind in ('plan_kept', 'plan_removed'))
          and (not hers or me.party = any (e.audience))
        order by e.seq desc limit 60) h));
end
$$;
alter function private.identity_of(uuid) owner to portal_keeper;
comment on function private.identity_of is
  'What the worker and Handshake may know of the sealed texts: that they are there, who asked, who opened. Null for everybody else.';

create function private.unlocks(one_case uuid default null) returns jsonb
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  me private.actor := private.me();
begin
  if not private.is_handshake() then
    return '[]';
  end if;
  return (
    select coalesce(jsonb_agg(jsonb_build_object('id', u.id, 'state', s.state, 'reference', c.reference, 'workplace', w.name,
      'by', p.name, 'by_role', p.role, 'party', u.party_id, 'label', private.label_of(u.party_id), 'mine', u.asked_by = me.person, 'reason', u.reason, 'words', u.words,
      'asked_at', private.instant(u.asked_at), 'until', private.instant(coalesce(u.expires_at, u.lapses_at)),
      'may_agree', s.state = 'waiting' and u.asked_by is distinct from me.person and 'custodian' in (p.role, me.role),
      'may_revoke', u.asked_by = me.person or coalesce(u.answered_by = me.person, false) or me.role in ('custodian',
        'supervisor'))
      order by u.asked_at, u.id), '[]')
    from portal.unlock u join portal.person p on p.id = u.asked_by join portal.case_ c on c.id = u.case_id
    join portal.organization w on w.id = c.workplace_id
    cross join lateral (select private.unlock_state(u, private.clock_now()) as state) s
    where u.ended_at is null and u.agreed is distinct from false and s.state in ('waiting', 'open')
      and (unlocks.one_case is null or u.case_id = unlocks.one_case));
end
$$;
alter function private.unlocks(uuid) owner to portal_keeper;
comment on function private.unlocks is
  'Requests that wait for the second key and identities that are open now, of one case or of all; for Handshake alone.';

grant execute on function private.opened_identity(uuid, boolean, uuid), private.told_identity(uuid, text, uuid, uuid),
  private.unlocks(uuid) to authenticated;
grant execute on function private.write_identity(uuid, text, text, uuid), private.identity_of(uuid) to anon, authenticated;
