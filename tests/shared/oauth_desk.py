"""A client at the counter of the embedded API's OAuth2, without a server between them."""

from __future__ import annotations

import json
import re
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from starlette.datastructures import Headers

from ft42tui.demo.applications import Application, registered
from ft42tui.demo.exchange import Answer, Request
from ft42tui.demo.oauth import OAuth
from ft42tui.demo.refusal import Refusal
from ft42tui.demo.settings import Rates

FORM = "application/x-www-form-urlencoded"
USERS = {"norminet": 74, "zaz": 75}


class Desk:
    """An OAuth2 with a clock of its own, and a browser that keeps its cookie."""

    def __init__(self, applications: tuple[Application, ...] | None = None) -> None:
        self.now = 1_700_000_000.0
        self.applications = applications or registered(42, Rates(0, 0))
        self.oauth = OAuth(
            self.applications, seed=42, clock=lambda: self.now, find_user=USERS.get, key=b"a key of a test"
        )
        self.cookie = ""
        self.spent: list[str] = []

    def app(self, name: str = "ft42tui demo") -> Application:
        return next(app for app in self.applications if app.name == name)

    def send(
        self,
        method: str,
        path: str,
        *,
        query: dict[str, str] | None = None,
        body: bytes = b"",
        headers: dict[str, str] | None = None,
    ) -> Answer:
        """Return the answer, a refusal's too."""
        cookie = {"cookie": self.cookie} if self.cookie else {}
        request = Request(
            method,
            path,
            "http://127.0.0.1:4242",
            Headers({**cookie, **(headers or {})}),
            tuple((query or {}).items()),
            body,
        )
        try:
            answer = self.oauth.answer(request, lambda app: self.spent.append(app.name))
        except Refusal as refusal:
            return Answer(refusal.body, refusal.status, refusal.headers)
        if "Set-Cookie" in answer.headers:
            self.cookie = answer.headers["Set-Cookie"].partition(";")[0]
        return answer

    def form(self, path: str, fields: dict[str, str], **headers: str) -> Answer:
        """Post a form."""
        sent = {"content-type": FORM, **headers}
        return self.send("POST", path, body=urlencode(fields).encode(), headers=sent)

    def wish(self, name: str = "ft42tui demo", **others: str) -> dict[str, str]:
        """Return the parameters of the consent page."""
        app = self.app(name)
        return {
            "client_id": app.client_id,
            "redirect_uri": app.redirect_uris[0],
            "response_type": "code",
            **others,
        }

    def ask(self, wish: dict[str, str]) -> Answer:
        return self.send("GET", "/oauth/authorize", query=wish)

    def press(self, page: Answer, **changes: str) -> Answer:
        """Send the form of a page as a browser does, with some fields changed."""
        query = urlsplit(action_of(page)).query
        body = urlencode({**fields_of(page), **changes}).encode()
        return self.send(
            "POST",
            "/oauth/authorize",
            query={name: values[0] for name, values in parse_qs(query).items()},
            body=body,
            headers={"content-type": FORM},
        )

    def code(self, name: str = "ft42tui demo", login: str = "norminet", **others: str) -> str:
        """Return the code of a user who consents."""
        return back(self.press(self.ask(self.wish(name, **others)), login=login))["code"]

    def token(self, grant_type: str, name: str = "ft42tui demo", **others: str) -> Answer:
        """Ask for a token as an application."""
        app = self.app(name)
        fields = {"grant_type": grant_type, "client_id": app.client_id, "client_secret": app.client_secret}
        return self.form("/oauth/token", fields | others)

    def exchange(self, code: str, name: str = "ft42tui demo", **others: str) -> Answer:
        """Bring a code back."""
        uri = self.app(name).redirect_uris[0]
        return self.token("authorization_code", name, **{"code": code, "redirect_uri": uri, **others})

    def sign_in(self, name: str = "ft42tui demo", login: str = "norminet", **others: str) -> dict[str, Any]:
        """Return the token of a user who consents."""
        self.cookie = ""
        content: dict[str, Any] = self.exchange(self.code(name, login, **others), name).content
        return content

    def info(self, token: str) -> Answer:
        return self.send("GET", "/oauth/token/info", headers={"authorization": f"Bearer {token}"})

    def revoke(self, token: str, name: str = "ft42tui demo", **others: str) -> Answer:
        app = self.app(name)
        fields = {"token": token, "client_id": app.client_id, "client_secret": app.client_secret}
        return self.form("/oauth/revoke", fields | others)


def back(answer: Answer) -> dict[str, str]:
    """Return what a redirect brings back."""
    query = parse_qs(urlsplit(answer.headers["Location"]).query, keep_blank_values=True)
    return {name: values[0] for name, values in query.items()}


def error_of(answer: Answer) -> str:
    """Return the word of a refused request."""
    return str(json.loads(answer.payload())["error"])


def fields_of(page: Answer) -> dict[str, str]:
    """Return the fields of a page's form, as a browser would send them."""
    found = re.findall(r'<input [^>]*?name="([^"]*)" value="([^"]*)"', page.content)
    return {unescape(name): unescape(value) for name, value in found}


def action_of(page: Answer) -> str:
    """Return where a page's form goes."""
    found = re.search(r'action="([^"]*)"', page.content)
    return unescape(found[1]) if found else ""
