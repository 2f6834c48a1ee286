"""The HTML page that loads Streamlit's app, with this app's title and the address of its server; 404 elsewhere."""

from collections.abc import Callable, Collection

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from cxmaturity.web.notice import notice_page
from cxmaturity.wording.errors import GO_HOME, NO_PAGE_FOR_OWNER

_STREAMLITS_TITLE = b"<title>Streamlit</title>"
_TITLE = b"<title>CX Maturity</title>"
# These headers would make Streamlit send its file compressed, in part, or as not modified.
_LEFT_OUT = (b"if-none-match", b"if-modified-since", b"accept-encoding", b"range")
_FILE_HEADERS = ("etag", "last-modified")


class AppShell:
    """ASGI middleware that changes the HTML page that Streamlit serves at the addresses of the app's `pages`.

    Streamlit serves it at every other address too, where it shows Home with an error in Streamlit's words, or stays
    empty. There this replies 404, with a link to Home.

    Without a stated address, Streamlit's script first searches for its server below the path of the page, and only
    after a wait below that of the app. Stating the address saves that wait on each visit by a link. It is stated only
    when the path of the request is the browser's path; behind a proxy that removes a prefix, Streamlit searches by
    itself. The title is shown until Streamlit sets that of the page, and by programs that preview links.
    """

    def __init__(self, app: ASGIApp, base_path: Callable[[], str], pages: Collection[str]) -> None:
        self.app = app
        self._base = base_path()  # called only now, because Streamlit has read its settings only by now
        self._pages = {self._base or "/", f"{self._base}/", *(f"{self._base}/{page}" for page in pages)}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        method = scope["method"] if scope["type"] == "http" else ""
        is_page = method and scope["path"] in self._pages
        if method == "GET" and is_page:
            await self._serve_page(scope, receive, send)
        elif method in ("GET", "HEAD") and not is_page:
            await self._serve_other(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    async def _serve_other(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a file, which passes unchanged, or reply that there is no page at this address."""
        is_replaced = False

        async def send_file(message: Message) -> None:
            nonlocal is_replaced
            if message["type"] == "http.response.start" and _is_page(message):
                is_replaced = True
                to_home = "../" * (scope["path"].removeprefix(self._base).count("/") - 1) or "./"
                reply = notice_page(404, *NO_PAGE_FOR_OWNER, link=(GO_HOME, to_home))
                await reply(scope, receive, send)
            elif not is_replaced:
                await send(message)

        await self.app(scope, receive, send_file)

    async def _serve_page(self, scope: Scope, receive: Receive, send: Send) -> None:
        start: Message = {}
        parts: list[bytes] = []

        async def send_changed(message: Message) -> None:
            if message["type"] == "http.response.start" and _is_page(message):
                start.update({**message, "headers": list(message["headers"])})
                return
            if not start:
                await send(message)
                return
            parts.append(message.get("body", b""))
            if not message.get("more_body"):
                body = self._changed(b"".join(parts), scope["path"])
                headers = MutableHeaders(raw=start["headers"])
                for name in _FILE_HEADERS:
                    del headers[name]
                headers["content-length"] = str(len(body))
                await send({**start, "headers": headers.raw})
                await send({"type": "http.response.body", "body": body})

        headers = [header for header in scope["headers"] if header[0] not in _LEFT_OUT]
        # Without the extension by which a server sends a file itself, past this middleware.
        await self.app({**scope, "extensions": {}, "headers": headers}, receive, send_changed)

    def _changed(self, html: bytes, path: str) -> bytes:
        server = f'if (location.pathname === "{path}") window.__streamlit = ' + (
            f'{{ BACKEND_BASE_URL: location.origin + "{self._base}/" }}'
        )
        html = html.replace(_STREAMLITS_TITLE, _TITLE, 1)
        return html.replace(b"<head>", b"<head>" + f"<script>{server}</script>".encode(), 1)


def _is_page(start: Message) -> bool:
    """Return whether a reply is an HTML page to be shown; a downloaded file may be HTML too."""
    headers = MutableHeaders(raw=list(start["headers"]))
    is_shown = "content-disposition" not in headers
    return is_shown and start["status"] in (200, 206) and headers.get("content-type", "").startswith("text/html")
