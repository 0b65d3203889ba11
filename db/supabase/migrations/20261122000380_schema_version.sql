-- Which schema this is: asked by the app before it serves anybody, and by `python -m db check`.

-- The ledger belongs to whoever migrates (the Supabase CLI, or `python -m db migrate`) and stands before the first file.
do $$
begin
  if to_regclass('supabase_migrations.schema_migrations') is not null then
    grant usage on schema supabase_migrations to portal_keeper;
    grant select on supabase_migrations.schema_migrations to portal_keeper;
  end if;
end
$$;

create function api.schema_version() returns jsonb
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  newest text;
  applied bigint;
begin
  begin
    select max(m.version), count(*) into newest, applied from supabase_migrations.schema_migrations m;
  exception when undefined_table or invalid_schema_name or insufficient_privilege then
    newest := null;  -- made by hand, without a ledger: the caller says that it cannot know
  end;
  return jsonb_build_object('newest', newest, 'applied', coalesce(applied, 0),
    'writable', not pg_is_in_recovery() and not current_setting('default_transaction_read_only')::boolean,
    'ticked', (select greatest(extract(epoch from private.clock_now() - p.at)::integer, 0) from portal.pulse p),
    'guarded', exists (
      select from pg_catalog.pg_db_role_setting s, unnest(s.setconfig) one
      where s.setrole = to_regrole('authenticator') and one = 'pgrst.db_pre_request=private.check_request'),
    'evidence', exists (
      select from pg_catalog.pg_policies p
      where p.schemaname = 'storage' and p.tablename = 'objects' and p.policyname = 'evidence_put'));
end
$$;
alter function api.schema_version() owner to portal_keeper;
comment on function api.schema_version is
  'The newest migration applied here, how many were, whether one can write, how many seconds ago time passed, whether PostgREST checks each '
  'request, and whether Storage has our rules. No secret.';
revoke all on function api.schema_version() from public;
grant execute on function api.schema_version() to anon, authenticated;
