"""The routes of the API, its access tokens and rate limits, and replies with ETags."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlencode

from anyio.to_thread import run_sync
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from cxmaturity.errors import CxMaturityError, NotFound
from cxmaturity.records import AccessToken
from cxmaturity.services.exports.api_data import DEFAULT_LIMIT, ITEMS, LISTS, Query
from cxmaturity.services.exports.formats import MEDIA_TYPES
from cxmaturity.services.sharing.access_tokens import find_token
from cxmaturity.store.database.engine import Database
from cxmaturity.web.http import JSON_TYPE, HttpError, error_response
from cxmaturity.web.security.rate_limits import RateLimiter
from cxmaturity.wording.exports import sharing as words

BASE = "/api/v1"
_OPENAPI = (Path(__file__).parent / "openapi.json").read_text("utf-8")
_PER_MINUTE, _FAILURES_PER_MINUTE = 120, 20
_EVERYONE = 100_000  # no overall limit: each token and each client has its own


class ApiAccess:
    """Checks access tokens, and limits the requests per token and the wrong tokens per client."""

    def __init__(self, database: Callable[[], Database], per_minute: int = _PER_MINUTE) -> None:
        self.database = database
        self._requests = RateLimiter(per_minute, _EVERYONE, 60)
        self._failures = RateLimiter(_FAILURES_PER_MINUTE, _EVERYONE, 60)

    def token_of(self, request: Request, *, may_stand_in_address: bool = False) -> AccessToken:
        """Return the valid token of a request; raises HttpError 401 without one, and 429 above a rate limit.

        With `may_stand_in_address` the token may be the query parameter `token`, for programs that cannot send headers.
        """
        client = request.client.host if request.client else ""
        if not self._failures.allows(client):
            raise HttpError(429, *words.TOO_MANY_REQUESTS)
        scheme, _, secret = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            secret = request.query_params.get("token", "") if may_stand_in_address else ""
        token = find_token(self.database(), secret.strip(), datetime.now(UTC))
        if token is None:
            self._failures.record(client)
            raise HttpError(401, *words.NO_ACCESS)
        if not self._requests.allows(token.id):
            raise HttpError(429, *words.TOO_MANY_REQUESTS)
        self._requests.record(token.id)
        return token


def api_routes(database: Callable[[], Database], access: ApiAccess | None = None) -> list[Route]:
    """Return the routes of the API; `database` returns the database or raises DatabaseUnavailable."""
    limited = access or ApiAccess(database)

    def endpoint(work: Callable[[Request], Response]) -> Callable[..., object]:
        async def reply(request: Request) -> Response:
            return await run_sync(_errors_as_json, work, request)

        return reply

    def list_items(request: Request) -> Response:
        scope, name = limited.token_of(request).team_id, request.path_params["name"]
        if name not in LISTS:
            raise NotFound(*words.NOTHING_HERE)
        query = _query(request, scope)
        page = LISTS[name](database(), query)
        following = _next_address(request, query) if page.has_more else None
        return _with_etag(request, _json_bytes({"items": page.items, "next": following}), JSON_TYPE)

    def one_item(request: Request) -> Response:
        scope, name = limited.token_of(request).team_id, request.path_params["name"]
        if name not in ITEMS:
            raise NotFound(*words.NOTHING_HERE)
        return _with_etag(request, _json_bytes(ITEMS[name](database(), scope, request.path_params["id"])), JSON_TYPE)

    def table(request: Request) -> Response:
        scope = limited.token_of(request, may_stand_in_address=True).team_id
        from cxmaturity.services.exports.collections import tidy_table  # it imports pandas

        content = tidy_table(database(), request.path_params["table"], scope, "csv")
        return _with_etag(request, content, MEDIA_TYPES["csv"])

    def description(request: Request) -> Response:
        root = request.scope.get("root_path", "")
        return _with_etag(request, _OPENAPI.replace(f'"{BASE}"', f'"{root}{BASE}"').encode(), JSON_TYPE)

    def nothing(_request: Request) -> Response:
        raise NotFound(*words.NOTHING_HERE)

    routes = {
        f"{BASE}/openapi.json": description,
        f"{BASE}/tables/{{table}}.csv": table,
        f"{BASE}/{{name}}": list_items,
        f"{BASE}/{{name}}/{{id}}": one_item,
        "/api/{rest:path}": nothing,
    }
    return [Route(path, endpoint(work), methods=["GET"]) for path, work in routes.items()]


def _errors_as_json(work: Callable[[Request], Response], request: Request) -> Response:
    """Return the reply of `work`, or its error as JSON with the matching HTTP status."""
    try:
        return work(request)
    except CxMaturityError as error:
        reply = error_response(error)
        if reply.status_code == _UNAUTHORIZED:
            reply.headers["WWW-Authenticate"] = 'Bearer realm="CX Maturity"'
        if reply.status_code == _TOO_MANY:
            reply.headers["Retry-After"] = "60"
        return reply


_UNAUTHORIZED, _TOO_MANY = 401, 429


def _query(request: Request, scope: str | None) -> Query:
    """Return the query of a list from the request's parameters; raises Refused for an invalid number."""
    values = request.query_params
    numbers = [values.get("limit", str(DEFAULT_LIMIT)), values.get("offset", "0")]
    limit, offset = (
        int(text) if text.isascii() and text.isdigit() and len(text) < _LONGEST else -1 for text in numbers
    )
    return Query(scope, values.get("team") or None, limit, offset)


_LONGEST = 10  # digits of a number in a URL


def _next_address(request: Request, query: Query) -> str:
    values = {"limit": query.limit, "offset": query.offset + query.limit}
    if query.team:
        values = {"team": query.team, **values}  # type: ignore[dict-item]  # all become text
    return f"{request.url.path}?{urlencode(values)}"


def _json_bytes(content: object) -> bytes:
    return json.dumps(content, ensure_ascii=False).encode()


def _with_etag(request: Request, content: bytes, media_type: str) -> Response:
    """Return the content with its ETag, or 304 when the request names that ETag."""
    etag = f'"{sha256(content).hexdigest()[:32]}"'
    headers = {"ETag": etag, "Cache-Control": "private, no-cache"}
    known = [tag.strip().removeprefix("W/") for tag in request.headers.get("if-none-match", "").split(",")]
    if etag in known or "*" in known:
        return Response(None, 304, headers)
    return Response(content, 200, headers, media_type)
