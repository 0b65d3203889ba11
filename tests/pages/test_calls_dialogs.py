"""Every dialog of the procedure: 0 calls to open it and to fill it in, 1 call for its deed, whose answer is the next view."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from tests.pages.conftest import demo_of_one_test as demo_database  # noqa: F401  (deeds change what the next would find)
from tests.pages.test_strikes import chosen
from tests.pages.test_zero_tolerance import room
from tests.pages.visitor import Portal, Visitor

WORDS = "As it was said on the telephone."
FIELDS = ("checkbox", "radio", "button_group", "selectbox", "multiselect", "text_area", "text_input", "number_input")


def fields(visitor: Visitor) -> dict[str, Any]:
    return {each.proto.id: each for kind in FIELDS for each in getattr(visitor.app, kind)}


def fill(visitor: Visitor, before: set[str], send: str) -> None:
    """Give every empty field of the dialog its first choice or a few words, one after the other as a person would."""
    done: set[str] = set()
    while empty := [key for key in fields(visitor) if key not in before | done]:
        key = empty[0]
        done.add(key)
        field, value = fields(visitor)[key], None
        if field.type in ("text_area", "text_input"):
            value = None if field.value else "12.50" if field.placeholder == "1200.50" else WORDS
        elif field.type == "checkbox":
            value = True if not field.value else None
        elif field.type == "number_input":
            value = 1 if field.value is None else None
        elif not field.value and field.options:
            first = field.options[0]
            value = [first] if field.type == "multiselect" else getattr(first, "content", first)
        if value is not None:
            field.set_value(value)
            visitor.run(visitor.fragment_of(key))
    assert not next(each for each in visitor.app.button if each.key == send).disabled, "the form is not whole"


def try_it(visitor: Visitor, opens: str, send: str, function: str) -> None:
    """Open, fill in, send."""
    visitor.forget()
    before = set(fields(visitor))
    key = next(str(each.key) for each in visitor.app.button if str(each.key).startswith(opens))
    visitor.click("", key=key)
    assert visitor.calls == [], "opening it asks for nothing"
    fill(visitor, before, send)
    assert visitor.calls == [], "nor does filling it in"
    visitor.click("", key=send)
    assert visitor.calls == [function]
    assert not visitor.app.exception
    assert visitor.broken() is None


def on_case(portal: Portal, state: str) -> Visitor:
    """A coordinator before some case of the demonstration in that state."""
    with portal.database.connect() as admin:
        found = admin.execute(
            "select reference from portal.case_ where state = %s and not no_tip_off and hold_until is null order by id limit 1",
            [state],
        ).fetchone()
    assert found, f"the demonstration has no case in state {state}"
    return portal.visitor("coordinator").open("case", ref=str(found[0]))


@pytest.mark.parametrize(("state", "opens", "send", "function"), [
    ("investigating", "find", "do-find", "make_finding"), ("investigating", "take", "do-take", "add_evidence"),
    ("investigating", "next-declare", "do-declare-none", "declare_conflict"),
    ("notified", "next-phone", "do-take-down", "record_answer"), ("remediating", "plan-add", "do-write", "set_action"),
    ("remediating", "entry-add", "do-entry", "record_remedy"), ("evaluating", "try", "do-try", "record_attempt"),
    ("evaluating", "evaluate", "do-evaluate", "evaluate"), ("received", "next-triage", "do-check", "check_triage"),
    ("remediating", "open-retaliation", "do-retaliation", "open_retaliation"),
])  # fmt: skip
def test_a_deed_of_the_desk_is_one_call(portal: Portal, state: str, opens: str, send: str, function: str) -> None:
    try_it(on_case(portal, state), opens, send, function)


def test_a_yes_to_a_changed_plan_is_one_call(portal: Portal) -> None:
    desk = on_case(portal, "remediating")
    try_it(desk, "plan-add", "do-write", "set_action")
    try_it(desk, "plan-note", "do-note", "accept_plan")


def test_an_appeal_and_its_answer_are_one_call_each(portal: Portal) -> None:
    reference, desk = portal.a_case(), portal.gateway("coordinator")
    revision = desk.call("case_page", reference=reference)["case"]["revision"]
    desk.call("withdraw_case", request_id=uuid4(), reference=reference, revision=revision)
    factory = portal.visitor("factory").open("case", ref=reference)
    try_it(factory, "next-appeal", "do-appeal", "appeal")
    supervisor = portal.visitor("supervisor").open("case", ref=reference)
    try_it(supervisor, "next-decide", "do-decide-appeal", "decide_appeal")


@pytest.mark.parametrize(("opens", "send", "function"), [
    ("check-in-", "do-check-in", "record_check_in"), ("waive-check-ins", "do-waive", "waive_check_ins"),
])  # fmt: skip
def test_a_check_in_is_one_call(portal: Portal, opens: str, send: str, function: str) -> None:
    made = portal.gateway("coordinator").call(
        "open_retaliation", request_id=uuid4(), reference=portal.a_case(), statement="They cut my shifts.", violent=False
    )
    child = made["linked"]["children"][-1]["reference"]
    try_it(portal.visitor("coordinator").open("case", ref=child), opens, send, function)


@pytest.mark.parametrize(("opens", "send", "function"), [
    ("strike-tried", "do-strike-tried", "record_strike_attempt"), ("strike-describe", "do-strike-describe", "describe_strike"),
    ("strike-demand-add", "do-strike-demand", "set_strike_demand"), ("strike-level", "do-strike-level", "set_strike_level"),
])  # fmt: skip
def test_a_deed_of_the_strike_desk_is_one_call(portal: Portal, opens: str, send: str, function: str) -> None:
    try_it(chosen(portal), opens, send, function)


@pytest.mark.parametrize(("role", "opens", "send", "function"), [
    ("coordinator", "protocol-write-2", "protocol-do-write", "do_protocol"),
    ("coordinator", "protocol-note-age-3", "protocol-do-note-age", "note_age"),
    ("supervisor", "protocol-decide-5", "protocol-do-decide", "decide_referral"),
    ("supervisor", "protocol-basis-8", "protocol-do-basis", "record_basis"),
    ("supervisor", "protocol-tell-nobody-8", "protocol-do-tell-nobody", "do_protocol"),
    ("supervisor", "protocol-tell-8", "protocol-do-tell", "tell_brand"),
    ("supervisor", "protocol-lower", "protocol-do-lower", "lower_zero_tolerance"),
])  # fmt: skip
def test_a_deed_of_a_protocol_is_one_call(portal: Portal, role: str, opens: str, send: str, function: str) -> None:
    try_it(room(portal, role), opens, send, function)


def test_reading_notices_is_one_call_and_looking_at_them_none_more(portal: Portal) -> None:
    factory = portal.visitor("factory").open("notices")
    assert factory.calls == ["notices"]


def test_the_control_a_dialog_that_asks_on_opening_is_noticed(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    from components.case import findings

    asked: Callable[..., Any] = findings._judge

    def asking(page: Any, do: Any) -> None:
        portal.noted.append(("clock_rules", 0))
        asked(page, do)

    monkeypatch.setattr(findings, "_judge", asking)
    with pytest.raises(AssertionError, match="opening it asks for nothing"):
        try_it(on_case(portal, "investigating"), "find", "do-find", "make_finding")
