-- What people see of their notices, and how they choose to be told by mail.

create function private.notice_count() returns integer
language sql stable
as $$
  select count(*)::integer from (
    select from portal.notice n
    where n.person_id = (select private.my_person()) and n.read_at is null
      -- What was gathered again on a later day is news once.
      and not (n.case_id is null and n.workplace_id is null and exists (select from portal.notice m
        where m.person_id = n.person_id and m.kind = n.kind and m.case_id is null and m.workplace_id is null and m.at > n.at))
    limit 100) k
$$;
comment on function private.notice_count is 'How many notices of the caller are unread, at most 100.';

create function private.mail_state() returns jsonb
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  if not private.is_supervisor() then
    return null;
  end if;
  return (
    select jsonb_build_object(
      -- A newsletter leaves after all others and may take hours: that its letters wait says nothing.
      'waiting', count(*) filter (where b.kind <> 'news' and b.given_up_at is null
        and b.due_at < private.clock_now() - interval '1 hour'),
      'since', private.instant(min(b.due_at) filter (where b.kind <> 'news' and b.given_up_at is null
        and b.due_at < private.clock_now() - interval '1 hour')),
      'refused', count(*) filter (where b.given_up_at > private.clock_now() - interval '7 days' and b.last_error not in ('read', 'gone', 'not_wanted')))
    from portal.outbox b where b.sent_at is null);
end
$$;
alter function private.mail_state() owner to portal_keeper;
comment on function private.mail_state is 'For supervisors: how many mails should have left an hour ago, and how many were refused this week. Whose, nobody learns.';

create function private.notice_list() returns jsonb
language plpgsql stable
as $$
begin
  if private.my_person() is null then
    perform private.refuse('401', 'sign_in_needed', 'Sign in first.');
  end if;
  return jsonb_build_object(
    'notices', (select coalesce(jsonb_agg(jsonb_build_object('id', n.id, 'kind', n.kind, 'at', private.instant(n.at), 'read', n.read_at is not null,
        'reference', c.reference, 'issues', coalesce((select jsonb_agg(i.code order by i.position) from portal.case_issue i where i.case_id = c.id), '[]'),
        'workplace', o.name, 'city', o.city) order by n.at desc, n.id), '[]')
      from (select l.id, l.kind, l.case_id, l.workplace_id, l.at, l.read_at from portal.notice l
        where l.person_id = (select private.my_person())
          and not (l.case_id is null and l.workplace_id is null and exists (select from portal.notice m
            where m.person_id = l.person_id and m.kind = l.kind and m.case_id is null and m.workplace_id is null and m.at > l.at))
        order by l.at desc, l.id limit 50) n
      left join portal.case_ c on c.id = n.case_id
      left join portal.organization o on o.id = coalesce(n.workplace_id, c.workplace_id)),
    'unread', private.notice_count(), 'now', private.instant(private.clock_now()), 'mail', private.mail_state());
end
$$;
comment on function private.notice_list is 'The newest fifty notices of the caller, with the cases that they may see now.';

create function api.notices() returns jsonb
language sql stable
set search_path = pg_catalog, pg_temp
as $$ select private.notice_list() $$;
comment on function api.notices is 'What is new for the caller.';

create function private.see_notices(seen timestamptz) returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  if private.my_person() is null or private.previewing() then
    perform private.refuse('401', 'sign_in_needed', 'Sign in first.');
  end if;
  if see_notices.seen is null then
    perform private.refuse('400', 'value_invalid', 'Say until when.', '{"field": "seen"}');
  end if;
  update portal.notice n set read_at = private.clock_now()
  where n.person_id = private.my_person() and n.read_at is null and n.at <= see_notices.seen;
end
$$;
alter function private.see_notices(timestamptz) owner to portal_keeper;
comment on function private.see_notices is 'The caller has seen everything until then. What came after stays new.';

create function api.read_notices(seen timestamptz) returns jsonb
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  perform private.see_notices(read_notices.seen);
  return private.notice_list();
end
$$;
comment on function api.read_notices is 'Marks as seen what was on the screen; doing it twice changes nothing.';

create function private.choice_json() returns jsonb
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  who uuid := private.my_person();
  one portal.notice_choice := private.choice_of(who);
begin
  if who is null then
    perform private.refuse('401', 'sign_in_needed', 'Sign in first.');
  end if;
  return jsonb_build_object('mail', one.mail, 'digest_at', to_char(one.digest_at, 'HH24:MI'),
    'quiet_from', to_char(one.quiet_from, 'HH24:MI'), 'quiet_until', to_char(one.quiet_until, 'HH24:MI'),
    'time_zone', (select o.time_zone from portal.organization o join portal.person w on w.organization_id = o.id where w.id = who));
end
$$;
alter function private.choice_json() owner to portal_keeper;
comment on function private.choice_json is 'The caller''s choice, or the default.';

create function api.notice_choice() returns jsonb
language sql stable
set search_path = pg_catalog, pg_temp
as $$ select private.choice_json() $$;
comment on function api.notice_choice is 'How the caller is told by mail.';

create function private.choose(mail text, digest_at text, quiet_from text, quiet_until text) returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  who uuid := private.my_person();
  before portal.notice_choice := private.choice_of(who);
  kept portal.notice_choice;
  zone text;
begin
  if who is null or private.previewing() then
    perform private.refuse('401', 'sign_in_needed', 'Sign in first.');
  end if;
  if (choose.mail in ('each', 'digest', 'none') and choose.digest_at ~ '^([01][0-9]|2[0-3]):[03]0$'
      and (choose.quiet_from is null) = (choose.quiet_until is null)
      and coalesce(choose.quiet_from, '00:00') ~ '^([01][0-9]|2[0-3]):[03]0$'
      and coalesce(choose.quiet_until, '00:00') ~ '^([01][0-9]|2[0-3]):[03]0$') is not true then
    perform private.refuse('400', 'value_invalid', 'Choose how, and hours as 08:30.', '{"field": "mail"}');
  end if;
  insert into portal.notice_choice (person_id, mail, digest_at, quiet_from, quiet_until, since)
  values (who, choose.mail, choose.digest_at::time, choose.quiet_from::time, choose.quiet_until::time,
    case when before.mail = 'none' and choose.mail <> 'none' then private.clock_now() else before.since end)
  on conflict (person_id) do update set mail = excluded.mail, digest_at = excluded.digest_at, quiet_from = excluded.quiet_from,
    quiet_until = excluded.quiet_until, since = excluded.since
  returning * into kept;
  select o.time_zone into zone from portal.organization o join portal.person w on w.organization_id = o.id where w.id = who;
  -- A mail that waits leaves by the new choice; one that is being sent now is left alone.
  update portal.outbox b set due_at = private.mail_due(private.clock_now(), zone, kept)
  where b.id in (select w.id from portal.outbox w where w.person_id = who and w.sent_at is null and w.given_up_at is null
    and w.tries = 0 for no key update skip locked);
end
$$;
alter function private.choose(text, text, text, text) owner to portal_keeper;
comment on function private.choose is 'Keeps the caller''s choice, and lets a waiting mail leave by it.';

create function api.choose_notices(request_id uuid, mail text, digest_at text, quiet_from text default null, quiet_until text default null)
returns jsonb
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  if private.my_person() is null then
    perform private.refuse('401', 'sign_in_needed', 'Sign in first.');
  end if;
  if not private.done_before(choose_notices.request_id, jsonb_build_array('choose_notices', choose_notices.mail, choose_notices.digest_at,
      choose_notices.quiet_from, choose_notices.quiet_until)::text) then
    perform private.choose(choose_notices.mail, choose_notices.digest_at, choose_notices.quiet_from, choose_notices.quiet_until);
  end if;
  return private.choice_json();
end
$$;
comment on function api.choose_notices is 'How the caller wants to be told by mail from now on.';

grant execute on function private.notice_count(), private.notice_list(), private.see_notices(timestamptz), private.mail_state(),
  private.choice_json(), private.choose(text, text, text, text), api.notices(), api.read_notices(timestamptz), api.notice_choice(),
  api.choose_notices(uuid, text, text, text, text) to authenticated;
