"""Exported tables: inert cells in both formats, and lines that say what the screens say."""

from __future__ import annotations

import csv
import io
import zipfile

import openpyxl
import pytest

from components.exports import choice, tables
from components.i18n import speak
from db.spreadsheets import as_csv, as_xlsx

HOSTILE = (
    "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "＝1", " =1", '"=1', "\ufeff=1", "|cmd", "%0A", "=HYPERLINK(\"http://x\",\"y\")",
)  # fmt: skip


@pytest.mark.parametrize("words", HOSTILE)
def test_what_looks_like_a_formula_is_text_in_csv(words: str) -> None:
    rows = list(csv.reader(io.StringIO(as_csv([words], [[words, 5]]).decode("utf-8-sig"))))
    assert rows[1][1] == "5"
    for cell in (rows[0][0], rows[1][0]):
        assert cell.startswith("'")


@pytest.mark.parametrize("words", [*HOSTILE, "a\x01b", "#REF!", "=\x02"])
def test_what_looks_like_a_formula_is_text_in_xlsx(words: str) -> None:
    content = as_xlsx([words], [[words, 5, None]])
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert sheet is not None
    assert [cell.data_type for cell in sheet[2]][:2] == ["s", "n"]
    assert sheet["B2"].value == 5
    with zipfile.ZipFile(io.BytesIO(content)) as inside:
        assert not any(b"<f>" in inside.read(name) for name in inside.namelist())


def test_the_control_a_workbook_written_carelessly_holds_a_formula() -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(["=1+1"])
    out = io.BytesIO()
    book.save(out)
    with zipfile.ZipFile(out) as inside:
        assert any(b"<f>" in inside.read(name) for name in inside.namelist())


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
@pytest.mark.parametrize("of", list(tables.COLUMNS))
def test_every_list_has_its_columns_in_both_languages(of: str, language: str) -> None:
    speak(language)
    names = tables.head(of)
    assert len(set(names)) == len(names) == len(tables.COLUMNS[of])


def test_the_bar_moves_with_every_page_that_is_read_and_is_not_full_before_the_last() -> None:
    steps = [choice.so_far(500 * page) for page in range(1, 40)]
    assert steps == sorted(set(steps))
    assert steps[0] < 0.5
    assert steps[-1] < 1
