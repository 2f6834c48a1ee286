"""Headers that keep other sites from framing, guessing at or learning of what this process serves."""

from collections.abc import Callable

from starlette.datastructures import MutableHeaders

from cxmaturity.web.compression import App, Message, Receive, Scope, Send

SECURITY_HEADERS = {
    "Content-Security-Policy": "frame-ancestors 'none'",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}
"""What every response has, unless it says something stricter itself."""


class SecurityHeaders:
    """ASGI middleware that adds SECURITY_HEADERS to every response, and keeps downloads out of caches.

    Downloads are what Streamlit serves below /media: files with people's names and answers among them.
    """

    def __init__(self, app: App, base_path: Callable[[], str]) -> None:
        self.app = app
        self._downloads = f"{base_path()}/media/"  # called here: only now has Streamlit read its settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] in ("http.response.start", "websocket.http.response.start"):
                headers = MutableHeaders(raw=list(message.get("headers", ())))
                for name, value in SECURITY_HEADERS.items():
                    headers.setdefault(name, value)
                if scope["path"].startswith(self._downloads):
                    headers["Cache-Control"] = "no-store"
                message = {**message, "headers": headers.raw}
            await send(message)

        await self.app(scope, receive, send if scope["type"] == "lifespan" else send_with_headers)
