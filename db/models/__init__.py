"""What screens are made of: plain, frozen values that the database hands out as JSON.

Every class here is one JSON object of a function in the schema `api`; `db/shape.py` turns one
into the other. Instants are aware datetimes in UTC, days are dates, money is a decimal with its currency beside it.
Components take these values and nothing else, so a screen can be drawn from constants.
"""

from db.models.case import CaseHead, CasePage, Clock, Consent, Exposure, TimelineEntry
from db.models.clocks import ClockRule, Hold
from db.models.identity import Identity, IdentityStep, Opened, Requests, Unlock
from db.models.inbox import COUNTED, Inbox, InboxRow, KeptBack, Moderation, QueueItem
from db.models.nouns import ConsentItem, MessageKind, MessageState, Organization, Person, Phase, Role, Side, Workplace
from db.models.procedure import Appeal, Checklist, Procedure, Step
from db.models.remedy import Accepted, Action, Attempt, Evidence, Finding, Hearing, Plan, Remedy, Said
from db.models.thread import Attachment, Message, Party, Preview

__all__ = [
    "COUNTED",
    "Accepted",
    "Action",
    "Appeal",
    "Attachment",
    "Attempt",
    "CaseHead",
    "CasePage",
    "Checklist",
    "Clock",
    "ClockRule",
    "Consent",
    "ConsentItem",
    "Evidence",
    "Exposure",
    "Finding",
    "Hearing",
    "Hold",
    "Identity",
    "IdentityStep",
    "Inbox",
    "InboxRow",
    "KeptBack",
    "Message",
    "MessageKind",
    "MessageState",
    "Moderation",
    "Opened",
    "Organization",
    "Party",
    "Person",
    "Phase",
    "Plan",
    "Preview",
    "Procedure",
    "QueueItem",
    "Remedy",
    "Requests",
    "Role",
    "Said",
    "Side",
    "Step",
    "TimelineEntry",
    "Unlock",
    "Workplace",
]
