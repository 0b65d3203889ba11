"""The simulation runs, beats the rule that everybody would write first, and writes its tables between the marks of the page."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench import warning_table
from bench.warning import judge, naive, ours
from bench.warning_world import DAYS, build


def test_the_tables_stand_between_the_marks_and_the_rest_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = tmp_path / "page.md"
    page.write_text(f"above\n{warning_table.BEGIN}\nold\n{warning_table.END}\nbelow\n")
    monkeypatch.setattr(warning_table, "PAGE", page)
    warning_table.write("| new |")
    assert page.read_text() == f"above\n{warning_table.BEGIN}\n\n| new |\n\n{warning_table.END}\nbelow\n"


def test_the_real_page_has_numbers() -> None:
    assert "| the portal |" in warning_table.PAGE.read_text(encoding="utf-8")


def test_the_same_seed_is_the_same_world_and_another_is_another() -> None:
    one, same, other = build(5, 70), build(5, 70), build(6, 70)
    assert (one.cases == same.cases).all()
    assert one.plants == same.plants
    assert not (one.cases == other.cases).all()


def test_a_history_knows_nothing_of_the_days_to_come() -> None:
    world = build(5, 70)
    day = 600
    known = world.at(day)
    world.cases[:, :, day + 2 :] += 1000
    assert (world.at(day).cases == known.cases).all()


def test_the_control_who_never_warns_finds_nothing_and_who_always_does_cries_wolf() -> None:
    world = build(5, 70)
    never, always = judge(world, naive(10_000)(world, 60)), judge(world, naive(1)(world, 30))
    assert sum(each.lead is not None for each in never.outcomes) == 0
    assert sum(never.false.values()) == 0
    assert always.false["cluster"] > 10 * judge(world, ours(world, 30)).false["cluster"]
    assert all(each.lead is None or 0 < each.lead <= DAYS for each in always.outcomes)
