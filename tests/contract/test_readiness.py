"""What the portal says of a hosted Supabase that is not ready, asked of a real PostgREST."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from db.connect import SchemaBehind, open_backend
from db.errors import Unavailable
from db.hosted import schema_troubles, troubles
from db.settings import read_settings
from tests.contract import supabase_parts
from tests.contract.doors import PUBLISHABLE_KEY, RestPrefix
from tests.real_database import Database

HEALTHY = {"disable_signup": False, "external": {"email": True}, "mailer_autoconfirm": False}
LEDGER = "supabase_migrations.schema_migrations"
LATER = f"insert into {LEDGER} (version, name) values ('29990101000000', 'later')"


class _WithAccounts(RestPrefix):
    """PostgREST has no accounts beside it: its settings are told here."""

    def __init__(self, inner: httpx.BaseTransport, settings: dict[str, object]) -> None:
        super().__init__(inner)
        self._settings = settings

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        if request.url.path == "/auth/v1/settings":
            return httpx.Response(200, json=self._settings)
        return super().handle_request(request)


def _client(settings: dict[str, object] | None = None) -> httpx.Client:
    return httpx.Client(transport=_WithAccounts(httpx.HTTPTransport(), settings or HEALTHY))


def _said(address: str, settings: dict[str, object] | None = None) -> str:
    with _client(settings) as client:
        return "\n".join(str(each) for each in troubles(address, PUBLISHABLE_KEY, client))


def test_a_ready_project_lacks_only_what_postgrest_alone_has_not(postgrest_address: str) -> None:
    said = _said(postgrest_address)
    assert "bucket evidence" in said  # there is no Storage beside it
    assert said.count("\n") == 0


@pytest.mark.parametrize(
    ("setting", "word"),
    [
        ({"disable_signup": True}, "sign up"),
        ({"external": {"email": False}}, "e-mail is off"),
        ({"mailer_autoconfirm": True}, "confirm email"),
    ],
)
def test_settings_of_accounts_that_would_hurt_are_named(postgrest_address: str, setting: dict[str, object], word: str) -> None:
    assert word in _said(postgrest_address, {**HEALTHY, **setting})


@pytest.mark.parametrize(
    ("exposed", "words"),
    [
        ("public", ["schema api is not exposed"]),
        ("api,portal,private", ["schema portal is exposed", "schema private is exposed"]),
    ],
)
def test_the_list_of_exposed_schemas_is_judged(
    real_parts: Path, contract_database: Database, tmp_path: Path, exposed: str, words: list[str]
) -> None:
    with supabase_parts.postgrest(contract_database.tcp_url(), tmp_path / "log", schemas=exposed) as address:
        said = _said(address)
    for each in words:
        assert each in said


@pytest.mark.parametrize(
    ("change", "word"),
    [
        (f"delete from {LEDGER} where version = (select min(version) from {LEDGER})", "lacks 1 of"),
        (LATER, "newer version"),
        ("drop function api.schema_version()", "functions are not there"),
        (f"alter table {LEDGER} rename to gone", "ledger"),
        ("alter role authenticator reset pgrst.db_pre_request", "db_pre_request"),
    ],
)  # fmt: skip
def test_another_schema_is_refused_with_its_remedy(
    real_parts: Path, database: Database, tmp_path: Path, change: str, word: str
) -> None:
    try:
        with database.connect("postgres") as owner:
            owner.execute(change.encode())
        with supabase_parts.postgrest(database.tcp_url(), tmp_path / "log") as address, _client() as client:
            assert word in "\n".join(str(each) for each in schema_troubles(address, PUBLISHABLE_KEY, client))
    finally:
        with database.connect() as admin:  # roles belong to the whole server
            admin.execute("alter role authenticator set pgrst.db_pre_request = 'private.check_request'")


@pytest.fixture
def opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Open and close the portal's backend on the Supabase at an address."""

    def opening(address: str) -> None:
        monkeypatch.setattr("db.supabase_gateway.shared_client", _client)
        environment = {
            "SUPABASE_URL": address,
            "SUPABASE_PUBLISHABLE_KEY": PUBLISHABLE_KEY,
            "PORTAL_DATA_DIR": str(tmp_path / "data"),
        }
        open_backend(read_settings(environment)).close()

    return opening


def test_the_app_opens_on_its_own_schema_only(
    real_parts: Path, database: Database, tmp_path: Path, opened: Callable[[str], None]
) -> None:
    with supabase_parts.postgrest(database.tcp_url(), tmp_path / "log") as address:
        opened(address)
        with database.connect("postgres") as owner:
            owner.execute(LATER.encode())
        with pytest.raises(SchemaBehind, match="newer version"):
            opened(address)
    with pytest.raises(Unavailable):
        opened(address)
