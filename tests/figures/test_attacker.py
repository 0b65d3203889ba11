"""The attacker on what is published: no count of 1 to 4 is recovered, by nobody outside or inside. The naive control falls."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from bench.disclosure.attack import Outcome, run
from bench.disclosure.knowing import TOGETHER
from db.gateway import Credentials
from tests.real_database import Database

SETS = 1000


@pytest.fixture(scope="module")
def outcome(module_database: Database) -> Outcome:
    def ask(user: UUID | None, function: str) -> dict[str, Any]:
        credentials = Credentials(user_id=str(user)) if user else Credentials()
        answer: dict[str, Any] = module_database.gateway(credentials).call(function)
        return answer

    with module_database.connect() as admin:
        return run(admin, ask, SETS)


def test_no_count_under_five_is_recovered_from_anything_published(outcome: Outcome) -> None:
    """Neither from all pages of all brands, nor by an organisation that takes its own cases out."""
    assert [one for one in outcome.recovered if one[1] != TOGETHER] == []


def test_all_brands_that_share_their_inboxes_recover_next_to_nothing(outcome: Outcome) -> None:
    """No page of the portal gives this; docs/disclosure-control.md says what remains."""
    assert len({one_set for one_set, who, _, _ in outcome.recovered if who == TOGETHER}) <= SETS // 200


def test_what_was_cleared_without_the_solver_has_two_values_in_it(outcome: Outcome) -> None:
    assert outcome.rechecked >= 100
    assert outcome.doubtful == []


def test_the_attack_was_worth_its_name(outcome: Outcome) -> None:
    """Enough was published, corrected and tried that nothing found means something."""
    assert outcome.shown >= 10 * SETS
    assert outcome.tried >= 100 * SETS
    assert outcome.corrected >= SETS // 20
    tables = {"category", "severity", "answer_days", "close_days", "ending", "said", "outcome", "clock", "cause"}
    assert {subject for kind, subject in outcome.subjects if kind == "brand"} >= tables | {"site"}
    assert {subject for kind, subject in outcome.subjects if kind == "public"} >= tables | {"channel", "internal_channel"}


def test_the_control_exact_numbers_with_small_ones_hidden_are_recovered(outcome: Outcome) -> None:
    assert outcome.control_succeeded >= 0.6 * outcome.control_possible
    assert outcome.control_inside >= 0.6 * SETS
