"""From an invitation to a person: role and organisation come from the invitation, and it opens once."""

from __future__ import annotations

import json
from uuid import UUID, uuid4

import psycopg
import pytest

from auth import sign_in_form
from auth.house import House
from db.errors import Absent, Conflict, PortalError, SignInNeeded
from db.gateway import Credentials
from db.people import hash_invitation, invite, new_invitation_code
from db.ports import BadCredentials, Tokens
from db.sessions import accept_invitation, find_invitation
from tests.auth.conftest import LIN, PASSWORD
from tests.real_database import Database

HE = "he@lianfeng.example"


@pytest.fixture
def factory(held: House, database: Database, monkeypatch: pytest.MonkeyPatch) -> UUID:
    """A workplace; Lin is a supervisor who invites for it."""
    monkeypatch.setattr(sign_in_form, "house", lambda: held)
    with database.connect() as admin:
        admin.execute("update portal.person set role = 'supervisor'")
        row = admin.execute(
            "insert into portal.organization (kind, name, city) values ('workplace', 'Lianfeng Footwear', 'Huizhou') returning id"
        ).fetchone()
    assert row is not None
    return UUID(str(row[0]))


@pytest.fixture
def code(held: House, factory: UUID) -> str:
    """The code that the supervisor hands to He Ping."""
    made = new_invitation_code()
    tokens = held.backend.identity.sign_in(LIN, PASSWORD)
    gateway = held.backend.gateway(acting(tokens))
    invite(gateway, uuid4(), email="He@Lianfeng.example", organization=factory, role="factory", code_hash=hash_invitation(made))
    return made


def acting(tokens: Tokens) -> Credentials:
    return Credentials(user_id=tokens.user_id, issued_at=int(tokens.issued_at.timestamp()))


def test_an_invited_person_signs_up_and_is_who_the_invitation_says(held: House, factory: UUID, code: str) -> None:
    # Given the link, opened by whoever holds it
    invitation = find_invitation(held.backend.gateway(), code)
    assert invitation is not None
    assert (invitation.email, invitation.role, invitation.organization) == (HE, "factory", "Lianfeng Footwear")

    # When name and password are set
    tokens = sign_in_form.sign_up(code, invitation.email, "He Ping", "a long password of his", "zh-Hans")

    # Then a session begins for him, in that role and organisation, in his language
    ticket, person = held.sessions.begin(tokens, "browser", None)
    assert (person.name, person.role, person.organization.id, person.language) == ("He Ping", "factory", factory, "zh-Hans")
    assert held.sessions.find(held.sessions.redeem(ticket, "browser"), None) is not None
    # And he signs in by himself from then on
    again = held.backend.identity.sign_in(HE, "a long password of his")
    assert again.user_id == tokens.user_id


def test_a_code_opens_once(held: House, code: str) -> None:
    sign_in_form.sign_up(code, HE, "He Ping", "a long password of his", "en")
    assert find_invitation(held.backend.gateway(), code) is None
    with pytest.raises(Absent) as refused:
        sign_in_form.sign_up(code, "thief@example.org", "Thief", "a long password of his", "en")
    assert refused.value.key == "invitation_unknown"
    thief = held.backend.identity.sign_in("thief@example.org", "a long password of his")
    assert held.backend.gateway(acting(thief)).call("whoami") is None


def test_an_old_invitation_opens_nothing(held: House, database: Database, code: str) -> None:
    with database.connect() as admin:
        admin.execute("update portal.invitation set expires_at = now() - interval '1 second'")
    assert find_invitation(held.backend.gateway(), code) is None
    with pytest.raises(Absent) as refused:
        sign_in_form.sign_up(code, HE, "He Ping", "a long password of his", "en")
    assert refused.value.key == "invitation_unknown"


def test_an_account_that_is_somebody_already_cannot_become_somebody_else(held: House, code: str) -> None:
    lin = held.backend.identity.sign_in(LIN, PASSWORD)
    with pytest.raises(Conflict):
        accept_invitation(held.backend.gateway(acting(lin)), code, "Lin as a factory", "en")
    assert find_invitation(held.backend.gateway(), code) is not None
    assert held.backend.gateway(acting(lin)).call("whoami")["role"] == "supervisor"


def test_an_account_of_another_address_is_not_bound(held: House, database: Database, code: str) -> None:
    stranger = held.backend.identity.sign_up("stranger@example.org", "a long password of hers")
    with database.acting(stranger.user_id) as connection:
        claims = {"role": "authenticated", "sub": stranger.user_id, "email": "stranger@example.org"}
        connection.execute("select set_config('request.jwt.claims', %s, true)", [json.dumps(claims)])
        with pytest.raises(psycopg.Error, match="invitation_unknown"):
            connection.execute("select api.accept_invitation(%s, 'Stranger', 'en')", [hash_invitation(code)])
    assert find_invitation(held.backend.gateway(), code) is not None


def test_somebody_else_s_account_is_not_taken_over_by_an_invitation(held: House, code: str) -> None:
    # Given an account with the invited address, whose password the holder of the link does not know
    held.backend.identity.sign_up(HE, "the password of its owner")
    with pytest.raises(PortalError) as refused:
        sign_in_form.sign_up(code, HE, "Thief", "a guess at the password", "en")
    assert refused.value.key == "account_exists"
    with pytest.raises(BadCredentials):
        held.backend.identity.sign_in(HE, "a guess at the password")
    # Its owner accepts with the password that is there
    sign_in_form.sign_up(code, HE, "He Ping", "the password of its owner", "en")


def test_nobody_accepts_without_an_account(held: House, code: str) -> None:
    with pytest.raises(SignInNeeded):
        accept_invitation(held.backend.gateway(), code, "Nobody", "en")


def test_only_the_hash_of_a_code_is_kept(database: Database, code: str) -> None:
    with database.connect() as admin:
        rows = str(admin.execute("select to_jsonb(i) from portal.invitation i").fetchall())
    assert code not in rows
    assert hash_invitation(code) not in rows
