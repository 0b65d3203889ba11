"""Accounts keep the same promises on our own server and on GoTrue's side (here: `@supabase/lite`)."""

from __future__ import annotations

import re
import secrets
import statistics
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import bcrypt
import httpx
import jwt
import pytest

from db.embedded import EmbeddedServer
from db.errors import PortalError, Refused, SignInNeeded, Unavailable
from db.gateway import Credentials
from db.identity_embedded import EmbeddedIdentity
from db.identity_supabase import SupabaseIdentity
from db.ports import (
    AccountExists,
    BadCredentials,
    CodeWrong,
    IdentityPort,
    SessionEnded,
    Tokens,
    WeakPassword,
)
from db.supabase_gateway import shared_client
from tests.contract.supabase_parts import JWT_SECRET
from tests.real_database import Database

PASSWORD = "handshake-demo"
OTHER = "another-long-one"


class _MendedOffsets(httpx.BaseTransport):
    """`@supabase/lite` writes `+00` where GoTrue writes `+00:00`, which supabase-py's models refuse."""

    def __init__(self, inner: httpx.BaseTransport) -> None:
        self._inner = inner

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        response = self._inner.handle_request(request)
        body = re.sub(rb'(\d\d:\d\d:\d\d(?:\.\d+)?[+-]\d\d)"', rb'\1:00"', response.read())
        headers = [(k, v) for k, v in response.headers.raw if k.lower() not in (b"content-length", b"content-encoding")]
        return httpx.Response(response.status_code, headers=headers, content=body)


@pytest.fixture(scope="module")
def lite_client() -> Iterator[httpx.Client]:
    with shared_client() as client:
        client._transport = _MendedOffsets(client._transport)
        yield client


@pytest.fixture(scope="module")
def accounts(server: EmbeddedServer, empty_template: str) -> Iterator[Database]:
    made = Database.create(server, empty_template)
    yield made
    made.close()


@pytest.fixture(scope="module", params=["embedded", "supabase"])
def identity(request: pytest.FixtureRequest) -> IdentityPort:
    if request.param == "embedded":
        return EmbeddedIdentity(request.getfixturevalue("accounts").pool)
    address = request.getfixturevalue("lite_address")
    return SupabaseIdentity(address, "sb_publishable_x", request.getfixturevalue("lite_client"))


@dataclass(frozen=True)
class Someone:
    email: str
    tokens: Tokens


@pytest.fixture
def someone(identity: IdentityPort) -> Someone:
    email = f"{secrets.token_hex(6)}@lianfeng.example"
    return Someone(email, identity.sign_up(email, PASSWORD))


def test_the_right_password_opens_and_says_for_how_long(identity: IdentityPort, someone: Someone) -> None:
    tokens = identity.sign_in(f"  {someone.email.upper()} ", PASSWORD)
    assert tokens.user_id == someone.tokens.user_id
    assert 3500 < (tokens.expires_at - tokens.issued_at).total_seconds() <= 3600
    assert abs(tokens.issued_at.timestamp() - time.time()) < 5
    assert tokens.refresh_token not in repr(tokens)
    assert tokens.access_token not in repr(tokens)


@pytest.mark.parametrize(
    "wrong",
    ["", "x", PASSWORD.upper(), PASSWORD + " ", "x" * 100, "x" * 5000, "nul\u0001", "工资工资工资工资"],
)
def test_a_wrong_password_and_an_unknown_account_get_the_same_answer(
    identity: IdentityPort, someone: Someone, wrong: str
) -> None:
    for email in (someone.email, "nobody@nowhere.example"):
        with pytest.raises(BadCredentials) as refusal:
            identity.sign_in(email, wrong)
        assert (refusal.value.key, refusal.value.facts) == ("credentials_wrong", {})


def test_a_nul_in_a_name_or_password_is_refused_and_no_fault(identity: IdentityPort, someone: Someone) -> None:
    for email, password in (
        (someone.email, PASSWORD + "\x00"),
        ("a\x00@b.example", PASSWORD),
        (someone.email, "\ud800"),
    ):
        with pytest.raises(PortalError) as refusal:
            identity.sign_in(email, password)
        assert not isinstance(refusal.value, Unavailable)


def test_refreshing_gives_new_tokens_of_the_same_person(identity: IdentityPort, someone: Someone) -> None:
    fresh = identity.refresh(someone.tokens.refresh_token)
    assert fresh.user_id == someone.tokens.user_id
    assert fresh.refresh_token != someone.tokens.refresh_token
    assert identity.refresh(fresh.refresh_token).user_id == fresh.user_id


def test_an_unknown_refresh_token_is_the_end_of_the_session(identity: IdentityPort) -> None:
    for token in ("", "x", secrets.token_urlsafe(32)):
        with pytest.raises(SessionEnded):
            identity.refresh(token)


def test_signing_out_ends_this_session_and_no_other(identity: IdentityPort, someone: Someone) -> None:
    other = identity.sign_in(someone.email, PASSWORD)
    identity.sign_out(someone.tokens.access_token)
    identity.sign_out(someone.tokens.access_token)
    with pytest.raises(SessionEnded):
        identity.refresh(someone.tokens.refresh_token)
    assert identity.refresh(other.refresh_token).user_id == other.user_id


def test_signing_out_everywhere_ends_every_session(identity: IdentityPort, someone: Someone) -> None:
    other = identity.sign_in(someone.email, PASSWORD)
    identity.sign_out(someone.tokens.access_token, everywhere=True)
    for tokens in (someone.tokens, other):
        with pytest.raises(SessionEnded):
            identity.refresh(tokens.refresh_token)


def test_changing_the_password_ends_every_other_session(identity: IdentityPort, someone: Someone) -> None:
    other = identity.sign_in(someone.email, PASSWORD)
    changed = identity.change_password(someone.tokens.access_token, PASSWORD, OTHER)
    with pytest.raises(BadCredentials):
        identity.sign_in(someone.email, PASSWORD)
    with pytest.raises(SessionEnded):
        identity.refresh(other.refresh_token)
    assert identity.sign_in(someone.email, OTHER).user_id == changed.user_id
    assert identity.refresh(changed.refresh_token).user_id == changed.user_id


def test_the_old_password_is_needed_to_change_it(identity: IdentityPort, someone: Someone) -> None:
    with pytest.raises(BadCredentials):
        identity.change_password(someone.tokens.access_token, "not the old one", OTHER)
    assert identity.sign_in(someone.email, PASSWORD)


@pytest.mark.parametrize("weak", ["", "short", "x" * 73, "工" * 25, "nul\x00 nul nul", "\ud800 half a character"])
def test_a_password_that_cannot_be_kept_whole_is_refused(identity: IdentityPort, someone: Someone, weak: str) -> None:
    with pytest.raises(WeakPassword):
        identity.sign_up(f"{secrets.token_hex(6)}@tianhe.example", weak)
    with pytest.raises(WeakPassword):
        identity.change_password(someone.tokens.access_token, PASSWORD, weak)


def test_one_email_has_one_account(identity: IdentityPort, someone: Someone) -> None:
    with pytest.raises(AccountExists):
        identity.sign_up(someone.email.upper(), OTHER)
    assert identity.sign_in(someone.email, PASSWORD).user_id == someone.tokens.user_id


def test_recovery_of_an_unknown_account_tells_nothing(identity: IdentityPort, someone: Someone) -> None:
    identity.start_recovery(someone.email)
    identity.start_recovery("nobody@nowhere.example")


def test_a_wrong_recovery_code_changes_nothing(identity: IdentityPort, someone: Someone) -> None:
    for email in (someone.email, "nobody@nowhere.example"):
        with pytest.raises(CodeWrong):
            identity.redeem_recovery(email, "123456", OTHER)
    assert identity.sign_in(someone.email, PASSWORD)


# Our own server alone ----------------------------------------------------------------------------


@pytest.fixture
def own(accounts: Database) -> EmbeddedIdentity:
    return EmbeddedIdentity(accounts.pool)


def _new_account(own: EmbeddedIdentity) -> Someone:
    email = f"{secrets.token_hex(6)}@tianhe.example"
    return Someone(email, own.sign_up(email, PASSWORD))


def test_a_replayed_refresh_token_revokes_its_family(own: EmbeddedIdentity) -> None:
    someone = _new_account(own)
    untouched = own.sign_in(someone.email, PASSWORD)
    fresh = own.refresh(someone.tokens.refresh_token)
    with pytest.raises(SessionEnded):
        own.refresh(someone.tokens.refresh_token)
    with pytest.raises(SessionEnded):
        own.refresh(fresh.refresh_token)
    assert own.refresh(untouched.refresh_token), "another sign-in is another family"


def test_of_two_refreshes_at_once_not_both_succeed(own: EmbeddedIdentity) -> None:
    someone = _new_account(own)

    def attempt(_: int) -> bool:
        try:
            own.refresh(someone.tokens.refresh_token)
        except SessionEnded:
            return False
        return True

    with ThreadPoolExecutor(4) as together:
        assert sum(together.map(attempt, range(4))) == 1


def test_known_and_unknown_people_wait_equally_long(own: EmbeddedIdentity) -> None:
    someone = _new_account(own)

    def seconds(email: str) -> float:
        began = time.perf_counter()
        with pytest.raises(BadCredentials):
            own.sign_in(email, "wrong password")
        return time.perf_counter() - began

    pairs = [(seconds(someone.email), seconds("nobody@nowhere.example")) for _ in range(9)]
    known, unknown = (statistics.median(side) for side in zip(*pairs, strict=True))
    assert 0.6 < known / unknown < 1.6


def test_neither_passwords_nor_tokens_are_kept_in_clear(own: EmbeddedIdentity, accounts: Database) -> None:
    someone = _new_account(own)
    with accounts.connect() as admin:
        kept = str(admin.execute("select array_agg(u::text) from auth.users u").fetchone())
        kept += str(admin.execute("select array_agg(t::text) from auth.refresh_tokens t").fetchone())
        row = admin.execute("select encrypted_password from auth.users where email = %s", [someone.email]).fetchone()
    assert PASSWORD not in kept
    assert someone.tokens.refresh_token not in kept
    assert row is not None
    assert bcrypt.checkpw(PASSWORD.encode(), row[0].encode()), "the shape that GoTrue can read"


@pytest.mark.parametrize("column", ["banned_until = now() + interval '1 day'", "deleted_at = now()"])
def test_a_banned_or_deleted_account_neither_signs_in_nor_refreshes(
    own: EmbeddedIdentity, accounts: Database, column: str
) -> None:
    someone = _new_account(own)
    with accounts.connect() as admin:
        admin.execute(f"update auth.users set {column} where email = %s".encode(), [someone.email])
    with pytest.raises(BadCredentials):
        own.sign_in(someone.email, PASSWORD)
    with pytest.raises(SessionEnded):
        own.refresh(someone.tokens.refresh_token)


@pytest.mark.parametrize("table", ["users", "sessions", "refresh_tokens", "one_time_tokens"])
def test_no_api_role_reads_accounts(accounts: Database, table: str) -> None:
    for person in (None, "11111111-1111-4111-8111-111111111111"):
        with accounts.acting(person) as connection, pytest.raises(Exception, match="permission denied"):
            connection.execute(f"select * from auth.{table}".encode())


@pytest.fixture
def supervised(accounts: Database) -> Iterator[Callable[[str], None]]:
    """Let `api.whoami` answer with a role, as the portal's own function does."""

    def become(role: str) -> None:
        with accounts.connect() as admin:
            admin.execute("create schema if not exists api")
            admin.execute("grant usage on schema api to anon, authenticated")
            admin.execute(
                "create or replace function api.whoami() returns jsonb language sql stable as "
                f"$$ select case when auth.uid() is not null then jsonb_build_object('role', '{role}') end $$".encode()
            )

    yield become
    with accounts.connect() as admin:
        admin.execute("drop schema if exists api cascade")


def test_a_supervisor_hands_out_a_code_that_works_once(own: EmbeddedIdentity, supervised: Callable[[str], None]) -> None:
    supervised("supervisor")
    someone, chief = _new_account(own), _new_account(own)
    code = own.issue_recovery_code(someone.email, Credentials(user_id=chief.tokens.user_id))
    recovered = own.redeem_recovery(someone.email, code.lower().replace("-", " "), OTHER)
    assert recovered.user_id == own.sign_in(someone.email, OTHER).user_id
    with pytest.raises(SessionEnded):
        own.refresh(someone.tokens.refresh_token)
    with pytest.raises(CodeWrong):
        own.redeem_recovery(someone.email, code, PASSWORD)


def test_only_a_supervisor_hands_out_codes(own: EmbeddedIdentity, supervised: Callable[[str], None]) -> None:
    supervised("coordinator")
    someone = _new_account(own)
    with pytest.raises(Refused):
        own.issue_recovery_code(someone.email, Credentials(user_id=someone.tokens.user_id))
    with pytest.raises(SignInNeeded):
        own.issue_recovery_code(someone.email, Credentials())


def test_a_code_dies_after_five_wrong_tries(own: EmbeddedIdentity, supervised: Callable[[str], None]) -> None:
    supervised("supervisor")
    someone = _new_account(own)
    code = own.issue_recovery_code(someone.email, Credentials(user_id=someone.tokens.user_id))
    for _ in range(5):
        with pytest.raises(CodeWrong):
            own.redeem_recovery(someone.email, "0000-0000-0000-0000", OTHER)
    with pytest.raises(CodeWrong):
        own.redeem_recovery(someone.email, code, OTHER)


# GoTrue's side alone ------------------------------------------------------------------------------


def test_the_token_of_supabase_is_one_that_postgrest_takes(lite_address: str, lite_client: httpx.Client) -> None:
    identity = SupabaseIdentity(lite_address, "sb_publishable_x", lite_client)
    tokens = identity.sign_up(f"{secrets.token_hex(6)}@brandk.example", PASSWORD)
    claims = jwt.decode(tokens.access_token, JWT_SECRET, ["HS256"], audience="authenticated")
    assert (claims["sub"], claims["role"]) == (tokens.user_id, "authenticated")


def test_two_people_through_one_pool_never_meet(lite_address: str, lite_client: httpx.Client) -> None:
    identity = SupabaseIdentity(lite_address, "sb_publishable_x", lite_client)
    people = [f"{secrets.token_hex(6)}@branda.example" for _ in range(6)]
    ids = {email: identity.sign_up(email, PASSWORD).user_id for email in people}
    with ThreadPoolExecutor(6) as together:
        for _ in range(3):
            for email, tokens in zip(people, together.map(lambda e: identity.sign_in(e, PASSWORD), people), strict=True):
                assert tokens.user_id == ids[email]
    assert not lite_client.headers.keys() & {"authorization", "apikey"}


def test_a_silent_sign_in_server_is_unavailable() -> None:
    with shared_client() as client, pytest.raises(Unavailable):
        SupabaseIdentity("http://127.0.0.1:9", "k", client).sign_in("a@b.example", PASSWORD)
