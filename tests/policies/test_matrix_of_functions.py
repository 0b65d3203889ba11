"""Every persona × every function × every thing of the scene that an argument can name (the cells stand in functions.py)."""

from __future__ import annotations

import psycopg
import pytest

from tests.policies import flaws
from tests.policies.business import BUSINESS
from tests.policies.calls import EVERYBODY, SIGNED_IN
from tests.policies.facts import Facts
from tests.policies.functions import Caller, Knowing, cells_of, functions
from tests.policies.matrix import wrong_calls
from tests.policies.scene import Scene


def _odd(arguments: tuple[tuple[str, str], ...], base: dict[str, object]) -> list[dict[str, object]]:
    """The arguments with one of them null, absurd, or all of them null."""
    odd: list[dict[str, object]] = [{**base, one: None} for one in base]
    odd += [dict.fromkeys(base)]
    for one, kind in arguments:
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
    assert set(found) == set(BUSINESS), "whose business a function is stands in business.py"


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
        knowing = Knowing(scene, facts, scene.personas[name])
        with psycopg.connect(scene.database.conninfo()) as connection:
            caller = Caller(connection, knowing.who)
            for function in every:
                if knowing.who.database_role not in function.roles:
                    continue
                base = cells_of(function, knowing)[0][0]
                for values in _odd(function.arguments, base):
                    count += 1
                    state, said = caller.answer(function, values)
                    if state and not state.startswith("PT4"):
                        changed = {k: str(v)[:20] for k, v in values.items() if v is not base[k]}
                        wrong.append(f"{name}: {function.name}({changed}) breaks: {state} {said[:150]}")
            connection.rollback()
    with capsys.disabled():
        print(f"\nodd arguments: {count} cells, {len(wrong)} wrong")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("flaw", flaws.CALLS)
def test_the_control_a_talkative_function_is_found(scene: Scene, facts: Facts, flaw: str) -> None:
    assert wrong_calls(scene, facts, "api", flaw)[1]
