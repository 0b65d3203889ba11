"""The tables of docs/early-warning.md, and the same numbers as lines."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from bench.telling import say
from bench.warning import REPORTING, TUNING, Measured, Outcome, naive, ours, run
from bench.warning_world import DAYS, SITES, SIZES
from db.warning.baseline import EXPECTED

PAGE = Path(__file__).parents[1] / "docs" / "early-warning.md"
BEGIN, END = "<!-- written by `python -m bench warning` -->", "<!-- end -->"
OURS, FALSE = "the portal", "false alarms per workplace and year"
WATCHERS = {OURS: ours, "3 in 30 days": naive(3), "4 in 30 days": naive(4), "5 in 30 days": naive(5)}


def measure(*, quick: bool) -> None:
    """Simulate, print, and write the page unless in a hurry. The portal has to beat the naive rule on false alarms."""
    seeds, step, sites = (TUNING[:1], 14, 80) if quick else (REPORTING, 1, SITES)
    measured = run(seeds, step, WATCHERS, sites)
    for name, one in measured.items():
        tell(name, one)
    if not quick:
        write(table(measured))


def write(words: str) -> None:
    """Put the tables between the marks of the page; the text around them is written by hand."""
    page = PAGE.read_text(encoding="utf-8")
    head, rest = page.split(BEGIN)
    PAGE.write_text(f"{head}{BEGIN}\n\n{words}\n\n{END}{rest.split(END)[1]}", encoding="utf-8")


def tell(name: str, one: Measured) -> None:
    """Every number of one watcher."""
    said = name.replace(" ", "_")
    for kind in ("cluster", "spreading", "severity", "silent"):
        if name == OURS or kind == "cluster":
            # Who never warns has no false alarms either.
            _counts(f"warning.{said}.{kind}", _kind(one, kind), share=0.45 if (name, kind) == (OURS, "cluster") else 0)
    for size in SIZES:
        _counts(f"warning.{said}.cluster.{size}", _clusters(one, size))
    for kind in one.false:
        # The naive rule rings 1.2 times a year at every workplace; nobody reads that for long.
        bound = 0.5 if (name, kind) == (OURS, "cluster") else None
        say(f"warning.{said}.{kind}.false", _every_year(one, kind), "per workplace and year", bound)


def table(measured: dict[str, Measured]) -> str:
    """Three tables in Markdown."""
    return "\n\n".join([_overall(measured), _by_size(measured), _others(measured[OURS])])


def _overall(measured: dict[str, Measured]) -> str:
    heads = ("watcher", "planted clusters found before the strike", FALSE, "days of lead: median, 9 in 10 have")
    rows = [_row(*heads), _row(*["---"] * 4)]
    for name, one in measured.items():
        planted = [each for each in one.outcomes if each.plant.kind == "cluster"]
        rows.append(_row(name, _share(planted), f"{_every_year(one, 'cluster'):.2f}", _lead(planted)))
    return "\n".join(rows)


def _by_size(measured: dict[str, Measured]) -> str:
    names = [OURS, "3 in 30 days", "5 in 30 days"]
    rows = [_row("grievances at the site", "reach us (median)", *(f"{name}: found; lead" for name in names))]
    rows.append(_row(*["---"] * (2 + len(names))))
    for size in SIZES:
        told = float(np.median([each.plant.told for each in _clusters(measured[OURS], size)]))
        cells = [f"{_share(_clusters(measured[name], size))}; {_lead(_clusters(measured[name], size))}" for name in names]
        rows.append(_row(str(size), f"{told:.0f}", *cells))
    return "\n".join(rows)


def _others(one: Measured) -> str:
    rows = [_row("planted", "found", FALSE, "days: median, 9 in 10 have"), _row(*["---"] * 4)]
    groups: list[tuple[str, str, list[Outcome]]] = [
        ("a cause at 4 to 7 sites of a brand, 2 cases each, in 6 weeks; lead", "spreading", _kind(one, "spreading")),
        ("13 weeks in which 6 of 10 cases are high; lead", "severity", _kind(one, "severity")),
    ]
    for low, high in ((0, 5), (5, 15), (15, 1e9)):
        some = [each for each in _kind(one, "silent") if low <= _due(each) < high]
        said = f"{low} to {high}" if high < 1e9 else f"{low} or more"
        groups.append((f"silent, {said} cases were due in the time; after", "silent", some))
    for words, kind, planted in groups:
        after = [_after(each) for each in planted] if kind == "silent" else None
        days = _lead(planted) if after is None else _waits(after)
        rows.append(_row(words, _share(planted), f"{_every_year(one, kind):.3f}", days))
    shocks = (
        f"Of {one.false['cluster']:,} false alarms of clusters {one.shocked:,} came during a shock at all sites or in a city."
    )
    return "\n".join([*rows, "", shocks])


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def _kind(one: Measured, kind: str) -> list[Outcome]:
    return [each for each in one.outcomes if each.plant.kind == kind]


def _clusters(one: Measured, size: int) -> list[Outcome]:
    return [each for each in _kind(one, "cluster") if each.plant.size == size]


def _due(one: Outcome) -> float:
    """Cases that 7.5 per 1,000 and year would have brought in the silent time."""
    return EXPECTED * one.plant.size * (one.plant.end - one.plant.start) / 7


def _after(one: Outcome) -> int | None:
    return None if one.lead is None else DAYS - one.lead - one.plant.start


def _counts(name: str, planted: list[Outcome], share: float = 0) -> None:
    leads = [each.lead for each in planted if each.lead is not None]
    say(f"{name}.planted", len(planted), "planted", 1 if share else None, bound="at least")
    say(f"{name}.found", len(leads), "found before the strike", share * len(planted) if share else None, bound="at least")
    if leads:
        say(f"{name}.lead_median", float(np.median(leads)), "days")
        say(f"{name}.lead_p10", float(np.quantile(leads, 0.1)), "days")


def _share(planted: list[Outcome]) -> str:
    found = sum(each.lead is not None for each in planted)
    return f"{found} of {len(planted)}" + (f" ({found / len(planted):.0%})" if planted else "")


def _lead(planted: list[Outcome]) -> str:
    leads = [each.lead for each in planted if each.lead is not None]
    return f"{np.median(leads):.0f}, {np.quantile(leads, 0.1):.0f}" if leads else "–"


def _waits(after: list[int | None]) -> str:
    days = [each for each in after if each is not None]
    return f"{np.median(days):.0f}, {np.quantile(days, 0.9):.0f}" if days else "–"


def _every_year(one: Measured, kind: str) -> float:
    return round(one.false[kind] / one.years, 4)
