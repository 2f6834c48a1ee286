"""Protection against cross-site request forgery, for everything that this process serves."""

from collections.abc import Callable
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.websockets import WebSocketClose

from cxmaturity.web.compression import App, Receive, Scope, Send
from cxmaturity.web.http import CrossSiteEndpoint

_SAFE_METHODS = ("GET", "HEAD", "OPTIONS", "TRACE")
_FORM = "application/x-www-form-urlencoded"


class SameOrigin:
    """ASGI middleware that refuses websockets, and requests that change something, of other sites' pages.

    Sec-Fetch-Site decides where there is one: browsers send it over https and on this machine. Otherwise Origin does.
    A request with neither passes only as a form, for the participants' pages name themselves to nobody
    (Referrer-Policy); their forms prove by a token whose page sent them, see identity.check_form. Websockets have an
    origin whenever a browser opens them; Streamlit asks an outside host for this machine's address before it refuses
    a foreign one, so they are refused here.
    """

    def __init__(self, app: App, base_path: Callable[[], str]) -> None:
        self.app = app
        self._base_path = base_path()  # called here: only now has Streamlit read its settings
        self._refusal = CrossSiteEndpoint()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] == "websocket" and not _is_own_websocket(Headers(scope=scope)):
            await WebSocketClose(1008)(scope, receive, send)
        elif scope["type"] != "http" or scope["method"] in _SAFE_METHODS or _is_same_origin(Headers(scope=scope)):
            await self.app(scope, receive, send)
        else:
            await self._refusal({**scope, "root_path": self._base_path}, receive, send)


def _is_own_websocket(headers: Headers) -> bool:
    """Whether a page of this app opens a websocket, or something that is no browser, which names no origin."""
    origins = headers.getlist("origin")
    return not origins or (len(origins) == 1 and _names_host(origins[0], headers))


def _names_host(origin: str, headers: Headers) -> bool:
    """Whether an origin is the host that the request is for."""
    try:
        host = urlsplit(origin).netloc
    except ValueError:
        return False
    return bool(host) and host == headers.get("host")


def _is_same_origin(headers: Headers) -> bool:
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site in ("same-origin", "none")  # none: the person sent it, by a reload
    origin = headers.get("origin")
    if origin is None or origin == "null":
        return headers.get("content-type", "").partition(";")[0].strip().lower() == _FORM
    return _names_host(origin, headers)
