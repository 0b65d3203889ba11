"""What people know exactly, beside what is published: a workplace and a brand count the cases of which they are a party."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence

import numpy as np

from bench.disclosure.made_up import BRANDS, WORKPLACES, DataSet, MadeUp
from bench.disclosure.offered import Cell

TOGETHER = "all brands together"

BANDS = {"answered": ((0, 2, 4, 8, 15), "answer_days"), "closed": ((0, 15, 31, 61, 91), "close_days")}
PLAIN = {
    "category": ("received", "category"), "severity": ("received", "severity"), "channel": ("received", "channel"),
    "ending": ("closed", "ending"), "said": ("closed", "said"),
}  # fmt: skip
WITH_TOTAL = {"found": ("found", "outcome"), "cause": ("causes", "cause"), "internal_channel": ("screened", "internal_channel")}


def cells_of(case: MadeUp, site: str) -> list[Cell]:
    """In which cells of a publication a case counts; written apart from the SQL, which must agree."""
    found: list[Cell] = [("received", "", "received"), ("received", "site", site)]
    measures = {measure for measure, _ in case.happened}
    if "severity" not in measures:
        found.append(("received", "severity", "none"))
    for measure, bucket in case.happened:
        if measure in BANDS:
            starts, subject = BANDS[measure]
            at = bisect_right(starts, int(bucket)) - 1
            end = str(starts[at + 1] - 1) if at + 1 < len(starts) else ""
            found += [(measure, "", measure), (measure, subject, f"{starts[at]}-{end}")]
        elif measure in PLAIN:
            found.append((*PLAIN[measure], bucket))
        elif measure in WITH_TOTAL:
            total, subject = WITH_TOTAL[measure]
            found += [(total, "", total), (total, subject, bucket)]
        elif measure in ("kept", "missed"):
            found += [("clocks", "", "clocks"), ("clocks", "clock", f"{bucket.split(':')[0]}:{measure}")]
    return found


def counts(
    sets: Sequence[DataSet], cells: Sequence[Cell], sites: Sequence[str], whose: Callable[[MadeUp], bool], *, late: bool
) -> np.ndarray:
    """Cases in each cell of each set, of those that `whose` knows; with what came late, or without."""
    place = {cell: at for at, cell in enumerate(cells)}
    known = np.zeros((len(sets), len(cells)), int)
    for row, one in enumerate(sets):
        for case in one.cases:
            if (late or not case.late) and whose(case):
                for cell in cells_of(case, sites[case.workplace]):
                    if cell in place:
                        known[row, place[cell]] += 1
    return known


def insiders() -> dict[str, Callable[[MadeUp], bool]]:
    """Who takes his own cases out of what is public: each workplace, each brand, and all brands together."""

    def of_workplace(number: int) -> Callable[[MadeUp], bool]:
        return lambda case: case.workplace == number

    def of_brand(number: int) -> Callable[[MadeUp], bool]:
        return lambda case: number in case.brands

    found = {f"workplace {n}": of_workplace(n) for n in range(WORKPLACES)}
    found |= {f"brand {n}": of_brand(n) for n in range(BRANDS)}
    return found | {TOGETHER: lambda case: bool(case.brands)}
