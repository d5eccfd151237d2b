"""Looking at a token that somebody pasted."""

from __future__ import annotations

import json
from email.utils import formatdate

import httpx
import pytest
from doubles import Body, FakeTime
from hypothesis import given
from hypothesis import strategies as st

from ft42tui.api.budget import Throttle
from ft42tui.api.door import Door
from ft42tui.api.errors import ApiError, BadRequestText, ForeignOrigin, Unauthorized
from ft42tui.config.settings import Settings
from ft42tui.session.account import Account
from ft42tui.session.inspection import Inspection, fingerprint
from ft42tui.session.looking import look_at, token_in
from ft42tui.session.status import Status

ORIGIN = "https://api.intra.42.fr"
ORIGINS = (ORIGIN, "http://127.0.0.1:4242", "")
TOKEN = "0123abcd" * 8


@pytest.mark.parametrize(
    "text",
    [
        TOKEN,
        f"  {TOKEN}\n",
        f"Bearer {TOKEN}",
        f"authorization: bearer {TOKEN}",
        f"Authorization:Bearer {TOKEN}",
        f"access_token={TOKEN}",
        f"?access_token={TOKEN}",
        f"#access_token={TOKEN}&token_type=bearer",
        f"page=2&access_token={TOKEN}",
        f"/v2/me?page=2&access_token={TOKEN}&x=",
        f"v2/me?access_token={TOKEN}#part",
        f"{ORIGIN}/v2/me?access_token={TOKEN}",
        f"{ORIGIN}?access_token={TOKEN}",
        f"{ORIGIN}:443/v2/me?ACCESS_TOKEN={TOKEN}",
        f"HTTPS://API.Intra.42.fr/v2/me?access_token={TOKEN}",
        f"http://127.0.0.1:4242/callback#access_token={TOKEN}",
        f"Bearer {ORIGIN}/v2/me?access_token={TOKEN}",
    ],
)
def test_a_token_is_found_where_people_have_it(text: str) -> None:
    assert token_in(text, ORIGINS) == TOKEN


@pytest.mark.parametrize(
    "url",
    [
        "https://evil.example/v2/me?access_token={}",
        "http://api.intra.42.fr/v2/me?access_token={}",
        "https://api.intra.42.fr:8443/v2/me?access_token={}",
        "https://api.intra.42.fr.evil.example/v2/me?access_token={}",
        "https://api.intra.42.fr@evil.example/v2/me?access_token={}",
        "https://me:secret@api.intra.42.fr/v2/me?access_token={}",
        "https://evil.example/#access_token={}",
        "https://evil.example\\@api.intra.42.fr/?access_token={}",
        "//evil.example/v2/me?access_token={}",
        "https:/evil.example/v2/me?access_token={}",
        "https:evil.example/v2/me?access_token={}",
        "evil.example/v2/me?access_token={}",
        "evil.example?access_token={}",
        "localhost:3000/?access_token={}",
        "/\\evil.example/?access_token={}",
        "ftp://127.0.0.1:4242/?access_token={}",
        "Bearer https://evil.example/?access_token={}",
        "javascript:alert(1)?access_token={}",
    ],
)
def test_a_token_of_another_origin_is_refused(url: str) -> None:
    with pytest.raises(ForeignOrigin) as refused:
        token_in(url.format(TOKEN), ORIGINS)

    assert TOKEN not in f"{refused.value.title} {refused.value.message} {refused.value.hint}"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "two words",
        "Bearer two words",
        "jeton-élevé",
        "x" * 5000,
        "access_token=",
        "?access_token=a%20b",
        f"{ORIGIN}/v2/me",
        f"{ORIGIN}/v2/me?page=1",
        "http://127.0.0.1:99999/?access_token=x",
        "https://[::1/?access_token=x",
    ],
)
def test_what_holds_no_token_is_refused_with_what_to_paste(text: str) -> None:
    with pytest.raises(BadRequestText) as refused:
        token_in(text, ORIGINS)

    assert "Paste a token" in refused.value.hint


_HOSTS = st.from_regex(r"[a-z0-9]([a-z0-9.-]{0,20}[a-z0-9])?", fullmatch=True)


@given(
    st.sampled_from(["https://", "http://", "//", "HTTPS://", "https:/", "ws://", "Bearer https://"]),
    st.sampled_from(["", "api.intra.42.fr@", "u:p@", "api.intra.42.fr.", "api.intra.42.fr:443@"]),
    _HOSTS.filter(lambda host: host not in {"api.intra.42.fr", "127.0.0.1"}),
    st.sampled_from(["", ":443", ":4242", "/v2/me", "/oauth", "\\", "/../v2"]),
    st.sampled_from(["?", "?page=1&", "#", "?a#"]),
)
def test_no_token_comes_of_a_url_of_another_origin(
    scheme: str, before: str, host: str, path: str, mark: str
) -> None:
    with pytest.raises(ApiError):
        token_in(f"{scheme}{before}{host}{path}{mark}access_token={TOKEN}", ORIGINS)


@given(st.text(max_size=60))
def test_whatever_is_pasted_gives_a_token_that_fits_a_header_or_a_refusal(text: str) -> None:
    try:
        token = token_in(text, ORIGINS)
    except ApiError:
        return  # a refusal is an answer, too

    assert token
    assert all("!" <= character <= "~" for character in token)


class Api:
    """Says of each token what a test wants."""

    def __init__(self, *, owner: int | None = 74, status: int = 200, me: int = 200, date: str = "") -> None:
        self.info = {
            "resource_owner_id": owner,
            "scopes": ["public", "projects"],
            "expires_in_seconds": 600,
            "application": {"uid": "u-their-own"},
            "created_at": 400,
        }
        self.status, self.me, self.date = status, me, date
        self.requests: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        headers = {
            "Content-Type": "application/json",
            "X-Application-Name": "theirs",
            "X-Application-Roles": "Tutor",
            "X-Hourly-RateLimit-Limit": "9999",
            "X-Hourly-RateLimit-Remaining": "17",
        }
        if self.date:
            headers["Date"] = self.date
        is_info = request.url.path == "/oauth/token/info"
        said = self.info if is_info else {"login": "norminet"}
        return httpx.Response(
            self.status if is_info else self.me, headers=headers, stream=Body(json.dumps(said).encode())
        )


async def looked(api: Api, text: str) -> tuple[Inspection, Account, Throttle]:
    time = FakeTime()
    throttle = Throttle(clock=time.clock, sleep=time.sleep)
    door = Door(ORIGIN, throttle, transport=httpx.MockTransport(api))
    account = Account(door, Settings(api=ORIGIN, token="0wn"), clock=lambda: 1000.0)
    try:
        found = await look_at(text, account, (ORIGIN, ""), Status(profile="school"), lambda _wait: None)
    finally:
        await door.aclose()
    return found, account, throttle


async def test_what_the_api_says_of_a_pasted_token_is_shown_as_no_ones_here() -> None:
    api = Api()

    found, _, _ = await looked(api, f"/v2/me?access_token={TOKEN}")

    assert found.is_pasted
    assert (found.owner, found.owner_id) == ("norminet", 74)
    assert found.scopes == ("public", "projects")
    assert (found.issued_at, found.is_server_time, found.expires_at) == (400.0, True, 1600.0)
    assert (found.application.name, found.application.roles) == ("theirs", ("Tutor",))
    assert found.application_uid == "u-their-own"
    assert found.fingerprint == fingerprint(TOKEN)
    assert TOKEN not in repr(found)


async def test_when_a_pasted_token_was_made_is_told_by_our_clock_where_the_answer_is_dated() -> None:
    found, _, _ = await looked(Api(date=formatdate(1000.0 - 300.0)), TOKEN)

    assert (found.issued_at, found.is_server_time) == (700.0, False)


async def test_it_goes_in_a_header_to_this_api_and_not_in_a_url() -> None:
    api = Api()

    await looked(api, TOKEN)

    assert [str(request.url) for request in api.requests] == [f"{ORIGIN}/oauth/token/info", f"{ORIGIN}/v2/me"]
    assert {request.headers["Authorization"] for request in api.requests} == {f"Bearer {TOKEN}"}


async def test_its_budget_is_its_own() -> None:
    found, account, throttle = await looked(Api(), TOKEN)

    assert found.budget.hour_left == 17
    assert account.client.budget.hour_left is None
    assert account.client.token is None
    assert throttle.sent_ago() == ()


async def test_an_applications_token_is_not_asked_for_a_login() -> None:
    api = Api(owner=None)

    found, _, _ = await looked(api, TOKEN)

    assert (found.owner, found.owner_id) == ("app", None)
    assert len(api.requests) == 1


async def test_a_login_that_is_refused_leaves_the_number() -> None:
    found, _, _ = await looked(Api(me=403), TOKEN)

    assert found.owner == "user 74"


async def test_a_dead_token_is_told_and_not_renewed() -> None:
    api = Api(status=401)

    with pytest.raises(Unauthorized):
        await looked(api, TOKEN)

    assert len(api.requests) == 1


async def test_a_token_of_another_origin_is_sent_nowhere() -> None:
    api = Api()

    with pytest.raises(ForeignOrigin):
        await looked(api, f"https://evil.example/?access_token={TOKEN}")

    assert not api.requests
