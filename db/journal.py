"""What the portal says of itself: one JSON object a line, and never what people wrote.

Nobody's words get in by accident: a fact is a number, a flag or a short name of ours, and whatever else comes is left out.
What libraries say is kept as who said it, where, and of which kind a fault was: their messages and traces quote values.
"""

from __future__ import annotations

import json
import logging
import re
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import wraps
from pathlib import Path
from types import TracebackType
from typing import Any, Concatenate, Final, ParamSpec, TypeVar

from db.errors import PortalError

Fact = str | int | float | bool | None
P = ParamSpec("P")
S = TypeVar("S")

log = logging.getLogger("portal.journal")

# Functions, keys, kinds of faults, parts of the portal: one word, no other script, no number as long as a telephone's.
_NAME: Final = re.compile(r"[A-Za-z_/][A-Za-z0-9_.:/-]{0,63}", re.ASCII)
_DIGITS: Final = re.compile(r"\d{6}")
_OURS: Final = ("portal", "db", "auth", "pages", "components")
_FRAMES: Final = 5


def tell(event: str, level: int = logging.INFO, /, **facts: Fact) -> None:
    """Write one line about `event`. A fact that is no number, flag or name of ours is written as `?`."""
    if log.isEnabledFor(level):
        told = {name: _fit(fact) for name, fact in facts.items() if fact is not None}
        log.log(level, "%s %s", event, told, extra={"journal": {"event": event, **told}})


@contextmanager
def timed(event: str, **facts: Fact) -> Iterator[dict[str, Fact]]:
    """Tell of the block when it ends: how long it took, how it ended, and what was put into the dictionary meanwhile."""
    begun = time.perf_counter()
    more: dict[str, Fact] = {"outcome": "ok"}
    try:
        yield more
    except PortalError as refused:
        more |= {"outcome": refused.key, "incident": refused.facts.get("incident")}
        raise
    except BaseException as fault:
        more["outcome"] = type(fault).__name__
        raise
    finally:
        tell(event, **facts, ms=round((time.perf_counter() - begun) * 1000, 1), **more)


def told_call(call: Callable[Concatenate[S, str, P], Any]) -> Callable[Concatenate[S, str, P], Any]:
    """A gateway's `call` that is told of: the function, never its arguments."""

    @wraps(call)
    def telling(self: S, function: str, /, *args: P.args, **arguments: P.kwargs) -> Any:
        if not log.isEnabledFor(logging.INFO):
            return call(self, function, *args, **arguments)
        with timed("call", function=function):
            return call(self, function, *args, **arguments)

    return telling


def kind_of(fault: BaseException) -> str:
    """`ValueError at inbox.py:12 < portal.py:60`: what went wrong and where, without any value."""
    places = traceback.extract_tb(fault.__traceback__)[-_FRAMES:]
    return f"{type(fault).__name__} at {' < '.join(f'{Path(each.filename).name}:{each.lineno}' for each in reversed(places))}"


class Line(logging.LogRecord):
    """A record whose message is its line: whatever handler prints it, however it is formatted, no value can come out."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fault = self.exc_info[1] if self.exc_info else None
        self._fault = kind_of(fault) if fault is not None else None
        self._template = self.msg if isinstance(self.msg, str) and self.args else ""
        self._ours = self.name.split(".", 1)[0] in _OURS
        # Formatters write a trace of their own when they find one.
        self.exc_info = self.exc_text = self.stack_info = None

    def getMessage(self) -> str:  # noqa: N802  (logging's own name)
        """One JSON object: when, how grave, and the event; for others' records who spoke and where."""
        told: Mapping[str, Any] | None = getattr(self, "journal", None)
        if told is None:
            # A template is the library's own text; a message without arguments may have been composed with values.
            said = super().getMessage() if self._ours else self._template
            told = {"event": "said", "by": self.name, "where": f"{self.module}:{self.lineno}", "said": said}
        if self._fault:
            told = {**told, "fault": self._fault}
        at = datetime.fromtimestamp(self.created, UTC).isoformat(timespec="milliseconds")
        return json.dumps({"at": at, "level": self.levelname.lower(), **told}, ensure_ascii=True)


def open_journal() -> None:
    """From now on everything that this process logs is a line on standard error; libraries' own handlers print the same."""
    logging.setLogRecordFactory(Line)
    plain = logging.Formatter("%(message)s")
    handler = logging.StreamHandler()
    handler.setFormatter(plain)
    logging.getLogger().handlers = [handler]
    for name in list(logging.root.manager.loggerDict):
        for each in logging.getLogger(name).handlers:
            each.setFormatter(plain)
    log.setLevel(logging.INFO)
    logging.captureWarnings(capture=True)
    sys.excepthook = _uncaught
    threading.excepthook = lambda told: _uncaught(told.exc_type, told.exc_value, told.exc_traceback)
    sys.unraisablehook = lambda told: _uncaught(told.exc_type, told.exc_value, told.exc_traceback)


def _uncaught(kind: type[BaseException], fault: BaseException | None, _trace: TracebackType | None) -> None:
    if not issubclass(kind, KeyboardInterrupt | SystemExit):
        log.error("uncaught", extra={"journal": {"event": "uncaught", "fault": kind_of(fault) if fault else kind.__name__}})


def _fit(fact: Fact) -> Fact:
    if isinstance(fact, str):
        return fact if _NAME.fullmatch(fact) and not _DIGITS.search(fact) else "?"
    return fact if isinstance(fact, int | float) else "?"
