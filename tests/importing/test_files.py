"""Files as they come: encodings, workbooks, broken quotes, moved columns, and the report that goes back."""

from __future__ import annotations

import csv
import io
import zipfile

import openpyxl
import pytest

from db.importing.findings import Did, FileRefused, Finding, Problem
from db.importing.mapping import Field, from_json, guess, head_key
from db.importing.reader import read
from db.importing.report import report
from db.importing.sentences import sentence
from db.spreadsheets import inert
from tests.importing.books import HEAD, SAMPLE, book, judged, only

TEXT = SAMPLE.read_text(encoding="utf-8")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_a_book_reads_the_same_in_every_encoding(encoding: str) -> None:
    sheet = read(TEXT.encode(encoding), "book.csv")
    assert sheet.encoding == encoding
    assert sheet.head == HEAD
    assert judged(TEXT.encode(encoding)).rows == judged(TEXT.encode()).rows


@pytest.mark.parametrize("delimiter", ["\t", ";"])
def test_other_delimiters_are_found(delimiter: str) -> None:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter).writerows(csv.reader(io.StringIO(TEXT)))
    assert judged(out.getvalue().encode()).ready == 11


def test_a_workbook_reads_the_same_and_computes_nothing() -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    for row in csv.reader(io.StringIO(TEXT)):
        sheet.append(row)
    kept = io.BytesIO()
    workbook.save(kept)
    result = judged(kept.getvalue(), "book.xlsx")
    assert (result.ready, result.repeated, result.refused) == (11, 1, 5)
    (row,) = [row for row in result.rows if row.number == "T010"]
    assert row.description.startswith("=HYPERLINK(")


def test_a_file_pasted_together_from_two_encodings_loses_only_what_cannot_be_read() -> None:
    lines = TEXT.split("\n")
    mixed = "\n".join(lines[:3]).encode("utf-8-sig") + b"\n" + "\n".join(lines[3:5]).encode("gb18030") + b"\n"
    result = judged(mixed + b"T099,\xff\xfe\x80broken\n")
    assert read(mixed, "x").encoding == "mixed"
    assert result.ready == 3
    assert only(result.findings, Problem.TEXT_UNREADABLE)[0].did is Did.REFUSED


def test_big5_is_not_taken_for_gb18030() -> None:
    with pytest.raises(FileRefused, match="encoding_unknown"):
        read("案件編號,來電日期\n一個月沒發工資,離職補償爭議\n廠長說下個月發,線長罵人\n".encode("big5"), "book.csv")


def test_heads_repeated_in_the_middle_are_not_a_row() -> None:
    result = judged(book({}) + TEXT.encode("utf-8-sig"))
    assert only(result.findings, Problem.HEAD_REPEATED)[0].did is Did.THERE


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (b"", "empty"),
        (b"  \n", "empty"),
        (b"a,b\n", "no_rows"),
        (b"\xd0\xcf\x11\xe0old", "old_excel"),
        (b"PK\x03\x04nonsense", "workbook_broken"),
        (b'a,b\n1,"2\n3,4\n', "quotes_broken"),
    ],
)
def test_what_is_no_table_is_refused_with_its_reason(content: bytes, key: str) -> None:
    with pytest.raises(FileRefused, match=key):
        read(content, "book.csv")


def test_a_workbook_that_unpacks_to_a_mountain_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("db.importing.workbook._UNPACKED_LIMIT", 1_000_000)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 2_000_000)
    with pytest.raises(FileRefused, match="too_large"):
        read(packed.getvalue(), "bomb.xlsx")


def test_heads_in_either_language_are_recognised() -> None:
    both = guess(HEAD)
    assert list(both.columns) == list(Field)
    assert not both.missing()
    chinese = guess([name.split()[0] for name in HEAD])
    english = guess([name.split(maxsplit=1)[1] for name in HEAD])
    assert chinese.columns == english.columns == both.columns


def test_a_mapping_is_kept_by_head_and_survives_moved_columns() -> None:
    kept = guess(HEAD).to_json(HEAD)
    moved = tuple(reversed(HEAD))
    assert head_key(moved) == head_key(HEAD)
    assert from_json(kept, moved).columns[Field.NUMBER] == len(HEAD) - 1
    with pytest.raises(FileRefused, match="mapping_column_absent"):
        from_json(kept, ["other"])


def test_an_unknown_table_leaves_the_needed_fields_open() -> None:
    assert guess(["apples", "pears"]).missing()


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1+1", "＋1", '"=1', " =1", "\n=1"])
def test_no_cell_of_the_report_can_become_a_formula(cell: str) -> None:
    assert inert(cell).startswith("'")
    finding = Finding(2, cell, cell, Problem.FORMULA_IN_TEXT, Did.IMPORTED, cell)
    rows = list(csv.reader(io.StringIO(report([finding]).decode("utf-8-sig"))))
    assert len(rows) == 2
    assert all(written[:1] not in ("=", "+", "-", "@", "\t", "\r", "＝", "＋") for written in rows[1])


@pytest.mark.parametrize("problem", list(Problem))
def test_every_problem_has_its_sentence_in_both_languages(problem: Problem) -> None:
    facts = {"has": "12", "wants": "20", "lost": "x", "line": "2", "read": "5", "kept": "6", "limit": "7", "opened": "2024-01-01"}
    told = Finding(2, "T1", "", problem, Did.MENDED, "", facts)
    for chinese in (False, True):
        words = sentence(told, chinese)
        assert words
        assert "{" not in words
        assert "…" not in words
    assert Finding.from_json({"line": 2, "problem": problem.value, "did": "mended"}).problem is problem
