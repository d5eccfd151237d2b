"""One request as a client sent it, and the answer as it goes back."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, Final
from urllib.parse import parse_qsl

from starlette.datastructures import Headers
from starlette.types import Receive, Scope, Send

from ft42tui.demo.refusal import Refusal

JSON: Final = "application/json; charset=utf-8"
"""The content type of nearly everything."""
TEXT: Final = "text/plain; charset=utf-8"
"""The content type of the rate limit's sentence."""
HTML: Final = "text/html; charset=utf-8"
"""The content type of the consent page, and of what stands before the API."""

_AUTHORITY: Final = re.compile(r"[A-Za-z0-9.-]{1,253}(:\d{1,5})?|\[[0-9A-Fa-f:.]{2,45}\](:\d{1,5})?")
_LONGEST_BODY: Final = 1_048_576
_HEARD_OUT: Final = 64 * _LONGEST_BODY
_ABSOLUTE: Final = re.compile(r"(?i)https?://[^/?#]*")
_USUAL: Final[Mapping[str, str]] = {
    "Cache-Control": "max-age=0, private, must-revalidate",
    "Vary": "Origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
}


@dataclass(frozen=True, slots=True)
class Request:
    """What a client sent."""

    method: str
    """Its method; HEAD counts as GET."""
    path: str
    """Its path as sent, still percent-encoded."""
    origin: str
    """Where the client found this server: `http://127.0.0.1:4242`."""
    headers: Headers
    """Its headers."""
    parameters: tuple[tuple[str, str], ...]
    """Its query string, decoded, in order."""
    body: bytes
    """Its body."""

    @property
    def bearer(self) -> str | None:
        """The token it shows: in the header, else as the parameter `access_token`."""
        word, _, text = self.headers.get("authorization", "").partition(" ")
        if word.lower() == "bearer" and text.strip():
            return text.strip()
        return dict(self.parameters).get("access_token")

    @property
    def media(self) -> str:
        """The media type of its body, in small letters, without parameters; empty for none."""
        return str(self.headers.get("content-type", "")).partition(";")[0].strip().lower()


@dataclass(slots=True)
class Answer:
    """What goes back."""

    content: Any = None
    """An object or a list for JSON, a text for any other kind; ignored where there is no body."""
    status: int = 200
    """The HTTP status."""
    headers: dict[str, str] = field(default_factory=dict)
    """Headers beside the usual ones."""
    kind: str = ""
    """Its content type; JSON for an object or a list, plain text for a text, unless it is said here."""
    resource: str = ""
    """What kind of objects it shows: `users`; empty if that is not known."""

    def payload(self) -> bytes:
        """Return its body."""
        if self.status in {204, 304}:
            return b""
        if isinstance(self.content, str):
            return self.content.encode("utf-8", "replace")
        return json.dumps(self.content, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")

    def content_type(self) -> str:
        """Return its content type."""
        return self.kind or (TEXT if isinstance(self.content, str) else JSON)


async def read(scope: Scope, receive: Receive) -> Request:
    """Return the request. Raises Refusal (413) for a body that is too long."""
    headers = Headers(scope=scope)
    raw: bytes = scope.get("raw_path") or scope["path"].encode()
    query: bytes = scope.get("query_string", b"")
    body, length = bytearray(), 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Refusal(400, {"error": "Bad Request"})  # half a request is none; nobody hears this
        piece = message.get("body", b"")
        length += len(piece)
        if length <= _LONGEST_BODY:
            body += piece
        if not message.get("more_body", False) or length > _HEARD_OUT:
            break
    if length > _LONGEST_BODY:  # said when all of it was heard: earlier, a reset would swallow the answer
        raise Refusal(413, {"error": "Payload Too Large"})
    method = scope["method"]
    return Request(
        method="GET" if method == "HEAD" else method,
        # A target may be a whole URL (RFC 9112, section 3.2.2).
        path=_ABSOLUTE.sub("", raw.partition(b"?")[0].decode("latin-1"), count=1) or "/",
        origin=_origin(scope, headers),
        headers=headers,
        parameters=tuple(parse_qsl(query.decode("latin-1"), keep_blank_values=True)),
        body=bytes(body),
    )


def _origin(scope: Scope, headers: Headers) -> str:
    host = headers.get("host", "")
    if not _AUTHORITY.fullmatch(host):
        name, port = scope.get("server") or ("127.0.0.1", None)
        host = f"{name}:{port}" if port else str(name)
    return f"{scope.get('scheme', 'http')}://{host}"


async def reply(
    send: Send, method: str, request: Request | None, answer: Answer, headers: Mapping[str, str]
) -> None:
    """Send an answer with its ETag, or the 304 that says the client has it."""
    body = answer.payload()
    status = answer.status
    said = {**_USUAL, **headers, **answer.headers}
    if status == 200 and answer.kind != HTML:
        # Rails: half of the SHA-256. It gives an empty list the constant tag of wire facts, section 2.
        tag = f'W/"{sha256(body).hexdigest()[:32]}"'
        said["ETag"] = tag
        if request is not None and request.method == "GET" and _knows(request, tag):
            status, body = 304, b""
    raw = [
        (name.lower().encode("latin-1"), value.encode("latin-1", "replace")) for name, value in said.items()
    ]
    if status not in {204, 304}:
        raw.append((b"content-type", answer.content_type().encode()))
        raw.append((b"content-length", str(len(body)).encode()))
    await send({"type": "http.response.start", "status": status, "headers": raw})
    await send({"type": "http.response.body", "body": b"" if method == "HEAD" else body})


def _knows(request: Request, tag: str) -> bool:
    given = [part.strip() for part in request.headers.get("if-none-match", "").split(",")]
    return "*" in given or tag in given or tag.removeprefix("W/") in given
