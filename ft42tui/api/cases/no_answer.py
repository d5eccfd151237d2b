"""How a request ends without an answer."""

from __future__ import annotations

from typing import Final

from ft42tui.api.cases.case import AGAIN, Case, always
from ft42tui.api.no_answer import NoAnswer

NO_ANSWER: Final[tuple[Case[NoAnswer], ...]] = (
    Case(
        "refused here",
        ("refused",),
        lambda it: it.is_loopback,
        "Connection refused by {it.host}",
        "Nothing listens there on this machine.",
        "Is the server running? Start it, or check the port.",
    ),
    Case(
        "refused http",
        ("refused",),
        lambda it: it.is_plain,
        "Connection refused by {it.host}",
        "Most likely the address begins with http: the API's guide says that not using HTTPS is the cause.",
        "Write https:// in the API's address.",
    ),
    Case(
        "refused",
        ("refused",),
        always,
        "Connection refused by {it.host}",
        "The host is there, and nothing listens on that port, or a firewall refuses for it.",
        "Check the address and its port, then send again (r).",
    ),
    Case(
        "no route",
        ("no route",),
        always,
        "No connection to {it.host}",
        "This machine has no way there: it is offline, or a VPN or firewall is in between.",
        "Check the network, then send again (r).",
    ),
    Case(
        "name server",
        ("dns",),
        lambda it: "temporary" in it.words,
        "{it.host} was not found",
        "The name server did not answer: this machine is offline, most likely.",
        "Check the network, then send again (r).",
    ),
    Case(
        "dns",
        ("dns",),
        always,
        "{it.host} was not found",
        "No name server knows the host: it is mistyped, or this network hides it.",
        "Check the spelling of the host and the network.",
    ),
    Case(
        "tls plain",
        ("tls",),
        lambda it: any(
            said in it.words for said in ("wrong_version_number", "wrong version", "http_request")
        ),
        "No safe connection to {it.host}",
        "It does not speak TLS on that port: https was sent to an http port, or a proxy answered.",
        "Check the port of the API's address, and any proxy.",
    ),
    Case(
        "tls time",
        ("tls",),
        lambda it: "has expired" in it.words or "not yet valid" in it.words,
        "No safe connection to {it.host}",
        "Its certificate is not valid at this time: this machine's clock is wrong, or the certificate is out "
        "of date.",
        "Check this machine's date and time first.",
    ),
    Case(
        "tls name",
        ("tls",),
        lambda it: "hostname mismatch" in it.words or "not valid for" in it.words,
        "No safe connection to {it.host}",
        "Its certificate is another host's: the address is wrong, or somebody stands in between.",
        "Check the spelling of the host. Nothing was sent.",
    ),
    Case(
        "tls unknown",
        ("tls",),
        lambda it: any(said in it.words for said in ("self-signed", "self signed", "issuer", "unknown ca")),
        "No safe connection to {it.host}",
        "Nobody that this machine trusts signed its certificate: a proxy that reads along, or a network's "
        "sign-in page, most likely.",
        "If the network has a certificate of its own, name it in SSL_CERT_FILE. Nothing was sent.",
    ),
    Case(
        "tls",
        ("tls",),
        always,
        "No safe connection to {it.host}",
        "Not certain why TLS failed: the clock, a proxy or the server may be at fault.",
        "Check the clock and any proxy. Nothing was sent.",
    ),
    Case(
        "connect timeout",
        ("connect timeout",),
        always,
        "{it.host} did not answer in time",
        "Not certain why: the network is slow or offline, a firewall drops what is sent, or the host is "
        "down.",
        "Check the network, then send again (r).",
    ),
    Case(
        "read timeout",
        ("read timeout",),
        always,
        "{it.host} took too long to answer",
        "It took the request and then said nothing, mostly on heavy lists.",
        "Ask for less at once: a smaller page[size], a filter. Or send again (r).",
    ),
    Case(
        "proxy",
        ("proxy",),
        always,
        "The proxy did not let the request through",
        "The environment names a proxy, and it refused.",
        "Check HTTPS_PROXY and ALL_PROXY, and the user and password in them.",
    ),
    Case(
        "not http",
        ("not http",),
        always,
        "{it.host} did not answer in HTTP",
        "Something else listens there: another port's service, or a proxy in between.",
        "Check the address and its port.",
    ),
    Case(
        "lost plain",
        ("lost",),
        lambda it: it.is_plain and not it.is_loopback,
        "The connection to {it.host} was lost",
        "Not certain why: an https port closes so when it is spoken to in http, and networks break.",
        "Write https:// in the API's address, or send again (r).",
    ),
    Case(
        "lost",
        ("lost",),
        always,
        "The connection to {it.host} was lost",
        "It was there and ended before the answer did: the server restarted, or the network broke.",
        AGAIN,
    ),
    Case(
        "other",
        ("other",),
        always,
        "No connection to {it.host}",
        "Not certain why: nothing says whether it was refused, or never reached.",
        "Check the network and the address, then send again (r).",
    ),
)
"""In the order in which they are tried."""
