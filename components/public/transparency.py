"""The public page of figures: what the mechanism did, the dataset, two examples, and why it works."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from components import states
from components.charts.bars import Bar, bars_plan
from components.charts.colours import palette
from components.figures.quarters import quarter
from components.i18n import spoken, t
from components.mine import leave
from components.public import stories
from components.public.figures import Section, sections, sum_said
from db.models.publication import Publication, Published

DATA = "/data/"
FileOf = Callable[[Publication, str | None], str]
_SHEET = """<style>[data-testid="stHtml"] a{color:light-dark(#115a4e,#7fd0bb);display:inline-block;min-height:32px}
.portal-files{margin:0;padding-left:20px}</style>"""


def show(published: Published, file_of: FileOf, *, staff: bool) -> None:
    """Draw the page; `file_of` names the dataset's file of a version, or of one table of it."""
    if not staff:
        leave.sign_only()
    st.html(_SHEET)
    st.title(t("transparency-title"), anchor=False)
    st.markdown(t("transparency-lead"))
    if told := sum_said(spoken(), published):
        st.markdown(f"**{told}**")
    _quarters(published, file_of)
    st.header(t("transparency-stories-title"), anchor=False)
    for name in stories.STORIES:
        _story(name)
    st.html(f'<p><a href="/light/transparency">{t("transparency-light")}</a></p>')


@st.fragment
def _quarters(published: Published, file_of: FileOf) -> None:
    """Choosing a quarter or tables redraws this and asks the database for nothing."""
    words, latest = spoken(), published.latest()
    one = None
    if not latest:
        states.empty(t("transparency-none"), t("transparency-none-more"))
    else:
        with st.container(horizontal=True, vertical_alignment="bottom", key="transparency-head"):
            at = st.selectbox(
                t("transparency-quarter-label"), range(len(latest)), format_func=lambda n: quarter(words, latest[n].quarter),
                key="transparency-quarter",
            )  # fmt: skip
            names = {"charts": t("figures-charts"), "tables": t("figures-tables")}
            chosen = st.segmented_control(
                t("figures-switch"), list(names), default="charts", required=True, format_func=names.__getitem__,
                key="transparency-switch", label_visibility="collapsed",
            )  # fmt: skip
        one = latest[at]
        st.caption(t("transparency-published", version=str(one.version), day=words.say_date(one.published_at)))
        for each in sections(words, one):
            _section(each, DATA + file_of(one, each.subject), tables=chosen == "tables")
        st.caption(f":material/visibility_off: {t('transparency-note')}")
    _dataset(one, file_of)


def _section(one: Section, file: str, *, tables: bool) -> None:
    with st.container(border=True, key=f"card-public-{one.subject}"):
        st.header(one.title, anchor=False)
        st.caption(one.base)
        if tables or not one.drawable:
            st.table(
                {
                    t("transparency-column-name"): [line.name for line in one.lines],
                    t("transparency-column-n"): [line.said for line in one.lines],
                },
                border="horizontal", hide_index=True, alt=one.title,
            )  # fmt: skip
        else:
            rows = [Bar(line.name, line.n, line.said, line.marked) for line in one.lines]
            plan = bars_plan(rows, palette(st.context.theme.type), label_width=190)
            st.vega_lite_chart(spec=plan, width="stretch", theme=None, alt=one.alt, key=f"chart-{one.subject}")
        with st.expander(t("figures-define"), key=f"means-{one.subject}"):
            st.markdown(one.definition)
        st.html(f'<p><a href="{file}" download>{t("transparency-take")}</a></p>')


def _dataset(one: Publication | None, file_of: FileOf) -> None:
    st.header(t("transparency-data-title"), anchor=False)
    st.markdown(t("transparency-data-text"))
    links = [("all", "handshake-figures.csv"), ("dictionary", "handshake-figures-dictionary.csv"),
             ("licence", "licence.txt"), ("index", "index.json")]  # fmt: skip
    if one is not None:
        links.insert(1, ("one", file_of(one, None)))
    items = "".join(f'<li><a href="{DATA}{file}">{t(f"transparency-data-{name}")}</a></li>' for name, file in links)
    st.html(f'<ul class="portal-files">{items}</ul>')


def _story(name: str) -> None:
    blocks = stories.story(name, spoken().language)
    with st.container(border=True, key=f"card-story-{name}"):
        for kind, text in ((block.kind, block.text) for block in blocks):
            if kind == "title":
                # What is no example stands beside them, not under their heading.
                (st.header if name == "why" else st.subheader)(text, anchor=False)
            else:
                st.markdown(f"- {text}" if kind == "li" else text)
