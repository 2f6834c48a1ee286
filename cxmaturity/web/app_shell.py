"""The HTML page that loads Streamlit's app: with this app's title and the address of its server."""

import re
from collections.abc import Callable

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_STREAMLITS_TITLE = b"<title>Streamlit</title>"
_TITLE = b"<title>CX Maturity</title>"
# These headers would make Streamlit send its file compressed, in part, or as not modified.
_LEFT_OUT = (b"if-none-match", b"if-modified-since", b"accept-encoding")
_FILE_HEADERS = ("etag", "last-modified")


class AppShell:
    """ASGI middleware that changes the HTML page that Streamlit serves at the address of each of the app's pages.

    Without a stated address, Streamlit's script first searches for its server below the path of the page, and only
    after a wait below that of the app. Stating the address saves that wait on each visit by a link. It is stated only
    when the path of the request is the browser's path; behind a proxy that removes a prefix, Streamlit searches by
    itself. The title is shown until Streamlit sets that of the page, and by programs that preview links.
    """

    def __init__(self, app: ASGIApp, base_path: Callable[[], str]) -> None:
        self.app = app
        self._base = base_path()  # called only now, because Streamlit has read its settings only by now
        self._is_page = re.compile(re.escape(self._base) + r"(/[\w-]*)?", re.ASCII).fullmatch

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http" or scope["method"] != "GET" or not self._is_page(scope["path"]):
            await self.app(scope, receive, send)
            return
        start: Message = {}
        parts: list[bytes] = []

        async def send_changed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(raw=list(message["headers"]))
                if message["status"] == 200 and headers.get("content-type", "").startswith("text/html"):
                    start.update({**message, "headers": headers.raw})
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
