"""What else lies on a desk: a clock that ran out, a report that nobody has sorted yet, calls that are no case."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

from db.demo.cast import TIANHE
from db.demo.stage import CaseOnStage, Stage
from db.demo.story_social_insurance import LIN, _ago
from db.receipts import TEXT_VERSION, hash_code, new_code


def play_silence(stage: Stage) -> None:
    """A factory that has not answered for weeks: a letter, then the meeting that it must attend."""
    case = CaseOnStage(stage, LIN)
    case.call_comes_in(
        _ago(23, 14), workplace=TIANHE, issues=["H1"], severity=3, brands=("Brand K",),
        words="I have worked here for seven months and have no contract. They say that it comes after the season.",
    )  # fmt: skip
    case.screens(_ago(22, 10))
    case.move(_ago(22, 10), "admitted")
    case.admit(_ago(21, 9), TIANHE, "Brand K")
    case.decides(_ago(21, 10), None, "release")
    # What the job of that day did, and the one of a week later.
    for days in (13.5, 6):
        at = _ago(days)
        stage.connection.execute("select set_config('portal.now', %s, true), private.tick_clocks(%s)", [at.isoformat(), at])


def play_desk(stage: Stage) -> None:
    """Of today: a report on the web without a kind, and three calls."""
    stage.act(
        "", _ago(0.1), "file_case", request_id=uuid4(), receipt_hash=hash_code(new_code()), language="zh-Hans",
        statement="The new shift plan is not right. I do not know how to say it. Can somebody look at it?",
        issues=["X0"], workplace=stage.organizations[TIANHE], text_version=TEXT_VERSION,
    )  # fmt: skip
    for number, (kind, channel, minutes) in enumerate((("X1", "phone", 6), ("X1", "chat", 3), ("X3", "phone", 1))):
        stage.act(
            LIN, _ago(0.2) + timedelta(minutes=20 * number), "log_contact", request_id=uuid4(), kind=kind, channel=channel,
            language="zh-Hans", minutes=minutes,
        )  # fmt: skip
