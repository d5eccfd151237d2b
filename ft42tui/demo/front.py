"""What stands in front of the API, and answers in its place: nginx's error pages, Cloudflare's challenge."""

from __future__ import annotations

import uuid
from typing import Final, Literal, TypeAlias

from starlette.types import Scope, Send

PageStatus: TypeAlias = Literal[400, 414, 502]

_TITLES: Final[dict[PageStatus, str]] = {
    400: "400 Bad Request",
    414: "414 Request-URI Too Large",
    502: "502 Bad Gateway",
}
# Assumption: the shape of the page. That it is HTML, has the status 403 and says "Just a moment" is known.
# Source: wire facts, section 3.
_CHALLENGE: Final = (
    '<!DOCTYPE html><html lang="en-US"><head><title>Just a moment...</title>'
    '<meta http-equiv="Content-Type" content="text/html; charset=UTF-8">'
    '<meta name="robots" content="noindex,nofollow"></head><body>'
    "<noscript>Enable JavaScript and cookies to continue</noscript></body></html>"
)


def nginx_page(status: PageStatus) -> bytes:
    """Return the HTML that an unadorned nginx sends with a status."""
    title = _TITLES[status]
    return (
        f"<html>\r\n<head><title>{title}</title></head>\r\n<body>\r\n<center><h1>{title}</h1></center>\r\n"
        "<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n"
    ).encode()


async def send_nginx_page(scope: Scope, send: Send, status: PageStatus) -> None:
    """Answer a request with nginx's page of a status."""
    headers = [(b"server", b"nginx"), (b"content-type", b"text/html")]
    await _send(scope, send, status, headers, nginx_page(status))


async def send_challenge(scope: Scope, send: Send) -> None:
    """Answer a request with Cloudflare's challenge, which no program can meet.

    Source of `cf-mitigated`: Cloudflare's documentation of challenge pages. Assumption: the other headers.
    """
    headers = [
        (b"server", b"cloudflare"),
        (b"cf-mitigated", b"challenge"),
        (b"cf-ray", f"{uuid.uuid4().hex[:16]}-CDG".encode()),
        (b"cache-control", b"private, max-age=0, no-store, no-cache, must-revalidate"),
        (b"content-type", b"text/html; charset=UTF-8"),
    ]
    await _send(scope, send, 403, headers, _CHALLENGE.encode())


async def _send(
    scope: Scope, send: Send, status: int, headers: list[tuple[bytes, bytes]], body: bytes
) -> None:
    length = (b"content-length", str(len(body)).encode())
    await send({"type": "http.response.start", "status": status, "headers": [*headers, length]})
    await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body})
