"""Everything that pages draw with, imported and read before the first visitor comes.

What stands here before `gc.freeze()` is left out of garbage collection, which is cheaper by the modules and words that it
does not walk through.
"""

from __future__ import annotations

import pkgutil
from importlib import import_module

import components
from components.i18n import LANGUAGES, words


def warm() -> None:
    """Import every component and read the catalogue in every language."""
    for each in pkgutil.walk_packages(components.__path__, "components."):
        import_module(each.name)
    for language in LANGUAGES:
        words(language)
