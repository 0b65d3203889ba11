"""Those who were somebody: suspended people of every role, expired and closed sessions, old tokens, replaced receipts."""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

from tests.policies.scene import Persona, Scene, digest

SUSPENDED = {"rui": ("coordinator", "handshake"), "kai": ("supervisor", "handshake"), "min": ("custodian", "handshake"),
             "otto": ("brand", "brand_k")}  # fmt: skip


def play(scene: Scene) -> None:
    """Each of them holds what once let them in; the portal must treat all of them as nobody."""
    _suspended(scene)
    _sessions(scene)
    _receipts(scene)
    _never_linked(scene)
    _previews(scene)


def _person(scene: Scene, name: str, role: str, organization: str) -> Persona:
    one = Persona(name, role, uuid4(), uuid4(), scene.organizations[organization])
    with scene.database.connect() as admin:
        admin.execute(
            "insert into portal.person (id, user_id, organization_id, role, name, email) values (%s, %s, %s, %s, %s, %s)",
            [one.person, one.user, one.organization, role, f"Canary-person-{name}", f"{name}@example.org"],
        )
    scene.personas[name] = one
    return one


def _suspended(scene: Scene) -> None:
    """The factory's Zhao has gone before (`script.py`); here one of every other role."""
    for name, (role, organization) in SUSPENDED.items():
        _person(scene, name, role, organization)
        scene.call("ada", "suspend", person=scene.personas[name].person, reason="Canary-reason left")
        scene.personas[name] = scene.persona(name, role=None)


def _sessions(scene: Scene) -> None:
    """Sessions of the portal that are over, one that is somebody else's, and a token from before it counts."""
    over = {"expired": "expires_at = now() - interval '1 minute'", "closed": "closed_at = now()"}
    for who in ("lin", "chen", "weber"):
        for how, change in over.items():
            session = _session(scene, who, how)
            with scene.database.connect() as admin:
                query = f"update portal.session set {change} where token_hash = private.digest(%s)"
                admin.execute(query.encode(), [session])
            scene.personas[f"{who}_{how}"] = replace(scene.personas[who], name=f"{who}_{how}", role=None, session=session)
    lent = _session(scene, "chen", "lent")
    scene.personas["ben_as_chen"] = replace(scene.personas["ben"], name="ben_as_chen", role=None, session=lent)
    with scene.database.connect() as admin:
        admin.execute("update portal.person set valid_from = now() where id = %s", [scene.personas["ada"].person])
    scene.personas["ada_old_token"] = replace(scene.personas["ada"], name="ada_old_token", role=None, issued_at=0)
    # And one whose session holds, so that a portal which shuts everybody out is found too.
    scene.personas["sara"] = scene.persona("sara", session=_session(scene, "sara", "good"))


def _session(scene: Scene, who: str, label: str) -> str:
    """The token of a new session of theirs."""
    ticket, token = digest(f"ticket {who} {label}"), digest(f"token {who} {label}")
    scene.call(who, "open_session", ticket_hash=ticket, sealed=f"Canary-sealed-{who}-{label}", seconds=3600)
    scene.call("public", "redeem_session", ticket_hash=ticket, token_hash=token)
    return token


def _receipts(scene: Scene) -> None:
    """A worker's browser that was left open too long, and one whose receipt was replaced."""
    session = digest("expired receipt session")
    scene.call("public", "open_receipt", receipt_hash=scene.cases["open"].receipt, session_hash=session)
    with scene.database.connect() as admin:
        admin.execute(
            "update portal.receipt_session set expires_at = now() - interval '1 minute' where token_hash = private.digest(%s)",
            [session],
        )
        scene.personas["worker_expired"] = Persona("worker_expired", receipt=session)
        scene.file("lost", "tianhe", ["H2"])
        admin.execute("update portal.receipt set revoked_at = now() where case_id = %s", [scene.cases["lost"].id])
        scene.personas["worker_lost"] = scene.persona("worker_lost", role=None, case=None, party=None)


def _never_linked(scene: Scene) -> None:
    """A brand that sources nowhere here."""
    organization = uuid4()
    scene.organizations["brand_n"] = organization
    with scene.database.connect() as admin:
        admin.execute(
            "insert into portal.organization (id, kind, name, city) values (%s, 'brand', 'Canary-organisation-brand_n', 'Lyon')",
            [organization],
        )
    _person(scene, "nils", "brand", "brand_n")


def _previews(scene: Scene) -> None:
    """Lin looks as a party of `open` does: she is that party then, without a person, and writes nothing."""
    for name, seat, role in (("lin_as_factory", "lianfeng", "factory"), ("lin_as_brand", "brand_k", "brand"),
                             ("lin_as_worker", "worker", "worker")):  # fmt: skip
        party, case = scene.seat("open", seat), scene.cases["open"].id
        user, organization = scene.personas["lin"].user, scene.organizations.get(seat)
        scene.previews[name] = Persona(name, role, user, None, organization, case=case, party=party, preview=party)
    # Looking as another is the desk's alone, and nobody looks as the desk.
    worker, desk = scene.seat("open", "worker"), scene.seat("open", "handshake")
    scene.previews["chen_as_worker"] = Persona("chen_as_worker", None, scene.personas["chen"].user, preview=worker)
    scene.previews["lin_as_desk"] = Persona("lin_as_desk", None, scene.personas["lin"].user, preview=desk)
