"""What a worker allows whom: given, could be given, and asked about her pictures and files, one recipient at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from components.consents import asked
from components.i18n import Words
from components.plain import clean
from db.models import CasePage, Consent, ConsentItem, Organization, Side


@dataclass(frozen=True)
class Permission:
    """A permission she gave (`id` is the consent) or could give (`id` is the organisation)."""

    id: UUID
    text: str
    item: ConsentItem = ConsentItem.STATEMENT


def name_of(organization: Organization, words: Words) -> str:
    """A factory by its name, a brand with the country it sits in."""
    if organization.kind != "brand":
        return clean(organization.name)
    return words.t("shell-named-in", name=clean(organization.name), country=words.say_country(organization.country))


def given(page: CasePage, words: Words) -> tuple[Permission, ...]:
    """Everything she allows now, whoever wrote it down: what is not listed she could not take back."""
    return tuple(
        Permission(
            each.id,
            words.t(
                f"mine-consent-may-{each.item}",
                who=name_of(each.recipient, words),
                day=words.say_short_date(each.given_at),
            ),
            each.item,
        )
        for each in _live(page)
    )


def could_give(page: CasePage, words: Words) -> tuple[Permission, ...]:
    """The factory, and any recipient to whom she once said yes: others she names herself."""
    allowed = {each.recipient.id for each in _live(page) if each.item is ConsentItem.STATEMENT}
    known = {page.case.workplace.id: page.case.workplace}
    known.update({each.recipient.id: each.recipient for each in page.consents})
    return tuple(
        Permission(ident, asked(words, ConsentItem.STATEMENT, organization.kind, name_of(organization, words)))
        for ident, organization in known.items()
        if ident not in allowed and organization.listed
    )


def about_files(page: CasePage, words: Words) -> tuple[Permission, ...]:
    """The questions about pictures and files that have no yes yet, for each recipient who reads her case."""
    allowed = {(each.recipient.id, each.item) for each in _live(page)}
    questions = []
    for one in _reading(page):
        # Who may open every file sees her pictures too, so the smaller question is settled by the larger.
        if (one.id, ConsentItem.FILE) in allowed:
            continue
        items = [each for each in (ConsentItem.PHOTO, ConsentItem.FILE) if (one.id, each) not in allowed]
        questions += [Permission(one.id, asked(words, item, one.kind, name_of(one, words)), item) for item in items]
    return tuple(questions)


def _live(page: CasePage) -> list[Consent]:
    return [each for each in page.consents if each.withdrawn_at is None]


def _reading(page: CasePage) -> Iterator[Organization]:
    """Factory and brands that are in the case with her permission."""
    seats = {(party.side, party.name) for party in page.parties}
    for each in _live(page):
        who = each.recipient
        seat = (Side.BRAND, who.name) if who.kind == "brand" else (Side.FACTORY, who.name)
        if each.item is ConsentItem.STATEMENT and seat in seats:
            yield who
