"""The very words of a permission, as the catalogue has them; the database keeps the same under the version's name."""

from __future__ import annotations

from components.i18n import Words
from db.models import ConsentItem

GUARDIANS = ("mother", "father", "grandparent", "relative", "legal_guardian")


def asked(words: Words, item: ConsentItem, kind: str, who: str) -> str:
    """The question she answers with yes or no: about one item, for one recipient of that kind."""
    key = f"consent-{item.value}-{kind}"
    return words.t(key if words.has(key) else f"consent-{item.value}-anybody", who=who)
