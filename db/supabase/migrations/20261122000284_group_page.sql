-- What the page of a case says of a group: to Handshake all, to one of it what is hers,
-- to others that it is one, when they may know.

create function private.complainants(one_case uuid) returns jsonb
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  speaks uuid := private.voice(one_case);
begin
  if not private.is_handshake() then
    return '[]';
  end if;
  return (
    select coalesce(jsonb_agg(jsonb_build_object('party', k.party_id, 'label', k.label, 'joined_at', private.instant(k.joined_at),
      'left_at', private.instant(k.left_at), 'channel', k.channel, 'speaks', k.party_id = speaks and k.left_at is null, 'choice',
        v.label,
      'allows', (select count(distinct c.recipient_id) from portal.consent c
        where c.party_id = k.party_id and c.item = 'statement' and c.withdrawn_at is null),
      'accepted', (select a.accepted from portal.acceptance a where a.case_id = one_case and a.party_id = k.party_id
        and a.void_at is null),
      'said', (select e.said from portal.evaluation e where e.case_id = one_case and e.party_id = k.party_id
        and e.at >= private.asked_since(one_case) order by e.at desc limit 1),
      'failed', private.failed_attempts(one_case, k.party_id),
      'named', exists (select from portal.identity i where i.party_id = k.party_id and i.sealed is not null),
      'own_case', (select c.reference from portal.case_ c where c.id = k.own_case)) order by k.label), '[]')
    from portal.complainant k left join portal.voice_choice v on v.party_id = k.party_id where k.case_id = one_case);
end
$$;
alter function private.complainants(uuid) owner to portal_keeper;
comment on function private.complainants is
  'A group one by one: number, permissions, acceptance, what she said of the outcome. For Handshake alone.';

create function private.group_of(one_case uuid) returns jsonb
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  me private.actor := private.me();
  one portal.group_;
  mine portal.complainant;
  shown jsonb;
begin
  select * into one from portal.group_ g where g.case_id = one_case;
  if one.case_id is null or not exists (select from private.parties_of(one_case)) then
    return null;
  end if;
  shown := jsonb_build_object('size', case when one.told_at is not null then one.size_range end, 'told', one.told_at is not null);
  if private.is_handshake() then
    return shown || jsonb_build_object('size_shown', one.size_shown, 'said_size', one.said_size, 'elected_at',
      private.instant(one.elected_at),
      'complainants', private.complainants(one_case));
  end if;
  if me.role = 'worker' then
    select * into mine from portal.complainant k where k.party_id = me.party and k.left_at is null;
    return shown || jsonb_build_object('label', mine.label, 'voice', private.label_of(private.voice(one_case)),
      'speaks', private.voice(one_case) = me.party, 'choice', (select v.label from portal.voice_choice v
        where v.party_id = me.party),
      'accepted', (select a.accepted from portal.acceptance a where a.case_id = one_case and a.party_id = me.party
        and a.void_at is null));
  end if;
  return case when one.told_at is not null then shown end;
end
$$;
alter function private.group_of(uuid) owner to portal_keeper;
comment on function private.group_of is
  'What the caller may know of a group; null where there is none, or they may not know that there is.';

create function private.group_totals(one_case uuid) returns jsonb
language plpgsql stable
as $$
begin
  if (private.my_role() = 'factory') is not true then
    return '[]';
  end if;
  return (
    select coalesce(jsonb_agg(jsonb_build_object('id', t.id, 'what', t.what, 'currency', t.currency, 'label', '', 'beneficiary',
      null,
      'claimed', null, 'agreed', t.agreed::text, 'paid', t.paid::text, 'confirmed', null, 'claimed_at', null,
      'agreed_at', private.instant(t.agreed_at), 'paid_at', private.instant(t.paid_at), 'confirmed_at', null, 'disputed_at', null,
      'total', true) order by t.what, t.currency, t.id), '[]')
    from portal.group_total t where t.case_id = one_case);
end
$$;
comment on function private.group_totals is
  'The sums that a factory was told, as lines of its ledger; for Handshake the single lines are the ledger.';
grant execute on function private.complainants(uuid), private.group_of(uuid), private.group_totals(uuid) to anon, authenticated;
