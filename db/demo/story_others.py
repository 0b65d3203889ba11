"""Shorter stories, so that each state, each side and each kind of message can be seen."""

from __future__ import annotations

from uuid import uuid4

from db.demo.cast import GUOJUAN, LUOJIE, WANGWEI, YONGAN
from db.demo.stage import CaseOnStage, Stage
from db.demo.story_social_insurance import LIN, WEBER, _ago

HE = "he@luojie.example"
SARA = "sara@branda.example"


def play_others(stage: Stage) -> None:
    """Six open cases and some that ended in other ways than by a remedy."""
    _last_wage(stage)
    _words_at_night(stage)
    _piece_rate(stage)
    _heat(stage)
    _canteen(stage)
    _ended(stage)


def _last_wage(stage: Stage) -> None:
    case = CaseOnStage(stage, LIN)
    case.call_comes_in(
        _ago(6, 14), workplace=LUOJIE, issues=["F7", "H5"], severity=3, brands=("Brand A",), channel="chat",
        words="I left on the 31st with notice. They still owe me the last month and say I must wait until somebody replaces me.",
    )  # fmt: skip
    case.screens(_ago(5, 10))
    case.move(_ago(5, 10), "admitted")
    case.admit(_ago(5, 11), LUOJIE, "Brand A")
    case.decides(_ago(5, 11, 20), None, "release")
    insult = case.says(
        HE,
        _ago(4, 9),
        "This person was lazy and will get the money when we think it is right.",
        "worker",
    )
    case.decides(
        _ago(4, 10),
        insult,
        "send_back",
        reason="insult",
        note="Please answer to the matter: the amount and the day of payment.",
    )
    answer = case.says(
        HE,
        _ago(3, 15),
        "The last wage is 5,870 yuan. It will be transferred with the next pay run.",
        "worker",
        "Brand A",
    )
    case.decides(_ago(3, 16), answer, "release")
    asks = case.says(HE, _ago(2, 10), "Which of the two people who left last month is it? Tell us the name and we pay.", "worker")
    case.decides(_ago(2, 11), asks, "withhold", reason="asks_who", note="Nobody will tell you who it is. Pay both what is owed.")
    hasty = case.says(HE, _ago(2, 15), "We will see about it after the holidays.", "worker")
    stage.act(HE, _ago(2, 15, 10), "take_back", request_id=uuid4(), message=hasty)
    case.says(
        case.receipt,
        _ago(0.06),
        "The pay run is in three weeks. The rent is due now. Can they pay this week? You can call me on 13900001111.",
        "factory",
    )
    case.says(
        SARA,
        _ago(0.05),
        "The local rule is payment on the last working day. Please pay this week and confirm here.",
        "factory",
    )


def _words_at_night(stage: Stage) -> None:
    case = CaseOnStage(stage, LIN)
    case.call_comes_in(
        _ago(1, 20, 15), workplace=LUOJIE, issues=["C2"], severity=2, factory=False, channel="chat",
        words="My supervisor sends me messages at night and shouts at me at the line when I do not answer. I do not want the factory to know yet.",
    )  # fmt: skip


def _piece_rate(stage: Stage) -> None:
    case = CaseOnStage(stage, LIN)
    case.call_comes_in(
        _ago(5, 12), workplace=GUOJUAN, issues=["F4"], severity=3, brands=("Brand J", "Brand K"),
        words="The piece rate was changed without a notice. Nobody can read the new slip. My pay is a third lower than last month.",
    )  # fmt: skip
    case.screens(_ago(4, 9))
    case.move(_ago(4, 9), "admitted")
    case.admit(_ago(4, 10), GUOJUAN, "Brand J", "Brand K")
    case.decides(_ago(4, 10, 30), None, "release")
    case.says(
        WEBER,
        _ago(0.04),
        "Could you show us the old and the new piece rate of this style?",
        "factory",
    )


def _heat(stage: Stage) -> None:
    case = CaseOnStage(stage, LIN)
    case.call_comes_in(
        _ago(9, 16), workplace=WANGWEI, issues=["J6", "K5"], severity=3, brands=("Brand M", "Brand K"), channel="walk_in",
        words="The pressing workshop has no fans. Six people had heat stroke this month and were sent back to the line.",
    )  # fmt: skip
    case.screens(_ago(8, 9))
    case.move(_ago(8, 9), "admitted")
    case.admit(_ago(8, 10), WANGWEI, "Brand M", "Brand K")
    case.decides(_ago(8, 10, 30), None, "release")
    answer = case.takes_down(_ago(8, 14), "Fans are ordered for the pressing workshop. Nobody was sent back to the line unwell.")
    case.decides(_ago(8, 15), answer, "release")
    case.says(case.receipt, _ago(8, 20), "I was sent back myself, after ten minutes. Ask the clinic for its book.", "handshake")
    case.move(_ago(7, 9), "investigating")
    case.says(
        case.receipt,
        _ago(0.03),
        "They put one fan, at the door of the office.",
        "factory",
        "Brand K",
    )


def _canteen(stage: Stage) -> None:
    case = CaseOnStage(stage, LIN)
    case.call_comes_in(
        _ago(2, 18), workplace=YONGAN, issues=["L2"], severity=4, channel="web",
        words="The drinking water in dormitory 3 smells since the rain. Several have a stomach ache.",
    )  # fmt: skip
    case.screens(_ago(1.5, 9))
    case.move(_ago(1.5, 9), "admitted")
    case.admit(_ago(1.5, 10), YONGAN)
    case.decides(_ago(1.4, 10, 30), None, "release")
    case.says(case.receipt, _ago(0.02), "The water is brown today.", "factory")


def _ended(stage: Stage) -> None:
    withdrawn = CaseOnStage(stage, LIN)
    withdrawn.call_comes_in(
        _ago(50),
        workplace=YONGAN,
        issues=["I1"],
        severity=3,
        words="Eleven hours a day since June. I found other work now, please leave it.",
    )
    withdrawn.screens(_ago(48))
    withdrawn.move(_ago(48), "admitted")
    withdrawn.move(_ago(47), "closed", reason="withdrawn")
    answered = CaseOnStage(stage, LIN)
    answered.call_comes_in(
        _ago(33),
        workplace=GUOJUAN,
        issues=["K5"],
        severity=4,
        words="How do I ask for the birth certificate of my child?",
        factory=False,
    )
    answered.screens(_ago(33, 12), internal_channel="not_tried")
    answered.says(
        LIN,
        _ago(33, 12),
        "The hospital where the child was born gives it out, with the identity cards of both parents.",
        "worker",
    )
    answered.move(_ago(33, 12), "answered")
    referred = CaseOnStage(stage, LIN)
    referred.call_comes_in(
        _ago(28),
        workplace=WANGWEI,
        issues=["J7"],
        severity=3,
        words="The bus of the agency has no brakes that work.",
        factory=False,
    )
    referred.screens(
        _ago(27), refusal="authority_competent", authority="Traffic police of the district",
        elsewhere="The traffic police have the number of the bus and call you back within three days. Do not ride it until then.",
    )  # fmt: skip
    referred.move(_ago(27), "referred")
