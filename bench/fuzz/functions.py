"""The arguments of every function that can be called, as one of each role and as nobody."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from bench.fuzz.looking import Tally, Unhandled, each
from bench.fuzz.values import Strategy, odd, words
from bench.fuzz.world import PEOPLE, World
from db.errors import PortalError
from tests.policies.calls import THINGS, VALUES, things
from tests.policies.functions import Function

# Of a thing's many rows a few are enough to get past "not yours".
MOST_THINGS = 12
NEAR = {"revision": st.integers(0, 12), "version": st.integers(0, 3), "reason": st.just("worker_asked") | words}
LOST = [None] * 15

Call = tuple[str, bool, dict[str, Any]]  # who, whether twice, with what


def run(world: World, amount: int, *, told: str = "", only: str = "") -> Tally:
    """That many calls in all, an equal share for each function."""
    tally = Tally("functions")
    every = [one for one in world.functions if only in ("", one.name)]
    share = -(-amount // len(every))
    for function in every:
        about = function.name

        def look(drawn: Call, about: str = about) -> None:
            who, twice, arguments = drawn
            with tally.look(about, drawn):
                world.gateway(who, twice=twice).call(about, **arguments)

        each(calls(world, function), share, look, f"{told} {about}" if told else "")
    return tally


def calls(world: World, function: Function) -> Strategy:
    """Who calls and with what: sensible values, one or two of them spoilt, now and then one too many or too few."""
    sensible = {name: _sensible(world, function, name) for name in PEOPLE if _may(world, function, name)}
    callers = [name for name in sensible for _ in range(1 if _turned_away(world, function, name, sensible[name]) else 8)]
    names = [name for name, _ in function.arguments]
    caller = st.sampled_from(callers)
    spoilt = st.lists(st.sampled_from(names), max_size=2, unique=True) if names else st.just([])
    odds = {name: st.one_of(odd(kind), st.sampled_from(_stored(world, name))) for name, kind in function.arguments}
    lost, more = st.sampled_from(LOST + names), st.sampled_from([*LOST, "nothing", "author", "role"])

    @st.composite
    def call(draw: Any) -> Call:
        who = draw(caller)
        chosen = draw(spoilt)
        arguments = {name: draw(odds[name] if name in chosen else sensible[who][name]) for name in names}
        if extra := draw(more):
            arguments[extra] = "x"
        arguments.pop(draw(lost), None)
        return who, draw(st.booleans()), arguments

    return call()


def _sensible(world: World, function: Function, who: str) -> dict[str, Strategy]:
    oracle = world.oracle(who)
    drawn: dict[str, Strategy] = {}
    for name, kind in function.arguments:
        if name in THINGS:
            found = things(name, world.scene, world.facts, oracle)
            known = [one.value for one in found if one.known] or [one.value for one in found]
            drawn[name] = st.sampled_from([*known[:MOST_THINGS], found[0].value])
        else:
            drawn[name] = st.just(VALUES[name]) if name in VALUES else odd(kind)
        if name in NEAR:
            drawn[name] |= NEAR[name]
    return drawn


def _stored(world: World, argument: str) -> list[Any]:
    """What the scene already holds under that name: it may be allowed only once, or belong elsewhere."""
    values = {
        str(row[argument]): row[argument] for rows in world.facts.rows.values() for row in rows if row.get(argument) is not None
    }
    return [values[one] for one in sorted(values)[:20]] or [""]


def _turned_away(world: World, function: Function, who: str, sensible: dict[str, Strategy]) -> bool:
    """Whether it is not a deed of that person: they are still asked, but seldom."""
    simple = {name: VALUES[name] for name in sensible if name in VALUES}
    things_ = {name: things(name, world.scene, world.facts, world.oracle(who))[0].value for name in sensible if name in THINGS}
    try:
        world.gateway(who).call(function.name, **simple, **things_)
    except PortalError as refusal:
        return refusal.key in ("not_allowed", "sign_in_needed")
    except Unhandled:
        return False
    return False


def _may(world: World, function: Function, who: str) -> bool:
    return world.scene.personas[who].database_role in function.roles
