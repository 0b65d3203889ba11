-- The newsletter as a supervisor sees it: figures, issues, and what was done with addresses. Addresses themselves only in the export.

create function private.issue_json(one portal.newsletter_issue) returns jsonb
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
  select jsonb_build_object('id', one.id, 'subject_en', one.subject_en, 'body_en', one.body_en, 'subject_zh', one.subject_zh,
    'body_zh', one.body_zh, 'revision', one.revision, 'written_by', w.name, 'written_at', private.instant(one.written_at),
    'sent_at', private.instant(one.sent_at), 'letters', one.letters, 'arrived', coalesce(one.arrived, f.arrived),
    'waiting', f.waiting, 'refused', coalesce(one.refused, one.letters - f.arrived - f.waiting))
  from portal.person w cross join (
    select count(*) filter (where b.sent_at is not null) as arrived,
      count(*) filter (where b.sent_at is null and b.given_up_at is null) as waiting
    from portal.outbox b where b.issue_id = one.id and b.kind = 'news') f
  where w.id = one.written_by
$$;
alter function private.issue_json(portal.newsletter_issue) owner to portal_keeper;
comment on function private.issue_json is 'An issue and how far its letters are.';

create function private.newsletter_desk() returns jsonb
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform private.for_supervisor();
  return jsonb_build_object(
    'confirmed', (select count(*) from portal.subscriber s where s.confirmed_at is not null),
    'chinese', (select count(*) from portal.subscriber s where s.confirmed_at is not null and s.language = 'zh-Hans'),
    'unconfirmed', (select count(*) from portal.subscriber s where s.confirmed_at is null),
    'email', (select w.email from portal.person w where w.id = private.my_person()),
    'issues', (select coalesce(jsonb_agg(private.issue_json(i) order by i.sent_at desc nulls first, i.written_at desc, i.id), '[]')
      from (select * from portal.newsletter_issue n order by n.sent_at desc nulls first, n.written_at desc, n.id limit 30) i),
    'log', (select coalesce(jsonb_agg(jsonb_build_object('deed', l.deed, 'by', w.name, 'at', private.instant(l.at), 'n', l.n)
        order by l.at desc, l.id), '[]')
      from (select * from portal.newsletter_log g order by g.at desc, g.id limit 20) l join portal.person w on w.id = l.person_id));
end
$$;
alter function private.newsletter_desk() owner to portal_keeper;
comment on function private.newsletter_desk is 'The page of the newsletter. It holds no address but the caller''s.';

create function private.save_newsletter(issue uuid, revision integer, subject_en text, body_en text, subject_zh text, body_zh text)
returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  lines text[];
  texts text[];
  at timestamptz := private.clock_now();
begin
  perform private.for_supervisor();
  lines := array[private.check_words(save_newsletter.subject_en, 'subject_en', 120),
    private.check_words(save_newsletter.subject_zh, 'subject_zh', 120)];
  texts := array[private.check_words(save_newsletter.body_en, 'body_en', 20000),
    private.check_words(save_newsletter.body_zh, 'body_zh', 20000)];
  if array_to_string(lines, '') ~ '[[:cntrl:]]' then
    perform private.refuse('400', 'news_subject_lines', 'A subject is one line.', '{"field": "subject_en"}');
  end if;
  if save_newsletter.issue is null then
    insert into portal.newsletter_issue (subject_en, body_en, subject_zh, body_zh, written_by, written_at)
    values (lines[1], texts[1], lines[2], texts[2], private.my_person(), at);
    return;
  end if;
  perform private.draft_of(save_newsletter.issue, save_newsletter.revision);
  update portal.newsletter_issue i set subject_en = lines[1], body_en = texts[1], subject_zh = lines[2], body_zh = texts[2],
    revision = i.revision + 1, written_by = private.my_person(), written_at = at
  where i.id = save_newsletter.issue;
end
$$;
alter function private.save_newsletter(uuid, integer, text, text, text, text) owner to portal_keeper;
comment on function private.save_newsletter is 'Keeps a draft: a new one, or the one that the caller looked at.';

create function private.draft_of(issue uuid, revision integer) returns portal.newsletter_issue
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  one portal.newsletter_issue;
begin
  perform private.for_supervisor();
  select * into one from portal.newsletter_issue i where i.id = draft_of.issue for update;
  if one.id is null then
    perform private.refuse('404', 'absent', 'There is no such issue.');
  end if;
  if one.sent_at is not null then
    perform private.refuse('409', 'news_sent', 'This issue was sent already. Write a new one.');
  end if;
  if draft_of.revision is distinct from one.revision then
    perform private.refuse('409', 'revision_stale', 'Somebody changed this meanwhile.', jsonb_build_object('revision', one.revision));
  end if;
  return one;
end
$$;
alter function private.draft_of(uuid, integer) owner to portal_keeper;
comment on function private.draft_of is 'The draft as the caller saw it, locked; refuses a sent one and one that changed.';

create function private.send_newsletter(issue uuid, revision integer) returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  one portal.newsletter_issue := private.draft_of(send_newsletter.issue, send_newsletter.revision);
  at timestamptz := private.clock_now();
  queued integer;
begin
  insert into portal.outbox (subscriber_id, issue_id, kind, language, queued_at, due_at)
  select s.id, one.id, 'news', s.language, at, at from portal.subscriber s where s.confirmed_at is not null order by s.id
  on conflict (issue_id, subscriber_id) where kind = 'news' do nothing;
  get diagnostics queued = row_count;
  if queued = 0 then
    perform private.refuse('409', 'news_nobody', 'Nobody has subscribed yet.');
  end if;
  update portal.newsletter_issue i set sent_at = at, sent_by = private.my_person(), letters = queued, revision = i.revision + 1
  where i.id = one.id;
  insert into portal.newsletter_log (deed, person_id, at, n) values ('sent', private.my_person(), at, queued);
end
$$;
alter function private.send_newsletter(uuid, integer) owner to portal_keeper;
comment on function private.send_newsletter is 'Puts a letter for each confirmed subscriber into the outbox, all or none.';

create function private.test_newsletter(issue uuid, revision integer) returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  one portal.newsletter_issue := private.draft_of(test_newsletter.issue, test_newsletter.revision);
begin
  insert into portal.outbox (person_id, issue_id, kind, language, queued_at, due_at)
  select private.my_person(), one.id, 'news_test', l, private.clock_now(), private.clock_now() from unnest(array['en', 'zh-Hans']) l;
end
$$;
alter function private.test_newsletter(uuid, integer) owner to portal_keeper;
comment on function private.test_newsletter is 'Sends the draft in both languages to the caller alone.';

create function private.drop_newsletter(issue uuid, revision integer) returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  one portal.newsletter_issue := private.draft_of(drop_newsletter.issue, drop_newsletter.revision);
begin
  delete from portal.newsletter_issue i where i.id = one.id;
end
$$;
alter function private.drop_newsletter(uuid, integer) owner to portal_keeper;
comment on function private.drop_newsletter is 'Throws a draft away.';

create function private.erase_subscriber(email text) returns integer
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  erased integer;
begin
  perform private.for_supervisor();
  delete from portal.subscriber s where s.email = private.check_email(erase_subscriber.email);
  get diagnostics erased = row_count;
  insert into portal.newsletter_log (deed, person_id, at, n) values ('erased', private.my_person(), private.clock_now(), erased);
  return erased;
end
$$;
alter function private.erase_subscriber(text) owner to portal_keeper;
comment on function private.erase_subscriber is 'Erases one address at once, with its letters in the outbox. Returns 1, or 0 where it was not there.';

create function private.export_subscribers() returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  rows jsonb;
begin
  perform private.for_supervisor();
  select coalesce(jsonb_agg(jsonb_build_object('email', s.email, 'language', s.language, 'confirmed_at', private.instant(s.confirmed_at))
    order by s.confirmed_at, s.id), '[]') into rows from portal.subscriber s where s.confirmed_at is not null;
  insert into portal.newsletter_log (deed, person_id, at, n)
  values ('exported', private.my_person(), private.clock_now(), jsonb_array_length(rows));
  return rows;
end
$$;
alter function private.export_subscribers() owner to portal_keeper;
comment on function private.export_subscribers is 'Every confirmed address; each time is logged.';
