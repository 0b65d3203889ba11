-- What waits for whom: the lists of all parties sort by the clocks of their cases.

-- Planned once per connection, with all that it calls: a plan for each single case costs four times the work itself.
create function private.refresh_parties(cases uuid[]) returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $$
begin
  perform private.sync_clocks(cases);
  with facts as (
    select p.id, p.side, p.unread, c.state, c.severity, private.open_state(c.state) as open,
      -- What a list may say about the case to this party: the flags are for Handshake alone.
      case when p.side = 'handshake' then array_remove(array[
        case when c.zero_tolerance then 'zero_tolerance' end, case when c.no_tip_off then 'no_tip_off' end,
        case when c.strike_level is not null then 'strike' end, case when c.retaliation_of is not null then 'retaliation' end,
        case when c.hold_until is not null then 'hold' end, case when c.escalation > 0 then 'escalated' end,
        case when exists (select from portal.appeal a where a.case_id = c.id and a.outcome is null) then 'appeal' end,
        case when d.queued then 'queued' end], null) else '{}' end as flags,
      -- A remedy agreed in words asks nothing of the factory until there is a plan to accept.
      c.state = 'remediating' or (c.state = 'remedy_agreed' and exists (
        select from portal.action a where a.case_id = c.id and a.dropped_at is null)) as planned,
      k.*
    from portal.party p join portal.case_ c on c.id = p.case_id join portal.case_desk d on d.case_id = c.id
    -- A clock that rests is due to nobody, and the law's own clocks are no task in a list.
    cross join lateral (select
      count(*) filter (where l.kind = 'moderation') > 0 as held,
      min(l.due_at) filter (where l.kind = 'moderation') as moderation,
      min(l.due_at) filter (where l.kind in ('triage', 'contact', 'acknowledged') and l.paused_at is null) as screening,
      min(l.due_at) filter (where l.kind = 'comment' and l.paused_at is null) as comment,
      min(l.due_at) filter (where l.owner_side in ('factory', 'handshake') and l.paused_at is null
        and (l.kind not in ('moderation', 'after_closing', 'check_in', 'watch') or l.called_at is not null)) as desk,
      min(l.due_at) filter (where l.owner_side = p.side and (l.for_party is null or l.for_party = p.id) and l.paused_at is null) as own,
      min(case l.kind when 'after_closing' then 'ask_again' when 'check_in' then 'check_in' else 'clock' end) filter (
        where l.owner_side = 'handshake' and l.called_at is not null and l.paused_at is null
          and l.kind not in ('triage', 'contact', 'acknowledged', 'moderation')) as called
      from portal.clock l where l.case_id = c.id and l.stopped_at is null and l.basis <> 'law') k
    where p.case_id = any (cases) and p.until is null
  ), waits as (
    select f.*,
      case f.side
        when 'handshake' then case
          when f.held then 'moderate'
          when 'appeal' = any (f.flags) then 'appeal'
          when f.state in ('received', 'triage') then 'triage'
          when f.state = 'admitted' then 'admit'
          when f.unread > 0 then 'read'
          when f.state = 'responded' then 'review_answer'
          when f.state in ('investigating', 'found') then 'investigate'
          when f.state in ('verifying', 'evaluating') then 'verify'
          when f.called is not null then f.called
          when f.state = 'notified' then 'factory_answer'
          when f.state in ('remedy_agreed', 'remediating') then 'remedy'
          else 'nothing' end
        when 'factory' then case
          when f.state = 'notified' then 'answer'
          when f.unread > 0 and f.open then 'read'
          when f.planned then 'remedy'
          else 'nothing' end
        when 'brand' then case
          when f.unread > 0 and f.open then 'read'
          when f.own is not null then 'brand_plan'
          else 'nothing' end
        else case when f.unread > 0 then 'read' when f.comment is not null then 'comment' else 'nothing' end
      end as key
    from facts f
  )
  update portal.party p
  set waits_for = w.key, badges = w.flags, severity = w.severity,
    due_at = case
      when p.side = 'handshake' and w.key = 'moderate' then w.moderation
      when p.side = 'handshake' and w.key = 'triage' then w.screening
      when p.side = 'handshake' then w.desk
      else w.own end,
    box = case
      when w.key in ('moderate', 'triage', 'admit', 'read', 'review_answer', 'investigate', 'verify', 'answer')
        and (w.open or w.key = 'moderate') then 'needs'
      when w.key in ('appeal', 'ask_again', 'check_in', 'clock') then 'needs'
      when not w.open then 'closed'
      when p.side = 'factory' and w.key = 'remedy' then 'needs'
      when p.side = 'brand' and w.key = 'brand_plan' and w.own < private.clock_now() then 'needs'
      else 'waiting' end
  from waits w where w.id = p.id;
end
$$;
alter function private.refresh_parties(uuid[]) owner to portal_keeper;
comment on function private.refresh_parties is
  'Brings the clocks of these cases up to date, and works out for each party what waits for it, until when, and in which box it lies.';
