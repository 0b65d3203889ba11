"""Who there is: one workplace where every fifth case happens and 999 others, brands, 20 coordinators, each with an account."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from tests.procedure.world import World

WORKPLACES, COORDINATORS = 1_000, 20
AT_THE_LARGEST = 0.2


@dataclass(frozen=True)
class Places:
    """Whom the original's people and organisations are replaced by, and who of them asks."""

    stay: set[str]
    replaced: set[str]
    stand_in: Callable[[random.Random], dict[str, str]]


def make_places(world: World, number_of_brands: int) -> Places:
    """Write organisations, people and links; the largest workplace and its brand are those of the world."""
    first = {name: str(one) for name, one in world.organizations.items()}
    who = {name: str(one.person) for name, one in world.people.items() if one.person}
    workplaces, managers = [first["lianfeng"]], [who["chen"]]
    brands, buyers = [first["brand_k"]], [who["weber"]]
    desk = [who["lin"]]
    with world.database.connect() as admin:
        for kind, role, organizations, people, number in (
            ("workplace", "factory", workplaces, managers, WORKPLACES), ("brand", "brand", brands, buyers, number_of_brands),
        ):  # fmt: skip
            for row in admin.execute(
                "with o as (insert into portal.organization (kind, name, city, headcount)"
                " select %s, %s || n, 'Huizhou', 300 + n from generate_series(2, %s) n returning id)"
                " insert into portal.person (user_id, organization_id, role, name, email)"
                " select gen_random_uuid(), o.id, %s, 'Somebody', o.id || '@bench.example' from o returning organization_id, id",
                [kind, f"{kind.title()} ", number, role],
            ):
                organizations.append(str(row[0]))
                people.append(str(row[1]))
        desk += [
            str(row[0])
            for row in admin.execute(
                "insert into portal.person (user_id, organization_id, role, name, email)"
                " select gen_random_uuid(), %s, 'coordinator', 'Colleague ' || n, n || '@bench.example'"
                " from generate_series(2, %s) n"
                " returning id",
                [first["handshake"], COORDINATORS],
            )
        ]
        admin.cursor().executemany(
            "insert into portal.supply_link (brand_id, workplace_id, since) values (%s, %s, current_date - 2000)",
            [(UUID(brands[turn % number_of_brands]), UUID(one)) for turn, one in enumerate(workplaces) if turn],
        )

    def stand_in(draw: random.Random) -> dict[str, str]:
        place = 0 if draw.random() < AT_THE_LARGEST else draw.randrange(1, WORKPLACES)
        return {
            first["lianfeng"]: workplaces[place], who["chen"]: managers[place],
            first["brand_k"]: brands[place % number_of_brands], who["weber"]: buyers[place % number_of_brands],
            who["lin"]: draw.choice(desk),
        }  # fmt: skip

    replaced = {first["lianfeng"], who["chen"], first["brand_k"], who["weber"], who["lin"]}
    return Places({*first.values(), *who.values()} - replaced, replaced, stand_in)
