"""The numbers of the front page: read by everybody, said by a supervisor. One call each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from db.gateway import Gateway
from db.models.impact import Counter, ImpactDesk
from db.shape import shape


@dataclass(frozen=True)
class CounterForm:
    """What a supervisor says of one number; all after `revision` is None unless `how` is entered."""

    counter: str
    how: str  # entered, computed or hidden
    revision: int
    n: int | None = None
    more: bool | None = None
    as_of: date | None = None
    source_en: str | None = None
    source_zh: str | None = None


def impact(gateway: Gateway) -> tuple[Counter, ...]:
    """What stands on the front page; the same for everybody."""
    return shape(tuple[Counter, ...], gateway.call("impact"))


def impact_desk(gateway: Gateway) -> ImpactDesk:
    """Raises Refused for all but supervisors."""
    return shape(ImpactDesk, gateway.call("impact_desk"))


def enter(gateway: Gateway, request_id: UUID, form: CounterForm) -> ImpactDesk:
    """Say what a number is. Raises BadRequest for a day to come or a source of two lines, Conflict when somebody was faster."""
    answer = gateway.call(
        "enter_impact", request_id=request_id, counter=form.counter, how=form.how, revision=form.revision, n=form.n,
        more=form.more, as_of=form.as_of, source_en=form.source_en, source_zh=form.source_zh,
    )  # fmt: skip
    return shape(ImpactDesk, answer)
