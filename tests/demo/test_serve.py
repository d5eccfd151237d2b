"""The server on its port: how it starts, what a connection may send, how one ends."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import io
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from served_app import served
from starlette.types import Receive, Scope, Send

from ft42tui.demo.app import DemoApi
from ft42tui.demo.protocol import LONGEST_HEAD, LONGEST_TARGET
from ft42tui.demo.school import snapshot
from ft42tui.demo.serve import listen, serve, warning
from ft42tui.demo.settings import DemoSettings
from ft42tui.demo.weather import Fault, Weather, Weathered

BODY = b"[" + b"1," * 50_000 + b"1]"


async def api(scope: Scope, receive: Receive, send: Send) -> None:
    """Read a whole request and answer it."""
    while (await receive()).get("more_body", False):
        pass
    headers = [(b"content-length", str(len(BODY)).encode()), (b"content-type", b"application/json")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": BODY})


class Same(Weather):
    """Weather that never changes."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(0, 0)
        self._fault = fault

    def draw(self) -> Fault | None:
        return self._fault


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    """A server that reads every request and answers it."""
    with served(api) as address:
        yield address


@pytest.fixture
def dial(url: str) -> Iterator[Callable[[], socket.socket]]:
    """Connect to the server."""
    with contextlib.ExitStack() as stack:
        host, port = url.removeprefix("http://").split(":")
        yield lambda: stack.enter_context(socket.create_connection((host, int(port)), timeout=10))


def get(url: str, path: str = "/") -> httpx.Response:
    return httpx.get(url + path, trust_env=False)


def heard(connection: socket.socket) -> bytes:
    """Return all that comes until the server has nothing more to say."""
    said = b""
    while piece := connection.recv(65_536):
        said += piece
    return said


async def test_a_small_answer_waits_for_no_acknowledgement() -> None:
    accepted: asyncio.Future[asyncio.Transport] = asyncio.get_running_loop().create_future()

    class Guest(asyncio.Protocol):
        def connection_made(self, transport: asyncio.BaseTransport) -> None:
            assert isinstance(transport, asyncio.Transport)
            accepted.set_result(transport)

    with listen(0) as bound, socket.create_connection(bound.getsockname()):
        server = await asyncio.get_running_loop().create_server(Guest, sock=bound)
        transport = await accepted
        ours = transport.get_extra_info("socket")
        assert ours.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
        transport.close()
        server.close()


def test_a_path_or_query_that_is_too_long_is_a_414_and_the_connection_goes_on(url: str) -> None:
    with httpx.Client(trust_env=False) as client:
        for path in ("/?" + "a" * LONGEST_TARGET, "/" + "a" * LONGEST_TARGET):
            answer = client.get(url + path)
            assert answer.status_code == 414
            assert answer.headers["Content-Type"] == "text/html"
            assert "414 Request-URI Too Large" in answer.text
            assert client.get(url + path[: LONGEST_TARGET - 1]).status_code == 200


@pytest.mark.parametrize("size", [100_000, 1_048_576, 8_000_000])
def test_a_query_of_megabytes_gets_its_answer_and_the_server_goes_on(
    url: str, dial: Callable[[], socket.socket], size: int
) -> None:
    connection = dial()
    connection.sendall(b"GET /v2/users?filter[id]=" + b"1," * (size // 2) + b" HTTP/1.1\r\nHost: x\r\n\r\n")
    connection.shutdown(socket.SHUT_WR)
    said = heard(connection)

    assert said.startswith(b"HTTP/1.1 414 ")
    assert said.endswith(b"</html>\r\n")
    assert get(url).status_code == 200


def test_headers_that_are_too_long_are_a_400(url: str, dial: Callable[[], socket.socket]) -> None:
    connection = dial()
    connection.sendall(b"GET / HTTP/1.1\r\nHost: x\r\nCookie: " + b"c" * 40 * LONGEST_HEAD)
    connection.shutdown(socket.SHUT_WR)

    assert heard(connection).startswith(b"HTTP/1.1 400 Bad Request\r\n")
    assert get(url).status_code == 200


@pytest.mark.parametrize(
    "noise",
    [
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
        b"hello\r\n\r\n",
        b"GET /\x00 HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: many\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nnothing of the kind\r\n",
    ],
)
def test_what_is_no_request_is_a_400_and_the_end_of_the_connection(
    url: str, dial: Callable[[], socket.socket], caplog: pytest.LogCaptureFixture, noise: bytes
) -> None:
    connection = dial()
    connection.sendall(noise)
    said = heard(connection)

    assert said.startswith(b"HTTP/1.1 400 Bad Request\r\n")
    assert b"connection: close\r\n" in said.lower()
    assert said.endswith(b"</html>\r\n")
    assert get(url).status_code == 200
    assert caplog.records == []


def test_what_follows_an_answer_is_refused_after_it(dial: Callable[[], socket.socket]) -> None:
    connection = dial()
    connection.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\nhello\r\n\r\n")
    said = heard(connection)

    assert said.startswith(b"HTTP/1.1 200 OK\r\n")
    assert BODY + b"HTTP/1.1 400 Bad Request\r\n" in said


@pytest.mark.parametrize("way", ["in one piece", "in chunks"])
def test_a_body_that_is_too_long_is_a_413_and_the_server_goes_on(school: DemoApi, way: str) -> None:
    body = b"x" * 2_097_152
    with served(school) as url, httpx.Client(trust_env=False) as client:
        answer = client.post(f"{url}/oauth/token", content=body if way == "in one piece" else iter([body]))
        assert answer.status_code == 413
        assert client.post(f"{url}/oauth/token").status_code < 500


def test_a_reset_is_one() -> None:
    with served(Weathered(api, Same("reset"))) as url, pytest.raises(httpx.ReadError) as ended:
        get(url)
    assert _number(ended.value) == errno.ECONNRESET


def test_half_an_answer_ends_before_its_length() -> None:
    with (
        served(Weathered(api, Same("truncation"))) as url,
        httpx.stream("GET", url, trust_env=False) as answer,
    ):
        pieces = answer.iter_raw(1_000)
        received = b"".join(next(pieces) for _ in range(len(BODY) // 2_000))
        with pytest.raises(httpx.RemoteProtocolError, match="without sending complete message body"):
            list(pieces)

    assert answer.headers["Content-Length"] == str(len(BODY))
    assert received == BODY[: len(BODY) // 2_000 * 1_000]


def test_an_answer_that_is_cut_before_it_begins_is_a_connection_that_closes() -> None:
    with (
        served(Weathered(api, Same("truncation"))) as url,
        pytest.raises(httpx.RemoteProtocolError, match="without sending a response"),
    ):
        httpx.head(url, trust_env=False)


def test_a_slow_answer_is_whole() -> None:
    async def sleep(seconds: float) -> None:
        pass

    with served(Weathered(api, Same("drip"), sleep=sleep)) as url:
        assert get(url).content == BODY


def test_faults_leave_nothing_to_read_for_whoever_started_it(caplog: pytest.LogCaptureFixture) -> None:
    for fault in ("reset", "truncation", "gateway"):
        with served(Weathered(api, Same(fault))) as url, contextlib.suppress(httpx.HTTPError):
            get(url)
    assert caplog.records == []


def _number(error: BaseException | None) -> int | None:
    """Return the system's number for what an error came from."""
    while error is not None and not isinstance(error, OSError):
        error = error.__cause__ or error.__context__
    return None if error is None else error.errno


def test_a_port_in_use_is_one_sentence_and_status_2(capsys: pytest.CaptureFixture[str]) -> None:
    with listen(0) as taken:
        port = taken.getsockname()[1]
        assert serve(DemoSettings(users=1, port=port), announce=io.StringIO()) == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert f"Port {port} on 127.0.0.1 cannot be used: Address already in use." in said


def test_a_port_that_may_not_be_taken_is_one_sentence_and_status_2(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Guarded(socket.socket):
        def bind(self, address: object) -> None:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    monkeypatch.setattr(socket, "socket", Guarded)
    assert serve(DemoSettings(users=1, port=80), announce=io.StringIO()) == 2
    assert capsys.readouterr().err == (
        "Port 80 on 127.0.0.1 cannot be used: Permission denied. Choose another with --port.\n"
    )


def test_serve_says_where_it_is_and_ends_with_status_0(tmp_path: Path) -> None:
    code = (
        "import sys; from ft42tui.demo.serve import serve; from ft42tui.demo.settings import DemoSettings;"
        "sys.exit(serve(DemoSettings(users=2), announce=sys.stdout))"
    )
    environment = os.environ | {"XDG_CACHE_HOME": str(tmp_path)}
    for number in (signal.SIGINT, signal.SIGTERM):
        process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, env=environment)
        assert process.stdout is not None
        with process.stdout:
            assert b"http://127.0.0.1:" in process.stdout.readline()
            process.send_signal(number)
            assert process.wait(timeout=5) == 0


@pytest.mark.parametrize(("columns", "shown"), [(None, b"application "), (80, b"Applications,")])
def test_serve_says_it_for_the_terminal_that_reads_it(
    tmp_path: Path, columns: int | None, shown: bytes
) -> None:
    code = (
        "import sys; from ft42tui.demo.serve import serve; from ft42tui.demo.settings import DemoSettings;"
        f"sys.exit(serve(DemoSettings(users=2), announce=sys.stdout, columns={columns}))"
    )
    environment = os.environ | {"XDG_CACHE_HOME": str(tmp_path)}
    process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, env=environment)
    assert process.stdout is not None
    with process.stdout:
        said = list(iter(process.stdout.readline, b"Press ctrl+c to stop.\n"))
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=5) == 0
    assert said[4].startswith(shown)


def test_a_reader_that_went_away_is_no_reason_not_to_serve(tmp_path: Path) -> None:
    code = """
import os, signal, sys
from ft42tui.demo.serve import serve
from ft42tui.demo.settings import DemoSettings

class Gone:
    def write(self, text):
        os.kill(os.getpid(), signal.SIGINT)  # taken notice of once it serves
        raise BrokenPipeError

sys.exit(serve(DemoSettings(users=2), announce=Gone()))
"""
    environment = os.environ | {"XDG_CACHE_HOME": str(tmp_path)}
    ended = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=environment, timeout=20, check=False
    )
    assert (ended.returncode, ended.stderr) == (0, "")


def test_only_a_large_school_that_is_not_kept_is_told_of_before_it_is_made(tmp_path: Path) -> None:
    large = DemoSettings(users=100_000)
    assert warning(large, tmp_path) == "Making a school of 100000 users …"
    assert warning(DemoSettings(), tmp_path) == ""

    snapshot.path_of(tmp_path, large).touch()
    assert warning(large, tmp_path) == ""
