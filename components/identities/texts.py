"""The two sealed texts as facts: name and contact, and the safe-contact plan. Nothing here draws or seals."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

MOST = {"name": 100, "phone": 40, "hours": 200, "careful": 300}


@dataclass(frozen=True)
class Person:
    """Who she is and the way to her."""

    name: str = ""
    phone: str = ""


@dataclass(frozen=True)
class Plan:
    """How to reach her without harm: when, and what nobody may do."""

    hours: str = ""
    careful: str = ""


def to_text(facts: Person | Plan) -> str:
    """What is sealed: the given facts alone, or the empty text when there is none."""
    given = {name: value.strip() for name, value in asdict(facts).items() if value.strip()}
    return json.dumps(given, ensure_ascii=False) if given else ""


def facts_of(text: str) -> tuple[tuple[str, str], ...]:
    """Every fact of an unsealed text with its name; a text of an older form is one fact without a name."""
    try:
        known = json.loads(text)
    except ValueError:
        known = text
    if not isinstance(known, dict):
        return (("", str(known)),) if str(known).strip() else ()
    return tuple((str(name), str(value)) for name, value in known.items() if str(value).strip())


def plan_of(text: str) -> Plan:
    """The plan again, for its own form."""
    known = dict(facts_of(text))
    return Plan(known.get("hours", known.get("", "")), known.get("careful", ""))
