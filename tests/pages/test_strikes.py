"""The strike desk, bulletins and linked cases on the screen: looking around asks for nothing, each deed is one call."""

from __future__ import annotations

import pytest

from tests.pages.conftest import demo_of_one_test as demo_database  # noqa: F401  (deeds change what the next would find)
from tests.pages.visitor import Portal, Visitor, one


def keys(visitor: Visitor, prefix: str) -> list[str]:
    return [str(each.key) for each in visitor.app.button if str(each.key).startswith(prefix)]


def chosen(portal: Portal, role: str = "coordinator") -> Visitor:
    """The desk with the open strike in front of somebody."""
    with portal.database.connect() as admin:
        row = admin.execute("select id from portal.strike where ended_at is null").fetchone()
    assert row
    visitor = portal.visitor(role).open("strikes", strike=str(row[0]))
    assert not visitor.app.exception
    visitor.forget()
    return visitor


def test_choosing_a_strike_is_one_call(portal: Portal) -> None:
    desk = portal.visitor("coordinator").open("strikes")
    desk.forget()
    desk.click("", key=keys(desk, "choose-")[0])
    one(desk, "strike_desk")
    assert "Team leader" in desk.says()


@pytest.mark.parametrize(
    "key", ["strike-level", "strike-tried", "strike-describe", "strike-end", "strike-demand-add", "bulletin-write"]
)
def test_every_dialog_of_the_desk_opens_without_a_call(portal: Portal, key: str) -> None:
    desk = chosen(portal)
    desk.click("", key=key)
    one(desk)


def test_ending_is_one_call_and_shows_the_watch(portal: Portal) -> None:
    desk = chosen(portal)
    desk.click("", key="strike-end")
    desk.click("", key="do-strike-end")
    one(desk, "end_strike")
    assert "Watch for retaliation" in desk.says()


def test_a_bulletin_goes_from_a_colleagues_draft_to_the_brand_in_one_call_each(portal: Portal) -> None:
    author = chosen(portal, "supervisor")
    assert keys(author, "release-") == [], "nobody releases what they wrote"
    desk = chosen(portal)
    desk.click("", key=keys(desk, "release-")[0])
    one(desk, "release_bulletin")
    brand = portal.visitor("brand").open("bulletins")
    one(brand, "bulletins")
    brand.forget()
    brand.click("", key=keys(brand, "confirm-")[0])
    one(brand, "acknowledge_bulletin")
    assert keys(brand, "confirm-") == []


def test_cases_of_one_cause_are_opened_as_a_tension_by_one_press(portal: Portal) -> None:
    with portal.database.connect() as admin:
        admin.execute("update portal.strike set ended_at = now(), watch_until = now() where ended_at is null")
        admin.execute(
            "insert into portal.case_issue (case_id, code, position) select c.id, 'M3', 12 from portal.case_ c "
            "join portal.organization o on o.id = c.workplace_id where o.name = 'Lianfeng Footwear' on conflict do nothing"
        )
    desk = portal.visitor("coordinator").open("strikes")
    desk.forget()
    desk.click("", key=next(each for each in keys(desk, "open-") if each.endswith("-M3")))
    one(desk, "open_strike")
    assert "L0 tension" in desk.says()


def test_a_case_about_pressure_is_opened_in_one_call_and_its_days_are_shown(portal: Portal) -> None:
    desk = portal.visitor("coordinator").open("case", ref=portal.a_case())
    desk.forget()
    desk.click("", key="open-retaliation")
    one(desk)
    field = next(each for each in desk.app.text_area if each.key == "retaliation-words")
    field.set_value("The line leader threatened her.")
    desk.run(desk.fragment_of(field.proto.id))
    one(desk)
    desk.click("", key="do-retaliation")
    one(desk, "open_retaliation")
    assert "About pressure, opened because of this case" in desk.says()


def test_a_worker_tells_of_pressure_and_turns_to_that_case_and_back(portal: Portal) -> None:
    worker = portal.visitor("worker").open("mine")
    worker.app.session_state["choice-pressure-0"] = True
    worker.run()
    worker.forget()
    field = next(each for each in worker.app.text_area if str(each.key).startswith("words-pressure"))
    field.input("He said that he knows it was me.")
    worker.click("", key="do-pressure-0")
    one(worker, "open_retaliation")
    assert "second case" in worker.says()
    for _ in ("there", "back"):
        worker.forget()
        worker.click("", key=keys(worker, "switch-")[0])
        one(worker, "switch_case")


@pytest.mark.parametrize("role", ["factory", "brand"])
def test_no_outsider_finds_links_or_the_desk(portal: Portal, role: str) -> None:
    visitor = portal.visitor(role).open("case", ref=portal.a_case("remediating"))
    assert "Pressure and links" not in visitor.says()
    assert "L0" not in visitor.says()


def test_whoever_asks_for_names_is_decided_upon_and_the_worker_asked_in_the_same_call(portal: Portal) -> None:
    with portal.database.connect() as admin:
        row = admin.execute(
            "select id, case_id from portal.message where state = 'held' and 'asks_who' = any (hints) limit 1"
        ).fetchone()
    assert row
    desk = portal.visitor("coordinator").open("moderation", message=str(row[0]))
    desk.forget()
    desk.click("", key=f"withhold-{row[0]}")
    one(desk, "decide")
    with portal.database.connect() as admin:
        asked = admin.execute("select why, answer from portal.check_in where case_id = %s and why = 'asked_who'", [row[1]])
        assert asked.fetchall() == [("asked_who", None)]
