"""Compresses what Streamlit serves: static files once, kept in memory; HTML in each response."""

import gzip
import re
from collections.abc import Callable

from anyio import Lock, to_thread
from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# No empty segment and none that starts with a dot: each file has one spelling, so nobody can fill the memory with
# copies.
_STATIC = r"/static/([\w@-][\w.@-]*/)*[\w@-][\w.@-]*\.(js|css|json|svg|map)$"
_LEVEL = 7  # 9 takes twice as long to save half a percent


class CompressOnce:
    """ASGI middleware that answers GETs of static text files with a copy that is compressed on the first request.

    File names contain a hash of their content, so a copy stays right as long as the process runs. Pages are compressed
    in each response by Starlette's GZip, which would compress a static file again for every visitor. Everything else
    passes unchanged. `base_path` returns the path under which the app is served, such as /cx.
    """

    def __init__(self, app: ASGIApp, base_path: Callable[[], str] = str) -> None:
        self.app = app
        self._pages: ASGIApp = GZipMiddleware(app, compresslevel=_LEVEL)
        self._is_static = re.compile(re.escape(base_path()) + _STATIC).match
        self._kept: dict[str, tuple[list[tuple[bytes, bytes]], bytes]] = {}
        self._one_at_a_time = Lock()  # a burst of visitors must not compress one file in parallel

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        path = scope.get("path", "")
        is_fit = (
            scope["type"] == "http"
            and scope["method"] == "GET"
            and "gzip" in (headers := Headers(scope=scope)).get("accept-encoding", "")
            and "range" not in headers
        )
        if not is_fit or not self._is_static(path):
            is_page = is_fit and "text/html" in headers.get("accept", "")
            await (self._pages if is_page else self.app)(scope, receive, send)
            return
        if path not in self._kept:
            async with self._one_at_a_time:
                if path not in self._kept:
                    await self._compress(scope, receive, send)
                    return
        raw_headers, body = self._kept[path]
        await send({"type": "http.response.start", "status": 200, "headers": raw_headers})
        await send({"type": "http.response.body", "body": body})

    async def _compress(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the app reply; compress and keep the reply if it is the file of this path."""
        start: Message = {}
        parts: list[bytes] = []
        untouched = False

        async def take(message: Message) -> None:
            nonlocal untouched
            if message["type"] == "http.response.start":
                headers = MutableHeaders(raw=list(message["headers"]))
                kind = headers.get("content-type", "")
                text = kind.startswith("text/") or "javascript" in kind or "json" in kind or "svg" in kind
                untouched = message["status"] != 200 or not text or "content-encoding" in headers
                start.update(message)
            if untouched:
                await send(message)
                return
            if message["type"] == "http.response.body":
                parts.append(message.get("body", b""))
                if not message.get("more_body"):
                    body = await to_thread.run_sync(gzip.compress, b"".join(parts), _LEVEL)
                    headers = MutableHeaders(raw=list(start["headers"]))
                    headers["content-encoding"] = "gzip"
                    headers["content-length"] = str(len(body))
                    headers.add_vary_header("Accept-Encoding")
                    if not headers["content-type"].startswith("text/html"):  # Streamlit's page, for an unknown path
                        self._kept[scope["path"]] = headers.raw, body
                    await send({**start, "headers": headers.raw})
                    await send({"type": "http.response.body", "body": body})

        # Without the extension by which a server sends a file itself, past this middleware; and without conditions,
        # because a copy must be made from a whole response, never from "not modified".
        headers = [header for header in scope["headers"] if header[0] not in _CONDITIONAL]
        await self.app({**scope, "extensions": {}, "headers": headers}, receive, take)


_CONDITIONAL = (b"if-none-match", b"if-modified-since")
