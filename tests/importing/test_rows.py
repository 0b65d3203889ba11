"""Each kind of damage by name: what is refused, what is mended, and that nothing is made up."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

import pytest

from db.importing.choices import Status
from db.importing.findings import Did, Problem
from db.importing.mapping import Field
from tests.importing.books import GOOD, book, judged, only, sample


def test_every_row_of_the_sample_is_accounted_for() -> None:
    sheet, result = sample()
    assert len(sheet.lines) == result.total == 17
    assert (result.ready, result.repeated, result.refused, result.mended) == (11, 1, 5, 5)
    assert result.total == result.ready + result.repeated + result.refused


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({Field.OPENED: "2025-02-31"}, Problem.DATE_IMPOSSIBLE),
        ({Field.OPENED: "9999-01-01"}, Problem.DATE_OUT_OF_RANGE),
        ({Field.OPENED: "yesterday"}, Problem.DATE_UNREADABLE),
        ({Field.OPENED: "03/04/2024"}, Problem.DATE_AMBIGUOUS),
        ({Field.OPENED: ""}, Problem.DATE_MISSING),
        ({Field.WORKPLACE: ""}, Problem.WORKPLACE_MISSING),
        ({Field.CATEGORY: "Z9"}, Problem.CATEGORY_UNKNOWN),
        ({Field.CATEGORY: ""}, Problem.CATEGORY_MISSING),
        ({Field.CLOSED: "2024-04-30"}, Problem.CLOSED_BEFORE_OPENED),
        ({Field.FIRST_ANSWER: "2024-04-30"}, Problem.ANSWERED_BEFORE_OPENED),
        ({Field.CLOSED: ""}, Problem.CLOSED_WITHOUT_DATE),
        ({Field.STATUS: "处理中 open"}, Problem.OPEN_WITH_CLOSING_DATE),
        ({Field.STATUS: "结案 open"}, Problem.STATUS_UNKNOWN),
        ({Field.NUMBER: ""}, Problem.NUMBER_MISSING),
        ({Field.NUMBER: "=1+1"}, Problem.NUMBER_UNREADABLE),
        ({Field.AMOUNT: "1.234,50"}, Problem.AMOUNT_UNREADABLE),
        ({Field.DESCRIPTION: "长" * 10_001}, Problem.DESCRIPTION_TOO_LONG),
    ],
)
def test_a_row_that_cannot_be_trusted_is_refused_by_name(change: dict[Field, str], problem: Problem) -> None:
    result = judged(book({}, change))
    assert result.ready == 1
    assert result.refused == 1
    (finding,) = only(result.findings, problem)
    assert (finding.line, finding.did) == (3, Did.REFUSED)
    assert "•" not in finding.value


@pytest.mark.parametrize(
    "written", ["2024-02-21", "2024/2/21", "2024年02月21日", "21.02.2024", "20240221", "２０２４-０２-２１", "2024-02-21 08:30"]
)
def test_a_day_is_read_in_every_format_that_hotlines_use(written: str) -> None:
    (row,) = judged(book({Field.OPENED: written})).rows
    assert row.opened == date(2024, 2, 21)


def test_slashed_dates_are_read_only_where_the_file_proves_their_order() -> None:
    result = judged(book({Field.OPENED: "03/04/2024"}, {Field.OPENED: "25/04/2024"}))
    assert [row.opened for row in result.rows] == [date(2024, 4, 3), date(2024, 4, 25)]


def test_satisfaction_in_words_is_left_empty_and_said() -> None:
    result = judged(book({Field.SATISFACTION: "很满意"}, {Field.SATISFACTION: "5"}))
    assert [row.satisfaction for row in result.rows] == [None, 5]
    assert only(result.findings, Problem.SATISFACTION_IN_WORDS)[0].did is Did.MENDED


def test_headcount_in_words_is_read_and_gives_way_to_digits_of_the_same_workplace() -> None:
    alone = judged(book({Field.HEADCOUNT: "约五百人"}))
    assert alone.rows[0].headcount == 500
    both = judged(book({Field.HEADCOUNT: "约五百人"}, {Field.HEADCOUNT: "1200"}))
    assert [row.headcount for row in both.rows] == [1200, 1200]
    assert only(both.findings, Problem.HEADCOUNT_IN_WORDS)[0].facts == {"read": "500", "kept": "1200"}
    assert judged(book({Field.HEADCOUNT: "几百人"})).rows[0].headcount is None


def test_an_amount_with_separator_and_unit_is_mended() -> None:
    result = judged(book({Field.AMOUNT: "1,234.50元"}))
    assert result.rows[0].amount == Decimal("1234.50")
    assert only(result.findings, Problem.AMOUNT_WITH_UNIT)[0].facts == {"read": "1234.50"}


def test_a_short_row_is_taken_in_as_far_as_it_goes_and_left_open() -> None:
    _, result = sample()
    (finding,) = only(result.findings, Problem.SHORT_ROW)
    (row,) = [row for row in result.rows if row.number == "T012"]
    assert finding.did is Did.MENDED
    assert "状态 Status" in finding.facts["lost"]
    assert (row.status, row.anonymous, row.closed) == (Status.OPEN, True, None)


def test_a_row_with_too_many_cells_is_refused() -> None:
    cells = [GOOD.get(field, "") for field in Field]
    result = judged(book({}, extra=[[*cells, "more"]]))
    assert only(result.findings, Problem.LONG_ROW)[0].did is Did.REFUSED


def test_a_repeated_row_adds_nothing_and_a_number_used_twice_stays_two_contacts() -> None:
    _, result = sample()
    (again,) = only(result.findings, Problem.ROW_REPEATED)
    assert (again.line, again.facts["line"], again.did) == (5, "3", Did.THERE)
    (twice,) = only(result.findings, Problem.NUMBER_USED_TWICE)
    assert (twice.line, twice.facts["line"], twice.did) == (14, "2", Did.MENDED)
    assert len({row.identity for row in result.rows if row.number == "T001"}) == 2
    assert only(result.findings, Problem.NUMBER_CONTRADICTS)[0].did is Did.REFUSED


def test_a_formula_is_kept_as_text() -> None:
    _, result = sample()
    (row,) = [row for row in result.rows if row.number == "T010"]
    assert row.description.startswith("=HYPERLINK(")
    assert only(result.findings, Problem.FORMULA_IN_TEXT)[0].did is Did.IMPORTED


@pytest.mark.parametrize("number", ["13812345678", "138-1234-5678", "+86 138 1234 5678", "0752-2288999"])
def test_phone_numbers_in_free_text_are_flagged_and_never_repeated(number: str) -> None:
    result = judged(book({Field.DESCRIPTION: f"没发工资,电话{number}"}))
    assert result.rows[0].phone_in_text
    (finding,) = only(result.findings, Problem.PHONE_IN_TEXT)
    assert "138" not in finding.to_json()


def test_sums_and_times_are_no_phone_numbers() -> None:
    result = judged(book({Field.DESCRIPTION: "扣了1200元,每天8:00到21:00,2024年没休息"}))
    assert not result.rows[0].phone_in_text


def test_whoever_does_not_clearly_agree_stays_unnamed() -> None:
    result = judged(book({Field.ANONYMOUS: "否 no"}, {Field.ANONYMOUS: ""}, {Field.ANONYMOUS: "maybe"}))
    assert [row.anonymous for row in result.rows] == [False, True, True]


def test_control_characters_do_not_survive() -> None:
    result = judged(book({Field.DESCRIPTION: "没发\x07工资\u202e"}))
    assert result.rows[0].description == "没发工资"


def test_caller_and_phone_leave_only_sealed() -> None:
    _, result = sample()
    (row,) = [row for row in result.rows if row.line == 2]
    sent = json.loads(row.to_json("sealed-text"))
    assert (row.caller, row.phone) == ("李样", "13812345678")
    assert sent["sealed"] == "sealed-text"
    assert not {"caller", "phone"} & set(sent)


def test_a_phone_number_in_the_wrong_column_is_not_repeated_in_the_report() -> None:
    result = judged(book({Field.OPENED: "13812345678"}, {Field.WORKPLACE: "=厂 13812345678"}))
    assert all("1381234" not in finding.to_json() for finding in result.findings)
