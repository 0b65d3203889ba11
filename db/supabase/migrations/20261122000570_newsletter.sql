-- The newsletter: who asked for it, what was written, and the letters of the outbox that carry it. No person of a case is in here.

create table portal.subscriber (
  id uuid primary key default gen_random_uuid(),
  email text not null unique check (length(email) between 6 and 254),
  language text not null check (language in ('en', 'zh-Hans')),
  asked_at timestamptz not null,
  confirm_key uuid default gen_random_uuid(),
  confirmed_at timestamptz,
  leave_key uuid not null default gen_random_uuid(),
  check ((confirmed_at is null) = (confirm_key is not null))
);
comment on table portal.subscriber is
  'An address to which the newsletter goes, once its owner confirmed it. Deleted when he wants no more; unconfirmed ones after 7 days.';
comment on column portal.subscriber.id is 'Random.';
comment on column portal.subscriber.email is 'Where to, in lower case. Only a supervisor''s export tells it.';
comment on column portal.subscriber.language is 'In which language.';
comment on column portal.subscriber.asked_at is 'When it was asked for first, or anew after a week.';
-- Kept as they are: the letter must carry them, also when it is sent again, and all they allow is to get the newsletter or not.
comment on column portal.subscriber.confirm_key is 'The secret of the confirmation link; gone once it was used.';
comment on column portal.subscriber.confirmed_at is 'When the owner of the address confirmed it.';
comment on column portal.subscriber.leave_key is 'The secret of the link that ends it.';
create index subscriber_unconfirmed on portal.subscriber (asked_at) where confirmed_at is null;

create table portal.newsletter_issue (
  id uuid primary key default gen_random_uuid(),
  subject_en text not null check (length(subject_en) between 1 and 120 and subject_en !~ '[[:cntrl:]]'),
  body_en text not null check (length(body_en) between 1 and 20000),
  subject_zh text not null check (length(subject_zh) between 1 and 120 and subject_zh !~ '[[:cntrl:]]'),
  body_zh text not null check (length(body_zh) between 1 and 20000),
  revision integer not null default 1,
  written_by uuid not null references portal.person (id) on delete restrict,
  written_at timestamptz not null,
  sent_at timestamptz,
  sent_by uuid references portal.person (id) on delete restrict,
  letters integer not null default 0 check (letters >= 0),
  arrived integer check (arrived >= 0),
  refused integer check (refused >= 0),
  check ((sent_at is null) = (sent_by is null)),
  check ((arrived is null) = (refused is null))
);
comment on table portal.newsletter_issue is 'An issue of the newsletter, as plain text in both languages. Once it is sent it changes no more.';
comment on column portal.newsletter_issue.id is 'Random.';
comment on column portal.newsletter_issue.subject_en is 'Its subject in English, one line.';
comment on column portal.newsletter_issue.body_en is 'Its text in English.';
comment on column portal.newsletter_issue.subject_zh is 'Its subject in Chinese, one line.';
comment on column portal.newsletter_issue.body_zh is 'Its text in Chinese.';
comment on column portal.newsletter_issue.revision is 'Counts changes, so that nobody overwrites or sends what somebody else has just changed.';
comment on column portal.newsletter_issue.written_by is 'Who wrote it last.';
comment on column portal.newsletter_issue.written_at is 'When.';
comment on column portal.newsletter_issue.sent_at is 'When its letters were put into the outbox; null for a draft.';
comment on column portal.newsletter_issue.sent_by is 'By whom.';
comment on column portal.newsletter_issue.letters is 'How many letters were put into the outbox.';
comment on column portal.newsletter_issue.arrived is 'How many the mail server took, once none waits any more.';
comment on column portal.newsletter_issue.refused is 'How many it did not take in eight tries, or for which the address was erased meanwhile.';
create index newsletter_issue_written_by on portal.newsletter_issue (written_by);
create index newsletter_issue_sent_by on portal.newsletter_issue (sent_by);
create index newsletter_issue_list on portal.newsletter_issue (written_at desc, id);

create table portal.newsletter_log (
  id uuid primary key default gen_random_uuid(),
  deed text not null check (deed in ('exported', 'erased', 'sent')),
  person_id uuid not null references portal.person (id) on delete restrict,
  at timestamptz not null,
  n integer not null check (n >= 0)
);
comment on table portal.newsletter_log is 'Who took the addresses out, erased one, or sent an issue. It names no address.';
comment on column portal.newsletter_log.id is 'Random.';
comment on column portal.newsletter_log.deed is 'exported, erased or sent.';
comment on column portal.newsletter_log.person_id is 'Who.';
comment on column portal.newsletter_log.at is 'When.';
comment on column portal.newsletter_log.n is 'How many addresses.';
create index newsletter_log_person on portal.newsletter_log (person_id);
create index newsletter_log_at on portal.newsletter_log (at desc, id);

-- Whoever erases an address erases its letters with it.
alter table portal.outbox
  add column subscriber_id uuid references portal.subscriber (id) on delete cascade,
  add column issue_id uuid references portal.newsletter_issue (id) on delete cascade,
  add constraint outbox_reader check (case kind
    when 'waiting' then person_id is not null and subscriber_id is null and issue_id is null
    when 'news_test' then person_id is not null and subscriber_id is null and issue_id is not null
    when 'news' then person_id is null and subscriber_id is not null and issue_id is not null
    else person_id is null and subscriber_id is not null and issue_id is null end);
comment on column portal.outbox.subscriber_id is 'To which subscriber of the newsletter.';
comment on column portal.outbox.issue_id is 'Which issue of the newsletter.';
-- Each subscriber gets an issue once, whoever presses how often.
create unique index outbox_news on portal.outbox (issue_id, subscriber_id) where kind = 'news';
create index outbox_subscriber on portal.outbox (subscriber_id);
create index outbox_issue on portal.outbox (issue_id);

alter table portal.subscriber enable row level security;
alter table portal.subscriber force row level security;
alter table portal.newsletter_issue enable row level security;
alter table portal.newsletter_issue force row level security;
alter table portal.newsletter_log enable row level security;
alter table portal.newsletter_log force row level security;
create policy subscriber_keeper on portal.subscriber to portal_keeper using (true) with check (true);
create policy newsletter_issue_keeper on portal.newsletter_issue to portal_keeper using (true) with check (true);
create policy newsletter_log_keeper on portal.newsletter_log to portal_keeper using (true) with check (true);
grant select, insert, update, delete on portal.subscriber, portal.newsletter_issue to portal_keeper;
grant select, insert on portal.newsletter_log to portal_keeper;

create function private.news_letter(one portal.outbox) returns jsonb
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  issue portal.newsletter_issue;
  reader portal.subscriber;
  address text;
begin
  select * into issue from portal.newsletter_issue i where i.id = one.issue_id;
  if one.kind = 'news_test' then
    select w.email into address from portal.person w
    where w.id = one.person_id and w.suspended_at is null and w.user_id is not null and w.role = 'supervisor';
  else
    select * into reader from portal.subscriber s where s.id = one.subscriber_id;
    -- Asked at the last moment: whoever confirmed meanwhile needs no link, and nobody unconfirmed gets news.
    if (one.kind = 'news_confirm') = (reader.confirmed_at is null) and (one.kind <> 'news_confirm' or private.confirmable(reader)) then
      address := reader.email;
    end if;
  end if;
  if address is null then
    return null;
  end if;
  return jsonb_build_object('id', one.id, 'email', address, 'language', one.language, 'kind', one.kind,
    'confirm_key', reader.confirm_key, 'leave_key', reader.leave_key,
    'subject', case one.language when 'en' then issue.subject_en else issue.subject_zh end,
    'body', case one.language when 'en' then issue.body_en else issue.body_zh end);
end
$$;
alter function private.news_letter(portal.outbox) owner to portal_keeper;
comment on function private.news_letter is 'What a letter of the newsletter needs, or null when nobody wants it any more.';

create function private.confirmable(one portal.subscriber) returns boolean
language sql stable
as $$ select one.confirm_key is not null and one.asked_at > private.clock_now() - interval '7 days' $$;
comment on function private.confirmable is 'Whether the confirmation link of that subscriber still works: unused, and not older than a week.';
grant execute on function private.confirmable(portal.subscriber), private.news_letter(portal.outbox) to portal_keeper;

create function private.tick_newsletter(at timestamptz) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  erased integer;
begin
  delete from portal.subscriber s where s.confirmed_at is null and s.asked_at <= tick_newsletter.at - interval '7 days';
  get diagnostics erased = row_count;
  -- The outbox forgets after 90 days; how it went is kept as two numbers.
  update portal.newsletter_issue i set arrived = f.arrived, refused = i.letters - f.arrived
  from (
    select o.id, (select count(*) from portal.outbox b where b.issue_id = o.id and b.kind = 'news' and b.sent_at is not null) as arrived
    from portal.newsletter_issue o
    where o.sent_at is not null and o.arrived is null and not exists (
      select from portal.outbox b where b.issue_id = o.id and b.kind = 'news' and b.sent_at is null and b.given_up_at is null)
  ) as f
  where i.id = f.id;
  return jsonb_build_object('erased', erased);
end
$$;
alter function private.tick_newsletter(timestamptz) owner to portal_keeper;
comment on function private.tick_newsletter is
  'Erases addresses that nobody confirmed for a week, and closes the count of issues whose letters have all left.';
