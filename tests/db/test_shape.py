"""JSON into dataclasses: right values through, wrong ones named by their place and never shown."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any, Literal
from uuid import UUID

import pytest

from db.models import CasePage, Organization, Role
from db.shape import ShapeError, shape

ONE = "0189f7a0-0000-7000-8000-000000000001"


class Colour(StrEnum):
    RED = "red"


@dataclass(frozen=True)
class Leaf:
    id: UUID
    name: str | None


@dataclass(frozen=True)
class Tree:
    colour: Colour
    leaves: tuple[Leaf, ...]
    at: datetime
    day: date | None
    facts: dict[str, str]
    share: float
    open: bool
    side: Literal["left", "right"]
    anything: Any = None
    children: tuple[Tree, ...] = ()


GOOD: dict[str, Any] = {
    "colour": "red",
    "leaves": [{"id": ONE, "name": None}],
    "at": "2026-11-22T08:30:00.123456+08:00",
    "day": "2026-11-22",
    "facts": {"a": "b"},
    "share": 1,
    "open": True,
    "side": "left",
}


def test_every_kind_of_field_arrives_as_its_type() -> None:
    tree = shape(Tree, {**GOOD, "children": [GOOD], "unknown": "from a newer database"})
    assert tree.colour is Colour.RED
    assert tree.leaves == (Leaf(UUID(ONE), None),)
    assert tree.at == datetime(2026, 11, 22, 0, 30, 0, 123456, tzinfo=UTC)
    assert tree.day == date(2026, 11, 22)
    assert (tree.share, type(tree.share), tree.open, tree.side, tree.anything) == (
        1.0,
        float,
        True,
        "left",
        None,
    )
    assert tree.children[0].children == ()


def test_the_short_offset_of_postgresql_is_understood() -> None:
    assert shape(datetime, "2026-11-22T08:30:00+00:00") == shape(datetime, "2026-11-22T16:30:00+08")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"colour": "blue"}, "Tree.colour is not a valid Colour"),
        ({"colour": 3}, "Tree.colour is not a valid Colour"),
        ({"leaves": {}}, "Tree.leaves should be an array and is dict"),
        ({"leaves": [{"id": "secret-words", "name": ""}]}, r"Tree.leaves\[0\].id is not a valid UUID"),
        ({"leaves": [{"name": "x"}]}, r"Tree.leaves\[0\].id is missing"),
        ({"leaves": [{"id": ONE, "name": 5}]}, r"Tree.leaves\[0\].name should be str and is int"),
        ({"at": "2026-11-22T08:30:00"}, "Tree.at is not a valid"),
        ({"at": None}, "Tree.at should be .* and is NoneType"),
        ({"day": "2026-02-31"}, "Tree.day is not a valid"),
        ({"facts": {"a": None}}, "Tree.facts.a should be str and is NoneType"),
        ({"share": True}, "Tree.share should be float and is bool"),
        ({"open": 1}, "Tree.open should be true or false and is int"),
        ({"side": "up"}, "Tree.side is none of"),
    ],
)
def test_what_does_not_fit_is_named_by_its_place(change: dict[str, Any], message: str) -> None:
    with pytest.raises(ShapeError, match=message) as caught:
        shape(Tree, {**GOOD, **change})
    assert "secret-words" not in str(caught.value)


def test_lists_and_optionals_stand_for_themselves() -> None:
    assert shape(tuple[Role, ...], ["brand"]) == (Role.BRAND,)
    assert shape(Organization | None, None) is None  # type: ignore[arg-type]


def test_every_class_of_the_models_can_be_read() -> None:
    with pytest.raises(ShapeError, match=r"CasePage\.viewer is missing"):
        shape(CasePage, {})
    for module in [name for name in sys.modules if name.startswith("db.models")]:
        for each in vars(sys.modules[module]).values():
            if isinstance(each, type) and hasattr(each, "__dataclass_fields__"):
                with pytest.raises(ShapeError):
                    shape(each, [])
