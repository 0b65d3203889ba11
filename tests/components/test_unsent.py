"""What of a deed are words of its author: they wait to be copied when a colleague was faster."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import pytest

from components import unsent
from components.case.group_deeds import AddCaller
from components.case.plan_deeds import SetAction, Verify
from components.protocol.deeds import RecordReferral
from components.strikes.deeds import Describe, Draft, SetLevel
from db.strikes import Description, Words

TOLD: list[tuple[Any, tuple[str, ...]]] = [
    ("A changed answer.", ("A changed answer.",)),
    (SetAction(uuid4(), "Pay March", None, date(2026, 12, 1), "Bank slips"), ("Pay March", "Bank slips")),
    (Verify(uuid4(), True, "third_party", "Fair Audit", "已经付了", "disputed"), ("Fair Audit", "已经付了")),
    (Draft(Words("It stopped.", "We do not know.", "Please wait.")), ("It stopped.", "We do not know.", "Please wait.")),
    (SetLevel(2, "The second day."), ("The second day.",)),
    (Describe(Description("Hall 3", 10, 20, "nobody", "Wages of March")), ("Hall 3", "Wages of March")),
    (RecordReferral("Labour bureau", "Head of it", "letter", datetime(2026, 11, 1, tzinfo=UTC), "By hand."),
     ("Labour bureau", "Head of it", "By hand.")),
]  # fmt: skip


@pytest.mark.parametrize(("deed", "words"), TOLD)
def test_the_words_of_a_deed_wait_and_its_choices_do_not(deed: Any, words: tuple[str, ...]) -> None:
    assert unsent.written(deed) == words


def test_a_code_and_a_name_that_a_deed_hides_are_kept_nowhere() -> None:
    hidden = {"code": "AB12 CD34 EF56", "name": "Li Mei", "phone": "138 0000 0000"}
    given = dict.fromkeys(AddCaller.__dataclass_fields__) | hidden | {"statement": "They did not pay me."}
    assert unsent.written(AddCaller(**given)) == ("They did not pay me.",)
