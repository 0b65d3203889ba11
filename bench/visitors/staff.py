"""Signed-in people in any number, of mixed roles: accounts of their own, sessions of the portal's own making, real cookies."""

from __future__ import annotations

import asyncio
import random
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode
from uuid import uuid4

import psycopg

from auth.house import House
from bench.arrangement import Arrangement
from bench.visitors.browser import Browser
from bench.visitors.tab import Tab
from db.connect import Backend, open_backend
from db.identity_sessions import open_session
from db.ports import Tokens
from db.settings import BackendKind

# role, share, and whose: drawn from the organisations of that kind.
MIX = (("coordinator", 25, "handshake"), ("supervisor", 3, "handshake"), ("factory", 42, "workplace"), ("brand", 30, "brand"))
OPEN = ("notified", "responded", "investigating", "remediating", "verifying")


@dataclass
class Person:
    """Somebody at work: a role, the cases that may be opened, and a tab."""

    name: str
    role: str
    tokens: Tokens
    cases: list[str]
    tab: Tab | None = None
    posted: list[str] = field(default_factory=list)

    def open_tab(self) -> Tab:
        assert self.tab is not None
        return self.tab


def hire(made: Arrangement, many: int, dice: random.Random) -> list[Person]:
    """That many people with accounts, in a fixed order of roles so that the first fifty are as mixed as all."""
    roles = [(role, kind) for role, share, kind in MIX for _ in range(share)]
    dice.shuffle(roles)
    people = []
    with psycopg.connect(made.server.conninfo("supabase_admin")) as admin:
        places = {
            kind: [row[0] for row in admin.execute(_PLACES, [kind, list(OPEN)])] for kind in ("handshake", "workplace", "brand")
        }
        for number in range(many):
            role, kind = roles[number % len(roles)]
            place = places[kind][number % len(places[kind])]
            email, user = f"person{number}@load.example", uuid4()
            admin.execute("insert into auth.users (id, email, email_confirmed_at) values (%s, %s, now())", [user, email])
            admin.execute(
                "insert into portal.person (user_id, organization_id, role, name, email) values (%s, %s, %s, %s, %s)",
                [user, place, role, f"Person {number}", email],
            )
            cases = [str(row[0]) for row in admin.execute(_CASES, [place, list(OPEN)])]
            people.append(Person(f"p{number}", role, open_session(admin, user), dice.sample(cases, min(len(cases), 20))))
    return people


_PLACES = (
    "select o.id from portal.organization o where o.kind = %s and exists (select from portal.party p"
    " join portal.case_ c on c.id = p.case_id where p.organization_id = o.id and p.until is null and c.state = any (%s)"
    " and not c.no_tip_off and not p.hidden) order by o.name"
)
_CASES = (
    "select c.reference from portal.party p join portal.case_ c on c.id = p.case_id"
    " where p.organization_id = %s and p.until is null and not p.hidden and not c.no_tip_off and c.state = any (%s)"
    " order by c.reference limit 200"
)


def house_of(made: Arrangement) -> tuple[House, Backend]:
    """The portal's own sessions beside its processes: same database, same key."""
    backend = open_backend(replace(made.settings, kind=BackendKind.POSTGRES, database_url=made.server.conninfo("authenticator")))
    return House(backend), backend


async def arrive(made: Arrangement, house: House, people: list[Person]) -> None:
    """Each gets a session, redeems its ticket at the door as a browser does, and opens a tab."""
    for start in range(0, len(people), 10):
        await asyncio.gather(*(_arrive(made.address, house, one) for one in people[start : start + 10]))


async def _arrive(address: str, house: House, person: Person) -> None:
    browser = Browser(address)
    await browser.get("/inbox")
    ticket, _ = await asyncio.to_thread(house.sessions.begin, person.tokens, browser.cookies["portal_browser"], None)
    answer = await browser.get("/portal/session/open?" + urlencode({"ticket": ticket, "next": "/inbox"}))
    assert answer.status == 303, answer
    assert "portal_session" in browser.cookies, answer
    await browser.close()
    person.tab = Tab(address, browser.cookie)
    await person.tab.open()
