"""The numbers of the front page: said by a supervisor with day and source, or added up from publications, and never live."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from db.errors import BadRequest, Conflict, PortalError, Refused
from db.gateway import Credentials, Gateway
from db.impact import CounterForm, enter, impact, impact_desk
from db.models.publication import total
from tests.figures.roll_up import Stage

SAID: dict[str, Any] = {
    "n": 1_000, "more": True, "as_of": date(2026, 6, 30), "source_en": "A public page", "source_zh": "公开网页",
}  # fmt: skip


@pytest.fixture
def ada(stage: Stage) -> Gateway:
    return stage.database.gateway(Credentials(user_id=str(stage.account(stage.handshake, "supervisor"))))


def anybody(stage: Stage) -> Gateway:
    return stage.database.gateway(Credentials())


def says(gateway: Gateway, counter: str, how: str = "entered", revision: int = 0, **changed: Any) -> None:
    enter(gateway, uuid4(), CounterForm(counter, how, revision, **({**SAID, **changed} if how == "entered" else {})))


def test_everybody_reads_what_was_entered_with_its_day_and_source_and_not_by_whom(stage: Stage, ada: Gateway) -> None:
    assert impact(anybody(stage)) == ()
    says(ada, "workplaces")
    (one,) = impact(anybody(stage))
    assert (one.counter, one.how, one.n, one.more) == ("workplaces", "entered", 1_000, True)
    assert (one.as_of, one.source_en, one.source_zh) == (SAID["as_of"], "A public page", "公开网页")
    assert "person" not in str(anybody(stage).call("impact"))
    assert impact_desk(ada).entries[0].by


def test_the_four_stand_in_one_order_and_the_last_word_counts(stage: Stage, ada: Gateway) -> None:
    for counter in ("cities", "cases", "workers", "workplaces"):
        says(ada, counter)
    says(ada, "cities", revision=1, n=56)
    told = impact(anybody(stage))
    assert [one.counter for one in told] == ["workers", "workplaces", "cases", "cities"]
    assert told[-1].n == 56
    says(ada, "cities", "hidden", 2)
    assert len(impact(anybody(stage))) == 3
    assert [one.how for one in impact_desk(ada).entries if one.counter == "cities"].count("entered") == 2, "nothing is forgotten"


def test_computed_cases_are_what_publications_show_and_no_live_case_moves_them(stage: Stage, ada: Gateway) -> None:
    says(ada, "cases", "computed")
    assert impact(anybody(stage)) == (), "before the first publication there is nothing to show"
    for site in range(4):
        stage.count(stage.handshake, site, 10, category="F")
    stage.publish()
    (told,) = impact(anybody(stage))
    shown = total(stage.public().latest(), "received")
    assert shown.n > 0
    assert (told.how, told.n) == ("computed", shown.n)
    assert told.as_of == date(2026, 6, 30), "the end of the newest quarter with a number"
    assert told.source_en is None
    for site in range(4):
        stage.count(stage.handshake, site, 7, category="G")
    assert impact(anybody(stage)) == (told,)


@pytest.mark.parametrize("counter", ["workers", "workplaces", "cities"])
def test_only_cases_can_be_computed(ada: Gateway, counter: str) -> None:
    with pytest.raises(BadRequest):
        says(ada, counter, "computed")


@pytest.mark.parametrize(
    "wrong",
    [
        {"n": None}, {"n": 0}, {"n": -5}, {"n": 10**12},
        {"as_of": None}, {"as_of": date(2199, 1, 1)}, {"as_of": date(1999, 12, 31)},
        {"source_en": " "}, {"source_zh": None}, {"source_en": "two\nlines"}, {"source_zh": "x" * 201},
    ],
)  # fmt: skip
def test_a_number_without_day_or_source_is_refused(stage: Stage, ada: Gateway, wrong: dict[str, Any]) -> None:
    with pytest.raises(PortalError):
        says(ada, "workers", **wrong)
    assert impact(anybody(stage)) == ()


def test_the_slower_of_two_supervisors_reads_the_number_anew(ada: Gateway) -> None:
    says(ada, "workers")
    with pytest.raises(Conflict):
        says(ada, "workers", n=2)
    request = uuid4()
    form = CounterForm("workers", "entered", 1, **SAID)
    assert enter(ada, request, form) == enter(ada, request, form), "sent twice, said once"
    assert impact_desk(ada).revisions["workers"] == 2


@pytest.mark.parametrize("role", ["coordinator", "custodian"])
def test_nobody_but_a_supervisor_says_them(stage: Stage, role: str) -> None:
    other = stage.database.gateway(Credentials(user_id=str(stage.account(stage.handshake, role))))
    with pytest.raises(Refused):
        says(other, "workers")
    with pytest.raises(Refused):
        impact_desk(other)
