"""What the catalogue must say, as queries that name whatever breaks a rule (test_catalogue.py asks them all)."""

from __future__ import annotations

from tests.policies.grants import GRANTS, snapshot
from tests.real_database import Connection

OURS = "('portal', 'private', 'api')"
_FUNCTIONS = f"from pg_proc p where pronamespace::regnamespace::text in {OURS}"
_TABLES = f"from pg_class c where c.relnamespace::regnamespace::text in {OURS} and c.relkind in ('r', 'p')"
_COLUMNS = "from pg_attribute a join pg_class c on c.oid = a.attrelid where a.attnum > 0 and not a.attisdropped"

RULES: dict[str, str] = {
    "row level security is enabled and forced on every table": f"select c.relname {_TABLES} "
    "and not (c.relrowsecurity and c.relforcerowsecurity)",
    "tables live in portal, and there is nothing in public": "select relname from pg_class where relkind in "
    "('r', 'p', 'v', 'm', 'f', 'S') and relnamespace::regnamespace::text in ('private', 'api', 'public') "
    "union all select relname from pg_class where relkind in ('v', 'm', 'f') and relnamespace = 'portal'::regnamespace "
    "union all select proname from pg_proc where pronamespace = 'public'::regnamespace",
    "every table says what it is": f"select c.relname {_TABLES} and obj_description(c.oid, 'pg_class') is null",
    "every column says what it is": f"select c.relname || '.' || a.attname {_COLUMNS} and c.relkind in ('r', 'p') "
    f"and c.relnamespace::regnamespace::text in {OURS} and col_description(c.oid, a.attnum) is null",
    "every function says what it is": f"select p.oid::regprocedure::text {_FUNCTIONS} and obj_description(p.oid) is null",
    "definer functions belong to the keeper and pin their path": f"select p.oid::regprocedure::text {_FUNCTIONS} and prosecdef "
    "and (proowner::regrole::text <> 'portal_keeper' "
    "or not coalesce(proconfig @> array['search_path=pg_catalog, pg_temp'], false))",
    "no definer function composes sql": f"select proname {_FUNCTIONS} and prosecdef and prosrc ~* '\\mexecute\\M'",
    "no function is open to public": f"select p.oid::regprocedure::text {_FUNCTIONS} "
    "and exists (select from aclexplode(coalesce(proacl, acldefault('f', proowner))) a where a.grantee = 0)",
    "a stable function writes nothing": f"select p.oid::regprocedure::text {_FUNCTIONS} and provolatile <> 'v' and prosrc ~* "
    r"'\m(insert\s+into|delete\s+from|update\s+portal|private\.(record|touch|done_before|use_limit|mark_read))\M'",
}


def broken(admin: Connection) -> list[str]:
    """The rules that something breaks, and by what; and whether a grant or policy differs from the snapshot."""
    found = []
    for rule, query in RULES.items():
        offenders = [str(row[0]) for row in admin.execute(query.encode()).fetchall()]
        if offenders:
            found.append(f"{rule}: {', '.join(offenders[:3])}")
    if snapshot(admin).splitlines() != GRANTS.read_text().splitlines():
        found.append("grants and policies are those of the snapshot")
    return found
