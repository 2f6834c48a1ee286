"""The owner's door: open on this very machine, and with the owner's key to anyone who comes from elsewhere.

Streamlit knows no visitors, only the owner; so whoever is let through to it may do everything. Those who are invited
never pass here: their participants' pages are served beside the door.
"""

import hashlib
import hmac
import re
import sys
from collections.abc import Callable, Sequence
from urllib.parse import quote

from starlette.applications import Starlette
from starlette.requests import HTTPConnection, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.websockets import WebSocketClose

from cxmaturity.services.network import is_local_address
from cxmaturity.web.compression import App, CompressOnce, Receive, Scope, Send
from cxmaturity.web.notice import notice_page

COOKIE = "cx-owner"
_DAYS = 400  # browsers keep none for longer
PUBLIC_PATHS = re.compile(r"/healthz|/(join|key)(/.*)?", re.DOTALL)
_THIS_MACHINE = re.compile(r"(localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?", re.IGNORECASE)
_FORWARDED = re.compile(r"forwarded|x-forwarded-.*|x-real-ip", re.IGNORECASE)


class OwnerAccess:
    """ASGI middleware, the outermost: serves the participants' pages itself and lets the owner through to the rest.

    What begins like a light page stays with the participants' pages: nothing there can become a request to Streamlit,
    however its path is written. Everything else is the owner's, known or not.
    """

    def __init__(
        self, app: App, light: Sequence[BaseRoute], key: Callable[[], str], on_network: Callable[[], bool]
    ) -> None:
        self.app = app
        routes = [*light, Route("/key/{key:path}", self._unlock, methods=["GET"])]
        answers = {404: _not_found, 405: _not_found}
        pages = Starlette(routes=routes, exception_handlers=answers)
        pages.router.redirect_slashes = False  # one address, one spelling
        self._light = CompressOnce(pages)
        self._key = key
        self._on_network = on_network()  # asked here: only now has Streamlit read its settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
        elif PUBLIC_PATHS.fullmatch(scope["path"]):
            await self._light(scope, receive, send)
        elif self._is_owner(HTTPConnection(scope)):
            await self.app(scope, receive, send)
        elif scope["type"] == "websocket":
            await WebSocketClose(1008)(scope, receive, send)
        else:
            await forbidden()(scope, receive, send)

    def _is_owner(self, connection: HTTPConnection) -> bool:
        if not self._on_network and _is_from_here(connection):
            return True
        shown = connection.cookies.get(COOKIE, "")
        return bool(shown) and constant_time_equal(shown, cookie_value(self._key()))

    async def _unlock(self, request: Request) -> Response:
        key = self._key()
        if not constant_time_equal(request.path_params["key"], key):
            return forbidden()
        reply = RedirectResponse("/", 303, {"Referrer-Policy": "no-referrer", "Cache-Control": "no-store"})
        secure = request.url.scheme == "https"
        reply.set_cookie(
            COOKIE,
            cookie_value(key),
            max_age=_DAYS * 24 * 60 * 60,
            path="/",
            secure=secure,
            httponly=True,
            samesite="lax",
        )
        return reply


def print_access_links(addresses: Sequence[str], key: str) -> None:
    """Print the links that let the owner in, one for each address of the app."""
    links = "".join(f"  {address}/key/{quote(key, safe='')}\n" for address in addresses)
    said = "The app can be reached from the network. Your own pages ask for your key; these links have it:\n"
    warned = "Keep them to yourself. Everyone else uses the invitation links you give them.\n"
    sys.stdout.write(f"\n{said}{links}{warned}\n")
    sys.stdout.flush()


def _is_from_here(connection: HTTPConnection) -> bool:
    """Whether it comes from this very machine: a proxy passes on what others ask, a foreign name may be a trick."""
    hosts = connection.headers.getlist("host")
    return (
        connection.client is not None
        and is_local_address(connection.client.host)
        and len(hosts) == 1
        and _THIS_MACHINE.fullmatch(hosts[0]) is not None
        and not any(_FORWARDED.fullmatch(name) for name in connection.headers)
    )


def cookie_value(key: str) -> str:
    """What the owner's browser keeps: proof of the key, not the key."""
    return hashlib.sha256(b"cx-maturity, the owner's browser\0" + key.encode()).hexdigest()


def constant_time_equal(shown: str, wanted: str) -> bool:
    return hmac.compare_digest(shown.encode("utf-8", "surrogateescape"), wanted.encode())


def forbidden() -> HTMLResponse:
    return notice_page(
        403,
        "This page is the owner’s",
        "If it is yours, open the link printed in the terminal when the app started.",
        "If you were invited, use your invitation link.",
    )


async def _not_found(_request: Request, _error: Exception) -> HTMLResponse:
    return notice_page(404, "Nothing is at this address", "If you were invited, open your invitation link once more.")
