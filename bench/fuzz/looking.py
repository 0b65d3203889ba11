"""How an input is looked at: taken, refused by a rule that is named,
or not handled. Every finding is kept with what caused it."""

from __future__ import annotations

import re
import traceback
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import HypothesisWarning
from hypothesis.strategies import SearchStrategy
from tqdm import tqdm

from components.i18n import words
from db.errors import Broken, PortalError, Unavailable

# Of what an answer to a person never holds.
TRACES = ("Traceback (most recent", 'File "/', "psycopg.", "PL/pgSQL", "SQLSTATE", "Error: ", "site-packages", "portal.case_")


class Unhandled(Exception):
    """What no rule spoke about."""


@dataclass
class Tally:
    """What became of the inputs of one field."""

    field: str
    inputs: int = 0
    taken: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    found: dict[str, str] = field(default_factory=dict)

    @contextmanager
    def look(self, about: str, given: object) -> Iterator[None]:
        """Count one input; whatever goes wrong inside is kept under `about` and where it happened."""
        self.inputs += 1
        try:
            yield
        except (Broken, Unavailable, Unhandled) as fault:
            self._keep(f"{about}: {re.sub(r'E-[0-9A-Z]{5}', '', str(fault)).strip()}", given)
        except PortalError as refusal:
            self.refused[refusal.key] += 1
            if not _said(refusal):
                self._keep(f"{about}: refused as {refusal.key!r}, for which there are no words", given)
        except Exception as fault:  # noqa: BLE001  (that nothing may get here is what is measured)
            last = traceback.extract_tb(fault.__traceback__)[-1]
            self._keep(f"{about}: {type(fault).__name__} at {Path(last.filename).name}:{last.lineno}", given)
        else:
            self.taken += 1

    def refuse(self, rule: str) -> None:
        """Inside of `look`: it was refused by this rule, which is as good as taken."""
        self.refused[rule] += 1
        self.taken -= 1

    def _keep(self, what: str, given: object) -> None:
        self.found.setdefault(what, repr(given)[:300])


def each(strategy: SearchStrategy[Any], amount: int, look: Callable[[Any], None], told: str = "") -> None:
    """Look at that many inputs, the same ones each time."""
    with tqdm(total=amount, desc=told, disable=not told, leave=False) as bar:

        @settings(
            max_examples=amount, derandomize=True, database=None, deadline=None, phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )  # fmt: skip
        @given(strategy)
        def looking(value: Any) -> None:
            bar.update()
            look(value)

        with warnings.catch_warnings():
            warnings.simplefilter("ignore", HypothesisWarning)  # of how long our list of words is when it is printed
            looking()


def _said(refusal: PortalError) -> bool:
    """Whether both languages have words for it."""
    return all(words(language).has(f"error-{refusal.key}") for language in ("en", "zh-Hans"))
