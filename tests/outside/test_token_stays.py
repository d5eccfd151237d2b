"""A token goes to its API and nowhere else, whatever the API says: counted by a server that waits for it."""

from __future__ import annotations

import http.client
import json
import subprocess
from base64 import b64encode
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from certificate import self_signed
from notices import is_refused
from odd_api import SECRET, TOKEN, Reply, of, users
from terminal import Terminal, ft42tui, isolated
from wiretap import Asked, Wiretap

from ft42tui.api.budget import Throttle
from ft42tui.api.door import Door
from ft42tui.api.errors import ForeignOrigin

pytestmark = pytest.mark.slow

REFRESH = "r3fr35h70ken" * 4
CODE = "c0de0fan5wer" * 4
PASTED = "7okenInAPastedUrl" * 3
EVERY = (TOKEN, SECRET, REFRESH, CODE, PASTED)

EMPTY = "users?filter[pool_year]=2013"
"""What an empty request line shows."""
BUDGET = {
    "X-Secondly-RateLimit-Limit": "1000",
    "X-Hourly-RateLimit-Limit": "100000",
    "X-Hourly-RateLimit-Remaining": "99999",
}

Start = Callable[..., Terminal]
Leave = Callable[[Terminal], None]


# The one who waits for tokens.


@pytest.fixture
def collector() -> Iterator[Wiretap]:
    """Wait for tokens, with an answer that looks like the API's; afterwards, none came."""
    with Wiretap() as waiting:
        waiting.answer = lambda _: of(users())
        yield waiting
        assert waiting.count(*EVERY) == 0


@pytest.mark.parametrize(
    ("method", "target", "headers", "body"),
    [
        ("GET", "/v2/users", {"Authorization": f"Bearer {TOKEN}"}, ""),
        ("GET", "/v2/users", {"Authorization": "Basic " + b64encode(f"id:{SECRET}".encode()).decode()}, ""),
        ("GET", "/v2/users", {"Referer": f"http://api.example/?access_token={TOKEN}"}, ""),
        ("GET", f"/v2/users?access_token={TOKEN}", {}, ""),
        ("GET", "/v2/users?access_token=" + "".join(f"%{ord(c):02X}" for c in TOKEN), {}, ""),
        ("GET", f"/{TOKEN}", {}, ""),
        ("GET", f"/{TOKEN[:20]}", {}, ""),
        ("GET", f"/{TOKEN[::-1]}", {}, ""),
        ("GET", f"/{TOKEN.encode().hex()}", {}, ""),
        ("POST", "/oauth/token", {}, f"grant_type=client_credentials&client_secret={SECRET}"),
        ("POST", "/oauth/token", {}, json.dumps({"refresh_token": REFRESH})),
    ],
    ids=["bearer", "basic", "referer", "query", "percent", "path", "cut", "reversed", "hex", "form", "json"],
)  # fmt: skip
def test_what_reaches_the_collector_is_counted(
    method: str, target: str, headers: dict[str, str], body: str
) -> None:
    with Wiretap() as collector:
        client = http.client.HTTPConnection("127.0.0.1", collector.port, timeout=10)
        client.request(method, target, body, headers)
        client.getresponse().read()
        client.close()

        assert len(collector.heard) == 1
        assert collector.count(*EVERY) == 1


def test_a_request_without_a_token_is_not_counted_but_heard() -> None:
    with Wiretap() as collector:
        client = http.client.HTTPConnection("127.0.0.1", collector.port, timeout=10)
        client.request("GET", "/v2/users?page=2", headers={"Authorization": "Bearer ••••••••".encode()})
        client.getresponse().read()
        client.close()

        assert len(collector.heard) == 1
        assert collector.count(*EVERY) == 0


# An API that would like to see the token elsewhere, and a person who goes along with it.


@dataclass(frozen=True, slots=True)
class Scene:
    """A hostile API and a program that explores it with a token."""

    api: Wiretap
    collector: Wiretap
    terminal: Terminal

    @property
    def data_asked(self) -> list[Asked]:
        """The requests that were not about tokens."""
        return [asked for asked in self.api.asked if not asked.path.startswith("/oauth/")]

    def tempting(self, **headers: str) -> Callable[[Asked], Reply]:
        """Return an API whose every header names the collector, and whose rows tell the answers apart."""
        elsewhere = f"http://{self.collector.netloc}/v2/users"
        tempting = {
            "Location": elsewhere,
            "Content-Location": elsewhere,
            "Refresh": f"0; url={elsewhere}",
            "Alt-Svc": f'http/1.1="{self.collector.netloc}"; ma=86400',
            "Set-Cookie": f"api={self.collector.netloc}; Domain=127.0.0.1; Path=/",
            "WWW-Authenticate": f'Bearer realm="{elsewhere}", resource_metadata="{elsewhere}"',
        }

        def answer(asked: Asked) -> Reply:
            if asked.path == "/oauth/token/info":
                said: Any = {"resource_owner_id": None, "scopes": ["public"], "expires_in_seconds": 7200}
            else:
                said = [user | {"url": elsewhere} for user in users(3, 1000 * len(self.data_asked))]
            return Reply(of(said).body, 200, BUDGET | tempting | headers)

        return answer

    def press(self, *keys: str) -> bool:
        """Press keys that make a request or are refused; return whether a request was made."""
        before = len(self.data_asked)
        self.terminal.press(*keys)
        self.terminal.until(
            lambda: (
                is_refused(self.terminal)
                or (
                    len(self.data_asked) > before
                    and f"user{1000 * len(self.data_asked)}" in self.terminal.text
                )
            )
        )
        return len(self.data_asked) > before

    def settle(self) -> None:
        """Put what was refused aside."""
        if is_refused(self.terminal):
            self.terminal.press("escape")
            self.terminal.until(lambda: not is_refused(self.terminal))

    def paste(self, text: str) -> None:
        """Paste a request and send it; put it aside if it is refused."""
        self.terminal.press("ctrl+l")
        self.terminal.until("enter send")
        self.terminal.press("ctrl+u")
        self.terminal.until(EMPTY)
        if not self.press(f"\x1b[200~{text}\x1b[201~", "enter"):
            self.terminal.press("escape")  # it is still there to be corrected
        self.terminal.gone("enter send")
        self.settle()

    def load(self) -> None:
        """Send the first request again."""
        assert self.press("r")
        self.settle()


def spelled(shape: str, api: Wiretap, collector: Wiretap) -> str:
    """Return an address that leads, or might lead, away from the API."""
    return shape.format(
        api=api.netloc, api_port=api.port, there=collector.netloc, there_port=collector.port
    )  # fmt: skip


SHAPES = (
    "http://{there}/v2/users?page=2",
    "https://{there}/v2/users?page=2",
    "//{there}/v2/users?page=2",
    "http://{api}@{there}/v2/users?page=2",
    "http://127.0.0.1:{api_port}:x@{there}/v2/users?page=2",
    "http://localhost:{there_port}/v2/users?page=2",
    "http://localhost:{api_port}/v2/users?page=2",
    "http://{api}\\@{there}/v2/users?page=2",
    "http://{there}\\@{api}/v2/users?page=2",
    "http://{there}#@{api}/v2/users?page=2",
    "http:\\\\{there}\\v2\\users?page=2",
    "/\\{there}/v2/users?page=2",
    "http:/\\/{there}/v2/users?page=2",
    "http://{there}\t/v2/users?page=2",
    "/\t/{there}/v2/users?page=2",
    "@{there}/v2/users?page=2",
    "///{there}/v2/users?page=2",
    "http:{there}/v2/users?page=2",
)
"""How an address may look that a careless reader takes for the API's."""


@pytest.fixture
def scene(start: Start, collector: Wiretap) -> Iterator[Scene]:
    """Explore a hostile API; afterwards, it was the only one that ever saw the token, and by its own name."""
    with Wiretap() as api:
        terminal = start("users", "--api", api.url, columns=100, lines=24, FT42_TOKEN=TOKEN)
        found = Scene(api, collector, terminal)
        api.answer = found.tempting()
        terminal.until("user1002")
        yield found
        assert api.count(TOKEN) >= 1
        assert {asked.authorization for asked in api.asked} == {f"Bearer {TOKEN}"}
        assert {asked.host for asked in api.asked} == {api.netloc}
        assert api.count(PASTED) == 0


def test_no_redirect_takes_the_token_along(scene: Scene, leave: Leave) -> None:
    tries = [(status, SHAPES[0]) for status in (301, 302, 303, 307, 308)]
    tries += [(302, shape) for shape in SHAPES[1:10]]
    for status, shape in tries:
        to = {"Location": spelled(shape, scene.api, scene.collector)}
        scene.api.answer = lambda _, status=status, to=to: Reply(b"[]", status, BUDGET | to)  # type: ignore[misc]
        assert scene.press("r")
        assert is_refused(scene.terminal), shape
        scene.settle()
    leave(scene.terminal)
    assert len(scene.data_asked) == 1 + len(tries)
    assert not scene.collector.heard


def test_no_link_takes_the_token_along(scene: Scene, leave: Leave) -> None:
    keys = (".", ",", ">", "<")
    tries = [(SHAPES[0], key) for key in keys]
    tries += [(shape, keys[at % 4]) for at, shape in enumerate(SHAPES[1:])]
    for shape, key in tries:
        to = spelled(shape, scene.api, scene.collector)
        links = ", ".join(f'<{to}>; rel="{rel}"' for rel in ("next", "prev", "last", "first"))
        scene.api.answer = scene.tempting(Link=links)
        scene.load()
        scene.press(key)
        scene.settle()
    leave(scene.terminal)
    assert not scene.collector.heard


def test_no_pasted_address_takes_the_token_along(scene: Scene, leave: Leave) -> None:
    shapes = (
        *SHAPES[:10],
        "http://{there}/v2/users?access_token=" + PASTED,
        "http://{api}/v2/users?page=2&access_token=" + PASTED,
        "{there}/v2/users?page=2",
        "GET http://{there}/v2/users HTTP/1.1",
    )
    for shape in shapes:
        scene.paste(spelled(shape, scene.api, scene.collector))
    leave(scene.terminal)
    assert not scene.collector.heard


def test_no_token_of_another_api_is_looked_at(scene: Scene, leave: Leave) -> None:
    for shape in ("http://{there}/v2/users", "//{there}/", "http://{api}@{there}/", "{there}/v2/users"):
        scene.terminal.press("t")
        scene.terminal.until("fingerprint")
        scene.terminal.press("p")
        scene.terminal.until("paste it here")
        address = spelled(shape, scene.api, scene.collector)
        scene.terminal.press(f"\x1b[200~{address}?access_token={PASTED}\x1b[201~", "enter")
        scene.terminal.until("That URL is not this API's")
        scene.terminal.press("escape")
        scene.terminal.until("GET /v2/users")
    leave(scene.terminal)
    assert not scene.collector.heard


@pytest.mark.parametrize(
    "target", ["@{there}/v2/users", ":80@{there}/", ".evil.example/v2/users", "0/v2/users"]
)
async def test_a_target_that_would_change_the_host_is_not_sent(target: str, collector: Wiretap) -> None:
    door = Door("http://127.0.0.1", Throttle())
    try:
        with pytest.raises(ForeignOrigin):
            await door.request(
                "GET", target.format(there=collector.netloc), headers={"Authorization": f"Bearer {TOKEN}"}
            )
    finally:
        await door.aclose()
    assert not collector.heard


# The same host, without TLS.


@pytest.fixture
def api_over_tls(tmp_path: Path) -> Iterator[tuple[Wiretap, str]]:
    """Serve an API over TLS, which hears on the same port what comes without it; and what to trust it by."""
    context, trusted = self_signed(tmp_path)
    with Wiretap(context) as api:
        yield api, str(trusted)
        assert api.count(TOKEN) >= 1
        assert not [heard for heard in api.heard if heard.is_plain]


@pytest.mark.parametrize(
    "shape", ["http://{api}/v2/users?page=2", "http://localhost:{api_port}/v2/users?page=2"]
)
def test_nothing_goes_over_plain_http_to_an_api_that_speaks_tls(
    shape: str, api_over_tls: tuple[Wiretap, str], start: Start, leave: Leave, collector: Wiretap
) -> None:
    api, trusted = api_over_tls
    terminal = start(
        "users", "--api", api.url, columns=100, lines=24, FT42_TOKEN=TOKEN, SSL_CERT_FILE=trusted
    )
    scene = Scene(api, collector, terminal)
    plain = spelled(shape, api, collector)
    api.answer = scene.tempting(Link=f'<{plain}>; rel="next"', Location=plain)
    terminal.until("user1002")

    scene.press(".")
    scene.settle()
    api.answer = lambda _: Reply(b"[]", 302, BUDGET | {"Location": plain})
    scene.press("r")
    scene.settle()
    api.answer = scene.tempting()
    scene.paste(plain)
    leave(terminal)

    assert {asked.host for asked in api.asked} == {api.netloc}

    assert len(api.heard) >= 1


# Without a screen: sign in, renew, look, sign out.


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with an application of a hostile API."""

    home: Path
    api: Wiretap

    def environment(self, **more: str) -> dict[str, str]:
        """Return what the program is given."""
        own = {"FT42_API_URL": self.api.url, "FT42_CLIENT_ID": "u-odd", "FT42_CLIENT_SECRET": SECRET}
        return isolated(self.home, **(own | more))

    def run(self, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
        """Run the program to its end."""
        return subprocess.run(
            ft42tui(*arguments),
            env=self.environment(**more),
            cwd=self.home,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
        )

    def sign_in(self) -> tuple[str, int]:
        """Paste what a browser elsewhere ended at; return what was said, and how the program ended."""
        with Terminal(
            ft42tui("login", "--no-browser"), environment=self.environment(), folder=self.home, columns=1000
        ) as terminal:
            terminal.until("paste the address that it ended at")
            line = next(line for line in terminal.text.splitlines() if line.startswith("Sign in here: "))
            asked = urlsplit(line.removeprefix("Sign in here: "))
            wish = parse_qs(asked.query)
            assert f"{asked.scheme}://{asked.netloc}" == self.api.url
            terminal.press(f"{wish['redirect_uri'][0]}?code={CODE}&state={wish['state'][0]}\r")
            _, status = terminal.ended()
            return terminal.text, status


def user_token(*, life: int = 7200) -> Reply:
    """Return a user's token."""
    return of(
        {
            "access_token": TOKEN,
            "refresh_token": REFRESH,
            "expires_in": life,
            "scope": "public",
            "token_type": "bearer",
        }
    )


@pytest.fixture
def hostile() -> Iterator[Wiretap]:
    """Serve an API that is told what to answer."""
    with Wiretap() as api:
        yield api


@pytest.fixture
def person(tmp_path: Path, hostile: Wiretap) -> Person:
    """Return somebody who never signed in."""
    home = tmp_path / "person"
    home.mkdir()
    return Person(home, hostile)


AWAY = [
    (301, "http://{there}{path}"),
    (302, "//{there}{path}"),
    (303, "http://{api}@{there}{path}"),
    (307, "http://{there}{path}"),
    (308, "http://localhost:{there_port}{path}"),
]
"""307 and 308 send a body again, and with it the secret."""


def leading_away(
    path: str, status: int, shape: str, api: Wiretap, collector: Wiretap, otherwise: Reply
) -> Callable[[Asked], Reply]:
    """Return an API that redirects one path and answers the others."""
    to = shape.format(
        api=api.netloc, there=collector.netloc, there_port=collector.port, path=path
    )  # fmt: skip
    return lambda asked: Reply(b"", status, {"Location": to}) if asked.path == path else otherwise


@pytest.mark.parametrize(("status", "shape"), AWAY)
def test_no_redirect_of_the_token_endpoint_takes_the_secret_along(
    status: int, shape: str, person: Person, collector: Wiretap
) -> None:
    api = person.api
    api.answer = leading_away("/oauth/token", status, shape, api, collector, of({}))
    ended = person.run("login", "--app")

    assert ended.returncode == 2
    assert f"{status} · the server points to" in ended.stderr
    assert api.count(SECRET) == 1
    assert not collector.heard


@pytest.mark.parametrize(
    ("path", "status", "shape"), [*(("/oauth/token/info", *away) for away in AWAY), ("/v2/me", *AWAY[-1])]
)
def test_no_redirect_of_what_describes_the_token_takes_it_along(
    path: str, status: int, shape: str, person: Person, collector: Wiretap
) -> None:
    api = person.api
    info = of({"resource_owner_id": 74, "scopes": ["public"], "expires_in_seconds": 7200})
    api.answer = leading_away(path, status, shape, api, collector, info)
    ended = person.run("token", FT42_TOKEN=TOKEN)

    assert ended.returncode == (2 if path == "/oauth/token/info" else 0)
    assert path in {asked.path for asked in api.asked}
    assert {asked.authorization for asked in api.asked} == {f"Bearer {TOKEN}"}
    assert not collector.heard


def test_no_redirect_takes_the_code_along(person: Person, collector: Wiretap) -> None:
    api = person.api
    api.answer = leading_away("/oauth/token", 307, "http://{there}{path}", api, collector, of({}))
    said, status = person.sign_in()

    assert status == 2
    assert "307 · the server points to" in said
    assert api.count(CODE) == 1
    assert not collector.heard


def test_no_redirect_takes_the_refresh_token_along(person: Person, collector: Wiretap) -> None:
    api = person.api
    api.answer = lambda _: user_token(life=1)
    assert person.sign_in()[1] == 0
    api.answer = leading_away("/oauth/token", 307, "http://{there}{path}", api, collector, of({}))
    ended = person.run("token")

    assert ended.returncode == 2
    assert "307 · the server points to" in ended.stderr
    assert api.count(REFRESH) == 1
    assert not collector.heard


def test_a_kept_token_goes_to_the_api_that_gave_it_and_is_revoked_there_only(
    person: Person, collector: Wiretap
) -> None:
    api = person.api
    api.answer = lambda _: user_token()
    assert person.sign_in()[1] == 0
    for other in (collector.url, f"http://localhost:{api.port}"):
        person.run("token", FT42_API_URL=other, FT42_CLIENT_SECRET="")
        person.run("logout", FT42_API_URL=other, FT42_CLIENT_SECRET="")
    assert {asked.host for asked in api.asked} == {api.netloc}
    assert len(api.asked) == 1
    api.answer = leading_away("/oauth/revoke", 307, "http://{there}{path}", api, collector, of({}))
    ended = person.run("logout")

    assert "307 · the server points to" in ended.stderr
    assert api.count(TOKEN) == 1
    assert not collector.heard


# Proxies.


@pytest.mark.parametrize("name", ["http_proxy", "HTTP_PROXY", "ALL_PROXY", "all_proxy"])
def test_no_proxy_comes_between_the_program_and_this_machine(
    name: str, person: Person, collector: Wiretap
) -> None:
    person.api.answer = lambda _: of({})
    proxy = {name: collector.url, "NO_PROXY": "", "no_proxy": ""}

    assert person.run("token", FT42_TOKEN=TOKEN, **proxy).returncode == 0
    assert person.api.count(TOKEN) == 1
    assert not collector.heard


@pytest.mark.parametrize("name", ["HTTPS_PROXY", "https_proxy", "ALL_PROXY"])
def test_a_proxy_leads_through_and_reads_nothing(
    name: str, api_over_tls: tuple[Wiretap, str], person: Person, collector: Wiretap
) -> None:
    api, trusted = api_over_tls
    api.answer = lambda _: of({})
    ended = person.run(
        "token", FT42_API_URL=api.url, FT42_TOKEN=TOKEN, SSL_CERT_FILE=trusted, **{name: collector.url}
    )

    assert ended.returncode == 0, ended.stderr
    assert [bytes(heard.data).split()[:2] for heard in collector.heard] == [[b"CONNECT", api.netloc.encode()]]
    assert len(collector.heard[0].data) > 500


def test_a_certificate_that_nobody_vouches_for_gets_no_token(tmp_path: Path, person: Person) -> None:
    context, _ = self_signed(tmp_path)
    with Wiretap(context) as api:
        ended = person.run("token", FT42_API_URL=api.url, FT42_TOKEN=TOKEN)

        assert ended.returncode == 2
        assert "No safe connection to" in ended.stderr
        assert len(api.heard) == 1
        assert not api.heard[0].data
