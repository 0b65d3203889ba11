"""Demonstration data: organisations, people, and cases that tell stories. Only where the settings say demo."""

from __future__ import annotations

from db.demo.cast import DEMO_PASSWORD
from db.demo.load import DEMO_PEOPLE, load_demo, refuse_known_passwords

__all__ = ["DEMO_PASSWORD", "DEMO_PEOPLE", "load_demo", "refuse_known_passwords"]
