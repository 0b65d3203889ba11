"""What source text says about itself: imports, statements, calls. Detectors return the places that break a rule."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

HOME = Path(__file__).parents[2]
# Names that travel in cookies or stand for a session; only auth/ and the gateways below it may handle them.
SECRETS = re.compile(r"cookie|access_token|refresh_token|portal_session|portal_receipt|x-portal-|x-receipt-", re.IGNORECASE)
# Streamlit's arguments and elements through which somebody's words or files would be interpreted, or leave without the gate.
BANNED_ARGUMENTS = frozenset({"unsafe_allow_html", "allow_html", "unsafe_allow_javascript"})
BANNED_ELEMENTS = frozenset({"download_button", "audio", "video", "pdf", "iframe", "write_stream", "help", "exception"})
# What people typed: fields of the models. On a screen they pass components/plain.py first.
TYPED = frozenset({"body", "released_body", "note", "statement", "name", "author_name", "recipient_name", "city", "email"})
# Fields of that name whose words are the catalogue's: a chart's finding counts and names nobody.
OURS = frozenset({"drawn.finding.note"})
READS_MARKDOWN = frozenset(
    {"markdown", "caption", "title", "header", "subheader", "badge", "metric", "button", "write", "info", "success", "warning",
     "error", "toast", "expander", "popover", "link_button", "page_link", "html", "latex", "checkbox", "toggle"}
)  # fmt: skip


def files(*folders: str) -> Iterator[Path]:
    for folder in folders:
        yield from sorted((HOME / folder).rglob("*.py"))


def imports(text: str) -> set[str]:
    """Every module that is imported anywhere in the text; of `from a import b` both `a` and `a.b`."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            found |= {each.name for each in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module} | {f"{node.module}.{each.name}" for each in node.names}
    return found


def reaches(text: str, *modules: str) -> set[str]:
    """The imports that lie in one of these modules."""
    return {each for each in imports(text) if any(each == one or each.startswith(f"{one}.") for one in modules)}


def begins_with_the_guard(text: str) -> bool:
    """Whether the first thing that a page does, after its docstring and imports, is to ask the guard."""
    for node in ast.parse(text).body:
        if isinstance(node, ast.Import | ast.ImportFrom) or _is_text(node) or _only_names_constants(node):
            continue
        return isinstance(node, ast.Assign) and any(_is_require(each) for each in ast.walk(node.value))
    return False


def _is_text(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _only_names_constants(node: ast.stmt) -> bool:
    return isinstance(node, ast.Assign) and not any(isinstance(each, ast.Call | ast.Attribute) for each in ast.walk(node.value))


def _is_require(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "require"
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "guard"
    )


def secrets_touched(text: str) -> list[str]:
    """Names and strings of the code (not of its comments and docstrings) that are about tokens or cookies."""
    tree = ast.parse(text)
    docs = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)}
    found = []
    for node in ast.walk(tree):
        said = None
        if isinstance(node, ast.Name):
            said = node.id
        elif isinstance(node, ast.Attribute):
            said = node.attr
        elif isinstance(node, ast.keyword):
            said = node.arg
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs:
            said = node.value
        if said and SECRETS.search(said):
            found.append(f"{getattr(node, 'lineno', 0)}: {said}")
    return found


def dangers(text: str) -> list[str]:
    """Calls that interpret HTML, hand out a file without the gate, or show a picture that is not ours."""
    found = []
    for call in _calls(text):
        found += [f"{call.lineno}: {each.arg}" for each in call.keywords if each.arg in BANNED_ARGUMENTS]
        name = call.func.attr if isinstance(call.func, ast.Attribute) else ""
        if name in BANNED_ELEMENTS and _of_streamlit(call):
            found.append(f"{call.lineno}: {name}")
        if name == "image" and not ast.unparse(call).startswith("st.image(str(style."):
            found.append(f"{call.lineno}: an image that is not one of ours")
    return found


def typed_words_in_markdown(text: str) -> list[str]:
    """Fields that people typed, standing as they are in an argument that Streamlit reads as Markdown."""
    found = []
    for call in _calls(text):
        name = call.func.attr if isinstance(call.func, ast.Attribute) else ""
        if name not in READS_MARKDOWN or not _of_streamlit(call) or not call.args:
            continue
        found += [f"{call.lineno}: {each}" for each in _raw(call.args[0])]
    return found


def _raw(node: ast.AST) -> Iterator[str]:
    """Typed fields below this node that no function has made harmless."""
    if isinstance(node, ast.Call) and ast.unparse(node.func) in {"plain.label", "label", "escape", "bool", "len"}:
        return
    if isinstance(node, ast.Attribute) and node.attr in TYPED and ast.unparse(node) not in OURS:
        yield ast.unparse(node)
    for child in ast.iter_child_nodes(node):
        yield from _raw(child)


def _calls(text: str) -> Iterator[ast.Call]:
    return (node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call))


def _of_streamlit(call: ast.Call) -> bool:
    return isinstance(call.func, ast.Attribute) and ast.unparse(call.func.value).split(".")[0] in {
        "st",
        "place",
        "bar",
        "waits",
        "badges",
    }
