"""Everything that pages draw with, imported and read before the first visitor comes.

What stands here before `gc.freeze()` is left out of garbage collection, which is cheaper by the modules and words that it
does not walk through.
"""

from __future__ import annotations

import gc
import pkgutil
from importlib import import_module

import components
from components.i18n import LANGUAGES, words


def warm() -> None:
    """Import every component with what it draws with, and read the catalogue in every language."""
    import altair as alt  # noqa: F401, PLC0415
    import pandas as pd  # noqa: F401, PLC0415

    for each in pkgutil.walk_packages(components.__path__, "components."):
        import_module(each.name)
    for language in LANGUAGES:
        words(language)


def freeze() -> None:
    """Leave what is there now out of garbage collection: it stays for as long as the process."""
    gc.collect()
    gc.freeze()
    # What a tab holds lives from one action to the next: looked at so rarely, it is mostly gone by then.
    gc.set_threshold(20_000, 100, 1_000)
