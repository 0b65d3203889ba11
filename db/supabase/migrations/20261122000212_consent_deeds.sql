-- Deeds of a worker: a permission is given, and taken back.

create function private.consent_given(
  one_case uuid, item text, recipient uuid, given_how text, text_version text, language text, guardian text default null, child_agreed boolean default null,
  party uuid default null
) returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  me private.actor := private.me();
  how text;
  asked portal.consent_version;
  worker uuid;
begin
  if not (private.is_desk() or coalesce(me.role = 'worker' and me.case_id = one_case, false)) or private.previewing() then
    perform private.refuse('404', 'absent', 'There is no case here for you.');
  end if;
  if (consent_given.item in ('statement', 'name', 'contact', 'photo', 'file') and consent_given.given_how in ('web', 'phone', 'guardian')
      and coalesce(consent_given.language ~ '^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$', false)
      and exists (select from portal.case_ c where c.id = one_case)) is not true then
    perform private.refuse('400', 'value_invalid', 'Choose what may be known.', '{"field": "item"}');
  end if;
  if not exists (select from portal.organization o where o.id = recipient and o.ended_at is null
      and (o.kind in ('brand', 'authority') or exists (select from portal.case_ c where c.id = one_case and c.workplace_id = o.id))) then
    perform private.refuse('400', 'value_invalid', 'Choose who may know.', '{"field": "recipient"}');
  end if;
  how := case when me.role = 'worker' then 'web' else consent_given.given_how end;
  if how = 'guardian' and (consent_given.guardian in ('mother', 'father', 'grandparent', 'relative', 'legal_guardian')) is not true then
    perform private.refuse('400', 'value_invalid', 'Say how the guardian is related to the child.', '{"field": "guardian"}');
  end if;
  if how = 'guardian' and consent_given.child_agreed is not true then
    perform private.refuse('403', 'guard_child_not_asked', 'Ask the child too. Without her own yes nothing is shown.');
  end if;
  worker := case when me.role = 'worker' then me.party else private.worker_of(one_case, consent_given.party) end;
  if worker is null then
    perform private.refuse('400', 'value_invalid', 'Choose which worker allows it.', '{"field": "party"}');
  end if;
  asked := private.asked_in(consent_given.text_version, consent_given.language);
  insert into portal.consent (case_id, party_id, item, recipient_id, purpose, text_version, language, given_how, guardian, child_agreed, given_at)
  select one_case, worker, consent_given.item, o.id, case when o.kind = 'authority' then 'refer' else 'resolve' end, asked.version, asked.language,
    how, case when how = 'guardian' then consent_given.guardian end, case when how = 'guardian' then true end, private.clock_now()
  from portal.organization o where o.id = consent_given.recipient
  on conflict do nothing;
  perform private.record(one_case, 'consent_given', jsonb_build_object('item', consent_given.item, 'recipient', recipient), array[worker]);
  if consent_given.item in ('photo', 'file') then
    perform private.files_allowed_late(one_case, recipient, worker);
  end if;
end
$$;
alter function private.consent_given(uuid, text, uuid, text, text, text, text, boolean, uuid) owner to portal_keeper;
comment on function private.consent_given is 'Writes down a permission: the worker''s own click, or what she said to a coordinator.';

create function private.consent_withdrawn(consent uuid) returns uuid
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  me private.actor := private.me();
  one portal.consent;
begin
  select * into one from portal.consent c where c.id = consent_withdrawn.consent;
  if one.id is null or not (private.is_desk() or coalesce(me.role = 'worker' and me.party = one.party_id, false)) or private.previewing() then
    perform private.refuse('404', 'absent', 'There is no case here for you.');
  end if;
  -- The case first: what the desk releases at this moment is either there to be taken away, or is refused.
  perform private.take_case(one.case_id);
  select * into one from portal.consent c where c.id = consent_withdrawn.consent for update;
  if one.withdrawn_at is null then
    update portal.consent c set withdrawn_at = private.clock_now() where c.id = one.id;
    perform private.record(one.case_id, 'consent_withdrawn', jsonb_build_object('item', one.item, 'recipient', one.recipient_id), array[one.party_id]);
  end if;
  return one.case_id;
end
$$;
alter function private.consent_withdrawn(uuid) owner to portal_keeper;
comment on function private.consent_withdrawn is 'Takes a permission back; disclosure stops from now on.';

grant execute on function private.consent_given(uuid, text, uuid, text, text, text, text, boolean, uuid), private.consent_withdrawn(uuid)
  to anon, authenticated;
