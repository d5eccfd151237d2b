"""The pages that a person sees: one that asks for consent, one that says what is wrong."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from html import escape
from typing import Final
from urllib.parse import urlencode

from ft42tui.catalog import SCOPES
from ft42tui.demo.applications import Application
from ft42tui.demo.exchange import HTML, Answer
from ft42tui.demo.page import page

PATH: Final = "/oauth/authorize"
"""Where the consent page is, and where its form goes."""

# A browser changes line breaks and NUL in a form's fields; in the form's address they stay what they are.
_CHANGED_BY_FORMS: Final = re.compile(r"[\x00\r\n]")


def consent_page(
    application: Application,
    scopes: Iterable[str],
    parameters: Mapping[str, str],
    *,
    authenticity: str,
    login: str,
    problem: str = "",
) -> Answer:
    """Return the page that asks whether an application may act for a user; 422 when it tells a problem.

    Its form sends the parameters of the request again, with the login, and `_method=delete` to deny.
    Assumption: all of its looks; from Doorkeeper are its words and where its form goes.
    """
    fields = {**parameters, "authenticity_token": authenticity}
    fragile = {name: value for name, value in fields.items() if _CHANGED_BY_FORMS.search(value)}
    hidden = "\n".join(
        f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">'
        for name, value in fields.items()
        if name not in fragile
    )
    action = f"{PATH}?{urlencode(fragile)}" if fragile else PATH
    able = "\n".join(f"<dt>{escape(name)}</dt><dd>{escape(SCOPES.get(name, ''))}</dd>" for name in scopes)
    said = f'<p class="bad" role="alert">{escape(problem)}</p>' if problem else ""
    body = f"""<h1>Authorize <strong>{escape(application.name)}</strong> to use your account?</h1>
<p>This application will be able to:</p>
<dl>
{able}
</dl>
<form method="post" action="{escape(action)}">
{hidden}
<label for="login">Sign in as</label>
<input id="login" name="login" value="{escape(login)}" maxlength="64" required autocomplete="off"
 autocapitalize="none" spellcheck="false" aria-describedby="made-up">
{said}
<small id="made-up">This school is made up: any of its logins will do, and there is no password.</small>
<div class="buttons">
<button class="main">Authorize</button>
<button name="_method" value="delete" formnovalidate>Deny</button>
</div>
</form>
<small>You are sent back to {escape(parameters.get("redirect_uri", ""))}. While the token lives, this page
is skipped, and the same scopes come again whatever is asked for.</small>"""
    return page("Authorization required", body, 422 if problem else 200)


def error_page(status: int, description: str, registered: Iterable[str] = ()) -> Answer:
    """Return the page for a request that may not lead anywhere, with the redirect URIs that would do.

    Assumption: the statuses, which are those of Doorkeeper since 5.5; before, it answered with 200.
    """
    uris = "\n".join(f"<dt>{escape(uri)}</dt>" for uri in registered)
    known = f"<p>It must be one of these, to the letter:</p>\n<dl>\n{uris}\n</dl>" if uris else ""
    body = f"<h1>An error has occurred</h1>\n<p>{escape(description, quote=False)}</p>\n{known}"
    return page("An error has occurred", body, status)


def redirect_page(location: str, cookie: str = "") -> Answer:
    """Return the 302 to an address, with Rails' few words for whoever does not follow it."""
    headers = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer", "Location": location}
    if cookie:
        headers["Set-Cookie"] = cookie
    body = f'<html><body>You are being <a href="{escape(location)}">redirected</a>.</body></html>'
    return Answer(body, 302, headers, HTML)
