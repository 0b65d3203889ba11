-- What is shown of protocols: a word on the case page, her own steps to a worker, the whole in Handshake's room. To a factory nothing, ever.

create function private.safety_of(one_case uuid) returns jsonb
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
  -- Not the flag itself and not the age: somebody may look over her shoulder, and who is a child she never said aloud.
  select jsonb_build_object(
    'silent', c.no_tip_off, 'refer', p.refer,
    'steps', (
      select coalesce(jsonb_agg(jsonb_build_object('step', s.step, 'at', private.instant(s.at), 'due_at', private.instant(s.due_at))
        order by s.step), '[]')
      from (
        select i.step, case when bool_and(i.state <> 'open') then max(i.at) end as at,
          least(min(k.due_at), case when i.step = 10 then (select min(n.due_at) from portal.follow_up f
            join portal.clock n on n.case_id = one_case and n.subject = f.id and n.stopped_at is null where f.protocol_id = p.id) end) as due_at
        from portal.protocol_item i left join portal.clock k on k.case_id = one_case and k.subject = i.id and k.stopped_at is null
        where i.protocol_id = p.id and i.step not in (1, 3)
        group by i.step having bool_or(i.state <> 'not_needed')) s),
    'told', (
      select coalesce(jsonb_agg(jsonb_build_object('side', t.side, 'name', t.name, 'at', private.instant(t.at)) order by t.at), '[]')
      from (
        select 'authority' as side, o.name, f.handed_at as at from portal.referral f
        join portal.organization o on o.id = f.authority_id where f.protocol_id = p.id
        union all
        select 'brand', o.name, n.told_at from portal.brand_notice n join portal.party b on b.id = n.party_id
        join portal.organization o on o.id = b.organization_id where n.protocol_id = p.id) t))
  from portal.protocol p join portal.case_ c on c.id = p.case_id
  where p.case_id = one_case and p.ended_at is null
$$;
alter function private.safety_of(uuid) owner to portal_keeper;
comment on function private.safety_of is
  'What is being done for her safety, as a worker of the case reads it: steps with their day, and who was told. Neither ages nor words.';
grant execute on function private.safety_of(uuid) to portal_keeper;

create function private.protocol_of(one_case uuid) returns jsonb
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  me private.actor := private.me();
begin
  if me.role in ('coordinator', 'custodian', 'supervisor') then
    return (
      select jsonb_build_object('raised_how', p.raised_how, 'raised_at', private.instant(p.raised_at), 'age', p.age,
        'about_child', p.about_child,
        'step', s.step, 'done', s.done, 'due_at', private.instant(d.due_at), 'asked_at', null, 'acknowledged_at', null)
      from portal.protocol p
      cross join lateral (select min(i.step) filter (where i.state = 'open') as step,
        count(distinct i.step) - count(distinct i.step) filter (where i.state = 'open') as done
        from portal.protocol_item i where i.protocol_id = p.id) s
      cross join lateral (select private.protocol_due(p.id) as due_at) d
      where p.case_id = one_case and p.ended_at is null);
  end if;
  if me.role = 'brand' then
    return (
      select jsonb_build_object('raised_how', null, 'raised_at', null, 'age', null, 'about_child', null, 'step', null, 'done', 0,
        'due_at', null,
        'asked_at', private.instant(n.told_at), 'acknowledged_at', private.instant(n.acknowledged_at))
      from portal.brand_notice n join portal.party p on p.id = n.party_id
      where p.case_id = one_case and p.organization_id = me.organization and p.until is null and not p.hidden
      order by n.told_at desc limit 1);
  end if;
  if me.role = 'worker' and me.case_id = one_case then
    return (
      select jsonb_build_object('raised_how', null, 'raised_at', null, 'age', null, 'about_child', null, 'step', null, 'done', 0,
        'due_at', null, 'asked_at', null, 'acknowledged_at', null, 'hers', s.hers)
      from (select private.safety_of(one_case) as hers) s where s.hers is not null);
  end if;
  return null;
end
$$;
alter function private.protocol_of(uuid) owner to portal_keeper;
comment on function private.protocol_of is
  'How far a protocol is, for Handshake; for a brand that was told, the request it must confirm; for a worker what is done for her. Null for all others.';

create function private.protocol_due(protocol uuid) returns timestamptz
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
  select min(k.due_at) from portal.clock k join portal.protocol p on p.case_id = k.case_id
  where p.id = protocol_due.protocol and k.stopped_at is null and k.paused_at is null and (
    k.subject in (select i.id from portal.protocol_item i where i.protocol_id = p.id)
    or k.subject in (select f.id from portal.follow_up f where f.protocol_id = p.id))
$$;
alter function private.protocol_due(uuid) owner to portal_keeper;
comment on function private.protocol_due is 'When the next thing of a protocol is due; null when nothing is.';

create function private.protocol_list() returns jsonb
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  if not private.is_handshake() then
    return '[]';
  end if;
  return (
    select coalesce(jsonb_agg(jsonb_build_object('reference', l.reference, 'workplace', l.name, 'city', l.city, 'raised_at',
      private.instant(l.raised_at),
        'raised_how', l.raised_how, 'age', l.age, 'about_child', l.about_child, 'silent', l.no_tip_off, 'step', l.step,
        'due_at', private.instant(l.due_at), 'ended_at', private.instant(l.ended_at), 'ended_how', l.ended_how,
        'issues', (select jsonb_agg(i.code order by i.position) from portal.case_issue i where i.case_id = l.case_id))
      order by l.ended_at is not null, l.due_at nulls last, l.raised_at, l.reference), '[]')
    from (
      select p.*, c.reference, c.no_tip_off, o.name, o.city, case when p.ended_at is null
        then private.protocol_due(p.id) end as due_at,
        (select min(i.step) from portal.protocol_item i where i.protocol_id = p.id and i.state = 'open') as step
      from portal.protocol p join portal.case_ c on c.id = p.case_id join portal.organization o on o.id = c.workplace_id
      where p.ended_at is null or p.ended_at > private.clock_now() - interval '90 days'
      order by p.ended_at is not null, p.raised_at limit 200) l);
end
$$;
alter function private.protocol_list() owner to portal_keeper;
comment on function private.protocol_list is
  'The protocols that run, by their clocks, and those that ended lately; for Handshake.';

create function private.protocol_whole(one_case uuid) returns jsonb
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  me private.actor := private.me();
  one portal.protocol;
  brands boolean := private.is_desk();
begin
  if not private.is_handshake() then
    return null;
  end if;
  select p.* into one from portal.protocol p where p.case_id = one_case order by p.ended_at is not null, p.raised_at desc limit 1;
  if one.id is null then
    return null;
  end if;
  return (
    select jsonb_build_object('reference', c.reference, 'revision', c.revision, 'state', c.state, 'workplace',
      private.organization_json(w),
      'issues', (select jsonb_agg(i.code order by i.position) from portal.case_issue i where i.case_id = c.id),
      'silent', c.no_tip_off, 'raised_how', one.raised_how, 'raised_at', private.instant(one.raised_at), 'raised_by', who.name,
      'ground', one.ground, 'words', one.words, 'about_child', one.about_child, 'age', one.age, 'follow_until', one.follow_until,
      'refer', one.refer, 'ended_at', private.instant(one.ended_at), 'ended_how', one.ended_how,
      'minimum_age', r.minimum_age, 'age_basis', r.basis, 'country', one.country, 'version', one.version,
      'items', (select jsonb_agg(jsonb_build_object('item', i.item, 'step', i.step, 'owner', i.owner, 'by_hand', i.by_hand,
        'skip', i.skip,
          'state', i.state, 'at', private.instant(i.at), 'by', b.name, 'words', i.words, 'due_at',
            private.instant(k.due_at)) order by i.place)
        from portal.protocol_item i left join portal.person b on b.id = i.by_person
        left join portal.clock k on k.case_id = c.id and k.subject = i.id and k.stopped_at is null
        where i.protocol_id = one.id),
      'evidence', (select coalesce(jsonb_agg(jsonb_build_object('kind', e.kind, 'grade', g.grade, 'says', e.says, 'words',
        e.words,
          'by', b.name, 'at', private.instant(e.noted_at)) order by g.grade, e.noted_at), '[]')
        from portal.age_evidence e join portal.age_evidence_kind g on g.kind = e.kind join portal.person b on b.id = e.noted_by
        where e.protocol_id = one.id),
      'voices', (select coalesce(jsonb_agg(jsonb_build_object('about', v.about, 'by', b.name, 'mine', v.person_id = me.person,
        'says', v.says,
          'words', v.words, 'at', private.instant(v.at)) order by v.about, v.at), '[]')
        from portal.protocol_voice v join portal.person b on b.id = v.person_id where v.protocol_id = one.id),
      'bases', (select coalesce(jsonb_agg(jsonb_build_object('recipient', private.organization_json(o), 'basis', l.basis,
        'words', l.words,
          'by', b.name, 'at', private.instant(l.recorded_at)) order by l.recorded_at), '[]')
        from portal.legal_basis l join portal.organization o on o.id = l.recipient_id join portal.person b on b.id = l.recorded_by
        where l.case_id = c.id and (brands or o.kind <> 'brand')),
      'referrals', (select coalesce(jsonb_agg(jsonb_build_object('authority', o.name, 'officer_role', f.officer_role, 'channel',
        f.channel,
          'handed_at', private.instant(f.handed_at), 'words', f.words, 'hash', f.content_hash, 'basis', coalesce(l.basis,
            'consent'),
          'by', b.name) order by f.handed_at), '[]')
        from portal.referral f join portal.organization o on o.id = f.authority_id join portal.person b on b.id = f.recorded_by
        left join portal.legal_basis l on l.id = f.legal_basis_id where f.protocol_id = one.id),
      'told', case when brands then (select coalesce(jsonb_agg(jsonb_build_object('brand', o.name, 'by', b.name, 'at',
        private.instant(n.told_at),
          'acknowledged_at', private.instant(n.acknowledged_at)) order by n.told_at), '[]')
        from portal.brand_notice n join portal.party p on p.id = n.party_id join portal.organization o on o.id = p.organization_id
        join portal.person b on b.id = n.told_by where n.protocol_id = one.id) else '[]' end,
      'follow_ups', (select coalesce(jsonb_agg(jsonb_build_object('due_on', f.due_on, 'at', private.instant(f.at), 'by', b.name,
        'how', f.how,
          'outcome', f.outcome, 'words', f.words) order by f.due_on), '[]')
        from portal.follow_up f left join portal.person b on b.id = f.by_person where f.protocol_id = one.id),
      'brands', case when brands then (select coalesce(jsonb_agg(private.organization_json(o) order by o.name), '[]')
        from portal.supply_link s join portal.organization o on o.id = s.brand_id and o.ended_at is null
        where s.workplace_id = c.workplace_id and s.until is null) else '[]' end,
      'authorities', (select coalesce(jsonb_agg(private.organization_json(o) order by o.name), '[]')
        from portal.organization o where o.kind = 'authority' and o.ended_at is null and o.country = w.country))
    from portal.case_ c join portal.organization w on w.id = c.workplace_id
    join portal.protocol_rule r on r.country = one.country and r.version = one.version
    left join portal.person who on who.id = one.raised_by
    where c.id = one_case);
end
$$;
alter function private.protocol_whole(uuid) owner to portal_keeper;
comment on function private.protocol_whole is
  'One protocol in full, for Handshake; a custodian reads of no brand. Null for everybody else.';

grant execute on function private.protocol_due(uuid) to portal_keeper;
grant execute on function private.protocol_of(uuid) to anon, authenticated;
grant execute on function private.protocol_list(), private.protocol_whole(uuid) to authenticated;
