"""The real parts of Supabase, and `both_gateways`: every test that takes it runs against each backend."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import psycopg
import pytest

from db.embedded import EmbeddedServer
from db.supabase_gateway import shared_client
from tests.contract import supabase_parts
from tests.contract.doors import Door, RestPrefix
from tests.real_database import Database


@pytest.fixture(scope="session")
def real_parts() -> Path:
    """The installed parts."""
    return supabase_parts.PARTS.or_refuse()


@pytest.fixture(scope="module")
def contract_database(module_database: Database) -> Database:
    """The database behind both gateways; a module with a schema of its own overrides this."""
    return module_database


@pytest.fixture(scope="module")
def postgrest_address(real_parts: Path, contract_database: Database, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    log = tmp_path_factory.mktemp("postgrest") / "log"
    with supabase_parts.postgrest(contract_database.tcp_url(), log) as address:
        yield address


@pytest.fixture(scope="module")
def rest_client() -> Iterator[httpx.Client]:
    """The very client of the portal, turned to a PostgREST without Supabase's prefix."""
    with shared_client() as client:
        client._transport = RestPrefix(client._transport)
        yield client


@pytest.fixture(scope="module")
def doors(contract_database: Database, postgrest_address: str, rest_client: httpx.Client) -> dict[str, Door]:
    """Both ways at once, for comparing what they say to the letter."""
    return {way: Door(way, contract_database, postgrest_address, rest_client) for way in ("postgres", "supabase")}


@pytest.fixture(scope="module", params=["postgres", "supabase"])
def both_gateways(request: pytest.FixtureRequest, doors: dict[str, Door]) -> Door:
    """`both_gateways.gateway(user_id=…)`; the test runs once for each way."""
    return doors[request.param]


@pytest.fixture(scope="session")
def lite_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where `@supabase/lite` keeps its configuration, its log and the bytes of its Storage."""
    return tmp_path_factory.mktemp("lite")


@pytest.fixture(scope="session")
def lite_address(real_parts: Path, server: EmbeddedServer, lite_folder: Path) -> Iterator[str]:
    """A GoTrue- and Storage-compatible server on a database of its own."""
    with psycopg.connect(server.conninfo("supabase_admin"), autocommit=True) as admin:
        admin.execute("create database lite")
    url = server.tcp_url("supabase_admin", "lite")
    try:
        with supabase_parts.supabase_lite(url, lite_folder, lite_folder / "log") as address:
            yield address
    finally:
        with psycopg.connect(server.conninfo("supabase_admin"), autocommit=True) as admin:
            admin.execute("drop database if exists lite with (force)")
