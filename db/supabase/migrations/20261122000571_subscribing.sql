-- Asking for the newsletter, confirming it, and ending it: deeds of nobody in particular. No answer tells whether an address is known.

create function private.check_email(email text) returns text
language plpgsql immutable
as $$
declare
  plain text := lower(btrim(coalesce(check_email.email, '')));
begin
  -- ASCII alone, one address, no line break: what stands here becomes a header of a letter.
  if (length(plain) <= 254
    and plain ~ '^[a-z0-9!#$%&''*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&''*+/=?^_`{|}~-]+)*@[a-z0-9.-]+$'
    and split_part(plain, '@', 2) ~ '^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$'
    and length(split_part(plain, '@', 1)) <= 64) is not true then
    perform private.refuse('400', 'email_invalid', 'This is not an e-mail address.', '{"field": "email"}');
  end if;
  return plain;
end
$$;
comment on function private.check_email is 'The address in lower case; refuses what is none.';
grant execute on function private.check_email(text) to portal_keeper, authenticated;

create function private.subscribe(email text, language text) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  at timestamptz := private.clock_now();
  address text := private.check_email(subscribe.email);
  one portal.subscriber;
  spent boolean;
begin
  if private.previewing() then
    perform private.refuse('403', 'not_allowed', 'A preview writes nothing.');
  end if;
  if (subscribe.language in ('en', 'zh-Hans')) is not true then
    perform private.refuse('400', 'value_invalid', 'Choose a language.', '{"field": "language"}');
  end if;
  if private.use_limit('subscribe:' || coalesce(private.header('x-portal-network'), 'none')) > 30 then
    perform private.refuse('429', 'rate_limited', 'Many asked from this network. Try again in an hour.', '{"retry_seconds": 3600}');
  end if;
  -- The same two writes for a new, an unconfirmed and a confirmed address; three letters a week to one, whoever asks.
  insert into portal.subscriber as s (email, language, asked_at) values (address, subscribe.language, at)
  on conflict on constraint subscriber_email_key do update set
    asked_at = case when s.asked_at <= at - interval '7 days' then at else s.asked_at end,
    -- A link that is too old does not come back to life.
    confirm_key = case when s.confirmed_at is null and s.asked_at <= at - interval '7 days' then gen_random_uuid() else s.confirm_key end,
    language = case when s.confirmed_at is null then excluded.language else s.language end
  returning s.* into one;
  spent := (select count(*) from portal.outbox b where b.subscriber_id = one.id and b.kind in ('news_confirm', 'news_known')
    and b.queued_at > at - interval '7 days') >= 3;
  insert into portal.outbox (subscriber_id, kind, language, queued_at, due_at, given_up_at, last_error)
  values (one.id, case when one.confirmed_at is null then 'news_confirm' else 'news_known' end, one.language, at, at,
    case when spent then at end, case when spent then 'not_wanted' end);
  return jsonb_build_object('asked', true);
end
$$;
alter function private.subscribe(text, text) owner to portal_keeper;
comment on function private.subscribe is
  'Sends a confirmation link to the address. Answers the same, after the same work, whether the address is new, known or has had its letters.';

create function private.confirm_subscription(key text) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  if private.previewing() then
    perform private.refuse('403', 'not_allowed', 'A preview writes nothing.');
  end if;
  update portal.subscriber s set confirmed_at = private.clock_now(), confirm_key = null
  where s.confirm_key::text = confirm_subscription.key and private.confirmable(s);
  if not found then
    perform private.refuse('404', 'news_link_old', 'This link was used or is too old. Ask for the newsletter once more.');
  end if;
  return jsonb_build_object('confirmed', true);
end
$$;
alter function private.confirm_subscription(text) owner to portal_keeper;
comment on function private.confirm_subscription is 'Confirms the address to which the link was sent: once, within a week.';

create function private.end_subscription(key text) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  if private.previewing() then
    perform private.refuse('403', 'not_allowed', 'A preview writes nothing.');
  end if;
  delete from portal.subscriber s where s.leave_key::text = end_subscription.key;
  -- The same for a link that was used: who wants no more gets no more.
  return jsonb_build_object('ended', true);
end
$$;
alter function private.end_subscription(text) owner to portal_keeper;
comment on function private.end_subscription is 'Erases the address to which the link was sent, and its letters that have not left.';
-- The keys are compared as text, so that what is no uuid is simply not found; these make it quick.
create index subscriber_confirm_key on portal.subscriber ((confirm_key::text));
create index subscriber_leave_key on portal.subscriber ((leave_key::text));

create function api.subscribe(email text, language text) returns jsonb
language sql volatile
as $$ select private.subscribe(email, language) $$;
comment on function api.subscribe is 'Asks for the newsletter; a letter with a link goes to the address. The answer is always the same.';

create function api.confirm_subscription(key text) returns jsonb
language sql volatile
as $$ select private.confirm_subscription(key) $$;
comment on function api.confirm_subscription is 'Confirms an address by the secret of its link.';

create function api.end_subscription(key text) returns jsonb
language sql volatile
as $$ select private.end_subscription(key) $$;
comment on function api.end_subscription is 'Ends a subscription by the secret of its link.';

grant execute on function private.subscribe(text, text), private.confirm_subscription(text), private.end_subscription(text),
  api.subscribe(text, text), api.confirm_subscription(text), api.end_subscription(text) to anon, authenticated;
