"""Two portals behind the proxy, made once for the tests of this folder."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bench.arrangement import Arrangement, arrangement
from tests.browser.walker import Walker, chromium
from tests.real_parts import refuse


@pytest.fixture(scope="module")
def arranged(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Arrangement]:
    if not (shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")):
        refuse("nginx is missing, and nothing was proxied. Install it: apt-get install nginx-light")
    with arrangement(tmp_path_factory.mktemp("arranged"), durable=False) as running:
        yield running


@pytest.fixture
def visitor(arranged: Arrangement, tmp_path: Path) -> Iterator[Callable[[], Walker]]:
    """`visitor()`: a new Chromium at the proxy's address."""
    opened: list[Walker] = []

    def visit() -> Walker:
        opened.append(Walker(chromium(tmp_path / f"profile-{len(opened)}"), arranged.address))
        return opened[-1]

    yield visit
    for walker in opened:
        walker.leave()
