"""Every persona × every function × every thing of the scene that an argument can name.

Three promises are looked at in each cell: only those may call it who should; a thing that one may not know answers exactly as
one that is not there; and no answer, refusal or error holds a word that the oracle does not allow.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

import psycopg
import pytest
from psycopg import sql

from tests.policies.calls import EVERYBODY, SIGNED_IN, THINGS, VALUES, Thing, allowed_words, things
from tests.policies.facts import Facts
from tests.policies.oracle import HIDDEN, RULES, Oracle
from tests.policies.scene import Persona, Scene
from tests.real_database import Connection

CANARY = re.compile(r"Canary-[A-Za-z]+(?:[-_][A-Za-z]+)*")
REFERENCE = re.compile(r"HS-[0-9A-Z]{4}-[0-9A-Z]{4}")
DENIED = "42501"
Cell = tuple[dict[str, object], str, Thing]  # values, the argument that varies, and what it names


@dataclass(frozen=True)
class Function:
    schema: str
    name: str
    arguments: tuple[tuple[str, str], ...]  # name and type
    roles: frozenset[str]


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
            "%s, true)",
            who.settings(),
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


def _cells(function: Function, scene: Scene, facts: Facts, oracle: Oracle) -> list[Cell]:
    base = {name: VALUES[name] for name, _ in function.arguments if name not in THINGS and name in VALUES}
    named = [name for name, kind in function.arguments if name in THINGS]
    own = next((row["reference"] for row in facts.rows["case_"] if oracle.sees_case(row["id"])), "HS-0000-0000")
    for name in named:
        base[name] = own if name == "reference" else things(name, scene, facts, oracle)[0].value
    cells: list[Cell] = [(base, "", Thing(None, known=True))]
    for name in named:
        cells += [({**base, name: thing.value}, name, thing) for thing in things(name, scene, facts, oracle)]
    return cells


def wrong_calls(scene: Scene, facts: Facts, schema: str, flaw: str = "") -> tuple[int, list[str]]:  # noqa: C901, PLR0912  (one table of cells)
    """Number of calls made, and what was wrong with some."""
    with scene.database.connect() as admin:
        every = [one for one in functions(admin) if one.schema == schema]
    secrets = all_words(facts)
    references = {row["id"]: row["reference"] for row in facts.rows["case_"]}
    count, wrong = 0, []
    for who in scene.personas.values():
        oracle = Oracle(facts, who)
        forbidden = (secrets - known_words(facts, oracle)) | {
            ref for case, ref in references.items() if not oracle.sees_case(case)
        }
        with psycopg.connect(scene.database.conninfo("supabase_admin" if flaw else "authenticator")) as connection:
            if flaw:
                connection.execute(flaw.encode())
            caller = Caller(connection, who)
            for function in every:
                if flaw and wrong:
                    break
                composite = any(kind.startswith(("portal.", "private.")) for _, kind in function.arguments)
                if composite or any(name not in VALUES and name not in THINGS for name, _ in function.arguments):
                    if who.database_role in function.roles and not composite:
                        wrong.append(f"no expectations for the arguments of {function.schema}.{function.name}")
                    continue
                absent: dict[str, tuple[str, str]] = {}
                for values, varied, thing in _cells(function, scene, facts, oracle):
                    count += 1
                    said = caller.answer(function, values)
                    about = f"{who.name}: {function.name}({ {k: str(v) for k, v in values.items() if k in THINGS} })"
                    if who.database_role not in function.roles:
                        if said[0] != DENIED:
                            wrong.append(f"{about} is not denied but {said}")
                        break
                    if said[0] and not said[0].startswith("PT4"):
                        wrong.append(f"{about} breaks: {said}")
                    told = (set(CANARY.findall(said[1])) | set(REFERENCE.findall(said[1]))) & forbidden - allowed_words(
                        function.name, facts, oracle
                    )
                    if told - {str(value) for value in values.values()}:
                        wrong.append(f"{about} tells {sorted(told)[:3]}")
                    first = absent.setdefault(varied, said)
                    if not thing.known and said != first:
                        wrong.append(f"{about} answers {said} but absent {first}")
            connection.rollback()
        if flaw and wrong:  # a control asks whether the flaw is found, not how often
            break
    return count, wrong


def _odd(function: Function, base: dict[str, object]) -> list[dict[str, object]]:
    """The arguments with one of them null, absurd, or all of them null."""
    odd: list[dict[str, object]] = [{**base, one: None} for one in base]
    odd += [dict.fromkeys(base)]
    for one, kind in function.arguments:
        if kind == "text":
            odd += [{**base, one: words} for words in ("", " ", "%_\\'; $$ --", "x" * 50_000, "\u202e\u200b", "0000-01|x")]
        elif kind in ("integer", "bigint", "smallint"):
            odd += [{**base, one: number} for number in (-1, 0, 2_147_483_647)]
        elif kind.endswith("[]"):
            odd += [{**base, one: many} for many in ([], [None])]
        elif kind == "date":
            odd += [{**base, one: day} for day in ("9999-12-31", "0001-01-01", "infinity")]
    return odd


def test_every_function_of_api_has_expectations(scene: Scene) -> None:
    with scene.database.connect() as admin:
        found = {one.name: one.roles for one in functions(admin) if one.schema == "api"}
    assert set(found) == EVERYBODY | SIGNED_IN, "a function without expectations, or expectations without a function"
    assert {
        name for name, roles in found.items() if roles != ({"anon", "authenticated"} if name in EVERYBODY else {"authenticated"})
    } == set()


@pytest.mark.parametrize("schema", ["api", "private"])
def test_no_function_tells_or_does_what_it_may_not(
    scene: Scene, facts: Facts, schema: str, capsys: pytest.CaptureFixture[str]
) -> None:
    count, wrong = wrong_calls(scene, facts, schema)
    with capsys.disabled():
        print(f"\ncalls of {schema}: {count} cells, {len(wrong)} wrong")
    assert not wrong, "\n".join(wrong)


def test_no_missing_argument_breaks_a_function(scene: Scene, facts: Facts, capsys: pytest.CaptureFixture[str]) -> None:
    """Each argument null in turn, then each text absurd: a refusal with a stable key, never an error of the database."""
    with scene.database.connect() as admin:
        every = [one for one in functions(admin) if one.schema == "api"]
    count, wrong = 0, []
    for name in ("ada", "lin", "chen", "worker_open", "public"):
        who = scene.personas[name]
        oracle = Oracle(facts, who)
        with psycopg.connect(scene.database.conninfo()) as connection:
            caller = Caller(connection, who)
            for function in every:
                if who.database_role not in function.roles:
                    continue
                base = _cells(function, scene, facts, oracle)[0][0]
                for values in _odd(function, base):
                    count += 1
                    state, said = caller.answer(function, values)
                    if state and not state.startswith("PT4"):
                        changed = {k: str(v)[:20] for k, v in values.items() if v is not base[k]}
                        wrong.append(f"{name}: {function.name}({changed}) breaks: {state} {said[:150]}")
            connection.rollback()
    with capsys.disabled():
        print(f"\nodd arguments: {count} cells, {len(wrong)} wrong")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(
    "flaw",
    [
        "alter policy release_reader on portal.release using (true)",
        "alter policy party_own on portal.party using (true)",
        "create policy careless on portal.message for select to anon, authenticated using (true)",
    ],
)
def test_the_control_a_talkative_function_is_found(scene: Scene, facts: Facts, flaw: str) -> None:
    assert wrong_calls(scene, facts, "api", flaw)[1]
