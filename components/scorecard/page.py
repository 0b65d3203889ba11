"""Eight criteria, each with its lines: what was counted, of how many, and what that counts."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from datetime import date

import streamlit as st

from components.i18n import say_number, spoken, t
from db.models.scorecard import CRITERIA, Line, Scorecard

FEW = 20  # below this many a share is said as a count alone


def show(card: Scorecard) -> None:
    """Draw the whole page."""
    end = date(card.last.year, card.last.month, calendar.monthrange(card.last.year, card.last.month)[1])
    st.caption(t("score-period", first=spoken().say_month(card.first), last=spoken().say_month(end), n=say_number(card.received)))
    for pair in zip(CRITERIA[::2], CRITERIA[1::2], strict=True):
        for column, criterion in zip(st.columns(2, gap="medium"), pair, strict=True):
            with column, st.container(border=True, key=f"card-score-{criterion}", height="stretch", gap="small"):
                _criterion(criterion, [line for line in card.lines if line.criterion == criterion])
    st.caption(t("score-foot"))


def _criterion(criterion: str, lines: Sequence[Line]) -> None:
    st.subheader(t(f"score-{criterion}"), anchor=False)
    st.caption(t(f"score-{criterion}-asks"))
    for line in lines:
        st.markdown(sentence(line))
    with st.popover(t("figures-define"), type="tertiary", icon=":material/info:"):
        for line in lines:
            st.markdown(f"**{_name(line)}**  \n{_definition(line)}")


def _name(line: Line) -> str:
    kind = _clock(line)
    return t("score-name-clock", clock=t(f"score-clock-{kind}")) if kind else t(f"score-name-{line.key}")


def _definition(line: Line) -> str:
    return t("score-definition-clock") if _clock(line) else t(f"score-definition-{line.key}")


def _clock(line: Line) -> str | None:
    return line.key.removeprefix("clock_") if line.key.startswith("clock_") else None


def sentence(line: Line) -> str:
    """The line as a sentence: its value in bold, then what it is of."""
    if not line.whole:
        return f"{_name(line)}: :gray[{t('score-nothing')}]"
    if line.kind == "spread":
        unit = "score-times" if line.key == "updates" else "score-days"
        more = t("score-tenth", value=t(unit, n=line.p90 or 0)) if line.whole >= 10 else ""
        said = t(unit, n=line.median or 0)
        return f"{_name(line)}: **{said}** :gray[{spoken().say_sentences(t('score-median', n=say_number(line.whole)), more)}]"
    if line.kind == "rate":
        per = spoken().say_number(round(1000 * line.part / line.whole, 1))
        base = t("score-rate-base", part=say_number(line.part), whole=say_number(line.whole))
        return f"{_name(line)}: **{per}** :gray[{base}]"
    of = t("score-of", part=say_number(line.part), whole=say_number(line.whole))
    if line.whole < FEW:
        return f"{_name(line)}: **{of}**"
    return f"{_name(line)}: **{t('score-percent', n=round(100 * line.part / line.whole))}** :gray[{of}]"
