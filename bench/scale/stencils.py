"""A played case as a stencil: every row that belongs to it, with holes where a copy has an id, an instant or a number of its own.

A copy differs from its original in nothing else: the rows are those that the deeds left, and the chain of its events is hashed
anew with the formula of private.event_hash.
"""

from __future__ import annotations

import hashlib
import random
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from operator import itemgetter
from typing import Any
from uuid import UUID

from psycopg import Connection, sql
from psycopg.rows import TupleRow

# Counted by the rebuild command, or kept for 90 days and of no case.
NOT_COPIED = {"figure", "figure_total", "figure_change", "figure_due", "counted", "request", "outbox"}

_HOLE = re.compile(
    r"(?P<id>[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})|(?P<secret>\b[0-9a-f]{64}\b)"
    r"|(?P<at>\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(?:\.\d+)?\+00(?::00)?)|(?P<day>\b\d{4}-\d\d-\d\d\b)"
    r"|(?P<reference>HS-[0-9A-Z]{4}-[0-9A-Z]{4})|(?P<number>@NUMBER@)"
)
_ZEROS = "0" * 64


@dataclass
class Stencil:
    """One original. `fill` makes the rows of a copy."""

    texts: dict[str, Callable[[dict[str, str]], str]] = field(default_factory=dict)
    links: list[tuple[str, Callable[[dict[str, str]], str]]] = field(default_factory=list)  # hash of the original, what is hashed
    ids: list[str] = field(default_factory=list)
    instants: list[tuple[str, datetime, str, str]] = field(default_factory=list)
    days: list[tuple[str, date]] = field(default_factory=list)
    secrets: list[str] = field(default_factory=list)
    reference: str = ""
    case: str = ""

    def fill(self, number: int, stand_ins: dict[str, str], ago: timedelta, draw: random.Random) -> dict[str, str]:
        """The copy's rows by table. Everybody known stays, unless somebody of theirs stands in for them."""
        holes = dict(stand_ins)
        drawn = draw.randbytes(16 * len(self.ids) + 32 * len(self.secrets)).hex()
        for turn, one in enumerate(self.ids):
            h = drawn[32 * turn : 32 * turn + 32]
            holes[one] = f"{h[:8]}-{h[8:12]}-4{h[13:16]}-a{h[17:20]}-{h[20:]}"
        start = 32 * len(self.ids)
        for turn, one in enumerate(self.secrets):
            holes[one] = drawn[start + 64 * turn : start + 64 * turn + 64]
        for one, at, between, end in self.instants:
            holes[one] = (at - ago).isoformat(between, "microseconds") + end
        for one, day in self.days:
            holes[one] = (day - timedelta(days=ago.days)).isoformat()
        mixed = f"{number * 2654435761 % 2**32:08X}"
        holes[self.reference] = f"HS-{mixed[:4]}-{mixed[4:]}"
        holes["@NUMBER@"] = str(number)
        before = _ZEROS
        for one, words in self.links:
            before = holes[one] = hashlib.sha256(f"{before}|{words(holes)}".encode()).hexdigest()
        return {table: text(holes) for table, text in self.texts.items()}


def tables_of_cases(owner: Connection[TupleRow]) -> dict[str, str]:
    """Every table with rows of a case, and the condition that finds those of one."""
    found: dict[str, str] = {}
    for table, columns in owner.execute(
        "select c.relname::text, array_agg(a.attname::text) from pg_class c"
        " join pg_attribute a on a.attrelid = c.oid and a.attnum > 0"
        " where c.relnamespace = 'portal'::regnamespace and c.relkind = 'r' group by 1 order by 1"
    ):
        if table in NOT_COPIED:
            continue
        if table == "case_":
            found[table] = "id = %(case)s"
        elif table == "read_mark":
            found[table] = "party_id in (select p.id from portal.party p where p.case_id = %(case)s)"
        elif table == "receipt_session":
            found[table] = "receipt_id in (select r.id from portal.receipt r where r.case_id = %(case)s)"
        elif "case_id" in columns:
            found[table] = "case_id = %(case)s"
    return found


def stencil(owner: Connection[TupleRow], case: UUID, stay: set[str], replaced: set[str]) -> Stencil:
    """The stencil of that case; ids in `stay` stay, for those in `replaced` each copy has a stand-in."""
    known = stay | replaced
    made = Stencil(case=str(case))
    raw: dict[str, str] = {}
    for table, condition in tables_of_cases(owner).items():
        query = sql.SQL("copy (select {} from {} where {}) to stdout").format(
            _columns(owner, table), sql.Identifier("portal", table), sql.SQL(condition.replace("%(case)s", f"'{case}'"))
        )
        with owner.cursor().copy(query) as lines:
            text = b"".join(bytes(line) for line in lines).decode()
        if text:
            raw[table] = text
    hashed = owner.execute(
        "select e.hash, concat_ws('|', e.case_id, e.seq, private.instant(e.at), e.kind, coalesce(e.actor_side, '-'),"
        " coalesce(e.actor_person::text, '-'), e.audience::text, e.facts::text)"
        " from portal.event e where e.case_id = %s order by e.seq",
        [case],
    ).fetchall()
    chain = {row[0] for row in hashed}
    for text in [*raw.values(), *(row[1] for row in hashed)]:
        _gather(made, text, known, chain)
    made.texts = {table: _cut(text, stay) for table, text in raw.items()}
    made.links = [(row[0], _cut(row[1], stay)) for row in hashed]
    return made


def _columns(owner: Connection[TupleRow], table: str) -> sql.Composable:
    """What COPY reads when no columns are named: all but those that the database computes."""
    return sql.SQL(", ").join(
        sql.Identifier(row[0])
        for row in owner.execute(
            "select attname::text from pg_attribute where attrelid = ('portal.' || %s)::regclass and attnum > 0"
            " and not attisdropped and attgenerated = '' order by attnum",
            [table],
        )
    )


def _gather(made: Stencil, text: str, known: set[str], chain: set[str]) -> None:
    """Note what is to be drawn anew for a copy."""
    for found in _HOLE.finditer(text):
        what, one = found.lastgroup, found.group()
        if what == "id" and one not in known and one not in made.ids:
            made.ids.append(one)
        elif what == "secret" and one not in chain and one != _ZEROS and one not in made.secrets:
            made.secrets.append(one)
        elif what == "at" and all(one != other[0] for other in made.instants):
            at = datetime.fromisoformat(one if one.endswith(":00") else f"{one}:00").astimezone(UTC).replace(tzinfo=None)
            made.instants.append((one, at, one[10], "+00:00" if one.endswith("+00:00") else "+00"))
        elif what == "day" and all(one != other[0] for other in made.days):
            made.days.append((one, date.fromisoformat(one)))
        elif what == "reference":
            made.reference = one


def _cut(text: str, stay: set[str]) -> Callable[[dict[str, str]], str]:
    """A function from what goes into the holes to the text."""
    names: list[str] = []
    shape: list[str] = []
    last = 0
    for found in _HOLE.finditer(text):
        if found.group() == _ZEROS or found.group() in stay:
            continue
        shape += [text[last : found.start()].replace("%", "%%"), "%s"]
        names.append(found.group())
        last = found.end()
    whole = "".join([*shape, text[last:].replace("%", "%%")])
    if len(names) < 2:
        return lambda holes: whole % tuple(holes[name] for name in names)
    chosen: Callable[[dict[str, str]], Any] = itemgetter(*names)
    return lambda holes: whole % chosen(holes)
