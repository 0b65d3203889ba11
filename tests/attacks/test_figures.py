"""Figures: nobody but the desk and a workplace reads counts, and a brand reads nothing of another's. ATTACKS 37 and 38."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import psycopg
import pytest

from db.errors import PortalError
from tests.policies.scene import Scene

Call = Callable[..., Any]
READERS = ["public", "worker_open", "chen", "weber", "sara", "lin", "ada"]


def _brand_rows(stage: Scene, name: str) -> int:
    with stage.database.connect() as admin:
        row = admin.execute(
            "select count(*) from portal.publication where organization_id = %s", [stage.organizations[name]]
        ).fetchone()
    assert row
    return int(row[0])


def test_a_brand_that_asks_for_another_brand_gets_its_own(call: Call, stage: Scene) -> None:
    assert _brand_rows(stage, "brand_a"), "there is something to be read"
    own = call("weber", "published")
    assert own["organization"] == str(stage.organizations["brand_k"])
    assert own["publications"]
    assert call("weber", "published", brand=stage.organizations["brand_a"]) == own
    assert call("lin", "published", brand=stage.organizations["brand_a"]) != own, "the control: the desk reads it"


def test_a_brand_reads_no_row_of_another_brand_nor_of_peers(stage: Scene, raw: Call) -> None:
    with raw("weber") as connection:
        kinds = connection.execute("select distinct kind, organization_id from portal.publication order by kind").fetchall()
    assert kinds == [("brand", stage.organizations["brand_k"]), ("public", None)]


def test_a_workplace_reads_no_brand_and_compares_itself_without_one(call: Call, stage: Scene, raw: Call) -> None:
    told = json.dumps(call("chen", "published"))
    assert not [one for name, one in stage.organizations.items() if name.startswith("brand") and str(one) in told]
    assert call("chen", "published", brand=stage.organizations["brand_k"])["kind"] == "peers"
    with raw("chen") as connection:
        found = connection.execute("select distinct kind from portal.publication order by kind").fetchall()
    assert found == [("peers",), ("public",)]


@pytest.mark.parametrize("who", ["public", "worker_open"])
def test_whoever_has_no_account_reads_what_is_public_and_nothing_else(call: Call, raw: Call, who: str) -> None:
    with pytest.raises(PortalError):
        call(who, "published")
    with raw(who) as connection:
        assert connection.execute("select distinct kind from portal.publication").fetchall() == [("public",)]
    assert call(who, "public_figures")["publications"]


@pytest.mark.parametrize("who", READERS)
@pytest.mark.parametrize("table", ["publication_count", "publication_key"])
def test_nobody_reads_the_true_counts_or_the_key_of_rounding(raw: Call, who: str, table: str) -> None:
    with raw(who) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute(f"select * from portal.{table}".encode())


@pytest.mark.parametrize("who", READERS)
@pytest.mark.parametrize(
    "deed",
    [
        "update portal.publication set tables = '[]'",
        "delete from portal.publication",
        "select private.publish()",
        "select private.drawn(7, 'category|F', 'x')",
        "select private.publish_scope('public', gen_random_uuid(), '{2026-01-01}', now())",
    ],
)
def test_nobody_rewrites_or_repeats_what_was_published(raw: Call, who: str, deed: str) -> None:
    with raw(who) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute(deed.encode())


def test_a_brand_reads_no_counts_in_the_roll_up(stage: Scene, raw: Call) -> None:
    with stage.database.connect() as admin:
        there = admin.execute(
            "select count(*) from portal.figure where scope_organization = %s", [stage.organizations["brand_k"]]
        ).fetchone()
    assert there
    assert there[0], "there is something to be read"
    with raw("weber") as connection:
        try:
            found = connection.execute("select * from portal.figure").fetchall()
        except psycopg.errors.InsufficientPrivilege:
            return
    assert found == []


def test_a_workplace_with_one_case_is_hidden_with_everything_around_it(call: Call) -> None:
    """Each quarter of the scene holds a handful of cases: no number, no band, and no difference between few and none."""
    for who, function in (("weber", "published"), ("public", "public_figures"), ("lin", "published")):
        for publication in call(who, function)["publications"]:
            for table in publication["tables"]:
                assert table["n"] is None or table["n"] >= 5
                assert all(cell["n"] is None for cell in table["cells"] if table["n"] is None)
                assert (table["median"], table["p90"]) == (None, None) or table["n"] >= 10
