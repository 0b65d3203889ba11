"""Fetch axe-core."""

from tests.browser.axe import PART

PART.main()
