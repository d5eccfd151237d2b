"""Answers as raw HTTP, to be read again: those of the guide, of public logs, and those made to fit them.

What a log shows is cut to the headers that tell something. Source of each body and header, unless its name
says that it is made up to contradict itself: wire facts, sections 2 and 3.
"""

from __future__ import annotations

from typing import Final

from ft42tui.api.exchange import Exchange

USERS: Final = "https://api.intra.42.fr/v2/users"


def answer_of(raw: str) -> tuple[Exchange, bytes]:
    """Return the exchange and the body of raw HTTP: a status line, headers, a blank line, a body.

    A request line before it says what was asked for; the list of users if there is none.
    """
    head, _, body = raw.partition("\n\n")
    lines = head.splitlines()
    asked = "" if lines[0].startswith("HTTP/") else lines.pop(0)
    method, _, url = asked.partition(" ")
    version, status, *reason = lines[0].split(" ", 2)
    headers = tuple((name, value) for name, _, value in (line.partition(": ") for line in lines[1:]))
    exchange = Exchange(
        method=method or "GET",
        url=url or USERS,
        status=int(status),
        reason=reason[0] if reason else "",
        response_headers=headers,
        size=len(body.encode()),
        http_version=version,
        excerpt=body[:4096],
    )
    return exchange, body.encode()


_OURS = "X-Application-Id: 7\nX-Application-Name: Brobot\nX-Application-Roles: None\nX-Runtime: 0.045248"
_JSON = "Content-Type: application/json; charset=utf-8"
_PAGE = "Content-Type: text/html; charset=UTF-8"
_NGINX = "<html><head><title>{0}</title></head><body><center><h1>{0}</h1></center><hr>nginx</body></html>"


def _refused(status: str, sentence: str, query: str) -> str:
    return (
        f"GET {USERS}?{query}\nHTTP/1.1 {status}\n{_JSON}\n{_OURS}\n\n"
        f'{{"error":"Bad Request","message":"{sentence}"}}'
    )


# 400: the sentences of the gem rice_cooker.

UNKNOWN_FILTER: Final = _refused(
    "400 Bad Request",
    "Attributes loginn doesn't exists or aren't filterables. Available filters are: id, login, email, "
    "pool_year, pool_month, and staff?",
    "filter[loginn]=a",
)
UNKNOWN_FILTERS: Final = _refused(
    "400 Bad Request",
    "Attributes nope and neither doesn't exists or aren't filterables. Available filters are: id and login",
    "filter[nope]=1&filter[neither]=2",
)
UNKNOWN_RANGE: Final = _refused(
    "400 Bad Request",
    "Attributes created doesn't exists or aren't rangeables. Available ranges are: id, created_at, and "
    "updated_at",
    "range[created]=1,2",
)
UNKNOWN_SEARCH: Final = _refused(
    "400 Bad Request",
    "Attributes nmae doesn't exists or aren't searchables. Available searchs are: name",
    "search[nmae]=x",
)
UNKNOWN_SORT: Final = _refused("400 Bad Request", "The kindd field is not sortable", "sort=-kindd")
UNKNOWN_SORT_AS_500: Final = _refused(
    "500 Internal Server Error", "The kindd field is not sortable", "sort=kindd"
)
REFUSED_VALUE: Final = _refused(
    "400 Bad Request",
    "Value maybe is not allowed for filter alumni?, can be true or false",
    "filter[alumni?]=maybe",
)
RANGE_OF_THREE: Final = _refused(
    "400 Bad Request",
    'Invalid range format for {\\"id\\"=>\\"1,2,3\\"}. Too many arguments for filter ([1, 2, 3]).',
    "range[id]=1,2,3",
)
RANGE_OF_ONE: Final = _refused(
    "400 Bad Request", "Begin and end must be separated by a comma (,).", "range[id]=5"
)
RANGE_OF_WORDS: Final = _refused(
    "400 Bad Request", "Unable to create a range between values 'a' and 'b'", "range[id]=a,b"
)
BARE_FILTER: Final = _refused("400 Bad Request", "Invalid filter format for norminet", "filter=norminet")
MIXED_PAGES: Final = _refused(
    "400 Bad Request",
    "The parameters page and page[size] cannot be used together.",
    "page=2&page[size]=10",
)
PAGE_ZERO: Final = _refused("400 Bad Request", "The parameter page must be a positive integer.", "page=0")
NO_CAMPUS: Final = _refused(
    "400 Bad Request", "The parameter campus_id is required: the number of a campus.", "page=1"
)
LISTED_AND_REFUSED: Final = _refused(
    "400 Bad Request",
    "Attributes login doesn't exists or aren't filterables. Available filters are: id, login, and email",
    "filter[login]=a",
)
NEVER_SENT: Final = _refused("400 Bad Request", "The wallet field is not sortable", "sort=login")

# 400: the rest.

SILENT_MIXED_PAGES: Final = f"GET {USERS}?page=2&page[size]=10\nHTTP/1.1 400 Bad Request\n{_JSON}\n\n{{}}"
SILENT_400: Final = f"HTTP/1.1 400 Bad Request\n{_JSON}\n{_OURS}\n\n"
FIELDS_400: Final = f'HTTP/1.1 400 Bad Request\n{_JSON}\n\n{{"begin_at":["can\'t be blank"]}}'
PAGE_400: Final = f"HTTP/1.1 400 Bad Request\nServer: nginx\n{_PAGE}\n\n" + _NGINX.format(
    "400 Request Header Or Cookie Too Large"
)
PLAIN_HTTP_400: Final = (
    f"GET http://api.intra.42.fr/v2/users\nHTTP/1.1 400 Bad Request\nServer: nginx\n{_PAGE}\n\n"
    + _NGINX.format("400 The plain HTTP request was sent to HTTPS port")
)

# 401.

_BEARER = (
    'WWW-Authenticate: Bearer realm="42 API", error="invalid_token", error_description="The access token {}"'
)

EXPIRED_401: Final = (
    f"HTTP/1.1 401 Unauthorized\n{_JSON}\n{_BEARER.format('expired')}\n"
    "Date: Fri, 20 Nov 2026 12:00:00 GMT\n\n"
    '{"error":"Not authorized","message":"The access token expired"}'
)
EXPIRED_BY_BODY_401: Final = f'HTTP/1.1 401 Unauthorized\n{_JSON}\n\n{{"message":"The access token expired"}}'
INVALID_401: Final = (
    f"HTTP/1.1 401 Unauthorized\n{_JSON}\n{_BEARER.format('is invalid')}\n\n"
    '{"status":401,"error":"The access token is invalid"}'
)
REVOKED_401: Final = f"HTTP/1.1 401 Unauthorized\n{_BEARER.format('was revoked')}\n\n"
SILENT_401: Final = "HTTP/1.1 401 Unauthorized\nContent-Length: 0\n\n"
TWO_REASONS_401: Final = (
    f"HTTP/1.1 401 Unauthorized\n{_JSON}\n{_BEARER.format('expired')}\n\n"
    '{"status":401,"error":"The access token is invalid"}'
)
TWO_STATUSES: Final = f'HTTP/1.1 401 Unauthorized\n{_JSON}\n\n{{"status":404,"error":"Not Found"}}'
BASIC_401: Final = (
    f'HTTP/1.1 401 Unauthorized\nWWW-Authenticate: Basic realm="staging"\n{_PAGE}\n\n'
    + _NGINX.format("401 Authorization Required")
)
PAGE_401: Final = f"HTTP/1.1 401 Unauthorized\n{_PAGE}\n\n" + _NGINX.format("Sign in")
CLIENT_401: Final = (
    f"HTTP/1.1 401 Unauthorized\n{_JSON}\n\n"
    '{"error":"invalid_client","error_description":"Client authentication failed due to unknown client."}'
)

# 403.

GUIDE_403: Final = """\
POST https://api.intra.42.fr/v2/topics/4242/messages
HTTP/1.1 403 Forbidden
Cache-Control: no-store
Content-Type: application/json; charset=utf-8
Pragma: no-cache
Transfer-Encoding: chunked
Vary: Origin
WWW-Authenticate: Bearer realm="42 API", error="insufficient scope", \
error_description="The action need the following scopes: [forum]"
X-Application-Id: 7
X-Application-Name: Brobot
X-Application-Roles: None
X-Content-Type-Options: nosniff
X-Frame-Options: SAMEORIGIN
X-Meta-Request-Version: 0.4.0
X-Rack-CORS: preflight-hit; no-origin
X-Request-Id: bb64ca44-142b-46a6-b590-af95e2e05e66
X-Runtime: 0.045248
X-XSS-Protection: 1; mode=block

{
    "error": "Forbidden",
    "message": "Insufficient scope. The action need the following scopes: [forum] \
(Create, update and destroy topics and messages)"
}
"""
"""The sample of the official guide, whole."""
GUIDE_A_403: Final = GUIDE_403.replace("\n{\n", "\n").replace("\n}\n", "\n")
"""The same in the guide's other revision, whose body lost its braces."""
SILENT_SCOPE_403: Final = (
    f'HTTP/1.1 403 Forbidden\n{_JSON}\n{_OURS}\nWWW-Authenticate: Bearer realm="42 API", '
    'error="insufficient scope"\n\n{"error":"Forbidden"}'
)
ROLE_403: Final = (
    f"HTTP/1.1 403 Forbidden\n{_JSON}\n{_OURS}\n\n"
    '{"error":"Access Denied","message":"You are not authorized to access this page."}'
)
SILENT_403: Final = f"HTTP/1.1 403 Forbidden\n{_JSON}\n{_OURS}\n\n{{}}"
CLOUDFLARE_403: Final = (
    f"HTTP/1.1 403 Forbidden\n{_PAGE}\nServer: cloudflare\nCF-RAY: 8a1b2c3d4e5f-CDG\n"
    "cf-mitigated: challenge\n\n"
    "<!DOCTYPE html><html><head><title>Just a moment...</title></head><body></body></html>"
)
PAGE_403: Final = f"HTTP/1.1 403 Forbidden\nServer: nginx\n{_PAGE}\n\n" + _NGINX.format("403 Forbidden")
OWN_PAGE_403: Final = f"HTTP/1.1 403 Forbidden\n{_PAGE}\n{_OURS}\n\n" + _NGINX.format("Just a moment...")
"""Contradicts itself: a page, with the API's own headers."""

# 404 and other refusals.

NOT_FOUND: Final = (
    f'GET {USERS}/norminet\nHTTP/1.1 404 Not Found\n{_JSON}\n{_OURS}\n\n{{"error":"Not Found"}}'
)
EMPTY_404: Final = (
    f"GET https://api.intra.42.fr/v2/projects/1500\nHTTP/1.1 404 Not Found\n{_JSON}\n{_OURS}\n\n{{}}"
)
PAGE_404: Final = f"HTTP/1.1 404 Not Found\nServer: nginx\n{_PAGE}\n\n" + _NGINX.format("404 Not Found")
OWN_PAGE_404: Final = f"HTTP/1.1 404 Not Found\n{_PAGE}\nX-Runtime: 0.003\n\n" + _NGINX.format(
    "The page you were looking for doesn't exist (404)"
)
GONE: Final = f"HTTP/1.1 410 Gone\n{_JSON}\n\n{{}}"
NO_METHOD: Final = f"PATCH {USERS}\nHTTP/1.1 405 Method Not Allowed\n{_JSON}\n\n{{}}"
TOO_LONG: Final = f"HTTP/1.1 414 URI Too Long\n{_PAGE}\n\n" + _NGINX.format("414 Request-URI Too Large")
PROXY_407: Final = (
    f'HTTP/1.1 407 Proxy Authentication Required\nProxy-Authenticate: Basic realm="p"\n{_PAGE}\n\n'
)
TEAPOT: Final = "HTTP/1.1 418 I'm a teapot\nContent-Type: text/plain\n\nshort and stout"
FIELDS_422: Final = (
    f"POST https://api.intra.42.fr/v2/slots\nHTTP/1.1 422 Unprocessable Entity\n{_JSON}\n{_OURS}\n\n"
    '{"begin_at":["can\'t be blank"],"end_at":["is too late","must be after begin_at"]}'
)
NESTED_422: Final = (
    f"HTTP/1.1 422 Unprocessable Entity\n{_JSON}\n\n"
    '{"status":422,"errors":{"slot":{"begin_at":["is too soon"]},"base":["is full"]}}'
)
SENTENCE_422: Final = f'HTTP/1.1 422 Unprocessable Entity\n{_JSON}\n\n{{"error":"Slot ends in the past"}}'

# 429.

_SPAM = "429 Too Many Requests (Spam Rate Limit Exceeded)"
_HOURLY = "X-Hourly-RateLimit-Limit: 1200\nX-Hourly-RateLimit-Remaining"

SPAM_429: Final = f"HTTP/1.1 429 Too Many Requests\nContent-Type: text/plain\nRetry-After: 1\n\n{_SPAM}"
SPAM_WORDS_429: Final = f"HTTP/1.1 429 Too Many Requests\nContent-Type: text/plain\n\n{_SPAM}"
HOUR_429: Final = f"HTTP/1.1 429 Too Many Requests\n{_HOURLY}: 0\nRetry-After: 1803\n\n{_SPAM}"
HOUR_WORDS_429: Final = (
    f'HTTP/1.1 429 Too Many Requests\n{_JSON}\n\n{{"error":"Too many requests within the hour"}}'
)
HOUR_LEFT_429: Final = f"HTTP/1.1 429 Too Many Requests\n{_HOURLY}: 900\nRetry-After: 1803\n\n{_SPAM}"
SPAM_FOR_AN_HOUR_429: Final = (
    f"HTTP/1.1 429 Too Many Requests\nContent-Type: text/plain\nRetry-After: 1803\n\n{_SPAM}"
)
HOUR_IN_A_SECOND_429: Final = HOUR_WORDS_429.replace(_JSON, f"{_JSON}\nRetry-After: 1")
"""Contradicts itself: the hour's words, the second's wait."""
SILENT_429: Final = "HTTP/1.1 429 Too Many Requests\n\n"
PAGE_429: Final = (
    f"HTTP/1.1 429 Too Many Requests\nServer: cloudflare\n{_PAGE}\nRetry-After: 60\n\n"
    + _NGINX.format("Error 1015 You are being rate limited")
)

# 5xx.

FAULT_500: Final = (
    f"HTTP/1.1 500 Internal Server Error\n{_JSON}\n{_OURS}\n\n"
    '{"status":500,"error":"Internal Server Error"}'
)
PAGE_500: Final = f"HTTP/1.1 500 Internal Server Error\n{_PAGE}\n\n" + _NGINX.format("500")
NGINX_502: Final = f"HTTP/1.1 502 Bad Gateway\nServer: nginx\n{_PAGE}\n\n" + _NGINX.format("502 Bad Gateway")
OWN_502: Final = f"HTTP/1.1 502 Bad Gateway\n{_JSON}\n{_OURS}\n\n{{}}"
"""Contradicts itself: a gateway's status, with the API's own headers."""
NGINX_503: Final = f"HTTP/1.1 503 Service Unavailable\nRetry-After: 30\n{_PAGE}\n\n" + _NGINX.format("503")
NGINX_504: Final = f"HTTP/1.1 504 Gateway Time-out\nServer: nginx\n{_PAGE}\n\n" + _NGINX.format("504")
CLOUDFLARE_522: Final = f"HTTP/1.1 522 Connection Timed Out\nServer: cloudflare\n{_PAGE}\n\n<html></html>"
NOT_SERVED: Final = f"HTTP/1.1 501 Not Implemented\n{_JSON}\n\n{{}}"
PORTAL_511: Final = f"HTTP/1.1 511 Network Authentication Required\n{_PAGE}\n\n" + _NGINX.format("Wi-Fi")
ODD_599: Final = "HTTP/1.1 599 Network Connect Timeout\n\n"

# A success that holds no data.

PORTAL_200: Final = f"HTTP/1.1 200 OK\n{_PAGE}\n\n" + _NGINX.format("Welcome to our Wi-Fi")
OWN_PAGE_200: Final = f"HTTP/1.1 200 OK\n{_PAGE}\n{_OURS}\n\n" + _NGINX.format("42 API")
"""Contradicts itself: a page, with the API's own headers."""
CUT_200: Final = f'HTTP/1.1 200 OK\n{_JSON}\n{_OURS}\n\n[{{"id":1,"login":"norminet"}},{{"id":2,"lo'
TEXT_200: Final = "HTTP/1.1 200 OK\nContent-Type: text/plain\n\nIt works!"
