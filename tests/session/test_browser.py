"""Which browser is started, and with what; programs that write down how they were called play them."""

from __future__ import annotations

import json
import os
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

from ft42tui.session.browser import open_in_browser

URL = "https://api.intra.42.fr/oauth/authorize?a=1&b=%s$(id);c='x y'"
PROGRAM = f"""#!{sys.executable}
import json, os, sys
from pathlib import Path
from typing import Any
try:
    os.close(os.open("/dev/tty", os.O_RDWR))
    has_terminal = True
except OSError:
    has_terminal = False
streams = [os.readlink(f"/proc/self/fd/{{n}}") for n in range(3)]
leads = os.getsid(0) == os.getpid()
said = dict(arguments=sys.argv[1:], has_terminal=has_terminal, leads=leads, streams=streams)
said.update(environ=dict(os.environ))
part = Path(__file__ + ".part")
part.write_text(json.dumps(said))
part.replace(__file__ + ".said")
"""


class Bin:
    """A folder of programs."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def program(self, name: str) -> str:
        path = self.folder / name
        path.write_text(PROGRAM, encoding="utf-8")
        path.chmod(0o755)
        return str(path)

    def environ(self, **more: str) -> dict[str, str]:
        return {"PATH": str(self.folder), **more}


@pytest.fixture
def programs(tmp_path: Path) -> Bin:
    """Return an empty folder of programs."""
    return Bin(tmp_path)


def opened(environ: dict[str, str]) -> bool:
    """Open the address, and wait until what was started has ended."""
    is_open = open_in_browser(URL, environ)
    for thread in threading.enumerate():
        if thread.name == "browser":
            thread.join(20)
    return is_open


def said(program: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(Path(program + ".said").read_text(encoding="utf-8"))
    return found


def was_started(program: str) -> bool:
    return Path(program + ".said").exists()


@pytest.mark.parametrize(
    ("command", "arguments"),
    [
        ("{}", [URL]),
        ("{} --new-window", ["--new-window", URL]),
        ("{} %s", [URL]),
        ("{} --url=%s --quiet", [f"--url={URL}", "--quiet"]),
        ("{} 'two words' %s", ["two words", URL]),
        ("{} %s &", [URL]),
        ("{} &", [URL]),
    ],
)
def test_the_address_is_one_argument_of_the_persons_own_browser(
    command: str, arguments: list[str], programs: Bin
) -> None:
    own = programs.program("own")

    assert opened(programs.environ(BROWSER=command.format("own")))
    assert said(own)["arguments"] == arguments


def test_the_first_that_is_there_is_taken(programs: Bin) -> None:
    second, third = programs.program("second"), programs.program("third")

    assert opened(programs.environ(BROWSER=os.pathsep.join(["first", "", "second", "third"])))
    assert was_started(second)
    assert not was_started(third)


@pytest.mark.parametrize(
    "command", ["nothing-like-it", "/no/such/browser %s", "'open quote", "&", "  ", "''"]
)
def test_a_browser_that_is_not_there_is_none(command: str, programs: Bin) -> None:
    desktop = programs.program("xdg-open")

    assert not opened(programs.environ(BROWSER=command, DISPLAY=":0"))
    assert not was_started(desktop)


def test_a_program_that_cannot_be_run_is_passed_over(programs: Bin) -> None:
    broken, own = programs.folder / "broken", programs.program("own")
    broken.write_bytes(b"\x7fELF nonsense")
    broken.chmod(0o755)

    assert opened(programs.environ(BROWSER=f"broken{os.pathsep}own"))
    assert was_started(own)


def test_the_persons_own_browser_needs_no_display(programs: Bin) -> None:
    programs.program("own")

    assert opened(programs.environ(BROWSER="own"))


def test_without_a_display_there_is_none(programs: Bin, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    desktop = programs.program("xdg-open")

    assert not opened(programs.environ())
    assert not opened(programs.environ(BROWSER="", DISPLAY="", WAYLAND_DISPLAY=""))
    assert not was_started(desktop)


@pytest.mark.parametrize("display", ["DISPLAY", "WAYLAND_DISPLAY", "WSL_DISTRO_NAME"])
def test_with_a_display_the_desktop_is_asked(
    display: str, programs: Bin, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    desktop = programs.program("xdg-open")

    assert opened(programs.environ(**{display: ":0"}))
    assert said(desktop)["arguments"] == [URL]


def test_a_mac_has_a_browser_always(programs: Bin, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    programs.program("open")

    assert opened(programs.environ())


@pytest.mark.parametrize("ssh", ["SSH_CONNECTION", "SSH_TTY"])
@pytest.mark.parametrize(("platform", "opener"), [("darwin", "open"), ("linux", "xdg-open")])
def test_over_ssh_no_browser_is_opened_on_the_machine_at_the_other_end(
    platform: str, opener: str, ssh: str, programs: Bin, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    there = programs.program(opener)

    assert not opened(programs.environ(DISPLAY=":0", **{ssh: "10.0.0.1 50000 10.0.0.2 22"}))
    assert not was_started(there)


def test_over_ssh_the_persons_own_browser_is_taken(programs: Bin) -> None:
    own = programs.program("own")

    assert opened(programs.environ(BROWSER="own", SSH_CONNECTION="10.0.0.1 50000 10.0.0.2 22"))
    assert was_started(own)


def test_the_browser_never_has_this_terminal(programs: Bin) -> None:
    own = programs.program("own")
    opened(programs.environ(BROWSER="own"))

    assert said(own)["has_terminal"] is False
    assert said(own)["leads"] is True  # a session of its own has no terminal, whatever the tests have
    assert said(own)["streams"] == ["/dev/null"] * 3


def test_the_browser_is_not_told_our_secrets(programs: Bin) -> None:
    own = programs.program("own")
    opened(programs.environ(BROWSER="own", FT42_CLIENT_SECRET="s3cret", FT42_TOKEN="t0ken", LANG="C"))

    assert said(own)["environ"].keys() & {"FT42_CLIENT_SECRET", "FT42_TOKEN", "LANG"} == {"LANG"}
