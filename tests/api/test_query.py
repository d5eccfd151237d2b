"""A request as a value, and its way to a URL and back."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from ft42tui.api.errors import ApiError, BadRequestText, ForeignOrigin
from ft42tui.api.query import Clauses, PageStyle, Query, parse_request
from ft42tui.catalog import Catalog, Endpoint

ORIGIN = "https://api.intra.42.fr"
LOCAL = "http://127.0.0.1:4200"
CATALOG = Catalog.load()
READS = tuple(endpoint for endpoint in CATALOG if endpoint.method == "GET")
LITERALS = frozenset(
    segment for endpoint in CATALOG for segment in endpoint.path.replace("(", "").replace(")", "").split("/")
)

PROPERTY = settings(derandomize=True, deadline=None, max_examples=150)

# Everything that a terminal or a link may bring, without what UTF-8 cannot write.
TEXTS = st.text(
    st.one_of(
        st.sampled_from(" ,&=+#%?[]/.:;@!$'\"()*~<>\\^`{|}é日\n\t-_"),
        st.characters(codec="utf-8"),
    ),
    max_size=12,
)
VALUES = TEXTS.filter(bool)
FIELDS = st.one_of(
    st.sampled_from(["login", "alumni?", "staff?", "campus_id", "pool_year", "a b", "é", "a&b=c"]),
    st.text(st.characters(codec="utf-8", exclude_characters="[]\r\n"), min_size=1, max_size=8),
)
SORT_KEYS = st.text(st.characters(codec="utf-8", exclude_characters=","), min_size=1, max_size=8).map(
    str.strip
)
TAKEN = {"sort", "page", "per_page", "page[number]", "page[size]"}
TAKEN |= {"access_token", "client_secret", "refresh_token"}
EXTRAS = st.sampled_from(["begin_at", "end_at", "campus_id", "x[y][z]", "q r", "a?", "é", "flag"])


def clauses(names: st.SearchStrategy[str]) -> st.SearchStrategy[Clauses]:
    return st.lists(st.tuples(names, TEXTS), max_size=3, unique_by=lambda clause: clause[0]).map(tuple)


@st.composite
def queries(draw: st.DrawFn) -> Query:
    endpoint = draw(st.sampled_from(READS))
    values: Mapping[str, str] = {name: draw(VALUES) for name in endpoint.path_names}
    assume(not any(value in LITERALS or value == f":{name}" for name, value in values.items()))
    style: PageStyle = draw(st.sampled_from(("brackets", "bare")))
    page, size = draw(st.none() | st.integers(0, 10**6)), draw(st.none() | st.integers(1, 100))
    if page is None and size is None:
        style = "brackets"  # a request without a page says nothing about the style of it
    return Query(
        endpoint=endpoint,
        path_values=tuple(values.items()),
        filters=draw(clauses(FIELDS)),
        ranges=draw(clauses(FIELDS)),
        searches=draw(clauses(FIELDS)),
        sort=tuple(key for key in draw(st.lists(SORT_KEYS, max_size=3)) if key),
        page=page,
        size=size,
        page_style=style,
        extra=draw(clauses(EXTRAS)),
    )


def asked(text: str, origin: str = ORIGIN) -> Query:
    return parse_request(text, CATALOG, origin).query


USERS = asked("users")


@PROPERTY
@given(queries())
def test_a_query_survives_its_way_to_a_url_and_back(query: Query) -> None:
    assert parse_request(query.url(ORIGIN), CATALOG, ORIGIN).query == query


@PROPERTY
@given(queries())
def test_a_target_is_plain_ascii_without_blanks(query: Query) -> None:
    assert query.target.isascii()
    assert query.target.isprintable()
    assert " " not in query.target


@PROPERTY
@given(queries())
def test_a_url_lies_on_the_origin_whatever_the_values(query: Query) -> None:
    parts = urlsplit(query.url(ORIGIN))

    assert (parts.scheme, parts.netloc, parts.fragment) == ("https", "api.intra.42.fr", "")
    assert not {".", ".."} & set(parts.path.split("/"))


@PROPERTY
@given(TEXTS)
@example("//evil.example/x")
@example("\\\\evil.example\\x")
@example("https:evil.example/users")
@example("?page=2")
def test_whatever_is_pasted_stays_on_the_origin_or_is_refused(text: str) -> None:
    try:
        query = asked(text)
    except ApiError:
        return
    assert urlsplit(query.url(ORIGIN)).netloc == "api.intra.42.fr"


@PROPERTY
@given(TEXTS)
def test_a_pasted_request_reads_the_same_after_it_was_written(text: str) -> None:
    try:
        once = asked(f"/v2/users?{text}")
    except ApiError:
        return
    assert asked(once.target) == once


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("users", "/v2/users"),
        ("/users", "/v2/users"),
        ("users/", "/v2/users"),
        ("/v2/users/norminet", "/v2/users/norminet"),
        ("  users  ", "/v2/users"),
        (
            "/users?filter[pool_year]=2013&filter[pool_month]=september,july",
            "/v2/users?filter[pool_year]=2013&filter[pool_month]=september,july",
        ),
        (
            "https://api.intra.42.fr/v2/users?filter%5Bpool_year%5D=2013&page%5Bsize%5D=100",
            "/v2/users?filter[pool_year]=2013&page[size]=100",
        ),
        ("GET /users?sort=kind,-login HTTP/1.1", "/v2/users?sort=kind,-login"),
        ("GET https://api.intra.42.fr/v2/campus HTTP/2", "/v2/campus"),
        ("api.intra.42.fr/v2/cursus/21", "/v2/cursus/21"),
        ("http://api.intra.42.fr/v2/users?page=2", "/v2/users?page=2"),
        ("HTTPS://API.INTRA.42.FR/v2/users", "/v2/users"),
        ("https://api.intra.42.fr:443/v2/users", "/v2/users"),
        ("http://api.intra.42.fr:80/v2/users", "/v2/users"),
        ("https://me:pass@api.intra.42.fr/v2/users", "/v2/users"),
        ("users#top", "/v2/users"),
        ("users?filter[alumni?]=true", "/v2/users?filter[alumni%3F]=true"),
        ("users?search[login]=a%2Bb+c", "/v2/users?search[login]=a%2Bb%20c"),
        ("users?range[created_at]=2024-01-01T00:00:00.000Z,2024-12-31", None),
        ("/oauth/token/info", "/oauth/token/info"),
        ("nothing/of/this", "/v2/nothing/of/this"),
        ("users?filter[login]=", "/v2/users?filter[login]="),
        ("users?&&page=2&", "/v2/users?page=2"),
        ("users?begin_at=a&flag", "/v2/users?begin_at=a&flag="),
    ],
)
def test_a_pasted_request_is_read(text: str, target: str | None) -> None:
    assert asked(text).target == (target or "/v2/" + text)


@pytest.mark.parametrize("text", ["", "   ", "users\nHost: evil.example", "a\x00b", "https://[::1/users"])
def test_what_is_no_request_is_refused(text: str) -> None:
    with pytest.raises(BadRequestText):
        asked(text)


@pytest.mark.parametrize("text", ["users/\udcff", "no/such/\udcff", "users?filter[login]=\udcff"])
def test_a_byte_that_is_no_text_is_refused_or_written(text: str) -> None:
    # The command line hands over bytes that are no UTF-8 as lone surrogates.
    try:
        target = asked(text).target
    except BadRequestText:
        return
    assert target.isascii()


@pytest.mark.parametrize("name", ["page", "per_page", "page[number]", "page[size]"])
def test_a_number_of_thousands_of_digits_is_no_crash(name: str) -> None:
    try:
        target = asked(f"users?{name}=" + "1" * 5000).target
    except BadRequestText:
        return
    assert target.startswith("/v2/users")


@pytest.mark.parametrize("name", ["access_token", "client_secret", "refresh_token", "access%5Ftoken"])
def test_a_pasted_secret_is_left_out_and_told(name: str) -> None:
    pasted = parse_request(f"users?{name}=abc&page=2", CATALOG, ORIGIN)

    assert pasted.had_secret
    assert pasted.query.target == "/v2/users?page=2"


def test_a_request_without_a_secret_had_none() -> None:
    assert not parse_request("users?page=2", CATALOG, ORIGIN).had_secret


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"])
def test_a_pasted_method_is_told(method: str) -> None:
    assert parse_request(f"{method} /v2/users", CATALOG, ORIGIN).method == method


def test_a_pasted_method_chooses_the_route_of_that_method() -> None:
    assert asked("DELETE /v2/teams/5").endpoint.method == "DELETE"


@pytest.mark.parametrize(
    "text",
    [
        "https://evil.example/v2/users",
        "https://api.intra.42.fr.evil.example/v2/users",
        "https://evil.example:443/v2/users",
        "https://api.intra.42.fr:8443/v2/users",
        "http://api.intra.42.fr:8080/v2/users",
        "ftp://api.intra.42.fr/v2/users",
        "file:///etc/passwd",
        "https://api.intra.42.fr@evil.example/",
        "https://api.intra.42.fr:443@evil.example/",
        "https://api.intra.42.fr%2F@evil.example/",
        "https://evil.example/@api.intra.42.fr/v2/users",
        "https://evil.example#@api.intra.42.fr/v2/users",
        "https://evil.example?@api.intra.42.fr/v2/users",
        "https://[::1]/v2/users",
        "https://[2001:db8::1]:443/v2/users",
        "HTTPS://EVIL.EXAMPLE/v2/users",
        "https:///v2/users",
        "GET https://evil.example/v2/users HTTP/1.1",
        "//evil.example/v2/users",
    ],
)
def test_a_foreign_origin_is_refused(text: str) -> None:
    with pytest.raises(ForeignOrigin):
        asked(text)


@pytest.mark.parametrize(
    "text",
    [
        "https://evil.example\\@api.intra.42.fr/v2/users",
        "https://api.intra.42.fr\\@evil.example/v2/users",
        "https://api.intra.42.fr\\.evil.example/v2/users",
        "\\\\evil.example\\v2",
        "https:\\\\evil.example\\v2",
        "javascript://api.intra.42.fr/%0Aalert(1)",
    ],
)
def test_a_trick_with_backslashes_never_leaves_the_origin(text: str) -> None:
    try:
        url = asked(text).url(ORIGIN)
    except ApiError:
        return
    assert url.startswith(ORIGIN + "/")
    assert "\\" not in url


def test_https_is_not_lowered_to_http() -> None:
    with pytest.raises(ForeignOrigin):
        asked("https://127.0.0.1:4200/v2/users", LOCAL)


def test_a_refusal_names_the_foreign_origin_without_its_user() -> None:
    with pytest.raises(ForeignOrigin) as refused:
        asked("https://me:pass@evil.example/x")

    assert "https://evil.example" in refused.value.title
    assert "pass" not in refused.value.title + refused.value.hint


@pytest.mark.parametrize(
    ("asked_for", "link", "target"),
    [
        ("users", "?page=2", "page[number]=2"),
        ("users?page[size]=50", "?page=3", "page[number]=3&page[size]=50"),
        ("users?page[number]=2&page[size]=50", "?page%5Bnumber%5D=3", "page[number]=3&page[size]=50"),
        ("users?page=2&per_page=50", "?page=3", "page=3&per_page=50"),
        ("users?page=2&per_page=50", "?page[number]=3&page[size]=50", "page=3&per_page=50"),
        (
            "users?filter[pool_year]=2013&sort=-login&range[id]=1,9&search[login]=a&campus_id=1",
            "?page=2",
            "filter[pool_year]=2013&range[id]=1,9&search[login]=a&sort=-login&page[number]=2&campus_id=1",
        ),
        (
            "users?filter[pool_year]=2013",
            "?filter[pool_year]=2014&page=2",
            "filter[pool_year]=2014&page[number]=2",
        ),
        ("users?sort=login", "?sort=-id&page=2", "sort=-id&page[number]=2"),
        ("users?page=2", "?page=4&cursor=x", "page=4&cursor=x"),
        ("users?page=7&per_page=5", "", "per_page=5"),
        ("users", "?page=2&access_token=abc", "page[number]=2"),
    ],
)
def test_a_link_tells_the_page_and_the_query_tells_the_rest(asked_for: str, link: str, target: str) -> None:
    followed = asked(asked_for).following(f"{ORIGIN}/v2/users{link}", ORIGIN, CATALOG)

    assert followed.target == f"/v2/users?{target}"


def test_a_link_over_http_is_raised_to_https() -> None:
    followed = USERS.following("http://api.intra.42.fr/v2/users?page=2", ORIGIN, CATALOG)

    assert followed.url(ORIGIN) == "https://api.intra.42.fr/v2/users?page[number]=2"


def test_a_link_to_another_path_is_followed_as_it_is() -> None:
    query = asked("users?filter[pool_year]=2013")

    assert query.following(f"{ORIGIN}/v2/campus?page=2", ORIGIN, CATALOG).target == "/v2/campus?page=2"


def test_a_link_of_a_route_with_values_keeps_them() -> None:
    query = asked("campus/1/users?page[size]=10")
    followed = query.following(f"{ORIGIN}/v2/campus/1/users?page=2", ORIGIN, CATALOG)

    assert followed.target == "/v2/campus/1/users?page[number]=2&page[size]=10"


@pytest.mark.parametrize(
    "link",
    [
        "https://evil.example/v2/users?page=2",
        "//evil.example/v2/users?page=2",
        "https://api.intra.42.fr@evil.example/v2/users?page=2",
        "http://api.intra.42.fr:8080/v2/users?page=2",
    ],
)
def test_a_link_to_another_origin_is_refused(link: str) -> None:
    with pytest.raises(ForeignOrigin):
        USERS.following(link, ORIGIN, CATALOG)


@pytest.mark.parametrize("link", ["?page=2", "/v2/users?page=2"])
def test_a_relative_link_belongs_to_the_request_it_answers(link: str) -> None:
    # RFC 8288, section 3.1: a target may be relative, to the URL that was asked for.
    assert USERS.following(link, ORIGIN, CATALOG).target == "/v2/users?page[number]=2"


@PROPERTY
@given(queries(), st.integers(1, 10**6))
def test_a_bare_link_changes_nothing_but_the_page(query: Query, page: int) -> None:
    followed = query.following(f"{ORIGIN}{query.path}?page={page}", ORIGIN, CATALOG)

    assert followed == query.on_page(page)


@PROPERTY
@given(TEXTS | st.text("htps:/[]@\\.?#%:=&42 \n1page", max_size=30))
@example("https://[::1")
@example("//[")
@example("https://\u2100.example/v2/users?page=2")
@example("?page=" + "1" * 5000)
def test_a_link_of_garbage_stays_on_the_origin_or_is_refused(target: str) -> None:
    try:
        followed = USERS.following(target, ORIGIN, CATALOG)
    except ApiError:
        return
    assert urlsplit(followed.url(ORIGIN)).netloc == "api.intra.42.fr"


@pytest.mark.parametrize(
    "edited",
    [
        USERS.on_page(7).filtered("login", "a"),
        USERS.on_page(7).ranged("id", "1,2"),
        USERS.on_page(7).searched("login", "a"),
        USERS.on_page(7).sorted_by(["-id"]),
        USERS.on_page(7).sized(50),
    ],
)
def test_an_edit_leads_back_to_the_first_page(edited: Query) -> None:
    assert edited.page is None


def test_an_edit_leaves_the_query_it_came_from_alone() -> None:
    query = asked("users?filter[login]=a")
    query.filtered("login", "b").filtered("id", "1")

    assert query.filters == (("login", "a"),)


def test_a_filter_keeps_its_place_and_an_empty_one_goes() -> None:
    query = USERS.filtered("a", "1").filtered("b", "2").filtered("a", "3")

    assert query.filters == (("a", "3"), ("b", "2"))
    assert query.filtered("a", "").filters == (("b", "2"),)


def test_both_page_styles_are_never_written_by_one_query() -> None:
    query = asked("users?page=2&per_page=5").sized(9).on_page(3)

    assert query.target == "/v2/users?page=3&per_page=9"


def test_a_pasted_mix_of_page_styles_stays_as_wrong_as_it_was() -> None:
    assert asked("users?page=2&page[size]=50").target == "/v2/users?page=2&page[size]=50"


def test_missing_path_values_are_named() -> None:
    endpoint = next(e for e in READS if e.path == "/v2/users/:user_id/projects_users")
    query = Query(endpoint)

    assert query.missing == ("user_id",)
    assert query.path == "/v2/users/:user_id/projects_users"
    assert query.with_path("user_id", "74").missing == ()


@pytest.mark.parametrize("value", ["a/b", "..", ".", "a b", "é", "a?b", "a#b", "100%", "%2F", "a\\b"])
def test_a_path_value_is_one_segment(value: str) -> None:
    endpoint = Endpoint("GET", "/v2/users/:id", "show")
    path = Query(endpoint).with_path("id", value).path

    assert path.count("/") == 3
    assert asked(path).path_values == (("id", value),)
