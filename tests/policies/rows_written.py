"""The cells of whole rows: what is inserted in somebody's name, and how far a row may be changed.

A right to write a column says nothing about the row; these cells ask the policies of insert and update. A trigger may refuse
earlier and for a better reason: what matters is that nothing is written which the oracle does not allow, and that it is not the
policies which refuse what it allows.
"""

from __future__ import annotations

from collections.abc import Iterator

from psycopg import sql

from tests.policies.facts import Facts, Row
from tests.policies.oracle import DESK, Oracle
from tests.policies.scene import digest
from tests.policies.tables import DENIED, Door

KINDS = ("message", "note", "statement")


def cells(door: Door, oracle: Oracle, facts: Facts, only: str = "") -> Iterator[str]:
    """In the name of every party of every case, of oneself and of another, and for every organisation; of one table or of all."""
    if only in ("", "message"):
        yield from _messages(door, oracle, facts)
        yield from _changes(door, oracle, facts)
    if only in ("", "attachment"):
        for party in facts.rows["party"]:
            yield _insert(door, "attachment", _file(party["case_id"], party["id"]), may=_posts(oracle, party, "message"))
            yield _insert(door, "attachment", _file(_elsewhere(facts, party), party["id"]), may=False)
    if only not in ("message", "attachment"):
        yield from _directory(door, oracle, facts)


def _messages(door: Door, oracle: Oracle, facts: Facts) -> Iterator[str]:
    for party in facts.rows["party"]:
        for kind in KINDS:
            values = {"case_id": party["case_id"], "author_party": party["id"], "kind": kind, "body": "Words of the matrix."}
            yield _insert(door, "message", values, may=_posts(oracle, party, kind))
        values = {"case_id": _elsewhere(facts, party), "author_party": party["id"], "body": "Elsewhere."}
        yield _insert(door, "message", values, may=False)


def _elsewhere(facts: Facts, party: Row) -> str:
    """Another case."""
    return next(str(row["id"]) for row in facts.rows["case_"] if row["id"] != party["case_id"])


def _posts(oracle: Oracle, party: Row, kind: str) -> bool:
    """Whoever sits there speaks as that party; the custodian never, a note is the desk's, a statement comes with the case."""
    speaks = party["id"] in oracle.seat_ids and oracle.role not in (None, "custodian") and not oracle.who.preview
    return speaks and (kind == "message" or (kind == "note" and oracle.role in DESK))


def _file(case: str, party: str) -> dict[str, object]:
    return {
        "case_id": case, "party_id": party, "name": "matrix.pdf", "media_type": "application/pdf",
        "original_sha256": digest("matrix"), "original_bytes": 1,
    }  # fmt: skip


def _directory(door: Door, oracle: Oracle, facts: Facts) -> Iterator[str]:
    """Organisations, links and invitations are a supervisor's; a call is written down by the one who took it."""
    supervisor, desk = oracle.role == "supervisor", oracle.role in DESK
    yield _insert(door, "organization", {"kind": "brand", "name": "Matrix"}, may=supervisor)
    brand = next(row["id"] for row in facts.rows["organization"] if row["kind"] == "brand" and row["ended_at"] is None)
    for row in facts.rows["organization"]:
        if row["kind"] == "workplace":
            linked = any(
                one["brand_id"] == brand and one["workplace_id"] == row["id"] and one["until"] is None
                for one in facts.rows["supply_link"]
            )
            if not linked:
                yield _insert(door, "supply_link", {"brand_id": brand, "workplace_id": row["id"]}, may=supervisor)
    for person in facts.rows["person"]:
        mine = person["id"] == str(oracle.who.person)
        invited = {"code_hash": digest("m"), "email": "matrix@example.org", "organization_id": brand, "role": "brand"}
        yield _insert(door, "invitation", {**invited, "invited_by": person["id"]}, may=supervisor and mine)
        taken = {"kind": "X1", "channel": "phone", "language": "en", "minutes": 1}
        yield _insert(door, "contact", {**taken, "taken_by": person["id"]}, may=desk and mine)


def _changes(door: Door, oracle: Oracle, facts: Facts) -> Iterator[str]:
    """Held words may be mended and taken back by their author, and by nobody let through."""
    if door.who.role is None:
        seated: set[str] = set()
    else:
        seated = {seat["id"] for seat in oracle.seats}
    mends = not door.who.preview and oracle.role != "custodian"
    for row in facts.rows["message"]:
        may = mends and row["author_party"] in seated and row["state"] == "held" and oracle.message(row)
        for state in ("taken_back", "released", "held"):
            state_, _, touched = door.attempt(
                sql.SQL("update portal.message set state = %s, body = 'Words of the matrix.' where id = %s"), [state, row["id"]]
            )
            wrote = not state_ and touched == 1
            wrong = wrote and not (may and state != "released")
            yield f"{door.who.name} makes a {row['state']} message {state}" if wrong else ""


def _insert(door: Door, table: str, values: dict[str, object], *, may: bool) -> str:
    names = sql.SQL(", ").join(map(sql.Identifier, values))
    held = sql.SQL(", ").join([sql.Placeholder()] * len(values))
    query = sql.SQL("insert into portal.{} ({}) values ({})").format(sql.Identifier(table), names, held)
    state, _, _ = door.attempt(query, list(values.values()))
    right = state != DENIED if may else state != ""
    return "" if right else f"{door.who.name} inserts {table} {values}: {state!r}, allowed: {may}"
