"""Fetch axe-core."""

from tests.browser.axe import install

install()
