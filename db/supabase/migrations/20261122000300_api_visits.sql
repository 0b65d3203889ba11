-- Visits: who is here, sessions, invitations.

create function private.person_json(one portal.person) returns jsonb
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
  select jsonb_build_object('id', one.id, 'name', one.name, 'role', one.role, 'language', one.language,
    'organization', (select private.organization_json(o) from portal.organization o where o.id = one.organization_id))
$$;
alter function private.person_json(portal.person) owner to portal_keeper;
comment on function private.person_json is 'A person with their organisation, for keeper functions.';

create function api.whoami() returns jsonb
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
  select private.person_json(p) from portal.person p where p.id = private.my_person()
$$;
alter function api.whoami() owner to portal_keeper;
comment on function api.whoami is 'The signed-in person, or null.';

create function api.open_session(ticket_hash text, sealed text, seconds integer) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  if private.my_person() is null then
    perform private.refuse('401', 'sign_in_needed',
      'This account belongs to nobody here. Ask your supervisor for an invitation.');
  end if;
  if (length(open_session.sealed) between 1 and 20000 and open_session.seconds > 0
    and open_session.ticket_hash ~ '^[0-9a-f]{64}$') is not true then
    perform private.refuse('400', 'value_invalid', 'This is no session of the portal.', '{"field": "ticket"}');
  end if;
  insert into portal.session (user_id, ticket_hash, sealed, expires_at)
  values (private.claim('sub')::uuid, private.digest(open_session.ticket_hash), open_session.sealed,
    now() + make_interval(secs => least(greatest(open_session.seconds, 60), 43200)))
  on conflict do nothing;
  if not found then
    perform private.refuse('400', 'value_invalid', 'This ticket was drawn already.', '{"field": "ticket"}');
  end if;
  return api.whoami();
end
$$;
alter function api.open_session(text, text, integer) owner to portal_keeper;
comment on function api.open_session is 'Begins a session for the signed-in person; the ticket is redeemed once by the browser.';

create function api.redeem_session(ticket_hash text, token_hash text) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  one portal.session;
begin
  update portal.session s set ticket_hash = null, token_hash = private.digest(redeem_session.token_hash)
  where s.ticket_hash = private.digest(redeem_session.ticket_hash) and s.closed_at is null
    and s.issued_at > now() - interval '2 minutes' and redeem_session.token_hash ~ '^[0-9a-f]{64}$'
    and not exists (select from portal.session t where t.token_hash = private.digest(redeem_session.token_hash))
  returning * into one;
  if one.id is null then
    perform private.refuse('401', 'sign_in_needed', 'This ticket was used or is too old. Sign in again.');
  end if;
  return jsonb_build_object('expires_at', private.instant(one.expires_at));
end
$$;
alter function api.redeem_session(text, text) owner to portal_keeper;
comment on function api.redeem_session is 'Turns a one-time ticket into the session of a browser.';

create function api.find_session(token_hash text) returns jsonb
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  return (
    select jsonb_build_object('user_id', s.user_id, 'sealed', s.sealed, 'expires_at', private.instant(s.expires_at),
      'issued_at', extract(epoch from s.issued_at)::bigint, 'person', private.person_json(p))
    from portal.session s join portal.person p on p.user_id = s.user_id join portal.organization o on o.id = p.organization_id
    where s.token_hash = private.digest(find_session.token_hash) and s.closed_at is null and s.expires_at > now()
      and p.suspended_at is null and o.ended_at is null and s.issued_at >= p.valid_from);
end
$$;
alter function api.find_session(text) owner to portal_keeper;
comment on function api.find_session is 'The live session of a browser, or null. Knowing the token is the permission.';

create function api.renew_session(token_hash text, sealed text) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  if (length(renew_session.sealed) between 1 and 20000) is not true then
    perform private.refuse('400', 'value_invalid', 'This is no session of the portal.', '{"field": "sealed"}');
  end if;
  update portal.session s set sealed = renew_session.sealed
  where s.token_hash = private.digest(renew_session.token_hash) and s.closed_at is null and s.expires_at > now();
  return to_jsonb(found);
end
$$;
alter function api.renew_session(text, text) owner to portal_keeper;
comment on function api.renew_session is 'Keeps the renewed tokens of the identity service.';

create function api.close_session(token_hash text) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  update portal.session s set closed_at = now(), sealed = '-'
  where s.token_hash = private.digest(close_session.token_hash) and s.closed_at is null;
  return to_jsonb(found);
end
$$;
alter function api.close_session(text) owner to portal_keeper;
comment on function api.close_session is 'Signs out: every tab of that browser.';

create function api.close_every_session() returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  closed integer;
begin
  if private.my_person() is null then
    perform private.refuse('401', 'sign_in_needed', 'Sign in first.');
  end if;
  update portal.session s set closed_at = now(), sealed = '-'
  where s.user_id = private.claim('sub')::uuid and s.closed_at is null;
  get diagnostics closed = row_count;
  -- Tokens carry whole seconds: those of the present second are void too.
  update portal.person p set valid_from = date_trunc('second', now()) + interval '1 second'
    where p.user_id = private.claim('sub')::uuid;
  return to_jsonb(closed);
end
$$;
alter function api.close_every_session() owner to portal_keeper;
comment on function api.close_every_session is 'Signs out everywhere and voids every token issued so far.';

create function api.sign_in_attempt(email_hash text) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  one portal.sign_in_try;
  pause constant interval := interval '15 minutes';
  most constant integer := 5;
begin
  if (sign_in_attempt.email_hash ~ '^[0-9a-f]{64}$') is not true then
    perform private.refuse('400', 'value_invalid', 'That is not the hash of an e-mail address.', '{"field": "email_hash"}');
  end if;
  insert into portal.sign_in_try as t (email_hash, tries, last_at) values (private.digest(sign_in_attempt.email_hash), 1, now())
  on conflict on constraint sign_in_try_pkey do update
    set tries = case when t.last_at < now() - pause then 1 else t.tries + 1 end,
        -- During a pause the clock does not start again: nobody can be kept out for good.
        last_at = case when t.tries >= most and t.last_at >= now() - pause then t.last_at else now() end
  returning t.* into one;
  return jsonb_build_object(
    'wait_seconds', case when one.tries > most
      then greatest(1, ceil(extract(epoch from one.last_at + pause - now())))::integer else 0 end,
    'tries_left', greatest(0, most - one.tries));
end
$$;
alter function api.sign_in_attempt(text) owner to portal_keeper;
comment on function api.sign_in_attempt is 'Counts a try before the password is looked at; after five a pause of 15 minutes.';

create function api.sign_in_succeeded() returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  delete from portal.sign_in_try t
  using portal.person p
  where p.id = private.my_person() and t.email_hash = private.digest(private.digest(lower(p.email)));
  return to_jsonb(found);
end
$$;
alter function api.sign_in_succeeded() owner to portal_keeper;
comment on function api.sign_in_succeeded is 'Forgets the failed tries of the person who just signed in.';
grant delete on portal.sign_in_try to portal_keeper;

create function api.set_language(language text) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  if (set_language.language in ('en', 'zh-Hans')) is not true then
    perform private.refuse('400', 'value_invalid', 'Choose a language.', '{"field": "language"}');
  end if;
  update portal.person p set language = set_language.language where p.id = private.my_person();
  return to_jsonb(found);
end
$$;
alter function api.set_language(text) owner to portal_keeper;
comment on function api.set_language is 'The language of one''s own screens.';

create function api.accept_invitation(code_hash text, name text, language text) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  one portal.invitation;
  account uuid := private.claim('sub')::uuid;
begin
  if account is null or private.claim('role') is distinct from 'authenticated' then
    perform private.refuse('401', 'sign_in_needed', 'Set a password first.');
  end if;
  if exists (select from portal.person p where p.user_id = account) then
    perform private.refuse('409', 'case_state_changed', 'This account belongs to somebody already.');
  end if;
  update portal.invitation i set accepted_at = now()
  where i.code_hash = private.digest(accept_invitation.code_hash) and i.accepted_at is null and i.expires_at > now()
    -- Where the token names the address of the account, it is the invited one: a link that went astray binds nobody else.
    and lower(coalesce(private.claim('email'), i.email)) = lower(i.email)
  returning * into one;
  if one.id is null then
    perform private.refuse('404', 'invitation_unknown', 'This invitation was used or is too old. Ask for a new one.');
  end if;
  insert into portal.person (user_id, organization_id, role, name, email, language)
  values (account, one.organization_id, one.role, private.check_words(accept_invitation.name, 'name', 100), one.email,
    case when accept_invitation.language = 'zh-Hans' then 'zh-Hans' else 'en' end);
  return api.whoami();
end
$$;
alter function api.accept_invitation(text, text, text) owner to portal_keeper;
comment on function api.accept_invitation is
  'Binds a new account to the person that was invited. Role and organisation come from the invitation.';

create function api.find_invitation(code_hash text) returns jsonb
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
  select jsonb_build_object('email', i.email, 'role', i.role, 'organization', o.name)
  from portal.invitation i join portal.organization o on o.id = i.organization_id
  where i.code_hash = private.digest(find_invitation.code_hash) and i.accepted_at is null and i.expires_at > now()
$$;
alter function api.find_invitation(text) owner to portal_keeper;
comment on function api.find_invitation is 'What an invitation says, for whoever holds its code; null otherwise.';

grant execute on function api.whoami(), api.open_session(text, text, integer), api.close_every_session(), api.set_language(text),
  api.sign_in_succeeded(), api.accept_invitation(text, text, text) to authenticated;
grant execute on function api.redeem_session(text, text), api.find_session(text), api.renew_session(text, text),
  api.close_session(text), api.sign_in_attempt(text), api.find_invitation(text) to anon, authenticated;
