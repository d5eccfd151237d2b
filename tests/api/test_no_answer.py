"""How a request ended without an answer, by what caused the error, and by its words where nothing did."""

from __future__ import annotations

import errno
import socket
import ssl

import pytest

from ft42tui.api.no_answer import Failing, NoAnswer, failed_to_connect

API = "https://api.intra.42.fr"
HERE = "http://127.0.0.1:4242"


def caused(*causes: BaseException) -> Exception:
    """Return an error as the client's network layer raises it: the cause at the end of a chain."""
    outer = OSError("All connection attempts failed")
    outer.__cause__ = causes[0] if len(causes) == 1 else BaseExceptionGroup("several", causes)
    error = Exception("All connection attempts failed")
    error.__context__ = outer
    return error


REFUSED = ConnectionRefusedError(errno.ECONNREFUSED, "Connect call failed")
UNROUTED = OSError(errno.ENETUNREACH, "Network is unreachable")


@pytest.mark.parametrize(
    ("error", "origin", "at"),
    [
        (caused(REFUSED), API, "refused"),
        (caused(UNROUTED, REFUSED), API, "refused"),
        (caused(UNROUTED), API, "no route"),
        (caused(socket.gaierror(-2, "Name or service not known")), API, "dns"),
        (caused(ssl.SSLError(1, "odd")), API, "tls"),
        (caused(OSError(errno.EMFILE, "Too many open files")), API, "other"),
        (caused(OSError(errno.EMFILE, "Too many open files")), HERE, "other"),
        (Exception("All connection attempts failed"), API, "other"),
        (Exception("All connection attempts failed"), HERE, "refused"),
        (Exception("[Errno 111] Connection refused"), API, "refused"),
        (Exception("[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed"), API, "tls"),
        (Exception("Temporary failure in name resolution"), API, "dns"),
        (Exception(""), API, "other"),
    ],
)
def test_a_connection_fails_for_what_caused_it(error: Exception, origin: str, at: Failing) -> None:
    assert failed_to_connect(error, str(error), origin) == at


def test_causes_that_go_in_a_circle_end() -> None:
    one, other = Exception("one"), Exception("other")
    one.__cause__, other.__cause__ = other, one

    assert failed_to_connect(one, "one", API) == "other"


@pytest.mark.parametrize(
    ("origin", "is_here"),
    [
        ("http://127.0.0.1:4242", True),
        ("http://127.1.2.3", True),
        ("http://localhost:80", True),
        ("http://api.localhost", True),
        ("http://[::1]:4242", True),
        ("https://api.intra.42.fr", False),
        ("https://127.0.0.1.evil.example", False),
        ("https://localhost.evil.example", False),
    ],
)
def test_this_machine_is_told_from_others(origin: str, *, is_here: bool) -> None:
    assert NoAnswer("refused", origin).is_loopback is is_here
