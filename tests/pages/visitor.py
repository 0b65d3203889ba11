"""Somebody in front of the portal: the real router, guard and pages under AppTest, on a real database.

Faked is only what the browser would send: who the door says is here, the address, the language.
Every call to the backend is noted, so that tests can count them.
"""

from __future__ import annotations

import contextlib
import json
import secrets
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any
from unittest.mock import patch
from uuid import uuid4

from streamlit.runtime.scriptrunner import RerunData
from streamlit.testing.v1 import AppTest, local_script_runner
from streamlit.util import calc_hash

from auth.house import House
from auth.roles import BY_KEY
from components.i18n import LANGUAGES, words
from db.connect import Backend
from db.demo.cast import DEMO_PASSWORD
from db.files_folder import FolderFiles
from db.gateway import Credentials, Gateway
from db.identity_embedded import EmbeddedIdentity
from db.receipts import hash_code
from db.sessions import digest
from db.settings import BackendKind, Settings
from tests.real_database import Database

PORTAL = Path(__file__).parents[2] / "pages" / "portal.py"

# One person of the demonstration for each role; a worker and a stranger have no account.
PEOPLE = {
    "coordinator": "lin.yue@handshake.example",
    "supervisor": "ada.okafor@handshake.example",
    "custodian": "mei.tan@handshake.example",
    "factory": "chen@lianfeng.example",
    "brand": "k.weber@brandk.example",
}

OPEN = ("notified", "responded", "investigating", "remediating", "verifying")
# In which of them another complainant may still join.
JOINING = OPEN[:-1]


class Counting:
    """A gateway that notes what was called, and how long the answer was."""

    def __init__(self, inner: Gateway, noted: list[tuple[str, int]]) -> None:
        self._inner = inner
        self._noted = noted

    def call(self, function: str, /, **arguments: object) -> Any:
        self._noted.append((function, 0))
        answer = self._inner.call(function, **arguments)
        self._noted[-1] = (function, len(json.dumps(answer)))
        return answer

    def patient(self, seconds: float) -> Counting:
        return Counting(self._inner.patient(seconds), self._noted)  # type: ignore[attr-defined]


class Portal:
    """The house on one database, with every call noted in `noted` as (function, bytes of the answer)."""

    def __init__(self, database: Database, folder: Path) -> None:
        self.database = database
        self.noted: list[tuple[str, int]] = []
        settings = Settings(BackendKind.POSTGRES, folder, demo=True, secret_key="k" * 40)
        self.backend = Backend(
            settings,
            gateway=self._gateway,
            identity=lambda: EmbeddedIdentity(database.pool),
            files=lambda: FolderFiles(settings.files_dir),
            closing=contextlib.ExitStack(),
        )
        self.house = House(self.backend)

    def _gateway(self, credentials: Credentials) -> Gateway:
        return Counting(self.database.gateway(credentials), self.noted)

    def gateway(self, role: str) -> Gateway:
        """Another door for the same person, whose calls are not noted; for arranging a scene."""
        tokens = self.backend.identity.sign_in(PEOPLE[role], DEMO_PASSWORD)
        return self.database.gateway(Credentials(user_id=tokens.user_id))

    def visitor(self, role: str) -> Visitor:
        """A fresh browser: signed in as that role, a `worker` with an open receipt, or a `stranger`."""
        told = {"network": "n" * 32, "browser": secrets.token_hex(8)}
        if role in PEOPLE:
            tokens = self.backend.identity.sign_in(PEOPLE[role], DEMO_PASSWORD)
            ticket, _ = self.house.sessions.begin(tokens, told["browser"], None)
            token = self.house.sessions.redeem(ticket, told["browser"])
            assert self.house.sessions.find(token, None) is not None
            told["sub"] = digest(token)
        elif role == "worker":
            told["receipt"] = self._opened_receipt()
        self.noted.clear()
        return Visitor(self, told)

    def a_case(self, *states: str) -> str:
        """The reference of an open demonstration case of Lianfeng and Brand K, in one of these states if any is named."""
        with self.database.connect() as admin:
            found = admin.execute(
                "select c.reference from portal.case_ c join portal.organization o on o.id = c.workplace_id"
                " where o.name = 'Lianfeng Footwear' and c.state = any (%s) and not c.no_tip_off"
                " and exists (select from portal.party p"
                " join portal.organization b on b.id = p.organization_id and b.name = 'Brand K' where p.case_id = c.id)"
                " order by c.id limit 1",
                [list(states or OPEN)],
            ).fetchone()
        assert found is not None, f"the demonstration has no such case in state {states}"
        return str(found[0])

    def a_case_to_admit(self) -> str:
        """The reference of a case just taken by phone and found admissible; its caller allows the factory."""
        desk = self.gateway("coordinator")
        with self.database.connect() as admin:
            place = admin.execute("select id from portal.organization where name = 'Lianfeng Footwear'").fetchone()
        assert place is not None
        taken = desk.call(
            "take_call", request_id=uuid4(), receipt_hash=hash_code(secrets.token_hex(8)), channel="phone", language="zh-Hans",
            statement="社保一直没有缴。", issues=["G1"], severity=3, workplace=place[0], consent_factory=True, consent_brands=[],
            text_version="2026-11",
        )  # fmt: skip
        reference = str(taken["reference"])
        for state in ("triage", "admitted"):
            if state == "admitted":
                screen(desk, reference)
            case = desk.call("case_page", reference=reference)["case"]
            if case["state"] != state:
                desk.call("move", request_id=uuid4(), reference=reference, to_state=state, revision=case["revision"], reason=None)
        return reference

    def _opened_receipt(self) -> str:
        # The receipts of the demonstration are known to nobody: give its first case with an answer a new one.
        code, session = secrets.token_hex(8), digest(secrets.token_hex(16))
        with self.database.connect() as admin:
            admin.execute(
                "insert into portal.receipt (case_id, party_id, code_hash)"
                " select c.id, w.id, private.digest(%s) from portal.case_ c"
                " join portal.party w on w.case_id = c.id and w.side = 'worker'"
                " where c.state not in ('closed', 'inadmissible')"
                " and exists (select from portal.party f where f.case_id = c.id and f.side = 'factory')"
                " order by exists (select from portal.receipt r where r.case_id = c.id), c.id limit 1"
                " on conflict (party_id) do update set code_hash = excluded.code_hash",
                [hash_code(code)],
            )
        self.backend.gateway().call("open_receipt", receipt_hash=hash_code(code), session_hash=session)
        return session


def screen(desk: Gateway, reference: str) -> None:
    """Fill in the screening checklist of a case so that it can be admitted."""
    revision = desk.call("case_page", reference=reference)["case"]["revision"]
    desk.call(
        "check_triage", request_id=uuid4(), reference=reference, revision=revision, covered=True, specific=True,
        internal_channel="unsafe",
    )  # fmt: skip


class Visitor:
    """One browser tab."""

    def __init__(self, portal: Portal, told: dict[str, str]) -> None:
        self.portal = portal
        self.app = AppTest.from_file(str(PORTAL), default_timeout=60)
        self.app.user = dict(told)
        self.app.context = {"locale": "en-GB", "url": "http://portal.example/", "theme": "light"}
        self._messages: list[Any] = []

    @property
    def calls(self) -> list[str]:
        """What was called since the last `forget`."""
        return [function for function, _ in self.portal.noted]

    def forget(self) -> None:
        self.portal.noted.clear()

    def open(self, key: str, **query: str) -> Visitor:
        """Go to a page by its address, as a deep link does."""
        page = BY_KEY[key]
        self.app.context = {**self.app.context, "url": f"http://portal.example/{page.address}"}
        self.app.query_params = dict(query)
        self.app._page_hash = calc_hash(page.address)  # AppTest knows files, not addresses
        with self._seen():
            self.app.run()
        return self

    def run(self, fragment: str | None = None) -> Visitor:
        """Run the script again with what the widgets say now: all of it, or one fragment."""
        with self._seen(), _one_fragment(fragment):
            self.app.run()
        return self

    def click(self, words: str, *, key: str | None = None) -> Visitor:
        """Press the button with these words, or that key; in a fragment only that is run again, as in a browser."""
        found = next(each for each in self.app.button if (each.key == key if key else words in each.label))
        found.set_value(True)
        return self.run(self.fragment_of(found.proto.id))

    def fragment_of(self, widget: str) -> str | None:
        """The fragment in which that widget was drawn; None for the page itself."""
        for message in self._messages:
            if message.WhichOneof("type") == "delta" and message.delta.WhichOneof("type") == "new_element":
                element = message.delta.new_element
                drawn = getattr(element, element.WhichOneof("type"))
                if getattr(drawn, "id", None) == widget:
                    return message.delta.fragment_id or None
        raise LookupError(widget)

    def polling(self) -> list[str]:
        """The fragments that the browser would run again by itself."""
        return [one.auto_rerun.fragment_id for one in self._messages if one.WhichOneof("type") == "auto_rerun"]

    def addresses(self) -> list[str]:
        """Where the page links to."""
        return [f"{each.proto.page}" for each in self.app.get("page_link")]

    def tells(self, key: str) -> bool:
        """Whether that sentence of the catalogue stands on the screen, in either language."""
        return any(words(language).t(key) in self.says() for language in LANGUAGES)

    def says(self) -> str:
        """Every word that stands on the screen."""
        kinds = (self.app.title, self.app.header, self.app.subheader, self.app.markdown, self.app.text, self.app.caption)
        return "\n".join(str(each.value) for kind in kinds for each in kind)

    def broken(self) -> str | None:
        """The words of the last wall, when a page failed behind it."""
        signs = [words(language).t("error-broken") for language in LANGUAGES]
        return next((each.value for each in self.app.markdown if any(sign in each.value for sign in signs)), None)

    @contextlib.contextmanager
    def _seen(self) -> Iterator[None]:
        read = local_script_runner.LocalScriptRunner.forward_msgs

        def noted(runner: local_script_runner.LocalScriptRunner) -> list[Any]:
            self._messages = list(read(runner))
            return self._messages

        with patch.object(local_script_runner.LocalScriptRunner, "forward_msgs", noted):
            yield


@contextlib.contextmanager
def _one_fragment(fragment: str | None) -> Iterator[None]:
    if fragment is None:
        yield
        return
    with patch.object(local_script_runner, "RerunData", partial(RerunData, fragment_id=fragment, fragment_id_queue=[fragment])):
        yield


def one(visitor: Visitor, *functions: str) -> None:
    """That this was called and nothing else, and that the page stands."""
    assert visitor.calls == list(functions)
    assert not visitor.app.exception
    assert visitor.broken() is None
