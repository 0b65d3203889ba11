-- What the page of the newsletter calls: each deed once for each request, and the page as it then is.

create function api.newsletter_desk() returns jsonb
language sql stable
set search_path = pg_catalog, pg_temp
as $$ select private.newsletter_desk() $$;
comment on function api.newsletter_desk is 'The newsletter: how many subscribers, which issues, what was done. For supervisors.';

create function api.save_newsletter(
  request_id uuid, issue uuid, revision integer, subject_en text, body_en text, subject_zh text, body_zh text
) returns jsonb
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  perform private.for_supervisor();
  if not private.done_before(save_newsletter.request_id, jsonb_build_array('save_newsletter', save_newsletter.issue,
      save_newsletter.revision, save_newsletter.subject_en, save_newsletter.body_en, save_newsletter.subject_zh, save_newsletter.body_zh)::text) then
    perform private.save_newsletter(save_newsletter.issue, save_newsletter.revision, save_newsletter.subject_en, save_newsletter.body_en,
      save_newsletter.subject_zh, save_newsletter.body_zh);
  end if;
  return private.newsletter_desk();
end
$$;
comment on function api.save_newsletter is 'Keeps a draft of an issue.';

create function api.send_newsletter(request_id uuid, issue uuid, revision integer) returns jsonb
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  perform private.for_supervisor();
  if not private.done_before(send_newsletter.request_id,
      jsonb_build_array('send_newsletter', send_newsletter.issue, send_newsletter.revision)::text) then
    perform private.send_newsletter(send_newsletter.issue, send_newsletter.revision);
  end if;
  return private.newsletter_desk();
end
$$;
comment on function api.send_newsletter is 'Sends the issue to everybody who subscribed; each gets it once.';

create function api.test_newsletter(request_id uuid, issue uuid, revision integer) returns jsonb
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  perform private.for_supervisor();
  if not private.done_before(test_newsletter.request_id,
      jsonb_build_array('test_newsletter', test_newsletter.issue, test_newsletter.revision)::text) then
    perform private.test_newsletter(test_newsletter.issue, test_newsletter.revision);
  end if;
  return private.newsletter_desk();
end
$$;
comment on function api.test_newsletter is 'Sends the draft to the caller alone, in both languages.';

create function api.drop_newsletter(request_id uuid, issue uuid, revision integer) returns jsonb
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  perform private.for_supervisor();
  if not private.done_before(drop_newsletter.request_id,
      jsonb_build_array('drop_newsletter', drop_newsletter.issue, drop_newsletter.revision)::text) then
    perform private.drop_newsletter(drop_newsletter.issue, drop_newsletter.revision);
  end if;
  return private.newsletter_desk();
end
$$;
comment on function api.drop_newsletter is 'Throws a draft away.';

create function api.erase_subscriber(request_id uuid, email text) returns jsonb
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  erased integer := 0;
begin
  perform private.for_supervisor();
  if not private.done_before(erase_subscriber.request_id, jsonb_build_array('erase_subscriber', erase_subscriber.email)::text) then
    erased := private.erase_subscriber(erase_subscriber.email);
  end if;
  return private.newsletter_desk() || jsonb_build_object('erased', erased);
end
$$;
comment on function api.erase_subscriber is 'Erases one address at once.';

create function api.export_subscribers() returns jsonb
language sql volatile
set search_path = pg_catalog, pg_temp
as $$ select private.export_subscribers() $$;
comment on function api.export_subscribers is 'Every confirmed address, for a supervisor; logged.';

grant execute on function private.newsletter_desk(), private.issue_json(portal.newsletter_issue),
  private.draft_of(uuid, integer) to portal_keeper;
grant execute on function private.newsletter_desk(), private.save_newsletter(uuid, integer, text, text, text, text),
  private.send_newsletter(uuid, integer), private.test_newsletter(uuid, integer), private.drop_newsletter(uuid, integer),
  private.erase_subscriber(text), private.export_subscribers(), api.newsletter_desk(),
  api.save_newsletter(uuid, uuid, integer, text, text, text, text), api.send_newsletter(uuid, uuid, integer),
  api.test_newsletter(uuid, uuid, integer), api.drop_newsletter(uuid, uuid, integer), api.erase_subscriber(uuid, text),
  api.export_subscribers() to authenticated;
