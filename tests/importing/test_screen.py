"""The supervisor's page: choose, check, agree, take in; with the words of both languages."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from auth.actor import Visit
from db.gateway import Credentials
from tests.importing.books import SAMPLE
from tests.importing.desk import people
from tests.real_database import Database

PAGE = Path(__file__).parents[2] / "pages" / "admin" / "imports.py"


@pytest.fixture
def page(database: Database, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], AppTest]:
    from auth import guard
    from components import i18n
    from db import sealing

    gateway = database.gateway(Credentials(user_id=people(database)["supervisor"]))
    monkeypatch.setattr(sealing, "_identities", lambda: sealing.Sealer(b"k" * 40, "identity"))

    def opened(language: str) -> AppTest:
        def require(_key: str) -> Visit:
            i18n.speak(language)
            return Visit(None, gateway, language)

        monkeypatch.setattr(guard, "require", require)
        return AppTest.from_file(str(PAGE), default_timeout=60).run()

    return opened


def press(at: AppTest, key: str) -> Any:
    return at.button(key=key).click().run()


@pytest.mark.parametrize(("language", "title"), [("en", "Import a hotline's book"), ("zh-Hans", "导入热线台账")])
def test_a_supervisor_checks_a_book_and_takes_in_its_good_rows(page: Any, database: Database, language: str, title: str) -> None:
    at = page(language)
    assert not at.exception
    assert at.title[0].value == title
    at.file_uploader[0].set_value(("book.csv", SAMPLE.read_bytes(), "text/csv")).run()
    assert not at.exception
    press(at, "imports-check")
    assert not at.exception
    assert [metric.value for metric in at.metric] == ["10", "1", "0", "0", "1", "5"]
    assert at.button(key="imports-take-in").disabled
    at.checkbox(key="imports-leave-out").check().run()
    press(at, "imports-take-in")
    assert not at.exception
    with database.connect() as look:
        assert look.execute("select count(*) from portal.case_").fetchone() == (10,)
        assert look.execute("select state from portal.import_file").fetchone() == ("done",)


def test_a_file_that_is_no_table_is_refused_in_words(page: Any) -> None:
    at = page("en")
    at.file_uploader[0].set_value(("book.csv", b"apples\n", "text/csv")).run()
    assert not at.exception
    assert "There are no rows under the heads." in [text.value for text in at.text]
