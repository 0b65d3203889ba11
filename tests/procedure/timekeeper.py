"""Looking at the clocks of a case, and letting time pass at a chosen instant."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from tests.procedure.world import Case, World


def clock(world: World, case: Case, kind: str) -> dict[str, Any]:
    """The last clock of that kind as it is stored, instants as datetimes."""
    with world.database.connect() as admin:
        cursor = admin.execute(
            "select * from portal.clock where case_id = %s and kind = %s "
            "order by stopped_at is null desc, started_at desc limit 1",
            [case.id, kind],
        )
        row = cursor.fetchone()
        assert row, f"no clock {kind}"
        assert cursor.description
        return {column.name: value for column, value in zip(cursor.description, row, strict=True)}


def live(world: World, case: Case) -> set[str]:
    """The kinds that run now."""
    found = world.rows("select kind from portal.clock where case_id = %s and stopped_at is null", case.id)
    return {row[0] for row in found}


def tick(world: World, at: datetime | None = None) -> dict[str, Any]:
    """What the job does, as the owner runs it; at that instant, or at the world's own."""
    with world.database.connect("postgres") as owner:
        row = owner.execute("select private.tick(%s)", [at or world.now]).fetchone()
    assert row
    done: dict[str, Any] = row[0]
    return done


def events(world: World, case: Case, *kinds: str) -> list[tuple[str, dict[str, Any]]]:
    """The events of these kinds, in order."""
    return [
        (kind, facts)
        for kind, facts in world.rows("select kind, facts from portal.event where case_id = %s order by seq", case.id)
        if kind in kinds
    ]


def shown(world: World, who: str | Case, case: Case) -> dict[str, dict[str, Any]]:
    """The clocks on the case page of somebody, by kind."""
    return {one["kind"]: one for one in world.page(who, case)["clocks"]}
