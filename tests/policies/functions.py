"""The cells of functions: one persona, one function, every thing of the scene that an argument can name.

Four promises are looked at in each cell: only those may call it who should; a thing that one may not know answers exactly as
one that is not there; no answer, refusal or error holds a word that the oracle does not allow; and who has no business with a
deed is refused it, whatever it names. Each cell yields "" or what is wrong with it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

import psycopg
from psycopg import sql

from tests.policies.business import BUSINESS, TURNED_AWAY
from tests.policies.calls import THINGS, VALUES, Thing, allowed_words, things
from tests.policies.facts import Facts
from tests.policies.oracle import HIDDEN, RULES, Oracle
from tests.policies.scene import Persona, Scene
from tests.policies.tables import DENIED
from tests.real_database import Connection

CANARY = re.compile(r"Canary-[A-Za-z]+(?:[-_][A-Za-z]+)*")
REFERENCE = re.compile(r"HS-[0-9A-Z]{4}-[0-9A-Z]{4}")
Cell = tuple[dict[str, object], str, Thing]  # values, the argument that varies, and what it names


@dataclass(frozen=True)
class Function:
    schema: str
    name: str
    arguments: tuple[tuple[str, str], ...]  # name and type
    roles: frozenset[str]

    @property
    def composite(self) -> bool:
        """Whether it takes a row, which nobody outside can make."""
        return any(kind.startswith(("portal.", "private.")) for _, kind in self.arguments)

    @property
    def expected(self) -> bool:
        """Whether calls.py has something to put in for each argument."""
        return all(name in VALUES or name in THINGS for name, _ in self.arguments)


def functions(admin: Connection) -> list[Function]:
    """Every function of api and private, with its arguments and the API roles that may call it."""
    rows = admin.execute(
        "select p.pronamespace::regnamespace::text, p.proname, coalesce(p.proargnames[1:p.pronargs], '{}'), "
        "(select coalesce(array_agg(format_type(t, null) order by n), '{}') from unnest(p.proargtypes::oid[]) with ordinality "
        "u (t, n)), "
        "array(select r from unnest(array['anon', 'authenticated']) r where has_function_privilege(r, p.oid, 'execute')) "
        "from pg_proc p where p.pronamespace::regnamespace::text in ('api', 'private') and p.prorettype <> 'trigger'::regtype "
        "order by 1, 2"
    ).fetchall()
    return [Function(s, n, tuple(zip(names, types, strict=True)), frozenset(roles)) for s, n, names, types, roles in rows]


class Caller:
    """Calls functions as one persona in one transaction, each call rolled back."""

    def __init__(self, connection: Connection, who: Persona) -> None:
        self.connection = connection
        self.who = who
        connection.execute(
            "select set_config('role', %s, true), set_config('request.jwt.claims', %s, true), set_config('request.headers', "
            "%s, true), set_config('portal.preview', %s, true)",
            [*who.settings(), str(who.preview or "")],
        )

    def answer(self, function: Function, values: dict[str, object]) -> tuple[str, str]:
        """SQLSTATE (or '') and everything that was said."""
        types = dict(function.arguments)
        call = sql.SQL("select {}({})::text").format(
            sql.Identifier(function.schema, function.name),
            sql.SQL(", ").join(sql.SQL("{} => %s::{}").format(sql.Identifier(name), sql.SQL(types[name])) for name in values),
        )
        try:
            with self.connection.transaction(force_rollback=True):
                rows = self.connection.execute(call, list(values.values())).fetchall()
                return "", json.dumps([row[0] for row in rows], ensure_ascii=False)
        except psycopg.Error as error:
            told = error.diag
            return error.sqlstate or "?", "|".join(str(x) for x in (told.message_primary, told.message_detail, told.message_hint))


class Knowing:
    """What one persona may be told, worked out once."""

    def __init__(self, scene: Scene, facts: Facts, who: Persona) -> None:
        self.scene, self.facts, self.who = scene, facts, who
        self.oracle = Oracle(facts, who)
        references = {row["id"]: row["reference"] for row in facts.rows["case_"]}
        self.forbidden = (all_words(facts) - known_words(facts, self.oracle)) | {
            reference for case, reference in references.items() if not self.oracle.sees_case(case)
        }


def calls(caller: Caller, knowing: Knowing, function: Function, most: int = 0) -> Iterator[str]:
    """Every cell of that function for that persona; `most` takes so many of the things that each argument can name."""
    if function.composite or not function.expected:
        if knowing.who.database_role in function.roles and not function.composite:
            yield f"no expectations for the arguments of {function.schema}.{function.name}"
        return
    absent: dict[str, tuple[str, str]] = {}
    for values, varied, thing in cells_of(function, knowing, most):
        said = caller.answer(function, values)
        if knowing.who.database_role not in function.roles:
            yield "" if said[0] == DENIED else f"{knowing.who.name}: {function.name} is not denied but {said}"
            return
        first = absent.setdefault(varied, said)
        wrong = _wrong(knowing, function, values, said)
        if not wrong and not thing.known and said != first:
            wrong = f"answers {said} but absent {first}"
        named = {name: str(value) for name, value in values.items() if name in THINGS}
        yield f"{knowing.who.name}: {function.name}({named}) {wrong}" if wrong else ""


def _wrong(knowing: Knowing, function: Function, values: dict[str, object], said: tuple[str, str]) -> str:
    if said[0] and not said[0].startswith("PT4"):
        return f"breaks: {said}"
    if function.schema == "api" and knowing.who.role not in BUSINESS.get(function.name, ()):
        key = said[1].split("|")[0]
        if not said[0] or key not in TURNED_AWAY:
            return f"is no business of theirs, but answers {said}"
    told = (set(CANARY.findall(said[1])) | set(REFERENCE.findall(said[1]))) & knowing.forbidden
    told -= allowed_words(function.name, knowing.facts, knowing.oracle)
    told -= {str(value) for value in values.values()}
    return f"tells {sorted(told)[:3]}" if told else ""


def cells_of(function: Function, knowing: Knowing, most: int = 0) -> list[Cell]:
    """The arguments to try: sensible ones first, then each argument that names something with each such thing."""
    facts, oracle = knowing.facts, knowing.oracle
    base = {name: VALUES[name] for name, _ in function.arguments if name not in THINGS and name in VALUES}
    named = [name for name, kind in function.arguments if name in THINGS]
    own = next((row["reference"] for row in facts.rows["case_"] if oracle.sees_case(row["id"])), "HS-0000-0000")
    found = {name: things(name, knowing.scene, facts, oracle) for name in named}
    for name in named:
        base[name] = own if name == "reference" else found[name][0].value
    cells: list[Cell] = [(base, "", Thing(None, known=True))]
    for name in named:
        step = max(1, len(found[name]) // most) if most else 1
        cells += [({**base, name: thing.value}, name, thing) for thing in found[name][::step]]
    return cells


def known_words(facts: Facts, oracle: Oracle) -> set[str]:
    """Every canary that the oracle allows this persona, wherever it stands."""
    hidden = HIDDEN[oracle.who.database_role]
    known: set[str] = set()
    for table in RULES:
        for row in oracle.visible(table):
            shown = " ".join(str(value) for column, value in row.items() if column not in hidden.get(table, set(row)))
            known |= set(CANARY.findall(shown))
    for party in facts.rows["party"]:
        if oracle.sees_case(party["case_id"]) and party["until"] is None and party["organization_id"]:
            kept_apart = party["side"] == "brand" and oracle.role == "brand" and party["id"] not in oracle.seat_ids
            if not kept_apart:
                known.add(facts.one("organization", party["organization_id"])["name"])
    if oracle.role == "worker":
        known |= {
            facts.one("organization", row["recipient_id"])["name"]
            for row in facts.rows["consent"]
            if row["case_id"] == oracle.case
        }
    return known


def all_words(facts: Facts) -> set[str]:
    return set(CANARY.findall(json.dumps(facts.rows)))
