"""The story of Handshake's own page: social insurance unpaid since 2021, three strikes behind it, a factory that
announces the back-payment, and a worker who has it in the end."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from db.demo.cast import LIANFENG
from db.demo.stage import Caller, CaseOnStage, Stage
from db.demo.strikes import StrikeOnStage

LIN = "lin.yue@handshake.example"
MEI = "mei.tan@handshake.example"
CHEN = "chen@lianfeng.example"
WEBER = "k.weber@brandk.example"


def _ago(days: float, hour: int = 9, minute: int = 0) -> datetime:
    """So many days ago at that hour of Shanghai."""
    now = datetime.now(UTC)
    if days < 1:  # today's part of a story is so many hours old, whatever the hour of loading
        return now - timedelta(days=days)
    at = (now - timedelta(days=days)).replace(hour=(hour - 8) % 24, minute=minute, second=0, microsecond=0)
    return min(at, now - timedelta(hours=23))


def play_social_insurance(stage: Stage) -> None:
    """From the call to the back-payment that she confirmed."""
    case = CaseOnStage(stage, LIN)
    case.call_comes_in(
        _ago(109, 10, 5),
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
        _ago(109, 11, 30),
        "Caller calm, speaks for several. Three walk-outs in two years (L1, L1, L2). Wants no name given to anybody.",
    )
    case.screens(_ago(108, 15))
    case.move(_ago(108, 15), "admitted")
    case.admit(_ago(107, 9, 40), LIANFENG, "Brand K")
    case.decides(
        _ago(107, 10, 2),
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
        _ago(107, 10, 12),
        "A worker reports that social insurance is taken from wages but has not been paid in since 2021, and that many are concerned. "
        "Please answer by the date shown above: is it so, how many people, and what do you plan to do?",
        "factory",
        "Brand K",
    )
    first = case.says(
        CHEN,
        _ago(105, 15, 40),
        "We looked into it and it is true. 412 employees have not been enrolled since 2021. Orders were unstable and money was short. "
        "The company is willing to pay, and asks to pay in instalments.",
        "worker",
        "Brand K",
    )
    case.decides(_ago(105, 17, 5), first, "release")
    case.says(
        case.receipt,
        _ago(104, 20, 15),
        "They said the same after the second strike. Please ask them for dates. And please, they must not look for who called.",
        "handshake",
    )
    request = case.asks_for_identity(
        _ago(104, 20, 40),
        "contact",
        "She fears that they look for the caller. Call tonight, as agreed, to plan what she does if asked.",
    )
    case.opens_identity(_ago(104, 20, 52), MEI, request)
    asked = case.says(
        WEBER,
        _ago(103, 16, 20),
        "Thank you for the open answer. We keep our orders with you. Which dates can you commit to for enrolling all 412 people and for the arrears?",
        "factory",
    )
    case.decides(_ago(103, 17), asked, "release")
    case.move(_ago(100, 11), "investigating")
    case.finds(
        _ago(100, 12),
        "Print-out of the insurance bureau: no contribution for 412 employees since January 2021. The payroll shows the deduction each month.",
        G3=("grounded", "The bureau's print-out shows no contribution since January 2021."),
        G1=("grounded", "412 of 1,180 employees are not enrolled; the factory says so too."),
        G2=("not_verifiable", "Which base was used before 2021 cannot be seen from the papers that are left."),
    )
    case.move(_ago(100, 12, 30), "found")
    strike = _tension(stage, case)
    _the_payment(case, *_the_plan(case))
    strike.asks(_ago(50), case, "fine")


def _the_plan(case: CaseOnStage) -> tuple[tuple[UUID, ...], UUID]:
    """What both sides accept: the actions, and what the worker gets."""
    case.says(
        LIN,
        _ago(94, 16, 20),
        "Both sides accept this plan: all 412 people are enrolled within three weeks; the arrears are paid to the bureau within ten weeks. "
        "Nobody gives up any other right by this.",
        "worker",
        "factory",
        "Brand K",
    )
    case.move(_ago(94, 16, 30), "remedy_agreed")
    actions = tuple(
        case.plans(_ago(94, 16, 31), deed, "factory", _ago(due).date(), shown)
        for deed, due, shown in (
            ("Announce the back-payment at both gates", 91, "A picture of the notice"),
            ("Enrol all 412 people", 73, "The bureau's confirmation, name by name"),
            ("Pay the arrears to the bureau", 24, "The bureau's receipt"),
        )
    )
    owed = case.owes(_ago(94, 16, 35), "social_insurance", Decimal("18640.00"), "January 2021 to the day of payment")
    case.accepts(_ago(94, 16, 36), CHEN, case.receipt)
    case.move(_ago(94, 16, 40), "remediating")
    return actions, owed


def _the_payment(case: CaseOnStage, actions: tuple[UUID, ...], owed: UUID) -> None:
    """Announced, enrolled, paid, checked, and confirmed by her from her receipt page; then it is closed."""
    announced, enrolled, paid = actions
    case.does(
        CHEN, _ago(92, 11), "claim_done", action=announced, words="The notice hangs at gate 1 and gate 2 since this morning."
    )
    notice = case.says(
        CHEN,
        _ago(92, 11, 5),
        "The notice about the back-payment is on the board at both gates and was read out at the morning meeting. "
        "Questions can be brought to Manager Huang, office 204.",
        "worker",
        "Brand K",
    )
    case.decides(
        _ago(92, 12, 10),
        notice,
        "release",
        words=(
            "The notice about the back-payment is on the board at both gates and was read out at the morning meeting. "
            "Questions can be brought to [name removed]."
        ),
        removed=1,
        reason="identifies",
    )
    case.says(case.receipt, _ago(91, 20, 48), "I saw the notice. People are happy but do not trust it yet.", "handshake")
    case.does(
        CHEN, _ago(75, 10), "claim_done", action=enrolled, words="All 412 are enrolled, the list is attached at the bureau."
    )
    case.does(CHEN, _ago(26, 15), "claim_done", action=paid, words="Paid to the bureau this morning.")
    case.does(CHEN, _ago(26, 15, 5), "record_remedy", stage="paid", entry=owed, amount=Decimal("18640.00"))
    case.move(_ago(25, 9), "verifying")
    for action, seen in (
        (announced, "A picture of both boards."),
        (enrolled, "The bureau's own list, 412 names, seen at its counter."),
        (paid, "The bureau's receipt of the day."),
    ):
        case.does(LIN, _ago(25, 14), "verify_action", action=action, verified=True, words=seen)
    case.move(_ago(25, 14, 30), "evaluating")
    case.does(case.receipt, _ago(23, 20, 10), "confirm_remedy", entry=owed, confirmed=True)
    case.does(
        case.receipt,
        _ago(23, 20, 12),
        "evaluate",
        said="confirmed",
        words="I asked at the bureau. Every month is there. My mother cried.",
    )
    case.move(_ago(20, 10), "closed", reason="remedied")


def _tension(stage: Stage, case: CaseOnStage) -> StrikeOnStage:
    """From the first sign to a stoppage of one line, which calmed down when the plan was agreed, and to the end of the watch."""
    strike = StrikeOnStage(stage, _ago(108, 16), LIANFENG, "Sewing, line 3")
    strike.links(_ago(108, 16, 5), case)
    strike.demands(_ago(108, 16, 10), G3="open", G1="open")
    strike.tries(_ago(107, 8, 30), "team_leader", "no_answer")
    strike.tries(_ago(107, 8, 50), "hr", "refused")
    strike.describes(
        _ago(106, 12), "Sewing, lines 3 to 5", (60, 120), "representatives",
        "Contributions are taken from the wage and not paid in; two promises after earlier stoppages were not kept.",
    )  # fmt: skip
    strike.rises(_ago(106, 12, 5), 1)
    draft = strike.writes(
        _ago(106, 12, 30), LIN,
        "Three sewing lines stopped this morning for two hours. Between 60 and 120 people. Nobody was hurt. "
        "They ask for the social insurance that is owed since 2021.",
        "Whether other workshops join. Since when the management knows of the amount.",
        "Please ask the management for dates of enrolment and payment. Please keep your orders, and say so.",
    )  # fmt: skip
    strike.tells(_ago(106, 13), draft, WEBER)
    strike.tries(_ago(105, 16), "manager", "partly")
    strike.rises(_ago(100, 13), 0, "calmed")
    strike.demands(_ago(94, 17), G3="partly", G1="met")
    strike.ends(_ago(94, 17, 30))
    return strike
