"""What all participants' pages share.

Requests read within bounds, replies under strict rules, every trouble in plain words.
"""

import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote, urlsplit

from anyio import CapacityLimiter
from anyio.to_thread import run_sync
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, Response
from starlette.websockets import WebSocketClose

from cxmaturity.answer_form import html
from cxmaturity.browser import assets
from cxmaturity.errors import CxMaturityError, DatabaseUnavailable, NotFound, Refused
from cxmaturity.web.answer_endpoints import error_response, read_body, read_json
from cxmaturity.web.compression import Receive, Scope, Send

log = logging.getLogger(__name__)

TEMPLATE_FOLDERS = ("templates", "participant/templates", "workshop/templates")

_SECURITY_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}
_FORM, _JSON = "application/x-www-form-urlencoded", "application/json"
_MOST_FIELDS = 32
_templates = html.templates(*(Path(__file__).parent / folder for folder in TEMPLATE_FOLDERS))


class HttpError(CxMaturityError):
    """The request is not followed, for a reason that its HTTP status names."""

    def __init__(self, status: int, what: str, fix: str) -> None:
        super().__init__(what, fix)
        self.status = status


@dataclass(frozen=True, slots=True)
class PageRequest:
    """A request as it was read.

    `root` is what the addresses of all participants' pages begin with, `host` what the browser calls us, `visitor`
    where it comes from, which is neither kept nor told. `is_ours` tells whether a page of ours sent it, None where the
    browser does not say. Of `form` and `content` (parsed JSON) there is the one that was sent. `is_script` is true for
    who wants JSON back, `wants_events` for who wants to hear of everything that happens.
    """

    root: str
    host: str
    client_address: str
    is_secure: bool
    is_same_origin: bool | None
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
        """The address of the survey that is asked for."""
        return f"{self.root}/{quote(self.path_params.get('invitation', ''), safe='', errors='replace')}"


Handler = Callable[[PageRequest], Response]
AsyncHandler = Callable[[PageRequest], Awaitable[Response]]


class PageEndpoint:
    """One address of the participants' pages, as an ASGI application. Its handlers run beside the event loop.

    `root` is what the addresses of all participants' pages begin with, where the request does not know that yet.
    `at_once` is how many requests are handled at the same time: where a whole room asks in one moment, few threads are
    done sooner than many that take the interpreter from one another.
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
        except ClientDisconnect:  # nobody waits for an answer
            return
        for name, value in _SECURITY_HEADERS.items():
            reply.headers.setdefault(name, value)
        await reply(scope, receive, send)

    async def _reply(self, request: Request) -> Response:
        handler = self._handlers.get(request.method)
        if handler is None:
            declined = HttpError(405, "That cannot be done here.", "Go back and use the buttons of the page.")
            reply = error_page(_page_request(request), declined)
            reply.headers["Allow"] = ", ".join(self._handlers)
            return reply
        try:
            sent = await _read_body(request) if request.method == "POST" else {}
        except HttpError as declined:
            return error_page(_page_request(request), declined)
        return await self._handled(handler, _page_request(request, **sent))

    async def _handled(self, handler: Any, request: PageRequest) -> Response:
        return await run_sync(_run_handler, handler, request, limiter=self._limiter)


class AsyncEndpoint(PageEndpoint):
    """An address whose handlers run on the event loop: they may wait, and leave all slow work to others."""

    def __init__(self, get: AsyncHandler | None, post: AsyncHandler | None = None) -> None:
        super().__init__(get, post)  # type: ignore[arg-type]  # awaited below

    async def _handled(self, handler: AsyncHandler, request: PageRequest) -> Response:
        try:
            return await handler(request)
        except Exception as error:
            return _unexpected(request, error)


class NotFoundEndpoint(PageEndpoint):
    """Every address that is none, however it is asked for."""

    def __init__(self) -> None:
        super().__init__(not_found)

    async def _reply(self, request: Request) -> Response:
        return not_found(_page_request(request))


def not_found(request: PageRequest) -> Response:
    """Return the page that says that there is none at this address."""
    return error_page(
        request, NotFound("There is no page at this address.", "If you were invited, open your link again.")
    )


def render_page(request: PageRequest, template: str, status: int = 200, **shown: Any) -> HTMLResponse:
    """Return the page of that template."""
    given = {"root": request.root, "home": request.home, "files": assets.ASSET_NAMES}
    return HTMLResponse(_templates.get_template(template).render(given | shown), status)


def error_page(request: PageRequest, error: CxMaturityError) -> Response:
    """Say what is wrong and how to mend it. What was typed comes along when it may be sent once more."""
    if isinstance(error, DatabaseUnavailable):
        log.warning("database: %s", error.message, exc_info=error.__cause__)
    status = error.status if isinstance(error, HttpError) else _STATUS.get(type(error), 422)
    if request.wants_json:
        return error_response(error, status)
    leads_on = "invitation" in request.path_params and isinstance(error, HttpError | Refused) and status != _UNEXPECTED
    shown = {"title": error.message, "message": error.fix, "may_retry": status >= _UNEXPECTED, "form": request.form}
    return render_page(request, "message.html", status, leads_on=leads_on, **shown)


_UNEXPECTED = 500
_STATUS: Mapping[type, int] = {NotFound: 404, DatabaseUnavailable: 503}


def _page_request(request: Request, **sent: Any) -> PageRequest:
    headers = request.headers
    return PageRequest(
        root=request.scope.get("root_path", ""),
        host=headers.get("host", ""),
        client_address=request.client.host if request.client else "",
        is_secure=request.scope.get("scheme") == "https",
        is_same_origin=_is_same_origin(headers.get("origin"), headers.get("host")),
        wants_json=_content_type(request) == _JSON if request.method == "POST" else headers.get("accept") == _JSON,
        wants_events=headers.get("accept") == "text/event-stream",
        takes_gzip="gzip" in headers.get("accept-encoding", ""),
        path_params=request.path_params,
        query=request.query_params,
        cookies=request.cookies,
        **sent,
    )


def _is_same_origin(origin: str | None, host: str | None) -> bool | None:
    if origin in (None, "null"):  # what a form sends whose page names itself to nobody, as ours do
        return None
    try:
        return urlsplit(origin).netloc == host
    except ValueError:
        return False


def _content_type(request: Request) -> str:
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


async def _read_body(request: Request) -> dict[str, Any]:
    """Return what was posted, as form or as content; raises Declined."""
    kind = _content_type(request)
    if kind not in (_FORM, _JSON):
        raise HttpError(415, "The page sent something that cannot be read.", "Open the page again.")
    read = await read_body(request)
    if read is None:
        raise HttpError(413, "That is longer than any answer may be.", "Go back and shorten it.")
    if kind == _JSON:
        return {"content": read_json(read)}
    try:
        pairs = parse_qsl(read.decode("latin-1"), keep_blank_values=True, errors="replace", max_num_fields=_MOST_FIELDS)
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
    log.error("unexpected", exc_info=error)
    fix = "What was marked as saved is saved. Try again; if it stays so, tell whoever invited you."
    return error_page(request, HttpError(_UNEXPECTED, "Something went wrong on this page.", fix))
