"""One table says who may open what, and every page asks it first."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from auth.roles import BY_KEY, PAGES, Page, may_open, menu_of
from db.models import Role

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "pages"

# Written out by hand: the oracle must not be the table.
WHO_OPENS = {
    "inbox": {"factory", "brand", "coordinator", "custodian", "supervisor"},
    "case": {"factory", "brand", "coordinator", "custodian", "supervisor"},
    # DOMAIN 5: figures are not for the custodian, who guards identities.
    "figures": {"factory", "brand", "coordinator", "supervisor"},
    "settings": {"factory", "brand", "coordinator", "custodian", "supervisor"},
    "notices": {"factory", "brand", "coordinator", "custodian", "supervisor"},
    "moderation": {"coordinator", "supervisor"},
    # The second key: a custodian's, and the supervisor looks on.
    "identities": {"custodian", "supervisor"},
    "hotline": {"coordinator", "supervisor"},
    # DOMAIN 8: Handshake alone knows of strikes; brands read bulletins.
    "strikes": {"coordinator", "supervisor"},
    # Hidden cases count in it.
    "early_warning": {"coordinator", "supervisor"},
    # DOMAIN 7: no factory and no brand may even know that the room is there.
    "zero_tolerance": {"coordinator", "custodian", "supervisor"},
    "bulletins": {"brand"},
    # DOMAIN 9: who shares a report, whom it is about, and who watches over both.
    "reports": {"factory", "brand", "supervisor"},
    "evidence": {"brand", "supervisor"},
    # DOMAIN 10: how the mechanism itself does.
    "scorecard": {"coordinator", "supervisor"},
    "guidance": {"factory", "brand", "coordinator", "custodian", "supervisor"},
    "exports": {"factory", "brand", "coordinator", "custodian", "supervisor"},
    "people": {"supervisor"},
    "newsletter_desk": {"supervisor"},
    "impact": {"supervisor"},
    "imports": {"supervisor"},
    "rules": {"supervisor"},
}
FOR_EVERYBODY = {"front", "report", "mine", "sign_in", "invitation", "newsletter", "transparency", "policies"}


def test_the_table_names_every_page_once() -> None:
    assert {page.key for page in PAGES} == set(WHO_OPENS) | FOR_EVERYBODY
    assert len({page.address for page in PAGES}) == len(PAGES) == len({page.file for page in PAGES})


@pytest.mark.parametrize("role", [*Role, None])
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.key)
def test_a_role_opens_what_it_should(page: Page, role: Role | None) -> None:
    expected = page.key in FOR_EVERYBODY or (role is not None and role.value in WHO_OPENS[page.key])
    assert may_open(page, role) is expected


@pytest.mark.parametrize("role", Role)
def test_nobody_has_more_than_five_entries_on_top(role: Role) -> None:
    assert 1 <= len([page for page in PAGES if menu_of(page, role) == "top" and may_open(page, role)]) <= 5


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.key)
def test_the_first_statement_of_a_page_is_the_guard(page: Page) -> None:
    body = ast.parse((FOLDER / page.file).read_text(encoding="utf-8")).body
    deeds = [one for one in body if not isinstance(one, ast.Import | ast.ImportFrom) and not _inert(one)]
    asked = f"guard.require({page.key!r})"
    assert ast.unparse(deeds[0]) in {f"visit = {asked}", f"visit = guard.worker({asked})"}


def _inert(statement: ast.stmt) -> bool:
    """A docstring, or a constant made of literals: nothing that could show or ask anything."""
    if isinstance(statement, ast.Expr):
        return isinstance(statement.value, ast.Constant)
    if not isinstance(statement, ast.Assign | ast.AnnAssign) or statement.value is None:
        return False
    return not any(isinstance(one, ast.Call | ast.Attribute | ast.Subscript) for one in ast.walk(statement.value))


def _calls(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call)


def test_every_script_under_pages_is_in_the_table_or_runs_nothing() -> None:
    listed = {page.file for page in PAGES} | {"portal.py"}
    for path in FOLDER.rglob("*.py"):
        name = path.relative_to(FOLDER).as_posix()
        if name not in listed:
            tree = ast.parse(path.read_text(encoding="utf-8"))
            assert not any(_calls(one) for one in tree.body), f"{name} does something and nobody guards it"
            assert "guard" not in {alias.name for one in tree.body if isinstance(one, ast.ImportFrom) for alias in one.names}, (
                name
            )


def test_no_other_folder_beside_app_py_is_taken_for_pages() -> None:
    # Streamlit serves a folder `pages` beside its main script by itself, past the gate.
    assert not (FOLDER / "pages").exists()
    assert not list(FOLDER.glob("[0-9]*.py"))
    assert [path.name for path in FOLDER.glob("*.py") if path.name != "__init__.py"] == ["portal.py"]


def test_the_table_needs_no_streamlit() -> None:
    tree = ast.parse((ROOT / "auth" / "roles.py").read_text(encoding="utf-8"))
    named = {alias.name for one in ast.walk(tree) if isinstance(one, ast.Import) for alias in one.names}
    named |= {str(one.module) for one in ast.walk(tree) if isinstance(one, ast.ImportFrom)}
    assert not any(name.startswith("streamlit") for name in named)


def test_a_key_finds_its_page() -> None:
    assert all(BY_KEY[page.key] is page for page in PAGES)
