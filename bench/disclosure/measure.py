"""`python -m bench figures-attack --json`: 1,000 random data sets, published and attacked on a server of its own."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg

from bench.disclosure.attack import run
from bench.disclosure.knowing import TOGETHER
from bench.telling import say
from db.embedded import EmbeddedServer
from db.gateway import Credentials
from db.migrate import apply_prelude, migrate
from db.postgres_gateway import PostgresGateway, open_pool


def measure(sets: int, *, seed: int, zeros: bool) -> None:
    """Print what the attackers recovered: nothing; and the control, which falls in most sets."""
    with tempfile.TemporaryDirectory() as folder, EmbeddedServer(Path(folder), durable=False) as server:
        with psycopg.connect(server.conninfo("supabase_admin"), autocommit=True) as admin:
            admin.execute("create database attacked owner postgres")
        with psycopg.connect(server.conninfo("supabase_admin", "attacked"), autocommit=True) as admin:
            apply_prelude(admin)
        migrate(server.conninfo("postgres", "attacked"))
        pool = open_pool(server.conninfo("authenticator", "attacked"), size=2)

        def ask(user: UUID | None, function: str) -> dict[str, Any]:
            answer: dict[str, Any] = PostgresGateway(pool, Credentials(user_id=str(user)) if user else Credentials()).call(
                function
            )
            return answer

        try:
            with psycopg.connect(server.conninfo("supabase_admin", "attacked"), autocommit=True) as admin:
                told = run(admin, ask, sets, seed=seed, zeros=zeros)
        finally:
            pool.close()
    say("figures_attack.sets", told.sets, "data sets")
    say("figures_attack.publications", told.publications, "publications")
    say("figures_attack.sets_corrected", told.corrected, "data sets")
    say("figures_attack.shown", told.shown, "numbers")
    say("figures_attack.tried", told.tried, "counts of 1 to 4")
    alone = [one for one in told.recovered if one[1] != TOGETHER]
    say("figures_attack.recovered", len(alone), "counts of 1 to 4", 0)
    why = "all brands at once, with their inboxes, which no page of the portal gives: docs/disclosure-control.md, What remains"
    say("figures_attack.recovered_by_all_brands_together", len(told.recovered) - len(alone), "counts of 1 to 4", 0, why=why)
    if told.zeros is not None:
        say("figures_attack.zeros_recovered", told.zeros, "counts of 0")
    share = 100 * told.control_succeeded / max(told.control_possible, 1)
    say("figures_attack.control_from_outside", share, "% of data sets with a count of 1 to 4", 50, bound="at least")
    say("figures_attack.control_from_inside", 100 * told.control_inside / told.sets, "% of data sets", 50, bound="at least")
    for name, seconds in told.seconds.items():
        say(f"figures_attack.{name}", seconds, "s")
