"""A case of zero tolerance for the tests: somebody who may be under age, and the deeds that carry its protocol."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from tests.procedure.world import Case, World

BY_HAND = {
    2: ("safe", "contacts", "off_hazard", "not_dismissed"), 4: ("heard_language", "heard_alone"),
    9: ("stipend", "school", "travel_home", "job_at_age", "relative_job"), 11: ("cause", "age_check"),
}  # fmt: skip


def in_months(number: int) -> date:
    return (datetime.now(UTC) + timedelta(days=30.5 * number)).date()


class Protocol:
    """The protocol of one case, and what people do in it."""

    def __init__(self, world: World, case: Case) -> None:
        self.world = world
        self.case = case

    def do(self, who: str, function: str, /, **more: Any) -> dict[str, Any]:
        """One deed; answers with the protocol as that person then sees it."""
        answer = self.world.write(who, function, reference=self.case.reference, **more)
        whole: dict[str, Any] = answer["chosen"]
        return whole

    def refused(self, who: str, function: str, /, **more: Any) -> str:
        """The key of the refusal of a deed that must not succeed."""
        return self.world.refused(who, function, reference=self.case.reference, **more).key

    def seen(self, who: str = "lin") -> dict[str, Any]:
        whole: dict[str, Any] = self.world.call(who, "zero_tolerance", reference=self.case.reference)["chosen"]
        return whole

    def item(self, name: str) -> dict[str, Any]:
        return next(one for one in self.seen()["items"] if one["item"] == name)

    def done(self, *items: str, who: str = "lin", needed: bool = True) -> dict[str, Any]:
        return self.do(who, "do_protocol", items=list(items), words="Seen and noted.", needed=needed)

    def clocks(self) -> dict[str, tuple[datetime, str | None]]:
        """Kind to when it is due and how it ended, of everything about this case's protocol."""
        rows = self.world.rows(
            "select k.kind, k.due_at, k.outcome from portal.clock k join portal.protocol p on p.case_id = k.case_id "
            "join portal.protocol_item i on i.protocol_id = p.id and i.id = k.subject where p.case_id = %s", self.case.id,
        )  # fmt: skip
        return {kind: (due, outcome) for kind, due, outcome in rows}

    # Whole steps ---------------------------------------------------------------------------------------------------------

    def settle_child(self, months: int = 20) -> None:
        self.do("lin", "note_age", kind="register", says="child", words="The household register, seen by video.")
        self.do("lin", "settle_age", age="child", follow_until=in_months(months), words="The register says so.")

    def decide(self, *, refer: bool, people: tuple[str, ...] = ("lin", "luo")) -> None:
        for who in people:
            self.do(who, "decide_referral", refer=refer, words="This is how I see it.")

    def authority(self) -> UUID:
        """The labour inspectorate of the place; made once."""
        found = self.world.rows("select id from portal.organization where kind = 'authority' limit 1")
        if found:
            one: UUID = found[0][0]
            return one
        self.world.write("ada", "save_organization", kind="authority", name="Labour inspectorate", city="Huizhou", country="CN")
        return self.authority()

    def basis(self, recipient: UUID) -> None:
        self.do("ada", "record_basis", recipient=recipient, basis="child", words="A child is in danger there.")

    def refer(self, words: str = "A girl of fifteen works nights at Lianfeng.") -> dict[str, Any]:
        return self.do(
            "lin", "record_referral", authority=self.authority(), officer_role="Head of inspection", channel="in_person",
            handed_at=self.world.now, words=words,
        )  # fmt: skip

    def tell(self, brand: str = "brand_k") -> dict[str, Any]:
        return self.do("ada", "tell_brand", brand=self.world.organizations[brand], words="Please do not take your orders away.")

    def carry(self) -> None:
        """Every step but the last, by those who owe it."""
        self.done(*BY_HAND[2])
        self.settle_child(months=1)
        self.done(*BY_HAND[4])
        self.decide(refer=True)
        self.basis(self.authority())
        self.refer()
        self.done("authority_started", "plan_agreed", "onsite")
        self.tell()
        self.world.write("weber", "acknowledge_protocol", reference=self.case.reference)
        self.done(*BY_HAND[9])
        self.done(*BY_HAND[11])


def suspected(world: World, ground: str = "under_age", **more: Any) -> Protocol:
    """A case of something else, in which somebody of the desk suspects more."""
    case = world.case_in("triage", **more)
    world.write(
        "lin", "raise_zero_tolerance", reference=case.reference, revision=world.head(case)["revision"], ground=ground,
        words="The caller says that she looks fourteen.",
    )  # fmt: skip
    return Protocol(world, case)


def by_code(world: World, code: str = "A1", **more: Any) -> Protocol:
    """A case whose code alone raises zero tolerance."""
    return Protocol(world, world.case_in("received", issues=(code,), **more))
