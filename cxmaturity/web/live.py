"""What phones and screens are told while a workshop goes on, as server-sent events: where it stands and how many voted.

One task for each workshop looks at it a few times a second, for however many listen; what it tells is the same few
bytes for all of them.
"""

import asyncio
import json
import logging
import signal
from collections.abc import Callable
from dataclasses import dataclass, field

from anyio.to_thread import run_sync
from starlette.responses import Response

from cxmaturity.errors import NotFound, StoreTrouble
from cxmaturity.services.live import Glance
from cxmaturity.web.compression import Receive, Scope, Send
from cxmaturity.web.light import Asked, Declined

log = logging.getLogger(__name__)

TICK = 0.25
"""Seconds between two looks at a workshop."""
COUNTS = 2.0
"""Seconds between two counts for phones; screens hear of each at once."""
HEARTBEAT = 15.0
"""Seconds after which the same is told again, so that who listens can tell silence from a connection that is gone."""
MOST_LISTENERS = 5_000
"""How many may listen at once; who comes then asks again and again instead."""

_HEADERS = {"Content-Type": "text/event-stream; charset=utf-8", "X-Accel-Buffering": "no"}


def told(glance: Glance) -> str:
    """Return what all may know of a workshop while it goes on, as JSON: nothing of how anyone voted."""
    state = glance.state
    content = {
        "number": glance.number,
        "phase": state.phase,
        "question": state.question,
        "round": state.round,
        "voted": glance.voted,
        "joined": glance.joined,
        "is_paused": state.is_paused,
        "is_shared": state.is_shared,
        "ends_at": state.ends_at.isoformat() if state.ends_at else None,
    }
    return json.dumps(content, separators=(",", ":"))


@dataclass(slots=True, eq=False)
class _Listener:
    woken: asyncio.Event = field(default_factory=asyncio.Event)
    is_gone: bool = False


@dataclass(slots=True)
class _Circle:
    """Those who are told the same; `latest` is what they were told last."""

    latest: bytes = b""
    at: float = 0.0
    listeners: set[_Listener] = field(default_factory=set)

    def tell(self, event: bytes, now: float) -> None:
        self.latest, self.at = event, now
        for listener in self.listeners:
            listener.woken.set()


@dataclass(slots=True)
class _Workshop:
    phones: _Circle = field(default_factory=_Circle)
    screens: _Circle = field(default_factory=_Circle)
    number: int = 0
    task: "asyncio.Task[None] | None" = None

    @property
    def circles(self) -> tuple[_Circle, _Circle]:
        return self.phones, self.screens


class Feed:
    """The events of all workshops. One for each process; used from its event loop only."""

    def __init__(self, glance: Callable[[str], Glance]) -> None:
        self._glance = glance
        self._workshops: dict[str, _Workshop] = {}

    async def reply(self, asked: Asked, assessment_id: str, *, is_screen: bool) -> Response:
        """Tell of a workshop: as long as somebody listens to those who ask for events, just once to all others."""
        glance = await run_sync(self._glance, assessment_id)
        if not asked.wants_events:
            return Response(told(glance), media_type="application/json")
        if sum(len(c.listeners) for w in self._workshops.values() for c in w.circles) >= MOST_LISTENERS:
            raise Declined(503, "So many listen that there is no room for more.", "This page asks again by itself.")
        return Events(self, assessment_id, is_screen)

    def enter(self, assessment_id: str, is_screen: bool) -> tuple[_Circle, _Listener]:
        """Let somebody listen."""
        workshop = self._workshops.get(assessment_id)
        if workshop is None:
            workshop = self._workshops[assessment_id] = _Workshop()
            workshop.task = asyncio.create_task(self._look(assessment_id, workshop))
        circle, listener = workshop.screens if is_screen else workshop.phones, _Listener()
        circle.listeners.add(listener)
        if circle.latest:
            listener.woken.set()
        return circle, listener

    def leave(self, assessment_id: str, circle: _Circle, listener: _Listener) -> None:
        """Let somebody go; with the last one the looking ends."""
        circle.listeners.discard(listener)
        workshop = self._workshops.get(assessment_id)
        if workshop and not any(c.listeners for c in workshop.circles):
            del self._workshops[assessment_id]
            if workshop.task:
                workshop.task.cancel()

    async def _look(self, assessment_id: str, workshop: _Workshop) -> None:
        clock, is_troubled = asyncio.get_running_loop().time, False
        try:
            while not _is_stopping():
                try:
                    glance = await asyncio.to_thread(self._glance, assessment_id)
                    self._spread(workshop, glance, clock())
                    is_troubled = False
                except StoreTrouble as error:  # it may pass; what was told last stays told
                    if not is_troubled:
                        log.warning("database: %s", error.what, exc_info=error.__cause__)
                    is_troubled = True
                await asyncio.sleep(TICK)
        except NotFound:  # removed
            pass
        finally:
            self._end(assessment_id, workshop)

    def _spread(self, workshop: _Workshop, glance: Glance, now: float) -> None:
        event = f"data: {told(glance)}\n\n".encode()
        is_new, workshop.number = glance.number != workshop.number, glance.number
        for circle, patience in ((workshop.screens, 0.0), (workshop.phones, COUNTS)):
            changed = event != circle.latest and (is_new or now - circle.at >= patience)
            if changed or now - circle.at >= HEARTBEAT:
                circle.tell(event, now)

    def _end(self, assessment_id: str, workshop: _Workshop) -> None:
        if self._workshops.get(assessment_id) is workshop:
            del self._workshops[assessment_id]
        for circle in workshop.circles:
            for listener in circle.listeners:
                listener.is_gone = True
                listener.woken.set()


class Events(Response):
    """A reply that goes on until its reader leaves or the server stops."""

    def __init__(self, feed: Feed, assessment_id: str, is_screen: bool) -> None:
        super().__init__(headers=_HEADERS)
        del self.headers["content-length"]
        self._feed, self._assessment_id, self._is_screen = feed, assessment_id, is_screen

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Tell what happens."""
        await send({"type": "http.response.start", "status": 200, "headers": self.raw_headers})
        if scope["method"] == "HEAD":
            await send({"type": "http.response.body", "body": b""})
            return
        circle, listener = self._feed.enter(self._assessment_id, self._is_screen)
        watching = asyncio.create_task(_watch(receive, listener))
        try:
            while True:
                await listener.woken.wait()
                listener.woken.clear()
                if listener.is_gone:
                    break
                await send({"type": "http.response.body", "body": circle.latest, "more_body": True})
            await send({"type": "http.response.body", "body": b""})
        except OSError:  # how some servers say that the reader has left
            pass
        finally:
            watching.cancel()
            self._feed.leave(self._assessment_id, circle, listener)


async def _watch(receive: Receive, listener: _Listener) -> None:
    """Notice that a reader has left."""
    while (await receive())["type"] != "http.disconnect":
        pass
    listener.is_gone = True
    listener.woken.set()


def _is_stopping() -> bool:
    """Whether the server was told to stop. It waits for every reply to end, and these never would by themselves."""
    server = getattr(signal.getsignal(signal.SIGTERM), "__self__", None)  # uvicorn's, which handles the signals itself
    return bool(getattr(server, "should_exit", False))
