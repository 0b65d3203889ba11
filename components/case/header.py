"""The head of a case: the way back, reference, title, workplace, badges, and the phase it is in."""

from __future__ import annotations

from datetime import datetime, timedelta
from html import escape
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import streamlit as st

from components import naming, plain
from components.case import group
from components.i18n import spoken, t
from components.links import link
from db.models import CaseHead, CasePage, Phase, Side


def _zone(zone: str) -> None:
    """Times are the workplace's. Whoever reads them under another sun is told so."""
    theirs = st.context.timezone
    if theirs and datetime.now(ZoneInfo(zone)).utcoffset() != _offset(theirs):
        st.caption(f":material/schedule: {t('case-zone', zone=spoken().say_zone())}")


def _offset(zone: str) -> timedelta | None:
    try:
        return datetime.now(ZoneInfo(zone)).utcoffset()
    except (ZoneInfoNotFoundError, ValueError):  # what a browser says of itself
        return None


def show(page: CasePage, *, back: str | None = "cases/inbox.py") -> None:
    """Draw the header; `back` is the page the first link leads to, None where there is none."""
    head = page.case
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="back"):
        if back:
            link(back, t(_back_words(page.viewer)), icon=":material/arrow_back:", address="/inbox")
        plain.show(head.reference)
    with st.container(key="heading", gap="xxsmall"):
        st.title(naming.title(head.issues), anchor=False)
        with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
            plain.show(naming.called(head))
            _badges(head, page.viewer)
            if group.badge(page):
                st.badge(group.badge(page) or "", icon=":material/groups:", color="blue")
        _zone(head.zone)
    stepper(head.phase)


def _back_words(viewer: Side) -> str:
    return "shell-nav-inbox" if viewer is Side.HANDSHAKE else "shell-nav-cases"


def _badges(head: CaseHead, viewer: Side) -> None:
    """At most four, the gravest first; never a colour without its word."""
    color, icon = naming.SEVERITIES[head.severity]
    st.badge(t(f"severity-{head.severity}"), icon=icon, color=color)  # type: ignore[arg-type]
    for name in head.badges[:2]:
        words, mark, hue = naming.badge(name)
        st.badge(words, icon=mark, color=hue)  # type: ignore[arg-type]
    if head.anonymous and viewer is not Side.WORKER:
        words = "badge-anonymous" if viewer is Side.HANDSHAKE else "badge-anonymous-here"
        st.badge(t(words), icon=":material/visibility_off:", color="gray")


def stepper(now: Phase) -> None:
    """The seven phases as an ordered list: what is done carries a check mark, the present one is bold."""
    st.html(_steps(now))


def _steps(now: Phase) -> str:
    here = naming.PHASES.index(now)
    items = []
    for number, phase in enumerate(naming.PHASES):
        word = escape(t(f"phase-{phase}"))
        if number < here:
            items.append(f'<li class="done"><span>✓ {word}</span></li>')
        elif number == here:
            items.append(f'<li class="now" aria-current="step"><span><i></i>{word}</span></li>')
        else:
            items.append(f"<li><span>{word}</span></li>")
    short = escape(t("case-step-of", number=here + 1, all=len(naming.PHASES), phase=t(f"phase-{now}")))
    label = escape(t("case-steps"), quote=True)
    return f'<p class="portal-steps-short">{short}</p><ol class="portal-steps" aria-label="{label}">' + "".join(items) + "</ol>"
