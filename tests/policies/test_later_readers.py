"""A reader who is admitted later: the worker's statement waits once more, and those who read it before lose nothing."""

from __future__ import annotations

from typing import Any

import pytest

from tests.policies.scene import Scene
from tests.real_database import Database


@pytest.fixture
def scene(database: Database) -> Scene:
    """A case with the factory and a brand consented, and the factory's release done."""
    scene = Scene(database)
    scene.arrange()
    scene.file("late", "lianfeng", ["F1"], ("brand_k",))
    scene.move("late", "triage", "admitted")
    scene.admit("late", "lianfeng")
    scene.decide("late", "statement")
    return scene


def words(scene: Scene, who: str) -> list[str]:
    page: dict[str, Any] = scene.call(who, "case_page", reference=scene.cases["late"].reference)
    return [message["body"] for message in page["messages"]]


def test_a_brand_admitted_later_waits_for_a_release_of_its_own(scene: Scene) -> None:
    told = words(scene, "chen")
    scene.admit("late", "brand_k")
    desk = scene.call("lin", "moderation", message=scene.cases["late"].messages["statement"])

    assert desk["chosen"]["state"] == "held"
    assert [str(scene.seat("late", "brand_k"))] == [
        one for one in desk["chosen"]["readers"] if one != str(scene.seat("late", "handshake"))
    ]
    assert words(scene, "weber") == []
    assert words(scene, "chen") == told

    scene.decide("late", "statement", words="Canary-release-late-second in part.", to=("brand_k",))
    assert words(scene, "weber") == ["Canary-release-late-second in part."]
    assert words(scene, "chen") == told
