"""What early warning finds in the demonstration: two causes that gather, one that creeps through a brand's sites, a site that is silent.

The calls come in through the hotline like all others; the portal's own daily look finds them, nothing is written down by hand.
"""

from __future__ import annotations

from datetime import datetime

from db.demo.cast import GUOJUAN, LUOJIE, TIANHE, WANGWEI, YONGAN
from db.demo.stage import CaseOnStage, Stage
from db.demo.story_social_insurance import LIN, _ago

SILENT = "Haimen Metalware"

# Workplace, issue, severity, days and hour ago, what the caller said.
CALLS: tuple[tuple[str, str, int, int, int, str], ...] = (
    (
        WANGWEI,
        "M3",
        3,
        19,
        20,
        "They have put cameras over the sewing lines and in the corridor to the toilets. Nobody was asked.",
    ),
    (WANGWEI, "M1", 3, 15, 21, "Whoever complained about the cameras was put on the cutting table, where nobody wants to be."),
    (WANGWEI, "M3", 3, 12, 19, "The new cameras are also in the changing room. We have told the team leader twice."),
    (WANGWEI, "M3", 2, 8, 22, "Women on our line do not go to the toilet any more because of the camera in the corridor."),
    (WANGWEI, "M3", 3, 5, 20, "The supervisor showed us pictures of ourselves talking and said that this costs us points."),
    (WANGWEI, "M3", 2, 2, 21, "In the dormitory people say that nobody will start work on Monday if the cameras stay."),
    (LUOJIE, "L2", 3, 13, 12, "There was something in the soup on Tuesday. Several of us were sick in the night."),
    (LUOJIE, "L2", 3, 11, 13, "The canteen changed its kitchen at the start of the month. The meat smells."),
    (LUOJIE, "L2", 2, 7, 12, "Eleven people from the night shift were sick after dinner. Two were taken to the clinic."),
    (LUOJIE, "L2", 3, 6, 18, "We pay nine yuan a day for the canteen and bring our own food now."),
    (LUOJIE, "L2", 3, 4, 12, "The drinking water on the second floor is brown since the weekend."),
    (LUOJIE, "L2", 3, 1, 19, "The canteen again. Nobody from the office eats there."),
    (GUOJUAN, "A4", 3, 24, 20, "The students of the vocational school work nights with us. They say it is part of their marks."),
    (GUOJUAN, "A4", 3, 10, 19, "A student on my line wanted to go home. Her teacher said that she loses the diploma."),
    (TIANHE, "A4", 3, 21, 20, "Forty students came for the new order and stand eleven hours like everybody else."),
    (TIANHE, "A4", 2, 9, 21, "The students get half of our wage, the agency keeps the rest. They asked me what they can do."),
    (YONGAN, "A4", 3, 17, 18, "There are students in packing again, from the same school as last year. Overtime every day."),
    (YONGAN, "A4", 3, 6, 20, "A student cried at the machine because he may not take a day off before the internship ends."),
)


def play_warnings(stage: Stage) -> None:
    """The silent site first, then the calls."""
    stage.connection.execute(
        "insert into portal.organization (kind, name, city, headcount) values ('workplace', %s, 'Ningbo', 5200)", [SILENT]
    )
    stage.connection.execute(
        "insert into portal.supply_link (brand_id, workplace_id, since) select b.id, w.id, date '2019-01-01'"
        " from portal.organization b, portal.organization w where b.name = 'Brand M' and w.name = %s",
        [SILENT],
    )
    for workplace, issue, severity, days, hour, words in CALLS:
        case = CaseOnStage(stage, LIN)
        case.call_comes_in(
            _ago(days, hour), workplace=workplace, issues=[issue], severity=severity, words=words, factory=False
        )  # fmt: skip
        _take_up(case, _ago(days - 1, hour))


def _take_up(case: CaseOnStage, at: datetime) -> None:
    """Screened and admitted; each answer is the next page, so that loading stays quick."""
    page = case.does(LIN, at, "move", to_state="triage", revision=case.page(LIN, at)["case"]["revision"], reason=None)
    page = case.does(
        LIN, at, "check_triage", revision=page["case"]["revision"], covered=True, specific=True, internal_channel="tried"
    )  # fmt: skip
    case.does(LIN, at, "move", to_state="admitted", revision=page["case"]["revision"], reason=None)
