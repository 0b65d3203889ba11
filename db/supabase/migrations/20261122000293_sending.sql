-- Sending: one mail at a time, its row locked until the mail server has answered. Two senders never send the same one; a sender
-- that dies between the server's yes and its own commit sends it again, with the same Message-ID. Once too often harms nobody;
-- a mail that is lost could cost a deadline.

create function private.take_mail(at timestamptz default private.clock_now()) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  one portal.outbox;
  who portal.person;
  zone text;
  ended boolean;
  wake timestamptz;
  news jsonb;
begin
  loop
    -- No key update: whatever refers to this row meanwhile, such as a notice, does not wait for the mail server.
    select b.* into one from portal.outbox b
    where b.sent_at is null and b.given_up_at is null and b.due_at <= take_mail.at
    order by (b.kind = 'news'), b.due_at, b.id limit 1 for no key update skip locked;
    if one.id is null then
      return null;
    end if;
    if one.kind <> 'waiting' then
      news := private.news_letter(one);
      if news is not null then
        return news;
      end if;
      update portal.outbox b set given_up_at = take_mail.at, last_error = 'not_wanted' where b.id = one.id;
      continue;
    end if;
    select w.* into who from portal.person w where w.id = one.person_id;
    select o.time_zone, o.ended_at is not null into zone, ended from portal.organization o where o.id = who.organization_id;
    if who.suspended_at is not null or who.user_id is null or ended then
      update portal.outbox b set given_up_at = take_mail.at, last_error = 'gone' where b.id = one.id;
      continue;
    end if;
    if (private.choice_of(who.id)).mail = 'none' then
      update portal.outbox b set given_up_at = take_mail.at, last_error = 'not_wanted' where b.id = one.id;
      continue;
    end if;
    -- Asked at the last moment: what was read, or may not be known any more, is not mailed.
    if not exists (select from portal.notice n where n.outbox_id = one.id and n.read_at is null and private.notice_stands(n)) then
      update portal.outbox b set given_up_at = take_mail.at, last_error = 'read' where b.id = one.id;
      continue;
    end if;
    wake := private.after_quiet(take_mail.at, zone, private.choice_of(who.id));
    if wake > take_mail.at then
      update portal.outbox b set due_at = wake where b.id = one.id;
      continue;
    end if;
    return jsonb_build_object('id', one.id, 'email', who.email, 'language', one.language, 'kind', one.kind);
  end loop;
end
$$;
alter function private.take_mail(timestamptz) owner to portal_keeper;
comment on function private.take_mail is
  'The next mail that is due, locked for this transaction; null when there is none. Mails that nobody needs any more are put away.';

create function private.mail_sent(letter uuid, at timestamptz default private.clock_now()) returns void
language sql volatile security definer
set search_path = pg_catalog, pg_temp
as $$
  update portal.outbox b set sent_at = mail_sent.at, last_error = null where b.id = mail_sent.letter and b.given_up_at is null
$$;
alter function private.mail_sent(uuid, timestamptz) owner to portal_keeper;
comment on function private.mail_sent is 'The mail server took it.';

create function private.mail_failed(letter uuid, code text, final boolean, at timestamptz default private.clock_now()) returns boolean
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  -- Seven pauses, a day and a half together: a mailbox that is full in the evening is often emptied in the morning.
  pauses constant interval[] := array['1 minute', '5 minutes', '15 minutes', '1 hour', '4 hours', '12 hours', '18 hours'];
  over boolean;
begin
  update portal.outbox b set tries = b.tries + 1, last_error = mail_failed.code,
    given_up_at = case when mail_failed.final or b.tries + 1 >= 8 then mail_failed.at end,
    due_at = case when mail_failed.final or b.tries + 1 >= 8 then b.due_at else mail_failed.at + pauses[b.tries + 1] end
  where b.id = mail_failed.letter and b.sent_at is null and b.given_up_at is null
  returning b.given_up_at is not null into over;
  return coalesce(over, false);
end
$$;
alter function private.mail_failed(uuid, text, boolean, timestamptz) owner to portal_keeper;
comment on function private.mail_failed is 'The mail server refused it: later again, or never, and after eight tries never. Returns whether it was given up.';

create function private.tick_notices(at timestamptz) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  told integer := private.notice_clocks(tick_notices.at);
  queued integer;
begin
  -- What nobody looked at for a fortnight is news no more: it stays in the list, and neither the count nor a mail speaks of it.
  update portal.notice n set read_at = tick_notices.at
  where n.id in (select o.id from portal.notice o where o.read_at is null and o.at < tick_notices.at - interval '14 days'
    for no key update skip locked);
  queued := private.queue_mails(tick_notices.at);
  -- Mails that nobody fetches: those who run the portal are told on the screen, for by mail they would not learn it.
  -- Letters of a newsletter leave after all others and may take hours: that they wait says nothing.
  insert into portal.notice (person_id, kind, thing, at)
  select w.id, 'mail_waits', (tick_notices.at at time zone o.time_zone)::date::text, tick_notices.at
  from portal.person w join portal.organization o on o.id = w.organization_id
  where w.role = 'supervisor' and w.suspended_at is null and w.user_id is not null
    and exists (select from portal.outbox b where b.kind <> 'news' and b.sent_at is null and b.given_up_at is null
      and b.due_at < tick_notices.at - interval '1 hour')
  order by w.id
  on conflict do nothing;
  delete from portal.notice n where n.at < tick_notices.at - interval '180 days';
  delete from portal.outbox b where coalesce(b.sent_at, b.given_up_at) < tick_notices.at - interval '90 days';
  return jsonb_build_object('told', told, 'queued', queued);
end
$$;
alter function private.tick_notices(timestamptz) owner to portal_keeper;
comment on function private.tick_notices is 'Deadlines that come near, mails that are to be written, and what is old enough to be forgotten.';
