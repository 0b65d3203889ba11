"""Everything the case page draws, for one viewer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from db.models.clocks import Hold
from db.models.group import Group
from db.models.identity import Identity
from db.models.nouns import ConsentItem, Organization, Phase, Side
from db.models.procedure import Procedure, Step
from db.models.protocol import ProtocolBrief
from db.models.remedy import Evidence, Finding, Hearing, Plan, Remedy
from db.models.strikes import Linked
from db.models.thread import Message, Party


@dataclass(frozen=True)
class Clock:
    """A deadline with its reason (DOMAIN 4): `kind` and `basis` are catalogue keys."""

    kind: str
    due_at: datetime
    owner: Side
    basis: str  # ours, law, agreed
    counts: str = "calendar"  # or working
    working_days_left: int | None = None  # with the day it is due; None once past, or far away
    severity: int = 3  # the reason of its length
    escalation: int = 0  # 1 letter, 2 mandatory meeting, 3 sanction
    paused: bool = False
    mine: bool = False  # the viewer owes it
    party: UUID | None = None  # for Handshake alone: which of several parties of a side owes it


@dataclass(frozen=True)
class Consent:
    id: UUID
    item: ConsentItem
    recipient: Organization
    given_how: str  # web, phone, guardian
    given_at: datetime
    withdrawn_at: datetime | None
    purpose: str = "resolve"  # or refer, when it goes to an authority
    text_version: str = ""
    guardian: str | None = None  # how somebody who spoke for a child is related to it
    label: int | None = None  # of one of a group: her number
    party: UUID | None = None  # whose permission it is


@dataclass(frozen=True)
class Exposure:
    """One disclosure that happened, derived from the audit events."""

    item: str
    recipient_side: Side
    recipient_name: str | None
    at: datetime
    consent_at: datetime | None
    basis: str = ""  # consent, legal, two_keys, none
    role: str | None = None  # of a colleague who opened her identity
    reason: str | None = None
    label: int | None = None  # of one of a group: whose it was


@dataclass(frozen=True)
class TimelineEntry:
    """One step in the life of a case; `kind` is a catalogue key, `facts` its small facts."""

    kind: str
    at: datetime
    facts: dict[str, str]


@dataclass(frozen=True)
class CaseHead:
    id: UUID
    reference: str
    revision: int  # what a deed of the desk sends back; 0 for everybody else
    state: str
    phase: Phase
    severity: int  # 1 critical to 4 low
    issues: tuple[str, ...]  # taxonomy codes, main one first
    workplace: Organization
    received_at: datetime
    channel: str
    anonymous: bool
    badges: tuple[str, ...]  # zero_tolerance, no_tip_off, strike, retaliation, hold
    closed_reason: str | None
    zone: str = "Asia/Shanghai"  # of the workplace: its clocks run there, and times are told there
    workplace_words: str | None = None  # what the worker calls a workplace that is not on the list, for her and the desk


@dataclass(frozen=True)
class Causes:
    """What the desk holds to be behind a case, and what there is to choose from."""

    chosen: tuple[str, ...]
    choices: tuple[str, ...]  # those in a buyer's purchasing first


@dataclass(frozen=True)
class CasePage:
    """Everything the case page draws, for one viewer, in one call."""

    viewer: Side
    case: CaseHead
    parties: tuple[Party, ...]
    messages: tuple[Message, ...]  # oldest first, at most 200; the last ones of the case
    clocks: tuple[Clock, ...]
    consents: tuple[Consent, ...]
    exposures: tuple[Exposure, ...]
    timeline: tuple[TimelineEntry, ...]
    steps: tuple[Step, ...]
    admissible: tuple[Organization, ...]  # organisations a coordinator could admit now
    chain_head: str | None  # head of the audit chain, hex; for the worker and Handshake
    tip: str  # compare with api.case_tip to learn that something is new
    plan: Plan | None = None
    findings: tuple[Finding, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    remedy: tuple[Remedy, ...] = ()
    hearing: Hearing | None = None
    hold: Hold | None = None
    identity: Identity | None = None  # for the worker and Handshake
    authorities: tuple[Organization, ...] = ()  # to whom a coordinator could ask her to let it be referred
    procedure: Procedure | None = None
    linked: Linked | None = None  # for the worker and Handshake
    protocol: ProtocolBrief | None = None  # for Handshake, a brand that was told, and the worker
    group: Group | None = None  # many complainants in one case
    causes: Causes | None = None  # what lies behind it, for the desk
