"""The scorecard of UN Guiding Principle 31: each line is counted from what really happened in the cases."""

from __future__ import annotations

import pytest

from db.errors import PortalError
from db.models.scorecard import CRITERIA, Line, Scorecard
from db.shape import shape
from tests.procedure.conftest import world  # noqa: F401  (the fixture)
from tests.procedure.world import World


def card(world: World, who: str = "lin") -> dict[str, Line]:  # noqa: F811
    with world.database.connect() as admin:
        admin.execute("select private.fold_figures()")
    answer = shape(Scorecard, world.call(who, "scorecard"))
    assert [one for one in CRITERIA if any(line.criterion == one for line in answer.lines)] == list(CRITERIA)
    return {line.key: line for line in answer.lines}


def test_every_line_follows_what_happens_in_a_case(world: World) -> None:  # noqa: F811
    nothing = card(world)
    assert all(line.part == 0 and line.median is None for line in nothing.values())
    assert (nothing["sites"].part, nothing["sites"].whole) == (0, 2)
    received = world.case_in("received", workplace="tianhe", brands=("brand_a",))
    after = card(world)
    assert (after["sites"].part, after["sites"].whole) == (1, 2)
    assert (after["declared"].whole, after["planned_by_both"].whole) == (0, 0)
    assert received.reference

    world.case_in("found")
    after = card(world)
    assert (after["declared"].part, after["declared"].whole) == (1, 1), "whoever found had declared"
    world.case_in("remediating")
    after = card(world)
    assert (after["planned_by_both"].part, after["planned_by_both"].whole) == (1, 1)
    assert after["heard_again"].whole == 0, "nothing is closed yet"
    world.case_in("closed")
    after = card(world)
    assert after["heard_again"].whole == 1
    assert after["heard_again"].part == 1
    assert (after["close_days"].whole, after["close_days"].median) == (1, 0)
    assert (after["updates"].median or 0) > 0
    assert after["since_update"].whole == 3, "the closed one waits for no news"


def test_a_case_counts_for_its_workplace_before_it_is_folded(world: World) -> None:  # noqa: F811
    world.arranged("update portal.organization set headcount = 100 where kind = 'workplace'")
    before = card(world)["per_thousand"]
    world.case_in("received", workplace="tianhe", brands=("brand_a",))
    fresh = shape(Scorecard, world.call("lin", "scorecard")).lines
    assert [line.part for line in fresh if line.key == "per_thousand"] == [before.part + 1]


def test_a_finding_without_a_declaration_is_seen(world: World) -> None:  # noqa: F811
    before = card(world)["declared"]
    case = world.case_in("found")
    world.arranged("delete from portal.conflict where case_id = %s", case.id)
    world.arranged("update portal.finding set reason = reason || '.' where case_id = %s", case.id)
    after = card(world)["declared"]
    assert (after.part, after.whole) == (before.part, before.whole + 1)


def test_a_remedy_agreed_for_less_than_the_law_gives_is_counted_until_it_is_mended(world: World) -> None:  # noqa: F811
    case = world.case_in("remedy_agreed")
    page = world.write(
        "lin", "record_remedy", reference=case.reference, stage="agreed", what="severance", currency="CNY", amount="900.00",
        label="", entry=None,
    )  # fmt: skip
    entry = page["remedy"][0]["id"]
    line = card(world)["under_minimum"]
    assert (line.part, line.whole) == (0, 0), "where nobody worked out the minimum there is no base"
    law = {"reference": case.reference, "entry": entry, "source": "Labour Contract Law, article 47: one month for the year"}
    page = world.write("lin", "set_legal_minimum", amount="1200.00", **law)
    assert (page["remedy"][0]["minimum"], page["remedy"][0]["minimum_source"]) == ("1200.00", law["source"])
    line = card(world)["under_minimum"]
    assert (line.part, line.whole) == (1, 1)
    for reader in ("chen", case):
        assert all(one.get("minimum") is None for one in world.page(reader, case)["remedy"]), "for Handshake alone"
        assert law["source"] not in str(world.page(reader, case))
    world.write("lin", "set_legal_minimum", amount="900.00", **law)
    line = card(world)["under_minimum"]
    assert (line.part, line.whole) == (0, 1), "exactly the minimum is not under it"


@pytest.mark.parametrize(
    ("who", "changed", "key"),
    [
        ("chen", {}, "not_allowed"), ("weber", {}, "not_allowed"), ("lin", {"amount": "-1"}, "value_invalid"),
        ("lin", {"amount": "1.005"}, "value_invalid"), ("lin", {"amount": None}, "value_invalid"),
        ("lin", {"source": " "}, "body_empty"),
    ],
)  # fmt: skip
def test_a_minimum_is_an_amount_with_its_rule_of_the_desk(
    world: World,  # noqa: F811
    who: str,
    changed: dict[str, str],
    key: str,
) -> None:
    case = world.case_in("remedy_agreed")
    page = world.write(
        "lin", "record_remedy", reference=case.reference, stage="agreed", what="wages", currency="CNY", amount="5.00", label="",
        entry=None,
    )  # fmt: skip
    asked = {"amount": "7.00", "source": "A rule", "entry": page["remedy"][0]["id"], "reference": case.reference} | changed
    assert world.refused(who, "set_legal_minimum", **asked).key == key


@pytest.mark.parametrize("who", ["chen", "weber", "mei", "public"])
def test_the_scorecard_is_the_desks_own(world: World, who: str) -> None:  # noqa: F811
    with pytest.raises(PortalError) as refused:
        world.call(who, "scorecard")
    assert refused.value.key in ("not_allowed", "sign_in_needed", "absent")
