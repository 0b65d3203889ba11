"""The newsletter: asking for it, confirming, ending; a supervisor's desk. One call each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from db.gateway import Gateway
from db.models.newsletter import NewsletterDesk, Subscriber
from db.shape import shape
from db.spreadsheets import as_csv


@dataclass(frozen=True)
class IssueForm:
    """What a supervisor wrote; `id` is None for a new draft."""

    id: UUID | None
    revision: int
    subject_en: str
    body_en: str
    subject_zh: str
    body_zh: str


def subscribe(gateway: Gateway, email: str, language: str) -> None:
    """Ask for the newsletter. Says nothing about the address; raises BadRequest for one that is none, TooMany."""
    gateway.call("subscribe", email=email, language=language)


def confirm(gateway: Gateway, key: str) -> None:
    """Confirm the address to which the link was sent; raises Absent for a link that was used, is too old or never was."""
    gateway.call("confirm_subscription", key=key)


def end(gateway: Gateway, key: str) -> None:
    """Erase the address to which the link was sent; a link that was used does nothing."""
    gateway.call("end_subscription", key=key)


def newsletter_desk(gateway: Gateway) -> NewsletterDesk:
    """Raises Refused for all but supervisors, as everything below."""
    return shape(NewsletterDesk, gateway.call("newsletter_desk"))


def save(gateway: Gateway, request_id: UUID, form: IssueForm) -> NewsletterDesk:
    """Keep a draft. Raises BadRequest for a subject of two lines, Conflict when somebody changed or sent it."""
    answer = gateway.call(
        "save_newsletter", request_id=request_id, issue=form.id, revision=form.revision, subject_en=form.subject_en,
        body_en=form.body_en, subject_zh=form.subject_zh, body_zh=form.body_zh,
    )  # fmt: skip
    return shape(NewsletterDesk, answer)


def do(gateway: Gateway, request_id: UUID, deed: str, issue: UUID, revision: int) -> NewsletterDesk:
    """`deed` is send, test or drop. Raises Conflict when somebody changed or sent it, or when nobody would get it."""
    answer = gateway.call(f"{deed}_newsletter", request_id=request_id, issue=issue, revision=revision)
    return shape(NewsletterDesk, answer)


def erase(gateway: Gateway, request_id: UUID, email: str) -> NewsletterDesk:
    """Erase one address at once, with its letters that have not left; `erased` says whether it was there."""
    return shape(NewsletterDesk, gateway.call("erase_subscriber", request_id=request_id, email=email))


def export(gateway: Gateway) -> tuple[Subscriber, ...]:
    """Every confirmed address; each time is logged."""
    return shape(tuple[Subscriber, ...], gateway.call("export_subscribers"))


def addresses_csv(subscribers: Iterable[Subscriber]) -> bytes:
    """The addresses as a file for a spreadsheet, every cell inert."""
    rows = [(each.email, each.language, each.confirmed_at.date().isoformat()) for each in subscribers]
    return as_csv(("email", "language", "confirmed_on"), rows)
