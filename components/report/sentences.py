"""What a report asks and repeats, as sentences: the recipients by name, and the review before sending."""

from __future__ import annotations

from dataclasses import dataclass

from components.consents import asked
from components.i18n import Words
from components.plain import clean
from components.report.draft import CONTACT, FACTORY, READERS, STORY, WHERE, Brand, Draft
from db.models import ConsentItem


@dataclass(frozen=True)
class Ask:
    """One recipient, the reason for asking, and her answer: `yes`, `no`, or nothing yet."""

    id: str
    head: str
    text: str
    answer: str


@dataclass(frozen=True)
class Part:
    """One answer as it will be sent; `step` is where it can be changed."""

    step: int
    head: str
    lines: tuple[str, ...]


def asks(draft: Draft, words: Words) -> tuple[Ask, ...]:
    """The factory and each brand she named, by name, each with its reason."""
    brands = tuple(_brand(draft, brand, words) for brand in draft.brands)
    if not draft.workplace:
        return brands
    return (
        Ask(
            FACTORY,
            _factory(draft, words),
            asked(words, ConsentItem.STATEMENT, "workplace", clean(draft.factory_name)),
            _answer(draft, FACTORY),
        ),
        *brands,
    )


def review(draft: Draft, words: Words) -> tuple[Part, ...]:
    """Everything that would be sent, part by part. Name and telephone are not repeated on the screen."""
    kinds = [words.t(f"report-kind-{kind}") for kind in draft.categories]
    return (
        Part(STORY, words.t("report-review-story"), (clean(draft.story),)),
        Part(
            STORY,
            words.t("report-review-kinds"),
            (words.say_list(kinds) if kinds else words.t("report-review-kinds-none"),),
        ),
        Part(WHERE, words.t("report-review-where"), (clean(draft.factory_name),)),
        Part(READERS, words.t("report-review-readers"), tuple(_readers(draft, words))),
        Part(CONTACT, words.t("report-review-contact"), (_contact(draft, words),)),
    )


def _factory(draft: Draft, words: Words) -> str:
    return words.say_list([words.t("report-factory"), clean(draft.factory_name)])


def _brand(draft: Draft, brand: Brand, words: Words) -> Ask:
    head = words.t("shell-named-in", name=clean(brand.name), country=words.say_country(brand.country))
    return Ask(brand.id, head, asked(words, ConsentItem.STATEMENT, "brand", clean(brand.name)), _answer(draft, brand.id))


def _answer(draft: Draft, recipient: str) -> str:
    says = draft.says(recipient)
    return "" if says is None else "yes" if says else "no"


def _readers(draft: Draft, words: Words) -> list[str]:
    colon = "：" if words.language == "zh-Hans" else ": "
    lines = [
        f"{ask.head}{colon}{words.t('report-review-yes' if ask.answer == 'yes' else 'report-review-no')}"
        for ask in asks(draft, words)
    ]
    return lines or [words.t("report-review-readers-none")]


def _contact(draft: Draft, words: Words) -> str:
    given = [
        words.t(f"report-review-given-{name}")
        for name, value in (("name", draft.name), ("phone", draft.phone), ("hours", draft.hours))
        if value.strip()
    ]
    if not given:
        return words.t("report-review-contact-none")
    return words.t("report-review-contact-sealed", given=words.say_list(given))
