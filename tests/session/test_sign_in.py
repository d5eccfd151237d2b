"""Signing in step by step, with a browser that a test plays and a token endpoint made of answers."""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any, TypeAlias
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from doubles import Body, FakeTime

from ft42tui.api.authorization import Authorization
from ft42tui.api.budget import Throttle
from ft42tui.api.door import Door
from ft42tui.api.errors import ApiError, SignInFailed, Unreachable
from ft42tui.api.grants import TokenEndpoint
from ft42tui.session.sign_in import USER_STEPS, SignIn

ORIGIN = "https://api.intra.42.fr"
TOKEN = (200, {"access_token": "s3cret-token", "expires_in": 7200, "scope": "public"})
STEPS = list(USER_STEPS)


class Browser:
    """Comes back at once with a query that is made of the one it was sent with."""

    def __init__(self, **changes: str) -> None:
        self.changes = changes
        self.opened: list[str] = []
        self._tasks: list[asyncio.Task[None]] = []

    def open(self, url: str) -> bool:
        self.opened.append(url)
        self._tasks.append(asyncio.ensure_future(self._come_back(self.redirected(url))))
        return True

    def redirected(self, url: str) -> str:
        asked = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
        answer = {"code": "c0de", "state": asked["state"]} | self.changes
        return str(httpx.URL(asked["redirect_uri"], params=answer))

    async def _come_back(self, address: str) -> None:
        parts = urlsplit(address)
        with suppress(OSError):
            reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
            writer.write(f"GET {parts.path}?{parts.query} HTTP/1.1\r\n\r\n".encode())
            await reader.read()
            writer.close()
            await writer.wait_closed()

    async def done(self) -> None:
        await asyncio.gather(*self._tasks)


class NoBrowser(Browser):
    """Opens nothing."""

    def open(self, url: str) -> bool:
        self.opened.append(url)
        return False


Make: TypeAlias = Callable[..., SignIn]


@pytest.fixture
def heard() -> list[int]:
    """Return how many steps there were at each piece of news."""
    return []


@pytest.fixture
def seen() -> list[httpx.Request]:
    """Return what was sent to the token endpoint."""
    return []


@pytest.fixture
def sign_in(seen: list[httpx.Request], heard: list[int]) -> Make:
    """Make a sign-in at a token endpoint that answers as it is told."""
    time = FakeTime()

    def make(answer: tuple[int, Any] | Exception = TOKEN, patience: float | None = 10) -> SignIn:
        options: dict[str, Any] = {} if patience is None else {"patience": patience}

        def handle(request: httpx.Request) -> httpx.Response:
            seen.append(request)
            if isinstance(answer, Exception):
                raise answer
            body = Body(json.dumps(answer[1]).encode())
            return httpx.Response(answer[0], headers={"Content-Type": "application/json"}, stream=body)

        throttle = Throttle(clock=time.clock, sleep=time.sleep)
        door = Door(ORIGIN, throttle, transport=httpx.MockTransport(handle))

        async def secret() -> str:
            return "s3cret-secret"

        made = SignIn(
            TokenEndpoint(door, "u", secret, clock=time.clock),
            on_step=lambda: heard.append(len(made.steps)),
            **options,
        )
        return made

    return make


@pytest.fixture
def attempt() -> Authorization:
    """Return an attempt that comes back to a free port."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    return Authorization.begin(ORIGIN, "u", ("public",), f"http://127.0.0.1:{port}/callback")


def pasting(text: str) -> Callable[[], Awaitable[str]]:
    async def paste() -> str:
        return text

    return paste


async def never() -> str:
    await asyncio.Event().wait()
    return ""


async def failure(work: Awaitable[object]) -> ApiError:
    with pytest.raises(ApiError) as failed:
        await work
    return failed.value


async def test_a_person_who_consents_is_signed_in_by_three_steps(
    sign_in: Make, attempt: Authorization, seen: list[httpx.Request], heard: list[int]
) -> None:
    work, browser = sign_in(), Browser()
    token = await work.as_user(attempt, open_url=browser.open)
    await browser.done()
    sent = parse_qs(seen[0].content.decode())

    assert token.access_token == "s3cret-token"
    assert browser.opened == [attempt.url]
    assert (sent["code"], sent["code_verifier"]) == (["c0de"], [attempt.verifier])
    assert [step.title for step in work.steps] == STEPS
    assert [step.failure for step in work.steps] == ["", "", ""]
    assert [step.exchange is not None for step in work.steps] == [False, False, True]
    assert all(step.seconds >= 0 for step in work.steps)
    assert heard == [1, 2, 3]


async def test_the_steps_show_no_secret(sign_in: Make, attempt: Authorization) -> None:
    work, browser = sign_in((400, {"error": "invalid_grant", "sent": "c0de s3cret-secret"})), Browser()
    failed = await failure(work.as_user(attempt, open_url=browser.open))
    await browser.done()
    shown = repr(work.steps) + repr(failed) + failed.title + failed.hint + failed.message

    for secret in ("c0de", "s3cret", attempt.verifier, attempt.state):
        assert secret not in shown


@pytest.mark.parametrize(
    ("changes", "words", "steps"),
    [
        ({"state": "other"}, "another sign-in", 2),
        ({"error": "access_denied"}, "Access was denied", 2),
        ({"code": ""}, "no code", 2),
    ],
)
async def test_a_wrong_answer_ends_the_sign_in_and_no_token_is_asked_for(
    changes: dict[str, str],
    words: str,
    steps: int,
    sign_in: Make,
    attempt: Authorization,
    seen: list[httpx.Request],
) -> None:
    work, browser = sign_in(), Browser(**changes)
    failed = await failure(work.as_user(attempt, open_url=browser.open))
    await browser.done()

    assert words in failed.title
    assert len(work.steps) == steps
    assert work.steps[-1].failure == failed.title
    assert not seen


async def test_a_refused_code_is_the_third_step(sign_in: Make, attempt: Authorization) -> None:
    work, browser = sign_in((400, {"error": "invalid_grant"})), Browser()
    failed = await failure(work.as_user(attempt, open_url=browser.open))
    await browser.done()

    assert work.steps[-1].title == STEPS[2]
    assert work.steps[-1].exchange is failed.exchange
    assert failed.exchange is not None
    assert failed.exchange.status == 400


async def test_a_server_that_is_not_there_is_shown_in_its_step(sign_in: Make, attempt: Authorization) -> None:
    work, browser = sign_in(httpx.ConnectError("refused")), Browser()
    failed = await failure(work.as_user(attempt, open_url=browser.open))
    await browser.done()

    assert isinstance(failed, Unreachable)
    assert work.steps[-1].exchange is failed.exchange is not None


async def test_an_application_signs_in_by_one_step(sign_in: Make) -> None:
    work = sign_in()
    token = await work.as_application(("public",))

    assert token.grant == "client_credentials"
    assert [step.title for step in work.steps] == ["Token for the application"]


async def test_what_is_pasted_is_as_good_as_the_browser(sign_in: Make, attempt: Authorization) -> None:
    browser, told = NoBrowser(), list[bool]()
    token = await sign_in().as_user(
        attempt,
        pasted=pasting(browser.redirected(attempt.url)),
        open_url=browser.open,
        on_browser=told.append,
    )

    assert token.access_token == "s3cret-token"
    assert told == [False]


async def test_the_browser_is_as_good_as_what_is_never_pasted(sign_in: Make, attempt: Authorization) -> None:
    browser = Browser()
    token = await sign_in().as_user(attempt, pasted=never, open_url=browser.open)
    await browser.done()

    assert token.access_token == "s3cret-token"


async def test_a_port_in_use_opens_no_browser(sign_in: Make, attempt: Authorization) -> None:
    browser = Browser()
    with socket.socket() as taken:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind(("127.0.0.1", urlsplit(attempt.redirect_uri).port or 0))
        taken.listen()
        failed = await failure(sign_in().as_user(attempt, pasted=never, open_url=browser.open))

    assert "cannot be listened to" in failed.title
    assert not browser.opened


@pytest.mark.parametrize("options", [{"listen": False}, {"must_listen": False}])
async def test_where_nobody_can_listen_pasting_is_enough(options: dict[str, Any], sign_in: Make) -> None:
    attempt = Authorization.begin(ORIGIN, "u", ("public",), "https://school.example/callback")
    browser = NoBrowser()
    address = browser.redirected(attempt.url)
    token = await sign_in().as_user(attempt, pasted=pasting(address), open_url=browser.open, **options)

    assert token.access_token == "s3cret-token"


async def test_where_nobody_can_listen_or_paste_it_is_told(sign_in: Make, attempt: Authorization) -> None:
    failed = await failure(sign_in().as_user(attempt, open_url=NoBrowser().open, listen=False))

    assert "nothing can be pasted" in failed.title


@pytest.mark.parametrize("pasted", [None, never])
@pytest.mark.parametrize("listen", [True, False])
async def test_nobody_waits_for_ever(
    pasted: Callable[[], Awaitable[str]] | None,
    listen: bool,  # noqa: FBT001
    sign_in: Make,
    attempt: Authorization,
) -> None:
    work = sign_in(patience=0.01)
    with pytest.raises(SignInFailed):
        await work.as_user(attempt, pasted=pasted, open_url=NoBrowser().open, listen=listen)

    assert work.steps[-1].title == STEPS[0]


class LoopTime:
    """The clock of the event loop, which a test puts forward."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.ahead = 0.0
        loop = asyncio.get_running_loop()
        real = loop.time
        monkeypatch.setattr(loop, "time", lambda: real() + self.ahead)

    async def pass_by(self, seconds: float) -> None:
        """Put it forward, and let everybody notice."""
        self.ahead += seconds
        for _ in range(20):
            await asyncio.sleep(0)


@pytest.mark.parametrize(("pasted", "listen"), [(None, True), (never, True), (never, False)])
async def test_a_sign_in_that_nobody_comes_back_to_ends_after_five_minutes(
    pasted: Callable[[], Awaitable[str]] | None,
    listen: bool,  # noqa: FBT001
    sign_in: Make,
    attempt: Authorization,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    time, work, opened = LoopTime(monkeypatch), sign_in(patience=None), asyncio.Event()
    waiting = asyncio.ensure_future(
        work.as_user(
            attempt,
            pasted=pasted,
            open_url=NoBrowser().open,
            on_browser=lambda _: opened.set(),
            listen=listen,
        )
    )
    await opened.wait()
    await time.pass_by(0.0)
    await time.pass_by(5 * 60.0 - 20.0)
    was_over_before = waiting.done()
    await time.pass_by(20.5)

    assert not was_over_before
    assert waiting.done()
    with pytest.raises(SignInFailed, match="Nobody came back from the browser"):
        await waiting


async def test_whoever_leaves_stops_the_listening(sign_in: Make, attempt: Authorization) -> None:
    waiting = asyncio.Event()
    made = sign_in()
    task = asyncio.ensure_future(
        made.as_user(attempt, open_url=NoBrowser().open, on_browser=lambda _: waiting.set())
    )
    await waiting.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task

    with pytest.raises(ConnectionRefusedError):
        await asyncio.open_connection("127.0.0.1", urlsplit(attempt.redirect_uri).port)

    assert not made.steps  # neither failed nor taken


async def test_each_step_says_what_it_asked_with_and_what_came(sign_in: Make, attempt: Authorization) -> None:
    work, browser = sign_in(), Browser()
    await work.as_user(attempt, open_url=browser.open)
    await browser.done()
    came, checked, exchanged = work.steps

    assert dict(came.asked)["opened"].startswith(f"{ORIGIN}/oauth/authorize?")
    assert dict(came.brought)["came back"].startswith(f"{attempt.redirect_uri}?")
    assert dict(checked.asked)["redirect_uri"] == attempt.redirect_uri
    assert dict(exchanged.asked)["grant_type"] == "authorization_code"
    assert dict(exchanged.brought)["scope"] == "public"
    shown = repr(work.steps)
    for secret in ("c0de", "s3cret", attempt.verifier, attempt.state):
        assert secret not in shown
