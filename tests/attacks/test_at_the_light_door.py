"""The same attacks through the pages without a script: things of another case, invented ones, bursts, handlers that fail."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator
from html import unescape
from typing import Any
from uuid import uuid4

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from auth.light import RECEIPT_COOKIE, LightKeeper
from auth.open_data import data_routes
from auth.routes import portal_routes
from components.i18n import words
from components.report.draft import WHERE, to_json
from db.sessions import digest
from pages.public.filing import new_draft
from pages.public.light import light_routes
from tests.contract.doors import Door
from tests.policies.scene import Scene
from tests.public.old_phone import HIDDEN

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")
SECRET = "select worker_name from portal.case_ /srv/portal/secret.py 13800138000"


@pytest.fixture
def phone(stage: Scene) -> Iterator[TestClient]:
    """The phone of the worker of `open`."""
    keeper = LightKeeper(stage.database.gateway, b"k" * 40)
    token = secrets.token_urlsafe(16)
    stage.call("public", "open_receipt", receipt_hash=stage.cases["open"].receipt, session_hash=digest(token))
    with TestClient(Starlette(routes=light_routes(lambda: keeper)), follow_redirects=False) as client:
        client.cookies.set(RECEIPT_COOKIE, token)
        yield client


def said(phone: TestClient, path: str, **fields: str) -> tuple[int, str]:
    """The answer to a form of hers with these fields: status, and what the page says beside its tokens."""
    page = phone.get("/light/mine").text
    form = dict(HIDDEN.findall(page))["form"]
    answer = phone.post(path, data={"form": unescape(form), "request_id": str(uuid4()), **fields})
    return answer.status_code, re.sub(r'value="[^"]*"', "", answer.text) + answer.headers.get("location", "")


def of_another(stage: Scene, table: str) -> str:
    """The id of such a thing in a case that is not hers."""
    with stage.database.connect() as admin:
        row = admin.execute(
            f"select t.id from portal.{table} t where t.case_id <> %s order by t.id limit 1", [stage.cases["open"].id]
        ).fetchone()
    assert row
    return str(row[0])


@pytest.mark.parametrize(
    ("path", "field", "table", "fields"),
    [
        ("/light/consent", "consent", "consent", {}),
        ("/light/answer", "thing", "remedy_entry", {"answer": "have"}),
        ("/light/answer", "thing", "remedy_entry", {"answer": "have_not"}),
        ("/light/answer", "thing", "action", {"answer": "dispute", "words": "It is not done."}),
        ("/light/message", "only", "party", {"body": "To a reader of another case.", "who": "only"}),
        ("/light/message", "kept", "attachment", {"body": "With a file of another case.", "who": "only", "only": ""}),
    ],
)
def test_a_thing_of_another_case_answers_as_an_invented_one(  # noqa: PLR0917  (a row of the table above)
    phone: TestClient, stage: Scene, path: str, field: str, table: str, fields: dict[str, str]
) -> None:
    invented, theirs = str(uuid4()), of_another(stage, table)
    name = " x.pdf" if field == "kept" else ""
    first, second = (said(phone, path, **fields, **{field: one + name}) for one in (invented, theirs))
    assert first[0] >= 400 or first[0] == 200
    assert (second[0], second[1].replace(theirs, "")) == (first[0], first[1].replace(invented, ""))


def test_another_case_is_not_turned_to(phone: TestClient, stage: Scene) -> None:
    answers = [
        said(phone, "/light/answer", answer="switch", thing=one) for one in ("HS-0000-0000", stage.cases["foreign"].reference)
    ]
    assert answers[0] == answers[1]
    assert answers[0][0] >= 400
    assert stage.cases["open"].reference in phone.get("/light/mine").text


def test_the_control_ones_own_things_are_taken(phone: TestClient) -> None:
    assert said(phone, "/light/message", body="A message of mine.", who="only", only="")[0] == 303


@pytest.mark.parametrize(
    "words", ["'; drop table portal.message; --", "100% _x_ \\", "$$ $1", "<svg onload=alert(1)>", "=1+1", "工资 👩🏽‍🏭"]
)
def test_what_she_writes_comes_back_to_the_letter(phone: TestClient, words: str) -> None:
    assert said(phone, "/light/message", body=words, who="only", only="")[0] == 303
    page = phone.get("/light/mine").text
    assert words in unescape(page)
    assert "<svg onload" not in page


def _file(door: Door, network: str, stage: Scene) -> Any:
    gateway = door.gateway(network=network)
    return gateway.call(
        "file_case", request_id=uuid4(), receipt_hash=digest(uuid4().hex), language="en", statement="A report out of many.",
        issues=["F1"], workplace=stage.organizations["lianfeng"], consent_factory=False, consent_brands=[],
    )  # fmt: skip


@pytest.mark.parametrize(("used", "queued"), [(960, False), (1_600, True), (16_000, True)])
def test_the_burst_of_one_network_is_stored_with_a_number_and_others_pass(
    both_gateways: Door, stage: Scene, used: int, queued: bool
) -> None:
    network = uuid4().hex
    _used(stage, network, used)
    filed = _file(both_gateways, network, stage)
    assert (bool(filed["reference"]), filed["queued"]) == (True, queued)
    assert _file(both_gateways, uuid4().hex, stage)["queued"] is False


def test_junk_without_end_is_slowed_and_real_reports_of_others_pass(both_gateways: Door, stage: Scene) -> None:
    network = uuid4().hex
    _used(stage, network, 40_000)
    with pytest.raises(Exception, match="rate_limited"):
        _file(both_gateways, network, stage)
    assert _file(both_gateways, uuid4().hex, stage)["reference"]


def _used(stage: Scene, network: str, number: int) -> None:
    """As if so many had filed from there within this hour, evenly on the sixteen rows that count it."""
    with stage.database.connect() as admin:
        for lot in range(16):
            admin.execute(
                "insert into portal.limit_ (bucket, hour, used) values (private.digest(%s), date_trunc('hour', now()), %s)",
                [f"file:{lot}:{network}", number // 16],
            )


class Failing:
    """A backend every function of which fails with words that nobody may see; which were asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def call(self, function: str, /, **arguments: object) -> Any:
        self.asked.append(function)
        raise RuntimeError(SECRET)


ROUTES = [
    (route.path, method) for route in light_routes(lambda: None) for method in sorted(route.methods or ()) if method != "HEAD"
]  # type: ignore[arg-type,return-value]
# What is drawn without asking anybody.
SILENT = {
    ("/light/language", "GET"), ("/light/report", "GET"), ("/light/message", "GET"), ("/light/consent", "GET"),
    ("/light/answer", "GET"), ("/light/plan", "GET"), ("/light/newsletter", "GET"), ("/light/newsletter/confirm", "GET"),
    ("/light/newsletter/leave", "GET"),
}  # fmt: skip
# Asks for numbers that nobody waits for: the doors open without them.
DOORS = {("/light", "GET"), ("/light/open", "GET")}
BESIDE = [route.path for route in (*portal_routes(), *data_routes())]
SILENT_BESIDE = {"/portal/language", "/left"}
NUMBER = re.compile(r"E-[2-9A-HJKMNP-Z]{5}")


def nothing_told(text: str, log: str) -> None:
    for trace in (SECRET, "13800138000", "Traceback", "RuntimeError", ".py", "portal.case_"):
        assert trace not in text
    assert SECRET not in log


@pytest.mark.parametrize(("path", "method"), ROUTES)
def test_a_page_whose_backend_fails_shows_a_number_and_nothing_else(
    path: str, method: str, caplog: pytest.LogCaptureFixture
) -> None:
    backend = Failing()
    keeper = LightKeeper(lambda _credentials: backend, b"k" * 40)
    client = TestClient(Starlette(routes=light_routes(lambda: keeper)), follow_redirects=False)
    token = secrets.token_urlsafe(16)
    from auth.light_form import form_token

    client.cookies.set(RECEIPT_COOKIE, token)
    form = {"form": form_token(keeper._forms, token), "request_id": str(uuid4()), "code": "ABCD", "body": "x", "who": "only",
            "answer": "confirmed", "email": "a@example.org", "consent": str(uuid4()), "hours": "noon",
            "draft": keeper.drafts.seal(to_json(new_draft())), "step": str(WHERE), "go": "search",
            "where": "Lianfeng"}  # fmt: skip
    answer = client.post(path, data=form) if method == "POST" else client.get(path)
    nothing_told(answer.text, caplog.text)
    assert bool(backend.asked) == ((path, method) not in SILENT)
    if (path, method) in DOORS:
        assert answer.status_code == 200
    elif backend.asked:
        assert answer.status_code == 500
        assert words("en").t("error-broken") in answer.text
        assert NUMBER.search(answer.text)
    else:
        assert answer.status_code < 400


@pytest.mark.parametrize("path", BESIDE)
def test_a_route_whose_house_fails_says_a_number_and_nothing_else(
    path: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    asked = []

    def broken_house() -> Any:
        asked.append(path)
        raise RuntimeError(SECRET)

    for module in ("auth.routes", "auth.papers", "auth.open_data"):
        monkeypatch.setattr(f"{module}.house", broken_house)
    client = TestClient(Starlette(routes=[*portal_routes(), *data_routes()]), follow_redirects=False)
    client.cookies.update({"portal_session": "x" * 30, RECEIPT_COOKIE: "x" * 30})
    answer = client.get(re.sub(r"\{\w+\}", "index.json" if path.startswith("/data") else str(uuid4()), path))
    nothing_told(answer.text, caplog.text)
    assert bool(asked) == (path not in SILENT_BESIDE)
    if asked:
        assert answer.status_code == 500
        assert NUMBER.search(answer.text)
    else:
        assert answer.status_code < 400


def test_the_control_a_route_without_a_wall_would_tell(monkeypatch: pytest.MonkeyPatch) -> None:
    def shown(_request: object) -> None:
        raise RuntimeError(SECRET)

    from starlette.routing import Route

    client = TestClient(Starlette(routes=[Route("/x", shown)], debug=True), raise_server_exceptions=False)
    with pytest.raises(AssertionError):
        nothing_told(client.get("/x").text, "")
