"""What stands behind one warning: its weeks as a picture or a table, and its cases. In a drawer, which asks for nothing."""

from __future__ import annotations

from datetime import timedelta
from functools import lru_cache
from typing import Any

import altair as alt
import streamlit as st

from components import links, naming, plain
from components.charts.colours import Palette, dressed, palette
from components.figures import taking
from components.i18n import spoken, t, words
from components.warning import reasons
from db.models.warning import Reason, Warned, WarningCase

HEIGHT = 130


def show(one: Warned) -> None:
    """Reasons, weeks, cases."""
    plain.strong(naming.place(one.workplace.name, one.workplace.city), key=f"behind-{one.id}")
    st.markdown(reasons.sentences(one))
    with st.container(key=f"behind-weeks-{one.id}"):
        _weeks(one)
    if one.cases:
        st.subheader(t("warning-cases", n=one.behind), anchor=False)
        for each in one.cases:
            _case(each, several=one.kind == "spreading")
        if one.behind > len(one.cases):
            st.caption(t("warning-cases-more", n=one.behind - len(one.cases)))


def _weeks(one: Warned) -> None:
    title, table = finding(one), t("warning-as-table")
    with st.container(horizontal=True, vertical_alignment="center"):
        st.subheader(title, anchor=False, width="stretch")
        as_table = st.toggle(table, key=f"table-{one.id}")
    st.caption(t("warning-chart-note", base=base(one)))
    held = sheet(one)
    if as_table:
        rows = held.rows or ((t("warning-none"), 0),)
        week, cases = held.head
        st.table(
            {week: [day for day, _ in rows], cases: [str(n) for _, n in rows]}, border="horizontal", hide_index=True, alt=title
        )
    else:
        plan = picture(spoken().language, one.weeks, one.base, palette(st.context.theme.type))
        st.vega_lite_chart(spec=plan, width="stretch", theme=None, alt=told(one), key=f"weeks-{one.id}")
    with st.container(horizontal=True, gap="small", key=f"under-weeks-{one.id}"):
        with st.popover(t("figures-define"), type="tertiary", icon=":material/info:", key=f"means-weeks-{one.id}"):
            st.markdown(t("warning-define"))
        taking.offer(held)


def sheet(one: Warned) -> taking.Sheet:
    """The weeks as the table and the file have them: those with a case, the latest first."""
    about = f"weeks-{one.kind}-{str(one.id)[:8]}-{one.last_seen:%Y-%m-%d}"
    rows = tuple((spoken().say_short_date(day), n) for day, n in by_week(one) if n)
    return taking.Sheet(about, (t("warning-col-week"), t("warning-col-cases")), rows, narrowed=True)


def finding(one: Warned) -> str:
    """The picture's sentence."""
    last = sum(one.weeks[-8:])
    earlier = sum(one.weeks[:-8])
    return t("warning-chart", last=last, earlier=earlier, weeks=max(0, len(one.weeks) - 8))


def base(one: Warned) -> str:
    """What is usual, as a person says it."""
    return reasons.usual(spoken(), Reason("cluster", weeks=1, usual=one.base))


def by_week(one: Warned) -> list[tuple[Any, int]]:
    """First day and cases of each week, the latest first."""
    return [(one.last_seen - timedelta(days=7 * (back + 1)), n) for back, n in enumerate(reversed(one.weeks))]


def told(one: Warned) -> str:
    """The picture for those who do not see it."""
    return t(
        "warning-alt", title=finding(one), weeks=spoken().say_list([spoken().say_number(n) for n in one.weeks]), base=base(one)
    )


@lru_cache(maxsize=128)
def picture(language: str, weeks: tuple[int, ...], usual: float, colours: Palette) -> dict[str, Any]:
    """Small columns, the late ones in the colour of the title, and the usual number as a line of text over a thin rule."""
    late = len(weeks) - 8
    values = [{"week": number, "n": n, "said": str(n) if n else "", "late": number >= late} for number, n in enumerate(weeks)]
    top = max(*weeks, usual, 2.0) * 1.25
    height = alt.Y("n:Q", axis=None, scale=alt.Scale(domain=[0, top]))
    place = alt.X("week:O", axis=None, scale=alt.Scale(paddingInner=0.25, paddingOuter=0.1))
    columns = alt.Chart(alt.Data(values=values)).encode(x=place)
    drawn = columns.mark_bar(cornerRadiusEnd=1).encode(
        y=height, color=alt.condition("datum.late", alt.value(colours.main), alt.value(colours.context))
    )
    numbers = columns.mark_text(baseline="bottom", dy=-2, color=colours.ink).encode(y=height, text="said:N")
    line = alt.Chart(alt.Data(values=[{"n": usual, "said": words(language).t("warning-usual-line")}]))
    rule = line.mark_rule(color=colours.muted).encode(y=height)
    label = line.mark_text(align="left", baseline="bottom", dy=-3, color=colours.muted, x=2).encode(y=height, text="said:N")
    plan: dict[str, Any] = dressed(alt.LayerChart(layer=[drawn, numbers, rule, label], height=HEIGHT), colours).to_dict()
    return plan


def _case(one: WarningCase, *, several: bool) -> None:
    severity = t(f"severity-{one.severity}")
    with st.container(gap=None, key=f"behind-case-{one.reference}"):
        links.link(links.CASE, f"{one.reference} {naming.title(one.issues)}", address="/case", query={"ref": one.reference})
        facts = [spoken().say_date(one.received_at), severity, t(f"phase-{one.phase}")]
        plain.quiet(spoken().say_clauses([*([one.workplace] if several else []), *facts]), key=f"behind-{one.reference}")
