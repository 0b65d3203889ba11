"""Cases by the million for measurements: made by the database itself, set by set, past every rule.

What is made: Handshake with two people, 1,000 workplaces (one manager at the first), 50 brands. For each case its head, desk, one
issue, screening, two ended clocks, and its seats: worker, Handshake, in 7 of 10 the factory, in 3 of 10 a brand; in 4 of 10 a
finding. Received over 60 months, 1 in 25 still open. No messages, files or events.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import LiteralString
from uuid import UUID, uuid4

import psycopg
from psycopg.rows import TupleRow

WORKPLACES, BRANDS, BATCH = 1_000, 50, 20_000

_DRAWN: LiteralString = """
create temp table drawn on commit drop as
select d.*, d.at + interval '1 day' * floor(d.slow * 12) as told,
  case when d.seated then d.at + interval '1 day' * floor(d.slow * 12 + d.reply * 9) end as answered,
  case when not d.is_open then d.at + interval '1 day' * (10 + floor(190 * d.slow * d.slow)) end as closed, w.id as workplace
from (
  select n, gen_random_uuid() as id, now() - random() * interval '1800 days' as at, random() as slow, random() as reply,
    random() < 0.7 as seated, random() < 0.3 as bought, random() < 0.04 as is_open, n %% %(workplaces)s as place,
    (array['F1', 'F6', 'H3', 'G1', 'I1', 'C2', 'J4', 'K1', 'D1', 'L1', 'M2', 'E3', 'A4', 'B3'])[
      1 + floor(14 * random() ^ 2)] as code
  from generate_series(%(first)s::integer, %(last)s::integer) n) d
join portal.organization w on w.kind = 'workplace' and w.name = 'Workplace ' || d.place
"""
_MADE: tuple[LiteralString, ...] = (
    """insert into portal.case_ (id, reference, workplace_id, state, severity, main_issue, first_answer_at, closed_at,
      closed_reason, worker_says)
    select id, 'HS-' || substr(code8, 1, 4) || '-' || substr(code8, 5, 4), workplace,
      case when not is_open then 'closed' when seated then 'responded' else 'triage' end, 1 + n % 4, code, answered, closed,
      case when not is_open then (array['remedied', 'partly', 'withdrawn', 'not_grounded'])[1 + n % 4] end,
      case when not is_open then (array['confirmed', 'disputed', 'unreachable', null])[1 + n % 4] end
    from (select d.*, lpad(upper(to_hex(n)), 8, '0') as code8 from drawn d) d""",
    """insert into portal.case_desk (case_id, received_at, channel)
    select id, at, (array['phone', 'chat', 'web', 'walk_in'])[1 + n % 4] from drawn""",
    "insert into portal.case_issue (case_id, code, position) select id, code, 1 from drawn",
    """insert into portal.triage (case_id, covered, specific, internal_channel, checked_by, checked_at)
    select d.id, true, true, (array['tried', 'unsafe', 'not_tried'])[1 + n % 3], p.id, d.at from drawn d, portal.person p
    where p.role = 'coordinator'""",
    """insert into portal.party (case_id, side, organization_id, since, basis, box, waits_for, severity)
    select d.id, s.side, s.organization, s.since, 'own',
      case when not d.is_open then 'closed' when n %% 3 = 0 then 'needs' else 'waiting' end,
      case when not d.is_open then 'nothing' else (array['triage', 'moderate', 'read', 'verify'])[1 + n %% 4] end, 1 + n %% 4
    from drawn d cross join lateral (
      select 'worker' as side, null::uuid as organization, d.at as since
      union all select 'handshake', o.id, d.at from portal.organization o where o.kind = 'handshake'
      union all select 'factory', d.workplace, d.told where d.seated
      union all select 'brand', o.id, d.told from portal.organization o where d.bought and o.kind = 'brand'
        and o.name = 'Brand ' || d.place %% %(brands)s) s""",
    """insert into portal.clock (case_id, kind, owner_side, sides, severity, started_at, due_at, basis, stopped_at, outcome)
    select d.id, k.kind, k.owner, array['factory', 'brand', 'worker'], 3, d.told, d.told, 'ours', d.told + interval '3 days',
      case when (n + k.more) % 5 = 0 then 'missed' else 'kept' end
    from drawn d cross join (values ('triage', 'handshake', 0), ('first_answer', 'factory', 1)) as k (kind, owner, more)""",
    """insert into portal.finding (case_id, code, outcome, reason, found_by, found_at, told_at)
    select d.id, d.code, (array['grounded', 'partly', 'not_grounded'])[1 + n % 3], 'Because.', p.id, d.closed, d.closed
    from drawn d, portal.person p where p.role = 'coordinator' and d.closed is not null and n % 5 < 2""",
)


@dataclass(frozen=True)
class People:
    """Accounts that ask, and the workplace that has a manager."""

    supervisor: UUID
    coordinator: UUID
    factory: UUID
    brand: UUID
    workplace: UUID


def make_people(owner: psycopg.Connection[TupleRow]) -> People:
    """Organisations, links and one person of each role."""
    owner.execute("insert into portal.organization (kind, name) values ('handshake', 'Handshake')")
    for kind, name, number in (("workplace", "Workplace", WORKPLACES), ("brand", "Brand", BRANDS)):
        owner.execute(
            "insert into portal.organization (kind, name) select %s, %s || n from generate_series(0, %s) n",
            [kind, f"{name} ", number - 1],
        )
    owner.execute(
        "insert into portal.supply_link (brand_id, workplace_id, since) select b.id, w.id, current_date - 2000"
        " from portal.organization w join portal.organization b on b.kind = 'brand'"
        " and b.name = 'Brand ' || substr(w.name, 11)::integer %% %s where w.kind = 'workplace'",
        [BRANDS],
    )
    users = {}
    for role, name in (
        ("supervisor", "Handshake"), ("coordinator", "Handshake"), ("factory", "Workplace 1"), ("brand", "Brand 1"),
    ):  # fmt: skip
        users[role] = uuid4()
        owner.execute(
            "insert into portal.person (user_id, organization_id, role, name, email, valid_from)"
            " select %s, id, %s, %s, %s, '2020-01-01' from portal.organization where name = %s",
            [users[role], role, role.title(), f"{role}@bench.example", name],
        )
    row = owner.execute("select id from portal.organization where name = 'Workplace 1'").fetchone()
    assert row
    owner.commit()
    return People(workplace=row[0], **users)


def make_cases(owner: psycopg.Connection[TupleRow], number: int, told: Callable[[int], None]) -> None:
    """That many cases, without triggers: roll-ups are left to the rebuild command. `owner` is a superuser's connection."""
    for first in range(1, number + 1, BATCH):
        last = min(first + BATCH - 1, number)
        owner.execute("set local session_replication_role = replica")
        values = {"first": first, "last": last, "workplaces": WORKPLACES, "brands": BRANDS}
        owner.execute(_DRAWN, values)
        for statement in _MADE:
            owner.execute(statement, values if "%(" in statement else None)
        owner.commit()
        told(last - first + 1)
    owner.autocommit = True
    owner.execute("vacuum analyze")
    owner.autocommit = False
