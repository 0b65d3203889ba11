"""Letters: the one that says that something waits, and those of the newsletter.

The first has the same words for everybody of a language. It names no case, no number, no place and no person.
"""

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
# A link in a header is one word: it must not be broken, nor be written in another way.
POLICY = SMTP.clone(max_line_length=400)


def letter(settings: MailSettings, mail: UUID, email: str, language: str) -> EmailMessage:
    """What is sent to that address. Raises ValueError for an address that is none."""
    facts = (("link", settings.inbox),)
    return enveloped(settings, mail, email, said(language, "mail-subject"), said(language, "mail-body", facts) + "\n")


def enveloped(settings: MailSettings, mail: UUID, email: str, subject: str, body: str) -> EmailMessage:
    """A letter with everything that all of ours carry. Raises ValueError for an address that is none, or two lines of subject.

    The Message-ID follows from the row of the outbox: whoever gets a mail twice, because we could not know that it had
    arrived, can see that it is one.
    """
    made = EmailMessage(policy=POLICY)
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


def said(language: str, key: str, facts: tuple[tuple[str, str], ...] = ()) -> str:
    """Words of the catalogue for a letter; `key` begins with the name of its file."""
    bundle = _bundle(language if language in LANGUAGES else LANGUAGES[0], key.partition("-")[0])
    pattern = bundle.get_message(key).value
    assert pattern is not None
    text, faults = bundle.format_pattern(pattern, dict(facts))
    assert not faults, f"{key}: {faults}"
    return str(text)


@cache
def _bundle(language: str, subject: str) -> FluentBundle:
    bundle = FluentBundle([language], use_isolating=False)
    bundle.add_resource(FluentResource((CATALOGUE / language / f"{subject}.ftl").read_text(encoding="utf-8")))
    return bundle
