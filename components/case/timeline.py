"""What happened when, in a few lines: steps of one day are one line, and what only the desk needs is left out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

import streamlit as st

from components import naming
from components.i18n import spoken, t, zone
from db.models import CasePage, Party, Side, TimelineEntry

SHOWN = 8  # lines before the rest folds
_OURS = ("received", "triage", "admitted")  # states that the desk passes through before anybody is told
_ICONS = {
    "case_received": ":material/call:",
    "sent": ":material/send:",
    "responded": ":material/factory:",
    "unanswered": ":material/factory:",
    "found": ":material/balance:",
    "remedy_agreed": ":material/handshake:",
    "remediating": ":material/build_circle:",
    "verifying": ":material/photo_library:",
    "evaluating": ":material/person:",
    "investigating": ":material/search:",
    "closed": ":material/check_circle:",
    "finding_told": ":material/balance:",
    "evidence_shown": ":material/attach_file:",
    "plan_changed": ":material/edit_note:",
    "plan_accepted": ":material/handshake:",
    "action_done": ":material/build_circle:",
    "action_verified": ":material/verified:",
    "evaluated": ":material/person:",
    "remedy_paid": ":material/payments:",
    "remedy_confirmed": ":material/check_circle:",
    "strike_linked": ":material/campaign:",
    "retaliation_reported": ":material/shield:",
    "retaliation_opened": ":material/shield:",
    "check_in_done": ":material/event_repeat:",
    "group_begun": ":material/groups:",
    "group_joined": ":material/group_add:",
    "protocol_exited": ":material/front_hand:",
    "severity_set": ":material/priority_high:",
    "zero_tolerance_raised": ":material/front_hand:",
    "no_tip_off_on": ":material/visibility_off:",
    "no_tip_off_off": ":material/visibility:",
    "escalated": ":material/stairs:",
    "held": ":material/pause_circle:",
    "resumed": ":material/play_circle:",
    "imported": ":material/upload_file:",
}


@dataclass(frozen=True)
class Line:
    """One line of the timeline: a day and what happened on it, in words of ours."""

    icon: str
    day: date
    words: str


def show(page: CasePage) -> None:
    """Newest first; the oldest lines fold away."""
    told = lines(page)[::-1]
    if not told:
        return
    st.subheader(t("case-timeline"), anchor=False)
    with st.container(gap="xsmall", key="timeline"):
        for line in told[:SHOWN]:
            _line(line)
    if told[SHOWN:]:
        with st.expander(t("case-timeline-more", count=len(told) - SHOWN), type="compact"):
            for line in told[SHOWN:]:
                _line(line)


def _line(line: Line) -> None:
    st.markdown(f"{line.icon} :small[{t('case-step', day=spoken().say_short_date(line.day), what=line.words)}]")


def lines(page: CasePage) -> list[Line]:
    """The steps as the viewer is told them, oldest first, one line a day."""
    told: list[Line] = []
    since: datetime | None = None  # when the factory was told
    for day, several in groupby(page.timeline, key=lambda entry: entry.at.astimezone(zone()).date()):
        entries = list(several)
        words: dict[str, str] = {}  # by kind: what happened twice on one day is said once, as it ended
        sent = _sent(entries, page.parties)
        for entry in entries:
            kind = _kind(entry)
            if kind in ("notified", "party_admitted"):
                since = since or entry.at
                if sent:
                    words["sent"] = sent
            elif kind == "responded":
                words[kind] = _answered(since, entry.at, page.viewer)
            elif not _left_out(kind, page, day):
                if kind == "unanswered":
                    words.pop("responded", None)
                words[kind] = _words(entry, kind)
        _once(words, entries, page.parties)
        if words:
            said = list(words.values())
            told.append(Line(_ICONS.get(list(words)[-1], ":material/flag:"), day, spoken().say_clauses(said)))
    return told


def _once(words: dict[str, str], entries: list[TimelineEntry], parties: tuple[Party, ...]) -> None:
    """What several steps of one day say together is said once."""
    if "found" in words:
        words.pop("investigating", None)  # looked into and found on one day: the finding says both
    if "finding_told" in words:
        words.pop("found", None)
        outcomes = dict.fromkeys(e.facts.get("outcome", "") for e in entries if e.kind == "finding_told")
        told = spoken().say_list(naming.known("finding", each, "finding-partly") for each in outcomes)
        words["finding_told"] = t("event-found-as", outcome=told)
    if "plan_accepted" in words:
        words.pop("plan_changed", None)  # what was accepted was written
    for kind in ("plan_accepted", "plan_declined", "evidence_shown"):
        if kind in words:
            sides = dict.fromkeys(e.facts.get("side", "") for e in entries if e.kind == kind)
            words[kind] = t(f"event-{kind}", who=spoken().say_and(_side(each, parties) for each in sides))


def _side(side: str, parties: tuple[Party, ...]) -> str:
    """ "the factory", or "you" on the viewer's own side."""
    mine = any(one.mine and one.side == side for one in parties) and side != Side.HANDSHAKE
    return t(f"event-you-{side}") if mine else naming.known("the", side, "the-handshake")


def _kind(entry: TimelineEntry) -> str:
    if entry.kind != "case_moved":
        return entry.kind
    to = entry.facts.get("to", "")
    # Back from an answer: it was taken back or not let through, and nothing was sent anew.
    return "unanswered" if to == "notified" and entry.facts.get("from") == "responded" else to


def _left_out(kind: str, page: CasePage, day: date) -> bool:
    """Screening and admission are the desk's own, and no news once somebody was told; the work on a remedy
    that was agreed on the same day says nothing more."""
    if kind in _OURS:
        return page.viewer is not Side.HANDSHAKE or kind != "admitted" or page.case.state != "admitted"
    agreed = (e for e in page.timeline if _kind(e) == "remedy_agreed" and e.at.astimezone(zone()).date() == day)
    return kind == "remediating" and next(agreed, None) is not None


def _sent(entries: Iterable[TimelineEntry], parties: tuple[Party, ...]) -> str:
    """ "sent to the factory and Brand K"; brands by name where it is clear which joined on that day."""
    kinds = [entry.facts.get("side", "") if entry.kind == "party_admitted" else _kind(entry) for entry in entries]
    who: list[str] = []
    if "workplace" in kinds or "notified" in kinds:
        who += [_party(one) for one in parties if one.side is Side.FACTORY] or [t("the-factory")]
    joined, brands = kinds.count("brand"), [one for one in parties if one.side is Side.BRAND]
    if joined and joined == len(brands):
        who += [_party(one) for one in brands]
    elif joined:
        who.append(t("event-brands", count=joined))
    if "authority" in kinds:
        who.append(t("event-authority"))
    return t("event-sent", who=spoken().say_and(who)) if who else ""


def _party(one: Party) -> str:
    return t(f"event-you-{one.side}") if one.mine else naming.the(one)


def _answered(since: datetime | None, at: datetime, viewer: Side) -> str:
    own = "-own" if viewer is Side.FACTORY else ""
    if since is None:
        return t(f"event-answered{own}")
    days = (at.astimezone(zone()).date() - since.astimezone(zone()).date()).days
    return t(f"event-answered-in{own}", days=days)


def _words(entry: TimelineEntry, kind: str) -> str:
    """One step in words; its facts are codes of ours."""
    facts = entry.facts
    if entry.kind == "case_moved":
        moved = naming.known("event-moved", kind, "event-other")
        if kind == "closed" and facts.get("reason"):
            reason = naming.known("closed", facts["reason"], "closed-answered")
            return t("event-closed-as", reason=reason[:1].lower() + reason[1:])
        return moved
    if kind == "severity_set" and facts.get("severity") in ("1", "2", "3", "4"):
        return t("event-severity_set", severity=t(f"severity-{facts['severity']}"))
    if kind == "case_received" and facts.get("channel"):
        return t("event-case_received-by", channel=naming.known("channel", facts["channel"], "channel-other"))
    if kind == "escalated" and facts.get("level") in ("1", "2", "3"):
        what = naming.known("clock", facts.get("kind", ""), "clock-other")
        return t(f"event-escalated-{facts['level']}", what=what)
    if kind == "evaluated":
        return naming.known("event-evaluated", facts.get("said", ""), "event-evaluated")
    if kind == "check_in_done":
        return t("event-check_in_done", answer=naming.known("retaliation-answer", facts.get("answer", ""), "event-other"))
    if kind in ("finding_told", "plan_accepted", "plan_declined", "evidence_shown"):
        return kind  # said in `_once`, of all of the day
    if kind == "held" and facts.get("until"):
        return t("event-held", day=spoken().say_short_date(date.fromisoformat(facts["until"])))
    return naming.known("event", kind, "event-other")
