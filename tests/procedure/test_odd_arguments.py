"""What `python -m bench fuzz` once found: arguments that no screen sends are refused by a rule, never by PostgreSQL itself."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

import pytest

from db.errors import BadRequest
from tests.policies.scene import Scene, digest
from tests.real_database import Database


@pytest.fixture
def scene(database: Database) -> Scene:
    made = Scene(database)
    made.arrange()
    return made


def test_a_code_is_given_out_once(scene: Scene) -> None:
    invite: Callable[[], object] = lambda: scene.write(  # noqa: E731
        "ada", "invite", email="new@example.org", organization=scene.organizations["brand_k"], role="brand",
        code_hash=digest("code"),
    )  # fmt: skip
    invite()
    with pytest.raises(BadRequest) as refused:
        invite()
    assert (refused.value.key, refused.value.facts) == ("value_invalid", {"field": "code_hash"})


def test_a_ticket_is_drawn_once_and_a_token_opens_one_session(scene: Scene) -> None:
    def opened(ticket: str) -> None:
        scene.call("lin", "open_session", ticket_hash=digest(ticket), sealed="x", seconds=600)

    opened("one")
    with pytest.raises(BadRequest):
        opened("one")
    opened("two")
    scene.call("public", "redeem_session", ticket_hash=digest("one"), token_hash=digest("token"))
    with pytest.raises(Exception, match="sign_in_needed"):
        scene.call("public", "redeem_session", ticket_hash=digest("two"), token_hash=digest("token"))


def test_a_held_message_is_not_changed_into_nothing(scene: Scene) -> None:
    scene.file("mine", "lianfeng", ["G1"])
    scene.move("mine", "triage", "admitted")
    scene.admit("mine", "lianfeng")
    message = scene.post("mine", "worker_mine", "held", ("lianfeng",))
    for nothing in (None, "", "\u200b"):
        with pytest.raises(BadRequest) as refused:
            scene.call("worker_mine", "change_held", request_id=uuid4(), message=message, body=nothing)
        assert refused.value.key == "body_empty"
