"""Ordinary cases of the last two years, enough for charts and lists; proportions of DOMAIN 12, everything made up.

Drawn from a fixed seed and written set by set, so that the charts are the same on every machine and loading is quick.
"""

from __future__ import annotations

import json
import random
from datetime import UTC, datetime, timedelta
from typing import Any, LiteralString
from uuid import UUID

from db.demo.cast import LINKS, ORGANIZATIONS
from db.demo.ordinary_words import ANSWERS, MORE_ANSWERS, WORDS
from db.demo.stage import Stage

HOW_MANY = 720
DAYS = 720

CATEGORIES = {
    "F": 22,
    "H": 17,
    "G": 14,
    "I": 9,
    "C": 9,
    "J": 8,
    "K": 7,
    "D": 4,
    "L": 4,
    "M": 3,
    "E": 1.5,
}
CODES = {
    "F": "1345667",
    "H": "13345",
    "G": "11234",
    "I": "1134",
    "C": "2244",
    "J": "2346",
    "K": "135",
    "D": "124",
    "L": "123",
    "M": "12",
    "E": "234",
}
CHANNELS = {"phone": 55, "chat": 30, "web": 10, "walk_in": 5}

# What the worker says in the end: confirmed, disputed, not reached, not asked. Six in ten of all closed cases are confirmed.
SAYS = {
    "remedied": (90, 2, 5, 3),
    "partly": (78, 8, 8, 6),
    "not_remedied": (5, 60, 20, 15),
    "not_grounded": (52, 12, 20, 16),
}


def play_ordinary_cases(stage: Stage, seed: int = 20261122) -> None:
    """Write them: cases, desk, issues, parties, consents, statements, answers, events. Another seed gives others."""
    drawn = _draw(random.Random(seed), stage)
    connection = stage.connection
    connection.execute("alter table portal.message disable trigger user")
    for statement in _STATEMENTS:
        connection.execute(statement, [json.dumps(drawn)])
    connection.execute("alter table portal.message enable trigger user")
    with connection.cursor() as cursor:
        cursor.executemany(_RECORD, [step for one in drawn for step in _events(one)])
    connection.execute("select set_config('portal.now', '', true)")
    written = [UUID(one["id"]) for one in drawn]
    connection.execute("select private.refresh_parties(%s)", [written])
    # What was due in their long lives was done: the demonstration shows a desk, and brands, that keep their clocks.
    connection.execute(_KEPT, [written])
    connection.execute("select private.refresh_parties(%s)", [written])


_KEPT = """update portal.clock set stopped_at = due_at, outcome = 'kept'
where case_id = any (%s) and stopped_at is null and due_at < now() and basis = 'ours' and owner_side in ('handshake', 'brand')
  and kind <> 'moderation'"""


_RECORD = "select set_config('portal.now', %s, true), private.record(%s, %s, %s::jsonb, %s::uuid[])"


def _events(one: dict[str, Any]) -> list[tuple[str, str, str, str, list[str]]]:
    """What its readers were told of, in order."""
    everybody = [each for each in (one["worker"], one["factory"], *(brand["id"] for brand in one["brands"])) if each]
    told = [(one["received_at"], one["id"], "case_received", json.dumps({"channel": one["channel"]}), [one["worker"]])]
    for at, state in (
        (one["told_at"] if one["factory"] else None, "notified"),
        (one["answered_at"] if one["answer"] else None, "responded"),
        (one["moved_at"] if one["state"] != "responded" else None, one["state"]),
        (one["closed_at"], one["state"]),
    ):
        if at:
            facts = {"to": state} | ({"reason": one["reason"]} if state == "closed" else {})
            told.append((at, one["id"], "case_moved", json.dumps(facts), everybody))
    return sorted(told)


def _draw(dice: random.Random, stage: Stage) -> list[dict[str, Any]]:
    now = datetime.now(UTC)
    workplaces = [name for kind, name, *_ in ORGANIZATIONS if kind == "workplace"]
    weights = [headcount or 1 for kind, _, _, _, headcount in ORGANIZATIONS if kind == "workplace"]
    person = stage.rows("select id from portal.person where email = 'lin.yue@handshake.example'")[0][0]
    cases = []
    for _ in range(HOW_MANY):
        received = _received(dice, now)
        letter = dice.choices(list(CATEGORIES), list(CATEGORIES.values()))[0]
        issues = [letter + dice.choice(CODES[letter])]
        for _ in range(dice.choices((0, 1, 2), (55, 30, 15))[0]):
            other = dice.choices(list(CATEGORIES), list(CATEGORIES.values()))[0]
            issues.append(other + dice.choice(CODES[other]))
        workplace = dice.choices(workplaces, weights)[0]
        brands = [brand for brand, place in LINKS if place == workplace and dice.random() < 0.6]
        cases.append(
            _case(
                dice,
                now,
                received,
                list(dict.fromkeys(issues)),
                workplace,
                brands,
                stage,
            )
            | {"person": str(person)}
        )
    return cases


def _received(dice: random.Random, now: datetime) -> datetime:
    while True:
        at = now - timedelta(days=dice.uniform(0.5, DAYS))
        # Peaks before the New Year: other months keep two of three.
        if at.month in (12, 1) or dice.random() < 0.66:
            return at


def _case(
    dice: random.Random,
    now: datetime,
    received: datetime,
    issues: list[str],
    workplace: str,
    brands: list[str],
    stage: Stage,
) -> dict[str, Any]:
    days = dice.lognormvariate(2.89, 1.1)
    answer = received + timedelta(days=min(dice.lognormvariate(0.9, 0.9), 40))
    closed = received + timedelta(days=days + 1)
    fate = dice.choices(
        (
            "remedied",
            "partly",
            "not_remedied",
            "not_grounded",
            "withdrawn",
            "inadmissible",
        ),
        (46, 10, 6, 18, 8, 12),
    )[0]
    told = fate != "inadmissible"
    if not told:
        closed = received + timedelta(days=min(days, 5))
    over = closed < now and not (now - received < timedelta(days=60) and told and dice.random() < 0.25)
    if told and not over and now - received > timedelta(days=5):
        # Whoever is not closed after five days has had an answer: the demonstration shows a desk that keeps its clocks.
        answer = received + (now - received) * dice.uniform(0.1, 0.6)
        answered = True
    else:
        answered = told and answer < (closed if over else now) and dice.random() < 0.94
    settled = over and fate in ("remedied", "partly")
    says = dice.choices(("confirmed", "disputed", "unreachable", None), SAYS[fate])[0] if over and fate in SAYS else None
    state = ("inadmissible" if fate == "inadmissible" else "closed") if over else _open_state(dice, told, answered)
    factory_told = told and (over or state not in ("received", "triage", "admitted"))
    words = dice.choice(WORDS[issues[0][0]])
    return {
        "id": _uuid(dice), "worker": _uuid(dice), "desk": _uuid(dice), "factory": _uuid(dice) if factory_told else None,
        "message": _uuid(dice), "answer": _uuid(dice) if answered and factory_told else None,
        "workplace": str(stage.organizations[workplace]),
        "brands": [{"id": _uuid(dice), "organization": str(stage.organizations[brand])} for brand in brands] if factory_told else [],
        "received_at": received.isoformat(), "told_at": (received + timedelta(hours=dice.uniform(3, 20))).isoformat(),
        "answered_at": answer.isoformat() if answered and factory_told else None,
        "closed_at": closed.isoformat() if over else None, "reason": fate if over else None,
        "done_at": (closed - timedelta(days=1)).isoformat() if settled and dice.random() < 0.9 else None,
        "verified_at": closed.isoformat() if settled and dice.random() < 0.8 else None,
        "moved_at": max(answer, now - timedelta(days=dice.uniform(0.3, 12))).isoformat() if answered and not over else None,
        "says": says, "state": state, "severity": dice.choices((2, 3, 4), (18, 70, 12))[0],
        "issues": issues, "channel": dice.choices(list(CHANNELS), list(CHANNELS.values()))[0],
        "anonymous": dice.random() < 0.7, "words": words, "reply": dice.choice(MORE_ANSWERS.get(issues[0][0], ANSWERS) + ANSWERS[:1]),
    }  # fmt: skip


def _open_state(dice: random.Random, told: bool, answered: bool) -> str:
    if not told:
        return "triage"
    return (
        dice.choice(("responded", "investigating", "found", "remedy_agreed", "remediating", "verifying", "evaluating"))
        if answered
        else dice.choice(("triage", "admitted", "notified"))
    )


def _uuid(dice: random.Random) -> str:
    return str(UUID(int=dice.getrandbits(128), version=4))


_READ = """ from jsonb_to_recordset(%s::jsonb) as r (id uuid, worker uuid, desk uuid, factory uuid, message uuid, answer uuid, workplace uuid,
  brands jsonb, received_at timestamptz, told_at timestamptz, answered_at timestamptz, moved_at timestamptz, closed_at timestamptz, reason text, done_at timestamptz,
  verified_at timestamptz, says text, state text, severity smallint, issues text[], channel text, anonymous boolean, words text, reply text, person uuid)"""

_STATEMENTS: tuple[LiteralString, ...] = (
    """insert into portal.case_ (id, reference, workplace_id, state, severity, main_issue, anonymous, first_answer_at, closed_at, closed_reason,
      factory_done_at, verified_at, worker_says)
    select r.id, private.new_reference(), r.workplace, r.state, r.severity, r.issues[1], r.anonymous, r.answered_at, r.closed_at, r.reason,
      r.done_at, r.verified_at, r.says"""
    + _READ,
    "insert into portal.case_desk (case_id, received_at, channel, language) select r.id, r.received_at, r.channel, 'zh-Hans'"
    + _READ,
    "insert into portal.case_issue (case_id, code, position) select r.id, i.code, i.place"
    + _READ
    + " cross join lateral unnest(r.issues) with ordinality as i (code, place)",
    """insert into portal.party (id, case_id, side, organization_id, since, basis, last_activity)
    select p.id, r.id, p.side, p.organization, p.since, p.basis, coalesce(r.closed_at, r.moved_at, r.answered_at, p.since)"""
    + _READ
    + """ cross join lateral (
      select r.desk, 'handshake', (select o.id from portal.organization o where o.kind = 'handshake'), r.received_at, 'own'
      union all select r.worker, 'worker', null, r.received_at, 'own'
      union all select r.factory, 'factory', r.workplace, r.told_at, 'consent' where r.factory is not null
      union all select (b ->> 'id')::uuid, 'brand', (b ->> 'organization')::uuid, r.told_at, 'consent' from jsonb_array_elements(r.brands) b
    ) as p (id, side, organization, since, basis)""",
    """insert into portal.consent (case_id, party_id, item, recipient_id, text_version, language, given_how, given_at)
    select r.id, r.worker, 'statement', k.id, '2026-11', 'zh-Hans', case r.channel when 'web' then 'web' else 'phone' end, r.received_at"""
    + _READ
    + """ cross join lateral (select r.workplace as id where r.factory is not null
      union all select (b ->> 'organization')::uuid from jsonb_array_elements(r.brands) b) k""",
    """insert into portal.message (id, case_id, author_party, kind, body, wanted, state, posted_at)
    select r.message, r.id, r.worker, 'statement', r.words, array_remove(array[r.desk, r.factory], null),
      case when r.factory is null then 'private' else 'released' end, r.received_at"""
    + _READ,
    """insert into portal.message (id, case_id, author_party, body, wanted, state, posted_at)
    select r.answer, r.id, r.factory, r.reply, array[r.desk, r.worker], 'released', r.answered_at"""
    + _READ
    + " where r.answer is not null",
    """insert into portal.release (message_id, case_id, author_party, kind, audience, body, posted_at, released_at, released_by)
    select r.message, r.id, r.worker, 'statement', array_remove(array[r.desk, r.factory], null)
      || coalesce((select array_agg((b ->> 'id')::uuid) from jsonb_array_elements(r.brands) b), '{}'), r.words, r.told_at, r.told_at, r.person"""
    + _READ
    + " where r.factory is not null",
    """insert into portal.release (message_id, case_id, author_party, audience, body, posted_at, released_at, released_by)
    select r.answer, r.id, r.factory, array[r.desk, r.worker], r.reply, r.answered_at, r.answered_at, r.person"""
    + _READ
    + " where r.answer is not null",
)
