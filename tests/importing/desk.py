"""A database with a Handshake desk and its people, for importing into."""

from __future__ import annotations

from uuid import UUID, uuid4

from db import imports
from db.gateway import Gateway
from db.importing.judging import Judged, judge
from db.importing.mapping import guess
from db.importing.reader import read
from db.sealing import Sealer
from tests.importing.books import LATEST
from tests.real_database import Database

SEALER = Sealer(b"k" * 40, "identity")


def people(database: Database) -> dict[str, str]:
    """Role → account of one person of each role, in a Handshake, a factory and a brand of their own."""
    homes = {"handshake": "Handshake", "workplace": "Somewhere Ltd", "brand": "Brand Q"}
    roles = {
        "supervisor": "handshake",
        "coordinator": "handshake",
        "custodian": "handshake",
        "factory": "workplace",
        "brand": "brand",
    }
    users = {role: str(uuid4()) for role in roles}
    with database.connect() as admin:
        for kind, name in homes.items():
            admin.execute(
                "insert into portal.organization (kind, name) select %s, %s where not exists"
                " (select from portal.organization where kind = %s and (name = %s or kind = 'handshake'))",
                [kind, name, kind, name],
            )
        for role, kind in roles.items():
            admin.execute(
                "insert into portal.person (user_id, organization_id, role, name, email) select %s, id, %s, %s, %s"
                " from portal.organization where kind = %s order by (name = %s) desc limit 1",
                [users[role], role, role, f"{role}@import.example", kind, homes[kind]],
            )
    return users


def take_in(
    gateway: Gateway,
    content: bytes,
    name: str = "book.csv",
    *,
    dry_run: bool = False,
    leave_out: bool = True,
    number: UUID | None = None,
) -> tuple[imports.ImportFile, Judged, UUID]:
    """Read, stage and finish one file as the screen and the command do."""
    sheet = read(content, name)
    desk = imports.import_desk(gateway, sheet.head)
    mapping = guess(sheet.head)
    judged = judge(sheet, mapping, desk.codes, LATEST)
    number = number or uuid4()
    imports.stage(gateway, number, sheet, mapping, judged, seal=SEALER.seal)
    return imports.finish(gateway, number, judged, dry_run=dry_run, leave_out=leave_out), judged, number
