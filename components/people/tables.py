"""Everybody and every organisation as tables, for the desk. Cells of a dataframe are text, never Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from uuid import UUID

import streamlit as st

from components.i18n import now, say_number, spoken, t
from components.plain import clean
from db.models.people import Directory, Invitation, Member, OrganizationRecord

Rows = list[dict[str, str]]


def names(directory: Directory) -> dict[UUID, str]:
    """Organisations by id."""
    return {each.id: clean(each.name) for each in directory.organizations}


def people(directory: Directory, words: str = "") -> Rows:
    """One row a person; `words` narrows to names, addresses and organisations that contain them."""
    where = names(directory)
    return _found(
        words,
        (
            {
                t("people-name"): clean(each.name),
                t("people-role"): t(f"role-{each.role}"),
                t("people-organization"): where.get(each.organization, ""),
                t("people-email"): clean(each.email),
                t("people-state"): state(each),
            }
            for each in directory.people
        ),
    )


def organizations(directory: Directory, words: str = "") -> Rows:
    """One row an organisation."""
    return _found(
        words,
        (
            {
                t("people-name"): clean(each.name),
                t("people-kind"): t(f"people-kind-{each.kind}"),
                t("people-city"): clean(each.city or ""),
                t("people-country"): spoken().say_country(each.country),
                t("people-headcount"): say_number(each.headcount) if each.headcount is not None else "",
            }
            for each in directory.organizations
        ),
    )


def links(directory: Directory, words: str = "") -> Rows:
    """One row a supply link, the newest first."""
    where = names(directory)
    return _found(
        words,
        (
            {
                t("people-brand"): where.get(each.brand, ""),
                t("people-workplace"): where.get(each.workplace, ""),
                t("people-since"): each.since.isoformat(),
                t("people-until"): each.until.isoformat() if each.until else t("people-still"),
            }
            for each in directory.links
        ),
    )


def invitations(directory: Directory, words: str = "") -> Rows:
    """One row an invitation, the newest first."""
    where = names(directory)
    return _found(
        words,
        (
            {
                t("people-email"): clean(each.email),
                t("people-organization"): where.get(each.organization, ""),
                t("people-role"): t(f"role-{each.role}"),
                t("people-invited"): each.invited_at.date().isoformat(),
                t("people-state"): invitation_state(each),
            }
            for each in directory.invitations
        ),
    )


def state(member: Member) -> str:
    return t("people-suspended") if member.suspended_at else t("people-active")


def invitation_state(invitation: Invitation) -> str:
    if invitation.accepted_at:
        return t("people-accepted")
    return t("people-expired") if invitation.expires_at < now() else t("people-waiting")


def of_kind(directory: Directory, *kinds: str) -> Mapping[UUID, OrganizationRecord]:
    """Organisations of these kinds that are still with us, by id."""
    return {each.id: each for each in directory.organizations if each.kind in kinds and not each.ended_at}


def show(rows: Rows, *, key: str) -> None:
    """The table, or a quiet line where there is nothing."""
    if not rows:
        st.caption(t("people-none"))
        return
    columns = {head: [row[head] for row in rows] for head in rows[0]}
    st.dataframe(columns, hide_index=True, width="stretch", height=min(38 + 35 * len(rows), 420), key=key)


def _found(words: str, rows: Iterable[dict[str, str]]) -> Rows:
    wanted = words.casefold().split()
    return [row for row in rows if all(any(word in cell.casefold() for cell in row.values()) for word in wanted)]
