"""Publications: what is hidden in them, and how the others are rounded."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from db.gateway import Credentials
from db.models.publication import Publication, PublishedTable, summed, total
from db.publications import published
from tests.figures.roll_up import AFTER, Stage, shown, spring, table

SAID = ("confirmed", "disputed", "unreachable", "not_asked")


def test_what_is_shown_is_a_multiple_of_five_and_within_four_of_the_truth(stage: Stage) -> None:
    for category, n in (("F", 23), ("G", 12), ("H", 6), ("I", 4)):
        stage.count(stage.brand, 0, n, category=category)
    stage.publish()
    told = shown(spring(stage.brand_reads()), "category")
    for category, n in (("F", 23), ("G", 12), ("H", 6)):
        number = told[category]
        assert number is not None
        assert number % 5 == 0
        assert abs(number - n) <= 4
    assert told["I"] is None


def test_nothing_published_ever_changes_by_a_case_that_comes_later(stage: Stage) -> None:
    stage.count(stage.brand, 0, 20, category="F")
    assert stage.publish() > 0
    before = stage.brand_reads()
    stage.count(stage.brand, 0, 1, category="F")
    assert stage.publish(corrections=True) == 0
    assert stage.tick(AFTER) == 0
    assert stage.brand_reads() == before


def test_a_correction_is_published_beside_the_old_version_when_each_change_is_five_or_more(stage: Stage) -> None:
    stage.count(stage.brand, 0, 20, category="F", severity="3")
    stage.count(stage.brand, 0, 17, category="G", severity="2")
    stage.publish()
    first = spring(stage.brand_reads())
    stage.count(stage.brand, 0, 8, category="F", severity="3")
    assert stage.publish() == 0, "without being asked for, nothing is corrected"
    assert stage.publish(corrections=True) == 1
    after = stage.brand_reads()
    assert spring(after, 1) == first
    assert spring(after, 2).tables != first.tables
    assert shown(spring(after, 2), "category")["G"] == shown(first, "category")["G"], "what did not change is not drawn again"
    assert after.latest()[0].version == 2


def test_a_correction_that_changes_any_number_by_less_than_five_is_not_published(stage: Stage) -> None:
    stage.count(stage.brand, 0, 20, category="F", severity="3")
    stage.publish()
    stage.count(stage.brand, 0, 5, category="F", severity="3")
    stage.count(stage.brand, 0, 1, category="F", severity="2")
    assert stage.publish(corrections=True) == 0


def test_no_case_looks_exactly_like_four(stage: Stage) -> None:
    other = stage.admin.execute(
        "insert into portal.organization (kind, name) values ('brand', 'Brand A') returning id"
    ).fetchone()
    assert other
    stage.admin.execute(
        "insert into portal.supply_link (brand_id, workplace_id, since) values (%s, %s, '2026-01-01')", [other[0], stage.sites[0]]
    )
    stage.count(stage.handshake, 0, 4, category="F")
    stage.count(stage.brand, 0, 4, category="F")
    stage.publish()
    four = spring(stage.brand_reads())
    none = spring(published(stage.database.gateway(Credentials(user_id=str(stage.account(other[0], "brand"))))))

    def without_sites(one: Publication) -> list[PublishedTable]:
        return [each for each in one.tables if each.subject != "site"]

    assert without_sites(four) == without_sites(none)
    assert {cell.n for each in (*four.tables, *none.tables) for cell in each.cells} == {None}


def test_a_hidden_number_is_never_alone_in_its_table(stage: Stage) -> None:
    for said, n in zip(SAID[:3], (30, 20, 11), strict=True):
        stage.count(stage.brand, 0, n, closed="9", said=said)
    stage.count(stage.brand, 0, 2, closed="9", said="not_asked")
    stage.publish()
    told = shown(spring(stage.brand_reads()), "said")
    assert told["not_asked"] is None
    assert told["unreachable"] is None, "the smallest one shown is hidden with it"
    assert told["confirmed"] is not None
    assert told["disputed"] is not None


@pytest.mark.parametrize(("sites", "is_shown"), [((0, 1), False), ((0, 1, 2), True)])
def test_behind_a_public_number_stand_three_workplaces(stage: Stage, sites: tuple[int, ...], is_shown: bool) -> None:
    for site in sites:
        stage.count(stage.handshake, site, 10, category="F")
    stage.publish()
    told = table(spring(stage.public()), "category")
    assert (told.n is not None) is is_shown
    assert (shown(spring(stage.public()), "category")["F"] is not None) is is_shown


@pytest.mark.parametrize(("others", "is_shown"), [(2, False), (3, True)])
def test_a_workplace_that_takes_its_own_out_is_left_with_five(stage: Stage, others: int, is_shown: bool) -> None:
    stage.count(stage.handshake, 0, 40, category="F")
    stage.count(stage.handshake, 1, 2, category="F")
    stage.count(stage.handshake, 2, others, category="F")
    stage.publish()
    assert (table(spring(stage.public()), "category").n is not None) is is_shown


@pytest.mark.parametrize(("own", "is_shown"), [(26, False), (25, True)])
def test_a_brand_that_takes_its_own_out_is_left_with_five(stage: Stage, own: int, is_shown: bool) -> None:
    for site in range(3):
        stage.count(stage.handshake, site, 10, category="F")
    stage.count(stage.brand, 0, own, category="F")
    stage.publish()
    assert (table(spring(stage.public()), "category").n is not None) is is_shown


@pytest.mark.parametrize(("sites", "subjects"), [(3, set()), (4, {"answer_days"})])
def test_a_workplace_compares_itself_with_three_others_at_least(stage: Stage, sites: int, subjects: set[str]) -> None:
    for site in range(sites):
        stage.count(stage.handshake, site, 10, answered="3", category="F")
    stage.publish()
    reader = stage.account(stage.sites[0], "factory")
    told = published(stage.database.gateway(Credentials(user_id=str(reader))))
    assert told.kind == "peers"
    assert {one.subject for one in spring(told).tables} == subjects
    if subjects:
        assert spring(told).tables[0] == spring(stage.public()).table("answer_days"), "drawn once, for everybody"


def test_a_brand_with_one_workplace_that_it_left_since_reads_its_number_and_no_name(stage: Stage) -> None:
    stage.admin.execute("delete from portal.supply_link where workplace_id <> %s", [stage.sites[0]])
    stage.count(stage.handshake, 0, 9)
    stage.count(stage.brand, 0, 9)
    stage.publish()
    told = table(spring(stage.brand_reads()), "site")
    assert [(cell.bucket, cell.name) for cell in told.cells] == [(str(stage.sites[0]), "Site 0")]
    stage.admin.execute("update portal.supply_link set until = '2026-07-01'")
    assert [cell.name for cell in table(spring(stage.brand_reads()), "site").cells] == [None]


def test_a_year_is_the_sum_of_what_its_quarters_show(stage: Stage) -> None:
    stage.count(stage.brand, 0, 20, category="F")
    stage.count(stage.handshake, 0, 1, month=date(2026, 1, 1))
    stage.count(stage.brand, 0, 3, month=date(2026, 1, 1), category="F")
    stage.publish()
    latest = stage.brand_reads().latest()
    year = {one.bucket: one for one in summed(latest, "category")}
    assert (year["F"].n, year["F"].hidden) == (20, 1)
    assert (total(latest, "received").n, total(latest, "received").hidden) == (20, 1)


@pytest.mark.parametrize(
    ("shown", "few", "own", "withstood"),
    [
        # 20 is 16 to 24, and four hidden ones are 16 at most: each of them is 4.
        ([20, None, None, None, None], [False, True, True, True, True], None, False),
        ([15, None, None, None, None], [False, True, True, True, True], None, True),
        # Four cells of 6 at least, and 24 at most in all: nothing is left for the fifth.
        ([20, 10, 10, 10, 10, None], [False] * 5 + [True], None, False),
        ([25, 10, 10, 10, 10, None], [False] * 5 + [True], None, True),
        # Whoever has 8 of 14 at most, and knows that 5 are left beside: 13 or 14.
        ([10, 10, None], [False, False, True], [[8, 8, 0]], False),
        ([15, 15, None], [False, False, True], [[8, 8, 0]], True),
    ],
)  # fmt: skip
def test_a_number_that_leaves_one_value_for_a_hidden_one_is_drawn_again(
    stage: Stage,
    shown: list[Any],
    few: list[bool],
    own: list[list[int]] | None,
    withstood: bool,
) -> None:
    places = [0] + [1] * (len(shown) - 1)
    row = stage.admin.execute(
        "select private.withstands(%s, %s::integer[], %s, %s::integer[], %s, 2)", [places, shown, few, own, own is not None]
    ).fetchone()
    assert row == (withstood,)


def test_a_band_of_days_is_read_from_the_table_and_is_silent_where_much_is_hidden(stage: Stage) -> None:
    row = stage.admin.execute(
        "select private.band_of('{0,2,4,8,15}', '{10,20,5,5,null}', 40, 0.5),"
        " private.band_of('{0,2,4,8,15}', '{10,20,5,5,null}', 40, 0.9),"
        " private.band_of('{0,2,4,8,15}', '{10,null,null,null,null}', 40, 0.5),"
        " private.band_of('{0,2,4,8,15}', '{null,null,null,null,5}', 5, 0.5)"
    ).fetchone()
    assert row == ({"start": 2, "end": 3}, {"start": 8, "end": 14}, None, None)
