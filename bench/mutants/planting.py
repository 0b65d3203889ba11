"""The mutants, read from the catalogue: what each changes, how, and where the suite should look first."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bench.mutants.text import without_each_condition, without_each_guard
from tests.real_database import Connection

KEEPER = "portal_keeper"
TURNS_AWAY = ("not_allowed", "absent", "sign_in_needed")


@dataclass(frozen=True)
class Mutant:
    """One flaw. `near` names the table or function that it is about; `looks` says which detectors can see it at all."""

    kind: str
    name: str
    change: str
    near: str
    looks: str = "near"  # near, tables, written, grants, calls, helpers, guards, catalogue

    @property
    def key(self) -> str:
        return f"{self.kind}: {self.name}"


def mutants(admin: Connection) -> list[Mutant]:
    """All of them, in a fixed order."""
    return [*_policies(admin), *_flags(admin), *_grants(admin), *_helpers(admin)]


def _policies(admin: Connection) -> Iterator[Mutant]:
    rows = admin.execute(
        "select tablename, policyname, permissive, roles::text[], cmd, qual, with_check from pg_policies "
        "where schemaname = 'portal' order by 1, 2"
    ).fetchall()
    for table, policy, permissive, roles, command, using, check in rows:
        on = f"{policy} on portal.{table}"
        looks = "near" if roles == [KEEPER] else "tables" if command == "SELECT" else "written"
        yield Mutant("drop a policy", on, f"drop policy {on}", table, looks)
        yield Mutant("widen a policy to everybody", on, f"alter policy {on} to public", table, looks)
        if roles == [KEEPER]:
            continue
        swapped = {"anon", "authenticated"} ^ set(roles) - {KEEPER} or {KEEPER}
        yield Mutant("swap the role of a policy", on, f"alter policy {on} to {', '.join(sorted(swapped))}", table, looks)
        parts = [(word, text) for word, text in (("using", using), ("with check", check)) if text]
        clauses = " ".join(f"{word} ({text})" for word, text in parts)
        other = "restrictive" if permissive == "PERMISSIVE" else "permissive"
        again = f"create policy {policy} on portal.{table} as {{}} for {{}} to {', '.join(roles)} {clauses}"
        drop = f"drop policy {on}; "
        yield Mutant(f"make a policy {other}", on, drop + again.format(other, command), table, looks)
        if command == "SELECT":
            yield Mutant("widen a policy to all verbs", on, drop + again.format(permissive, "all"), table, looks)
        for word, text in parts:
            if text != "true":
                yield Mutant(f"{word} (true)", on, f"alter policy {on} {word} (true)", table, looks)
            yield Mutant(f"negate {word}", on, f"alter policy {on} {word} (not ({text}))", table, looks)
            for number, (rest, lost) in enumerate(without_each_condition(text, first=True)):
                change = f"alter policy {on} {word} ({rest})"
                yield Mutant(f"drop a condition of {word}", f"{on} [{number}] {lost}", change, table, looks)


def _flags(admin: Connection) -> Iterator[Mutant]:
    for (table,) in _rows(admin, "select relname from pg_class where relnamespace = 'portal'::regnamespace and relkind = 'r'"):
        yield Mutant("disable row level security", table, f"alter table portal.{table} disable row level security", table)
        yield Mutant("unforce row level security", table, f"alter table portal.{table} no force row level security", table)
    functions = _rows(
        admin,
        "select p.oid::regprocedure::text, p.proname, prosecdef, proconfig is not null, p.prokind from pg_proc p "
        "where pronamespace::regnamespace::text in ('api', 'private') and prorettype <> 'trigger'::regtype",
    )
    for signature, name, definer, pinned, _ in functions:
        to = "invoker" if definer else "definer"
        yield Mutant(f"make a function security {to}", signature, f"alter function {signature} security {to}", name, "calls")
        if pinned and definer:
            yield Mutant("unpin the search path", signature, f"alter function {signature} reset search_path", name, "catalogue")


def _grants(admin: Connection) -> Iterator[Mutant]:
    for table, verb, role in _rows(
        admin,
        "select c.relname, v.verb, r.role from pg_class c, unnest(array['select', 'insert', 'update', 'delete']) v (verb), "
        "unnest(array['anon', 'authenticated']) r (role) where c.relnamespace = 'portal'::regnamespace and c.relkind = 'r' "
        "and not has_table_privilege(r.role, c.oid, v.verb) and (r.role = 'authenticated' or v.verb = 'select')",
    ):
        yield Mutant(f"grant {verb} to {role}", table, f"grant {verb} on portal.{table} to {role}", table, "grants")
    for signature, name, api in _rows(
        admin,
        "select p.oid::regprocedure::text, p.proname, has_function_privilege('authenticated', p.oid, 'execute') from pg_proc p "
        "where pronamespace::regnamespace::text in ('api', 'private') and prorettype <> 'trigger'::regtype",
    ):
        if api:
            change = f"revoke execute on function {signature} from authenticated"
            yield Mutant("revoke a function", signature, change, name, "calls")
        else:
            change = f"grant execute on function {signature} to public"
            yield Mutant("grant a function to everybody", signature, change, name, "calls")


def _helpers(admin: Connection) -> Iterator[Mutant]:
    """The functions that policies ask, with all that those ask."""
    for signature, name, kind, definition in _asked_by_policies(admin):
        head, body, tail = _split(definition)
        if kind == "boolean":
            for answer in ("true", "false"):
                made = _sql_function(definition, f"select {answer}")
                yield Mutant(f"a helper says {answer}", signature, made, name, "helpers")
        for number, (rest, lost) in enumerate(without_each_condition(body, first=False)):
            yield Mutant("drop a condition of a helper", f"{signature} [{number}] {lost}", head + rest + tail, name, "helpers")


def guards(admin: Connection) -> Iterator[Mutant]:
    """The places where a function turns somebody away. Most are asked twice, in `api` and again in the deed behind it."""
    for signature, name, definition in _rows(
        admin,
        "select p.oid::regprocedure::text, p.proname, pg_get_functiondef(p.oid) from pg_proc p "
        "where pronamespace::regnamespace::text in ('api', 'private') and prosrc ~ 'private\\.refuse' "
        "and prorettype <> 'trigger'::regtype",
    ):
        head, body, tail = _split(definition)
        for number, (rest, lost) in enumerate(without_each_guard(body, TURNS_AWAY)):
            yield Mutant("drop a guard", f"{signature} [{number}] {lost}", head + rest + tail, name, "guards")


def _asked_by_policies(admin: Connection) -> list[tuple[str, str, str, str]]:
    every = {
        name: (signature, name, kind, definition)
        for signature, name, kind, definition in _rows(
            admin,
            "select p.oid::regprocedure::text, p.proname, prorettype::regtype::text, pg_get_functiondef(p.oid) from pg_proc p "
            "where pronamespace = 'private'::regnamespace and prorettype <> 'trigger'::regtype and prokind = 'f'",
        )
    }
    texts = [" ".join(row) for row in _rows(admin, "select coalesce(qual, '') || coalesce(with_check, '') from pg_policies")]
    texts += [every["may_read_file"][3], every["may_store_file"][3]]
    asked: dict[str, tuple[str, str, str, str]] = {}
    while texts:
        for name in sorted(set(re.findall(r"private\.(\w+)\(", texts.pop()))):
            if name in every and name not in asked:
                asked[name] = every[name]
                texts.append(every[name][3])
    return [asked[name] for name in sorted(asked)]


def _split(definition: str) -> tuple[str, str, str]:
    """What stands before the body, the body, and what closes it."""
    begin = definition.index("$function$") + len("$function$")
    end = definition.rindex("$function$")
    return definition[:begin], definition[begin:end], definition[end:]


def _sql_function(definition: str, body: str) -> str:
    """The same function with that body."""
    head, _, tail = _split(definition)
    return re.sub(r"LANGUAGE plpgsql", "LANGUAGE sql", head) + body + tail


def _rows(admin: Connection, query: str) -> list[tuple[str, ...]]:
    return sorted(admin.execute(query.encode()).fetchall())
