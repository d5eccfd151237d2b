"""The origin of an API: where a token may be sent to."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from ft42tui.config.errors import SettingsError

_HOST = r"[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?|[0-9a-f:.]*:[0-9a-f:.]*"


def parse_origin(text: str) -> str:
    """Return the origin of an API's URL: `https://api.intra.42.fr/v2/` gives `https://api.intra.42.fr`.

    Plain http is allowed to this machine only: a token would travel readable by anyone.
    """
    shape = "give scheme and host, such as https://api.intra.42.fr or http://127.0.0.1:4200"
    if "@" in text:  # what stands before it may be a password, and is not repeated
        raise SettingsError(f"Bad API URL: it holds a user or password; {shape}.")
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        raise SettingsError(f"Bad API URL {text!r}: {shape}.") from None
    host = (parts.hostname or "").lower()
    if (
        parts.scheme not in {"http", "https"}
        or not re.fullmatch(_HOST, host)
        or any(c.isspace() for c in text)
    ):
        raise SettingsError(f"Bad API URL {text!r}: {shape}.")
    if parts.path.rstrip("/") not in {"", "/v2"} or parts.query or parts.fragment:
        raise SettingsError(f"Bad API URL {text!r}: only an origin is wanted; {shape}.")
    shown = f"[{host}]" if ":" in host else host
    if parts.scheme == "http" and not is_loopback(host):
        raise SettingsError(
            f"Bad API URL {text!r}: over plain http a token could be read on the way; use https://{shown}."
        )
    default = {"http": 80, "https": 443}[parts.scheme]
    return f"{parts.scheme}://{shown}" + (f":{port}" if port not in {None, default} else "")


def is_loopback(host: str) -> bool:
    """Return whether a host is this machine."""
    if host == "localhost":
        return True
    import ipaddress

    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
