"""Which mail server: said whole or refused in a sentence, and never spoken to in the clear across a network."""

from __future__ import annotations

import time
from pathlib import Path

import psycopg
import pytest
from typer.testing import CliRunner

from db.__main__ import app
from db.settings import BackendKind, Settings, SettingsRefused, read_mail, read_settings
from db.ticking import each_minute, ticking
from tests.notices.letterbox import Letterbox, Minutes, settings
from tests.procedure.world import World

WHOLE = {
    "PORTAL_SMTP_URL": "smtp://portal:p%40ss@mail.example", "PORTAL_MAIL_FROM": "Handshake <portal@handshake.example>",
    "PORTAL_ADDRESS": "https://portal.example/",
}  # fmt: skip


def test_without_a_mail_server_there_is_none() -> None:
    assert read_mail({}) is None
    assert read_mail({"PORTAL_MAIL_FROM": "x@y.example"}) is None


@pytest.mark.parametrize(
    ("url", "host", "port", "tls"),
    [("smtp://mail.example", "mail.example", 587, "starttls"), ("smtps://mail.example", "mail.example", 465, "implicit"),
     ("smtp://mail.example:2525", "mail.example", 2525, "starttls"), ("smtp://localhost:25", "localhost", 25, "none")],
)  # fmt: skip
def test_a_server_on_the_network_is_spoken_to_encrypted(url: str, host: str, port: int, tls: str) -> None:
    read = read_mail(WHOLE | {"PORTAL_SMTP_URL": url})
    assert read is not None
    assert (read.host, read.port, read.tls, read.user) == (host, port, tls, None)


def test_passwords_are_read_and_never_printed() -> None:
    read = read_mail(WHOLE)
    assert read is not None
    assert (read.user, read.password, read.domain, read.inbox) == (
        "portal", "p@ss", "handshake.example", "https://portal.example/inbox",
    )  # fmt: skip
    assert "p@ss" not in repr(read)
    assert "p@ss" not in repr(read_settings(WHOLE))
    assert read_settings(WHOLE).mail == read


@pytest.mark.parametrize(
    ("name", "value"),
    [("PORTAL_SMTP_URL", "mail.example"), ("PORTAL_SMTP_URL", "http://mail.example"), ("PORTAL_SMTP_URL", "smtp://mail.example:x"),
     ("PORTAL_MAIL_FROM", ""), ("PORTAL_MAIL_FROM", "Handshake"), ("PORTAL_MAIL_FROM", "a@b.example\r\nBcc: c@d.example"),
     ("PORTAL_ADDRESS", ""), ("PORTAL_ADDRESS", "portal.example"), ("PORTAL_ADDRESS", "javascript:alert(1)")],
)  # fmt: skip
def test_half_a_setting_is_refused_with_the_remedy(name: str, value: str) -> None:
    with pytest.raises(SettingsRefused, match=name):
        read_mail(WHOLE | {name: value})


def _now(world: World) -> None:
    """The hour has come, wherever the test runs: nobody has quiet hours, and what waits is due."""
    world.arranged(
        "insert into portal.notice_choice (person_id, quiet_from, quiet_until, since)"
        " select id, null, null, '-infinity' from portal.person"
    )
    world.arranged("update portal.outbox set due_at = now() - interval '1 minute'")


def test_the_command_sends_what_is_due_and_sweeps_no_folder_that_was_not_named(
    world: World, minutes: Minutes, box: Letterbox, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    world.come_back()
    world.case_in("notified")
    kept = minutes.settings
    monkeypatch.setenv("PORTAL_SMTP_URL", f"smtp://127.0.0.1:{kept.port}")
    monkeypatch.setenv("PORTAL_MAIL_FROM", kept.sender)
    monkeypatch.setenv("PORTAL_ADDRESS", kept.address)
    orphan = tmp_path / "files" / "ab" / ("ab" * 32)
    orphan.parent.mkdir(parents=True)
    orphan.write_bytes(b"left")
    url = world.database.conninfo("postgres")
    first = CliRunner().invoke(app, ["tick", "--url", url])
    assert first.exit_code == 0, first.output
    _now(world)
    second = CliRunner().invoke(app, ["tick", "--url", url, "--files", str(tmp_path / "other")])
    assert second.exit_code == 0, second.output
    assert f"sent {len(box.arrived)}" in second.output
    assert len(box.arrived) >= 2
    assert orphan.exists()


def test_the_portal_itself_sends_each_minute(world: World, minutes: Minutes, box: Letterbox, tmp_path: Path) -> None:
    world.come_back()
    world.case_in("notified")
    url = world.database.conninfo("postgres")
    with psycopg.connect(url) as connection:
        connection.execute("select private.tick()")
    _now(world)
    running = Settings(BackendKind.EMBEDDED, tmp_path, demo=False, mail=settings(minutes.settings.port))
    with ticking(url, every=0.05, first=0, then=each_minute(running)):
        for _ in range(100):
            if len(box.arrived) >= 2:
                break
            time.sleep(0.05)
    assert box.readers == sorted(set(box.readers))
    assert len(box.arrived) >= 2
