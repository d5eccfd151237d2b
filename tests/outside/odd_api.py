"""An API of a few lines that answers as badly as it is told. Knows nothing of ft42tui."""

from __future__ import annotations

import json
import socket
import struct
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import Any, Final, Literal, TypeAlias
from urllib.parse import parse_qs, urlsplit

from served import Served

TOKEN: Final = "0dd70ken" * 8
"""The access token that it knows."""
SECRET: Final = "s-s4t2ud-0dd5ecret" * 3
"""The secret of its application."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A request that came."""

    path: str
    """The path without its parameters."""
    parameters: Mapping[str, str]
    """The parameters, each by its last value."""
    authorization: str
    """The Authorization header; empty if there was none."""
    body: str
    """The body as text."""


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer."""

    body: bytes = b"[]"
    """The body."""
    status: int = 200
    """The status."""
    headers: Mapping[str, str] = field(default_factory=dict)
    """Headers besides Content-Type and Content-Length."""
    kind: str = "application/json; charset=utf-8"
    """The Content-Type."""
    end: Literal["", "short", "reset", "never"] = ""
    """How it goes wrong: half the body, a reset connection, or no answer at all."""


Answering: TypeAlias = Callable[[Asked], Reply]


def of(value: Any, *, status: int = 200, **headers: str) -> Reply:
    """Return a value as JSON, with headers by their names with `_` for `-`."""
    named = {name.replace("_", "-"): text for name, text in headers.items()}
    return Reply(json.dumps(value).encode(), status, named)


def users(count: int = 3, first: int = 1) -> list[dict[str, Any]]:
    """Return some users."""
    return [{"id": n, "login": f"user{n}", "kind": "student"} for n in range(first, first + count)]


class OddApi(Served):
    """Answers as it is told, and remembers what it was asked."""

    def __init__(self) -> None:
        super().__init__(_handler(self))
        self.asked: list[Asked] = []
        """The requests in their order, those about tokens too."""
        self.answer: Answering = lambda _: of(users())
        """What answers a request under /v2."""
        self.info: Answering = lambda _: of(
            {"resource_owner_id": None, "scopes": ["public"], "expires_in_seconds": 7200}
        )
        """What answers /oauth/token/info."""
        self.sign_in: Answering = lambda _: of(
            {"access_token": TOKEN, "token_type": "bearer", "expires_in": 7200, "scope": "public"}
        )
        """What answers /oauth/token."""
        self.is_over = threading.Event()
        """Set when it ends: what was never answered ends too."""

    def __exit__(self, *_: object) -> None:
        self.is_over.set()
        super().__exit__()

    @property
    def data_asked(self) -> list[Asked]:
        """The requests that were not about tokens."""
        return [asked for asked in self.asked if not asked.path.startswith("/oauth/")]

    def reply_to(self, asked: Asked) -> Reply:
        """Return what answers a request."""
        self.asked.append(asked)
        answer = {"/oauth/token": self.sign_in, "/oauth/token/info": self.info}.get(asked.path, self.answer)
        return answer(asked)


def _handler(api: OddApi) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        """Answers one connection."""

        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self._do()

        def do_POST(self) -> None:
            self._do()

        def _do(self) -> None:
            url = urlsplit(self.path)
            reply = api.reply_to(
                Asked(
                    url.path,
                    {name: values[-1] for name, values in parse_qs(url.query).items()},
                    self.headers.get("Authorization", ""),
                    self.rfile.read(int(self.headers.get("Content-Length", 0))).decode(),
                )
            )
            if reply.end == "never":
                api.is_over.wait(30)
            if reply.end in {"never", "reset"}:
                self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                self.connection.close()
                self.close_connection = True
                return
            self.send_response(reply.status)
            self.send_header("Content-Type", reply.kind)
            self.send_header("Content-Length", str(len(reply.body)))
            for name, value in reply.headers.items():
                self.send_header(name, value)
            self.end_headers()
            half = reply.body[: len(reply.body) // 2]
            self.wfile.write(half if reply.end == "short" else reply.body)
            self.close_connection = reply.end == "short"

        def finish(self) -> None:
            """End quietly, however the connection ended."""
            try:
                super().finish()
            except OSError:
                self.close_connection = True

        def log_message(self, *_: object) -> None:
            """Keep quiet."""

    return Handler
