"""The protocol of zero tolerance in the child stories: who wrote down what, hour by hour, by the calls that the room makes."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

from db.demo.stage import CaseOnStage
from db.demo.story_social_insurance import LIN, _ago

ADA = "ada.okafor@handshake.example"
WEBER = "k.weber@brandk.example"
INSPECTORATE = "Labour Inspectorate of Jiaxing"
REQUEST = (
    "We found that zero tolerance was broken at a site that knits for you. The girl is safe. We ask you not to take orders away, and not to speak "
    "with the factory about it before we say that you can: whoever leaves now leaves her without help. Please confirm that you have this request."
)
LETTER = (
    "To the inspectorate: a girl of 15 years and 8 months works nights in the second building of the site named in the annex, with a cousin's "
    "card. She is out of the workshop since this morning. We ask you to start within 48 hours and to keep her name from the factory."
)


class Room:
    """Deeds of the room, in one case."""

    def __init__(self, case: CaseOnStage) -> None:
        self.case = case

    def deed(self, actor: str, at: Any, function: str, /, **more: object) -> dict[str, Any]:
        answer = self.case.stage.act(actor, at, function, request_id=uuid4(), reference=self.case.reference, **more)
        chosen: dict[str, Any] = answer["chosen"]
        return chosen

    def done(self, at: Any, words: str, *items: str) -> None:
        self.deed(LIN, at, "do_protocol", items=list(items), words=words)

    def authority(self) -> UUID:
        return self.case.stage.organizations[INSPECTORATE]


def find_the_girl(case: CaseOnStage) -> None:
    """Days 1 to 3: safe, her age shown, heard, an authority told, and the brand on the supervisor's release."""
    room = Room(case)
    room.done(_ago(94, 11, 10), "With her aunt since this morning; a woman colleague stays near.", "safe", "contacts")
    room.done(_ago(94, 11, 20), "Out of the night shift; the wage goes on by the hour book.", "off_hazard", "not_dismissed")
    room.done(_ago(94, 12), "At the aunt's, in the dialect of her village.", "heard_language", "heard_alone")
    room.deed(
        LIN, _ago(94, 12, 20), "note_age", kind="document", says="adult", words="The card she came with; the face is another's."
    )
    room.deed(
        LIN, _ago(94, 14), "note_age", kind="register", says="child", words="Household register, seen by video with her mother."
    )
    room.deed(
        LIN, _ago(94, 14, 5), "note_age", kind="school", says="child", words="Her school confirms the class she left in spring."
    )
    comes_of_age = (_ago(94).replace(day=1) + timedelta(days=850)).date()
    room.deed(
        LIN,
        _ago(94, 14, 10),
        "settle_age",
        age="child",
        follow_until=comes_of_age,
        words="The register counts, the card is a cousin's.",
    )
    room.deed(LIN, _ago(94, 15), "decide_referral", refer=True, words="There may be more of them; only the authority may search.")
    room.deed(ADA, _ago(94, 15, 30), "decide_referral", refer=True, words="Agreed. Her name stays with us.")
    room.deed(
        ADA, _ago(94, 15, 40), "record_basis", recipient=room.authority(), basis="child", words="A child at work at night.",
    )  # fmt: skip
    room.deed(
        LIN, _ago(94, 16, 30), "record_referral", authority=room.authority(), officer_role="Head of the juvenile section",
        channel="in_person", handed_at=_ago(94, 16, 10), words=LETTER,
    )  # fmt: skip
    room.done(_ago(93, 8), "Two inspectors were at the site at seven.", "authority_started", "onsite")
    room.deed(ADA, _ago(93, 8, 30), "tell_brand", brand=case.stage.organizations["Brand K"], words=REQUEST)
    case.stage.act(WEBER, _ago(93, 8, 50), "acknowledge_protocol", request_id=uuid4(), reference=case.reference)


def agree_on_a_plan(case: CaseOnStage) -> None:
    """Within three days: what all sides agree on."""
    room = Room(case)
    room.done(_ago(92, 16), "Wage, home, school: all three sides agreed on the telephone.", "plan_agreed")


def plan_for_her(case: CaseOnStage) -> None:
    """The plan for her alone, in its items."""
    room = Room(case)
    room.done(_ago(84, 16, 10), "18 months, half from the brand.", "stipend", "school", "job_at_age")
    room.deed(
        LIN, _ago(84, 16, 15), "do_protocol", items=["relative_job"], words="Her aunt works at the site already.", needed=False
    )  # fmt: skip


def after_the_journey(case: CaseOnStage) -> None:
    """At home: the months begin; the site mends its checks."""
    room = Room(case)
    room.done(_ago(70, 12, 30), "By train with her aunt.", "travel_home")
    room.done(_ago(62, 11), "The labour agent took anybody's card; the site has left that agent.", "cause")
    room.done(_ago(61, 11), "Cards are now held against the face, and a second document is asked for.", "age_check")
    for days, how, words in (
        (41, "school", "Second in her class in drawing."),
        (11, "family", "Her mother has work nearer home."),
    ):
        whole = room.case.stage.act(LIN, _ago(days, 17), "zero_tolerance", reference=case.reference)["chosen"]
        due = next(month["due_on"] for month in whole["follow_ups"] if month["at"] is None)
        room.deed(LIN, _ago(days, 17, 10), "note_follow_up", due_on=date.fromisoformat(due), how=how, outcome="well", words=words)


def wait_for_the_second(case: CaseOnStage) -> None:
    """Today: what is done of the first hours, and one of two voices on the referral."""
    room = Room(case)
    room.done(_ago(0.7), "The caller's way is in the sealed plan; the boy's is not known yet.", "contacts")
    room.deed(LIN, _ago(0.6), "note_age", kind="looks", says="child", words="The caller says that he looks fourteen.")
    room.deed(LIN, _ago(0.5), "decide_referral", refer=True, words="He may be moved any night.")
