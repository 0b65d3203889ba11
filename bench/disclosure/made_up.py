"""Random data sets for the attacker: cases of one quarter at a dozen workplaces and three brands, most cells nearly empty.

Each set has a quarter of its own, so that one database holds them all and publishing treats them as it treats any quarter.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np

WORKPLACES = 12
BRANDS = 3
CATEGORIES = "ABCDEFGHIJKLM"
CHANNELS = ("phone", "chat", "web", "walk_in", "letter")
ENDINGS = ("remedied", "partly", "not_remedied", "not_grounded", "not_verifiable", "withdrawn", "answered")
SAID = ("confirmed", "disputed", "unreachable", "not_asked")
OUTCOMES = ("grounded", "partly", "not_grounded", "not_verifiable")
CAUSES = ("purchasing_price", "purchasing_lead_time", "management", "other")
SCREENED = ("tried", "unsafe", "not_tried")


@dataclass(frozen=True)
class MadeUp:
    """One case: where it counts, and what is true of it. `late` cases arrive after the first publication."""

    workplace: int
    brands: tuple[int, ...]  # who is a party of it
    told: tuple[bool, ...]  # whether each of them was told in the same quarter
    happened: tuple[tuple[str, str], ...]  # measure and bucket, as the roll-up counts them
    month: int
    late: bool = False


@dataclass(frozen=True)
class DataSet:
    """The cases of one quarter. In an `aligned` one brands learn of each of their cases in the quarter in which it counts."""

    number: int
    cases: tuple[MadeUp, ...]
    aligned: bool

    @property
    def quarter(self) -> date:
        return date(1300 + self.number // 4, 1 + 3 * (self.number % 4), 1)


def data_sets(count: int, seed: int = 5) -> list[DataSet]:
    """That many random sets: from a single case up to 150, with few or many workplaces and kinds of case."""
    draw = np.random.default_rng(seed)
    return [_one(number, draw) for number in range(count)]


def _one(number: int, draw: np.random.Generator) -> DataSet:
    size = int(draw.integers(*((1, 8), (6, 25), (20, 60), (50, 150))[draw.integers(4)]))
    places = draw.permutation(WORKPLACES)[: (1, 3, 4, 6, 12, 12)[draw.integers(6)]]
    weights = draw.dirichlet(np.full(len(places), draw.choice([0.3, 1.0, 5.0])))
    kinds = draw.permutation(list(CATEGORIES))[: (1, 2, 4, 8, 13)[draw.integers(5)]]
    kind_weights = draw.dirichlet(np.full(len(kinds), draw.choice([0.3, 1.0, 5.0])))
    aligned = bool(draw.random() < 0.6)
    buyers = draw.random((WORKPLACES, BRANDS)) < draw.choice([0.2, 0.5, 0.9])
    cases = [
        _case(int(draw.choice(places, p=weights)), str(draw.choice(kinds, p=kind_weights)), buyers, aligned, draw)
        for _ in range(size)
    ]
    if draw.random() < 0.3:
        # A file that came late: the same few kinds over and over, so that a corrected version may be published at times.
        pattern = cases[int(draw.integers(size))]
        cases += [
            MadeUp(pattern.workplace, pattern.brands, pattern.told, pattern.happened, pattern.month, late=True)
            for _ in range(int(draw.choice([1, 3, 5, 7, 12])))
        ]
    return DataSet(number, tuple(cases), aligned)


def _case(workplace: int, category: str, buyers: np.ndarray, aligned: bool, draw: np.random.Generator) -> MadeUp:
    brands = tuple(b for b in range(BRANDS) if buyers[workplace, b] and draw.random() < 0.8)
    told = tuple(aligned or bool(draw.random() < 0.6) for _ in brands)
    happened = [("received", ""), ("category", category), ("channel", str(draw.choice(CHANNELS, p=[0.5, 0.3, 0.1, 0.05, 0.05])))]
    if draw.random() < 0.95:
        happened.append(("severity", str(draw.choice([1, 2, 3, 4], p=[0.05, 0.15, 0.5, 0.3]))))
    if draw.random() < 0.7:
        happened.append(("answered", str(draw.choice([0, 1, 2, 3, 5, 7, 9, 14, 15, 40]))))
        happened.append((str(draw.choice(["kept", "missed"], p=[0.8, 0.2])), "first_answer:factory"))
    if draw.random() < 0.5:
        happened.append(("closed", str(draw.choice([3, 14, 15, 29, 45, 61, 90, 91, 200]))))
        happened.append(("ending", str(draw.choice(ENDINGS))))
        happened.append(("said", str(draw.choice(SAID, p=[0.5, 0.1, 0.2, 0.2]))))
    if draw.random() < 0.4:
        happened.append(("found", str(draw.choice(OUTCOMES))))
    if draw.random() < 0.3:
        happened.append(("cause", str(draw.choice(CAUSES))))
    if draw.random() < 0.6:
        happened.append(("internal_channel", str(draw.choice(SCREENED))))
    return MadeUp(workplace, brands, told, tuple(happened), int(draw.integers(3)))


HANDSHAKE_ONLY = frozenset({"channel", "internal_channel"})


def counted(sets: list[DataSet], *, late: bool) -> Iterator[tuple[int, int, date, str, str, int]]:
    """Rows of the roll-up: scope (-1 is Handshake, else the brand), workplace, month, measure, bucket, n."""
    for one in sets:
        rows: Counter[tuple[int, int, date, str, str]] = Counter()
        for case in one.cases:
            if case.late is not late:
                continue
            month = one.quarter.replace(month=one.quarter.month + case.month)
            scopes = [-1, *(b for b, told in zip(case.brands, case.told, strict=True) if told)]
            for scope in scopes:
                for measure, bucket in case.happened:
                    if scope == -1 or measure not in HANDSHAKE_ONLY:
                        rows[scope, case.workplace, month, measure, bucket] += 1
        for key, n in rows.items():
            yield (*key, n)
