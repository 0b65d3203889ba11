"""The stage on which publications are tried."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest

from tests.figures.roll_up import Stage
from tests.real_database import Connection, Database


@pytest.fixture
def stage(database: Database, admin: Connection) -> Stage:
    def made(kind: str, name: str) -> UUID:
        row = admin.execute("insert into portal.organization (kind, name) values (%s, %s) returning id", [kind, name]).fetchone()
        assert row
        return UUID(str(row[0]))

    stage = Stage(
        database,
        admin,
        made("handshake", "Handshake"),
        made("brand", "Brand K"),
        tuple(made("workplace", f"Site {n}") for n in range(6)),
    )
    admin.execute(
        "insert into portal.supply_link (brand_id, workplace_id, since) select %s, w, '2026-01-01' from unnest(%s::uuid[]) w",
        [stage.brand, list(stage.sites)],
    )
    # Nothing is published of the time before the first case.
    stage.count(stage.handshake, 5, month=date(2026, 1, 1))
    return stage
