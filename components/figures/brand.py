"""The figures of a brand: what was published of its own supply chain, one quarter or the sum of all that are shown."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import streamlit as st

from components import plain
from components.charts.bars import Bar, bars_plan
from components.charts.colours import Palette, palette
from components.figures import taking
from components.figures.quarters import DAYS, Told, band, base, half_within, next_published, number, quarter, tell, whole
from components.i18n import Words, now, spoken, t, words
from db.models.publication import Publication, Published

HIDE = ":material/visibility_off:"
ALL = "all"
QUARTER = "quarter"  # its name in the address
ROWS = 15  # a longer chart names only what it has a number for; the table names all
# Each section has two columns of cards.
SECTIONS = {
    "received": (("category",), ("severity", "site")),
    "handled": (("answer_days", "close_days"), ("clock",)),
    "ended": (("ending",), ("outcome", "said")),
    "own": (("brand_word_days", "brand_action"), ("cause",)),
}


@dataclass(frozen=True)
class Card:
    """One table with its picture; `plan` is None where every number is hidden."""

    told: Told
    plan: dict[str, Any] | None
    alt: str


def show(data: Published) -> None:
    """Draw the page for a brand. Another quarter, or tables instead of charts, asks the database for nothing."""
    spoken_now = spoken()
    latest = data.latest()
    following, day = next_published(now().date(), latest[0].quarter if latest else None)
    when = spoken_now.say_short_date(day)
    coming = t("published-next", day=when)
    if not latest:
        with st.container(border=True, key="card-published-none"):
            st.subheader(t("published-nothing"), anchor=False)
            st.write(t("published-first", quarter=quarter(spoken_now, following), day=when))
            st.caption(t("published-nothing-why"))
        return
    with st.container(key="figures-head", horizontal=True, vertical_alignment="bottom", gap="medium"):
        with st.container(width="stretch"):
            picked = _chosen(spoken_now, latest)
        tables = _tables_wanted()
    if len(picked) == 1:
        st.caption(t("published-on", day=spoken_now.say_short_date(picked[0].published_at)) + t("figures-stop") + coming)
    else:
        st.caption(t("published-sum", n=len(picked)) + t("figures-stop") + coming)
    _metrics(spoken_now, picked)
    drawn = cards(spoken_now.language, picked, palette(st.context.theme.type))
    for section, rows in SECTIONS.items():
        if not any(subject in drawn for row in rows for subject in row):
            continue
        st.header(t(f"published-section-{section}"), anchor=False)
        for column, subjects in zip(st.columns(2), rows, strict=True):
            with column:
                for subject in subjects:
                    if subject in drawn:
                        _card(spoken_now, drawn[subject], picked, tables=tables)
    with st.container(key="quiet-figures-foot"):
        st.caption(f"{HIDE} {t('published-footnote')}")


@lru_cache(maxsize=32)
def cards(language: str, picked: tuple[Publication, ...], colours: Palette) -> dict[str, Card]:
    """Every table of these quarters with its picture, by subject; kept under all that they show."""
    spoken_now = words(language)
    subjects = [subject for rows in SECTIONS.values() for row in rows for subject in row]
    told = [one for subject in subjects if (one := tell(spoken_now, picked, subject))]
    return {one.subject: _drawn(spoken_now, one, colours) for one in told}


def _drawn(words: Words, told: Told, colours: Palette) -> Card:
    shown = [each for each in told.lines if each.n is not None]
    if not shown:
        return Card(told, None, "")
    held = told.lines if len(told.lines) <= ROWS else shown
    drawn = [Bar(plain.clean(each.name), each.n, number(words, each.n, each.hidden), each.bucket in told.marked) for each in held]
    if len(held) < len(told.lines):
        drawn.append(Bar(words.t("published-others", n=len(told.lines) - len(held)), None, words.t("figures-hidden")))
    rows = words.say_list(words.t("figures-alt-row", name=each.name, n=each.said) for each in drawn)
    width = 230 if told.subject in {"clock", "site"} else 150
    return Card(
        told,
        bars_plan(drawn, colours, row=28, label_width=width),
        words.t("figures-alt", title=told.title, rows=rows),
    )


def _chosen(words: Words, latest: tuple[Publication, ...]) -> tuple[Publication, ...]:
    """The quarters that the address names: one, or all. Anything unreadable in it is as if it were not there."""
    names = {each.quarter_name: quarter(words, each.quarter) for each in latest}
    if len(latest) > 1:
        names[ALL] = words.t("published-all", n=len(latest))
    wanted = st.query_params.get(QUARTER, "")
    chosen = st.selectbox(
        t("published-period"),
        list(names),
        index=list(names).index(wanted) if wanted in names else 0,
        format_func=lambda one: names[one],
        key="published-period",
        on_change=_keep,
        width=320,
    )
    return latest if chosen == ALL else tuple(each for each in latest if each.quarter_name == chosen)


def _keep() -> None:
    """Write the choice into the address, so that a view can be sent to a colleague."""
    st.query_params[QUARTER] = str(st.session_state["published-period"])


def _tables_wanted() -> bool:
    names = {"charts": t("figures-charts"), "tables": t("figures-tables")}
    chosen = st.segmented_control(
        t("figures-switch"),
        list(names),
        default="charts",
        required=True,
        format_func=lambda one: names[one],
        key="figures-switch",
        label_visibility="collapsed",
    )
    return chosen == "tables"


def metrics(words: Words, picked: tuple[Publication, ...]) -> tuple[tuple[str, str, str], ...]:
    """The four metrics: label, value, and the line that gives the denominator."""
    received, answered, closed = (whole(picked, each) for each in ("received", "answered", "closed"))
    sites = max((len(table.cells) for each in picked if (table := each.table("site"))), default=0)
    said = tell(words, picked, "said")
    known = {each.bucket: number(words, each.n, each.hidden) for each in said.lines if each.n is not None} if said else {}
    others = [
        words.t(f"figures-truth-{bucket}-note", n=known[bucket])
        for bucket in ("disputed", "unreachable", "not_asked")
        if bucket in known
    ]
    confirmed, every = known.get("confirmed"), number(words, *closed)
    if confirmed is None:
        value, others = words.t("figures-hidden"), [base(words, "closed", *closed), *others]
    else:
        value = words.t("figures-of", part=confirmed, all=every)
    return (
        (words.t("published-received"), number(words, *received), words.t("published-sites", n=sites)),
        (words.t("published-answer"), _half(words, picked, "answer_days"), base(words, "answered", *answered)),
        (words.t("figures-confirmed"), value, words.say_clauses(others)),
        (
            words.t("published-word"),
            _half(words, picked, "brand_word_days"),
            base(words, "brand_words", *whole(picked, "brand_words")),
        ),
    )


def _half(words: Words, picked: tuple[Publication, ...], subject: str) -> str:
    """The band with the median: of one quarter as published; of several, within how many days it lies for certain."""
    if len(picked) == 1:
        table = picked[0].table(subject)
        return band(words, table.median if table else None)
    told = tell(words, picked, subject)
    days = half_within(told.lines, told.high) if told else None
    return words.t("figures-hidden") if days is None else words.t("published-up-to", days=days)


def _metrics(words: Words, picked: tuple[Publication, ...]) -> None:
    with st.container(key="figures-metrics"), st.grid(4, min_column_width=150):
        for index, (label, value, under) in enumerate(metrics(words, picked)):
            with st.container(border=True, key=f"card-figure-{index}", gap="xxsmall", height="stretch"):
                st.metric(label, value)
                st.caption(under)


def _card(words: Words, card: Card, picked: tuple[Publication, ...], *, tables: bool) -> None:
    told = card.told
    with st.container(border=True, key=f"card-chart-{told.subject}", height="stretch"):
        st.subheader(told.title, anchor=False)
        st.caption(told.below)
        if tables:
            _table(words, told)
        elif card.plan is None:
            st.write(t("published-all-hidden", n=len(told.lines)))
        else:
            st.vega_lite_chart(spec=card.plan, width="stretch", theme=None, alt=card.alt, key=f"chart-{told.subject}")
        with st.container(horizontal=True, gap="small", key=f"under-{told.subject}"):
            with st.popover(t("figures-define"), type="tertiary", icon=":material/info:", key=f"means-{told.subject}"):
                st.write(t(f"published-{told.subject.replace('_', '-')}-means"))
                if told.subject in DAYS:
                    st.caption(t("published-days-means"))
            taking.offer(sheet(words, told, picked))


def sheet(words: Words, told: Told, picked: tuple[Publication, ...]) -> taking.Sheet:
    """The table as a file has it: published numbers, and the table's own words where something is hidden."""
    quarters = sorted(each.quarter_name for each in picked)
    about = "-".join([told.subject.replace("_", "-"), quarters[0], *quarters[-1:][: len(quarters) > 1]])
    head = (words.t(f"published-{told.subject.replace('_', '-')}-column"), words.t("published-number"))
    rows = tuple(
        (each.name, number(words, each.n, each.hidden) if each.n is None or each.hidden else each.n) for each in told.lines
    )
    return taking.Sheet(about, head, rows)


def _table(words: Words, told: Told) -> None:
    st.table(
        {
            words.t(f"published-{told.subject.replace('_', '-')}-column"): [
                plain.label(each.name) if each.typed else each.name for each in told.lines
            ],
            words.t("published-number"): [number(words, each.n, each.hidden) for each in told.lines],
        },
        border="horizontal",
        hide_index=True,
        alt=told.title,
    )
