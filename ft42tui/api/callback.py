"""The loopback address that a browser is sent back to: one answer, one plain page, closed at once."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import os
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from html import escape
from typing import Final
from urllib.parse import urlsplit, urlunsplit

from ft42tui.api.errors import SignInFailed

_LONGEST_HEAD: Final = 16_384
_PATIENCE: Final = 10.0
_PAGE: Final = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{title}</title>
<style>
:root {{ color-scheme: light dark }}
body {{ font: 1.1rem/1.6 system-ui, sans-serif; margin: 20vh auto; max-width: 32rem; padding: 0 1.5rem }}
</style>
</head>
<body><h1>{title}</h1><p>{text}</p></body>
</html>
"""


class CannotListen(SignInFailed):
    """The port of the redirect URI is not to be had."""

    def __init__(self, port: int, hint: str):
        super().__init__(f"Port {port} cannot be listened to", hint)
        self.port = port
        """The port."""


class Callback:
    """Waits for the browser."""

    def __init__(self, redirect_uri: str) -> None:
        parts = urlsplit(redirect_uri)
        self._uri = redirect_uri
        self._path = parts.path or "/"
        self._answer: asyncio.Future[str] = asyncio.get_running_loop().create_future()

    async def redirected(self, seconds: float) -> str:
        """Return the address that the browser came back with. Raises SignInFailed when nobody comes."""
        try:
            async with asyncio.timeout(seconds):
                return await asyncio.shield(self._answer)
        except TimeoutError:
            raise SignInFailed(
                "Nobody came back from the browser",
                "Begin again, or paste the address that it ended at. If its page said that the redirect URI "
                "is not valid, register it exactly as it is here.",
            ) from None

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer one connection."""
        try:
            async with asyncio.timeout(_PATIENCE):
                head = await reader.readuntil(b"\r\n\r\n")
                status, title, text = self._take(head)
                writer.write(_response(status, title, text))
                await writer.drain()
        except (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, asyncio.CancelledError):
            pass  # whoever that was, it was not the browser that is waited for
        finally:
            writer.close()
            with contextlib.suppress(OSError):
                await writer.wait_closed()

    def _take(self, head: bytes) -> tuple[str, str, str]:
        method, _, rest = head.partition(b"\r\n")[0].decode("latin-1").partition(" ")
        target = rest.rpartition(" ")[0]
        path, _, query = target.partition("?")
        if method != "GET" or path != self._path or not query:
            return "404 Not Found", "Not found", "This address is only for signing in."
        if self._answer.done():
            return "410 Gone", "Too late", "This sign-in has had its answer already."
        self._answer.set_result(f"{self._uri.partition('?')[0]}?{query}")
        return "200 OK", "You can go back to the terminal", "The rest happens there; close this page."


def _response(status: str, title: str, text: str) -> bytes:
    body = _PAGE.format(title=escape(title), text=escape(text)).encode()
    head = (
        f"HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {len(body)}\r\n"
        "Cache-Control: no-store\r\nReferrer-Policy: no-referrer\r\nConnection: close\r\n"
        "Content-Security-Policy: default-src 'none'; style-src 'unsafe-inline'\r\n\r\n"
    )
    return head.encode() + body


def can_listen(redirect_uri: str) -> bool:
    """Return whether a redirect URI leads to this machine, by http: only then can anybody listen there."""
    try:
        parts = urlsplit(redirect_uri)
    except ValueError:
        return False
    return parts.scheme == "http" and parts.hostname in _LOOPBACK


def with_free_port(redirect_uri: str) -> str:
    """Return a redirect URI with the next port that nobody listens on; empty if there is none.

    Somebody else may take it before it is used. Whoever registers it keeps it, so it is near the one
    before and not just any.
    """
    parts = urlsplit(redirect_uri)
    host, first = parts.hostname or "", parts.port or 80
    address = _LOOPBACK[host][0]
    first = max(first, _UNPRIVILEGED - 1)
    for port in range(first + 1, min(first + 1 + _TRIES, 65536)):
        with socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET) as tried:
            if os.name == "posix":  # elsewhere it would take what others have
                tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                tried.bind((address, port))
                tried.listen(1)
            except OSError:
                continue
        shown = f"[{host}]" if ":" in host else host
        return urlunsplit(parts._replace(netloc=f"{shown}:{port}"))
    return ""


_TRIES: Final = 100
_UNPRIVILEGED: Final = 1024


@asynccontextmanager
async def listening(redirect_uri: str) -> AsyncIterator[Callback]:
    """Listen where a redirect URI leads, on this machine only. Raises SignInFailed when that cannot be."""
    try:
        parts = urlsplit(redirect_uri)
        host, port = parts.hostname or "", parts.port or 80
    except ValueError:
        raise SignInFailed(
            f"{redirect_uri} is no address",
            "Set redirect_uri in the profile, as http://127.0.0.1:4242/callback.",
        ) from None
    if not can_listen(redirect_uri):
        raise SignInFailed(
            f"Nobody listens at {redirect_uri}",
            "Only http on 127.0.0.1 or localhost can be listened to: paste the address the browser ended at.",
        )
    callback = Callback(redirect_uri)
    try:
        server = await asyncio.start_server(callback.serve, list(_LOOPBACK[host]), port, limit=_LONGEST_HEAD)
    except OSError as error:
        raise CannotListen(port, _taken(error, redirect_uri)) from error
    try:
        yield callback
    finally:
        server.close()  # at once: a second answer finds nobody


_LOOPBACK: Final[dict[str, tuple[str, ...]]] = {
    "127.0.0.1": ("127.0.0.1",),
    "localhost": ("127.0.0.1",),
    "::1": ("::1",),
}


def _taken(error: OSError, redirect_uri: str) -> str:
    if error.errno == errno.EADDRINUSE:
        other = with_free_port(redirect_uri) or "another one"
        return (
            f"Another program uses it. Register {other} with the application too and set it as redirect_uri "
            "in the profile, or paste the address the browser ends at (--no-browser)."
        )
    return f"{error.strerror or error}. Set another redirect_uri in the profile."
