-- What must hold before a case moves on, from the finding to its end. Each says the key of what is missing, or null.

create function private.guard_found(one_case uuid) returns text
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
  select case
    when exists (select from portal.case_issue i where i.case_id = one_case
      and not exists (select from portal.finding f where f.case_id = one_case and f.code = i.code)) then 'guard_finding_missing'
    when exists (select from portal.finding f join portal.case_issue i on i.case_id = f.case_id and i.code = f.code
      where f.case_id = one_case and f.outcome <> 'not_verifiable'
      and not exists (select from portal.evidence e where e.case_id = one_case and (e.about_finding = f.id
        or (e.about_finding is null and e.about_action is null))))
      then 'guard_evidence_missing' end
$$;
alter function private.guard_found(uuid) owner to portal_keeper;
comment on function private.guard_found is 'Each issue has a finding; one that is not "not verifiable" has evidence.';

create function private.guard_not_grounded(one_case uuid) returns text
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
  select case
    when exists (select from portal.case_issue i where i.case_id = one_case
      and not exists (select from portal.finding f where f.case_id = one_case and f.code = i.code)) then 'guard_finding_missing'
    when exists (select from portal.finding f join portal.case_issue i on i.case_id = f.case_id and i.code = f.code
      where f.case_id = one_case and f.outcome in ('grounded', 'partly')) then 'guard_grounded' end
$$;
alter function private.guard_not_grounded(uuid) owner to portal_keeper;
comment on function private.guard_not_grounded is 'A case closes after its finding only when nothing of it was grounded.';

create function private.guard_plan(one_case uuid) returns text
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
  select case
    when not exists (select from portal.action a where a.case_id = one_case and a.dropped_at is null) then 'guard_action_missing'
    when exists (select from portal.action a left join portal.party p on p.id = a.owner_party and p.until is null
      where a.case_id = one_case and a.dropped_at is null and (p.id is null or a.due_on is null or a.evidence_wanted is null))
        then 'guard_action_incomplete'
    when private.plan_accepted(one_case) is not true then 'guard_plan_not_accepted' end
$$;
alter function private.guard_plan(uuid) owner to portal_keeper;
comment on function private.guard_plan is
  'Each action has owner, day and evidence wanted; factory and worker accepted the plan as it is.';

create function private.guard_done(one_case uuid) returns text
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
  select case
    when private.guard_plan(one_case) is not null then private.guard_plan(one_case)
    when exists (select from portal.action a where a.case_id = one_case and a.dropped_at is null
      and (a.done_at is null or not exists (select from portal.evidence e where e.about_action = a.id)))
        then 'guard_evidence_wanted' end
$$;
alter function private.guard_done(uuid) owner to portal_keeper;
comment on function private.guard_done is 'Each action was called done by its owner, with evidence.';

create function private.guard_verified(one_case uuid) returns text
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
  select case
    when not exists (select from portal.action a where a.case_id = one_case and a.dropped_at is null) then 'guard_action_missing'
    when exists (select from portal.action a where a.case_id = one_case and a.dropped_at is null and a.state <> 'verified')
      then 'guard_not_verified'
    when exists (select from portal.action a left join portal.person p on p.id = a.verified_by
      where a.case_id = one_case and a.dropped_at is null and (p.role is null or p.role in ('factory', 'brand')))
        then 'guard_verifier_factory' end
$$;
alter function private.guard_verified(uuid) owner to portal_keeper;
comment on function private.guard_verified is 'Each action is verified, by Handshake or a third party, and none is in dispute.';

create function private.guard_heard(one_case uuid) returns text
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
  -- In a group each is heard for herself; whoever left is not asked.
  select case
    when count(*) = 0 or count(*) filter (where l.said is null) > 0 then 'guard_worker_not_heard'
    when count(*) filter (where l.said = 'unreachable' and private.failed_attempts(one_case, l.party) < 3) > 0
      then 'guard_attempts_missing' end
  from (
    select p.id as party, (select e.said from portal.evaluation e
      where e.case_id = one_case and e.party_id = p.id
        and e.at >= private.asked_since(one_case) order by e.at desc limit 1) as said
    from portal.party p where p.case_id = one_case and p.side = 'worker' and p.until is null) l
$$;
alter function private.guard_heard(uuid) owner to portal_keeper;
comment on function private.guard_heard is
  'The worker said confirmed or disputed since she is asked, or three tries on her safe-contact plan failed.';
grant execute on function private.guard_found(uuid), private.guard_not_grounded(uuid), private.guard_plan(uuid),
  private.guard_done(uuid),
  private.guard_verified(uuid), private.guard_heard(uuid) to portal_keeper;
