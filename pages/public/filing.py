"""What both doors of filing share: how a report begins, what is sent, and the public list of brands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from uuid import UUID, uuid4

import streamlit as st

from components.report.draft import Draft, identity_text, plan_text
from db import receipts
from db.gateway import Gateway
from db.models import Organization


def new_draft() -> Draft:
    return Draft(request_id=str(uuid4()), code=receipts.new_code())


def report_of(draft: Draft, language: str) -> receipts.Report:
    """The finished draft as the database takes it."""
    return receipts.Report(
        request_id=UUID(draft.request_id),
        code=draft.code,
        language=language,
        workplace=UUID(draft.workplace) if draft.workplace else None,
        workplace_words=draft.workplace_words or None,
        statement=draft.story,
        issues=draft.issues,
        consent_factory=draft.says("factory") is True,
        consent_brands=[UUID(brand.id) for brand in draft.brands if draft.says(brand.id)],
        sealed_identity=draft.sealed or None,
        sealed_plan=draft.sealed_plan or None,
    )


@dataclass(frozen=True)
class Seals:
    """How each of the two texts is sealed."""

    identity: Callable[[str], str]
    plan: Callable[[str], str]


def sealed(given: Draft, before: Draft, seals: Seals) -> Draft:
    """The draft with what she gave sealed, each text once: sending twice sends the same."""
    name, plan = identity_text(given), plan_text(given)
    if name != identity_text(before) or bool(name) != bool(given.sealed):
        given = replace(given, sealed=seals.identity(name) if name else "")
    if plan != plan_text(before) or bool(plan) != bool(given.sealed_plan):
        given = replace(given, sealed_plan=seals.plan(plan) if plan else "")
    return given


@st.cache_data(ttl=600, show_spinner=False)
def member_brands(_gateway: Gateway) -> tuple[Organization, ...]:
    """The public list of member brands: the same for everybody, so it may be kept for everybody."""
    return receipts.covered_brands(_gateway)
