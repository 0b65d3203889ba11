"""Random changes of cases, of every kind that a figure looks at, past the rules of the procedure: the figures must follow anyway.

Each is one transaction. Those of several steps take the case's lock first, as the deeds of the portal do; those of one
statement do not, and meet others on the same case.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import LiteralString
from uuid import UUID

from tests.real_database import Connection

STATES = (
    "received", "triage", "admitted", "notified", "responded", "investigating", "found", "remedy_agreed", "remediating",
    "verifying", "evaluating", "closed", "answered", "inadmissible", "referred",
)  # fmt: skip
ISSUES = ("F1", "F6", "G1", "H3", "C2", "A1", "X0", "J4")
KINDS = ("triage_checked", "message_withheld", "case_moved", "finding_made", "contact_attempted", "note_written", "evaluated")

_MOVE: LiteralString = (
    "update portal.case_ set state = %(state)s, closed_at = case when private.open_state(%(state)s) then null else %(at)s end,"
    " closed_reason = case when private.open_state(%(state)s) then null else %(reason)s end,"
    " reopened_for = case when private.open_state(%(state)s) and not private.open_state(state) then 'not_solved'"
    " else reopened_for end, revision = revision + 1 where id = %(case)s"
)
ONE_STATEMENT: dict[str, LiteralString] = {
    "move": _MOVE,
    "severity": "update portal.case_ set severity = %(four)s where id = %(case)s",
    "issue": "update portal.case_ set main_issue = %(issue)s where id = %(case)s",
    "answer": "update portal.case_ set first_answer_at = coalesce(first_answer_at, %(at)s) where id = %(case)s",
    "hide or show": "update portal.case_ set no_tip_off = not no_tip_off where id = %(case)s",
    "flag": "update portal.case_ set zero_tolerance = %(yes)s, strike_level = %(level)s, escalation = %(step)s"
    " where id = %(case)s",
    "truth": "update portal.case_ set factory_done_at = %(maybe)s, verified_at = %(maybe)s, worker_says = %(said)s"
    " where id = %(case)s",
    "hold": "update portal.case_ set hold_until = %(day)s where id = %(case)s",
    "leave": "update portal.party set until = %(at)s where id in (select id from portal.party where case_id = %(case)s"
    " and side in ('factory', 'brand') and until is null limit 1)",
    "come back": "insert into portal.party (case_id, side, organization_id, since) select c.id, 'factory', c.workplace_id, %(at)s"
    " from portal.case_ c where c.id = %(case)s on conflict do nothing",
    "a brand comes": "insert into portal.party (case_id, side, organization_id, since) select %(case)s, 'brand', o.id, %(at)s"
    " from portal.organization o where o.kind = 'brand' order by random() limit 1 on conflict do nothing",
    "waits": "update portal.party set box = %(box)s, waits_for = %(waits)s where case_id = %(case)s and side = %(side)s",
    "read": "update portal.party set unread = 0, last_activity = %(at)s where case_id = %(case)s",
    "clock ends": "update portal.clock set stopped_at = %(at)s, outcome = %(outcome)s where id in (select id from portal.clock"
    " where case_id = %(case)s and stopped_at is null limit 1)",
    "clock again": "update portal.clock set stopped_at = null, outcome = null where id in (select id from portal.clock k"
    " where case_id = %(case)s and stopped_at is not null and not exists (select from portal.clock l where l.case_id = k.case_id"
    " and l.kind = k.kind and l.subject is not distinct from k.subject and l.stopped_at is null) limit 1)",
    "found": "insert into portal.finding (case_id, code, outcome, reason, found_by, found_at, told_at) select %(case)s,"
    " %(issue)s, %(found)s, 'Because.', p.id, %(at)s, %(maybe)s from portal.person p where p.role = 'coordinator' limit 1"
    " on conflict (case_id, code) do update set outcome = excluded.outcome, told_at = excluded.told_at",
    "remedy": "insert into portal.remedy_entry (case_id, what, apart, agreed_at, paid_at) values (%(case)s, 'apology', %(yes)s,"
    " %(at)s, %(maybe)s)",
    "remedy said": "update portal.remedy_entry set confirmed_at = case when paid_at is not null and %(yes)s then %(at)s end,"
    " disputed_at = case when paid_at is not null and not %(yes)s then %(at)s end where case_id = %(case)s",
    "action": "insert into portal.action (case_id, deed, owner_party, owner_side, made_at, done_at) select %(case)s, 'Pay.',"
    " p.id, p.side, %(at)s, %(maybe)s from portal.party p where p.case_id = %(case)s and p.side in ('brand', 'factory') limit 1",
    "action dropped": "update portal.action set dropped_at = %(maybe)s where case_id = %(case)s",
    "screened": "insert into portal.triage (case_id, covered, specific, internal_channel, checked_by, checked_at) select"
    " %(case)s, true, true, %(tried)s, p.id, %(at)s from portal.person p where p.role = 'coordinator' limit 1"
    " on conflict (case_id) do update set internal_channel = excluded.internal_channel",
    "cause": "insert into portal.case_cause (case_id, code, set_at) select %(case)s, c.code, %(at)s from portal.cause c"
    " order by random() limit 2 on conflict do nothing",
    "no cause": "delete from portal.case_cause where case_id = %(case)s",
    "word of a brand": "insert into portal.message (case_id, author_party, kind, body, wanted) select %(case)s, p.id, 'message',"
    " 'We ask.', array[h.id] from portal.party p, portal.party h where p.case_id = %(case)s and p.side = 'brand' and not p.hidden"
    " and p.until is null and h.case_id = %(case)s and h.side = 'handshake' limit 1",
    "appeal": "insert into portal.appeal (case_id, party_id, grounds, raised_at) select %(case)s, p.id, 'Look again.', %(at)s"
    " from portal.party p where p.case_id = %(case)s and p.side = 'worker' limit 1 on conflict do nothing",
    "received at": "update portal.case_desk set received_at = %(at)s where case_id = %(case)s",
    "zone": "update portal.organization set time_zone = %(zone)s where id = (select workplace_id from portal.case_"
    " where id = %(case)s)",
}  # fmt: skip
_LOCK: LiteralString = "select from portal.case_ where id = %(case)s for update"
# One row each, and the case's own lock or none. Whatever touches several rows of a case takes the case first, as every deed does:
# two that took the same rows in another order would wait for each other.
_ALONE = {"move", "severity", "issue", "answer", "hide or show", "flag", "truth", "hold", "received at", "zone"}


@dataclass(frozen=True)
class Coordinators:
    """Who is said to have done what: their claims, so that events carry a person."""

    users: tuple[UUID, ...]


def drawn(draw: random.Random, case: UUID) -> dict[str, object]:
    """Values for one change."""
    at = datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=draw.randrange(60 * 24 * 900))
    return {
        "case": case, "at": at, "maybe": at if draw.random() < 0.6 else None, "state": draw.choice(STATES),
        "reason": draw.choice(["remedied", "partly", "withdrawn", "not_grounded"]), "four": draw.randint(1, 4),
        "issue": draw.choice(ISSUES), "yes": draw.random() < 0.5, "level": draw.choice([None, 0, 2]), "step": draw.randint(0, 3),
        "said": draw.choice([None, "confirmed", "disputed", "unreachable"]), "day": draw.choice([None, at.date()]),
        "box": draw.choice(["needs", "waiting", "closed"]), "waits": draw.choice(["triage", "moderate", "answer", "read"]),
        "side": draw.choice(["handshake", "factory", "brand"]), "outcome": draw.choice(["kept", "missed", "void"]),
        "found": draw.choice(["grounded", "partly", "not_grounded"]), "tried": draw.choice(["tried", "unsafe", "not_tried"]),
        "zone": draw.choice(["Asia/Shanghai", "America/Los_Angeles", "Pacific/Kiritimati"]),
    }  # fmt: skip


def change(connection: Connection, draw: random.Random, cases: Sequence[UUID], who: Coordinators) -> list[str]:
    """One transaction of one to four changes of one case; one in ten is taken back. Returns what was done and kept."""
    values = drawn(draw, draw.choice(cases))
    many = draw.random() < 0.5
    names = [draw.choice(tuple(ONE_STATEMENT)) for _ in range(draw.randint(2, 4) if many else 1)]
    # A workplace's clocks are many cases' figures; with a case locked another such change could wait for this one in a circle.
    names = [name for name in names if not (many and name == "zone")]
    undone = draw.random() < 0.1
    with connection.transaction(force_rollback=undone):
        if not set(names) <= _ALONE or many:
            connection.execute(_LOCK, values)
        for name in names:
            connection.execute(ONE_STATEMENT[name], values)
        if many and draw.random() < 0.5:
            user = draw.choice(who.users)
            connection.execute(
                "select set_config('request.jwt.claims',"
                " jsonb_build_object('role', 'authenticated', 'sub', %s::text)::text, true),"
                " private.record(%s, %s, '{}')",
                [user, values["case"], draw.choice(KINDS)],
            )
            names.append("event")
    return [] if undone else names
