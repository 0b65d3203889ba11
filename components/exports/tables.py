"""The lines of each list as cells, in the viewer's language. Pure functions of what the database answered."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from components import naming
from components.i18n import ZONE, t
from db.models import InboxRow
from db.models.exports import Export
from db.models.people import Directory
from db.models.strikes import Bulletin, StrikeRow
from db.spreadsheets import Cell

COLUMNS = {
    "cases": ("reference", "codes", "issues", "workplace", "city", "severity", "phase", "badges", "waits", "due", "last"),
    "people": ("name", "email", "role", "organization", "language", "suspended"),
    "organizations": ("name", "kind", "city", "country", "headcount", "zone", "ended"),
    "strikes": ("workplace", "city", "level", "started", "ended-strike", "unit", "size", "demands", "cases"),
    "bulletins": ("workplace", "city", "level", "facts", "unknown", "ask", "released", "confirmed"),
    "exports": ("at", "name", "organization", "list", "format", "lines", "narrowed"),
}
Line = tuple[Cell, ...]


def head(of: str) -> tuple[str, ...]:
    """The names of the columns."""
    return tuple(t(f"export-column-{name}") for name in COLUMNS[of])


def _when(at: datetime | date | None) -> str | None:
    """An instant or day as a spreadsheet sorts it, on the clock of the screens."""
    if at is None:
        return None
    return at.astimezone(ZONE).strftime("%Y-%m-%d %H:%M") if isinstance(at, datetime) else at.isoformat()


def _yes(value: object) -> str:
    return t("export-yes") if value else t("export-no")


def cases(rows: Iterable[InboxRow]) -> list[Line]:
    return [
        (
            one.reference, " ".join(one.issues), naming.title(one.issues), one.workplace, one.city, one.severity,
            t(f"phase-{one.phase}"), ", ".join(naming.known("badge", each, "issue-unknown") for each in one.badges),
            naming.known("inbox-waits", one.waits_for, "inbox-waits-nothing"), _when(one.due_at), _when(one.last_activity),
        )
        for one in rows
    ]  # fmt: skip


def people(directory: Directory) -> list[Line]:
    names = {one.id: one.name for one in directory.organizations}
    return [
        (one.name, one.email, t(f"role-{one.role}"), names.get(one.organization), one.language, _when(one.suspended_at))
        for one in directory.people
    ]


def organizations(directory: Directory) -> list[Line]:
    return [
        (one.name, t(f"people-kind-{one.kind}"), one.city, one.country, one.headcount, one.time_zone, _when(one.ended_at))
        for one in directory.organizations
    ]


def strikes(rows: Sequence[StrikeRow]) -> list[Line]:
    return [
        (
            one.workplace.name, one.workplace.city, f"L{one.level}", _when(one.started_at), _when(one.ended_at), one.unit,
            None if one.size_low is None else f"{one.size_low}–{one.size_high}",
            ", ".join(f"{each.code} {t(f'strike-demand-{each.outcome}')}" for each in one.demands), one.cases,
        )
        for one in rows
    ]  # fmt: skip


def bulletins(rows: Sequence[Bulletin]) -> list[Line]:
    return [
        (one.workplace.name, one.workplace.city, f"L{one.level}", one.facts, one.unknown, one.ask, _when(one.released_at),
         _when(one.acknowledged_at))
        for one in rows
    ]  # fmt: skip


def exports(rows: Sequence[Export]) -> list[Line]:
    return [
        (_when(one.at), one.person, one.organization, t(f"export-list-{one.list}"), one.format, one.lines, _yes(one.narrowed))
        for one in rows
    ]
