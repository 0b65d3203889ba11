"""An old phone at the light door: cookies and forms, no script."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

from starlette.applications import Starlette
from starlette.responses import Response as StarletteResponse
from starlette.testclient import TestClient

from auth.light import LightKeeper
from db.files_folder import FolderFiles
from pages.public.light import light_routes
from tests.public.worker_case import CountingGateway

KEY = b"k" * 40
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
CHECKED = re.compile(r'<input type="checkbox" name="kept" value="([^"]*)" checked>')


class Phone:
    """An old phone: cookies, forms, no script."""

    def __init__(self, gateway: CountingGateway, folder: Path | None = None) -> None:
        keeper = LightKeeper(lambda credentials: gateway, KEY, files=(lambda: FolderFiles(folder)) if folder else None)
        self.gateway = gateway
        self.client = TestClient(Starlette(routes=light_routes(lambda: keeper)), follow_redirects=False)
        self.html = ""
        self.status = 0

    def get(self, path: str) -> str:
        return self._took(self.client.get(path))

    def post(self, path: str, headers: dict[str, str] | None = None, **fields: str | list[str]) -> str:
        hidden = {name: unescape(value) for name, value in HIDDEN.findall(self.form(path))}
        return self._took(self.client.post(path, data={**hidden, **fields}, headers=headers))

    def send(self, path: str, *files: tuple[str, bytes], headers: dict[str, str] | None = None, **fields: str | list[str]) -> str:
        """The form with these files chosen; a picture or text of an earlier try goes again, as its box is checked."""
        form = self.form(path)
        hidden = {name: unescape(value) for name, value in HIDDEN.findall(form)}
        kept = [unescape(value) for value in CHECKED.findall(form)]
        chosen = [("file", (name, content, "application/octet-stream")) for name, content in files] or [("file", ("", b""))]
        return self._took(self.client.post(path, data={**hidden, "kept": kept, **fields}, files=chosen, headers=headers))

    def forget_receipt(self) -> None:
        """Two hours are over: the browser drops the cookie of her receipt session."""
        for cookie in [each for each in self.client.cookies.jar if each.name == "portal_receipt"]:
            self.client.cookies.jar.clear(cookie.domain, cookie.path, cookie.name)

    def reads(self) -> list[str]:
        """What stands in the fields that can be read and copied, and not changed."""
        return [unescape(text) for text in re.findall(r"<textarea[^>]* readonly>\n(.*?)</textarea>", self.html, re.DOTALL)]

    def form(self, path: str) -> str:
        found = re.search(rf'<form[^>]*action="{path}"[^>]*>(.*?)</form>', self.html, re.DOTALL)
        return found.group(1) if found else ""

    def _took(self, response: StarletteResponse) -> str:
        self.status = response.status_code
        self.response = response
        if response.status_code == 303:
            return str(response.headers["location"])
        self.html = response.text  # type: ignore[attr-defined]
        assert len(response.content) < 30_000  # type: ignore[attr-defined]
        assert "<script" not in self.html.replace("&lt;script", "")
        assert response.headers["cache-control"] == "no-store"
        return self.html
