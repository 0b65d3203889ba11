"""The functions on cases small enough to be worked out by hand, and the laws that hold for all."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from math import comb, log10
from uuid import UUID

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db.warning.baseline import OWN, around, baseline, chance, exposures
from db.warning.clusters import clusters
from db.warning.history import CAUSES, FEAST, PEAK, WEEKS, Counts, History, Rates, Site
from db.warning.severity import severities
from db.warning.silence import silences
from db.warning.spreading import spreads
from db.warning.watch import Found, watch

G = CAUSES.index("G")


def history(sites: int = 1, heads: int = 1000, *, brand: bool = False, cities: bool = False) -> History:
    """Workplaces that we have known for two years, and not one case."""
    brands = (UUID(int=7),) if brand else ()
    places = tuple(Site(UUID(int=n + 1), heads, "Huizhou" if cities else f"City {n}", brands) for n in range(sites))
    shape = (sites, len(CAUSES), WEEKS)
    empty = np.zeros(shape, np.int64)
    flat = np.zeros((sites, WEEKS), np.int64)
    return History(date(2026, 11, 22), places, empty, empty.copy(), flat, flat.copy(), flat.copy(), {})


def add(one: History, site: int, cause: int, week: int, n: int = 1, *, high: int = 0) -> None:
    one.cases[site, cause, week] += n
    one.high[site, cause, week] += high
    one.voices[site, week] += n
    one.loud[site, week] += high


def steady(sites: int = 12, every: int = 8) -> History:
    """One case about G at each workplace every so many weeks."""
    made = history(sites)
    for site in range(sites):
        for week in range(site % every, WEEKS, every):
            add(made, site, G, week)
    return made


def ranked(one: History, kind: str = "cluster") -> dict[tuple[str, str | None], Found]:
    return {(found.subject, found.cause): found for found in watch(one) if found.kind == kind}


def test_the_tail_is_that_of_a_negative_binomial() -> None:
    """Shape 2, mean 1: three or more is 1 - p² (1 + 2q + 3q²) with p = 2/3."""
    p, q = 2 / 3, 1 / 3
    by_hand = 1 - sum(comb(k + 1, k) * p**2 * q**k for k in range(3))
    said = chance(np.array([3]), np.array([1.0]), np.array([2.0]))
    assert float(said[0]) == pytest.approx(log10(by_hand))


def test_the_factor_of_the_others_leaves_oneself_out() -> None:
    expected: Rates = np.array([[2.0], [2.0], [2.0]])
    seen: Counts = np.array([[20], [2], [2]])
    factor = around(expected, seen)
    assert factor[0, 0] == pytest.approx((6 + 4) / (6 + 4))
    assert factor[1, 0] == pytest.approx((6 + 22) / (6 + 4))


def test_a_rate_lies_between_the_networks_and_ones_own() -> None:
    made = steady(12)
    for week in range(8, WEEKS):
        add(made, 0, G, week)
    rate = baseline(made).rate[:, G] * 1000
    assert rate[5] == pytest.approx(1 / 8, rel=0.1)
    assert rate[0] == pytest.approx(1 + 1 / 8, rel=0.1)


def test_a_season_is_learnt_from_everybody() -> None:
    made = history(10)
    made.season[:, 20:28] = PEAK
    made.season[:, 28:30] = FEAST
    for site in range(10):
        for week in range(8, WEEKS):
            add(made, site, G, week, 3 if 20 <= week < 28 else 0 if week in (28, 29) else 1)
    exposure = exposures(made)
    assert 2.6 < exposure[0, 22] / exposure[0, 40] < 3.0
    assert exposure[0, 28] / exposure[0, 40] < 0.6


def test_weeks_before_we_knew_a_workplace_are_no_silence() -> None:
    made = history(2, heads=20_000)
    late = replace(made, sites=(made.sites[0], replace(made.sites[1], weeks=10)))
    found = silences(late)
    assert found.weeks.tolist() == [104, 10]
    assert found.chance[1] == 0


def test_a_silence_is_a_pause_under_a_gamma_rate() -> None:
    """Nobody ever called: (a / (a + cases due)) to the power of a, a = OWN."""
    made = history(1, heads=4000)
    found = silences(made)
    due = 7.5 / 1000 / (365.25 / 7) * 4000 * WEEKS
    assert float(found.expected[0]) == pytest.approx(due)
    assert float(found.chance[0]) == pytest.approx(OWN * log10(OWN / (OWN + due)))


def test_a_talkative_workplace_that_falls_silent_is_surer_than_one_that_never_spoke() -> None:
    made = history(2)
    for week in range(40, WEEKS, 2):
        add(made, 0, G, week)
    found = silences(made)
    assert found.chance[0] < found.chance[1]


def test_rising_severity_is_a_beta_binomial_against_ones_own_share() -> None:
    made = steady(8, every=2)
    for week in range(6):
        add(made, 0, G, week, 1, high=1)
    found = severities(made)
    assert found.high[0] == 6
    assert found.chance[0] < -2
    assert (found.chance[1:] == 0).all()


def test_a_workplace_with_thousands_of_cases_stops_nobody_from_being_warned() -> None:
    # Given a site so large that the chance of its high cases is smaller than numbers near 1 can tell apart
    made = steady(8, every=2)
    for week in range(WEEKS):
        add(made, 0, G, week, 150, high=70 if week < 13 else 45)
    # When
    found = severities(made)
    # Then
    assert np.isfinite(found.chance).all()
    assert found.chance[0] < -15
    assert watch(made)


def test_a_cause_that_creeps_through_a_brand_is_found_though_no_site_is_unusual() -> None:
    made = history(12, brand=True)
    for site in (1, 4, 6, 9):
        add(made, site, G, 1)
        add(made, site, G, 4)
    assert ranked(made) == {}
    (found,) = ranked(made, "spreading").values()
    assert found.raised
    assert (found.subject, found.observed, len(found.reasons[0]["sites"])) == (f"brand:{UUID(int=7)}", 8, 4)
    # What is usual is said of the four that are named, as their cases are; the chance is the brand's.
    assert found.reasons[0]["usual"] == pytest.approx(found.base * 6, abs=0.01)
    assert found.base * 6 == pytest.approx(found.expected * 4 / 12)


def test_one_loud_site_is_no_spreading_cause() -> None:
    made = history(12, brand=True)
    add(made, 1, G, 1, 9)
    add(made, 2, G, 1)
    add(made, 3, G, 1)
    assert all(one.chance == 0 for one in spreads(made, baseline(made)) if one.cause == G)


def test_fewer_than_three_cases_are_never_a_cluster() -> None:
    made = history(3, heads=50)
    add(made, 0, G, 0, 2)
    assert (clusters(made, baseline(made)).chance == 0).all()


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 5), st.integers(0, len(CAUSES) - 1), st.integers(0, 60)), max_size=60),
    st.integers(0, 5), st.integers(0, len(CAUSES) - 1), st.integers(0, 7), st.booleans(),
)  # fmt: skip
def test_more_cases_never_lower_a_warning(past: list[tuple[int, int, int]], site: int, cause: int, week: int, high: bool) -> None:
    """Neither its chance nor its place: one case more now makes this site more unusual and the others less."""
    made = history(6)
    for one in past:
        add(made, *one)
    before = clusters(made, baseline(made))
    add(made, site, cause, week, 1, high=int(high))
    after = clusters(made, baseline(made))
    assert after.chance[site, cause] <= before.chance[site, cause] + 1e-9
    others = np.arange(6) != site
    assert (after.chance[others, cause] >= before.chance[others, cause] - 1e-9).all()


@settings(max_examples=25, deadline=None)
@given(st.integers(2, 6), st.integers(1, 4))
def test_a_shock_everywhere_is_nobodys_warning(force: int, weeks: int) -> None:
    made = steady(20, every=8)
    for site in range(20):
        for week in range(weeks):
            add(made, site, G, week, force)
    assert not [one for one in watch(made) if one.raised and one.kind == "cluster" and one.cause == "G"]


@settings(max_examples=25, deadline=None)
@given(st.permutations(range(5)))
def test_the_order_of_workplaces_changes_nothing(order: list[int]) -> None:
    made = steady(5)
    add(made, 2, G, 1, 6, high=2)
    turned = History(
        made.day, tuple(made.sites[n] for n in order), made.cases[order], made.high[order], made.voices[order], made.loud[order],
        made.season[order], {},
    )  # fmt: skip
    plain, other = watch(made), watch(turned)
    assert [(one.subject, one.cause, round(one.score, 6)) for one in plain] == [
        (one.subject, one.cause, round(one.score, 6)) for one in other
    ]
    assert plain


def test_no_workplace_no_warning() -> None:
    assert watch(history(0)) == []
