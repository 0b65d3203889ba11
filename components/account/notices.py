"""The list of notices: what is new, in which case, since when."""

from __future__ import annotations

from datetime import datetime

import streamlit as st

from components import naming, plain, states
from components.i18n import spoken, t
from components.links import BULLETINS, CASE, INBOX, MODERATION, POLICIES, REPORTS, SETTINGS, link
from db.models.notices import MailState, Notice, Notices

_SEEN = "notices-seen-until"
# Where somebody finds what is gathered once a day, or is no case.
_PLACES = {
    "moderate": (MODERATION, "/moderation"), "bulletin": (BULLETINS, "/bulletins"), "policy": (POLICIES, "/policies"),
    **dict.fromkeys(("report_about", "report_answered", "report_shared"), (REPORTS, "/reports")),
}  # fmt: skip
_ICONS = {
    "message": "forum", "to_us": "forum", "moderate": "pause_circle", "new_case": "inbox", "due_soon": "schedule",
    "second_voice": "how_to_vote",
    "overdue": "alarm", "late": "alarm", "escalated": "trending_up", "escalations": "trending_up", "unlock": "key",
    "unlock_answered": "key", "bulletin": "campaign", "zero_tolerance": "shield", "mail_waits": "mail_off",
    "policy": "policy", "report_about": "description", "report_answered": "description", "report_shared": "description",
    "action": "build_circle", "action_again": "build_circle", "verify": "photo_library",
}  # fmt: skip


def seen() -> datetime | None:
    """Until when the viewer has just marked everything as seen; asked before the page is loaded, so that a deed is one call."""
    marked: datetime | None = st.session_state.pop(_SEEN, None)
    return marked


def _mark(until: datetime) -> None:
    st.session_state[_SEEN] = until


def show(page: Notices) -> None:
    """Draw the page."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="notices-top"):
        st.title(t("notice-title"), anchor=False, width="content")
        st.space("stretch")
        if page.unread:
            st.button(t("notice-seen"), key="notices-seen", icon=":material/done_all:", on_click=_mark, args=(page.now,))
    _mail(page.mail)
    if not page.notices:
        states.empty(t("notice-empty"), t("notice-empty-more"))
    for one in page.notices:
        _row(one)
    link(SETTINGS, t("notice-choose"), address="/settings", icon=":material/mail:")


def _mail(mail: MailState | None) -> None:
    """To supervisors: that mails do not leave, or are refused."""
    if mail is None:
        return
    if mail.waiting and mail.since is not None:
        with st.container(border=True, key="card-due-mail"):
            st.markdown(
                f":orange[:material/mail_off: **{t('notice-mail-waits', count=mail.waiting)}**]  \n"
                + t("notice-mail-waits-more", since=spoken().say_moment(mail.since))
            )
    if mail.refused:
        st.caption(t("notice-mail-refused", count=mail.refused))


def _row(one: Notice) -> None:
    icon = _ICONS.get(one.kind, "notifications")
    words = naming.known("notice", one.kind, "notice-other")
    with st.container(key=f"row-{one.id}", gap="xxsmall"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            target, address = _PLACES.get(one.kind, (INBOX, "/inbox"))
            said = words if one.read else f"**{words}**"
            if one.reference is not None:
                query = {"ref": one.reference}
                link(CASE, said, address="/case", icon=f":material/{icon}:", query=query)
            else:
                link(target, said, address=address, icon=f":material/{icon}:")
            if not one.read:
                st.markdown(f":primary-badge[{t('notice-new')}]", width="content")
        about = " · ".join(
            each
            for each in (
                one.reference or "",  # first, so that it is not broken at the end of a line
                naming.title(one.issues) if one.issues else "",
                naming.place(one.workplace, one.city) if one.workplace else "",
                spoken().say_instant(one.at),
            )
            if each
        )
        plain.quiet(about, key=f"about-{one.id}")
