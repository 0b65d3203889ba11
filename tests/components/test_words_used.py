"""No words without a reader: every key of the catalogue is asked for somewhere."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.components.test_words import catalogue

ROOT = Path(__file__).parents[2]
CODE = ("auth", "components", "db", "pages", "app.py")
KEY = re.compile(r"[a-z][\w-]*")
ASKS = {"t", "has"}  # these take a whole key, never the beginning of one


def sources() -> Iterator[str]:
    for name in CODE:
        for file in [ROOT / name] if name.endswith(".py") else sorted((ROOT / name).rglob("*.py")):
            yield file.read_text(encoding="utf-8")


def templates() -> str:
    return "\n".join(one.read_text(encoding="utf-8") for one in sorted((ROOT / "components").rglob("*.html")))


def unused(keys: set[str], code: list[str], html: str) -> set[str]:
    """Keys that no literal names, and no f-string or beginning ("x-" + y) can build."""
    literals, beginnings = set(re.findall(r'"([a-z][\w-]*)"', html)), set()
    shapes: set[str] = set()
    for text in code:
        tree = ast.parse(text)
        asked = {id(each) for call in ast.walk(tree) if isinstance(call, ast.Call) and _name(call) in ASKS for each in call.args}
        asked |= {id(word.value) for word in ast.walk(tree) if isinstance(word, ast.keyword) and word.arg == "key"}
        parts = {id(part) for whole in ast.walk(tree) if isinstance(whole, ast.JoinedStr) for part in whole.values}
        for node in ast.walk(tree):
            if isinstance(node, ast.JoinedStr):
                shapes.add(_shape(node))
            elif isinstance(node, ast.Call) and _name(node) == "known" and isinstance(node.args[0], ast.Constant):
                beginnings.add(f"{node.args[0].value}-")
            elif isinstance(node, ast.Constant) and isinstance(node.value, str) and KEY.fullmatch(node.value):
                if id(node) in parts:
                    continue
                literals.add(node.value)
                if "-" in node.value and id(node) not in asked:
                    beginnings.add(node.value.rstrip("-") + "-")
    beginnings |= {one for one in literals if one.endswith("-")}
    ends = {one.removeprefix(GAP) for one in shapes if one.startswith(GAP) and one.count(GAP) == 1}
    begun = sorted(one for one in shapes if "-" in one.partition(GAP)[0])
    built = re.compile("|".join(r"[\w-]*".join(map(re.escape, one.split(GAP))) for one in begun) or "(?!)")
    return {
        key
        for key in keys - literals
        if not built.fullmatch(key)
        and not key.startswith(tuple(beginnings))
        and not any(key.endswith(end) and key.removesuffix(end) in literals for end in ends if end)
    }


GAP = "\0"


def _shape(text: ast.JoinedStr) -> str:
    """The f-string with a gap for each value."""
    return "".join(part.value if isinstance(part, ast.Constant) else GAP for part in text.values)  # type: ignore[arg-type]


def _name(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def test_every_key_is_asked_for() -> None:
    assert sorted(unused(set(catalogue("en")), list(sources()), templates())) == []


def test_the_control_a_key_that_nobody_asks_for_is_found() -> None:
    code = ['t("a-one"); t(f"b-{x}-two"); t("c-" + x); known("d-four", x); t("g-one"); t(f"{x}-more")']
    keys = {"a-one", "a-one-more", "b-any-two", "c-three", "d-four-five", "e-six", "b-any-one", "f-in-html", "g-one-only"}
    assert unused(keys, code, '{{ t("f-in-html") }}') == {"e-six", "b-any-one", "g-one-only"}
