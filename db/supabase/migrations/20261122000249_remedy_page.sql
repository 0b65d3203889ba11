-- What the case page says of findings, plan, remedy and hearing. Read as the caller, under the policies.

create function private.has_remedy(one_case uuid) returns boolean
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
  select (exists (select from portal.plan p where p.case_id = one_case)
      or exists (select from portal.finding f where f.case_id = one_case)
      or exists (select from portal.evidence e where e.case_id = one_case)
      or exists (select from portal.remedy_entry r where r.case_id = one_case)
      or exists (select from portal.contact_attempt a where a.case_id = one_case)
      or exists (select from portal.evaluation e where e.case_id = one_case))
    and exists (select from private.parties_of(one_case))
$$;
alter function private.has_remedy(uuid) owner to portal_keeper;
comment on function private.has_remedy is
  'Whether there is anything to look for in a case of the caller: most have nothing yet, and their pages cost nothing more.';

create function private.sides_accepting(one_case uuid) returns jsonb
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  outside boolean := private.my_role() = 'factory';
  zone text := (select o.time_zone from portal.case_ c join portal.organization o on o.id = c.workplace_id where c.id = one_case);
begin
  if coalesce((private.acting_seat(one_case)).side in ('worker', 'factory'), false) or private.is_handshake() then
    return (
      select coalesce(jsonb_agg(s.said order by s.said ->> 'side' desc), '[]') from (
        -- The factory is told on which day the worker agreed: neither hour nor way, which would say when she had a telephone at hand.
        select jsonb_build_object('side', p.side,
          'at', private.instant(case when outside and p.side = 'worker' then private.noon(max(a.at) filter (where spoke), zone)
            else max(a.at) filter (where spoke) end),
          'how', case when outside and p.side = 'worker' then null else min(a.how) filter (where spoke) end) as said
        from portal.party p left join portal.acceptance a on a.party_id = p.id and a.void_at is null
        -- Of a group the hour at which its voice accepted: later answers of others do not move it.
        cross join lateral (select p.side <> 'worker' or p.id = private.voice(one_case) as spoke) v
        where p.case_id = one_case and p.until is null and not p.hidden and p.side in ('worker', 'factory')
        group by p.side having private.side_accepts(one_case, p.side)) s);
  end if;
  return '[]';
end
$$;
alter function private.sides_accepting(uuid) owner to portal_keeper;
comment on function private.sides_accepting is
  'Which sides accepted the plan as it is, each when all of its parties did; to the factory the worker''s day alone. For those two and Handshake.';

create function private.evidence_readers(one_case uuid) returns jsonb
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  if not private.is_handshake() then
    return '{}';
  end if;
  return (select coalesce(jsonb_object_agg(e.id, s.readers), '{}') from portal.evidence e,
    lateral (select jsonb_agg(p.id) as readers from portal.party p
      where p.id = any (e.shown_to) and (p.side <> 'brand' or private.is_desk())) s
    where e.case_id = one_case and s.readers is not null);
end
$$;
alter function private.evidence_readers(uuid) owner to portal_keeper;
comment on function private.evidence_readers is 'To whom which piece was shown; for Handshake alone.';

create function private.plan_page(one_case uuid, mine uuid) returns jsonb
language sql stable
as $$
  select case when p.version is not null or a.actions is not null then jsonb_build_object('version', coalesce(p.version, 0),
    'changed_at', private.instant(p.changed_at), 'accepted', private.sides_accepting(one_case),
    'accepted_by_me', exists (select from portal.acceptance c where c.case_id = one_case and c.party_id = plan_page.mine
      and c.accepted and c.void_at is null),
    'actions', coalesce(a.actions, '[]')) end
  from (select jsonb_agg(jsonb_build_object('id', a.id, 'deed', a.deed, 'owner', a.owner_side, 'owner_party', a.owner_party,
      'mine', coalesce(a.owner_party = plan_page.mine, false),
      'due_on', a.due_on, 'evidence_wanted', a.evidence_wanted, 'state', a.state, 'done_at', private.instant(a.done_at),
        'done_how', a.done_how,
      'verified_at', private.instant(a.verified_at), 'verifier', a.verifier, 'verifier_name', a.verifier_name,
      'disputed_at', private.instant(a.disputed_at)) order by a.due_on nulls last, a.made_at, a.id) as actions
    from portal.action a where a.case_id = one_case and a.dropped_at is null) a
  left join portal.plan p on p.case_id = one_case
$$;
comment on function private.plan_page is 'The plan as the caller sees it, or null.';

create function private.findings_page(one_case uuid) returns jsonb
language sql stable
as $$
  select coalesce(jsonb_agg(jsonb_build_object('id', f.id, 'code', f.code, 'outcome', f.outcome, 'reason', f.reason,
    'told_at', private.instant(f.told_at)) order by i.position, f.code), '[]')
  from portal.finding f left join portal.case_issue i on i.case_id = f.case_id and i.code = f.code
  where f.case_id = one_case
$$;
comment on function private.findings_page is 'The findings that the caller may read.';

create function private.given_by(piece uuid, mine uuid) returns jsonb
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  me private.actor := private.me();
begin
  -- The side, and whether it was the caller: which of a group it was, the others are not told.
  return (
    select jsonb_build_object('side', p.side, 'mine', p.id = given_by.mine,
      'file', exists (select from portal.attachment a where a.id = e.attachment_id and a.party_id = given_by.mine))
    from portal.evidence e join portal.party p on p.id = e.provided_by
    where e.id = given_by.piece and (me.role in ('coordinator', 'custodian', 'supervisor') or exists (
      select from portal.party s where s.case_id = e.case_id and s.until is null and not s.hidden
        and (s.organization_id = me.organization or s.id = me.party) and (s.id = e.provided_by or s.id = any (e.shown_to)))));
end
$$;
alter function private.given_by(uuid, uuid) owner to portal_keeper;
comment on function private.given_by is 'On which side a piece of evidence was given, and whether by the caller; null for a piece that they may not read.';

create function private.evidence_page(one_case uuid, mine uuid) returns jsonb
language sql stable
as $$
  with readers as materialized (select private.evidence_readers(one_case) as by_piece)
  select coalesce(jsonb_agg(jsonb_build_object('id', e.id, 'kind', e.kind, 'finding', e.about_finding, 'action', e.about_action,
    'words', e.words,
    'giver', coalesce(g.given ->> 'side', 'handshake'), 'mine', coalesce((g.given ->> 'mine')::boolean, false), 'at',
      private.instant(e.at),
    'readers', coalesce((select r.by_piece -> e.id::text from readers r), '[]'),
    'file', case when a.id is not null then jsonb_build_object('id', a.id,
      'name', private.file_name(a.id, a.message_id, a.name, a.media_type, a.by_worker), 'media_type', a.media_type,
      'bytes', case when (g.given ->> 'file')::boolean then a.original_bytes else coalesce(a.cleaned_bytes,
        a.original_bytes) end) end)
    order by e.at, e.id), '[]')
  from portal.evidence e
  left join lateral (select private.given_by(e.id, evidence_page.mine) as given) g on true
  left join portal.attachment a on a.id = e.attachment_id
  where e.case_id = one_case
$$;
comment on function private.evidence_page is 'The evidence that the caller may read.';

create function private.remedy_page(one_case uuid) returns jsonb
language sql stable
as $$
  select coalesce(jsonb_agg(jsonb_build_object('id', r.id, 'what', r.what, 'currency', r.currency, 'label', coalesce(c.label, ''),
    'beneficiary', c.beneficiary_party, 'apart', r.apart, 'minimum', m.amount::text, 'minimum_source', m.source,
    -- Amounts travel as text: a float would lose cents.
    'claimed', c.claimed::text, 'agreed', r.agreed::text, 'paid', r.paid::text, 'confirmed', r.confirmed::text,
    'claimed_at', private.instant(c.claimed_at), 'agreed_at', private.instant(r.agreed_at), 'paid_at', private.instant(r.paid_at),
    'confirmed_at', private.instant(r.confirmed_at), 'disputed_at', private.instant(r.disputed_at)) order by r.what, c.label,
      r.id), '[]')
  from portal.remedy_entry r left join portal.remedy_claim c on c.entry_id = r.id
  left join portal.legal_minimum m on m.entry_id = r.id
  where r.case_id = one_case
$$;
comment on function private.remedy_page is
  'The ledger as the caller may read it: the worker her own, the factory what is agreed.';

create function private.days_unreached(one_case uuid) returns integer
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  if not private.is_desk() then
    return null;
  end if;
  return private.failed_attempts(one_case, private.worker_of(one_case, null));
end
$$;
alter function private.days_unreached(uuid) owner to portal_keeper;
comment on function private.days_unreached is
  'On how many days the worker could not be reached since she is being asked; for the desk.';

create function private.hearing_page(one_case uuid) returns jsonb
language sql stable
as $$
  select jsonb_build_object(
    'said', (select jsonb_build_object('said', e.said, 'how', e.how, 'words', e.words, 'at', private.instant(e.at))
      from portal.evaluation e where e.case_id = one_case order by e.at desc limit 1),
    'failed', private.days_unreached(one_case),
    'attempts', (select coalesce(jsonb_agg(jsonb_build_object('at', private.instant(a.at), 'channel', a.channel, 'outcome',
      a.outcome,
      'on_plan', a.on_plan) order by a.at), '[]') from portal.contact_attempt a where a.case_id = one_case))
  where (select private.my_role()) not in ('factory', 'brand')
$$;
comment on function private.hearing_page is 'What the worker said last and how often she was tried; for her and Handshake.';

create function private.remedy_of(one_case uuid) returns jsonb
language plpgsql stable
as $$
declare
  mine uuid;
begin
  if not private.has_remedy(one_case) then
    return '{"plan": null, "findings": [], "evidence": [], "remedy": [], "hearing": null}';
  end if;
  mine := private.my_seat(one_case);
  return jsonb_build_object('plan', private.plan_page(one_case, mine), 'findings', private.findings_page(one_case),
    'evidence', private.evidence_page(one_case, mine), 'remedy', private.remedy_page(one_case) || private.group_totals(one_case), 'hearing',
      private.hearing_page(one_case));
end
$$;
comment on function private.remedy_of is 'Findings, plan, evidence, remedy and hearing of a case, as the caller may know them.';

grant execute on function private.has_remedy(uuid), private.sides_accepting(uuid), private.evidence_readers(uuid),
  private.plan_page(uuid, uuid),
  private.findings_page(uuid), private.given_by(uuid, uuid), private.evidence_page(uuid, uuid), private.remedy_page(uuid),
    private.days_unreached(uuid),
  private.hearing_page(uuid), private.remedy_of(uuid) to anon, authenticated;
