"""All grants as text. `python -m tests.policies.grants` writes grants.txt anew, from a fresh database."""

from __future__ import annotations

import tempfile
from enum import Enum
from pathlib import Path

from tests.real_database import Connection

GRANTS = Path(__file__).with_name("grants.txt")


class Defaults(Enum):
    """What a server grants on whatever is made: Supabase's first projects everything, newer ones nothing."""

    EVERYTHING = "everything"
    NOTHING = "nothing"


def set_defaults(admin: Connection, defaults: Defaults) -> None:
    """Grant by default as such a server does, before the migrations are applied."""
    everybody = "anon, authenticated, service_role"
    for kind in ("tables", "functions", "sequences"):
        change = f"grant all on {kind} to" if defaults is Defaults.EVERYTHING else f"revoke all on {kind} from public,"
        admin.execute(f"alter default privileges for role postgres {change} {everybody}".encode())


_TABLES = """
select 'table ' || c.relname || ' ' || a.grantee::regrole || ' ' || string_agg(lower(a.privilege_type),
', ' order by a.privilege_type)
from pg_class c, aclexplode(c.relacl) a
where c.relnamespace = 'portal'::regnamespace and c.relkind in ('r', 'p') and a.grantee <> c.relowner group by c.relname,
a.grantee
union all
select 'columns ' || c.relname || ' ' || g.grantee::regrole || ' ' || lower(g.privilege_type) || ' ' || string_agg(t.attname,
', ' order by t.attname)
from pg_class c join pg_attribute t on t.attrelid = c.oid, aclexplode(t.attacl) g
where c.relnamespace = 'portal'::regnamespace group by c.relname, g.grantee, g.privilege_type
union all
select 'function ' || p.pronamespace::regnamespace || '.' || p.proname || '(' || oidvectortypes(p.proargtypes) || ')'
  || case when p.prosecdef then ' definer' else '' end || ' '
  || coalesce(string_agg(case when a.grantee = 0 then 'PUBLIC' else a.grantee::regrole::text end,
  ', ' order by a.grantee::regrole::text)
    filter (where a.grantee <> p.proowner), 'nobody')
from pg_proc p left join lateral aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a on true
where p.pronamespace::regnamespace::text in ('private', 'api') group by p.oid
union all
select 'schema ' || n.nspname || ' ' || case when a.grantee = 0 then 'PUBLIC' else a.grantee::regrole::text end || ' '
  || string_agg(lower(a.privilege_type), ', ' order by a.privilege_type)
from pg_namespace n, aclexplode(n.nspacl) a
where n.nspname in ('portal', 'private', 'api') and a.grantee <> n.nspowner group by n.nspname, a.grantee
union all
select 'policy ' || tablename || ' ' || policyname || ' ' || lower(permissive) || ' ' || lower(cmd) || ' '
  || array_to_string(roles, ', ')
from pg_policies where schemaname = 'portal'
"""


def snapshot(admin: Connection) -> str:
    """Every grant and policy of our schemas, one a line, sorted in Python so that no collation matters."""
    return "\n".join(sorted(row[0] for row in admin.execute(_TABLES).fetchall())) + "\n"


def _write() -> None:
    import psycopg

    from db.embedded import EmbeddedServer
    from db.migrate import apply_prelude, migrate

    with tempfile.TemporaryDirectory() as folder, EmbeddedServer(Path(folder) / "pg", durable=False) as server:
        with psycopg.connect(server.conninfo("supabase_admin"), autocommit=True) as admin:
            admin.execute("create database grants owner postgres")
        with psycopg.connect(server.conninfo("supabase_admin", "grants"), autocommit=True) as admin:
            apply_prelude(admin)
            migrate(server.conninfo("postgres", "grants"))
            GRANTS.write_text(snapshot(admin))


if __name__ == "__main__":
    _write()
