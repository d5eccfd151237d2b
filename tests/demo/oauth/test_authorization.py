"""The consent page: what it asks, what it answers, what never leads back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from oauth_desk import Desk, action_of, back, error_of, fields_of

from ft42tui.demo.applications import Application
from ft42tui.demo.settings import Rates

CALLBACK = "http://localhost:4242/callback"
ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


def asked_by(redirect_uri: str, name: str = "one") -> Desk:
    app = Application(1, name, "u", "s", ("public", "projects"), (), (redirect_uri,), Rates(0, 0))
    return Desk((app,))


def test_the_page_names_the_application_and_what_its_scopes_mean() -> None:
    desk = Desk()
    page = desk.ask(desk.wish(scope="public projects"))

    assert page.status == 200
    assert page.content_type().startswith("text/html")
    assert "ft42tui demo" in page.content
    assert "manage project runs, teams, slots and evaluations" in page.content
    assert "event registrations" not in page.content
    assert fields_of(page)["login"] == "norminet"
    assert "there is no password" in page.content


def test_the_page_needs_nothing_from_elsewhere_and_cannot_be_framed() -> None:
    desk = Desk()
    page = desk.ask(desk.wish())

    assert "<script" not in page.content
    assert "src=" not in page.content
    assert "url(" not in page.content
    assert "frame-ancestors 'none'" in page.headers["Content-Security-Policy"]
    assert page.headers["Cache-Control"] == "no-store"


def test_without_a_scope_the_applications_default_is_asked_for() -> None:
    desk = Desk()
    token = desk.sign_in()
    assert token["scope"] == "public"


def test_what_a_request_brings_is_escaped_on_the_page() -> None:
    desk = asked_by("http://localhost/'\"<b>&amp;", name="<i>&one</i>")
    page = desk.ask(desk.wish("<i>&one</i>", state='"><script>alert(1)</script>'))

    assert page.status == 200
    assert "<script" not in page.content
    assert "<i>" not in page.content
    assert "<b>" not in page.content
    assert fields_of(page)["state"] == '"><script>alert(1)</script>'


def test_consent_leads_back_with_a_code_and_the_state() -> None:
    desk = Desk()
    answer = desk.press(desk.ask(desk.wish(state="xyz")))

    assert answer.status == 302
    assert answer.headers["Location"].startswith(f"{CALLBACK}?code=")
    assert list(back(answer)) == ["code", "state"]
    assert len(back(answer)["code"]) == 64
    assert back(answer)["state"] == "xyz"


def test_without_a_state_none_comes_back() -> None:
    desk = Desk()
    assert list(back(desk.press(desk.ask(desk.wish(state=""))))) == ["code"]


def test_denial_leads_back_in_doorkeepers_words() -> None:
    desk = Desk()
    answer = desk.press(desk.ask(desk.wish(state="xyz")), _method="delete", login="")

    assert answer.status == 302
    assert back(answer) == {
        "error": "access_denied",
        "error_description": "The resource owner or authorization server denied the request.",
        "state": "xyz",
    }
    assert desk.cookie == ""


def test_the_method_delete_denies_too() -> None:
    desk = Desk()
    fields = fields_of(desk.ask(desk.wish()))
    answer = desk.send("DELETE", "/oauth/authorize", query=fields)
    assert back(answer)["error"] == "access_denied"


@pytest.mark.parametrize("login", ["nobody", "", " ", "n" * 100_000, "a\0b", "<b>"])
def test_a_login_that_nobody_has_is_asked_for_again(login: str) -> None:
    desk = Desk()
    answer = desk.press(desk.ask(desk.wish(state="xyz")), login=login)

    assert answer.status == 422
    assert "Nobody at this school has that login." in answer.content
    assert "<b>" not in answer.content
    assert desk.cookie == ""
    assert "code" in back(desk.press(answer, login="norminet"))


@pytest.mark.parametrize(
    "change",
    [
        {"authenticity_token": ""},
        {"authenticity_token": "né"},
        {"authenticity_token": "0" * 64},
        {"scope": "public projects"},
        {"state": "another"},
        {"redirect_uri": "http://127.0.0.1:4242/callback"},
        {"code_challenge": "x" * 43, "code_challenge_method": "plain"},
    ],
)
def test_a_form_that_the_page_did_not_make_is_refused(change: dict[str, str]) -> None:
    desk = Desk()
    page = desk.ask(desk.wish(scope="public", state="xyz"))

    for method in ({}, {"_method": "delete"}):
        answer = desk.press(page, **{**change, **method})
        assert answer.status == 422
        assert "Location" not in answer.headers


def test_the_form_of_another_server_is_refused() -> None:
    desk, other = Desk(), Desk()
    other.oauth._authorization._key = b"another"
    assert desk.press(other.ask(other.wish())).status == 422


@pytest.mark.parametrize(
    ("change", "status", "words"),
    [
        ({"client_id": ""}, 400, "Missing required parameter: client_id."),
        ({"client_id": "nobody"}, 401, "Client authentication failed due to unknown client"),
        ({"redirect_uri": ""}, 400, "The redirect uri included is not valid."),
        ({"redirect_uri": f"{CALLBACK}/"}, 400, "The redirect uri included is not valid."),
        ({"redirect_uri": f"{CALLBACK}?a=1"}, 400, "The redirect uri included is not valid."),
        ({"redirect_uri": "http://localhost:4243/callback"}, 400, "The redirect uri included is not valid."),
        ({"redirect_uri": "HTTP://localhost:4242/callback"}, 400, "The redirect uri included is not valid."),
        ({"redirect_uri": "https://evil.example/"}, 400, "The redirect uri included is not valid."),
        ({"redirect_uri": "javascript:alert(1)"}, 400, "The redirect uri included is not valid."),
        ({"redirect_uri": "/" * 500_000}, 400, "The redirect uri included is not valid."),
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_a_stranger_and_an_unknown_address_get_a_page_and_never_a_redirect(
    method: str, change: dict[str, str], status: int, words: str
) -> None:
    desk = Desk()
    answer = desk.send(method, "/oauth/authorize", query=desk.wish() | change)

    assert answer.status == status
    assert answer.content_type().startswith("text/html")
    assert words in answer.content
    assert "Location" not in answer.headers
    assert "evil" not in answer.content


def test_an_unknown_address_is_answered_with_the_known_ones() -> None:
    desk = Desk()
    answer = desk.ask(desk.wish(redirect_uri="http://127.0.0.1:4242/"))
    assert "http://127.0.0.1:4242/callback" in answer.content


@pytest.mark.parametrize(
    ("change", "error", "words"),
    [
        ({"scope": "everything"}, "invalid_scope", "requested scope is invalid"),
        ({"scope": "public tig"}, "invalid_scope", "requested scope is invalid"),
        ({"scope": "public\nprojects"}, "invalid_scope", "requested scope is invalid"),
        ({"scope": "public+projects"}, "invalid_scope", "requested scope is invalid"),
        ({"response_type": "token"}, "unsupported_response_type", "does not support this response type"),
        ({"response_type": ""}, "invalid_request", "Missing required parameter: response_type."),
        (
            {"code_challenge": "abc", "code_challenge_method": "S512"},
            "invalid_code_challenge_method",
            "must be plain or S256",
        ),
        ({"code_challenge": "abc"}, "invalid_code_challenge_method", "must be plain or S256"),
        ({"code_challenge": "a" * 129, "code_challenge_method": "plain"}, "invalid_request", "malformed"),
    ],
)
def test_other_errors_go_back_to_the_application(change: dict[str, str], error: str, words: str) -> None:
    desk = Desk()
    answer = desk.ask(desk.wish(state="a b&c=d") | change)

    assert answer.status == 302
    assert answer.headers["Location"].startswith(f"{CALLBACK}?error=")
    assert back(answer)["error"] == error
    assert words in back(answer)["error_description"]
    assert back(answer)["state"] == "a b&c=d"


def test_the_cookie_stays_with_the_browser_and_the_server() -> None:
    desk = Desk()
    answer = desk.press(desk.ask(desk.wish()))

    said = answer.headers["Set-Cookie"]
    assert "HttpOnly" in said
    assert "SameSite=Lax" in said
    assert "Path=/oauth" in said


def test_a_live_token_skips_consent_and_brings_the_old_scopes() -> None:
    desk = Desk()
    first = desk.sign_in(scope="public")
    desk.now += 60

    answer = desk.ask(desk.wish(scope="public projects profile", state="xyz"))
    again = desk.exchange(back(answer)["code"]).content

    assert (answer.status, back(answer)["state"]) == (302, "xyz")
    assert again["scope"] == "public"
    assert again["access_token"] == first["access_token"]
    assert again["expires_in"] == 7140


def test_consent_is_asked_for_again_once_the_token_is_dead() -> None:
    expired, revoked = Desk(), Desk()
    expired.sign_in()
    revoked.revoke(revoked.sign_in()["access_token"])
    expired.now += 7200

    for desk in (expired, revoked):
        page = desk.ask(desk.wish(scope="public projects"))
        assert page.status == 200
        assert fields_of(page)["login"] == "norminet"
        assert desk.exchange(back(desk.press(page))["code"]).content["scope"] == "public projects"


def test_consent_is_asked_for_another_application_another_user_and_a_strangers_browser() -> None:
    desk = Desk()
    desk.sign_in(login="zaz")
    cookie = desk.cookie

    assert desk.ask(desk.wish("staff")).status == 200
    for forged in (
        "",
        cookie.replace("zaz", "norminet"),
        "ft42_demo_login=zaz.00",
        "ft42_demo_login=%ff.é",
        "=",
    ):
        desk.cookie = forged
        assert desk.ask(desk.wish()).status == 200
    desk.cookie = f"a=b; {cookie}; c"
    assert desk.ask(desk.wish()).status == 302


def test_the_token_that_is_valid_from_the_start_does_not_skip_consent() -> None:
    from ft42tui.demo.applications import ready_token

    desk = Desk()
    desk.oauth.admit(ready_token(42), desk.app(), 74)
    desk.sign_in("plain")

    assert desk.ask(desk.wish(scope="public projects")).status == 200
    assert desk.sign_in(scope="public")["access_token"] != ready_token(42).access_token


@pytest.mark.parametrize(
    ("registered", "expected"),
    [
        ("http://localhost/cb", "http://localhost/cb?code="),
        ("http://localhost/cb?a=1&b=%20", "http://localhost/cb?a=1&b=%20&code="),
        ("http://localhost/cb?", "http://localhost/cb?code="),
        ("http://localhost/cb?a=1&", "http://localhost/cb?a=1&code="),
        ("swiftycompanion://oauth", "swiftycompanion://oauth?code="),
        ("exp://127.0.0.1:19000/--/cb", "exp://127.0.0.1:19000/--/cb?code="),
    ],
)
def test_a_redirect_uri_keeps_what_it_has(registered: str, expected: str) -> None:
    desk = asked_by(registered)
    answer = desk.press(desk.ask(desk.wish("one")))
    assert answer.headers["Location"].startswith(expected)


@given(
    state=ANY_TEXT, own=st.dictionaries(st.sampled_from("abc"), st.text("xyz%20=/", max_size=5), max_size=3)
)
def test_the_state_comes_back_unchanged_through_page_and_form(state: str, own: dict[str, str]) -> None:
    query = "&".join(f"{name}={value}" for name, value in own.items())
    desk = asked_by(f"http://localhost/cb?{query}" if query else "http://localhost/cb")

    page = desk.ask(desk.wish("one", state=state))
    answer = desk.press(page)

    assert answer.headers["Location"].startswith(desk.applications[0].redirect_uris[0])
    assert answer.headers["Location"].isascii()
    assert back(answer).get("state", "") == state


@given(state=st.text("\r\n\0a&", min_size=1, max_size=8))
def test_no_field_of_the_form_holds_what_a_browser_would_change(state: str) -> None:
    desk = Desk()
    page = desk.ask(desk.wish(state=state))

    assert not set("\r\n\0") & set(fields_of(page).get("state", ""))
    assert not set("\r\n\0") & set(action_of(page))


@given(
    method=st.sampled_from(["GET", "POST", "DELETE"]),
    query=st.dictionaries(
        st.sampled_from(
            [
                "client_id",
                "redirect_uri",
                "response_type",
                "scope",
                "state",
                "login",
                "_method",
                "code_challenge",
            ]
        ),
        st.one_of(ANY_TEXT, st.sampled_from(["code", "public", "S256", CALLBACK, Desk().app().client_id])),
    ),
    body=st.binary(max_size=80),
    media=st.sampled_from(["", "application/json", "multipart/form-data; boundary=a", "text/plain"]),
    cookie=st.text(st.characters(max_codepoint=255), max_size=40),
)
def test_whatever_is_sent_is_answered(
    method: str, query: dict[str, str], body: bytes, media: str, cookie: str
) -> None:
    desk = Desk()
    headers = {"content-type": media, "cookie": f"ft42_demo_login={cookie}"}
    answer = desk.send(method, "/oauth/authorize", query=query, body=body, headers=headers)

    assert answer.status in {200, 302, 400, 401, 422}
    assert answer.payload()


def test_a_body_that_cannot_be_read_is_an_invalid_request() -> None:
    desk = Desk()
    answer = desk.send("POST", "/oauth/authorize", body=b"{", headers={"content-type": "application/json"})
    assert (answer.status, error_of(answer)) == (400, "invalid_request")
