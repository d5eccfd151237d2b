"""What is typed to sign in, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final, Literal, TypeAlias
from urllib.parse import urlsplit

from ft42tui.api.token import Grant
from ft42tui.catalog.scopes import SCOPES

Way: TypeAlias = Literal["browser", "application", "token", "demo"]
"""How somebody signs in."""
FieldName: TypeAlias = Literal["client_id", "secret", "scopes", "redirect_uri", "token"]
"""What there is to type, or to choose."""

FIELDS: Final[dict[Way, tuple[FieldName, ...]]] = {
    "browser": ("client_id", "secret", "scopes", "redirect_uri"),
    "application": ("client_id", "secret", "scopes"),
    "token": ("token",),
    "demo": (),
}
"""What each way asks for."""

_ID: Final = "u-s4t2ud-"
_SECRET: Final = "s-s4t2ud-"  # noqa: S105  # how one begins
_LONGEST: Final = 4096


@dataclass(frozen=True, slots=True)
class Known:
    """What a profile knows of its application."""

    client_id: str = ""
    """Its uid; empty if it knows none."""
    place: str = ""
    """Where its secret lies, in words; empty if there is none to be had."""
    missing: str = ""
    """Why there is no secret to be had, if somebody said so."""
    scopes: tuple[str, ...] = ()
    """What it asks for."""
    redirect_uri: str = ""
    """Where its browser comes back to; empty for the usual place."""


@dataclass(frozen=True, slots=True)
class SignInForm:
    """What was typed and chosen. The secret and the token are never in its repr."""

    way: Way = "browser"
    """How to sign in."""
    client_id: str = ""
    """The application's uid."""
    secret: str = field(default="", repr=False)
    """Its secret; empty to use the one that is kept."""
    scopes: tuple[str, ...] = ("public",)
    """What is asked for."""
    redirect_uri: str = ""
    """Where the browser comes back to."""
    token: str = field(default="", repr=False)
    """A token that was pasted, as it is, in a header or in a URL."""
    kept_id: str = ""
    """The uid of the application whose secret is kept; empty if none is."""
    kept_place: str = ""
    """Where that secret lies, in words."""
    missing: str = ""
    """Why there is no secret that is kept, if somebody said so."""
    refused: Mapping[FieldName, str] = field(default_factory=dict)
    """What somebody else said of a field as it is, in a sentence."""
    is_tried: bool = False
    """Whether somebody tried to begin: until then, an empty field is no mistake."""

    def edited(self, name: FieldName, text: str) -> SignInForm:
        """Return the form with another text in a field; what was said of the one before is forgotten."""
        refused = {key: said for key, said in self.refused.items() if key != name}
        changed = replace(self, refused=refused)
        if name == "client_id":
            return replace(changed, client_id=text)
        if name == "secret":
            return replace(changed, secret=text)
        if name == "redirect_uri":
            return replace(changed, redirect_uri=text)
        return replace(changed, token=text) if name == "token" else changed

    def filled(self, known: Known, *, but: SignInForm) -> SignInForm:
        """Return the form with what a profile knows, where it is still as it was when it was empty."""
        is_kept = bool(known.client_id and known.place)
        return replace(
            self,
            client_id=self.client_id or known.client_id,
            scopes=known.scopes if known.scopes and self.scopes == but.scopes else self.scopes,
            redirect_uri=(self.redirect_uri == but.redirect_uri and known.redirect_uri) or self.redirect_uri,
            kept_id=known.client_id if is_kept else "",
            kept_place=known.place,
            missing=known.missing,
        )

    def toggled(self, scope: str) -> SignInForm:
        """Return the form with a scope chosen that was not, or the other way round."""
        chosen = {*self.scopes} ^ {scope}
        return replace(self, scopes=tuple(one for one in self.known_scopes if one in chosen))

    @property
    def known_scopes(self) -> tuple[str, ...]:
        """The scopes to choose from: every known one, and what is asked for besides."""
        return (*SCOPES, *(scope for scope in self.scopes if scope not in SCOPES))

    @property
    def fields(self) -> tuple[FieldName, ...]:
        """What this way asks for."""
        return FIELDS[self.way]

    @property
    def is_kept_used(self) -> bool:
        """Whether the secret that is kept is the one to use."""
        return bool(self.kept_id) and self.client_id.strip() == self.kept_id and not self.secret.strip()

    @property
    def problems(self) -> dict[FieldName, str]:
        """What is wrong, by field, in a sentence that says what to do. Never the secret itself."""
        found = {name: said for name, said in self._problems() if name in self.fields}
        return {**found, **{name: said for name, said in self.refused.items() if name in self.fields}}

    @property
    def shown_problems(self) -> dict[FieldName, str]:
        """The problems that are told now: a field that nobody came to yet is left alone."""
        empty = {name for name in self.fields if not self._text(name)}
        return {name: said for name, said in self.problems.items() if self.is_tried or name not in empty}

    def _text(self, name: FieldName) -> str:
        texts = {
            "client_id": self.client_id,
            "secret": self.secret,
            "scopes": "chosen",
            "redirect_uri": self.redirect_uri,
            "token": self.token,
        }
        return texts[name].strip()

    def _problems(self) -> Iterator[tuple[FieldName, str]]:
        uid, secret = self._text("client_id"), self._text("secret")
        if not uid:
            yield "client_id", "Type the application's id: UID on its page."
        elif looks_secret(uid):
            yield "client_id", f"This holds a secret. The id begins with {_ID}: put that here instead."
        elif not _is_plain(uid):
            yield "client_id", "Blanks and odd characters are never in an id: copy it again."
        if secret.lower().startswith(_ID):
            yield "secret", f"This is an id. The secret begins with {_SECRET}."
        elif secret and not _is_plain(secret):
            yield "secret", "Blanks and odd characters are never in a secret: copy it again."
        elif not secret and not self.is_kept_used:
            other = " The one that is kept is another application's." if self.kept_id and uid else ""
            yield "secret", f"Type the application's secret.{other}"
        if not self.scopes:
            yield "scopes", "Choose one at least; public is the usual one."
        wrong = uri_problem(self._text("redirect_uri"))
        if wrong:
            yield "redirect_uri", wrong
        if not self._text("token"):
            yield "token", "Paste a token, an Authorization header, or a URL with access_token in it."


def way_of(grant: Grant | None) -> Way:
    """Return how somebody signed in who has a token by a grant; in the browser if that is unknown."""
    return "application" if grant == "client_credentials" else "browser"


def looks_secret(text: str) -> bool:
    """Return whether a client secret is in a text, by how one begins. Source: wire facts, section 1."""
    return _SECRET in text.lower()


def uri_problem(uri: str) -> str:
    """Return what is wrong with a redirect URI, in a sentence; empty if it can be used."""
    shape = "write it as http://127.0.0.1:4242/callback"
    if not uri:
        return f"Type the redirect URI: {shape}."
    if not _is_plain(uri):
        return f"Blanks and odd characters are never in an address: {shape}."
    try:
        parts = urlsplit(uri)
        port = parts.port
    except ValueError:
        return f"This is no address: {shape}."
    if not parts.scheme or not (parts.netloc or parts.path):
        return f"This is no whole address: {shape}."
    if parts.scheme in {"http", "https"} and not parts.hostname:
        return f"This address has no host: {shape}."
    if port == 0:
        return f"Port 0 is none: {shape}."
    if parts.fragment or uri.endswith("#"):  # RFC 6749, section 3.1.2
        return "A redirect URI has no part behind #."
    return ""


def _is_plain(text: str) -> bool:
    return len(text) <= _LONGEST and all("!" <= letter <= "~" for letter in text)
