"""A brand, six workplaces, and counts put into the roll-up directly."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID, uuid4

from db.gateway import Credentials
from db.models.publication import Publication, Published, PublishedTable
from db.publications import public_figures, published
from tests.real_database import Connection, Database

SPRING = date(2026, 4, 1)
AFTER = datetime(2026, 7, 20, tzinfo=UTC)


@dataclass(frozen=True)
class Stage:
    """Handshake, a brand that buys from six workplaces, and people of each."""

    database: Database
    admin: Connection
    handshake: UUID
    brand: UUID
    sites: tuple[UUID, ...]

    def count(self, scope: UUID, site: int, n: int = 1, *, month: date = SPRING, **cells: str) -> None:
        """Let the roll-up say that so many cases came in there, each with these values: `category="F"`."""
        for measure, bucket in (("received", ""), *cells.items()):
            self.admin.execute(
                "insert into portal.figure as f values (%s, %s, %s, %s, %s, %s)"
                " on conflict on constraint figure_pkey do update set n = f.n + excluded.n",
                [scope, self.sites[site], month, measure, bucket, n],
            )

    def publish(self, at: datetime = AFTER, *, corrections: bool = False) -> int:
        row = self.admin.execute("select private.publish(%s, %s)", [at, corrections]).fetchone()
        assert row
        return int(row[0])

    def tick(self, at: datetime) -> int:
        row = self.admin.execute("select private.tick_publications(%s)", [at]).fetchone()
        assert row
        return int(row[0]["made"])

    def account(self, where: UUID, role: str) -> UUID:
        user = uuid4()
        self.admin.execute(
            "insert into portal.person (user_id, organization_id, role, name, email, valid_from)"
            " values (%s, %s, %s, 'Somebody', %s, '2020-01-01')",
            [user, where, role, f"{user}@example.org"],
        )
        return user

    def brand_reads(self) -> Published:
        return published(self.database.gateway(Credentials(user_id=str(self.account(self.brand, "brand")))))

    def public(self) -> Published:
        return public_figures(self.database.gateway())


def spring(read: Published, version: int = 1) -> Publication:
    return next(one for one in read.publications if one.quarter == SPRING and one.version == version)


def table(publication: Publication, subject: str) -> PublishedTable:
    found = publication.table(subject)
    assert found is not None, subject
    return found


def shown(publication: Publication, subject: str) -> dict[str, int | None]:
    return {cell.bucket: cell.n for cell in table(publication, subject).cells}
