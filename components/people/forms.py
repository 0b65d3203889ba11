"""Forms of the supervisor's desk. Each returns what was asked for on the run in which its button was pressed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

import streamlit as st

from components import plain
from components.i18n import now, spoken, t
from components.people import tables
from db.models import Role
from db.models.people import Directory, Member, OrganizationRecord
from db.people import OrganizationForm

KINDS = ("workplace", "brand", "authority")
# Each with its clocks, the usual one first: deadlines and hours of a workplace run on its own.
ZONES = {
    "CN": ("Asia/Shanghai",), "BD": ("Asia/Dhaka",), "VN": ("Asia/Ho_Chi_Minh",), "KH": ("Asia/Phnom_Penh",),
    "ID": ("Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"), "IN": ("Asia/Kolkata",), "MM": ("Asia/Yangon",),
    "DE": ("Europe/Berlin",), "SE": ("Europe/Stockholm",), "NL": ("Europe/Amsterdam",), "FR": ("Europe/Paris",),
    "ES": ("Europe/Madrid",), "IT": ("Europe/Rome",), "GB": ("Europe/London",),
    "US": ("America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles"), "JP": ("Asia/Tokyo",),
    "HK": ("Asia/Hong_Kong",), "TW": ("Asia/Taipei",),
}  # fmt: skip
COUNTRIES = tuple(ZONES)
ROLES_AT = {
    "workplace": (Role.FACTORY,),
    "brand": (Role.BRAND,),
    "handshake": (Role.COORDINATOR, Role.CUSTODIAN, Role.SUPERVISOR),
}


@dataclass(frozen=True)
class Invite:
    email: str
    organization: UUID
    role: str


@dataclass(frozen=True)
class Change:
    """What shall happen to a person: `deed` is role, suspend or restore."""

    person: UUID
    deed: str
    role: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Link:
    """A new supply link, or with `ends` the end of one."""

    day: date
    brand: UUID | None = None
    workplace: UUID | None = None
    ends: UUID | None = None


def person(directory: Directory, *, me: UUID | None) -> Change | None:
    """Choose somebody; change the role within their kind of organisation, suspend with a reason, restore."""
    others = {each.id: each for each in directory.people if each.id != me}
    where = tables.names(directory)
    chosen = st.selectbox(
        t("people-choose"),
        list(others),
        index=None,
        placeholder=t("people-choose-hint"),
        format_func=lambda one: f"{plain.clean(others[one].name)}, {where.get(others[one].organization, '')}",
        key="people-chosen",
    )
    return _person(directory, others[chosen]) if chosen else None


def _person(directory: Directory, member: Member) -> Change | None:
    kinds = {each.id: each.kind for each in directory.organizations}
    roles = ROLES_AT.get(kinds.get(member.organization, ""), (member.role,))
    if len(roles) > 1:
        with st.container(horizontal=True, vertical_alignment="bottom"):
            role = st.segmented_control(
                t("people-role"),
                roles,
                default=member.role,
                required=True,
                format_func=lambda one: t(f"role-{one}"),
                key=f"people-role-{member.id}-{member.role}",
                wrap=True,
            )
            if st.button(t("people-set-role"), disabled=role in (None, member.role), key=f"set-role-{member.id}"):
                return Change(member.id, "role", role=str(role))
    if member.suspended_at:
        plain.quiet(t("people-suspended-why", why=member.suspended_why or ""), key=f"why-{member.id}")
        return Change(member.id, "restore") if st.button(t("people-restore"), key=f"restore-{member.id}") else None
    with st.form(f"suspend-{member.id}", border=False):
        reason = st.text_input(t("people-reason"), max_chars=300)
        st.caption(t("people-suspend-note"))
        if st.form_submit_button(t("people-suspend"), icon=":material/block:"):
            if reason.strip():
                return Change(member.id, "suspend", reason=reason.strip())
            st.caption(t("people-reason-missing"))
    return None


def invitation(directory: Directory) -> Invite | None:
    """Ask somebody in. The role follows from the organisation where there is just one."""
    homes = tables.of_kind(directory, "workplace", "brand", "handshake")
    with st.container(border=True, key="card-invite"):
        st.subheader(t("people-invite-title"), anchor=False)
        home = st.selectbox(
            t("people-organization"),
            list(homes),
            index=None,
            placeholder=t("people-organization-hint"),
            format_func=lambda one: plain.clean(homes[one].name),
            key="invite-home",
        )
        roles = ROLES_AT.get(homes[home].kind, ()) if home else ()
        with st.form("people-invite", border=False):
            email = st.text_input(t("people-email"), type="email", max_chars=254, autocomplete="off")
            role = roles[0] if roles else None
            if len(roles) > 1:
                role = st.radio(t("people-role"), roles, format_func=lambda one: t(f"role-{one}"), horizontal=True)
            sent = st.form_submit_button(t("people-invite"), type="primary", icon=":material/mail:")
        if not sent:
            return None
        if home is None or role is None or "@" not in (email or ""):
            st.caption(t("people-invite-missing"))
            return None
        return Invite((email or "").strip(), home, str(role))


def organization(directory: Directory) -> OrganizationForm | None:
    """Add an organisation or mend one."""
    known = tables.of_kind(directory, *KINDS)
    with st.container(border=True, key="card-organization"):
        st.subheader(t("people-organization-title"), anchor=False)
        chosen = st.selectbox(
            t("people-organization-which"),
            [None, *known],
            format_func=lambda one: plain.clean(known[one].name) if one else t("people-organization-new"),
            key="organization-chosen",
        )
        old = known[chosen] if chosen else None
        countries = COUNTRIES if old is None or old.country in COUNTRIES else (*COUNTRIES, old.country)
        # Outside the form: which clocks there are follows from the country at once.
        country = st.selectbox(
            t("people-country"), countries, index=countries.index(old.country) if old else 0, format_func=_country,
            key=f"organization-country-{chosen}",
        )  # fmt: skip
        zones = _zones(old, country)
        with st.form(f"organization-{chosen}", border=False):
            kind = old.kind if old else st.radio(
                t("people-kind"), KINDS, format_func=lambda one: t(f"people-kind-{one}"), horizontal=True
            )  # fmt: skip
            name = st.text_input(t("people-name"), value=old.name if old else "", max_chars=200)
            city = st.text_input(t("people-city"), value=(old.city or "") if old else "", max_chars=100)
            zone = st.selectbox(
                t("people-zone"), zones, format_func=spoken().say_zone, key=f"organization-zone-{chosen}-{country}"
            )
            headcount = st.number_input(
                t("people-headcount"),
                min_value=0,
                max_value=2_000_000,
                value=old.headcount if old else None,
                step=1,
            )
            saved = st.form_submit_button(t("people-save"), type="primary")
        if not saved:
            return None
        if not name.strip():
            st.caption(t("people-name-missing"))
            return None
        heads = None if headcount is None else int(headcount)
        return OrganizationForm(chosen, str(kind), name.strip(), city.strip() or None, country, heads, zone)


def _zones(old: OrganizationRecord | None, country: str) -> tuple[str, ...]:
    """The clocks of a country, first the one that is kept; of a country that we do not know, only that."""
    kept = (old.time_zone,) if old is not None and (country == old.country or country not in ZONES) else ()
    return tuple(dict.fromkeys(kept + ZONES.get(country, ())))


def _country(code: str) -> str:
    return spoken().say_country(code)


def supply(directory: Directory) -> Link | None:
    """A brand begins or stops to buy from a workplace."""
    brands, sites = tables.of_kind(directory, "brand"), tables.of_kind(directory, "workplace")
    where = tables.names(directory)
    live = {each.id: each for each in directory.links if each.until is None}
    begin, end = st.columns(2)
    with begin, st.form("supply-begin"):
        st.subheader(t("people-link-title"), anchor=False)
        brand = st.selectbox(t("people-brand"), list(brands), index=None, placeholder="", format_func=lambda one: where[one])
        site = st.selectbox(t("people-workplace"), list(sites), index=None, placeholder="", format_func=lambda one: where[one])
        since = st.date_input(t("people-since"), value=now().date(), format="YYYY-MM-DD")
        if st.form_submit_button(t("people-link"), type="primary"):
            if brand and site and isinstance(since, date):
                return Link(since, brand, site)
            st.caption(t("people-link-missing"))
    with end, st.form("supply-end"):
        st.subheader(t("people-end-title"), anchor=False)
        chosen = st.selectbox(
            t("people-link-which"),
            list(live),
            index=None,
            placeholder="",
            format_func=lambda one: t("people-link-pair", brand=where[live[one].brand], workplace=where[live[one].workplace]),
        )
        until = st.date_input(t("people-until"), value=now().date(), format="YYYY-MM-DD")
        st.caption(t("people-end-note"))
        if st.form_submit_button(t("people-end")) and chosen and isinstance(until, date):
            return Link(until, ends=chosen)
    return None
