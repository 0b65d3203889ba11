"""A preview shows a coordinator what the other party really gets: the same thread, to the letter."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.policies.scene import Scene

SEATS = {
    "open": {"worker_open": "worker", "chen": "lianfeng", "weber": "brand_k", "sara": "brand_a"},
    "foreign": {"worker_foreign": "worker", "wu": "tianhe", "ben": "brand_b"},
    "hidden": {"worker_hidden": "worker"},
}  # fmt: skip


def _thread(page: dict[str, Any]) -> dict[str, Any]:
    # What is fresh depends on who of the party has read; a preview reads for nobody.
    return {
        "parties": page["parties"],
        "messages": [{key: value for key, value in message.items() if key != "fresh"} for message in page["messages"]],
    }


@pytest.mark.parametrize(
    ("case", "who", "seat"), [(case, who, seat) for case, seats in SEATS.items() for who, seat in seats.items()]
)
@pytest.mark.parametrize("desk", ["lin", "ada"])
def test_a_preview_equals_what_that_party_gets(scene: Scene, case: str, who: str, seat: str, desk: str) -> None:
    real = scene.call(who, "case_page", reference=scene.cases[case].reference)
    shown = scene.call(desk, "preview", reference=scene.cases[case].reference, party=scene.seat(case, seat))
    assert json.dumps(_thread(shown), sort_keys=True) == json.dumps(_thread(real), sort_keys=True)
    assert shown["seen"] == len(real["messages"])
    assert shown["total"] >= shown["seen"]


@pytest.mark.parametrize("seat", ["lianfeng", "brand_k"])
def test_a_preview_of_a_party_that_may_not_know_is_empty(scene: Scene, seat: str) -> None:
    shown = scene.call("lin", "preview", reference=scene.cases["hidden"].reference, party=scene.seat("hidden", seat))
    assert _thread(shown) == {"parties": [], "messages": []}


def test_a_preview_marks_nothing_as_read(scene: Scene) -> None:
    def unread() -> list[Any]:
        with scene.database.connect() as admin:
            return (
                admin.execute("select id, unread from portal.party order by id").fetchall()
                + admin.execute("select * from portal.read_mark order by 1, 2").fetchall()
            )

    before = unread()
    scene.call("lin", "preview", reference=scene.cases["open"].reference, party=scene.seat("open", "worker"))
    assert unread() == before


def test_the_control_another_party_gets_another_thread(scene: Scene) -> None:
    shown = scene.call("lin", "preview", reference=scene.cases["open"].reference, party=scene.seat("open", "lianfeng"))
    real = scene.call("weber", "case_page", reference=scene.cases["open"].reference)
    assert _thread(shown) != _thread(real)
