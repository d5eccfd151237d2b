"""HTTP/1.1 on a connection, as nginx speaks it: what is too long or no HTTP is refused before the API."""

from __future__ import annotations

import asyncio
import socket
import struct
from http import HTTPStatus
from typing import Any, Final

import h11
from starlette.types import Receive, Scope, Send
from uvicorn.config import Config
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.server import ServerState

from ft42tui.demo.front import PageStatus, nginx_page, send_nginx_page
from ft42tui.demo.weather import ABORT, CLOSE

LONGEST_TARGET: Final = 8_192
"""Bytes of a path and its query string. Assumption: nginx's default, one buffer of 8 KiB."""
LONGEST_HEAD: Final = 32_768
"""Bytes of a request line and headers that have not ended yet. Assumption: nginx's four buffers of 8 KiB."""

_LINGER: Final = 5.0  # nginx's lingering_timeout
_RESET: Final = struct.pack("ii", 1, 0)


class FrontProtocol(H11Protocol):
    """One connection. A refused client is heard out: a connection closed on what it still sends would be
    reset, and the answer lost.
    """

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        self._api = self.app
        self.app = self._enter
        self._is_refused = False

    async def _enter(self, scope: Scope, receive: Receive, send: Send) -> None:
        if len(scope["raw_path"]) + len(scope["query_string"]) >= LONGEST_TARGET:
            await send_nginx_page(scope, send, 414)
            return
        scope["extensions"] = {ABORT: self._abort, CLOSE: self._close}
        await self._api(scope, receive, send)

    def _abort(self) -> None:
        self.cycle.disconnected = True
        self.transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
        self.transport.abort()

    def _close(self) -> None:
        self.cycle.disconnected = True
        self.transport.close()

    def data_received(self, data: bytes) -> None:
        """Read what the client sends; what a refused one still sends is thrown away."""
        if not self._is_refused:
            super().data_received(data)

    def send_400_response(self, msg: str) -> None:
        """Refuse what cannot be read as a request, and end the connection once the client did."""
        self._is_refused = True
        if self.cycle is not None:  # it waits for the rest of a body that will not come
            self.cycle.disconnected = True
            self.cycle.message_event.set()
        if self.conn.our_state not in {h11.IDLE, h11.SEND_RESPONSE}:
            self.transport.close()
            return
        status = self._refusal()
        page = nginx_page(status)
        headers = [
            ("server", "nginx"),
            ("content-type", "text/html"),
            ("content-length", str(len(page))),
            ("connection", "close"),
        ]
        head = h11.Response(status_code=status, headers=headers, reason=HTTPStatus(status).phrase)
        for event in (head, h11.Data(page), h11.EndOfMessage()):
            self.transport.write(self.conn.send(event) or b"")
        if self.transport.can_write_eof():
            self.transport.write_eof()
        self.loop.call_later(_LINGER, self.transport.close)

    def _refusal(self) -> PageStatus:
        unread, _ = self.conn.trailing_data
        return 414 if len(unread) > LONGEST_HEAD and b"\n" not in unread[:LONGEST_TARGET] else 400
