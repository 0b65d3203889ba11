"""The rail beside the thread: what comes next, what is at work, what can be done besides, and what is on file.

For the desk, what is settled is one line that unfolds, so that the rail stays as short as what is open.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import streamlit as st

from components.case import clocks, findings, group, hearing, linked, next_step, plan, rail, remedy, steering, timeline
from components.guidance import page as guidance
from components.i18n import spoken, t
from components.identities import card as identity
from components.protocol import card as protocol
from db.models import CasePage, Phase, Side

JUDGED = ("investigating", "found")


@dataclass(frozen=True)
class Hands:
    """What the viewer can do here: `do` carries a deed out, `unlock` one with a key. A custodian looks on."""

    do: Callable[[object], None]
    unlock: Callable[[identity.Deed], None]
    supervisor: bool = False
    looks_on: bool = False


def show(page: CasePage, hands: Hands) -> None:
    """The whole rail for this viewer. Opening anything in it costs no call."""
    if page.viewer is Side.HANDSHAKE:
        _desk(page, hands)
    else:
        _outside(page, hands)
    timeline.show(page)


def _outside(page: CasePage, hands: Hands) -> None:
    """A factory and a brand."""
    do = hands.do if page.viewer is Side.FACTORY else None
    if page.viewer is Side.FACTORY:
        rail.please()
    protocol.show(page, hands.do)
    next_step.show(page, do)
    if page.viewer is not Side.FACTORY:  # its own actions stand in the strip
        plan.card(page, None)
    findings.card(page, None)
    remedy.card(page, do)
    hearing.card(page, None)
    rail.who_sees(page)
    guidance.beside(page.case.issues)


def _desk(page: CasePage, hands: Hands) -> None:
    do = None if hands.looks_on else hands.do
    next_step.show(page, do)
    protocol.show(page, do)
    judging = page.case.state in JUDGED
    if judging:
        findings.card(page, do)
    closed = page.case.phase is Phase.CLOSED
    if not closed:
        plan.card(page, do)
        remedy.card(page, do)
        hearing.card(page, do)
    asked = page.identity is not None and bool(page.identity.requests)
    if asked:
        _identity(page, hands)
    if linked.any_at_all(page):
        linked.card(page, do)
    if page.group is not None:
        group.card(page, do)
    if do is not None:
        steering.show(page, do, supervisor=hands.supervisor, more=lambda: _more(page, do))
    _on_file(page, hands, judging=judging, asked=asked)


def _more(page: CasePage, do: Callable[[object], None]) -> None:
    """What is rarely done in a case like this."""
    with st.expander(t("case-more"), type="compact"), st.container(horizontal=True, gap="xsmall", key="steer-more"):
        plan.door(page, do)
        remedy.door(page, do)
        if not linked.any_at_all(page):
            linked.door(do)
        if page.group is None:
            group.door(page, do)
        protocol.door(page, do)


def _on_file(page: CasePage, hands: Hands, *, judging: bool, asked: bool) -> None:
    """What was settled, allowed, disclosed: to look up."""
    do = None if hands.looks_on else hands.do
    with st.container(border=True, key="card-file", gap="xsmall"):
        st.subheader(t("case-file"), anchor=False)
        if page.case.phase is Phase.CLOSED:
            _ended(page, do)
        if not judging and (page.findings or page.evidence):
            with _fold("findings", t("remedy-findings"), len(page.findings)):
                findings.card(page, do)
        with _fold("consents", t("case-consents"), sum(each.withdrawn_at is None for each in page.consents)):
            rail.consents(page.consents, do)
        with _fold("exposure", t("case-exposure"), len(rail.disclosed(page.exposures))):
            rail.exposure(page.exposures)
        if page.identity is not None and not asked:
            with _fold("identity", t("identity-title")):
                _identity(page, hands)
        if clocks.legal(page):
            with _fold("law", t("clock-law-title")):
                clocks.statutory(page)
        if guidance.any_about(page.case.issues):
            with _fold("guidance", t("guidance-beside")):
                guidance.beside(page.case.issues)


def _ended(page: CasePage, do: Callable[[object], None] | None) -> None:
    """Of a closed case: what was agreed, paid and said."""
    if page.plan is not None and page.plan.actions:
        with _fold("plan", t("remedy-actions"), len(page.plan.actions)):
            plan.card(page, do)
    if page.remedy:
        with _fold("remedy", t("remedy-ledger"), len(page.remedy)):
            remedy.card(page, do)
    if page.hearing is not None and (page.hearing.said or page.hearing.attempts):
        with _fold("hearing", t("remedy-hearing")):
            hearing.card(page, do)


def _identity(page: CasePage, hands: Hands) -> None:
    identity.show(page, hands.unlock, may_pass_on=not hands.looks_on, may_keep=hands.looks_on)


@contextmanager
def _fold(name: str, title: str, count: int | None = None) -> Iterator[None]:
    """A card as one line, with how many things are in it; unfolded it has neither frame nor title of its own."""
    label = title if count is None else t("case-file-count", what=title, count=spoken().say_number(count))
    with st.container(key=f"fold-{name}"), st.expander(label, type="compact"):
        yield
