"""What everybody may know: the page at both doors, and the open dataset. Nothing is shown that a publication hides."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from auth import open_data as doors
from components.figures.quarters import quarter
from components.i18n import words
from components.public.figures import sections
from components.public.stories import STORIES, story
from db import open_data
from db.models.publication import Band, Publication, Published, PublishedCell, PublishedTable
from tests.public.old_phone import Phone
from tests.public.worker_case import HOSTILE

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


def published_json(*versions: int) -> dict[str, Any]:
    tables = [
        {"subject": "category", "total": "received", "n": 45, "median": None, "p90": None,
         "cells": [{"bucket": one, "n": n, "name": None} for one, n in (("F", 25), ("G", 15), ("A", None), ("B", None))]},
        {"subject": "answer_days", "total": "answered", "n": 30, "median": {"start": 2, "end": 3},
         "p90": {"start": 15, "end": None},
         "cells": [{"bucket": "0-1", "n": 10, "name": None}, {"bucket": "2-3", "n": 15, "name": None},
                   {"bucket": "15-", "n": 5, "name": None}]},
        {"subject": "said", "total": "closed", "n": 20, "median": None, "p90": None,
         "cells": [{"bucket": "confirmed", "n": 15, "name": None}, {"bucket": "disputed", "n": None, "name": None},
                   {"bucket": "unreachable", "n": 5, "name": None}, {"bucket": "not_asked", "n": None, "name": None}]},
    ]  # fmt: skip
    return {
        "kind": "public", "organization": None,
        "publications": [
            {"quarter": "2026-07-01", "version": version, "published_at": "2026-10-16T00:00:00+00:00", "tables": tables}
            for version in versions
        ],
    }  # fmt: skip


def one(*tables: PublishedTable) -> Publication:
    return Publication(date(2026, 7, 1), 1, datetime(2026, 10, 16, tzinfo=UTC), tables)


def table(subject: str, total: str, n: int | None, *cells: tuple[str, int | None], median: Band | None = None) -> PublishedTable:
    return PublishedTable(subject, total, n, tuple(PublishedCell(bucket, shown) for bucket, shown in cells), median)


def told(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def test_the_light_page_shows_the_newest_version_and_hides_what_is_hidden(phone: Phone) -> None:
    phone.gateway.page = published_json(2, 1)
    page = phone.get("/light/transparency")
    assert phone.gateway.names == ["public_figures"]
    assert "No category has more cases than wages" in page
    assert "At least half of the first answers came within 3 days" in page
    assert "In about 15 of 20 closed cases the worker confirmed that it was solved" in page
    assert page.count(">hidden</td>") == 4
    assert "handshake-figures-2026-Q3-v2.csv" in page
    assert quarter(words("en"), date(2026, 7, 1)) in page
    assert "About 45 cases received in 1 published quarter, until Wed 30 Sep" in page


def test_before_the_first_quarter_the_page_says_when_figures_come(phone: Phone) -> None:
    phone.gateway.page = {"kind": "public", "organization": None, "publications": []}
    assert "No quarter has been published yet" in phone.get("/light/transparency")


@pytest.mark.parametrize(
    ("shown", "title"),
    [
        (table("category", "received", 40, ("F", 20), ("G", 20)), "What people told us about"),
        # Rounded to 5: there may be 16 of F and 19 of G. And what is not sorted yet is no subject.
        (table("category", "received", 35, ("F", 20), ("G", 15)), "What people told us about"),
        (table("category", "received", 60, ("X0", 40), ("F", 20)), "What people told us about"),
        (table("category", "received", 60, ("F", 30), ("G", None), ("A", None)), "What people told us about"),
        (table("category", "received", 60, ("F", 40), ("G", 20)), "No category has more cases than wages"),
        (
            table("answer_days", "answered", 30, ("0-1", 15), ("2-3", 5), ("15-", 10), median=Band(0, 1)),
            "Days until the first answer",
        ),
        (table("category", "received", None, ("F", 20), ("G", 5)), "What people told us about"),
        (table("category", "received", None, ("F", None), ("G", None)), "What people told us about"),
        (table("answer_days", "answered", 10, ("0-1", 5), ("15-", 5)), "Days until the first answer"),
        (table("close_days", "closed", 10, ("0-14", None), ("91-", 10), median=Band(91, None)), "Days until a case was closed"),
        (table("said", "closed", 10, ("confirmed", None), ("disputed", 10)), "What workers said when their case was closed"),
    ],
)
def test_a_title_claims_nothing_that_the_numbers_do_not_bear(shown: PublishedTable, title: str) -> None:
    assert [each.title for each in sections(words("en"), one(shown))] == [title]


def test_a_chart_is_told_in_words_with_the_hidden_rows() -> None:
    (section,) = sections(words("en"), one(table("category", "received", 25, ("F", 25), ("A", None))))
    assert "Child and young workers" in section.alt
    assert "hidden" in section.alt


def test_a_file_of_the_dataset_has_every_cell_once_and_no_number_where_hidden() -> None:
    data = one(table("category", "received", 45, ("F", 25), ("A", None)), table("severity", "received", 45, ("1", 45)))
    rows = told(open_data.dataset(Published("public", None, (data,)), "handshake-figures-2026-Q3-v1.csv") or b"")
    assert [(row["table"], row["value"], row["cases"], row["hidden"]) for row in rows] == [
        ("", "", "45", "no"), ("category", "F", "25", "no"), ("category", "A", "", "yes"), ("severity", "1", "45", "no"),
    ]  # fmt: skip
    assert set(rows[0]) <= {name.strip() for head, _ in open_data.DICTIONARY for name in head.split(",")} | {
        "p90_days_from", "p90_days_to"
    }  # fmt: skip


def test_what_could_start_a_formula_is_text() -> None:
    published = Published("public", None, (one(table("x", "y", 5, ("=1+1", 5))),))
    (row,) = [each for each in told(open_data.dataset(published, "handshake-figures.csv") or b"") if each["value"]]
    assert row["value"] == "'=1+1"


class House:
    """A house whose database answers with these publications."""

    def __init__(self, answer: Callable[[], Any]) -> None:
        self.backend = self
        self.answer = answer

    def gateway(self) -> House:
        return self

    def call(self, function: str, /, **_: object) -> Any:
        assert function == "public_figures"
        return self.answer()


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> TestClient:
    monkeypatch.setattr(doors, "house", lambda: House(lambda: published_json(2, 1)))
    return TestClient(Starlette(routes=doors.data_routes()))


def test_the_dataset_stays_at_its_addresses_and_may_be_kept(site: TestClient) -> None:
    index = json.loads(site.get("/data/index.json").text)
    files = [each["file"] for each in index["files"]]
    assert files == ["/data/handshake-figures-2026-Q3-v2.csv", "/data/handshake-figures-2026-Q3-v1.csv"]
    for file in (*files, index["latest"], index["dictionary"], index["licence_text"]):
        answer = site.get(file)
        assert answer.status_code == 200
        assert "public" in answer.headers["cache-control"]
        assert "set-cookie" not in answer.headers
        again = site.get(file, headers={"if-none-match": answer.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")
    assert "immutable" in site.get(files[0]).headers["cache-control"]
    assert "immutable" not in site.get(index["latest"]).headers["cache-control"]
    assert {row["version"] for row in told(site.get(index["latest"]).content)} == {"2"}


@pytest.mark.parametrize("name", ["handshake-figures-2026-Q3-v3.csv", "handshake-figures-2026-Q5-v1.csv", "x", "cases.csv"])
def test_there_is_nothing_else(site: TestClient, name: str) -> None:
    answer = site.get(f"/data/{name}")
    assert (answer.status_code, answer.headers.get("cache-control")) == (404, "no-store")


@pytest.mark.parametrize("name", STORIES)
def test_both_languages_tell_the_same_story_and_say_that_it_is_an_example(name: str) -> None:
    english, chinese = story(name, "en"), story(name, "zh-Hans")
    assert [block.kind for block in english] == [block.kind for block in chinese]
    assert HOSTILE not in str(english)
    if name != "why":
        assert "example" in english[1].text
        assert "例子" in chinese[1].text
