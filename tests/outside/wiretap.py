"""A server on loopback that keeps every byte that comes, and answers as it is told."""

from __future__ import annotations

import contextlib
import io
import select
import socket
import ssl
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TypeAlias
from urllib.parse import parse_qsl, urlsplit

from leaks import carries
from odd_api import Reply, of
from served import Served

_PATIENCE = 10.0
_TLS_HANDSHAKE = b"\x16"


@dataclass(slots=True)
class Heard:
    """A connection, and all that came over it."""

    is_plain: bool
    """Whether it was not encrypted."""
    data: bytearray = field(default_factory=bytearray)
    """What came, decrypted."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A request."""

    method: str
    target: str
    host: str
    """The Host header."""
    authorization: str
    """The Authorization header; empty if there was none."""
    body: str

    @property
    def path(self) -> str:
        """The path without its parameters."""
        return urlsplit(self.target).path

    @property
    def parameters(self) -> dict[str, str]:
        """The parameters of the URL."""
        return dict(parse_qsl(urlsplit(self.target).query))


Answering: TypeAlias = Callable[[Asked], Reply | bytes]
"""What answers a request; bytes are sent as they are, and the connection is closed after them."""


class Wiretap(Served):
    """Keeps all that it hears. With a TLS context it takes both what is encrypted and what is not.

    It is a proxy too: it leads through to wherever CONNECT names.
    """

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        super().__init__(_handler(self, tls), _Server)
        self.heard: list[Heard] = []
        """The connections, in their order, also those over which nothing came."""
        self.asked: list[Asked] = []
        """The requests that could be read, in their order."""
        self.answer: Answering = lambda _: of([])
        """What answers."""
        self.is_tls = tls is not None

    @property
    def url(self) -> str:
        """Its origin."""
        return f"{'https' if self.is_tls else 'http'}://{self.netloc}"

    def count(self, *secrets: str) -> int:
        """Return over how many connections a piece of a secret came, in any form."""
        return sum(carries(bytes(connection.data), *secrets) for connection in self.heard)


class _Server(ThreadingHTTPServer):
    def handle_error(self, *_: object) -> None:
        """Keep quiet: whoever came went away in the middle."""


class _Tap(io.RawIOBase):
    """Reads a connection and keeps what it read."""

    def __init__(self, connection: socket.socket, heard: Heard) -> None:
        self._connection = connection
        self._heard = heard

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]  # what BufferedReader gives
        count = self._connection.recv_into(buffer)
        self._heard.data += buffer[:count]
        return count


def _handler(tap: Wiretap, tls: ssl.SSLContext | None) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        """Answers one connection."""

        protocol_version = "HTTP/1.1"

        def setup(self) -> None:
            self.request.settimeout(_PATIENCE)
            self._heard = Heard(is_plain=True)
            tap.heard.append(self._heard)
            if tls is not None and self.request.recv(1, socket.MSG_PEEK) == _TLS_HANDSHAKE:
                self._heard.is_plain = False
                self.request = tls.wrap_socket(self.request, server_side=True)
            super().setup()
            self.rfile = io.BufferedReader(_Tap(self.connection, self._heard))

        def do_GET(self) -> None:
            self._do()

        def do_POST(self) -> None:
            self._do()

        def do_CONNECT(self) -> None:
            host, _, port = self.path.rpartition(":")
            with socket.create_connection((host, int(port)), _PATIENCE) as there:
                self.wfile.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
                ways = {self.connection: there, there: self.connection}
                while ready := select.select(list(ways), [], [], _PATIENCE)[0]:
                    for one in ready:
                        data = one.recv(65536)
                        if not data:
                            self.close_connection = True
                            return
                        if one is self.connection:
                            self._heard.data += data
                        ways[one].sendall(data)

        def _do(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
            asked = Asked(
                self.command,
                self.path,
                self.headers.get("Host", ""),
                self.headers.get("Authorization", ""),
                body,
            )
            tap.asked.append(asked)
            reply = tap.answer(asked)
            if isinstance(reply, bytes):
                self.wfile.write(reply)
                self.close_connection = True
                return
            self.send_response(reply.status)
            self.send_header("Content-Type", reply.kind)
            self.send_header("Content-Length", str(len(reply.body)))
            for name, value in reply.headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(reply.body)

        def finish(self) -> None:
            with contextlib.suppress(OSError):
                super().finish()
            self.connection.close()

        def log_message(self, *_: object) -> None:
            """Keep quiet."""

    return Handler
