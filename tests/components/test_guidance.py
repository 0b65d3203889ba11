"""Guidance sheets: both languages, known codes, sources, and nothing that a browser would fetch."""

from __future__ import annotations

import re

import pytest

from components.guidance.sheets import Sheet, sheets, suggested
from components.taxonomy import CATEGORIES, CODES

LANGUAGES = ("en", "zh-Hans")
EVERY = [pytest.param(one, id=f"{language}-{one.name}") for language in LANGUAGES for one in sheets(language)]


def test_there_are_ten_sheets_and_each_stands_in_both_languages() -> None:
    english, chinese = ({one.name: one for one in sheets(language)} for language in LANGUAGES)
    assert len(english) >= 10
    assert english.keys() == chinese.keys()
    for name, one in english.items():
        other = chinese[name]
        assert (one.codes, one.sources, one.reviewed) == (other.codes, other.sources, other.reviewed)
        assert one.text.count("\n- ") == other.text.count("\n- "), "a point is missing in one language"
        assert re.search("[\u4e00-\u9fff]", other.title + other.text)


@pytest.mark.parametrize("sheet", EVERY)
def test_a_sheet_is_short_names_its_sources_and_known_codes(sheet: Sheet) -> None:
    assert sheet.sources
    assert all(code in CODES or code in CATEGORIES for code in sheet.codes)
    assert sheet.text.count("## ") == 4
    assert len(sheet.text) < 2000


@pytest.mark.parametrize("sheet", EVERY)
def test_a_sheet_holds_no_picture_link_or_html(sheet: Sheet) -> None:
    assert not re.search(r"!\[|\]\(|<[a-z]|https?:|:material|\$", sheet.text)


def test_a_case_is_offered_the_sheets_of_its_own_codes_the_closest_first() -> None:
    assert [one.name for one in suggested(("E4",), "en")] == ["retaliation"]
    assert [one.name for one in suggested(("G1", "F1"), "en")] == ["social-insurance", "late-wages"]
    assert [one.name for one in suggested(("F1", "G1"), "zh-Hans")] == ["late-wages", "social-insurance"]
    assert suggested(("K3",), "en") == ()
    assert suggested((), "en") == ()
