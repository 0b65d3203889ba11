"""Letters of the newsletter: the link that confirms an address, and the issues. Composed here for sending and for the preview."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Any
from uuid import UUID

from db.mailing.letter import enveloped, said
from db.settings import MailSettings

CONFIRM = "/light/newsletter/confirm?key="
LEAVE = "/light/newsletter/leave?key="


@dataclass(frozen=True)
class Written:
    """Subject and text exactly as they are sent."""

    subject: str
    body: str


def issue(language: str, subject: str, body: str, leave: str) -> Written:
    """An issue as one reader gets it; `leave` is the link by which he ends it."""
    foot = said(language, "newsletter-mail-foot", (("link", leave),))
    return Written(subject, f"{body.strip()}\n\n-- \n{foot}\n")


def asked(language: str, *, known: bool, link: str) -> Written:
    """The answer to somebody who asked for the newsletter with this address, or whose address somebody typed."""
    kind = "known" if known else "confirm"
    body = said(language, f"newsletter-mail-{kind}", (("link", link),))
    return Written(said(language, f"newsletter-mail-{kind}-subject"), body + "\n")


def news_letter(settings: MailSettings, taken: Mapping[str, Any]) -> EmailMessage:
    """The letter of a row of the outbox, of any kind but `waiting`. Raises ValueError for an address that is none."""
    language, kind, key = str(taken["language"]), taken["kind"], taken["leave_key"]
    leave = f"{settings.address}{LEAVE}{key}" if key else ""
    if kind == "news_confirm":
        written = asked(language, known=False, link=f"{settings.address}{CONFIRM}{taken['confirm_key']}")
    elif kind == "news_known":
        written = asked(language, known=True, link=leave)
    else:
        # A test has no subscriber: its link leads to the page and ends nothing.
        written = issue(language, str(taken["subject"]), str(taken["body"]), leave or f"{settings.address}/light/newsletter")
    made = enveloped(settings, UUID(taken["id"]), str(taken["email"]), written.subject, written.body)
    if kind == "news":
        made["List-Id"] = f"<newsletter.{settings.domain}>"
        # RFC 8058: the mail program's own button ends it, without a page.
        made["List-Unsubscribe"] = f"<{leave}>"
        made["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return made
