"""Requests and replies: bounded bodies, errors as JSON with their status; and the endpoints of participants' pages."""

import json
import logging
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote

from anyio import CapacityLimiter
from anyio.to_thread import run_sync
from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocketClose

from cxmaturity.answer_form import html
from cxmaturity.answer_form.protocol import MAX_SAVE_BYTES
from cxmaturity.browser import assets
from cxmaturity.errors import CxMaturityError, DatabaseUnavailable, Gone, NotFound, Refused, StillOpen, TooLate
from cxmaturity.services.unexpected import log_unexpected
from cxmaturity.web.security.security_headers import SECURITY_HEADERS
from cxmaturity.wording.errors import (
    DATABASE_FIX_FOR_PARTICIPANTS,
    NO_PAGE,
    UNEXPECTED,
    UNREADABLE_REQUEST,
    unexpected_fix_for_participants,
)
from cxmaturity.wording.surveys.participation import PAGE_TEXTS
from cxmaturity.wording.workshop.workshop_phone import STORED

log = logging.getLogger(__name__)

TEMPLATE_FOLDERS = ("templates", "participant/templates", "workshop/templates")

_PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = SECURITY_HEADERS | {"Referrer-Policy": "no-referrer", "Cache-Control": "no-store"}
FORM_TYPE, JSON_TYPE = "application/x-www-form-urlencoded", "application/json"
NO_STORE = {"Cache-Control": "no-store"}
_MAX_FIELDS = 32
_templates = html.templates(*(Path(__file__).parent / folder for folder in TEMPLATE_FOLDERS))
_templates.globals["shared"] = PAGE_TEXTS | {"stored": STORED}


class HttpError(CxMaturityError):
    """An error that is returned with this HTTP status."""

    def __init__(self, status: int, message: str, fix: str) -> None:
        super().__init__(message, fix)
        self.status = status


_STATUSES: Mapping[type[CxMaturityError], int] = {
    Gone: 410,
    TooLate: 410,
    NotFound: 404,
    StillOpen: 409,
    DatabaseUnavailable: 503,
}


def status_of(error: CxMaturityError) -> int:
    """Return the HTTP status of an error; 422 for one that is not allowed or cannot be read."""
    if isinstance(error, HttpError):
        return error.status
    return next((status for kind, status in _STATUSES.items() if isinstance(error, kind)), 422)


def media_type(headers: Headers) -> str:
    """Return the media type of a body, without its parameters; empty without one."""
    return headers.get("content-type", "").partition(";")[0].strip().lower()


async def read_body(request: Request) -> bytes | None:
    """Return the request's body, None when it is longer than MAX_SAVE_BYTES."""
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > MAX_SAVE_BYTES:
            return None
    return body


def read_json(body: bytes | None) -> Any:
    """Return the JSON in a body, None when it is invalid."""
    try:
        return json.loads(body or b"")
    except (ValueError, RecursionError):
        return None


def json_reply(work: Callable[[], dict[str, Any]]) -> JSONResponse:
    """Return the result of `work`, or its error with the matching HTTP status, as JSON.

    Run it in a worker thread, because `work` may wait for the database.
    """
    try:
        return JSONResponse(work(), headers=NO_STORE)
    except CxMaturityError as error:
        return error_response(error)


def error_response(error: CxMaturityError, status: int | None = None) -> JSONResponse:
    """Return an error as JSON, as scripts and programs expect it, by default with the status of `status_of`."""
    return JSONResponse({"message": error.message, "fix": error.fix}, status or status_of(error), NO_STORE)


@dataclass(frozen=True, slots=True)
class PageRequest:
    """What a handler needs of an HTTP request.

    `root` is the path under which all participants' pages are served, such as /join; `host` is the Host header.
    `client_address` is for rate limits only, and is neither stored nor logged. A POST has either a `form` or `content`
    (parsed JSON). `wants_events` asks for server-sent events.
    """

    root: str
    host: str
    client_address: str
    is_secure: bool
    wants_json: bool
    wants_events: bool
    takes_gzip: bool
    path_params: Mapping[str, str]
    query: Mapping[str, str]
    cookies: Mapping[str, str]
    form: Mapping[str, str] | None = None
    content: Any = None

    @property
    def home(self) -> str:
        """The path of the requested survey."""
        return f"{self.root}/{quote(self.path_params.get('invitation', ''), safe='', errors='replace')}"


Handler = Callable[[PageRequest], Response]
AsyncHandler = Callable[[PageRequest], Awaitable[Response]]


class PageEndpoint:
    """ASGI application for one address of the participants' pages. Its handlers run in worker threads.

    `root` is added to the request's root path, for addresses outside the mounted ones. `at_once` limits how many
    requests are handled at the same time: when many phones send requests in the same moment, a few threads finish
    sooner than many that compete for the interpreter.
    """

    def __init__(
        self, get: Handler | None, post: Handler | None = None, root: str = "", at_once: int | None = None
    ) -> None:
        self._handlers: dict[str, Any] = {"GET": get, "HEAD": get} if get else {}
        self._handlers |= {"POST": post} if post else {}
        self._root = root
        self._limiter = CapacityLimiter(at_once) if at_once else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await WebSocketClose(1008)(scope, receive, send)
            return
        if self._root:
            scope = {**scope, "root_path": scope.get("root_path", "") + self._root}
        try:
            reply = await self._reply(Request(scope, receive))
        except ClientDisconnect:  # nobody is waiting for a reply
            return
        if reply.media_type == "text/html":  # the policy of all other replies is shorter
            reply.headers.setdefault("Content-Security-Policy", _PAGE_POLICY)
        for name, value in _HEADERS.items():
            reply.headers.setdefault(name, value)
        await reply(scope, receive, send)

    async def _reply(self, request: Request) -> Response:
        handler = self._handlers.get(request.method)
        if handler is None:
            error = HttpError(405, "That cannot be done here.", "Go back and use the buttons of the page.")
            reply = error_page(_page_request(request), error)
            reply.headers["Allow"] = ", ".join(self._handlers)
            return reply
        try:
            body = await _read_body(request) if request.method == "POST" else {}
        except HttpError as error:
            return error_page(_page_request(request), error)
        return await self._run(handler, _page_request(request, **body))

    async def _run(self, handler: Any, request: PageRequest) -> Response:
        return await run_sync(_run_handler, handler, request, limiter=self._limiter)


class AsyncEndpoint(PageEndpoint):
    """An endpoint whose handlers are coroutines on the event loop; they must pass slow work to worker threads."""

    def __init__(self, get: AsyncHandler | None, post: AsyncHandler | None = None) -> None:
        super().__init__(get, post)  # type: ignore[arg-type]  # awaited below

    async def _run(self, handler: AsyncHandler, request: PageRequest) -> Response:
        try:
            return await handler(request)
        except Exception as error:
            return _unexpected(request, error)


class NotFoundEndpoint(PageEndpoint):
    """Replies 404 with a page, to any method."""

    def __init__(self) -> None:
        super().__init__(not_found)

    async def _reply(self, request: Request) -> Response:
        return not_found(_page_request(request))


class CrossSiteEndpoint(PageEndpoint):
    """Replies 403, as a page or JSON, to requests that come from other sites' pages."""

    def __init__(self) -> None:
        super().__init__(None, root="/join")  # the path of the page's style sheet

    async def _reply(self, request: Request) -> Response:
        error = HttpError(403, "Only the app's own pages store answers.", "Open the app itself.")
        return error_page(_page_request(request), error)


_LINK = re.compile(r"([\w-]+)[^\w-]*", re.ASCII)  # the token of a link, and what may be behind it


def token_of_link(text: str) -> str:
    """Return the token at the end of a link without what a mail or a sentence has added to it; empty without one."""
    link = _LINK.fullmatch(text)
    return link[1] if link else ""


def not_found(request: PageRequest) -> Response:
    """Return the 404 page."""
    return error_page(request, NotFound(*NO_PAGE))


def render_page(request: PageRequest, template: str, status: int = 200, **shown: Any) -> HTMLResponse:
    """Return the page rendered from the template with `shown`, the request's addresses and the assets' names."""
    addresses = {"root": request.root, "home": request.home, "files": assets.ASSET_NAMES}
    return HTMLResponse(_templates.get_template(template).render(addresses | shown), status)


def error_page(request: PageRequest, error: CxMaturityError) -> Response:
    """Return an error as a page, or as JSON for scripts; after a 5xx the page offers to send the form again.

    How a database is mended is for its owner to know.
    """
    if isinstance(error, DatabaseUnavailable):
        log.warning("database: %s", error.message, exc_info=error.__cause__)
        error = DatabaseUnavailable(error.message, DATABASE_FIX_FOR_PARTICIPANTS)
    status = status_of(error)
    if request.wants_json:
        return error_response(error)
    is_explained = isinstance(error, HttpError | Refused | Gone) and status != _UNEXPECTED
    leads_on = is_explained and "invitation" in request.path_params
    shown = {"title": error.message, "message": error.fix, "may_retry": status >= _UNEXPECTED, "form": request.form}
    return render_page(request, "message.html", status, leads_on=leads_on, **shown)


_UNEXPECTED = 500


def _page_request(request: Request, **body: Any) -> PageRequest:
    headers = request.headers
    return PageRequest(
        root=request.scope.get("root_path", ""),
        host=headers.get("host", ""),
        client_address=request.client.host if request.client else "",
        is_secure=request.scope.get("scheme") == "https",
        wants_json=(media_type(headers) if request.method == "POST" else headers.get("accept")) == JSON_TYPE,
        wants_events=headers.get("accept") == "text/event-stream",
        takes_gzip="gzip" in headers.get("accept-encoding", ""),
        path_params=request.path_params,
        query=request.query_params,
        cookies=request.cookies,
        **body,
    )


async def _read_body(request: Request) -> dict[str, Any]:
    """Return the body of a POST, as the field `form` or `content` of PageRequest; raises HttpError."""
    kind = media_type(request.headers)
    if kind not in (FORM_TYPE, JSON_TYPE):
        raise HttpError(415, UNREADABLE_REQUEST, "Open the page again.")
    body = await read_body(request)
    if body is None:
        raise HttpError(413, "That is longer than any answer may be.", "Go back and shorten it.")
    if kind == JSON_TYPE:
        return {"content": read_json(body)}
    try:
        pairs = parse_qsl(body.decode("latin-1"), keep_blank_values=True, errors="replace", max_num_fields=_MAX_FIELDS)
    except ValueError as error:
        raise HttpError(422, "The page sent more than it asks for.", "Open the page again.") from error
    return {"form": dict(pairs)}


def _run_handler(handler: Handler, request: PageRequest) -> Response:
    try:
        return handler(request)
    except Exception as error:
        return _unexpected(request, error)


def _unexpected(request: PageRequest, error: Exception) -> Response:
    if isinstance(error, CxMaturityError):
        return error_page(request, error)
    fix = unexpected_fix_for_participants(log_unexpected(error))
    return error_page(request, HttpError(_UNEXPECTED, UNEXPECTED, fix))
