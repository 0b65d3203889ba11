"""The desk of the front page's numbers: what is shown with day and source, one form, and what was said before."""

from __future__ import annotations

import streamlit as st

from components import plain
from components.i18n import Words, now, spoken, t
from components.public.impact import lines, said
from db.impact import CounterForm
from db.models.impact import COUNTERS, Entry, ImpactDesk

HOW = ("entered", "computed", "hidden")
SOURCE_MOST = 200
TYPED = "impact-typed-"


def show(desk: ImpactDesk) -> CounterForm | None:
    """Draw the page; returns what is wanted when the button is pressed."""
    words = spoken()
    st.title(t("impact-desk-title"), anchor=False)
    st.caption(t("impact-desk-lead"))
    _shown(words, desk)
    st.header(t("impact-desk-change"), anchor=False)
    with st.container(border=True, key="card-impact"):
        wish = _form(words, desk)
    if desk.entries:
        st.header(t("impact-desk-log"), anchor=False)
    for number, one in enumerate(desk.entries):
        plain.quiet(_before(words, one), key=f"impact-log-{number}")
    return wish


def keep(form: CounterForm) -> None:
    """Somebody was faster: what was typed stays in its fields beside the new state."""
    st.session_state.setdefault(TYPED + form.counter, form.revision)


def kept(form: CounterForm) -> None:
    """It is stored: the fields begin with what is stored again."""
    st.session_state.pop(TYPED + form.counter, None)


def _shown(words: Words, desk: ImpactDesk) -> None:
    st.header(t("impact-desk-shown"), anchor=False)
    if not desk.shown:
        st.caption(t("impact-desk-none"))
        return
    found = {line.counter: line for line in lines(words, desk.shown)}
    rows = [(name, found.get(name)) for name in COUNTERS]
    basis = [
        t("impact-basis", told=line.told, own=plain.label(line.own)) if line and line.own else line.told if line else ""
        for _, line in rows
    ]
    st.table(
        {
            t("impact-desk-column-number"): [t(f"impact-name-{name}") for name, _ in rows],
            t("impact-desk-column-shown"): [line.n if line else t("impact-desk-hidden") for _, line in rows],
            t("impact-desk-column-basis"): basis,
        },
        border="horizontal", hide_index=True, alt=t("impact-desk-shown"),
    )  # fmt: skip


def _form(words: Words, desk: ImpactDesk) -> CounterForm | None:
    counter = st.segmented_control(
        t("impact-desk-which"), COUNTERS, default=COUNTERS[0], required=True, wrap=True, key="impact-which",
        format_func=lambda one: t(f"impact-name-{one}"),
    )  # fmt: skip
    revision = desk.revisions.get(counter, 0)
    last = desk.last(counter)
    key = f"impact-{counter}-{st.session_state.get(TYPED + counter, revision)}"
    ways = [one for one in HOW if one != "computed" or counter == "cases"]
    how = st.radio(
        t("impact-desk-how"), ways, index=ways.index(last.how) if last and last.how in ways else 0, key=f"{key}-how",
        format_func=lambda one: t(f"impact-desk-how-{one}"),
    )  # fmt: skip
    form = CounterForm(counter, how, revision)
    if how == "computed":
        summed = desk.published
        told = t("impact-desk-computed-none")
        if summed:
            n, day = words.say_number(summed.n), words.say_dated(summed.as_of)
            told = t("impact-desk-computed-now", quarters=summed.quarters, n=n, day=day)
        st.markdown(told)
    elif how == "entered":
        form = _typed(form, next((one for one in desk.entries if one.counter == counter and one.n), None), key)
    name = "impact-desk-save-hidden" if how == "hidden" else "impact-desk-save"
    return form if st.button(t(name), type="primary", key=f"{key}-save") else None


def _typed(form: CounterForm, last: Entry | None, key: str) -> CounterForm:
    left, right = st.columns(2)
    with left:
        n = st.number_input(t("impact-desk-n"), 1, 999_999_999_999, last.n if last else None, step=1, key=f"{key}-n")
        more = st.checkbox(t("impact-desk-plus"), bool(last and last.more), key=f"{key}-more")
    with right:
        today = now().date()
        as_of = st.date_input(t("impact-desk-as-of"), today, max_value=today, format="YYYY-MM-DD", key=f"{key}-as-of")
    source_en = st.text_input(
        t("impact-desk-source-en"), (last.source_en if last else "") or "", max_chars=SOURCE_MOST, key=f"{key}-en",
        help=t("impact-desk-source-help"),
    )  # fmt: skip
    source_zh = st.text_input(
        t("impact-desk-source-zh"), (last.source_zh if last else "") or "", max_chars=SOURCE_MOST, key=f"{key}-zh",
        help=t("impact-desk-source-help"),
    )  # fmt: skip
    return CounterForm(form.counter, form.how, form.revision, int(n) if n else None, more, as_of, source_en, source_zh)


def _before(words: Words, one: Entry) -> str:
    facts = {"counter": t(f"impact-name-{one.counter}"), "by": one.by, "when": words.say_instant(one.at)}
    if one.n is not None and one.as_of is not None:
        facts |= {"n": said(words, one.n, more=bool(one.more)), "day": words.say_dated(one.as_of)}
    return t(f"impact-desk-log-{one.how}", **facts)
