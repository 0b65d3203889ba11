"""A mother worried about a boy who turns out to be 18, and a girl under 18 found in another workshop who is brought
home with compensation; and a suspicion of today that the factory must not learn of."""

from __future__ import annotations

from decimal import Decimal
from uuid import uuid4

from db.demo.cast import TIANHE
from db.demo.stage import Caller, CaseOnStage, Stage
from db.demo.story_protocol import after_the_journey, agree_on_a_plan, find_the_girl, plan_for_her, wait_for_the_second
from db.demo.story_social_insurance import LIN, _ago

ADA = "ada.okafor@handshake.example"
WU = "wu@tianhe.example"
WEBER = "k.weber@brandk.example"


def play_child(stage: Stage) -> None:
    """The closed story first, then the open one under no tip-off."""
    case = CaseOnStage(stage, LIN)
    case.call_comes_in(
        _ago(96, 19, 20),
        workplace=TIANHE,
        issues=["A1", "A2"],
        severity=1,
        words=(
            "I am calling about a boy from our village. His mother has not heard from him for two weeks. He told her that he works nights in "
            "the packing workshop. We think he is not yet sixteen. She is my neighbour and cannot read. Please do not say who called."
        ),
        brands=("Brand K",),
        channel="phone",
    )
    case.notes(
        _ago(96, 20),
        "Zero tolerance raised by code. No tip-off. Age disputed until shown otherwise. Mother reached through the caller, safe contact kept.",
    )
    case.screens(_ago(95, 9), internal_channel="unsafe")
    case.move(_ago(95, 9), "admitted")
    case.notes(
        _ago(95, 18),
        "Household register seen by video: the boy turned 18 in spring. He is well; his phone was broken. He was met outside the site.",
    )
    case.notes(
        _ago(94, 11),
        "He tells of a girl in the sewing workshop of the second building, 'younger than me, came with a cousin's card'. Met her with a woman colleague: "
        "she is 15 years and 8 months. Stopped from night work today, stays with the aunt, wage goes on.",
    )
    find_the_girl(case)
    revision = case.page(ADA, _ago(93, 9))["case"]["revision"]
    stage.act(
        ADA, _ago(93, 9, 5), "end_no_tip_off", request_id=uuid4(), reference=case.reference, revision=revision,
        reason="Girl is safe; authority told and agrees that the factory may be spoken to.",
    )  # fmt: skip
    case.admit(_ago(93, 9, 30), TIANHE, "Brand K")
    case.decides(
        _ago(93, 10),
        None,
        "release",
        words="[part removed] There may be a person under the minimum age in your workshops. [part removed]",
        removed=2,
        reason="identifies",
    )
    case.says(
        LIN,
        _ago(93, 10, 20),
        "A young person under 16 works in your second building. She is safe now and must not be dismissed or fined. Please confirm by tomorrow: "
        "wage goes on, no contact with her or her family except through us, and who at your side works on a plan with us.",
        "factory",
        "Brand K",
    )
    answer = case.says(
        WU,
        _ago(92, 14),
        "We are shocked. She came with her cousin's card. The wage goes on from today, nobody will call the family. The general manager himself takes this on.",
        "worker",
        "Brand K",
    )
    case.decides(_ago(92, 15), answer, "release")
    agree_on_a_plan(case)
    brand = case.says(
        WEBER,
        _ago(91, 11),
        "We will not take orders away over this. We pay half of the stipend. Please check the ages in all workshops within two weeks and send us the summary.",
        "factory",
    )
    case.decides(_ago(91, 12), brand, "release")
    case.says(
        case.receipt,
        _ago(90, 19),
        "Her aunt says she sleeps again. She is afraid of the journey, and of what her father will say about the money.",
        "handshake",
    )
    case.move(_ago(86, 10), "investigating")
    case.finds(
        _ago(85, 9),
        "Visit to both workshops. The boy's card says 18 and the school confirms it. A girl in the glue workshop has no card; her aunt says 15.",
        A1=("grounded", "A girl of 15 worked in the glue workshop. The boy is 18."),
        A2=("grounded", "She worked nights with glue."),
    )
    case.move(_ago(85, 10), "found", "remedy_agreed")
    home = case.plans(
        _ago(84, 15),
        "Pay her way home, 18 months of stipend and school fees",
        "factory",
        _ago(70).date(),
        "Receipts and the school's letter",
    )
    stipend = case.owes(_ago(84, 15, 10), "stipend", Decimal(27_000), "18 months")
    case.accepts(_ago(84, 15, 30), WU, case.receipt)
    case.move(_ago(84, 15, 40), "remediating")
    case.says(
        LIN,
        _ago(84, 16),
        "The plan: travel home with her aunt, 18 months of stipend until school ends, school fees, a job at sixteen if she wants one, "
        "and an age check of all workshops. She and her mother agreed.",
        "worker",
        "factory",
        "Brand K",
    )
    plan_for_her(case)
    paid = case.says(
        WU,
        _ago(70, 10),
        "She travelled home on Saturday with her aunt. The compensation and the first six months were paid to her mother. The age check found nobody else.",
        "worker",
        "Brand K",
    )
    case.decides(_ago(70, 11), paid, "release")
    case.says(
        case.receipt,
        _ago(66, 18),
        "She is at home and goes to school since Monday. Her mother says thank you. The boy called too.",
        "handshake",
    )
    case.does(WU, _ago(70, 12), "claim_done", action=home, words="Paid on Saturday; she is at home.")
    case.does(WU, _ago(70, 12, 5), "record_remedy", stage="paid", entry=stipend, amount=Decimal(27_000))
    after_the_journey(case)
    case.move(_ago(66, 19), "verifying")
    case.does(
        LIN, _ago(62, 10), "verify_action", action=home, verified=True, verifier="third_party",
        verifier_name="Centre for Child Rights", words="Spoke with the school.",
    )  # fmt: skip
    case.move(_ago(60, 10), "evaluating")
    case.does(case.receipt, _ago(58, 19), "confirm_remedy", entry=stipend, confirmed=True)
    case.does(case.receipt, _ago(58, 19, 5), "evaluate", said="confirmed")
    case.move(_ago(40, 10), "closed", reason="remedied")

    hidden = CaseOnStage(stage, LIN)
    hidden.call_comes_in(
        _ago(0.9, 8, 23),
        workplace=TIANHE,
        issues=["A1"],
        severity=1,
        words="There is a boy in the packing workshop, he looks fourteen. He is small and afraid of the foreman. He sleeps in dormitory 2.",
        channel="chat",
        caller=Caller("Xiao Wen", "136 0000 8820", "only text messages, before 7:00"),
    )
    hidden.move(_ago(0.8, 9, 3), "triage")
    hidden.notes(
        _ago(0.8, 9, 40),
        "No tip-off is on. Second person decides on the referral today.",
    )
    wait_for_the_second(hidden)
    hidden.asks_for_identity(
        _ago(0.05, 9, 50), "danger", "The boy may be moved. Ask the caller tonight in which dormitory room he sleeps."
    )
