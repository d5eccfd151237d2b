"""The page at the address that `ft42tui demo` prints, for whoever opens it in a browser."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape
from typing import Final

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from ft42tui.demo import exchange
from ft42tui.demo.announcement import consent_address, facts, present, token_request
from ft42tui.demo.app import DemoApi
from ft42tui.demo.applications import Application
from ft42tui.demo.exchange import Answer
from ft42tui.demo.page import page
from ft42tui.demo.settings import DemoSettings

# A foreign name may be made to lead to this machine (DNS rebinding), and its pages to read what is served.
_LOOPBACK: Final = re.compile(
    r"(?:localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[::1\])(?::\d{1,5})?", re.ASCII | re.IGNORECASE
)


class Home:
    """An ASGI application with this page at `/`: it asks for no token, counts nowhere and meets no weather.

    The real API has no such page: it is for the person who runs this server.
    """

    def __init__(self, app: ASGIApp, api: DemoApi, settings: DemoSettings) -> None:
        self._app = app
        self._api = api
        self._settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Show the page to whoever asks for it on this machine; leave all else to the application."""
        host = _asked_on(scope)
        if host:
            answer = home_page(self._api, self._settings, f"http://{host}")
            await exchange.reply(send, scope["method"], None, answer, {})
        else:
            await self._app(scope, receive, send)


def home_page(api: DemoApi, settings: DemoSettings, url: str) -> Answer:
    """Return the page of an API that is found at a URL."""
    token = api.user_token
    applications = "\n".join(_application(one) for one in api.applications)
    uris = "".join(f"<dd><code>{escape(uri)}</code></dd>\n" for uri in api.applications[0].redirect_uris)
    options = "\n".join(
        f"<dt>{escape(name)}</dt><dd>{escape(meaning)}</dd>" for name, meaning in _options(settings)
    )
    ready = f"curl -s -H 'Authorization: Bearer {token.access_token}' {url}/v2/me"
    body = f"""<h1>The 42 API of a made-up school</h1>
<p>This server answers as the 42 API v2 does, from <code>{escape(url)}/v2</code>, so that a client can be
tried without the real one. Nobody here is real, and what is written is gone when it ends.</p>
<p>It was {present()} at the school when the server started, and it goes on from there.</p>

<h2>Get a token</h2>
<p>Scopes must be asked for; without any, a token gets <code>public</code>. An application's token:</p>
<pre><code>{escape(token_request(api.applications[0], url), quote=False)}</code></pre>
<p>A user's token begins with one of the links below: any login will do, {escape(token.login)} for one, and
there is no password. Here is one to begin with, of {escape(token.login)}, good for {settings.token_life}
seconds from the start of the server. Its scope is <code>{escape(" ".join(token.scopes))}</code>, so that
<code>/v2/me/slots</code> gets a 403 and <code>/v2/me</code> an answer:</p>
<pre><code>{escape(ready, quote=False)}</code></pre>

<h2>Applications</h2>
{applications}
<dl>
<dt>Redirect URIs of each, to the letter</dt>
{uris}</dl>

<h2>Options</h2>
<dl>
{options}
</dl>"""
    return page("42 API of a made-up school", body, is_wide=True)


def _asked_on(scope: Scope) -> str:
    """Return the loopback host that a request for the page names; empty for any other request."""
    if scope["type"] != "http" or scope["path"] != "/" or scope["method"] not in {"GET", "HEAD"}:
        return ""
    hosts = Headers(scope=scope).getlist("host")
    return hosts[0] if len(hosts) == 1 and _LOOPBACK.fullmatch(hosts[0]) else ""


def _application(application: Application) -> str:
    return f"""<h3>{escape(application.name)}</h3>
<small>{escape(" · ".join(facts(application)))}</small>
<pre><code>{escape(application.client_id)}
{escape(application.client_secret)}</code></pre>
<a href="{escape(consent_address(application))}">Sign in a user for {escape(application.name)}</a>"""


def _options(settings: DemoSettings) -> Iterable[tuple[str, str]]:
    """Return each option with what it was set to, and what that means."""
    uris = ", ".join(settings.redirect_uris) or "none"
    return (
        ("--port", f"{settings.port or 'a free one'}: where the server listens on this machine"),
        ("--users", f"{settings.users}: how many people the school has"),
        ("--seed", f"{settings.seed}: the same seed makes the same school and the same secrets"),
        ("--rate", f"{settings.rates}: the limits of each application but the official one"),
        ("--latency", f"{settings.latency_ms} ms: how much longer each answer takes"),
        ("--faults", f"{settings.faults_percent}%: how many requests meet a fault"),
        ("--token-life", f"{settings.token_life} s: how long a token lives"),
        ("--redirect-uri", f"{uris}: what each application registers besides its own"),
    )
