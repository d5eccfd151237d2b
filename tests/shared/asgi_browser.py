"""A browser without a process: it asks the embedded API itself, and goes where that leads it."""

from __future__ import annotations

import asyncio
import re
import urllib.parse
from contextlib import suppress
from html import unescape

import httpx

from ft42tui.demo.app import DemoApi
from ft42tui.tui.screens.sign_in import REGISTRATION

ORIGIN = "http://127.0.0.1:4242"


class Browser:
    """Opens an address in the embedded API, decides on the consent page, and follows it back."""

    def __init__(self, api: DemoApi) -> None:
        self.opened: list[str] = []
        self.is_there = True
        self.comes_back = True
        self.changes: dict[str, str] = {}
        self.denies = False
        self.address = ""
        self._api = api
        self._tasks: list[asyncio.Task[None]] = []

    def open(self, url: str) -> bool:
        self.opened.append(url)
        if self.is_there and url != REGISTRATION:
            self._tasks.append(asyncio.ensure_future(self._go(url)))
        return self.is_there

    async def consented(self, url: str) -> str:
        """Return the address that the browser ends at."""
        async with httpx.AsyncClient(transport=httpx.ASGITransport(self._api), base_url=ORIGIN) as client:
            page = (await client.get(url)).text
            fields = re.findall(r'type="hidden" name="([^"]*)" value="([^"]*)"', page)
            form = {unescape(name): unescape(value) for name, value in fields} | {"login": "norminet"}
            if self.denies:
                form["_method"] = "delete"
            location = (await client.post("/oauth/authorize", data=form)).headers["Location"]
        parts = urllib.parse.urlsplit(location)
        query = dict(urllib.parse.parse_qsl(parts.query)) | self.changes
        return parts._replace(query=urllib.parse.urlencode(query)).geturl()

    async def _go(self, url: str) -> None:
        self.address = await self.consented(url)
        if not self.comes_back:
            return
        parts = urllib.parse.urlsplit(self.address)
        with suppress(OSError):
            reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
            writer.write(f"GET {parts.path}?{parts.query} HTTP/1.1\r\n\r\n".encode())
            await reader.read()
            writer.close()
            await writer.wait_closed()
