"""One of a group at both doors: her number, who speaks, what only she decides, and to whom her words can go."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from components.i18n import LANGUAGES, words
from components.mine.story import Story, tell
from db.models import CasePage
from db.shape import shape
from tests.public.old_phone import Phone
from tests.public.test_answers import raw_page
from tests.public.worker_case import CountingGateway

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


def group(**more: Any) -> dict[str, Any]:
    return {"size": None, "told": False, "label": 3, "voice": 1, "speaks": False, "choice": None, "accepted": None, **more}


def story(language: str = "en", state: str = "remedy_agreed", **more: Any) -> Story:
    return tell(shape(CasePage, raw_page(state, group=group(**more))), words(language))


@pytest.mark.parametrize("language", LANGUAGES)
def test_she_reads_her_number_and_who_speaks(language: str) -> None:
    told = story(language).group
    assert told
    assert ("3" in told.lines[0], "1" in told.lines[1]) == (True, True)
    assert not any("{" in line or "group-" in line for line in told.lines)


def test_a_worker_alone_reads_of_no_group() -> None:
    assert tell(shape(CasePage, raw_page()), words("en")).group is None


def test_only_the_voice_is_offered_the_factory_as_a_reader() -> None:
    silent, voice = story(), story(speaks=True)
    assert silent.also_factory is None
    assert "Handshake alone" in silent.only_note
    assert voice.also_factory is not None
    assert "all of the group reads" in " ".join(voice.group.lines if voice.group else ())


def test_she_can_decline_a_plan_that_she_can_accept() -> None:
    asked, said_no, later = story().group, story(accepted=False).group, story(state="evaluating").group
    assert asked is not None
    assert said_no is not None
    assert later is not None
    assert (asked.version, asked.declined) == (3, False)
    assert (said_no.version, said_no.declined) == (None, True)
    assert (later.version, later.declined) == (None, False)


@pytest.mark.parametrize(("sent", "function", "arguments"), [
    ({"answer": "speak", "number": "2"}, "choose_voice", {"number": 2, "reference": None}),
    ({"answer": "speak_back"}, "choose_voice", {"number": None}),
    ({"answer": "decline", "version": "3"}, "decline_plan", {"version": 3, "reference": None}),
    ({"answer": "leave"}, "leave_group", {"reference": None, "party": None}),
])  # fmt: skip
def test_each_button_of_the_light_page_is_one_call(
    opened: Phone, gateway: CountingGateway, sent: dict[str, str], function: str, arguments: dict[str, Any]
) -> None:
    gateway.page = raw_page("remedy_agreed", group=group(choice=2))
    body = opened.get("/light/mine")
    for said in ("You are worker 3 in a group.", "Worker 1 speaks for you", "You chose worker 2.", "Go on alone"):
        assert said in body
    gateway.calls.clear()
    assert opened.post("/light/answer", request_id=str(UUID(int=7)), **sent) == "/light/mine?done=answered"
    ((name, given),) = gateway.calls
    assert name == function
    assert {key: given[key] for key in arguments} == arguments
