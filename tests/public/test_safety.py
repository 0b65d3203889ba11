"""What a worker reads while an emergency runs: behind one tap, in plain words, the same at both doors."""

from __future__ import annotations

import re
from typing import Any

import pytest

from components.i18n import LANGUAGES, words
from components.mine.story import tell
from db.models import CasePage
from db.shape import shape
from tests.public.old_phone import Phone
from tests.public.test_worker_pages import gateway as worker_gateway  # noqa: F401  (a fixture)
from tests.public.test_worker_pages import page as full_page
from tests.public.test_worker_pages import said
from tests.public.worker_case import HOSTILE, CountingGateway, case_page

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")

STEPS = (2, 4, 5, 6, 7, 8, 9, 10, 11, 12)
# What would say who is meant, or is a word of the law.
NEVER = re.compile(
    r"child|minor\b|age\b|under 1|school|young|zero tolerance|referral|protocol|suspicion|童|未成年|年龄|周岁|零容忍|移送|学校",
    re.IGNORECASE,
)


def emergency(*, done: int = 2, refer: bool | None = True, silent: bool = True, told: Any = ()) -> dict[str, Any]:
    steps = [
        {"step": step, "at": "2026-11-20T02:00:00+00:00" if step <= done else None,
         "due_at": None if step <= done else "2030-11-27T10:00:00+00:00"}
        for step in STEPS
    ]  # fmt: skip
    brief = dict.fromkeys(
        ("raised_how", "raised_at", "age", "about_child", "step", "due_at", "asked_at", "acknowledged_at")
    )  # fmt: skip
    hers = {"silent": silent, "refer": refer, "steps": steps, "told": list(told)}
    return case_page(protocol={**brief, "done": 0, "hers": hers})


TOLD = [{"side": "authority", "name": HOSTILE, "at": "2026-11-20T02:00:00+00:00"}]


def lines(raw: dict[str, Any], language: str) -> list[str]:
    safe = tell(shape(CasePage, raw), words(language)).safety
    assert safe
    return [f"{one.head} {one.text}" for one in (*safe.steps, *safe.told)]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("done", [0, 2, 5, 12])
def test_no_step_says_who_is_meant_or_uses_a_word_of_the_law(language: str, done: int) -> None:
    t = words(language).t
    every = [*lines(emergency(done=done), language), *(t(f"mine-safety-{one}") for one in ("title", "lead", "after"))]
    assert [one for one in every if NEVER.search(one)] == []
    assert len(every) == len(STEPS) + 5


def test_the_control_such_a_word_is_noticed() -> None:
    assert NEVER.search("The child is safe")
    assert NEVER.search("未成年人已经安全")


def test_one_step_is_next_and_those_done_have_their_day() -> None:
    told = lines(emergency(done=5), "en")
    assert [one.split(" 27 Nov")[0] for one in told if one.startswith("Next: ")] == ["Next: We tell the authority"]
    assert sum("have made sure" in one or "have listened" in one or "decided" in one for one in told) == 3


def test_against_an_authority_is_said_as_it_was_decided() -> None:
    assert any("no authority is told for now" in one for one in lines(emergency(done=5, refer=False), "en"))
    assert not any("no authority is told for now" in one for one in lines(emergency(done=5), "en"))


def test_that_nobody_was_told_is_said_only_while_it_is_true() -> None:
    assert "Nobody outside Handshake was told so far " in lines(emergency(), "en")
    assert "Nobody outside Handshake was told so far " not in lines(emergency(told=TOLD), "en")
    assert "The factory is told nothing " in lines(emergency(), "en")
    assert "The factory is told nothing " not in lines(emergency(silent=False), "en")


def test_without_an_emergency_there_is_no_such_block(opened: Phone) -> None:
    assert tell(shape(CasePage, case_page()), words("en")).safety is None
    assert "step by step" not in opened.get("/light/mine")


def test_at_the_light_door_it_stands_closed_and_names_are_text(opened: Phone, gateway: CountingGateway) -> None:
    gateway.page = emergency(told=TOLD)
    body = opened.get("/light/mine")
    block = re.search(r"<details([^>]*)><summary>What we do now, step by step</summary>(.*?)</details>", body, re.DOTALL)
    assert block
    assert "open" not in block[1]
    assert "&lt;script&gt;" in block[2]
    assert block[2].count("<b>") == len(STEPS) + 2


def test_at_the_full_door_it_stands_closed_and_costs_nothing(worker_gateway: CountingGateway) -> None:  # noqa: F811
    worker_gateway.page = emergency(told=TOLD)
    app = full_page("mine")
    assert worker_gateway.names == ["case_page"]
    box = next(each for each in app.expander if each.label == "What we do now, step by step")
    assert not box.proto.expanded
    assert HOSTILE in "\n".join(str(text.value) for text in app.text)
    assert "The factory is told nothing" in said(app)
