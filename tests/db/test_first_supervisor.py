"""The first supervisor comes in by an invitation that only the database's owner can make."""

from __future__ import annotations

import re
import secrets
from pathlib import Path

import psycopg
import pytest

from db.gateway import Credentials
from db.identity_embedded import EmbeddedIdentity
from db.people import hash_invitation, new_invitation_code
from db.sessions import accept_invitation, find_invitation
from tests.db.test_connect import db
from tests.real_database import Database

CODE = re.compile(r"https://portal\.example\.org/invitation\?code=([\w-]{43})$", re.MULTILINE)
INVITE = "select private.invite_first_supervisor(%s, %s)"


def _invited(database: Database) -> str:
    code = new_invitation_code()
    with database.connect("postgres") as owner:
        owner.execute(INVITE, ["Ada@Example.org", hash_invitation(code)])
    return code


def _accept(database: Database, code: str) -> None:
    tokens = EmbeddedIdentity(database.pool).sign_up(f"{secrets.token_hex(4)}@example.org", "a long good password")
    who = database.gateway(Credentials(user_id=tokens.user_id, access_token=tokens.access_token))
    assert accept_invitation(who, code, "Ada Okafor", "en").role == "supervisor"


def test_whoever_opens_the_link_becomes_the_supervisor_of_handshake(database: Database) -> None:
    code = _invited(database)
    found = find_invitation(database.gateway(), code)
    assert found is not None
    assert (found.email, found.role, found.organization) == ("ada@example.org", "supervisor", "Handshake")
    _accept(database, code)
    assert find_invitation(database.gateway(), code) is None


def test_asking_again_closes_the_earlier_link(database: Database) -> None:
    first, second = _invited(database), _invited(database)
    assert find_invitation(database.gateway(), first) is None
    assert find_invitation(database.gateway(), second) is not None


def test_where_a_supervisor_works_nobody_is_invited_behind_their_back(database: Database) -> None:
    _accept(database, _invited(database))
    with pytest.raises(psycopg.Error, match="supervisor_exists"):
        _invited(database)


def test_nobody_but_the_owner_invites(database: Database) -> None:
    with database.acting() as anyone, pytest.raises(psycopg.errors.InsufficientPrivilege):
        anyone.execute(INVITE, ["eve@example.org", "0" * 64])
    with database.connect("authenticator") as app, pytest.raises(psycopg.errors.InsufficientPrivilege):
        app.execute(INVITE, ["eve@example.org", "0" * 64])


def test_the_command_invites_on_the_embedded_server(tmp_path: Path) -> None:
    asked = ("first-supervisor", "--email", "ada@example.org", "--address", "https://portal.example.org/")
    said = db(*asked, PORTAL_DATA_DIR=str(tmp_path / "data"), PORTAL_DEMO="0")
    assert CODE.search(said.stdout), said.stderr
    refused = db(*asked, PORTAL_DATA_DIR=str(tmp_path / "data"))
    assert "PORTAL_DEMO=0" in refused.stderr


def test_for_supabase_the_command_prints_sql_that_fits_its_link(database: Database) -> None:
    said = db(
        "first-supervisor", "--email", "ada@example.org", "--address", "https://portal.example.org",
        SUPABASE_URL="https://x.supabase.co", SUPABASE_PUBLISHABLE_KEY="sb_publishable_x",
    )  # fmt: skip
    code = CODE.search(said.stdout)
    pasted = re.search(r"^select private\..*;$", said.stdout, re.MULTILINE)
    assert code
    assert pasted
    with database.connect("postgres") as owner:
        owner.execute(pasted[0].encode())
    assert find_invitation(database.gateway(), code[1]) is not None


@pytest.mark.parametrize("email", ["nobody", "a@b'); drop table portal.person; --", "a b@c.de"])
def test_what_is_no_address_is_refused_before_anything_is_printed(email: str) -> None:
    said = db("first-supervisor", "--email", email, PORTAL_DEMO="0")
    assert said.returncode == 1
    assert "e-mail" in said.stderr
    assert not said.stdout
