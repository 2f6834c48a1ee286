"""A subscriber to the live events of a workshop."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

from cxmaturity.web.events import EventHub

PATIENCE = 20  # seconds: how long anything may take before it counts as not happening


class Listener:
    """A subscriber that reads the events as a server would send them."""

    def __init__(
        self, feed: EventHub, assessment_id: str, is_screen: bool = False, response_id: str | None = None
    ) -> None:
        self.messages: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._left = asyncio.Event()
        reply = feed.stream(assessment_id, is_screen=is_screen, response_id=response_id)
        self._task = asyncio.create_task(reply({"type": "http", "method": "GET"}, self._receive, self._send))

    async def _receive(self) -> dict[str, Any]:
        await self._left.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: Any) -> None:
        self.messages.put_nowait(message)

    async def start(self) -> dict[str, Any]:
        """Return the start of the reply."""
        return await asyncio.wait_for(self.messages.get(), PATIENCE)

    async def next_state(self) -> Any:
        """Return the next event, None at the end of the stream."""
        message = await asyncio.wait_for(self.messages.get(), PATIENCE)
        body = message["body"]
        if body.startswith(b"id: "):
            self.server_time = datetime.fromisoformat(body.partition(b"\n")[0].removeprefix(b"id: ").decode())
        return json.loads(body.partition(b"\ndata: ")[2]) if body else None

    async def until(self, is_it: Callable[[Any], bool]) -> Any:
        """Return the first event for which the condition is true."""
        while not is_it(event := await self.next_state()):
            pass
        return event

    async def leave(self) -> None:
        """Unsubscribe."""
        self._left.set()
        await asyncio.wait_for(self._task, PATIENCE)


def run(work: Callable[[], Awaitable[None]]) -> None:
    async def whole() -> None:
        await work()

    asyncio.run(asyncio.wait_for(whole(), 3 * PATIENCE))
