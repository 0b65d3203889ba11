-- What the page of a case says of linked ones, and what time brings about.

create function private.linked_of(one_case uuid) returns jsonb
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  me private.actor := private.me();
  desk boolean := private.is_handshake();
begin
  -- A factory or brand learns of no link, whatever there is.
  if not (desk or coalesce(me.role = 'worker' and me.case_id = one_case, false)) then
    return null;
  end if;
  return (
    select nullif(jsonb_strip_nulls(jsonb_build_object(
      'parent', (select jsonb_build_object('reference', c.reference, 'phase', c.phase, 'state', c.state) from portal.retaliation r
        join portal.case_ c on c.id = r.parent_id where r.case_id = one_case and (desk or r.party_id = me.party)),
      'children', (select jsonb_agg(jsonb_build_object('reference', c.reference, 'phase', c.phase, 'state', c.state) order by r.opened_at, c.id)
        from portal.retaliation r join portal.case_ c on c.id = r.case_id where r.parent_id = one_case and (desk or r.parent_party = me.party)),
      'waived', (select r.waived from portal.retaliation r where r.case_id = one_case and desk),
      -- Of strikes, and of what a moderator thought, a worker is not told: neither is about her alone.
      'check_ins', (select jsonb_agg(private.check_in_json(k) order by k.due_at) from portal.check_in k
        where k.case_id = one_case and k.void_at is null and (private.is_desk() or (k.why = 'retaliation' and not desk))),
      'strike', (select jsonb_build_object('id', s.id, 'level', s.level, 'ended', s.ended_at is not null) from portal.strike_case l
        join portal.strike s on s.id = l.strike_id where l.case_id = one_case and l.unlinked_at is null and private.is_desk()))), '{}'::jsonb));
end
$$;
alter function private.linked_of(uuid) owner to portal_keeper;
comment on function private.linked_of is 'The parent, cases about retaliation, check-ins and strike of a case: for Handshake, and for its worker what is hers. Else null.';

create function private.tick_strike(at timestamptz) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  over_now integer;
begin
  -- Whoever was not asked yet stands in Handshake's list: the clock of the check-in sees to that. The watch is over when all were.
  update portal.strike s set watch_over_at = tick_strike.at
  where s.watch_until <= tick_strike.at and s.watch_over_at is null
    and not exists (select from portal.check_in k where k.strike_id = s.id and k.done_at is null and k.void_at is null);
  get diagnostics over_now = row_count;
  return jsonb_build_object('watch_over', over_now);
end
$$;
alter function private.tick_strike(timestamptz) owner to portal_keeper;
comment on function private.tick_strike is 'Ends the watch after a strike when its days are over and everybody was asked. Doing it twice changes nothing.';
grant execute on function private.linked_of(uuid) to anon, authenticated;
