"""The story of Handshake's own page: social insurance unpaid since 2021, three strikes behind it, and a factory that
in the end announces the back-payment."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

from db.demo.cast import LIANFENG
from db.demo.stage import Caller, CaseOnStage, Stage
from db.demo.strikes import StrikeOnStage

LIN = "lin.yue@handshake.example"
MEI = "mei.tan@handshake.example"
CHEN = "chen@lianfeng.example"
WEBER = "k.weber@brandk.example"
ADA = "ada.okafor@handshake.example"


def _ago(days: float, hour: int = 9, minute: int = 0) -> datetime:
    """So many days ago at that hour of Shanghai."""
    now = datetime.now(UTC)
    if days < 1:  # today's part of a story is so many hours old, whatever the hour of loading
        return now - timedelta(days=days)
    at = (now - timedelta(days=days)).replace(hour=(hour - 8) % 24, minute=minute, second=0, microsecond=0)
    return min(at, now - timedelta(hours=23))


def play_social_insurance(stage: Stage) -> None:
    """Three earlier grievances that ended in strikes, then the case that is being remedied now."""
    _earlier_strikes(stage)
    case = CaseOnStage(stage, LIN)
    case.call_comes_in(
        _ago(19, 10, 5),
        workplace=LIANFENG,
        issues=["G3", "G1", "G2"],
        severity=2,
        words=(
            "I work on line 3. Every month they take social insurance from my wage, but at the office they told me nothing has been "
            "paid in since 2021. It is the same for everybody around me. My work number is 30417. People walked out for this three "
            "times and nothing came of it. I am afraid to ask again."
        ),
        brands=("Brand K",),
        caller=Caller("A-Lan", "139 0000 4471", "after 19:30, not in the dormitory"),
    )
    case.notes(
        _ago(19, 11, 30),
        "Caller calm, speaks for several. Three walk-outs in two years (L1, L1, L2). Wants no name given to anybody.",
    )
    case.screens(_ago(18, 15))
    case.move(_ago(18, 15), "admitted")
    case.admit(_ago(17, 9, 40), LIANFENG, "Brand K")
    case.decides(
        _ago(17, 10, 2),
        None,
        "release",
        words=(
            "Every month they take social insurance from my wage, but at the office they told me nothing has been paid in since 2021. "
            "It is the same for everybody around me. [detail removed] People walked out for this three times and nothing came of it."
        ),
        removed=2,
        reason="identifies",
    )
    case.says(
        LIN,
        _ago(17, 10, 12),
        "A worker reports that social insurance is taken from wages but has not been paid in since 2021, and that many are concerned. "
        "Please answer by the date shown above: is it so, how many people, and what do you plan to do?",
        "factory",
        "Brand K",
    )
    first = case.says(
        CHEN,
        _ago(15, 15, 40),
        "We looked into it and it is true. 412 employees have not been enrolled since 2021. Orders were unstable and money was short. "
        "The company is willing to pay, and asks to pay in instalments.",
        "worker",
        "Brand K",
    )
    case.decides(_ago(15, 17, 5), first, "release")
    case.says(
        case.receipt,
        _ago(14, 20, 15),
        "They said the same after the second strike. Please ask them for dates. And please, they must not look for who called.",
        "handshake",
    )
    request = case.asks_for_identity(
        _ago(14, 20, 40),
        "contact",
        "She fears that they look for the caller. Call tonight, as agreed, to plan what she does if asked.",
    )
    case.opens_identity(_ago(14, 20, 52), MEI, request)
    asked = case.says(
        WEBER,
        _ago(13, 16, 20),
        "Thank you for the open answer. We keep our orders with you. Which dates can you commit to for enrolling all 412 people and for the arrears?",
        "factory",
    )
    case.decides(_ago(13, 17), asked, "release")
    case.move(_ago(10, 11), "investigating")
    case.finds(
        _ago(10, 12),
        "Print-out of the insurance bureau: no contribution for 412 employees since January 2021. The payroll shows the deduction each month.",
        G3=("grounded", "The bureau's print-out shows no contribution since January 2021."),
        G1=("grounded", "412 of 1,180 employees are not enrolled; the factory says so too."),
        G2=("not_verifiable", "Which base was used before 2021 cannot be seen from the papers that are left."),
    )
    case.move(_ago(10, 12, 30), "found")
    case.says(
        LIN,
        _ago(4, 16, 20),
        "Both sides accept this plan: all 412 people are enrolled by the end of next week; the arrears are paid in three parts "
        "(15 December, 15 March, 15 June). Nobody gives up any other right by this.",
        "worker",
        "factory",
        "Brand K",
    )
    case.move(_ago(4, 16, 30), "remedy_agreed")
    today = datetime.now(UTC).date()
    announced = case.plans(
        _ago(4, 16, 31), "Announce the back-payment at both gates", "factory", today, "A picture of the notice"
    )  # fmt: skip
    case.plans(
        _ago(4, 16, 32), "Submit the list of 412 enrolled workers", "factory", today + timedelta(days=5),
        "The bureau's confirmation, name by name",
    )  # fmt: skip
    case.plans(
        _ago(4, 16, 33), "Pay the first third of the arrears", "factory", today + timedelta(days=23), "The bureau's receipt"
    )
    case.owes(_ago(4, 16, 35), "social_insurance", Decimal("18640.00"), "January 2021 to October 2026")
    case.accepts(_ago(4, 16, 36), CHEN, case.receipt)
    case.move(_ago(4, 16, 40), "remediating")
    case.does(
        CHEN, _ago(2, 11), "claim_done", action=announced, words="The notice hangs at gate 1 and gate 2 since this morning."
    )
    notice = case.says(
        CHEN,
        _ago(2, 11, 5),
        "The notice about the back-payment is on the board at both gates and was read out at the morning meeting. "
        "Questions can be brought to Manager Huang, office 204.",
        "worker",
        "Brand K",
    )
    case.decides(
        _ago(2, 12, 10),
        notice,
        "release",
        words=(
            "The notice about the back-payment is on the board at both gates and was read out at the morning meeting. "
            "Questions can be brought to [name removed]."
        ),
        removed=1,
        reason="identifies",
    )
    case.says(
        case.receipt,
        _ago(1, 20, 48),
        "I saw the notice. People are happy but do not trust it yet. The line leader asked in the canteen who had called the hotline. I am worried.",
        "handshake",
    )
    case.notes(
        _ago(0.5, 9, 10),
        "Possible sign of retaliation. Check-in moved to this evening. The worker calls us; name and number stay sealed.",
    )
    case.says(
        CHEN,
        _ago(0.05, 8, 31),
        "369 of 412 are enrolled now. 43 have not handed in a copy of their ID card. Please give us the names of those who complained "
        "so that we can begin with them. Zhang Mei of line 3 can call me on 138 0752 4419.",
        "worker",
    )
    _tension_now(stage, case)


def _tension_now(stage: Stage, case: CaseOnStage) -> None:
    """From the first sign to a stoppage of one line, which calmed down when the plan was agreed."""
    strike = StrikeOnStage(stage, _ago(18, 16), LIANFENG, "Sewing, line 3")
    strike.links(_ago(18, 16, 5), case)
    strike.demands(_ago(18, 16, 10), G3="open", G1="open")
    strike.tries(_ago(17, 8, 30), "team_leader", "no_answer")
    strike.tries(_ago(17, 8, 50), "hr", "refused")
    strike.describes(
        _ago(16, 12), "Sewing, lines 3 to 5", (60, 120), "representatives",
        "Contributions are taken from the wage and not paid in; two promises after earlier stoppages were not kept.",
    )  # fmt: skip
    strike.rises(_ago(16, 12, 5), 1)
    draft = strike.writes(
        _ago(16, 12, 30), LIN,
        "Three sewing lines stopped on Friday morning for two hours. Between 60 and 120 people. Nobody was hurt. "
        "They ask for the social insurance that is owed since 2021.",
        "Whether other workshops join. Since when the management knows of the amount.",
        "Please ask the management for dates of enrolment and payment. Please keep your orders, and say so.",
    )  # fmt: skip
    strike.tells(_ago(16, 13), draft, WEBER)
    strike.tries(_ago(15, 16), "manager", "partly")
    strike.rises(_ago(10, 13), 0, "calmed")
    strike.demands(_ago(4, 17), G3="partly", G1="met")
    strike.writes(
        _ago(0.4), ADA,
        "All lines work. The factory and the workers agreed a plan: enrolment by the end of next week, arrears in three parts.",
        "Whether the dates are kept.",
        "Please ask for the proof of each part. Please keep your orders.",
    )  # fmt: skip


def _earlier_strikes(stage: Stage) -> None:
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
