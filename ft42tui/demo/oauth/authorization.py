"""The authorize endpoint: asks a person, and sends the browser back with a code or an error."""

from __future__ import annotations

import hmac
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, unquote, urlencode

from ft42tui.demo.applications import Application
from ft42tui.demo.exchange import Answer, Request
from ft42tui.demo.oauth.authority import Authority, require_registered
from ft42tui.demo.oauth.codes import Challenge
from ft42tui.demo.oauth.consent import consent_page, error_page, redirect_page
from ft42tui.demo.oauth.wire import DESCRIPTIONS, missing, parameters_of, refused, scopes_in
from ft42tui.demo.refusal import Refusal

COOKIE: Final = "ft42_demo_login"
"""The cookie that says who is signed in."""
_NAMES: Final = (
    "client_id",
    "redirect_uri",
    "response_type",
    "scope",
    "state",
    "code_challenge",
    "code_challenge_method",
)
_LONGEST_CHALLENGE: Final = 128
_LONGEST_LOGIN: Final = 64


@dataclass(frozen=True, slots=True)
class Wish:
    """What an application asks a user for."""

    application: Application
    """Who asks."""
    redirect_uri: str
    """Where the answer goes."""
    state: str
    """What comes back with it, unchanged."""
    scopes: tuple[str, ...]
    """What is asked for."""
    challenge: Challenge | None
    """What the taker of the code must prove to know, if anything."""


class Authorization:
    """Serves `/oauth/authorize`: GET asks, POST allows, DELETE denies."""

    def __init__(self, authority: Authority, find_user: Callable[[str], int | None], key: bytes) -> None:
        self._authority = authority
        self._find_user = find_user
        self._key = key

    def answer(self, request: Request) -> Answer:
        """Return a page or a redirect.

        An unknown application or redirect URI never leads to a redirect. Assumption: other errors are
        sent back to the application, as RFC 6749 says and Doorkeeper can be set to do.
        """
        given = parameters_of(request)
        uid, uri = given.get("client_id", ""), given.get("redirect_uri", "")
        if not uid:
            return error_page(400, missing("client_id"))
        application = self._authority.application(uid)
        if application is None:
            return error_page(401, DESCRIPTIONS["invalid_client"])
        if uri not in application.redirect_uris:
            return error_page(400, DESCRIPTIONS["invalid_redirect_uri"], application.redirect_uris)
        state = given.get("state", "")
        try:
            wish = Wish(application, uri, state, _scopes(application, given), _challenge(given))
        except Refusal as refusal:
            error = refusal.body if isinstance(refusal.body, Mapping) else {}
            return redirect_page(_address(uri, {**error, "state": state}))
        if request.method == "GET":
            return self._ask(wish, given, self._signed_in(request))
        return self._decide(wish, given, denied=_is_denial(request, given))

    def _ask(self, wish: Wish, given: Mapping[str, str], login: str) -> Answer:
        """Ask for consent, unless the user has a live token: then its scopes come again, whatever is asked.

        Source: wire facts, section 1.
        """
        user = self._find_user(login) if login else None
        old = self._authority.consented(wish.application, user) if user is not None else None
        if user is None or old is None:
            return self._page(wish, given, login)
        return self._allow(wish, user, old)

    def _decide(self, wish: Wish, given: Mapping[str, str], *, denied: bool) -> Answer:
        # Assumption: Rails' protection from forgery is on, its page and status are its own.
        if not _same(given.get("authenticity_token", ""), self._form_mark(given)):
            return error_page(422, "The change you wanted was rejected.")
        if denied:
            refusal = {"error": "access_denied", "error_description": DESCRIPTIONS["access_denied"]}
            return redirect_page(_address(wish.redirect_uri, {**refusal, "state": wish.state}))
        login = given.get("login", "").strip().lower()
        user = self._find_user(login) if 0 < len(login) <= _LONGEST_LOGIN else None
        if user is None:
            problem = "Nobody at this school has that login. Try norminet."
            return self._page(wish, given, login[:_LONGEST_LOGIN], problem)
        return self._allow(wish, user, wish.scopes, self._cookie(login))

    def _allow(self, wish: Wish, user: int, scopes: tuple[str, ...], cookie: str = "") -> Answer:
        code = self._authority.grant(wish.application, user, scopes, wish.redirect_uri, wish.challenge)
        return redirect_page(_address(wish.redirect_uri, {"code": code, "state": wish.state}), cookie)

    def _page(self, wish: Wish, given: Mapping[str, str], login: str, problem: str = "") -> Answer:
        return consent_page(
            wish.application,
            wish.scopes,
            {name: given[name] for name in _NAMES if name in given},
            authenticity=self._form_mark(given),
            login=login if login or problem else "norminet",
            problem=problem,
        )

    def _form_mark(self, given: Mapping[str, str]) -> str:
        """Return what the form of this very request must carry, so that no foreign page can send it."""
        return self._mark("form", *(given.get(name, "") for name in _NAMES))

    def _cookie(self, login: str) -> str:
        value = f"{quote(login, safe='')}.{self._mark('login', login)}"
        return f"{COOKIE}={value}; Path=/oauth; HttpOnly; SameSite=Lax"

    def _signed_in(self, request: Request) -> str:
        """Return the login that the cookie tells, empty for none or one that is not ours."""
        for part in request.headers.get("cookie", "").split(";"):
            name, _, value = part.strip().partition("=")
            coded, _, mark = value.rpartition(".")
            login = unquote(coded)
            if name == COOKIE and _same(mark, self._mark("login", login)):
                return login
        return ""

    def _mark(self, *words: str) -> str:
        return hmac.digest(self._key, json.dumps(words).encode(), "sha256").hex()


def _is_denial(request: Request, given: Mapping[str, str]) -> bool:
    return request.method == "DELETE" or given.get("_method", "").lower() == "delete"


def _scopes(application: Application, given: Mapping[str, str]) -> tuple[str, ...]:
    response_type = given.get("response_type", "")
    if not response_type:
        raise refused("invalid_request", missing("response_type"))
    if response_type != "code":
        raise refused("unsupported_response_type")
    scopes = scopes_in(given.get("scope", ""), application.scopes[0])
    require_registered(application, scopes)
    return scopes


def _challenge(given: Mapping[str, str]) -> Challenge | None:
    """Return the challenge of a request. Its method must be named, as Doorkeeper wants it."""
    text, method = given.get("code_challenge", ""), given.get("code_challenge_method", "")
    if not text:
        return None
    if len(text) > _LONGEST_CHALLENGE:
        raise refused("invalid_request")
    if method == "plain":
        return Challenge(text, "plain")
    if method == "S256":
        return Challenge(text, "S256")
    raise refused("invalid_code_challenge_method")


def _address(redirect_uri: str, parameters: Mapping[str, str]) -> str:
    """Return a redirect URI with parameters added to its own query; empty ones are left out."""
    base, sharp, fragment = redirect_uri.partition("#")
    query = urlencode({name: value for name, value in parameters.items() if value})
    joint = "?" if "?" not in base else "" if base.endswith(("?", "&")) else "&"
    return f"{base}{joint}{query}{sharp}{fragment}"


def _same(given: str, own: str) -> bool:
    return hmac.compare_digest(given.encode("utf-8", "replace"), own.encode())
