"""One case from constants, for drawing screens without any backend."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

from db.models import (
    Attachment,
    CaseHead,
    CasePage,
    Clock,
    Consent,
    ConsentItem,
    Exposure,
    Inbox,
    InboxRow,
    Message,
    MessageKind,
    MessageState,
    Organization,
    Party,
    Phase,
    Preview,
    Side,
    Step,
    TimelineEntry,
)

NOW = datetime.now(UTC)
HOSTILE = (
    "![x](https://evil.example/a.png) <img src=x onerror=alert(1)> https://evil.example www.evil.example a@evil.example "
    ":material/delete: :red[red] $x^2$ [link](javascript:alert(1)) **bold** -> :smile: `code` | - # > ~~no~~ \\"
)


def uid(number: int) -> UUID:
    return UUID(int=number)


WORKPLACE = Organization(uid(100), "workplace", "Lianfeng Footwear", "Huizhou", "CN")
WORKER = Party(uid(1), Side.WORKER, None, None, False, NOW)
FACTORY = Party(uid(2), Side.FACTORY, "Lianfeng Footwear", "CN", False, NOW)
DESK = Party(uid(4), Side.HANDSHAKE, None, None, True, NOW)


def brand(name: str = "Brand K") -> Party:
    return Party(uid(3), Side.BRAND, name, "DE", False, NOW)


def message(number: int, body: str = "Words.", **facts: object) -> Message:
    known: dict[str, object] = {
        "id": uid(1000 + number),
        "author": Side.FACTORY,
        "author_party": uid(2),
        "author_name": None,
        "mine": False,
        "kind": MessageKind.MESSAGE,
        "state": MessageState.RELEASED,
        "body": body,
        "released_body": None,
        "removed": 0,
        "readers": (uid(1), uid(3)),
        "posted_at": NOW - timedelta(hours=100 - number),
        "decided_at": None,
        "reason": None,
        "note": None,
        "files": (),
        "hints": (),
        "fresh": False,
    }
    return Message(**(known | facts))  # type: ignore[arg-type]


def case_page(viewer: Side = Side.HANDSHAKE, *, text: str = "Words.", name: str = "Brand K", many: int = 8) -> CasePage:
    held = message(many + 1, text, state=MessageState.HELD, hints=("phone", "asks_who"), mine=viewer is Side.FACTORY, note=text)
    own = viewer is Side.FACTORY
    withheld = message(many + 2, text, state=MessageState.WITHHELD, reason="asks_who", note=text, mine=own)
    photo = Attachment(uid(70), text[:60], 412_000, "image/jpeg")
    cut = message(many + 3, text, removed=2, released_body=text, files=(photo,))
    place = Organization(WORKPLACE.id, "workplace", name, "Huizhou", "CN")
    return CasePage(
        viewer=viewer,
        case=CaseHead(
            uid(9), "HS-7K4M-29QX", 3, "remediating", Phase.REMEDY, 2, ("G1", "G3"), place, NOW - timedelta(days=20),
            "phone", True, ("strike",), None,
        ),
        parties=(DESK, WORKER, FACTORY, brand(name)),
        messages=(*(message(number, text) for number in range(many)), held, withheld, cut),
        clocks=(Clock("first_answer", NOW + timedelta(days=3), Side.FACTORY, "ours"),),
        consents=(
            Consent(uid(50), ConsentItem.STATEMENT, Organization(uid(101), "brand", name, None, "DE"), "phone", NOW, None),
        ),
        exposures=(Exposure("statement", Side.BRAND, name, NOW, NOW),),
        timeline=(
            TimelineEntry("case_received", NOW, {"channel": "phone"}),
            TimelineEntry("case_moved", NOW, {"to": "admitted"}),
        ),
        steps=(Step("verifying", True, None), Step("closed", False, "guard_worker_not_heard")),
        admissible=(Organization(uid(102), "brand", name, None, "SE"),),
        chain_head="00",
        tip="1",
    )  # fmt: skip


def silent_case(*, told_before: bool = False) -> CasePage:
    """A case under no tip-off, as Handshake sees it."""
    page = case_page()
    return replace(
        page,
        case=replace(page.case, state="admitted", phase=Phase.SCREENING, badges=("zero_tolerance", "no_tip_off"), severity=1),
        parties=(DESK, WORKER, FACTORY) if told_before else (DESK, WORKER),
        messages=(message(1, author=Side.WORKER, author_party=WORKER.id),),
        admissible=(),
    )


def preview(text: str = "Words.") -> Preview:
    return Preview(FACTORY, 1, 9, (message(1, text),), (DESK, FACTORY))


def inbox(box: str = "needs", *, name: str = "Lianfeng Footwear", rows: int = 6) -> Inbox:
    offsets = (timedelta(hours=-30), timedelta(minutes=-1), timedelta(days=2), timedelta(days=30), None, timedelta(days=3))
    return Inbox(
        box=box,
        counts={"needs": 6, "waiting": 23, "closed": 301, "unread": 4, "severity_2": 2, "severity_3": 3},
        rows=tuple(
            InboxRow(
                f"HS-7K4M-29{number:02d}", ("G1",), name, "Huizhou", 2, Phase.REMEDY, ("strike",), "moderate",
                None if offsets[number % 6] is None else NOW + (offsets[number % 6] or timedelta()), number, NOW,
            )
            for number in range(rows)
        ),
        newer=None,
        older="key",
        workplaces=(Organization(WORKPLACE.id, "workplace", name, None, "CN"),),
        brands=(),
        next_due=None,
    )  # fmt: skip
