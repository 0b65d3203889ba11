"""The strike desk, and the bulletins of a brand. Each write answers with the view that follows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from db.gateway import Gateway
from db.models.strikes import Bulletins, StrikeDesk
from db.shape import shape


@dataclass(frozen=True)
class Description:
    """What the desk writes down of a strike: no text of it may hint at a person."""

    unit: str
    size_low: int | None
    size_high: int | None
    spokes: str
    cause: str


@dataclass(frozen=True)
class Words:
    """The three parts of a bulletin."""

    facts: str
    unknown: str
    ask: str


def strike_desk(gateway: Gateway, strike: UUID | None) -> StrikeDesk:
    """Strikes, tensions that nobody has opened, and one strike in full."""
    return shape(StrikeDesk, gateway.call("strike_desk", strike=strike))


def open_strike(gateway: Gateway, request_id: UUID, workplace: UUID, code: str) -> StrikeDesk:
    """Open a strike at L0 and link the open cases of that cause. Conflict(strike_open) when there is one already."""
    return shape(StrikeDesk, gateway.call("open_strike", request_id=request_id, workplace=workplace, code=code))


def describe(gateway: Gateway, request_id: UUID, strike: UUID, revision: int, said: Description) -> StrikeDesk:
    """Unit, size, who speaks, cause. Refused(guard_names_somebody) when a text hints at a person."""
    answer = gateway.call(
        "describe_strike", request_id=request_id, strike=strike, revision=revision, unit=said.unit or None,
        size_low=said.size_low, size_high=said.size_high, spokes=said.spokes, cause=said.cause or None,
    )  # fmt: skip
    return shape(StrikeDesk, answer)


def set_level(gateway: Gateway, request_id: UUID, strike: UUID, revision: int, level: int, reason: str) -> StrikeDesk:  # noqa: PLR0917  (the arguments of the database's function, in its order)
    """One step of the ladder. Refused(guard_lowest_level_first) before anything was tried with the team leader."""
    answer = gateway.call("set_strike_level", request_id=request_id, strike=strike, revision=revision, level=level, reason=reason)
    return shape(StrikeDesk, answer)


def record_attempt(gateway: Gateway, request_id: UUID, strike: UUID, with_whom: str, outcome: str, tried_on: date) -> StrikeDesk:  # noqa: PLR0917  (the arguments of the database's function, in its order)
    """With whom a solution was tried, and what came of it."""
    answer = gateway.call(
        "record_strike_attempt", request_id=request_id, strike=strike, with_whom=with_whom, outcome=outcome, tried_on=tried_on
    )
    return shape(StrikeDesk, answer)


def set_demand(gateway: Gateway, request_id: UUID, strike: UUID, code: str, outcome: str) -> StrikeDesk:
    """Add a demand, or say what came of it."""
    return shape(StrikeDesk, gateway.call("set_strike_demand", request_id=request_id, strike=strike, code=code, outcome=outcome))


def link_case(gateway: Gateway, request_id: UUID, strike: UUID, reference: str, *, linked: bool) -> StrikeDesk:
    """A case of the site belongs to the strike, or does not any more; nobody outside learns of it."""
    answer = gateway.call("link_strike_case", request_id=request_id, strike=strike, reference=reference, linked=linked)
    return shape(StrikeDesk, answer)


def end(gateway: Gateway, request_id: UUID, strike: UUID, revision: int) -> StrikeDesk:
    """It is over; the watch for retaliation begins."""
    return shape(StrikeDesk, gateway.call("end_strike", request_id=request_id, strike=strike, revision=revision))


def draft(  # noqa: PLR0917  (the arguments of the database's function, in its order)
    gateway: Gateway, request_id: UUID, strike: UUID, words: Words, bulletin: UUID | None, revision: int | None
) -> StrikeDesk:
    """Write a bulletin, or change a draft. Refused when it names somebody or asks for orders to be withdrawn."""
    answer = gateway.call(
        "draft_bulletin", request_id=request_id, strike=strike, facts=words.facts, unknown=words.unknown, ask=words.ask,
        bulletin=bulletin, revision=revision,
    )  # fmt: skip
    return shape(StrikeDesk, answer)


def release(gateway: Gateway, request_id: UUID, bulletin: UUID, revision: int) -> StrikeDesk:
    """Give it to the brands of the site. Refused(guard_second_person) for its author."""
    return shape(StrikeDesk, gateway.call("release_bulletin", request_id=request_id, bulletin=bulletin, revision=revision))


def bulletins(gateway: Gateway) -> Bulletins:
    """What the caller's brand was told."""
    return shape(Bulletins, gateway.call("bulletins"))


def acknowledge(gateway: Gateway, request_id: UUID, bulletin: UUID) -> Bulletins:
    """The brand confirms receipt."""
    return shape(Bulletins, gateway.call("acknowledge_bulletin", request_id=request_id, bulletin=bulletin))
