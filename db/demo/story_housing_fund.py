"""A plan under way: the housing fund of a second site of work, with a payment due, a letter that asks for names, and tension."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

from db.demo.cast import LIANFENG
from db.demo.stage import Caller, CaseOnStage, Stage
from db.demo.story_social_insurance import CHEN, LIN, MEI, WEBER, _ago
from db.demo.strikes import StrikeOnStage

ADA = "ada.okafor@handshake.example"
NOTICE = "The notice about the housing fund is on the board at both gates. Questions can be brought to {who}."


def play_housing_fund(stage: Stage) -> None:
    """From the call to today: one action done, two to come, and nobody trusts it yet."""
    case = CaseOnStage(stage, LIN)
    case.call_comes_in(
        _ago(19, 10, 5), workplace=LIANFENG, issues=["G4", "F5", "F4"], severity=2, brands=("Brand K",),
        words=(
            "I work on line 7. Since spring they take the housing fund from my wage, and the fund says that nothing came in. It is so for all "
            "of us from the other province. My work number is 30417. I am afraid to ask again."
        ),
        caller=Caller("A-Lan", "139 0000 4471", "after 19:30, not in the dormitory"),
    )  # fmt: skip
    case.notes(_ago(19, 11, 30), "Caller calm, speaks for several. Wants no name given to anybody.")
    case.screens(_ago(18, 15))
    case.move(_ago(18, 15), "admitted")
    case.admit(_ago(17, 9, 40), LIANFENG, "Brand K")
    case.decides(
        _ago(17, 10, 2), None, "release", removed=2, reason="identifies",
        words=(
            "Since spring they take the housing fund from my wage, and the fund says that nothing came in. It is so for all of us from the other "
            "province. [detail removed]"
        ),
    )  # fmt: skip
    first = case.says(
        CHEN, _ago(15, 15, 40), "It is true for 380 people. The company is willing to pay, and asks to pay in instalments.",
        "worker", "Brand K",
    )  # fmt: skip
    case.decides(_ago(15, 17, 5), first, "release")
    case.says(
        case.receipt, _ago(14, 20, 15), "Please ask them for dates. And please, they must not look for who called.", "handshake"
    )
    request = case.asks_for_identity(
        _ago(14, 20, 40),
        "contact",
        "She fears that they look for the caller. Call tonight, as agreed, to plan what she does if asked.",
    )
    case.opens_identity(_ago(14, 20, 52), MEI, request)
    asked = case.says(WEBER, _ago(13, 16, 20), "Thank you for the open answer. Which dates can you commit to?", "factory")
    case.decides(_ago(13, 17), asked, "release")
    case.move(_ago(10, 11), "investigating")
    case.finds(
        _ago(10, 12), "Print-out of the fund: nothing paid in for 380 employees since April. The payroll shows the deduction each month.",
        G4=("grounded", "The fund's print-out shows no payment since April."),
        F5=("grounded", "It was taken from the wage each month."),
        F4=("not_verifiable", "The slips of the months before are gone."),
    )  # fmt: skip
    case.move(_ago(10, 12, 30), "found", "remedy_agreed")
    _plan(case)
    _today(case)
    _tension(stage, case)


def _plan(case: CaseOnStage) -> None:
    today = datetime.now(UTC).date()
    announced = case.plans(_ago(4, 16, 31), "Announce the payment at both gates", "factory", today, "A picture of the notice")
    case.plans(
        _ago(4, 16, 32), "Submit the list of 380 accounts", "factory", today + timedelta(days=5), "The fund's confirmation, name by name"
    )  # fmt: skip
    case.plans(_ago(4, 16, 33), "Pay the first half", "factory", today + timedelta(days=23), "The fund's receipt")
    case.owes(_ago(4, 16, 35), "housing_fund", Decimal("2640.00"), "April to November")
    case.accepts(_ago(4, 16, 36), CHEN, case.receipt)
    case.move(_ago(4, 16, 40), "remediating")
    case.says(
        LIN, _ago(4, 16, 45),
        "Both sides accept this plan: the list by the end of the week, the first half within a month. Nobody gives up any other right by this.",
        "worker", "factory", "Brand K",
    )  # fmt: skip
    case.does(
        CHEN, _ago(2, 11), "claim_done", action=announced, words="The notice hangs at gate 1 and gate 2 since this morning."
    )


def _today(case: CaseOnStage) -> None:
    notice = case.says(CHEN, _ago(2, 11, 5), NOTICE.format(who="Manager Huang, office 204"), "worker", "Brand K")
    case.decides(_ago(2, 12, 10), notice, "release", words=NOTICE.format(who="[name removed]"), removed=1, reason="identifies")
    case.says(
        case.receipt, _ago(1, 20, 48),
        "I saw the notice. The line leader asked in the canteen who had called the hotline. I am worried.", "handshake",
    )  # fmt: skip
    case.notes(_ago(0.5, 9, 10), "Possible sign of retaliation. Check-in moved to this evening. Name and number stay sealed.")
    case.says(
        CHEN, _ago(0.05, 8, 31),
        "341 of 380 accounts are open now. 39 have not handed in a copy of their ID card. Please give us the names of those who complained "
        "so that we can begin with them. Zhang Mei of line 3 can call me on 138 0752 4419.",
        "worker",
    )  # fmt: skip


def _tension(stage: Stage, case: CaseOnStage) -> None:
    """A line that stopped for an hour and works again; the brands wait for the second bulletin."""
    strike = StrikeOnStage(stage, _ago(16, 16), LIANFENG, "Sewing, line 7")
    strike.links(_ago(16, 16, 5), case)
    strike.demands(_ago(16, 16, 10), G4="open")
    strike.tries(_ago(16, 16, 30), "team_leader", "no_answer")
    strike.tries(_ago(15, 8, 50), "hr", "refused")
    strike.describes(
        _ago(15, 12), "Sewing, line 7", (30, 60), "representatives", "Taken from the wage and not paid in, after the same was settled for the insurance.",
    )  # fmt: skip
    strike.rises(_ago(15, 12, 5), 1)
    draft = strike.writes(
        _ago(15, 12, 30), LIN, "One sewing line stopped for an hour. Between 30 and 60 people. Nobody was hurt. They ask for the housing fund.",
        "Whether other lines join.", "Please ask the management for dates of payment. Please keep your orders, and say so.",
    )  # fmt: skip
    strike.tells(_ago(15, 13), draft, WEBER)
    strike.rises(_ago(10, 13), 0, "calmed")
    strike.demands(_ago(4, 17), G4="partly")
    strike.writes(
        _ago(0.4), ADA, "All lines work. The factory and the workers agreed a plan in two parts.", "Whether the dates are kept.",
        "Please ask for the proof of each part. Please keep your orders.",
    )  # fmt: skip
