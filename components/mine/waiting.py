"""Who owes what by when, and the law's own time limits, which nothing said here stops."""

from __future__ import annotations

from datetime import date, datetime

from components.case import clocks
from components.i18n import Words, now, zone
from components.mine.line import Line
from db.models import CasePage, Clock, Side

OWED = {
    "contact", "triage", "first_answer", "moderation", "comment", "feedback", "acknowledged", "after_closing", "check_in",
    "action", "inspectorate_decision",
}  # fmt: skip


def deadlines(page: CasePage) -> list[Clock]:
    """The deadlines that somebody here or an authority keeps, soonest first; her own limits by law stand apart."""
    kept = (clock for clock in page.clocks if clock.basis != clocks.LAW or clock.owner is Side.AUTHORITY)
    return sorted(kept, key=lambda clock: clock.due_at)


def waiting_key(clock: Clock, words: Words) -> str:
    """Which sentence says that this one comes next."""
    key = f"mine-due-{clock.kind}"
    return key if words.has(key) else f"mine-due-{clock.owner.value}"


def owed(page: CasePage, words: Words) -> tuple[Line, ...]:
    """What each one owes her, and the days on which we ask how she is. Steps of the plan stand in the plan."""
    lines = [(clock.due_at, _clock(clock, words)) for clock in deadlines(page) if clock.kind != "action"]
    if page.linked:
        asking = [each for each in page.linked.check_ins if each.done_at is None and not each.void]
        lines += [(each.due_at, _check_in(each.due_at, words)) for each in asking]
    return tuple(line for _, line in sorted(lines, key=lambda pair: pair[0]))


def law(page: CasePage, words: Words) -> tuple[Line, ...]:
    """Arbitration, inspectorate, and how long the inspectorate may take to decide."""
    ends = {clock.kind: clock.due_at.astimezone(zone()).date() for clock in page.clocks if clock.basis == clocks.LAW}
    arbitration = ends.get("arbitration") or years_later(page.case.received_at, 1)
    inspectorate = ends.get("inspectorate") or years_later(page.case.received_at, 2)
    return (
        Line("law", words.t("mine-law-arbitration"), _until("arbitration", arbitration, words)),
        Line("law", words.t("mine-law-inspectorate"), _until("inspectorate", inspectorate, words)),
        Line("law", words.t("mine-law-decision"), words.t("mine-law-decision-how-long")),
    )


def years_later(received: datetime, years: int) -> date:
    """About when a limit of the law ends (DOMAIN 4); the law counts from knowing, which is earlier."""
    day = received.astimezone(zone()).date()
    # A day before, so that 29 February needs no rule and nobody comes a day late.
    return date(day.year + years, day.month, min(day.day, 28) if day.month == 2 else day.day)


def _until(what: str, day: date, words: Words) -> str:
    key = f"mine-law-{what}-{'over' if day < now().date() else 'until'}"
    return words.t(key, day=words.say_date(day))


def _clock(clock: Clock, words: Words) -> Line:
    deed = clock.kind if clock.kind in OWED else "other"
    head = words.t("mine-owed-head", who=words.t(f"mine-owed-{clock.owner.value}"), what=words.t(f"mine-owed-{deed}"))
    return Line("clock", head, clocks.left(clock, words), _why(clock, words))


def _why(clock: Clock, words: Words) -> str:
    if clock.paused:
        return ""
    if clock.basis == "ours" and clock.owner is not Side.WORKER:
        return words.t(f"mine-why-ours-{clock.severity}")
    return "" if clock.basis == "ours" else words.t(f"mine-why-{clock.basis}")


def _check_in(due: datetime, words: Words) -> Line:
    head = words.t("mine-owed-head", who=words.t("mine-owed-handshake"), what=words.t("mine-owed-check_in"))
    return Line("clock", head, words.say_due(due.astimezone(zone()).date()), words.t("mine-why-check_in"))
