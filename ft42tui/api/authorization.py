"""One sign-in by authorization code: where the browser is sent, and what it may come back with."""

from __future__ import annotations

import hmac
import re
import secrets
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import parse_qs, urlsplit

from authlib.oauth2.rfc6749.parameters import prepare_grant_uri
from authlib.oauth2.rfc7636 import create_s256_code_challenge

from ft42tui.api.errors import ScopeRefused, SignInFailed
from ft42tui.api.exchange import MASK, masked_url, without

DEFAULT_REDIRECT: Final = "http://127.0.0.1:4242/callback"
"""Where the browser comes back to unless a profile says otherwise."""
LONGEST: Final = 300.0
"""Seconds that a sign-in may take."""


@dataclass(frozen=True, slots=True)
class Authorization:
    """One attempt. RFC 8252 with S256 PKCE (RFC 7636) besides the secret, and a state of its own."""

    url: str = field(repr=False)
    """Where the person consents."""
    redirect_uri: str
    """Where the server sends the browser back to; registered exactly like this."""
    state: str = field(repr=False)
    """What must come back unchanged."""
    verifier: str = field(repr=False)
    """What shows, when the code is exchanged, that it was us who asked."""

    @classmethod
    def begin(
        cls, origin: str, client_id: str, scopes: tuple[str, ...], redirect_uri: str = DEFAULT_REDIRECT
    ) -> Authorization:
        """Return a new attempt."""
        state, verifier = secrets.token_urlsafe(32), secrets.token_urlsafe(64)
        url: str = prepare_grant_uri(
            f"{origin}/oauth/authorize",
            client_id,
            "code",
            redirect_uri=redirect_uri,
            scope=" ".join(scopes),
            state=state,
            code_challenge=create_s256_code_challenge(verifier),  # type: ignore[no-untyped-call]  # has no types
            code_challenge_method="S256",
        )
        return cls(url, redirect_uri, state, verifier)

    def leads_back(self, address: str) -> bool:
        """Return whether an address is the redirect URI with something to say, ours or not."""
        return _place(address) == _place(self.redirect_uri) and "?" in address

    def masked(self, address: str) -> str:
        """Return an address of this attempt with the state, the code and other secrets masked."""
        hidden = masked_url(without(address, (self.state, self.verifier)))
        return re.sub(r"(?i)([?&]state=)[^&#]*", rf"\g<1>{MASK}", hidden)

    def code_in(self, redirected: str) -> str:
        """Return the code that a redirected address brings. Raises SignInFailed for anything else.

        The state is looked at first, so that nobody else's answer is taken for ours, a refusal neither.
        """
        try:
            parts = urlsplit(redirected.strip())
            given = parse_qs(parts.query, keep_blank_values=True)
        except ValueError:
            raise SignInFailed("This is no address", _PASTE) from None
        if _place(redirected) != _place(self.redirect_uri):
            raise SignInFailed("This address is not the redirect URI", _PASTE)
        state = given.get("state", [""])
        if len(state) != 1 or not hmac.compare_digest(
            state[0].encode("utf-8", "replace"), self.state.encode()
        ):
            raise SignInFailed(
                "The answer belongs to another sign-in",
                "Its state is not the one that was sent: begin again, and use the newest page only.",
            )
        if "error" in given:
            raise _refused(given)
        code = given.get("code", [""])
        if len(code) != 1 or not code[0]:
            raise SignInFailed("The answer holds no code", _PASTE)
        return code[0]


_PASTE: Final = "Paste the whole address that the browser ended at, from http to the end."


def _place(address: str) -> tuple[str, str, str]:
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return "", "", ""
    return parts.scheme.lower(), parts.netloc.lower(), parts.path or "/"


def _refused(given: dict[str, list[str]]) -> SignInFailed:
    error = given["error"][0]
    said = given.get("error_description", [""])[0]
    title, hint = _REFUSALS.get(
        error, (f"The sign-in was refused: {error[:60]}", "See the server's words, then begin again.")
    )
    kind = ScopeRefused if error == "invalid_scope" else SignInFailed
    return kind(title, hint, message=said[:300])


_REFUSALS: Final = {
    "access_denied": ("Access was denied", "Somebody pressed Deny on the consent page. Nothing was changed."),
    "invalid_scope": (
        "A scope was refused",
        "The application was not registered with it: ask for fewer, or add it on the application's page.",
    ),
}
