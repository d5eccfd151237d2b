"""A browser for BROWSER: opens the address it is given, decides on the consent page, follows it back.

PLAY says how it decides: consent, deny, wrong-state, wrong-code, twice (the second answer is another),
busy (it asks for an icon first, and for another page), lost (it never comes back). It remembers who signed
in where PLAY_COOKIE names a file. What it met is left in the file that PLAY_LOG names, as JSON: the
addresses, the statuses, and what its process was given.
"""

from __future__ import annotations

import json
import os
import re
import sys
import urllib.error
import urllib.request
from html import unescape
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        return None


_OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}), _Stay())


def get(url: str, form: dict[str, str] | None = None) -> tuple[int, str, str]:
    """Return an answer's status, its Location and its text; 0 if nobody listens."""
    data = urlencode(form).encode() if form is not None else None
    request = urllib.request.Request(url, data)  # noqa: S310  # the address that a test gave
    jar = Path(os.environ["PLAY_COOKIE"]) if "PLAY_COOKIE" in os.environ else None
    if jar is not None and jar.exists():
        request.add_header("Cookie", jar.read_text(encoding="utf-8"))
    try:
        with _OPENER.open(request, timeout=10) as answer:
            return answer.status, "", answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            if jar is not None and (cookie := error.headers.get("Set-Cookie")):
                jar.write_text(cookie.partition(";")[0], encoding="utf-8")
            return error.code, error.headers.get("Location", ""), error.read().decode()
    except OSError:
        return 0, "", ""


def decided(url: str, page: str, **more: str) -> tuple[int, str, str]:
    """Press a button on the consent page, and return what comes."""
    fields = re.findall(r'type="hidden" name="([^"]*)" value="([^"]*)"', page)
    form = {unescape(name): unescape(value) for name, value in fields}
    return get(urljoin(url, "/oauth/authorize"), form | {"login": "norminet"} | more)


def changed(url: str, **parameters: str) -> str:
    """Return an address with some parameters of its query changed."""
    parts = urlsplit(url)
    query = urlencode(dict(parse_qsl(parts.query)) | parameters)
    return urlunsplit(parts._replace(query=query))


def play(url: str, mode: str) -> list[tuple[str, int, str]]:
    """Do what a person would, and return what was met on the way back."""
    status, location, page = get(url)
    if status == 200:
        denial = {"_method": "delete"} if mode == "deny" else {}
        status, location, page = decided(url, page, **denial)
    if status != 302:
        return [(url, status, page)]
    tries = [location]
    if mode == "wrong-state":
        tries = [changed(location, state="0" * 43)]
    elif mode == "wrong-code":
        tries = [changed(location, code="0" * 64)]
    elif mode == "twice":
        tries = [location, changed(location, code="0" * 64)]
    elif mode == "busy":
        tries = [urljoin(location, "/favicon.ico"), urljoin(location, "/other?code=1"), location]
    elif mode == "lost":
        tries = []
    return [(address, *_seen(address)) for address in tries]


def _seen(address: str) -> tuple[int, str]:
    status, _, page = get(address)
    return status, page


if __name__ == "__main__":
    met = play(sys.argv[1], os.environ.get("PLAY", "consent"))
    if log := os.environ.get("PLAY_LOG"):
        environ = {name: value for name, value in os.environ.items() if name.startswith("FT42")}
        part = Path(log + ".part")
        part.write_text(json.dumps({"opened": sys.argv[1], "met": met, "environ": environ}), encoding="utf-8")
        part.replace(log)
