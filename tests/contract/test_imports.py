"""The same import through both doors: PostgREST takes the chunks and the one large call as our own gateway does."""

from __future__ import annotations

import pytest

from db import imports
from db.errors import Conflict, Refused
from db.importing.findings import Problem
from tests.contract.doors import Door
from tests.importing.books import Field, book
from tests.importing.desk import people, take_in


@pytest.fixture(scope="module")
def users(both_gateways: Door) -> dict[str, str]:
    return people(both_gateways.database)


def test_an_import_goes_in_once_through_either_door(both_gateways: Door, users: dict[str, str]) -> None:
    desk = both_gateways.gateway(users["supervisor"])
    way = both_gateways.way
    content = book(
        {Field.NUMBER: f"{way}-1"},
        {Field.NUMBER: f"{way}-2", Field.CATEGORY: "X1"},
        {Field.NUMBER: f"{way}-3", Field.CLOSED: "2024-02-31"},
    )
    came, _, number = take_in(desk, content)
    assert (came.state, came.cases, came.contacts, came.refused) == ("done", 1, 1, 1)
    (finding,) = imports.import_report(desk, number).findings
    assert finding.problem is Problem.DATE_IMPOSSIBLE
    again, _, _ = take_in(desk, content)
    assert (again.cases, again.contacts, again.there) == (0, 0, 2)
    assert [each.state for each in imports.import_desk(desk).files[:2]] == ["done", "done"]


def test_refusals_are_the_same_through_either_door(both_gateways: Door, users: dict[str, str]) -> None:
    desk = both_gateways.gateway(users["supervisor"])
    with pytest.raises(Conflict, match="import_has_refused") as refused:
        take_in(desk, book({Field.CATEGORY: "Z9"}, {Field.NUMBER: f"{both_gateways.way}-9"}), leave_out=False)
    assert refused.value.facts == {"refused": 1}
    with pytest.raises(Refused, match="not_allowed"):
        imports.import_desk(both_gateways.gateway(users["coordinator"]))


def test_a_whole_book_fits_through_either_door(both_gateways: Door, users: dict[str, str]) -> None:
    desk = both_gateways.gateway(users["supervisor"])
    rows = [{Field.NUMBER: f"{both_gateways.way}-many-{at}"} for at in range(2500)]
    came, _, _ = take_in(desk, book(*rows))
    assert came.cases == 2500
