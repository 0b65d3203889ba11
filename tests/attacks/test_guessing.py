"""ATTACKS 14: ten thousand guesses of a receipt open nothing, look like any other wrong code, and lock nobody out."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

from db.errors import PortalError
from db.receipts import LENGTH, hash_code, new_code
from tests.policies.scene import Scene, digest

GUESSES = 10_000


def test_a_receipt_has_eighty_random_bits_or_more() -> None:
    assert LENGTH * 5 >= 80
    assert len({new_code() for _ in range(1000)}) == 1000


def test_ten_thousand_guesses_open_nothing_and_the_worker_still_comes_in(call: Callable[..., Any], stage: Scene) -> None:
    case = stage.cases["open"]
    answers = set()
    for number in range(GUESSES):
        # Every tenth is close to the real one: its hash with one sign changed.
        guess = hash_code(new_code()) if number % 10 else case.receipt[:-1] + ("0" if case.receipt[-1] != "0" else "1")
        try:
            call("public", "open_receipt", receipt_hash=guess, session_hash=hashlib.sha256(str(number).encode()).hexdigest())
            answers.add("opened")
        except PortalError as refused:
            answers.add(f"{type(refused).__name__} {refused.key} {refused.facts} {refused.hint}")

    assert len(answers) == 1
    assert "receipt_unknown" in answers.pop()
    opened = call("public", "open_receipt", receipt_hash=case.receipt, session_hash=digest(f"after the guesses {id(call)}"))
    assert opened["reference"] == case.reference
