"""What the embedded API is started with."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import httpx
import pytest
from kept_school import kept_school

from ft42tui.demo.oauth import TOKEN_LIFETIME
from ft42tui.demo.settings import DemoSettings, Rates, parse_percent, parse_redirect_uri


@pytest.mark.parametrize(
    ("text", "rates"),
    [
        ("2/s,1200/h", Rates(2, 1200)),
        ("1200/h, 8/s", Rates(8, 1200)),
        ("5/s", Rates(5, 1200)),
        ("60/h", Rates(2, 60)),
        ("off", Rates(0, 0)),
    ],
)
def test_a_rate_is_read_in_any_order_and_half_of_it_alone(text: str, rates: Rates) -> None:
    assert Rates.parse(text) == rates


@pytest.mark.parametrize("text", ["", "2", "2/m", "0/s", "-1/s", "1/s,2/s", "many/s", "2/s,", "1.5/s"])
def test_another_text_is_refused_with_what_is_allowed(text: str) -> None:
    with pytest.raises(ValueError, match=r"write 2/s,1200/h, one of the two .* or off\.$"):
        Rates.parse(text)


@pytest.mark.parametrize("rates", [Rates(2, 1200), Rates(0, 0), Rates(1, 9)])
def test_a_rate_that_is_written_is_read_back(rates: Rates) -> None:
    assert Rates.parse(str(rates)) == rates


@pytest.mark.parametrize(
    ("text", "percent"), [("5%", 5), ("5", 5), ("0", 0), ("100%", 100), (" 7 % ", 7), ("005", 5)]
)
def test_a_share_is_whole_percent_with_or_without_the_sign(text: str, percent: int) -> None:
    assert parse_percent(text) == percent


@pytest.mark.parametrize(
    "text", ["", "%", "0.05", "0.5%", "5%%", "-1", "101", "1000%", "٥", "five", "5 of 100", "1_0", "9" * 5000]
)
def test_another_share_is_refused_with_what_is_allowed(text: str) -> None:
    with pytest.raises(ValueError, match=r"write whole percent from 0 to 100, as 5%\.$"):
        parse_percent(text)


@pytest.mark.parametrize(
    "wrong",
    [
        {"users": 0},
        {"latency_ms": -1},
        {"latency_ms": 60_001},
        {"faults_percent": 101},
        {"port": 70_000},
        {"token_life": 0},
        {"token_life": 86_401},
        {"redirect_uris": ("http://localhost/", "nowhere")},
    ],
)
def test_settings_that_cannot_work_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="give"):
        DemoSettings(**wrong)


def test_a_token_lives_as_long_as_a_real_one_unless_told_otherwise() -> None:
    assert DemoSettings().token_life == TOKEN_LIFETIME


async def test_a_token_expires_when_the_settings_say_so() -> None:
    now = [1_700_000_000.0]
    api = kept_school(DemoSettings(users=5, token_life=60), clock=lambda: now[0])
    headers = {"Authorization": f"Bearer {api.user_token.access_token}"}
    transport = httpx.ASGITransport(api)
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
        now[0] += 59
        before = await client.get("/v2/me", headers=headers)
        now[0] += 1
        after = await client.get("/v2/me", headers=headers)
    assert (before.status_code, after.status_code) == (200, 401)
    assert after.json()["message"] == "The access token expired"


@pytest.mark.parametrize(
    "uri",
    [
        "http://localhost:3000/callback",
        "http://localhost",
        "http://127.0.0.1:8080/",
        "http://[::1]:8080/cb?next=%2F",
        "HTTP://LOCALHOST:1/x",
        "https://app.example.org/auth/callback?a=1&b=2",
        "swiftycompanion://callback",
        "exp://192.168.0.7:8081/--/cb",
        "com.example.app:/oauth",
    ],
)
def test_a_redirect_uri_that_can_be_registered_is_kept_to_the_letter(uri: str) -> None:
    assert parse_redirect_uri(uri) == uri


@pytest.mark.parametrize(
    "text",
    [
        "",
        "nowhere",
        "/callback",
        "//localhost/callback",
        "localhost:3000/callback",
        "http://localhost:3000/callback#top",
        "http://localhost:3000/call back",
        "http://localhost:3000/callback\n",
        "http://localhost/\x00",
        "http://localhost/\u2028",
        "http://localhost/é",
        "http://localhost:port/",
        "http://localhost@evil.example/",
        "http://localhost.evil.example/",
        "http://evil.example/callback",
        "http://",
        "https://",
        "https:/callback",
        "https:///callback",
        "https://user@app.example.org/",
        "javascript:/alert(1)",
        "JavaScript://%0aalert(1)",
        "data:/text/html,x",
        "file:///etc/passwd",
        "urn:ietf:wg:oauth:2.0:oob",
        "mailto:norminet@example.org",
        "my_app://callback",
        'http://localhost/"><b>',
        "http://localhost/" + "a" * 2_000,
    ],
)
def test_another_redirect_uri_is_refused_in_one_sentence(text: str) -> None:
    with pytest.raises(ValueError, match=r"redirect URI.*give.*\.$") as refused:
        parse_redirect_uri(text)
    assert str(refused.value).isprintable()


def test_settings_and_the_parents_side_bring_no_server_along() -> None:
    code = (
        "import sys, ft42tui.demo.embedded, ft42tui.demo.settings;"
        "print([m for m in ('uvicorn', 'starlette', 'sqlite3', 'asyncio', 'httpx') if m in sys.modules])"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "[]"
