"""Protects everything that this process serves against cross-site request forgery."""

from collections.abc import Callable
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.websockets import WebSocketClose

from cxmaturity.web.http import FORM_TYPE, CrossSiteEndpoint, media_type

_SAFE_METHODS = ("GET", "HEAD", "OPTIONS", "TRACE")


class SameOrigin:
    """ASGI middleware that refuses websockets and changing requests that other sites' pages send.

    Sec-Fetch-Site decides where it is present: browsers send it over https and to this machine. Otherwise Origin
    decides. A request with neither is accepted only if it is a form: participants' pages send no origin
    (Referrer-Policy), and their forms carry a token instead, see identity.check_form. Browsers always send an origin
    with a websocket. Foreign websockets are refused here, because Streamlit asks an external host for this machine's
    address before refusing one.
    """

    def __init__(self, app: ASGIApp, base_path: Callable[[], str]) -> None:
        self.app = app
        self._base_path = base_path()  # called only now: Streamlit has read its settings
        self._api = f"{self._base_path}/api/"
        self._refusal = CrossSiteEndpoint()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] == "websocket" and not _is_own_websocket(Headers(scope=scope)):
            await WebSocketClose(1008)(scope, receive, send)
        elif scope["type"] != "http" or self._changes_nothing(scope) or _is_same_origin(Headers(scope=scope)):
            await self.app(scope, receive, send)
        else:
            await self._refusal({**scope, "root_path": self._base_path}, receive, send)

    def _changes_nothing(self, scope: Scope) -> bool:
        """Return whether a request is only read: by its method, or as one to the API, which takes no other."""
        return scope["method"] in _SAFE_METHODS or f"{scope['path']}/".startswith(self._api)


def _is_own_websocket(headers: Headers) -> bool:
    """Return whether a page of this app opens the websocket, or a program other than a browser (no origin)."""
    origins = headers.getlist("origin")
    return not origins or (len(origins) == 1 and _names_host(origins[0], headers))


def _names_host(origin: str, headers: Headers) -> bool:
    """Return whether an origin has the host to which the request was sent."""
    try:
        host = urlsplit(origin).netloc
    except ValueError:
        return False
    return bool(host) and host == headers.get("host")


def _is_same_origin(headers: Headers) -> bool:
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site in ("same-origin", "none")  # none: the person sent it, such as by a reload
    origin = headers.get("origin")
    if origin is None or origin == "null":
        return media_type(headers) == FORM_TYPE
    return _names_host(origin, headers)
