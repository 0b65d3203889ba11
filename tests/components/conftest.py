"""A part that is drawn without a portal speaks English, whatever another test of this process spoke last."""

from __future__ import annotations

import pytest

from components.i18n import speak


@pytest.fixture(autouse=True)
def _english() -> None:
    speak("en")
