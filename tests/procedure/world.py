"""The world in which the procedure is tried: people of every role, two factories, two brands, and cases as far along as needed.

Every step is a real call of `api`, as the person who would make it. `world.case_in("responded")` walks a new case there.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, LiteralString
from uuid import UUID, uuid4

import psycopg
from psycopg import sql
from psycopg.types.json import Jsonb

from db.errors import PortalError, refusal
from tests.policies.scene import Persona
from tests.procedure import walk
from tests.real_database import Connection, Database

ORGANIZATIONS = {
    "handshake": "handshake", "lianfeng": "workplace", "tianhe": "workplace", "brand_k": "brand", "brand_a": "brand",
}  # fmt: skip
PEOPLE = {  # name: (role, organisation)
    "lin": ("coordinator", "handshake"), "luo": ("coordinator", "handshake"), "ada": ("supervisor", "handshake"),
    "mei": ("custodian", "handshake"), "chen": ("factory", "lianfeng"), "wu": ("factory", "tianhe"),
    "weber": ("brand", "brand_k"), "sara": ("brand", "brand_a"),
}  # fmt: skip
LINKS = (("brand_k", "lianfeng"), ("brand_a", "lianfeng"), ("brand_a", "tianhe"))


def digest(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()


@dataclass(frozen=True)
class Case:
    """One case: its ids, where, and its worker, who holds an open receipt."""

    id: UUID
    reference: str
    workplace: str
    brands: tuple[str, ...]
    worker: Persona
    receipt: str
    things: dict[str, UUID] = field(default_factory=dict)  # what a test wants to remember


class World:
    """Everybody by name. `write` acts as somebody; `travel` moves the hour at which things happen."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.organizations = {name: uuid4() for name in ORGANIZATIONS}
        self.people = {
            name: Persona(name, role, uuid4(), uuid4(), self.organizations[organization])
            for name, (role, organization) in PEOPLE.items()
        } | {"public": Persona("public")}
        self._away = timedelta()
        self._owner: Connection | None = None

    def arrange(self) -> None:
        """Organisations, people and links: what stands before the first case."""
        with self.database.connect() as admin:
            for name, kind in ORGANIZATIONS.items():
                admin.execute(
                    "insert into portal.organization (id, kind, name, city) values (%s, %s, %s, 'Huizhou')",
                    [self.organizations[name], kind, name],
                )
            for one in self.people.values():
                if one.person:
                    admin.execute(
                        "insert into portal.person (id, user_id, organization_id, role, name, email) "
                        "values (%s, %s, %s, %s, %s, %s)",
                        [one.person, one.user, one.organization, one.role, one.name.title(), f"{one.name}@example.org"],
                    )
        for brand, workplace in LINKS:
            self.write("ada", "link_supply", brand=self.organizations[brand], workplace=self.organizations[workplace])

    # Who and when -------------------------------------------------------------------------------------------------------

    def persona(self, who: str | Persona | Case) -> Persona:
        """Somebody by name; a case stands for its worker."""
        return who.worker if isinstance(who, Case) else who if isinstance(who, Persona) else self.people[who]

    def travel(self, **span: float) -> None:
        """From now on things happen so much later: `travel(days=10)`. Sessions go by the true hour and stay open."""
        self._away += timedelta(**span)

    def come_back(self) -> None:
        self._away = timedelta()

    @property
    def now(self) -> datetime:
        return datetime.now(UTC) + self._away

    # Calls --------------------------------------------------------------------------------------------------------------

    def call(self, who: str | Persona | Case, function: str, /, **arguments: object) -> Any:
        """Call api.`function` as them. Raises PortalError."""
        persona = self.persona(who)
        if not self._away:
            return self.database.gateway(persona.credentials).call(function, **arguments)
        return self._later(persona, function, arguments)

    def write(self, who: str | Persona | Case, function: str, /, **arguments: object) -> Any:
        """The same with a fresh request id."""
        return self.call(who, function, request_id=uuid4(), **arguments)

    def refused(self, who: str | Persona | Case, function: str, /, **arguments: object) -> PortalError:
        """The refusal of a write that must not succeed."""
        try:
            self.write(who, function, **arguments)
        except PortalError as error:
            return error
        raise AssertionError(f"{function} was not refused")

    def rows(self, query: LiteralString, *values: object) -> list[Any]:
        """Rows as the owner of everything sees them."""
        with self.database.connect() as admin:
            return admin.execute(query, values).fetchall()

    def arranged(self, change: LiteralString, *values: object) -> None:
        """Change a row past every rule: only for what no deed can bring about."""
        with self.database.connect() as admin:
            admin.execute(change, values)

    # Cases --------------------------------------------------------------------------------------------------------------

    def case_in(
        self,
        state: str = "received",
        *,
        workplace: str = "lianfeng",
        brands: tuple[str, ...] = ("brand_k",),
        issues: tuple[str, ...] = ("F1",),
        severity: int = 3,
        factory: bool = True,
    ) -> Case:
        """A new case in that state; consented to the factory (unless not) and to these brands."""
        code, session = digest(f"code {uuid4()}"), digest(f"session {uuid4()}")
        made = self.write(
            "lin", "take_call", receipt_hash=code, channel="phone", language="zh-Hans", statement="They did not pay us in March.",
            issues=list(issues), severity=severity, workplace=self.organizations[workplace], consent_factory=factory,
            consent_brands=[self.organizations[one] for one in brands], sealed_identity="sealed",
        )  # fmt: skip
        self.call("public", "open_receipt", receipt_hash=code, session_hash=session)
        found = self.rows(
            "select c.id, p.id from portal.case_ c join portal.party p on p.case_id = c.id and p.side = 'worker' "
            "where c.reference = %s", made["reference"],
        )[0]  # fmt: skip
        worker = Persona("worker", "worker", receipt=session, case=found[0])
        case = Case(found[0], made["reference"], workplace, brands, worker, code)
        walk.to(self, case, state)
        return case

    def page(self, who: str | Persona | Case, case: Case) -> dict[str, Any]:
        """The case page as they see it."""
        answer: dict[str, Any] = self.call(who, "case_page", reference=None if who is case else case.reference)
        return answer

    def head(self, case: Case) -> dict[str, Any]:
        """The case as it is stored."""
        found: dict[str, Any] = self.rows("select to_jsonb(c) from portal.case_ c where c.id = %s", case.id)[0][0]
        return found

    def move(self, case: Case, to_state: str, who: str | Persona | Case = "lin", reason: str | None = None, **more: Any) -> Any:
        """One move with the present revision."""
        if "revision" not in more:
            more["revision"] = self.page(who, case)["case"]["revision"]
        return self.write(
            who, "move", reference=None if who is case else case.reference, to_state=to_state, reason=reason, **more
        )

    def seat(self, case: Case, who: str) -> UUID:
        """The party id of an organisation, `worker` or `handshake` in a case."""
        found: UUID = self.rows(
            "select id from portal.party "
            "where case_id = %s and (organization_id = %s or side = %s) and until is null order by since",
            case.id, self.organizations.get(who), who,
        )[0][0]  # fmt: skip
        return found

    def post(self, case: Case, who: str | Case, words: str, *to: str, kind: str = "message") -> UUID:
        """Write to these readers; returns the message."""
        after = self.write(
            who, "post_message", reference=None if who is case else case.reference, body=words, kind=kind,
            audience=[self.seat(case, one) for one in to],
        )  # fmt: skip
        return UUID([one["id"] for one in after["messages"] if one["mine"] and one["body"] == words][-1])

    def decide(self, case: Case, message: UUID | None = None, outcome: str = "release", who: str = "lin") -> None:
        """Decide on a held message; on the worker's statement when none is named."""
        found = self.rows(
            "select id, revision, body from portal.message where case_id = %s and state = 'held' "
            "and (id = %s or (%s and kind = 'statement'))",
            case.id, message, message is None,
        )  # fmt: skip
        one, revision, body = found[0]
        self.write(who, "decide", message=one, outcome=outcome, revision=revision, body=body)

    def close(self) -> None:
        if self._owner is not None:
            self._owner.close()

    def _later(self, persona: Persona, function: str, arguments: dict[str, object]) -> Any:
        # Only the owner's connection may choose the hour (private.clock_now); role and claims are the persona's.
        if self._owner is None or self._owner.closed:
            self._owner = psycopg.connect(self.database.conninfo("postgres"))
        role, claims, headers = persona.settings()
        call = sql.SQL("select api.{}({})").format(
            sql.Identifier(function),
            sql.SQL(", ").join(sql.SQL("{} => %s").format(sql.Identifier(name)) for name in arguments),
        )
        try:
            with self._owner.transaction():
                self._owner.execute(
                    "select set_config('role', %s, true), set_config('request.jwt.claims', %s, true),"
                    " set_config('request.headers', %s, true), set_config('portal.now', %s, true)",
                    [role, claims, json.dumps(json.loads(headers)), self.now.isoformat()],
                )
                row = self._owner.execute(call, [_sent(one) for one in arguments.values()]).fetchone()
        except psycopg.Error as error:
            state, said = error.sqlstate or "", error.diag
            if not state.startswith("PT"):
                raise
            raise refusal(int(state[2:]), said.message_primary, said.message_detail, said.message_hint) from None
        return row[0] if row else None


def _sent(value: object) -> object:
    return Jsonb(value) if isinstance(value, dict) else value
