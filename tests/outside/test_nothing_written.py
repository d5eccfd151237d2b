"""What a session writes, on the screen, into files, to the clipboard and when it crashes: no secret."""

from __future__ import annotations

import json
import re
import shlex
import stat
import sys
from base64 import b64decode
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import ProxyHandler, Request, build_opener

import crashing
import play_browser
import pytest
from leaks import carries
from notices import is_refused
from odd_api import TOKEN, OddApi, Reply, of, users
from person import free_port
from terminal import Terminal, ft42tui, isolated
from wiretap import Wiretap

from ft42tui.demo.applications import Application, registered
from ft42tui.demo.embedded import EmbeddedApi
from ft42tui.demo.settings import DemoSettings, Rates

pytestmark = pytest.mark.slow

SECRET = "s-s4t2ud-" + "9f3c1e7a52d84b06" * 4
EMPTY = "users?filter[pool_year]=2013"
"""What an empty request line shows."""
MASKED = "Bearer ••••••••"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a session runs, and all that it writes there."""

    home: Path
    started: list[Terminal] = field(default_factory=list)
    kept: list[Path] = field(default_factory=list)
    """The files where a token may lie: none, unless somebody signed in to keep it."""

    @property
    def tokens(self) -> Path:
        """The one folder where a token may lie."""
        return self.home / "state" / "ft42tui" / "tokens"

    def start(self, command: list[str], **environment: str) -> Terminal:
        """Start a program in a terminal."""
        terminal = Terminal(
            command, environment=isolated(self.home, **environment), folder=self.home, columns=100, lines=30
        )
        self.started.append(terminal)
        return terminal

    def written(self) -> dict[str, bytes]:
        """Return everything that was written but the tokens that may be kept: what, by where."""
        found = {
            str(file): file.read_bytes()
            for file in self.home.rglob("*")
            if file.is_file() and file not in self.kept
        }
        for at, terminal in enumerate(self.started):
            found[f"terminal {at}"] = bytes(terminal.output)
            found[f"screen {at}"] = terminal.text.encode()
            for text in copied(terminal):
                found[f"clipboard {at}: {text[:40]}"] = text.encode()
        return found

    def assert_silent(self, *secrets: str) -> None:
        """Assert that no token is kept but those that may be, and that nothing else tells a secret."""
        assert [file for file in self.tokens.rglob("*") if file.is_file()] == self.kept
        told = [where for where, content in self.written().items() if carries(content, *secrets)]
        assert not told
        for file in self.home.rglob("*"):
            assert not carries(str(file.relative_to(self.home)).encode(), *secrets)


def copied(terminal: Terminal) -> list[str]:
    """Return the texts that were sent to the clipboard (OSC 52)."""
    found = re.findall(rb"\x1b\]52;c;([A-Za-z0-9+/=]*)\x07", terminal.output)
    return [b64decode(text).decode() for text in found]


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    """Return an empty home; afterwards, what was started in it is ended."""
    home = tmp_path / "home"
    home.mkdir()
    place = Place(home)
    yield place
    for terminal in place.started:
        terminal.close()


def test_a_token_that_is_kept_where_none_may_be_is_found(place: Place) -> None:
    place.tokens.mkdir(parents=True)
    (place.tokens / "default@api.json").write_text("{}", encoding="utf-8")

    with pytest.raises(AssertionError):
        place.assert_silent(TOKEN)


@pytest.mark.parametrize("where", ["file", "name", "terminal", "clipboard", "screen"])
def test_a_secret_that_was_written_is_found(where: str, place: Place) -> None:
    said = {"terminal": TOKEN, "screen": f"{TOKEN[:20]}\n{TOKEN[20:]}"}
    if where == "file":
        (place.home / "log").write_text(f"Authorization: Bearer {TOKEN}", encoding="utf-8")
    elif where == "name":
        (place.home / TOKEN).touch()
    script = f"print({said.get(where, 'nothing')!r})"
    if where == "clipboard":
        script = (
            f"import base64; print('\\x1b]52;c;' + base64.b64encode({TOKEN!r}.encode()).decode() + '\\x07')"
        )
    place.start([sys.executable, "-c", script]).ended()

    with pytest.raises(AssertionError):
        place.assert_silent(TOKEN)
    place.assert_silent(SECRET)


# A session with the embedded API.


@dataclass(frozen=True, slots=True)
class School:
    """An embedded API that runs."""

    url: str
    app: Application

    def ask(self, path: str, **form: str) -> dict[str, str]:
        """Post a form with the application's credentials and return the answer."""
        own = {"client_id": self.app.client_id, "client_secret": self.app.client_secret}
        request = Request(self.url + path, urlencode(own | form).encode())  # noqa: S310  # on this machine
        with build_opener(ProxyHandler({})).open(request, timeout=10) as answer:
            said: dict[str, str] = json.load(answer)
            return said

    def token(self) -> str:
        """Return the application's token, which is the same while it lives."""
        return self.ask("/oauth/token", grant_type="client_credentials", scope="public")["access_token"]


@pytest.fixture
def school(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[School]:
    """Serve a small school."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    process = EmbeddedApi.start(DemoSettings(users=80, rates=Rates(0, 0)))
    app = next(app for app in registered(42, Rates(0, 0)) if app.name == "ft42tui demo")
    yield School(process.ready().url, app)
    process.stop()


def explore(terminal: Terminal) -> None:
    """Look at everything and copy everything that can be copied."""
    terminal.until("1–30 of 80")
    terminal.press(".")
    terminal.until("31–60 of 80")
    terminal.press("5")
    terminal.until(MASKED)
    for _ in range(12):  # the lines of the request, and the first of the answer
        before = len(copied(terminal))
        terminal.press("y")
        terminal.until(lambda before=before: len(copied(terminal)) > before)  # type: ignore[misc]
        terminal.press("down")
    terminal.press("3")
    terminal.until("━Results")
    for letter in "ru":
        choose_copy(terminal, letter)
    terminal.press("4")
    terminal.until("━JSON")
    for letter in "j":
        choose_copy(terminal, letter)
    before = len(copied(terminal))
    terminal.press("Y")
    terminal.until(lambda: len(copied(terminal)) > before)


def look_at_the_account(terminal: Terminal) -> None:
    """Open the screens of the token, the profiles and the sign-in."""
    for key, words in (("t", "fingerprint"), ("P", "signed in"), ("L", "as an application")):
        terminal.press(key)
        terminal.until(words)
        terminal.settle()
        terminal.press("escape")
        terminal.until("GET /v2/users")


def choose_copy(terminal: Terminal, letter: str) -> None:
    """Open the menu of copies and choose one."""
    before = len(copied(terminal))
    terminal.press("y")
    terminal.until("━Copy")
    terminal.press(letter)
    terminal.gone("━Copy")
    terminal.until(lambda: len(copied(terminal)) > before)


def ask(terminal: Terminal, request: str, words: str) -> None:
    """Type a request and wait for what comes of it."""
    terminal.press("ctrl+l")
    terminal.until("enter send")
    terminal.press("ctrl+u")
    terminal.until(EMPTY)
    terminal.press(request, "enter")
    terminal.until(words)


def leave(terminal: Terminal) -> None:
    """Leave the program."""
    terminal.press("ctrl+q")
    assert terminal.ended()[1] == 0


def test_a_session_with_a_token_writes_no_secret(place: Place, school: School) -> None:
    token = school.token()
    (place.home / "Downloads").mkdir()  # where a screenshot is put
    terminal = place.start(
        ft42tui("users", "--api", school.url),
        FT42_TOKEN=token,
        FT42_CLIENT_ID=school.app.client_id,
        FT42_CLIENT_SECRET=school.app.client_secret,
        TEXTUAL_LOG=str(place.home / "textual.log"),
        PYTHONASYNCIODEBUG="1",
    )
    explore(terminal)
    look_at_the_account(terminal)
    ask(terminal, "me", "403 ·")
    terminal.press("5")
    terminal.settle()
    school.ask("/oauth/revoke", token=token)
    terminal.press("r")
    terminal.until("401 ·")
    terminal.press("?")
    terminal.until("━Keys")
    terminal.press("escape")
    terminal.gone("━Keys")
    terminal.press("ctrl+p")
    terminal.until("Search for commands")
    terminal.press("screenshot")
    terminal.until("Save an SVG")
    terminal.press("enter")
    terminal.until(lambda: bool(list(place.home.rglob("*.svg"))))
    terminal.settle()
    leave(terminal)

    assert any(text.startswith("Authorization") for text in copied(terminal))
    place.assert_silent(token, school.app.client_secret)


def test_a_session_of_an_application_writes_no_secret(place: Place, school: School) -> None:
    token = school.token()
    terminal = place.start(
        ft42tui("users", "--api", school.url),
        FT42_CLIENT_ID=school.app.client_id,
        FT42_CLIENT_SECRET=school.app.client_secret,
    )
    explore(terminal)
    ask(terminal, "me", "403 ·")
    leave(terminal)

    assert token == school.token()
    place.assert_silent(token, school.app.client_secret)


def test_a_session_with_a_kept_token_writes_it_nowhere_else(place: Place, school: School) -> None:
    application = {
        "FT42_API_URL": school.url,
        "FT42_CLIENT_ID": school.app.client_id,
        "FT42_CLIENT_SECRET": school.app.client_secret,
    }
    config = place.home / "config" / "ft42tui" / "config.toml"
    config.parent.mkdir(parents=True)
    config.write_text(f'[profiles.default]\nredirect_uri = "{school.app.redirect_uris[0]}"\n', "utf-8")
    browser = shlex.join([sys.executable, "-P", play_browser.__file__])
    signed_in = place.start(ft42tui("login"), BROWSER=browser, **application)
    assert signed_in.ended()[1] == 0
    (kept,) = (file for file in place.tokens.iterdir() if file.is_file())
    place.kept.append(kept)
    held = json.loads(kept.read_text("utf-8"))

    terminal = place.start(ft42tui("me"), **application)
    terminal.until("norminet")
    terminal.press("5")
    terminal.until(MASKED)
    leave(terminal)

    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    place.assert_silent(held["access_token"], held["refresh_token"], school.app.client_secret)


@pytest.mark.parametrize("log", ["", "textual.log"])
def test_what_is_typed_to_sign_in_is_written_nowhere(log: str, place: Place, api: OddApi) -> None:
    api.answer = lambda _: of(users())
    more = {"TEXTUAL_LOG": str(place.home / log)} if log else {}
    terminal = place.start(ft42tui("users", "--api", api.url), **more)
    terminal.until("with a token")
    terminal.press("3")
    terminal.until("paste it here")
    terminal.press(pasted(TOKEN))
    terminal.until("••••••••")
    terminal.press("enter")
    terminal.until("Signed in as the application")
    terminal.press("enter")
    terminal.until("user3")

    terminal.press("L")
    terminal.until("as an application")
    terminal.press("2")
    terminal.until("Sign in › as an application")
    terminal.settle()
    terminal.press("u-odd", "tab")
    terminal.settle()
    terminal.press(pasted(SECRET))
    terminal.until("••••••••")
    terminal.press("ctrl+j")
    terminal.until("in a file?")
    terminal.press("n")
    terminal.until("Signed in as the application")
    leave(terminal)

    assert f"client_secret={SECRET}" in api.asked[-2].body + api.asked[-1].body
    place.assert_silent(TOKEN, SECRET)


def pasted(text: str) -> str:
    """Return what a terminal sends for a text that is pasted."""
    return f"\x1b[200~{text}\x1b[201~"


# A server that sends back what it was sent.


def framed(head: str) -> bytes:
    """Return an answer that is written by hand."""
    return f"HTTP/1.1 {head}\r\nContent-Length: 2\r\n\r\n[]".encode()


ECHOES: dict[str, Reply | bytes] = {
    "records": of([{"id": 1, "login": TOKEN, TOKEN: 2}]),
    "error": of({"error": f"What is {TOKEN}?"}, status=422),
    "no JSON": Reply(TOKEN.encode(), 500, kind="text/plain"),
    "header": Reply(b"[]", 200, {"X-Echo": f"Bearer {TOKEN}"}),
    "header's name": framed(f"200 OK\r\n{TOKEN}: 1"),
    "challenge": Reply(b"{}", 403, {"WWW-Authenticate": f'Bearer error_description="scopes: [{TOKEN}]"'}),
    "location": Reply(b"", 302, {"Location": f"http://api.example/{TOKEN}"}),
    "content type": Reply(b"x", 200, kind=f"text/{TOKEN}"),
    "encoding": Reply(b"x", 200, {"Content-Encoding": TOKEN}),
    "link": Reply(of(users()).body, 200, {"Link": f'<http://{TOKEN}.example/v2/users?page=2>; rel="next"'}),
    "reason": framed(f"500 {TOKEN}"),
    "status": framed(f"{TOKEN} OK"),
    "broken header": framed(f"200 OK\r\nX Echo of {TOKEN}"),
    "length": framed(f"200 OK\r\nContent-Length: {TOKEN}"),
    "coding": framed(f"200 OK\r\nTransfer-Encoding: {TOKEN}"),
    "chunk": f"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{TOKEN}\r\n".encode(),
}


@pytest.mark.parametrize("where", ECHOES)
def test_a_token_that_is_sent_back_is_shown_nowhere(where: str, place: Place) -> None:
    with Wiretap() as api:
        api.answer = lambda _: ECHOES[where]
        terminal = place.start(ft42tui("users", "--api", api.url), FT42_TOKEN=TOKEN)
        terminal.until(lambda: is_refused(terminal) or "200 ·" in terminal.text)
        terminal.press(".")  # a link is followed, or there is none
        terminal.until(lambda: is_refused(terminal))
        terminal.press("5", "f")
        terminal.until("GET http://")
        terminal.gone("Results")
        leave(terminal)

        assert api.count(TOKEN) >= 1
    place.assert_silent(TOKEN)


# A crash.

MISTAKES = {
    "before the first frame": ("ft42tui.tui.screens.explorer:ExplorerScreen.compose", ""),
    "while drawing": ("ft42tui.tui.widgets.exchange_view:ExchangeView.draw", "5"),
    "at a key": ("ft42tui.tui.screens.explorer:ExplorerScreen.action_copy_url", "Y"),
    "while loading": ("ft42tui.api.client:Client.send", ""),
}
"""Where the mistake is, and the key that leads there."""

OUTSIDE = {
    "while leaving": ("ft42tui.session.profiles:Profiles.aclose", ("users",), "q"),
    "before the screen": ("ft42tui.config.paths:Paths.of_user", ("users",), ""),
    "without a screen": ("ft42tui.api.client:Client.token_info", ("token",), ""),
}
"""Mistakes that no screen is there for."""


def crashed(place: Place, api: OddApi, where: str, arguments: tuple[str, ...], key: str, tells: str) -> str:
    """Let the program crash and return what is seen then."""
    api.answer = lambda _: of(users())
    terminal = place.start(
        [sys.executable, "-P", crashing.__file__, *arguments, "--api", api.url],
        FT42_TOKEN=TOKEN,
        FT42_CLIENT_ID="u-odd",
        FT42_CLIENT_SECRET=SECRET,
        CRASH_IN=where,
        CRASH_TELLS=tells,
    )
    if key:
        terminal.until("user3")
        terminal.press(key)
    assert terminal.ended()[1] == 1
    return terminal.text


@pytest.mark.parametrize(
    ("when", "tells"),
    [(when, tells) for when in MISTAKES for tells in ("", "yes")],
)
def test_a_crash_tells_no_secret(when: str, tells: str, place: Place, api: OddApi) -> None:
    where, key = MISTAKES[when]
    seen = crashed(place, api, where, ("users",), key, tells)
    (report,) = place.home.rglob("crash.txt")

    assert "a mistake of its own" in seen
    assert "in broken\nRuntimeError\n" in report.read_text("utf-8")
    assert stat.S_IMODE(report.stat().st_mode) == 0o600
    place.assert_silent(TOKEN, SECRET)


@pytest.mark.parametrize(
    ("when", "tells"),
    [(when, tells) for when in OUTSIDE for tells in ("", "yes")],
)
def test_a_crash_outside_the_screen_tells_no_secret(when: str, tells: str, place: Place, api: OddApi) -> None:
    seen = crashed(place, api, *OUTSIDE[when], tells)

    assert "a mistake of its own" in seen
    assert "Traceback" not in seen
    place.assert_silent(TOKEN, SECRET)


def begin_with_an_application(terminal: Terminal, key: str, way: str) -> None:
    """Choose a way, type an application and begin."""
    terminal.press(key)
    terminal.until(f"Sign in › {way}")
    terminal.settle()
    terminal.press("u-odd", "tab")
    terminal.settle()
    terminal.press(pasted(SECRET))
    terminal.until("••••••••")
    terminal.press("ctrl+j")


def type_a_secret(terminal: Terminal) -> None:
    begin_with_an_application(terminal, "2", "as an application")


def paste_a_token(terminal: Terminal) -> None:
    terminal.press("3")
    terminal.until("paste it here")
    terminal.press(pasted(f"?access_token={TOKEN}"))
    terminal.until("••••••••")
    terminal.press("enter")


def bring_a_code(terminal: Terminal) -> None:
    begin_with_an_application(terminal, "1", "in the browser")
    terminal.until("code_challenge")
    terminal.press(pasted(f"{REDIRECT}?code={CODE}&state=s7a7e0fan5wer"))


CODE = "c0de0fan5wer" * 4
REDIRECT = f"http://127.0.0.1:{free_port()}/callback"
SIGNING_IN = {
    "a secret that was just typed": ("ft42tui.api.application:Application.typed", type_a_secret),
    "a token that was just pasted": ("ft42tui.session.connection:Connection.look_at", paste_a_token),
    "a code before its exchange": ("ft42tui.api.authorization:Authorization.code_in", bring_a_code),
}
"""Mistakes that are told what nobody sent yet, and how a person comes there."""


@pytest.mark.parametrize("what", SIGNING_IN)
def test_a_crash_in_the_middle_of_a_sign_in_tells_nothing_of_it(what: str, place: Place, api: OddApi) -> None:
    where, come_there = SIGNING_IN[what]
    config = place.home / "config" / "ft42tui" / "config.toml"
    config.parent.mkdir(parents=True)
    config.write_text(f'[profiles.default]\nredirect_uri = "{REDIRECT}"\n', "utf-8")
    terminal = place.start(
        [sys.executable, "-P", crashing.__file__, "users", "--api", api.url],
        CRASH_IN=where,
        CRASH_TELLS="yes",
    )
    terminal.until("with a token")
    come_there(terminal)
    assert terminal.ended()[1] == 1
    (report,) = place.home.rglob("crash.txt")

    assert "in broken\nRuntimeError\n" in report.read_text("utf-8")
    place.assert_silent(TOKEN, SECRET, CODE)


@pytest.mark.parametrize("link", [Path.symlink_to, Path.hardlink_to])
def test_a_crash_report_takes_the_place_of_a_link_and_is_its_owners_only(
    link: Callable[[Path, Path], None], place: Place, api: OddApi
) -> None:
    report, elsewhere = place.home / "state" / "ft42tui" / "crash.txt", place.home / "elsewhere"
    report.parent.mkdir(parents=True, mode=0o755)
    elsewhere.write_text("somebody else's", encoding="utf-8")
    elsewhere.chmod(0o644)
    link(report, elsewhere)
    crashed(place, api, MISTAKES["while loading"][0], ("users",), "", "yes")

    assert elsewhere.read_text("utf-8") == "somebody else's"
    assert "RuntimeError" in report.read_text("utf-8")
    assert stat.S_IMODE(report.lstat().st_mode) == 0o600
    assert stat.S_IMODE(report.parent.stat().st_mode) == 0o700
