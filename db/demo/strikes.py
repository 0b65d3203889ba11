"""Strikes of the demonstration: opened at L0, tried from below, told to the brands, ended and watched, all by real calls."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from db.demo.stage import CaseOnStage, Stage

LIN = "lin.yue@handshake.example"
ADA = "ada.okafor@handshake.example"


class StrikeOnStage:
    """One strike: who does what at the desk, and when."""

    def __init__(self, stage: Stage, at: datetime, workplace: str, unit: str) -> None:
        self.stage = stage
        made = self._does(
            LIN, at, "open_strike", workplace=stage.organizations[workplace], unit=unit,
            started_on=at.date(),
        )  # fmt: skip
        self.id = UUID(made["id"])
        self.revision = int(made["revision"])

    def links(self, at: datetime, case: CaseOnStage) -> None:
        """A case belongs to it; nobody outside learns of that."""
        self._does(LIN, at, "link_strike_case", strike=self.id, reference=case.reference)

    def demands(self, at: datetime, **outcomes: str) -> None:
        for code, outcome in outcomes.items():
            self._does(LIN, at, "set_strike_demand", strike=self.id, code=code, outcome=outcome)

    def tries(self, at: datetime, with_whom: str, outcome: str) -> None:
        self._does(LIN, at, "record_strike_attempt", strike=self.id, with_whom=with_whom, outcome=outcome, tried_on=at.date())

    def describes(self, at: datetime, unit: str, size: tuple[int, int], spokes: str, cause: str) -> None:
        self._does(
            LIN, at, "describe_strike", strike=self.id, revision=self.revision, unit=unit, size_low=size[0], size_high=size[1],
            spokes=spokes, cause=cause,
        )  # fmt: skip

    def rises(self, at: datetime, level: int, reason: str = "grew") -> None:
        self._does(LIN, at, "set_strike_level", strike=self.id, revision=self.revision, level=level, reason=reason)

    def writes(self, at: datetime, author: str, facts: str, unknown: str, ask: str) -> dict[str, Any]:
        """A draft of a bulletin."""
        shown = self._does(author, at, "draft_bulletin", strike=self.id, facts=facts, unknown=unknown, ask=ask)
        draft: dict[str, Any] = next(each for each in shown["bulletins"] if each["released_at"] is None)
        return draft

    def tells(self, at: datetime, draft: dict[str, Any], *readers: str) -> None:
        """The supervisor releases it; these people of brands confirm receipt."""
        bulletin = UUID(draft["id"])
        self._does(ADA, at, "release_bulletin", bulletin=bulletin, revision=draft["revision"])
        for reader in readers:
            self.stage.act(reader, at, "acknowledge_bulletin", request_id=uuid4(), bulletin=bulletin)

    def ends(self, at: datetime) -> None:
        self._does(LIN, at, "end_strike", strike=self.id, revision=self.revision)

    def asks(self, at: datetime, case: CaseOnStage, answer: str) -> None:
        """At the end of the watch the worker is asked."""
        page = case.page(LIN, at)
        for check in page["linked"]["check_ins"]:
            if check["why"] == "watch" and "answer" not in check:
                self.stage.act(
                    LIN, at, "record_check_in", request_id=uuid4(), reference=case.reference, check_in=UUID(check["id"]),
                    how="phone", answer=answer,
                )  # fmt: skip

    def _does(self, actor: str, at: datetime, function: str, /, **arguments: object) -> dict[str, Any]:
        shown: dict[str, Any] = self.stage.act(actor, at, function, request_id=uuid4(), **arguments)["chosen"]
        self.revision = int(shown["revision"])
        return shown
