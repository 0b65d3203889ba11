"""The house keeps its order: who may import whom, guards first, secrets in one place, words never interpreted.

Each detector has a control: a planted flaw that it must find.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from auth.roles import PAGES
from tests.architecture.reading import (
    HOME,
    begins_with_the_guard,
    dangers,
    files,
    imports,
    reaches,
    secrets_touched,
    typed_words_in_markdown,
)

PUBLIC = HOME / "pages" / "public"
CASES = HOME / "pages" / "cases"
# Not scripts of their own but parts of the worker's doors; they may be shared between those doors.
SHARED_BY_DOORS = {
    "pages.public.answers",
    "pages.public.filing",
    "pages.public.keeping",
    "pages.public.light",
    "pages.public.light_files",
    "pages.public.light_front",
    "pages.public.light_mine",
    "pages.public.light_newsletter",
    "pages.public.light_transparency",
    "pages.public.light_report",
    "pages.public.light_visit",
}
# How what was chosen on the case page becomes a call: parts of that page, a module a subject.
# What every page with a chart does when its table is taken away.
SHARED_BY_CHARTS = "pages.metrics.taking_away"
SHARED_BY_CASES = {"pages.cases.deeds"}
# What of auth/ a page may know: who is here and what may be opened. Tokens, cookies and the house stay behind.
OF_AUTH = {"auth", "auth.guard", "auth.actor", "auth.roles", "auth.sign_in_form"}
# The backend's ways; a page is handed a gateway and chooses none.
WAYS = (
    "db.connect",
    "db.postgres_gateway",
    "db.supabase_gateway",
    "db.embedded",
    "db.cluster",
    "db.migrate",
    "psycopg",
    "supabase",
    "httpx",
)
LINES = 300

page_scripts = pytest.mark.parametrize("page", [HOME / "pages" / each.file for each in PAGES], ids=lambda path: path.stem)


def told(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def test_the_import_rules_of_the_packages_hold() -> None:
    done = subprocess.run([Path(sys.executable).with_name("lint-imports")], cwd=HOME, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-2000:]


def test_the_import_rules_find_a_planted_flaw(tmp_path: Path) -> None:
    for package, words in {"auth": "", "bench": "", "components": "", "db": "import components\n"}.items():
        (tmp_path / package).mkdir()
        (tmp_path / package / "__init__.py").write_text(words)
    rules = told(HOME / "pyproject.toml")
    start = rules.index("[tool.importlinter]")
    first = rules.index("[[tool.importlinter.contracts]]", rules.index("[[tool.importlinter.contracts]]") + 1)
    (tmp_path / "pyproject.toml").write_text(rules[start:first])
    command = [Path(sys.executable).with_name("lint-imports"), "--no-cache"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False, env={"PYTHONPATH": str(tmp_path)})
    assert done.returncode != 0
    assert "db -> components" in done.stdout


@page_scripts
def test_each_page_asks_the_guard_before_anything_else(page: Path) -> None:
    assert begins_with_the_guard(told(page))


@pytest.mark.parametrize(
    "flaw",
    [
        'import streamlit as st\nst.title("x")\nvisit = guard.require("inbox")\n',
        "from auth import guard\nrows = inbox(gateway)\nvisit = guard.require('inbox')\n",
        "from auth import guard\n",
        "from auth import guard\nvisit = guard.here()\n",
        "guard = other\nvisit = state.require('inbox')\n",
    ],
)
def test_a_page_that_does_something_first_is_found(flaw: str) -> None:
    assert not begins_with_the_guard(flaw)


@pytest.mark.parametrize("page", list(files("pages")), ids=lambda path: path.stem)
def test_pages_know_of_auth_only_who_is_here_and_choose_no_backend(page: Path) -> None:
    text = told(page)
    known = {each for each in reaches(text, "auth") if each.rsplit(".", 1)[0] not in OF_AUTH or each == "auth.house"}
    assert not known - OF_AUTH
    assert not reaches(text, *WAYS)
    assert not reaches(text, "app", "bench", "tests")


@pytest.mark.parametrize("page", list(files("pages")), ids=lambda path: path.stem)
def test_pages_do_not_import_each_other(page: Path) -> None:
    others = {each for each in reaches(told(page), "pages") if not f"{each}.".startswith(f"{SHARED_BY_CHARTS}.")}
    shared, folder = (SHARED_BY_DOORS, "pages.public") if page.parent == PUBLIC else (SHARED_BY_CASES, "pages.cases")
    strange = {each for each in others if each != folder and not any(f"{each}.".startswith(f"{one}.") for one in shared)}
    assert not strange
    assert not others or page.parent == PUBLIC or CASES in page.parents


def test_planted_imports_are_found() -> None:
    assert reaches("from auth.house import house\n", "auth") == {"auth.house", "auth.house.house"}
    assert reaches("def f():\n    import db.postgres_gateway\n", *WAYS)
    assert reaches("from pages.cases import inbox\n", "pages") == {"pages.cases", "pages.cases.inbox"}


def test_the_application_stands_on_pages_auth_and_db_alone() -> None:
    assert not reaches(told(HOME / "app.py"), "bench", "tests")
    ours = {each.split(".")[0] for each in imports(told(HOME / "app.py"))} & {path.name for path in HOME.iterdir()}
    assert ours <= {"pages", "auth", "db", "components"}  # components for warming up its words


@pytest.mark.parametrize("file", list(files("components", "pages")), ids=lambda path: path.stem)
def test_only_auth_touches_tokens_and_cookies(file: Path) -> None:
    assert not secrets_touched(told(file))


@pytest.mark.parametrize(
    "flaw",
    [
        "token = visit.credentials().access_token\n",
        'st.context.cookies["portal_session"]\n',
        'headers = {"x-portal-session": one}\n',
        "open_session(refresh_token=one)\n",
    ],
)
def test_a_touched_token_is_found(flaw: str) -> None:
    assert secrets_touched(flaw)


@pytest.mark.parametrize("file", [HOME / "app.py", *files("auth", "components", "pages")], ids=lambda path: path.stem)
def test_nothing_interprets_html_or_hands_out_files_beside_the_gate(file: Path) -> None:
    assert not dangers(told(file))


@pytest.mark.parametrize(
    "flaw",
    [
        "st.markdown(words, unsafe_allow_html=True)\n",
        'st.download_button("x", content)\n',
        "st.image(upload)\n",
        "left.image(attachment.url)\n",
        "st.video(content)\n",
    ],
)
def test_a_planted_danger_is_found(flaw: str) -> None:
    assert dangers(flaw)


@pytest.mark.parametrize("file", list(files("components", "pages")), ids=lambda path: path.stem)
def test_what_people_typed_never_stands_raw_in_markdown(file: Path) -> None:
    assert not typed_words_in_markdown(told(file))


@pytest.mark.parametrize(
    "flaw",
    [
        "st.markdown(message.body)\n",
        'st.caption(f"for {case.workplace.name}")\n',
        "st.title(t('x') + person.name)\n",
        "st.button(one.city, key='x')\n",
        "place.markdown(words.upper() + row.note)\n",
    ],
)
def test_planted_words_in_markdown_are_found(flaw: str) -> None:
    assert typed_words_in_markdown(flaw)
    assert not typed_words_in_markdown(flaw.replace("message.body", "plain.label(message.body)")) or "message" not in flaw


@pytest.mark.parametrize(
    "file", [HOME / "app.py", *files("auth", "components", "pages", "db", "bench")], ids=lambda path: path.name
)
def test_a_file_is_read_in_one_sitting(file: Path) -> None:
    assert len(told(file).splitlines()) <= LINES
