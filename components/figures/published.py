"""Published figures of a brand: one quarter, or the sum of the last four; each table with what is hidden in it, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import streamlit as st

from components import plain
from components.charts.bars import Bar, bars
from components.charts.colours import palette
from components.figures.page import HIDE
from components.i18n import Words, spoken, t
from db.models.publication import Band, Publication, Published, PublishedTable, Summed, summed, total

QUARTERS = 4
ROWS = 7
# A table's values are named by words that other pages use for the same thing.
NAMED_BY = {
    "category": "category", "severity": "severity", "ending": "closed", "said": "figures-truth", "outcome": "finding",
    "cause": "published-cause", "brand_action": "published-action",
}  # fmt: skip
SHOWN = (
    ("category", "site"), ("answer_days", "clock"), ("brand_word_days", "brand_action"), ("cause", "severity"),
    ("outcome", "close_days"), ("ending", "said"),
)  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One value: its number (None where all of it is hidden), and in how many of the quarters it is hidden."""

    name: str
    n: int | None
    hidden: int
    typed: bool = False


def show(data: Published) -> None:
    """Draw the page for a brand."""
    words = spoken()
    latest = data.latest()[:QUARTERS]
    if not latest:
        st.write(t("published-nothing"))
        return
    with st.container(key="figures-head", horizontal=True, vertical_alignment="center", gap="medium"):
        with st.container(width="stretch"):
            names = {"all": t("published-last", n=len(latest))} if len(latest) > 1 else {}
            names |= {str(each.quarter): quarter(words, each.quarter) for each in latest}
            first = str(latest[0].quarter)
            chosen = st.segmented_control(
                t("published-period"), list(names), default=first, required=True, format_func=lambda one: names[one],
                key="published-period",
            )  # fmt: skip
        switch = {"charts": t("figures-charts"), "tables": t("figures-tables")}
        how = st.segmented_control(
            t("figures-switch"), list(switch), default="charts", required=True, format_func=lambda one: switch[one],
            key="figures-switch", label_visibility="collapsed",
        )  # fmt: skip
    picked = latest if chosen == "all" else tuple(each for each in latest if str(each.quarter) == chosen)
    _metrics(words, picked)
    for pair in SHOWN:
        for column, subject in zip(st.columns(2), pair, strict=True):
            with column:
                _card(words, picked, subject, tables=how == "tables")
    with st.container(key="quiet-figures-foot"):
        st.caption(f"{HIDE} {t('published-footnote')}")


def quarter(words: Words, first: date) -> str:
    """A quarter as people write it."""
    return words.t("published-quarter", year=str(first.year), n=(first.month + 2) // 3)


def lines(words: Words, picked: Sequence[Publication], subject: str) -> tuple[Line, ...]:
    """The values of one table over these quarters, those with a number first where the order means nothing."""
    found = [_line(words, subject, each, len(picked)) for each in summed(tuple(picked), subject)]
    if subject in ("category", "site", "cause", "ending"):
        found.sort(key=lambda one: (one.n is None, -(one.n or 0)))
    return tuple(found)


def _line(words: Words, subject: str, one: Summed, quarters: int) -> Line:
    n = None if one.hidden == quarters else one.n
    if subject == "site":
        return Line(one.name or words.t("published-site-left"), n, one.hidden, typed=one.name is not None)
    return Line(_name(words, subject, one.bucket), n, one.hidden)


def _name(words: Words, subject: str, bucket: str) -> str:
    if subject.endswith("_days"):
        start, _, end = bucket.partition("-")
        return words.t("published-days", start=start, end=end) if end else words.t("published-days-open", start=start)
    if subject == "clock":
        kind, _, how = bucket.partition(":")
        return words.t(f"published-{how or 'clock-other'}", what=words.t(f"clock-{kind}"))
    return words.t("published-none") if bucket == "none" else words.t(f"{NAMED_BY[subject]}-{bucket}")


def number(words: Words, n: int | None, hidden: int) -> str:
    """A number, the word for hidden, or what is shown and that more is hidden."""
    if n is None:
        return words.t("figures-hidden")
    return words.t("published-and-hidden", n=words.say_number(n)) if hidden else words.say_number(n)


def band(words: Words, one: Band | None) -> str:
    """So many days, as far as the published table tells."""
    if one is None:
        return words.t("figures-hidden")
    if one.end is None:
        return words.t("published-days-open", start=str(one.start))
    return words.t("published-days", start=str(one.start), end=str(one.end))


def _metrics(words: Words, picked: Sequence[Publication]) -> None:
    told: list[tuple[str, str, str]] = []
    for population in ("received", "answered", "closed"):
        one = total(tuple(picked), population)
        n = None if one.hidden == len(picked) else one.n
        note = words.t("published-few") if n is None else words.t("published-about", n=len(picked) * 4)
        told.append((words.t(f"published-{population}"), number(words, n, one.hidden), note))
    answers = picked[0].table("answer_days") if len(picked) == 1 else None
    note = words.t("published-slow", days=band(words, answers.p90)) if answers and answers.p90 else words.t("published-band")
    told.append((words.t("published-answer"), band(words, answers.median if answers else None), note))
    with st.container(key="figures-metrics"), st.grid(4, min_column_width=150):
        for index, (label, value, under) in enumerate(told):
            with st.container(border=True, key=f"card-figure-{index}", gap="xxsmall", height="stretch"):
                st.metric(label, value)
                st.caption(under)


def _card(words: Words, picked: Sequence[Publication], subject: str, *, tables: bool) -> None:
    held: list[PublishedTable] = [table for each in picked if (table := each.table(subject))]
    if not held:
        return
    rows = lines(words, picked, subject)
    whole = total(tuple(picked), held[0].total)
    n = None if whole.hidden == len(picked) else whole.n
    with st.container(border=True, key=f"card-chart-{subject}", height="stretch"):
        title = words.t(f"published-{subject.replace('_', '-')}-title")
        st.subheader(title, anchor=False)
        shown = [each for each in rows if each.n is not None]
        if not shown:
            st.caption(words.t("published-all-hidden"))
            return
        st.caption(words.t("published-base", all=number(words, n, whole.hidden), hidden=len(rows) - len(shown)))
        if tables:
            _table(words, title, rows)
        else:
            # A hidden row stays, but a long list of nothing but hidden ones says no more than its number.
            held_back = rows if len(rows) <= ROWS else shown
            drawn = [Bar(plain.clean(each.name), each.n, number(words, each.n, each.hidden)) for each in held_back]
            said = words.say_list(
                words.t("figures-alt-row", name=plain.clean(each.name), n=number(words, each.n, each.hidden)) for each in shown
            )
            st.vega_lite_chart(
                spec=bars(drawn, palette(st.context.theme.type), row=28, label_width=180).to_dict(), width="stretch", theme=None,
                alt=words.t("figures-alt", title=title, rows=said), key=f"chart-{subject}",
            )  # fmt: skip


def _table(words: Words, title: str, rows: Sequence[Line]) -> None:
    st.table(
        {
            words.t("published-value"): [plain.label(each.name) if each.typed else each.name for each in rows],
            words.t("figures-col-cases"): [number(words, each.n, each.hidden) for each in rows],
        },
        border="horizontal", hide_index=True, alt=title,
    )  # fmt: skip
