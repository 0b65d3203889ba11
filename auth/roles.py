"""Who may open which page: one table for navigation, guard and tests. No Streamlit here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from db.models import Role

STAFF: Final = frozenset(Role)
HANDSHAKE: Final = frozenset({Role.COORDINATOR, Role.CUSTODIAN, Role.SUPERVISOR})
DESK: Final = frozenset({Role.COORDINATOR, Role.SUPERVISOR})
SUPERVISOR: Final = frozenset({Role.SUPERVISOR})
BRAND: Final = frozenset({Role.BRAND})
SHARERS: Final = frozenset({Role.BRAND, Role.FACTORY, Role.SUPERVISOR})
KEYS: Final = frozenset({Role.CUSTODIAN, Role.SUPERVISOR})


@dataclass(frozen=True)
class Page:
    """A page: `roles` is None for everybody; `menu` is top, desk, account or None for no entry."""

    key: str
    file: str
    address: str
    icon: str
    roles: frozenset[Role] | None
    menu: str | None = None
    width: str = "desk"  # desk, front or narrow
    aside: frozenset[Role] = frozenset()  # whose top menu is full: they find it under their account


PAGES: Final[tuple[Page, ...]] = (
    Page("front", "public/front.py", "", "home", None, width="front"),
    Page("report", "public/report.py", "report", "edit_note", None, width="narrow"),
    Page("mine", "public/mine.py", "mine", "article", None, width="narrow"),
    Page("transparency", "public/transparency.py", "transparency", "insights", None, width="front"),
    Page("newsletter", "public/newsletter.py", "newsletter", "mail", None, width="narrow"),
    Page("sign_in", "account/sign_in.py", "sign-in", "login", None, width="sign-in"),
    Page("invitation", "account/invitation.py", "invitation", "mail", None, width="sign-in"),
    Page("inbox", "cases/inbox.py", "inbox", "inbox", STAFF, "top"),
    Page("case", "cases/case.py", "case", "forum", STAFF),
    Page("moderation", "desk/moderation.py", "moderation", "fact_check", DESK, "top"),
    Page("hotline", "desk/hotline.py", "hotline", "call", DESK, "top"),
    Page("identities", "desk/identities.py", "identities", "key", KEYS, "top", aside=SUPERVISOR),
    Page("figures", "metrics/figures.py", "figures", "bar_chart", STAFF - {Role.CUSTODIAN}, "top"),
    Page("bulletins", "cases/bulletins.py", "bulletins", "campaign", BRAND, "top"),
    Page("reports", "sharing/reports.py", "reports", "description", SHARERS, "top", aside=SUPERVISOR),
    Page("evidence", "sharing/evidence.py", "evidence", "verified", BRAND | SUPERVISOR, "account"),
    Page("strikes", "desk/strikes.py", "strikes", "campaign", DESK, "desk"),
    Page("early_warning", "desk/early_warning.py", "early-warning", "crisis_alert", DESK, "desk"),
    Page("zero_tolerance", "desk/zero_tolerance.py", "zero-tolerance", "front_hand", HANDSHAKE, "desk"),
    Page("people", "admin/people.py", "people", "group", SUPERVISOR, "top"),
    Page("imports", "admin/imports.py", "imports", "upload_file", SUPERVISOR, "account"),
    Page("rules", "admin/rules.py", "rules", "rule", SUPERVISOR, "account"),
    Page("impact", "admin/impact.py", "front-page", "counter_1", SUPERVISOR, "desk"),
    Page("newsletter_desk", "admin/newsletter.py", "newsletter-desk", "outgoing_mail", SUPERVISOR, "desk"),
    Page("notices", "account/notices.py", "notices", "notifications", STAFF, "account", width="narrow"),
    Page("scorecard", "metrics/ungp.py", "scorecard", "checklist", DESK, "desk"),
    Page("guidance", "sharing/guidance.py", "guidance", "menu_book", STAFF, "account", width="narrow"),
    Page("exports", "account/exports.py", "exports", "download", STAFF, "account", width="narrow"),
    Page("policies", "public/policies.py", "policies", "policy", None, "account"),
    Page("settings", "account/settings.py", "settings", "settings", STAFF, "account", width="narrow"),
)

BY_KEY: Final = {page.key: page for page in PAGES}


def menu_of(page: Page, role: Role | None) -> str | None:
    """In which menu somebody of that role finds the page."""
    return "account" if role in page.aside else page.menu


def may_open(page: Page, role: Role | None) -> bool:
    """Whether somebody of that role may open the page; None is a worker or a stranger."""
    return page.roles is None or (role is not None and role in page.roles)
