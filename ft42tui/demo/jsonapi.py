"""The JSON:API form of an answer.

Assumption, all of it: the guide calls this form alpha and says no more than the content type; how its
answers look is not established. Names keep their underscores, what an object holds stays an attribute.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from ft42tui.demo.body import JSON_API
from ft42tui.demo.exchange import Answer, Request


def wanted(request: Request) -> bool:
    """Return whether a request asks for JSON:API: by its content type. Source: the guide."""
    return request.media == JSON_API


def document(answer: Answer, request: Request) -> Answer:
    """Return an answer as a JSON:API document; what shows no resource stays as it is."""
    content, resource = answer.content, answer.resource
    if not resource:
        return answer
    if isinstance(content, list):
        data: Any = [_resource(item, resource, request.origin) for item in content]
    elif isinstance(content, dict) and "id" in content:
        data = _resource(content, resource, request.origin)
    else:
        return answer
    links = {"self": _address(request)}
    made = {"jsonapi": {"version": "1.0"}, "data": data, "links": links}
    if isinstance(content, list) and "X-Total" in answer.headers:
        made["meta"] = {"total": int(answer.headers["X-Total"])}
    return Answer(made, answer.status, answer.headers, f"{JSON_API}; charset=utf-8")


def _resource(item: Any, resource: str, origin: str) -> dict[str, Any]:
    # An item that is wrapped under its own name (`anti_grav_units_user`) is unwrapped here.
    own = next(iter(item.values())) if len(item) == 1 and "id" not in item else item
    attributes = {name: value for name, value in own.items() if name != "id"}
    address = f"{origin}/v2/{resource}/{own['id']}"
    return {"id": str(own["id"]), "type": resource, "attributes": attributes, "links": {"self": address}}


def _address(request: Request) -> str:
    pairs = [(name, value) for name, value in request.parameters if name != "access_token"]
    query = f"?{urlencode(pairs)}" if pairs else ""
    return f"{request.origin}{request.path}{query}"
