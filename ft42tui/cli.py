"""The command line: reads what was wanted and has it done."""

from __future__ import annotations

import argparse
import gc
import os
import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NoReturn

from ft42tui import __version__

if TYPE_CHECKING:
    from ft42tui.catalog import Catalog, Endpoint
    from ft42tui.config.paths import Paths
    from ft42tui.config.settings import ListedProfile, Settings

_USAGE = "ft42tui [REQUEST] [--demo] [--api URL] [--profile NAME] [--theme NAME] [--allow-writes]"

_EPILOG = """\
commands:
  ft42tui login [--profile NAME] [--scopes "public projects"] [--app] [--no-browser]
  ft42tui logout [--forget] | token [--json] | profiles
                        the same without the screen; 3 means a refusal, 2 that it could not be done
  ft42tui token --can 'GET /v2/me/slots'
                        whether the token reaches a route: 0 means yes, 1 no, 3 that it is not known
  ft42tui demo [--port N] [--users N] [--seed N]
               [--rate 2/s,1200/h] [--latency MS] [--faults 5%]
               [--token-life SECONDS] [--redirect-uri URI]
                        the embedded API alone, until interrupted

environment:
  FT42_API_URL          the API's origin (default https://api.intra.42.fr)
  FT42_TOKEN            an access token
  FT42_CLIENT_ID, FT42_CLIENT_SECRET
                        an application's id and secret
  FT42_PROFILE          a profile of config.toml
  BROWSER               the command that opens the sign-in (default: the system's; none over ssh)

Flags win over the environment, the environment over config.toml.
"""

_ELSEWHERE = {"FT42_API_URL", "FT42_TOKEN", "FT42_CLIENT_ID", "FT42_CLIENT_SECRET"}
_HEADLESS = {
    "login": "Sign in as a user in the browser, or as the application, and keep the token.",
    "logout": "Revoke the kept token and remove it.",
    "token": "Say whose token it is, what it may do and how long it lives.",
    "profiles": "List the profiles of config.toml, the current one marked.",
}
_METHODS = ("GET", "POST", "PATCH", "PUT", "DELETE")
_PLAIN = "abcdefghijklmnopqrstuvwxyz_"


class Misuse(Exception):
    """What was asked for cannot be done. Its text is one sentence; the exit status is 2."""


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise Misuse(f"{message[:1].upper()}{message[1:]}; see {self.prog} --help.")

    def options(self) -> str:
        """Return the options that are allowed."""
        return ", ".join(o for action in self._actions for o in action.option_strings if o.startswith("--"))

    def read(self, argv: Sequence[str]) -> argparse.Namespace:
        """Return what was asked for. Raises Misuse."""
        wanted, unknown = self.parse_known_args(argv)
        for word in unknown:
            if word.startswith("-"):
                raise Misuse(f"Unknown option {word.partition('=')[0]}: allowed are {self.options()}.")
            raise Misuse(f"Unexpected argument {word!r}: one request is allowed, in quotes if it has blanks.")
        return wanted


def run(argv: Sequence[str]) -> int:
    """Run the program; return 0, 1 after a crash, 2 for what cannot be done, 130 for ctrl+c."""
    gc.disable()  # until the first frame: collecting in the middle of the imports costs a tenth of the start
    try:
        if argv[:1] == ["demo"]:
            return _serve(argv[1:])
        if argv[:1] and argv[0] in _HEADLESS:
            return _headless(argv[0], argv[1:])
        return _explore(argv)
    except Misuse as error:
        print(f"ft42tui: {error}", file=sys.stderr)  # noqa: T201
        return 2
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # whoever read along has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141
    except Exception as error:  # noqa: BLE001  # whatever escapes: its words may hold a token
        return _crashed(error)


def _crashed(error: Exception) -> int:
    """Say where a mistake of our own happened, and not in which words: they may hold a token."""
    from ft42tui.crash import place_of

    print(f"ft42tui: stopped because of a mistake of its own: {place_of(error)}.", file=sys.stderr)  # noqa: T201
    return 1


def _explorer_parser() -> _Parser:
    parser = _Parser(
        prog="ft42tui",
        usage=_USAGE + "\n       ft42tui demo [--help]",
        description="A keyboard-driven terminal explorer of the 42 API v2.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    add = parser.add_argument
    add(
        "request", nargs="?", metavar="REQUEST", help="what to load at once: users, /v2/users/norminet, a URL"
    )
    add(
        "--demo", action="store_true", help="explore the embedded API; opens /v2/users if no REQUEST is given"
    )
    add("--api", metavar="URL", help="the API's origin, instead of https://api.intra.42.fr")
    add("--profile", metavar="NAME", help="a profile of config.toml")
    add("--theme", metavar="NAME", help="42-dark, 42-light, or one of Textual's")
    add("--allow-writes", action="store_true", help="reserved for writing requests; this version only reads")
    add("--version", action="version", version=f"ft42tui {__version__}")
    return parser


def _explore(argv: Sequence[str]) -> int:
    os.environ.pop("TEXTUAL_LOG", None)  # Textual would write down there what is typed, secrets too
    wanted = _explorer_parser().read(argv)
    if wanted.demo and wanted.api:
        raise Misuse("--demo and --api exclude each other: the embedded API has its own address.")
    from ft42tui.catalog import Catalog
    from ft42tui.config.errors import SettingsError
    from ft42tui.config.paths import Paths, own_theme_names
    from ft42tui.config.settings import DEFAULT_API, DEFAULT_THEME, Flags, Settings, load_settings

    paths = Paths.of_user()
    flags = Flags(wanted.api, wanted.profile, wanted.theme)
    # The demo has an API and an application of its own; what is meant for another does not concern it.
    environ = {k: v for k, v in os.environ.items() if not (wanted.demo and k in _ELSEWHERE)}
    try:
        settings = load_settings(flags, environ, paths.config_file)
    except SettingsError as error:
        if not wanted.demo or wanted.profile:
            raise Misuse(str(error)) from error
        settings = Settings(
            theme=wanted.theme or DEFAULT_THEME, warnings=(str(error),)
        )  # the demo needs none
    if settings.theme not in own_theme_names():
        _check_theme(settings.theme)
    if settings.keys:
        _check_keys(settings.keys)
    request = wanted.request or ("users" if wanted.demo else None)
    catalog = Catalog.load()
    target = request
    if request and request.strip(_PLAIN):  # a plain name is no URL of another origin; it is read later
        origin = DEFAULT_API if wanted.demo else settings.api
        target = _checked_request(request, catalog, origin, is_demo=wanted.demo)
    if not (sys.stdout.isatty() and sys.stdin.isatty()):
        raise Misuse("A terminal is needed: standard input and output must be one, not a file or a pipe.")
    if not sys.stderr.isatty():
        raise Misuse("A terminal is needed on standard error too: the screen is drawn there.")
    return _run_app(settings, catalog, target, paths, is_demo=wanted.demo)


def _checked_request(text: str, catalog: Catalog, origin: str, *, is_demo: bool) -> str:
    """Return the request to begin with. Raises Misuse if it is none of this API's.

    A URL of the real API is as good as its path in the demo, whose own address is not known yet.
    """
    from ft42tui.api.errors import Refused
    from ft42tui.api.query import parse_request

    try:
        pasted = parse_request(text, catalog, origin)
    except Refused as error:
        raise Misuse(f"{error.title}. {error.hint}") from error
    return f"{pasted.query.endpoint.method} {pasted.query.target}" if is_demo else text


def _check_theme(name: str) -> None:
    from ft42tui.tui.themes import names

    if name not in names():
        raise Misuse(f"Unknown theme {name!r}: allowed are {', '.join(names())}.")


def _check_keys(keys: Mapping[str, str]) -> None:
    from ft42tui.tui.commands import command

    for command_id in keys:
        if command(command_id) is None:
            raise Misuse(
                f"Unknown command {command_id!r} under [keys]: allowed are the ids that the README lists."
            )


def _run_app(settings: Settings, catalog: Catalog, target: str | None, paths: Paths, *, is_demo: bool) -> int:
    import asyncio

    from ft42tui.composition import Composition
    from ft42tui.tui.app import Ft42App

    made = Composition(settings, paths, catalog, is_demo=is_demo)
    app = Ft42App(
        made.profiles,
        request=target,
        theme=settings.theme,
        keys=settings.keys,
        crash_file=paths.state / "crash.txt",
        on_first_frame=made.embedded.start if is_demo else lambda: None,
    )
    try:
        # A loop of our own: Textual's would be left only after every thread that waits for a name server.
        app.run(loop=asyncio.new_event_loop())
    finally:
        made.embedded.stop()
    if app.crash_report:
        print(f"ft42tui: {app.crash_report}", file=sys.stderr)  # noqa: T201
        return 1
    return app.return_code or 0


def _serve(argv: Sequence[str]) -> int:
    from ft42tui.demo.settings import (
        LONGEST_TOKEN_LIFE,
        DemoSettings,
        Rates,
        parse_percent,
        parse_redirect_uri,
    )

    parser = _Parser(
        prog="ft42tui demo",
        description="Serve the embedded 42 API on 127.0.0.1 until interrupted, and print its applications.",
        allow_abbrev=False,
    )
    defaults = DemoSettings()
    add = parser.add_argument
    add("--port", default="0", metavar="N", help="the port; 0, the default, takes a free one")
    add("--users", default=str(defaults.users), metavar="N", help="how many users the school has (5000)")
    add("--seed", default=str(defaults.seed), metavar="N", help="the same seed gives the same school (42)")
    add(
        "--rate", default="2/s,1200/h", metavar="RATE", help="limits of each application (2/s,1200/h), or off"
    )
    add("--latency", default="0", metavar="MS", help="milliseconds that every answer takes longer (0)")
    add(
        "--faults",
        default="0%",
        metavar="PERCENT",
        help="share of requests that meet a 500, nginx's 502, Cloudflare's challenge, a reset connection, "
        "half an answer or a slow one (0%%); the same seed gives the same faults",
    )
    add(
        "--token-life",
        default=str(defaults.token_life),
        metavar="SECONDS",
        help="how long a token lives (7200): a short one shows what an expired token gets",
    )
    add(
        "--redirect-uri",
        action="append",
        default=[],
        metavar="URI",
        help="a redirect URI that every application registers besides its own, as "
        "http://localhost:3000/callback; may be given several times",
    )
    wanted = parser.read(argv)
    try:
        rates = Rates.parse(wanted.rate)
    except ValueError as error:
        raise Misuse(f"--rate: {error}") from error
    try:
        faults = parse_percent(wanted.faults)
    except ValueError as error:
        raise Misuse(f"--faults: {error}") from error
    try:
        redirect_uris = tuple(parse_redirect_uri(uri) for uri in wanted.redirect_uri)
    except ValueError as error:
        raise Misuse(f"--redirect-uri: {error}") from error
    settings = DemoSettings(
        users=_whole("--users", wanted.users, 1, 1_000_000),
        seed=_whole("--seed", wanted.seed, 0, 2**63 - 1),
        rates=rates,
        latency_ms=_whole("--latency", wanted.latency, 0, 60_000),
        faults_percent=faults,
        token_life=_whole("--token-life", wanted.token_life, 1, LONGEST_TOKEN_LIFE),
        redirect_uris=redirect_uris,
        port=_whole("--port", wanted.port, 0, 65535),
    )
    import shutil

    from ft42tui.demo.serve import serve

    gc.enable()
    columns = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
    return serve(settings, announce=sys.stdout, columns=columns)


def _headless(command: str, argv: Sequence[str]) -> int:
    parser = _Parser(prog=f"ft42tui {command}", description=_HEADLESS[command], allow_abbrev=False)
    add = parser.add_argument
    add("--profile", metavar="NAME", help="a profile of config.toml")
    add("--api", metavar="URL", help="the API's origin, instead of https://api.intra.42.fr")
    if command == "login":
        add("--scopes", metavar="SCOPES", default="", help='what to ask for: "public projects"')
        add("--app", action="store_true", help="sign in as the application, by client credentials")
        add("--no-browser", action="store_true", help="show the address, open nothing")
    if command == "logout":
        add("--forget", action="store_true", help="forget the application that was typed at the sign-in, too")
    if command == "token":
        add("--json", action="store_true", help="as JSON")
        add(
            "--can",
            metavar="ROUTE",
            help="whether it reaches a route, as 'GET /v2/me/slots': exit status 0 yes, 1 no, 3 unknown",
        )
    wanted = parser.read(argv)
    from ft42tui.config.errors import SettingsError
    from ft42tui.config.paths import Paths
    from ft42tui.config.settings import Flags, list_profiles, load_settings

    paths = Paths.of_user()
    flags = Flags(wanted.api, wanted.profile)
    try:
        settings = load_settings(flags, os.environ, paths.config_file)
        # A file that cannot be read is done without, except by those who ask what stands in it.
        listed = list_profiles(settings, paths.config_file) if command == "profiles" else None
    except SettingsError as error:
        raise Misuse(str(error)) from error
    for sentence in settings.warnings:
        print(f"ft42tui: {sentence}", file=sys.stderr)  # noqa: T201
    if listed is not None:
        _print_profiles(listed)
        return 0
    scopes = tuple(getattr(wanted, "scopes", "").split())
    _check_scopes(scopes)
    from ft42tui import headless
    from ft42tui.api.vault import Vault
    from ft42tui.session.memory import Memories

    desk = headless.Desk(settings, Vault(paths.state, may_write=_told), Memories(paths.state))
    wish = headless.Wish(
        scopes,
        as_app=getattr(wanted, "app", False),
        with_browser=not getattr(wanted, "no_browser", False),
        as_json=getattr(wanted, "json", False),
        forget=getattr(wanted, "forget", False),
        can=_route(wanted.can, settings.api) if getattr(wanted, "can", None) is not None else None,
    )
    return headless.run(desk, command, wish)


def _print_profiles(listed: Sequence[ListedProfile]) -> None:
    """Print a profile a line, with tabs between: mark and name, API, application, what to beware of."""
    for one in listed:
        beware = one.problem or ("" if one.is_official else "not the real API")
        mark = "*" if one.is_current else " "
        print(f"{mark} {one.name}", one.api or "-", one.client_id or "-", beware, sep="\t")  # noqa: T201


def _route(text: str, origin: str) -> Endpoint:
    """Return the route that somebody asks about. Raises Misuse if it is none of this API's."""
    from ft42tui.api.errors import Refused
    from ft42tui.api.query import parse_request
    from ft42tui.catalog import Catalog

    first, blank, rest = text.strip().partition(" ")
    if blank and first.upper() not in _METHODS:
        raise Misuse(f"--can: {first!r} is no method: allowed are {', '.join(_METHODS)}, then a path.")
    try:
        asked = f"{first.upper()} {rest.strip()}" if blank else first
        return parse_request(asked, Catalog.load(), origin).query.endpoint
    except Refused as error:
        raise Misuse(f"--can: {error.title}. {error.hint}") from error


def _check_scopes(scopes: Sequence[str]) -> None:
    from ft42tui.catalog import SCOPES

    unknown = [scope for scope in scopes if scope not in SCOPES]
    if unknown:
        raise Misuse(f"Unknown scope {unknown[0]!r}: known are {', '.join(SCOPES)}.")


async def _told(sentence: str) -> bool:
    """Say what is written, and that it may be."""
    print(f"ft42tui: {sentence}", file=sys.stderr, flush=True)  # noqa: T201
    return True


def _whole(option: str, text: str, least: int, most: int) -> int:
    number = int(text) if text.isdecimal() and text.isascii() and len(text) < 20 else least - 1
    if not least <= number <= most:
        raise Misuse(f"{option} {text!r}: a whole number from {least} to {most} is allowed.")
    return number
