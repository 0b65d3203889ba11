"""The open dataset: everything that was published for everybody, as files at addresses that stay.

Nothing is computed here but the file: each number stands in a publication, frozen and guarded (docs/disclosure-control.md).
"""

from __future__ import annotations

import json
import re

from db.models.publication import Publication, Published
from db.spreadsheets import as_csv

NAME = "handshake-figures"
HEAD = (
    "quarter", "version", "published_on", "population", "table", "value", "cases", "hidden", "median_days_from", "median_days_to",
    "p90_days_from", "p90_days_to",
)  # fmt: skip
DICTIONARY = (
    ("quarter", "Calendar quarter in which it happened or became known, such as 2026-Q3."),
    ("version", "1, or more after a correction. A version is never changed; a correction gets the next number."),
    ("published_on", "Day on which this version was written, in UTC."),
    ("population", "What was counted: received, answered, closed, found, clocks, causes, remedies, brand_actions, screened."),
    ("table", "By what it was divided: category, severity, channel, answer_days, close_days and so on; empty for the whole."),
    ("value", "Which value of the table: a letter of the taxonomy, a range of days, a code. Empty for the whole."),
    ("cases", "How many, randomly rounded to a multiple of 5: the true number lies at most 4 away. Empty where hidden."),
    ("hidden", "yes: under 5 (0 too), or fewer than 3 workplaces behind it, or it would help to work out such a number."),
    ("median_days_from, median_days_to", "Range in which the median lies, read from the published table itself."),
    ("p90_days_from, p90_days_to", "Range within which 9 of 10 lie, read from the published table itself. Empty end: open."),
    ("(sums)", "Rounded values need not add up to the rounded whole. A year is the sum of what its quarters show."),
    ("(licence)", "CC BY 4.0: name Handshake as the source. See /data/licence.txt."),
)
LICENCE = """Handshake figures are licensed under Creative Commons Attribution 4.0 International (CC BY 4.0).

You may copy and change them for any purpose, also commercially, if you name the source ("Handshake figures", with quarter and
version), give the address of the licence, and say what you changed. They come without warranty.
Full text: https://creativecommons.org/licenses/by/4.0/legalcode
"""
_ONE = re.compile(rf"({NAME}-\d{{4}}-Q[1-4]-v[1-9]\d{{0,3}})(?:-([a-z_]{{1,40}}))?\.csv")


def file_name(one: Publication, table: str | None = None) -> str:
    """Where one version stays for good: all of it, or one table alone."""
    return f"{NAME}-{one.quarter_name}-v{one.version}{f'-{table}' if table else ''}.csv"


def dataset(published: Published, name: str) -> bytes | None:
    """The file of that name: the latest of all quarters, a version of one, or one table of that; None where there is none."""
    if name == f"{NAME}.csv":
        return _csv(published.latest())
    asked = _ONE.fullmatch(name)
    if asked is None:
        return None
    whole, table = f"{asked[1]}.csv", asked[2]
    found = [each for each in published.publications if file_name(each) == whole and (table is None or each.table(table))]
    return _csv(tuple(found), table) if found else None


def dictionary() -> bytes:
    """What each column means."""
    return as_csv(("column", "meaning"), DICTIONARY)


def index(published: Published) -> bytes:
    """All files, for programs."""
    files = [
        {"file": f"/data/{file_name(each)}", "quarter": each.quarter_name, "version": each.version,
         "published_on": each.published_at.date().isoformat()}
        for each in published.publications
    ]  # fmt: skip
    told = {
        "title": "Handshake figures", "license": "CC-BY-4.0", "latest": f"/data/{NAME}.csv",
        "dictionary": f"/data/{NAME}-dictionary.csv", "licence_text": "/data/licence.txt", "files": files,
    }  # fmt: skip
    return json.dumps(told, indent=2).encode()


def _csv(publications: tuple[Publication, ...], only: str | None = None) -> bytes:
    rows: list[tuple[str | int | None, ...]] = []
    for one in publications:
        start = (one.quarter_name, one.version, one.published_at.date().isoformat())
        told: set[str] = set()
        for table in (each for each in one.tables if only in (None, each.subject)):
            if table.total not in told:
                told.add(table.total)
                rows.append((*start, table.total, "", "", table.n, _hidden(table.n), None, None, None, None))
            bands = [day for band in (table.median, table.p90) for day in ((band.start, band.end) if band else (None, None))]
            rows += [(*start, table.total, table.subject, c.bucket, c.n, _hidden(c.n), *bands) for c in table.cells]
    return as_csv(HEAD, rows)


def _hidden(n: int | None) -> str:
    return "yes" if n is None else "no"
