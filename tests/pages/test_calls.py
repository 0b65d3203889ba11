"""What things cost: one call for a deed, none for looking around on a page, one tiny call for the poll."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest

from components.i18n import words
from tests.pages.conftest import demo_of_one_test as demo_database  # noqa: F401  (deeds change what the next would find)
from tests.pages.visitor import Portal, Visitor, one


@pytest.fixture
def desk(portal: Portal) -> Visitor:
    """A coordinator with a case open in front of her, nothing counted yet."""
    visitor = portal.visitor("coordinator").open("case", ref=portal.a_case())
    visitor.forget()
    return visitor


def write(visitor: Visitor, body: str) -> None:
    field = visitor.app.chat_input[0]
    field.set_value(body)
    visitor.run(visitor.fragment_of(field.proto.id))


def test_a_message_is_one_call(portal: Portal) -> None:
    visitor = portal.visitor("factory").open("case", ref=portal.a_case())
    visitor.forget()
    write(visitor, "我们正在核对工资单。")
    one(visitor, "post_message")
    assert "我们正在核对工资单。" in visitor.says()


def test_a_worker_writes_in_one_call(portal: Portal) -> None:
    visitor = portal.visitor("worker").open("mine")
    visitor.forget()
    visitor.app.text_area[0].input("The gates are still locked.")
    visitor.click("Send")
    one(visitor, "post_message")


def test_a_workers_file_is_one_call_more_and_choosing_it_none(portal: Portal) -> None:
    visitor = portal.visitor("worker").open("mine")
    visitor.forget()
    uploader = visitor.app.file_uploader[0]
    uploader.set_value([("list.txt", b"412 of us", "text/plain")])
    visitor.run(visitor.fragment_of(uploader.proto.id))
    assert visitor.calls == []
    visitor.app.text_area[0].input("The list of October.")
    visitor.click("Send")
    one(visitor, "reserve_file", "post_message")
    assert "list" in visitor.says()


def test_a_yes_about_pictures_is_one_call_and_its_withdrawal_another(portal: Portal) -> None:
    visitor = portal.visitor("worker").open("mine")
    visitor.forget()
    visitor.click("Yes, may see pictures")
    one(visitor, "give_consent")
    visitor.forget()
    visitor.click("Take this back")
    one(visitor, "withdraw_consent")


def test_taking_back_is_one_call(portal: Portal) -> None:
    visitor = portal.visitor("factory").open("case", ref=portal.a_case())
    write(visitor, "发错了。")
    visitor.forget()
    back = next(each.key for each in visitor.app.button if str(each.key).startswith("take_back-"))
    visitor.click("", key=back)
    one(visitor, "take_back")


def test_every_door_of_a_case_opens_without_a_call(desk: Visitor) -> None:
    for key in ("steer-move", "steer-admit", "steer-classify", "steer-consent", "steer-hold"):
        if any(each.key == key for each in desk.app.button):
            desk.click("", key=key)
            assert desk.calls == []
            desk.open("case", ref=desk.app.query_params["ref"])
            desk.forget()


def test_choosing_readers_asks_for_nothing(desk: Visitor) -> None:
    chips = next(each for each in desk.app.button_group if str(each.key).startswith("audience-"))
    fragment = desk.fragment_of(chips.proto.id)
    chips.set_value([])
    desk.run(fragment)
    assert desk.calls == []
    note = next(each for each in desk.app.toggle)
    note.set_value(True)
    desk.run(fragment)
    assert desk.calls == []


def test_moving_is_one_call(portal: Portal) -> None:
    visitor = portal.visitor("coordinator").open("case", ref=portal.a_case_to_admit())
    visitor.forget()
    visitor.click("", key="steer-move")
    _choose(visitor)
    visitor.click("", key="do-move")
    one(visitor, "move")


def test_letting_a_case_rest_is_one_call_and_so_is_going_on(desk: Visitor) -> None:
    desk.click("", key="steer-hold")
    _choose(desk)
    assert desk.calls == [], "looking at what will be overdue asks for nothing"
    assert desk.tells("clock-hold-told")
    desk.click("", key="do-hold")
    one(desk, "hold")
    assert desk.tells("clock-rests")
    desk.forget()
    desk.click("", key="steer-resume")
    assert desk.calls == []
    desk.click("", key="do-resume")
    one(desk, "resume")
    assert not desk.tells("clock-rests")


def test_admitting_is_one_call(portal: Portal) -> None:
    reference = portal.a_case_to_admit()
    visitor = portal.visitor("coordinator").open("case", ref=reference)
    visitor.forget()
    visitor.click("", key="steer-admit")
    _choose(visitor)
    visitor.click("", key="do-admit")
    one(visitor, "admit")


def test_classifying_is_one_call(desk: Visitor) -> None:
    desk.click("", key="steer-classify")
    desk.click("", key="do-classify")
    one(desk, "classify")


def test_writing_down_what_lies_behind_a_case_is_one_call_and_no_party_reads_it(portal: Portal, desk: Visitor) -> None:
    desk.click("", key="steer-causes")
    assert desk.calls == []
    which = next(each for each in desk.app.button_group if each.key == "causes-which")
    which.set_value(["purchasing_price", "management"])
    desk.run(desk.fragment_of(which.proto.id))
    assert desk.calls == []
    desk.click("", key="do-causes")
    one(desk, "set_causes")
    said = words("en").t("figures-cause-purchasing_price")
    assert said in desk.says()
    for who in ("factory", "brand"):
        other = portal.visitor(who).open("case", ref=str(desk.app.query_params["ref"]))
        assert not any(words(tag).t("figures-cause-purchasing_price") in other.says() for tag in ("en", "zh-Hans"))
        assert not any(each.key == "steer-causes" for each in other.app.button)


def test_writing_down_a_consent_is_one_call_and_its_withdrawal_another(desk: Visitor) -> None:
    desk.click("", key="steer-consent")
    _choose(desk)
    desk.click("", key="do-consent")
    one(desk, "give_consent")
    desk.forget()
    back = next(each.key for each in desk.app.button if str(each.key).startswith("withdraw-"))
    desk.click("", key=back)
    one(desk, "withdraw_consent")


@pytest.mark.parametrize("item", ["photo", "file"])
def test_a_permission_about_files_that_was_said_by_phone_is_written_down(desk: Visitor, item: str) -> None:
    desk.click("", key="steer-consent")
    _choose(desk)
    what = next(each for each in desk.app.selectbox if words("en").t("item-statement") in each.options)
    what.set_value(item)
    desk.run(desk.fragment_of(what.proto.id))
    desk.click("", key="do-consent")
    one(desk, "give_consent")
    assert desk.tells(f"item-{item}")


def test_previewing_asks_once_for_what_that_party_sees(desk: Visitor) -> None:
    desk.click("", key="preview")
    one(desk, "preview")


def test_a_decision_is_one_call(portal: Portal) -> None:
    hold_a_message(portal)
    visitor = portal.visitor("coordinator").open("moderation")
    one(visitor, "moderation")
    visitor.forget()
    visitor.click("Withhold")
    one(visitor, "decide")


def test_saving_an_organisation_is_one_call(portal: Portal) -> None:
    visitor = portal.visitor("supervisor").open("people")
    visitor.forget()
    view = next(each for each in visitor.app.button_group if each.key == "people-view")
    view.set_value("organizations")
    visitor.run(visitor.fragment_of(view.proto.id))
    assert visitor.calls == []
    name = next(each for each in visitor.app.text_input if each.key != "people-words")
    name.input("Xinhe Footwear")
    visitor.click("Save")
    one(visitor, "save_organization")


def test_an_organisation_runs_on_the_clock_of_its_country(portal: Portal) -> None:
    visitor = portal.visitor("supervisor").open("people")
    view = next(each for each in visitor.app.button_group if each.key == "people-view")
    view.set_value("organizations")
    visitor.run(visitor.fragment_of(view.proto.id))
    visitor.forget()
    for country, zones in (("ID", ["Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"]), ("BD", ["Asia/Dhaka"])):
        chosen = next(each for each in visitor.app.selectbox if str(each.key).startswith("organization-country-"))
        chosen.set_value(country)
        visitor.run(visitor.fragment_of(chosen.proto.id))
        (zone,) = [each for each in visitor.app.selectbox if str(each.key).startswith("organization-zone-")]
        assert (zone.value, len(zone.options)) == (zones[0], len(zones))
    assert visitor.calls == [], "choosing a country asks for nothing"
    next(each for each in visitor.app.text_input if each.key != "people-words").input("Dhaka Footwear")
    visitor.click("Save")
    with portal.database.connect() as admin:
        kept = admin.execute("select country, time_zone from portal.organization where name = 'Dhaka Footwear'").fetchall()
    assert kept == [("BD", "Asia/Dhaka")]


def test_counting_a_contact_is_one_call(portal: Portal) -> None:
    visitor = portal.visitor("coordinator").open("hotline")
    view = next(each for each in visitor.app.button_group if each.key == "hotline-view")
    visitor.forget()
    view.set_value("contacts")
    visitor.run()
    one(visitor, "contacts_today")
    visitor.forget()
    kind = next(each for each in visitor.app.button_group if words("en").t("issue-X1") in str(each.options))
    kind.set_value("X1")
    visitor.click("Count it")
    one(visitor, "log_contact")


def test_tables_instead_of_charts_ask_for_nothing(portal: Portal) -> None:
    visitor = portal.visitor("supervisor").open("figures")
    visitor.forget()
    switch = next(each for each in visitor.app.button_group if each.key == "figures-switch")
    switch.set_value("tables")
    visitor.run(visitor.fragment_of(switch.proto.id))
    assert visitor.calls == []


def test_another_quarter_and_tables_ask_for_nothing_and_the_address_keeps_the_quarter(portal: Portal) -> None:
    visitor = portal.visitor("brand").open("figures")
    one(visitor, "published")
    visitor.forget()
    quarter = next(each for each in visitor.app.selectbox if each.key == "published-period")
    quarter.set_value("all")
    visitor.run(visitor.fragment_of(quarter.proto.id))
    assert visitor.app.query_params["quarter"] == "all"
    switch = next(each for each in visitor.app.button_group if each.key == "figures-switch")
    switch.set_value("tables")
    visitor.run(visitor.fragment_of(switch.proto.id))
    one(visitor)
    assert len(visitor.app.table) > 0


def test_the_poll_is_one_call_with_a_tiny_answer(desk: Visitor) -> None:
    (look,) = desk.polling()
    desk.run(look)
    assert desk.calls == ["case_tip"]
    assert desk.portal.noted[0][1] < 200


def test_a_poll_that_finds_news_costs_the_new_page_and_nothing_more(desk: Visitor) -> None:
    reference = str(desk.app.query_params["ref"])
    (look,) = desk.polling()
    page = desk.portal.gateway("coordinator").call("case_page", reference=reference)
    assert page
    answer_as_factory(desk.portal, reference)
    desk.run(look)
    one(desk, "case_tip", "case_page")


def test_marking_notices_as_seen_is_one_call_and_a_choice_of_mails_another(portal: Portal) -> None:
    reference = portal.a_case()
    portal.gateway("coordinator").call(
        "post_message", request_id=uuid4(), reference=reference, body="请在周五前答复。",
        audience=[UUID(each["id"]) for each in portal.gateway("coordinator").call("case_page", reference=reference)["parties"]
                  if each["side"] == "factory"],
    )  # fmt: skip
    visitor = portal.visitor("factory").open("notices")
    visitor.forget()
    visitor.click("", key="notices-seen")
    one(visitor, "read_notices")
    visitor = portal.visitor("brand").open("settings")
    visitor.forget()
    visitor.app.radio[0].set_value("none")
    visitor.click("Save the choice")
    one(visitor, "choose_notices")
    assert any(visitor.app.success)
    visitor = portal.visitor("brand").open("settings")
    one(visitor, "notice_choice")
    assert visitor.app.radio[0].value == "none"


def answer_as_factory(portal: Portal, reference: str) -> None:
    gateway = portal.gateway("factory")
    parties = gateway.call("case_page", reference=reference)["parties"]
    readers = [UUID(each["id"]) for each in parties if each["side"] in ("worker", "handshake")]
    gateway.call("post_message", request_id=uuid4(), reference=reference, body="已核实。", audience=readers)


def hold_a_message(portal: Portal) -> None:
    answer_as_factory(portal, portal.a_case())


def _choose(visitor: Visitor) -> None:
    """The first choice of the dialog that is open."""
    choice = visitor.app.radio[0]
    choice.set_value(choice.options[0])
    visitor.run(visitor.fragment_of(choice.proto.id))


def test_asking_for_the_newsletter_is_one_call_and_says_the_same_to_everybody(portal: Portal) -> None:
    said = []
    for _ in range(2):
        visitor = portal.visitor("stranger").open("newsletter")
        next(one for one in visitor.app.text_input if one.key == "newsletter-email").input("reader@mill.example")
        visitor.click(words("en").t("newsletter-subscribe"))
        one(visitor, "subscribe")
        assert visitor.tells("newsletter-asked")
        said.append([each.value for each in visitor.app.markdown])
    assert said[0] == said[1]


def test_a_deed_at_the_newsletters_desk_is_one_call_and_looking_is_none(portal: Portal) -> None:
    visitor = portal.visitor("supervisor").open("newsletter_desk")
    one(visitor, "newsletter_desk")
    visitor.forget()
    for name in ("subject", "body"):
        for tag in ("en", "zh"):
            fields = [*visitor.app.text_input, *visitor.app.text_area]
            next(each for each in fields if each.key == f"newsletter-form-0-{name}-{tag}").input(f"{name} {tag}")
    visitor.click(words("en").t("newsletter-desk-save"))
    one(visitor, "save_newsletter")
    fresh = [each for each in (*visitor.app.text_input, *visitor.app.text_area) if str(each.key).startswith("newsletter-form-")]
    assert len(fresh) == 4
    assert not any(each.value for each in fresh), "the next issue begins with an empty sheet"
    visitor.forget()
    assert visitor.app.checkbox
    visitor.app.checkbox[0].check()
    visitor.run(visitor.fragment_of(visitor.app.checkbox[0].proto.id))
    assert visitor.calls == []


def test_a_workplace_reads_the_band_of_all_in_the_same_call(portal: Portal) -> None:
    visitor = portal.visitor("factory").open("figures")
    one(visitor, "figures")
    assert visitor.tells("published-peers-means"), "what it counts is one click away"
    desk = portal.visitor("coordinator").open("figures")
    assert not desk.tells("published-peers-means")


def test_saying_a_number_of_the_front_page_is_one_call_and_choosing_is_none(portal: Portal) -> None:
    visitor = portal.visitor("supervisor").open("impact")
    one(visitor, "impact_desk")
    visitor.forget()
    which = next(each for each in visitor.app.button_group if each.key == "impact-which")
    which.set_value("cities")
    visitor.run(visitor.fragment_of(which.proto.id))
    assert visitor.calls == []
    n = next(each for each in visitor.app.number_input if str(each.key).startswith("impact-cities"))
    n.set_value(57)
    visitor.run(visitor.fragment_of(n.proto.id))
    assert visitor.calls == []
    visitor.click("", key=next(each.key for each in visitor.app.button if str(each.key).endswith("-save")))
    one(visitor, "enter_impact")
    assert "Cities,57" in visitor.app.table[0].value.to_csv()
