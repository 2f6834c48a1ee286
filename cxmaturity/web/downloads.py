"""Ends downloads of removed data.

Streamlit itself serves a file for as long as the window that made it is open.
"""

from collections.abc import Callable

from anyio.to_thread import run_sync
from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from cxmaturity.errors import DatabaseUnavailable

_ENDED = "This file is no longer here: what it is about was removed."
_UNKNOWN = "There is no file at this address. Go back to the page and download it again."


class EndingDownloads:
    """ASGI middleware that stops serving a downloadable file once `has_ended` returns True for its content."""

    def __init__(self, app: ASGIApp, base_path: Callable[[], str], has_ended: Callable[[bytes], bool]) -> None:
        self.app = app
        self._files = f"{base_path()}/media/"  # called only now: Streamlit has read its settings
        self._has_ended = has_ended

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request; files are sent whole, because part of a file does not show what it belongs to."""
        if scope["type"] != "http" or not scope["path"].startswith(self._files):
            await self.app(scope, receive, send)
            return
        held: list[Message] = []

        async def hold(message: Message) -> None:
            held.append(message)

        whole = [(name, value) for name, value in scope["headers"] if name != b"range"]
        await self.app({**scope, "headers": whole}, receive, hold)
        if not held:
            return
        refusal = await self._refusal(held)
        if refusal:
            await refusal(scope, receive, send)
        else:
            for message in held:
                await send(message)

    async def _refusal(self, held: list[Message]) -> PlainTextResponse | None:
        """Return the reply in place of a file that has ended, None when the file may be sent."""
        start, *parts = held
        if start["status"] == 404:
            return PlainTextResponse(_UNKNOWN, 404)
        if "content-disposition" not in Headers(raw=start["headers"]):
            return None
        try:
            has_ended = await run_sync(self._has_ended, b"".join(part.get("body", b"") for part in parts))
        except DatabaseUnavailable as error:
            return PlainTextResponse(str(error), 503)
        return PlainTextResponse(_ENDED, 410) if has_ended else None
