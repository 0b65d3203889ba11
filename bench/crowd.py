"""A busy portal to measure on: 18,000 cases on a server that is thrown away, and one case with a long thread."""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import psycopg
from tqdm import tqdm

from auth.house import open_house
from bench.long_case import COORDINATOR, long_case
from db.connect import Backend
from db.demo import DEMO_PASSWORD, load_demo
from db.demo.ordinary_cases import HOW_MANY, play_ordinary_cases
from db.demo.stage import Stage
from db.embedded import EmbeddedServer
from db.files_folder import FolderFiles
from db.gateway import Gateway
from db.identity_embedded import EmbeddedIdentity
from db.migrate import migrate
from db.postgres_gateway import PostgresGateway, open_pool
from db.receipts import hash_code
from db.sessions import digest
from db.settings import BackendKind, Settings

CASES = 18_000


class Counted:
    """A gateway that notes which functions were called."""

    def __init__(self, inner: Gateway, noted: list[str]) -> None:
        self._inner = inner
        self._noted = noted

    def call(self, function: str, /, **arguments: object) -> object:
        self._noted.append(function)
        return self._inner.call(function, **arguments)


class Crowd:
    """The open portal: its backend, a signed-in coordinator, and the reference of the long case."""

    def __init__(self, backend: Backend, folder: Path, noted: list[str]) -> None:
        self.backend = backend
        self.folder = folder
        self.noted = noted
        self.house = open_house(backend)
        self.reference = ""
        self.code = ""
        self.organizations: dict[str, UUID] = {}

    def open_receipt(self) -> str:
        """A browser in which the worker of the long case has opened her receipt, as the door tells Streamlit."""
        session = digest(secrets.token_hex(16))
        self.backend.gateway().call("open_receipt", receipt_hash=hash_code(self.code), session_hash=session)
        return session

    def sign_in(self, email: str = COORDINATOR) -> dict[str, str]:
        """What the door tells Streamlit about that person's browser."""
        tokens = self.backend.identity.sign_in(email, DEMO_PASSWORD)
        ticket, _ = self.house.sessions.begin(tokens, "bench", None)
        token = self.house.sessions.redeem(ticket, "bench")
        assert self.house.sessions.find(token, None) is not None
        return {"sub": digest(token), "browser": "bench"}


@contextlib.contextmanager
def crowd(folder: Path, cases: int = CASES) -> Iterator[Crowd]:
    """Open a portal of that many cases in `folder`."""
    with EmbeddedServer(folder / "data", durable=False) as server:
        migrate(server.conninfo("postgres"))
        with open_pool(server.conninfo("authenticator"), size=4) as pool, contextlib.ExitStack() as closing:
            settings = Settings(BackendKind.POSTGRES, folder / "data", demo=True, secret_key="k" * 40)
            noted: list[str] = []
            backend = Backend(
                settings,
                gateway=lambda credentials: Counted(PostgresGateway(pool, credentials), noted),
                identity=lambda: EmbeddedIdentity(pool),
                files=lambda: FolderFiles(settings.files_dir),
                closing=closing,
                owner_conninfo=server.conninfo("postgres"),
            )
            load_demo(backend)
            _fill(server.conninfo("postgres"), cases)
            made = Crowd(backend, folder, noted)
            made.organizations = _organizations(server.conninfo("supabase_admin"))
            made.reference, made.code = long_case(backend, made.organizations)
            yield made


def _fill(owner: str, cases: int) -> None:
    with psycopg.connect(owner) as connection:
        have = int(str(_one(connection, "select count(*) from portal.case_")))
        rounds = max(0, -(-(cases - have) // HOW_MANY))
        stage = Stage(connection, {}, b"k" * 40)
        for number in tqdm(range(rounds), desc="cases", unit_scale=HOW_MANY, unit="case"):
            play_ordinary_cases(stage, seed=number + 1)
        connection.commit()
        connection.autocommit = True
        connection.execute("analyze")


def _organizations(admin: str) -> dict[str, UUID]:
    with psycopg.connect(admin) as connection:
        return {str(name): UUID(str(one)) for name, one in connection.execute("select name, id from portal.organization")}


def _one(connection: psycopg.Connection[tuple[object, ...]], query: str) -> object:
    row = connection.execute(query.encode()).fetchone()
    assert row is not None
    return row[0]
