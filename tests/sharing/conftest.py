"""Two brands, a factory, a supervisor; a report that one brand keeps, and grants of it in any state."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest

from db.copies import without
from db.embedded import EmbeddedServer
from db.files_folder import FolderFiles
from db.gateway import Credentials
from db.papers import Paper, reserve
from db.sealing import FileSealer
from tests.procedure.world import World
from tests.real_database import Database
from tests.sharing.paper import pdf

PAGES = ("Page one: wages paid on time.", "Page two: Zhang San, 13800138000.", "Page three: exits were clear. 通道畅通")
SEALER = FileSealer(b"k" * 40)


@dataclass
class Sharing:
    """Deeds of report sharing, as the people who do them."""

    world: World
    files: FolderFiles

    def paper(self, who: str, use: str, content: bytes, pages: int | None = 3) -> UUID:
        """A file put away sealed, ready to be used."""
        one = Paper(use, f"{use}.pdf", "application/pdf", content, content if use == "report" else None, pages)  # type: ignore[arg-type]
        gateway = self.world.database.gateway(self.world.persona(who).credentials)
        return reserve(gateway, self.files, Credentials(), uuid4(), one, SEALER)

    def kept(self, who: str = "weber", workplace: str = "lianfeng", **changes: Any) -> UUID:
        told: dict[str, Any] = {"title": f"Audit {uuid4()}", "period_from": "2026-01-01", "period_to": "2026-03-31"} | changes
        file = told.pop("file", None) or self.paper(who, "report", pdf(*PAGES))
        page = self.world.write(who, "keep_report", file=file, workplace=self.world.organizations[workplace], **told)
        return UUID(next(one["id"] for one in page["reports"] if one["title"] == told["title"]))

    def terms(self, report: UUID, to: str = "brand_a", **changes: Any) -> dict[str, Any]:
        """What share_report is told, in order but for the copy."""
        return {
            "report": report, "to_organization": self.world.organizations[to], "purpose": f"Due diligence {uuid4()}",
            "profile": "whole", "left_out": [], "basis": "contract", "basis_words": "Supplier agreement of 2024",
            "expires_on": (datetime.now(UTC) + timedelta(days=90)).date(), "no_onward": True,
        } | changes  # fmt: skip

    def granted(self, report: UUID | None = None, to: str = "brand_a", who: str = "weber", **changes: Any) -> UUID:
        told = self.terms(report or self.kept(who), to, **changes)
        cut = told["left_out"]
        page = self.world.write(
            who, "share_report", file=self.paper(who, "copy", without(pdf(*PAGES), cut), 3 - len(cut)), **told
        )
        grants = [each for one in page["reports"] for each in one["grants"]]
        return UUID(next(one["id"] for one in grants if one["purpose"] == told["purpose"]))

    def open_to(self, to: str = "brand_a", reader: str = "sara", **changes: Any) -> UUID:
        """A grant that was answered and agreed to: it can be read."""
        grant = self.granted(to=to, **changes)
        if changes.get("basis") == "consent":
            self.world.write("chen", "consent_grant", grant_id=grant, yes=True)
        self.world.write("chen", "answer_grant", grant_id=grant, words="We have mended it. 已经改正。")
        self.world.write(reader, "acknowledge_grant", grant_id=grant)
        return grant

    def seen(self, who: str, grant: UUID) -> dict[str, Any] | None:
        """The grant as it stands on somebody's page, wherever it stands there."""
        page = self.world.call(who, "reports")
        every = [*page["shared"], *page["about"], *(each for one in page["reports"] for each in one["grants"])]
        return next((one for one in every if one["id"] == str(grant)), None)

    def reads(self, who: str, grant: UUID) -> Any:
        return self.world.write(who, "open_copy", grant_id=grant)


@pytest.fixture(scope="module")
def world(server: EmbeddedServer, template: str) -> Iterator[World]:
    """The world of the procedure, with accounts for both brands."""
    database = Database.create(server, template)
    made = World(database)
    made.arrange()
    yield made
    made.close()
    database.close()


@pytest.fixture
def sharing(world: World, tmp_path: Path) -> Iterator[Sharing]:
    yield Sharing(world, FolderFiles(tmp_path / "files"))
    world.come_back()
