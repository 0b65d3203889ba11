"""What Supabase's splinter warns of, as queries of ours over the schemas that are ours. A row is what breaks the rule."""

from __future__ import annotations

_OURS = "('portal', 'private', 'api', 'public')"
_POLICIES = f"from pg_policies p where p.schemaname in {_OURS}"
_RELATIONS = f"from pg_class c where c.relnamespace::regnamespace::text in {_OURS}"
_TEXT = "coalesce(p.qual, '') || ' ' || coalesce(p.with_check, '')"
_FUNCTIONS = f"from pg_proc f where f.pronamespace::regnamespace::text in {_OURS}"
_KEYS = (
    "from pg_constraint k join pg_class c on c.oid = k.conrelid "
    f"where k.contype = 'f' and c.relnamespace::regnamespace::text in {_OURS}"
)
_COLUMNS = (
    "from pg_class c join pg_attribute a on a.attrelid = c.oid "
    f"where c.relkind = 'r' and c.relnamespace::regnamespace::text in {_OURS}"
)

LINTS: dict[str, str] = {
    "unindexed_foreign_keys": f"select k.conname {_KEYS} and not exists (select from pg_index i where i.indrelid = c.oid "
    "and (i.indkey::int2[])[0:cardinality(k.conkey) - 1] @> k.conkey[1:1])",
    "auth_users_exposed": "select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace "
    "where n.nspname = 'auth' and c.relkind in ('r', 'v') "
    "and (has_table_privilege('anon', c.oid, 'select') or has_table_privilege('authenticated', c.oid, 'select'))",
    "auth_rls_initplan": f"select p.tablename || '.' || p.policyname {_POLICIES} and "
    rf"regexp_replace({_TEXT}, 'SELECT (private|auth)\.\w+\(\)', '', 'g') ~ '((private|auth)\.\w+\(\)|current_setting\()'",
    "no_primary_key": f"select c.relname {_RELATIONS} and c.relkind = 'r' and not exists "
    "(select from pg_index i where i.indrelid = c.oid and i.indisprimary)",
    "multiple_permissive_policies": "select p.tablename || ' ' || r.role || ' ' || v.verb "
    "from pg_policies p, unnest(p.roles) r (role), "
    "unnest(case p.cmd when 'ALL' then array['SELECT', 'INSERT', 'UPDATE', 'DELETE'] else array[p.cmd] end) v (verb) "
    f"where p.schemaname in {_OURS} and p.permissive = 'PERMISSIVE' group by p.tablename, r.role, v.verb having count(*) > 1",
    "policy_exists_rls_disabled": f"select distinct c.relname {_RELATIONS} and not c.relrowsecurity "
    "and exists (select from pg_policy p where p.polrelid = c.oid)",
    "rls_enabled_no_policy": f"select c.relname {_RELATIONS} and c.relrowsecurity "
    "and not exists (select from pg_policy p where p.polrelid = c.oid)",
    "rls_disabled_in_public": f"select c.relname {_RELATIONS} and c.relkind in ('r', 'p') and not c.relrowsecurity",
    "duplicate_index": "select string_agg(i.indexrelid::regclass::text, ' ' order by i.indexrelid::regclass::text) "
    f"from pg_index i join pg_class c on c.oid = i.indrelid where c.relnamespace::regnamespace::text in {_OURS} "
    "group by i.indrelid, i.indkey, i.indclass, i.indpred::text, i.indexprs::text having count(*) > 1",
    "invalid_index": f"select i.indexrelid::regclass::text from pg_index i join pg_class c on c.oid = i.indrelid "
    f"where not i.indisvalid and c.relnamespace::regnamespace::text in {_OURS}",
    "security_definer_view": f"select c.relname {_RELATIONS} and c.relkind = 'v' "
    "and not coalesce(c.reloptions @> array['security_invoker=true'], false)",
    "function_search_path_mutable": "select f.oid::regprocedure::text "
    f"{_FUNCTIONS} and f.prosecdef and not coalesce(array_to_string(f.proconfig, ',') ~ 'search_path=', false)",
    "extension_in_public": "select extname from pg_extension where extnamespace = 'public'::regnamespace",
    "rls_references_user_metadata": f"select p.tablename || '.' || p.policyname {_POLICIES} and {_TEXT} ~ 'user_metadata'",
    "materialized_view_in_api": f"select c.relname {_RELATIONS} and c.relkind = 'm'",
    "foreign_table_in_api": f"select c.relname {_RELATIONS} and c.relkind = 'f'",
    "unsupported_reg_types": f"select c.relname || '.' || a.attname {_COLUMNS} "
    "and a.atttypid::regtype::text ~ '^reg(class|proc|procedure|oper|namespace|collation|config)$'",
    "fkey_to_auth_unique": f"select k.conname {_KEYS} and k.confrelid::regclass::text ~ '^auth\\.'",
    "permissive_rls_policy": f"select p.tablename || '.' || p.policyname {_POLICIES} and p.cmd <> 'SELECT' "
    "and p.roles && array['anon', 'authenticated', 'public']::name[] and (p.qual = 'true' or p.with_check = 'true')",
    "anon_security_definer_function_executable": f"select f.oid::regprocedure::text {_FUNCTIONS} and f.prosecdef "
    "and f.pronamespace = 'api'::regnamespace and has_function_privilege('anon', f.oid, 'execute')",
    "authenticated_security_definer_function_executable": f"select f.oid::regprocedure::text {_FUNCTIONS} and f.prosecdef "
    "and f.pronamespace = 'api'::regnamespace and has_function_privilege('authenticated', f.oid, 'execute') "
    "and not has_function_privilege('anon', f.oid, 'execute')",
}
