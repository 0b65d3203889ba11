"""The stage on which demonstration stories are played: each line is spoken through the same functions of
`api` that the portal calls, as the person who speaks it, at the hour of the story."""

from __future__ import annotations

import hashlib
import json
import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, LiteralString
from uuid import UUID, uuid4

import psycopg
from psycopg import sql
from psycopg.rows import TupleRow

from db.receipts import TEXT_VERSION, hash_code, new_code
from db.sealing import Sealer

# Functions that name a thing, and no case.
_BY_THING = ("claim_done", "verify_action", "dispute_action", "confirm_remedy", "drop_action", "show_evidence")


@dataclass(frozen=True)
class Caller:
    """What a caller leaves with the hotline; all of it made up, and sealed before it is stored."""

    name: str
    phone: str
    hours: str


class Stage:
    """Plays deeds in one transaction of the database's owner; nothing is kept when one of them is refused."""

    def __init__(self, connection: psycopg.Connection[TupleRow], accounts: dict[str, UUID], app_key: bytes) -> None:
        self.connection = connection
        self._name, self._plan = Sealer(app_key, "identity"), Sealer(app_key, "contact-plan")
        self.accounts = accounts  # e-mail to the account's id
        self.organizations: dict[str, UUID] = {name: one for one, name in self.rows("select id, name from portal.organization")}

    def sealed(self, caller: Caller) -> dict[str, str]:
        """The two texts as `take_call` stores them."""
        name = json.dumps({"name": caller.name, "phone": caller.phone}, ensure_ascii=False)
        plan = json.dumps({"hours": caller.hours}, ensure_ascii=False)
        return {"sealed_identity": self._name.seal(name), "sealed_plan": self._plan.seal(plan)}

    def rows(self, query: LiteralString, *values: object) -> list[Any]:
        """Rows as the owner sees them, for arranging the scene."""
        return self.connection.execute(query, values).fetchall()

    def act(self, actor: str, at: datetime, function: str, /, **arguments: object) -> Any:
        """Call api.`function` as the person with that e-mail, or as the worker with that receipt session, at that hour."""
        user = self.accounts.get(actor)
        role = "authenticated" if user else "anon"
        claims = {"role": role} | ({"sub": str(user)} if user else {})
        headers = {} if user or not actor else {"x-receipt-session": actor}
        self.connection.execute(
            "select set_config('role', %s, true), set_config('request.jwt.claims', %s, true),"
            " set_config('request.headers', %s, true), set_config('portal.now', %s, true)",
            [role, json.dumps(claims), json.dumps(headers), at.isoformat()],
        )
        call = sql.SQL("select api.{}({})").format(
            sql.Identifier(function),
            sql.SQL(", ").join(sql.SQL("{} => %s").format(sql.Identifier(name)) for name in arguments),
        )
        row = self.connection.execute(call, list(arguments.values())).fetchone()
        self.connection.execute("reset role")
        return row[0] if row else None


class CaseOnStage:
    """One case of a story: who says what, in the words of the people."""

    def __init__(self, stage: Stage, coordinator: str) -> None:
        self.stage = stage
        self.coordinator = coordinator
        self.reference = ""
        self.code = ""  # what the caller wrote down
        self.receipt = ""

    def call_comes_in(
        self,
        at: datetime,
        *,
        workplace: str,
        issues: list[str],
        severity: int,
        words: str,
        brands: tuple[str, ...] = (),
        factory: bool = True,
        channel: str = "phone",
        caller: Caller | None = None,
    ) -> None:
        """The hotline takes a case, with the caller's consents."""
        code = self.code = new_code()
        answer = self.stage.act(
            self.coordinator,
            at,
            "take_call",
            request_id=uuid4(),
            receipt_hash=hash_code(code),
            channel=channel,
            language="zh-Hans",
            statement=words,
            issues=issues,
            severity=severity,
            workplace=self.stage.organizations[workplace],
            consent_factory=factory,
            consent_brands=[self.stage.organizations[brand] for brand in brands],
            text_version=TEXT_VERSION,
            **(self.stage.sealed(caller) if caller else {}),
        )
        self.reference = answer["reference"]
        self.receipt = hashlib.sha256(secrets.token_bytes(32)).hexdigest()
        self.stage.act(
            "",
            at,
            "open_receipt",
            receipt_hash=hash_code(code),
            session_hash=self.receipt,
        )

    def page(self, actor: str, at: datetime) -> dict[str, Any]:
        """The case as that actor sees it, which also marks it as read."""
        reference = None if actor == self.receipt else self.reference
        page: dict[str, Any] = self.stage.act(actor, at, "case_page", reference=reference)
        return page

    def screens(self, at: datetime, **answers: object) -> None:
        """The coordinator takes the case up and fills in the checklist; what is not named is as good as can be."""
        state, revision, _ = self._stands()
        if state == "received":
            self.move(at, "triage")
            revision = self._stands()[1]
        answers = {"covered": True, "specific": True, "internal_channel": "tried"} | answers
        self.stage.act(
            self.coordinator, at, "check_triage", request_id=uuid4(), reference=self.reference, revision=revision, **answers
        )

    def takes_down(self, at: datetime, words: str) -> UUID:
        """The factory answers on the telephone, and the coordinator writes it down word for word."""
        after = self.stage.act(self.coordinator, at, "record_answer", request_id=uuid4(), reference=self.reference, body=words)
        return UUID([m["id"] for m in after["messages"] if m["entered"]][-1])

    def move(self, at: datetime, *states: str, reason: str | None = None) -> None:
        """The coordinator moves the case through these states."""
        for state in states:
            self.stage.act(
                self.coordinator, at, "move", request_id=uuid4(), reference=self.reference, to_state=state,
                revision=self._stands()[1], reason=reason if state == states[-1] else None,
            )  # fmt: skip

    def _stands(self) -> tuple[str, int, int]:
        """State, revision and version of the plan; each deed answers with the whole page, so nobody asks for it before as well."""
        row: tuple[str, int, int] = self.stage.rows(
            "select c.state, c.revision, coalesce(p.version, 0) from portal.case_ c left join portal.plan p on p.case_id = c.id"
            " where c.reference = %s",
            self.reference,
        )[0]
        return row

    def admit(self, at: datetime, *organizations: str) -> None:
        """The coordinator admits these, with the worker's consent."""
        for name in organizations:
            self.stage.act(
                self.coordinator, at, "admit", request_id=uuid4(), reference=self.reference,
                organization=self.stage.organizations[name],
            )  # fmt: skip

    def says(self, actor: str, at: datetime, words: str, *readers: str) -> UUID:
        """The actor writes to these readers: sides (worker, factory, handshake) or names of brands."""
        page = self.page(actor, at)
        audience = [p["id"] for p in page["parties"] if (p["side"] in readers or p["name"] in readers) and not p["mine"]]
        reference = None if actor == self.receipt else self.reference
        after = self.stage.act(
            actor, at, "post_message", request_id=uuid4(), reference=reference, body=words,
            audience=[UUID(one) for one in audience],
        )  # fmt: skip
        return UUID([m["id"] for m in after["messages"] if m["mine"] and m["body"] == words][-1])

    def asks_for_identity(self, at: datetime, reason: str, words: str) -> UUID:
        """The coordinator turns the first key; returns the request."""
        said = self.stage.act(
            self.coordinator, at, "ask_identity", request_id=uuid4(), reference=self.reference, reason=reason, words=words
        )
        return UUID(next(one["id"] for one in said["page"]["identity"]["requests"] if one["mine"]))

    def opens_identity(self, at: datetime, custodian: str, request: UUID) -> None:
        """The custodian turns the second key, the coordinator looks and takes the request back when she is done."""
        self.stage.act(custodian, at, "answer_identity", request_id=uuid4(), unlock=request, agree=True)
        looked, done = at + timedelta(minutes=2), at + timedelta(minutes=16)
        self.stage.act(self.coordinator, looked, "open_identity", request_id=uuid4(), reference=self.reference)
        self.stage.act(self.coordinator, done, "revoke_identity", request_id=uuid4(), unlock=request)

    def notes(self, at: datetime, words: str) -> None:
        """An internal note of Handshake."""
        self.stage.act(
            self.coordinator,
            at,
            "post_message",
            request_id=uuid4(),
            reference=self.reference,
            body=words,
            kind="note",
        )

    def decides(
        self,
        at: datetime,
        message: UUID | None,
        outcome: str,
        *,
        words: str | None = None,
        removed: int = 0,
        reason: str = "nothing",
        note: str | None = None,
    ) -> None:
        """The coordinator decides on a held message, on the worker's statement when none is named."""
        page = self.page(self.coordinator, at)
        held = next(
            m
            for m in page["messages"]
            if m["state"] == "held" and (m["kind"] == "statement" if message is None else m["id"] == str(message))
        )
        self.stage.act(
            self.coordinator, at, "decide", request_id=uuid4(), message=UUID(held["id"]), outcome=outcome,
            revision=held["revision"], body=words or held["body"], removed=removed, reason=reason, note=note,
        )  # fmt: skip

    def does(self, actor: str, at: datetime, function: str, /, **arguments: object) -> dict[str, Any]:
        """The actor does this in the case, or with the action, entry or evidence that is named."""
        if function not in _BY_THING:
            arguments["reference"] = None if actor == self.receipt else self.reference
        page: dict[str, Any] = self.stage.act(actor, at, function, request_id=uuid4(), **arguments)
        return page

    def finds(self, at: datetime, evidence: str, **findings: tuple[str, str]) -> None:
        """The coordinator, who has no interest in the case, takes in a record and judges each issue: `G1=("grounded", "because …")`."""
        self.does(self.coordinator, at, "declare_conflict", has_conflict=False)
        self.does(self.coordinator, at, "add_evidence", kind="record", words=evidence)
        for code, (outcome, reason) in findings.items():
            self.does(self.coordinator, at, "make_finding", code=code, outcome=outcome, reason=reason)

    def plans(self, at: datetime, deed: str, owner: str, due_on: date, evidence_wanted: str) -> UUID:
        """The coordinator writes an action of that side into the plan."""
        page = self.page(self.coordinator, at)
        page = self.does(
            self.coordinator, at, "set_action", version=page["plan"]["version"] if page["plan"] else 0, deed=deed,
            owner=next(UUID(p["id"]) for p in page["parties"] if p["side"] == owner), due_on=due_on, evidence_wanted=evidence_wanted,
        )  # fmt: skip
        return next(UUID(one["id"]) for one in page["plan"]["actions"] if one["deed"] == deed)

    def accepts(self, at: datetime, *actors: str) -> None:
        """Each of them accepts the plan as it stands."""
        for actor in actors:
            self.does(actor, at, "accept_plan", version=self._stands()[2])

    def owes(self, at: datetime, what: str, amount: Decimal, label: str) -> UUID:
        """What the worker claimed and the factory agreed to."""
        entry: UUID | None = None
        for stage in ("claimed", "agreed"):
            page = self.does(
                self.coordinator, at, "record_remedy", stage=stage, entry=entry, what=what, currency="CNY", amount=amount, label=label
            )  # fmt: skip
            entry = UUID(page["remedy"][-1]["id"])
        assert entry
        return entry

    def arrange(self, change: LiteralString, *values: object) -> None:
        """What no function of this version sets yet, such as a strike's level; `%s` of the case's reference comes last."""
        self.stage.connection.execute(change, [*values, self.reference])
