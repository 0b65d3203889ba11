"""The page of figures: scope, four metrics, charts or tables, one footnote."""

from __future__ import annotations

import calendar
from datetime import date

import streamlit as st
from babel.dates import format_date

from components import plain
from components.charts.colours import palette
from components.figures import findings, peers, work
from components.figures.cards import card
from components.figures.drawings import finished
from components.i18n import Words, spoken, t
from db.models.figures import Figures


def show(data: Figures) -> None:
    """Draw the whole page. Charts take their colours from the mode of this run."""
    words = spoken()
    colours = palette(st.context.theme.type)
    with st.container(key="figures-head", horizontal=True, vertical_alignment="center", gap="medium"):
        with st.container(width="stretch"):
            plain.quiet(scope(words, data), key="figures-scope")
        tables = _tables_wanted()
    if data.scope == "handshake" and data.backlog is not None:
        work.today(data.backlog)
    _metrics(words, data)
    if data.received == 0:
        st.write(t("figures-empty"))
        return
    drawn = finished(words.language, data, colours)
    for pair in (("categories", "answers"), ("truths", "months"), ("closings", "phases")):
        for column, kind in zip(st.columns(2), pair, strict=True):
            with column:
                card(drawn[kind], tables, data)
    if data.scope != "factory":
        card(drawn["sites"], tables, data)
    if data.peers is not None:
        peers.show(words, data.answers, data.peers)
    if data.backlog is not None:
        work.show(data, colours, tables)
    with st.container(key="quiet-figures-foot"):
        st.caption(t("figures-footnote-exact"))


def scope(words: Words, data: Figures) -> str:
    """Whose figures, how many workplaces, which months."""
    last = date(data.last.year, data.last.month, calendar.monthrange(data.last.year, data.last.month)[1])
    everything = data.scope == "handshake" and data.chosen is None
    who = words.t("figures-all-handshake") if everything else data.organization
    return words.t(
        "figures-scope",
        who=who,
        sites=data.workplaces,
        sitesSaid=words.say_number(data.workplaces),
        **{"from": _day(words, data.first), "to": _day(words, last)},
    )


def _day(words: Words, day: date) -> str:
    """A day with its year, always: a period may cross New Year."""
    locale, pattern = ("zh_Hans_CN", "y年M月d日") if words.language == "zh-Hans" else ("en_GB", "d MMM y")
    return format_date(day, pattern, locale=locale)


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


def metrics(words: Words, data: Figures) -> tuple[tuple[str, str, str], ...]:
    """The four metrics: label, value, and the line that gives the denominator."""
    cells = findings.cells_of(data.truths)
    closed = cells.get("closed")
    told = [
        words.t(f"figures-truth-{bucket}-note", n=findings.number(words, cells.get(bucket)))
        for bucket in ("disputed", "unreachable")
    ]
    middle = data.answers.median
    answer = words.t("figures-days", days=middle) if middle is not None else _missing(words, data.answers.n)
    slow = data.answers.p90
    return (
        (words.t("figures-received"), findings.number(words, data.received), _before(words, data)),
        (
            words.t("figures-open"),
            findings.number(words, data.open),
            words.t("figures-open-note", all=findings.number(words, data.received)),
        ),
        (
            words.t("figures-answer"),
            answer,
            words.t("figures-slow", days=slow)
            if slow is not None
            else words.t("figures-answer-note", all=findings.number(words, data.answers.n)),
        ),
        (
            words.t("figures-confirmed"),
            words.t(
                "figures-of",
                part=findings.number(words, cells.get("confirmed")),
                all=findings.number(words, closed),
            ),
            words.say_clauses(told),
        ),
    )


def _missing(words: Words, n: int | None) -> str:
    return words.t("figures-none-yet") if n == 0 else words.t("figures-hidden")


def _before(words: Words, data: Figures) -> str:
    if data.received is None or not data.received_before:
        return words.t("figures-received-note")
    change = data.received - data.received_before
    if change == 0:
        return words.t("figures-received-same")
    key = "figures-received-more" if change > 0 else "figures-received-fewer"
    return words.t(key, n=words.say_number(abs(change)))


def _metrics(words: Words, data: Figures) -> None:
    with st.container(key="figures-metrics"), st.grid(4, min_column_width=150):
        for index, (label, value, note) in enumerate(metrics(words, data)):
            with st.container(border=True, key=f"card-figure-{index}", gap="xxsmall", height="stretch"):
                st.metric(label, value)
                st.caption(note)
