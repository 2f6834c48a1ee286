"""What all light pages share: requests read within bounds, replies under strict rules, every trouble in plain words."""

import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, quote, urlsplit

from anyio import CapacityLimiter
from anyio.to_thread import run_sync
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, Response
from starlette.websockets import WebSocketClose

from cxmaturity.errors import CxMaturityError, NotFound, Refused, StoreTrouble
from cxmaturity.sheet import rendering
from cxmaturity.web import files
from cxmaturity.web.answers import body, read_json, told
from cxmaturity.web.compression import Receive, Scope, Send

log = logging.getLogger(__name__)

_RULES = {
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
_templates = rendering.templates(files.FOLDER)


class Declined(CxMaturityError):
    """The request is not followed, for a reason that its HTTP status names."""

    def __init__(self, status: int, what: str, mend: str) -> None:
        super().__init__(what, mend)
        self.status = status


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as it was read.

    `root` is what the addresses of all light pages begin with, `host` what the browser calls us, `visitor` where it
    comes from, which is neither kept nor told. `is_ours` tells whether a page of ours sent it, None where the browser
    does not say. Of `form` and `content` (parsed JSON) there is the one that was sent. `is_script` is true for who
    wants JSON back, `wants_events` for who wants to hear of everything that happens.
    """

    root: str
    host: str
    visitor: str
    is_secure: bool
    is_ours: bool | None
    is_script: bool
    wants_events: bool
    takes_gzip: bool
    named: Mapping[str, str]
    query: Mapping[str, str]
    cookies: Mapping[str, str]
    form: Mapping[str, str] | None = None
    content: Any = None

    @property
    def home(self) -> str:
        """The address of the survey that is asked for."""
        return f"{self.root}/{quote(self.named.get('invitation', ''), safe='', errors='replace')}"


Handler = Callable[[Asked], Response]
Waiting = Callable[[Asked], Awaitable[Response]]


class Light:
    """One address of the light pages, as an ASGI application. Its handlers run beside the event loop.

    `root` is what the addresses of all light pages begin with, where the request does not know that yet. `at_once` is
    how many requests are handled at the same time: where a whole room asks in one moment, few threads are done sooner
    than many that take the interpreter from one another.
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
        for name, value in _RULES.items():
            reply.headers.setdefault(name, value)
        await reply(scope, receive, send)

    async def _reply(self, request: Request) -> Response:
        handler = self._handlers.get(request.method)
        if handler is None:
            declined = Declined(405, "That cannot be done here.", "Go back and use the buttons of the page.")
            reply = trouble(_asked(request), declined)
            reply.headers["Allow"] = ", ".join(self._handlers)
            return reply
        try:
            sent = await _read(request) if request.method == "POST" else {}
        except Declined as declined:
            return trouble(_asked(request), declined)
        return await self._handled(handler, _asked(request, **sent))

    async def _handled(self, handler: Any, asked: Asked) -> Response:
        return await run_sync(_done, handler, asked, limiter=self._limiter)


class Quick(Light):
    """An address whose handlers run on the event loop: they may wait, and leave all slow work to others."""

    def __init__(self, get: Waiting | None, post: Waiting | None = None) -> None:
        super().__init__(get, post)  # type: ignore[arg-type]  # awaited below

    async def _handled(self, handler: Waiting, asked: Asked) -> Response:
        try:
            return await handler(asked)
        except Exception as error:
            return _failed(asked, error)


class Nowhere(Light):
    """Every address that is none, however it is asked for."""

    def __init__(self) -> None:
        super().__init__(nothing_here)

    async def _reply(self, request: Request) -> Response:
        return nothing_here(_asked(request))


def nothing_here(asked: Asked) -> Response:
    """Return the page that says that there is none at this address."""
    return trouble(asked, NotFound("There is no page at this address.", "If you were invited, open your link again."))


def page(asked: Asked, template: str, status: int = 200, **shown: Any) -> HTMLResponse:
    """Return the page of that template."""
    given = {"root": asked.root, "home": asked.home, "files": files.NAMES}
    return HTMLResponse(_templates.get_template(template).render(given | shown), status)


def trouble(asked: Asked, error: CxMaturityError) -> Response:
    """Say what is wrong and how to mend it. What was typed comes along when it may be sent once more."""
    if isinstance(error, StoreTrouble):
        log.warning("database: %s", error.what, exc_info=error.__cause__)
    status = error.status if isinstance(error, Declined) else _STATUS.get(type(error), 422)
    if asked.is_script:
        return told(error, status)
    leads_on = "invitation" in asked.named and isinstance(error, Declined | Refused) and status != _UNEXPECTED
    shown = {"title": error.what, "said": error.mend, "may_retry": status >= _UNEXPECTED, "form": asked.form}
    return page(asked, "word.html", status, leads_on=leads_on, **shown)


_UNEXPECTED = 500
_STATUS: Mapping[type, int] = {NotFound: 404, StoreTrouble: 503}


def _asked(request: Request, **sent: Any) -> Asked:
    headers = request.headers
    return Asked(
        root=request.scope.get("root_path", ""),
        host=headers.get("host", ""),
        visitor=request.client.host if request.client else "",
        is_secure=request.scope.get("scheme") == "https",
        is_ours=_is_ours(headers.get("origin"), headers.get("host")),
        is_script=_kind(request) == _JSON if request.method == "POST" else headers.get("accept") == _JSON,
        wants_events=headers.get("accept") == "text/event-stream",
        takes_gzip="gzip" in headers.get("accept-encoding", ""),
        named=request.path_params,
        query=request.query_params,
        cookies=request.cookies,
        **sent,
    )


def _is_ours(origin: str | None, host: str | None) -> bool | None:
    if origin in (None, "null"):  # what a form sends whose page names itself to nobody, as ours do
        return None
    try:
        return urlsplit(origin).netloc == host
    except ValueError:
        return False


def _kind(request: Request) -> str:
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


async def _read(request: Request) -> dict[str, Any]:
    """Return what was posted, as form or as content; raises Declined."""
    kind = _kind(request)
    if kind not in (_FORM, _JSON):
        raise Declined(415, "The page sent something that cannot be read.", "Open the page again.")
    read = await body(request)
    if read is None:
        raise Declined(413, "That is longer than any answer may be.", "Go back and shorten it.")
    if kind == _JSON:
        return {"content": read_json(read)}
    try:
        pairs = parse_qsl(read.decode("latin-1"), keep_blank_values=True, errors="replace", max_num_fields=_MOST_FIELDS)
    except ValueError as error:
        raise Declined(422, "The page sent more than it asks for.", "Open the page again.") from error
    return {"form": dict(pairs)}


def _done(handler: Handler, asked: Asked) -> Response:
    try:
        return handler(asked)
    except Exception as error:
        return _failed(asked, error)


def _failed(asked: Asked, error: Exception) -> Response:
    if isinstance(error, CxMaturityError):
        return trouble(asked, error)
    log.error("unexpected", exc_info=error)
    mend = "What was marked as saved is saved. Try again; if it stays so, tell whoever invited you."
    return trouble(asked, Declined(_UNEXPECTED, "Something went wrong on this page.", mend))
