"""What published quarters say to a brand: findings hold for whatever was rounded or hidden, and hidden rows stay."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from components.charts.colours import LIGHT
from components.figures.brand import SECTIONS, cards, metrics
from components.figures.peers import told
from components.figures.quarters import next_published, tell
from components.figures.quarters import quarter as said
from components.i18n import words
from db.models.figures import Peers, Spread
from db.models.publication import Band, Publication, PublishedCell, PublishedTable

EN, ZH = words("en"), words("zh-Hans")
SITE, OTHER = "0b8f3c1e-0000-4000-8000-000000000001", "0b8f3c1e-0000-4000-8000-000000000002"


def table(subject: str, total: str, n: int | None, **cells: int | None) -> PublishedTable:
    return PublishedTable(subject, total, n, tuple(PublishedCell(bucket.strip("_"), count) for bucket, count in cells.items()))


def days(subject: str, total: str, n: int | None, *counts: int | None) -> PublishedTable:
    bands = zip(("0-1", "2-3", "4-7", "8-14", "15-"), counts, strict=True)
    pace = (None, None) if n is None else (Band(2, 3), Band(8, 14))
    return PublishedTable(subject, total, n, tuple(PublishedCell(bucket, count) for bucket, count in bands), *pace)


SITES = PublishedTable(
    "site", "received", 100, (PublishedCell(SITE, 95, "Lianfeng [x](https://evil.example)"), PublishedCell(OTHER, None))
)
QUARTER = Publication(
    date(2026, 7, 1),
    1,
    datetime(2026, 10, 16, tzinfo=UTC),
    (
        table("category", "received", 100, F=60, H=25, G=10, A=None, L=None),
        table("severity", "received", 100, _1=None, _2=20, _3=60, _4=15, none=None),
        SITES,
        days("answer_days", "answered", 80, 25, 40, 10, None, None),
        table("said", "closed", 60, confirmed=45, disputed=None, unreachable=10, not_asked=None),
        table("outcome", "found", 40, grounded=25, partly=5, not_grounded=10, not_verifiable=None),
        table("ending", "closed", 60, remedied=45, withdrawn=5, referred=None, none=None),
        days("brand_word_days", "brand_words", None, None, None, None, None, None),
        table("brand_action", "brand_actions", None, agreed=None, done=None, verified=None),
        table("clock", "clocks", 90, **{"first_answer:kept": 70, "first_answer:missed": 10, "other": None}),
        table("cause", "causes", 15, purchasing_price=10, management=None, other=None),
    ),
)
BEFORE = replace(QUARTER, quarter=date(2026, 4, 1))


def with_table(changed: PublishedTable) -> tuple[Publication, ...]:
    return (replace(QUARTER, tables=tuple(changed if t.subject == changed.subject else t for t in QUARTER.tables)),)


def title(subject: str, *changed: PublishedTable) -> str:
    told = tell(EN, with_table(changed[0]) if changed else (QUARTER,), subject)
    assert told is not None
    return told.title


def test_the_largest_category_is_named_only_while_nothing_hidden_or_rounded_could_be_larger() -> None:
    # Wages 60: 56 at least. Contracts 25: 29 at most. A hidden one: 104 less 56, 21 and 6, 21 at most.
    assert title("category") == "No category has more cases than wages"
    close = table("category", "received", 100, F=45, H=40, G=10, A=None)
    assert title("category", close) == "Cases by main category"  # 41 at least, 44 at most
    # A second number is hidden for the sake of another, and may be a large one: 54 less 26 leaves 28.
    room = table("category", "received", 50, F=30, A=None, L=None)
    assert title("category", room) == "Cases by main category"
    few = table("category", "received", 15, F=15, H=None)
    assert title("category", few) == "Cases by main category"
    unknown = table("category", "received", None, F=60, H=5)
    assert title("category", unknown) == "Cases by main category"


def test_half_of_the_answers_is_at_least_half_whatever_was_rounded() -> None:
    # 21 within a day, 21 + 36 = 57 within 3 days, and half of 84 is 42.
    assert title("answer_days") == "At least half of the first answers came within 3 days"
    even = days("answer_days", "answered", 80, 20, 25, None, None, None)  # 16 + 21 = 37 are fewer than 42
    assert title("answer_days", even) == "Days to the factory's first answer"


def test_what_workers_confirm_is_said_for_more_and_for_fewer_than_half() -> None:
    assert title("said") == "Workers confirm more than half of the closed cases"  # 41 of 64
    fewer = table("said", "closed", 60, confirmed=20, disputed=15, unreachable=10, not_asked=10)  # 24 of 56
    assert title("said", fewer) == "Workers confirm fewer than half of the closed cases"
    between = table("said", "closed", 60, confirmed=30, disputed=10, unreachable=10, not_asked=10)
    assert title("said", between) == "What workers say of closed cases"
    unasked = table("said", "closed", 60, confirmed=10, disputed=5, unreachable=None, not_asked=45)
    assert title("said", unasked) == "What workers say of closed cases"


def test_no_title_names_the_rest_of_a_table_or_a_workplace() -> None:
    rest = table("cause", "causes", 60, purchasing_price=5, other=50)
    assert title("cause", rest) == "What lay behind the cases"
    assert title("site") == "Cases by workplace"


def test_hidden_rows_stay_in_the_picture_and_are_counted_below_the_title() -> None:
    card = cards("en", (QUARTER,), LIGHT)["category"]
    last = [(line.name, line.n) for line in card.told.lines][-2:]
    assert last == [("Child and young workers", None), ("Living conditions", None)]
    assert "Living conditions: hidden" in card.alt
    assert card.told.below == "Cases by main category. 100 cases received, 2 numbers hidden"


def test_a_table_in_which_all_is_hidden_has_no_picture_and_keeps_its_rows() -> None:
    card = cards("en", (QUARTER,), LIGHT)["brand_action"]
    assert card.plan is None
    assert [line.n for line in card.told.lines] == [None, None, None]


def test_metrics_carry_their_denominators_and_never_add_what_is_hidden() -> None:
    assert metrics(EN, (QUARTER,)) == (
        ("Cases received", "100", "from 2 workplaces that supplied you"),
        ("Factory's first answer, median", "2 to 3 days", "80 first answers"),
        ("Confirmed by the worker", "45 of 60", "10 not reached"),
        ("Your own first word, median", "hidden", "How many is hidden"),
    )
    hidden = replace(BEFORE, tables=(table("category", "received", None, F=None),))
    assert metrics(EN, (QUARTER, hidden))[0][1] == "100 and more"
    # Of both quarters together 42 came within a day, 114 within 3, and half of at most 168 is 84.
    assert metrics(EN, (QUARTER, BEFORE))[1][1] == "up to 3 days"


def test_several_quarters_are_the_sum_of_what_they_show() -> None:
    told = tell(EN, (QUARTER, BEFORE), "category")
    assert told is not None
    assert [line.n for line in told.lines] == [120, 50, 20, None, None]
    assert told.below.endswith("200 cases received, 2 numbers hidden")


@pytest.mark.parametrize(
    ("today", "newest", "quarter", "day"),
    [
        (date(2026, 11, 22), None, date(2026, 10, 1), date(2027, 1, 16)),
        (date(2026, 10, 3), None, date(2026, 7, 1), date(2026, 10, 16)),
        (date(2026, 11, 22), date(2026, 7, 1), date(2026, 10, 1), date(2027, 1, 16)),
        (date(2027, 1, 3), date(2026, 7, 1), date(2026, 10, 1), date(2027, 1, 16)),
        (date(2027, 1, 3), date(2026, 10, 1), date(2027, 1, 1), date(2027, 4, 16)),
    ],
)
def test_the_page_says_which_quarter_comes_next_and_when(today: date, newest: date | None, quarter: date, day: date) -> None:
    assert next_published(today, newest) == (quarter, day)


def test_a_quarter_is_named_by_its_months() -> None:
    assert said(EN, date(2026, 7, 1)) == "July\u2009–\u2009September 2026"
    assert said(ZH, date(2026, 10, 1)) == "2026年10月至12月"


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
@pytest.mark.parametrize("picked", [(QUARTER,), (QUARTER, BEFORE)], ids=["one", "two"])
def test_every_table_of_a_brand_draws_and_is_explained_in_both_languages(language: str, picked: tuple[Publication, ...]) -> None:
    drawn = cards(language, picked, LIGHT)
    assert set(drawn) == {table.subject for table in QUARTER.tables}
    for subject, card in drawn.items():
        assert card.told.title
        assert words(language).t(f"published-{subject.replace('_', '-')}-means")
        assert words(language).t(f"published-{subject.replace('_', '-')}-column")
        if card.plan is not None:
            assert card.alt
            assert card.plan["config"]["background"] == "transparent"
    for section in SECTIONS:
        assert words(language).t(f"published-section-{section}")
    assert QUARTER.quarter_name == "2026-Q3"


@pytest.mark.parametrize(
    ("median", "n", "finding"),
    [
        (1, 40, "You answer sooner than workplaces do in the middle"),
        (3, 40, "You answer as soon as workplaces do in the middle"),
        (4, 40, "You answer later than workplaces do in the middle"),
        (1, 12, "Your first answers beside those of all workplaces"),
        (None, 2, "Your first answers beside those of all workplaces"),
    ],
)
def test_a_workplace_reads_its_median_beside_the_band_of_all(median: int | None, n: int, finding: str) -> None:
    peers = Peers(date(2026, 7, 1), days("answer_days", "answered", 80, 25, 40, 10, None, None))
    title, (_, theirs) = told(EN, Spread(n, (), median, None), peers)
    assert title == finding
    assert theirs.endswith("September 2026: median 2 to 3 days, 80 answers, 9 in 10 within 8 to 14 days")
    assert told(ZH, Spread(n, (), median, None), peers)[0]
