"""The one letter: the same words for everybody of a language. It names no case, no number, no place and no person."""

from __future__ import annotations

from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, localtime
from functools import cache
from pathlib import Path
from uuid import UUID

from fluent.runtime import FluentBundle, FluentResource

from db.settings import MailSettings

CATALOGUE = Path(__file__).parents[2] / "components" / "words"
LANGUAGES = ("en", "zh-Hans")


def letter(settings: MailSettings, mail: UUID, email: str, language: str) -> EmailMessage:
    """What is sent to that address. Raises ValueError for an address that is none.

    The Message-ID follows from the row of the outbox: whoever gets a mail twice, because we could not know that it had
    arrived, can see that it is one.
    """
    subject, body = _words(language if language in LANGUAGES else LANGUAGES[0], settings.inbox)
    made = EmailMessage(policy=SMTP)
    made["Subject"] = subject
    made["From"] = settings.sender
    made["To"] = email
    made["Date"] = format_datetime(localtime())
    made["Message-ID"] = f"<{mail}@{settings.domain}>"
    # No holiday notice should answer, and no list should take it up.
    made["Auto-Submitted"] = "auto-generated"
    made["X-Auto-Response-Suppress"] = "All"
    made.set_content(body)
    if not made["To"].addresses or len(made["To"].addresses) != 1:
        raise ValueError("one address")
    return made


@cache
def _words(language: str, inbox: str) -> tuple[str, str]:
    bundle = FluentBundle([language], use_isolating=False)
    bundle.add_resource(FluentResource((CATALOGUE / language / "mail.ftl").read_text(encoding="utf-8")))
    return _told(bundle, "mail-subject", {}), _told(bundle, "mail-body", {"link": inbox}) + "\n"


def _told(bundle: FluentBundle, key: str, facts: dict[str, str]) -> str:
    pattern = bundle.get_message(key).value
    assert pattern is not None
    text, faults = bundle.format_pattern(pattern, facts)
    assert not faults, f"{key}: {faults}"
    return str(text)
