"""The same calls as JSON to a real PostgREST, as whoever has the publishable key would send them, and bodies that are no JSON."""

from __future__ import annotations

import json
from typing import Any

import httpx
from hypothesis import strategies as st

from bench.fuzz.functions import calls
from bench.fuzz.looking import TRACES, Tally, Unhandled, each
from bench.fuzz.values import words
from bench.fuzz.world import World
from tests.contract import supabase_parts
from tests.contract.doors import token
from tests.policies.functions import Function

# Of PostgreSQL itself only: an argument that cannot be read, text that cannot be stored, no right to call.
_READ = ("22P02", "22P05", "22003", "22007", "22008", "22021", "PGRST", "42501", "42883", "42725", "42804", "PT4")


def run(world: World, amount: int, *, told: str = "", every: list[Function] | None = None) -> Tally:
    """That many requests; the server rolls each back."""
    tally = Tally("requests to PostgREST")
    every = every or world.functions
    log = world.folder / "postgrest.log"
    share = -(-amount // len(every))
    url = world.scene.database.tcp_url()
    with supabase_parts.postgrest(url, log, ending="rollback") as address, httpx.Client(trust_env=False, timeout=20) as client:
        people = {name: _headers(one.user, one.receipt) for name, one in world.scene.personas.items()}
        for function in every:

            def look(drawn: tuple[Any, ...], function: Function = function) -> None:
                (who, _, arguments), raw, broken = drawn
                body = raw.encode("utf-8", "surrogatepass") if broken else json.dumps(arguments, default=str).encode()
                with tally.look(function.name, (who, body)):
                    answer = client.post(f"{address}/rpc/{function.name}", content=body, headers=people[who])
                    if rule := _judged(answer):
                        tally.refuse(rule)

            each(
                st.tuples(calls(world, function), words, st.integers(0, 9).map(lambda n: n == 0)),
                share,
                look,
                told and f"{told} rest",
            )
    return tally


def _headers(user: object, receipt: str | None) -> dict[str, str]:
    told = {"Content-Profile": "api", "Content-Type": "application/json"}
    return (
        told
        | ({"Authorization": f"Bearer {token(str(user))}"} if user else {})
        | ({"x-receipt-session": receipt} if receipt else {})
    )


def _judged(answer: httpx.Response) -> str:
    """The rule by which it was refused, or nothing; raises Unhandled."""
    code = "" if answer.is_success else str(answer.json().get("code"))
    if answer.status_code >= 500 or (code and not code.startswith(_READ)):
        raise Unhandled(f"status {answer.status_code} {code} {answer.text[:120]}")
    if not answer.is_success and any(trace in answer.text for trace in TRACES):
        raise Unhandled(f"status {answer.status_code} tells {answer.text[:120]}")
    return code
