"""The list of warnings, most unusual first, and the silent workplaces in a list of their own; what can be done about each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

import streamlit as st

from components import dialogs, links, naming, plain, states
from components.i18n import now, spoken, t
from components.warning import details, reasons
from db.models.warning import EarlyWarning, PutAside, Warned

ICONS = {
    "cluster": ("orange", ":material/bubble_chart:"),
    "spreading": ("orange", ":material/hub:"),
    "severity": ("red", ":material/trending_up:"),
    "silent": ("gray", ":material/volume_off:"),
}
WHYS = {
    "cluster": ("known", "unrelated", "explained"),
    "spreading": ("known", "unrelated", "explained"),
    "severity": ("known", "unrelated", "explained"),
    "silent": ("visited", "known", "explained", "closed"),
}
STALE_HOURS = 48


@dataclass(frozen=True)
class OpenL0:
    warning: UUID


@dataclass(frozen=True)
class Dismiss:
    warning: UUID
    why: str


Deed = OpenL0 | Dismiss
Do = Callable[[Deed], None]


def headline(view: EarlyWarning) -> str:
    """How many wait for a look, how many are silent."""
    return spoken().say_clauses([t("warning-count", n=view.found.warnings), t("warning-silent-count", n=view.found.silent)])


def last_look(view: EarlyWarning) -> None:
    """When it was last looked: a list that nobody renewed is no comfort."""
    if view.last_run is None:
        st.markdown(f":orange[:material/error: **{t('warning-no-run')}**]")
        return
    said = t("warning-last-run", when=spoken().say_moment(view.last_run.at), n=view.last_run.sites)
    old = (now() - view.last_run.at).total_seconds() > STALE_HOURS * 3600
    if old:
        st.markdown(f":orange[:material/error: **{said}** {t('warning-stale')}]")
    else:
        st.caption(said)


def opened(view: EarlyWarning) -> None:
    """The strike that the last deed opened."""
    if view.opened is not None:
        with st.container(border=True, key="due-opened", gap="xsmall"):
            st.markdown(f":material/check: **{t('warning-opened')}**")
            links.link(links.STRIKES, t("warning-to-strike"), address="/strikes", query={"strike": str(view.opened)})


def ranked(view: EarlyWarning, do: Do, take: Callable[[], None]) -> None:
    """The warnings; the drawer and both dialogs ask the database for nothing. `take` makes the file that one is asked for."""
    if not view.warnings:
        states.empty(t("warning-nothing"), t("warning-nothing-more") if view.last_run else "")
    for place, one in enumerate(view.warnings, start=1):
        with st.container(border=True, key=f"row-warning-{one.id}", gap="xsmall"):
            _head(one, place)
            st.markdown(f"**{reasons.cause(one)}**  \n{reasons.sentences(one)}")
            st.caption(_foot(one))
            with st.container(horizontal=True, gap="small", vertical_alignment="center"):
                _open(one, do)
                if st.button(t("warning-look", n=one.behind), key=f"look-{one.id}", type="tertiary"):
                    dialogs.show(reasons.cause(one), lambda one=one: _behind(one, take), position="right", width="medium")  # type: ignore[misc]
                _dismiss(one, do)
    _rest(view.found.warnings - len(view.warnings))


def _rest(n: int) -> None:
    """A list holds the most unusual; the others come up when these are dealt with."""
    if n > 0:
        st.caption(t("warning-rest", n=n))


def _behind(one: Warned, take: Callable[[], None]) -> None:
    details.show(one)
    take()


def silent(view: EarlyWarning, do: Do) -> None:
    """Silent workplaces, what to do there, and how sure it is."""
    if not view.silent:
        return
    st.subheader(f"{t('warning-silent-title')} :gray[{spoken().say_number(view.found.silent)}]", anchor=False)
    st.caption(t("warning-silent-lead"))
    for one in view.silent:
        with st.container(border=True, key=f"row-warning-{one.id}", gap="xsmall"):
            _head(one)
            st.markdown(reasons.sentences(one))
            never = any(each.key == "never" for each in one.reasons)
            st.markdown(f":material/arrow_forward: {t('warning-do-never' if never else 'warning-do-stopped')}")
            with st.container(horizontal=True, gap="small", vertical_alignment="center"):
                st.caption(_foot(one), width="stretch")
                _dismiss(one, do)
    _rest(view.found.silent - len(view.silent))


def aside(view: EarlyWarning) -> None:
    """What was put aside, by whom and why."""
    if view.dismissed:
        with st.expander(t("warning-aside", n=view.found.dismissed)):
            st.caption(t("warning-aside-lead"))
            for number, one in enumerate(view.dismissed):
                plain.quiet(_aside(one), key=f"aside-{number}")
            _rest(view.found.dismissed - len(view.dismissed))


def _aside(one: PutAside) -> str:
    about = t(f"category-{one.cause}") if one.cause else t(f"warning-about-{one.kind}")
    place = naming.place(one.workplace.name, one.workplace.city)
    return spoken().say_clauses(filter(None, [place, about, t(f"warning-why-{one.why}"), one.by, spoken().say_date(one.at)]))


def _head(one: Warned, place: int | None = None) -> None:
    colour, icon = ICONS[one.kind]
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        name = naming.place(one.workplace.name, one.workplace.city)
        plain.strong(f"{place}. {name}" if place else name, key=f"warning-{one.id}")
        st.badge(t(f"warning-kind-{one.kind}"), icon=icon, color=colour)  # type: ignore[arg-type]
        if one.returned:
            st.badge(t("warning-returned"), icon=":material/undo:", color="orange")


def _foot(one: Warned) -> str:
    size = t("warning-headcount", n=spoken().say_number(one.headcount)) if one.headcount else ""
    return " · ".join(filter(None, [reasons.chance(one), size, t("warning-since", day=spoken().say_date(one.first_seen))]))


def _open(one: Warned, do: Do) -> None:
    if one.strike is not None:
        said = t("warning-strike-open", level=t(f"strike-level-{one.strike.level}"))
        links.link(links.STRIKES, said, address="/strikes", query={"strike": str(one.strike.id)}, icon=":material/campaign:")
    elif st.button(t("warning-open"), key=f"open-{one.id}", icon=":material/campaign:"):
        dialogs.show(t("warning-open-do"), lambda: _sure(one, do))


def _sure(one: Warned, do: Do) -> None:
    plain.strong(naming.place(one.workplace.name, one.workplace.city), key=f"sure-{one.id}")
    st.markdown(t("warning-open-more", cause=reasons.cause(one), n=one.to_link))
    st.caption(t("warning-open-who"))
    if st.button(t("warning-open-do"), type="primary", key="do-open-warning"):
        do(OpenL0(one.id))


def _dismiss(one: Warned, do: Do) -> None:
    if st.button(t("warning-dismiss"), key=f"dismiss-{one.id}", type="tertiary"):
        dialogs.show(t("warning-dismiss-do"), lambda: _why(one, do))


def _why(one: Warned, do: Do) -> None:
    why = st.radio(
        t("warning-why"), WHYS[one.kind], index=None, format_func=lambda each: t(f"warning-why-{each}"), key=f"why-{one.id}"
    )  # fmt: skip
    st.caption(t("warning-dismiss-more" if one.kind != "silent" else "warning-dismiss-silent"))
    if st.button(t("warning-dismiss-do"), type="primary", disabled=why is None, key="do-dismiss-warning") and why:
        do(Dismiss(one.id, why))
