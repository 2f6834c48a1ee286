"""Streamlit serves its own files uncompressed; here each is compressed once and kept, so that nobody needs a proxy."""

import gzip
import re
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from anyio import Lock, to_thread
from starlette.datastructures import Headers, MutableHeaders

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

# No empty part and none that begins with a dot: one file, one spelling, so that no one can fill the store with copies.
_STATIC = re.compile(r"/static/([\w@-][\w.@-]*/)*[\w@-][\w.@-]*\.(js|css|json|svg|map)$")
_LEVEL = 7  # 9 takes twice as long for half a percent


class CompressOnce:
    """Middleware that answers GETs of static text files with a compressed copy made at the first request.

    The file names carry a hash of their content, so a copy never goes stale while the process runs. Other small pages
    of text (the app's own HTML) are compressed as they pass; everything else goes through untouched.
    """

    def __init__(self, app: App) -> None:
        self.app = app
        self._kept: dict[str, tuple[list[tuple[bytes, bytes]], bytes]] = {}
        self._one_at_a_time = Lock()  # a burst of first visitors must not compress the same file in parallel

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        path = scope.get("path", "")
        fit = (
            scope["type"] == "http"
            and scope["method"] == "GET"
            and "gzip" in (asked := Headers(scope=scope)).get("accept-encoding", "")
            and "range" not in asked
        )
        if not fit or not (_STATIC.match(path) or "text/html" in asked.get("accept", "")):
            await self.app(scope, receive, send)
            return
        if not _STATIC.match(path):
            await self._pass(scope, receive, send, path=None)
            return
        if path not in self._kept:
            async with self._one_at_a_time:
                if path not in self._kept:
                    await self._pass(scope, receive, send, path=path)
                    return
        headers, body = self._kept[path]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    async def _pass(self, scope: Scope, receive: Receive, send: Send, path: str | None) -> None:
        """Let the app answer, compress what it says when that is text, and keep it under `path` when one is given."""
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
                    if path and not headers["content-type"].startswith("text/html"):  # the page, for an unknown path
                        self._kept[path] = headers.raw, body
                    await send({**start, "headers": headers.raw})
                    await send({"type": "http.response.body", "body": body})

        # A server may offer to send a file by its path, past us; this file must come through our hands.
        # And a kept copy must be made from a whole answer, never from a "not modified".
        headers = [h for h in scope["headers"] if path is None or h[0] not in _CONDITIONAL]
        await self.app({**scope, "extensions": {}, "headers": headers}, receive, take)


_CONDITIONAL = (b"if-none-match", b"if-modified-since")
