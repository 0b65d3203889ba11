"""The bytes of every mail of a whole demonstration: no reference, no place, no name, no kind of grievance, no number."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from types import SimpleNamespace
from typing import Any, cast

import psycopg
import pytest

from components.i18n import LANGUAGES, words
from db.connect import Backend
from db.demo.load import load_demo
from db.embedded import EmbeddedServer
from db.identity_embedded import EmbeddedIdentity
from db.mailing import drain
from db.ticking import tick
from tests.notices.letterbox import Letterbox, mail_server, settings
from tests.real_database import Database
from tests.real_parts import free_port

_OWN = re.compile(rb"^(To|Message-ID|Date|Received): .*\r?\n", re.MULTILINE)


@pytest.fixture(scope="module")
def played(server: EmbeddedServer, template: str) -> Iterator[tuple[Database, Letterbox]]:
    """The demonstration, a week of minutes after it, and everything that was mailed."""
    database = Database.create(server, template)
    backend = SimpleNamespace(
        identity=EmbeddedIdentity(database.pool),
        owner_conninfo=database.conninfo("postgres"),
        settings=SimpleNamespace(app_key=lambda: b"k" * 40),
        files=SimpleNamespace(put=lambda *_: None),
    )
    assert load_demo(cast("Backend", backend))
    box, port = Letterbox(), free_port()
    with mail_server(box, port), psycopg.connect(database.conninfo("postgres")) as connection:
        for day in range(8):
            for hour in (0, 6, 12, 18):
                connection.execute(
                    "select set_config('portal.now', (now() + make_interval(days => %s, hours => %s))::text, false)", [day, hour]
                )
                connection.commit()
                tick(connection)
                done = drain(connection, settings(port))
                assert not done.trouble
                assert not done.put_off + done.given_up
    yield database, box
    database.close()


def secrets(database: Database) -> set[str]:
    """Everything that tells: references, organisations, cities, people, states, and how screens name an issue."""
    with database.connect() as admin:
        rows: list[Any] = admin.execute(
            "select reference from portal.case_ union select name from portal.organization where kind <> 'handshake'"
            " union select city from portal.organization where city is not null union select name from portal.person"
            " union select id::text from portal.case_ union select id::text from portal.organization"
        ).fetchall()
        codes = [row[0] for row in admin.execute("select code from portal.issue_code").fetchall()]
    named = {row[0] for row in rows}
    catalogue = {
        words(language).t(f"issue-{code}") for language in LANGUAGES for code in codes if words(language).has(f"issue-{code}")
    }
    return named | catalogue


def told(content: bytes, forbidden: set[str]) -> set[str]:
    """What of these stands in a mail: in its raw bytes, its headers or its decoded text. Its reader may know himself."""
    mail = message_from_bytes(content, policy=policy.default)
    reader = str(mail["To"])
    heads = "\n".join(f"{name}: {value}" for name, value in mail.items() if name not in ("To", "Received"))
    text = heads + mail.get_content() + content.decode("utf-8", "replace").replace(reader, "")  # type: ignore[attr-defined]
    return {one for one in forbidden if one.casefold() in text.casefold()}


def test_no_mail_of_the_whole_demonstration_tells_anything(played: tuple[Database, Letterbox]) -> None:
    database, box = played
    forbidden = secrets(database)
    assert len(forbidden) > 300
    assert len(box.arrived) >= 8, "people of every side were written to"
    for _, content in box.arrived:
        assert told(content, forbidden) == set()


def test_the_control_a_planted_word_is_found_in_text_and_subject(played: tuple[Database, Letterbox]) -> None:
    database, box = played
    forbidden = secrets(database)
    chinese = next(
        content
        for _, content in box.arrived
        if "有新的事项" in str(message_from_bytes(content, policy=policy.default)["Subject"])
    )
    for content in (box.arrived[0][1], chinese):
        for planted in ("Lianfeng Footwear", next(one for one in forbidden if one.startswith("HS-"))):
            mail = message_from_bytes(content, policy=policy.default)
            mail.replace_header("Subject", f"About {planted}")
            assert planted in told(mail.as_bytes(), forbidden)
            mail = message_from_bytes(content, policy=policy.default)
            mail.set_content(mail.get_content() + planted, charset="utf-8", cte="base64")  # type: ignore[attr-defined]
            assert planted in told(mail.as_bytes(), forbidden)


def of_notices(played: tuple[Database, Letterbox]) -> list[bytes]:
    """The mails to people of the portal; a newsletter's reader is asked to confirm in other words."""
    database, box = played
    with database.connect() as admin:
        people = {row[0] for row in admin.execute("select email from portal.person").fetchall()}
    written = [content for readers, content in box.arrived if set(readers) <= people]
    assert len(written) >= 8
    return written


def test_two_mails_of_a_language_differ_in_reader_hour_and_name_alone(played: tuple[Database, Letterbox]) -> None:
    assert len({_OWN.sub(b"", content) for content in of_notices(played)}) <= len(LANGUAGES)


def test_no_mail_says_how_much_waits(played: tuple[Database, Letterbox]) -> None:
    for content in of_notices(played):
        mail = message_from_bytes(content, policy=policy.default)
        assert not re.search(r"\d", str(mail["Subject"]) + mail.get_content())  # type: ignore[attr-defined]
