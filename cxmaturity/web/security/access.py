"""Access to the owner's pages: from this machine without a key, from elsewhere with the owner's key.

Streamlit itself authenticates nobody: everybody who can reach it may do everything. So participants never reach it;
their pages are served beside it.
"""

import hmac
import logging
import re
import sys
from collections.abc import Callable, Sequence
from ipaddress import ip_address, ip_network
from time import time
from urllib.parse import quote, urlsplit

from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.middleware import Middleware
from starlette.middleware.gzip import DEFAULT_EXCLUDED_CONTENT_TYPES, GZipMiddleware
from starlette.requests import HTTPConnection, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Match, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocketClose
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from cxmaturity.errors import CxMaturityError
from cxmaturity.services import owner_sessions
from cxmaturity.services.exports.formats import PACKED_MEDIA_TYPES
from cxmaturity.services.network import is_local_address
from cxmaturity.services.owner_sessions import EndedSessions
from cxmaturity.services.settings import start_command
from cxmaturity.web.http import error_response
from cxmaturity.web.notice import notice_page
from cxmaturity.web.unexpected import UnexpectedErrors, is_from_script, no_such_route
from cxmaturity.wording.errors import SIGNED_OUT

log = logging.getLogger(__name__)

COOKIE = "cx-owner"
SIGN_OUT = "/sign-out"
PUBLIC_PATHS = re.compile(r"/healthz|/sign-out|/(join|key|r|api)(/.*)?", re.DOTALL)
MOVED_PAGES = {"/bring_in": "/import_results"}
"""Former addresses of the owner's pages, which bookmarks may still contain."""
_THIS_MACHINE = re.compile(r"(localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?", re.IGNORECASE)
_FORWARDED = re.compile(r"forwarded|x-forwarded-.*|x-real-ip|via", re.IGNORECASE)
_HOW_TO_SERVE_A_PROXY = (
    f"start the app with {start_command(is_for_network=True)}, name the proxy in CXMATURITY_TRUSTED_PROXIES, and open "
    "the link with the key that is then printed in the terminal."
)


class TrustedProxies:
    """ASGI middleware that takes the client's address and scheme from X-Forwarded-… headers of configured proxies.

    `proxies` are addresses or networks. Uvicorn trusts every proxy on this machine and replaces the client's address
    before this middleware runs; unless such a proxy is configured, the client then counts as unknown. The app's host
    name is the Host header, which a proxy must pass on.
    """

    def __init__(self, app: ASGIApp, proxies: Sequence[str]) -> None:
        self.app = app
        self._networks = [ip_network(proxy) for proxy in proxies]
        self._trusting: ASGIApp = ProxyHeadersMiddleware(app, list(proxies))  # type: ignore[arg-type,assignment]  # uvicorn's own names for ASGI types

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        client = scope.get("client") or ("", 0)
        host = _without_ipv6_prefix(client[0])
        if self._is_trusted(host):
            await self._trusting({**scope, "client": (host, client[1])}, receive, send)
        elif scope["type"] == "lifespan" or self._is_trusted("127.0.0.1"):
            await self.app(scope, receive, send)
        elif "x-forwarded-for" in Headers(scope=scope):
            await self.app({**scope, "client": None}, receive, send)
        else:
            await self.app(scope, receive, send)

    def _is_trusted(self, host: str) -> bool:
        try:
            return any(ip_address(host) in network for network in self._networks)
        except ValueError:
            return False


class OwnerAccess:
    """ASGI middleware that serves participants' pages to everybody and lets only the owner reach everything else.

    `public` routes are for everybody. `private` routes and the wrapped app, Streamlit, are for the owner. Every path
    below a public one is public, in any spelling, and never reaches Streamlit. All routes, and Streamlit, are served
    under `base_path`, such as /cx; /healthz also without it, because a monitor may not know it.
    """

    def __init__(
        self,
        app: ASGIApp,
        public: Sequence[BaseRoute],
        private: Sequence[BaseRoute],
        key: Callable[[], str],
        needs_key: Callable[[], bool],
        base_path: Callable[[], str],
        ended: EndedSessions,
    ) -> None:
        self.app = app
        self._ended = ended
        self._private = [*private, *(Route(path, _redirect_to_new_page) for path in MOVED_PAGES)]
        key_routes = [Route("/key/{key:path}", self._unlock, methods=["GET"]), Route(SIGN_OUT, self._sign_out)]
        self._public_app = _application([*public, *key_routes], base_path)
        self._private_app = _application(self._private, base_path)
        self._key = key
        # Called only now, because Streamlit has read its settings only by now.
        self._needs_key, self._base_path = needs_key(), base_path()
        self._has_warned = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        below = {**scope, "root_path": self._base_path} if self._base_path else scope
        path = self._path_below_base(scope["path"])
        if scope["path"] == "/healthz":
            await self._public_app(scope, receive, send)
        elif path and PUBLIC_PATHS.fullmatch(path):
            await self._public_app(below, receive, send)
        elif not self._is_owner(HTTPConnection(scope)):
            await self._refuse(scope, receive, send)
        elif path and any(route.matches(below)[0] is not Match.NONE for route in self._private):
            await self._private_app(below, receive, send)
        elif scope["type"] == "websocket":
            await self.app(scope, self._until_signed_out(scope, receive), send)
        else:
            await self.app(scope, receive, send)

    def _until_signed_out(self, scope: Scope, receive: Receive) -> Receive:
        """Return a `receive` that closes a websocket at the next message after its owner has signed out."""

        async def receive_as_owner() -> Message:
            message = await receive()
            if message["type"] == "websocket.receive" and not self._is_owner(HTTPConnection(scope)):
                return {"type": "websocket.disconnect", "code": 1008}
            return message

        return receive_as_owner

    def _path_below_base(self, path: str) -> str | None:
        """Return the path without the base path; None when it is not below it."""
        is_below = path.startswith(f"{self._base_path}/")
        return path.removeprefix(self._base_path) if is_below else None

    def _is_owner(self, connection: HTTPConnection) -> bool:
        if not self._needs_key and _is_from_this_machine(connection) and not _is_passed_on(connection):
            return True
        return self._session(connection) is not None

    def _session(self, connection: HTTPConnection) -> str | None:
        """Return the name of the browser's session; None without one, or when it has ended."""
        cookie = connection.cookies.get(COOKIE, "")
        name = owner_sessions.session_name(self._key(), cookie, time()) if cookie else None
        return None if name is None or name in self._ended else name

    async def _refuse(self, scope: Scope, receive: Receive, send: Send) -> None:
        connection = HTTPConnection(scope)
        is_passed_on = not self._needs_key and (_is_from_this_machine(connection) or _has_forwarded(connection))
        if is_passed_on and not self._has_warned:
            self._has_warned = True
            log.warning(
                "Refused a request that a proxy on this machine passed on, or that called it by another name. "
                "To serve others through a proxy, %s",
                _HOW_TO_SERVE_A_PROXY,
            )
        if scope["type"] == "websocket":
            await WebSocketClose(1008)(scope, receive, send)
        elif scope["path"] == f"{self._base_path}/" and scope["method"] in ("GET", "HEAD") and not is_passed_on:
            # People who type only the host from the projected screen want to join.
            await RedirectResponse(f"{self._base_path}/join", 303, {"Cache-Control": "no-store"})(scope, receive, send)
        elif is_from_script(scope):  # the answer form, which was opened before the session ended
            reply = error_response(CxMaturityError(*SIGNED_OUT), 401)
            reply.headers["WWW-Authenticate"] = "Cookie"
            await reply(scope, receive, send)
        else:
            await forbidden(is_passed_on=is_passed_on)(scope, receive, send)

    async def _unlock(self, request: Request) -> Response:
        """Start a session and redirect to Home, for the right key or one-time key in the path."""
        key, now = self._key(), time()
        if not constant_time_equal(request.path_params["key"], key):
            link = owner_sessions.link_name(key, request.path_params["key"], now)
            if link is None or link in self._ended:
                return forbidden()
            self._ended.add(link)
        reply = self._redirect_home()
        reply.set_cookie(
            COOKIE,
            owner_sessions.new_session(key, now),
            max_age=owner_sessions.SESSION_DAYS * 24 * 60 * 60,
            path=self._base_path or "/",
            secure=request.url.scheme == "https",
            httponly=True,
            samesite="lax",
        )
        return reply

    async def _sign_out(self, request: Request) -> Response:
        """End the browser's session; only for requests from one of the owner's pages."""
        headers = request.headers
        site, referrer = headers.get("sec-fetch-site"), headers.get("referer")
        if site not in (None, "same-origin") or (site is None and _host(referrer) != headers.get("host")):
            return notice_page(403, "You are still signed in", "To sign out, use the link on Home.")
        if session := self._session(request):
            self._ended.add(session)
        reply = notice_page(200, "You are signed out", "To come back, open the link with your key.")
        reply.delete_cookie(COOKIE, path=self._base_path or "/")
        return reply

    def _redirect_home(self) -> RedirectResponse:
        headers = {"Referrer-Policy": "no-referrer", "Cache-Control": "no-store"}
        return RedirectResponse(f"{self._base_path}/", 303, headers)


_ENCRYPTION = (
    "On an open Wi-Fi others can read what is sent: codes, answers and this key. To encrypt it, set "
    "STREAMLIT_SERVER_SSL_CERT_FILE and STREAMLIT_SERVER_SSL_KEY_FILE to a certificate and its key: docs/hosting.md.\n"
)


def print_access_links(addresses: Sequence[str], key: str) -> None:
    """Print the owner's links, one per address of the app, and a note where the connection is not encrypted."""
    links = "".join(f"  {address}/key/{quote(key, safe='')}\n" for address in addresses)
    heading = "The app can be reached from the network. Your own pages ask for your key; these links have it:\n"
    warning = "Keep them to yourself. Everyone else uses the invitation links you give them.\n"
    is_encrypted = all(address.startswith("https:") for address in addresses)
    sys.stdout.write(f"\n{heading}{links}{warning}{'' if is_encrypted else _ENCRYPTION}\n")
    sys.stdout.flush()


def constant_time_equal(text: str, expected: str) -> bool:
    """Return whether two texts are equal, in a time that does not depend on where they differ."""
    return hmac.compare_digest(text.encode("utf-8", "surrogateescape"), expected.encode())


def forbidden(is_passed_on: bool = False) -> HTMLResponse:
    """Return the refusal of an owner's page; if a local proxy passed the request on, it explains what to configure."""
    if is_passed_on:
        owner = (
            "A proxy on this machine passed your request on, or you called this machine by another name. If you run "
            f"the app and others shall use it through a proxy: {_HOW_TO_SERVE_A_PROXY}"
        )
    else:
        owner = "If it is yours, open the link printed in the terminal when the app started."
    return notice_page(403, "This page is the owner's", owner, "If you were invited, use your invitation link.")


def _application(routes: Sequence[BaseRoute], base_path: Callable[[], str]) -> Starlette:
    packed = (*DEFAULT_EXCLUDED_CONTENT_TYPES, *PACKED_MEDIA_TYPES)
    # Level 9 takes twice as long to save half a percent.
    compression = Middleware(GZipMiddleware, compresslevel=6, exclude_content_types=packed)
    application = Starlette(
        routes=routes,
        middleware=[compression, Middleware(UnexpectedErrors, base_path)],
        exception_handlers={404: no_such_route, 405: no_such_route},
    )
    application.router.redirect_slashes = False  # each address has one spelling
    return application


async def _redirect_to_new_page(request: Request) -> RedirectResponse:
    root, query = request.scope.get("root_path", ""), request.url.query
    path = MOVED_PAGES[request.scope["path"].removeprefix(root)]
    return RedirectResponse(f"{root}{path}{'?' if query else ''}{query}", 308)


def _is_from_this_machine(connection: HTTPConnection) -> bool:
    return connection.client is not None and is_local_address(connection.client.host)


def _is_passed_on(connection: HTTPConnection) -> bool:
    """Return whether a request from this machine was made elsewhere: through a proxy, or by another host name.

    A proxy that rewrites Host and adds no header still passes on an Origin or Referer that is not this machine. Nginx
    in its default configuration sends HTTP/1.0, which no browser does.
    """
    headers = connection.headers
    hosts = headers.getlist("host")
    if len(hosts) != 1 or not _THIS_MACHINE.fullmatch(hosts[0]) or _has_forwarded(connection):
        return True
    if connection.scope.get("http_version") == "1.0":
        return True
    origin, referrer = headers.get("origin"), headers.get("referer")
    if origin not in (None, "null") and _host(origin) != hosts[0].lower():
        return True
    is_link_from_elsewhere = headers.get("sec-fetch-site") in ("cross-site", "same-site")
    return bool(referrer) and not is_link_from_elsewhere and _host(referrer) != hosts[0].lower()


def _has_forwarded(connection: HTTPConnection) -> bool:
    """Return whether the headers contain one that proxies add."""
    return any(_FORWARDED.fullmatch(name) for name in connection.headers)


def _host(address: str | None) -> str:
    """Return host and port of an address, empty without a host."""
    try:
        return urlsplit(address or "").netloc.lower()
    except ValueError:
        return ""


def _without_ipv6_prefix(host: str) -> str:
    """Return an IPv4 address without the ::ffff: that a socket for both IP versions puts before it."""
    return host.removeprefix("::ffff:") if host.startswith("::ffff:") and "." in host else host
