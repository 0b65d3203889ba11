"""What is asked of a database of any size, by whom: each page of the portal that reads cases or figures, and what people write.

Every question goes through `api` as the database role of the person, under the policies, as behind PostgREST. All is rolled back;
what a commit would still do (counting) is done before the watch stops.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

import psycopg
from psycopg import sql
from psycopg.rows import TupleRow

from tests.policies.scene import Persona
from tests.procedure.world import World

Connection = psycopg.Connection[TupleRow]
CASE, FIGURES = 1.2, 1.5  # times of the smallest, by the issues that ask for it
RECEIPT, SESSION = (hashlib.sha256(word).hexdigest() for word in (b"receipt", b"session"))
RARE = "Slip 77."  # one case has it
SEARCHED = 12_000  # words are looked for in a thousand cases at a time, ten messages each
MONTHS_FILL, LISTS_FILL = 5, 5  # with few cases many cells of a month are still empty, and pages not full
MONTHS_OF_SITES = 13_000  # twelve months of a thousand sites
# Why a question takes longer than among a thousand cases; from 100 thousand to a million it is held to its target all the same.
SHORT = "A thousand cases do not fill this list, nor the counts beside it, which end at 300, and their rows share blocks."
EMPTY_MONTHS = "Among a thousand cases most months of the thousand workplaces are empty: less is added up there."


@dataclass(frozen=True)
class Look:
    """What somebody asks in one database: who, which function, with what."""

    persona: Persona
    function: str
    arguments: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Subject:
    """The rows of one database that the questions are about."""

    references: dict[str, list[str]]  # by who may open them
    keys: dict[str, str]  # by whose list: in its middle
    worker: UUID  # her seat
    desk: UUID


@dataclass(frozen=True)
class Ask:
    """One question, the same in every database. `turn` numbers its repetitions: each is about another case."""

    name: str
    most: float
    look: Callable[[Subject, int], Look]
    rows: int = 5_200  # that one scan may read: an inbox counts ten things up to 1,001 each
    blocks: float | None = None  # so many times may be looked at in a hurry, where it is known to grow
    small: str = ""  # why it is less work among a thousand cases, where it is
    why: str = ""  # why it is more work the more cases there are, where it is


def subject(owner: Connection, world: World) -> Subject:
    """Choose cases and keys, and open one receipt, in this database."""
    references: dict[str, list[str]] = {}
    keys: dict[str, str] = {}
    for name, organization in world.organizations.items():
        if name not in ("handshake", "lianfeng", "brand_k"):
            continue
        rows = owner.execute(
            "select c.reference from portal.case_ c join portal.party p on p.case_id = c.id where p.organization_id = %s"
            " and p.until is null and c.main_issue = 'H3' and c.state = 'closed' and exists (select from portal.party f"
            " where f.case_id = c.id and f.until is null and f.organization_id = %s) order by c.id limit 12",
            [organization, world.organizations["lianfeng"]],
        ).fetchall()
        references[name] = [row[0] for row in rows]
        key = owner.execute(
            "select private.instant(p.last_activity) || '|' || p.case_id from portal.party p where p.organization_id = %s"
            " and p.until is null and p.box = 'closed' order by p.last_activity desc, p.case_id desc"
            " offset (select count(*) / 2 from portal.party q where q.organization_id = %s and q.until is null"
            " and q.box = 'closed') limit 1",
            [organization, organization],
        ).fetchone()
        assert key
        keys[name] = key[0]
    chosen = owner.execute(
        "select c.id, c.reference, w.id, d.id from portal.case_ c join portal.party w on w.case_id = c.id and w.side = 'worker'"
        " join portal.party d on d.case_id = c.id and d.side = 'handshake' where c.state = 'responded' and c.main_issue = 'F1'"
        " and c.workplace_id = %s order by c.id limit 1",
        [world.organizations["lianfeng"]],
    ).fetchone()
    assert chosen
    case, reference, worker, desk = chosen
    references["open"] = [reference]
    owner.execute("update portal.receipt set code_hash = private.digest(%s) where case_id = %s", [RECEIPT, case])
    owner.execute(
        "delete from portal.receipt_session s using portal.receipt r where r.id = s.receipt_id and r.case_id = %s", [case]
    )
    owner.execute(
        "insert into portal.receipt_session (receipt_id, token_hash, expires_at)"
        " select id, private.digest(%s), now() + interval '1 day' from portal.receipt where case_id = %s",
        [SESSION, case],
    )
    owner.commit()
    return Subject(references, keys, worker, desk)


def asks(world: World) -> list[Ask]:
    """Every question, and by how much it may take longer in the largest database than in the smallest."""
    lin, ada, mei = world.people["lin"], world.people["ada"], world.people["mei"]
    chen, weber, public = world.people["chen"], world.people["weber"], world.people["public"]
    her = Persona("worker", "worker", receipt=SESSION)
    filed = {"language": "en", "issues": ["F1"], "workplace": world.organizations["lianfeng"], "consent_factory": True}

    def case(who: Persona, whose: str) -> Callable[[Subject, int], Look]:
        return lambda one, turn: Look(who, "case_page", {"reference": one.references[whose][turn % len(one.references[whose])]})

    def plain(who: Persona, function: str, **arguments: object) -> Callable[[Subject, int], Look]:
        return lambda _one, _turn: Look(who, function, arguments)

    def deep(who: Persona, whose: str) -> Callable[[Subject, int], Look]:
        return lambda one, _turn: Look(who, "inbox", {"box": "closed", "after_key": one.keys[whose]})

    def post(who: Persona, reader: str) -> Callable[[Subject, int], Look]:
        return lambda one, _turn: Look(who, "post_message", {
            "request_id": uuid4(), "reference": one.references["open"][0], "body": "We looked into it.",
            "audience": [getattr(one, reader)],
        })  # fmt: skip

    return [
        Ask("case_page_coordinator", CASE, case(lin, "handshake")),
        Ask("case_page_factory", CASE, case(chen, "lianfeng")),
        Ask("case_page_brand", CASE, case(weber, "brand_k")),
        Ask("case_page_worker", CASE, plain(her, "case_page")),
        Ask("case_tip_worker", CASE, plain(her, "case_tip")),
        Ask("inbox_coordinator", CASE, plain(lin, "inbox"), small=SHORT),
        Ask("inbox_coordinator_closed", CASE, plain(lin, "inbox", box="closed"), small=SHORT),
        Ask("inbox_coordinator_deep", CASE, deep(lin, "handshake"), small=SHORT),
        Ask("inbox_factory_closed", CASE, plain(chen, "inbox", box="closed"), small=SHORT),
        Ask("inbox_factory_deep", CASE, deep(chen, "lianfeng"), blocks=LISTS_FILL, small=SHORT),
        Ask("inbox_brand_closed", CASE, plain(weber, "inbox", box="closed"), small=SHORT),
        Ask("inbox_custodian", CASE, plain(mei, "inbox", box="closed"), small=SHORT),
        Ask("inbox_grave", CASE, plain(lin, "inbox", box="closed", severities=[2]), small=SHORT),
        Ask("inbox_one_workplace", CASE, plain(lin, "inbox", box="closed", workplace=world.organizations["lianfeng"]),
            blocks=LISTS_FILL, small=SHORT),
        Ask("search_words", CASE, plain(lin, "inbox", box="closed", words="missing"), rows=SEARCHED, small=SHORT),
        Ask("search_rare", CASE, plain(lin, "inbox", box="closed", words=RARE), rows=SEARCHED, small=SHORT),
        Ask("search_factory", CASE, plain(chen, "inbox", box="closed", words="compared the attendance"), rows=SEARCHED,
            small=SHORT),
        Ask("search_reference", CASE, lambda one, turn: Look(lin, "inbox", {
            "box": "closed", "words": one.references["handshake"][turn % len(one.references["handshake"])]}), small=SHORT),
        Ask("moderation_queue", CASE, plain(lin, "moderation"), small=SHORT),
        Ask("export_of_500", CASE, plain(lin, "inbox", box="closed", most=500), small=SHORT),
        Ask("notices_coordinator", CASE, plain(lin, "notices")),
        Ask("notices_factory", CASE, plain(chen, "notices"), blocks=LISTS_FILL, small=SHORT),
        Ask("post_message_coordinator", CASE, post(lin, "worker")),
        Ask("post_message_factory", CASE, post(chen, "worker")),
        Ask("post_message_worker", CASE, lambda one, _turn: Look(her, "post_message", {
            "request_id": uuid4(), "reference": None, "body": "Nothing was paid.", "audience": [one.desk]})),
        Ask("file_case", CASE, lambda _one, _turn: Look(public, "file_case", {
            "request_id": uuid4(), "receipt_hash": uuid4().hex * 2, "statement": "They did not pay us.", **filed})),
        Ask("take_call", CASE, lambda _one, _turn: Look(lin, "take_call", {
            "request_id": uuid4(), "receipt_hash": uuid4().hex * 2, "statement": "They did not pay us.", "channel": "phone",
            "severity": 3, **filed})),
        Ask("open_receipt", CASE, lambda _one, _turn: Look(public, "open_receipt", {
            "receipt_hash": RECEIPT, "session_hash": uuid4().hex * 2})),
        Ask("figures_coordinator", FIGURES, plain(lin, "figures"), rows=MONTHS_OF_SITES, blocks=MONTHS_FILL, small=EMPTY_MONTHS),
        Ask("figures_supervisor", FIGURES, plain(ada, "figures"), rows=MONTHS_OF_SITES, blocks=MONTHS_FILL, small=EMPTY_MONTHS),
        Ask("figures_one_workplace", FIGURES, plain(ada, "figures", workplace=world.organizations["lianfeng"]),
            blocks=MONTHS_FILL, small=EMPTY_MONTHS),
        Ask("figures_factory", FIGURES, plain(chen, "figures")),
        Ask("scorecard", FIGURES, plain(ada, "scorecard"), rows=MONTHS_OF_SITES, small=EMPTY_MONTHS),
        Ask("early_warning", FIGURES, plain(lin, "early_warning"),
            why="The more cases, the more stands behind each warning: the answer itself is several times as long."),
        Ask("transparency", FIGURES, plain(public, "public_figures")),
        Ask("published_brand", FIGURES, plain(weber, "published")),
        Ask("published_factory", FIGURES, plain(chen, "published")),
        Ask("evidence_brand", FIGURES, plain(weber, "evidence")),
        Ask("reports_brand", FIGURES, plain(weber, "reports")),
        Ask("exports", FIGURES, plain(ada, "exports")),
        Ask("newsletter_desk", FIGURES, plain(ada, "newsletter_desk")),
        Ask("policies", FIGURES, plain(chen, "policies")),
        Ask("strike_desk", CASE, plain(lin, "strike_desk")),
        Ask("zero_tolerance", CASE, plain(lin, "zero_tolerance")),
        Ask("identities", CASE, plain(mei, "identities")),
        Ask("people", CASE, plain(ada, "people")),
        Ask("bulletins", CASE, plain(weber, "bulletins")),
        Ask("find_workplaces", CASE, plain(public, "find_workplaces", words="workplace 77")),
    ]  # fmt: skip


def become(connection: Connection, persona: Persona) -> None:
    """For the rest of this transaction the connection is that person's, as PostgREST would make it."""
    role, claims, headers = persona.settings()
    connection.execute(
        "select set_config('role', %s, true), set_config('request.jwt.claims', %s, true),"
        " set_config('request.headers', %s, true)",
        [role, claims, headers],
    )


def call(look: Look) -> tuple[sql.Composed, list[object]]:
    """The statement and its values."""
    names = (sql.SQL("{} => %s").format(sql.Identifier(name)) for name in look.arguments)
    statement = sql.SQL("select api.{}({})").format(sql.Identifier(look.function), sql.SQL(", ").join(names))
    return statement, list(look.arguments.values())


def asked(connection: Connection, look: Look) -> tuple[float, Any]:
    """Milliseconds of the statement and of what a commit would still do, and the answer. Nothing is kept."""
    statement, values = call(look)
    with connection.transaction(force_rollback=True):
        become(connection, look.persona)
        begun = time.perf_counter()
        row = connection.execute(statement, values).fetchone()
        connection.execute("set constraints all immediate")
        took = (time.perf_counter() - begun) * 1000
    assert row
    return took, row[0]


def size_of(answer: object) -> int:
    """Characters of an answer: whether two databases were asked for as much."""
    return len(json.dumps(answer, default=str))


def blocks(connection: Connection, look: Look) -> int:
    """Blocks of 8 kB that were looked at for it, cached or not: what it costs on a machine of any mood."""
    statement, values = call(look)
    with connection.transaction(force_rollback=True):
        become(connection, look.persona)
        row = connection.execute(sql.SQL("explain (analyze, buffers, timing off, format json) ") + statement, values).fetchone()
    assert row
    plan = row[0][0]["Plan"]
    return int(plan["Shared Hit Blocks"] + plan["Shared Read Blocks"])
