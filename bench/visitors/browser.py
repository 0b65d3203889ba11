"""A browser without JavaScript: one connection that stays open, cookies, plain forms; cheap enough to be a thousand."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import urlencode, urlsplit

HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
PATIENCE = 30.0
Fields = Mapping[str, str | Sequence[str]]


@dataclass(frozen=True)
class Page:
    """What was answered."""

    status: int
    html: str
    location: str = ""


@dataclass
class Browser:
    """Somebody's browser at that address of ours."""

    address: str
    cookies: dict[str, str] = field(default_factory=dict)
    html: str = ""
    _reader: asyncio.StreamReader | None = None
    _writer: asyncio.StreamWriter | None = None

    @property
    def cookie(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    async def get(self, path: str) -> Page:
        return await self._ask("GET", path, b"")

    async def submit(self, path: str, **fields: str | Sequence[str]) -> Page:
        """Send the form of the open page that goes to `path`: what is hidden in it goes along."""
        form = re.search(rf'<form[^>]*action="{path}"[^>]*>(.*?)</form>', self.html, re.DOTALL)
        hidden = {name: unescape(value) for name, value in HIDDEN.findall(form.group(1))} if form else {}
        return await self._ask("POST", path, urlencode({**hidden, **fields}, doseq=True).encode())

    async def close(self) -> None:
        if self._writer is not None:
            self._writer.close()
        self._reader = self._writer = None

    async def _ask(self, method: str, path: str, body: bytes) -> Page:
        try:
            return await asyncio.wait_for(self._spoken(method, path, body), PATIENCE)
        except BaseException:
            await self.close()
            raise

    async def _spoken(self, method: str, path: str, body: bytes) -> Page:
        host = urlsplit(self.address).netloc
        if self._writer is None or self._writer.is_closing():
            name, _, port = host.partition(":")
            self._reader, self._writer = await asyncio.open_connection(name, int(port))
        assert self._reader is not None
        lines = [f"{method} {path} HTTP/1.1", f"Host: {host}", "Accept-Language: zh-CN", "Accept-Encoding: identity"]
        if self.cookies:
            lines.append(f"Cookie: {self.cookie}")
        if method == "POST":
            lines += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"]
            lines.append(f"Origin: {self.address}")
        self._writer.write("\r\n".join([*lines, "", ""]).encode() + body)
        page = await self._read(self._reader)
        if page.html:
            self.html = page.html
        return page

    async def _read(self, reader: asyncio.StreamReader) -> Page:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        told: dict[str, str] = {}
        for line in head[1:]:
            name, _, value = line.partition(": ")
            if name.lower() == "set-cookie":
                self._keep(value)
            told[name.lower()] = value
        if told.get("transfer-encoding") == "chunked":
            content = b""
            while size := int(await reader.readline(), 16):
                content += (await reader.readexactly(size + 2))[:-2]
            await reader.readline()
        else:
            content = await reader.readexactly(int(told.get("content-length", "0")))
        if told.get("connection", "").lower() == "close":
            await self.close()
        return Page(int(head[0].split()[1]), content.decode(errors="replace"), told.get("location", ""))

    def _keep(self, cookie: str) -> None:
        name, _, value = cookie.split(";", 1)[0].partition("=")
        if "max-age=0" in cookie.lower() or not value.strip('"'):
            self.cookies.pop(name, None)
        else:
            self.cookies[name] = value
