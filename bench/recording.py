"""What a page draws, written down once and drawn again from constants: the bare page that ours is compared with.

Written down are the outermost calls of Streamlit's drawing methods with their very arguments, entering and
leaving containers, the values given to widgets by their keys, and the menu. Nothing of ours runs in the replay.
"""

from __future__ import annotations

import contextlib
import functools
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest.mock import patch

import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.runtime.state import session_state_proxy

MAIN = st._main  # noqa: SLF001  (what st.markdown and its sisters are bound to)
PAGES = Path(__file__).parents[1] / "pages"
# Not in the class but drawn as well: the menu, the tab's name, the sign at the top.
LOOSE = ("set_page_config", "logo", "navigation")
METHODS = tuple(
    name for name in dir(DeltaGenerator) if not name.startswith("_") and callable(getattr(DeltaGenerator, name)) and name != "dg"
)


@dataclass
class Recording:
    """The steps of one run, each a function that draws."""

    steps: list[tuple[Any, ...]] = field(default_factory=list)
    containers: dict[int, int] = field(default_factory=dict)  # id of a container to its number
    kept: list[Any] = field(default_factory=list)  # so that no id is used twice
    depth: int = 0

    def number(self, container: Any) -> int:
        return -1 if container is MAIN else self.containers[id(container)]

    def register(self, result: Any) -> tuple[int, ...] | None:
        """Numbers for the containers that a call gave back."""
        several = isinstance(result, list | tuple)
        given = [each for each in (result if several else [result]) if isinstance(each, DeltaGenerator)]
        for each in given:
            if id(each) not in self.containers:
                self.containers[id(each)] = len(self.containers)
                self.kept.append(each)
        return tuple(self.containers[id(each)] for each in given) if given else None


def _plain(arguments: dict[str, Any]) -> dict[str, Any]:
    """The same arguments with the words of options looked up instead of made."""
    words = arguments.get("format_func")
    if not callable(words):
        return arguments
    known: dict[Any, str] = {}

    def noted(option: Any) -> Any:
        known[option] = words(option)
        return known[option]

    return {**arguments, "format_func": noted, "__known": known}


def _placed(name: str, arguments: tuple[Any, ...]) -> tuple[Any, ...]:
    # A link names a page as seen from the router; the bare script lies elsewhere.
    if name == "page_link" and arguments and isinstance(arguments[0], str) and arguments[0].endswith(".py"):
        return (str(PAGES / arguments[0]), *arguments[1:])
    return arguments


@contextlib.contextmanager
def recording() -> Iterator[Recording]:  # noqa: C901  (one patch for each way of drawing; they share the book)
    """Write down what is drawn while this is open; one script at a time."""
    book = Recording()
    lock = threading.RLock()

    def outermost(name: str, method: Callable[..., Any], *, bound: bool) -> Callable[..., Any]:
        @functools.wraps(method)
        def call(*arguments: Any, **more: Any) -> Any:
            with lock:
                if book.depth:
                    return method(*arguments, **more)
                book.depth += 1
                try:
                    more = _plain(more)
                    known = more.pop("__known", None)
                    result = method(*arguments, **more)
                finally:
                    book.depth -= 1
                if known is not None:
                    more["format_func"] = known.__getitem__
                where = None if bound else book.number(arguments[0])
                given = _placed(name, arguments if bound else arguments[1:])
                if name == "navigation":
                    given, more = (_pages(given[0]),), {**more}
                    book.steps.append(("menu", given[0], more))
                else:
                    book.steps.append(("call", where, name, given, dict(more), book.register(result)))
                return result

        return call

    enter, leave = DeltaGenerator.__enter__, DeltaGenerator.__exit__

    def entered(self: DeltaGenerator) -> Any:
        if not book.depth and (self is MAIN or id(self) in book.containers):
            book.steps.append(("enter", book.number(self)))
        return enter(self)

    def left(self: DeltaGenerator, *fault: Any) -> Any:
        if not book.depth and (self is MAIN or id(self) in book.containers):
            book.steps.append(("leave", book.number(self)))
        return leave(self, *fault)

    put = session_state_proxy.SessionStateProxy.__setitem__

    def noted(self: Any, key: str, value: Any) -> None:
        if not book.depth:
            book.steps.append(("state", key, value))
        put(self, key, value)

    with contextlib.ExitStack() as stack:
        for name in METHODS:
            method = getattr(DeltaGenerator, name)
            stack.enter_context(patch.object(DeltaGenerator, name, outermost(name, method, bound=False)))
            loose = getattr(st, name, None)
            if getattr(loose, "__self__", None) is MAIN:
                stack.enter_context(patch.object(st, name, outermost(name, loose, bound=True)))
        for name in LOOSE:
            stack.enter_context(patch.object(st, name, outermost(name, getattr(st, name), bound=True)))
        stack.enter_context(patch.object(DeltaGenerator, "__enter__", entered))
        stack.enter_context(patch.object(DeltaGenerator, "__exit__", left))
        stack.enter_context(patch.object(session_state_proxy.SessionStateProxy, "__setitem__", noted))
        yield book
    _keep_widgets_only(book)


def _pages(groups: dict[str, list[Any]]) -> dict[str, list[dict[str, Any]]]:
    """The menu as arguments of st.Page."""
    return {
        title: [
            {
                "page": one._page,  # noqa: SLF001  (nothing else gives the arguments back)
                "title": one.title,
                "icon": one.icon,
                "url_path": one.url_path or None,
                "default": one._default,  # noqa: SLF001
                "visibility": one.visibility,
            }
            for one in pages
        ]
        for title, pages in groups.items()
    }


def _keep_widgets_only(book: Recording) -> None:
    keys = {step[4].get("key") for step in book.steps if step[0] == "call"}
    book.steps = [step for step in book.steps if step[0] != "state" or step[1] in keys]


def replay(book: Recording) -> None:
    """Draw it again."""
    made: dict[int, DeltaGenerator] = {-1: MAIN}
    for step in book.steps:
        match step:
            case ("call", where, name, arguments, more, numbers):
                result = getattr(st if where is None else made[where], name)(*arguments, **more)
                if numbers:
                    several = result if isinstance(result, list | tuple) else [result]
                    made.update(zip(numbers, several, strict=True))
            case ("enter", where):
                made[where].__enter__()
            case ("leave", where):
                made[where].__exit__(None, None, None)
            case ("state", key, value):
                st.session_state[key] = value
            case ("menu", groups, more):
                st.navigation({title: [st.Page(**one) for one in pages] for title, pages in groups.items()}, **more)


BOOKS: dict[str, Recording] = {}
