"""Rules on the screen: a supervisor looks, opens a form and changes one, in one call each; others do not get there."""

from __future__ import annotations

import pytest

from tests.pages.conftest import demo_of_one_test as demo_database  # noqa: F401  (deeds change what the next would find)
from tests.pages.visitor import Portal, Visitor


@pytest.fixture
def ada(portal: Portal) -> Visitor:
    visitor = portal.visitor("supervisor").open("rules")
    assert visitor.calls == ["rules"]
    visitor.forget()
    return visitor


def fill(visitor: Visitor, key: str, value: object) -> None:
    app = visitor.app
    fields = [*app.text_area, *app.number_input, *app.button_group, *app.selectbox, *app.multiselect]
    field = next(each for each in fields if str(each.key) == key)
    field.set_value(value)  # type: ignore[arg-type]
    visitor.run(visitor.fragment_of(field.proto.id))


def countries(visitor: Visitor) -> None:
    view = next(each for each in visitor.app.button_group if each.key == "rules-view")
    view.set_value("countries")
    visitor.run(visitor.fragment_of(view.proto.id))
    assert visitor.calls == []


def test_a_length_is_changed_in_one_call_and_the_page_says_what_was(ada: Visitor) -> None:
    assert ada.tells("rules-lead")
    ada.click("", key="rule-first_answer")
    fill(ada, "rule-severity", 3)
    fill(ada, "rule-number-days", 10)
    ada.click("", key="do-rule")
    assert ada.calls == [], "without a reason nothing is sent"
    assert ada.tells("rules-missing")
    fill(ada, "rule-reason", "**Agreed** with the members.")
    ada.click("", key="do-rule")
    assert ada.calls == ["set_clock_rule"]
    assert ada.broken() is None
    assert ada.tells("rules-done")
    assert "**10 " in ada.says()
    told = "\n".join(str(each.value) for each in ada.app.text)
    assert "**Agreed** with the members." in told, "people's words are text"
    assert not any("**Agreed**" in str(each.value) for each in ada.app.markdown)


def test_what_the_law_sets_offers_no_change(ada: Visitor) -> None:
    keys = {str(each.key) for each in ada.app.button}
    assert "rule-first_answer" in keys
    assert "rule-arbitration" not in keys


def test_a_rule_that_changed_meanwhile_is_shown_and_not_overwritten(portal: Portal, ada: Visitor) -> None:
    portal.gateway("supervisor").call(
        "set_clock_rule", request_id="7e6c7f0e-3b0c-4f0e-9a9a-000000000001", kind="triage", severity=1, version=1, hours=12,
        reason="Faster.",
    )  # fmt: skip
    ada.click("", key="rule-triage")
    fill(ada, "rule-reason", "Slower.")
    ada.forget()
    ada.click("", key="do-rule")
    assert ada.calls == ["set_clock_rule", "rules"], "she sees the new one"
    assert ada.tells("error-revision_stale") or "revision" in ada.says() or ada.broken() is None
    assert [each.value for each in ada.app.code] == ["Slower."], "and her reason waits to be copied"
    with portal.database.connect() as admin:
        rows = admin.execute("select max(version) from portal.clock_rule where kind = 'triage' and severity = 1").fetchone()
    assert rows == (2,)


def test_a_country_gets_a_new_version_with_its_source(ada: Visitor) -> None:
    countries(ada)
    ada.click("", key="country-VN")
    fill(ada, "rule-age-VN", 16)
    fill(ada, "rule-codes-VN", ["H7"])
    fill(ada, "rule-source-VN", "Labour Code 143.")
    assert ada.calls == []
    ada.click("", key="do-country")
    assert ada.calls == ["set_protocol_rule"]
    assert ada.broken() is None
    assert "H7" in ada.says()
    assert "Labour Code 143." in "\n".join(str(each.value) for each in ada.app.text)


def test_a_country_is_added(ada: Visitor) -> None:
    countries(ada)
    ada.click("", key="rule-add")
    chosen = next(each for each in ada.app.selectbox if each.key == "rule-country")
    chosen.set_value("PH")
    ada.run(ada.fragment_of(chosen.proto.id))
    fill(ada, "rule-source-PH", "Republic Act 9231.")
    ada.click("", key="do-country")
    assert ada.calls == ["set_protocol_rule"]
    assert "Philippines" in ada.says() or "菲律宾" in ada.says()


@pytest.mark.parametrize("role", ["coordinator", "custodian", "factory", "brand"])
def test_nobody_else_gets_there(portal: Portal, role: str) -> None:
    visitor = portal.visitor(role).open("rules")
    assert "rules" not in visitor.calls
    assert not visitor.tells("rules-lead")
