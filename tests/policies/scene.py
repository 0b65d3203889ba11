"""A small world in which every table has rows and every situation of a row occurs, told through the functions of `api`.

Two workplaces, brands that are linked and not, every role, a suspended person, an organisation that left, and cases that
are somebody's own, another's, hidden under no tip-off, or left by a brand a moment ago. Every text holds a word of its own
(a canary), so that a test can tell from any answer whose words it has seen.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID, uuid4

from db.gateway import Credentials
from tests.real_database import Database


def digest(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()


@dataclass(frozen=True)
class Persona:
    """Somebody who asks. `role` is None for those whom the portal must treat as nobody."""

    name: str
    role: str | None = None
    user: UUID | None = None
    person: UUID | None = None
    organization: UUID | None = None
    receipt: str | None = None
    case: UUID | None = None
    party: UUID | None = None  # of a worker
    session: str | None = None  # of the portal; without one the token alone counts
    issued_at: int | None = None  # of the token
    preview: UUID | None = None  # the party as which somebody of the desk looks

    @property
    def database_role(self) -> str:
        return "anon" if self.user is None else "authenticated"

    @property
    def credentials(self) -> Credentials:
        user = str(self.user) if self.user else None
        return Credentials(user_id=user, receipt=self.receipt, session=self.session, issued_at=self.issued_at)

    def settings(self) -> list[str]:
        """Role, claims and headers of a raw connection that acts as this persona."""
        claims: dict[str, object] = {"role": self.database_role}
        claims |= {"sub": str(self.user)} if self.user else {}
        claims |= {"iat": self.issued_at} if self.issued_at is not None else {}
        return [self.database_role, json.dumps(claims), json.dumps(self.credentials.headers())]


@dataclass(frozen=True)
class Case:
    """One case of the scene: its id, its reference, the receipt of its worker, and what was said in it by name."""

    id: UUID
    reference: str
    receipt: str
    messages: dict[str, UUID] = field(default_factory=dict)
    files: dict[str, UUID] = field(default_factory=dict)


ORGANIZATIONS = {
    "handshake": "handshake", "lianfeng": "workplace", "tianhe": "workplace", "gone": "workplace",
    "brand_k": "brand", "brand_a": "brand", "brand_b": "brand", "brand_u": "brand",
}  # fmt: skip
STAFF = {  # name: (role, organisation)
    "lin": ("coordinator", "handshake"), "ada": ("supervisor", "handshake"), "mei": ("custodian", "handshake"),
    "chen": ("factory", "lianfeng"), "zhao": ("factory", "lianfeng"), "wu": ("factory", "tianhe"), "old": ("factory", "gone"),
    "weber": ("brand", "brand_k"), "sara": ("brand", "brand_a"), "ben": ("brand", "brand_b"), "una": ("brand", "brand_u"),
}  # fmt: skip


class Scene:
    """The stage: people by name, organisations by name, cases by name."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.organizations = {name: uuid4() for name in ORGANIZATIONS}
        self.personas: dict[str, Persona] = {"public": Persona("public"), "stranger": Persona("stranger", user=uuid4())}
        self.previews: dict[str, Persona] = {}  # they look, and neither write nor call anything
        self.cases: dict[str, Case] = {}
        for name, (role, organization) in STAFF.items():
            self.personas[name] = Persona(name, role, uuid4(), uuid4(), self.organizations[organization])

    def call(self, who: str | Persona, function: str, /, **arguments: object) -> Any:
        """Call api.`function` as that persona, through the gateway."""
        persona = self.personas[who] if isinstance(who, str) else who
        return self.database.gateway(persona.credentials).call(function, **arguments)

    def write(self, who: str, function: str, /, **arguments: object) -> Any:
        """The same with a fresh request id."""
        return self.call(who, function, request_id=uuid4(), **arguments)

    # Deeds --------------------------------------------------------------------------------------------------------------

    def arrange(self) -> None:
        """Organisations, people and links: what a supervisor sets up before the first case."""
        with self.database.connect() as admin:
            for name, kind in ORGANIZATIONS.items():
                admin.execute(
                    "insert into portal.organization (id, kind, name, city) values (%s, %s, %s, 'Huizhou')",
                    [self.organizations[name], kind, f"Canary-organisation-{name}"],
                )
            for one in self.personas.values():
                if one.person:
                    admin.execute(
                        "insert into portal.person (id, user_id, organization_id, role, name, email) values (%s, %s, %s, %s, "
                        "%s, %s)",
                        [
                            one.person,
                            one.user,
                            one.organization,
                            one.role,
                            f"Canary-person-{one.name}",
                            f"{one.name}@example.org",
                        ],
                    )
        for brand, workplace in (
            ("brand_k", "lianfeng"),
            ("brand_a", "lianfeng"),
            ("brand_u", "lianfeng"),
            ("brand_b", "tianhe"),
            ("brand_u", "tianhe"),
        ):
            self.write("ada", "link_supply", brand=self.organizations[brand], workplace=self.organizations[workplace])

    def file(self, name: str, workplace: str, issues: list[str], brands: tuple[str, ...] = (), factory: bool = True) -> Case:
        """A worker files a case and opens her receipt; she is the persona `worker_<name>` from then on."""
        code, session = digest(f"code {name} {uuid4()}"), digest(f"session {name} {uuid4()}")
        made = self.write(
            "public", "file_case", receipt_hash=code, language="zh-Hans", statement=f"Canary-statement-{name} told by a worker.",
            issues=issues, workplace=self.organizations[workplace], consent_factory=factory,
            consent_brands=[self.organizations[one] for one in brands], sealed_identity=f"Canary-identity-{name}",
            sealed_plan=f"Canary-plan-{name}",
        )  # fmt: skip
        self.call("public", "open_receipt", receipt_hash=code, session_hash=session)
        with self.database.connect() as admin:
            row = admin.execute("select id from portal.case_ where reference = %s", [made["reference"]]).fetchone()
            assert row
            case = Case(row[0], made["reference"], code)
            found = admin.execute("select id from portal.message where case_id = %s", [case.id]).fetchone()
            assert found
            case.messages["statement"] = found[0]
        self.cases[name] = case
        self.personas[f"worker_{name}"] = Persona(
            f"worker_{name}", "worker", receipt=session, case=case.id, party=self.seat(name, "worker")
        )
        return case

    def screen(self, name: str, **more: object) -> None:
        """The screening checklist, filled in so that the case can be admitted."""
        reference = self.cases[name].reference
        revision = self.call("lin", "case_page", reference=reference)["case"]["revision"]
        answers = {"covered": True, "specific": True, "internal_channel": "unsafe"} | more
        self.write("lin", "check_triage", reference=reference, revision=revision, **answers)

    def move(self, name: str, *states: str) -> None:
        for state in states:
            if state == "admitted":
                self.screen(name)
            if state == "found":
                self.write("lin", "declare_conflict", reference=self.cases[name].reference, has_conflict=False)
            revision = self.call("lin", "case_page", reference=self.cases[name].reference)["case"]["revision"]
            self.write("lin", "move", reference=self.cases[name].reference, to_state=state, revision=revision)

    def admit(self, name: str, *organizations: str) -> None:
        for one in organizations:
            self.write("lin", "admit", reference=self.cases[name].reference, organization=self.organizations[one])

    def seat(self, name: str, who: str) -> UUID:
        """The party id of an organisation, `worker` or `handshake` in a case."""
        with self.database.connect() as admin:
            row = admin.execute(
                "select id from portal.party "
                "where case_id = %s and (organization_id = %s or side = %s) and until is null order by since",
                [self.cases[name].id, self.organizations.get(who), who],
            ).fetchone()
        assert row, (name, who)
        found: UUID = row[0]
        return found

    def post(
        self, name: str, who: str, label: str, to: tuple[str, ...] = (), *, kind: str = "message", files: tuple[str, ...] = ()
    ) -> UUID:
        """Post words with the canary `Canary-message-<case>-<label>`; remembered under the label."""
        case = self.cases[name]
        self.write(
            who, "post_message", reference=case.reference, body=f"Canary-message-{name}-{label} in full.", kind=kind,
            audience=[self.seat(name, one) for one in to], files=[case.files[one] for one in files],
        )  # fmt: skip
        with self.database.connect() as admin:
            row = admin.execute(
                "select id from portal.message where body like %s", [f"Canary-message-{name}-{label} %"]
            ).fetchone()
        assert row
        case.messages[label] = row[0]
        return case.messages[label]

    def decide(self, name: str, label: str, outcome: str = "release", words: str = "", to: tuple[str, ...] | None = None) -> None:
        """A coordinator decides on a held message; the released words carry `Canary-release-<case>-<label>`."""
        message = self.cases[name].messages[label]
        with self.database.connect() as admin:
            row = admin.execute("select revision from portal.message where id = %s", [message]).fetchone()
        assert row
        self.write(
            "lin", "decide", message=message, outcome=outcome, revision=row[0], reason="identifies",
            note=f"Canary-note-{name}-{label}",
            body=words or f"Canary-release-{name}-{label} in part.", removed=1,
            audience=None if to is None else [self.seat(name, one) for one in to],
        )  # fmt: skip

    def reserve(self, name: str, who: str, label: str, *, cleaned: bool = True, media_type: str = "application/pdf") -> None:
        case = self.cases[name]
        made = self.write(
            who, "reserve_file", reference=case.reference, name=f"Canary-file-{name}-{label}.pdf", bytes=1000,
            media_type=media_type,
            sha256=digest(f"original {name} {label}"), cleaned_sha256=digest(f"cleaned {name} {label}") if cleaned else None,
            cleaned_bytes=900 if cleaned else None,
        )  # fmt: skip
        case.files[label] = UUID(made["id"])

    def persona(self, name: str, **changes: Any) -> Persona:
        return replace(self.personas[name], **changes)
