"""A busy portal to measure on: 18,000 cases on a server that is thrown away, and one case with a long thread."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID, uuid4

import psycopg
from tqdm import tqdm

from auth.house import open_house
from db.connect import Backend
from db.demo import DEMO_PASSWORD, load_demo
from db.demo.ordinary_cases import HOW_MANY, play_ordinary_cases
from db.demo.stage import Stage
from db.embedded import EmbeddedServer
from db.files_folder import FolderFiles
from db.gateway import Credentials, Gateway
from db.identity_embedded import EmbeddedIdentity
from db.migrate import migrate
from db.postgres_gateway import PostgresGateway, open_pool
from db.sessions import digest
from db.settings import BackendKind, Settings

CASES = 18_000
MESSAGES = 50
COORDINATOR, FACTORY = "lin.yue@handshake.example", "chen@lianfeng.example"


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
            made.reference = _long_case(backend, server.conninfo("supabase_admin"))
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


def _long_case(backend: Backend, admin: str) -> str:
    """A case with a thread of 50 messages, half of them the factory's."""
    with psycopg.connect(admin, autocommit=True) as connection:
        found = connection.execute(
            "select c.reference from portal.case_ c join portal.organization o on o.id = c.workplace_id"
            " where o.name = 'Lianfeng Footwear' and c.state = 'investigating'"
            " and exists (select from portal.party p where p.case_id = c.id and p.side = 'factory') limit 1"
        ).fetchone()
    assert found is not None
    reference = str(found[0])
    people = {
        side: backend.gateway(Credentials(user_id=backend.identity.sign_in(email, DEMO_PASSWORD).user_id))
        for side, email in (("handshake", COORDINATOR), ("factory", FACTORY))
    }
    page = people["handshake"].call("case_page", reference=reference)
    party = {each["side"]: UUID(each["id"]) for each in page["parties"]}
    for number in range(MESSAGES - len(page["messages"])):
        mine, other = ("handshake", "factory") if number % 2 else ("factory", "handshake")
        people[mine].call(
            "post_message",
            request_id=uuid4(),
            reference=reference,
            body=f"第{number}条。已核对九月和十月的工资单，差额随十一月工资补发。 We checked the pay slips of both months.",
            audience=[party[other]],
        )
    return reference


def _one(connection: psycopg.Connection[tuple[object, ...]], query: str) -> object:
    row = connection.execute(query.encode()).fetchone()
    assert row is not None
    return row[0]
