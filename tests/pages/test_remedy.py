"""The plan on the screen: opening a dialog asks for nothing, each deed is one call, each role finds its own button."""

from __future__ import annotations

from tests.pages.conftest import demo_of_one_test as demo_database  # noqa: F401  (deeds change what the next would find)
from tests.pages.visitor import Portal, Visitor, one

STORY = "Enrol"


def planned(portal: Portal) -> str:
    """The case of the demonstration whose plan is being carried out."""
    with portal.database.connect() as admin:
        row = admin.execute(
            "select c.reference from portal.case_ c join portal.plan p on p.case_id = c.id where c.state = 'remediating'"
        ).fetchone()
    assert row
    return str(row[0])


def visit(portal: Portal, role: str) -> Visitor:
    visitor = portal.visitor(role).open("case", ref=planned(portal))
    assert not visitor.app.exception
    visitor.forget()
    return visitor


def keys(visitor: Visitor, prefix: str) -> list[str]:
    return [str(each.key) for each in visitor.app.button if str(each.key).startswith(prefix)]


def test_a_factory_finds_what_it_owes_with_one_button_each(portal: Portal) -> None:
    factory = visit(portal, "factory")
    assert len(keys(factory, "claim-")) == 2
    for words in ("Submit the list of 380 accounts", "Pay the first half", "Announce the payment"):
        assert words in factory.says()


def test_claiming_is_one_call_and_the_button_is_gone(portal: Portal) -> None:
    factory = visit(portal, "factory")
    factory.click("", key=keys(factory, "claim-")[0])
    assert factory.calls == []
    words = factory.app.text_area[0]
    words.input("全部 412 人已经参保。")
    factory.run(factory.fragment_of(words.proto.id))
    assert factory.calls == []
    factory.click("", key="do-claim")
    one(factory, "claim_done")
    assert len(keys(factory, "claim-")) == 1


def test_a_brand_reads_the_actions_and_no_amount(portal: Portal) -> None:
    brand = visit(portal, "brand")
    assert "Pay the first half" in brand.says()
    assert "18,640" not in brand.says()
    assert keys(brand, "open-") + keys(brand, "entry-") + keys(brand, "plan-") == []


def test_every_door_of_the_remedy_opens_without_a_call(portal: Portal) -> None:
    for key in ("plan-add", "entry-add", "open-", "entry-open-", "show-"):
        desk = visit(portal, "coordinator")
        found = keys(desk, key)
        assert found, key
        desk.click("", key=found[0])
        assert desk.calls == [], key
        assert not desk.app.exception, key


def test_verifying_is_one_call(portal: Portal) -> None:
    desk = visit(portal, "coordinator")
    desk.click("", key=keys(desk, "open-")[0])
    choice = desk.app.radio[0]
    choice.set_value(choice.options[0])
    desk.run(desk.fragment_of(choice.proto.id))
    desk.click("", key="do-verify")
    one(desk, "verify_action")


def test_a_custodian_reads_and_has_no_button(portal: Portal) -> None:
    custodian = visit(portal, "custodian")
    assert keys(custodian, "open-") + keys(custodian, "entry-") + keys(custodian, "plan-") + keys(custodian, "claim-") == []


def test_the_desk_writes_down_the_legal_minimum_in_one_call_and_no_party_finds_it(portal: Portal) -> None:
    desk = visit(portal, "coordinator")
    (opens, *_) = keys(desk, "minimum-open-")
    desk.click("", key=opens)
    assert desk.calls == []
    next(each for each in desk.app.text_input if each.key == "minimum-amount").input("99999999.00")
    area = next(each for each in desk.app.text_area if each.key == "minimum-source")
    area.input("Social Insurance Law, article 58")
    desk.run(desk.fragment_of(area.proto.id))
    assert desk.calls == []
    desk.click("", key="do-minimum")
    one(desk, "set_legal_minimum")
    assert "Social Insurance Law, article 58" in desk.says()
    for role in ("factory", "brand"):
        other = visit(portal, role)
        assert not keys(other, "minimum-open-")
        assert "article 58" not in other.says()
