"""Every page of the portal as somebody who may open it, and what has to stand on it at least."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import uuid4

from auth.roles import PAGES, Page, may_open
from bench.crowd import Crowd
from bench.long_case import as_person
from db.demo.cast import PLAYERS
from db.models import Role
from db.people import hash_invitation, new_invitation_code

# Who is measured on a page when it is only one of them: the desk, which sees most.
ORDER = ("coordinator", "supervisor", "custodian", "brand", "factory")
# Elements and containers at least: a refusal in the page's place is drawn soon and would be measured with pride.
LEAST = {
    "front": 10, "report": 10, "mine": 60, "transparency": 15, "newsletter": 5, "sign_in": 5, "invitation": 7, "inbox": 25,
    "case": 45, "moderation": 60, "hotline": 30, "identities": 12, "figures": 90, "bulletins": 25, "reports": 25, "evidence": 15,
    "strikes": 50, "early_warning": 9, "zero_tolerance": 90, "people": 7, "imports": 6, "rules": 80, "newsletter_desk": 15,
    "notices": 20, "scorecard": 60, "guidance": 25, "exports": 9, "policies": 60, "settings": 20,
}  # fmt: skip

SOMETHING = 6  # on a page that is newer than this list


@dataclass(frozen=True)
class View:
    """One page in one browser."""

    page: Page
    who: str
    told: dict[str, str]
    query: dict[str, str]

    @property
    def name(self) -> str:
        return f"{self.page.key}.{self.who}"


def views(made: Crowd, *, everybody: bool) -> Iterator[View]:
    """Every page as each role that may open it; unless `everybody`, as the first of them that does."""
    emails = {player.role: player.email for player in reversed(PLAYERS)}
    told = {role: made.sign_in(emails[role]) for role in ORDER}
    told |= {"stranger": {"browser": "bench"}, "worker": {"browser": "bench", "receipt": made.open_receipt()}}
    for page in PAGES:
        roles = [role for role in ORDER if page.roles is not None and may_open(page, Role(role))]
        roles = roles or ["worker" if page.key == "mine" else "stranger"]
        for role in roles if everybody else roles[:1]:
            yield View(page, role, told[role], _query(page.key, made))


def _query(key: str, made: Crowd) -> dict[str, str]:
    if key == "case":
        return {"ref": made.reference}
    if key == "invitation":
        code = new_invitation_code()
        desk = as_person(made.backend, next(one.email for one in PLAYERS if one.role == "supervisor"))
        desk.call(
            "invite", request_id=uuid4(), email="new@brandk.example", organization=made.organizations["Brand K"],
            role="brand", code_hash=hash_invitation(code),
        )  # fmt: skip
        return {"code": code}
    return {}
