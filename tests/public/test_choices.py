"""The one question and what else she can do: what is offered when, and that each is one call through both doors."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

import pytest

from components.i18n import LANGUAGES, words
from components.mine.deeds import MOST, read
from components.mine.story import Story, tell
from db.errors import Conflict, TooMany
from db.models import CasePage
from db.shape import shape
from tests.public.old_phone import Phone
from tests.public.test_answers import raw_page
from tests.public.test_standing import page, procedure
from tests.public.worker_case import HANDSHAKE, HOSTILE, WORKER, CountingGateway, message

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")

WITHDRAW = {"to_state": "closed", "allowed": True, "why_not": None, "kind": "end", "reasons": ["withdrawn"], "missing": []}
REOPEN = {
    "to_state": "investigating", "allowed": True, "why_not": None, "kind": "reopen",
    "reasons": ["not_solved", "new_facts", "mistake", "retaliation", "non_payment"], "missing": [],
}  # fmt: skip
OPEN = procedure(reopen_until="2030-12-01T02:00:00+00:00", may_appeal=True)
DUE = {"due_at": "2030-11-27T10:00:00+00:00", "owner": "worker", "basis": "ours"}


def told(raw: dict[str, Any], language: str = "en") -> Story:
    return tell(shape(CasePage, raw), words(language))


def asked(raw: dict[str, Any]) -> str | None:
    question = told(raw).question
    return question.kind if question else None


def by_factory(body: str = "It is true.", **more: Any) -> dict[str, Any]:
    return message(4, "factory", body, [WORKER], **more)


def test_the_end_comes_before_money_and_money_before_the_plan() -> None:
    assert asked(raw_page("evaluating")) == "end"
    assert asked(raw_page("remediating")) == "money"
    assert asked(raw_page("remediating", remedy=[])) == "plan"
    assert asked(page("remediating", messages=[])) is None


def test_what_is_asked_second_is_still_offered_where_it_belongs(opened: Phone, gateway: CountingGateway) -> None:
    gateway.page = raw_page("remediating")
    body = opened.get("/light/mine")
    assert body.count("Yes, I have it") == 1
    assert body.count("Yes, I accept the plan") == 1


def test_a_plan_that_is_asked_about_is_told_once(opened: Phone, gateway: CountingGateway) -> None:
    raw = raw_page("remedy_agreed", remedy=[])
    gateway.page = raw
    assert opened.get("/light/mine").count("Enrol 412 people") == 1
    raw["plan"]["accepted_by_me"] = True
    assert opened.get("/light/mine").count("Enrol 412 people") == 1


def test_in_a_group_she_says_no_beside_yes_and_only_once(opened: Phone, gateway: CountingGateway) -> None:
    group = {"size": None, "told": True, "label": 3, "voice": 1, "speaks": False, "choice": None, "accepted": None}
    raw = raw_page("remedy_agreed", remedy=[], group=group)
    gateway.page = raw
    assert asked(raw) == "plan"
    assert opened.get("/light/mine").count("No, I do not accept the plan") == 1
    raw["group"] = {**group, "accepted": False}
    assert asked(raw) is None
    body = opened.get("/light/mine")
    assert "No, I do not accept the plan" not in body
    assert body.count("Yes, I accept the plan") == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_factorys_answer_is_put_to_her_until_she_wrote(language: str) -> None:
    answered = page("responded", messages=[by_factory(HOSTILE)], clocks=[{**DUE, "kind": "comment"}])
    question = told(answered, language).question
    assert question is not None
    assert question.kind == "comment"
    assert question.quote == HOSTILE
    later = message(5, "worker", "It is not true.", [HANDSHAKE])
    assert asked({**answered, "messages": [by_factory(), later]}) is None


def test_an_answer_that_handshake_still_reads_is_not_asked_about() -> None:
    assert asked(page("responded", messages=[], clocks=[{**DUE, "kind": "comment"}])) is None


def test_only_a_question_of_ours_is_one() -> None:
    assert asked(page("investigating", messages=[message(1, "handshake", "Which day was it?", [WORKER])])) == "asked"
    assert asked(page("investigating", messages=[message(1, "handshake", "是哪一天？", [WORKER])])) == "asked"
    assert asked(page("investigating", messages=[message(1, "handshake", "We have it.", [WORKER])])) is None
    assert asked(page("investigating", messages=[by_factory("Who was it?")])) is None


def test_a_message_that_came_back_is_asked_for_again_with_the_note() -> None:
    back = message(1, "worker", "Li Hua saw it.", [HANDSHAKE], state="sent_back", note="Leave the name out.", reason="identifies")
    story = told(page("investigating", messages=[back]))
    assert story.question is not None
    assert (story.question.kind, story.question.quote) == ("change", "Leave the name out.")
    assert "Reason: it could identify a person." in story.said[0].notes


@pytest.mark.parametrize(("due", "kind"), [("2020-12-01", "still"), ("2030-12-01", None)])
def test_she_is_asked_whether_it_is_still_solved_when_the_day_is_near(due: str, kind: str | None) -> None:
    clock = {**DUE, "kind": "after_closing", "owner": "handshake", "due_at": f"{due}T02:00:00+00:00"}
    assert asked(page("closed", "remedied", messages=[], clocks=[clock])) == kind


@pytest.mark.parametrize(("raw", "near", "rare"), [
    (page("triage", steps=[WITHDRAW]), ["pressure"], ["withdraw"]),
    (page("triage", steps=[{**WITHDRAW, "allowed": False}]), ["pressure"], []),
    (page("closed", "remedied", steps=[REOPEN], procedure=OPEN), ["reopen", "appeal", "pressure"], []),
    (page("closed", "remedied", steps=[REOPEN], procedure=procedure()), ["reopen", "pressure"], []),
    (page("triage", linked={"parent": {"reference": "HS-A", "phase": "received", "state": "received"}}), [], []),
])  # fmt: skip
def test_what_she_may_do_is_offered_and_nothing_else(raw: dict[str, Any], near: list[str], rare: list[str]) -> None:
    story = told(raw)
    assert [one.name for one in story.near] == near
    assert [one.name for one in story.rare] == rare


def test_after_the_window_two_reasons_are_left() -> None:
    late = {**REOPEN, "reasons": ["retaliation", "non_payment"]}
    (choice, *_) = told(
        page("closed", "remedied", steps=[late], procedure=procedure(reopen_until="2020-01-01T00:00:00+00:00"))
    ).near
    assert [code for code, _ in choice.reasons] == ["retaliation", "non_payment"]
    assert "The days for other reasons are over." in choice.text


@pytest.mark.parametrize(("sent", "function", "arguments", "done"), [
    ({"answer": "withdraw", "version": "7"}, "withdraw_case", {"revision": 7, "reference": None}, "withdraw"),
    ({"answer": "reopen", "version": "7", "reason": "non_payment"}, "reopen", {"revision": 7, "reason": "non_payment"}, "reopen"),
    ({"answer": "appeal", "words": " <b>No.</b> "}, "appeal", {"grounds": "<b>No.</b>", "reference": None}, "appeal"),
    ({"answer": "nothing", "readers": HANDSHAKE}, "post_message", {"audience": [UUID(HANDSHAKE)], "files": []}, "answered"),
    ({"answer": "still", "readers": HANDSHAKE}, "post_message", {"body": "It is still solved."}, "answered"),
])  # fmt: skip
def test_each_choice_is_one_call(  # noqa: PLR0917  (pytest names them)
    opened: Phone, gateway: CountingGateway, sent: dict[str, str], function: str, arguments: dict[str, Any], done: str
) -> None:
    opened.get("/light/mine")
    gateway.calls.clear()
    assert opened.post("/light/answer", request_id=str(UUID(int=7)), **sent) == f"/light/mine?done={done}"
    ((name, said),) = gateway.calls
    assert name == function
    assert {key: said[key] for key in arguments} == arguments
    assert 'role="status"' in opened.get(f"/light/mine?done={done}")


@pytest.mark.parametrize("fields", [
    {"answer": "reopen", "version": "7"}, {"answer": "reopen", "version": "7", "reason": "because"}, {"answer": "withdraw"},
    {"answer": "withdraw", "version": "-1"}, {"answer": "withdraw", "version": "٣"}, {"answer": "still", "readers": "x"},
    {"answer": "have", "thing": "x"}, {"answer": "<script>"}, {},
])  # fmt: skip
def test_what_no_button_of_ours_says_calls_nothing(opened: Phone, gateway: CountingGateway, fields: dict[str, str]) -> None:
    assert read(lambda name: fields.get(name, "")) is None
    opened.get("/light/mine")
    gateway.calls.clear()
    opened.post("/light/answer", request_id=str(UUID(int=7)), **fields)
    assert gateway.calls == []
    assert opened.status == 400


@pytest.mark.parametrize("error", [Conflict("revision_stale"), TooMany("rate_limited", facts={"retry_seconds": 60})])
def test_words_are_still_there_when_the_database_refused(opened: Phone, gateway: CountingGateway, error: Exception) -> None:
    gateway.page = page("closed", "remedied", steps=[REOPEN], procedure=OPEN)
    opened.get("/light/mine")
    gateway.refuse["appeal"] = error  # type: ignore[assignment]
    gateway.calls.clear()
    body = opened.post("/light/answer", request_id=str(UUID(int=7)), answer="appeal", words="You never asked <me>.")
    assert "You never asked &lt;me&gt;.</textarea>" in body
    assert 'role="alert"' in body
    assert gateway.names == ["appeal", "case_page"]
    assert opened.status in (409, 429)


def test_a_form_from_elsewhere_withdraws_nothing(opened: Phone, gateway: CountingGateway) -> None:
    opened.get("/light/mine")
    gateway.calls.clear()
    opened.client.post("/light/answer", data={"answer": "withdraw", "version": "7", "request_id": str(UUID(int=7)), "form": "x"})
    assert gateway.calls == []


def test_the_fullest_page_stays_small(opened: Phone, gateway: CountingGateway) -> None:
    """Forty events, thirty long messages, six actions, four lines of money: under 30 kB, which `get` itself asserts."""
    raw = raw_page("remediating", steps=[WITHDRAW])
    action, entry = raw["plan"]["actions"][0], raw["remedy"][0]
    raw["plan"]["actions"] = [{**action, "id": str(UUID(int=900 + n)), "deed": "Enrol " + "工" * 60} for n in range(6)]
    raw["remedy"] = [{**entry, "id": str(UUID(int=950 + n))} for n in range(4)]
    raw["messages"] = [message(n, "worker", "工资没有发。" * 60, [HANDSHAKE]) for n in range(30)]
    moved = {"kind": "case_moved", "at": "2026-11-20T02:00:00+00:00", "facts": {"from": "triage", "to": "admitted"}}
    raw["timeline"] = [{**moved, "facts": {"to": state}} for state in ("found", "closed", "triage", "notified") * 10]
    raw["messages"] = [{**each, "body": f"No{n}. {each['body']}"} for n, each in enumerate(raw["messages"])]
    gateway.page = raw
    opened.get("/light/language?to=zh-Hans&next=/light/mine")
    read_so_far, address = "", "/light/mine"
    while address:
        body = opened.get(address)
        assert "您的案件" in body
        read_so_far += body
        found = re.search(r'<a href="(/light/mine\?page=\d+)">更早的消息', body)
        address = found.group(1) if found else ""
    assert [read_so_far.count(f"No{n}. ") for n in range(30)] == [1] * 30


@pytest.mark.parametrize("name", ["appeal", "pressure"])
def test_too_many_words_are_not_sent(opened: Phone, gateway: CountingGateway, name: str) -> None:
    opened.get("/light/mine")
    gateway.calls.clear()
    opened.post("/light/answer", request_id=str(UUID(int=7)), answer=name, words="x" * (MOST[name] + 1))
    assert gateway.names in (["case_page"], [])
