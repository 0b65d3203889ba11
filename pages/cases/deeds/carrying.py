"""What the case page does besides drawing: one call to load, one for each deed, whose answer is the next view."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from uuid import UUID

import streamlit as st

from auth.guard import Visit
from components import dialogs, once, states, unsent
from components.case import composer, plan_deeds
from components.case.composer import Draft
from components.i18n import t
from components.identities import card
from db import cases, messages
from db.errors import Conflict, PortalError, SignInNeeded, Unavailable
from db.models import CasePage, Preview, Role
from pages.cases.deeds import call_for, identity

FRESH, NEWS, NOW, OPEN, STUCK = "case-fresh", "case-news", "case-now", "case-open", "case-stuck"
TALK, WRITING = "talk", "writing"


def talk_alone(before: CasePage, after: CasePage) -> bool:
    """Whether two views of a case differ in its messages alone; the head of the audit chain moves with each of them."""
    return replace(before, messages=(), tip="", chain_head=None) == replace(after, messages=(), tip="", chain_head=None)


@dataclass(frozen=True)
class AtCase:
    """Somebody at one case."""

    visit: Visit
    reference: str

    @property
    def scope(self) -> str:
        """Under which name a draft is kept."""
        return f"post:{self.reference}"

    @property
    def looks_on(self) -> bool:
        """Whether a custodian looks on: she guards identities, and writes nothing into a case."""
        return self.visit.person is not None and self.visit.person.role is Role.CUSTODIAN

    def load(self) -> CasePage | None:
        """What the last deed answered with, or one call; None when the refusal was said instead."""
        fresh: CasePage | None = st.session_state.pop(FRESH, None)
        if fresh is not None and fresh.case.reference == self.reference:
            return fresh
        try:
            if st.session_state.get(OPEN) == self.reference:
                return cases.case_page(self.visit.gateway, self.reference)
            with states.opening("shell-opening-case"):
                return cases.case_page(self.visit.gateway, self.reference)
        except SignInNeeded:
            raise
        except PortalError as refused:
            states.refusal(refused.key, refused.facts)
            return None

    def now(self, page: CasePage) -> CasePage:
        """The case as it was seen last: a fragment that is drawn again by itself was given the page of the last whole view."""
        newest: CasePage | None = st.session_state.get(NOW)
        return newest if newest is not None and newest.case.reference == page.case.reference else page

    def carry_out(self, what: str, deed: Callable[[UUID], CasePage], wrote: object = None) -> None:
        """One deed, once: its answer becomes the page; a refusal is said where the button stood. What somebody `wrote` for it
        waits beside the news when a colleague was faster: the page is drawn anew, and no dialog outlives that."""
        try:
            page = deed(once.request_id(what))
        except SignInNeeded:
            st.rerun()
        except Conflict as faster:
            once.done(what)
            unsent.keep(self.scope, wrote)
            st.session_state[NEWS] = (faster.key, faster.facts)
            st.rerun()
        except PortalError as refused:
            unsure = isinstance(refused, Unavailable)
            if not unsure:
                once.done(what)
            states.refusal(refused.key, refused.facts, writing=True, maybe_done=unsure and refused.maybe_done)  # type: ignore[attr-defined]
        else:
            once.done(what)
            st.session_state[FRESH] = page
            st.rerun()

    def steer(self, page: CasePage, deed: object) -> None:
        """Turn what somebody chose into its one call."""
        if isinstance(deed, plan_deeds.Claim) and deed.files:
            files = deed.files
            deed = replace(deed, keep=lambda i: [self.visit.attach(i, self.reference, each.name, each.content) for each in files])
        call = call_for(deed, page, self.visit.gateway)
        self.carry_out(call.scope, call.send, deed)

    def post(self, draft: Draft, before: CasePage | None = None) -> None:
        """Send it once. Whatever happens, the words stay until the database has them. A callback says what was seen `before`:
        where nothing but the thread became another, only that is drawn again."""
        try:
            request = once.request_id(self.scope)
            files = [self.visit.attach(request, self.reference, each.name, each.content) for each in draft.files]
            page = messages.post_message(
                self.visit.gateway, request, self.reference, draft.body, draft.audience, draft.kind, files
            )
        except PortalError as refused:
            unsure = isinstance(refused, Unavailable) and refused.maybe_done
            if not isinstance(refused, Unavailable | SignInNeeded):
                once.done(self.scope)
            st.session_state[STUCK] = (self.scope, refused.key, refused.facts, unsure)
            if before is not None and not isinstance(refused, SignInNeeded):
                return  # the composer is drawn next, and says it
            st.rerun(scope="app" if isinstance(refused, SignInNeeded) else "fragment")
        once.done(self.scope)
        composer.forget(self.scope)
        st.session_state.pop(STUCK, None)
        if before is not None and talk_alone(self.now(before), page):
            st.session_state[NOW] = page
            st.rerun(scope=[TALK, WRITING])
        st.session_state[FRESH] = page
        st.rerun()

    def see(self, party: UUID) -> Preview | None:
        """The case as that party sees it."""
        try:
            return cases.preview(self.visit.gateway, self.reference, party)
        except PortalError as refused:
            states.refusal(refused.key, refused.facts, scope="preview")
            return None

    def unlock(self, page: CasePage, deed: card.Deed) -> None:
        """What somebody does with a key; what is opened is drawn in a dialog and kept nowhere."""
        if isinstance(deed, card.Look):
            dialogs.show(t("identity-opened-title"), lambda: identity.look(self.visit.gateway, self.reference, deed.party))
        else:
            self.steer(page, deed)
