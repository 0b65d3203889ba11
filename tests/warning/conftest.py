"""A world for each test, and cases written down as they came in over the years."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from db.embedded import EmbeddedServer
from tests.procedure.world import World
from tests.real_database import Database

Came = Callable[..., list[str]]


@pytest.fixture
def world(server: EmbeddedServer, template: str) -> Iterator[World]:
    """People of every role, two factories that we have known for three years, two brands; no case yet."""
    database = Database.create(server, template)
    made = World(database)
    made.arrange()
    with database.connect() as admin:
        admin.execute("update portal.organization set created_at = now() - interval '3 years', headcount = 1000")
    yield made
    made.close()
    database.close()


@pytest.fixture
def came(world: World) -> Came:
    """`came("lianfeng", "G1", 3, 5, 9)`: a case about G1 three, five and nine days ago; their references."""

    def write(site: str, code: str, *days: float, severity: int = 3, hidden: bool = False, state: str = "admitted") -> list[str]:
        made = []
        with world.database.connect() as admin:
            for ago in days:
                row = admin.execute(
                    "insert into portal.case_ (reference, workplace_id, state, severity, main_issue, zero_tolerance, no_tip_off) "
                    "values (private.new_reference(), %s, %s, %s, %s, %s, %s) returning id, reference",
                    [world.organizations[site], state, severity, code, hidden, hidden],
                ).fetchone()
                assert row
                made.append(str(row[1]))
                admin.execute(
                    "insert into portal.case_desk (case_id, received_at, channel) "
                    "values (%s, now() - %s * interval '1 day', 'phone')",
                    [row[0], ago],
                )
                admin.execute("insert into portal.case_issue (case_id, code, position) values (%s, %s, 1)", [row[0], code])
                admin.execute(
                    "insert into portal.party (case_id, side, organization_id, since, basis) "
                    "values (%s, 'handshake', %s, now(), 'own')",
                    [row[0], world.organizations["handshake"]],
                )
        return made

    return write
