"""Where the browser is sent, and what it may come back with."""

from __future__ import annotations

import base64
from hashlib import sha256
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ft42tui.api.authorization import DEFAULT_REDIRECT, Authorization
from ft42tui.api.errors import SignInFailed

PROPERTY = settings(derandomize=True, deadline=None, max_examples=200)
ORIGIN = "https://api.intra.42.fr"
ATTEMPT = Authorization(ORIGIN, DEFAULT_REDIRECT, "the-state", "the-verifier")


def back(place: str = DEFAULT_REDIRECT, **parameters: str) -> str:
    return f"{place}?{urlencode(parameters)}"


def refusal(redirected: str, attempt: Authorization = ATTEMPT) -> SignInFailed:
    with pytest.raises(SignInFailed) as failed:
        attempt.code_in(redirected)
    assert failed.value.title
    assert failed.value.hint
    return failed.value


def test_the_browser_is_sent_to_the_consent_page_with_everything_it_needs() -> None:
    attempt = Authorization.begin(ORIGIN, "u-s4t2ud-1", ("public", "projects"))
    parts = urlsplit(attempt.url)

    assert attempt.url.startswith(ORIGIN + "/oauth/authorize?")
    assert parse_qs(parts.query, strict_parsing=True) == {
        "client_id": ["u-s4t2ud-1"],
        "redirect_uri": [DEFAULT_REDIRECT],
        "response_type": ["code"],
        "scope": ["public projects"],
        "state": [attempt.state],
        "code_challenge": [challenge_of(attempt.verifier)],
        "code_challenge_method": ["S256"],
    }


def challenge_of(verifier: str) -> str:
    """Return what RFC 7636, section 4.2, makes of a verifier."""
    return base64.urlsafe_b64encode(sha256(verifier.encode()).digest()).rstrip(b"=").decode()


def test_state_and_verifier_are_long_and_never_the_same() -> None:
    attempts = [Authorization.begin(ORIGIN, "u", ("public",)) for _ in range(50)]

    assert len({attempt.state for attempt in attempts}) == 50
    assert len({attempt.verifier for attempt in attempts}) == 50
    assert all(len(attempt.state) >= 43 for attempt in attempts)
    assert all(43 <= len(attempt.verifier) <= 128 for attempt in attempts)


def test_an_attempt_shows_no_secret() -> None:
    attempt = Authorization.begin(ORIGIN, "u", ("public",))

    assert attempt.state not in repr(attempt)
    assert attempt.verifier not in repr(attempt) + attempt.url


@pytest.mark.parametrize(
    "redirected",
    [
        back(code="c0de", state="the-state"),
        back(state="the-state", code="c0de", other="x"),
        f"  {back(code='c0de', state='the-state')}\n",
        back(code="c0de", state="the-state").replace("http://127", "HTTP://127"),
        back(code="c0de", state="the-state") + "#fragment",
    ],
)
def test_the_right_state_brings_the_code(redirected: str) -> None:
    assert ATTEMPT.code_in(redirected) == "c0de"


def test_an_odd_code_comes_as_it_was() -> None:
    assert ATTEMPT.code_in(back(code="a b+c&d=é", state="the-state")) == "a b+c&d=é"


@pytest.mark.parametrize(
    "state",
    [
        "",
        "other",
        "the-stat",
        "the-state2",
        "THE-STATE",
        "the-state ",
        " the-state",
        "the-state\x00",
        "thé-état",
    ],
)
def test_the_state_is_compared_whole(state: str) -> None:
    assert "another sign-in" in refusal(back(code="c0de", state=state)).title


@pytest.mark.parametrize(
    "query", ["code=c0de", "code=c0de&state=the-state&state=the-state", "code=c0de&state=x&state=the-state"]
)
def test_a_state_that_is_missing_or_doubled_is_refused(query: str) -> None:
    assert "another sign-in" in refusal(f"{DEFAULT_REDIRECT}?{query}").title


def test_a_state_that_is_no_text_is_refused() -> None:
    assert "another sign-in" in refusal(f"{DEFAULT_REDIRECT}?code=c0de&state=the-state\udcff").title


@pytest.mark.parametrize("query", ["", "&code=", "&code=a&code=b"])
def test_an_answer_without_one_code_is_refused(query: str) -> None:
    assert "no code" in refusal(f"{DEFAULT_REDIRECT}?state=the-state{query}").title


@pytest.mark.parametrize(
    "place",
    [
        "http://127.0.0.1:4243/callback",
        "http://127.0.0.1/callback",
        "http://localhost:4242/callback",
        "https://127.0.0.1:4242/callback",
        "http://127.0.0.1:4242/callback/",
        "http://127.0.0.1:4242/Callback",
        "http://127.0.0.1:4242/",
        "http://127.0.0.1:4242",
        "http://evil.example:4242/callback",
        "http://127.0.0.1:4242@evil.example/callback",
        "http://user@127.0.0.1:4242/callback",
        "//127.0.0.1:4242/callback",
        "127.0.0.1:4242/callback",
        "/callback",
        "",
        "http://[::1",
        "http://127.0.0.1:99999/callback",
    ],
)
def test_another_place_is_refused(place: str) -> None:
    failed = refusal(back(place, code="c0de", state="the-state"))

    assert "address" in failed.title
    assert "c0de" not in failed.title + failed.hint + failed.message


def test_a_denied_consent_is_a_refusal_and_nothing_else() -> None:
    failed = refusal(back(error="access_denied", error_description="No.", state="the-state"))

    assert (failed.title, failed.message) == ("Access was denied", "No.")


def test_a_refusal_wins_over_a_code() -> None:
    assert refusal(back(error="access_denied", code="c0de", state="the-state")).title == "Access was denied"


def test_somebody_elses_refusal_is_none_of_ours() -> None:
    assert "another sign-in" in refusal(back(error="access_denied", state="other")).title


@pytest.mark.parametrize("error", ["server_error", "x" * 10_000, "", "\x1b]0;pwned\x07"])
def test_an_unknown_refusal_is_named(error: str) -> None:
    failed = refusal(back(error=error, error_description="y" * 10_000, state="the-state"))

    assert failed.title.startswith("The sign-in was refused")
    assert len(failed.title) < 200
    assert len(failed.message) <= 300


TEXT = st.text(st.characters(codec=None), max_size=20)
PLACES = st.sampled_from([DEFAULT_REDIRECT, "http://127.0.0.1:4243/callback", "//x/callback"]) | TEXT
QUERIES = st.lists(
    st.tuples(
        st.sampled_from(["code", "state", "error", "Code", "state[]"]) | TEXT,
        st.sampled_from(["the-state", "the-stat", "c0de", "access_denied", ""]) | TEXT,
    ),
    max_size=4,
)


@PROPERTY
@given(PLACES, QUERIES, st.sampled_from(["?", "#", ";", ""]))
@example(DEFAULT_REDIRECT, [("state", "the-state"), ("code", "c0de")], "?")
def test_only_the_right_place_and_state_with_a_code_bring_one(
    place: str, query: list[tuple[str, str]], joint: str
) -> None:
    redirected = place + joint + urlencode(query, errors="surrogatepass")
    try:
        code = ATTEMPT.code_in(redirected)
    except SignInFailed:
        return
    given_ = parse_qs(urlsplit(redirected).query, keep_blank_values=True)

    assert redirected.startswith(DEFAULT_REDIRECT + "?")
    assert given_["state"] == ["the-state"]
    assert given_["code"] == [code] != [""]
    assert "error" not in given_


@PROPERTY
@given(st.text(st.characters(codec=None), max_size=200) | st.from_regex(r"https?://[^ ]*", fullmatch=True))
def test_whatever_is_pasted_is_a_code_or_refused_in_words(text: str) -> None:
    with pytest.raises(SignInFailed):
        ATTEMPT.code_in(text)


@pytest.mark.parametrize(
    ("address", "leads_back"),
    [
        (back(code="c", state="the-state"), True),
        (back(state="another"), True),
        (DEFAULT_REDIRECT, False),
        ("http://127.0.0.1:4243/callback?code=c", False),
        ("https://api.intra.42.fr/oauth/authorize?client_id=u", False),
        ("http://[", False),
        ("", False),
    ],
)
def test_an_address_that_cannot_be_the_answer_is_known_before_it_counts(
    address: str,
    leads_back: bool,  # noqa: FBT001
) -> None:
    assert ATTEMPT.leads_back(address) is leads_back


def test_a_masked_address_shows_neither_state_nor_code() -> None:
    masked = ATTEMPT.masked(back(code="c0de", state="the-state", error="access_denied"))
    assert "c0de" not in masked
    assert "the-state" not in masked
    assert "error=access_denied" in masked
    assert "other" not in ATTEMPT.masked(back(state="other"))
