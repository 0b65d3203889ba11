"""Three stoppages over unpaid social insurance that came before: each ended with a promise."""

from __future__ import annotations

from db.demo.cast import LIANFENG
from db.demo.stage import CaseOnStage, Stage
from db.demo.story_social_insurance import CHEN, LIN, _ago
from db.demo.strikes import StrikeOnStage


def play_stoppages(stage: Stage) -> None:
    """Each with its case, closed as not remedied."""
    stories = (
        (
            640,
            "Two lines stopped for a morning: no social insurance book was shown to anybody.",
            1,
        ),
        (
            410,
            "The cutting workshop walked out at noon over the unpaid insurance and went back after a promise.",
            1,
        ),
        (
            190,
            "Three workshops stood still for two days. The promise of last year was not kept.",
            2,
        ),
    )
    for days, words, level in stories:
        case = CaseOnStage(stage, LIN)
        case.call_comes_in(
            _ago(days),
            workplace=LIANFENG,
            issues=["G3", "E5"],
            severity=2,
            words=words,
            factory=True,
        )
        strike = _stoppage(stage, case, days, level)
        case.screens(_ago(days - 1))
        case.move(_ago(days - 1), "admitted")
        case.admit(_ago(days - 2), LIANFENG)
        case.decides(_ago(days - 2, 10), None, "release")
        answer = case.says(
            CHEN,
            _ago(days - 3, 14),
            "Production has resumed. The matter of the insurance will be looked at after the season.",
            "worker",
        )
        case.decides(_ago(days - 3, 16), answer, "release")
        _promised(case, days)
        case.move(_ago(days - 40), "closed", reason="not_remedied")
        strike.asks(_ago(days - 41), case, "fine")


def _stoppage(stage: Stage, case: CaseOnStage, days: int, level: int) -> StrikeOnStage:
    """An earlier strike: opened with its case, over after a promise."""
    strike = StrikeOnStage(stage, _ago(days, 9, 30), LIANFENG, "Three workshops" if level == 2 else "One workshop")
    strike.links(_ago(days, 9, 35), case)
    strike.demands(_ago(days, 9, 40), G3="open")
    strike.tries(_ago(days, 9, 45), "team_leader", "refused")
    strike.rises(_ago(days, 10), level)
    strike.tries(_ago(days - 1, 9), "manager", "promised")
    strike.demands(_ago(days - 2, 9), G3="refused")
    strike.ends(_ago(days - 2, 9, 5))
    return strike


def _promised(case: CaseOnStage, days: int) -> None:
    """A promise that was kept on paper: done and verified, and the worker says that it is not solved."""
    at = _ago(days - 20)
    case.move(at, "investigating")
    case.finds(
        at, "Minutes of the talk at the gate, signed by the manager.",
        G3=("grounded", "The factory admits the arrears."), E5=("grounded", "The lines stood still."),
    )  # fmt: skip
    case.move(at, "found", "remedy_agreed")
    action = case.plans(at, "Draw up a list of all who are owed contributions", "factory", _ago(days - 30).date(), "The list")
    case.accepts(at, CHEN, case.receipt)
    case.move(at, "remediating")
    case.does(CHEN, _ago(days - 28), "claim_done", action=action, words="The list is drawn up.")
    case.move(_ago(days - 29), "verifying")
    case.does(LIN, _ago(days - 30), "verify_action", action=action, verified=True, words="Seen at the office, 390 names.")
    case.move(_ago(days - 31), "evaluating")
    case.does(case.receipt, _ago(days - 38), "evaluate", said="disputed", words="There is a list. Nothing was paid.")
