"""Every page for everybody: it opens, it is the right one, and a view costs one call to the backend."""

from __future__ import annotations

import pytest

from auth.roles import PAGES, Page, may_open
from db.models import Role
from tests.pages.visitor import PEOPLE, Portal

EVERYBODY = (*PEOPLE, "worker", "stranger")

# What one view of a page asks for. A page that is not here asks for nothing.
ONE_CALL = {
    "inbox": "inbox",
    "case": "case_page",
    "moderation": "moderation",
    "hotline": "covered_brands",
    "figures": "figures",
    "people": "people",
    "strikes": "strike_desk",
    "early_warning": "early_warning",
    "zero_tolerance": "zero_tolerance",
    "bulletins": "bulletins",
    "imports": "import_desk",
    "reports": "reports",
    "evidence": "evidence",
    "rules": "rules",
    "identities": "identities",
    "mine": "case_page",
    "invitation": "find_invitation",
    "notices": "notices",
    "policies": "policies",
    "exports": "exports",
    "scorecard": "scorecard",
    "settings": "notice_choice",
    "newsletter_desk": "newsletter_desk",
    "impact": "impact_desk",
    "front": "impact",
    "transparency": "public_figures",
}
QUERY = {"invitation": {"code": "0123456789abcdef"}}
SIGN_IN, ABSENT = "signin-lead", "error-absent"


def role_of(who: str) -> Role | None:
    return Role(who) if who in PEOPLE else None


@pytest.mark.parametrize("who", EVERYBODY)
@pytest.mark.parametrize("page", PAGES, ids=[page.key for page in PAGES])
def test_every_page_opens_for_whom_it_is_and_for_nobody_else(portal: Portal, page: Page, who: str) -> None:
    query = dict(QUERY.get(page.key, {}))
    if page.key == "case":
        query["ref"] = portal.a_case()
    visitor = portal.visitor(who).open(page.key, **query)
    assert not visitor.app.exception, visitor.app.exception
    assert visitor.broken() is None
    role = role_of(who)
    if may_open(page, role):
        assert not visitor.tells(ABSENT)
        assert not visitor.tells(SIGN_IN) or page.key == "sign_in"
        assert visitor.calls == _expected(page, who)
    elif role is None:
        assert visitor.tells(SIGN_IN)
        assert visitor.calls == []
    else:
        assert visitor.tells(ABSENT)
        assert visitor.calls == []


def _expected(page: Page, who: str) -> list[str]:
    if page.key == "front" and who in PEOPLE:
        return ["inbox"]  # staff are led on to their cases
    if page.key == "figures" and role_of(who) is Role.BRAND:
        return ["published"]  # a brand reads no live counts
    return [ONE_CALL[page.key]] if page.key in ONE_CALL else []
