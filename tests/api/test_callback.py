"""The address that a browser comes back to, over real connections on this machine."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable

import pytest

from ft42tui.api import callback as module
from ft42tui.api.callback import Callback, CannotListen, can_listen, listening, with_free_port
from ft42tui.api.errors import SignInFailed


@pytest.fixture
def port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        number: int = found.getsockname()[1]
        return number


async def sent(port: int, data: bytes) -> bytes:
    """Send some bytes and return all that comes."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(data)
        return await reader.read()
    finally:
        writer.close()
        await writer.wait_closed()


async def get(port: int, target: str, method: str = "GET") -> str:
    return (await sent(port, f"{method} {target} HTTP/1.1\r\nHost: x\r\n\r\n".encode())).decode()


async def is_free(port: int) -> bool:
    try:
        _, writer = await asyncio.open_connection("127.0.0.1", port)
    except OSError:
        return True
    writer.close()
    return False


def soon(callback: Callback) -> Awaitable[str]:
    return callback.redirected(10)


async def test_the_address_that_the_browser_comes_with_is_the_answer(port: int) -> None:
    uri = f"http://127.0.0.1:{port}/callback"
    async with listening(uri) as callback:
        page = await get(port, "/callback?code=c0de&state=%C3%A9+x")
        redirected = await soon(callback)

    assert redirected == f"{uri}?code=c0de&state=%C3%A9+x"
    assert page.startswith("HTTP/1.1 200 OK\r\n")
    assert "You can go back to the terminal" in page
    assert "c0de" not in page


async def test_the_page_is_plain_and_kept_by_nobody(port: int) -> None:
    async with listening(f"http://127.0.0.1:{port}/callback"):
        head, _, body = (await get(port, "/callback?code=c0de")).partition("\r\n\r\n")

    assert "Cache-Control: no-store" in head
    assert "Referrer-Policy: no-referrer" in head
    assert "default-src 'none'" in head
    assert f"Content-Length: {len(body.encode())}" in head
    assert "<script" not in body
    assert "http" not in body


async def test_a_second_answer_is_too_late_and_changes_nothing(port: int) -> None:
    async with listening(f"http://127.0.0.1:{port}/callback") as callback:
        await get(port, "/callback?code=first")
        second = await get(port, "/callback?code=second")
        redirected = await soon(callback)

    assert second.startswith("HTTP/1.1 410 Gone")
    assert redirected.endswith("?code=first")


async def test_of_many_at_once_one_is_the_answer(port: int) -> None:
    async with listening(f"http://127.0.0.1:{port}/callback") as callback:
        pages = await asyncio.gather(*(get(port, f"/callback?code={n}") for n in range(20)))
        redirected = await soon(callback)
    [winner] = [n for n, page in enumerate(pages) if page.startswith("HTTP/1.1 200")]

    assert redirected.endswith(f"?code={winner}")


@pytest.mark.parametrize(
    ("method", "target"),
    [
        ("GET", "/favicon.ico"),
        ("GET", "/favicon.ico?code=1"),
        ("GET", "/callback"),
        ("GET", "/callback?"),
        ("GET", "/callback/?code=1"),
        ("GET", "/Callback?code=1"),
        ("GET", "//callback?code=1"),
        ("GET", "http://127.0.0.1/callback?code=1"),
        ("POST", "/callback?code=1"),
        ("HEAD", "/callback?code=1"),
        ("OPTIONS", "/callback?code=1"),
        ("get", "/callback?code=1"),
    ],
)
async def test_what_else_is_asked_for_is_not_found_and_no_answer(method: str, target: str, port: int) -> None:
    async with listening(f"http://127.0.0.1:{port}/callback") as callback:
        page = await get(port, target, method)
        await get(port, "/callback?code=mine")

        assert page.startswith("HTTP/1.1 404 ")
        assert (await soon(callback)).endswith("?code=mine")


GARBAGE = [
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",  # a browser that tries https
    b"\x00\xff\xfe\r\n\r\n",
    b"\r\n\r\n",
    b"GET\r\n\r\n",
    b"GET /callback?code=1\r\n\r\n",
    b"GET /callback?code=1 ",
    b"GET /" + b"x" * 100_000,
    b"GET / HTTP/1.1\r\n" + b"X: y\r\n" * 20_000 + b"\r\n",
    b"",
]


@pytest.mark.parametrize("data", GARBAGE, ids=range(len(GARBAGE)))
async def test_garbage_disturbs_nobody(data: bytes, port: int) -> None:
    async with listening(f"http://127.0.0.1:{port}/callback") as callback:
        _, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(data)
        writer.close()
        page = await get(port, "/callback?code=mine")

        assert page.startswith("HTTP/1.1 200 ")
        assert (await soon(callback)).endswith("?code=mine")


async def test_whoever_says_nothing_holds_up_nobody(port: int) -> None:
    async with listening(f"http://127.0.0.1:{port}/callback") as callback:
        silent = [await asyncio.open_connection("127.0.0.1", port) for _ in range(20)]
        silent[0][1].write(b"GET /callback?code=")
        await get(port, "/callback?code=mine")
        redirected = await soon(callback)
        for _, writer in silent:
            writer.close()
            await writer.wait_closed()

    assert redirected.endswith("?code=mine")


async def test_whoever_says_nothing_is_hung_up_on(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_PATIENCE", 0.01)
    async with listening(f"http://127.0.0.1:{port}/callback"):
        assert await sent(port, b"GET /callback?code=") == b""


async def test_whoever_says_nothing_is_no_complaint_afterwards(port: int) -> None:
    complaints: list[object] = []
    asyncio.get_running_loop().set_exception_handler(lambda _loop, context: complaints.append(context))
    async with listening(f"http://127.0.0.1:{port}/callback"):
        _, idle = await asyncio.open_connection("127.0.0.1", port)
        await get(port, "/callback?code=c0de")
    for task in asyncio.all_tasks() - {asyncio.current_task()}:
        task.cancel()
    for _ in range(5):
        await asyncio.sleep(0)
    idle.close()

    assert complaints == []


async def test_nobody_listens_afterwards(port: int) -> None:
    async with listening(f"http://127.0.0.1:{port}/callback"):
        assert not await is_free(port)

    assert await is_free(port)


async def test_nobody_listens_after_a_failure_either(port: int) -> None:
    with pytest.raises(RuntimeError):
        async with listening(f"http://127.0.0.1:{port}/callback"):
            raise RuntimeError

    assert await is_free(port)


async def test_one_can_listen_again_at_once(port: int) -> None:
    uri = f"http://127.0.0.1:{port}/callback"
    for code in ("one", "two"):
        async with listening(uri) as callback:
            await get(port, f"/callback?code={code}")
            assert (await soon(callback)).endswith(code)


async def test_a_port_in_use_is_told_with_another_to_take(port: int) -> None:
    uri = f"http://127.0.0.1:{port}/callback"
    async with listening(uri):
        with pytest.raises(SignInFailed, match=f"Port {port} cannot be listened to") as failed:
            async with listening(uri):
                pass

    assert f"http://127.0.0.1:{port + 1}/callback" in failed.value.hint


async def test_nobody_comes(port: int) -> None:
    async with listening(f"http://127.0.0.1:{port}/callback") as callback:
        with pytest.raises(SignInFailed, match="Nobody came back"):
            await callback.redirected(0.01)


@pytest.mark.parametrize("path", ["", "/", "/a/b", "/callback?kept=1"])
async def test_any_path_may_be_registered(path: str, port: int) -> None:
    uri = f"http://localhost:{port}{path}"
    async with listening(uri) as callback:
        bare = path.partition("?")[0]
        await get(port, f"{bare or '/'}?code=c0de")

        assert await soon(callback) == f"http://localhost:{port}{bare}?code=c0de"


async def test_only_this_machine_is_listened_on(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    bound: list[object] = []
    start = asyncio.start_server

    async def watched(*arguments: object, **options: object) -> asyncio.Server:
        bound.append(arguments[1])
        return await start(*arguments, **options)  # type: ignore[arg-type]  # handed on as it came

    monkeypatch.setattr(asyncio, "start_server", watched)
    for host in ("127.0.0.1", "localhost"):
        async with listening(f"http://{host}:{port}/callback"):
            pass

    assert bound == [["127.0.0.1"], ["127.0.0.1"]]


ELSEWHERE = [
    "https://127.0.0.1:4242/callback",
    "http://evil.example:4242/callback",
    "http://0.0.0.0:4242/callback",
    "http://127.0.0.1.evil.example/callback",
    "http://[::1",
    "myapp://callback",
    "urn:ietf:wg:oauth:2.0:oob",
    "nonsense",
    "",
]


@pytest.mark.parametrize("uri", [*ELSEWHERE, "http://127.0.0.1:99999/callback", "http://127.0.0.1:x/"])
async def test_where_nobody_can_listen_is_told(uri: str) -> None:
    with pytest.raises(SignInFailed) as failed:
        async with listening(uri):
            pass

    assert uri in failed.value.title


@pytest.mark.parametrize("uri", ELSEWHERE)
def test_it_is_known_where_nobody_can_listen(uri: str) -> None:
    assert not can_listen(uri)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "LOCALHOST"])
def test_it_is_known_where_one_can_listen(host: str) -> None:
    assert can_listen(f"http://{host}:4242/callback")


async def test_the_next_free_port_is_one_that_can_be_listened_to(port: int) -> None:
    uri = f"http://127.0.0.1:{port}/a/b?c=1"
    async with listening(uri):
        other = with_free_port(uri)
        async with listening(other) as callback:
            assert isinstance(callback, Callback)

    assert other.startswith("http://127.0.0.1:")
    assert other.endswith("/a/b?c=1")
    assert int(other.split(":")[2].partition("/")[0]) > port


async def test_a_port_that_is_taken_is_passed_over(port: int) -> None:
    async with listening(f"http://127.0.0.1:{port}/"):
        if with_free_port(f"http://127.0.0.1:{port - 1}/") == f"http://127.0.0.1:{port}/":
            pytest.fail("the port is taken")


def test_there_may_be_no_other_port() -> None:
    assert with_free_port("http://127.0.0.1:65535/callback") == ""


def test_a_port_below_1024_is_never_offered() -> None:
    assert int(with_free_port("http://localhost/callback").split(":")[2].partition("/")[0]) >= 1024


async def test_a_port_in_use_is_named_in_the_error(port: int) -> None:
    async with listening(f"http://127.0.0.1:{port}/"):
        with pytest.raises(CannotListen) as failed:
            async with listening(f"http://127.0.0.1:{port}/"):
                pass
    assert failed.value.port == port
