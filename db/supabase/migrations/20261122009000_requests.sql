-- Requests: what PostgREST checks before every call, beyond the signature of the token.
--
-- PostgREST takes a token that never expires, and any role that its key has signed. Nobody comes
-- here with either: GoTrue's tokens end, and no key that passes by the policies has business in api.

create function private.check_request() returns void
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
  claims jsonb := nullif(current_setting('request.jwt.claims', true), '')::jsonb;
begin
  -- Without a token, or with the older anon key, which is a token too, the caller is nobody.
  if claims ->> 'role' is null or claims ->> 'role' = 'anon' then
    return;
  end if;
  if claims ->> 'role' <> 'authenticated'
    or jsonb_typeof(claims -> 'exp') is distinct from 'number'
    or not coalesce(claims -> 'aud' ? 'authenticated' or claims ->> 'aud' = 'authenticated', false)
    or coalesce(claims ->> 'sub', '') !~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
  then
    raise exception using errcode = 'PT401', message = 'sign_in_needed', detail = '{}', hint = 'Sign in again.';
  end if;
end
$$;
comment on function private.check_request is
  'Refuses a token that never ends, is for another audience, names nobody, or has a role of servers.';
revoke all on function private.check_request() from public;
grant execute on function private.check_request() to anon, authenticated;
-- So that a token of service_role is refused with the same words instead of a permission error.
grant usage on schema private to service_role;
grant execute on function private.check_request() to service_role;

do $$
begin
  -- Every question here ends within milliseconds; compiling one costs more than that.
  alter role authenticator set jit = off;
  alter role authenticator set pgrst.db_pre_request = 'private.check_request';
exception when insufficient_privilege then
  -- A server of one's own without PostgREST has no use for it; on Supabase postgres may set it.
  raise warning 'pgrst.db_pre_request is not set: PostgREST will not call private.check_request';
end
$$;
notify pgrst, 'reload config';

-- A plain SQL function is inlined into its caller's plan, and a kept plan is run again by other roles of
-- the same connection without asking its grants. A setting of its own keeps a function whole.
do $$
declare
  one regprocedure;
begin
  for one in
    select p.oid from pg_proc p join pg_namespace n on n.oid = p.pronamespace join pg_language l on l.oid = p.prolang
    where n.nspname = 'api' and l.lanname = 'sql' and not p.prosecdef and p.proconfig is null
      and not has_function_privilege('anon', p.oid, 'execute')
  loop
    execute format('alter function %s set search_path = pg_catalog, pg_temp', one);
  end loop;
end
$$;
