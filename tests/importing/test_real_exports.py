"""The two exports that hotlines hand over: every row goes in or is explained, and the figures agree with pandas."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pandas as pd
import pytest

from db import imports
from db.embedded import EmbeddedServer
from db.gateway import Credentials
from db.importing.findings import Did, Problem
from tests.conftest import _copy
from tests.importing.books import SHARED, judged
from tests.importing.desk import people, take_in
from tests.real_database import Database

pytestmark = pytest.mark.skipif(not SHARED.exists(), reason="the exports are not handed out with this project")

DAMAGES = {
    Problem.DATE_IMPOSSIBLE: Did.REFUSED,
    Problem.WORKPLACE_MISSING: Did.REFUSED,
    Problem.CATEGORY_UNKNOWN: Did.REFUSED,
    Problem.CLOSED_BEFORE_OPENED: Did.REFUSED,
    Problem.SATISFACTION_IN_WORDS: Did.MENDED,
    Problem.FORMULA_IN_TEXT: Did.IMPORTED,
    Problem.HEADCOUNT_IN_WORDS: Did.MENDED,
    Problem.SHORT_ROW: Did.MENDED,
    Problem.NUMBER_USED_TWICE: Did.MENDED,
    Problem.AMOUNT_WITH_UNIT: Did.MENDED,
}


def clean() -> bytes:
    return (SHARED / "hotline-export.csv").read_bytes()


def messy() -> bytes:
    return (SHARED / "hotline-export-messy.csv").read_bytes()


def table(content: bytes, encoding: str) -> Any:
    return pd.read_csv(io.StringIO(content.decode(encoding)), dtype=str, keep_default_na=False)


@pytest.fixture(scope="module")
def taken(server: EmbeddedServer, template: str) -> tuple[str, imports.ImportFile, str]:
    """Name of a database into which the clean export went, what the import said, and who supervises there."""
    made = Database.create(server, template)
    supervisor = people(made)["supervisor"]
    came, _, _ = take_in(made.gateway(Credentials(user_id=supervisor)), clean(), "hotline-export.csv")
    made.pool.close()
    return made.name, came, supervisor


@pytest.fixture
def database(server: EmbeddedServer, taken: tuple[str, imports.ImportFile, str]) -> Iterator[Database]:
    """A copy of that database for each test."""
    yield from _copy(server, taken[0])


def test_every_row_of_the_clean_export_is_importable() -> None:
    result = judged(clean())
    assert (result.total, result.ready, result.refused, result.repeated) == (18_000, 18_000, 0, 0)
    assert set(result.by_problem()) == {Problem.PHONE_IN_TEXT}


def test_each_of_the_60_damaged_and_25_repeated_rows_is_explained() -> None:
    result = judged(messy())
    assert (result.total, result.ready, result.repeated, result.refused, result.mended) == (2025, 1976, 25, 24, 30)
    found = Counter(finding.problem for finding in result.findings if finding.problem in DAMAGES)
    assert found == Counter(dict.fromkeys(DAMAGES, 6))
    assert {finding.line for finding in result.findings if finding.problem in DAMAGES}.__len__() == 60
    for finding in result.findings:
        if finding.problem in DAMAGES:
            assert finding.did is DAMAGES[finding.problem]
    assert result.by_problem()[Problem.ROW_REPEATED] == 25


def test_the_clean_export_goes_in_and_the_figures_equal_an_independent_count(
    database: Database, taken: tuple[str, imports.ImportFile, str]
) -> None:
    first = taken[1]
    assert (first.cases, first.contacts, first.phones) == (16_869, 1_131, 900)

    book = table(clean(), "utf-8-sig")
    cases = book[~book.iloc[:, 7].str.startswith("X")]
    with database.connect() as look:

        def counted(measure: str) -> dict[str, int]:
            rows = look.execute(
                "select f.bucket, sum(f.n)::int from private.figures_now() f"
                " join portal.organization o on o.id = f.scope_organization"
                " where o.kind = 'handshake' and f.measure = %s group by 1",
                [measure],
            ).fetchall()
            return {bucket: number for bucket, number in rows if number}

        assert counted("received") == {"": len(cases)}
        assert counted("category") == cases.iloc[:, 7].str[0].value_counts().to_dict()
        confirmed = cases.iloc[:, 17].str.split().str[-1].value_counts().to_dict()
        confirmed.pop("", None)
        truths = counted("truth")
        assert {name: truths[name] for name in ("confirmed", "disputed", "unreachable")} == {
            name: number for name, number in confirmed.items() if isinstance(name, str)
        }
        assert truths["closed"] == int((cases.iloc[:, 15] != "").sum())
        assert counted("open") == {"": int((cases.iloc[:, 15] == "").sum())}
        opened, closed = pd.to_datetime(cases.iloc[:, 1]), pd.to_datetime(cases.iloc[:, 15], errors="coerce")
        days = (closed - opened).dt.days.dropna().astype(int).clip(upper=400).astype(str).value_counts().to_dict()
        assert counted("close_days") == days
        paid = look.execute(
            "select sum(d.amount_cny)::float from portal.case_desk d join portal.import_key k on k.case_id = d.case_id"
            " join portal.import_file f on f.id = k.import_id where f.name = 'hotline-export.csv'"
        ).fetchone()
        assert paid is not None
        assert paid[0] == pytest.approx(pd.to_numeric(book.iloc[:, 19], errors="coerce").sum())


def test_the_messy_book_after_the_clean_one_and_both_once_more(
    database: Database, taken: tuple[str, imports.ImportFile, str]
) -> None:
    desk = database.gateway(Credentials(user_id=taken[2]))
    came, _, number = take_in(desk, messy(), "hotline-export-messy.csv")
    assert (came.total, came.cases, came.contacts, came.repeated, came.refused, came.mended) == (2025, 1855, 121, 25, 24, 30)
    # Two hotlines number alike: these numbers stand in both books for different contacts, and none is lost for it.
    findings = imports.import_report(desk, number).findings
    numbers = set(table(clean(), "utf-8-sig").iloc[:, 0])
    alike = {told.number for told in findings if told.problem is Problem.NUMBER_USED_TWICE and "line" not in told.facts}
    assert alike == {row.number for row in judged(messy()).rows if row.number in numbers}
    assert len(alike) > 20
    for content in (clean(), messy()):
        again, result, _ = take_in(desk, content)
        assert (again.cases, again.contacts, again.there) == (0, 0, result.ready)
    with database.connect() as look:
        afresh = look.execute("select count(*) from private.figure_flaws() f where f.what = 'figure'").fetchone()
        assert afresh == (0,)
