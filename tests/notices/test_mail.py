"""Mails leave at fixed hours, by each person's choice, once each; what the mail server says is understood. A real SMTP server."""

from __future__ import annotations

import datetime as dt
import ssl
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from db.mailing import Drained
from tests.notices.letterbox import PASSWORD, Letterbox, Minutes, kinds, mail_server, settings
from tests.procedure.world import Case, World
from tests.real_parts import free_port

CHEN, WEBER = "chen@example.org", "weber@example.org"


def choose(
    world: World, who: str, mail: str, digest_at: str = "08:30", quiet: tuple[str, str] | None = ("20:00", "08:00")
) -> None:
    since, until = quiet or (None, None)
    world.write(who, "choose_notices", mail=mail, digest_at=digest_at, quiet_from=since, quiet_until=until)


@pytest.fixture
def quiet_desk(world: World) -> None:
    """Handshake's people want no mail here, so that a test looks at one or two readers."""
    for who in ("lin", "luo", "ada", "mei"):
        choose(world, who, "none")


@pytest.fixture
def told(world: World, minutes: Minutes, quiet_desk: None) -> Case:
    """At ten on Monday the factory and Brand K are told of a case."""
    return world.case_in("notified")


def test_who_chose_nothing_gets_one_mail_the_next_morning_and_not_a_second(
    world: World, minutes: Minutes, box: Letterbox, told: Case
) -> None:
    for hour in ("10:01", "12:00", "23:59"):
        minutes.at(hour)
        assert minutes.minute() == Drained()
    minutes.at("08:29", day=1)
    assert minutes.minute() == Drained()
    minutes.at("08:30", day=1)
    assert minutes.minute() == Drained(sent=2)
    assert box.readers == [CHEN, WEBER]
    for day in (1, 2, 9):
        minutes.at("08:31", day=day)
        assert minutes.minute().sent <= (1 if day == 9 else 0), "a deadline of the factory may have come by then"


def test_a_mail_has_one_reader_one_link_and_says_that_a_machine_wrote_it(minutes: Minutes, box: Letterbox, told: Case) -> None:
    minutes.pass_()
    minutes.at("08:30", day=1)
    minutes.drain()
    mail = next(one for one in box.mails if one["To"] == CHEN)
    assert mail["Subject"] == "Something waits for you at Handshake"
    assert mail["From"] == "Handshake <portal@handshake.example>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Message-ID"] == f"<{minutes.outbox('chen')[0]['id']}@handshake.example>"
    assert (mail["Cc"], mail["Bcc"], mail.is_multipart(), mail.get_content_type()) == (None, None, False, "text/plain")
    text = mail.get_content()
    assert [word for word in text.split() if "://" in word] == ["https://portal.example/inbox"]


def test_a_mail_is_in_the_language_of_its_reader(world: World, minutes: Minutes, box: Letterbox, quiet_desk: None) -> None:
    world.call("chen", "set_language", language="zh-Hans")
    world.case_in("notified")
    minutes.pass_()
    minutes.at("08:30", day=1)
    minutes.drain()
    subjects = {mail["To"]: mail["Subject"] for mail in box.mails}
    assert subjects == {CHEN: "Handshake 有新的事项等您查看", WEBER: "Something waits for you at Handshake"}


@pytest.mark.parametrize(
    ("happens", "leaves"),
    [("09:00", "Mon 12:00"), ("10:00", "Mon 12:00"), ("11:59", "Mon 12:00"), ("12:00", "Mon 15:00"), ("17:59", "Mon 18:00"),
     ("18:00", "Tue 08:00"), ("19:10", "Tue 08:00"), ("23:30", "Tue 08:00")],
)  # fmt: skip
def test_mails_as_it_comes_leave_at_fixed_hours_and_never_at_night(
    world: World, minutes: Minutes, quiet_desk: None, happens: str, leaves: str
) -> None:
    choose(world, "chen", "each")
    minutes.at(happens)
    world.case_in("notified")
    minutes.pass_()
    assert minutes.due("chen") == [leaves]


@pytest.mark.parametrize(
    ("digest_at", "quiet", "leaves"),
    [("17:30", ("20:00", "08:00"), "Mon 17:30"), ("07:00", ("20:00", "08:00"), "Tue 08:00"), ("07:00", None, "Tue 07:00"),
     ("13:00", ("12:00", "14:30"), "Mon 14:30"), ("10:00", ("20:00", "08:00"), "Tue 10:00")],
)  # fmt: skip
@pytest.mark.usefixtures("quiet_desk")
def test_the_daily_mail_leaves_at_the_chosen_hour_or_when_the_quiet_ends(
    world: World, minutes: Minutes, digest_at: str, quiet: tuple[str, str] | None, leaves: str
) -> None:
    choose(world, "chen", "digest", digest_at, quiet)
    world.case_in("notified")
    minutes.pass_()
    assert minutes.due("chen") == [leaves]


def test_hours_are_those_of_the_persons_own_zone(world: World, minutes: Minutes, quiet_desk: None) -> None:
    world.arranged("update portal.organization set time_zone = 'Europe/Berlin' where id = %s", world.organizations["brand_k"])
    world.case_in("notified")
    minutes.pass_()
    due = dt.datetime.fromisoformat(minutes.outbox("weber")[0]["due_at"])
    from zoneinfo import ZoneInfo

    assert due.astimezone(ZoneInfo("Europe/Berlin")).strftime("%H:%M") == "08:30"


def test_nothing_comes_to_whoever_wants_no_mail_and_nothing_of_the_past_when_he_does_again(
    world: World, minutes: Minutes, box: Letterbox, quiet_desk: None
) -> None:
    choose(world, "chen", "none")
    case = world.case_in("notified")
    minutes.pass_()
    assert minutes.outbox("chen") == []
    minutes.at("11:00")
    choose(world, "chen", "each")
    minutes.at("12:00")
    minutes.minute()
    assert box.readers == []
    world.post(case, "lin", "Please answer.", "lianfeng")
    minutes.pass_()
    minutes.at("15:00")
    minutes.minute()
    assert box.readers == [CHEN]


def test_a_new_choice_holds_for_a_mail_that_waits(world: World, minutes: Minutes, box: Letterbox, told: Case) -> None:
    minutes.pass_()
    assert minutes.due("chen") == ["Tue 08:30"]
    choose(world, "chen", "digest", "16:00")
    assert minutes.due("chen") == ["Mon 16:00"]
    choose(world, "chen", "none")
    minutes.at("08:30", day=1)
    minutes.minute()
    assert box.readers == [WEBER]
    assert minutes.outbox("chen")[0]["last_error"] == "not_wanted"


def test_what_was_read_meanwhile_is_not_mailed(world: World, minutes: Minutes, box: Letterbox, told: Case) -> None:
    minutes.pass_()
    world.page("chen", told)
    minutes.at("08:30", day=1)
    minutes.drain()
    assert box.readers == [WEBER]


def test_a_suspended_person_gets_nothing_though_a_mail_waited(world: World, minutes: Minutes, box: Letterbox, told: Case) -> None:
    minutes.pass_()
    world.call("ada", "suspend", person=world.people["chen"].person, reason="left")
    minutes.at("08:30", day=1)
    minutes.drain()
    assert box.readers == [WEBER]
    assert minutes.outbox("chen")[0]["last_error"] == "gone"


def test_a_refusal_for_now_is_tried_again_after_ever_longer_pauses(minutes: Minutes, box: Letterbox, told: Case) -> None:
    minutes.pass_()
    minutes.at("08:30", day=1)
    box.to_recipient = ["451 later"] * 2
    assert minutes.drain() == Drained(put_off=2)
    assert [(one["tries"], one["last_error"]) for one in minutes.outbox("chen")] == [(1, "smtp_451")]
    assert minutes.drain() == Drained(), "not in the same minute"
    minutes.at("08:32", day=1)
    box.to_data = ["452 full", "452 full"]
    assert minutes.drain() == Drained(put_off=2)
    minutes.at("08:36", day=1)
    assert minutes.drain() == Drained()
    minutes.at("08:38", day=1)
    assert minutes.drain() == Drained(sent=2)
    assert box.readers == [CHEN, WEBER]


def test_after_eight_tries_a_mail_is_given_up_and_the_supervisor_reads_it(
    world: World, minutes: Minutes, box: Letterbox, told: Case
) -> None:
    choose(world, "weber", "none")
    minutes.pass_()
    tries = 0
    for day in range(1, 9):
        for hour in ("08:30", "08:32", "08:38", "08:54", "09:55", "13:56", "19:59"):
            minutes.at(hour, day=day)
            box.to_recipient = ["450 busy"] * 3
            done = minutes.drain()
            tries += done.put_off + done.given_up
            box.to_recipient = []
        # It would be taken now, and is not asked any more.
        if done.given_up:
            break
    assert tries == 8
    assert minutes.outbox("chen")[0]["given_up_at"] is not None
    minutes.at("12:00", day=9)
    assert minutes.drain().sent == 0
    assert box.arrived == []


def test_a_refusal_for_good_is_not_tried_again(world: World, minutes: Minutes, box: Letterbox, told: Case) -> None:
    minutes.pass_()
    minutes.at("08:30", day=1)
    box.to_recipient = ["550 no such mailbox"]
    done = minutes.drain()
    assert (done.sent, done.given_up) == (1, 1)
    assert world.call("ada", "notices")["mail"]["refused"] == 1
    assert world.call("lin", "notices")["mail"] is None, "only supervisors run the portal"
    minutes.at("09:30", day=3)
    assert minutes.drain() == Drained()


def test_a_retry_keeps_out_of_the_quiet_hours(world: World, minutes: Minutes, box: Letterbox, quiet_desk: None) -> None:
    choose(world, "chen", "digest", "19:30")
    choose(world, "weber", "none")
    world.case_in("notified")
    minutes.pass_()
    minutes.at("19:59")
    box.to_recipient = ["451 later"]
    minutes.drain()
    assert minutes.due("chen") == ["Mon 20:00"]
    minutes.at("20:05")
    assert minutes.drain() == Drained()
    assert minutes.due("chen") == ["Tue 08:00"]


def test_a_server_that_is_down_costs_no_mail_a_try(world: World, minutes: Minutes, port: int, told: Case) -> None:
    minutes.pass_()
    minutes.at("08:30", day=1)
    for _ in range(20):
        assert minutes.drain() == Drained(trouble="connect")
    assert [(one["tries"], one["sent_at"], one["given_up_at"]) for one in minutes.outbox("chen")] == [(0, None, None)]
    minutes.at("09:31", day=1)
    minutes.pass_()
    assert "mail_waits" in kinds(world, "ada")
    assert world.call("ada", "notices")["mail"]["waiting"] == 2
    assert "mail_waits" not in kinds(world, "lin")
    box = Letterbox()
    with mail_server(box, port):
        assert minutes.drain() == Drained(sent=2)
    assert box.readers == [CHEN, WEBER]
    assert world.call("ada", "notices")["mail"]["waiting"] == 0


def test_a_server_that_says_good_bye_is_left_alone_until_the_next_minute(minutes: Minutes, box: Letterbox, told: Case) -> None:
    minutes.pass_()
    minutes.at("08:30", day=1)
    box.to_recipient = ["421 closing"]
    assert minutes.drain() == Drained(trouble="smtp_421")
    assert [one["tries"] for one in minutes.outbox("chen")] == [0]
    assert minutes.drain() == Drained(sent=2)


@pytest.mark.filterwarnings("ignore:Requiring AUTH:UserWarning")
def test_a_server_that_asks_for_a_password_gets_the_right_one_or_no_mail(minutes: Minutes, told: Case) -> None:
    minutes.pass_()
    minutes.at("08:30", day=1)
    box, port = Letterbox(), free_port()
    with mail_server(box, port, login=True):
        wrong = settings(port, user="portal", password="guess")
        assert minutes.drain(settings=wrong).trouble == "auth"
        assert [one["tries"] for one in minutes.outbox("chen")] == [0]
        assert minutes.drain(settings=settings(port, user="portal", password=PASSWORD)) == Drained(sent=2)
    assert "guess" not in repr(wrong)


def test_mails_travel_encrypted_and_only_to_a_server_whose_certificate_is_trusted(
    minutes: Minutes, told: Case, tmp_path: Path
) -> None:
    minutes.pass_()
    minutes.at("08:30", day=1)
    own = _certificate(tmp_path)
    served = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    served.load_cert_chain(own)
    box, port = Letterbox(), free_port()
    secure = replace(settings(port), tls="starttls", host="localhost")
    with mail_server(box, port):
        assert minutes.drain(settings=secure).trouble == "tls", "a server without encryption gets nothing"
    assert box.arrived == []
    with mail_server(box, port, context=served):
        assert minutes.drain(settings=secure).trouble == "tls"
        assert box.arrived == []
        assert minutes.drain(settings=secure, context=ssl.create_default_context(cafile=str(own))) == Drained(sent=2)


def test_two_senders_at_once_send_each_mail_once(world: World, minutes: Minutes, box: Letterbox) -> None:
    world.case_in("notified", brands=("brand_k", "brand_a"))
    minutes.pass_()
    minutes.at("08:30", day=1)
    together = threading.Barrier(3, timeout=60)
    box.while_taking = lambda: threading.Event().wait(0.05) and None

    def send(_: int) -> Drained:
        together.wait()
        return minutes.drain()

    with ThreadPoolExecutor(3) as pool:
        done = list(pool.map(send, range(3)))
    waiting = world.rows("select count(*) from portal.outbox where sent_at is not null")[0][0]
    assert sum(one.sent for one in done) == waiting == len(box.arrived) >= 5
    assert len({mail["Message-ID"] for mail in box.mails}) == len(box.mails)
    assert len(set(box.readers)) == len(box.readers)


def test_a_sender_that_dies_before_its_own_commit_sends_again_with_the_same_name(
    world: World, minutes: Minutes, box: Letterbox, told: Case
) -> None:
    """At least once, as db/mailing says: nothing is lost, and a mail that came twice can be known as one."""
    choose(world, "weber", "none")
    minutes.pass_()
    minutes.at("08:30", day=1)

    def power_cut() -> None:
        box.while_taking = None
        with world.database.connect() as admin:
            admin.execute(
                "select pg_terminate_backend(pid) from pg_stat_activity"
                " where query like '%take_mail%' and pid <> pg_backend_pid()"
            )

    box.while_taking = power_cut
    with pytest.raises(psycopg.OperationalError):
        minutes.drain()
    assert minutes.drain() == Drained(sent=1)
    assert box.readers == [CHEN, CHEN]
    assert len({mail["Message-ID"] for mail in box.mails}) == 1
    assert minutes.drain() == Drained()


def test_nobody_waits_while_a_mail_is_on_its_way(world: World, minutes: Minutes, box: Letterbox, told: Case) -> None:
    """A slow mail server holds a row of the outbox; people write, read and choose, and time passes, all the same."""
    choose(world, "weber", "none")
    minutes.pass_()
    minutes.at("08:30", day=1)
    went: list[str] = []

    def meanwhile() -> None:
        box.while_taking = None
        for deed in (
            lambda: world.post(told, "lin", "One more thing.", "lianfeng"),
            minutes.pass_,
            lambda: world.page("chen", told),
            lambda: choose(world, "chen", "each"),
        ):
            with ThreadPoolExecutor(1) as pool:
                pool.submit(deed).result(timeout=5)  # type: ignore[arg-type]
            went.append("done")

    box.while_taking = meanwhile
    assert minutes.drain() == Drained(sent=1)
    assert went == ["done"] * 4


def _certificate(folder: Path) -> Path:
    """A certificate for localhost, with its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(x509.random_serial_number()).not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    file = folder / "localhost.pem"
    file.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return file
