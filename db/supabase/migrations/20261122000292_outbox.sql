-- The outbox: mails that say that something waits, and nothing else. When each leaves is a fixed hour, not the hour of an event.
-- The newsletter leaves through it, too: its letters have no person but a subscriber (see the file on the newsletter).

create table portal.notice_choice (
  person_id uuid primary key references portal.person (id) on delete restrict,
  mail text not null default 'digest' check (mail in ('each', 'digest', 'none')),
  digest_at time not null default '08:30',
  quiet_from time default '20:00',
  quiet_until time default '08:00',
  since timestamptz not null,
  check ((quiet_from is null) = (quiet_until is null))
);
comment on table portal.notice_choice is 'How somebody wants to be told by mail. Who never chose gets one mail a day at half past eight, none at night.';
comment on column portal.notice_choice.person_id is 'Who.';
comment on column portal.notice_choice.mail is 'each (every three hours at most), digest (once a day) or none.';
comment on column portal.notice_choice.digest_at is 'At which hour of theirs the daily mail leaves.';
comment on column portal.notice_choice.quiet_from is 'From then on no mail; null for no quiet hours.';
comment on column portal.notice_choice.quiet_until is 'Until then.';
comment on column portal.notice_choice.since is 'What came before is not mailed after all: set when mails are switched on again.';

create table portal.outbox (
  id uuid primary key default gen_random_uuid(),
  person_id uuid references portal.person (id) on delete restrict,
  kind text not null default 'waiting' check (kind in ('waiting', 'news_confirm', 'news_known', 'news', 'news_test')),
  language text not null check (language in ('en', 'zh-Hans')),
  queued_at timestamptz not null,
  due_at timestamptz not null,
  sent_at timestamptz,
  tries smallint not null default 0 check (tries between 0 and 8),
  last_error text check (last_error ~ '^[a-z0-9_]{1,40}$'),
  given_up_at timestamptz,
  check (sent_at is null or given_up_at is null)
);
comment on table portal.outbox is 'Mails to be sent. They have no text of their own: those of a kind say the same to all.';
comment on column portal.outbox.id is 'Random; also the Message-ID, so that a mail sent twice can be known as one.';
comment on column portal.outbox.person_id is 'To whom; the address is looked up when it leaves. Null for a subscriber of the newsletter.';
comment on column portal.outbox.kind is 'Which letter of the catalogue.';
comment on column portal.outbox.language is 'In which language.';
comment on column portal.outbox.queued_at is 'When it was put here.';
comment on column portal.outbox.due_at is 'When it leaves: a fixed hour of the person''s day, later after a failure.';
comment on column portal.outbox.sent_at is 'When the mail server took it.';
comment on column portal.outbox.tries is 'How often the mail server refused it.';
comment on column portal.outbox.last_error is 'Why, as a code: smtp_451, read, not_wanted, gone.';
comment on column portal.outbox.given_up_at is 'When it was given up, or was needed no more.';
-- One waiting mail for a person: whatever comes until it leaves is told by it.
create unique index outbox_waiting on portal.outbox (person_id) where kind = 'waiting' and sent_at is null and given_up_at is null;
-- What waits for somebody goes before news.
create index outbox_due on portal.outbox ((kind = 'news'), due_at, id) where sent_at is null and given_up_at is null;
create index outbox_person on portal.outbox (person_id, queued_at);

alter table portal.notice add column outbox_id uuid references portal.outbox (id) on delete set null;
comment on column portal.notice.outbox_id is 'The mail that tells of it; each notice is in one mail at most.';
create index notice_outbox on portal.notice (outbox_id);
create index notice_unmailed on portal.notice (person_id, at) where outbox_id is null and read_at is null;

alter table portal.notice_choice enable row level security;
alter table portal.notice_choice force row level security;
alter table portal.outbox enable row level security;
alter table portal.outbox force row level security;
create policy notice_choice_own on portal.notice_choice for select to authenticated using (person_id = (select private.my_person()));
create policy notice_choice_keeper on portal.notice_choice to portal_keeper using (true) with check (true);
create policy outbox_keeper on portal.outbox to portal_keeper using (true) with check (true);
grant select (person_id, mail, digest_at, quiet_from, quiet_until) on portal.notice_choice to authenticated;
grant select, insert, update on portal.notice_choice to portal_keeper;
grant select, insert, update, delete on portal.outbox to portal_keeper;

create function private.choice_of(person uuid) returns portal.notice_choice
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
  select coalesce((select k from portal.notice_choice k where k.person_id = choice_of.person),
    row(choice_of.person, 'digest', '08:30'::time, '20:00'::time, '08:00'::time, '-infinity'::timestamptz)::portal.notice_choice)
$$;
alter function private.choice_of(uuid) owner to portal_keeper;
comment on function private.choice_of is 'What somebody chose, or the default.';

create function private.after_quiet(at timestamptz, zone text, choice portal.notice_choice) returns timestamptz
language sql stable
as $$
  select case
    when choice.quiet_from is null or choice.quiet_from = choice.quiet_until then after_quiet.at
    when choice.quiet_from < choice.quiet_until and not (l.clock >= choice.quiet_from and l.clock < choice.quiet_until) then after_quiet.at
    when choice.quiet_from > choice.quiet_until and not (l.clock >= choice.quiet_from or l.clock < choice.quiet_until) then after_quiet.at
    else (l.day + case when l.clock < choice.quiet_until then 0 else 1 end + choice.quiet_until) at time zone after_quiet.zone end
  from (select (after_quiet.at at time zone after_quiet.zone)::time as clock, (after_quiet.at at time zone after_quiet.zone)::date as day) l
$$;
comment on function private.after_quiet is 'That instant, or the end of the quiet hours in which it falls.';

create function private.mail_due(at timestamptz, zone text, choice portal.notice_choice) returns timestamptz
language sql stable
as $$
  -- Every three hours, or once a day: whoever sees a mail arrive cannot tell from its hour when something happened.
  select private.after_quiet(case choice.mail
      when 'each' then (l.day + make_interval(hours => (extract(hour from l.clock)::integer / 3 + 1) * 3)) at time zone mail_due.zone
      else (l.day + case when l.clock < choice.digest_at then 0 else 1 end + choice.digest_at) at time zone mail_due.zone end,
    mail_due.zone, choice)
  from (select (mail_due.at at time zone mail_due.zone)::time as clock, (mail_due.at at time zone mail_due.zone)::date as day) l
$$;
comment on function private.mail_due is 'When a mail about something of that instant leaves, by the person''s choice and clock.';
grant execute on function private.choice_of(uuid), private.after_quiet(timestamptz, text, portal.notice_choice),
  private.mail_due(timestamptz, text, portal.notice_choice) to portal_keeper;

create function private.queue_mails(at timestamptz) returns integer
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  queued integer;
begin
  insert into portal.outbox (person_id, language, queued_at, due_at)
  -- After a pause of the job the next fixed hour counts, not one that went by.
  select w.id, w.language, queue_mails.at,
    private.mail_due(greatest(f.first_at, queue_mails.at - interval '1 hour'), o.time_zone, private.choice_of(w.id))
  from (
    select n.person_id, min(n.at) as first_at from portal.notice n
    where n.outbox_id is null and n.read_at is null and n.kind <> 'mail_waits' and n.at <= queue_mails.at
      and (private.choice_of(n.person_id)).mail <> 'none' and n.at >= (private.choice_of(n.person_id)).since
      and private.notice_stands(n)
    group by n.person_id
  ) f join portal.person w on w.id = f.person_id join portal.organization o on o.id = w.organization_id
  order by w.id
  on conflict (person_id) where kind = 'waiting' and sent_at is null and given_up_at is null do nothing;
  get diagnostics queued = row_count;
  -- Whoever reads a notice at this very moment holds it: it needs no mail, and nobody waits for anybody.
  update portal.notice n set outbox_id = t.outbox
  from (
    select m.id, b.id as outbox from portal.notice m
    join portal.outbox b on b.person_id = m.person_id and b.kind = 'waiting' and b.sent_at is null and b.given_up_at is null
    where m.outbox_id is null and m.read_at is null and m.kind <> 'mail_waits' and m.at <= queue_mails.at
      and (private.choice_of(m.person_id)).mail <> 'none' and m.at >= (private.choice_of(m.person_id)).since
      and private.notice_stands(m)
    for no key update of m skip locked
  ) as t
  where n.id = t.id;
  return queued;
end
$$;
alter function private.queue_mails(timestamptz) owner to portal_keeper;
comment on function private.queue_mails is 'Puts a mail into the outbox for each person who has unread notices that no mail tells of.';
grant execute on function private.queue_mails(timestamptz) to portal_keeper;
