"""Headers that prevent other sites from framing this app and from learning its addresses."""

import logging
from collections.abc import Callable

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

SECURITY_HEADERS = {
    "Content-Security-Policy": "frame-ancestors 'none'",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}
"""The headers of every response that does not set stricter ones itself."""

_NO_WEBSOCKET = "websocket.http.response"
_BEGINNINGS = ("http.response.start", "websocket.accept", f"{_NO_WEBSOCKET}.start")


def keep_refusals_out_of_the_log() -> None:
    """Stop logging an error for each websocket refused with a response, by which strangers could fill the log."""
    unjustified = "ASGI callable returned without completing handshake."
    logging.getLogger("uvicorn.error").addFilter(lambda record: record.getMessage() != unjustified)


class SecurityHeaders:
    """ASGI middleware that adds SECURITY_HEADERS to every response, and keeps downloads out of caches.

    Downloads are files that Streamlit serves below /media, with people's names and answers.
    """

    def __init__(self, app: ASGIApp, base_path: Callable[[], str]) -> None:
        self.app = app
        self._downloads = f"{base_path()}/media/"  # called only now: Streamlit has read its settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        has_begun = False

        async def send_with_headers(message: Message) -> None:
            nonlocal has_begun
            if message["type"] == "websocket.close" and not has_begun and _NO_WEBSOCKET in scope.get("extensions", ()):
                await send_with_headers({"type": f"{_NO_WEBSOCKET}.start", "status": 403, "headers": []})
                message = {"type": f"{_NO_WEBSOCKET}.body", "body": b""}
            has_begun = has_begun or message["type"] in _BEGINNINGS
            if message["type"] in ("http.response.start", f"{_NO_WEBSOCKET}.start"):
                headers = MutableHeaders(raw=list(message.get("headers", ())))
                for name, value in SECURITY_HEADERS.items():
                    headers.setdefault(name, value)
                if scope["path"].startswith(self._downloads):
                    headers["Cache-Control"] = "no-store"
                message = {**message, "headers": headers.raw}
            await send(message)

        await self.app(scope, receive, send if scope["type"] == "lifespan" else send_with_headers)
