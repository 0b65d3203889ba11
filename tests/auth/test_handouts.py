"""Files made for one person: fetched by that person alone, for ten minutes."""

from __future__ import annotations

from uuid import uuid4

import pytest

from auth import handouts
from auth.handouts import Handouts

LIN, CHEN = uuid4(), uuid4()


def test_its_owner_fetches_it_and_nobody_else() -> None:
    kept = Handouts()
    token = kept.keep(LIN, "cases.csv", "text/csv", b"one")
    assert (one := kept.fetch(LIN, token)) is not None
    assert (one.name, one.content) == ("cases.csv", b"one")
    assert kept.fetch(CHEN, token) is None
    assert kept.fetch(LIN, token[:-1]) is None


def test_it_is_gone_after_ten_minutes(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = Handouts()
    token = kept.keep(LIN, "a", "text/csv", b"one")
    now = handouts.time.monotonic()
    monkeypatch.setattr(handouts.time, "monotonic", lambda: now + handouts.SECONDS - 1)
    assert kept.fetch(LIN, token) is not None
    monkeypatch.setattr(handouts.time, "monotonic", lambda: now + handouts.SECONDS + 1)
    assert kept.fetch(LIN, token) is None


def test_one_person_keeps_three_and_takes_no_room_of_others(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = Handouts()
    other = kept.keep(CHEN, "c", "text/csv", b"chen")
    tokens = [kept.keep(LIN, "a", "text/csv", b"x") for _ in range(5)]
    assert [kept.fetch(LIN, one) is not None for one in tokens] == [False, False, True, True, True]
    assert kept.fetch(CHEN, other) is not None
    monkeypatch.setattr(handouts, "MOST_BYTES", 10)
    last = kept.keep(LIN, "a", "text/csv", b"x" * 10)
    assert kept.fetch(LIN, last) is not None
    assert kept.fetch(CHEN, other) is None, "the oldest leave when there is no room"
