"""The words of a permission: those on the screens are those that the database keeps under the version that is stored."""

from __future__ import annotations

import pytest

from components.consents import asked
from components.i18n import LANGUAGES, words
from components.report.draft import FACTORY, Brand, Draft
from components.report.sentences import asks
from db.models import ConsentItem
from db.receipts import TEXT_VERSION
from tests.real_database import Connection

KINDS = ("workplace", "brand", "authority")


def kept(admin: Connection, language: str) -> dict[tuple[str, str], str]:
    """The words in force, by item and kind of recipient."""
    query = "select item, recipient, words from portal.consent_text where version = %s and language = %s"
    rows = admin.execute(query, [TEXT_VERSION, language]).fetchall()
    found = {(item, recipient): text for item, recipient, text in rows}
    return {
        (item.value, kind): found.get((item.value, kind)) or found[item.value, "anybody"]
        for item in ConsentItem
        for kind in KINDS
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_question_is_asked_in_the_words_of_the_version_that_is_stored(admin: Connection, language: str) -> None:
    for (item, kind), text in kept(admin, language).items():
        assert asked(words(language), ConsentItem(item), kind, "{who}") == text


def test_the_version_that_screens_store_is_the_one_in_force(admin: Connection) -> None:
    assert admin.execute("select version from portal.consent_version order by since desc, version desc limit 1").fetchone() == (
        TEXT_VERSION,
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_filing_asks_in_those_words(admin: Connection, language: str) -> None:
    draft = Draft("r", "c", workplace="w", workplace_name="Lianfeng", brands=(Brand("b", "Brand K", "DE"),))
    said = {ask.id: ask.text for ask in asks(draft, words(language))}
    texts = kept(admin, language)
    expected = {
        FACTORY: texts["statement", "workplace"].replace("{who}", "Lianfeng"),
        "b": texts["statement", "brand"].replace("{who}", "Brand K"),
    }
    assert {one: _close(text) for one, text in said.items()} == {one: _close(text) for one, text in expected.items()}


def test_the_control_another_wording_is_found(admin: Connection) -> None:
    with admin.transaction(force_rollback=True):
        admin.execute("update portal.consent_text set words = words || ' Please.'")
        with pytest.raises(AssertionError):
            test_every_question_is_asked_in_the_words_of_the_version_that_is_stored(admin, "en")


def _close(text: str) -> str:
    """Without the spaces that part a Latin name from Chinese."""
    return text.replace(" ", "")
